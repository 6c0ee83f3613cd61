/** Money is whole rupiah; a price is rupiah for one unit and is compared exactly, whatever unit each side quotes. */
import * as z from 'zod';
import { compare, dividedBy, exactly, fraction, rounded, times, type Exact } from './exact.ts';
import { invalid, Refusal } from './errors.ts';
import {
  contentInBase,
  contentSchema,
  inBase,
  measuredIn,
  normalise,
  unitSchema,
  type Content,
  type Quantity,
} from './quantities.ts';
import type { Unit } from './units.ts';
import { numberSaid, type Wording } from './wording.ts';

/** A thousand trillion: nothing that is traded comes near. */
const MOST_RUPIAH = 1e15;

/** Whole rupiah, at most a thousand trillion (10^15). */
export const rupiahSchema = z.int().nonnegative().max(MOST_RUPIAH);

export const priceSchema = z
  .strictObject({ amount: rupiahSchema, per: unitSchema, content: contentSchema.optional() })
  .meta({
    id: 'Price',
    description: 'Whole rupiah for one unit. For a package unit, `content` says what one holds.',
    examples: [{ amount: 11_300, per: 'kg' }],
  });

/** Rupiah for one `per`; for a package `content` says what one holds. */
export type Price = { amount: number; per: Unit; content?: Content | undefined };

/** The unit that a price is compared in: `kg` for a price per ton or per sack of 50 kg. */
export const pricedIn = (price: Price): Unit => measuredIn({ unit: price.per, content: price.content });

/** Rupiah for one base unit, exactly: Rp 1,130,000 a ton is 1130/1 for `kg`. */
export function pricePerBase(price: Price): Exact {
  const one =
    price.content === undefined ? inBase(price.per) : contentInBase(price.per, price.content).amount;
  return dividedBy(fraction(price.amount), one);
}

/** Rupiah for one base unit as a number, rounded to 6 decimals (the order of prices is kept). Refuses as {@link rupiahForOne} does. */
export const rupiahPerBase = (price: Price): number =>
  rupiahForOne(pricePerBase(price), pricedIn(price), 'amount');

/**
 * The same of a price that is worked out. Refuses (`invalid`, pointing at `field`) what comes to more than any amount of money for one
 * base unit, such as a sack of a milligram.
 */
export function rupiahForOne(price: Exact, unit: Unit, field: string): number {
  const rupiah = rounded(price, 6);
  if (rupiah <= MOST_RUPIAH) return rupiah;
  throw invalid([field], `That is Rp ${rupiah} for one ${unit}, more than ${MOST_RUPIAH}.`);
}

/** Negative when `a` is cheaper, exactly. Refuses (`invalid`) prices of different dimensions. */
export function comparePrices(a: Price, b: Price): number {
  if (pricedIn(a) !== pricedIn(b)) {
    throw new Refusal('invalid', `A price per ${a.per} cannot be compared with one per ${b.per}.`);
  }
  return compare(pricePerBase(a), pricePerBase(b));
}

/** What a quantity costs at a price, in whole rupiah (half a rupiah rounds up). Refuses (`invalid`) different dimensions. */
export function totalPrice(quantity: Quantity, price: Price): number {
  const amount = normalise(quantity);
  if (amount.unit !== pricedIn(price)) {
    throw new Refusal('invalid', `A price per ${price.per} does not fit a quantity in ${quantity.unit}.`);
  }
  return rounded(times(exactly(amount.amount), pricePerBase(price)), 0);
}

/** `Rp 1.250.000`, in English `Rp 1,250,000`; a price below Rp 100 with its first decimal. */
export function rupiahSaid(amount: number): Wording {
  const said = numberSaid(amount < 100 ? Math.round(amount * 10) / 10 : Math.round(amount));
  return { id: `Rp ${said.id}`, en: `Rp ${said.en}` };
}
