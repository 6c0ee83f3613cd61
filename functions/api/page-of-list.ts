/** Pages of a list that is in memory: reference data, which changes with a deployment only. */
import type { Page, PageRequest } from '../../shared/page.ts';

/**
 * One page of a list by place in it. `first` gives the list, or its first `most` items where working out more would be waste;
 * `shown` is called for the items of the page only.
 */
export function pageOf<T, S>(
  { limit, after }: PageRequest,
  first: (most: number) => readonly T[],
  shown: (item: T) => S,
): Page<S> {
  const from = Number(after?.['from'] ?? 0);
  const until = from + limit;
  const list = first(until + 1);
  return {
    items: list.slice(from, until).map(shown),
    next: list.length > until ? { from: String(until) } : null,
  };
}
