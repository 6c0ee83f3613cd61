/** Where offers lie: each under its id, listed by the time it was posted, and below who posted it. */
import type { Buyer } from '../buyers/buyer.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { fillPage, type Page, type PageRequest } from '../page.ts';
import type { Programme } from '../programmes/programme.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { allOffers, buyerKey, cooperativeKey, offerKey, offersOf, programmeKey } from '../table/keys.ts';
import type { Action, Item, Key, Table } from '../table/table.ts';
import type { Offer } from './offer.ts';
import { posterFrom, type Setting } from './offer-state.ts';

/** Offers looked at in one round trip when a filter may leave out most of them; about 300 KB. */
const FILTERED_CHUNK = 200;

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

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function offerWrites(after: Offer, before: Stored<Offer> | undefined, stamp: Stamp): Action[] {
  const posted = `${after.createdAt}#${after.id}`;
  const placement = {
    listPk: allOffers,
    listSk: posted,
    ownerPk: offersOf(after.buyerId),
    ownerSk: posted,
  };
  return [
    {
      do: 'put',
      item: itemOf(offerKey(after.id), placement, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}

/** What to write to take an offer away: a tombstone in no index stays, which tells who took it away and when. One action. */
export function offerRemoval(before: Stored<Offer>, stamp: Stamp): Action[] {
  return [
    {
      do: 'put',
      item: { ...offerKey(before.value.id), version: before.version + 1, changed: stamp },
      when: { is: 'version', version: before.version },
    },
  ];
}

/** What names an offer's setting. */
type Placed = Pick<Offer, 'buyerId' | 'programmeId'>;

/**
 * Who is behind each offer and its programme, in the order of `offers`; undefined where nobody is behind it any more.
 * One round trip for every hundred organizations and programmes.
 */
export async function readSettings(
  table: Table,
  offers: readonly Placed[],
): Promise<(Setting | undefined)[]> {
  const keys = new Map<string, Key>();
  for (const { buyerId, programmeId } of offers) {
    keys.set(buyerId, organizationKey(buyerId));
    if (programmeId !== undefined) keys.set(programmeId, programmeKey(programmeId));
  }
  const items = await table.getMany([...keys.values()]);
  const found = new Map([...keys.keys()].map((id, at) => [id, items[at]]));
  return offers.map(({ buyerId, programmeId }) => {
    const organization = storedFrom<Buyer | Cooperative>(found.get(buyerId))?.value;
    if (organization === undefined) return undefined;
    const programme = programmeId === undefined ? undefined : found.get(programmeId);
    return { poster: posterFrom(organization), programme: storedFrom<Programme>(programme)?.value };
  });
}

/**
 * Offers, the newest first, that `keep` lets through: all, or those of one buyer. `isFiltered` says that `keep` may leave out
 * most, so that more are looked at in one go. Two round trips a page.
 */
export function listOffers<T>(
  table: Table,
  which: { buyerId?: string | undefined; isFiltered: boolean },
  page: PageRequest,
  keep: (stored: Stored<Offer>, setting: Setting) => T | undefined,
): Promise<Page<T>> {
  const { buyerId } = which;
  const from =
    buyerId === undefined
      ? { index: 'list' as const, pk: allOffers }
      : { index: 'owner' as const, pk: offersOf(buyerId) };
  const settings = new Map<string, Setting>();
  return fillPage(
    page,
    from.index,
    async (part) => {
      const limit = which.isFiltered ? Math.max(part.limit, FILTERED_CHUNK) : part.limit;
      const found = await table.query({ ...part, ...from, limit, descending: true });
      const offers = found.items.flatMap((item) => offerFrom(item)?.value ?? []);
      const read = offers.length === 0 ? [] : await readSettings(table, offers);
      for (const [at, { id }] of offers.entries()) {
        const setting = read[at];
        if (setting) settings.set(id, setting);
      }
      return found;
    },
    (item) => {
      const stored = offerFrom(item);
      const setting = stored && settings.get(stored.value.id);
      return stored && setting && keep(stored, setting);
    },
  );
}

function organizationKey(id: string): Key {
  return id.startsWith('coop_') ? cooperativeKey(id) : buyerKey(id);
}
