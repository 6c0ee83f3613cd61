/** Matches on the wire: ranked pairs with a sentence for every factor, and what stands in the way. */
import * as z from 'zod';
import { cooperativeSchema } from '../cooperatives/cooperative.ts';
import type { FactorName } from '../matching/weights.ts';
import type { Requirement } from '../matching/requirements.ts';
import { eventIdSchema, eventKindSchema } from '../events/event.ts';
import { offerSchema } from '../offers/offer.ts';
import { potentialSchema } from '../potentials/potential.ts';
import { guidelineStateSchema } from '../programmes/programme.ts';
import { wordingSchema } from '../wording.ts';

const factorNames = [
  'feasibility',
  'commodity',
  'quantity',
  'distance',
  'price',
  'season',
  'quality',
  'readiness',
  'freshness',
  'trackRecord',
  'local',
  'place',
  'facilities',
  'members',
  'businessPlan',
  'terms',
] as const satisfies FactorName[];

const share = z.number().min(0).max(1);

const factorSchema = z
  .strictObject({
    factor: z.enum(factorNames),
    value: share.meta({ description: 'How well this side of the pair fits' }),
    weight: share.meta({ description: 'How much it counts; the weights of a match sum to 1' }),
    contribution: share.meta({ description: 'value × weight; the contributions sum to the score' }),
    reason: wordingSchema,
  })
  .meta({
    id: 'Factor',
    example: {
      factor: 'quantity',
      value: 0.65,
      weight: 0.15,
      contribution: 0.0975,
      reason: {
        id: 'Kapasitas 6 ton/bulan memenuhi 50% dari kebutuhan 12 ton/bulan',
        en: 'A capacity of 6 ton a month covers 50% of the need of 12 ton a month',
      },
    },
  });

/** `confirmation`: the potential was not confirmed for too long. The others are those of an offer's `requirements`, and its `regions`. */
const blockerNames = [
  'nib',
  'legalEntity',
  'npwp',
  'bankAccount',
  'businessPlan',
  'kbli',
  'certifications',
  'minGrade',
  'exportReady',
  'qualityPass',
  'units',
  'minStorage',
  'minReadiness',
  'membersOnly',
  'regions',
  'confirmation',
] as const satisfies (Requirement | 'confirmation')[];
export const blockerNameSchema = z.enum(blockerNames).meta({
  id: 'Blocker',
  description:
    'A requirement of the offer, its `regions`, or `confirmation`: the potential was not confirmed for too long',
});

const blockedSchema = z
  .strictObject({ requirement: blockerNameSchema, detail: wordingSchema })
  .meta({ id: 'Blocked', description: 'What stands in the way, and what unlocks it' });
export type Blocked = z.infer<typeof blockedSchema>;

/** The example that a schema carries, to be part of a larger one. */
const exampleOf = (schema: z.ZodType): unknown => schema.meta()?.['example'];

const rankedExample = { rank: 1, score: 0.83738, factors: [exampleOf(factorSchema)], blockedBy: [] };
const pairExample = { ...rankedExample, potential: exampleOf(potentialSchema), distanceKm: 965 };

const ranked = {
  rank: z.int().min(1),
  score: share,
  factors: z.array(factorSchema),
  blockedBy: z.array(blockedSchema).meta({ description: 'Empty when nothing stands in the way' }),
};

const distanceKm = z
  .int()
  .nonnegative()
  .nullable()
  .meta({ description: 'Approximate, between the middles of regencies; null without a place of delivery' });

/** A cooperative, with its potential where goods are bought, ranked for an offer. */
const matchSchema = z
  .strictObject({
    ...ranked,
    cooperative: cooperativeSchema,
    potential: z.union([potentialSchema, z.null()]),
    distanceKm,
  })
  .meta({ id: 'Match', example: { ...pairExample, cooperative: exampleOf(cooperativeSchema) } });

const weightsVersion = z.string().meta({ description: 'Which version of the weights ranked them' });

export const matchesSchema = z
  .strictObject({
    items: z.array(matchSchema),
    guidelines: guidelineStateSchema.meta({
      description: 'Awaited guidelines block no match; they keep a partnership from operating',
    }),
    weightsVersion,
  })
  .meta({
    id: 'Matches',
    example: { items: [exampleOf(matchSchema)], guidelines: 'issued', weightsVersion: '3' },
  });
export type Matches = z.input<typeof matchesSchema>;

/** An offer, ranked for a cooperative or for one of its potentials. */
const opportunitySchema = z
  .strictObject({
    ...ranked,
    offer: offerSchema,
    potential: z.union([potentialSchema, z.null()]),
    distanceKm,
  })
  .meta({ id: 'Opportunity', example: { ...pairExample, offer: exampleOf(offerSchema) } });
export type Opportunity = z.input<typeof opportunitySchema>;

export const potentialMatchesSchema = z
  .strictObject({ items: z.array(opportunitySchema), weightsVersion })
  .meta({
    id: 'PotentialMatches',
    example: { items: [exampleOf(opportunitySchema)], weightsVersion: '3' },
  });

const toFixSchema = z
  .strictObject({
    requirement: blockerNameSchema,
    offers: z.int().min(1).meta({ description: 'In how many open offers it stands in the way' }),
    valuePerYear: z.int().nonnegative().meta({
      description: 'What these offers are worth in a year, in rupiah, where price and quantity are known',
    }),
    opensAlone: z.int().nonnegative().meta({ description: 'To how many it is all that is missing' }),
    detail: wordingSchema,
    offerIds: z.array(z.string()).meta({ description: 'The most valuable first; at most 100' }),
  })
  .meta({
    id: 'ToFix',
    example: {
      requirement: 'nib',
      offers: 7,
      valuePerYear: 1_200_000_000,
      opensAlone: 5,
      detail: {
        id: 'NIB belum ada: urus dan unggah buktinya',
        en: 'Business number (NIB) is missing: obtain it and upload the proof',
      },
      offerIds: ['off_sphp-beras'],
    },
  });
export type ToFix = z.input<typeof toFixSchema>;

const trainingSchema = z.strictObject({
  eventId: eventIdSchema,
  kind: eventKindSchema,
  name: z.string(),
  venue: z.string(),
  startsAt: z.iso.datetime(),
});
export type Training = z.infer<typeof trainingSchema>;

export const opportunitiesSchema = z
  .strictObject({
    items: z.array(opportunitySchema),
    trainings: z.array(trainingSchema).meta({
      description:
        'What it is invited to and is still to come, the next first: access to knowledge beside market and capital',
    }),
    toFix: z.array(toFixSchema).meta({ description: 'The most valuable to mend first' }),
    weightsVersion,
  })
  .meta({
    id: 'Opportunities',
    example: {
      items: [exampleOf(opportunitySchema)],
      trainings: [
        {
          eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
          kind: 'training',
          name: 'Pelatihan perkoperasian',
          venue: 'Balai Kota Among Tani',
          startsAt: '2025-12-03T02:00:00.000Z',
        },
      ],
      toFix: [exampleOf(toFixSchema)],
      weightsVersion: '3',
    },
  });
