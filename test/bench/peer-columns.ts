/**
 * The market as flat columns of whole numbers, for databases to rank: every fact that scoring reads of a supply, numbered, with the
 * points that no demand changes worked out beforehand, as our own columns have them. Made from the pure functions of
 * `shared/matching` alone, so that what the peers are compared with does not help to build them.
 */
import { silence } from '../../shared/matching/feasibility.ts';
import { keepMilliDays, monthsKept } from '../../shared/matching/facts.ts';
import { halfReachMilliDays, quality } from '../../shared/matching/goods-factors.ts';
import type { Pair, Supply } from '../../shared/matching/pair.ts';
import { freshness, readiness, trackRecord } from '../../shared/matching/party-factors.ts';
import { landmassOf } from '../../shared/regions/landmass.ts';

/** What a supply is in a database, by column. */
export const SUPPLY_COLUMNS = {
  commodity_no: 'SMALLINT',
  shore_no: 'SMALLINT',
  amount: 'DOUBLE',
  rank: 'INTEGER',
  silence: 'SMALLINT',
  price: 'DOUBLE',
  quality: 'SMALLINT',
  fresh: 'SMALLINT',
  ready: 'SMALLINT',
  record: 'SMALLINT',
  held: 'BIGINT',
  grade: 'SMALLINT',
  score: 'DOUBLE',
  region_no: 'INTEGER',
  unit_no: 'SMALLINT',
  minimum: 'DOUBLE',
  months: 'SMALLINT',
  reach: 'SMALLINT',
  keep: 'INTEGER',
  half: 'INTEGER',
} as const;

/** Columns that may be `null`: not stated. */
type Unstated = 'price' | 'minimum';

/**
 * One supply. `…_no` are numbers of a dictionary of `PeerColumns`. `rank`: place of the id among all ids in order, by which equals go.
 * `reach`: the harvest months and those reached from store. `held`: verified credentials, business classes and units of the cooperative,
 * readiness for export, as bits. `score`: the readiness score, -1 for none. `keep`, `half`: how long the goods keep, and the time
 * on the way after which half of nearness is lost, in thousandths of a day. The other names are points.
 */
export type PeerRow = Readonly<
  Record<Exclude<keyof typeof SUPPLY_COLUMNS, Unstated>, number> & Record<Unstated, number | null>
> & {
  /** By `storageUnits`. */
  readonly stored: readonly number[];
};

/** In the order of the columns, what is stored last. */
export const cellsOf = (row: PeerRow): (number | null)[] => [
  ...COLUMN_NAMES.map((name) => row[name]),
  ...row.stored,
];
const COLUMN_NAMES = Object.keys(SUPPLY_COLUMNS) as (keyof typeof SUPPLY_COLUMNS)[];

/** Place and island: what a distance depends on, but inside the destination's own regency. */
export type Shore = { readonly place: string; readonly land: string };

/** Numbers things in the order in which they come. */
export class Numbering<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a thing that is told apart by `key`. */
  of(key: string, thing: T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push(thing) - 1;
  }

  /** Undefined for what nothing has. */
  known(key: string): number | undefined {
    return this.#numbers.get(key);
  }
}

/** Whole numbers of JavaScript hold so many bits beside each other. */
const MOST_BITS = 52;
const GRADES = { A: 3, B: 2, C: 1 } as const;

export class PeerColumns {
  /** All ids in order. */
  readonly ids: readonly string[];
  /** All regions in order, so that what lies in a region is a range. */
  readonly regions: readonly string[];
  readonly commodities = new Numbering<string>();
  readonly units = new Numbering<string>();
  readonly storageUnits = new Numbering<string>();
  readonly held = new Numbering<string>();
  readonly shores = new Numbering<Shore>();
  readonly rows: readonly PeerRow[];

  /** O(n log n). Supplies without goods are left out: a purchase ranks goods. */
  constructor(stock: ReadonlyMap<string, readonly Supply[]>) {
    const supplies = [...stock.values()].flat();
    this.ids = supplies.map(({ id }) => id).sort();
    this.regions = [...new Set(supplies.map(({ region }) => region))].sort();
    const rankOf = new Map(this.ids.map((id, rank) => [id, rank]));
    const regionOf = new Map(this.regions.map((code, number) => [code, number]));
    for (const { storage } of supplies) for (const { unit } of storage) this.storageUnits.of(unit, unit);
    const rows: PeerRow[] = [];
    for (const [code, own] of stock) {
      for (const supply of own) {
        if (supply.goods === null) continue;
        rows.push({
          ...this.#factsOf(supply),
          rank: rankOf.get(supply.id)!,
          region_no: regionOf.get(supply.region)!,
          commodity_no: this.commodities.of(code, code),
        });
      }
    }
    this.rows = rows;
  }

  #factsOf(supply: Supply): Omit<PeerRow, 'rank' | 'region_no' | 'commodity_no'> {
    const goods = supply.goods!;
    const pair = { supply, link: { kinship: 'same' }, viewpoint: 'offer' } as Pair;
    const keep = keepMilliDays(pair, goods);
    const { months } = goods;
    const place = supply.region.slice(0, '35.79'.length);
    const land = landmassOf(supply.region) ?? '';
    return {
      unit_no: this.units.of(goods.baseUnit, goods.baseUnit),
      amount: goods.perMonth,
      price: goods.price,
      minimum: goods.minimumOrder,
      months,
      reach: reachOf(months, monthsKept(pair)),
      keep,
      half: halfReachMilliDays(keep),
      shore_no: this.shores.of(`${place} ${land}`, { place, land }),
      held: this.#bitsOf(supply, goods.exportReady),
      grade: goods.grade === null ? 0 : GRADES[goods.grade],
      score: supply.readiness ?? -1,
      quality: quality.points(pair),
      ready: readiness.points(pair),
      record: trackRecord.points(pair),
      fresh: freshness.points(pair),
      silence: silence.points(pair),
      stored: this.storageUnits.all.map((unit) =>
        supply.storage.reduce((sum, room) => (room.unit === unit ? sum + room.amount : sum), 0),
      ),
    };
  }

  #bitsOf({ credentials, kbli, units }: Supply, isExportReady: boolean): number {
    const names = new Set([
      ...Object.keys(credentials).filter((type) => credentials[type] === 'verified'),
      ...kbli.map((code) => `kbli ${code}`),
      ...units.map((unit) => `unit ${unit}`),
      ...(isExportReady ? ['export'] : []),
    ]);
    return [...names].reduce((bits, name) => bits + 2 ** this.#bitOf(name), 0);
  }

  #bitOf(name: string): number {
    const bit = this.held.of(name, name);
    if (bit >= MOST_BITS) throw new RangeError(`More than ${MOST_BITS} credentials, classes and units.`);
    return bit;
  }
}

/** The harvest months and those that stored goods reach. */
function reachOf(months: number, kept: number): number {
  let reach = months;
  for (let i = 0; i < kept; i += 1) reach |= ((reach << 1) | (reach >> 11)) & 0xfff;
  return reach;
}
