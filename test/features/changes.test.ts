/** What follows from writes: the market index is right in the end, whatever the delivery of changes does on the way. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { react } from '../../functions/changes/react.ts';
import { reactionsOver } from '../../functions/changes/reactions.ts';
import { keepLayout, rebuildMarket, type Rebuilt } from '../../functions/changes/rebuild-market.ts';
import { countAsTaken, startChangeLoop } from '../../functions/server/change-loop.ts';
import { jsonLog } from '../../shared/log.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import { marketVersionsKey, supplyBuckets, vocabularyKey, wordKey } from '../../shared/table/derived-keys.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { TableBusy, type Change, type Key, type Table } from '../../shared/table/table.ts';
import {
  expectedWords,
  history,
  MarketHistory,
  storedParts,
  storedWords,
  wrongVersions,
  type Happening,
} from '../support/market-histories.ts';
import { onEveryStore, openSqlite, type OpenTable } from '../support/tables.ts';
import { ModelTable } from '../table/model-table.ts';

/** Schedules tried; raise it to soak: `CHANGE_SCHEDULES=100000 npx vitest run test/features/changes.test.ts`. */
const schedules = Number(process.env['CHANGE_SCHEDULES'] ?? 10_000);

/** A store, its changes since they were asked for last, how others get their turn, and the most turns that an answer takes. */
type Place = Pick<OpenTable, 'table' | 'drainChanges'> & {
  othersTurn: () => Promise<void>;
  longestWait: number;
};

const stamp = { at: '2025-11-02T00:00:00Z', by: 'officer', role: 'cooperative' };

/** Whole numbers below a bound, the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The same table, slow by chance, and now and then very slow: what is read has time to grow old before it is acted on. */
function dawdling({ table, othersTurn, longestWait }: Place, throwDice: (below: number) => number): Table {
  const after = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let turns = throwDice(throwDice(12) === 0 ? longestWait : 4); turns > 0; turns -= 1)
      await othersTurn();
    return work();
  };
  return {
    get: (key) => after(() => table.get(key)),
    getMany: (keys) => after(() => table.getMany(keys)),
    query: (query) => after(() => table.query(query)),
    write: (action) => after(() => table.write(action)),
    transact: (actions) => after(() => table.transact(actions)),
    close: () => table.close(),
  };
}

/** Writes a history, and meanwhile delivers each change one to five times, in any order, in batches cut anywhere and several of them at once. */
async function disorderly(
  place: Place,
  happenings: readonly Happening[],
  seed: number,
): Promise<MarketHistory> {
  const throwDice = dice(seed);
  const { table, drainChanges } = place;
  const reactions = reactionsOver(dawdling(place, throwDice));
  const market = new MarketHistory();
  const waiting: Change[] = [];
  const underWay = new Set<Promise<void>>();
  const receive = async () => {
    for (const change of await drainChanges()) {
      for (let times = 1 + (throwDice(2) === 0 ? throwDice(5) : 0); times > 0; times -= 1)
        waiting.push(change);
    }
  };
  const deliver = async (batch: readonly Change[]): Promise<void> => {
    const { done, failure } = await react(batch, reactions);
    if (failure instanceof TableBusy) waiting.push(...batch.slice(done));
    else expect(failure).toBeUndefined();
  };
  const deliverSome = async () => {
    const batch: Change[] = [];
    for (
      let count = 1 + throwDice(throwDice(2) === 0 ? 4 : 16);
      count > 0 && waiting.length > 0;
      count -= 1
    ) {
      batch.push(...waiting.splice(throwDice(waiting.length), 1));
    }
    if (batch.length === 0) return;
    const delivery = deliver(batch).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
    if (underWay.size > 3) await Promise.race(underWay);
  };
  for (const happening of happenings) {
    await market.happen(table, happening);
    if (throwDice(2) === 0) await receive();
    await deliverSome();
  }
  await receive();
  while (waiting.length > 0 || underWay.size > 0) {
    await deliverSome();
    if (waiting.length === 0) await Promise.all(underWay);
  }
  return market;
}

const inMemory = () => openSqliteTable(':memory:');

async function rebuild(table: Table, mend = true): Promise<Rebuilt> {
  const scratch = inMemory();
  const rebuilt = await rebuildMarket(table, scratch, mend);
  await scratch.close();
  return rebuilt;
}

/** The plain model that both stores are held against (`test/table/alike.test.ts`): several schedules in the time of one on SQLite. */
function inTheModel(): Place {
  const table = new ModelTable(() => new Date(stamp.at));
  let drained = 0;
  const drainChanges = async () => {
    const changes = table.changes.slice(drained).map((change) => ({ ...change, id: '', at: stamp.at }));
    drained = table.changes.length;
    return changes;
  };
  return { table, drainChanges, othersTurn: () => Promise.resolve(), longestWait: 600 };
}

/** For stores that are asked in turns of the event loop. */
const inTurns = { othersTurn: nextTurn, longestWait: 300 };

function inSqlite(): Place {
  const table = openSqliteTable(':memory:');
  let last: string | null = null;
  const drainChanges = async () => {
    const changes = await table.changes.read(last, 1000);
    last = changes.at(-1)?.id ?? last;
    return changes;
  };
  return { table, drainChanges, ...inTurns };
}

describe('changes repeated one to five times, reordered, in batches cut anywhere and taken side by side', () => {
  test.each([
    ['in the model', inTheModel, schedules],
    ['in SQLite', inSqlite, schedules / 100],
  ] as const)(
    'lead to the very bytes that the things themselves give, which a rebuild leaves alone, %s',
    async (_, open, numRuns) => {
      await fc.assert(
        fc.asyncProperty(history, fc.integer(), async (happenings, seed) => {
          const place = open();
          const { table } = place;
          const market = await disorderly(place, happenings, seed);
          const kept = await storedParts(table);
          expect(kept).toEqual(market.expected());
          expect(await wrongVersions(table)).toEqual([]);
          expect(await storedWords(table)).toEqual(expectedWords(market));
          if (seed % 50 === 0) {
            await rebuild(table);
            expect(await wrongVersions(table)).toEqual([]);
            expect(await storedParts(table)).toEqual(kept);
            expect(await storedWords(table)).toEqual(expectedWords(market));
          }
          await table.close();
        }),
        { numRuns },
      );
    },
  );
}, 600_000);

onEveryStore('the market index', (open) => {
  let store: OpenTable;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test('is right after a long disorderly history, and a rebuild finds nothing to mend', async () => {
    const [happenings] = fc.sample(fc.array(history, { minLength: 4, maxLength: 4 }), {
      seed: 7,
      numRuns: 1,
    });
    const market = await disorderly({ ...store, ...inTurns }, happenings!.flat(), 42);
    const kept = await storedParts(store.table);
    expect(kept.size).toBeGreaterThan(2);
    expect(kept).toEqual(market.expected());
    expect(await wrongVersions(store.table)).toEqual([]);
    expect(await storedWords(store.table)).toEqual(expectedWords(market));
    await rebuild(store.table);
    expect(await storedParts(store.table)).toEqual(kept);
  });
});

describe('a market that is wrong', () => {
  let table: ReturnType<typeof openSqliteTable>;
  let market: MarketHistory;
  beforeEach(async () => {
    const store = await openSqlite();
    table = store.table;
    const [happenings] = fc.sample(fc.array(history, { minLength: 4, maxLength: 4 }), {
      seed: 7,
      numRuns: 1,
    });
    market = await disorderly({ ...store, ...inTurns }, happenings!.flat(), 42);
  });
  afterEach(() => table.close());

  const spoil = async (): Promise<Key[]> => {
    const parts = [...(await storedParts(table)).keys()].map((name): Key => {
      const [pk, sk] = name.split(' ') as [string, string];
      return { pk, sk };
    });
    const [lost, torn] = parts as [Key, Key];
    const stray = { pk: supplyBuckets('cabbage'), sk: '99.99#' };
    const version = marketVersionsKey(parts.at(-1)!.pk);
    const [word, place] = [vocabularyKey('kubis'), wordKey('kubis', 'pot_none')];
    await table.write({ do: 'delete', key: lost });
    await table.write({ do: 'put', item: { ...torn, body: 'AA', digest: 'none' } });
    await table.write({ do: 'put', item: { ...stray, body: '[{"id":"pot_0"}]', digest: 'stray' } });
    await table.write({ do: 'put', item: { ...version, '35': 7 } });
    for (const key of [word, place]) await table.write({ do: 'put', item: { ...key } });
    return [lost, torn, stray, version, place];
  };
  const named = (keys: readonly Key[]) => keys.map(({ pk, sk }) => `${pk} ${sk}`).sort();

  test('is named item by item by a check, which leaves it alone, and put right by a rebuild', async () => {
    expect((await rebuild(table, false)).wrong).toEqual([]);
    const spoilt = await spoil();
    const { wrong } = await rebuild(table, false);
    expect(named(wrong)).toEqual(named(spoilt));
    expect(named((await rebuild(table)).wrong)).toEqual(named(spoilt));
    expect((await rebuild(table, false)).wrong).toEqual([]);
    expect(await storedParts(table)).toEqual(market.expected());
    expect(await wrongVersions(table)).toEqual([]);
    expect(await storedWords(table)).toEqual(expectedWords(market));
  });

  test('is not found in a word that nothing is called by any more, which a rebuild takes away', async () => {
    const word = vocabularyKey('kubis');
    await table.write({ do: 'put', item: { ...word } });
    expect((await rebuild(table)).wrong).toEqual([]);
    expect(await table.get(word)).toBeUndefined();
  });
});

describe('a market packed by another version of the service', () => {
  test('is made anew at the next start, once, and what a later rule refuses is left out and named', async () => {
    const table = openSqliteTable(':memory:');
    const market = new MarketHistory();
    await market.happen(table, { to: 'cooperative', number: 0, sort: 1 });
    await market.happen(table, { to: 'potential', number: 0, sort: 1 });
    const { value } = market.potentials.get('pot_0')!;
    const capacity = { ...value.capacity, unit: 'gantang' as 'kg' };
    for (const write of potentialWrites({ ...value, id: 'pot_9', capacity }, undefined, stamp)) {
      await table.write(write);
    }
    await market.happen(table, { to: 'offer', number: 0, sort: 1 });
    const { value: offer } = market.offers.get('off_0')!;
    const quantity = { ...offer.quantity!, unit: 'gantang' as 'kg' };
    for (const write of offerWrites({ ...offer, id: 'off_9', quantity }, undefined, stamp)) {
      await table.write(write);
    }
    const outdated = { pk: supplyBuckets(value.commodity), sk: '35.79#', body: '[{"id":"pot_0"}]' };
    await table.write({ do: 'put', item: outdated });
    const rebuilt = await keepLayout(table, inMemory);
    expect(rebuilt).toMatchObject({ placed: 3, notPlaced: [{ id: 'pot_9' }, { id: 'off_9' }] });
    expect(await storedParts(table)).toEqual(market.expected());
    expect(await keepLayout(table, inMemory)).toBeUndefined();
    await table.close();
  });
});

describe('the change loop of one machine', () => {
  let store: Awaited<ReturnType<typeof openSqlite>>;
  let logged: string[];
  const log = jsonLog((line) => logged.push(line));
  beforeEach(async () => {
    store = await openSqlite();
    logged = [];
  });
  afterEach(() => store.close());

  const write = (table: Table, name: string) =>
    table.write({ do: 'put', item: { pk: `COOP#${name}`, sk: 'NOTE' } });
  /** Notes which changes it was given, and fails as told. */
  const noting = (seen: string[], fail?: (name: string, times: number) => void) => async (change: Change) => {
    if (!change.key.pk.startsWith('COOP#')) return;
    const name = change.key.pk.slice('COOP#'.length);
    seen.push(name);
    fail?.(name, seen.filter((one) => one === name).length);
  };

  test('takes each change in order, at once, and goes on where it stopped after a restart', async () => {
    const seen: string[] = [];
    await write(store.table, 'bulukerto');
    const loop = startChangeLoop(store.table, [noting(seen)], log);
    await write(store.table, 'tlekung');
    await expect.poll(() => seen).toEqual(['bulukerto', 'tlekung']);
    await loop.stop();
    await write(store.table, 'dadaprejo');
    const again = startChangeLoop(store.table, [noting(seen)], log);
    await expect.poll(() => seen.length).toBe(3);
    await again.stop();
    expect(seen).toEqual(['bulukerto', 'tlekung', 'dadaprejo']);
  });

  test('does not take again what was counted as taken before it started', async () => {
    const seen: string[] = [];
    await write(store.table, 'bulukerto');
    await countAsTaken(store.table);
    await write(store.table, 'tlekung');
    const loop = startChangeLoop(store.table, [noting(seen)], log);
    await expect.poll(() => seen).toEqual(['tlekung']);
    await loop.stop();
  });

  test('brings what is written into the market and into search by itself', async () => {
    const loop = startChangeLoop(store.table, reactionsOver(store.table), log);
    const market = new MarketHistory();
    await market.happen(store.table, { to: 'potential', number: 1, sort: 1 });
    await expect
      .poll(() => storedParts(store.table), { timeout: 1000, interval: 10 })
      .toEqual(market.expected());
    await expect
      .poll(() => storedWords(store.table), { timeout: 1000, interval: 10 })
      .toEqual(expectedWords(market));
    await loop.stop();
  });

  test('parks a change that always fails, says so, and takes those behind it; other reactions take it', async () => {
    const seen: string[] = [];
    const others: string[] = [];
    const poison = (name: string) => {
      if (name === 'poison') throw new TypeError('months is not iterable');
    };
    const loop = startChangeLoop(store.table, [noting(seen, poison), noting(others)], log);
    for (const name of ['bulukerto', 'poison', 'tlekung']) await write(store.table, name);
    await expect.poll(() => seen.at(-1)).toBe('tlekung');
    await loop.stop();
    const parked = await store.table.query({ pk: 'PARKED', limit: 10 });
    expect(parked.items).toMatchObject([
      { change: { pk: 'COOP#poison' }, why: 'TypeError: months is not iterable' },
    ]);
    expect([...new Set(others)]).toEqual(['bulukerto', 'poison', 'tlekung']);
    expect(logged.join('')).toContain('a change was parked');
  });

  test('waits for a busy store as long as it takes, and parks nothing', async () => {
    const seen: string[] = [];
    const busy = (_name: string, times: number) => {
      if (times < 5) throw new TableBusy('throttled');
    };
    const loop = startChangeLoop(store.table, [noting(seen, busy)], log);
    await write(store.table, 'bulukerto');
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(5);
    await write(store.table, 'tlekung');
    await expect.poll(() => seen.filter((name) => name === 'tlekung').length, { timeout: 10_000 }).toBe(5);
    await loop.stop();
    expect((await store.table.query({ pk: 'PARKED', limit: 10 })).items).toEqual([]);
  });
});
