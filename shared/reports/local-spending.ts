/** What each government office spends, and how much of it on goods of its own region (Bangga e-Lokal): what is counted, and the report. */
import * as z from 'zod';
import type { Buyer } from '../buyers/buyer.ts';
import { within } from '../regions/region-code.ts';
import { regionCodeSchema } from '../regions/region.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import { isCounted, type Trade } from '../trades/trade.ts';
import {
  countSchema,
  figureRows,
  isIn,
  monthSchema,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

/** By office and month, read together by province and year. */
export const SPENDING = 'spending';

/**
 * What an office bought, by where the goods were grown or made, as far as it was stated. The seat of the seller does not matter:
 * a trader next door may sell what came from afar.
 */
export function tradeSpending(trade: Trade): Entry[] {
  const { buyerId, buyerKind, regionCodes, deliveredOn, origin = '', totalPrice } = trade;
  if (buyerKind !== 'government' || !isCounted(trade)) return [];
  const [year, month] = [deliveredOn.slice(0, 4), deliveredOn.slice(0, 7)];
  const office = {
    total: SPENDING,
    part: `${regionCodes.buyer.slice(0, 2)}#${year}`,
    at: `${regionCodes.buyer}#${buyerId}#${month}`,
  };
  return [
    { ...office, field: `spent|${origin.slice(0, 5)}`, amount: BigInt(totalPrice) },
    { ...office, field: 'purchases', amount: 1n },
  ];
}

const rupiah = countSchema.meta({ description: 'Whole rupiah' });
const spentFields = {
  spent: rupiah,
  local: rupiah.meta({
    description: 'On goods from the office’s own regency or city; of a province, from the province',
  }),
  elsewhere: rupiah.meta({ description: 'On goods from elsewhere' }),
  unknown: rupiah.meta({ description: 'On goods whose origin nobody stated; not local' }),
  localPercent: z
    .number()
    .nullable()
    .meta({ description: 'Of all that was spent, to one decimal; null where nothing was' }),
  purchases: countSchema,
};

export const localSpendingReportSchema = z
  .strictObject({
    ...scopeFields,
    from: monthSchema,
    to: monthSchema,
    total: z.strictObject(spentFields),
    offices: z
      .array(
        z
          .strictObject({
            buyerId: z.string(),
            name: z.string(),
            regionCode: regionCodeSchema,
            ...spentFields,
          })
          .meta({ id: 'OfficeSpending' }),
      )
      .meta({ description: 'Every government office (SKPD); the least local share first' }),
    withoutLocal: z
      .array(z.strictObject({ buyerId: z.string(), name: z.string(), regionCode: regionCodeSchema }))
      .meta({ description: 'Offices that bought nothing local' }),
  })
  .meta({
    id: 'LocalSpendingReport',
    example: {
      region: '35.79',
      regionName: 'Kota Batu',
      asOf: '2025-11-30',
      from: '2025-11',
      to: '2025-11',
      total: {
        spent: 20_000_000,
        local: 15_000_000,
        elsewhere: 5_000_000,
        unknown: 0,
        localPercent: 75,
        purchases: 4,
      },
      offices: [
        {
          buyerId: 'buy_dinas-pendidikan',
          name: 'Dinas Pendidikan Kota Batu',
          regionCode: '35.79',
          spent: 20_000_000,
          local: 15_000_000,
          elsewhere: 5_000_000,
          unknown: 0,
          localPercent: 75,
          purchases: 4,
        },
      ],
      withoutLocal: [
        { buyerId: 'buy_dinas-kesehatan', name: 'Dinas Kesehatan Kota Batu', regionCode: '35.79' },
      ],
    },
  });
export type LocalSpendingReport = z.infer<typeof localSpendingReportSchema>;

/** An office, as far as the report names it. */
export type Office = Pick<Buyer, 'id' | 'name' | 'regionCode'>;

/** The report over `months`, of these offices. O(totals + offices). */
export function localSpendingReport(
  scope: ScopeFields,
  months: { from: string; to: string },
  offices: readonly Office[],
  totals: readonly { at: string; amounts: Amounts }[],
): LocalSpendingReport {
  const read = totals
    .map(({ at, amounts }) => ({ buyerId: at.split('#')[1]!, month: at.split('#')[2]!, amounts }))
    .filter(({ month }) => isIn(month, months));
  const byOffice = Map.groupBy(read, ({ buyerId }) => buyerId);
  const lines = offices.map(({ id, name, regionCode }) => ({
    buyerId: id,
    name,
    regionCode,
    ...spentBy(
      regionCode.slice(0, 5),
      (byOffice.get(id) ?? []).map(({ amounts }) => amounts),
    ),
  }));
  const share = ({ localPercent }: { localPercent: number | null }) => localPercent ?? -1;
  return {
    ...scope,
    from: months.from,
    to: months.to,
    total: totalOf(lines),
    offices: lines.sort((a, b) => share(a) - share(b) || (a.name < b.name ? -1 : 1)),
    withoutLocal: lines
      .filter(({ local }) => local === 0)
      .map(({ buyerId, name, regionCode }) => ({ buyerId, name, regionCode })),
  };
}

type Spent = z.infer<z.ZodObject<typeof spentFields>>;

function spentBy(home: string, all: readonly Amounts[]): Spent {
  const sums = { local: 0n, elsewhere: 0n, unknown: 0n, purchases: 0n };
  for (const [field, amount] of all.flatMap((amounts) => [...amounts])) {
    if (field === 'purchases') sums.purchases += amount;
    else sums[originOf(field.slice('spent|'.length), home)] += amount;
  }
  return withShare({
    local: Number(sums.local),
    elsewhere: Number(sums.elsewhere),
    unknown: Number(sums.unknown),
    purchases: Number(sums.purchases),
  });
}

/** An origin that is only known to be somewhere around the office's own region is not known to be local. */
function originOf(origin: string, home: string): 'local' | 'elsewhere' | 'unknown' {
  if (origin === '') return 'unknown';
  if (within(origin, home)) return 'local';
  return within(home, origin) ? 'unknown' : 'elsewhere';
}

function totalOf(lines: readonly Spent[]): Spent {
  const sum = (field: 'local' | 'elsewhere' | 'unknown' | 'purchases') =>
    lines.reduce((all, line) => all + line[field], 0);
  return withShare({
    local: sum('local'),
    elsewhere: sum('elsewhere'),
    unknown: sum('unknown'),
    purchases: sum('purchases'),
  });
}

function withShare(sums: Omit<Spent, 'spent' | 'localPercent'>): Spent {
  const spent = sums.local + sums.elsewhere + sums.unknown;
  return { spent, ...sums, localPercent: spent === 0 ? null : Math.round((1000 * sums.local) / spent) / 10 };
}

const words = {
  spent: 'belanja, rupiah (spent)',
  local: 'barang lokal, rupiah (local goods)',
  elsewhere: 'barang dari luar, rupiah (from elsewhere)',
  unknown: 'asal tidak disebut, rupiah (origin unknown)',
  localPercent: 'bagian lokal, persen (local share)',
  purchases: 'pembelian (purchases)',
} as const;

/** The report for a spreadsheet. */
export function localSpendingRows(report: LocalSpendingReport): Row[] {
  const figures = ({ localPercent, ...own }: Spent) => ({ ...own, localPercent: localPercent ?? undefined });
  return [
    TITLES,
    scopeRow(report),
    ...figureRows(
      'seluruhnya (total)',
      `${report.from}–${report.to}`,
      undefined,
      words,
      figures(report.total),
    ),
    ...report.offices.flatMap((own) =>
      figureRows('perangkat daerah (office)', own.buyerId, own.name, words, figures(own)),
    ),
    ...report.withoutLocal.map(({ buyerId, name, regionCode }): Row => [
      'tanpa belanja lokal (without local purchase)',
      buyerId,
      name,
      undefined,
      undefined,
      regionCode,
    ]),
  ];
}
