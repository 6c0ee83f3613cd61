/** How much of the market a process keeps: no less for having been asked for several things at once. */
import { expect, test } from 'vitest';
import { readMarketVersions, readParts, rewriteBucket } from '../../shared/market/bucket-store.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import { cooperativeBucket } from '../../shared/market/placed.ts';
import { cooperativeBuckets } from '../../shared/table/derived-keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { bareCooperative } from '../support/bare-cooperative.ts';
import { countingTable, openSqlite } from '../support/tables.ts';

test('what was forgotten while it was still being read does not take room for ever', async () => {
  const { table, close } = await openSqlite();
  const [batu, denpasar, samarinda] = ['35.79', '51.71', '64.72'];
  const [large, provinces] = ['32.73', [batu, denpasar, samarinda]];
  for (const [regency, count] of [...provinces.map((one) => [one, 50] as const), [large, 500] as const]) {
    const all = Array.from({ length: count }, (_, number) =>
      bareCooperative(`coop_${regency}-${number}`, `${regency}.01.2001`, number),
    );
    await rewriteBucket(table, cooperativeBucket(regency), () => all);
  }
  const pkOf = (regency: string): string => cooperativeBuckets(regency.slice(0, 2));
  const sizeOf = async (regency: string): Promise<number> =>
    (await readParts(table, pkOf(regency), undefined)).reduce((sum, { body }) => sum + body.length, 0);
  const room = 3.5 * (await sizeOf(batu));
  expect(await sizeOf(large)).toBeGreaterThan(room);

  const { table: counted, calls } = countingTable(table);
  const gate = Promise.withResolvers<void>();
  const slow: Table = {
    ...counted,
    async query(query) {
      if (query.pk === pkOf(batu)) await gate.promise;
      return counted.query(query);
    },
  };
  const memory = new MarketMemory(slow, room);
  const ask = async (regency: string): Promise<number> => {
    const versions = await readMarketVersions(table, [pkOf(regency)]);
    return (await memory.cooperatives([regency], versions)).size;
  };
  // The first is still being read when the second, which has no room beside anything, makes it forget all others.
  const first = ask(batu);
  await new Promise((resume) => setImmediate(resume));
  expect(await ask(large)).toBe(500);
  gate.resolve();
  expect(await first).toBe(50);
  for (const regency of provinces) expect(await ask(regency)).toBe(50);
  calls.query = 0;
  for (const regency of provinces) expect(await ask(regency)).toBe(50);
  expect(calls.query).toBe(0);
  await close();
});
