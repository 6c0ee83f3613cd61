/** How an offer stands: who is behind it, what its programme adds, whether it is open, and what a viewer sees. */
import type { Buyer } from '../buyers/buyer.ts';
import { endOf } from '../clock.ts';
import { cooperativeKinds, type Cooperative } from '../cooperatives/cooperative.ts';
import { definedOnly } from '../patch.ts';
import type { GuidelineState, Programme } from '../programmes/programme.ts';
import { parentCodes } from '../regions/region-code.ts';
import type { PaymentRecord } from '../trades/payment-record.ts';
import { STALE_AFTER_DAYS, type Offer, type OfferView, type Poster } from './offer.ts';
import { requirementsOf } from './requirements.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What stands around an offer and is read with it, so that it is never out of date. */
export type Setting = {
  poster: Poster;
  programme: Programme | undefined;
  /** How the poster has paid so far, where that was asked for. */
  payments?: PaymentRecord | undefined;
};

/** What ranking reads of it; a {@link Setting} fits. */
export type SettingFacts = {
  readonly poster: Pick<Poster, 'kind' | 'regionCode' | 'verified'>;
  readonly programme?: ProgrammeFacts | undefined;
  readonly payments?: Pick<PaymentRecord, 'payments' | 'medianDays'> | undefined;
};

/** Of the paper in force only that there is one. */
export type ProgrammeFacts = Pick<Programme, 'regions' | 'requirements' | 'guidelines' | 'validUntil'> & {
  readonly guidelinesInForce?: object | undefined;
};

export type OfferStatus = OfferView['status'];

/** What others may know of the organization behind an offer; nobody answers any more for one that has merged into another. */
export function posterFrom(organization: Buyer | Cooperative): Poster {
  const { id, name, kind, regionCode, verification } = organization;
  return {
    id,
    name,
    kind: isCooperativeKind(kind) ? 'cooperative' : kind,
    ...('segment' in organization ? definedOnly({ segment: organization.segment }) : {}),
    regionCode,
    verified: verification.status === 'verified' && !('mergedInto' in organization),
  };
}

/**
 * Whether the offer must wait for guidelines. Its programme decides: while that waits, the offer waits; once that has issued
 * its paper, every offer under it is released. The offer's own word counts without a programme, and under one that never waited.
 */
export function guidelinesOf(
  offer: Pick<Offer, 'guidelines'>,
  programme: Pick<ProgrammeFacts, 'guidelines' | 'guidelinesInForce'> | undefined,
): GuidelineState {
  if (programme?.guidelines === 'awaited') return 'awaited';
  if (programme?.guidelinesInForce !== undefined) return 'issued';
  return offer.guidelines ?? 'issued';
}

/**
 * Where cooperatives must be to be eligible: in the offer's regions and in its programme's; undefined: anywhere.
 * An empty list is never stored: posting refuses it.
 */
export function regionsOf(
  offer: { regions?: string[] | undefined },
  programme: Pick<Programme, 'regions'> | undefined,
): string[] | undefined {
  const [own, shared] = [offer.regions, programme?.regions];
  if (own === undefined || shared === undefined) return own ?? shared;
  // Both may name all regencies, so neither is looked through for each of the other.
  const [inOwn, inShared] = [new Set(own), new Set(shared)];
  const below = new Map<string, string[]>();
  for (const inner of shared) {
    for (const code of parentCodes(inner)) {
      if (inOwn.has(code)) below.set(code, [...(below.get(code) ?? []), inner]);
    }
  }
  const narrower = own.flatMap((code) => {
    const isShared = [code, ...parentCodes(code)].some((outer) => inShared.has(outer));
    return [...(isShared ? [code] : []), ...(below.get(code) ?? [])];
  });
  return [...new Set(narrower)];
}

/** Whether nobody has said for {@link STALE_AFTER_DAYS} days that it still holds. */
export function isStale({ confirmedAt }: Pick<Offer, 'confirmedAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(confirmedAt) > STALE_AFTER_DAYS * DAY_MS;
}

/** How the offer stands now. Only an open one may be answered and takes part in matching. */
export function statusOf(
  offer: Pick<Offer, 'deadline' | 'confirmedAt'>,
  { poster, programme }: SettingFacts,
  now: Date,
): OfferStatus {
  if (!poster.verified) return 'unverified';
  const isOver = [offer.deadline, programme?.validUntil].some((end) => end !== undefined && endOf(end) < now);
  if (isOver) return 'closed';
  return isStale(offer, now) ? 'stale' : 'open';
}

/** The offer with what its programme adds to its requirements, regions and guidelines: what matching goes by. */
export function withProgramme<T extends Pick<Offer, 'requirements' | 'regions' | 'guidelines'>>(
  offer: T,
  programme: Programme | undefined,
) {
  return {
    ...offer,
    requirements: requirementsOf(offer, programme),
    regions: regionsOf(offer, programme),
    guidelines: guidelinesOf(offer, programme),
  };
}

/** What a viewer sees: as entered, and what follows from its setting. */
export function viewOffer(stored: Offer, setting: Setting, now: Date): OfferView {
  const whole = withProgramme(stored, setting.programme);
  return {
    ...stored,
    guidelines: whole.guidelines,
    effectiveRequirements: whole.requirements,
    effectiveRegions: whole.regions,
    buyer: setting.poster,
    status: statusOf(stored, setting, now),
  };
}

function isCooperativeKind(kind: Buyer['kind'] | Cooperative['kind']): kind is Cooperative['kind'] {
  return (cooperativeKinds as readonly string[]).includes(kind);
}
