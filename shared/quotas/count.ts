/**
 * How a quota is counted: in whole thousandths of a base unit (grams, millilitres), because counters count in whole numbers and
 * nothing may be lost on the way. Everything between is decimal amounts of at most three places, which these keep exact.
 */
import { invalid } from '../errors.ts';
import { exactly } from '../exact.ts';
import { ensureWhole, measuredIn, normalise, type Content } from '../quantities.ts';
import type { Unit } from '../units.ts';

/** A million tons of rice a thousand times over; below it a number keeps every thousandth. */
const MOST = 1e12;

/** An amount as it was entered, in whatever unit. */
export type Measure = { amount: number; unit: Unit; content?: Content | undefined };

/** Thousandths in an amount that has no finer part. */
export const thousandths = (amount: number): number => Math.round(amount * 1000);

/** The amount of so many thousandths. */
export const amountOf = (count: number): number => count / 1000;

/** Sum and difference of counted amounts, exact. */
export const plus = (a: number, b: number): number => amountOf(thousandths(a) + thousandths(b));
export const minus = (a: number, b: number): number => amountOf(thousandths(a) - thousandths(b));

/** A bound as it is counted: what is finer than a thousandth is left out, so that nothing is granted beyond it. */
export function bound(amount: number): number {
  const { numerator, denominator } = exactly(Math.min(amount, MOST));
  return amountOf(Number((numerator * 1000n) / denominator));
}

/**
 * What was entered, in `unit`, the base unit of the quota. Refuses (422) another dimension, an unopened package, what is finer than
 * a thousandth, part of what is counted whole, and more than can be counted.
 */
export function measuredAs(unit: Unit, measure: Measure): number {
  if (measuredIn(measure) !== unit) {
    throw invalid(
      ['unit'],
      `${measure.unit} cannot be compared with the quota's ${unit}; state it in ${unit}, or with what one ${measure.unit} holds`,
    );
  }
  const { amount } = normalise(measure);
  if (amount > MOST) throw invalid(['amount'], `is more than the ${MOST} ${unit} that can be counted`);
  ensureWhole({ amount, unit });
  if (bound(amount) !== amount) throw invalid(['amount'], `is counted to a thousandth of a ${unit}`);
  return amount;
}
