/** The best rows of a question so far, in one array of the limit's size: nothing is allocated for a row that comes in. */

export type Best = { readonly id: string; readonly points: number };

/** What rows were found in, and their ids there. */
type Holder = { readonly shelf: { readonly ids: readonly string[] } };

/** A key is points × `SPACE` + number of the holder × `ROWS` + row. */
const SPACE = 2 ** 32;
const ROWS = 2 ** 20;

/** Kept from question to question: nothing is asked while another is being answered. */
let KEYS = new Float64Array(128);

/** The best rows so far, best first, equals by id; of at most 4096 holders with less than 2²⁰ rows each, of less than 2²¹ points. */
export class BestRows<V extends Holder> {
  readonly limit: number;
  size = 0;
  readonly keys: Float64Array;
  /** Those that rows came in from. */
  readonly holders: V[] = [];
  /** The number of the latest. */
  holder = -1;
  /** Points that a row must reach to come in; the least while there is room. */
  threshold = -1;

  constructor(limit: number) {
    this.limit = limit;
    if (KEYS.length < limit) KEYS = new Float64Array(limit);
    this.keys = KEYS;
  }

  /** Whether a row of so many points, and this id among equals, would come in. */
  takes(points: number, holder: V, row: number): boolean {
    if (points !== this.threshold) return points > this.threshold;
    return holder.shelf.ids[row]! < this.idAt(this.limit - 1);
  }

  /** Only for what it `takes`. */
  add(points: number, holder: V, row: number): void {
    const { keys } = this;
    const equal = points * SPACE;
    const more = equal + SPACE;
    let at = this.size < this.limit ? this.size : this.limit - 1;
    if (this.size < this.limit) this.size += 1;
    for (; at > 0; at -= 1) {
      const before = keys[at - 1]!;
      if (before >= more || (before >= equal && this.idAt(at - 1) < holder.shelf.ids[row]!)) break;
      keys[at] = before;
    }
    keys[at] = equal + this.numberOf(holder) * ROWS + row;
    if (this.size === this.limit) this.threshold = Math.floor(keys[this.limit - 1]! / SPACE);
  }

  /** Rows come in from few holders, and several from one. */
  numberOf(holder: V): number {
    const { holders } = this;
    if (holders[this.holder] === holder) return this.holder;
    const known = holders.indexOf(holder);
    this.holder = known < 0 ? holders.push(holder) - 1 : known;
    return this.holder;
  }

  idAt(at: number): string {
    const key = this.keys[at]!;
    // Without a remainder of floats, which costs more than all the rest.
    const reference = key - Math.floor(key / SPACE) * SPACE;
    const holder = Math.floor(reference / ROWS);
    return this.holders[holder]!.shelf.ids[reference - holder * ROWS]!;
  }

  listed(): Best[] {
    const list: Best[] = [];
    for (let at = 0; at < this.size; at += 1) {
      list.push({ id: this.idAt(at), points: Math.floor(this.keys[at]! / SPACE) });
    }
    return list;
  }
}
