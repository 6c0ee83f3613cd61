/** What an organization's trades say of it: how soon it pays, and how it delivers. Only what both sides confirmed counts. */
import { dividedBy, fraction, rounded } from '../exact.ts';
import type { PaymentRecord } from './payment-record.ts';
import { isPaid, type Trade } from './trade.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Whoever pays later than this counts as paying then: two years. It bounds what is kept, and one case does not move a mean. */
const LONGEST_DAYS = 730;

/** As it is stored: counts, so that trades can be added and taken back in any order. */
export type TradingRecord = {
  /** How many payments took so many days. */
  readonly paidIn: { readonly [days: string]: number };
  /** Of them, those after the day on which they were due. */
  readonly paidLate: number;
  /** Confirmed, and not paid. */
  readonly unpaid: number;
  readonly deliveries: number;
  /** Of them, those that were ordered for a day, and those that came by then. */
  readonly timed: number;
  readonly onTime: number;
};

const NOTHING: TradingRecord = { paidIn: {}, paidLate: 0, unpaid: 0, deliveries: 0, timed: 0, onTime: 0 };

/** Whole days from delivery to payment; 0 when it was paid before. */
export const daysToPay = ({ deliveredOn, paidOn }: { deliveredOn: string; paidOn: string }): number =>
  Math.min(LONGEST_DAYS, Math.max(0, Math.round((Date.parse(paidOn) - Date.parse(deliveredOn)) / DAY_MS)));

/**
 * The buyer's record once `after` stands where `before` stood (nothing, for a new one); the very same when nothing of it counts
 * otherwise.
 */
export function asBuyer(
  record: TradingRecord | undefined,
  before: Trade | undefined,
  after: Trade,
): TradingRecord | undefined {
  if (paymentOf(before) === paymentOf(after)) return record;
  return counted(counted(record ?? NOTHING, before, -1, pays), after, 1, pays);
}

/** The same of the seller's. */
export function asSeller(
  record: TradingRecord | undefined,
  before: Trade | undefined,
  after: Trade,
): TradingRecord | undefined {
  if (deliveryOf(before) === deliveryOf(after)) return record;
  return counted(counted(record ?? NOTHING, before, -1, delivers), after, 1, delivers);
}

/** What counts of a trade, in words that are the same when the same counts. */
function paymentOf(trade: Trade | undefined): string {
  if (trade?.state !== 'confirmed') return '';
  return isPaid(trade) ? `${daysToPay(trade)} ${isLate(trade)}` : 'unpaid';
}

function deliveryOf(trade: Trade | undefined): string {
  if (trade?.state !== 'confirmed') return '';
  return trade.orderedFor === undefined ? 'delivered' : `for a day ${trade.deliveredOn <= trade.orderedFor}`;
}

const isLate = ({ dueOn, paidOn }: Trade): boolean =>
  dueOn !== undefined && paidOn !== undefined && paidOn > dueOn;

type Counting = (record: TradingRecord, trade: Trade, by: 1 | -1) => TradingRecord;

const counted = (
  record: TradingRecord,
  trade: Trade | undefined,
  by: 1 | -1,
  counting: Counting,
): TradingRecord => (trade?.state === 'confirmed' ? counting(record, trade, by) : record);

function pays(record: TradingRecord, trade: Trade, by: 1 | -1): TradingRecord {
  if (!isPaid(trade)) return { ...record, unpaid: record.unpaid + by };
  const days = String(daysToPay(trade));
  const { [days]: known = 0, ...others } = record.paidIn;
  const count = known + by;
  return {
    ...record,
    paidIn: count === 0 ? others : { ...others, [days]: count },
    paidLate: record.paidLate + (isLate(trade) ? by : 0),
  };
}

function delivers(record: TradingRecord, trade: Trade, by: 1 | -1): TradingRecord {
  const isTimed = trade.orderedFor !== undefined;
  const isOnTime = isTimed && trade.deliveredOn <= trade.orderedFor!;
  return {
    ...record,
    deliveries: record.deliveries + by,
    timed: record.timed + (isTimed ? by : 0),
    onTime: record.onTime + (isOnTime ? by : 0),
  };
}

/** How the organization pays; O(different days). */
export function paymentsOf(record: TradingRecord = NOTHING): PaymentRecord {
  const paid = Object.entries(record.paidIn)
    .map(([days, count]) => ({ days: Number(days), count }))
    .toSorted((a, b) => a.days - b.days);
  const payments = paid.reduce((sum, { count }) => sum + count, 0);
  const rest = { payments, late: record.paidLate, unpaid: record.unpaid };
  if (payments === 0) return rest;
  const days = paid.reduce((sum, one) => sum + one.days * one.count, 0);
  const middle = (dayAt(paid, Math.ceil(payments / 2)) + dayAt(paid, Math.floor(payments / 2) + 1)) / 2;
  return { ...rest, medianDays: middle, meanDays: rounded(dividedBy(fraction(days), fraction(payments)), 1) };
}

/** The days of the payment in this place, from 1, of those sorted by days. */
function dayAt(paid: readonly { days: number; count: number }[], place: number): number {
  let passed = 0;
  for (const { days, count } of paid) {
    passed += count;
    if (passed >= place) return days;
  }
  return 0;
}
