/** The market as it is asked: who could meet an offer, and which offers are open to a cooperative. */
import type { Link, Pair, Supply } from '../matching/pair.ts';
import { rankPairs } from '../matching/rank.ts';
import { unmetRequirements } from '../matching/requirements.ts';
import { explain, scorePoints } from '../matching/score.ts';
import { regionsOf, statusOf, type Setting } from '../offers/offer-state.ts';
import type { Offer } from '../offers/offer.ts';
import { offerFrom, readSettings, settingFrom, settingKeys, type Placed } from '../offers/offer-store.ts';
import { provinceCodes, regionByCode } from '../regions/regions.ts';
import { dayOf } from '../clock.ts';
import { marketVersionsKey, offerKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { marketVersionsFrom, type MarketVersions } from './bucket-store.ts';
import { bucketNamesIn, MarketMemory } from './market-memory.ts';
import type { Blocked } from './match.ts';
import { regencyOf, type CooperativeRow, type OfferRow, type PotentialRow } from './rows.ts';
import { demandOf, linkOf, relatedTo, supplyOf, unconfirmed } from './sides.ts';

/** A pair with the things it was made of. */
export type Candidate = Pair & {
  readonly offer: OfferRow;
  readonly setting: Setting;
  readonly cooperative: CooperativeRow;
  readonly potential: PotentialRow | null;
};

/** How many pairs are wanted: `limit` eligible ones, and with `includeBlocked` as many near misses after them. */
export type Wanted = { readonly limit: number; readonly includeBlocked: boolean; readonly now: Date };

/** Offers of which it is remembered who stands behind them. */
const MOST_OFFERS = 10_000;

export class Market {
  readonly table: Table;
  readonly memory: MarketMemory;
  /** Supplies are worked out once for each row and day. */
  readonly #supplies = new WeakMap<object, { of: CooperativeRow; day: string; supply: Supply }>();

  /** Who stands behind the offers asked for lately, in the order of asking: so that it is read together with the offer. */
  readonly #behind = new Map<string, Placed>();

  constructor(table: Table) {
    this.table = table;
    this.memory = new MarketMemory(table);
  }

  /**
   * A posted offer in its setting, and what the memory is worth now. One round trip; two at the first time, and when the offer
   * has been moved to another programme.
   */
  async offerAt(
    id: string,
  ): Promise<{ offer: Offer; setting: Setting; versions: MarketVersions } | undefined> {
    const expected = this.#behind.get(id);
    const [item, counts, ...around] = await this.table.getMany([
      offerKey(id),
      marketVersionsKey,
      ...(expected === undefined ? [] : settingKeys(expected)),
    ]);
    const offer = offerFrom(item)?.value;
    if (offer === undefined) return undefined;
    const isExpected = expected?.buyerId === offer.buyerId && expected.programmeId === offer.programmeId;
    const setting = isExpected ? settingFrom(around) : (await readSettings(this.table, [offer]))[0];
    this.#remember(id, offer);
    return setting && { offer, setting, versions: marketVersionsFrom(counts) };
  }

  #remember(id: string, { buyerId, programmeId }: Placed): void {
    this.#behind.delete(id);
    this.#behind.set(id, { buyerId, programmeId });
    const [oldest] = this.#behind.keys();
    if (this.#behind.size > MOST_OFFERS && oldest !== undefined) this.#behind.delete(oldest);
  }

  /**
   * Everyone who comes into question for an offer, as the index has them: for a purchase all potentials of the commodity and its
   * kin, else all cooperatives of the offer's regions. Nobody supplies itself. No round trip while nothing changed; cold, a query
   * for each related commodity and each regency (or province) that they come from.
   */
  async candidatesFor(
    offer: OfferRow,
    setting: Setting,
    versions: MarketVersions,
    now: Date,
  ): Promise<Candidate[]> {
    const demand = demandOf(offer, setting);
    const pair = (cooperative: CooperativeRow, potential: PotentialRow | null): Candidate => ({
      demand,
      supply: this.supplyAt(cooperative, potential, now),
      link: linkOf(offer, setting, cooperative, potential),
      viewpoint: 'offer',
      offer,
      setting,
      cooperative,
      potential,
    });
    if (offer.scheme !== 'purchase') {
      const names = bucketNamesIn(regionsOf(offer, setting.programme) ?? provinceCodes());
      const cooperatives = [...(await this.memory.cooperatives(names, versions)).values()];
      return cooperatives.filter(({ id }) => id !== offer.buyerId).map((each) => pair(each, null));
    }
    const related = offer.commodity === undefined ? [] : relatedTo(offer.commodity);
    const supplied = await Promise.all(related.map((code) => this.memory.supply(code, versions)));
    const potentials = supplied.flat().filter(({ cooperativeId }) => cooperativeId !== offer.buyerId);
    const regencies = new Set(potentials.map(({ regionCode }) => regencyOf(regionCode)));
    const cooperatives = await this.memory.cooperatives(regencies, versions);
    return potentials.flatMap((potential) => {
      const cooperative = cooperatives.get(potential.cooperativeId);
      return cooperative === undefined ? [] : [pair(cooperative, potential)];
    });
  }

  /**
   * The open offers of the schemes and commodities asked for, each in its setting; `undefined` stands for offers without a
   * commodity. One batch read for every hundred organizations and programmes behind them; cold, at most a query a scheme.
   */
  async openOffers(
    wanted: readonly { scheme: OfferRow['scheme']; commodities: readonly (string | undefined)[] }[],
    versions: MarketVersions,
    now: Date,
  ): Promise<{ offer: OfferRow; setting: Setting }[]> {
    const rows = await Promise.all(
      wanted.map(({ scheme, commodities }) => this.memory.offers(scheme, commodities, versions)),
    );
    const offers = rows.flat();
    const settings = offers.length === 0 ? [] : await readSettings(this.table, offers);
    return offers.flatMap((offer, at) => {
      const setting = settings[at];
      return setting && statusOf(offer, setting, now) === 'open' ? [{ offer, setting }] : [];
    });
  }

  /** A supply of the index at a moment. */
  supplyAt(cooperative: CooperativeRow, potential: PotentialRow | null, now: Date): Supply {
    const row = potential ?? cooperative;
    const day = dayOf(now);
    const known = this.#supplies.get(row);
    if (known?.of === cooperative && known.day === day) return known.supply;
    const supply = supplyOf(cooperative, potential, now);
    this.#supplies.set(row, { of: cooperative, day, supply });
    return supply;
  }
}

/**
 * Read beyond the limit, since some of the best may turn out to be gone when they are looked at again. Small enough that the
 * twenty best with their cooperatives fit into one batch read.
 */
const SPARE = 5;

/** The best eligible candidates and, when wanted, the near misses; a few more than wanted. */
export function shortlist(
  candidates: readonly Candidate[],
  { limit, includeBlocked, now }: Wanted,
): Candidate[] {
  const confirmed = candidates.filter(({ potential }) => unconfirmed(potential, now).length === 0);
  const eligible = rankPairs(confirmed, { limit: limit + SPARE }).map(({ pair }) => pair);
  if (!includeBlocked) return eligible;
  const blocked = candidates.flatMap((candidate) => {
    const missing = blockersOf(candidate, now).length;
    return missing === 0 ? [] : [{ candidate, missing, points: scorePoints(candidate) }];
  });
  blocked.sort(
    (a, b) => a.missing - b.missing || b.points - a.points || byId(idOf(a.candidate), idOf(b.candidate)),
  );
  return [...eligible, ...blocked.slice(0, limit).map(({ candidate }) => candidate)];
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
