/** Random histories of things that are counted, and a change feed at its worst: repeats, other groups, two at once, cut off. */
import * as fc from 'fast-check';
import { react } from '../../functions/changes/react.ts';
import { totals } from '../../functions/changes/totals.ts';
import { itemOf } from '../../shared/stored.ts';
import { countedPrefix, totalPrefix } from '../../shared/table/derived-keys.ts';
import {
  claimKey,
  cooperativeKey,
  formationStepKey,
  partnershipKey,
  potentialKey,
  tradeKey,
} from '../../shared/table/keys.ts';
import { TableBusy, type Change, type Item, type Key, type Table } from '../../shared/table/table.ts';
import { ModelTable } from '../table/model-table.ts';

/** One thing that happens: a thing of this sort and number becomes this one of its values, or is taken away. */
export type Happening = { sort: number; number: number; value: number };

export const countedHistory: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({ sort: fc.nat(5), number: fc.nat(2), value: fc.nat(6) }),
  { minLength: 1, maxLength: 8 },
);

const villages = ['35.79.02.2008', '35.79.02.2005', '64.02.06.1010'];
const stamp = { at: '2025-11-02T00:00:00.000Z', by: 'anyone', role: 'admin' };

type Sort = { keyOf: (id: string) => Key; valueOf: (number: number, value: number) => object };

const stages = ['proposed', 'negotiating', 'mou', 'trial', 'operational', 'declined'] as const;

/** What can be counted; values of a sort differ in where they count, in how much, and in nothing that counts. */
const sorts: readonly Sort[] = [
  {
    keyOf: cooperativeKey,
    valueOf: (number, value) => ({
      id: `coop_${number}`,
      name: `KDMP ${value % 2}`,
      kind: 'village',
      regionCode: villages[number],
      units: value > 3 ? ['grocery', 'warehouse'] : ['grocery'],
      memberCount: value,
      updatedAt: stamp.at,
      credentials: { nib: { status: 'verified', validUntil: `2026-0${1 + (value % 2)}-01` } },
      verification: { status: value === 5 ? 'rejected' : 'verified' },
    }),
  },
  {
    keyOf: potentialKey,
    valueOf: (number, value) => ({
      id: `pot_${number}`,
      regionCode: villages[number % 2],
      commodity: ['potato', 'cabbage'][value % 2],
      title: `Panen ${value}`,
    }),
  },
  {
    keyOf: partnershipKey,
    valueOf: (number, value) => ({
      id: `part_${number}`,
      cooperativeId: `coop_${number % 2}`,
      buyerId: 'buy_bulog',
      scheme: number === 0 ? 'purchase' : 'distribution',
      commodity: 'rice-sphp',
      regionCodes: { cooperative: villages[number % 2], buyer: '35.73' },
      stage: stages[value % stages.length],
      stageSince: `2025-11-0${1 + (value % 3)}T03:00:00.000Z`,
      respondBy: '2025-11-20T03:00:00.000Z',
      history: [{ at: stamp.at, to: 'proposed', by: value > 4 ? 'service' : 'buyer' }],
      promised: { buyer: { quantity: { amount: 2, unit: 'ton', per: 'week' }, from: '2025-11-03' } },
    }),
  },
  {
    keyOf: tradeKey,
    valueOf: (number, value) => ({
      id: `trd_${number}`,
      kind: value % 3 === 0 ? 'transfer' : 'sale',
      sellerId: `coop_${number % 2}`,
      buyerId: value > 2 ? 'buy_dinas' : 'coop_holding',
      sellerKind: 'cooperative',
      buyerKind: value > 2 ? 'government' : 'cooperative',
      regionCodes: { seller: villages[number % 2], buyer: '35.79' },
      holdings: { seller: 'coop_holding' },
      ...(value > 2 ? {} : { holdingId: 'coop_holding' }),
      commodity: 'potato',
      normalised: { quantity: { amount: 0.1 + value, unit: 'kg' } },
      totalPrice: 1000 * value,
      deliveredOn: value % 2 === 0 ? '2025-11-03' : '2025-12-03',
      ...(number === 2 ? { partnershipId: 'part_0', origin: villages[1] } : {}),
      state: value === 5 ? 'disputed' : 'recorded',
    }),
  },
  {
    keyOf: (id) => claimKey('part_0', id),
    valueOf: (number, value) => ({
      partnershipId: 'part_0',
      cooperativeId: 'coop_0',
      buyerId: 'buy_bulog',
      regionCodes: { cooperative: villages[0], buyer: '35.73' },
      commodity: 'rice-sphp',
      period: number === 0 ? '2025-W45' : '2025-12',
      unit: 'kg',
      requested: 2000,
      granted: 400.5 * value,
      released: 0,
      delivered: 100 * value,
      createdAt: stamp.at,
    }),
  },
  {
    keyOf: (id) => formationStepKey('coop_0', id),
    valueOf: (_, value) => ({
      cooperativeId: 'coop_0',
      regionCode: villages[0],
      step: 'deed',
      status: value === 0 ? 'planned' : 'done',
      funding: [{ source: value > 3 ? 'regency' : 'provincial', amount: 1_000_000 * value }],
    }),
  },
];

/** A small generator of chance, so that a schedule is one number that shrinks. */
export function chanceOf(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Lets a happening take place in the store, as its noun would write it. */
export async function happen(table: Table, { sort, number, value }: Happening): Promise<void> {
  const { keyOf, valueOf } = sorts[sort]!;
  const key = keyOf(`${number}`);
  const before = await table.get(key);
  const version = (before?.version ?? 0) + 1;
  if (value === 6) {
    if (before) await table.write({ do: 'put', item: { ...key, version, changed: stamp } });
    return;
  }
  await table.write({ do: 'put', item: itemOf(key, {}, valueOf(number, value), version, stamp) });
}

/**
 * Lets a history take place while two hands take its changes: each change 1 to 5 times, out of order, some cut off before or after
 * their transaction and given again. Gives the store as it is at the end.
 */
export async function countedWhileItHappens(history: readonly Happening[], seed: number): Promise<Item[]> {
  const chance = chanceOf(seed);
  const model = new ModelTable(() => new Date(stamp.at));
  const reaction = totals(shaky(model, chance));
  const waiting: Change[] = [];
  let seen = 0;
  const announce = (): void => {
    for (const change of model.changes.slice(seen)) {
      if (isKept(change.key)) continue;
      for (let times = 1 + (chance(3) === 0 ? chance(5) : 0); times > 0; times -= 1) {
        waiting.push({ id: '', at: stamp.at, ...change });
      }
    }
    seen = model.changes.length;
  };
  const takeOne = async (): Promise<void> => {
    const place = chance(Math.min(waiting.length, 4));
    const [change] = waiting.splice(place, 1);
    if (change === undefined) return;
    const { failure } = await react([change], [reaction]);
    if (failure === undefined) return;
    if (!(failure instanceof TableBusy)) throw failure;
    waiting.push(change);
  };
  const world = { isOver: false };
  const hand = async (): Promise<void> => {
    while (!world.isOver || waiting.length > 0) {
      await Promise.resolve();
      await takeOne();
    }
  };
  const goOn = async (): Promise<void> => {
    for (const happening of history) {
      for (let turns = chance(25); turns > 0; turns -= 1) await Promise.resolve();
      await happen(model, happening);
      announce();
    }
    world.isOver = true;
  };
  await Promise.all([goOn(), hand(), hand()]);
  const items = new Map<string, Item>();
  for (const { key, after } of model.changes) {
    if (after) items.set(`${key.pk} ${key.sk}`, after);
    else items.delete(`${key.pk} ${key.sk}`);
  }
  return [...items.values()];
}

/** Whether an item is kept by counting, and not a thing. */
export const isKept = ({ pk }: Key): boolean => pk.startsWith(totalPrefix) || pk.startsWith(countedPrefix);

/** The store with answers that take their time and transactions that break off, before they are written or after. */
function shaky(table: ModelTable, chance: (below: number) => number): Table {
  const awhile = async (): Promise<void> => {
    for (let turns = chance(4); turns > 0; turns -= 1) await Promise.resolve();
  };
  return {
    get: async (key) => (await awhile(), table.get(key)),
    getMany: async (keys) => (await awhile(), table.getMany(keys)),
    query: (query) => table.query(query),
    write: (action) => table.write(action),
    async transact(actions) {
      await awhile();
      const luck = chance(12);
      if (luck === 0) throw new TableBusy('cut off before');
      await table.transact(actions);
      if (luck === 1) throw new TableBusy('cut off after');
    },
    close: () => table.close(),
  };
}
