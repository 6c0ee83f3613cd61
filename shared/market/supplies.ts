/** What a change of cooperatives does to the rows of a commodity's bucket, and where their rows are found. */
import { suppliedByKey } from '../table/derived-keys.ts';
import type { Action, Table } from '../table/table.ts';
import type { CooperativeRow, SupplyRow } from './rows.ts';

/** Cooperatives as they are now, by id; null for one that takes no part or is not there. */
export type Owners = ReadonlyMap<string, CooperativeRow | null>;

/** The rows of a bucket with everything of these cooperatives as that is now. */
export function withOwners(rows: readonly SupplyRow[], owners: Owners): SupplyRow[] {
  return rows.map((row) => {
    const cooperative = owners.get(row.cooperativeId);
    return cooperative === undefined ? row : { ...row, cooperative };
  });
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
