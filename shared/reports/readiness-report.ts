/** Who is ready to be a pilot, by district, with the reasons: what is counted for it, and the report. */
import * as z from 'zod';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { definedOnly } from '../patch.ts';
import { regionName } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import {
  activityOn,
  assessedOf,
  READY_FROM,
  readinessItemNames,
  readinessItems,
  readinessOf,
  type Assessed,
} from '../readiness/readiness.ts';
import { takesPart } from '../readiness/pilots.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import {
  byEach,
  countSchema,
  figureRows,
  MOST_LISTED,
  namedCooperativeSchema,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

/** By cooperative, read together by province. */
export const READINESS = 'readiness';

/** What is kept of a cooperative, as text in a field: the day decides which papers still hold and how long ago the last sign was. */
type Assessment = { name: string; isPilot: boolean; assessed: Assessed };

const papers = readinessItems.filter(({ group }) => group === 'papers').map(({ item }) => item);
const counting: ReadonlySet<string> = new Set([...papers, 'businessPlan']);

export function cooperativeReadiness(cooperative: Cooperative): Entry[] {
  const { id, name, regionCode, pilot } = cooperative;
  if (!takesPart(cooperative)) return [];
  const assessed = assessedOf(cooperative);
  const credentials = Object.fromEntries(
    Object.entries(assessed.credentials)
      .filter(([type]) => counting.has(type))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, { status, validUntil }]) => [type, definedOnly({ status, validUntil })]),
  );
  // That it stores counts, and not what.
  const storage = assessed.storage.length > 0 ? [1] : [];
  const kept: Assessment = {
    name,
    isPilot: pilot !== undefined,
    assessed: { ...assessed, storage, credentials },
  };
  const at = `${regionCode}#${id}`;
  return [{ total: READINESS, part: regionCode.slice(0, 2), at, field: JSON.stringify(kept), amount: 1n }];
}

const bands = ['ready', 'nearly', 'halfway', 'beginning'] as const;
const bandFrom = { ready: READY_FROM, nearly: 50, halfway: 25, beginning: 0 } as const;
const bandFields = byEach(bands, (band) =>
  countSchema.meta({ description: `From ${bandFrom[band]} points` }),
);

const summaryFields = {
  cooperatives: countSchema,
  ...bandFields,
  dormant: countSchema.meta({ description: 'Without a sign of life for a year' }),
  average: z.number().nullable().meta({ description: 'Points of 100, to one decimal' }),
};
const itemName = z.enum(readinessItemNames);

export const readinessReportSchema = z
  .strictObject({
    ...scopeFields,
    total: z.strictObject(summaryFields),
    pilots: z.strictObject(summaryFields),
    others: z.strictObject(summaryFields).meta({ description: 'Those that are no pilots' }),
    districts: z.array(
      z
        .strictObject({ regionCode: regionCodeSchema, name: z.string(), ...summaryFields })
        .meta({ id: 'ReadinessDistrict' }),
    ),
    items: z
      .array(z.strictObject({ item: itemName, points: countSchema, met: countSchema, partly: countSchema }))
      .meta({ description: 'How many meet each item of the checklist' }),
    readiest: z
      .array(
        namedCooperativeSchema
          .extend({
            score: countSchema,
            met: z.array(itemName).meta({ description: 'What speaks for it' }),
            lacking: z.array(itemName).meta({ description: 'What it lacks or has in part' }),
          })
          .meta({ id: 'ReadyCooperative' }),
      )
      .meta({ description: 'The readiest of every district, as many as were asked for' }),
  })
  .meta({
    id: 'ReadinessReport',
    example: {
      region: '35.71',
      regionName: 'Kota Kediri',
      asOf: '2025-05-05',
      total: { cooperatives: 46, ready: 6, nearly: 20, halfway: 15, beginning: 5, dormant: 2, average: 52.3 },
      pilots: { cooperatives: 6, ready: 5, nearly: 1, halfway: 0, beginning: 0, dormant: 0, average: 81.5 },
      others: {
        cooperatives: 40,
        ready: 1,
        nearly: 19,
        halfway: 15,
        beginning: 5,
        dormant: 2,
        average: 47.9,
      },
      districts: [],
      items: [{ item: 'nib', points: 12, met: 30, partly: 10 }],
      readiest: [
        {
          cooperativeId: 'coop_35-71-01-1007',
          name: 'KKMP Gayam',
          regionCode: '35.71.01.1007',
          score: 88,
          met: ['legalEntity', 'nib'],
          lacking: ['storage'],
        },
      ],
    },
  });
export type ReadinessReport = z.infer<typeof readinessReportSchema>;

type Judged = ReadinessReport['readiest'][number] & {
  isPilot: boolean;
  isDormant: boolean;
  shares: Map<string, number>;
};

/** The report; `most` names so many of each district. O(totals · items). */
export function readinessReport(
  scope: ScopeFields,
  most: number,
  totals: readonly { at: string; amounts: Amounts }[],
): ReadinessReport {
  const all = totals.flatMap((total) => judged(total, scope.asOf));
  const districts = [...Map.groupBy(all, ({ regionCode }) => regionCode.slice(0, 8))];
  const readiest = districts.flatMap(([, own]) =>
    own.toSorted((a, b) => b.score - a.score || (a.cooperativeId < b.cooperativeId ? -1 : 1)).slice(0, most),
  );
  return {
    ...scope,
    total: summaryOf(all),
    pilots: summaryOf(all.filter(({ isPilot }) => isPilot)),
    others: summaryOf(all.filter(({ isPilot }) => !isPilot)),
    districts: districts.map(([regionCode, own]) => ({
      regionCode,
      name: regionName(regionCode) ?? regionCode,
      ...summaryOf(own),
    })),
    items: readinessItems.map(({ item, points }) => {
      const shares = all.map((one) => one.shares.get(item)!);
      const met = shares.filter((share) => share === 1).length;
      return { item, points, met, partly: shares.filter((share) => share > 0 && share < 1).length };
    }),
    readiest: readiest
      .slice(0, MOST_LISTED)
      .map(({ cooperativeId, name, regionCode, score, met, lacking }) => ({
        cooperativeId,
        name,
        regionCode,
        score,
        met,
        lacking,
      })),
  };
}

function judged({ at, amounts }: { at: string; amounts: Amounts }, today: string): Judged[] {
  const [regionCode = '', cooperativeId = ''] = at.split('#');
  return [...amounts.keys()].map((field) => {
    const { name, isPilot, assessed } = JSON.parse(field) as Assessment;
    const shares = new Map(readinessItems.map(({ item, met }) => [item, met(assessed, today)]));
    const isMet = (item: (typeof readinessItemNames)[number]) => shares.get(item) === 1;
    return {
      cooperativeId,
      name,
      regionCode,
      score: readinessOf(assessed, today),
      met: readinessItemNames.filter(isMet),
      lacking: readinessItemNames.filter((item) => !isMet(item)),
      isPilot,
      isDormant: activityOn(assessed.lastActive, today) === 'dormant',
      shares,
    };
  });
}

function summaryOf(all: readonly Judged[]): z.infer<z.ZodObject<typeof summaryFields>> {
  const bandOf = (score: number) => bands.find((band) => score >= bandFrom[band]);
  const sum = all.reduce((points, { score }) => points + score, 0);
  return {
    cooperatives: all.length,
    ...byEach(bands, (band) => all.filter(({ score }) => bandOf(score) === band).length),
    dormant: all.filter(({ isDormant }) => isDormant).length,
    average: all.length === 0 ? null : Math.round((10 * sum) / all.length) / 10,
  };
}

const words = {
  cooperatives: 'koperasi (cooperatives)',
  ready: 'siap, mulai 75 (ready)',
  nearly: 'hampir siap, 50–74 (nearly)',
  halfway: 'setengah jalan, 25–49 (halfway)',
  beginning: 'baru mulai, 0–24 (beginning)',
  dormant: 'tidak aktif setahun (dormant)',
  average: 'nilai rata-rata (average)',
} as const;
const itemWords = { met: 'terpenuhi (met)', partly: 'sebagian (partly)' } as const;

/** The report for a spreadsheet. */
export function readinessRows(report: ReadinessReport): Row[] {
  const figures = ({ average, ...own }: ReadinessReport['total']) => ({
    ...own,
    average: average ?? undefined,
  });
  return [
    TITLES,
    scopeRow(report),
    ...figureRows('seluruhnya (total)', undefined, undefined, words, figures(report.total)),
    ...figureRows('percontohan (pilots)', undefined, undefined, words, figures(report.pilots)),
    ...figureRows('selain percontohan (others)', undefined, undefined, words, figures(report.others)),
    ...report.districts.flatMap(({ regionCode, name, ...own }) =>
      figureRows('kecamatan (district)', regionCode, name, words, figures(own)),
    ),
    ...report.items.flatMap(({ item, ...own }) =>
      figureRows('butir (item)', item, undefined, itemWords, own),
    ),
    ...report.readiest.map(({ cooperativeId, name, score, lacking }): Row => [
      'paling siap (readiest)',
      cooperativeId,
      name,
      'nilai (score)',
      score,
      lacking.join(', '),
    ]),
  ];
}
