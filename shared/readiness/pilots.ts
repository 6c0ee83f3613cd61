/** Pilots: the readiest of each district with what speaks for them, one chosen, and the cohort beside the rest. */
import * as z from 'zod';
import { cooperativeIdSchema, cooperativeKindSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { Refusal } from '../errors.ts';
import { unlessSame } from '../patch.ts';
import { regionName } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { wordingSchema } from '../wording.ts';
import { readinessItemsOn, type UnitsSaid } from './checklist.ts';
import type { PilotInput } from './pilot.ts';
import { assessedOf, readinessItemNames, readinessItems, readinessOf, READY_FROM } from './readiness.ts';

const candidateSchema = z
  .strictObject({
    rank: z.int().min(1),
    cooperativeId: cooperativeIdSchema,
    name: z.string(),
    kind: cooperativeKindSchema,
    regionCode: regionCodeSchema,
    score: z.int().min(0).max(100),
    isPilot: z.boolean(),
    reasons: z.array(wordingSchema).meta({ description: 'What speaks for it' }),
    gaps: z.array(wordingSchema).meta({ description: 'What it lacks' }),
  })
  .meta({
    id: 'PilotCandidate',
    example: {
      rank: 1,
      cooperativeId: 'coop_35-71-01-1007',
      name: 'KKMP Gayam',
      kind: 'urban-village',
      regionCode: '35.71.01.1007',
      score: 88,
      isPilot: false,
      reasons: [{ id: 'NIB: terverifikasi', en: 'Business number (NIB): verified' }],
      gaps: [{ id: 'Tempat simpan belum dicatat', en: 'No storage is recorded' }],
    },
  });

export const shortlistSchema = z
  .strictObject({
    region: regionCodeSchema,
    assessed: z.int().min(0).meta({ description: 'How many cooperatives were looked at' }),
    districts: z.array(
      z
        .strictObject({
          district: regionCodeSchema.meta({
            description: 'Or the regency, for those that lie in no district',
          }),
          name: z.string(),
          assessed: z.int().min(0),
          candidates: z.array(candidateSchema),
        })
        .meta({
          id: 'DistrictShortlist',
          example: { district: '35.71.01', name: 'Mojoroto', assessed: 190, candidates: [] },
        }),
    ),
  })
  .meta({ id: 'PilotShortlist', example: { region: '35.71', assessed: 574, districts: [] } });

/** Cooperatives that may be looked at: neither refused nor merged away. */
export const takesPart = ({ verification, mergedInto }: Cooperative): boolean =>
  verification.status !== 'rejected' && mergedInto === undefined;

/** The readiest of each district, equals by id, each with its reasons. O(n log n). */
export function shortlist(
  region: string,
  all: readonly Cooperative[],
  {
    perDistrict,
    kind,
    today,
    unitsSaid,
  }: {
    perDistrict: number;
    kind?: Cooperative['kind'] | undefined;
    today: string;
    unitsSaid: UnitsSaid;
  },
): z.infer<typeof shortlistSchema> {
  const assessed = all
    .filter((one) => takesPart(one) && (kind === undefined || one.kind === kind))
    .map((cooperative) => ({ cooperative, score: readinessOf(assessedOf(cooperative), today) }));
  const byDistrict = Map.groupBy(assessed, ({ cooperative }) =>
    cooperative.regionCode.slice(0, '35.79.02'.length),
  );
  return {
    region,
    assessed: assessed.length,
    districts: [...byDistrict]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([district, own]) => ({
        district,
        name: regionName(district) ?? district,
        assessed: own.length,
        candidates: own
          .toSorted((a, b) => b.score - a.score || (a.cooperative.id < b.cooperative.id ? -1 : 1))
          .slice(0, perDistrict)
          .map(({ cooperative, score }, at) => {
            const items = readinessItemsOn(assessedOf(cooperative), today, unitsSaid);
            const { id, name, kind, regionCode, pilot } = cooperative;
            return {
              rank: at + 1,
              cooperativeId: id,
              name,
              kind,
              regionCode,
              score,
              isPilot: pilot !== undefined,
              reasons: items.filter(({ status }) => status === 'met').map(({ detail }) => detail),
              gaps: items.filter(({ status }) => status !== 'met').map(({ detail }) => detail),
            };
          }),
      })),
  };
}

/** The cooperative as a pilot, with its readiness of the day. Refuses (409) one that is refused or merged away. */
export function choosePilot(before: Cooperative, input: PilotInput, at: string, today: string): Cooperative {
  if (!takesPart(before)) {
    throw new Refusal(
      'conflict',
      'It was refused by its office or has merged into another; choose another one.',
    );
  }
  const readiness = before.pilot?.readiness ?? readinessOf(assessedOf(before), today);
  const pilot = { ...input, readiness, chosenAt: before.pilot?.chosenAt ?? at };
  return unlessSame(before, { ...before, pilot });
}

const share = z.number().min(0).max(1);
const groupSchema = z
  .strictObject({
    cooperatives: z.int().min(0),
    meanScore: z.number().min(0).max(100).nullable().meta({ description: 'Null of nobody' }),
    ready: z.int().min(0),
    items: z
      .record(z.enum(readinessItemNames), share)
      .meta({ description: 'The mean share to which each item is met' }),
  })
  .meta({
    id: 'ReadinessGroup',
    example: { cooperatives: 6, meanScore: 81.5, ready: 5, items: { nib: 1 } },
  });

export const comparisonSchema = z
  .strictObject({
    region: regionCodeSchema,
    pilots: groupSchema,
    others: groupSchema,
    meanScoreWhenChosen: z.number().nullable().meta({ description: 'Of the pilots' }),
  })
  .meta({
    id: 'PilotComparison',
    example: {
      region: '35.71',
      pilots: { cooperatives: 6, meanScore: 81.5, ready: 5, items: { nib: 1 } },
      others: { cooperatives: 568, meanScore: 40.25, ready: 31, items: { nib: 0.4 } },
      meanScoreWhenChosen: 70,
    },
  });

/** Pilots beside the rest on a day, of those given that take part. */
export function comparePilots(
  region: string,
  all: readonly Cooperative[],
  today: string,
): z.infer<typeof comparisonSchema> {
  const own = all.filter(takesPart);
  const pilots = own.filter(({ pilot }) => pilot !== undefined);
  return {
    region,
    pilots: groupOf(pilots, today),
    others: groupOf(
      own.filter(({ pilot }) => pilot === undefined),
      today,
    ),
    meanScoreWhenChosen: mean(pilots.flatMap(({ pilot }) => pilot?.readiness ?? [])),
  };
}

function groupOf(cooperatives: readonly Cooperative[], today: string): z.infer<typeof groupSchema> {
  const assessed = cooperatives.map(assessedOf);
  const scores = assessed.map((one) => readinessOf(one, today));
  return {
    cooperatives: cooperatives.length,
    meanScore: mean(scores),
    ready: scores.filter((score) => score >= READY_FROM).length,
    items: Object.fromEntries(
      readinessItems.map(({ item, met }) => [item, mean(assessed.map((one) => met(one, today))) ?? 0]),
    ) as z.infer<typeof groupSchema>['items'],
  };
}

/** To two decimals; null of nothing. */
const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0
    ? null
    : Math.round((100 * numbers.reduce((sum, one) => sum + one, 0)) / numbers.length) / 100;
