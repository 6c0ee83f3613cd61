/** A partnership: what one offer and one cooperative make of each other, from the proposal to its end; its shapes. */
import * as z from 'zod';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { credentialTypes, dateSchema } from '../credentials/credential.ts';
import { idPattern } from '../ids.ts';
import { priceSchema } from '../money.ts';
import {
  consignmentSchema,
  financingSchema,
  offerIdSchema,
  posterIdSchema,
  quotaSchema,
  schemeSchema,
} from '../offers/offer.ts';
import { requirementsSchema } from '../offers/requirements.ts';
import { potentialIdSchema } from '../potentials/potential.ts';
import { monthsSchema } from '../months.ts';
import { quantitySchema } from '../quantities.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';
import { UNITS } from '../units.ts';
import { wordingSchema } from '../wording.ts';

/** Days that the other side has to answer a proposal; then it has lapsed. Our estimate: two market weeks. */
export const LAPSE_DAYS = 14;

export const stages = [
  'proposed',
  'negotiating',
  'mou',
  'trial',
  'operational',
  'paused',
  'ended',
  'declined',
] as const;
export const stageSchema = z.enum(stages).meta({
  id: 'Stage',
  description:
    'proposed: waits for the other side. negotiating: both talk. mou: both confirmed one text. trial: a mock-up with dates. operational: goods or money move. paused: for a time. ended and declined: over',
  example: 'negotiating',
});
export type Stage = z.infer<typeof stageSchema>;

/** The two that a partnership is between. */
const sides = ['cooperative', 'buyer'] as const;
export type Side = (typeof sides)[number];

/** Who took a step: a side, an office that brokers, or the service itself where time ran out. */
const actorSchema = z
  .enum([...sides, 'organizer', 'service'])
  .meta({ id: 'PartnershipActor', example: 'buyer' });
export type Actor = z.infer<typeof actorSchema>;

export const partnershipIdSchema = z
  .string()
  .regex(idPattern('part'), 'takes the id of a partnership, such as part_0199…')
  .meta({ description: 'Id of a partnership', example: 'part_0199c2a4f3b07c1e9a54b3f0c2d1e0ee' });

const promise = { quantity: { amount: 2, unit: 'ton', per: 'week' }, from: '2026-01-05' };
export const promiseSchema = z
  .strictObject({
    quantity: quantitySchema,
    price: priceSchema.optional(),
    from: dateSchema.optional(),
    until: dateSchema.optional().meta({ description: 'Its last day', example: '2027-06-30' }),
  })
  .meta({ id: 'Promise', description: 'What one side will deliver or take', example: promise });
export type Promised = z.infer<typeof promiseSchema>;

const note = line(500);

const ownReasons = [
  'not-interested',
  'not-now',
  'terms',
  'price',
  'volume',
  'requirements',
  'other-partner',
  'other',
] as const;
const reasonSchema = z.enum([...ownReasons, 'unanswered']).meta({
  id: 'DeclineReason',
  description: 'Not wanting to is data, not a failure. unanswered: it lapsed',
  example: 'not-interested',
});

const trialDates = {
  from: dateSchema,
  until: dateSchema.meta({ description: 'Its last day', example: '2025-12-02' }),
};
const trialDatesSchema = z
  .strictObject(trialDates)
  .meta({ id: 'TrialDates', example: { from: '2025-11-10', until: '2025-12-09' } });
export type TrialDates = z.infer<typeof trialDatesSchema>;

const hashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'takes a SHA-256 hash in 64 hexadecimal digits')
  .meta({ example: '6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918' });

/** What a caller sends to propose one. */
export const partnershipInputSchema = z
  .strictObject({
    offerId: offerIdSchema,
    cooperativeId: cooperativeIdSchema,
    potentialId: potentialIdSchema.optional().meta({ description: 'What the cooperative would supply' }),
    promise: promiseSchema.optional().meta({
      description: 'What the side that proposes will do, in goods; not in financing, nor by an office',
    }),
    note: note.optional().meta({ description: 'A word to the other side; an office says why it brokers' }),
    renewalOf: partnershipIdSchema.optional().meta({ description: 'The one between them that is over' }),
  })
  .meta({
    id: 'PartnershipInput',
    example: { offerId: 'off_sphp-beras', cooperativeId: 'coop_35-79-02-2008' },
  });
export type PartnershipInput = z.infer<typeof partnershipInputSchema>;

/** What a caller sends to take a step, or to confirm one that the other side asks for. */
export const stepInputSchema = z
  .strictObject({
    to: stageSchema.exclude(['proposed']),
    note: note.optional().meta({
      description:
        'Why. Needed to pause and to reopen the terms after a trial; to decline once negotiations began it or a `reason`',
    }),
    reason: reasonSchema.exclude(['unanswered']).optional().meta({
      description: 'With `declined` or `ended`: why, in a word; never needed to decline a proposal',
    }),
    text: paragraph(4000)
      .optional()
      .meta({ description: 'With `mou`: what both sides agree on beside the terms of the offer' }),
    textHash: hashSchema.optional().meta({
      description:
        'With `mou`: the hash of the text that was read, as `pending` shows it; another text is a 409',
    }),
    promise: promiseSchema.optional().meta({
      description: 'What this side will do; until both have agreed',
    }),
    trial: trialDatesSchema
      .optional()
      .meta({ description: 'With `trial`; thirty days from today when left out' }),
    endsOn: dateSchema
      .optional()
      .meta({ description: 'With `ended`: its last day; today when left out', example: '2027-06-30' }),
    withOpenBalance: z.literal(true).optional().meta({
      description: 'With `ended`: although something is open between the two, which is kept on record',
    }),
  })
  .meta({
    id: 'PartnershipStep',
    example: { to: 'declined', reason: 'not-interested', note: 'Belum berminat tahun ini' },
  });
export type StepInput = z.infer<typeof stepInputSchema>;

/** What both sides agree on: the terms of the offer as they stood, what each promised, and a text of their own. */
const termsSchema = z
  .strictObject({
    scheme: schemeSchema,
    title: z.string(),
    commodity: commodityCodeSchema.optional(),
    quantity: quantitySchema.optional(),
    months: monthsSchema.optional(),
    price: priceSchema.optional(),
    deliverTo: regionCodeSchema.optional(),
    requirements: requirementsSchema,
    quota: quotaSchema.optional(),
    consignment: consignmentSchema.optional(),
    financing: financingSchema.optional(),
    paymentTermDays: z.int().optional(),
    promised: z
      .strictObject({ cooperative: promiseSchema.optional(), buyer: promiseSchema.optional() })
      .optional(),
    text: z.string().optional(),
  })
  .meta({ id: 'AgreedTerms' });
export type Terms = z.infer<typeof termsSchema>;

const instant = z.iso.datetime();

const historySchema = z
  .strictObject({
    at: instant,
    from: stageSchema.optional().meta({ description: 'Left out where it began' }),
    to: stageSchema,
    by: actorSchema,
    note: z.string().optional(),
    reason: reasonSchema.optional(),
    hash: hashSchema.optional().meta({ description: 'Of the terms, where both confirmed them' }),
    trial: trialDatesSchema.optional(),
  })
  .meta({ id: 'StageStep' });
export type HistoryEntry = z.infer<typeof historySchema>;

/** A step that one side has confirmed and the other has not. */
const pendingSchema = z
  .strictObject({
    to: stageSchema,
    by: z.enum(sides).meta({ description: 'Who has confirmed' }),
    at: instant,
    hash: hashSchema.optional().meta({ description: 'Of the terms that were confirmed' }),
    text: z.string().optional(),
    trial: trialDatesSchema.optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'PendingStep' });
export type Pending = z.infer<typeof pendingSchema>;

const targetSchema = z
  .strictObject({ stage: z.enum(['negotiating', 'mou', 'trial', 'operational']), on: dateSchema })
  .meta({ id: 'StageTarget', example: { stage: 'operational', on: '2025-10-31' } });

/** By when both, or their office, want it to be how far. */
export const targetsInputSchema = z
  .strictObject({ targets: z.array(targetSchema).max(4) })
  .meta({ id: 'StageTargets', example: { targets: [{ stage: 'operational', on: '2025-10-31' }] } });
export type TargetsInput = z.infer<typeof targetsInputSchema>;

const openBalanceSchema = z
  .strictObject({
    claims: z.int().meta({ description: 'Not delivered yet, or not all' }),
    unpaid: z.int().meta({ description: 'Rupiah of deliveries and settlements that were not paid' }),
    toSettle: z.int().meta({ description: 'Rupiah of consigned goods sold and not settled' }),
    goods: z.strictObject({ amount: z.number(), unit: z.enum(UNITS) }).optional(),
  })
  .meta({ id: 'OpenBalanceAtEnd', example: { claims: 1, unpaid: 1_120_000, toSettle: 0 } });
/** What was open between the two when it ended. */
export type OpenBalance = z.infer<typeof openBalanceSchema>;

const heldPaperNameSchema = z.enum([...credentialTypes, 'membership']).meta({
  description: 'A credential, or `membership` of the holding whose offer is for its members only',
  example: 'nib',
});
const heldPaperSchema = z
  .strictObject({
    paper: heldPaperNameSchema,
    name: wordingSchema,
    until: dateSchema.optional().meta({ description: 'Its last day, where it ends' }),
  })
  .meta({ id: 'HeldPaper' });
/** A paper on which a partnership in operation rests. */
export type HeldPaper = z.infer<typeof heldPaperSchema>;

/** The meeting at an event where it began or went on. */
const meetingOfSchema = z
  .strictObject({ eventId: z.string(), meetingId: z.string() })
  .meta({ id: 'MeetingOfPartnership', example: { eventId: 'evt_pasuruan', meetingId: 'mtg_1' } });
export type MeetingOf = z.infer<typeof meetingOfSchema>;

/** A partnership as it is stored: what time alone changes is not in it yet. */
const storedSchema = z.strictObject({
  id: partnershipIdSchema,
  offerId: offerIdSchema,
  cooperativeId: cooperativeIdSchema,
  buyerId: posterIdSchema,
  potentialId: potentialIdSchema.optional(),
  renewalOf: partnershipIdSchema.optional(),
  meetings: z.array(meetingOfSchema).optional().meta({ description: 'Where it began or went on' }),
  offerTitle: z.string().meta({ description: 'As it was when it was proposed, like the names' }),
  cooperativeName: z.string(),
  buyerName: z.string(),
  scheme: schemeSchema,
  commodity: commodityCodeSchema.optional(),
  regionCodes: z.strictObject({ cooperative: regionCodeSchema, buyer: regionCodeSchema }),
  stage: stageSchema,
  stageSince: instant,
  proposedBy: actorSchema,
  respondBy: instant.optional().meta({ description: 'A proposal lapses when it is unanswered then' }),
  promised: termsSchema.shape.promised,
  pending: pendingSchema.optional(),
  agreement: z
    .strictObject({
      hash: hashSchema,
      terms: termsSchema,
      confirmed: z.strictObject({ cooperative: instant, buyer: instant }),
    })
    .optional()
    .meta({ description: 'What both sides confirmed' }),
  trial: z
    .strictObject({ ...trialDates, passed: z.boolean().optional() })
    .optional()
    .meta({ description: 'The last trial' }),
  endsOn: dateSchema.optional(),
  openBalance: openBalanceSchema
    .optional()
    .meta({ description: 'What was open between the two when it ended' }),
  targets: z.array(targetSchema).optional(),
  restsOn: z.array(heldPaperSchema).optional().meta({
    description: 'What must hold while it operates; without one of them it pauses by itself',
  }),
  canGoOn: z
    .literal(true)
    .optional()
    .meta({ description: 'Paused by itself, and every paper is in force again: a side may take it up' }),
  history: z.array(historySchema),
  createdAt: instant,
  updatedAt: instant,
});
export type Partnership = z.infer<typeof storedSchema>;

/** A partnership as it is shown. */
export const partnershipSchema = storedSchema
  .extend({
    targets: z
      .array(
        targetSchema.extend({
          reachedOn: dateSchema.optional(),
          daysLate: z.int().meta({ description: 'Until it was reached, or until today' }),
        }),
      )
      .optional()
      .meta({ description: 'Planned against actual' }),
    warning: z
      .strictObject({
        until: dateSchema.meta({ description: 'The last day on which it operates unless they are renewed' }),
        papers: z.array(heldPaperNameSchema),
        detail: wordingSchema,
      })
      .optional()
      .meta({ description: 'From fourteen days before a paper ends on which it rests' }),
  })
  .meta({
    id: 'Partnership',
    example: {
      id: 'part_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      offerId: 'off_sphp-beras',
      cooperativeId: 'coop_35-79-02-2008',
      buyerId: 'buy_bulog-malang',
      offerTitle: 'Beras SPHP 2 ton per minggu',
      cooperativeName: 'KDMP Bulukerto',
      buyerName: 'Perum Bulog Kantor Cabang Malang',
      scheme: 'distribution',
      commodity: 'rice-sphp',
      regionCodes: { cooperative: '35.79.02.2008', buyer: '35.73' },
      stage: 'negotiating',
      stageSince: '2025-11-03T03:00:00.000Z',
      proposedBy: 'cooperative',
      history: [
        { at: '2025-11-02T03:00:00.000Z', to: 'proposed', by: 'cooperative' },
        { at: '2025-11-03T03:00:00.000Z', from: 'proposed', to: 'negotiating', by: 'buyer' },
      ],
      createdAt: '2025-11-02T03:00:00.000Z',
      updatedAt: '2025-11-03T03:00:00.000Z',
    },
  });
export type PartnershipView = z.infer<typeof partnershipSchema>;

/** Whether it still goes on: of these there is one for an offer and a cooperative. */
export const isOpen = ({ stage }: Pick<Partnership, 'stage'>): boolean =>
  stage !== 'ended' && stage !== 'declined';

/**
 * Whether it counts as a partner, of the offer's `partnersWanted` and for who has a partner already: from the first binding
 * step on, and while it is paused.
 */
export const isPartner = ({ stage }: Pick<Partnership, 'stage'>): boolean =>
  stage === 'mou' || stage === 'trial' || stage === 'operational' || stage === 'paused';
