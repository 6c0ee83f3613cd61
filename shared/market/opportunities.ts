/** The other direction: which open offers fit a potential or a whole cooperative, and what to fix to reach more of them. */
import { commodities, kinship } from '../commodities/commodities.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { mostForSupply, NEAREST_FIRST } from '../matching/most-points.ts';
import type { Kinship } from '../matching/pair.ts';
import { unmetOneByOne } from '../matching/requirements.ts';
import { scorePoints } from '../matching/score.ts';
import { rupiahPerBase } from '../money.ts';
import { statusOf, viewOffer, type Setting } from '../offers/offer-state.ts';
import { readOffers } from '../offers/offer-store.ts';
import { viewPotential, type Potential } from '../potentials/potential.ts';
import { overMonths } from '../quantities.ts';
import type { MarketVersions } from './bucket-store.ts';
import type { Opportunity, ToFix } from './match.ts';
import type { Market } from './market.ts';
import { placedOffer, type OfferRow } from './rows.ts';
import { bestWanted, blockersOf, explained, shortlist, type Candidate, type Wanted } from './shortlist.ts';
import { demandOf, linkOf, relatedTo, storedSupply } from './sides.ts';

const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const MOST_OFFERS_NAMED = 100;

/** What no paper mends: the offer is for others. */
const FOR_OTHERS: ReadonlySet<string> = new Set(['regions', 'membersOnly']);

/** What is asked: a cooperative as it is now, the potentials that count, and the market's counts of rewrites. */
type Asked = { cooperative: Cooperative; potentials: readonly Potential[]; versions: MarketVersions };

/** Offers that buy what one potential is, the best first. `asked` has just that potential. */
export async function offersForPotential(
  market: Market,
  asked: Asked,
  wanted: Wanted,
): Promise<Opportunity[]> {
  const offers = await offersFor(market, asked, ['purchase']);
  const candidates: Candidate[] = [];
  for (const { kinship: own, offers: some } of stagesOf(offers, asked, wanted)) {
    if (isSettled(candidates, own, wanted)) break;
    candidates.push(...pairsOf(await market.openAmong(some, wanted.now), asked, wanted.now));
  }
  return shown(market, candidates, asked, wanted);
}

/** So many offers have their posters read at once, whatever they buy: it is one batch. */
const ONE_STAGE = 50;

type Stage = { readonly kinship: Kinship; readonly offers: readonly OfferRow[] };

/** Offers by the kinship of what they buy, the nearest first; near misses may be of any. */
function stagesOf(offers: readonly OfferRow[], { potentials }: Asked, { includeBlocked }: Wanted): Stage[] {
  if (includeBlocked || offers.length <= ONE_STAGE) return [{ kinship: 'same', offers }];
  const byKinship = Map.groupBy(offers, ({ commodity }) => kinship(commodity!, potentials[0]!.commodity));
  return NEAREST_FIRST.flatMap((own) => {
    const some = byKinship.get(own);
    return some === undefined ? [] : [{ kinship: own, offers: some }];
  });
}

/** Whether no offer of such kinship, or of a farther one, could be among the best: then its poster need not be read. */
function isSettled(candidates: readonly Candidate[], own: Kinship, wanted: Wanted): boolean {
  const best = shortlist(candidates, wanted);
  const last = best.at(-1);
  return last !== undefined && best.length === bestWanted(wanted) && scorePoints(last) > mostForSupply(own);
}

/**
 * Offers for a whole cooperative, each with its best potential where goods are bought; and what to fix, summed over all open
 * offers that it could have.
 */
export async function opportunitiesOf(
  market: Market,
  asked: Asked,
  wanted: Wanted,
): Promise<{ items: Opportunity[]; toFix: ToFix[] }> {
  const schemes = ['purchase', 'consignment', 'distribution', 'financing'] as const;
  const candidates = await candidatesFor(market, asked, wanted.now, schemes);
  return {
    items: await shown(market, candidates, asked, wanted),
    toFix: whatToFix(candidates, wanted.now),
  };
}

async function candidatesFor(
  market: Market,
  asked: Asked,
  now: Date,
  schemes: readonly OfferRow['scheme'][],
): Promise<Candidate[]> {
  const offers = await offersFor(market, asked, schemes);
  return pairsOf(await market.openAmong(offers, now), asked, now);
}

/** Offers that come into question, but its own; none for a rejected cooperative. */
async function offersFor(
  market: Market,
  { cooperative, potentials, versions }: Asked,
  schemes: readonly OfferRow['scheme'][],
): Promise<OfferRow[]> {
  if (cooperative.verification.status === 'rejected') return [];
  const related = [...new Set(potentials.flatMap(({ commodity }) => relatedTo(commodity)))];
  const all = [undefined, ...commodities().map(({ code }) => code)];
  const found = await market.offers(
    schemes.map((scheme) => ({ scheme, commodities: scheme === 'purchase' ? related : all })),
    versions,
  );
  return found.filter(({ buyerId }) => buyerId !== cooperative.id);
}

/** Each offer with the cooperative, or with the best of its potentials where goods are bought. */
function pairsOf(
  found: readonly { offer: OfferRow; setting: Setting }[],
  { cooperative, potentials }: Asked,
  now: Date,
): Candidate[] {
  const sideOf = (potential: Potential | null): Side => {
    return { cooperative, potential, supply: storedSupply(cooperative, potential, now) };
  };
  const alone = sideOf(null);
  const supplied = potentials.map(sideOf);
  return found.flatMap(({ offer, setting }) => {
    if (offer.scheme !== 'purchase') return [pairOf(offer, setting, alone)];
    const wantedGoods = new Set(relatedTo(offer.commodity!));
    const pairs = supplied
      .filter(({ potential }) => wantedGoods.has(potential!.commodity))
      .map((side) => pairOf(offer, setting, side));
    return pairs.length === 0 ? [] : [bestOf(pairs, now)];
  });
}

/** The cooperative with one of its potentials, or none. */
type Side = Pick<Candidate, 'supply' | 'cooperative' | 'potential'>;

function pairOf(offer: OfferRow, setting: Setting, side: Side): Candidate {
  const demand = demandOf(offer, setting);
  const link = linkOf(offer, setting, side.cooperative, side.potential);
  return { demand, link, viewpoint: 'supply', offer, setting, ...side };
}

/** The pair that lacks least, among equals the best; ties by the potential's id. */
function bestOf(pairs: readonly Candidate[], now: Date): Candidate {
  const judged = pairs.map((pair) => ({
    pair,
    missing: blockersOf(pair, now).length,
    points: scorePoints(pair),
  }));
  judged.sort(
    (a, b) => a.missing - b.missing || b.points - a.points || (a.pair.supply.id < b.pair.supply.id ? -1 : 1),
  );
  return judged[0]!.pair;
}

/** The shortlist once more with its offers as they are now. One batch read for every hundred. */
async function shown(
  market: Market,
  candidates: readonly Candidate[],
  { cooperative, potentials }: Asked,
  wanted: Wanted,
): Promise<Opportunity[]> {
  const chosen = shortlist(candidates, wanted);
  const stored = await readOffers(
    market.table,
    chosen.map(({ offer }) => offer.id),
  );
  const fresh = chosen.flatMap((candidate, at) => {
    const offer = stored[at]?.value;
    const { setting, potential } = candidate;
    if (!offer || offer.programmeId !== candidate.offer.programmeId) return [];
    if (statusOf(offer, setting, wanted.now) !== 'open') return [];
    const { row } = placedOffer(offer);
    const demand = demandOf(row, setting);
    const link = linkOf(row, setting, candidate.cooperative, potential);
    return [{ ...candidate, offer: row, demand, link, stored: offer }];
  });
  const owned = new Map(potentials.map((potential) => [potential.id, potential]));
  return explained(fresh, wanted).map(({ candidate, ...match }) => {
    const potential = candidate.potential === null ? undefined : owned.get(candidate.potential.id);
    return {
      ...match,
      offer: viewOffer(candidate.stored, candidate.setting, wanted.now),
      potential: potential === undefined ? null : viewPotential(potential, cooperative.name, wanted.now),
    };
  });
}

/**
 * What stands in the way, summed over the offers that the cooperative could have: those in its region and not for a holding's
 * members alone, and of purchases those of
 * its own goods or near kin. One entry for each thing to do; the most valuable first.
 */
function whatToFix(candidates: readonly Candidate[], now: Date): ToFix[] {
  type Sum = Omit<ToFix, 'offers' | 'offerIds'> & { worth: { id: string; value: number }[] };
  const sums = new Map<string, Sum>();
  for (const candidate of candidates) {
    const { kinship } = candidate.link;
    if (candidate.offer.scheme === 'purchase' && kinship !== 'same' && kinship !== 'close') continue;
    const blockers = blockersOf(candidate, now, unmetOneByOne);
    if (blockers.some(({ requirement }) => FOR_OTHERS.has(requirement))) continue;
    const value = valuePerYear(candidate.offer);
    for (const { requirement, detail } of blockers) {
      const name = `${requirement} ${detail.en}`;
      const sum = sums.get(name) ?? { requirement, detail, valuePerYear: 0, opensAlone: 0, worth: [] };
      sum.valuePerYear += value;
      sum.opensAlone += blockers.length === 1 ? 1 : 0;
      sum.worth.push({ id: candidate.offer.id, value });
      sums.set(name, sum);
    }
  }
  const fixes = [...sums.values()].map(({ worth, ...sum }) => ({
    ...sum,
    offers: worth.length,
    offerIds: worth
      .toSorted((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1))
      .slice(0, MOST_OFFERS_NAMED)
      .map(({ id }) => id),
  }));
  return fixes.sort(
    (a, b) =>
      b.valuePerYear - a.valuePerYear ||
      b.offers - a.offers ||
      (`${a.requirement} ${a.detail.en}` < `${b.requirement} ${b.detail.en}` ? -1 : 1),
  );
}

/** Price × amount over the months of a year, whole rupiah; of a distribution one partner's share. 0 where one is not stated. */
function valuePerYear({ price, quantity, quota, months }: OfferRow): number {
  const amount = quota ?? quantity;
  if (price === undefined || amount === undefined) return 0;
  return Math.round(rupiahPerBase(price) * overMonths(amount, months ?? EVERY_MONTH));
}
