/** The other direction: which open offers fit a potential or a whole cooperative, and what to fix to reach more of them. */
import { commodities } from '../commodities/commodities.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { unmetOneByOne } from '../matching/requirements.ts';
import { scorePoints } from '../matching/score.ts';
import { rupiahPerBase } from '../money.ts';
import { statusOf, viewOffer } from '../offers/offer-state.ts';
import { readOffersInSettings } from '../offers/offer-store.ts';
import { viewPotential, type Potential } from '../potentials/potential.ts';
import { overMonths } from '../quantities.ts';
import type { MarketVersions } from './bucket-store.ts';
import type { Opportunity, ToFix } from './match.ts';
import type { Market, PotentialAsked } from './market.ts';
import { openAmong, type OpenOffer } from './open-offers.ts';
import { pauseEvery } from './pauses.ts';
import { remembered } from './remembered.ts';
import { offerRow, takesPart, type OfferRow } from './rows.ts';
import {
  bestWanted,
  blockersOf,
  countBlockers,
  explained,
  shortlist,
  type Candidate,
  type Wanted,
} from './shortlist.ts';
import { demandOf, linkOf, relatedTo, storedSupply, isUnconfirmed } from './sides.ts';

const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/** Potentials of one cooperative that are looked at for what is open to it. */
export const MOST_POTENTIALS = 500;
const MOST_OFFERS_NAMED = 100;
/** Offers that are put beside a cooperative before others get their turn: some milliseconds. */
const OFFERS_AT_ONCE = 2000;

/** What no paper mends: the offer is for others. */
const FOR_OTHERS: ReadonlySet<string> = new Set(['regions', 'membersOnly']);

/** What is mended at a potential, not at the cooperative. */
const OF_GOODS: ReadonlySet<string> = new Set(['minGrade', 'exportReady', 'qualityPass', 'confirmation']);

/** What is asked: a cooperative as it is now, the potentials that count, and the market's counts of rewrites. */
type Asked = { cooperative: Cooperative; potentials: readonly Potential[]; versions: MarketVersions };

/** Offers that buy what one potential is, the best first. Round trips as in `market.offers`, and one for what is shown. */
export async function offersForPotential(
  market: Market,
  { cooperative, potential, versions }: PotentialAsked,
  wanted: Wanted,
): Promise<Opportunity[]> {
  const asked = { cooperative, potentials: [potential], versions };
  const chosen = wanted.includeBlocked
    ? shortlist(await candidatesFor(market, asked, wanted.now, ['purchase']), wanted)
    : await bestFor(market, asked, potential, wanted);
  return shown(market, chosen, asked, wanted);
}

/** The best that nothing blocks, without looking at the others one by one. */
async function bestFor(
  market: Market,
  { cooperative, versions }: Asked,
  potential: Potential,
  wanted: Wanted,
): Promise<Candidate[]> {
  const { now } = wanted;
  if (!takesPart(cooperative) || isUnconfirmed(potential, now)) return [];
  const side = sideOf(cooperative, potential, now);
  const { commodity } = potential;
  const asked = { ...side, commodity, cooperativeId: cooperative.id, limit: bestWanted(wanted), now };
  return (await market.bestOutlets(asked, versions)).map((found) => pairOf(found, side));
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
    items: await shown(market, shortlist(candidates, wanted), asked, wanted),
    toFix: whatToFix(candidates, asked.potentials, wanted.now),
  };
}

/** Everything open that comes into question, but its own; nothing for a cooperative that takes no part. */
async function candidatesFor(
  market: Market,
  { cooperative, potentials, versions }: Asked,
  now: Date,
  schemes: readonly OfferRow['scheme'][],
): Promise<ForCooperative[]> {
  if (!takesPart(cooperative)) return [];
  const related = [...new Set(potentials.flatMap(({ commodity }) => relatedTo(commodity)))];
  const all = [undefined, ...commodities().map(({ code }) => code)];
  const found = await market.offers(
    schemes.map((scheme) => ({ scheme, commodities: scheme === 'purchase' ? related : all })),
    versions,
  );
  const others = found.filter(({ buyerId }) => buyerId !== cooperative.id);
  const pairs: ForCooperative[] = [];
  const pause = pauseEvery(OFFERS_AT_ONCE);
  for (let from = 0; from < others.length; from += OFFERS_AT_ONCE) {
    const some = others.slice(from, from + OFFERS_AT_ONCE);
    pairs.push(...pairsOf(openAmong(some, now), cooperative, potentials, now));
    await pause(some.length);
  }
  return pairs;
}

/** An offer with the best of the cooperative, and as it would be mended: with the goods asked for or their near kin; null without such. */
type ForCooperative = Candidate & { readonly mended: Candidate | null };

/** Each offer with the cooperative, or with the best of its potentials where goods are bought. */
function pairsOf(
  found: readonly OpenOffer[],
  cooperative: Cooperative,
  potentials: readonly Potential[],
  now: Date,
): ForCooperative[] {
  const alone = sideOf(cooperative, null, now);
  const supplied = potentials.map((potential) => sideOf(cooperative, potential, now));
  return found.flatMap((open) => {
    const { offer } = open;
    if (offer.scheme !== 'purchase') {
      const pair = pairOf(open, alone);
      return [{ ...pair, mended: pair }];
    }
    const wantedGoods = relatedTo(offer.commodity!);
    const pairs = supplied
      .filter(({ potential }) => wantedGoods.includes(potential!.commodity))
      .map((side) => pairOf(open, side));
    const best = bestOf(pairs, now);
    const own = pairs.filter(({ link: { kinship } }) => kinship === 'same' || kinship === 'close');
    return best ? [{ ...best, mended: bestOf(own, now) ?? null }] : [];
  });
}

/** The cooperative with one of its potentials, or none. */
type Side = Pick<Candidate, 'supply' | 'cooperative' | 'potential'>;

function sideOf(cooperative: Cooperative, potential: Potential | null, now: Date): Side {
  return { cooperative, potential, supply: storedSupply(cooperative, potential, now) };
}

function pairOf(
  { offer, setting, demand }: Pick<Candidate, 'offer' | 'setting' | 'demand'>,
  side: Side,
): Candidate {
  const { supply, cooperative, potential } = side;
  const link = linkOf(offer, setting, cooperative, potential);
  return { demand, link, viewpoint: 'supply', offer, setting, supply, cooperative, potential };
}

/** The pair that lacks least, among equals the best; ties by the potential's id. */
function bestOf(pairs: readonly Candidate[], now: Date): Candidate | undefined {
  if (pairs.length <= 1) return pairs[0];
  const judged = pairs.map((pair) => ({
    pair,
    missing: countBlockers(pair, now),
    points: scorePoints(pair),
  }));
  judged.sort(
    (a, b) => a.missing - b.missing || b.points - a.points || (a.pair.supply.id < b.pair.supply.id ? -1 : 1),
  );
  return judged[0]?.pair;
}

/**
 * The shortlist once more, with its offers and what stands around them as they are now: what the market does not know yet is never
 * shown. One batch read for every hundred.
 */
async function shown(
  { table }: Market,
  chosen: readonly Candidate[],
  { cooperative, potentials }: Pick<Asked, 'cooperative' | 'potentials'>,
  wanted: Wanted,
): Promise<Opportunity[]> {
  const stored = await readOffersInSettings(
    table,
    chosen.map(({ offer }) => offer),
  );
  const fresh = chosen.flatMap((candidate, at) => {
    const now = stored[at];
    if (!now || statusOf(now.offer, now.setting, wanted.now) !== 'open') return [];
    const { setting } = now;
    const offer = offerRow(now.offer);
    const isForOthers =
      offer.scheme === 'purchase' && !relatedTo(offer.commodity!).includes(candidate.potential!.commodity);
    if (isForOthers) return [];
    return [{ ...pairOf({ offer, setting, demand: demandOf(offer, setting) }, candidate), now }];
  });
  const owned = new Map(potentials.map((potential) => [potential.id, potential]));
  return explained(fresh, wanted).map(({ candidate, ...match }) => {
    const { offer, setting } = candidate.now;
    const potential = candidate.potential === null ? undefined : owned.get(candidate.potential.id);
    return {
      ...match,
      offer: viewOffer(offer, setting, wanted.now),
      potential: potential === undefined ? null : viewPotential(potential, cooperative.name, wanted.now),
    };
  });
}

/**
 * What stands in the way, summed over the offers that the cooperative could have: those in its region and not for a holding's
 * members alone, and of purchases those of its own goods or near kin. One entry for each thing to do, what is to be done about a
 * potential with its title; the most valuable first.
 */
function whatToFix(
  candidates: readonly ForCooperative[],
  potentials: readonly Potential[],
  now: Date,
): ToFix[] {
  type Sum = Omit<ToFix, 'offers' | 'offerIds'> & { worth: { id: string; value: number }[] };
  const sums = new Map<string, Sum>();
  const titles = new Map(potentials.map(({ id, title }) => [id, title]));
  for (const { mended: candidate } of candidates) {
    if (candidate === null || countBlockers(candidate, now) === 0) continue;
    const blockers = blockersOf(candidate, now, unmetOneByOne);
    if (blockers.some(({ requirement }) => FOR_OTHERS.has(requirement))) continue;
    const value = valuePerYear(candidate.offer);
    for (const { requirement, detail: what } of blockers) {
      const about = OF_GOODS.has(requirement) ? candidate.potential?.id : undefined;
      const name = `${requirement} ${about} ${what.en}`;
      const title = about === undefined ? '' : `${titles.get(about)}: `;
      const detail = { id: title + what.id, en: title + what.en };
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

/** Worked out once, as long as the market remembers the row: exact decimals take their time. */
const VALUES = new WeakMap<OfferRow, number>();

/** Price × amount over the months of a year, whole rupiah; of a distribution one partner's share. 0 where one is not stated. */
const valuePerYear = (offer: OfferRow): number =>
  remembered(VALUES, offer, ({ price, quantity, quota, months }) => {
    const amount = quota ?? quantity;
    if (price === undefined || amount === undefined) return 0;
    return Math.round(rupiahPerBase(price) * overMonths(amount, months ?? EVERY_MONTH));
  });
