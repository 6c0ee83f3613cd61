/** The curves point by point, since a database finds a number faster than it works out a piecewise line. */
import { pointsOn, type Curve } from '../../shared/matching/curve.ts';
import { OBSTACLES, WORTH } from '../../shared/matching/curves.ts';
import { UNCOMPARABLE_UNITS } from '../../shared/matching/feasibility.ts';
import { UNKNOWN_AMOUNT, UNKNOWN_PRICE } from '../../shared/matching/goods-factors.ts';

/** By name: the curve, what counts where its argument is unknown, and the greatest argument that is looked up. */
const CURVES = {
  covered: [OBSTACLES.covered, UNCOMPARABLE_UNITS, 1000],
  covered_worth: [WORTH.covered, UNKNOWN_AMOUNT, 1000],
  price: [OBSTACLES.price, 1000, 4000],
  price_worth: [WORTH.price, UNKNOWN_PRICE, 4000],
  minimum: [OBSTACLES.minimumOrder, 1000, 2500],
  season: [OBSTACLES.season, 0, 1000],
  spoilage: [OBSTACLES.spoilage, 0, 1000],
  freight: [OBSTACLES.freight, 1000, 3000],
  freight_worth: [WORTH.freight, 1000, 3000],
  burden: [WORTH.burden, 1000, 100],
  nearness: [WORTH.nearness, 0, 16_000],
  same_province: [WORTH.sameProvince, 0, 150],
} as const satisfies Record<string, readonly [Curve, number, number]>;

export type CurveName = keyof typeof CURVES;
export const CURVE_NAMES = Object.keys(CURVES) as CurveName[];

/** Points where x is unknown, then from x = 0 to the greatest that is looked up. */
export function curvePoints(name: CurveName): number[] {
  const [curve, unknown, last] = CURVES[name];
  return [unknown, ...Array.from({ length: last + 1 }, (_, x) => pointsOn(curve, x))];
}
