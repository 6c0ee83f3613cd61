/** The best that the organizations of one event could do together: every cooperative against every open offer of every buyer. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { readCooperatives } from '../cooperatives/cooperative-store.ts';
import type { Demand, Pair, Supply } from '../matching/pair.ts';
import { countUnmet } from '../matching/requirements.ts';
import { FULL_SCORE, scorePoints } from '../matching/score.ts';
import { statusOf, type Setting } from '../offers/offer-state.ts';
import { listOffers } from '../offers/offer-store.ts';
import type { Page, PageRequest } from '../page.ts';
import type { Potential } from '../potentials/potential.ts';
import { listPotentialsIn, listPotentialsOf } from '../potentials/potential-store.ts';
import type { Table } from '../table/table.ts';
import { offerRow, regencyOf, takesPart, type OfferRow } from './rows.ts';
import { demandOf, linkOf, relatedTo, storedSupply, isUnconfirmed } from './sides.ts';

/** The best eligible pair of two parties: 0..1, with the offer, and the potential where goods are bought. */
export type Best = { readonly score: number; readonly offerId: string; readonly potentialId?: string };

/**
 * `best`: by cooperative, then by buyer; parties without an eligible pair are not in it. `offering`: the buyers that have an open
 * offer; what the others want is not known.
 */
export type BestPairs = {
  readonly best: ReadonlyMap<string, ReadonlyMap<string, Best>>;
  readonly offering: ReadonlySet<string>;
};

/** An open offer as the scorer sees it. */
type Asked = { readonly offer: OfferRow; readonly setting: Setting; readonly demand: Demand };

/** A cooperative with what it supplies, as the scorer sees them. */
type Supplier = {
  readonly cooperative: Cooperative;
  readonly supply: Supply;
  /** Its confirmed potentials by commodity. */
  readonly goods: ReadonlyMap<string, readonly { potential: Potential; supply: Supply }[]>;
};

const PAGE = 100;
/** From so many cooperatives of a regency on, its potentials are read together. */
const TOGETHER_FROM = 20;

/**
 * The best eligible pair between each cooperative and each buyer, as stored now: what a requirement excludes does not count, nor
 * does a potential that nobody confirmed. Round trips: two for each buyer, one for every hundred cooperatives and two for every
 * hundred of their potentials, side by side. O(offers × (cooperatives + related potentials)).
 */
export async function bestBetween(
  table: Table,
  cooperativeIds: readonly string[],
  buyerIds: readonly string[],
  now: Date,
): Promise<BestPairs> {
  const [asked, suppliers] = await Promise.all([
    Promise.all(buyerIds.map((id) => openOffersOf(table, id, now))),
    suppliersOf(table, cooperativeIds, now),
  ]);
  const best = new Map<string, Map<string, Best>>();
  for (const { offer, setting, demand } of asked.flat()) {
    const related = offer.scheme === 'purchase' ? relatedTo(offer.commodity!) : undefined;
    for (const { cooperative, supply, goods } of suppliers) {
      const { id } = cooperative;
      const candidates =
        related === undefined
          ? [{ potential: null, supply }]
          : related.flatMap((code) => goods.get(code) ?? []);
      for (const candidate of candidates) {
        const link = linkOf(offer, setting, cooperative, candidate.potential);
        const pair: Pair = { demand, supply: candidate.supply, link, viewpoint: 'offer' };
        const found = eligible(pair, offer, candidate.potential);
        if (found === undefined) continue;
        const known = best.get(id)?.get(offer.buyerId);
        if (known !== undefined && !isBetter(found, known)) continue;
        if (!best.has(id)) best.set(id, new Map());
        best.get(id)!.set(offer.buyerId, found);
      }
    }
  }
  return { best, offering: new Set(asked.flat().map(({ offer }) => offer.buyerId)) };
}

function eligible(pair: Pair, offer: OfferRow, potential: Potential | null): Best | undefined {
  if (countUnmet(pair.demand, pair.supply) > 0) return undefined;
  const score = scorePoints(pair) / FULL_SCORE;
  return { score, offerId: offer.id, ...(potential === null ? {} : { potentialId: potential.id }) };
}

/** Equals go by the offer's id, then by the potential's, so that the same market gives the same answer. */
function isBetter(a: Best, b: Best): boolean {
  if (a.score !== b.score) return a.score > b.score;
  if (a.offerId !== b.offerId) return a.offerId < b.offerId;
  return (a.potentialId ?? '') < (b.potentialId ?? '');
}

async function openOffersOf(table: Table, buyerId: string, now: Date): Promise<Asked[]> {
  return all((page) =>
    listOffers(table, { buyerId }, page, ({ value }, setting) => {
      if (statusOf(value, setting, now) !== 'open') return undefined;
      const row = offerRow(value);
      return { offer: row, setting, demand: demandOf(row, setting) };
    }),
  );
}

async function suppliersOf(table: Table, ids: readonly string[], now: Date): Promise<Supplier[]> {
  const stored = await readCooperatives(table, ids);
  const cooperatives = stored.flatMap((one) => (one ? [one.value] : [])).filter(takesPart);
  const potentials = Map.groupBy(await potentialsOfAll(table, cooperatives), (one) => one.cooperativeId);
  return cooperatives.map((cooperative) => {
    const supplied = (potentials.get(cooperative.id) ?? [])
      .filter((potential) => !isUnconfirmed(potential, now))
      .map((potential) => ({ potential, supply: storedSupply(cooperative, potential, now) }));
    const goods = Map.groupBy(supplied, ({ potential }) => potential.commodity);
    return { cooperative, supply: storedSupply(cooperative, null, now), goods };
  });
}

/** Their potentials: a regency at a time where many come from it, else one by one. */
async function potentialsOfAll(table: Table, cooperatives: readonly Cooperative[]): Promise<Potential[]> {
  const byRegency = Map.groupBy(cooperatives, ({ regionCode }) => regencyOf(regionCode));
  const read = [...byRegency].flatMap(([regency, own]) => {
    const value = (stored: { value: Potential }) => stored.value;
    if (own.length >= TOGETHER_FROM) return [all((page) => listPotentialsIn(table, regency, page, value))];
    return own.map(({ id }) => all((page) => listPotentialsOf(table, id, page, value)));
  });
  return (await Promise.all(read)).flat();
}

async function all<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let after: PageRequest['after'] | null = undefined; after !== null;) {
    const page: Page<T> = await list({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}
