/** The arithmetic of consignment and of trading records: whatever is entered in whatever order, the sums hold. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import type { Consignment, Movement } from '../../shared/trades/consignment.ts';
import {
  leftOf,
  move,
  openConsignment,
  reopen,
  reverse,
  settle,
  viewConsignment,
} from '../../shared/trades/consignment-rules.ts';
import type { Trade } from '../../shared/trades/trade.ts';
import { asBuyer, asSeller, paymentsOf, type TradingRecord } from '../../shared/trades/trading-record.ts';

const now = new Date('2025-11-20T03:00:00Z');
const on = '2025-11-20';

/** What an order of entries leads to; what is refused changes nothing. */
type Entry = {
  what: 'placed' | 'sold' | 'returned' | 'lost' | 'settle' | 'reverse' | 'reopen';
  grams: number;
  rupiah: number;
};
const entries = fc.array(
  fc.record<Entry>({
    what: fc.constantFrom('placed', 'sold', 'sold', 'returned', 'lost', 'settle', 'reverse', 'reopen'),
    grams: fc.integer({ min: 1, max: 100_000 }),
    rupiah: fc.integer({ min: 0, max: 10_000_000 }),
  }),
  { maxLength: 40 },
);

const partnership = { id: 'part_1', buyerId: 'buy_1', cooperativeId: 'coop_1', commodity: 'sugar' };
const opened = (commissionPercent: number, commodity = 'sugar'): Consignment =>
  openConsignment(
    { ...partnership, commodity } as Partnership,
    { commissionPercent, settlementDays: 30 },
    now,
  );

describe('a consignment', () => {
  test('takes no half packs: what is counted is whole', () => {
    const placed = (amount: number) =>
      move(
        opened(10, 'fruit-chips'),
        'mov_1',
        { kind: 'placed', on, quantity: { amount, unit: 'pack' } },
        { by: 'owner', isFirst: true },
        now,
      );
    expect(() => placed(12.5)).toThrow('quantity.amount: comes to 12.5 pack, which is counted whole');
    expect(placed(12).consignment.placed).toBe(12);
  });

  test('keeps every gram and every rupiah, in any order of placements, sales, returns, settlements and corrections', () => {
    let refused = 0;
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 10_000 }), (list, hundredths) => {
        let consignment = opened(hundredths / 100);
        const standing = new Map<string, Movement>();
        const settlements: { id: string; takings: number; sold: number }[] = [];
        for (const [at, { what, grams, rupiah }] of list.entries()) {
          const id = `mov_${at}`;
          try {
            if (what === 'settle') {
              const done = settle(consignment, `trd_${at}`, on, now);
              expect(done.due + done.settled.commission).toBe(done.settled.takings);
              expect(done.due).toBeGreaterThanOrEqual(0);
              consignment = done.consignment;
              settlements.push({ id: `trd_${at}`, takings: done.settled.takings, sold: done.settled.sold });
            } else if (what === 'reopen') {
              const last = settlements.at(-1);
              consignment = reopen(consignment, last?.id ?? 'trd_none', now);
              settlements.pop();
            } else if (what === 'reverse') {
              const ids = [...standing.keys()];
              const target = standing.get(ids[grams % Math.max(1, ids.length)] ?? '');
              const input = { kind: 'reversed', on, reverses: 'mov_0', reason: 'salah' } as const;
              consignment = reverse(consignment, id, input, target, 'shop', now).consignment;
              standing.delete(target!.id);
            } else {
              const quantity = { amount: grams, unit: 'g' } as const;
              const input = {
                kind: what,
                on,
                quantity,
                reason: 'x',
                ...(what === 'sold' ? { takings: rupiah } : {}),
              };
              const done = move(consignment, id, input, { by: 'shop', isFirst: at === 0 }, now);
              consignment = done.consignment;
              standing.set(id, done.movement);
            }
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            refused += 1;
          }
          const sum = (kind: string, of: (movement: Movement) => number) =>
            [...standing.values()]
              .filter((each) => each.kind === kind)
              .reduce((all, each) => all + of(each), 0);
          const inGrams = (kind: string) => sum(kind, ({ amount }) => Math.round(amount * 1000));
          for (const kind of ['placed', 'sold', 'returned', 'lost'] as const) {
            expect(Math.round(consignment[kind] * 1000)).toBe(inGrams(kind));
          }
          const left = inGrams('placed') - inGrams('sold') - inGrams('returned') - inGrams('lost');
          expect(leftOf(consignment)).toBe(left / 1000);
          expect(left).toBeGreaterThanOrEqual(0);
          const takings = sum('sold', (each) => each.takings ?? 0);
          const settled = settlements.reduce((all, each) => all + each.takings, 0);
          expect(settled + consignment.unsettled.takings).toBe(takings);
          expect(viewConsignment(consignment, 0).openBalance.toSettle).toBeLessThanOrEqual(takings - settled);
        }
      }),
      { numRuns: 1500 },
    );
    // The rules were met, not only passed by.
    expect(refused).toBeGreaterThan(500);
  });
});

describe('a trading record', () => {
  const trades = fc.array(
    fc.record({
      state: fc.constantFrom('recorded', 'confirmed', 'confirmed', 'disputed'),
      days: fc.integer({ min: -5, max: 900 }),
      paid: fc.boolean(),
      due: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
      late: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const day = (after: number) => new Date(Date.UTC(2025, 0, 10 + after)).toISOString().slice(0, 10);

  test('says the same whatever each trade was before: the counts are those of the trades as they stand', () => {
    fc.assert(
      fc.property(trades, trades, fc.nat(), (first, second, turn) => {
        const made = (each: (typeof first)[number]) =>
          ({
            state: each.state,
            deliveredOn: day(0),
            ...(each.paid ? { paidOn: day(each.days), paymentConfirmedAt: 'then' } : {}),
            ...(each.due === undefined ? {} : { dueOn: day(each.due) }),
            ...(each.late === undefined ? {} : { orderedFor: day(-each.late) }),
          }) as Trade;
        const before = first.map(made);
        const after = before.map((trade, at) => (at < second.length ? made(second[at]!) : trade));
        const records: { buyer?: TradingRecord | undefined; seller?: TradingRecord | undefined } = {};
        const put = (from: Trade | undefined, to: Trade) => {
          records.buyer = asBuyer(records.buyer, from, to);
          records.seller = asSeller(records.seller, from, to);
        };
        for (const trade of before) put(undefined, trade);
        for (const at of after.keys()) {
          const place = (at + turn) % after.length;
          put(before[place], after[place]!);
        }
        const counted = after.filter(({ state }) => state === 'confirmed');
        const days = counted
          .filter(({ paidOn }) => paidOn !== undefined)
          .map(({ paidOn }) =>
            Math.min(730, Math.max(0, (Date.parse(paidOn!) - Date.parse(day(0))) / 86_400_000)),
          )
          .toSorted((a, b) => a - b);
        const says = paymentsOf(records.buyer);
        expect(says.payments).toBe(days.length);
        expect(says.unpaid).toBe(counted.length - days.length);
        const middle = (days[Math.ceil(days.length / 2) - 1]! + days[Math.floor(days.length / 2)]!) / 2;
        expect(says.medianDays).toBe(days.length === 0 ? undefined : middle);
        expect(records.seller?.deliveries ?? 0).toBe(counted.length);
        const timed = counted.filter(({ orderedFor }) => orderedFor !== undefined);
        expect(records.seller?.onTime ?? 0).toBe(
          timed.filter(({ orderedFor }) => day(0) <= orderedFor!).length,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
