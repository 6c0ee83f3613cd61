/** The whole commodity tree, and which commodities stand in for one another. */
import { CROPS } from './data/crops.ts';
import { ESTATE_AND_ANIMAL } from './data/estate-and-animal.ts';
import { PROCESSED } from './data/processed.ts';
import { WASTE_AND_SERVICES } from './data/waste-and-services.ts';
import type { Commodity } from './commodity.ts';
import { parseCommodityTable, type Sector } from './parse-table.ts';

type Catalogue = {
  tree: readonly Sector[];
  all: readonly Commodity[];
  byCode: ReadonlyMap<string, Commodity>;
};

let known: Catalogue | undefined;

/** Parsed at the first question, some 3 ms: a cold start that asks nothing about goods does not pay for them. */
function catalogue(): Catalogue {
  if (known === undefined) {
    const tree = [CROPS, ESTATE_AND_ANIMAL, PROCESSED, WASTE_AND_SERVICES].flatMap(parseCommodityTable);
    const all = tree.flatMap((sector) => sector.groups.flatMap((group) => group.commodities));
    known = { tree, all, byCode: new Map(all.map((commodity) => [commodity.code, commodity])) };
  }
  return known;
}

/** Sectors with their groups and commodities, in the order of the tables. */
export const commodityTree = (): readonly Sector[] => catalogue().tree;

/** All 146 goods and 12 services. */
export const commodities = (): readonly Commodity[] => catalogue().all;

export const commodityByCode = (code: string): Commodity | undefined => catalogue().byCode.get(code);

/**
 * How near two commodities are for a buyer:
 * `same`: one and the same. `close`: another form or kind that a buyer takes when nothing else can be had.
 * `group`: neighbours on the stall that do not replace each other (shallot and garlic). `sector`: only the trade is shared.
 */
export type Kinship = 'same' | 'close' | 'group' | 'sector' | 'none';

/**
 * Pairs of one product in another form or variety, so that a buyer may take them for want of better. Each holds both ways.
 * General knowledge of the market, not a statistic. What must be processed first (paddy for rice, cattle for beef, potato
 * for chips) is not here: who wants the one cannot use the other.
 */
const CLOSE: readonly (readonly string[])[] = [
  ['paddy-gkp', 'paddy-gkg'],
  ['rice', 'rice-organic'],
  ['cabbage', 'napa-cabbage'],
  ['napa-cabbage', 'mustard-greens'],
  ['broccoli', 'cauliflower'],
  ['chilli-red', 'chilli-bird'],
  ['long-bean', 'french-bean'],
  ['mandarin', 'orange-siam'],
  ['coffee-green', 'coffee-roasted'],
  ['milk-fresh', 'milk-pasteurised'],
  ['fruit-chips', 'potato-chips', 'cassava-chips'],
  ['tapioca', 'sago'],
  ['compost', 'frass', 'fertiliser-organic'],
  ['liquid-fertiliser', 'biogas-slurry'],
  ['bsf-larvae', 'bsf-dried'],
  ['pet-flakes', 'hdpe-flakes', 'pp-flakes'],
];

const CLOSE_TO = new Map<string, Set<string>>();
for (const set of CLOSE) {
  for (const code of set) {
    const others = CLOSE_TO.get(code) ?? new Set();
    for (const other of set) if (other !== code) others.add(other);
    CLOSE_TO.set(code, others);
  }
}

/** The kinship of two codes; symmetric. An unknown code is kin to nothing but itself. A few map look-ups. */
export function kinship(a: string, b: string): Kinship {
  if (a === b) return 'same';
  if (CLOSE_TO.get(a)?.has(b) === true) return 'close';
  const [first, second] = [commodityByCode(a), commodityByCode(b)];
  if (first === undefined || second === undefined || first.sector !== second.sector) return 'none';
  return first.group === second.group ? 'group' : 'sector';
}

/** All commodities of a kinship class, the class itself best first: what a matcher has to look at for a demand. */
export const kinOf = (code: string, kind: Exclude<Kinship, 'none'>): Commodity[] =>
  commodities().filter((commodity) => kinship(code, commodity.code) === kind);
