/** Which layout the packed buckets have, and what to do about another one. */

/** The first byte of every packed part. Raise it when the bytes of a row come to mean something else, and say so in README.md. */
export const LAYOUT = 6;

/** Throws where a bucket was packed by another version of the service. */
export function checkLayout(found: number | undefined): void {
  if (found === LAYOUT) return;
  throw new Error(
    `A bucket of the market has layout ${found ?? 'unknown'}, and this version reads ${LAYOUT}: run npm run rebuild-market.`,
  );
}
