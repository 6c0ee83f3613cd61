/** What the matcher is measured beside gives its answers: databases and plain objects agree with scoring every pair, to the last point. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DuckDBPeer } from '../bench/duckdb-peer.ts';
import { ObjectsPeer } from '../bench/objects-peer.ts';
import { PeerColumns } from '../bench/peer-columns.ts';
import { SqlitePeer } from '../bench/sqlite-peer.ts';
import { Nation, type Wanted } from '../support/nation.ts';
import { anyDemand, anyLimit, anyShops, anyWeights, FLAT, scoredAll, type Shop } from './markets.ts';

/** Shops under names of their own, as a stock, and the question to them. */
function stocked(shops: readonly Shop[]) {
  const named = shops.map(({ kinship, supplies }, at) => ({ code: `goods-${at}`, kinship, supplies }));
  const stock = new Map(named.map(({ code, supplies }) => [code, supplies]));
  return {
    stock,
    columns: new PeerColumns(stock),
    kin: named.map(({ code, kinship }) => ({ code, kinship })),
  };
}

describe('the peers of the benchmark', () => {
  it('find in a nation of villages what scoring every pair finds, with either weights, one by one and all at once', async () => {
    const nation = new Nation('peers', 3000);
    const stock = new Map(nation.codes.map((code) => [code, nation.supplies(code)]));
    const columns = new PeerColumns(stock);
    const objects = new ObjectsPeer(stock, columns);
    const duckdb = await DuckDBPeer.of(columns);
    const sqlite = new SqlitePeer(columns);
    const offers = nation.offers(60);
    const shopsFor = ({ kin }: Wanted): Shop[] =>
      kin.map(({ code, kinship }) => ({ kinship, supplies: stock.get(code) ?? [] }));
    const right = offers.map((wanted) => scoredAll(wanted.demand, shopsFor(wanted), 20));
    for (const [at, wanted] of offers.entries()) {
      expect(objects.best(wanted, 20)).toEqual(right[at]);
      expect(sqlite.best(wanted, 20)).toEqual(right[at]);
      expect(await duckdb.best(wanted, 20)).toEqual(right[at]);
    }
    for (const wanted of offers.slice(0, 20)) {
      const alike = scoredAll(wanted.demand, shopsFor(wanted), 7, FLAT);
      expect(objects.best(wanted, 7, FLAT)).toEqual(alike);
      expect(sqlite.best(wanted, 7, FLAT)).toEqual(alike);
      expect(await duckdb.best(wanted, 7, FLAT)).toEqual(alike);
    }
    expect((await duckdb.bestOfAll(offers, 20)).best).toEqual(right);
    sqlite.close();
    duckdb.close();
  }, 240_000);

  it('agree in markets of all shapes: any requirement, any kinship, many equals', async () => {
    await fc.assert(
      fc.asyncProperty(anyDemand, anyShops, anyLimit, anyWeights, async (demand, shops, limit, weights) => {
        const { stock, columns, kin } = stocked(shops);
        const wanted: Wanted = { demand, kin };
        const right = scoredAll(demand, shops, limit, weights);
        expect(new ObjectsPeer(stock, columns).best(wanted, limit, weights)).toEqual(right);
        const sqlite = new SqlitePeer(columns);
        expect(sqlite.best(wanted, limit, weights)).toEqual(right);
        sqlite.close();
        const duckdb = await DuckDBPeer.of(columns);
        expect(await duckdb.best(wanted, limit, weights)).toEqual(right);
        duckdb.close();
      }),
      { numRuns: Number(process.env['PEER_RUNS'] ?? 12) },
    );
  }, 240_000);
});
