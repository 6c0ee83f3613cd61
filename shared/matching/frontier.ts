/**
 * What is still to be looked at, the highest bound first up to a few points: lists by bound, for bounds fall as a search goes on, so the
 * next list is never far. Kept from question to question, so that nothing is allocated in between.
 */

/** Bounds of one list differ by less than this many points, a 1600th of all: looking in a list's own order costs next to nothing. */
const WIDTH_SHIFT = 6;
/** For bounds below 2²⁰. */
const LISTS = 2 ** (20 - WIDTH_SHIFT);

export class Frontier {
  /** The first entry of each list, 0 for none. */
  readonly #first = new Int32Array(LISTS);
  #next = new Int32Array(1024);
  #bounds = new Int32Array(1024);
  #references = new Float64Array(1024);
  /** Entries are never used again within a question. */
  #entries = 1;
  /** No list above it has entries. */
  #highest = 0;
  /** The entry that was taken last. */
  #taken = 0;

  /** Empties it. O(lists used). */
  clear(): void {
    for (let entry = 1; entry < this.#entries; entry += 1)
      this.#first[this.#bounds[entry]! >> WIDTH_SHIFT] = 0;
    this.#entries = 1;
    this.#highest = 0;
  }

  /** `bound` from 0 to 2²⁰ - 1, any whole `reference`. */
  add(bound: number, reference: number): void {
    const entry = this.#entries;
    if (entry === this.#next.length) this.#grow();
    this.#entries += 1;
    const list = bound >> WIDTH_SHIFT;
    this.#bounds[entry] = bound;
    this.#references[entry] = reference;
    this.#next[entry] = this.#first[list]!;
    this.#first[list] = entry;
    if (list > this.#highest) this.#highest = list;
  }

  /**
   * Takes away one of the highest; false when none can reach `least`. Others may have a slightly higher bound, all that are left have
   * less than what was looked for once it is false.
   */
  take(least: number): boolean {
    const lowest = least < 0 ? 0 : least >> WIDTH_SHIFT;
    let list = this.#highest;
    while (list >= lowest && this.#first[list] === 0) list -= 1;
    if (list < lowest) return false;
    this.#highest = list;
    const entry = this.#first[list]!;
    this.#first[list] = this.#next[entry]!;
    this.#taken = entry;
    return true;
  }

  /** Of what was taken. */
  get bound(): number {
    return this.#bounds[this.#taken]!;
  }

  get reference(): number {
    return this.#references[this.#taken]!;
  }

  #grow(): void {
    const size = 2 * this.#next.length;
    const grown = <T extends Int32Array | Float64Array>(into: T, from: T): T => {
      into.set(from);
      return into;
    };
    this.#next = grown(new Int32Array(size), this.#next);
    this.#bounds = grown(new Int32Array(size), this.#bounds);
    this.#references = grown(new Float64Array(size), this.#references);
  }
}
