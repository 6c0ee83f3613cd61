/** Packs the supplies of one commodity into columns, and rows that resemble each other under nodes with their bounds. */
import type { Atlas } from './atlas.ts';
import { givenBits } from './bits.ts';
import { writeBounds } from './bounds.ts';
import {
  CODE_SHIFT,
  COLD,
  EXPORT_READY,
  gradesHeld,
  LONGEST_SILENCE,
  MONTHS,
  MONTHS_SHIFT,
  NODE,
  QUALITY,
  READY,
  READY_SHIFT,
  REST,
  ROW,
  SPOT_BITS,
  UNKNOWN_SILENCE,
  type Keeping,
  type Profile,
  type Shelf,
  type Storing,
} from './columns.ts';
import { columnsOf } from './engine.ts';
import { keepMilliDays, monthsKept, ROAD_KM_A_DAY } from './facts.ts';
import { silence } from './feasibility.ts';
import { halfReachMilliDays, quality } from './goods-factors.ts';
import { growTree, type Traits } from './grow-tree.ts';
import type { Pair, Supply, SupplyGoods } from './pair.ts';
import { freshness, readiness, trackRecord } from './party-factors.ts';
import { PAPERS, verifiedPapers } from './requirements.ts';
import { CODES, SPOTS } from './search-layout.ts';
import { usualPoints } from './standing.ts';

/** A commodity with more rows takes several shelves, each of which a question looks into by itself. */
const MOST_ROWS = 131_072;
/** Different values of a fact whose index has a bit beside it; others may have `CODES`. */
const MOST_BESIDE_A_BIT = CODES >> CODE_SHIFT;

/** A supply with the points of the factors that no demand changes. */
type Row = {
  readonly supply: Supply;
  readonly goods: SupplyGoods;
  readonly rank: number;
  readonly quality: number;
  readonly readiness: number;
  readonly trackRecord: number;
  readonly freshness: number;
  readonly silence: number;
};

/**
 * Packs the supplies of one commodity; those without goods are left out. `placeOf` numbers the atlas's places; regions of one place
 * agree in province and regency. The order of `supplies` changes no answer. O(n log n), about 7 µs a supply.
 */
export function packShelves(
  supplies: Iterable<Supply>,
  atlas: Atlas,
  placeOf: (region: string) => number,
): Shelf[] {
  if (atlas.spots > SPOTS) throw new RangeError(`${atlas.spots} spots are more than ${SPOTS}.`);
  const groups = new Map<string, Row[]>();
  for (const supply of supplies) {
    if (supply.goods === null) continue;
    const { baseUnit, ambientDays, coldDays } = supply.goods;
    const name = `${baseUnit} ${ambientDays} ${coldDays}`;
    const row = rowOf(supply, supply.goods, atlas.rank[placeOf(supply.region)]!);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.keys()].sort().flatMap((name) => shelvesOf(groups.get(name)!, atlas));
}

/** As few shelves as hold the rows, each of places that lie together. */
function shelvesOf(rows: Row[], atlas: Atlas): Shelf[] {
  // By place, and by id where nothing tells rows apart: of equals the least ids are found first.
  rows.sort((a, b) => a.rank - b.rank || (a.supply.id < b.supply.id ? -1 : 1));
  return partsOf(rows).map((part) => packShelf(part, atlas));
}

/** Halved until a shelf can number what differs in each. */
function partsOf(rows: readonly Row[]): (readonly Row[])[] {
  if (rows.length <= MOST_ROWS && canBeNumbered(rows)) return [rows];
  const middle = rows.length >> 1;
  return [...partsOf(rows.slice(0, middle)), ...partsOf(rows.slice(middle))];
}

function canBeNumbered(rows: readonly Row[]): boolean {
  return (
    rows.length <= MOST_BESIDE_A_BIT ||
    NUMBERED.every(({ most, factOf }) => new Set(rows.map(factOf)).size <= most)
  );
}

/** What rows have an index of, where as many may differ as there are rows. */
const NUMBERED: readonly { readonly most: number; readonly factOf: (row: Row) => unknown }[] = [
  { most: CODES, factOf: ({ goods }) => goods.perMonth },
  { most: MOST_BESIDE_A_BIT, factOf: ({ goods }) => goods.price },
  { most: MOST_BESIDE_A_BIT, factOf: ({ goods }) => goods.minimumOrder },
  { most: CODES, factOf: ({ supply }) => supply.region },
  { most: CODES, factOf: ({ supply }) => JSON.stringify(profileOf(supply)) },
];

function rowOf(supply: Supply, goods: SupplyGoods, rank: number): Row {
  // Seen by nobody in particular: enough for the factors that no demand changes.
  const pair = { supply, link: { kinship: 'same', km: 0, sea: false }, viewpoint: 'offer' } as Pair;
  return {
    supply,
    goods,
    rank,
    quality: quality.points(pair),
    readiness: readiness.points(pair),
    trackRecord: trackRecord.points(pair),
    freshness: freshness.points(pair),
    silence: silence.points(pair),
  };
}

function packShelf(unsorted: readonly Row[], atlas: Atlas): Shelf {
  const { baseUnit, ambientDays, coldDays } = unsorted[0]!.goods;
  const keeping: Keeping = { baseUnit, ambientDays, coldDays };
  const { keep, half } = storing(keeping, []);
  const tree = growTree(traitsOf(unsorted), unsorted.length, atlas, {
    halfKm: (ROAD_KM_A_DAY * half) / 1000,
    coldCounts: keep < storing(keeping, ['cold-storage']).keep,
  });
  const rows = Array.from(tree.order, (at) => unsorted[at]!);
  const known = dictionariesOf(rows);
  const { halves: nodes, words } = columnsOf(2 * NODE.halves * tree.from.length);
  const columns = {
    rows: columnsOf(2 * ROW.size * rows.length).halves,
    rest: new Uint16Array(REST.size * rows.length),
    nodes,
    words,
  };
  rows.forEach((row, at) => {
    packRow(row, known, atlas, columns.rows, ROW.size * at);
    packRest(row, known, columns.rest, REST.size * at);
  });
  const ids = rows.map(({ supply }) => supply.id);
  const { months } = known;
  const heldMore = known.held.size > 16 ? columnsOf(2 * rows.length).halves : NONE;
  if (heldMore !== NONE) rows.forEach((row, at) => (heldMore[at] = heldBits(row, known) >>> 16));
  writeBounds(
    {
      ...columns,
      ids,
      heldMore,
      records: Uint16Array.from(rows, ({ trackRecord: points }) => points),
      unpriced: known.prices.values.findIndex(Number.isNaN),
      monthMasks: months.values,
      codeOfMonths: (mask) => months.codeOf(mask),
    },
    tree,
  );
  const masks = Uint16Array.from(months.values);
  return {
    ...columns,
    keeping,
    warm: { ...storing(keeping, []), atHand: atHand(masks, keeping, []) },
    cold: { ...storing(keeping, COOLED), atHand: atHand(masks, keeping, COOLED) },
    atlas,
    ids,
    amounts: Float64Array.from(known.amounts.values),
    prices: Float64Array.from(known.prices.values),
    minimums: Float64Array.from(known.minimums.values),
    months: masks,
    qualities: known.qualities,
    readies: known.readies,
    held: known.held,
    heldMore,
    profiles: known.profiles.values,
    regions: known.regions.values,
  };
}

const COOLED = ['cold-storage'];

/** Goods as a cooperative with these business units keeps them. */
const kept = (keeping: Keeping, units: readonly string[]): Pair =>
  ({ supply: { goods: keeping, units } }) as unknown as Pair;

function storing(keeping: Keeping, units: readonly string[]): Omit<Storing, 'atHand'> {
  const pair = kept(keeping, units);
  const keep = keepMilliDays(pair, pair.supply.goods!);
  return { keep, half: halfReachMilliDays(keep) };
}

function atHand(masks: Uint16Array, keeping: Keeping, units: readonly string[]): Uint16Array {
  const months = monthsKept(kept(keeping, units));
  return masks.map((harvest) => {
    let reach = harvest;
    for (let i = 0; i < months; i += 1) reach |= ((reach << 1) | (reach >> 11)) & MONTHS;
    return reach;
  });
}

function traitsOf(rows: readonly Row[]): Traits {
  const traits: Traits = {
    rank: new Uint16Array(rows.length),
    amount: new Float64Array(rows.length),
    price: new Float64Array(rows.length),
    standing: new Float64Array(rows.length),
    silence: new Float64Array(rows.length),
    months: new Uint16Array(rows.length),
    cold: new Uint8Array(rows.length),
  };
  rows.forEach((row, at) => {
    const { perMonth, price, months } = row.goods;
    traits.rank[at] = row.rank;
    traits.amount[at] = Math.log(Math.max(1e-6, perMonth));
    traits.price[at] = price === null ? -1 : Math.log(Math.max(1, price));
    traits.standing[at] = usualPoints(row);
    traits.silence[at] = row.silence;
    traits.months[at] = months;
    traits.cold[at] = Number(isCold(row));
  });
  return traits;
}

const isCold = ({ supply }: Row): boolean => supply.units.includes('cold-storage');

/** Each different value once, numbered in the order of coming. */
class Dictionary<T> {
  readonly values: T[] = [];
  readonly #known = new Map<unknown, number>();

  constructor(values: Iterable<T> = []) {
    for (const value of values) this.codeOf(value);
  }

  codeOf(value: T, key: unknown = value): number {
    let code = this.#known.get(key);
    if (code === undefined) {
      code = this.values.push(value) - 1;
      this.#known.set(key, code);
    }
    return code;
  }
}

/** What buyers require most has its bit in the row itself. */
const OFTEN_REQUIRED = [...PAPERS, ...gradesHeld('A')];
const NONE = new Uint16Array();

type Dictionaries = {
  readonly amounts: Dictionary<number>;
  readonly prices: Dictionary<number>;
  readonly minimums: Dictionary<number>;
  readonly months: Dictionary<number>;
  readonly held: Map<string, number>;
  readonly profiles: Dictionary<Profile>;
  readonly regions: Dictionary<string>;
  readonly qualities: Uint16Array;
  readonly readies: Uint16Array;
};

/** Amounts, prices (the unpriced last) and minimum orders rise with their codes, so that the best code of several stands for the best value. */
function dictionariesOf(rows: readonly Row[]): Dictionaries {
  const rising = (of: (goods: SupplyGoods) => number): Dictionary<number> =>
    new Dictionary(Float64Array.from(rows, ({ goods }) => of(goods)).sort());
  return {
    amounts: rising(({ perMonth }) => perMonth),
    prices: rising(({ price }) => price ?? NaN),
    minimums: rising(({ minimumOrder }) => minimumOrder ?? 0),
    months: new Dictionary<number>(),
    held: new Map(OFTEN_REQUIRED.map((name, bit) => [name, bit])),
    profiles: new Dictionary<Profile>(),
    regions: new Dictionary<string>(),
    qualities: differing(
      rows.map((row) => row.quality),
      QUALITY,
    ),
    readies: differing(
      rows.map((row) => row.readiness),
      READY,
    ),
  };
}

function packRow(row: Row, known: Dictionaries, atlas: Atlas, rows: Uint16Array, at: number): void {
  const { goods, supply } = row;
  rows[at + ROW.amount] = known.amounts.codeOf(goods.perMonth);
  const cold = isCold(row) ? COLD : 0;
  rows[at + ROW.price] = known.prices.codeOf(goods.price ?? NaN) << CODE_SHIFT;
  rows[at + ROW.minimum] = (known.minimums.codeOf(goods.minimumOrder ?? 0) << CODE_SHIFT) | cold;
  rows[at + ROW.season] = (known.months.codeOf(goods.months & MONTHS) << MONTHS_SHIFT) | cold;
  rows[at + ROW.usual] = usualPoints(row);
  rows[at + ROW.standing] = silentMonths(supply) | (known.readies.indexOf(row.readiness) << READY_SHIFT);
  rows[at + ROW.spot] =
    atlas.leaf[atlas.order[row.rank]!]! | (known.qualities.indexOf(row.quality) << SPOT_BITS);
  rows[at + ROW.held] = heldBits(row, known) & 0xffff;
}

/** A RangeError for the 33rd name. */
function heldBits({ goods, supply }: Row, { held }: Dictionaries): number {
  const ready = goods.exportReady ? [EXPORT_READY] : [];
  return givenBits([...verifiedPapers(supply), ...gradesHeld(goods.grade), ...ready], held);
}

function silentMonths({ monthsSilent }: Supply): number {
  return monthsSilent === null ? UNKNOWN_SILENCE : Math.max(0, Math.min(LONGEST_SILENCE, monthsSilent));
}

/** Each different value, rising; a RangeError when an index beyond `most` would be needed. */
function differing(values: readonly number[], most: number): Uint16Array {
  const different = Uint16Array.from(new Set(values)).sort();
  if (different.length > most + 1) throw new RangeError(`More than ${most + 1} different points do not fit.`);
  return different;
}

function packRest({ supply }: Row, known: Dictionaries, rest: Uint16Array, at: number): void {
  const profile = profileOf(supply);
  rest[at + REST.profile] = known.profiles.codeOf(profile, JSON.stringify(profile));
  rest[at + REST.region] = known.regions.codeOf(supply.region);
}

const profileOf = ({ kbli, units, storage, readiness, memberOf }: Supply): Profile => ({
  kbli,
  units,
  storage,
  readiness,
  memberOf,
});
