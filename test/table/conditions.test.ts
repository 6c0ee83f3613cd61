/** When a write is refused, and with whose words: conditions and bounded counters on every store. */
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { ConditionFailed, TableMisuse } from '../../shared/table/table.ts';
import type { Condition, Item } from '../../shared/table/table.ts';
import { onEveryStore } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';

const offer: Item = {
  pk: 'OFFER#off_bulog_rice',
  sk: 'OFFER',
  title: 'SPHP rice for 6 cooperatives',
  guidelines: 'awaited',
  quota: 12,
  public: true,
  deadline: null,
  version: 3,
};
const key = { pk: offer.pk, sk: offer.sk };

/** What became of a write: `done`, or the name of its error. */
const outcome = (write: Promise<unknown>): Promise<string> =>
  write.then(
    () => 'done',
    (error: Error) => error.name,
  );

onEveryStore('a condition', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const onStored: [Condition, boolean][] = [
    [{ is: 'present' }, true],
    [{ is: 'absent' }, false],
    [{ is: 'version', version: 3 }, true],
    [{ is: 'version', version: 2 }, false],
    [{ is: 'equal', attribute: 'guidelines', value: 'awaited' }, true],
    [{ is: 'equal', attribute: 'guidelines', value: 'issued' }, false],
    [{ is: 'equal', attribute: 'quota', value: 12 }, true],
    [{ is: 'equal', attribute: 'quota', value: '12' }, false],
    [{ is: 'equal', attribute: 'public', value: true }, true],
    [{ is: 'equal', attribute: 'deadline', value: null }, true],
    [{ is: 'equal', attribute: 'no-such-attribute', value: null }, false],
  ];
  const onNothing: [Condition, boolean][] = onStored.map(([condition]) => [
    condition,
    condition.is === 'absent',
  ]);

  for (const [stored, cases] of [
    ['a stored item', onStored],
    ['nothing stored', onNothing],
  ] as const) {
    test.each(cases)(`on ${stored}: %j holds: %s, for every kind of action`, async (when, holds) => {
      const actions = [
        { do: 'put', item: { ...offer, title: 'changed' }, when },
        { do: 'update', key, set: { title: 'changed' }, when },
        { do: 'add', key, attribute: 'quota', by: 1, when },
        { do: 'check', key, when },
        { do: 'delete', key, when },
      ] as const;
      for (const action of actions) {
        if (stored === 'a stored item') await store.table.write({ do: 'put', item: offer });
        else await store.table.write({ do: 'delete', key });
        const before = await store.table.get(key);
        expect(await outcome(store.table.write(action))).toBe(holds ? 'done' : 'ConditionFailed');
        const unchanged = isDeepStrictEqual(await store.table.get(key), before);
        expect(unchanged).toBe(!holds || action.do === 'check' || (action.do === 'delete' && !before));
      }
    });
  }

  test('the refusal that the action names is the one that is thrown', async () => {
    const refusal = new Refusal('stale', 'the offer changed since you read it');
    await store.table.write({ do: 'put', item: offer });
    const write = store.table.write({ do: 'put', item: offer, when: { is: 'version', version: 9 }, refusal });
    await expect(write).rejects.toBe(refusal);
  });

  test('without a refusal of its own it says which item and why', async () => {
    const write = store.table.write({ do: 'update', key, set: { quota: 1 }, when: { is: 'present' } });
    await expect(write).rejects.toThrow('action 0 on OFFER#off_bulog_rice / OFFER was refused: not present');
  });

  test('of 32 writers that saw the same version one wins and 31 are refused', async () => {
    await store.table.write({ do: 'put', item: offer });
    const writers = Array.from({ length: 32 }, (_, writer) =>
      store.table.write({
        do: 'put',
        item: { ...offer, writer, version: 4 },
        when: { is: 'version', version: 3 },
      }),
    );
    const outcomes = await Promise.allSettled(writers);
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(await store.table.get(key)).toEqual((won[0] as PromiseFulfilledResult<Item>).value);
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as Error).name)).toEqual(Array(31).fill('ConditionFailed'));
  });
});

onEveryStore('a counter', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  const quota = { pk: 'OFFER#off_bulog_rice', sk: 'QUOTA#2025-W45' };

  test('begins at nothing and gives back what it is now', async () => {
    expect(await store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: 2000 })).toEqual({
      ...quota,
      claimed: 2000,
    });
    expect(await store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: -500 })).toEqual({
      ...quota,
      claimed: 1500,
    });
  });

  test('sets further attributes with the count', async () => {
    await store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: 1, set: { unit: 'kg' } });
    expect(await store.table.get(quota)).toEqual({ ...quota, claimed: 1, unit: 'kg' });
  });

  test('may reach its bounds and not pass them', async () => {
    const add = (by: number) =>
      store.table.write({ do: 'add', key: quota, attribute: 'claimed', by, atMost: 10, atLeast: 0 });
    await expect(add(11)).rejects.toThrow('out of bounds');
    await expect(add(-1)).rejects.toThrow('out of bounds');
    expect(await store.table.get(quota)).toBeUndefined();
    await add(10);
    await expect(add(1)).rejects.toThrow(ConditionFailed);
    await add(-10);
    expect(await store.table.get(quota)).toEqual({ ...quota, claimed: 0 });
  });

  test('never leaves the exact whole numbers', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    await store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: most });
    await expect(store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: 1 })).rejects.toThrow(
      ConditionFailed,
    );
    expect((await store.table.get(quota))?.['claimed']).toBe(most);
  });

  test('that is no number is a defect, not a refusal', async () => {
    await store.table.write({ do: 'put', item: { ...quota, claimed: 'two tons' } });
    await expect(store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: 1 })).rejects.toThrow(
      TableMisuse,
    );
  });

  test('under 64 callers is never oversold and never refused while there is room', async () => {
    const room = 100;
    const claim = (): Promise<string> =>
      outcome(store.table.write({ do: 'add', key: quota, attribute: 'claimed', by: 1, atMost: room }));
    const callers = Array.from({ length: 64 }, async () => [await claim(), await claim(), await claim()]);
    const outcomes = (await Promise.all(callers)).flat();
    expect(outcomes.filter((what) => what === 'done')).toHaveLength(room);
    expect(outcomes.filter((what) => what === 'ConditionFailed')).toHaveLength(3 * 64 - room);
    expect((await store.table.get(quota))?.['claimed']).toBe(room);
  });

  test('in transactions of 64 callers every grant leaves its claim, and the sum agrees', async () => {
    const room = 100;
    const claim = (caller: number): Promise<string> =>
      outcome(
        store.table.transact([
          { do: 'add', key: quota, attribute: 'claimed', by: 3, atMost: room },
          { do: 'put', item: { pk: quota.pk, sk: `CLAIM#${caller}`, amount: 3 }, when: { is: 'absent' } },
        ]),
      );
    const outcomes = await Promise.all(Array.from({ length: 64 }, (_, caller) => claim(caller)));
    const claims = await store.table.query({ pk: quota.pk, beginsWith: 'CLAIM#', limit: 1000 });
    expect(outcomes.filter((what) => what === 'done')).toHaveLength(33);
    expect(outcomes.filter((what) => what === 'ConditionFailed')).toHaveLength(31);
    expect(claims.items).toHaveLength(33);
    expect((await store.table.get(quota))?.['claimed']).toBe(99);
  });
});
