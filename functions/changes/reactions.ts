/** Everything that follows from a change, on both stores. Each reaction takes repeats and old news without harm. */
import { systemClock, type Clock } from '../../shared/clock.ts';
import type { Table } from '../../shared/table/table.ts';
import { guidelines } from './guidelines.ts';
import { lapsingPapers } from './lapsing-papers.ts';
import { marketBuckets } from './market-buckets.ts';
import type { Reaction } from './react.ts';
import { searchWords } from './search-words.ts';
import { totals } from './totals.ts';

/** All reactions, in the order in which each change is given to them. */
export function reactionsOver(table: Table, clock: Clock = systemClock): Reaction[] {
  return [
    marketBuckets(table),
    searchWords(table),
    totals(table),
    lapsingPapers(table, clock),
    guidelines(table, clock),
  ];
}
