/** Many changes at once to one bucket of the market, as an import brings them: it is written for many of them together, and is right. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { marketBuckets } from '../../functions/changes/market-buckets.ts';
import { react, type Progress } from '../../functions/changes/react.ts';
import { rebuildMarket } from '../../functions/changes/rebuild-market.ts';
import { foundCooperative, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { readParts } from '../../shared/market/bucket-store.ts';
import { rowsOf } from '../../shared/market/bucket.ts';
import { placedOffer, supplyBucket } from '../../shared/market/placed.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { listPotential, type Potential } from '../../shared/potentials/potential.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Action, Change, Table } from '../../shared/table/table.ts';
import { countingTable, onEveryStore, type OpenTable } from '../support/tables.ts';

const at = '2025-11-02T03:00:00.000Z';
const clock = () => new Date(at);
const stamp = { at, by: 'office', role: 'organizer' };
const bucket = supplyBucket('potato', '35.79');
const COUNT = 80;

/** An id as the service makes them, which takes as much room. */
const idOf = (kind: 'coop' | 'pot', number: number): string =>
  `${kind}_00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const cooperativeOf = (number: number): Cooperative => {
  const place = { name: `KDMP ${number}`, regionCode: '35.79.02.2008', nib: String(10 ** 12 + number) };
  return foundCooperative(idOf('coop', number), place, at);
};

const potentialOf = (number: number): Potential => {
  const supplier = cooperativeOf(number);
  const capacity = { amount: 1 + number, unit: 'ton', per: 'week' } as const;
  const goods = { commodity: 'potato', title: 'Kentang', capacity, months: [4, 1 + (number % 12)] };
  return listPotential(idOf('pot', number), { cooperativeId: supplier.id, ...goods }, supplier, at);
};

onEveryStore('a burst of changes to one bucket', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open({ clock });
  });
  afterEach(() => store.close());

  const write = (number: number, potential: Potential): Promise<void> =>
    store.table.transact([
      ...cooperativeWrites(cooperativeOf(number), undefined, stamp),
      ...potentialWrites(potential, undefined, stamp),
    ]);
  const deliver = (changes: readonly Change[], table: Table = store.table): Promise<Progress> =>
    react(changes, [marketBuckets(table)]);
  /** What of the market a rebuild would make otherwise. */
  const wrong = async (): Promise<unknown> => {
    const scratch = openSqliteTable(':memory:');
    const rebuilt = await rebuildMarket(store.table, scratch, false);
    await scratch.close();
    return rebuilt.wrong.filter(({ pk }) => pk.startsWith('MARKET#'));
  };

  test('is written once for twenty of them, and is what a rebuild makes, however often and in whatever order they come', async () => {
    for (let number = 0; number < COUNT; number += 1) await write(number, potentialOf(number));
    let written = 0;
    const watched: Table = {
      ...countingTable(store.table).table,
      transact(actions: readonly Action[]) {
        if (actions.some((one) => one.do === 'add' && one.key.pk === bucket.pk)) written += 1;
        return store.table.transact(actions);
      },
    };
    const changes = await store.drainChanges();
    expect(await deliver(changes, watched)).toEqual({ done: changes.length });
    expect(written).toBe(COUNT / 20);
    const parts = await readParts(store.table, bucket.pk, undefined);
    expect(parts.length).toBeGreaterThan(1);
    for (const again of [changes.toReversed(), changes.slice(7), changes.slice(0, 31).toReversed()]) {
      expect(await deliver(again)).toEqual({ done: again.length });
    }
    expect(await wrong()).toEqual([]);
    expect(await readParts(store.table, bucket.pk, undefined)).toEqual(parts);
  }, 120_000);

  test('stops at the one that cannot be taken, which alone is missing then', async () => {
    const poison = 5;
    for (let number = 0; number < 10; number += 1) {
      const potential = potentialOf(number);
      const capacity = { ...potential.capacity, unit: 'gantang' as 'kg' };
      await write(number, number === poison ? { ...potential, capacity } : potential);
    }
    let changes = await store.drainChanges();
    const { done, failure } = await deliver(changes);
    expect(changes[done]!.key.pk).toContain(idOf('pot', poison));
    expect(failure).toBeInstanceOf(TypeError);
    changes = changes.toSpliced(done, 1);
    expect(await deliver(changes)).toEqual({ done: changes.length });
    const parts = await readParts(store.table, bucket.pk, undefined);
    const ids = rowsOf(bucket.packing, parts, bucket.name).map(({ id }) => id);
    expect(ids).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9].map((number) => idOf('pot', number)));
  });

  test('leaves out what lies in a region that is known no more, which would spoil every list, and a rebuild names it', async () => {
    for (const number of [0, 1]) await write(number, potentialOf(number));
    const regionCode = '35.99.02.2008';
    await store.table.transact([
      ...cooperativeWrites({ ...cooperativeOf(2), regionCode }, undefined, stamp),
      ...potentialWrites({ ...potentialOf(2), regionCode }, undefined, stamp),
    ]);
    const failed: string[] = [];
    for (const change of await store.drainChanges()) {
      if ((await deliver([change])).failure) failed.push(change.key.pk);
    }
    expect(failed.sort()).toEqual([`COOP#${idOf('coop', 2)}`, `POT#${idOf('pot', 2)}`]);
    const scratch = openSqliteTable(':memory:');
    const { notPlaced, wrong: differing } = await rebuildMarket(store.table, scratch, true);
    await scratch.close();
    expect(notPlaced.map(({ id }) => id).sort()).toEqual([idOf('coop', 2), idOf('pot', 2)]);
    expect(differing.filter(({ pk }) => pk.startsWith('MARKET#'))).toEqual([]);
  });
});

test('an offer that delivers to a region that is known no more has no place in the market', () => {
  const months = [4, 5];
  const quantity = { amount: 3, unit: 'ton', per: 'week' } as const;
  const goods = { title: 'Kentang', commodity: 'potato', quantity, months, deliverTo: '64.72' };
  const offer = postOffer('off_1', { scheme: 'purchase', buyerId: 'buy_1', ...goods }, undefined, clock());
  expect(placedOffer(offer, {}).bucket.name).toBe('potato');
  expect(() => placedOffer({ ...offer, deliverTo: '64.99' }, {})).toThrow('64.99 is in no known regency');
});
