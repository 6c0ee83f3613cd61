/**
 * Which open offers a potential has newly come among the best of, since it or its cooperative has changed. The reverse direction says which offers come into question;
 * each of them is asked by its own ranking whether the potential is among its best as it is now, and was not as it was before.
 */
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import type { Demand, Supply } from '../matching/pair.ts';
import { scorePoints } from '../matching/score.ts';
import type { Potential } from '../potentials/potential.ts';
import { supplyBuckets } from '../table/derived-keys.ts';
import { readMarketVersions } from './bucket-store.ts';
import { Lately } from './lately.ts';
import type { Market, PotentialAsked } from './market.ts';
import type { OpenOffer } from './open-offers.ts';
import { placedPotential } from './placed.ts';
import { cooperativeRow, takesPart, type DemandRow } from './rows.ts';
import { countBlockers } from './shortlist.ts';
import { isUnconfirmed, linkOf, relatedTo, storedSupply } from './sides.ts';

/** So many are the best of an offer: the first page of its matches. */
const BEST = 20;
/** Offers that come into question for one change: those that the potential ranks highest, 97% of all whose best it is among in a nation. */
const MOST_OFFERS = 200;
/** Of these, so many are ranked that were not ranked of late: those where it has most points. The others wait for the next change. */
const MOST_UNKNOWN = 20;
/** For so long a ranking holds, with what came into it since: where thousands change at once, each offer is ranked a few times. */
const HOLDS_MS = 10_000;
/** For so long it still tells who need not be compared: whoever would not have been among the best. */
const TELLS_MS = 60 * 60 * 1000;

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
   * one. Round trips: what is new of the purchases; and where some offer was not ranked just now and it could be among its best, the
   * market's versions and what has changed of it. Some microseconds for each offer in question, some milliseconds for each that is ranked.
   */
  async of(
    { versions, ...supplied }: PotentialAsked,
    before: Supplied | undefined,
    now: Date,
  ): Promise<NewMatch[]> {
    const { id, commodity, cooperativeId } = supplied.potential;
    const side = sideOf(supplied, now);
    if (side === undefined) return [];
    const asked = { supply: side.supply, commodity, cooperativeId, limit: MOST_OFFERS, now };
    const offers = await this.#market.bestOutlets(asked, versions);
    const sideBefore = before && sideOf(before, now);
    const rising = offers.flatMap((open): Rising[] => {
      const points = pointsFor(open, side, now);
      if (points < this.#barOf(open, id, now)) return [];
      const was = pointsFor(open, sideBefore, now);
      return points > was ? [{ open, points, was }] : [];
    });
    await this.#rank(rising, now);
    return rising.flatMap(({ open, points, was }) => {
      const ranked = this.#rankedWithin(HOLDS_MS, open, now);
      if (ranked === undefined) return [];
      const others = ranked.best.filter((other) => other.id !== id);
      const rank = rankAmong(others, { id, points });
      if (rank > BEST) return [];
      ranked.best = others.toSpliced(rank - 1, 0, { id, points }).slice(0, BEST + 1);
      return rankAmong(others, { id, points: was }) > BEST ? [{ offer: open.offer, rank }] : [];
    });
  }

  /** An offer's best, if they were ranked so lately. */
  #rankedWithin(ms: number, { offer, demand }: OpenOffer, now: Date): Ranked | undefined {
    const ranked = this.#ranked.get(offer.id);
    return ranked?.demand === demand && now.getTime() - ranked.at <= ms ? ranked : undefined;
  }

  /** Points below which nobody was among an offer's best of late, but for the potential `id` itself. */
  #barOf(open: OpenOffer, id: string, now: Date): number {
    const ranked = this.#rankedWithin(TELLS_MS, open, now);
    return ranked?.best.filter((other) => other.id !== id)[BEST - 1]?.points ?? -1;
  }

  /** Ranks those anew that were not ranked just now. */
  async #rank(rising: readonly Rising[], now: Date): Promise<void> {
    const missing = rising.filter(({ open }) => this.#rankedWithin(HOLDS_MS, open, now) === undefined);
    const { known = [], unknown = [] } = Object.groupBy(missing, ({ open }) =>
      this.#rankedWithin(TELLS_MS, open, now) === undefined ? 'unknown' : 'known',
    );
    const likeliest = unknown.sort((a, b) => b.points - a.points).slice(0, MOST_UNKNOWN);
    const offers = [...known, ...likeliest].map(({ open }) => open);
    if (offers.length === 0) return;
    const goods = new Set(offers.flatMap(({ offer }) => relatedTo(offer.commodity!)));
    const versions = await readMarketVersions(this.#market.table, [...goods].map(supplyBuckets));
    for (const { offer, setting, demand } of offers) {
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

/** What a potential now gives an offer, and gave it before. */
type Rising = { readonly open: OpenOffer; readonly points: number; readonly was: number };

/** A potential with its cooperative as offers see them; undefined where it is offered to nobody. */
type Side = Supplied & { readonly supply: Supply };

function sideOf({ cooperative, potential }: Supplied, now: Date): Side | undefined {
  if (!takesPart(cooperative) || isUnconfirmed(potential, now)) return undefined;
  return { cooperative, potential, supply: storedSupply(cooperative, potential, now) };
}

/** Its place among others, from 1; none where something stands in the way. */
const rankAmong = (others: readonly Place[], own: Place): number =>
  own.points < 0 ? Infinity : 1 + others.filter((other) => isBefore(other, own)).length;

const isBefore = (a: Place, b: Place): boolean =>
  a.points > b.points || (a.points === b.points && a.id < b.id);

/** Points of a potential for a purchase, seen from there; below 0 where something stands in the way. */
function pointsFor({ offer, setting, demand }: OpenOffer, side: Side | undefined, now: Date): number {
  if (side === undefined || !relatedTo(offer.commodity!).includes(side.potential.commodity)) return -1;
  const { supply, potential, cooperative } = side;
  if (countBlockers({ demand, supply, potential }, now) > 0) return -1;
  const link = linkOf(offer, setting, cooperative, potential);
  return scorePoints({ demand, supply, link, viewpoint: 'offer' });
}
