/** The rules of a partnership: how it is proposed, what each step needs, and what time alone does to it. */
import { dayOf } from '../clock.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import { ensureUnitFits } from '../commodities/measure.ts';
import { invalid, Refusal, under } from '../errors.ts';
import { rupiahPerBase } from '../money.ts';
import type { Offer } from '../offers/offer.ts';
import { definedOnly } from '../patch.ts';
import { comparable, normalise } from '../quantities.ts';
import { entered } from './as-of.ts';
import { lackingFor, type Facts, type Lacking } from './guards.ts';
import {
  isOpen,
  LAPSE_DAYS,
  type Actor,
  type MeetingOf,
  type Partnership,
  type PartnershipInput,
  type Pending,
  type Promised,
  type Side,
  type Stage,
  type StepInput,
  type TrialDates,
} from './partnership.ts';
import { isSide, otherSide, stepsFrom, type Step } from './stages.ts';
import { hashOf, termsOf } from './terms.ts';

/** Fields of a step that go with some stages only. */
const belongs = {
  text: ['mou'],
  textHash: ['mou'],
  trial: ['trial'],
  endsOn: ['ended'],
  withOpenBalance: ['ended'],
  reason: ['declined', 'ended'],
} as const satisfies { [field in keyof StepInput]?: readonly Stage[] };

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days of a trial whose dates nobody names: a month, as the mock-ups in the news ran (our estimate). */
const TRIAL_DAYS = 30;
const LONGEST_TRIAL_DAYS = 366;
/** So that the item stays below what a store takes, whatever both do to each other. */
const MOST_STEPS = 150;

/** Who stands on both sides, as far as a partnership keeps it. */
export type Parties = {
  cooperative: { id: string; name: string; regionCode: string };
  buyer: { id: string; name: string; regionCode: string };
};

/** What a caller sends to propose, and the meeting where it was proposed. */
export type Proposal = PartnershipInput & { meeting?: MeetingOf | undefined };

/** A new partnership, proposed by a side or brokered by an office. Refuses a promise that does not fit the offer's goods. */
export function propose(
  id: string,
  { offerId, cooperativeId, potentialId, promise, note, renewalOf, meeting }: Proposal,
  by: Side | 'organizer',
  offer: Offer,
  { cooperative, buyer }: Parties,
  now: Date,
): Partnership {
  if (cooperative.id === buyer.id) {
    throw invalid(['cooperativeId'], 'posted this offer itself; nobody is its own partner');
  }
  const at = now.toISOString();
  return definedOnly({
    id,
    offerId,
    cooperativeId,
    buyerId: buyer.id,
    potentialId,
    renewalOf,
    meetings: meeting && [meeting],
    offerTitle: offer.title,
    cooperativeName: cooperative.name,
    buyerName: buyer.name,
    scheme: offer.scheme,
    commodity: offer.commodity,
    regionCodes: { cooperative: cooperative.regionCode, buyer: buyer.regionCode },
    stage: 'proposed',
    stageSince: at,
    proposedBy: by,
    respondBy: new Date(now.getTime() + LAPSE_DAYS * DAY_MS).toISOString(),
    promised: promisedBy(undefined, by, promise, offer),
    history: [definedOnly({ at, to: 'proposed', by, note })],
    createdAt: at,
    updatedAt: at,
  });
}

/**
 * The partnership after `by` asks for a step: at the next stage, or waiting for the other side to confirm the same; the very
 * same partnership when nothing changes. Refuses what the table does not know or another has to do (409), and, with all that is
 * lacking, what a guard stops (409). `facts` are needed where the step has guards or terms.
 */
export function takeStep(
  before: Partnership,
  input: StepInput,
  by: Actor,
  facts: Facts | undefined,
  now: Date,
): Partnership {
  const step = stepTo(before, input);
  ensureTurn(before, step, by);
  ensureFits(before, step, input);
  const promised = promisedBy(before.promised, by, input.promise, facts?.offer);
  const current = promised === before.promised ? before : { ...before, promised };
  ensureNothingLacks(lackingFor(step, facts));
  if (step.mover === 'both' || isBrokeredConsent(before, step)) {
    return confirmed(current, step, input, by as Side, facts, now);
  }
  const { note, reason, endsOn } = input;
  const entry = { at: now.toISOString(), to: step.to, by, ...definedOnly({ note, reason }) };
  return entered(current, entry, { endsOn, restsOn: facts?.restsOn });
}

function stepTo({ stage, history }: Partnership, { to }: StepInput): Step {
  const known = stepsFrom(stage);
  const step = known.find((one) => one.to === to);
  if (step === undefined) {
    const ways = known.map((one) => one.to).join(', ');
    throw new Refusal(
      'conflict',
      ways === ''
        ? `It is over (${stage}); propose a new one, with renewalOf naming this one.`
        : `From ${stage} it goes on to ${ways}, not to ${to}.`,
    );
  }
  const closes = to === 'ended' || to === 'declined';
  if (history.length >= MOST_STEPS && !closes) {
    throw new Refusal('conflict', `It has gone ${MOST_STEPS} steps; end it and propose a renewal.`);
  }
  return step;
}

function ensureTurn(before: Partnership, step: Step, by: Actor): void {
  const reason = whyNot(before, step, by);
  if (reason !== undefined) throw new Refusal('conflict', reason);
}

/** Why it is not this actor's step, in words; undefined when it is. */
function whyNot(before: Partnership, step: Step, by: Actor): string | undefined {
  switch (step.mover) {
    case 'anyone':
      return undefined;
    case 'involved':
      return isSide(by) || by === before.proposedBy
        ? undefined
        : 'An office withdraws only what it brokered.';
    case 'asked':
      if (!isSide(by)) return 'An office does not agree in the name of a side; both sides answer themselves.';
      return by === before.proposedBy ? 'You proposed it; it waits for the other side to agree.' : undefined;
    case 'both':
    case 'either':
      return isSide(by) ? undefined : `An office cannot take the step to ${step.to}; the two sides do.`;
    case 'buyer':
      return by === 'buyer' ? undefined : `The step to ${step.to} is the buyer's.`;
    case 'pauser': {
      const pauser = before.history.at(-1)!.by;
      if (pauser === 'service') return isSide(by) ? undefined : 'One of the two sides takes it up again.';
      return by === pauser ? undefined : `It was paused by the ${pauser}, who has to take it up again.`;
    }
  }
}

/** Refuses (422) a step without the reason it needs, and fields that belong to another step. */
function ensureFits({ stage }: Partnership, { to, needsNote }: Step, input: StepInput): void {
  if (needsNote && input.note === undefined && input.reason === undefined) {
    throw invalid(['note'], 'say why, so that it can be understood');
  }
  for (const [field, stages] of Object.entries(belongs) as [keyof typeof belongs, readonly string[]][]) {
    if (input[field] !== undefined && !stages.includes(to)) {
      throw invalid([field], `goes with ${stages.join(' or ')} only`);
    }
  }
  const isStillOpen = stage === 'proposed' || stage === 'negotiating';
  if (input.promise !== undefined && (!isStillOpen || to === 'declined')) {
    throw invalid(['promise'], 'is made before both have agreed');
  }
  const { trial } = input;
  if (trial === undefined) return;
  if (trial.until < trial.from) throw invalid(['trial', 'until'], 'is before the trial begins');
  if (Date.parse(trial.until) - Date.parse(trial.from) > LONGEST_TRIAL_DAYS * DAY_MS) {
    throw invalid(['trial', 'until'], `is more than ${LONGEST_TRIAL_DAYS} days after it begins`);
  }
}

/** Refuses (409) with each thing that is lacking. */
function ensureNothingLacks(lacking: readonly Lacking[]): void {
  if (lacking.length === 0) return;
  throw new Refusal(
    'conflict',
    `Not yet: ${lacking.map(({ detail }) => detail.en).join('; ')}.`,
    lacking.map(({ requirement, detail }) => ({
      pointer: '#/to',
      detail: `${requirement}: ${detail.id} (${detail.en})`,
      in: 'body',
    })),
  );
}

/** An office's proposal needs both sides' consent, so the first is kept until the second comes. */
const isBrokeredConsent = (before: Partnership, { mover }: Step): boolean =>
  mover === 'asked' && before.proposedBy === 'organizer';

/** With this side's confirmation: entered when the other has confirmed the very same, else waiting for it. */
function confirmed(
  before: Partnership,
  { to }: Step,
  input: StepInput,
  by: Side,
  facts: Facts | undefined,
  now: Date,
): Partnership {
  const at = now.toISOString();
  const asked = before.pending?.to === to ? before.pending : undefined;
  const text = input.text ?? asked?.text;
  const terms =
    to === 'mou' && facts?.offer
      ? termsOf(facts.offer, facts.requirements, before.promised, text)
      : undefined;
  const hash = terms && hashOf(terms);
  if (input.textHash !== undefined && input.textHash !== hash) {
    throw new Refusal('conflict', `The text has changed since you read it; it is now ${hash}.`);
  }
  const trial = to === 'trial' ? (input.trial ?? asked?.trial ?? trialFrom(now)) : undefined;
  const isSame = asked !== undefined && asked.hash === hash && sameDates(asked.trial, trial);
  if (isSame && asked.by === by) return before;
  if (!isSame || asked.by === by) {
    const pending: Pending = definedOnly({ to, by, at, hash, text, trial, note: input.note });
    return { ...before, pending, updatedAt: at };
  }
  const agreement =
    terms === undefined
      ? before.agreement
      : { hash: hash!, terms, confirmed: both(by, at, otherSide(by), asked.at) };
  return entered(definedOnly({ ...before, agreement }), {
    ...definedOnly({ at, to, by, note: input.note ?? asked.note }),
    ...definedOnly({ hash, trial }),
  });
}

const both = (one: Side, at: string, other: Side, earlier: string) =>
  ({ [one]: at, [other]: earlier }) as Record<Side, string>;

const sameDates = (a: TrialDates | undefined, b: TrialDates | undefined): boolean =>
  a?.from === b?.from && a?.until === b?.until;

function trialFrom(now: Date): TrialDates {
  return { from: dayOf(now), until: dayOf(new Date(now.getTime() + (TRIAL_DAYS - 1) * DAY_MS)) };
}

/** What both promised, with a side's new promise in it. Refuses an office's, and goods that do not fit the offer's. */
function promisedBy(
  before: Partnership['promised'],
  by: Actor,
  promise: Promised | undefined,
  offer: Offer | undefined,
): Partnership['promised'] {
  if (promise === undefined) return before;
  if (!isSide(by)) throw invalid(['promise'], 'an office promises nothing in the name of a side');
  under(['promise'], () => ensurePromiseFits(promise, offer));
  return { ...before, [by]: promise };
}

function ensurePromiseFits({ quantity, price, from, until }: Promised, offer: Offer | undefined): void {
  if (from !== undefined && until !== undefined && until < from) throw invalid(['until'], 'is before from');
  if (offer === undefined)
    throw new Refusal('conflict', 'The offer was removed; there is nothing to promise.');
  if (offer.commodity === undefined || offer.quantity === undefined) {
    throw invalid(['quantity'], 'this offer is of no goods; promise nothing');
  }
  const commodity = commodityOf(offer.commodity);
  ensureUnitFits(commodity, quantity, ['quantity']);
  under(['quantity'], () => normalise(quantity));
  if (!comparable(quantity, offer.quantity)) {
    throw invalid(['quantity', 'unit'], `cannot be compared with the offer's ${offer.quantity.unit}`);
  }
  if (price === undefined) return;
  ensureUnitFits(commodity, { unit: price.per, content: price.content }, ['price'], 'per');
  under(['price'], () => rupiahPerBase(price));
}

/** Refuses (422) a renewal of what is not over, or was between others. */
export function ensureRenews(before: Partnership | undefined, after: Partnership): void {
  const isTheirs =
    before?.cooperativeId === after.cooperativeId && before.buyerId === after.buyerId && !isOpen(before);
  if (!isTheirs) throw invalid(['renewalOf'], 'is not a partnership between these two that is over');
}
