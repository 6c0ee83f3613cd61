/** Totals are kept from changes and equal a recount, byte for byte, whatever becomes of the changes on their way. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Count } from '../../functions/changes/recount.ts';
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
import { countedHistory, countedWhileItHappens, isKept } from '../support/counted-histories.ts';

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
