/** The rows of the market's buckets: what ranking reads of stored things, and which bucket each thing stands in. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import type { CredentialType } from '../credentials/credential.ts';
import type { Offer } from '../offers/offer.ts';
import type { Potential } from '../potentials/potential.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets } from '../table/keys.ts';
import type { BucketName } from './bucket-store.ts';
import type { CredentialFacts } from './supply.ts';

/** Of a cooperative, whatever the day: papers go with their last valid day. */
export type CooperativeRow = Pick<
  Cooperative,
  'id' | 'regionCode' | 'units' | 'storage' | 'memberCount' | 'updatedAt'
> & {
  readonly credentials: Partial<Record<CredentialType, CredentialFacts>>;
};

/**
 * Of a potential. What its cooperative is and holds stands in the cooperative's own row, so that whatever changes there
 * rewrites one bucket and reaches all its potentials at once.
 */
export type PotentialRow = Pick<
  Potential,
  | 'id'
  | 'cooperativeId'
  | 'regionCode'
  | 'commodity'
  | 'capacity'
  | 'months'
  | 'price'
  | 'grade'
  | 'exportReady'
  | 'minimumOrder'
  | 'confirmedAt'
>;

/** Of an offer, as posted. Who posted it and its programme are read when it is ranked, so that they are never out of date. */
export type OfferRow = Omit<Offer, 'title' | 'description' | 'normalised' | 'createdAt' | 'updatedAt'>;

/** Where a thing stands in the market, and as what. */
export type Placed<R> = { readonly bucket: BucketName; readonly row: R };

/** A commodity of one regency. */
export function supplyBucket(commodity: string, regency: string): BucketName {
  return { pk: supplyBuckets(commodity), name: regency, counter: `supply ${commodity}` };
}

/** The cooperatives of one regency. */
export function cooperativeBucket(regency: string): BucketName {
  return { pk: cooperativeBuckets(regency.slice(0, 2)), name: regency, counter: `cooperatives ${regency}` };
}

/** Where a scheme has no commodity, as financing has none. */
const NO_COMMODITY = '-';

/** Offers of one scheme for one commodity. */
export function offerBucket(scheme: Offer['scheme'], commodity: string | undefined): BucketName {
  const name = commodity ?? NO_COMMODITY;
  return { pk: offerBuckets(scheme), name, counter: `offers ${scheme} ${name}` };
}

/** A rejected cooperative takes no part. */
export function placedCooperative(cooperative: Cooperative): Placed<CooperativeRow> | undefined {
  const { id, regionCode, credentials, units, storage, memberCount, updatedAt, verification } = cooperative;
  if (verification.status === 'rejected') return undefined;
  const papers: CooperativeRow['credentials'] = {};
  for (const { type, status, validUntil, scope } of Object.values(credentials)) {
    papers[type] = { status, validUntil, scope };
  }
  return {
    bucket: cooperativeBucket(regencyOf(regionCode)),
    row: { id, regionCode, credentials: papers, units, storage, memberCount, updatedAt },
  };
}

export function placedPotential(potential: Potential): Placed<PotentialRow> {
  const { id, cooperativeId, regionCode, commodity, capacity, months, price, grade } = potential;
  const { exportReady, minimumOrder, confirmedAt } = potential;
  return {
    bucket: supplyBucket(commodity, regencyOf(regionCode)),
    row: {
      id,
      cooperativeId,
      regionCode,
      commodity,
      capacity,
      months,
      price,
      grade,
      exportReady,
      minimumOrder,
      confirmedAt,
    },
  };
}

export function placedOffer(offer: Offer): Placed<OfferRow> {
  const { title: _, description: __, normalised: ___, createdAt: ____, updatedAt: _____, ...row } = offer;
  return { bucket: offerBucket(offer.scheme, offer.commodity), row };
}

/** The regency of a code of that level or below; a holding of a whole province stands under its province. */
export const regencyOf = (regionCode: string): string => regionCode.slice(0, '35.79'.length);
