/** The curves that factors are read from, and the tables that stand in for them where every microsecond counts. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { knots, pointsOn, tableOf, type Curve } from '../../shared/matching/curve.ts';
import { OBSTACLES, WORTH } from '../../shared/matching/curves.ts';

const curves: fc.Arbitrary<Curve> = fc
  .uniqueArray(fc.tuple(fc.nat(500), fc.nat(1000)), { selector: ([x]) => x, minLength: 1, maxLength: 6 })
  .map((points) => points.toSorted(([a], [b]) => a - b));

const expectAlike = (curve: Curve) => {
  const table = tableOf(curve);
  expect([...table]).toEqual([...table.keys()].map((x) => pointsOn(curve, x)));
  expect(pointsOn(curve, table.length + 1)).toBe(table.at(-1));
};

test('a curve runs straight between its knots, rounded down, and flat beyond them', () => {
  const season = knots('10:0 80:300 250:750');
  expect([0, 10, 45, 46, 80, 250, 9000].map((x) => pointsOn(season, x))).toEqual([
    0, 0, 150, 154, 300, 750, 750,
  ]);
});

test('the table of a curve says for every whole x what the curve says', () => {
  fc.assert(fc.property(curves, expectAlike), { numRuns: 1_000 });
  for (const curve of [...Object.values(OBSTACLES), ...Object.values(WORTH)]) expectAlike(curve);
});
