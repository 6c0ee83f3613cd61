/** A store moves from one machine to AWS and back, and is the same: every item, every version, every kind of value. */
import { describe, expect, inject, test } from 'vitest';
import { contentsOf, moveStore, MoveRefused } from '../../shared/table/move.ts';
import type { Item } from '../../shared/table/table.ts';
import { hostileTexts } from '../support/hostile-texts.ts';
import { openDynamo, openSqlite } from '../support/tables.ts';

/** `ITEMS` makes a soak of it. */
const count = Number(process.env['ITEMS'] ?? 1000);

const itemAt = (n: number): Item => ({
  pk: `COOP#${n}`,
  sk: n % 3 === 0 ? 'PROFILE' : `PART#${n}`,
  ...(n % 2 === 0 ? { listPk: `COOP#${n % 38}`, listSk: `${n}` } : {}),
  ...(n % 5 === 0 ? { ownerPk: 'MEMBER#x', ownerSk: `${n}`, expiresAt: 4_000_000_000 + n } : {}),
  version: 1 + (n % 7),
  data: {
    name: hostileTexts[n % hostileTexts.length]!.toWellFormed(),
    nothing: null,
    empty: '',
    numbers: [0, -1.5, 0.1, 1e-7, Number.MAX_SAFE_INTEGER - n, n / 3],
    lists: [[], {}, [null, false, { a: [n] }]],
    long: 'x'.repeat((n * 37) % 3000),
  },
});

describe('a store', () => {
  test('refuses to be moved into one that holds something', async () => {
    const [from, to] = [await openSqlite(), await openSqlite()];
    await to.table.write({ do: 'put', item: { pk: 'A', sk: '1' } });
    await expect(moveStore(from.table, to.table)).rejects.toThrow(MoveRefused);
    await Promise.all([from.close(), to.close()]);
  });

  test('that changed on the way is found out', async () => {
    const [from, to] = [await openSqlite(), await openSqlite()];
    for (let n = 0; n < 60; n += 1) await from.table.write({ do: 'put', item: itemAt(n) });
    const everything = to.table.everything.bind(to.table);
    let readings = 0;
    to.table.everything = async function* changedOnce() {
      readings += 1;
      if (readings === 2) await to.table.write({ do: 'delete', key: itemAt(7) });
      yield* everything();
    };
    await expect(moveStore(from.table, to.table)).rejects.toThrow(/differ/);
    await from.table.write({ do: 'delete', key: itemAt(7) });
    expect(await contentsOf(from.table)).toEqual(await contentsOf(to.table));
    await Promise.all([from.close(), to.close()]);
  });

  test.skipIf(inject('dynamodbLocal') === null)(
    `of ${count} items goes from SQLite to DynamoDB and back, and is the same`,
    { timeout: 3_600_000 },
    async () => {
      const [home, cloud, back] = [await openSqlite(), await openDynamo(), await openSqlite()];
      for (let start = 0; start < count; start += 100) {
        const items = Array.from({ length: Math.min(100, count - start) }, (_, n) => itemAt(start + n));
        await Promise.all(items.map((item) => home.table.write({ do: 'put', item })));
      }
      const moved = await moveStore(home.table, cloud.table);
      expect(moved.items).toBe(count);
      expect(await moveStore(cloud.table, back.table)).toEqual(moved);
      for (let n = 0; n < count; n += 1) {
        const key = itemAt(n);
        expect(await back.table.get(key)).toEqual(await home.table.get(key));
      }
      const query = { index: 'owner', pk: 'MEMBER#x', limit: 1000 } as const;
      expect(await back.table.query(query)).toEqual(await home.table.query(query));
      await Promise.all([home.close(), cloud.close(), back.close()]);
    },
  );
});
