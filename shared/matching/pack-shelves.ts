/** Packs the supplies of one commodity into columns, and rows that resemble each other under nodes with their bounds. */
import type { Atlas } from './atlas.ts';
import { givenBits } from './bits.ts';
import { writeBounds } from './bounds.ts';
import {
  COLD_BIT,
  EXPORT_BIT,
  GRADE_RANK,
  GRADE_SHIFT,
  LONGEST_SILENCE,
  MONTHS,
  NODE,
  QUALITY,
  QUALITY_SHIFT,
  READY,
  READY_SHIFT,
  RECORD_SHIFT,
  REST,
  ROW,
  SPOT,
  SPOT_BITS,
  UNKNOWN_SILENCE,
  type Keeping,
  type Profile,
  type Shelf,
} from './columns.ts';
import { keepMilliDays, ROAD_KM_A_DAY } from './facts.ts';
import { silence } from './feasibility.ts';
import { halfReachMilliDays, quality } from './goods-factors.ts';
import { growTree, type Traits } from './grow-tree.ts';
import type { Pair, Supply, SupplyGoods } from './pair.ts';
import { freshness, readiness, trackRecord } from './party-factors.ts';
import { verifiedPapers } from './requirements.ts';
import { WEIGHTS } from './weights.ts';

/** So that every index fits 16 bits: a commodity with more rows takes several shelves. */
const MOST_ROWS = 65_536;

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
  if (atlas.spots > SPOT + 1) throw new RangeError(`${atlas.spots} spots do not fit ${SPOT_BITS} bits.`);
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
  if (rows.length <= MOST_ROWS) return [packShelf(rows, atlas)];
  rows.sort((a, b) => a.rank - b.rank || (a.supply.id < b.supply.id ? -1 : 1));
  const each = Math.ceil(rows.length / Math.ceil(rows.length / MOST_ROWS));
  const parts = Array.from({ length: Math.ceil(rows.length / each) }, (_, part) => part * each);
  return parts.map((from) => packShelf(rows.slice(from, from + each), atlas));
}

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
  const keep = { units: [], goods: keeping } as unknown as Supply;
  const tree = growTree(traitsOf(unsorted), unsorted.length, atlas, {
    halfKm: (ROAD_KM_A_DAY * halfReachMilliDays(keepMilliDays({ supply: keep } as Pair, keep.goods!))) / 1000,
    coldCounts: (coldDays ?? 0) > ambientDays,
  });
  const rows = Array.from(tree.order, (at) => unsorted[at]!);
  const known: Dictionaries = {
    // Rising, so that what one demand asks for lies together.
    amounts: new Dictionary(Float64Array.from(rows, ({ goods }) => goods.perMonth).sort()),
    prices: new Dictionary(Float64Array.from(rows, ({ goods }) => goods.price ?? NaN).sort()),
    minimums: new Dictionary(Float64Array.from(rows, ({ goods }) => goods.minimumOrder ?? NaN).sort()),
    months: new Dictionary<number>(),
    papersHeld: new Dictionary<number>(),
    papers: new Map<string, number>(),
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
  const columns = {
    rows: new Uint16Array(ROW.size * rows.length),
    rest: new Uint16Array(REST.size * rows.length),
  };
  const standings = new Uint32Array(rows.length);
  rows.forEach((row, at) => {
    const standing = standingOf(row, known);
    standings[at] = standing;
    packRow(row, known, standing, atlas, columns.rows, ROW.size * at);
    packRest(row, known, columns.rest, REST.size * at);
  });
  const nodes = new ArrayBuffer(4 * NODE.size * tree.from.length);
  const shelf = {
    keeping,
    atlas,
    ids: rows.map(({ supply }) => supply.id),
    ...columns,
    floats: new Float32Array(nodes),
    words: new Uint32Array(nodes),
    amounts: Float64Array.from(known.amounts.values),
    prices: Float64Array.from(known.prices.values),
    minimums: Float64Array.from(known.minimums.values),
    qualities: known.qualities,
    readies: known.readies,
    papersHeld: Uint32Array.from(known.papersHeld.values),
    papers: known.papers,
    profiles: known.profiles.values,
    regions: known.regions.values,
  };
  const { months } = known;
  writeBounds(
    { ...shelf, standings, monthMasks: months.values, codeOfMonths: (mask) => months.codeOf(mask) },
    tree,
  );
  return { ...shelf, months: Uint16Array.from(months.values) };
}

/** Weighed points of what no demand changes, by the weights of a purchase. */
function usualPoints(row: Row): number {
  const weigh = WEIGHTS.purchase;
  return (
    weigh.quality * row.quality +
    weigh.freshness * row.freshness +
    weigh.readiness * row.readiness +
    weigh.trackRecord * row.trackRecord
  );
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

type Dictionaries = {
  readonly amounts: Dictionary<number>;
  readonly prices: Dictionary<number>;
  readonly minimums: Dictionary<number>;
  readonly months: Dictionary<number>;
  readonly papersHeld: Dictionary<number>;
  readonly papers: Map<string, number>;
  readonly profiles: Dictionary<Profile>;
  readonly regions: Dictionary<string>;
  readonly qualities: Uint16Array;
  readonly readies: Uint16Array;
};

function packRow(
  row: Row,
  known: Dictionaries,
  standing: number,
  atlas: Atlas,
  rows: Uint16Array,
  at: number,
): void {
  const { goods } = row;
  rows[at + ROW.amount] = known.amounts.codeOf(goods.perMonth);
  rows[at + ROW.price] = known.prices.codeOf(goods.price ?? NaN);
  rows[at + ROW.minimum] = known.minimums.codeOf(goods.minimumOrder ?? NaN);
  rows[at + ROW.facts] =
    known.months.codeOf(goods.months & MONTHS) |
    ((goods.grade === null ? 0 : GRADE_RANK[goods.grade]) << GRADE_SHIFT) |
    (Number(goods.exportReady) << EXPORT_BIT) |
    (Number(isCold(row)) << COLD_BIT);
  rows[at + ROW.usual] = usualPoints(row);
  rows[at + ROW.standing] = standing & 0xffff;
  rows[at + ROW.held] = known.papersHeld.codeOf(givenBits(verifiedPapers(row.supply), known.papers));
  rows[at + ROW.spot] = atlas.leaf[atlas.order[row.rank]!]! | ((standing >>> QUALITY_SHIFT) << SPOT_BITS);
}

function standingOf(row: Row, { qualities, readies }: Dictionaries): number {
  const { monthsSilent } = row.supply;
  const silent =
    monthsSilent === null ? UNKNOWN_SILENCE : Math.max(0, Math.min(LONGEST_SILENCE, monthsSilent));
  return (
    (qualities.indexOf(row.quality) << QUALITY_SHIFT) |
    (row.trackRecord << RECORD_SHIFT) |
    (readies.indexOf(row.readiness) << READY_SHIFT) |
    silent
  );
}

/** Each different value, rising; a RangeError when an index beyond `most` would be needed. */
function differing(values: readonly number[], most: number): Uint16Array {
  const different = Uint16Array.from(new Set(values)).sort();
  if (different.length > most + 1) throw new RangeError(`More than ${most + 1} different points do not fit.`);
  return different;
}

function packRest({ supply }: Row, known: Dictionaries, rest: Uint16Array, at: number): void {
  const { kbli, units, storage, readiness: score, memberOf, region } = supply;
  const profile = { kbli, units, storage, readiness: score, memberOf };
  rest[at + REST.profile] = known.profiles.codeOf(profile, JSON.stringify(profile));
  rest[at + REST.region] = known.regions.codeOf(region);
}
