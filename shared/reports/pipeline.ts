/** The funnel of partnerships by stage, how long they have been there, and who has none: what is counted for it, and the report. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { schemes, type Scheme } from '../offers/offer.ts';
import { isOpen, stages, type Partnership, type Stage } from '../partnerships/partnership.ts';
import { firstEnd } from '../partnerships/rests-on.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import { isOfVillage, type CountedCooperative } from './coverage.ts';
import {
  byEach,
  countSchema,
  dayAfter,
  daysBetween,
  figureRows,
  isIn,
  MOST_LISTED,
  namedCooperativeSchema,
  scopeFields,
  scopeRow,
  TITLES,
  type Months,
  type Row,
  type ScopeFields,
} from './scope.ts';

/** The total of a cooperative's partnerships, read together by province; and of a buyer's, by regency of the cooperatives. */
export const PIPELINE = 'pipeline';

/**
 * A field says the scheme, the stage, since which day, and after which day time alone declines or pauses it; of what is over the
 * month, what was given up, and why. So the reader applies the clock, and equal ones add up.
 */
export function partnershipPipeline(partnership: Partnership): Entry[] {
  const { scheme, cooperativeId, buyerId, regionCodes } = partnership;
  const field = [scheme, ...standingOf(partnership)].join('|');
  const { cooperative: home } = regionCodes;
  return [
    { total: PIPELINE, part: home.slice(0, 2), at: `${home}#${cooperativeId}`, field, amount: 1n },
    { total: PIPELINE, part: buyerId, at: home.slice(0, 5), field, amount: 1n },
  ];
}

function standingOf({ stage, stageSince, respondBy, restsOn, history }: Partnership): string[] {
  const since = dayOf(new Date(stageSince));
  if (!isOpen({ stage })) {
    const last = history.at(-1);
    return [stage, since.slice(0, 7), last?.from ?? 'proposed', last?.reason ?? ''];
  }
  const lastDay = {
    proposed: respondBy && dayOf(new Date(respondBy)),
    operational: firstEnd(restsOn)?.until,
  };
  return [stage, since, (stage === 'proposed' || stage === 'operational' ? lastDay[stage] : '') ?? ''];
}

/** Partnerships of one cooperative (or of a regency, for a buyer) that stand alike. */
type Standing = { scheme: Scheme; stage: Stage; since: string; from: string; reason: string; number: number };

/** What fields say on a day: a proposal whose time is over counts as declined, an operation whose paper is over as paused. */
function standingsOn(amounts: Amounts, today: string): Standing[] {
  return [...amounts].map(([field, amount]) => {
    const [scheme, stage, since, third = '', reason = ''] = field.split('|') as [
      Scheme,
      Stage,
      string,
      string?,
      string?,
    ];
    const known = { scheme, stage, since, from: third, reason, number: Number(amount) };
    if (!isOpen({ stage }) || third === '' || third >= today) return known;
    if (stage === 'operational') return { ...known, stage: 'paused', since: dayAfter(third) };
    return { ...known, stage: 'declined', since: third.slice(0, 7), from: 'proposed', reason: 'unanswered' };
  });
}

const openStages = stages.filter((stage) => isOpen({ stage })) as OpenStage[];
type OpenStage = Exclude<Stage, 'ended' | 'declined'>;
/** From the furthest: what a cooperative that stands at several counts as. */
const furthestFirst: readonly OpenStage[] = [
  'operational',
  'trial',
  'mou',
  'paused',
  'negotiating',
  'proposed',
];

const byScheme = z.strictObject(
  Object.fromEntries(schemes.map((scheme) => [scheme, countSchema])) as Record<Scheme, typeof countSchema>,
);
const bands = { upTo14: 14, upTo30: 30, upTo90: 90, over90: Infinity } as const;

export const pipelineReportSchema = z
  .strictObject({
    ...scopeFields,
    stages: z
      .array(
        z
          .strictObject({
            stage: z.enum(openStages),
            partnerships: countSchema,
            byScheme,
            cooperatives: countSchema.optional().meta({
              description: 'Whose furthest stage this is: each counts once',
            }),
            days: z
              .strictObject({
                upTo14: countSchema,
                upTo30: countSchema,
                upTo90: countSchema,
                over90: countSchema,
              })
              .meta({ description: 'How many have been at this stage for so many days' }),
            medianDays: countSchema.optional().meta({ description: 'Of the days at this stage' }),
            longestDays: countSchema.optional(),
          })
          .meta({ id: 'PipelineStage' }),
      )
      .meta({ description: 'As of today; paused ones count apart' }),
    ended: countSchema.meta({ description: 'Over after a MoU or a trial, in the months asked for' }),
    declined: z
      .strictObject({
        total: countSchema,
        proposed: countSchema.meta({ description: 'Before anything was talked about' }),
        negotiating: countSchema,
        mou: countSchema,
        reasons: z.array(z.strictObject({ reason: z.string().nullable(), partnerships: countSchema })).meta({
          description: 'Why, in a word; null where nobody said. Not wanting to is an answer, not a failure',
        }),
      })
      .meta({ description: 'In the months asked for, by the stage that was given up' }),
    cooperatives: z
      .strictObject({
        total: countSchema.meta({ description: 'Village cooperatives (KDKMP)' }),
        withPartnership: countSchema,
        without: countSchema,
        others: countSchema.meta({
          description: 'Holdings and cooperatives that were there before, not in the total',
        }),
      })
      .optional(),
    without: z
      .array(namedCooperativeSchema)
      .optional()
      .meta({ description: `Village cooperatives with no open partnership; the first ${MOST_LISTED}` }),
  })
  .meta({
    id: 'PipelineReport',
    example: {
      region: '35.14',
      regionName: 'Kabupaten Pasuruan',
      asOf: '2025-11-02',
      stages: [
        {
          stage: 'operational',
          partnerships: 6,
          byScheme: { purchase: 0, consignment: 0, distribution: 6, financing: 0 },
          cooperatives: 6,
          days: { upTo14: 0, upTo30: 6, upTo90: 0, over90: 0 },
          medianDays: 26,
          longestDays: 30,
        },
      ],
      ended: 0,
      declined: {
        total: 59,
        proposed: 58,
        negotiating: 1,
        mou: 0,
        reasons: [
          { reason: 'not-interested', partnerships: 55 },
          { reason: 'unanswered', partnerships: 3 },
          { reason: null, partnerships: 1 },
        ],
      },
      cooperatives: { total: 365, withPartnership: 6, without: 359, others: 0 },
      without: [{ cooperativeId: 'coop_35-14-01-2001', name: 'KDMP Cowek', regionCode: '35.14.01.2001' }],
    },
  });
export type PipelineReport = z.infer<typeof pipelineReportSchema>;

/** What the report is made of: `of` names the cooperative of each total, unless these are a buyer's. */
export type PipelineCounts = {
  readonly totals: readonly { at: string; amounts: Amounts }[];
  readonly cooperatives: readonly CountedCooperative[] | undefined;
};

/** The report; `months` bound what is over. O(totals). */
export function pipelineReport(
  scope: ScopeFields,
  months: Months,
  { totals, cooperatives }: PipelineCounts,
): PipelineReport {
  const today = scope.asOf;
  const standings = totals.map(({ at, amounts }) => ({
    cooperativeId: at.split('#')[1] ?? '',
    standings: standingsOn(amounts, today),
  }));
  const all = standings.flatMap((one) => one.standings);
  const over = all.filter(({ stage, since }) => !isOpen({ stage }) && isIn(since, months));
  const furthest = new Map(
    standings.flatMap((one) => {
      const stage = furthestFirst.find((each) => one.standings.some((standing) => standing.stage === each));
      return stage === undefined ? [] : [[one.cooperativeId, stage] as const];
    }),
  );
  const ofVillages = cooperatives?.filter(isOfVillage);
  const without = ofVillages?.filter(({ cooperativeId }) => !furthest.has(cooperativeId));
  return {
    ...scope,
    stages: openStages.map((stage) => {
      const here = all.filter((standing) => standing.stage === stage);
      return {
        stage,
        partnerships: sumOf(here),
        byScheme: byEach(schemes, (scheme) => sumOf(here.filter((one) => one.scheme === scheme))),
        ...(cooperatives && { cooperatives: [...furthest.values()].filter((each) => each === stage).length }),
        ...agesOf(here, today),
      };
    }),
    ended: sumOf(over.filter(({ stage }) => stage === 'ended')),
    declined: declinedOf(over.filter(({ stage }) => stage === 'declined')),
    ...(cooperatives && ofVillages && without
      ? {
          cooperatives: {
            total: ofVillages.length,
            withPartnership: ofVillages.length - without.length,
            without: without.length,
            others: cooperatives.length - ofVillages.length,
          },
          without: without
            .slice(0, MOST_LISTED)
            .map(({ cooperativeId, name, regionCode }) => ({ cooperativeId, name, regionCode })),
        }
      : {}),
  };
}

const sumOf = (standings: readonly Standing[]): number =>
  standings.reduce((sum, { number }) => sum + number, 0);

function declinedOf(declined: readonly Standing[]): PipelineReport['declined'] {
  const reasons = Map.groupBy(declined, ({ reason }) => reason);
  return {
    total: sumOf(declined),
    ...byEach(['proposed', 'negotiating', 'mou'] as const, (given) =>
      sumOf(declined.filter(({ from }) => from === given)),
    ),
    reasons: [...reasons]
      .map(([reason, own]) => ({ reason: reason === '' ? null : reason, partnerships: sumOf(own) }))
      .sort((a, b) => b.partnerships - a.partnerships),
  };
}

/** Days at a stage: in bands, in the middle, at most. */
function agesOf(here: readonly Standing[], today: string) {
  const ages = here
    .map(({ since, number }) => ({ days: Math.max(0, daysBetween(since, today)), number }))
    .sort((a, b) => a.days - b.days);
  const total = ages.reduce((sum, { number }) => sum + number, 0);
  let seen = 0;
  const median = ages.find(({ number }) => (seen += number) * 2 >= total);
  let least = -1;
  const days = byEach(Object.keys(bands) as (keyof typeof bands)[], (band) => {
    const own = ages.filter((age) => age.days > least && age.days <= bands[band]);
    least = bands[band];
    return own.reduce((sum, { number }) => sum + number, 0);
  });
  return median === undefined ? { days } : { days, medianDays: median.days, longestDays: ages.at(-1)!.days };
}

const words = {
  partnerships: 'kemitraan (partnerships)',
  cooperatives: 'koperasi pada tahap terjauh ini (cooperatives whose furthest stage it is)',
  ...byEach(schemes, (scheme) => `kemitraan ${scheme}`),
  upTo14: 'sampai 14 hari (up to 14 days)',
  upTo30: '15–30 hari (days)',
  upTo90: '31–90 hari (days)',
  over90: 'lebih dari 90 hari (over 90 days)',
  medianDays: 'hari, nilai tengah (median days)',
  longestDays: 'hari, terlama (longest)',
} as const;

const declinedWords = {
  total: 'tidak berlanjut (declined)',
  proposed: 'sebelum negosiasi (before any talks)',
  negotiating: 'berhenti saat negosiasi (given up in negotiation)',
  mou: 'berhenti setelah MoU (given up after the MoU)',
} as const;

const cooperativeWords = {
  total: 'koperasi desa/kelurahan (village cooperatives)',
  withPartnership: 'sudah bermitra atau berproses (with a partnership)',
  without: 'belum ada kemitraan (without)',
  others: 'koperasi lain (others)',
} as const;

/** The report for a spreadsheet. */
export function pipelineRows(report: PipelineReport): Row[] {
  const { stages: lines, ended, declined, cooperatives, without = [] } = report;
  return [
    TITLES,
    scopeRow(report),
    ...lines.flatMap(({ stage, byScheme: schemesHere, days, ...own }) =>
      figureRows('tahap (stage)', stage, undefined, words, { ...own, ...schemesHere, ...days }),
    ),
    ...figureRows('berakhir (over)', 'ended', undefined, { ended: 'selesai (ended)' }, { ended }),
    ...figureRows('berakhir (over)', 'declined', undefined, declinedWords, declined),
    ...declined.reasons.map(({ reason, partnerships }): Row => [
      'alasan (reason)',
      reason ?? '-',
      undefined,
      words.partnerships,
      partnerships,
    ]),
    ...figureRows('koperasi (cooperatives)', undefined, undefined, cooperativeWords, cooperatives ?? {}),
    ...without.map(({ cooperativeId, name, regionCode }): Row => [
      'belum ada kemitraan (without a partnership)',
      cooperativeId,
      name,
      undefined,
      undefined,
      regionCode,
    ]),
  ];
}
