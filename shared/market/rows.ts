/** The rows of the market's buckets: what ranking reads of stored things. */
import { storedQuantity, type Cooperative } from '../cooperatives/cooperative.ts';
import { businessUnits, type BusinessUnit } from '../cooperatives/units.ts';
import { credentialTypes, type CredentialType } from '../credentials/credential.ts';
import { confirmedHolding } from '../holdings/membership.ts';
import type { Offer } from '../offers/offer.ts';
import type { SettingFacts } from '../offers/offer-state.ts';
import type { Potential } from '../potentials/potential.ts';
import { normalise } from '../quantities.ts';
import { assessedOf } from '../readiness/readiness.ts';
import type { Unit } from '../units.ts';
import type { GoodsFigures } from './supply.ts';

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

/** A rejected cooperative takes no part, nor does one that has merged into another. */
export const takesPart = ({
  verification,
  mergedInto,
}: Pick<Cooperative, 'verification' | 'mergedInto'>): boolean =>
  verification.status !== 'rejected' && mergedInto === undefined;

/** A pass says how long it counts. */
export function qualityRow({ result, validUntil }: NonNullable<Potential['quality']>): QualityRow {
  return result === 'fail' || validUntil === undefined ? 'failed' : { passedUntil: validUntil };
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
