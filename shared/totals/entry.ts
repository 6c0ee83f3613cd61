/** What a stored thing adds to totals, and the sums of it: pure, exact in any order, and the same bytes for the same sums. */

/**
 * One amount that a thing adds to one field of one total. `part` is what is read together (a province, an organization, either with a
 * year), `at` the place of the total in it: it begins with a region code where there is one, so that a region is a prefix.
 */
export type Entry = Total & { readonly field: string; readonly amount: bigint };

/** Which total: a cell of fields that are rewritten together. */
export type Total = { readonly total: string; readonly part: string; readonly at: string };

/** The fields of one total; none is zero. */
export type Amounts = ReadonlyMap<string, bigint>;

/** Names a total; no part of it holds a tab. */
export const nameOf = ({ total, part, at }: Total): string => `${total}\t${part}\t${at}`;

/** Each field once, with the sum of its amounts, in one order; without those that come to nothing. O(n log n). */
export function merged(entries: readonly Entry[]): Entry[] {
  const sums = new Map<string, Entry>();
  for (const entry of entries) {
    const name = `${nameOf(entry)}\t${entry.field}`;
    const known = sums.get(name);
    sums.set(name, known ? { ...known, amount: known.amount + entry.amount } : entry);
  }
  return [...sums]
    .filter(([, { amount }]) => amount !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

/** What must be added to totals in which a thing was counted with `before`, so that it counts with `after`. */
export function differences(before: readonly Entry[], after: readonly Entry[]): Entry[] {
  return merged([...after, ...before.map((entry) => ({ ...entry, amount: -entry.amount }))]);
}

/** The fields of one total after entries to it. */
export function added(amounts: Amounts, entries: readonly Pick<Entry, 'field' | 'amount'>[]): Amounts {
  const sums = new Map(amounts);
  for (const { field, amount } of entries) {
    const sum = (sums.get(field) ?? 0n) + amount;
    if (sum === 0n) sums.delete(field);
    else sums.set(field, sum);
  }
  return sums;
}

/** The fields of one total as text, a line each: equal sums are equal bytes, whatever order led to them. */
export function textOf(amounts: Amounts): string {
  const fields = [...amounts].sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.map(([field, amount]) => `${amount}\t${field}`).join('\n');
}

/** Reads what {@link textOf} wrote. */
export function amountsIn(text: string): Amounts {
  return new Map(
    linesOf(text).map((line) => {
      const [amount = '', field = ''] = line.split('\t');
      return [field, BigInt(amount)];
    }),
  );
}

/** What a thing was counted with, as text. */
export function ledgerOf(entries: readonly Entry[]): string {
  return merged(entries)
    .map((entry) => `${entry.amount}\t${nameOf(entry)}\t${entry.field}`)
    .join('\n');
}

/** Reads what {@link ledgerOf} wrote. */
export function entriesIn(ledger: string): Entry[] {
  return linesOf(ledger).map((line) => {
    const [amount = '', total = '', part = '', at = '', field = ''] = line.split('\t');
    return { total, part, at, field, amount: BigInt(amount) };
  });
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
