/** Villages with and without a cooperative, a business unit, goods to supply, goods to be had: by district, the missing ones named. */
import * as z from 'zod';
import { commodityByCode } from '../commodities/commodities.ts';
import { regionName, villagesIn } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import type { Amounts } from '../totals/entry.ts';
import { wordingSchema } from '../wording.ts';
import {
  countSchema,
  figureRows,
  MOST_LISTED,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

const place = z
  .strictObject({ regionCode: regionCodeSchema, name: z.string() })
  .meta({ id: 'NamedPlace', example: { regionCode: '35.79.02.2008', name: 'Bulukerto' } });

const having = { villages: countSchema };
const goods = z.array(
  z.strictObject({ commodity: z.string(), name: wordingSchema, ...having }).meta({ id: 'GoodsInVillages' }),
);

export const coverageReportSchema = z
  .strictObject({
    ...scopeFields,
    wanted: z
      .strictObject({
        unit: z.string().optional(),
        outlet: z.string().optional(),
        good: z.string().optional(),
      })
      .meta({ description: 'What is looked for; a cooperative when nothing is named' }),
    villages: countSchema.meta({ description: 'Villages and urban villages' }),
    covered: countSchema.meta({ description: 'Of these, with what is looked for' }),
    withCooperative: countSchema,
    districts: z.array(
      z
        .strictObject({
          ...place.shape,
          villages: countSchema,
          withCooperative: countSchema,
          covered: countSchema,
        })
        .meta({ id: 'CoveredDistrict' }),
    ),
    units: z
      .array(z.strictObject({ unit: z.string(), ...having }))
      .meta({ description: 'In how many villages a cooperative runs it' }),
    outlets: goods.meta({
      description: 'In how many villages it is to be had, by consignment or distribution',
    }),
    goods: goods.meta({ description: 'In how many villages it is to supply' }),
    missing: z
      .array(place)
      .meta({ description: `Villages without what is looked for; the first ${MOST_LISTED}` }),
  })
  .meta({
    id: 'CoverageReport',
    example: {
      region: '35.79',
      regionName: 'Kota Batu',
      asOf: '2025-11-02',
      wanted: { outlet: 'rice-sphp' },
      villages: 24,
      covered: 1,
      withCooperative: 24,
      districts: [{ regionCode: '35.79.02', name: 'Bumiaji', villages: 9, withCooperative: 9, covered: 1 }],
      units: [{ unit: 'grocery', villages: 24 }],
      outlets: [{ commodity: 'rice-sphp', name: { id: 'beras SPHP', en: 'SPHP rice' }, villages: 1 }],
      goods: [],
      missing: [{ regionCode: '35.79.01.1001', name: 'Sisir' }],
    },
  });
export type CoverageReport = z.infer<typeof coverageReportSchema>;

/** What is looked for: at most one. */
export type Wanted = { unit?: string | undefined; outlet?: string | undefined; good?: string | undefined };

/** The report over every village of the regions. O(villages + totals). */
export function coverageReport(
  scope: ScopeFields,
  regions: readonly string[],
  wanted: Wanted,
  totals: readonly { at: string; amounts: Amounts }[],
): CoverageReport {
  const [what, code] = Object.entries(wanted).find(([, value]) => value !== undefined) ?? [];
  const had = new Map(totals.map(({ at, amounts }) => [at, hadIn(amounts, scope.asOf)]));
  const villages = regions.flatMap(villagesIn).map((regionCode) => {
    const here = had.get(regionCode) ?? new Set<string>();
    const hasCooperative = here.has('cooperative');
    const covered = what === undefined ? hasCooperative : here.has(`${what}|${code}`);
    return { regionCode, here, hasCooperative, covered };
  });
  const number = (all: typeof villages, is: 'hasCooperative' | 'covered') =>
    all.filter((one) => one[is]).length;
  const districts = Map.groupBy(villages, ({ regionCode }) => regionCode.slice(0, 8));
  const having = (kind: string) =>
    countsOf(villages.flatMap(({ here }) => [...here].filter((each) => each.startsWith(`${kind}|`))));
  const named = (kind: string) =>
    having(kind).map(([commodity, count]) => ({
      commodity,
      name: { ...(commodityByCode(commodity)?.name ?? { id: commodity, en: commodity }) },
      villages: count,
    }));
  return {
    ...scope,
    wanted: Object.fromEntries(what === undefined ? [] : [[what, code]]),
    villages: villages.length,
    covered: number(villages, 'covered'),
    withCooperative: number(villages, 'hasCooperative'),
    districts: [...districts].map(([regionCode, own]) => ({
      regionCode,
      name: regionName(regionCode) ?? regionCode,
      villages: own.length,
      withCooperative: number(own, 'hasCooperative'),
      covered: number(own, 'covered'),
    })),
    units: having('unit').map(([unit, count]) => ({ unit, villages: count })),
    outlets: named('outlet'),
    goods: named('good'),
    missing: villages
      .filter(({ covered }) => !covered)
      .slice(0, MOST_LISTED)
      .map(({ regionCode }) => ({ regionCode, name: regionName(regionCode) ?? regionCode })),
  };
}

/** What a place has on a day: `cooperative`, `unit|grocery`, `outlet|rice-sphp`, `good|potato`. Goods need a cooperative. */
function hadIn(amounts: Amounts, today: string): Set<string> {
  const fields = [...amounts.keys()].map((field) => field.split('|'));
  if (!fields.some(([what]) => what === 'cooperative')) return new Set();
  const open = fields.filter(([what, , until]) => what !== 'outlet' || !until || until >= today);
  return new Set(open.map(([what = '', code = '']) => (what === 'cooperative' ? what : `${what}|${code}`)));
}

/** How often each occurs, without the word before it; the commonest first. */
function countsOf(all: readonly string[]): [code: string, count: number][] {
  const groups = Map.groupBy(all, (each) => each.split('|')[1]!);
  return [...groups]
    .map(([code, own]): [string, number] => [code, own.length])
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}

const words = {
  villages: 'desa/kelurahan (villages)',
  withCooperative: 'dengan koperasi (with a cooperative)',
  covered: 'dengan yang dicari (covered)',
} as const;
const inVillages = { villages: words.villages } as const;

/** The report for a spreadsheet. */
export function coverageRows(report: CoverageReport): Row[] {
  const { villages, withCooperative, covered } = report;
  const goodsRows = (section: string, all: CoverageReport['goods']): Row[] =>
    all.flatMap(({ commodity, name, ...own }) =>
      figureRows(section, commodity, `${name.id} (${name.en})`, inVillages, own),
    );
  return [
    TITLES,
    scopeRow(report),
    ...figureRows('seluruhnya (total)', undefined, undefined, words, { villages, withCooperative, covered }),
    ...report.districts.flatMap(({ regionCode, name, ...own }) =>
      figureRows('kecamatan (district)', regionCode, name, words, own),
    ),
    ...report.units.flatMap(({ unit, ...own }) =>
      figureRows('gerai (unit)', unit, undefined, inVillages, own),
    ),
    ...goodsRows('barang tersedia (outlet)', report.outlets),
    ...goodsRows('potensi (good)', report.goods),
    ...report.missing.map(({ regionCode, name }): Row => ['belum ada (missing)', regionCode, name]),
  ];
}
