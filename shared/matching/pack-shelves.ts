/** Packs the supplies of one commodity into columns: rows that resemble each other side by side, each bucket with its bounds. */
import { boundsOf, type Row } from './bounds.ts';
import {
  COLD_BIT,
  EXPORT_BIT,
  GRADE_RANK,
  GRADE_SHIFT,
  MONTHS,
  ROW,
  UNKNOWN_SILENCE,
  type Profile,
  type Shelf,
} from './columns.ts';
import { silence } from './feasibility.ts';
import { quality } from './goods-factors.ts';
import type { Pair, Supply, SupplyGoods } from './pair.ts';
import { freshness, readiness, trackRecord } from './party-factors.ts';

/** So that every code fits 16 bits: a commodity with more rows takes several shelves. */
const MOST_ROWS = 65_536;
/** A commodity in one regency is cut into buckets of so many rows that resemble each other: smaller ones bound tighter, but are more. */
const MOST_BUCKET_ROWS = 32;

/**
 * Packs the supplies of one commodity; those without goods are left out. `placeOf` numbers the places 0 … `places` - 1; regions
 * of one place agree in province and regency. The order of `supplies` does not matter. O(n log n).
 */
export function packShelves(
  supplies: Iterable<Supply>,
  placeOf: (region: string) => number,
  places: number,
): Shelf[] {
  const groups = new Map<string, Row[]>();
  for (const supply of supplies) {
    if (supply.goods === null) continue;
    const { baseUnit, ambientDays, coldDays } = supply.goods;
    const name = `${baseUnit} ${ambientDays} ${coldDays}`;
    const row = rowOf(supply, supply.goods, placeOf(supply.region));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.keys()].sort().flatMap((name) => shelvesOf(arranged(groups.get(name)!), places));
}

/** As many shelves as it takes, cut between buckets. */
function shelvesOf(byPlace: readonly Row[][][], places: number): Shelf[] {
  const shelves: Shelf[] = [];
  let own: Row[][][] = [];
  let count = 0;
  for (const buckets of byPlace) {
    own.push([]);
    for (const bucket of buckets) {
      if (count + bucket.length > MOST_ROWS) {
        shelves.push(packShelf(own, places));
        own = [[]];
        count = 0;
      }
      own.at(-1)!.push(bucket);
      count += bucket.length;
    }
  }
  return count === 0 ? shelves : [...shelves, packShelf(own, places)];
}

function rowOf(supply: Supply, goods: SupplyGoods, place: number): Row {
  // Seen by nobody in particular: enough for the factors that no demand changes.
  const pair = { supply, link: { kinship: 'same', km: 0, sea: false }, viewpoint: 'offer' } as Pair;
  return {
    supply,
    goods,
    place,
    quality: quality.points(pair),
    readiness: readiness.points(pair),
    trackRecord: trackRecord.points(pair),
    freshness: freshness.points(pair),
    silence: silence.points(pair),
  };
}

/** By place first, and so that rows of one bucket resemble each other: bounds are as tight as a bucket is uniform. */
function arranged(rows: readonly Row[]): Row[][][] {
  const places = Map.groupBy(rows, ({ place }) => place);
  return [...places.keys()].sort((a, b) => a - b).map((place) => cut(places.get(place)!, 0));
}

/** What rows of one place differ in, by its weight in a ranking. */
const TRAITS: readonly ((row: Row) => number)[] = [
  ({ goods }) => goods.months,
  ({ goods }) => goods.perMonth,
  ({ goods }) => goods.price ?? 0,
  (row) => 4 * row.quality + 3 * row.freshness + 3 * row.readiness + 2 * row.trackRecord,
  (row) => row.silence,
];

/** Halves the rows by one trait after the other until they fit a bucket. */
function cut(rows: Row[], trait: number): Row[][] {
  const of = TRAITS[trait % TRAITS.length]!;
  rows.sort((a, b) => of(b) - of(a) || (a.supply.id < b.supply.id ? -1 : 1));
  if (rows.length <= MOST_BUCKET_ROWS) return [rows];
  const half = MOST_BUCKET_ROWS * Math.ceil(rows.length / MOST_BUCKET_ROWS / 2);
  return [...cut(rows.slice(0, half), trait + 1), ...cut(rows.slice(half), trait + 1)];
}

function packShelf(byPlace: readonly Row[][][], places: number): Shelf {
  const rows = byPlace.flat(2);
  const { baseUnit, ambientDays, coldDays } = rows[0]!.goods;
  const columns = {
    amounts: new Dictionary<number>(),
    prices: new Dictionary<number>(),
    minimums: new Dictionary<number>(),
    profiles: new Dictionary<Profile>(),
    regions: new Dictionary<string>(),
    papers: new Map<string, number>(),
  };
  const packed = new Uint16Array(ROW.size * rows.length);
  rows.forEach((row, at) => packRow(row, columns, packed.subarray(ROW.size * at)));
  const { firstBucket, firstRow, lastRow } = bucketsOf(byPlace, places);
  return {
    keeping: { baseUnit, ambientDays, coldDays },
    ids: rows.map(({ supply }) => supply.id),
    rows: packed,
    amounts: Float64Array.from(columns.amounts.values),
    prices: Float64Array.from(columns.prices.values),
    minimums: Float64Array.from(columns.minimums.values),
    profiles: columns.profiles.values,
    regions: columns.regions.values,
    papers: columns.papers,
    firstBucket,
    firstRow,
    bounds: boundsOf(rows, packed, firstRow, lastRow),
  };
}

/** Each different value once, numbered in the order of coming. */
class Dictionary<T> {
  readonly values: T[] = [];
  readonly #known = new Map<unknown, number>();

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
  readonly profiles: Dictionary<Profile>;
  readonly regions: Dictionary<string>;
  readonly papers: Map<string, number>;
};

function packRow(row: Row, known: Dictionaries, halves: Uint16Array): void {
  const { supply, goods } = row;
  const { kbli, units, storage, readiness: score, monthsSilent } = supply;
  const held = heldBits(supply, known.papers);
  halves[ROW.amount] = known.amounts.codeOf(goods.perMonth);
  halves[ROW.price] = known.prices.codeOf(goods.price ?? NaN);
  halves[ROW.minimum] = known.minimums.codeOf(goods.minimumOrder ?? NaN);
  halves[ROW.facts] = factBits(row);
  halves[ROW.quality] = row.quality;
  halves[ROW.readiness] = row.readiness;
  halves[ROW.trackRecord] = row.trackRecord;
  halves[ROW.silent] =
    monthsSilent === null ? UNKNOWN_SILENCE : Math.max(0, Math.min(UNKNOWN_SILENCE - 1, monthsSilent));
  halves[ROW.heldLow] = held & 0xffff;
  halves[ROW.heldHigh] = held >>> 16;
  const profile = { kbli, units, storage, readiness: score };
  halves[ROW.profile] = known.profiles.codeOf(profile, JSON.stringify(profile));
  halves[ROW.region] = known.regions.codeOf(supply.region);
}

function heldBits({ credentials }: Supply, papers: Map<string, number>): number {
  let bits = 0;
  for (const type in credentials) {
    if (credentials[type] !== 'verified') continue;
    const bit = papers.get(type) ?? papers.size;
    if (bit === 32) throw new RangeError(`${type} is the 33rd kind of paper: a mask has 32 bits.`);
    papers.set(type, bit);
    bits |= 1 << bit;
  }
  return bits >>> 0;
}

function factBits({ supply, goods }: Row): number {
  return (
    (goods.months & MONTHS) |
    ((goods.grade === null ? 0 : GRADE_RANK[goods.grade]) << GRADE_SHIFT) |
    (Number(goods.exportReady) << EXPORT_BIT) |
    (Number(supply.units.includes('cold-storage')) << COLD_BIT)
  );
}

function bucketsOf(byPlace: readonly Row[][][], places: number) {
  const firstBucket = new Uint32Array(places + 1);
  const firstRow: number[] = [];
  const lastRow: number[] = [];
  let row = 0;
  let place = 0;
  for (const buckets of byPlace) {
    if (buckets.length === 0) continue;
    firstBucket.fill(firstRow.length, place, buckets[0]![0]!.place + 1);
    place = buckets[0]![0]!.place + 1;
    if (buckets.length > 1) {
      firstRow.push(row);
      lastRow.push(row + buckets.reduce((sum, own) => sum + own.length, 0));
    }
    for (const own of buckets) {
      firstRow.push(row);
      row += own.length;
      lastRow.push(row);
    }
  }
  firstBucket.fill(firstRow.length, place);
  return { firstBucket, firstRow: Uint32Array.from([...firstRow, row]), lastRow };
}
