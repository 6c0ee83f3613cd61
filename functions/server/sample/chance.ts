/** Chance that always falls the same way: the sample must be the same on every machine, so that README and tests can name it. */

/** A row of draws that follows from its seed alone. */
export type Chance = {
  /** A number from 0 up to, not including, 1. */
  share(): number;
  /** True in `share` of the cases. */
  happens(share: number): boolean;
  /** A multiple of `step` between two bounds, both included. */
  between(least: number, most: number, step?: number): number;
};

/** Mulberry32 over an FNV-1a hash of the seed: small, fast, good enough for made-up figures. */
export function chanceFrom(seed: string): Chance {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    share,
    happens: (part) => share() < part,
    between: (least, most, step = 1) =>
      least + step * Math.floor(share() * (Math.floor((most - least) / step) + 1)),
  };
}
