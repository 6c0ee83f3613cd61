/** What came of a meeting: a deal, a MoU, a lead or no interest, with values; its shapes and the rules of recording and correcting. */
import * as z from 'zod';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { invalid, Refusal, together } from '../errors.ts';
import { offerIdSchema, schemeSchema, type Offer } from '../offers/offer.ts';
import { lackingSchema } from '../partnerships/checklist.ts';
import { partnershipIdSchema, stageSchema } from '../partnerships/partnership.ts';
import { definedOnly } from '../patch.ts';
import { potentialIdSchema } from '../potentials/potential.ts';
import { paragraph } from '../text.ts';
import { eventIdSchema } from './event.ts';
import { followUpIdSchema, followUpInputSchema } from './follow-up.ts';
import { meetingIdSchema, type Meeting } from './meeting.ts';
import { organizationIdSchema, sides } from './participant.ts';

const results = ['deal', 'mou', 'lead', 'no-interest'] as const;
const resultSchema = z.enum(results).meta({
  id: 'OutcomeResult',
  description:
    'deal: agreed to trade. mou: agreed on a memorandum. lead: goes on. no-interest: an answer like any other',
  example: 'lead',
});

/**
 * A trillion rupiah: as much as the whole trade mission of East Java to East Kalimantan came to (8 May 2025). Nine thousand
 * meetings of that value still add up exactly.
 */
const MOST_VALUE = 1e12;
/** So that the item stays below what a store takes. */
const MOST_CORRECTIONS = 50;

const value = z.int().min(0).max(MOST_VALUE);
const facts = {
  result: resultSchema,
  valueSigned: value.optional().meta({
    description: 'Whole rupiah in what was signed; with a deal or a MoU',
    example: 450_000_000,
  }),
  valueEstimated: value.optional().meta({
    description: 'Whole rupiah that is expected beyond what was signed; never added to it',
    example: 1_200_000_000,
  }),
  offerId: offerIdSchema.optional().meta({
    description: "One of the buyer's offers; the meeting's own when left out",
  }),
  potentialId: potentialIdSchema.optional().meta({ description: 'What the cooperative would supply' }),
  note: paragraph(1000).optional(),
};

const { title, dueOn } = followUpInputSchema.shape;

/** What a caller sends to record or to correct an outcome. */
export const outcomeInputSchema = z
  .strictObject({
    ...facts,
    followUp: z
      .strictObject({ title, dueOn })
      .optional()
      .meta({ description: 'What is to be done next, as a task of whoever records it' }),
  })
  .meta({
    id: 'OutcomeInput',
    example: { result: 'lead', valueEstimated: 120_000_000, note: 'Minta contoh dulu' },
  });
export type OutcomeInput = z.infer<typeof outcomeInputSchema>;

const recorderSchema = z.enum([...sides, 'organizer']);
export type Recorder = z.infer<typeof recorderSchema>;

const instant = z.iso.datetime();

const stored = {
  eventId: eventIdSchema,
  meetingId: meetingIdSchema,
  cooperativeId: organizationIdSchema,
  buyerId: organizationIdSchema,
  ...facts,
  scheme: schemeSchema.optional().meta({ description: 'Of the offer, as it was then, like the commodity' }),
  commodity: commodityCodeSchema.optional(),
  followUp: z.strictObject({ id: followUpIdSchema, title, dueOn }).optional(),
  partnershipId: partnershipIdSchema.optional(),
  recordedBy: recorderSchema.meta({ description: 'Who said so; a later word takes the place of an earlier' }),
  confirmedBy: z.array(recorderSchema).meta({ description: 'Who else has said the very same' }),
  recordedAt: instant,
  correctedAt: instant.optional(),
  corrected: z
    .array(z.strictObject({ ...facts, recordedBy: recorderSchema, recordedAt: instant }))
    .optional()
    .meta({ description: 'What was said before, the first first' }),
};

/** An outcome as it is shown to both parties and to the organizer. */
export const outcomeSchema = z
  .strictObject({
    ...stored,
    stage: stageSchema.optional().meta({ description: 'Of the partnership, now' }),
    waitsFor: z
      .array(z.enum(sides))
      .optional()
      .meta({ description: 'Who has yet to confirm the MoU that was agreed on' }),
    lacking: z
      .array(lackingSchema)
      .optional()
      .meta({ description: 'Told when it is recorded: why there is no partnership, or none at MoU, yet' }),
  })
  .meta({
    id: 'Outcome',
    example: {
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      meetingId: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ff',
      cooperativeId: 'coop_35-14-09-2019',
      buyerId: 'buy_bulog',
      result: 'lead',
      valueEstimated: 120_000_000,
      offerId: 'off_sphp-beras',
      scheme: 'distribution',
      commodity: 'rice-sphp',
      partnershipId: 'part_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      recordedBy: 'organizer',
      confirmedBy: [],
      recordedAt: '2025-11-26T02:20:00.000Z',
      stage: 'negotiating',
    },
  });
export type OutcomeView = z.infer<typeof outcomeSchema>;

/** An outcome as it is stored. */
export type Outcome = Omit<OutcomeView, 'stage' | 'waitsFor' | 'lacking'>;

/** Whether the two agreed on something that both sign: a MoU, or a deal with a signed value. */
export const isSigned = ({ result, valueSigned = 0 }: Pick<Outcome, 'result' | 'valueSigned'>): boolean =>
  result === 'mou' || (result === 'deal' && valueSigned > 0);

/** Whether it leads on to a partnership. */
export const leadsOn = ({ result }: Pick<Outcome, 'result'>): boolean => result !== 'no-interest';

/**
 * The outcome of a meeting after `by` has said what came of it; the very same outcome when it says nothing new. `offer` is the one
 * it is about, if any; `followUpId` names a new follow-up task. Refuses values that do not go with the result.
 */
export function recordOutcome(
  meeting: Pick<Meeting, 'id' | 'cooperativeId' | 'buyerId'> & { eventId: string },
  input: OutcomeInput,
  before: Outcome | undefined,
  by: Recorder,
  offer: Offer | undefined,
  followUpId: string,
  at: string,
): Outcome {
  ensureValuesFit(input);
  const said = saidOf({ ...input, offerId: offer?.id });
  const next = before?.followUp;
  const isSameTask = next?.title === input.followUp?.title && next?.dueOn === input.followUp?.dueOn;
  const followUp = input.followUp === undefined || isSameTask ? next : { ...input.followUp, id: followUpId };
  if (before !== undefined && JSON.stringify(saidOf(before)) === JSON.stringify(said)) {
    const isKnown = before.recordedBy === by || before.confirmedBy.includes(by);
    if (isKnown && followUp === next) return before;
    const confirmedBy = isKnown ? before.confirmedBy : [...before.confirmedBy, by];
    return definedOnly({ ...before, followUp, confirmedBy });
  }
  const corrected = before && [...(before.corrected ?? []), earlierOf(before)];
  if (corrected && corrected.length > MOST_CORRECTIONS) {
    throw new Refusal('conflict', `It was corrected ${MOST_CORRECTIONS} times; let it stand.`);
  }
  return definedOnly({
    eventId: meeting.eventId,
    meetingId: meeting.id,
    cooperativeId: meeting.cooperativeId,
    buyerId: meeting.buyerId,
    ...said,
    scheme: offer?.scheme,
    commodity: offer?.commodity,
    followUp,
    partnershipId: before?.partnershipId,
    recordedBy: by,
    confirmedBy: [],
    recordedAt: before?.recordedAt ?? at,
    correctedAt: before && at,
    corrected,
  });
}

/** What was said, in one order of members, so that it compares. */
function saidOf({ result, valueSigned, valueEstimated, offerId, potentialId, note }: OutcomeInput) {
  return definedOnly({ result, valueSigned, valueEstimated, offerId, potentialId, note });
}

function earlierOf(before: Outcome) {
  const { recordedBy, recordedAt, correctedAt } = before;
  return { ...saidOf(before), recordedBy, recordedAt: correctedAt ?? recordedAt };
}

function ensureValuesFit({ result, valueSigned, valueEstimated }: OutcomeInput): void {
  together(
    () => {
      if (valueSigned !== undefined && result !== 'deal' && result !== 'mou') {
        throw invalid(['valueSigned'], 'is signed in a deal or a MoU only; an estimate is valueEstimated');
      }
    },
    () => {
      if (valueEstimated !== undefined && result === 'no-interest') {
        throw invalid(['valueEstimated'], 'does not go with no-interest');
      }
    },
  );
}
