/** Which bucket of the market each thing stands in, and as which row. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import type { Offer } from '../offers/offer.ts';
import { secondOf, type Potential } from '../potentials/potential.ts';
import { centroidOf } from '../regions/distance.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets } from '../table/derived-keys.ts';
import type { BucketName } from './bucket-store.ts';
import { demandFrom } from './demand.ts';
import { cooperativePacking } from './pack-cooperatives.ts';
import { jsonPacking } from './pack-json.ts';
import { supplyPacking } from './pack-supplies.ts';
import {
  cooperativeRow,
  offerRow,
  qualityRow,
  regencyOf,
  type CooperativeRow,
  type DemandRow,
  type SupplyRow,
} from './rows.ts';
import { figuresOf } from './supply.ts';

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

/** Refuses (`invalid`) an offer that a later rule does, or of an unknown region: one such row would spoil every list that it stands in. */
export function placedOffer(offer: Offer, behind: DemandRow['behind']): Placed<DemandRow> {
  const row = offerRow(offer);
  const home = offer.deliverTo ?? behind.poster?.regionCode;
  if (home !== undefined) knownRegency(home);
  demandFrom({ ...row, deliverTo: offer.deliverTo ?? '' }, { kind: 'private', regionCode: '' });
  return { bucket: offerBucket(offer.scheme, offer.commodity), row: { ...row, behind } };
}
