/** Tables of the hall: each buyer's own, none shared, kept over every plan, one for each before anyone has two. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { seatBuyers, type ToSeat } from '../../shared/events/seating.ts';

const buyer = (id: string, tables = 1, pinned: number[] = []): ToSeat => ({ id, tables, pinned });

test('buyers sit in the order of their ids, each at neighbouring tables', () => {
  expect(seatBuyers([buyer('buy_pupuk'), buyer('buy_bulog', 3)], undefined)).toEqual({
    buy_bulog: [1, 2, 3],
    buy_pupuk: [4],
  });
});

test('whoever has tables keeps them; who comes later sits where there is room', () => {
  const before = { buy_pupuk: [1], buy_bulog: [2, 3] };
  const after = seatBuyers([buyer('buy_aneka'), buyer('buy_bulog', 3), buyer('buy_pupuk')], 6, before);
  expect(after).toEqual({ buy_aneka: [4], buy_bulog: [2, 3, 5], buy_pupuk: [1] });
});

test('a meeting that stays keeps its table, even when the buyer gives others up', () => {
  expect(seatBuyers([buyer('buy_bulog', 1, [3])], 10, { buy_bulog: [1, 2, 3] })).toEqual({ buy_bulog: [3] });
});

const drawn = fc.record({
  tables: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  wants: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }),
  later: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
});

test('no table is anybody’s twice, none lies outside the hall, and nobody has two while another has none', () => {
  fc.assert(
    fc.property(drawn, ({ tables, wants, later }) => {
      const first = wants.map((want, n) => buyer(`buy_${n}`, want));
      const before = seatBuyers(first, tables);
      const all = [...first, ...later.map((want, n) => buyer(`buy_later${n}`, want))];
      const after = seatBuyers(all, tables, before);
      for (const [seating, asked] of [
        [before, first],
        [after, all],
      ] as const) {
        const taken = Object.values(seating).flat();
        expect(new Set(taken).size).toBe(taken.length);
        expect(Math.max(0, ...taken)).toBeLessThanOrEqual(tables ?? Infinity);
        for (const { id, tables: want } of asked) {
          expect(seating[id]?.length ?? 0).toBeLessThanOrEqual(want);
        }
        const wanted = asked.reduce((sum, { tables: want }) => sum + want, 0);
        expect(taken).toHaveLength(Math.min(wanted, tables ?? Infinity));
      }
      const isOneLeftOut = first.some(({ id }) => before[id] === undefined);
      if (isOneLeftOut) expect(Math.max(0, ...Object.values(before).map((own) => own.length))).toBe(1);
      for (const [id, own] of Object.entries(before)) {
        expect(after[id]!.filter((table) => own.includes(table))).toEqual(own);
      }
    }),
    { numRuns: 500 },
  );
});
