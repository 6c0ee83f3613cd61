/** Exact arithmetic on fractions of whole numbers, so that converting units and prices never rounds on the way. */

/** A reduced fraction; the denominator is positive. */
export type Exact = { readonly numerator: bigint; readonly denominator: bigint };

/** A fraction of two whole numbers, reduced. Throws a RangeError for a zero denominator. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1): Exact {
  let n = BigInt(numerator);
  let d = BigInt(denominator);
  if (d === 0n) throw new RangeError('A fraction needs a denominator other than zero.');
  if (d < 0n) [n, d] = [-n, -d];
  const common = greatestCommonDivisor(n < 0n ? -n : n, d);
  return { numerator: n / common, denominator: d / common };
}

/** The decimal that a finite number prints as: `0.1` is exactly one tenth here, as the person typed it. */
export function exactly(value: number): Exact {
  const { digits, decimals } = decimalOf(value);
  return fraction(digits, 10n ** BigInt(decimals));
}

/** Digits after the decimal point in the shortest form of a finite number: 2 for `12.25`, 0 for `1e21`. */
export const decimalsOf = (value: number): number => decimalOf(value).decimals;

export const times = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);

/** The sum of all, exactly; those of one denominator are counted together, so that thousands take no time. */
export function total(values: Iterable<Exact>): Exact {
  const numerators = new Map<bigint, bigint>();
  for (const { numerator, denominator } of values) {
    numerators.set(denominator, (numerators.get(denominator) ?? 0n) + numerator);
  }
  let sum = fraction(0);
  for (const [denominator, numerator] of numerators) {
    sum = fraction(sum.numerator * denominator + numerator * sum.denominator, sum.denominator * denominator);
  }
  return sum;
}

/** Throws a RangeError when `b` is zero. */
export const dividedBy = (a: Exact, b: Exact): Exact =>
  fraction(a.numerator * b.denominator, a.denominator * b.numerator);

/** Negative when a < b, zero when equal, positive when a > b; exact. */
export function compare(a: Exact, b: Exact): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The number that prints as exactly this value, or undefined when there is none (a third, or too many digits). */
export function toExactNumber(value: Exact): number | undefined {
  const nearest = Number(value.numerator) / Number(value.denominator);
  if (!Number.isFinite(nearest)) return undefined;
  const back = exactly(nearest);
  return back.numerator === value.numerator && back.denominator === value.denominator ? nearest : undefined;
}

/** Rounded half away from zero to so many decimals; order is kept: a ≤ b gives rounded(a) ≤ rounded(b). */
export function rounded(value: Exact, decimals: number): number {
  const scale = 10n ** BigInt(decimals);
  const doubled = 2n * value.denominator;
  const magnitude = value.numerator < 0n ? -value.numerator : value.numerator;
  const units = (2n * magnitude * scale + value.denominator) / doubled;
  const signed = value.numerator < 0n ? -units : units;
  return Number(`${signed}e-${decimals}`);
}

function decimalOf(value: number): { digits: bigint; decimals: number } {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number.`);
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', part = ''] = mantissa.split('.');
  const decimals = part.length - Number(exponent);
  const digits = BigInt(whole + part);
  return decimals >= 0 ? { digits, decimals } : { digits: digits * 10n ** BigInt(-decimals), decimals: 0 };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
