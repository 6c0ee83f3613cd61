/** Where buyers lie: each under its id, listed by region. */
import { nibWrites } from '../nib.ts';
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { allBuyers, buyerKey } from '../table/keys.ts';
import { withContactBy } from '../persons/contact.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { Buyer } from './buyer.ts';

/** One round trip. */
export async function readBuyer(table: Table, id: string): Promise<Stored<Buyer> | undefined> {
  return buyerFrom(await table.get(buyerKey(id)));
}

/** The buyer in an item of the table or of the change feed. */
export function buyerFrom(item: Item | null | undefined): Stored<Buyer> | undefined {
  return storedFrom<Buyer>(item ?? undefined);
}

/**
 * What to write so that `after` takes the place of `before` (nothing, for a new one). Refuses in the transaction when the NIB
 * belongs to someone else. One action, two when a NIB comes or goes, three when it changes.
 */
export function buyerWrites(after: Buyer, before: Stored<Buyer> | undefined, stamp: Stamp): Action[] {
  const placement = { listPk: allBuyers, listSk: `${after.regionCode}#${after.id}` };
  return [
    ...nibWrites(after.id, before?.value.nib, after.nib),
    {
      do: 'put',
      item: itemOf(
        buyerKey(after.id),
        placement,
        withContactBy(after, before?.value, stamp),
        (before?.version ?? 0) + 1,
        stamp,
      ),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}

/**
 * Buyers whose region code starts with `prefix` (all when left out), in the order of their region codes, that `keep` lets
 * through. One query a page.
 */
export function listBuyers<T>(
  table: Table,
  prefix: string | undefined,
  page: PageRequest,
  keep: (stored: Stored<Buyer>) => T | undefined,
): Promise<Page<T>> {
  return fillPage(
    page,
    'list',
    (part) =>
      table.query({
        ...part,
        index: 'list',
        pk: allBuyers,
        ...(prefix === undefined ? {} : { beginsWith: prefix }),
      }),
    (item) => {
      const stored = buyerFrom(item);
      return stored && keep(stored);
    },
  );
}
