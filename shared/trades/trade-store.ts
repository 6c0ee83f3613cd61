/** Where trades lie: each under its id, listed by the day of delivery: in its commodity, below both sides, its partnership and around both regions. */
import { fillPage, placesFilled, type Page, type PageRequest } from '../page.ts';
import { within } from '../regions/region-code.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  tradeKey,
  tradePlaceKey,
  tradeRegionKey,
  tradesAround,
  tradesIn,
  tradesOf,
  tradesUnder,
} from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import { tradeSides, type Trade } from './trade.ts';

/** One round trip. */
export async function readTrade(table: Table, id: string): Promise<Stored<Trade> | undefined> {
  return tradeFrom(await table.get(tradeKey(id)));
}

/** The trade in an item of the table or of the change feed; undefined for the places of one. */
export function tradeFrom(item: Item | null | undefined): Stored<Trade> | undefined {
  return storedFrom<Trade>(item ?? undefined);
}

/**
 * What to write so that `after` takes the place of `before` (nothing, for a new one). Four actions for a new one and for another
 * day of delivery, otherwise one.
 */
export function tradeWrites(after: Trade, before: Stored<Trade> | undefined, stamp: Stamp): Action[] {
  const { id, sellerId, commodity, deliveredOn } = after;
  const delivered = `${deliveredOn}#${id}`;
  const placement = {
    listPk: tradesIn(commodity),
    listSk: delivered,
    ownerPk: tradesOf(sellerId),
    ownerSk: delivered,
  };
  const written: Action = {
    do: 'put',
    item: itemOf(tradeKey(id), placement, after, (before?.version ?? 0) + 1, stamp),
    when: before ? { is: 'version', version: before.version } : { is: 'absent' },
  };
  return deliveredOn === before?.value.deliveredOn ? [written] : [written, ...placed(after, delivered)];
}

function placed({ id, buyerId, partnershipId, regionCodes }: Trade, delivered: string): Action[] {
  const under = partnershipId === undefined ? {} : { listPk: tradesUnder(partnershipId), listSk: delivered };
  const below = { ...tradePlaceKey(id), ...under, ownerPk: tradesOf(buyerId), ownerSk: delivered };
  const around = tradeSides.map((side): Item => {
    const region = regionCodes[side];
    const listSk = `${region}#${delivered}`;
    const { seller } = regionCodes;
    return {
      ...tradeRegionKey(id, side),
      listPk: tradesAround(region.slice(0, 2)),
      listSk,
      // Whoever asks for a region that holds both sides finds the trade once, under its seller.
      ...(side === 'buyer' ? { seller } : {}),
    };
  });
  return [below, ...around].map((item) => ({ do: 'put', item }));
}

/**
 * Which trades to list: those of an organization, or of a partnership, or in a commodity, or with a side in a region; with their
 * seller in it, for whoever asks for one region after the other and wants each trade once.
 */
export type TradesWanted =
  | { organizationId: string }
  | { partnershipId: string }
  | { commodity: string }
  | { region: string; by?: 'seller' };

/** Days of delivery, both inclusive. */
export type Days = { from?: string | undefined; to?: string | undefined };

/**
 * Trades that `keep` lets through: those delivered last first, in a region by region codes. `keep` still has to tell the days
 * in a region. A query and a batch read a page.
 */
export function listTrades<T>(
  table: Table,
  wanted: TradesWanted,
  days: Days,
  page: PageRequest,
  keep: (stored: Stored<Trade>) => T | undefined,
): Promise<Page<T>> {
  const from = listOf(wanted, days);
  const isTwice = ({ seller }: Item): boolean => {
    if (!('region' in wanted) || typeof seller !== 'string') return false;
    return wanted.by === 'seller' || within(seller, wanted.region);
  };
  return fillPage(
    page,
    from.index,
    async (part) => placesFilled(table, await table.query({ ...part, ...from })),
    (item) => {
      const stored = tradeFrom(item);
      return stored && !isTwice(item) ? keep(stored) : undefined;
    },
  );
}

function listOf(wanted: TradesWanted, { from = '0', to = '9' }: Days) {
  if ('region' in wanted) {
    const { region } = wanted;
    return { index: 'list', pk: tradesAround(region.slice(0, 2)), beginsWith: region } as const;
  }
  const newestFirst = { between: [from, `${to}~`] as [string, string], descending: true };
  if ('organizationId' in wanted) {
    return { index: 'owner', pk: tradesOf(wanted.organizationId), ...newestFirst } as const;
  }
  const pk = 'commodity' in wanted ? tradesIn(wanted.commodity) : tradesUnder(wanted.partnershipId);
  return { index: 'list', pk, ...newestFirst } as const;
}
