/** The fast ranking of purchases for a supply gives what scoring every pair gives: the same ids, the same points. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approachTo, atlas, placeOf } from '../../shared/market/approach.ts';
import { bestOutlets, type OutletWeights } from '../../shared/matching/outlets.ts';
import { packOutlets } from '../../shared/matching/pack-outlets.ts';
import type { Demand, Kinship, Supply } from '../../shared/matching/pair.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import { weightsFor, type Weights } from '../../shared/matching/weights.ts';
import { distanceBetween } from '../../shared/regions/distance.ts';
import { Nation } from '../support/nation.ts';
import { anyPair, cabbagePair } from './pairs.ts';

/** Batu and its neighbours, the islands of Sumenep and Halmahera Selatan, Samarinda, the far ends, regencies and a province. */
const REGIONS = [
  '35.79.02.2008',
  '35.79.02.2005',
  '35.79.01.1004',
  '35.07.24.2001',
  '35.29.01.2001',
  '35.29.24.2001',
  '82.04.05.2001',
  '82.04.10.2001',
  '64.72.01.1001',
  '11.06.01.2001',
  '91.03.01.2001',
  '35.79',
  '35.29',
  '64.72',
  '35',
];

const ALL_KIN: readonly Kinship[] = ['same', 'close', 'group', 'sector', 'none'];

/** Every factor that ranks a purchase for a supply alike. */
const ALIKE: Weights = {
  feasibility: 11,
  commodity: 11,
  quantity: 11,
  distance: 11,
  price: 11,
  season: 11,
  terms: 11,
  place: 12,
  local: 11,
};
const FLAT: OutletWeights = { usual: ALIKE, government: { ...ALIKE, place: 0 } };

type Wanted = { readonly kinship: Kinship; readonly demands: readonly Demand[] };

/** Score every pair, sort: slow and obvious. */
function scoredAll(supply: Supply, wanted: readonly Wanted[], limit: number, weights?: OutletWeights) {
  return wanted
    .flatMap(({ kinship, demands }) =>
      demands.map((demand) => {
        const link = { kinship, ...distanceBetween(supply.region, demand.deliverTo) };
        return { demand, supply, link, viewpoint: 'supply' as const };
      }),
    )
    .filter(({ demand }) => unmetRequirements(demand, supply).length === 0)
    .map((pair) => {
      const own = pair.demand.buyerKind === 'government' ? weights?.government : weights?.usual;
      const points = scorePoints(pair, own ?? weightsFor(pair.demand, 'supply'));
      return { id: pair.demand.id, points };
    })
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

function ranked(supply: Supply, wanted: readonly Wanted[], limit: number, weights?: OutletWeights) {
  const outlets = wanted.flatMap(({ kinship, demands }) =>
    packOutlets(demands, atlas(), placeOf).map((shelf) => ({ kinship, shelf })),
  );
  const asked = weights === undefined ? { limit } : { limit, weights };
  return bestOutlets(supply, outlets, approachFrom(supply), asked);
}

const approachFrom = ({ region }: Supply) =>
  approachTo({ deliverTo: region, buyerRegion: region, regions: [] });

const region = fc.constantFrom(...REGIONS);

const anySupply = fc
  .record({ pair: anyPair.filter(({ supply }) => supply.goods !== null), from: region })
  .map(({ pair: { supply }, from }): Supply => ({ ...supply, region: from }));

const wantedGoods = fc.record({
  pair: anyPair.filter(({ demand }) => demand.scheme === 'purchase'),
  deliverTo: region,
  buyerRegion: region,
  perMonth: fc.constantFrom(0, 1, 900, 5000, 200_000),
});

/** Purchases that differ in much, or in so little that many are equal. */
const anyDemands = fc.oneof(
  fc.array(wantedGoods, { maxLength: 60 }),
  fc
    .record({ few: fc.array(wantedGoods, { minLength: 1, maxLength: 3 }), times: fc.nat(150) })
    .map(({ few, times }) => Array.from({ length: times }, (_, i) => few[i % few.length]!)),
);

const anyWanted: fc.Arbitrary<Wanted[]> = fc
  .array(fc.record({ kinship: fc.constantFrom(...ALL_KIN), drawn: anyDemands }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) =>
    all.map(({ kinship, drawn }, shelf) => ({
      kinship,
      // Ids in an order that has nothing to do with the order of drawing.
      demands: drawn.map(({ pair: { demand }, deliverTo, buyerRegion, perMonth }, i): Demand => {
        const id = `off_${(7919 * (1000 * shelf + i)) % 10_007}`;
        return { ...demand, id, deliverTo, buyerRegion, goods: { ...demand.goods!, perMonth } };
      }),
    })),
  );

const anyLimit = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 2, 5));

describe('the best purchases for a supply', () => {
  it('are those that scoring every pair finds, equals and blocked ones included, for one to a hundred', () => {
    fc.assert(
      fc.property(
        anySupply,
        anyWanted,
        anyLimit,
        fc.constantFrom(undefined, FLAT),
        (supply, wanted, limit, weights) => {
          expect(ranked(supply, wanted, limit, weights)).toEqual(scoredAll(supply, wanted, limit, weights));
        },
      ),
      { numRuns: Number(process.env['OUTLET_RUNS'] ?? 3000) },
    );
  }, 240_000);

  it('are the same among the offers of a nation, where most of the kin is left out', () => {
    const nation = new Nation('outlets', 5000);
    const byCode = Map.groupBy(nation.offers(4000), ({ kin }) => kin[0]!.code);
    const supplies = nation.codes.flatMap((code) =>
      nation
        .supplies(code)
        .slice(0, 2)
        .map((supply) => ({ code, supply })),
    );
    for (const [at, { code, supply }] of supplies.entries()) {
      const wanted = nation.kinOf(code).map(({ code: other, kinship }) => ({
        kinship,
        demands: (byCode.get(other) ?? []).map(({ demand }) => demand),
      }));
      const weights = at % 3 === 0 ? FLAT : undefined;
      const limit = 1 + (at % 100);
      expect(ranked(supply, wanted, limit, weights)).toEqual(scoredAll(supply, wanted, limit, weights));
    }
  }, 240_000);

  const { demand, supply } = cabbagePair();
  const many = (of: (at: number) => Partial<Demand>): Demand[] =>
    Array.from({ length: 2000 }, (_, at) => ({ ...demand, id: `off_${(7919 * at) % 10_007}`, ...of(at) }));
  const same = (demands: Demand[]): Wanted[] => [{ kinship: 'same', demands }];

  it('are those of the least ids when all are equal, in one regency or in many', () => {
    const here = same(many(() => ({})));
    expect(ranked(supply, here, 20)).toEqual(scoredAll(supply, here, 20));
    const around = same(many((at) => ({ deliverTo: REGIONS[at % REGIONS.length]! })));
    expect(ranked(supply, around, 100)).toEqual(scoredAll(supply, around, 100));
  });

  it('are none where it meets the requirements of nobody', () => {
    const strict = many(() => ({ requirements: { ...demand.requirements, certifications: ['halal'] } }));
    expect(ranked(supply, same(strict), 20)).toEqual([]);
    const demanding = many(() => ({ requirements: { ...demand.requirements, minReadiness: 81 } }));
    expect(ranked(supply, same(demanding), 20)).toEqual([]);
  });

  it('are asked only of goods and of purchases, by the factors of selling', () => {
    expect(() => ranked({ ...supply, goods: null }, same([demand]), 5)).toThrow('offers no goods');
    const loan = { ...demand, scheme: 'financing', goods: null } as const;
    expect(() => ranked(supply, same([loan]), 5)).toThrow('no purchase');
    const borrowing = { usual: { members: 100 }, government: { members: 100 } };
    expect(() => ranked(supply, same([demand]), 5, borrowing)).toThrow('no factor of selling');
  });
});
