/** A table that opens at its first use behaves like one that was open from the start. */
import { describe, expect, test } from 'vitest';
import { openLater } from '../../shared/table/later-table.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';

const key = { pk: 'COOP#coop_tlekung', sk: 'PROFILE' };

describe('a table that is opened later', () => {
  test('opens once, however many ask for it first at the same time', async () => {
    let opened = 0;
    const table = openLater(async () => {
      opened += 1;
      return openSqliteTable(':memory:');
    });
    expect(opened).toBe(0);
    await Promise.all([table.get(key), table.getMany([key]), table.query({ pk: key.pk, limit: 1 })]);
    expect(opened).toBe(1);
    await table.close();
  });

  test('hands every operation on to the table behind it', async () => {
    const table = openLater(async () => openSqliteTable(':memory:'));
    await table.write({ do: 'put', item: { ...key, name: 'Koperasi Desa Merah Putih Tlekung' } });
    await table.transact([{ do: 'update', key, set: { verified: true } }]);
    expect(await table.get(key)).toMatchObject({ name: 'Koperasi Desa Merah Putih Tlekung', verified: true });
    expect(await table.getMany([key])).toHaveLength(1);
    expect((await table.query({ pk: key.pk, limit: 10 })).items).toHaveLength(1);
    await table.close();
  });

  test('tries again when it could not be opened', async () => {
    let attempts = 0;
    const table = openLater(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('no connection');
      return openSqliteTable(':memory:');
    });
    await expect(table.get(key)).rejects.toThrow('no connection');
    expect(await table.get(key)).toBeUndefined();
    await table.close();
  });

  test('closes without opening when nobody used it', async () => {
    const table = openLater(() => Promise.reject(new Error('opened')));
    await expect(table.close()).resolves.toBeUndefined();
  });
});
