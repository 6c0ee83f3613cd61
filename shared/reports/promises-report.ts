/** The report on promises: how much was due by now, how much was delivered, by partnership, buyer and cooperative. */
import * as z from 'zod';
import { dividedBy, exactly, fraction, rounded, times, type Exact } from '../exact.ts';
import { schemeSchema } from '../offers/offer.ts';
import { stageSchema } from '../partnerships/partnership.ts';
import { quantitySchema, type Period, type Quantity } from '../quantities.ts';
import type { Amounts } from '../totals/entry.ts';
import { UNITS, type Unit } from '../units.ts';
import { measured, promisesIn, type Kept, type Promise } from './promises.ts';
import {
  countSchema,
  daysBetween,
  figureRows,
  isIn,
  monthSchema,
  MOST_LISTED,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

const amount = z.number().nonnegative();
const keptFields = {
  unit: z.enum(UNITS).meta({ description: 'The base unit of the amounts' }),
  due: amount.meta({ description: 'Promised for the days asked for, up to today' }),
  delivered: amount.meta({ description: 'What trades say, or the quota’s record where that says more' }),
  percent: z
    .number()
    .nullable()
    .meta({ description: 'Of what was due, to one decimal; null where nothing was' }),
};

export const promisesReportSchema = z
  .strictObject({
    ...scopeFields,
    from: monthSchema,
    to: monthSchema,
    partnerships: z
      .array(
        z
          .strictObject({
            partnershipId: z.string(),
            cooperativeId: z.string(),
            cooperativeName: z.string(),
            buyerId: z.string(),
            buyerName: z.string(),
            scheme: schemeSchema,
            commodity: z.string().optional(),
            stage: stageSchema,
            promised: z.strictObject({
              by: z.enum(['cooperative', 'buyer', 'quota', 'granted']).meta({
                description:
                  'Whose word it is; granted: what was granted of a quota that no text was agreed on for',
              }),
              quantity: quantitySchema.optional(),
              from: z.string().optional(),
              until: z.string().optional(),
            }),
            ...keptFields,
            quota: z
              .strictObject({ requested: amount, granted: amount, fetched: amount })
              .optional()
              .meta({ description: 'Asked for, granted and fetched; given back is not granted' }),
          })
          .meta({ id: 'KeptPromise' }),
      )
      .meta({ description: `The least kept first; the first ${MOST_LISTED}` }),
    count: countSchema.meta({ description: 'How many promises there are' }),
    byBuyer: z.array(
      z.strictObject({ id: z.string(), name: z.string(), promises: countSchema, ...keptFields }),
    ),
    byCooperative: z.array(
      z.strictObject({ id: z.string(), name: z.string(), promises: countSchema, ...keptFields }),
    ),
  })
  .meta({
    id: 'PromisesReport',
    example: {
      region: '35.79',
      regionName: 'Kota Batu',
      asOf: '2025-11-30',
      from: '2025-11',
      to: '2025-11',
      partnerships: [
        {
          partnershipId: 'part_bulukerto-bulog',
          cooperativeId: 'coop_35-79-02-2008',
          cooperativeName: 'KDMP Bulukerto',
          buyerId: 'buy_bulog-malang',
          buyerName: 'Perum Bulog Kantor Cabang Malang',
          scheme: 'distribution',
          commodity: 'rice-sphp',
          stage: 'operational',
          promised: { by: 'quota', quantity: { amount: 2, unit: 'ton', per: 'week' }, from: '2025-11-03' },
          unit: 'kg',
          due: 8000,
          delivered: 6000,
          percent: 75,
          quota: { requested: 8000, granted: 8000, fetched: 6000 },
        },
      ],
      count: 1,
      byBuyer: [],
      byCooperative: [],
    },
  });
export type PromisesReport = z.infer<typeof promisesReportSchema>;

/** The report over `months`, up to the day of the scope. O(totals). */
export function promisesReport(
  scope: ScopeFields,
  months: { from: string; to: string },
  totals: readonly { at: string; amounts: Amounts }[],
): PromisesReport {
  const lines = promisesIn(totals).map(({ promise, kept }) => lineOf(promise, kept, months, scope.asOf));
  lines.sort(
    (a, b) => (a.percent ?? 101) - (b.percent ?? 101) || (a.partnershipId < b.partnershipId ? -1 : 1),
  );
  return {
    ...scope,
    from: months.from,
    to: months.to,
    partnerships: lines.slice(0, MOST_LISTED),
    count: lines.length,
    byBuyer: summedBy(lines, ({ buyerId, buyerName }) => [buyerId, buyerName]),
    byCooperative: summedBy(lines, ({ cooperativeId, cooperativeName }) => [cooperativeId, cooperativeName]),
  };
}

type Line = PromisesReport['partnerships'][number];

function lineOf(
  promise: Promise,
  all: readonly Kept[],
  months: { from: string; to: string },
  today: string,
): Line {
  const { by, quantity, from, until, commodity, partnershipId, scheme, stage } = promise;
  const { cooperativeId, cooperativeName, buyerId, buyerName } = promise;
  const unit = quantity
    ? measured(quantity).unit
    : (all.find(({ what }) => what === 'granted')?.unit ?? 'kg');
  const kept = all.filter((one) => one.unit === unit && isIn(one.month, months));
  const sumOf = (what: string) => sum(kept.filter((one) => one.what === what).map((one) => one.amount));
  const quota = { requested: sumOf('requested'), granted: sumOf('granted'), fetched: sumOf('fetched') };
  const hasQuota = kept.some(({ what }) => what === 'requested');
  return {
    partnershipId,
    cooperativeId,
    cooperativeName,
    buyerId,
    buyerName,
    scheme,
    ...(commodity !== null && { commodity }),
    stage,
    promised: {
      by,
      ...(quantity && { quantity }),
      ...(from !== null && { from }),
      ...(until !== null && { until }),
    },
    unit,
    ...withShare(
      quantity ? dueOf(promise, quantity, months, today) : quota.granted,
      Math.max(sumOf('traded'), quota.fetched),
    ),
    ...(hasQuota && { quota }),
  };
}

/** Days of a week, of a month (365/12) and of a year in which a rate is spread. */
const daysIn: { readonly [per in Period]?: Exact } = {
  day: fraction(1),
  week: fraction(7),
  month: fraction(365, 12),
  year: fraction(365),
};

/**
 * How much was due in the months, up to and with today: a rate by the day, what comes once or in a season whole on its first
 * day. To 6 decimals.
 */
function dueOf(
  promise: Promise,
  quantity: Quantity,
  months: { from: string; to: string },
  today: string,
): number {
  const { amount: each, per } = measured(quantity);
  if (promise.from === null) return 0;
  const last = [promise.until ?? '9999', today, `${months.to}-31`].sort()[0]!;
  const spread = daysIn[per];
  if (spread === undefined) {
    return isIn(promise.from.slice(0, 7), months) && promise.from <= today ? each : 0;
  }
  const first = [promise.from, `${months.from}-01`].sort()[1]!;
  const days = daysBetween(first, lastDay(last)) + 1;
  if (days <= 0) return 0;
  return rounded(dividedBy(times(exactly(each), fraction(days)), spread), 6);
}

/** `2025-11-31` is the thirtieth. */
function lastDay(day: string): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return day > last ? last : day;
}

function withShare(due: number, delivered: number) {
  return { due, delivered, percent: due === 0 ? null : Math.round((1000 * delivered) / due) / 10 };
}

/** Exact: what is added has six decimals. */
const sum = (amounts: readonly number[]): number =>
  rounded(
    amounts.reduce<Exact>((all, one) => plus(all, exactly(one)), fraction(0)),
    6,
  );

const plus = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

/** By whom, each unit apart: what was delivered beyond one promise does not make up for another. */
function summedBy(lines: readonly Line[], whose: (line: Line) => [id: string, name: string]) {
  const groups = Map.groupBy(lines, (line) => `${whose(line)[0]} ${line.unit}`);
  return [...groups.values()].map((own) => {
    const [id, name] = whose(own[0]!);
    const unit: Unit = own[0]!.unit;
    const due = sum(own.map((line) => line.due));
    const delivered = sum(own.map((line) => line.delivered));
    const kept = sum(own.map((line) => Math.min(line.delivered, line.due)));
    return {
      id,
      name,
      promises: own.length,
      unit,
      ...withShare(due, delivered),
      percent: withShare(due, kept).percent,
    };
  });
}

const words = {
  due: 'seharusnya (due)',
  delivered: 'terkirim (delivered)',
  percent: 'ditepati, persen (kept)',
} as const;
const quotaWords = {
  requested: 'kuota diminta (requested)',
  granted: 'kuota diberikan (granted)',
  fetched: 'kuota diambil (fetched)',
} as const;

/** The report for a spreadsheet; the unit stands in the remark. */
export function promisesRows(report: PromisesReport): Row[] {
  const figures = ({
    due,
    delivered,
    percent,
    unit,
  }: Pick<Line, 'due' | 'delivered' | 'percent' | 'unit'>) => ({
    numbers: { due, delivered, percent: percent ?? undefined },
    unit,
  });
  const rows = (section: string, id: string, name: string, line: Parameters<typeof figures>[0]): Row[] => {
    const { numbers, unit } = figures(line);
    return figureRows(section, id, name, words, numbers).map((row) => [...row, unit]);
  };
  return [
    TITLES,
    scopeRow(report),
    ...report.byBuyer.flatMap((one) => rows('pembeli (buyer)', one.id, one.name, one)),
    ...report.byCooperative.flatMap((one) => rows('koperasi (cooperative)', one.id, one.name, one)),
    ...report.partnerships.flatMap((line) => {
      const name = `${line.cooperativeName} – ${line.buyerName}`;
      return [
        ...rows('kemitraan (partnership)', line.partnershipId, name, line),
        ...figureRows('kemitraan (partnership)', line.partnershipId, name, quotaWords, line.quota ?? {}),
      ];
    }),
  ];
}
