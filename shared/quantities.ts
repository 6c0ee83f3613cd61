/** Amounts with their units: exact conversion within a dimension, rates over time, and the words for what does not fit. */
import * as z from 'zod';
import { invalid } from './errors.ts';
import {
  decimalsOf,
  dividedBy,
  exactly,
  fraction,
  rounded,
  times,
  toExactNumber,
  type Exact,
} from './exact.ts';
import { baseUnit, dimensionOf, perBase, unitFrom, unitLabel, UNITS, type Unit } from './units.ts';

/** How often an amount recurs. */
export const PERIODS = ['once', 'day', 'week', 'month', 'season', 'year'] as const;
export type Period = (typeof PERIODS)[number];
export const periodSchema = z.enum(PERIODS).meta({ id: 'Period', description: 'How often an amount recurs' });

const MOST_DECIMALS = 6;
const MOST_DIGITS = 15; // what a JSON number keeps exactly

/** A canonical unit; common spellings (`kw`, `ltr`, `pcs`, `sak`) are understood on input. */
export const unitSchema = z.preprocess(
  (value) => (typeof value === 'string' ? (unitFrom(value) ?? value) : value),
  z.enum(UNITS).meta({
    id: 'Unit',
    description: `In English: ${UNITS.map((unit) => `${unit} ${unitLabel(unit).en}`).join(', ')}.`,
  }),
);

/** A positive decimal that a number keeps exactly: at most 6 decimals, 15 digits, 10^12. */
export const amountSchema = z
  .number()
  .positive()
  .max(1e12)
  .refine((amount) => !Number.isFinite(amount) || keepsExactly(amount), {
    error: `takes at most ${MOST_DECIMALS} decimals and ${MOST_DIGITS} digits`,
  });

/** What one package holds: `{amount: 50, unit: 'kg'}`. */
export const contentSchema = z.strictObject({ amount: amountSchema, unit: unitSchema }).meta({
  id: 'PackageContent',
  description: 'What one package holds, in a unit that is no package itself.',
  examples: [{ amount: 50, unit: 'kg' }],
});

/** An amount as a person enters it. */
export const quantitySchema = z
  .strictObject({
    amount: amountSchema,
    unit: unitSchema,
    per: periodSchema.optional().meta({ description: 'How often it recurs; once when left out' }),
    content: contentSchema.optional(),
  })
  .meta({
    id: 'Quantity',
    description:
      'An amount in a unit, and how often it recurs. Units convert within a dimension only. A package unit (karung, karton, peti, ikat, pack, botol, jeriken, tabung) converts by its `content`.',
    examples: [{ amount: 2000, unit: 'kg', per: 'week' }],
  });

/** `per` left out means a single amount, as `once`. `content` is what one package holds. */
export type Quantity = {
  amount: number;
  unit: Unit;
  per?: Period | undefined;
  content?: Content | undefined;
};
export type Content = { amount: number; unit: Unit };

/** The same amount in its base unit, kept beside what was entered. */
export const normalisedQuantitySchema = z
  .strictObject({ amount: z.number().positive(), unit: z.enum(UNITS), per: periodSchema.optional() })
  .meta({
    id: 'NormalisedQuantity',
    description:
      'The amount in the base unit of its dimension: kg, liter, piece, m2; a package without content stays itself.',
    examples: [{ amount: 2000, unit: 'kg', per: 'week' }],
  });
export type NormalisedQuantity = { amount: number; unit: Unit; per?: Period | undefined };

/**
 * Converts exactly, or refuses (`invalid`): another dimension, another package, or a result that no decimal keeps
 * (1 piece is no decimal share of a dozen). Converting towards the base unit of a sensible amount never fails that way.
 */
export function convert(amount: number, from: Unit, to: Unit): number {
  if (baseUnit(from) !== baseUnit(to)) {
    throw invalid(
      ['unit'],
      `${unitLabel(from).en} (${from}) measures ${measureWords(from)} and cannot be converted to ${unitLabel(to).en} (${to}), which measures ${measureWords(to)}.`,
    );
  }
  const result = toExactNumber(times(exactly(amount), dividedBy(inBase(from), inBase(to))));
  if (result === undefined) {
    throw invalid(
      ['amount'],
      `${amount} ${from} has no exact decimal amount in ${to}. Give it in ${baseUnit(from)}.`,
    );
  }
  return result;
}

/**
 * Refuses (`invalid`, under `path`) a part of what is counted whole: half an animal, half a cylinder. For what is handed over, in base
 * units; a rate may well be two and a half cattle a week, and two and a half dozen are thirty.
 */
export function ensureWhole(
  { amount, unit }: NormalisedQuantity,
  path: readonly string[] = ['amount'],
): void {
  const dimension = dimensionOf(unit);
  if (Number.isInteger(amount) || (dimension !== 'count' && dimension !== 'package')) return;
  throw invalid(path, `comes to ${amount} ${unit}, which is counted whole`);
}

/** Base units at most: a year of it a day is still counted exactly, and no harvest of the world comes near. */
const MOST_IN_BASE = 1e13;

/**
 * The amount in its base unit, exactly; a package with a content becomes that content: 40 karung of 50 kg are 2,000 kg.
 * Refuses (`invalid`) a content on a unit that is no package, a package inside a package, more digits than a number keeps, and
 * more than {@link MOST_IN_BASE}.
 */
export function normalise(quantity: Quantity): NormalisedQuantity {
  const { per, content } = quantity;
  const measured = content === undefined ? quantity : unpacked(quantity.amount, quantity.unit, content);
  const unit = baseUnit(measured.unit);
  const amount = convert(measured.amount, measured.unit, unit);
  if (amount > MOST_IN_BASE) {
    throw invalid(
      ['amount'],
      `Together that is ${amount} ${unit}, more than the ${MOST_IN_BASE} that can be counted.`,
    );
  }
  return per === undefined ? { amount, unit } : { amount, unit, per };
}

/** The base unit that a quantity is compared in, its package opened: `kg` for `karung` of 50 kg. */
export const measuredIn = (quantity: { unit: Unit; content?: Content | undefined }): Unit =>
  baseUnit(quantity.content === undefined ? quantity.unit : quantity.content.unit);

/** True when both can be compared: kg and ton, but not kg and liter, nor a bare sack and kg. */
export const comparable = (a: Quantity, b: Quantity): boolean => measuredIn(a) === measuredIn(b);

/** Days in a month on the average of a common year. */
const DAYS_PER_MONTH = fraction(365, 12);

/**
 * Base units a month, in each month of the list, rounded to 6 decimals (the order of amounts is kept).
 * A month is 365/12 days and a week 7 days, so a week's amount counts 365/84 times. What comes `once`, in a `season` or in a
 * `year` is the total for the months listed and is spread evenly over them. `months` holds at least one month.
 */
export const perMonth = (quantity: Quantity, months: readonly number[]): number =>
  rounded(monthly(quantity, months), MOST_DECIMALS);

/** Base units over all the months listed: the total of a `once`, `season` or `year` amount, else months × `perMonth`. */
export const overMonths = (quantity: Quantity, months: readonly number[]): number =>
  rounded(times(monthly(quantity, months), fraction(monthCount(months))), MOST_DECIMALS);

/** What {@link perMonth} rounds, for sums that must not. */
export function monthly(quantity: Quantity, months: readonly number[]): Exact {
  const amount = exactly(normalise(quantity).amount);
  if (quantity.per === 'day') return times(amount, DAYS_PER_MONTH);
  if (quantity.per === 'week') return times(amount, dividedBy(DAYS_PER_MONTH, fraction(7)));
  if (quantity.per === 'month') return amount;
  return dividedBy(amount, fraction(monthCount(months)));
}

function monthCount(months: readonly number[]): number {
  const count = new Set(months).size;
  if (count === 0) throw invalid(['months'], 'Name at least one month.');
  return count;
}

/** One package's content in its base unit; used for quantities and for prices. Refuses what is no package. */
export function contentInBase(unit: Unit, content: Content): { amount: Exact; unit: Unit } {
  if (dimensionOf(unit) !== 'package') {
    throw invalid(['content'], `${unit} is no package; only a package unit such as karung has a content.`);
  }
  if (dimensionOf(content.unit) === 'package') {
    throw invalid(
      ['content', 'unit'],
      `State what one ${unit} holds in kg, liter or piece, not in ${content.unit}.`,
    );
  }
  return { amount: times(exactly(content.amount), inBase(content.unit)), unit: baseUnit(content.unit) };
}

/** How many base units one unit is. */
export function inBase(unit: Unit): Exact {
  const [amount, of] = perBase(unit);
  return fraction(amount, of);
}

function unpacked(amount: number, unit: Unit, content: Content): Content {
  const one = contentInBase(unit, content);
  const total = toExactNumber(times(exactly(amount), one.amount));
  if (total === undefined) {
    throw invalid(
      ['amount'],
      `${amount} ${unit} of ${content.amount} ${content.unit} has more digits than can be kept exactly.`,
    );
  }
  return { amount: total, unit: one.unit };
}

function measureWords(unit: Unit): string {
  const dimension = dimensionOf(unit);
  if (dimension === 'package') return `packages (state the content of one ${unit} to compare it)`;
  return dimension === 'service' ? `a service by ${unitLabel(unit).en}` : dimension;
}

const keepsExactly = (amount: number): boolean =>
  decimalsOf(amount) <= MOST_DECIMALS &&
  String(amount)
    .replaceAll(/e.*$|[-.]/g, '')
    .replace(/^0+/, '').length <= MOST_DIGITS;
