/** Several writes that happen together or not at all, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { ConditionFailed, TableMisuse } from '../../shared/table/table.ts';
import type { Action, Item } from '../../shared/table/table.ts';
import { onEveryStore } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

const cooperative: Item = { pk: 'COOP#coop_ngabar', sk: 'PROFILE', nib: '1234567890123', version: 1 };
const nib: Item = { pk: 'NIB#1234567890123', sk: 'NIB', cooperativeId: 'coop_ngabar' };

onEveryStore('a transaction', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test('does all of its actions', async () => {
    const counter = { pk: 'REGION#35.14', sk: 'TOTALS' };
    const former = { pk: 'COOP#coop_ngabar', sk: 'DRAFT' };
    await store.table.write({ do: 'put', item: former });
    await store.table.write({ do: 'put', item: { ...counter, name: 'Kabupaten Pasuruan' } });
    await store.table.transact([
      { do: 'put', item: cooperative, when: { is: 'absent' } },
      { do: 'put', item: nib, when: { is: 'absent' } },
      { do: 'add', key: counter, attribute: 'cooperatives', by: 1, atMost: 365 },
      { do: 'delete', key: former },
      { do: 'check', key: { pk: 'BLOCKED#ngabar', sk: 'BLOCKED' }, when: { is: 'absent' } },
      { do: 'update', key: { pk: 'AUDIT#1', sk: 'AUDIT' }, set: { what: 'registered' } },
    ]);
    expect(
      await store.table.getMany([cooperative, nib, counter, former, { pk: 'AUDIT#1', sk: 'AUDIT' }]),
    ).toEqual([
      cooperative,
      nib,
      { ...counter, name: 'Kabupaten Pasuruan', cooperatives: 1 },
      undefined,
      { pk: 'AUDIT#1', sk: 'AUDIT', what: 'registered' },
    ]);
  });

  test('leaves no trace when one condition fails, wherever in it that is', async () => {
    await store.table.write({ do: 'put', item: nib });
    const counter = { pk: 'REGION#35.14', sk: 'TOTALS' };
    const taken: Action = { do: 'put', item: nib, when: { is: 'absent' } };
    const others: Action[] = [
      { do: 'put', item: cooperative },
      { do: 'add', key: counter, attribute: 'cooperatives', by: 1 },
    ];
    for (const actions of [
      [taken, ...others],
      [others[0]!, taken, others[1]!],
      [...others, taken],
    ]) {
      await expect(store.table.transact(actions)).rejects.toThrow(ConditionFailed);
      expect(await store.table.getMany([cooperative, counter])).toEqual([undefined, undefined]);
    }
    await store.drainChanges();
    await expect(store.table.transact([...others, taken])).rejects.toThrow(ConditionFailed);
    expect(await store.drainChanges()).toEqual([]);
  });

  test('throws the refusal of its first failing action, whatever else fails', async () => {
    await store.table.write({ do: 'put', item: nib });
    await store.table.write({ do: 'put', item: cooperative });
    const nibTaken = new Refusal('conflict', 'this NIB is already registered');
    const stale = new Refusal('stale', 'changed since you read it');
    const register: Action = { do: 'put', item: nib, when: { is: 'absent' }, refusal: nibTaken };
    const update: Action = {
      do: 'put',
      item: cooperative,
      when: { is: 'version', version: 7 },
      refusal: stale,
    };
    const fine: Action = { do: 'put', item: { pk: 'AUDIT#1', sk: 'AUDIT' } };
    await expect(store.table.transact([fine, register, update])).rejects.toBe(nibTaken);
    await expect(store.table.transact([update, fine, register])).rejects.toBe(stale);
    await expect(
      store.table.transact([fine, { ...register, refusal: undefined }, update]),
    ).rejects.toMatchObject({
      name: 'ConditionFailed',
      index: 1,
      key: { pk: nib.pk, sk: nib.sk },
    });
  });

  test('takes 100 actions, and not 101', async () => {
    const puts = Array.from({ length: 101 }, (_, n): Action => ({
      do: 'put',
      item: { pk: 'IMPORT#1', sk: `ROW#${n}` },
    }));
    await expect(store.table.transact(puts)).rejects.toThrow(TableMisuse);
    await expect(store.table.transact([])).rejects.toThrow(TableMisuse);
    await store.table.transact(puts.slice(1));
    expect((await store.table.query({ pk: 'IMPORT#1', limit: 1000 })).items).toHaveLength(100);
  });

  test('refuses to name one item twice', async () => {
    const twice: Action[] = [
      { do: 'put', item: cooperative },
      { do: 'check', key: cooperative, when: { is: 'present' } },
    ];
    await expect(store.table.transact(twice)).rejects.toThrow(
      'a transaction names COOP#coop_ngabar / PROFILE twice',
    );
    expect(await store.table.get(cooperative)).toBeUndefined();
  });

  test('one NIB, one cooperative: of 32 that register it together one wins and 31 are told so', async () => {
    const taken = new Refusal('conflict', 'this NIB is already registered');
    const race = Array.from({ length: 32 }, (_, n) =>
      store.table.transact([
        { do: 'put', item: { pk: `COOP#${n}`, sk: 'PROFILE' }, when: { is: 'absent' } },
        { do: 'put', item: { ...nib, cooperativeId: `${n}` }, when: { is: 'absent' }, refusal: taken },
      ]),
    );
    const outcomes = await Promise.allSettled(race);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected' && outcome.reason === taken);
    expect(refused).toHaveLength(31);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect((await store.table.get(nib))?.['cooperativeId']).toBe(`${winner}`);
    const profiles = await store.table.getMany(race.map((_, n) => ({ pk: `COOP#${n}`, sk: 'PROFILE' })));
    expect(profiles.filter(Boolean)).toHaveLength(1);
  });
});
