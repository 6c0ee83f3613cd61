/** What is said of a delivery: what must fit together, and the same in base units. */
import type { Commodity } from '../commodities/commodity.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import { ensureUnitFits } from '../commodities/measure.ts';
import { invalid, together, under } from '../errors.ts';
import { dividedBy, exactly, fraction } from '../exact.ts';
import { rupiahForOne } from '../money.ts';
import { comparable, ensureWhole, normalise, type Quantity } from '../quantities.ts';
import { regionByCode } from '../regions/regions.ts';
import type { TradeInput } from './trade.ts';

/** Days end last in western Indonesia, but in Papua (WIT) a new one begins two hours before. */
const WIT_AHEAD_MS = 9 * 60 * 60 * 1000;

/** The calendar day where it began first. */
export const todayIn = (now: Date): string =>
  new Date(now.getTime() + WIT_AHEAD_MS).toISOString().slice(0, 10);

/** What a delivery is stated as. */
type Facts = Pick<
  TradeInput,
  'commodity' | 'quantity' | 'ordered' | 'totalPrice' | 'deliveredOn' | 'paidOn' | 'origin'
>;

/** Refuses (422) what no delivery can be, all at once. */
export function ensureFactsFit(
  { commodity, quantity, ordered, deliveredOn, paidOn, origin }: Facts,
  now: Date,
): void {
  const today = todayIn(now);
  const goods = commodityOf(commodity);
  together(
    () => ensureDelivered(goods, quantity, 'quantity'),
    () => {
      if (ordered === undefined) return;
      ensureDelivered(goods, ordered, 'ordered');
      if (!comparable(quantity, ordered)) {
        throw invalid(['ordered', 'unit'], `cannot be compared with what was delivered, in ${quantity.unit}`);
      }
    },
    () => {
      if (deliveredOn > today)
        throw invalid(['deliveredOn'], `is after today, ${today}; a trade is recorded once it is delivered`);
    },
    () => {
      if (paidOn !== undefined && paidOn > today) throw invalid(['paidOn'], `is after today, ${today}`);
    },
    () => {
      if (origin !== undefined && !regionByCode(origin)) {
        throw invalid(['origin'], 'is not a region code in force; look it up under /v1/regions');
      }
    },
  );
}

function ensureDelivered(goods: Commodity, quantity: Quantity, field: string): void {
  together(
    () => {
      if ((quantity.per ?? 'once') === 'once') return;
      throw invalid([field, 'per'], 'a delivery happens once; record each by itself, or their sum');
    },
    () => {
      ensureUnitFits(goods, quantity, [field]);
      under([field], () => ensureWhole(normalise(quantity)));
    },
  );
}

/** The same in base units, with the price of one. */
export function normalisedOf({
  quantity,
  ordered,
  totalPrice,
}: Pick<Facts, 'quantity' | 'ordered' | 'totalPrice'>) {
  const base = (stated: Quantity) => {
    const { amount, unit } = normalise(stated);
    return { amount, unit };
  };
  const delivered = base(quantity);
  const unitPrice = dividedBy(fraction(totalPrice), exactly(delivered.amount));
  return {
    quantity: delivered,
    ...(ordered === undefined ? {} : { ordered: under(['ordered'], () => base(ordered)) }),
    unitPrice: { amount: rupiahForOne(unitPrice, delivered.unit, 'totalPrice'), per: delivered.unit },
  };
}
