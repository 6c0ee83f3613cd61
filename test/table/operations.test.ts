/** What every store does with single reads and writes: the contract of `shared/table/table.ts`. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConditionFailed, TableMisuse } from '../../shared/table/table.ts';
import type { Item } from '../../shared/table/table.ts';
import { onEveryStore } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

const bulukerto: Item = {
  pk: 'COOP#coop_bulukerto',
  sk: 'PROFILE',
  listPk: 'COOP',
  listSk: '35.79.02.2008',
  ownerPk: 'COOP#coop_coosae',
  ownerSk: 'MEMBER#coop_bulukerto',
  name: 'Koperasi Desa Merah Putih Bulukerto',
  units: ['grocery', 'cold-storage'],
  contact: { name: 'Suwantoro', phone: null },
  memberCount: 212,
  verified: false,
  version: 1,
};
const key = { pk: bulukerto.pk, sk: bulukerto.sk };

onEveryStore('one item', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test('an item comes back as it was put', async () => {
    expect(await store.table.write({ do: 'put', item: bulukerto })).toEqual(bulukerto);
    expect(await store.table.get(key)).toEqual(bulukerto);
  });

  test('what was never put is undefined', async () => {
    expect(await store.table.get(key)).toBeUndefined();
  });

  test('a put replaces the whole item, its place in the indexes included', async () => {
    await store.table.write({ do: 'put', item: bulukerto });
    await store.table.write({ do: 'put', item: { ...key, name: 'Bulukerto' } });
    expect(await store.table.get(key)).toEqual({ ...key, name: 'Bulukerto' });
    expect((await store.table.query({ index: 'list', pk: 'COOP', limit: 10 })).items).toEqual([]);
  });

  test('a member that is undefined is not stored', async () => {
    await store.table.write({
      do: 'put',
      item: { ...key, nib: undefined, contact: { phone: undefined, name: 'Sri' } },
    });
    const stored = await store.table.get(key);
    expect(stored && 'nib' in stored).toBe(false);
    expect(stored).toStrictEqual({ ...key, contact: { name: 'Sri' } });
  });

  test('many are read in the order asked, with gaps where nothing is stored, and one asked twice comes twice', async () => {
    const items = Array.from({ length: 130 }, (_, n): Item => ({ pk: `COOP#${n}`, sk: 'PROFILE', n }));
    for (const item of items) await store.table.write({ do: 'put', item });
    const missing = { pk: 'COOP#none', sk: 'PROFILE' };
    const asked = [...items.toReversed(), missing, items[7]!];
    expect(await store.table.getMany(asked)).toEqual([...items.toReversed(), undefined, items[7]]);
    expect(await store.table.getMany([])).toEqual([]);
  });

  test('an update sets and removes attributes and leaves the others', async () => {
    await store.table.write({ do: 'put', item: bulukerto });
    const updated = await store.table.write({
      do: 'update',
      key,
      set: { verified: true, version: 2, listSk: '35.79.02' },
      remove: ['contact', 'never-there'],
    });
    const { contact: _contact, ...rest } = bulukerto;
    const expected = { ...rest, verified: true, version: 2, listSk: '35.79.02' };
    expect(updated).toEqual(expected);
    expect(await store.table.get(key)).toEqual(expected);
  });

  test('an update of nothing makes a new item', async () => {
    expect(await store.table.write({ do: 'update', key, set: { memberCount: 3 } })).toEqual({
      ...key,
      memberCount: 3,
    });
    expect(await store.table.get(key)).toEqual({ ...key, memberCount: 3 });
  });

  test('a deleted item is gone, and deleting it again is no error', async () => {
    await store.table.write({ do: 'put', item: bulukerto });
    expect(await store.table.write({ do: 'delete', key })).toBeUndefined();
    expect(await store.table.get(key)).toBeUndefined();
    await store.table.write({ do: 'delete', key });
  });

  test('a check changes nothing, and refuses what does not hold', async () => {
    await store.table.write({ do: 'put', item: bulukerto });
    expect(await store.table.write({ do: 'check', key, when: { is: 'present' } })).toBeUndefined();
    expect(await store.table.get(key)).toEqual(bulukerto);
    await expect(store.table.write({ do: 'check', key, when: { is: 'absent' } })).rejects.toThrow(
      ConditionFailed,
    );
  });

  test('a caller may change its object after the write without changing what is stored', async () => {
    const mine = { ...bulukerto, units: ['grocery'] };
    const written = store.table.write({ do: 'put', item: mine });
    mine.units.push('clinic');
    await written;
    expect((await store.table.get(key))?.['units']).toEqual(['grocery']);
  });
});

onEveryStore('a broken use of the table', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test.each([
    ['an empty partition key', { pk: '', sk: 'PROFILE' }],
    ['an empty sort key', { pk: 'COOP#1', sk: '' }],
    ['a partition key above 2,048 bytes', { pk: 'é'.repeat(1025), sk: 'PROFILE' }],
    ['a sort key above 1,024 bytes', { pk: 'COOP#1', sk: 'é'.repeat(513) }],
    ['an empty index key', { ...key, listPk: 'COOP', listSk: '' }],
    ['a number that is not finite', { ...key, memberCount: Infinity }],
    ['a number beyond the exact ones', { ...key, memberCount: 2 ** 60 }],
  ])('refuses %s', async (_what, item) => {
    await expect(store.table.write({ do: 'put', item })).rejects.toThrow(TableMisuse);
    expect(await store.table.getMany([key])).toEqual([undefined]);
  });
});
