/** From everyone who comes into question to a list: the best, the near misses, and the reasons on fresh data. */
import type { Link, Pair } from '../matching/pair.ts';
import { rankPairs } from '../matching/rank.ts';
import { countUnmet, unmetRequirements } from '../matching/requirements.ts';
import { explain, scorePoints } from '../matching/score.ts';
import type { SettingFacts } from '../offers/offer-state.ts';
import { regionByCode } from '../regions/regions.ts';
import type { Blocked } from './match.ts';
import type { OfferRow } from './rows.ts';
import { isUnconfirmed, unconfirmed } from './sides.ts';

/** A pair with the things it was made of: stored ones, or rows of the market. */
export type Candidate = Pair & {
  readonly offer: OfferRow;
  readonly setting: SettingFacts;
  readonly cooperative: { readonly id: string; readonly regionCode: string };
  readonly potential: {
    readonly id: string;
    readonly commodity: string;
    readonly confirmedAt: string | number;
  } | null;
};

/** A candidate as far as it is known before it is looked at again. */
export type Chosen = Omit<Candidate, 'supply' | 'link' | 'cooperative'> & {
  readonly cooperative: Pick<Candidate['cooperative'], 'id'>;
};

/** How many pairs are wanted: `limit` eligible ones, and with `includeBlocked` as many near misses after them. */
export type Wanted = { readonly limit: number; readonly includeBlocked: boolean; readonly now: Date };

/**
 * Read beyond the limit, since some of the best may turn out to be gone when they are looked at again. Small enough that the
 * twenty best with their cooperatives fit into one batch read.
 */
const SPARE = 5;

/** How many of the best are looked at again. */
export const bestWanted = ({ limit }: Wanted): number => limit + SPARE;

/** The best eligible candidates and, when wanted, the near misses; a few more than wanted. */
export function shortlist(candidates: readonly Candidate[], wanted: Wanted): Candidate[] {
  const { includeBlocked, now } = wanted;
  const confirmed = candidates.filter(({ potential }) => !isUnconfirmed(potential, now));
  const eligible = rankPairs(confirmed, { limit: bestWanted(wanted) }).map(({ pair }) => pair);
  return includeBlocked ? [...eligible, ...nearMisses(candidates, wanted)] : eligible;
}

/** The `limit` that lack least, among equals the best, then by id. Nobody is scored who lacks more than so many others do. */
export function nearMisses(candidates: readonly Candidate[], { limit, now }: Wanted): Candidate[] {
  const byLacking: Candidate[][] = [];
  for (const candidate of candidates) {
    const missing = countBlockers(candidate, now);
    if (missing > 0) (byLacking[missing] ??= []).push(candidate);
  }
  const found: Candidate[] = [];
  for (const alike of byLacking) {
    if (alike === undefined || found.length >= limit) continue;
    const scored = alike.map((candidate) => ({ candidate, points: scorePoints(candidate) }));
    scored.sort((a, b) => b.points - a.points || byId(idOf(a.candidate), idOf(b.candidate)));
    for (const { candidate } of scored.slice(0, limit - found.length)) found.push(candidate);
  }
  return found;
}

/** A pair on the wire, without rank and without what it was made of. */
export type Explained = {
  readonly score: number;
  readonly factors: {
    factor: ReturnType<typeof explain>['factors'][number]['factor'];
    value: number;
    weight: number;
    contribution: number;
    reason: { id: string; en: string };
  }[];
  readonly blockedBy: Blocked[];
  readonly distanceKm: number | null;
};

/** What stands in the way of a pair: unmet requirements (`unmet` says how they are parted), and a potential that nobody confirmed. */
export function blockersOf(
  { demand, supply, potential }: Candidate,
  now: Date,
  unmet: typeof unmetRequirements = unmetRequirements,
): Blocked[] {
  const blocked = unmet(demand, supply).map(({ requirement, detail }) => ({
    requirement,
    detail: { ...detail },
  }));
  return [...blocked, ...unconfirmed(potential, now)];
}

/** Both sides, as far as it takes to tell whether something stands in the way. */
export type Weighed = Pick<Pair, 'demand' | 'supply'> & {
  readonly potential: Pick<NonNullable<Candidate['potential']>, 'confirmedAt'> | null;
};

/** How many things stand in the way, without putting them into words. */
export const countBlockers = ({ demand, supply, potential }: Weighed, now: Date): number =>
  countUnmet(demand, supply) + Number(isUnconfirmed(potential, now));

/** Regions named before the rest is only counted. */
const MOST_NAMED = 3;

/** The same, where a region stands in the way, with the names of places: matching knows codes only. */
function withNames(blocked: Blocked, { demand: { regions }, supply: { region: place } }: Candidate): Blocked {
  if (blocked.requirement !== 'regions') return blocked;
  const names = regions.slice(0, MOST_NAMED).map((code) => regionByCode(code)?.name ?? code);
  const others = regions.length - names.length;
  const where = regionByCode(place)?.fullName ?? place;
  const detail = {
    id: `Hanya untuk wilayah ${names.join(', ')}${others > 0 ? ` dan ${others} lainnya` : ''}; koperasi berada di ${where}`,
    en: `Only for ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}; the cooperative is in ${where}`,
  };
  return { ...blocked, detail };
}

/**
 * Scores the shortlist once more with its reasons, on fresh data: eligible ones first and best first, near misses after them by
 * what they lack; equals by id. `fresh` gives a candidate as it is now, or undefined when it is gone.
 */
export function explained<T extends Candidate>(
  fresh: readonly T[],
  { limit, includeBlocked, now }: Wanted,
): (Explained & { readonly rank: number; readonly candidate: T })[] {
  const all = fresh.map((candidate) => {
    const { points, score, factors } = explain(candidate);
    return { candidate, points, score, factors, blockedBy: blockersOf(candidate, now) };
  });
  all.sort(
    (a, b) =>
      a.blockedBy.length - b.blockedBy.length ||
      b.points - a.points ||
      byId(idOf(a.candidate), idOf(b.candidate)),
  );
  const eligible = all.filter(({ blockedBy }) => blockedBy.length === 0).slice(0, limit);
  const blocked = includeBlocked ? all.filter(({ blockedBy }) => blockedBy.length > 0).slice(0, limit) : [];
  return [...eligible, ...blocked].map(({ candidate, score, factors, blockedBy }, at) => ({
    rank: at + 1,
    candidate,
    score,
    factors: factors.map((factor) => ({ ...factor, reason: { ...factor.reason } })),
    blockedBy: blockedBy.map((one) => withNames(one, candidate)),
    distanceKm: distanceOf(candidate.offer, candidate.link),
  }));
}

function distanceOf({ deliverTo }: OfferRow, { km }: Link): number | null {
  return deliverTo === undefined ? null : km;
}

function idOf({ viewpoint, supply, demand }: Candidate): string {
  return viewpoint === 'offer' ? supply.id : demand.id;
}

const byId = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
