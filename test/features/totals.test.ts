/** Totals are kept from changes and equal a recount, byte for byte, whatever becomes of the changes on their way. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { react } from '../../functions/changes/react.ts';
import { Count, keepRules, recount } from '../../functions/changes/recount.ts';
import { totals } from '../../functions/changes/totals.ts';
import { totalKey, totalsRulesKey } from '../../shared/table/derived-keys.ts';
import type { WholeTable } from '../../shared/table/move.ts';
import type { Item } from '../../shared/table/table.ts';
import {
  added,
  amountsIn,
  differences,
  entriesIn,
  ledgerOf,
  merged,
  textOf,
} from '../../shared/totals/entry.ts';
import {
  chanceOf,
  countedHistory,
  countedWhileItHappens,
  happen,
  isKept,
} from '../support/counted-histories.ts';
import { onEveryStore } from '../support/tables.ts';

const inOrder = (items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));

describe('totals kept from changes', () => {
  test('equal a recount after any history, with repeats, other orders, two at once and transactions cut off', async () => {
    await fc.assert(
      fc.asyncProperty(countedHistory, fc.nat(), async (history, seed) => {
        const items = await countedWhileItHappens(history, seed);
        const count = new Count();
        for (const item of items) if (!isKept(item)) count.add(item);
        expect(inOrder(items.filter(isKept))).toEqual(inOrder(count.items()));
      }),
      { numRuns: 33_000 },
    );
  }, 240_000);
});

onEveryStore('totals in a store', (open) => {
  test('equal a recount, which finds what is wrong and puts it right', async () => {
    const { table, drainChanges, close } = await open();
    const whole = table as WholeTable;
    const reaction = totals(table);
    for (const [seed, history] of fc.sample(countedHistory, { numRuns: 5 }).entries()) {
      const chance = chanceOf(seed);
      for (const happening of history) await happen(table, happening);
      const changes = await drainChanges();
      const repeated = changes.flatMap((change) => Array.from({ length: 1 + chance(3) }, () => change));
      expect((await react(repeated, [reaction])).failure).toBeUndefined();
    }
    const right = await recount(whole, false);
    expect(right).toMatchObject({ wrong: [] });
    expect(right.totals).toBeGreaterThan(3);

    const [first, second] = (await Array.fromAsync(whole.everything())).filter(isKept);
    const stray = { pk: totalKey({ total: 'pipeline', part: '35', at: '35.79' }).pk, sk: 'nowhere' };
    await table.write({ do: 'delete', key: { pk: first!.pk, sk: first!.sk } });
    await table.write({ do: 'put', item: { ...second!, text: '1\tnonsense' } });
    await table.write({ do: 'put', item: { ...stray, text: '1\tnonsense' } });
    expect((await recount(whole, false)).wrong).toHaveLength(3);
    expect((await recount(whole, true)).wrong).toHaveLength(3);
    expect(await recount(whole, false)).toEqual(right);
    // By other rules of counting all is made anew; by the same ones nothing is read.
    expect(await keepRules(whole)).toBeUndefined();
    await table.write({ do: 'put', item: { ...totalsRulesKey, rules: 'others' } });
    expect(await keepRules(whole)).toEqual(right);
    await close();
  });
});

const entry = fc.record({
  total: fc.constantFrom('pipeline', 'coverage'),
  part: fc.constantFrom('35', '64'),
  at: fc.constantFrom('35.79', '64.02'),
  field: fc.constantFrom('a', 'b|c'),
  amount: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
});

describe('entries', () => {
  test('come back from their text, beyond what a number keeps exactly', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        expect(entriesIn(ledgerOf(entries))).toEqual(merged(entries));
        const sums = added(new Map(), entries);
        expect(amountsIn(textOf(sums))).toEqual(sums);
      }),
    );
  });

  test('added as differences lead from what was counted to what is', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.array(entry), (before, after) => {
        expect(merged([...before, ...differences(before, after)])).toEqual(merged(after));
      }),
    );
  });
});
