/** Who waits for the guidelines of a programme in a region, and what each lacks besides: the office's list before the day. */
import { readOffers } from '../offers/offer-store.ts';
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { asOf } from '../partnerships/as-of.ts';
import { noMou, type Waiting } from '../partnerships/checklist.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import { partnershipFrom } from '../partnerships/partnership-store.ts';
import { isPreparing } from '../partnerships/stages.ts';
import { partnershipsIn } from '../table/keys.ts';
import type { Item, Table } from '../table/table.ts';
import { lackingBut, readPairs } from './partnership-facts.ts';

/**
 * Partnerships with cooperatives of a region that prepare for an offer of the programme, by region code, as far as `keep` lets
 * them through. A query a page, and where any come into question three reads for every hundred things that they name.
 */
export function listWaitingIn(
  table: Table,
  programmeId: string,
  region: string,
  page: PageRequest,
  keep: (waiting: Waiting) => boolean,
  now: Date,
): Promise<Page<Waiting>> {
  const found = new Map<string, Waiting>();
  return fillPage(
    { ...page, isFiltered: true },
    'list',
    async (part) => {
      const pk = partnershipsIn(region.slice(0, 2));
      const result = await table.query({ ...part, index: 'list', pk, beginsWith: region });
      for (const one of await waitingAmong(table, programmeId, result.items, now)) {
        found.set(one.partnershipId, one);
      }
      return result;
    },
    (item) => {
      const one = found.get(partnershipFrom(item)?.value.id ?? '');
      return one && keep(one) ? one : undefined;
    },
  );
}

async function waitingAmong(
  table: Table,
  programmeId: string,
  items: readonly Item[],
  now: Date,
): Promise<Waiting[]> {
  const preparing = items
    .flatMap((item) => partnershipFrom(item)?.value ?? [])
    .map((stored) => asOf(stored, now))
    .filter(isPreparing);
  const offers = await readOffers(table, [...new Set(preparing.map(({ offerId }) => offerId))]);
  const under = new Set(
    offers.flatMap((offer) => (offer?.value.programmeId === programmeId ? offer.value.id : [])),
  );
  const concerned = preparing.filter(({ offerId }) => under.has(offerId));
  const pairs = await readPairs(table, concerned);
  return concerned.map((partnership, at) => {
    const lacking = lackingBut(pairs[at]!, now);
    return waitingOf(partnership, partnership.stage === 'negotiating' ? [noMou, ...lacking] : lacking);
  });
}

function waitingOf(partnership: Partnership, lacking: ReturnType<typeof lackingBut>): Waiting {
  return {
    partnershipId: partnership.id,
    offerId: partnership.offerId,
    offerTitle: partnership.offerTitle,
    cooperativeId: partnership.cooperativeId,
    cooperativeName: partnership.cooperativeName,
    regionCode: partnership.regionCodes.cooperative,
    buyerId: partnership.buyerId,
    buyerName: partnership.buyerName,
    stage: partnership.stage,
    stageSince: partnership.stageSince,
    isReady: lacking.length === 0,
    lacking,
  };
}
