/** What was traded, month by month, each trade once: what is counted for it, and the report. */
import * as z from 'zod';
import { commodityByCode } from '../commodities/commodities.ts';
import { regionName } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import { isCounted, type Trade } from '../trades/trade.ts';
import { UNITS } from '../units.ts';
import { wordingSchema } from '../wording.ts';
import { inUnits, millionths } from './amounts.ts';
import {
  byEach,
  countSchema,
  figureRows,
  isIn,
  monthAfter,
  monthSchema,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

/** By district and month, read together by province and year. */
export const TURNOVER = 'turnover';
/** Of a holding with its members, by month; read together by year. */
export const TURNOVER_OF_HOLDING = 'turnover-of-holding';
/** Of one organization, on either side, by month; read together by year. */
export const TURNOVER_OF_ONE = 'turnover-of-one';

/**
 * Which way goods went: every trade is one of these. `between`: from one member of a holding to another, the holding counted in.
 * `transfer`: by a member to its holding, which sells them on. `outside`: by a cooperative to anybody else. `resale`: by a holding,
 * outside. `supplied`: by a company or an office to a cooperative.
 */
const flows = ['between', 'transfer', 'outside', 'resale', 'supplied'] as const;
type Flow = (typeof flows)[number];

function flowOf({ kind, sellerId, sellerKind, holdings, holdingId }: Trade): Flow {
  if (sellerKind !== 'cooperative') return 'supplied';
  if (kind === 'transfer') return 'transfer';
  if (holdingId !== undefined) return 'between';
  return holdings.seller === sellerId ? 'resale' : 'outside';
}

/** A disputed trade counts nowhere. */
export function tradeTurnover(trade: Trade): Entry[] {
  if (!isCounted(trade)) return [];
  const { sellerId, buyerId, buyerKind, regionCodes, holdings, holdingId, deliveredOn } = trade;
  const flow = flowOf(trade);
  if (flow === 'supplied' && buyerKind !== 'cooperative') return [];
  const [year, month] = [deliveredOn.slice(0, 4), deliveredOn.slice(0, 7)];
  const home = flow === 'supplied' ? regionCodes.buyer : regionCodes.seller;
  const holding = holdingId ?? (flow === 'supplied' ? holdings.buyer : holdings.seller);
  const own = (id: string, side: string) =>
    counted({ total: TURNOVER_OF_ONE, part: `${id}#${year}`, at: month }, `${side}-${flow}`, trade);
  return [
    ...counted(
      { total: TURNOVER, part: `${home.slice(0, 2)}#${year}`, at: `${home.slice(0, 8)}#${month}` },
      flow,
      trade,
    ),
    ...(holding === undefined
      ? []
      : counted({ total: TURNOVER_OF_HOLDING, part: `${holding}#${year}`, at: month }, flow, trade)),
    ...own(sellerId, 'sold'),
    ...own(buyerId, 'bought'),
  ];
}

/** Its price by goods and by where they went, its amount, and who sold. */
function counted(
  total: Pick<Entry, 'total' | 'part' | 'at'>,
  flow: string,
  { commodity, totalPrice, normalised, regionCodes, sellerId }: Trade,
): Entry[] {
  const { amount, unit } = normalised.quantity;
  const destination = regionCodes.buyer.slice(0, 5);
  return [
    { ...total, field: `price|${flow}|${commodity}|${destination}`, amount: BigInt(totalPrice) },
    { ...total, field: `amount|${flow}|${commodity}|${unit}`, amount: millionths(amount) },
    { ...total, field: `trades|${flow}`, amount: 1n },
    ...(flow === 'supplied' ? [] : [{ ...total, field: `seller|${sellerId}`, amount: 1n }]),
  ];
}

const rupiah = countSchema.meta({ description: 'Whole rupiah' });
const flowFields = {
  between: rupiah.meta({ description: 'From member to member of a holding, each trade once' }),
  transfer: rupiah.meta({ description: 'Handed by members to their holding, which sells it on' }),
  outside: rupiah.meta({ description: 'Sold by cooperatives to anybody else' }),
  resale: rupiah.meta({ description: 'Sold by holdings, outside' }),
  supplied: rupiah.meta({ description: 'Delivered to cooperatives by companies and offices' }),
};
const summedFields = {
  sales: rupiah.meta({
    description:
      'between, outside and resale. A transfer is not in it: the goods count when the holding sells them',
  }),
  ...flowFields,
  bought: rupiah.optional().meta({ description: 'Of an organization’s own figures: what it bought' }),
  trades: countSchema,
  sellers: countSchema.meta({ description: 'How many different ones sold' }),
};
const quantityFields = z.strictObject({ amount: z.number(), unit: z.enum(UNITS) });

export const turnoverReportSchema = z
  .strictObject({
    ...scopeFields,
    from: monthSchema,
    to: monthSchema,
    total: z.strictObject(summedFields),
    months: z
      .array(z.strictObject({ month: monthSchema, ...summedFields }).meta({ id: 'TurnoverMonth' }))
      .meta({ description: 'Every month asked for, by the day of delivery' }),
    byCommodity: z
      .array(
        z
          .strictObject({
            commodity: z.string(),
            name: wordingSchema,
            ...flowFields,
            quantities: z.array(quantityFields).meta({ description: 'Without transfers' }),
          })
          .meta({ id: 'TurnoverCommodity' }),
      )
      .meta({ description: 'The greatest sales first' }),
    byDestination: z
      .array(
        z
          .strictObject({ regionCode: regionCodeSchema, name: z.string(), ...flowFields })
          .meta({ id: 'TurnoverDestination' }),
      )
      .meta({ description: 'The regency or city of the buyer' }),
  })
  .meta({
    id: 'TurnoverReport',
    example: {
      holding: 'coop_coosae',
      asOf: '2025-11-02',
      from: '2025-10',
      to: '2025-10',
      ...byEach(['total'] as const, () => ({
        sales: 1_750_000_000,
        between: 1_750_000_000,
        transfer: 240_000_000,
        outside: 0,
        resale: 0,
        supplied: 0,
        trades: 412,
        sellers: 24,
      })),
      months: [],
      byCommodity: [],
      byDestination: [],
    },
  });
export type TurnoverReport = z.infer<typeof turnoverReportSchema>;

/** One field of a total, read. `side` is left out but in an organization's own. */
type Line = { month: string; what: string; side: string; flow: Flow; rest: string[]; amount: bigint };

function linesOf(totals: readonly { at: string; amounts: Amounts }[]): Line[] {
  return totals.flatMap(({ at, amounts }) => {
    const month = at.split('#').at(-1)!;
    return [...amounts].map(([field, amount]): Line => {
      const [what = '', named = '', ...rest] = field.split('|');
      if (what === 'seller') return { month, what, side: '', flow: 'outside', rest: [named], amount };
      const [side, flow] = named.includes('-') ? named.split('-') : ['', named];
      return { month, what, side: side!, flow: flow as Flow, rest, amount };
    });
  });
}

/** The report over `months`, both named. `totals` may hold others. O(totals + months). */
export function turnoverReport(
  scope: ScopeFields,
  months: { from: string; to: string },
  totals: readonly { at: string; amounts: Amounts }[],
): TurnoverReport {
  const all = linesOf(totals).filter(({ month }) => isIn(month, months));
  const lines = all.filter(({ side }) => side !== 'bought');
  const boughtIn = (some: readonly Line[]) =>
    scope.organizationId === undefined
      ? {}
      : { bought: sumOf(some.filter(({ what, side }) => what === 'price' && side === 'bought')) };
  const byMonth = Map.groupBy(all, ({ month }) => month);
  const prices = lines.filter(({ what }) => what === 'price');
  const byCommodity = Map.groupBy(prices, ({ rest }) => rest[0]!);
  const byDestination = Map.groupBy(prices, ({ rest }) => rest[1]!);
  const { from, to } = months;
  return {
    ...scope,
    from,
    to,
    total: { ...summed(lines), ...boughtIn(all) },
    months: monthsFrom(from, to).map((month) => {
      const own = byMonth.get(month) ?? [];
      return { month, ...summed(own.filter(({ side }) => side !== 'bought')), ...boughtIn(own) };
    }),
    byCommodity: greatestFirst(
      [...byCommodity].map(([commodity, own]) => ({
        commodity,
        name: { ...(commodityByCode(commodity)?.name ?? { id: commodity, en: commodity }) },
        ...flowsOf(own),
        quantities: quantitiesOf(lines, commodity),
      })),
    ),
    byDestination: greatestFirst(
      [...byDestination].map(([regionCode, own]) => ({
        regionCode,
        name: regionName(regionCode) ?? regionCode,
        ...flowsOf(own),
      })),
    ),
  };
}

const sumOf = (lines: readonly Line[]): number => Number(lines.reduce((sum, { amount }) => sum + amount, 0n));

const flowsOf = (prices: readonly Line[]): Record<Flow, number> =>
  byEach(flows, (flow) => sumOf(prices.filter((one) => one.flow === flow)));

function summed(lines: readonly Line[]): z.infer<z.ZodObject<typeof summedFields>> {
  const own = flowsOf(lines.filter(({ what }) => what === 'price'));
  return {
    sales: own.between + own.outside + own.resale,
    ...own,
    trades: sumOf(lines.filter(({ what }) => what === 'trades')),
    sellers: new Set(lines.filter(({ what }) => what === 'seller').map(({ rest }) => rest[0])).size,
  };
}

function quantitiesOf(lines: readonly Line[], commodity: string) {
  const own = lines.filter(
    ({ what, flow, rest }) => what === 'amount' && rest[0] === commodity && flow !== 'transfer',
  );
  return [...Map.groupBy(own, ({ rest }) => rest[1]!)].map(([unit, each]) => ({
    amount: inUnits(each.reduce((sum, { amount }) => sum + amount, 0n)),
    unit: unit as (typeof UNITS)[number],
  }));
}

const greatestFirst = <T extends Record<Flow, number>>(all: T[]): T[] => {
  const value = (one: T) => flows.reduce((sum, flow) => sum + one[flow], 0);
  return all.sort((a, b) => value(b) - value(a));
};

/** Every month from one to another. */
function monthsFrom(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthAfter(month, 1)) months.push(month);
  return months;
}

const words = {
  sales: 'penjualan, rupiah (sales)',
  between: 'antar anggota, rupiah (between members)',
  transfer: 'serah ke induk, rupiah (transferred to the holding)',
  outside: 'keluar, rupiah (sold outside)',
  resale: 'dijual induk, rupiah (resold by the holding)',
  supplied: 'dipasok ke koperasi, rupiah (supplied to cooperatives)',
  bought: 'pembelian, rupiah (bought)',
  trades: 'transaksi (trades)',
  sellers: 'penjual (sellers)',
} as const;

/** The report for a spreadsheet. */
export function turnoverRows(report: TurnoverReport): Row[] {
  return [
    TITLES,
    scopeRow(report),
    ...figureRows('seluruhnya (total)', `${report.from}–${report.to}`, undefined, words, report.total),
    ...report.months.flatMap(({ month, ...own }) =>
      figureRows('bulan (month)', month, undefined, words, own),
    ),
    ...report.byCommodity.flatMap(({ commodity, name, quantities, ...own }) => [
      ...figureRows('komoditas (commodity)', commodity, `${name.id} (${name.en})`, words, own),
      ...quantities.map(({ amount, unit }): Row => [
        'komoditas (commodity)',
        commodity,
        `${name.id} (${name.en})`,
        unit,
        amount,
      ]),
    ]),
    ...report.byDestination.flatMap(({ regionCode, name, ...own }) =>
      figureRows('tujuan (destination)', regionCode, name, words, own),
    ),
  ];
}
