/** What every report is about: whose figures, of which months, on which day; and its rows for a spreadsheet. */
import * as z from 'zod';
import type { Cell } from '../csv.ts';
import { regionName } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';

export const countSchema = z.int().nonnegative();

/** So many are named in a list of a report; how many there are is a figure beside it. */
export const MOST_LISTED = 1000;

/** The first and the last month that are asked for. */
export type Months = { readonly from?: string | undefined; readonly to?: string | undefined };

/** Whether a month lies in those asked for. */
export const isIn = (month: string, { from, to }: Months): boolean =>
  (from === undefined || month >= from) && (to === undefined || month <= to);

/** The month so many months later, or earlier. */
export function monthAfter(month: string, by: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** A value for each of the keys. */
export const byEach = <K extends string, V>(keys: readonly K[], of: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, V>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Before it there was no trade to report, nor a month that can be asked for. */
export const EARLIEST_MONTH = '2000-01';

export const monthSchema = z
  .string()
  .regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, 'takes a month, such as 2025-11')
  .meta({ description: 'A month', example: '2025-11' });

/** The day after. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** Of whom a report is: a region, a holding with its members, one organization, or the whole country when nothing is named. */
export const scopeFields = {
  region: regionCodeSchema
    .optional()
    .meta({ description: 'The region; left out with the two others: the country' }),
  regionName: z.string().optional(),
  holding: z.string().optional().meta({ description: 'The holding, with its members of today' }),
  organizationId: z.string().optional().meta({ description: 'The organization whose own figures these are' }),
  asOf: z.iso.date().meta({ description: 'The day on which it was made, in western Indonesia (WIB)' }),
};
export type ScopeFields = {
  region?: string;
  regionName?: string;
  holding?: string;
  organizationId?: string;
  asOf: string;
};

/** A cooperative in a list of a report. */
export const namedCooperativeSchema = z
  .strictObject({ cooperativeId: z.string(), name: z.string(), regionCode: regionCodeSchema })
  .meta({ id: 'NamedCooperative' });
export type NamedCooperative = { cooperativeId: string; name: string; regionCode: string };

/** A line of a report in a spreadsheet: section, code, name, figure, value, remark. One figure a line, so that it filters and sums. */
export type Row = readonly Cell[];

export const TITLES: Row = [
  'bagian (section)',
  'kode (code)',
  'nama (name)',
  'ukuran (figure)',
  'nilai (value)',
  'keterangan (remark)',
];

/** The line that says whose figures these are. */
export function scopeRow({ region, regionName: name, holding, organizationId, asOf }: ScopeFields): Row {
  const code = region ?? holding ?? organizationId ?? 'ID';
  return ['cakupan (scope)', code, name ?? (region && regionName(region)), undefined, undefined, asOf];
}

/** A line for each number, in the words for it. */
export function figureRows<F extends string>(
  section: string,
  code: string | undefined,
  name: string | undefined,
  words: { readonly [figure in F]: string },
  numbers: { readonly [figure in NoInfer<F>]?: number | undefined },
): Row[] {
  return (Object.keys(words) as F[]).flatMap((figure) =>
    numbers[figure] === undefined
      ? []
      : [[section, code, name, words[figure], numbers[figure]] satisfies Row],
  );
}
