/** What is still to be looked at, the highest bound first: a heap of whole numbers in one array that is kept. */

/** Above every reference; a key is bound × this + what is left of it after the reference, so that of equal bounds the lower comes first. */
const SPACE = 2 ** 32;

export class Frontier {
  size = 0;
  keys = new Float64Array(1024);

  /** `bound` from 0 to 2²⁰, `reference` from 0 to 2³² - 1. */
  add(bound: number, reference: number): void {
    if (this.size === this.keys.length) {
      const keys = new Float64Array(2 * this.size);
      keys.set(this.keys);
      this.keys = keys;
    }
    const { keys } = this;
    const key = bound * SPACE + (SPACE - 1 - reference);
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = keys[parent]!;
      if (above >= key) break;
      keys[at] = above;
      at = parent;
    }
    keys[at] = key;
  }

  /** The key of the highest, which is taken away; -1 when there is none. */
  take(): number {
    if (this.size === 0) return -1;
    const { keys } = this;
    const first = keys[0]!;
    this.size -= 1;
    const { size } = this;
    const last = keys[size]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      let below = keys[child]!;
      if (child + 1 < size && keys[child + 1]! > below) {
        child += 1;
        below = keys[child]!;
      }
      if (last >= below) break;
      keys[at] = below;
      at = child;
    }
    keys[at] = last;
    return first;
  }
}

export const boundOf = (key: number): number => Math.floor(key / SPACE);
export const referenceOf = (key: number, bound: number): number => SPACE - 1 - (key - bound * SPACE);
