/** Everything that follows from a change, on both stores. Each reaction takes repeats and old news without harm. */
import { systemClock, type Clock } from '../../shared/clock.ts';
import type { Table } from '../../shared/table/table.ts';
import { audit } from './audit.ts';
import { eventNews } from './event-news.ts';
import { guidelines } from './guidelines.ts';
import { marketBuckets } from './market-buckets.ts';
import { marketOffers } from './market-offers.ts';
import { newMatches } from './new-matches.ts';
import { partnershipGrounds } from './partnership-grounds.ts';
import { persons } from './persons.ts';
import type { Reaction } from './react.ts';
import { scheduleNews } from './schedule-news.ts';
import { searchWords } from './search-words.ts';
import { signsOfLife } from './signs-of-life.ts';
import { totals } from './totals.ts';
import { webhooks } from './webhooks.ts';

/** All reactions. None needs what another one writes: each follows the changes at its own pace. */
export function reactionsOver(table: Table, clock: Clock = systemClock): Reaction[] {
  return [
    marketBuckets(table),
    marketOffers(table),
    searchWords(table),
    totals(table),
    partnershipGrounds(table, clock),
    guidelines(table, clock),
    signsOfLife(table, clock),
    newMatches(table, clock),
    eventNews(table, clock),
    webhooks(table, clock),
    persons(table, clock),
    audit(table),
    scheduleNews(table, clock),
  ];
}
