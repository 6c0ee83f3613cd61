/** Where it is kept what trades say of an organization, and what is unpaid under a partnership: written with each trade, so that both are exact. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { tradingRecordKey, unpaidKey } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import { isCounted, isPaid, type Trade } from './trade.ts';
import { asBuyer, asSeller, type TradingRecord } from './trading-record.ts';

/** The record in an item under `tradingRecordKey`. */
export const tradingRecordFrom = (item: Item | undefined): Stored<TradingRecord> | undefined =>
  storedFrom<TradingRecord>(item);

/** The records of both sides of a trade. */
export type Records = { seller: Stored<TradingRecord> | undefined; buyer: Stored<TradingRecord> | undefined };

/** One round trip. */
export async function readRecords(
  table: Table,
  { sellerId, buyerId }: Pick<Trade, 'sellerId' | 'buyerId'>,
): Promise<Records> {
  const [seller, buyer] = await table.getMany([tradingRecordKey(sellerId), tradingRecordKey(buyerId)]);
  return { seller: tradingRecordFrom(seller), buyer: tradingRecordFrom(buyer) };
}

/** How an organization has traded; one round trip. */
export async function readTradingRecord(
  table: Table,
  organizationId: string,
): Promise<TradingRecord | undefined> {
  return tradingRecordFrom(await table.get(tradingRecordKey(organizationId)))?.value;
}

/**
 * What to write with a trade that takes the place of `before`: the records of both sides and what is unpaid under its partnership,
 * as far as they change. At most three actions. `records` must have been read after `before` was.
 */
export function accountWrites(
  after: Trade,
  before: Trade | undefined,
  records: Records,
  stamp: Stamp,
): Action[] {
  const { sellerId, buyerId, partnershipId } = after;
  const unpaid = unpaidOf(after) - unpaidOf(before);
  return [
    ...recordWrites(sellerId, records.seller, asSeller(records.seller?.value, before, after), stamp),
    ...recordWrites(buyerId, records.buyer, asBuyer(records.buyer?.value, before, after), stamp),
    ...(partnershipId === undefined || unpaid === 0
      ? []
      : [{ do: 'add', key: unpaidKey(partnershipId), attribute: 'rupiah', by: unpaid } as const]),
  ];
}

function recordWrites(
  organizationId: string,
  before: Stored<TradingRecord> | undefined,
  after: TradingRecord | undefined,
  stamp: Stamp,
): Action[] {
  if (after === undefined || after === before?.value) return [];
  const version = before?.version ?? 0;
  return [
    {
      do: 'put',
      item: itemOf(tradingRecordKey(organizationId), {}, after, version + 1, stamp),
      when: before ? { is: 'version', version } : { is: 'absent' },
    },
  ];
}

/** What the buyer still owes, in rupiah. */
const unpaidOf = (trade: Trade | undefined): number =>
  trade !== undefined && isCounted(trade) && !isPaid(trade) ? trade.totalPrice : 0;

/** Rupiah in an item under `unpaidKey`. */
export const unpaidIn = (item: Item | undefined): number => (item?.['rupiah'] as number | undefined) ?? 0;
