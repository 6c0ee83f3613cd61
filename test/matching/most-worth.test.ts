/** What leaves parts and rows of the market out is never below what the scorer gives, and equal to it where nothing is assumed. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialTypes } from '../../shared/credentials/credential.ts';
import { aimAt } from '../../shared/market/aim.ts';
import { mostWorth } from '../../shared/market/most-worth.ts';
import {
  ALL_PAPERS,
  COLD_ROOM,
  GRADES,
  paperMask,
  papersIn,
  type SupplyBounds,
} from '../../shared/market/supply-bounds.ts';
import { goodsFrom } from '../../shared/market/supply.ts';
import type { Pair, Supply } from '../../shared/matching/pair.ts';
import {
  MEMBER,
  QUALITY_PASS,
  unmetRequirements,
  verifiedPapers,
} from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import type { Unit } from '../../shared/units.ts';
import { anyPair } from './pairs.ts';

const now = new Date('2026-11-22T03:00:00Z');
/** Keeps for days, for weeks where it is cold, for years, and in ice alone. */
const goods = fc.constantFrom('cabbage', 'potato', 'rice', 'milk-fresh');

/** A purchase and who supplies it, as the market knows suppliers: always with goods, a readiness and a day of confirmation. */
const purchase = fc
  .record({ pair: anyPair, commodity: goods, readiness: fc.nat(100), monthsSilent: fc.nat(40) })
  .filter(({ pair }) => pair.demand.scheme === 'purchase' && pair.supply.goods !== null)
  .map(({ pair, commodity, readiness, monthsSilent }): Pair & { commodity: string } => {
    const { baseUnit, ...figures } = pair.supply.goods!;
    const offered = goodsFrom(commodity, { ...figures, unit: baseUnit as Unit });
    const supply = { ...pair.supply, readiness, monthsSilent, deliveries: 0, onTime: 0, goods: offered };
    return { ...pair, supply, viewpoint: 'offer', commodity };
  });

const standingOf = (supply: Supply) => ({
  papers: paperMask(verifiedPapers(supply)),
  readiness: supply.readiness!,
  hasColdRoom: supply.units.includes(COLD_ROOM),
});

it('tells every paper by a bit of its own, as many as there are', () => {
  const papers = [...credentialTypes, QUALITY_PASS, MEMBER];
  expect(papersIn(ALL_PAPERS)).toEqual(papers);
  for (const paper of papers) expect(papersIn(paperMask([paper]))).toEqual([paper]);
});

describe('the most points that a supply could have', () => {
  it('are its points, where all of its cooperative is known', () => {
    fc.assert(
      fc.property(purchase, ({ commodity, ...pair }) => {
        const { demand, supply, link } = pair;
        const { groundOf, atMost } = mostWorth(demand, commodity, link.kinship);
        const ground = groundOf(supply.region, [link], standingOf(supply));
        const { perMonth, price, minimumOrder, months, grade, baseUnit } = supply.goods!;
        const isComparable = baseUnit === demand.goods!.baseUnit;
        const found = atMost(
          ground,
          perMonth,
          price ?? NaN,
          minimumOrder ?? NaN,
          months,
          GRADES.indexOf(grade),
          supply.monthsSilent!,
          isComparable,
        );
        expect(found).toBe(scorePoints(pair));
      }),
      { numRuns: 5000 },
    );
  });

  it('are no fewer for a whole part than for any row in it that meets what is required, and for all of the commodity', () => {
    fc.assert(
      fc.property(purchase, fc.array(purchase, { minLength: 1, maxLength: 4 }), (first, others) => {
        const { demand, link, commodity } = first;
        const supplies = [first, ...others].map(({ supply }) => {
          const { baseUnit, ...figures } = supply.goods!;
          const own = goodsFrom(commodity, { ...figures, unit: baseUnit as Unit });
          return { ...supply, region: first.supply.region, goods: own };
        });
        const aim = aimAt(commodity, link.kinship, { demand, now, leastWays: () => [link] });
        const bounds = boundsOver(supplies);
        const regency = first.supply.region.slice(0, '35.79'.length);
        const reach = aim.reachOf(bounds, aim.groundOf({ regency, bounds }));
        for (const supply of supplies) {
          if (unmetRequirements(demand, supply).length > 0) continue;
          const points = scorePoints({ demand, supply, link, viewpoint: 'offer' });
          expect(aim.leastLacking({ ...bounds, confirmedAt: now.getTime() })).toBe(0);
          expect(aim.isAsked(regency)).toBe(true);
          expect(reach).toBeGreaterThanOrEqual(points);
          expect(aim.reachIn(regency)).toBeGreaterThanOrEqual(points);
          expect(aim.reach).toBeGreaterThanOrEqual(points);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

/** The best of each fact, worked out once more in the plainest way. */
function boundsOver(supplies: readonly Supply[]): SupplyBounds {
  const offered = supplies.map((supply) => supply.goods!);
  const prices = offered.flatMap(({ price }) => price ?? []);
  const minimums = offered.map(({ minimumOrder }) => minimumOrder ?? 0);
  const silence = Math.min(...supplies.map(({ monthsSilent }) => monthsSilent!));
  return {
    count: supplies.length,
    units: [...new Set(offered.map(({ baseUnit }) => baseUnit as Unit))],
    perMonth: Math.max(...offered.map(({ perMonth }) => perMonth)),
    price: prices.length === 0 ? null : Math.min(...prices),
    isSomeUnpriced: prices.length < supplies.length,
    minimumOrder: Math.min(...minimums) || null,
    months: offered.reduce((mask, { months }) => mask | months, 0),
    grade: Math.max(...offered.map(({ grade }) => GRADES.indexOf(grade))),
    exportReady: offered.some(({ exportReady }) => exportReady),
    papers: supplies.reduce((mask, supply) => mask | paperMask(verifiedPapers(supply)), 0),
    hasColdRoom: supplies.some(({ units }) => units.includes(COLD_ROOM)),
    readiness: Math.max(...supplies.map(({ readiness }) => readiness!)),
    confirmedAt: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - silence, 2),
  };
}
