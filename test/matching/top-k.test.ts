/** The fast ranking gives what scoring every pair gives: the same ids, the same points, whatever the market looks like. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atlas, placeOf } from '../../shared/market/approach.ts';
import { search } from '../../shared/matching/engine.ts';
import { packShelves } from '../../shared/matching/pack-shelves.ts';
import { ROOMS } from '../../shared/matching/search-layout.ts';
import { Nation, type Wanted } from '../support/nation.ts';
import { anyDemand, anyLimit, anyShops, anyWeights, FLAT, ranked, scoredAll, shopsOf } from './markets.ts';
import { cabbagePair } from './pairs.ts';

describe('the best supplies of a purchase', () => {
  it('are those that scoring every pair finds, equals and blocked ones included, for one to a hundred', () => {
    fc.assert(
      fc.property(anyDemand, anyShops, anyLimit, anyWeights, (demand, shops, limit, weights) => {
        const fast = ranked(demand, shops, limit, weights);
        expect(fast).toEqual(scoredAll(demand, shops, limit, weights));
      }),
      { numRuns: Number(process.env['TOP_K_RUNS'] ?? 3000) },
    );
  }, 240_000);

  it('are the same in a nation of villages, where most of the country is left out', () => {
    const nation = new Nation('top-k', 20_000);
    for (const [at, { demand, kin }] of nation.offers(100).entries()) {
      const shops = shopsOf(nation, kin);
      const weights = at % 3 === 0 ? FLAT : undefined;
      expect(ranked(demand, shops, at + 1, weights)).toEqual(scoredAll(demand, shops, at + 1, weights));
    }
  }, 240_000);

  it('do not depend on the order in which supplies were packed', () => {
    const nation = new Nation('order', 10_000);
    const [{ demand }] = nation.offers(1) as [Wanted];
    const supplies = nation.supplies('cabbage');
    const forth = ranked(demand, [{ kinship: 'same', supplies }], 50);
    expect(ranked(demand, [{ kinship: 'same', supplies: supplies.toReversed() }], 50)).toEqual(forth);
    expect(forth).toHaveLength(50);
  });

  it('are found among thousands of equals without looking at most of them, whatever the order of their ids', () => {
    const { demand, supply } = cabbagePair({});
    for (const idOf of [(at: number) => `pot_${10_000 + at}`, (at: number) => `pot_${20_000 - at}`]) {
      const supplies = Array.from({ length: 5000 }, (_, at) => ({ ...supply, id: idOf(at) }));
      const best = ranked(demand, [{ kinship: 'same', supplies }], 20);
      const ids = supplies.map(({ id }) => id).sort();
      expect(best.map(({ id }) => id)).toEqual(ids.slice(0, 20));
      expect(search.rowsScored()).toBeGreaterThan(19);
      expect(search.rowsScored()).toBeLessThan(200);
    }
  });

  it('are the least ids among equals that do not stand together', () => {
    const { demand, supply } = cabbagePair({});
    const need = demand.goods!.perMonth;
    // More than is needed is worth the same, but stands elsewhere; ids have nothing to do with it.
    const supplies = Array.from({ length: 3000 }, (_, at) => ({
      ...supply,
      id: `pot_${10_000 + ((at * 7919) % 3001)}`,
      goods: { ...supply.goods!, perMonth: need * (1 + at / 100) },
    }));
    const shops = [{ kinship: 'same', supplies }] as const;
    for (const limit of [1, 20, 100])
      expect(ranked(demand, shops, limit)).toEqual(scoredAll(demand, shops, limit));
  });

  it('are found by their own way where others of the same place come over the sea', () => {
    const { demand, supply } = cabbagePair({});
    const there = { ...demand, deliverTo: '35.29.01.2001', buyerRegion: '35.29.01.2001' };
    // Of the islands and of the mainland, looked at one after the other beside neighbours in other regencies.
    const regions = ['35.29.24.2001', '35.29.01.2001', '35.28.01.2001', '35.27.01.2001'];
    const supplies = Array.from({ length: 12 }, (_, at) => ({
      ...supply,
      id: `pot_${100 + at}`,
      region: regions[at % regions.length]!,
    }));
    const shops = [{ kinship: 'same', supplies }] as const;
    for (const limit of [1, 2, 3, 6])
      expect(ranked(there, shops, limit)).toEqual(scoredAll(there, shops, limit));
  });

  it('hold each certificate that is required, also where a shelf knows more of them than a row has bits for', () => {
    const names = Array.from({ length: 24 }, (_, at) => `certificate ${at}`);
    const holding = (own: readonly string[]) =>
      Object.fromEntries(own.map((name) => [name, 'verified'] as const));
    const { supply } = cabbagePair({});
    // The first has all, so that they are numbered as they come; each of the others lacks one.
    const supplies = ['', ...names].map((lacking, at) => ({
      ...supply,
      id: `pot_${100 + at}`,
      credentials: { ...supply.credentials, ...holding(names.filter((name) => name !== lacking)) },
    }));
    for (const name of names) {
      const { demand } = cabbagePair({ required: { certifications: [name] } });
      const shops = [{ kinship: 'same', supplies }] as const;
      expect(ranked(demand, shops, 30)).toEqual(scoredAll(demand, shops, 30));
      expect(ranked(demand, shops, 30)).toHaveLength(24);
    }
  });

  it('are found among 70,000 of one commodity, which stand on one shelf as long as a shelf can number what differs', () => {
    const { demand, supply } = cabbagePair({});
    const supplies = Array.from({ length: 70_000 }, (_, at) => ({ ...supply, id: `pot_${100_000 + at}` }));
    // Each with an amount of its own, the last the largest: more than an index of two bytes tells apart; half as many prices.
    const different = supplies.map((each, at) => ({
      ...each,
      goods: { ...supply.goods!, perMonth: demand.goods!.perMonth * (at / 70_000) },
    }));
    const priced = supplies.slice(0, 40_000).map((each, at) => ({
      ...each,
      goods: { ...supply.goods!, price: 1 + at },
    }));
    expect(packShelves(supplies, atlas(), placeOf)).toHaveLength(1);
    expect(packShelves(different, atlas(), placeOf)).toHaveLength(2);
    expect(packShelves(priced, atlas(), placeOf)).toHaveLength(2);
    for (const all of [supplies, different, priced]) {
      const shop = { kinship: 'same', supplies: all } as const;
      expect(ranked(demand, [shop], 20)).toEqual(scoredAll(demand, [shop], 20));
    }
  });

  it('are found on more shelves than are looked into at once', () => {
    const { demand, supply } = cabbagePair({});
    // Each keeps for a time of its own, so each stands on a shelf of its own.
    const supplies = Array.from({ length: 3 * ROOMS }, (_, at) => ({
      ...supply,
      id: `pot_${100 + at}`,
      goods: { ...supply.goods!, ambientDays: 3 + at, perMonth: (1 + (at % 5)) * 1000 },
    }));
    expect(packShelves(supplies, atlas(), placeOf)).toHaveLength(3 * ROOMS);
    const shops = [
      { kinship: 'same', supplies },
      { kinship: 'close', supplies: supplies.map((each) => ({ ...each, id: `${each.id}-close` })) },
    ] as const;
    for (const limit of [1, 5, 20, 100]) {
      expect(ranked(demand, shops, limit)).toEqual(scoredAll(demand, shops, limit));
    }
  });

  it('are asked only of purchases: other schemes rank cooperatives, not goods', () => {
    const { demand, supply } = cabbagePair({ demand: { scheme: 'distribution' } });
    expect(() => ranked(demand, [{ kinship: 'same', supplies: [supply] }], 5)).toThrow(RangeError);
  });

  it('are not looked for by weights beyond what a search counts to', () => {
    const { demand, supply } = cabbagePair({});
    const shops = [{ kinship: 'same', supplies: [supply] }] as const;
    expect(ranked(demand, shops, 5, { feasibility: 1000 })).toEqual([{ id: supply.id, points: 1_000_000 }]);
    expect(() => ranked(demand, shops, 5, { feasibility: 1049 })).toThrow('counts to 1048512 points');
  });
});
