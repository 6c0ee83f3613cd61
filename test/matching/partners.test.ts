/** The fast ranking of partners, and of who nearly is one, gives what scoring every cooperative gives: the same ids, the same points. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestPartners } from '../../shared/matching/near-partners.ts';
import { packPartners } from '../../shared/matching/pack-partners.ts';
import type { Demand, Supply } from '../../shared/matching/pair.ts';
import { gatherPartners } from '../../shared/matching/partner-standings.ts';
import { bestPartners } from '../../shared/matching/partners.ts';
import { isWithin, unmetRequirements } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import { WEIGHTS, type Weights } from '../../shared/matching/weights.ts';
import { Nation } from '../support/nation.ts';
import { anyPair, cabbagePair } from './pairs.ts';

/** Batu's villages and its neighbours, Samarinda, a holding of East Java and one of Batu. */
const REGIONS = [
  '35.79.02.2008',
  '35.79.02.2005',
  '35.79.01.1004',
  '35.07.24.2001',
  '64.72.01.1001',
  '11.06.01.2001',
  '35.79',
  '35',
];

/** Every factor of a partner alike, and what the offer itself is worth. */
const FLAT: Weights = {
  feasibility: 12,
  facilities: 12,
  members: 12,
  readiness: 12,
  freshness: 12,
  trackRecord: 12,
  place: 12,
  businessPlan: 12,
  terms: 4,
};
const ONLY_PLACE: Weights = { place: 100 };

/** Score every pair, sort: slow and obvious. */
function scoredAll(demand: Demand, supplies: readonly Supply[], limit: number, weights?: Weights) {
  const link = { kinship: 'none', km: 0, sea: false } as const;
  return supplies
    .filter((supply) => unmetRequirements(demand, supply).length === 0)
    .map((supply) => {
      return { id: supply.id, points: scorePoints({ demand, supply, link, viewpoint: 'offer' }, weights) };
    })
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

/** Count what each of the regions lacks, score all who lack something, sort. */
function judgedAll(demand: Demand, supplies: readonly Supply[], limit: number, weights?: Weights) {
  const { regions } = demand;
  const link = { kinship: 'none', km: 0, sea: false } as const;
  return supplies
    .filter(({ region: code }) => regions.length === 0 || regions.some((prefix) => isWithin(code, prefix)))
    .map((supply) => ({
      id: supply.id,
      points: scorePoints({ demand, supply, link, viewpoint: 'offer' }, weights),
      lacks: unmetRequirements(demand, supply).length,
    }))
    .filter(({ lacks }) => lacks > 0)
    .sort((a, b) => a.lacks - b.lacks || b.points - a.points || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id, points }) => ({ id, points }));
}

function ranked(demand: Demand, supplies: readonly Supply[], limit: number, weights?: Weights) {
  const asked = weights === undefined ? { limit } : { limit, weights };
  return bestPartners(demand, gatherPartners(packPartners(supplies)), asked);
}

function near(demand: Demand, supplies: readonly Supply[], limit: number, weights?: Weights) {
  const asked = weights === undefined ? { limit } : { limit, weights };
  return nearestPartners(demand, gatherPartners(packPartners(supplies)), asked);
}

const region = fc.constantFrom(...REGIONS);
const anyDemand = fc
  .record({
    pair: anyPair.filter(({ demand }) => demand.scheme !== 'purchase'),
    deliverTo: region,
    regions: fc.constantFrom<string[]>(
      [],
      [],
      ['35'],
      ['35.79', '64'],
      ['35.79.02'],
      ['35.79.02.2008', '11.06'],
    ),
    asksOfGoods: fc.boolean(),
  })
  .map(({ pair: { demand }, deliverTo, regions, asksOfGoods }): Demand => {
    const ofGoods = asksOfGoods ? {} : { minGrade: null, exportReady: false };
    return { ...demand, deliverTo, regions, requirements: { ...demand.requirements, ...ofGoods } };
  });

const drawn = fc.record({ pair: anyPair, region });
/** Cooperatives that differ in much, or in so little that many are equal; ids in an order that has nothing to do with their drawing. */
const anyCooperatives = fc
  .oneof(
    fc.array(drawn, { maxLength: 80 }),
    fc
      .record({ few: fc.array(drawn, { minLength: 1, maxLength: 3 }), times: fc.nat(150) })
      .map(({ few, times }) => Array.from({ length: times }, (_, i) => few[i % few.length]!)),
  )
  .map((all) =>
    all.map(({ pair: { supply }, region: code }, i): Supply => {
      return { ...supply, region: code, goods: null, id: `coop_${(7919 * i) % 10_007}` };
    }),
  );
const anyWeights = fc.constantFrom(
  undefined,
  undefined,
  FLAT,
  ONLY_PLACE,
  WEIGHTS.carrying,
  WEIGHTS.borrowing,
);
const anyLimit = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 2, 5));

describe('the best partners of an offer', () => {
  it('are those that scoring every cooperative finds, equals and blocked ones included, for one to a hundred', () => {
    fc.assert(
      fc.property(anyDemand, anyCooperatives, anyLimit, anyWeights, (demand, all, limit, weights) => {
        expect(ranked(demand, all, limit, weights)).toEqual(scoredAll(demand, all, limit, weights));
      }),
      { numRuns: Number(process.env['PARTNER_RUNS'] ?? 3000) },
    );
  }, 240_000);

  it('are the same in a nation of villages, asked again and again, where most of the country is left out', () => {
    const nation = new Nation('partners', 40_000);
    const all = nation.partners();
    const partners = gatherPartners(packPartners(all));
    for (const [at, demand] of nation.partnersWanted(150).entries()) {
      const weights = at % 3 === 0 ? FLAT : undefined;
      const asked = { limit: at + 1, ...(weights === undefined ? {} : { weights }) };
      expect(bestPartners(demand, partners, asked)).toEqual(scoredAll(demand, all, at + 1, weights));
    }
  }, 240_000);

  const rice = cabbagePair({ demand: { scheme: 'distribution', deliverTo: '35.79.02' } });
  const many = (of: (at: number) => Partial<Supply>): Supply[] =>
    Array.from({ length: 3000 }, (_, at) => {
      return { ...rice.supply, goods: null, id: `coop_${(7919 * at) % 10_007}`, ...of(at) };
    });

  it('are those of the least ids when all are equal', () => {
    const all = many(() => ({}));
    expect(ranked(rice.demand, all, 20)).toEqual(scoredAll(rice.demand, all, 20));
    const spread = many((at) => ({ region: REGIONS[at % REGIONS.length]! }));
    expect(ranked(rice.demand, spread, 100)).toEqual(scoredAll(rice.demand, spread, 100));
  });

  it('are found where all lie in the regency of destination, in and out of its district', () => {
    const all = many((at) => ({ region: REGIONS[at % 3]!, memberCount: at % 700 }));
    expect(ranked(rice.demand, all, 50)).toEqual(scoredAll(rice.demand, all, 50));
  });

  it('are none where nobody meets the requirements, and only who does where hardly anybody does', () => {
    const all = many((at) => ({ memberCount: at % 700, units: at % 1000 === 7 ? ['warehouse'] : [] }));
    const asking = (required: Partial<Demand['requirements']>): Demand => {
      return { ...rice.demand, requirements: { ...rice.demand.requirements, ...required } };
    };
    expect(ranked(asking({ certifications: ['halal'] }), all, 20)).toEqual([]);
    expect(ranked(asking({ minReadiness: 81 }), all, 20)).toEqual([]);
    expect(ranked(asking({ minGrade: 'C' }), all, 20)).toEqual([]);
    expect(ranked(asking({ units: ['warehouse'] }), all, 20)).toHaveLength(3);
  });

  it('change with a place that is packed anew, beside the others as they were', () => {
    const all = many((at) => ({ region: REGIONS[at % 4]!, memberCount: at % 700 }));
    const shelves = packPartners(all);
    expect(bestPartners(rice.demand, gatherPartners(shelves), { limit: 5 })).toHaveLength(5);
    const changed = all.map((each): Supply => {
      return each.region.startsWith('35.07')
        ? { ...each, memberCount: 5000, units: ['grocery', 'pharmacy'] }
        : each;
    });
    const anew = packPartners(changed.filter((each) => each.region.startsWith('35.07')));
    const gathered = gatherPartners([...shelves.filter(({ place }) => place !== '35.07'), ...anew]);
    expect(bestPartners(rice.demand, gathered, { limit: 50 })).toEqual(scoredAll(rice.demand, changed, 50));
  });

  it('are not asked of purchases, nor by weights that count locality', () => {
    const { demand, supply } = cabbagePair();
    expect(() => ranked(demand, [supply], 5)).toThrow('ranks goods');
    expect(() => ranked(rice.demand, [supply], 5, WEIGHTS.governmentPurchase)).toThrow('Locality');
  });
});

describe('the near misses of an offer that ranks cooperatives', () => {
  it('are those that counting and scoring every cooperative finds, for one to a hundred', () => {
    fc.assert(
      fc.property(anyDemand, anyCooperatives, anyLimit, anyWeights, (demand, all, limit, weights) => {
        expect(near(demand, all, limit, weights)).toEqual(judgedAll(demand, all, limit, weights));
      }),
      { numRuns: Number(process.env['PARTNER_RUNS'] ?? 3000) },
    );
  }, 240_000);

  it('are the same in a nation of villages, where the country is asked for what hardly anybody has', () => {
    const nation = new Nation('partners', 40_000);
    const all = nation.partners();
    const partners = gatherPartners(packPartners(all));
    for (const [at, demand] of nation.partnersWanted(60).entries()) {
      const limit = 1 + (at % 30);
      expect(nearestPartners(demand, partners, { limit })).toEqual(judgedAll(demand, all, limit));
    }
  }, 240_000);

  it('are none where everybody qualifies, and in the order of what they lack where nobody does', () => {
    const { demand, supply } = cabbagePair({ demand: { scheme: 'distribution', deliverTo: '35.79.02' } });
    const one = (id: string, of: Partial<Supply>): Supply => ({ ...supply, goods: null, id, ...of });
    const asking = (required: Partial<Demand['requirements']>): Demand => {
      return { ...demand, requirements: { ...demand.requirements, ...required } };
    };
    const all = [
      one('coop_bare', { credentials: {}, units: [], memberCount: 900 }),
      one('coop_half', { credentials: { nib: 'verified', halal: 'verified' }, units: ['warehouse'] }),
      one('coop_certified', {
        credentials: { nib: 'verified', halal: 'verified', pirt: 'verified' },
        units: [],
        memberCount: 50,
      }),
    ];
    expect(near(asking({}), all, 20)).toEqual([]);
    // Two certificates are one thing to obtain, like two units: three are lacking, two, and one.
    const required = { nib: true, certifications: ['halal', 'pirt'], units: ['warehouse', 'lpg-outlet'] };
    const order = ['coop_certified', 'coop_half', 'coop_bare'];
    expect(near(asking(required), all, 20).map(({ id }) => id)).toEqual(order);
    // What nobody has without goods is lacked by all alike.
    expect(near(asking({ ...required, minGrade: 'C' }), all, 2).map(({ id }) => id)).toEqual(
      order.slice(0, 2),
    );
  });
});
