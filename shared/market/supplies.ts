/** What a change does to the rows of a commodity's bucket: a potential comes, goes or changes, or its cooperative does. */
import { suppliedByKey } from '../table/keys.ts';
import type { Action, Table } from '../table/table.ts';
import { withRows } from './bucket.ts';
import type { CooperativeRow, SupplyRow } from './rows.ts';

/** A cooperative as it is now; null when it takes no part or is not there. */
export type Owner = { readonly id: string; readonly row: CooperativeRow | null };

/** The rows of a bucket with `id` put in its place or taken out (`undefined`), and everything of its owner as that is now. */
export function withSupply(
  rows: readonly SupplyRow[],
  id: string,
  row: SupplyRow | undefined,
  owner: Owner,
): SupplyRow[] {
  return withOwner(withRows(rows, new Map([[id, row]])), owner);
}

/** The rows of a bucket with everything of one cooperative as that is now. */
export function withOwner(rows: readonly SupplyRow[], owner: Owner): SupplyRow[] {
  return rows.map((row) => (row.cooperativeId === owner.id ? { ...row, cooperative: owner.row } : row));
}

/**
 * What goes with a bucket in which a cooperative comes to have its first row: a note that tells where to find it when the cooperative
 * changes. A note is never taken back, so that no race can lose one; one too many costs a query and nothing else.
 */
export function notesFor(
  commodity: string,
  before: readonly SupplyRow[],
  after: readonly SupplyRow[],
): Action[] {
  const known = new Set(before.map(({ cooperativeId }) => cooperativeId));
  const owners = new Set(after.map(({ cooperativeId }) => cooperativeId).filter((id) => !known.has(id)));
  return [...owners].map((id) => ({ do: 'put', item: suppliedByKey(id, commodity) }));
}

/** The commodities that a cooperative supplies or once did. One query. */
export async function commoditiesOf(table: Table, cooperativeId: string): Promise<string[]> {
  const { pk } = suppliedByKey(cooperativeId, '');
  const { items } = await table.query({ pk, limit: 1000 });
  return items.map(({ sk }) => sk);
}
