/** Piecewise straight curves over whole numbers: the one shape that every factor uses, so that a hand can check it. */
import { countBits } from './bits.ts';

/** Knots `[x, points]` with rising x. */
export type Curve = readonly (readonly [number, number])[];

/** A curve from text, so that a table of curves can be read at a glance: `'0:0 80:300'` is 0 → 0, 80 → 300. */
export function knots(text: string): Curve {
  return text.split(' ').map((knot) => {
    const [x, points] = knot.split(':').map(Number);
    return [x!, points!];
  });
}

/**
 * Points (0..1000) of `x` on the curve: straight between knots, flat before the first and after the last, rounded down.
 * Monotone whenever the knots are. O(knots).
 */
export function pointsOn(curve: Curve, x: number): number {
  const first = curve[0]!;
  if (x <= first[0]) return first[1];
  for (let i = 1; i < curve.length; i += 1) {
    const [x1, y1] = curve[i]!;
    if (x >= x1) continue;
    const [x0, y0] = curve[i - 1]!;
    return Math.floor(y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
  }
  return curve[curve.length - 1]![1];
}

/**
 * Points for every whole x from 0 to the last knot, beyond which a curve is flat. Made at every start, so knot by knot: asking
 * `pointsOn` for each x cost a tenth of a cold one.
 */
export function tableOf(curve: Curve): Uint16Array {
  const table = new Uint16Array(curve[curve.length - 1]![0] + 1);
  let [x0, y0] = curve[0]!;
  table.fill(y0, 0, x0);
  for (const [x1, y1] of curve) {
    for (let x = x0; x < x1; x += 1) table[x] = Math.floor(y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
    [x0, y0] = [x1, y1];
  }
  table[x0] = y0;
  return table;
}

/** A value of the table for x from 0 on, rounded down; the last one beyond its end. */
export function lookUp(table: Uint16Array, x: number): number {
  return table[x < table.length ? x | 0 : table.length - 1]!;
}

/** `part / whole` in thousandths, rounded down, held within 0..1,000,000; `whole` must be above 0. */
export function thousandths(part: number, whole: number): number {
  return Math.min(1_000_000, Math.max(0, Math.floor((1000 * part) / whole)));
}

/** Number of months (bits) in a mask. */
export const countMonths = (mask: number): number => countBits(mask & 0xfff);
