/** The arithmetic of consignment: exact, never below nothing, and the goods are their owner's until they are sold. */
import { commodityOf } from '../commodities/known-commodity.ts';
import { ensureUnitFits } from '../commodities/measure.ts';
import { invalid, Refusal, under } from '../errors.ts';
import { decimalsOf, exactly, fraction, rounded, times, toExactNumber, total, type Exact } from '../exact.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import { definedOnly } from '../patch.ts';
import { ensureWhole, normalise } from '../quantities.ts';
import type { Consignment, ConsignmentView, Movement, MovementInput, PeriodSums } from './consignment.ts';
import { todayIn } from './facts.ts';
import { dueAfter } from './record.ts';
import type { Settled } from './trade.ts';

/** Who enters a movement. */
export type ConsignmentActor = Movement['by'];

const STOCK = ['placed', 'sold', 'returned', 'lost'] as const;
type StockKind = (typeof STOCK)[number];

const FIELDS: Record<
  Movement['kind'],
  { needs: readonly (keyof MovementInput)[]; takes: readonly string[] }
> = {
  placed: { needs: ['quantity'], takes: [] },
  sold: { needs: ['quantity', 'takings'], takes: [] },
  returned: { needs: ['quantity'], takes: [] },
  lost: { needs: ['quantity', 'reason'], takes: [] },
  counted: { needs: [], takes: ['quantity'] },
  reversed: { needs: ['reverses', 'reason'], takes: [] },
};

/** Refuses (409) to place goods in a partnership that is on no consignment, or does not run yet or any more. */
export function ensurePlaceable({ scheme, stage }: Partnership): void {
  if (scheme !== 'consignment') {
    throw new Refusal('conflict', `It is of scheme ${scheme}; nothing is placed on consignment.`);
  }
  if (stage === 'trial' || stage === 'operational') return;
  throw new Refusal('conflict', `It is ${stage}; goods are placed in a trial, or once it is operational.`);
}

/** A consignment before anything is placed. Refuses (409) one without terms. */
export function openConsignment(
  { id, buyerId, cooperativeId, commodity }: Partnership,
  terms: Consignment['terms'] | undefined,
  now: Date,
): Consignment {
  if (commodity === undefined || terms === undefined) {
    throw new Refusal(
      'conflict',
      'Commission and settlement period are not set; set them in the offer first.',
    );
  }
  const at = now.toISOString();
  return {
    partnershipId: id,
    ownerId: buyerId,
    shopId: cooperativeId,
    commodity,
    unit: commodityOf(commodity).unit,
    terms,
    ...nothing,
    unsettled: { from: todayIn(now), ...nothing },
    settlements: 0,
    createdAt: at,
    updatedAt: at,
  };
}

const nothing = { placed: 0, sold: 0, returned: 0, lost: 0, takings: 0 };

/** The consignment and the entry after a movement. `isFirst`: the unit of the first placement is the one it is kept in. */
export function move(
  before: Consignment,
  id: string,
  input: MovementInput,
  { by, isFirst }: { by: ConsignmentActor; isFirst: boolean },
  now: Date,
): { consignment: Consignment; movement: Movement } {
  ensureFields(input);
  ensureMayEnter(input.kind, by);
  const today = todayIn(now);
  if (input.on > today) throw invalid(['on'], `is after today, ${today}`);
  const { amount, unit } = amountOf(before, input);
  if (input.kind !== 'counted' && !isFirst && unit !== before.unit) {
    throw invalid(['quantity', 'unit'], `cannot be compared with the goods placed, kept in ${before.unit}`);
  }
  const at = now.toISOString();
  const movement: Movement = { id, ...input, amount, by, period: before.settlements, at };
  const kept: Consignment = { ...before, updatedAt: at, ...(isFirst ? { unit } : {}) };
  if (isFirst) kept.unsettled = { ...kept.unsettled, from: input.on };
  if (input.kind === 'counted') return { consignment: counted(kept, input.on, amount), movement };
  const kind = input.kind as StockKind;
  return { consignment: moved(kept, kind, amount, input.takings ?? 0, 1, input.on), movement };
}

/** The consignment after an entry that is not settled is taken back, and both entries. Refuses (409) what is settled or gone. */
export function reverse(
  before: Consignment,
  id: string,
  input: MovementInput,
  target: Movement | undefined,
  by: ConsignmentActor,
  now: Date,
): { consignment: Consignment; movement: Movement; target: Movement } {
  if (target === undefined || target.kind === 'reversed' || target.kind === 'counted') {
    throw invalid(['reverses'], 'is no movement of goods of this consignment');
  }
  if (target.reversedBy !== undefined) throw new Refusal('conflict', 'It was taken back already.');
  ensureMayEnter(target.kind, by);
  if (target.period < before.settlements) {
    throw new Refusal('conflict', 'It is settled: dispute the settlement, take that back, then this.');
  }
  const at = now.toISOString();
  const { amount, takings = 0 } = target;
  const movement: Movement = { id, ...input, amount, by, period: before.settlements, at };
  const consignment = { ...moved(before, target.kind, amount, takings, -1, undefined), updatedAt: at };
  return { consignment, movement, target: { ...target, reversedBy: id } };
}

/**
 * The consignment once all that was sold is settled until a day, and what the settlement says: the shop owes the takings without
 * its commission, by its terms. Refuses (409) where nothing was sold, and (422) a day before the last sale.
 */
export function settle(
  before: Consignment,
  tradeId: string,
  until: string,
  now: Date,
): { consignment: Consignment; settled: Settled; due: number; dueOn: string | undefined } {
  const { unsettled, terms, settledUntil } = before;
  const { from, lastSoldOn = from } = unsettled;
  const today = todayIn(now);
  if (unsettled.sold === 0) throw new Refusal('conflict', 'Nothing was sold since the last settlement.');
  if (until > today) throw invalid(['until'], `is after today, ${today}`);
  if (until < lastSoldOn) throw invalid(['until'], `is before the last sale, ${lastSoldOn}`);
  const { commission, due } = shared(unsettled.takings, terms.commissionPercent);
  const { placed, sold, returned, lost, takings } = unsettled;
  const settled: Settled = {
    from: from < until ? from : until,
    until,
    placed,
    sold,
    returned,
    lost,
    left: leftOf(before),
    takings,
    commissionPercent: terms.commissionPercent,
    commission,
  };
  const consignment: Consignment = {
    ...before,
    unsettled: { from: dueAfter(until, 1)!, ...nothing },
    settlements: before.settlements + 1,
    settledUntil: until,
    before: definedOnly({ ...unsettled, tradeId, settledUntil }),
    updatedAt: now.toISOString(),
  };
  return { consignment, settled, due, dueOn: dueAfter(until, terms.settlementDays) };
}

/** The consignment once its last settlement is taken back: what that settled is open again beside what came since. */
export function reopen(before: Consignment, tradeId: string, now: Date): Consignment {
  const { before: last, settledUntil: _, unsettled: since, ...rest } = before;
  if (last?.tradeId !== tradeId) {
    throw new Refusal('conflict', 'Only the last settlement can be taken back.');
  }
  const { tradeId: __, settledUntil, ...period } = last;
  const unsettled: PeriodSums = definedOnly({
    from: period.from,
    ...summed(period, since),
    lastSoldOn: latest(period.lastSoldOn, since.lastSoldOn),
  });
  const settlements = before.settlements - 1;
  return definedOnly({ ...rest, unsettled, settlements, settledUntil, updatedAt: now.toISOString() });
}

/** As it is shown; `unpaid` is what settlements are not paid. */
export function viewConsignment(stored: Consignment, unpaid: number): ConsignmentView {
  const { before: _, ...rest } = stored;
  const toSettle = shared(stored.unsettled.takings, stored.terms.commissionPercent).due;
  return { ...rest, left: leftOf(stored), openBalance: { toSettle, unpaid } };
}

/** What lies in the shop, in base units. */
export const leftOf = ({ placed, sold, returned, lost }: Pick<Consignment, StockKind>): number =>
  kept(total([exactly(placed), exactly(-sold), exactly(-returned), exactly(-lost)]));

/** Commission and the rest of takings, in whole rupiah (half a rupiah goes to the shop); both together are the takings. */
function shared(takings: number, percent: number): { commission: number; due: number } {
  const commission = rounded(times(fraction(takings), times(exactly(percent), fraction(1, 100))), 0);
  return { commission, due: takings - commission };
}

function moved(
  before: Consignment,
  kind: StockKind,
  amount: number,
  takings: number,
  by: 1 | -1,
  on: string | undefined,
): Consignment {
  const change = { ...nothing, [kind]: by * amount, takings: by * takings };
  const lastSoldOn = kind === 'sold' ? latest(before.unsettled.lastSoldOn, on) : before.unsettled.lastSoldOn;
  const unsettled: PeriodSums = definedOnly({
    from: before.unsettled.from,
    ...summed(before.unsettled, change),
    lastSoldOn,
  });
  const after: Consignment = { ...before, ...summed(before, change), unsettled };
  const left = leftOf(after);
  if (left < 0) {
    throw new Refusal(
      'conflict',
      `Only ${leftOf(before)} ${before.unit} are left in the shop; enter what was placed first.`,
    );
  }
  return after;
}

type Sums = typeof nothing;

function summed(a: Sums, b: Sums): Sums {
  const sum = (field: keyof Sums): number => kept(total([exactly(a[field]), exactly(b[field])]));
  return {
    placed: sum('placed'),
    sold: sum('sold'),
    returned: sum('returned'),
    lost: sum('lost'),
    takings: sum('takings'),
  };
}

/** Sums of amounts of at most six decimals are numbers again, as long as there are not more than can be counted. */
function kept(value: Exact): number {
  const number = toExactNumber(value);
  if (number === undefined || Math.abs(number) > 1e12) {
    throw new Refusal('conflict', 'Together that is more than can be counted; settle and open a renewal.');
  }
  return number;
}

const latest = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

function counted(before: Consignment, on: string, amount: number): Consignment {
  const expected = leftOf(before);
  const missing = kept(total([exactly(expected), exactly(-amount)]));
  return { ...before, lastCount: { on, counted: amount, expected, missing } };
}

function amountOf(before: Consignment, { kind, quantity }: MovementInput) {
  if (quantity === undefined) return { amount: 0, unit: before.unit };
  ensureUnitFits(commodityOf(before.commodity), quantity, ['quantity']);
  if ((quantity.per ?? 'once') !== 'once') {
    throw invalid(['quantity', 'per'], 'goods move once; enter each by itself, or their sum');
  }
  const { amount, unit } = under(['quantity'], () => normalise(quantity));
  ensureWhole({ amount, unit }, ['quantity', 'amount']);
  if (decimalsOf(amount) > 6) throw invalid(['quantity', 'amount'], `has more than 6 decimals in ${unit}`);
  if (kind === 'counted' && unit !== before.unit) {
    throw invalid(['quantity', 'unit'], `cannot be compared with the goods placed, kept in ${before.unit}`);
  }
  return { amount, unit };
}

/** The shop has the goods, so it alone says what it sold, lost and counted; both see what is brought and taken back. */
function ensureMayEnter(kind: Movement['kind'], by: ConsignmentActor): void {
  if (by !== 'owner' || kind === 'placed' || kind === 'returned' || kind === 'reversed') return;
  throw new Refusal('conflict', `What was ${kind} is the shop’s to enter; you see it here.`);
}

function ensureFields(input: MovementInput): void {
  const { needs, takes } = FIELDS[input.kind];
  for (const field of needs) {
    if (input[field] === undefined) throw invalid([field], `is needed with ${input.kind}`);
  }
  for (const field of ['quantity', 'takings', 'reverses'] as const) {
    if (input[field] === undefined || needs.includes(field) || takes.includes(field)) continue;
    throw invalid([field], `does not belong to ${input.kind}`);
  }
}
