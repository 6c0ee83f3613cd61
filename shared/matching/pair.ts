/** What the scorer knows about one demand, one supply and the way between them: plain numbers, strings and bit masks. */

/** One sentence for people: Indonesian first, English beside it. */
export type Wording = { readonly id: string; readonly en: string };

export type Scheme = 'purchase' | 'consignment' | 'distribution' | 'financing';
export type BuyerKind = 'bumn' | 'bumd' | 'private' | 'government' | 'cooperative';
export type Grade = 'A' | 'B' | 'C';

/** State of a credential on the day of scoring: the caller has already turned a past `validUntil` into `expired`. */
export type CredentialState = 'verified' | 'submitted' | 'rejected' | 'suspended' | 'expired' | 'missing';

/**
 * How near the supplied commodity is to the one asked for. `close`: a buyer may take it as a second line
 * (bird's eye chilli for red chilli); `group`: same shelf, another purchase (shallot and garlic); `sector`: only the trade is shared.
 */
export type Kinship = 'same' | 'close' | 'group' | 'sector' | 'none';

/** An amount in the base unit of its dimension (kg, liter, piece …). */
export type BaseAmount = { readonly amount: number; readonly unit: string };

/** Hard requirements of an offer, all stated; absent ones are `false`, `null` or empty. */
export type Requirements = {
  readonly nib: boolean;
  readonly legalEntity: boolean;
  readonly npwp: boolean;
  readonly bankAccount: boolean;
  readonly businessPlan: boolean;
  /** Business classes (KBLI) that the NIB must cover, all of them. */
  readonly kbli: readonly string[];
  /** All of them, verified and unexpired. */
  readonly certifications: readonly string[];
  readonly minGrade: Grade | null;
  /** All of them (outlets and rooms: `grocery`, `cold-storage` …). */
  readonly units: readonly string[];
  readonly minStorage: BaseAmount | null;
  readonly minReadiness: number | null;
  readonly exportReady: boolean;
  /** A quality check of the goods that they passed and that still counts. */
  readonly qualityPass: boolean;
  /** The holding whose confirmed members alone are asked; `null` for everybody. */
  readonly membersOnly: string | null;
};

/** The offer's side. `perMonth` and `price` are in `baseUnit`; `months` has bit 0 for January. */
export type Demand = {
  readonly id: string;
  readonly scheme: Scheme;
  readonly buyerKind: BuyerKind;
  /** `false` only when the buyer is known to be unverified. */
  readonly buyerVerified: boolean;
  readonly buyerRegion: string;
  readonly deliverTo: string;
  /** Code prefixes outside of which nobody qualifies; empty means everywhere. */
  readonly regions: readonly string[];
  readonly requirements: Requirements;
  readonly guidelines: 'issued' | 'awaited';
  readonly months: number;
  readonly paymentTermDays: number | null;
  /** How soon the buyer has paid so far, in the middle; null where too little is known. */
  readonly paymentHabit: { readonly days: number; readonly payments: number } | null;
  /** What the cooperative keeps of the sales of consigned goods, in percent; `null` when nothing is consigned. */
  readonly commissionPercent: number | null;
  /** Goods asked for or handed out; `null` for financing. */
  readonly goods: DemandGoods | null;
};

export type DemandGoods = {
  readonly commodity: Wording;
  readonly baseUnit: string;
  readonly perMonth: number;
  /** Days between two deliveries as the buyer stated it (`per: day` is 1, `week` 7); bounds one order of a perishable. */
  readonly rhythmDays: number;
  /** Rupiah per base unit, or `null` when the offer names none. */
  readonly price: number | null;
  /** What one partner receives at a time under a quota, a month's share at most; `null` without a quota. */
  readonly quotaLot: BaseAmount | null;
  /** The goods need a cold room to be stocked (frozen food, pasteurised milk). */
  readonly coldOnly: boolean;
};

/** The cooperative's side; `goods` is `null` where a scheme ranks cooperatives. */
export type Supply = {
  /** Breaks ties: the potential's id, or the cooperative's. */
  readonly id: string;
  readonly region: string;
  /** Papers by type; and what counts like one, `QUALITY_PASS` and `MEMBER` of requirements.ts. */
  readonly credentials: Readonly<Record<string, CredentialState>>;
  /** Business classes of the NIB, without version. */
  readonly kbli: readonly string[];
  readonly units: readonly string[];
  readonly storage: readonly BaseAmount[];
  readonly memberCount: number | null;
  /** 0 to 100, or `null` when never computed. */
  readonly readiness: number | null;
  /** Whole months since the last update or trade; `null` when unknown. */
  readonly monthsSilent: number | null;
  readonly deliveries: number;
  /** Thousandths of the deliveries that came on time. */
  readonly onTime: number;
  /** The holding that has confirmed it as a member. */
  readonly memberOf: string | null;
  readonly goods: SupplyGoods | null;
};

export type SupplyGoods = {
  readonly commodity: Wording;
  readonly baseUnit: string;
  readonly perMonth: number;
  readonly months: number;
  readonly price: number | null;
  readonly grade: Grade | null;
  readonly exportReady: boolean;
  /** Least single order in `baseUnit`, or `null`. */
  readonly minimumOrder: number | null;
  /** Days it keeps without cooling; `Infinity` for what does not spoil, 0 for what needs ice at once. */
  readonly ambientDays: number;
  /** Days it keeps in a cold room; `null` when cooling adds nothing. */
  readonly coldDays: number | null;
};

/** What depends on both sides and on reference data: kinship of the goods and the way between the places. */
export type Link = { readonly kinship: Kinship; readonly km: number; readonly sea: boolean };

/** `offer`: supplies are ranked for the buyer. `supply`: offers are ranked for the cooperative. */
export type Viewpoint = 'offer' | 'supply';

export type Pair = {
  readonly demand: Demand;
  readonly supply: Supply;
  readonly link: Link;
  readonly viewpoint: Viewpoint;
};

/** One factor: its points (0..1000, whole) and the sentence that says why. */
export type Factor = {
  readonly points: (pair: Pair) => number;
  readonly reason: (pair: Pair) => Wording;
};
