/** The rows of the market's buckets: what ranking reads of stored things, and which bucket each thing stands in. */
import { storedQuantity, type Cooperative } from '../cooperatives/cooperative.ts';
import { businessUnits, type BusinessUnit } from '../cooperatives/units.ts';
import { credentialTypes, type CredentialType } from '../credentials/credential.ts';
import { confirmedHolding } from '../holdings/membership.ts';
import type { Offer } from '../offers/offer.ts';
import type { SettingFacts } from '../offers/offer-state.ts';
import { secondOf, type Potential } from '../potentials/potential.ts';
import { normalise } from '../quantities.ts';
import { assessedOf } from '../readiness/readiness.ts';
import { centroidOf } from '../regions/distance.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets } from '../table/derived-keys.ts';
import type { Unit } from '../units.ts';
import type { BucketName } from './bucket-store.ts';
import { demandFrom } from './demand.ts';
import { cooperativePacking } from './pack-cooperatives.ts';
import { jsonPacking } from './pack-json.ts';
import { supplyPacking } from './pack-supplies.ts';
import { figuresOf, type GoodsFigures } from './supply.ts';

/** A paper: rejected, suspended and expired ones count alike. */
export type PaperRow = {
  readonly status: 'verified' | 'submitted' | 'rejected';
  readonly validUntil?: string;
};

/** Of a cooperative, whatever the day: papers go with their last valid day. Days stand for instants, base units for others. */
export type CooperativeRow = {
  readonly id: string;
  readonly regionCode: string;
  readonly credentials: Readonly<Partial<Record<CredentialType, PaperRow>>>;
  /** Business classes of the NIB. */
  readonly kbli: readonly string[];
  readonly units: readonly BusinessUnit[];
  /** Those of the units that have their licence and do not run yet. */
  readonly idleUnits: readonly BusinessUnit[];
  readonly storage: readonly { readonly amount: number; readonly unit: Unit }[];
  readonly memberCount: number | null;
  /** Last days that the training of officers counts, the latest first. */
  readonly trainedUntil: readonly string[];
  /** The day of the last sign of life. */
  readonly lastActive: string;
  /** The holding that has confirmed it as a member. */
  readonly memberOf: string | null;
};

/** Of a potential, whatever the day: amounts and prices in base units. */
export type PotentialRow = {
  readonly id: string;
  readonly cooperativeId: string;
  readonly regionCode: string;
  readonly commodity: string;
  readonly goods: GoodsFigures;
  /** Milliseconds, whole seconds. */
  readonly confirmedAt: number;
  /** The last day that a passed quality check counts, or that the latest one was failed. */
  readonly quality: QualityRow | null;
};

export type QualityRow = 'failed' | { readonly passedUntil: string };

/**
 * A potential with its cooperative, so that a commodity's buckets tell all that ranking needs. Without one (rejected, or not
 * there) nobody is offered it.
 */
export type SupplyRow = PotentialRow & { readonly cooperative: CooperativeRow | null };

/** Of an offer, as posted. */
export type OfferRow = Omit<Offer, 'title' | 'description' | 'normalised' | 'createdAt' | 'updatedAt'>;

/** An offer with what stands behind it, so that its bucket tells all that ranking needs. Without a poster nobody is offered it. */
export type DemandRow = OfferRow & { readonly behind: Partial<SettingFacts> };

/** Where a thing stands in the market, and as what. */
export type Placed<R extends { id: string }> = { readonly bucket: BucketName<R>; readonly row: R };

/** A commodity of one regency. Read together: those of a province. */
export function supplyBucket(commodity: string, regency: string): BucketName<SupplyRow> {
  const group = regency.slice(0, 2);
  return { pk: supplyBuckets(commodity), name: regency, group, packing: supplyPacking(commodity) };
}

/** The cooperatives of one regency. */
export function cooperativeBucket(regency: string): BucketName<CooperativeRow> {
  const pk = cooperativeBuckets(regency.slice(0, 2));
  return { pk, name: regency, group: regency, packing: cooperativePacking };
}

/** Where a scheme has no commodity, as financing has none. */
const NO_COMMODITY = '-';

/** Offers of one scheme for one commodity. */
export function offerBucket(scheme: Offer['scheme'], commodity: string | undefined): BucketName<DemandRow> {
  const name = commodity ?? NO_COMMODITY;
  return { pk: offerBuckets(scheme), name, group: name, packing: offerPacking };
}

const offerPacking = jsonPacking<DemandRow>();

/** A rejected cooperative takes no part, nor does one that has merged into another. */
export const takesPart = ({
  verification,
  mergedInto,
}: Pick<Cooperative, 'verification' | 'mergedInto'>): boolean =>
  verification.status !== 'rejected' && mergedInto === undefined;

/** The regency of a region from which ways are known. Refuses (`invalid`) any other: one such row would spoil every list. */
function knownRegency(regionCode: string): string {
  centroidOf(regionCode);
  return regencyOf(regionCode);
}

/** Where a cooperative stands, if it takes part. Refuses a region that is no longer known. */
export function placedCooperative(cooperative: Cooperative): Placed<CooperativeRow> | undefined {
  const row = cooperativeRow(cooperative);
  return row && { bucket: cooperativeBucket(knownRegency(row.regionCode)), row };
}

/** A potential beside its cooperative, if that is there. Refuses a region that is no longer known. */
export function placedPotential(
  potential: Potential,
  cooperative: Cooperative | undefined,
): Placed<SupplyRow> {
  const { id, cooperativeId, regionCode, commodity, confirmedAt, quality } = potential;
  return {
    bucket: supplyBucket(commodity, knownRegency(regionCode)),
    row: {
      id,
      cooperativeId,
      regionCode,
      commodity,
      goods: figuresOf(potential),
      confirmedAt: secondOf(confirmedAt),
      quality: quality === undefined ? null : qualityRow(quality),
      cooperative: (cooperative && cooperativeRow(cooperative)) ?? null,
    },
  };
}

/** A pass says how long it counts. */
function qualityRow({ result, validUntil }: NonNullable<Potential['quality']>): QualityRow {
  return result === 'fail' || validUntil === undefined ? 'failed' : { passedUntil: validUntil };
}

/** Refuses (`invalid`) an offer that a later rule does, or of an unknown region: one such row would spoil every list that it stands in. */
export function placedOffer(offer: Offer, behind: DemandRow['behind']): Placed<DemandRow> {
  const row = offerRow(offer);
  const home = offer.deliverTo ?? behind.poster?.regionCode;
  if (home !== undefined) knownRegency(home);
  demandFrom({ ...row, deliverTo: offer.deliverTo ?? '' }, { kind: 'private', regionCode: '' });
  return { bucket: offerBucket(offer.scheme, offer.commodity), row: { ...row, behind } };
}

/** What ranking reads of an offer itself. */
export function offerRow(offer: Offer): OfferRow {
  const { title: _, description: __, normalised: ___, createdAt: ____, updatedAt: _____, ...row } = offer;
  return row;
}

/** What ranking reads of a cooperative; nothing of one that takes no part. */
export function cooperativeRow(cooperative: Cooperative): CooperativeRow | undefined {
  const { id, regionCode, credentials, units = [], storage = [] } = cooperative;
  if (!takesPart(cooperative)) return undefined;
  const papers: Partial<Record<CredentialType, PaperRow>> = {};
  for (const type of credentialTypes) {
    const paper = credentials[type];
    if (paper === undefined) continue;
    const { status, validUntil } = paper;
    const counts = status === 'verified' || status === 'submitted' ? status : 'rejected';
    papers[type] = { status: counts, ...(validUntil === undefined ? {} : { validUntil }) };
  }
  const { memberCount, idleUnits, trainedUntil, lastActive } = assessedOf(cooperative);
  return {
    id,
    regionCode,
    credentials: papers,
    kbli: (credentials.nib?.scope ?? []).map(({ code }) => code),
    units: businessUnits.filter((unit) => units.includes(unit)),
    idleUnits: businessUnits.filter((unit) => idleUnits.includes(unit)),
    storage: storage.map((room) => {
      const { amount, unit } = normalise(storedQuantity(room));
      return { amount, unit };
    }),
    memberCount,
    trainedUntil,
    lastActive,
    memberOf: confirmedHolding(cooperative) ?? null,
  };
}

/** The regency of a code of that level or below; a holding of a whole province stands under its province. */
export const regencyOf = (regionCode: string): string => regionCode.slice(0, '35.79'.length);
