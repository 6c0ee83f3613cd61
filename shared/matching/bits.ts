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

/** The bits of the names; `null` when one of them has none. */
export function bitsIn(known: ReadonlyMap<string, number>, names: readonly string[]): number | null {
  let bits = 0;
  for (const name of names) {
    const bit = known.get(name);
    if (bit === undefined) return null;
    bits |= 1 << bit;
  }
  return bits;
}
