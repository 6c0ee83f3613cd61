/** How changes are given to the reactions: in order to each, beside the others, at least once, and none behind one that failed. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { react, type Reaction } from '../../functions/changes/react.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Change } from '../../shared/table/table.ts';

const changeOf = (name: number | string): Change => ({
  id: String(name).padStart(16, '0'),
  at: '2026-11-22T00:00:00Z',
  key: { pk: `COOP#${name}`, sk: 'PROFILE' },
  before: null,
  after: null,
});
const changesTo = (count: number): Change[] => Array.from({ length: count }, (_, n) => changeOf(n));

test('a reaction that waits keeps no other from going on', async () => {
  const { promise: lastTaken, resolve } = Promise.withResolvers<void>();
  const waiting: Reaction = () => lastTaken;
  const quick: Reaction = async ({ key }) => {
    if (key.pk === 'COOP#2') resolve();
  };
  expect(await react(changesTo(3), [waiting, quick])).toEqual({ done: 3 });
});

test('three reactions that write share the commits, so that a burst waits for the disk a third as often', async () => {
  const table = openSqliteTable(':memory:');
  const reactions = ['market', 'words', 'totals'].map((name): Reaction => async ({ key }) => {
    await table.write({ do: 'put', item: { pk: name, sk: key.pk } });
  });
  const before = table.commits;
  expect(await react(changesTo(100), reactions)).toEqual({ done: 100 });
  expect(table.commits - before).toBe(100);
  await table.close();
});

test('a change that cannot be read fails after those before it were taken by all', async () => {
  const seen: string[] = [];
  const noting: Reaction = async ({ key }) => void seen.push(key.pk);
  const changes = [0, 1, 2].values().map((n) => {
    if (n === 2) throw new TypeError('a record without keys');
    return changeOf(n);
  });
  const progress = await react(changes, [noting, noting]);
  expect(progress).toEqual({ done: 2, failure: new TypeError('a record without keys') });
  expect(seen).toEqual(['COOP#0', 'COOP#0', 'COOP#1', 'COOP#1']);
});

test('whatever fails at whatever pace: what fails first was given to all, with all before it, in order, and nothing is begun behind it', async () => {
  /** Of each reaction: the changes at which it fails, and how many turns it takes for one. */
  const reactions = fc.array(
    fc.record({ failsAt: fc.uniqueArray(fc.nat(9), { maxLength: 2 }), turns: fc.nat(4) }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(10), reactions, async (count, plans) => {
      const firstFailure = Math.min(count, ...plans.flatMap(({ failsAt }) => failsAt));
      const seen = plans.map((): number[] => []);
      let failed = false;
      const progress = await react(
        changesTo(count),
        plans.map(({ failsAt, turns }, which) => async ({ id }) => {
          const at = Number(id);
          if (failed) expect(at).toBeLessThanOrEqual(firstFailure);
          seen[which]!.push(at);
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          if (!failsAt.includes(at)) return;
          if (at === firstFailure) failed = true;
          throw new RangeError(`${which} at ${at}`);
        }),
      );
      expect(progress.done).toBe(firstFailure);
      if (firstFailure === count) expect(progress.failure).toBeUndefined();
      else expect(String(progress.failure)).toMatch(new RegExp(` at ${firstFailure}$`));
      for (const taken of seen) {
        expect(taken).toEqual(taken.map((_, at) => at));
        expect(taken.length).toBeGreaterThanOrEqual(Math.min(firstFailure + 1, count));
      }
    }),
    { numRuns: 2_000 },
  );
});
