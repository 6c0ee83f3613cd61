/** Which of two content types a caller would rather have (RFC 9110, `Accept`). */

/**
 * Whether `Accept` prefers `type` to `other`. What is not named counts as its wildcard says; without a header, and where both are
 * as welcome, it does not.
 */
export function prefers(accept: string | undefined, type: string, other: string): boolean {
  if (accept === undefined) return false;
  const ranges = accept.split(',').map(rangeOf);
  return qualityOf(type, ranges) > qualityOf(other, ranges);
}

type Range = { type: string; quality: number };

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most specific range that takes the type decides; none: 0. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const wild = `${type.split('/')[0]}/*`;
  const found = [type, wild, '*/*'].map((name) => ranges.find((range) => range.type === name));
  return found.find((range) => range !== undefined)?.quality ?? 0;
}
