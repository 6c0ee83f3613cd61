/** Everything that follows from a change, on both stores. Each reaction takes repeats and old news without harm. */
import type { Change, Table } from '../../shared/table/table.ts';
import { marketBuckets } from './market-buckets.ts';
import { searchWords } from './search-words.ts';

/** Does what follows from one change, and may be given it again; rejects when it could not, and will then be asked again. */
export type Reaction = (change: Change) => Promise<void>;

/** All reactions, in the order in which each change is given to them. */
export function reactionsOver(table: Table): Reaction[] {
  return [marketBuckets(table), searchWords(table)];
}
