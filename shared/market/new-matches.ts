/**
 * Which open offers a potential has newly come among the best of, since it or its cooperative has changed. The reverse direction says which offers come into question;
 * each of them is asked by its own ranking whether the potential is among its best as it is now, and was not as it was before.
 */
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import type { Demand } from '../matching/pair.ts';
import { scorePoints } from '../matching/score.ts';
import type { Potential } from '../potentials/potential.ts';
import { supplyBuckets } from '../table/keys.ts';
import { readMarketVersions } from './bucket-store.ts';
import { Lately } from './lately.ts';
import type { Market, PotentialAsked } from './market.ts';
import type { OpenOffer } from './open-offers.ts';
import { cooperativeRow, placedPotential, takesPart, type DemandRow } from './rows.ts';
import { countBlockers } from './shortlist.ts';
import { isUnconfirmed, linkOf, relatedTo, storedSupply } from './sides.ts';

/** So many are the best of an offer: the first page of its matches. */
const BEST = 20;
/** Offers whose own rankings are asked for one change: those that the potential ranks highest. */
const MOST_OFFERS = 10;
/** For so long a ranking holds, with what came into it since: where thousands change at once, each offer is ranked a few times. */
const HOLDS_MS = 10_000;

/** An offer, and the place of the potential among its best, from 1. */
export type NewMatch = { readonly offer: DemandRow; readonly rank: number };

/** The best of an offer as known, best first, and when it was ranked. */
type Ranked = { readonly at: number; readonly demand: Demand; best: readonly Place[] };
type Place = { readonly id: string; readonly points: number };

/** Whether ranking can tell a potential from what it was: nothing is new where only words were changed. */
export function isOther(before: Potential | undefined, after: Potential, now: Date): boolean {
  if (before === undefined || isUnconfirmed(before, now)) return true;
  const facts = (potential: Potential) => {
    const { commodity, goods, quality } = placedPotential(potential, undefined).row;
    return { commodity, goods, quality };
  };
  return !isDeepStrictEqual(facts(before), facts(after));
}

/** Whether ranking can tell a cooperative from what it was, but for the day of its last sign of life. */
export function isOtherParty(before: Cooperative, after: Cooperative): boolean {
  const facts = (cooperative: Cooperative) => {
    const row = cooperativeRow(cooperative);
    return row && { ...row, lastActive: '' };
  };
  return !isDeepStrictEqual(facts(before), facts(after));
}

/** A potential with its cooperative, as both were or are. */
export type Supplied = Pick<PotentialAsked, 'potential' | 'cooperative'>;

export class NewMatches {
  readonly #market: Market;
  readonly #ranked = new Lately<Ranked>();

  constructor(market: Market) {
    this.#market = market;
  }

  /**
   * The potential need not stand in the market yet: it is compared with the others there. `before` is what it was, nothing for a new
   * one: who ranks no higher than before costs nothing more. Round trips: what is new of the purchases; and where some offer was not
   * ranked just now, the market's versions and what has changed of it. Some milliseconds for each offer that is ranked.
   */
  async of(
    { versions, ...supplied }: PotentialAsked,
    before: Supplied | undefined,
    now: Date,
  ): Promise<NewMatch[]> {
    const { potential, cooperative } = supplied;
    if (!takesPart(cooperative) || isUnconfirmed(potential, now)) return [];
    const { id, commodity } = potential;
    const supply = storedSupply(cooperative, potential, now);
    const asked = { supply, commodity, cooperativeId: cooperative.id, limit: MOST_OFFERS, now };
    const offers = (await this.#market.bestOutlets(asked, versions)).map((open) => ({
      open,
      points: pointsFor(open, supplied, now),
      was: before === undefined ? -1 : pointsFor(open, before, now),
    }));
    const rising = offers.filter(({ points, was }) => points > was);
    await this.#rank(
      rising.map(({ open }) => open),
      now,
    );
    return offers.flatMap(({ open: { offer }, points, was }) => {
      const ranked = this.#ranked.get(offer.id);
      if (ranked === undefined) return [];
      const others = ranked.best.filter((other) => other.id !== id);
      const rank = rankAmong(others, { id, points });
      const isIn = rank <= BEST;
      ranked.best = isIn ? others.toSpliced(rank - 1, 0, { id, points }).slice(0, BEST + 1) : others;
      return isIn && rankAmong(others, { id, points: was }) > BEST ? [{ offer, rank }] : [];
    });
  }

  /** Ranks those anew that were not ranked just now. */
  async #rank(offers: readonly OpenOffer[], now: Date): Promise<void> {
    const missing = offers.filter(({ offer, demand }) => {
      const known = this.#ranked.get(offer.id);
      return known?.demand !== demand || now.getTime() - known.at > HOLDS_MS;
    });
    if (missing.length === 0) return;
    const goods = new Set(missing.flatMap(({ offer }) => relatedTo(offer.commodity!)));
    const versions = await readMarketVersions(this.#market.table, [...goods].map(supplyBuckets));
    for (const { offer, setting, demand } of missing) {
      // Each takes some milliseconds: requests that wait go first.
      await setImmediate();
      // One more: the potential may stand there itself.
      const best = await this.#market.bestFor(offer, setting, versions, { limit: BEST + 1, now });
      this.#ranked.set(offer.id, {
        at: now.getTime(),
        demand,
        best: best.map(({ potential, points }) => ({ id: potential!.id, points })),
      });
    }
  }
}

/** Its place among others, from 1; none where something stands in the way. */
const rankAmong = (others: readonly Place[], own: Place): number =>
  own.points < 0 ? Infinity : 1 + others.filter((other) => isBefore(other, own)).length;

const isBefore = (a: Place, b: Place): boolean =>
  a.points > b.points || (a.points === b.points && a.id < b.id);

/** Points of a potential for a purchase, seen from there; below 0 where something stands in the way. */
function pointsFor(
  { offer, setting, demand }: OpenOffer,
  { cooperative, potential }: Supplied,
  now: Date,
): number {
  if (!takesPart(cooperative) || isUnconfirmed(potential, now)) return -1;
  const supply = storedSupply(cooperative, potential, now);
  const isFor = relatedTo(offer.commodity!).includes(potential.commodity);
  if (!isFor || countBlockers({ demand, supply, potential }, now) > 0) return -1;
  const link = linkOf(offer, setting, cooperative, potential);
  return scorePoints({ demand, supply, link, viewpoint: 'offer' });
}
