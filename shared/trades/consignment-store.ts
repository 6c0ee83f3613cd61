/** Where goods on consignment lie: below their partnership, as they stand and movement by movement; and what is open between the two. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { consignmentKey, movementKey, movementPrefix, partnershipKey, unpaidKey } from '../table/keys.ts';
import type { Action, Item, Key, Table } from '../table/table.ts';
import type { Unit } from '../units.ts';
import type { Consignment, Movement } from './consignment.ts';
import { viewConsignment } from './consignment-rules.ts';
import { unpaidIn } from './trading-record-store.ts';

/** The consignment in an item under `consignmentKey`. */
export const consignmentFrom = (item: Item | undefined): Stored<Consignment> | undefined =>
  storedFrom<Consignment>(item);

/** The movement in an item under `movementKey`. */
export const movementFrom = (item: Item | undefined): Stored<Movement> | undefined =>
  storedFrom<Movement>(item);

/** What is open between the two of a partnership when it ends; nothing is a 0. */
export type OpenBalance = {
  /** Rupiah: of deliveries and settlements whose money has not come. */
  unpaid: number;
  /** Rupiah: of goods on consignment that were sold and not settled, less the commission. */
  toSettle: number;
  /** Goods on consignment that lie in the shop, their owner's. */
  goods?: { amount: number; unit: Unit };
};

/** Where the open balance of a partnership is read, to be put into a batch. */
export const openBalanceKeys = (partnershipId: string): [Key, Key] => [
  unpaidKey(partnershipId),
  consignmentKey(partnershipId),
];

/** The open balance in the items under {@link openBalanceKeys}; undefined where all is settled and paid. */
export function openBalanceFrom([money, goods]: readonly (Item | undefined)[]): OpenBalance | undefined {
  const unpaid = unpaidIn(money);
  const stored = consignmentFrom(goods)?.value;
  if (stored === undefined) return unpaid === 0 ? undefined : { unpaid, toSettle: 0 };
  const { left, unit, openBalance } = viewConsignment(stored, unpaid);
  if (unpaid === 0 && openBalance.toSettle === 0 && left === 0) return undefined;
  return { ...openBalance, ...(left === 0 ? {} : { goods: { amount: left, unit } }) };
}

/** What to write so that `after` takes the place of `before` (nothing, for the first). One action. */
export function consignmentWrites(
  after: Consignment,
  before: Stored<Consignment> | undefined,
  stamp: Stamp,
): Action[] {
  const version = before?.version ?? 0;
  return [
    {
      do: 'put',
      item: itemOf(consignmentKey(after.partnershipId), {}, after, version + 1, stamp),
      when: before ? { is: 'version', version } : { is: 'absent' },
    },
  ];
}

/** The same of a movement. */
export function movementWrites(
  partnershipId: string,
  after: Movement,
  before: Stored<Movement> | undefined,
  stamp: Stamp,
): Action[] {
  const version = before?.version ?? 0;
  return [
    {
      do: 'put',
      item: itemOf(movementKey(partnershipId, after.id), {}, after, version + 1, stamp),
      when: before ? { is: 'version', version } : { is: 'absent' },
    },
  ];
}

/** The movements of a consignment, the newest first. One query a page. */
export function listMovements(
  table: Table,
  partnershipId: string,
  page: PageRequest,
): Promise<Page<Movement>> {
  const { pk } = partnershipKey(partnershipId);
  const query = (part: PageRequest) =>
    table.query({ ...part, pk, beginsWith: movementPrefix, descending: true });
  return fillPage(page, undefined, query, (item) => movementFrom(item)?.value);
}
