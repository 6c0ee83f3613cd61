/** Where offers lie: each under its id, listed by the time it was posted, among all, for its commodity, under its programme and below who posted it. */
import type { Buyer } from '../buyers/buyer.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { fillPage, type Page, type PageRequest } from '../page.ts';
import type { Programme } from '../programmes/programme.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  allOffers,
  buyerKey,
  cooperativeKey,
  offerKey,
  offerPlaceKey,
  offersForCommodity,
  offersOf,
  offersUnder,
  programmeKey,
  tradingRecordKey,
} from '../table/keys.ts';
import { paymentsOf, type TradingRecord } from '../trades/trading-record.ts';
import type { Action, Item, Key, Table } from '../table/table.ts';
import type { Offer } from './offer.ts';
import { posterFrom, type Setting } from './offer-state.ts';

/** One round trip. */
export async function readOffer(table: Table, id: string): Promise<Stored<Offer> | undefined> {
  return offerFrom(await table.get(offerKey(id)));
}

/** In the order of `ids`. One round trip for every hundred. */
export async function readOffers(
  table: Table,
  ids: readonly string[],
): Promise<(Stored<Offer> | undefined)[]> {
  return (await table.getMany(ids.map(offerKey))).map(offerFrom);
}

/** The offer in an item of the table or of the change feed. */
export function offerFrom(item: Item | null | undefined): Stored<Offer> | undefined {
  return storedFrom<Offer>(item ?? undefined);
}

/**
 * What to write so that `after` takes the place of `before` (nothing, for a new one). One action, two when it comes to stand
 * under another commodity or programme.
 */
export function offerWrites(after: Offer, before: Stored<Offer> | undefined, stamp: Stamp): Action[] {
  const { id } = after;
  const posted = `${after.createdAt}#${id}`;
  const placement = { listPk: allOffers, listSk: posted, ownerPk: offersOf(after.buyerId), ownerSk: posted };
  const item = itemOf(offerKey(id), placement, after, (before?.version ?? 0) + 1, stamp);
  const written: Action = {
    do: 'put',
    item,
    when: before ? { is: 'version', version: before.version } : { is: 'absent' },
  };
  const { commodity, programmeId } = after;
  const isPlaced = commodity === before?.value.commodity && programmeId === before?.value.programmeId;
  if (isPlaced) return [written];
  const place = {
    ...offerPlaceKey(id),
    ...(commodity !== undefined && { listPk: offersForCommodity(commodity), listSk: posted }),
    ...(programmeId !== undefined && { ownerPk: offersUnder(programmeId), ownerSk: posted }),
  };
  return [written, { do: 'put', item: place }];
}

/** What to write to take an offer away: a tombstone in no index stays, which tells who took it away and when. Two actions. */
export function offerRemoval(before: Stored<Offer>, stamp: Stamp): Action[] {
  const { id } = before.value;
  return [
    {
      do: 'put',
      item: { ...offerKey(id), version: before.version + 1, changed: stamp },
      when: { is: 'version', version: before.version },
    },
    { do: 'delete', key: offerPlaceKey(id) },
  ];
}

/** What names an offer's setting. */
export type Placed = Pick<Offer, 'buyerId' | 'programmeId'>;

/** Where the setting of an offer is read: the organization, and the programme if there is one. */
export function settingKeys({ buyerId, programmeId }: Placed): Key[] {
  return [organizationKey(buyerId), ...(programmeId === undefined ? [] : [programmeKey(programmeId)])];
}

/** The setting in the items that lie under {@link settingKeys}; undefined where nobody is behind the offer any more. */
export function settingFrom([organization, programme]: readonly (Item | undefined)[]): Setting | undefined {
  const poster = storedFrom<Buyer | Cooperative>(organization)?.value;
  if (poster === undefined) return undefined;
  return { poster: posterFrom(poster), programme: storedFrom<Programme>(programme)?.value };
}

/** What names all that stands around an offer. */
type Named = Placed & { readonly scheme?: Offer['scheme'] };

/**
 * Who is behind each offer and its programme, in the order of `offers`; undefined where nobody is behind it any more. With
 * `payments`, how those have paid who buy. One round trip for every hundred organizations, programmes and records.
 */
export async function readSettings(
  table: Table,
  offers: readonly Named[],
  include?: 'payments',
): Promise<(Setting | undefined)[]> {
  const found = await readAll(
    table,
    offers.flatMap((offer) => [...settingKeys(offer), ...(include === 'payments' ? recordKeys(offer) : [])]),
  );
  return offers.map((offer) => settingAmong(found, offer));
}

/**
 * Offers as they are now, each in its setting with payments; undefined for one that is gone, has nobody behind it any more, or stands
 * under another programme than `known` says. One round trip for every hundred offers, organizations, programmes and records.
 */
export async function readOffersInSettings(
  table: Table,
  known: readonly (Named & Pick<Offer, 'id'>)[],
): Promise<({ offer: Offer; setting: Setting } | undefined)[]> {
  const found = await readAll(
    table,
    known.flatMap((offer) => [offerKey(offer.id), ...settingKeys(offer), ...recordKeys(offer)]),
  );
  return known.map((expected) => {
    const offer = offerFrom(found(offerKey(expected.id)))?.value;
    if (offer === undefined || offer.programmeId !== expected.programmeId) return undefined;
    const setting = settingAmong(found, offer);
    return setting && { offer, setting };
  });
}

/** Where it is kept how the poster pays, which matters where it buys. */
const recordKeys = ({ buyerId, scheme }: Named): Key[] =>
  scheme === 'purchase' ? [tradingRecordKey(buyerId)] : [];

type Found = (key: Key) => Item | undefined;

/** Each key is read once; no two of them share a partition. */
async function readAll(table: Table, all: readonly Key[]): Promise<Found> {
  const keys = new Map(all.map((key) => [key.pk, key]));
  const items = await table.getMany([...keys.values()]);
  const found = new Map([...keys.keys()].map((pk, at) => [pk, items[at]]));
  return ({ pk }) => found.get(pk);
}

function settingAmong(found: Found, offer: Named): Setting | undefined {
  const setting = settingFrom(settingKeys(offer).map(found));
  const [record] = recordKeys(offer).map((key) => storedFrom<TradingRecord>(found(key))?.value);
  return setting && record ? { ...setting, payments: paymentsOf(record) } : setting;
}

/** Ids of the offers under a programme, the newest first. One query. */
export async function offersUnderProgramme(
  table: Table,
  programmeId: string,
  page: Pick<PageRequest, 'limit' | 'after'>,
): Promise<Page<string>> {
  const pk = offersUnder(programmeId);
  const { items, next } = await table.query({ ...page, index: 'owner', pk, descending: true });
  return { items: items.map((item) => item.pk.slice(offerKey('').pk.length)), next };
}

/** Which offers to list: those of one buyer, or for one commodity, or all. */
export type OffersWanted = {
  buyerId?: string | undefined;
  commodity?: string | undefined;
};

/**
 * Offers, the newest first, that `keep` lets through. Where buyer and commodity are both named, `keep` still has to tell the
 * commodity. Two round trips a page; three for a commodity.
 */
export function listOffers<T>(
  table: Table,
  wanted: OffersWanted,
  page: PageRequest,
  keep: (stored: Stored<Offer>, setting: Setting) => T | undefined,
): Promise<Page<T>> {
  const from = listOf(wanted);
  const found = new Map<string, { stored: Stored<Offer>; setting: Setting }>();
  return fillPage(
    page,
    from.index,
    async (part) => {
      const result = await table.query({ ...part, ...from, descending: true });
      for (const [pk, each] of await inSettings(table, result.items)) found.set(pk, each);
      return result;
    },
    ({ pk }) => {
      const each = found.get(pk);
      return each && keep(each.stored, each.setting);
    },
  );
}

function listOf({ buyerId, commodity }: OffersWanted): { index: 'list' | 'owner'; pk: string } {
  if (buyerId !== undefined) return { index: 'owner', pk: offersOf(buyerId) };
  return { index: 'list', pk: commodity === undefined ? allOffers : offersForCommodity(commodity) };
}

/** The offers of a list's items, read where an item is only a place, each with its setting, by partition key. */
async function inSettings(table: Table, items: readonly Item[]) {
  const places = items.filter((item) => item['data'] === undefined);
  const read =
    places.length === 0 ? [] : await table.getMany(places.map(({ pk }) => ({ ...offerKey(''), pk })));
  const offers = [...items, ...read].flatMap((item) => {
    const stored = offerFrom(item);
    return item && stored ? [{ pk: item.pk, stored }] : [];
  });
  const settings =
    offers.length === 0
      ? []
      : await readSettings(
          table,
          offers.map(({ stored }) => stored.value),
        );
  return offers.flatMap(({ pk, stored }, at) => {
    const setting = settings[at];
    return setting ? [[pk, { stored, setting }] as const] : [];
  });
}

/** Where an organization lies that may post offers and trade: a cooperative or a buyer, by the prefix of its id. */
export function organizationKey(id: string): Key {
  return id.startsWith('coop_') ? cooperativeKey(id) : buyerKey(id);
}
