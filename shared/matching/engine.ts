/**
 * The search compiled to WebAssembly (`assembly/`), and the memory that it shares with who asks it: what a question says is written to fixed places
 * (`search-layout.ts`), and the columns of shelves lie where the search reads them.
 */
import { tableOf } from './curve.ts';
import { WORTH } from './curves.ts';
import { SEARCH } from './data/search-code.ts';
import { roadFreightPerTon, roadMilliDays, seaFreightPerTon, seaMilliDays } from './facts.ts';
import {
  BURDEN_AT,
  BURDEN_LAST,
  FREE_AT,
  FREIGHT_AT,
  FREIGHT_LAST,
  KM_LAST,
  NEARNESS_AT,
  NEARNESS_LAST,
  PROVINCE_AT,
  PROVINCE_LAST,
  SPOILAGE_AT,
  SPOILAGE_LAST,
  TRAVEL_AT,
} from './search-layout.ts';
import { bothOf, BURDEN, FREIGHT, FREIGHT_WORTH, NEARNESS, SPOILAGE } from './tables.ts';

/** What `assembly/search.ts` exports, explained there. What is true is 1. */
type Search = {
  readonly begin: (limit: number) => void;
  readonly enter: (
    room: number,
    holder: number,
    rows: number,
    nodes: number,
    heldMore: number,
    needed: number,
    leastReady: number,
    asksMore: number,
    excludes: number,
    base: number,
    ofFeasibility: number,
    ofQuantity: number,
    ofPrice: number,
    ofDistance: number,
    ofLocality: number,
    isUsual: number,
    worthATon: number,
    related: number,
    keep: number,
    half: number,
    coldKeep: number,
    coldHalf: number,
  ) => void;
  readonly lookThrough: (rooms: number) => void;
  readonly threshold: () => number;
  readonly found: () => number;
  readonly pointsAt: (at: number) => number;
  readonly holderAt: (at: number) => number;
  readonly rowAt: (at: number) => number;
  readonly pointsOf: (room: number, row: number) => number;
  readonly rowsScored: () => number;
  readonly take: (bytes: number) => number;
  readonly give: (at: number) => void;
};

/** Whose shelf the search looks into: what it asks about a row, which it knows as numbers only. */
export type Holder = {
  readonly idOf: (row: number) => string;
  /** Whether a row meets what its bits, readiness and spot do not tell of. */
  readonly meetsMore: (row: number) => boolean;
  /** The way from a row's own region: kilometres, and 65,536 more where they lead over the sea. */
  readonly wayOf: (row: number) => number;
};

/** Of the question that is being answered, by the number under which each entered. Nothing is asked while another is. */
let holders: readonly Holder[] = [];

/** Tells the search whose shelves a question looks into; more may be added. */
export function answerFrom(own: readonly Holder[]): void {
  holders = own;
}

const PAGE = 65_536;
/** All that 32 bits address. Memory is taken as it is used. */
const MOST_PAGES = 65_536;
/** Shared, though with nobody: such a memory grows without taking away what is seen through earlier views. */
const memory = new WebAssembly.Memory({
  initial: Math.ceil(FREE_AT / PAGE) + 1,
  maximum: MOST_PAGES,
  shared: true,
});

/** The fixed places, by what stands there. */
export const WORDS = new Int32Array(memory.buffer);
export const FLOATS = new Float64Array(memory.buffer);
export const HALVES = new Uint16Array(memory.buffer);
export const BYTES = new Uint8Array(memory.buffer);

export const search = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(SEARCH, 'base64')), {
  env: {
    memory,
    abort: (): never => {
      throw new RangeError('The memory of the search is used up.');
    },
  },
  best: {
    isBefore: (holder: number, row: number, other: number, otherRow: number): boolean =>
      holders[holder]!.idOf(row) < holders[other]!.idOf(otherRow),
  },
  search: {
    meetsMore: (holder: number, row: number): boolean => holders[holder]!.meetsMore(row),
    wayOf: (holder: number, row: number): number => holders[holder]!.wayOf(row),
  },
}).exports as Search;

let hasCurves = false;

/** Of no use before there are columns, so a process that never packs any does not wait for them. */
function writeCurves(): void {
  WORDS.set(upTo(FREIGHT_LAST, bothOf(FREIGHT, FREIGHT_WORTH)), FREIGHT_AT / 4);
  HALVES.set(upTo(NEARNESS_LAST, NEARNESS), NEARNESS_AT / 2);
  HALVES.set(upTo(BURDEN_LAST, BURDEN), BURDEN_AT / 2);
  HALVES.set(upTo(SPOILAGE_LAST, SPOILAGE), SPOILAGE_AT / 2);
  HALVES.set(upTo(PROVINCE_LAST, tableOf(WORTH.sameProvince)), PROVINCE_AT / 2);
  for (let km = 0; km <= KM_LAST; km += 1) {
    const at = TRAVEL_AT / 4 + 4 * km;
    WORDS[at] = roadMilliDays(km);
    WORDS[at + 1] = seaMilliDays(km);
    WORDS[at + 2] = roadFreightPerTon(km);
    WORDS[at + 3] = seaFreightPerTon(km);
  }
  hasCurves = true;
}

/** The table, where the layout has room for just that: else a curve was redrawn, and the layout was not. */
function upTo<T extends Uint16Array | Int32Array>(last: number, table: T): T {
  if (table.length !== last + 1)
    throw new RangeError(`A curve ends at ${table.length - 1}, its place in search-layout.ts at ${last}.`);
  return table;
}

/** What memory brings to the processor at once. */
const LINE = 64;
const unseen = new FinalizationRegistry<{ readonly at: number; views: number }>((block) => {
  block.views -= 1;
  if (block.views === 0) search.give(block.at);
});

/** Columns of so many bytes, an even number, all 0, where the search reads them. They are given back some time after neither view is in use any more. */
export function columnsOf(bytes: number): { readonly halves: Uint16Array; readonly words: Int32Array } {
  if (!hasCurves) writeCurves();
  const block = { at: search.take(bytes + LINE) >>> 0, views: 2 };
  const at = LINE * Math.ceil(block.at / LINE);
  const halves = new Uint16Array(memory.buffer, at, bytes / 2).fill(0);
  const words = new Int32Array(memory.buffer, at, Math.floor(bytes / 4));
  unseen.register(halves, block);
  unseen.register(words, block);
  return { halves, words };
}
