/** Sets of names as the bits of one word, so that rows tell by one comparison whether they have all that is asked for. */

/** The bits of the names; one that is new takes the next. A RangeError for the 33rd of its kind. */
export function givenBits(names: Iterable<string>, known: Map<string, number>): number {
  let bits = 0;
  for (const name of names) {
    const bit = known.get(name) ?? known.size;
    if (bit === 32) throw new RangeError(`${name} is the 33rd of its kind: a mask has 32 bits.`);
    known.set(name, bit);
    bits |= 1 << bit;
  }
  return bits >>> 0;
}

/** The bits of the names that have one, and how many have none. */
export function bitsAmong(
  known: ReadonlyMap<string, number>,
  names: readonly string[],
): { readonly bits: number; readonly unknown: number } {
  let [bits, unknown] = [0, 0];
  for (const name of names) {
    const bit = known.get(name);
    if (bit === undefined) unknown += 1;
    else bits |= 1 << bit;
  }
  return { bits, unknown };
}

/** The bits of the names; `null` when one of them has none. */
export function bitsIn(known: ReadonlyMap<string, number>, names: readonly string[]): number | null {
  const { bits, unknown } = bitsAmong(known, names);
  return unknown > 0 ? null : bits;
}

/** How many bits are set; what is required has few. */
export function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
