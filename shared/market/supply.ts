/** From a cooperative, its credentials and a potential, as the contract states them, to the scorer's supply and the link to a demand. */
import { inJakarta } from '../clock.ts';
import { commodityByCode, kinship } from '../commodities/commodities.ts';
import { storedQuantity, type Storage } from '../cooperatives/cooperative.ts';
import { statusOn, type Credential } from '../credentials/credential.ts';
import type { CredentialState, Grade, Link, Supply, SupplyGoods } from '../matching/pair.ts';
import { MEMBER, QUALITY_PASS } from '../matching/requirements.ts';
import { pricedIn, rupiahPerBase, type Price } from '../money.ts';
import { qualityOn } from '../potentials/quality.ts';
import { measuredIn, normalise, perMonth, type Quantity } from '../quantities.ts';
import { distanceBetween } from '../regions/distance.ts';
import type { Unit } from '../units.ts';
import { monthMask } from './demand.ts';

/** What ranking reads of a cooperative; a stored one fits. `lastActive` is a month or an instant: the last trade or sign of life. */
export type CooperativeFacts = {
  readonly id: string;
  readonly regionCode: string;
  readonly credentials: Readonly<Record<string, CredentialFacts | undefined>>;
  readonly units?: readonly string[] | undefined;
  readonly storage?: readonly Storage[] | undefined;
  readonly memberCount?: number | undefined;
  readonly readiness?: number | undefined;
  readonly lastActive?: string | undefined;
  readonly updatedAt?: string | undefined;
  /** The holding that has confirmed it as a member. */
  readonly memberOf?: string | undefined;
  readonly trackRecord?: { readonly deliveries: number; readonly onTimeShare: number } | undefined;
};

/** What ranking reads of a paper: its status, its last valid day, and the business classes that a NIB covers. */
export type CredentialFacts = Pick<Credential, 'status' | 'validUntil' | 'scope'>;

/** What ranking reads of a potential. `confirmedAt`: when the cooperative last said that it is still true. */
export type PotentialFacts = {
  readonly id: string;
  readonly commodity: string;
  readonly capacity: Quantity;
  readonly months: readonly number[];
  readonly price?: Price | undefined;
  readonly grade?: Grade | undefined;
  readonly exportReady?: boolean | undefined;
  readonly minimumOrder?: Quantity | undefined;
  readonly confirmedAt?: string | undefined;
  readonly quality?:
    | { readonly result: 'pass' | 'fail'; readonly validUntil?: string | undefined }
    | undefined;
};

/** What a potential offers, in its base unit. */
export type GoodsFigures = {
  readonly unit: Unit;
  readonly perMonth: number;
  /** A bit for each month, the lowest for January. */
  readonly months: number;
  /** Rupiah per base unit. */
  readonly price: number | null;
  readonly grade: Grade | null;
  readonly exportReady: boolean;
  readonly minimumOrder: number | null;
};

/** Refuses (`invalid`) amounts that no unit takes. */
export function figuresOf(potential: PotentialFacts): GoodsFigures {
  const { capacity, months, price, minimumOrder } = potential;
  const unit = measuredIn(capacity);
  return {
    unit,
    perMonth: perMonth(capacity, months),
    months: monthMask(months),
    price: price !== undefined && pricedIn(price) === unit ? rupiahPerBase(price) : null,
    grade: potential.grade ?? null,
    exportReady: potential.exportReady === true,
    minimumOrder:
      minimumOrder !== undefined && measuredIn(minimumOrder) === unit ? normalise(minimumOrder).amount : null,
  };
}

/** The scorer's view of what is offered of a commodity. */
export function goodsFrom(commodity: string, figures: GoodsFigures): SupplyGoods {
  const known = commodityByCode(commodity);
  // Member by member: half a million of them are made when a nation is packed.
  return {
    commodity: known?.name ?? { id: commodity, en: commodity },
    baseUnit: figures.unit,
    perMonth: figures.perMonth,
    months: figures.months,
    price: figures.price,
    grade: figures.grade,
    exportReady: figures.exportReady,
    minimumOrder: figures.minimumOrder,
    ambientDays: known?.shelfLife.ambientDays ?? Infinity,
    coldDays: known?.shelfLife.coldDays ?? null,
  };
}

/**
 * The scorer's view of a cooperative, with one of its potentials or none. `today` is a date or an instant: it decides which
 * credentials have expired and how long the cooperative has been silent.
 */
export function supplyFrom(
  cooperative: CooperativeFacts,
  potential: PotentialFacts | null,
  today: string,
): Supply {
  const credentials: Record<string, CredentialState> = {};
  for (const [type, credential] of Object.entries(cooperative.credentials)) {
    if (credential !== undefined) credentials[type] = statusOn(credential, today.slice(0, 10));
  }
  if (cooperative.memberOf !== undefined) credentials[MEMBER] = 'verified';
  if (potential?.quality !== undefined) {
    credentials[QUALITY_PASS] = PASS[qualityOn(potential.quality, today.slice(0, 10))];
  }
  const lastSign = potential?.confirmedAt ?? cooperative.lastActive ?? cooperative.updatedAt;
  return {
    id: potential?.id ?? cooperative.id,
    region: cooperative.regionCode,
    credentials,
    kbli: (cooperative.credentials['nib']?.scope ?? []).map(({ code }) => code),
    units: cooperative.units ?? [],
    storage: (cooperative.storage ?? []).map((room) => normalise(storedQuantity(room))),
    memberCount: cooperative.memberCount ?? null,
    readiness: cooperative.readiness ?? null,
    monthsSilent: lastSign === undefined ? null : monthsBetween(lastSign, today),
    deliveries: cooperative.trackRecord?.deliveries ?? 0,
    onTime: Math.floor(1000 * (cooperative.trackRecord?.onTimeShare ?? 0)),
    memberOf: cooperative.memberOf ?? null,
    goods: potential === null ? null : goodsFrom(potential.commodity, figuresOf(potential)),
  };
}

/** A quality check counts like a paper. */
const PASS = { valid: 'verified', lapsed: 'expired', failed: 'rejected' } as const;

/** Kinship of the goods and the way from the cooperative to where the offer wants them. */
export function linkBetween(
  offer: { readonly commodity?: string | undefined; readonly deliverTo: string },
  cooperative: { readonly regionCode: string },
  potential: { readonly commodity: string } | null,
): Link {
  return {
    kinship:
      offer.commodity === undefined || potential === null
        ? 'none'
        : kinship(offer.commodity, potential.commodity),
    ...distanceBetween(cooperative.regionCode, offer.deliverTo),
  };
}

/** Whole months from one month, day or instant (as a text, or in milliseconds) to another, never negative; instants by Jakarta's calendar. */
export function monthsBetween(from: string | number, to: string): number {
  return Math.max(0, monthNumber(to) - monthNumber(from));
}

function monthNumber(when: string | number): number {
  if (typeof when === 'string' && when.length <= 10)
    return 12 * Number(when.slice(0, 4)) + Number(when.slice(5, 7));
  const date = inJakarta(new Date(when));
  return 12 * date.getUTCFullYear() + date.getUTCMonth() + 1;
}
