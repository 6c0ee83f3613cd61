/** The papers that a partnership rests on while it operates: until when they hold, what warns of their end, what pauses it by itself. */
import { dayOf, endOf } from '../clock.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { statusOn, type Credential, type CredentialType } from '../credentials/credential.ts';
import { confirmedHolding, presentMembership } from '../holdings/membership.ts';
import type { Wording } from '../matching/pair.ts';
import type { Requirements } from '../offers/requirements.ts';
import { definedOnly } from '../patch.ts';
import type { HeldPaper } from './partnership.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days before the end of a paper from which it is warned of (the field asks for two weeks). */
export const WARNING_DAYS = 14;

/** Days that the office has to look at a paper that was submitted anew before the partnership pauses. Our estimate. */
const CHECKING_DAYS = 14;

const organizationPapers = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;

/** The papers that these requirements ask for. */
export const papersAsked = (asked: Requirements): CredentialType[] => [
  ...organizationPapers.filter((paper) => asked[paper] === true),
  ...(asked.certifications ?? []),
];

/** What a partnership can rest on, as its cooperative has it. */
export type Held = {
  readonly [paper in HeldPaper['paper']]?: Pick<
    Credential,
    'status' | 'submittedAt' | 'validUntil' | 'verifiedAt'
  >;
};

/** Its papers, and its membership of the holding that is the buyer: one not confirmed anew stands, but does not begin again. */
export function heldBy(cooperative: Cooperative, buyerId: string): Held {
  const present = presentMembership(cooperative);
  if (present?.holdingId !== buyerId) return cooperative.credentials;
  const status = confirmedHolding(cooperative) === buyerId ? 'verified' : 'submitted';
  return { ...cooperative.credentials, membership: { status, submittedAt: present.from } };
}

/** The last day on which all of them hold, and those that end then; undefined where none ends. */
export function firstEnd(
  restsOn: readonly HeldPaper[] = [],
): { until: string; papers: HeldPaper[] } | undefined {
  const [until] = restsOn.flatMap((one) => one.until ?? []).sort();
  return until === undefined ? undefined : { until, papers: restsOn.filter((one) => one.until === until) };
}

/** The moment from which a paper with this last day no longer holds. */
export const momentAfter = (until: string): string => new Date(endOf(until).getTime() + 1).toISOString();

/** The moment from which its end is warned of. */
export const warnedFrom = (until: string): string =>
  new Date(endOf(until).getTime() + 1 - WARNING_DAYS * DAY_MS).toISOString();

/** Papers in one sentence: `Sertifikat halal dan NIB`. */
export const namesOf = (papers: readonly HeldPaper[]): Wording => ({
  id: papers.map(({ name }) => name.id).join(' dan '),
  en: papers.map(({ name }) => name.en).join(' and '),
});

/**
 * What it rests on once its cooperative's papers are these; the very same list when nothing changed. A renewed paper holds until
 * its new last day, if it was verified before the old one was over. One submitted anew holds until the office has had
 * {@link CHECKING_DAYS} to look at it, but not beyond the old last day. `lost`: those rejected, suspended or taken away.
 */
export function afterPapers(
  before: readonly HeldPaper[],
  held: Held,
  now: Date,
): { restsOn: readonly HeldPaper[]; lost: HeldPaper[] } {
  const today = dayOf(now);
  const lost: HeldPaper[] = [];
  const restsOn = before.map((one) => {
    const { paper, until } = one;
    const credential = held[paper];
    if (credential?.status === 'verified') {
      const isLate = until !== undefined && (credential.verifiedAt ?? '') >= momentAfter(until);
      return isLate ? one : heldUntil(one, credential.validUntil);
    }
    if (until !== undefined && until < today) return one;
    // A membership that waits to be confirmed anew has no office to look at it within days.
    if (paper === 'membership' && credential !== undefined) return one;
    if (credential?.status === 'submitted') return heldUntil(one, earlier(until, checkedBy(credential)));
    lost.push(one);
    return one;
  });
  return { restsOn: restsOn.every((one, at) => one === before[at]) ? before : restsOn, lost };
}

/** Whether each of them is verified and in force on a day. */
export const allInForce = (restsOn: readonly HeldPaper[], held: Held, today: string): boolean =>
  restsOn.every(({ paper }) => {
    const credential = held[paper];
    return credential !== undefined && statusOn(credential, today) === 'verified';
  });

/** The same papers with their last days as they are now. */
export const renewed = (restsOn: readonly HeldPaper[], held: Held): HeldPaper[] =>
  restsOn.map((one) => heldUntil(one, held[one.paper]?.validUntil));

const heldUntil = (before: HeldPaper, until: string | undefined): HeldPaper =>
  before.until === until ? before : definedOnly({ ...before, until });

const checkedBy = ({ submittedAt }: Pick<Credential, 'submittedAt'>): string =>
  dayOf(new Date(Date.parse(submittedAt) + CHECKING_DAYS * DAY_MS));

const earlier = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);
