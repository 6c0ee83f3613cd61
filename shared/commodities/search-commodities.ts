/** Finds commodities by the words of the market, small typing errors included. */
import { commodityTree } from './commodities.ts';
import type { Commodity } from './commodity.ts';
import { allowedErrors, editDistance, plainText } from '../spelling.ts';

/**
 * `score` 0..100: 100 the very name or alias, 60 and above its beginning, a whole word of it or the beginning of its sector's or group's
 * name, below 60 a typing error.
 */
export type CommodityHit = { commodity: Commodity; score: number };

/** The score of whatever lies under a sector or group that was named, and of nothing else. */
export const UNDER_HEADING = 61;

type Entry = { commodity: Commodity; text: string; words: string[]; primary: boolean; heading: boolean };

let known: readonly Entry[] | undefined;

const entries = (): readonly Entry[] =>
  (known ??= commodityTree().flatMap((sector) =>
    sector.groups.flatMap((group) =>
      group.commodities.flatMap((one) => [
        ...entriesOf(one),
        ...[sector, group].flatMap(({ name }) =>
          [name.id, name.en].map((text) => entry(one, text, false, true)),
        ),
      ]),
    ),
  ));

/**
 * Best first, ties by code: `cabe` finds both chillies, `brambang` the shallot, `telo pohung` the cassava, `kentank` the potato.
 * A word shared by several commodities names them all, as `sayuran` does all vegetables; nothing is guessed. Some two thousand short
 * comparisons.
 */
export function searchCommodities(query: string, limit = 40): CommodityHit[] {
  const text = plainText(query);
  if (text === '') return [];
  const best = new Map<string, CommodityHit>();
  for (const { commodity, ...facts } of entries()) {
    const score = likeness(text, facts);
    const known = best.get(commodity.code);
    if (score > 0 && score > (known?.score ?? 0)) best.set(commodity.code, { commodity, score });
  }
  return [...best.values()]
    .sort((a, b) => b.score - a.score || (a.commodity.code < b.commodity.code ? -1 : 1))
    .slice(0, limit);
}

function entriesOf(commodity: Commodity): Entry[] {
  const primary = [commodity.name.id, commodity.name.en, commodity.code.replaceAll('-', ' ')];
  return [
    ...primary.map((text) => entry(commodity, text, true)),
    ...commodity.aliases.map((text) => entry(commodity, text, false)),
  ];
}

function entry(commodity: Commodity, name: string, primary: boolean, heading = false): Entry {
  const text = plainText(name);
  return { commodity, text, words: text.split(' '), primary, heading };
}

function likeness(query: string, { text, words, primary, heading }: Omit<Entry, 'commodity'>): number {
  if (heading) return query.length >= 4 && text.startsWith(query) ? UNDER_HEADING : 0;
  const bonus = primary ? 3 : 0;
  if (text === query) return 97 + bonus;
  if (text.replaceAll(' ', '') === query.replaceAll(' ', '')) return 92 + bonus;
  if (text.startsWith(query) && query.length >= 2) return 72 + bonus;
  if (words.includes(query) || (query.length >= 3 && words.some((word) => word.startsWith(query))))
    return 62 + bonus;
  if (query.startsWith(`${text} `) || ` ${query} `.includes(` ${text} `)) return 60 + bonus;
  const allowed = allowedErrors(query.length);
  if (allowed === 0 || Math.abs(text.length - query.length) > allowed) return 0;
  const errors = editDistance(query, text, allowed);
  return errors > allowed ? 0 : 50 - 12 * errors + bonus;
}
