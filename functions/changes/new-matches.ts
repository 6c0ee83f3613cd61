/** Tells whoever posted an offer that a potential is new among its best matches, since it or its cooperative has changed. */
import { setImmediate } from 'node:timers/promises';
import { dayOf, type Clock } from '../../shared/clock.ts';
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import { Market, type PotentialAsked } from '../../shared/market/market.ts';
import {
  isOther,
  isOtherParty,
  NewMatches,
  type NewMatch,
  type Supplied,
} from '../../shared/market/new-matches.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf } from '../../shared/notices/notice.ts';
import { MOST_POTENTIALS } from '../../shared/market/opportunities.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { statusOf } from '../../shared/offers/offer-state.ts';
import { readOffersInSettings } from '../../shared/offers/offer-store.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { itemOf, serviceStamp, storedFrom } from '../../shared/stored.ts';
import {
  cooperativeKey,
  idIn,
  isSameKey,
  newMatchesKey,
  openPartnershipKey,
  potentialKey,
} from '../../shared/table/keys.ts';
import type { Change, Table } from '../../shared/table/table.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/** Packed characters of the market that are kept for it: some dozens of commodities of the whole nation, or all of a province. */
const MOST_CHARACTERS = 10_000_000;
/** Older changes are no news: what a moved or restored store brings in again tells nobody. */
const NEWS_MS = 24 * 60 * 60 * 1000;
/** New matches of one offer that are told in a day; its list of matches names them all. */
const MOST_A_DAY = 5;
/** Potentials remembered as told: none of them is told again while it is. */
const MOST_REMEMBERED = 100;

/** What the poster of an offer was told. */
type Told = { readonly day: string; readonly count: number; readonly potentials: readonly string[] };

/**
 * The reaction to a potential or a cooperative that is new, or that ranking can tell from what it was: a paper that is verified opens
 * offers to all that its cooperative lists. What is true is read as it is now, so repeats and old news tell nothing twice: a potential
 * that was told is remembered with its offer, in the transaction of the notice. Nothing for a change of words or a mere sign of life; else
 * one read (and a query for the potentials of a cooperative), two with the offers that come into question, one more for what has
 * changed of the market since it was last looked at; and where somebody is to be told, two reads, and a read and a transaction for
 * each of them.
 */
export function newMatches(table: Table, clock: Clock): Reaction {
  const market = new Market(table, { packs: false, memory: new MarketMemory(table, MOST_CHARACTERS) });
  const matches = new NewMatches(market);
  return async (change) => {
    const now = clock();
    if (!isNews(change, now)) return;
    for await (const { asked, was } of suppliedIn(change, market, now)) {
      const found = await matches.of(asked, was, now);
      if (found.length > 0) await tellAll(table, asked, found, now);
    }
  };
}

function isNews({ after, at }: Change, now: Date): boolean {
  const written = (after?.['changed'] as { at?: string } | undefined)?.at ?? at;
  return now.getTime() - Date.parse(written) <= NEWS_MS;
}

/** A potential as it is now, and what it was before the change. */
type Other = { readonly asked: PotentialAsked; readonly was: Supplied | undefined };

/** The potentials that a change makes others than they were. */
async function* suppliedIn({ key, before, after }: Change, market: Market, now: Date): AsyncGenerator<Other> {
  const id = idIn(key);
  if (isSameKey(key, potentialKey(id))) {
    const [was, is] = [potentialFrom(before)?.value, potentialFrom(after)?.value];
    if (is === undefined || !isOther(was, is, now)) return;
    const asked = await market.potentialAt(id, is.cooperativeId);
    if (asked === undefined) return;
    const { cooperative } = asked;
    yield { asked, was: was && { potential: was, cooperative } };
  } else if (isSameKey(key, cooperativeKey(id))) {
    const [was, is] = [cooperativeFrom(before)?.value, cooperativeFrom(after)?.value];
    if (was === undefined || is === undefined || !isOtherParty(was, is)) return;
    for (const asked of await market.potentialsAt(id, MOST_POTENTIALS)) {
      yield { asked, was: { potential: asked.potential, cooperative: was } };
      // Requests that wait go before the next one.
      await setImmediate();
    }
  }
}

/** Of offers that are open as they are now, and that the cooperative is no partner of yet. */
async function tellAll(
  table: Table,
  asked: PotentialAsked,
  found: readonly NewMatch[],
  now: Date,
): Promise<void> {
  const [offers, partnerships] = await Promise.all([
    readOffersInSettings(
      table,
      found.map(({ offer }) => offer),
    ),
    table.getMany(found.map(({ offer }) => openPartnershipKey(offer.id, asked.cooperative.id))),
  ]);
  for (const [at, { rank }] of found.entries()) {
    const known = offers[at];
    if (!known || partnerships[at] !== undefined) continue;
    if (statusOf(known.offer, known.setting, now) === 'open')
      await tell(table, asked, known.offer, rank, now);
  }
}

async function tell(
  table: Table,
  { potential, cooperative }: PotentialAsked,
  offer: Offer,
  rank: number,
  now: Date,
): Promise<void> {
  const key = newMatchesKey(offer.id);
  const stamp = serviceStamp(now.toISOString());
  const notice = noticeOf({
    organizationId: offer.buyerId,
    kind: 'new-match',
    at: stamp.at,
    about: { offerId: offer.id, potentialId: potential.id, cooperativeId: cooperative.id },
    text: {
      id: `“${potential.title}” dari ${cooperative.name} kini nomor ${rank} di antara yang paling cocok untuk “${offer.title}”`,
      en: `“${potential.title}” of ${cooperative.name} is now number ${rank} among the best matches for “${offer.title}”`,
    },
  });
  await asTheyAreNow(table, [key], async ([item]) => {
    const before = storedFrom<Told>(item);
    const after = withTold(before?.value, potential.id, dayOf(now));
    if (after === undefined) return;
    const { version } = before ?? { version: 0 };
    const when = before ? ({ is: 'version', version } as const) : ({ is: 'absent' } as const);
    const put = { do: 'put', item: itemOf(key, {}, after, version + 1, stamp), when } as const;
    await table.transact([put, ...noticeWrites([notice], stamp)]);
  });
}

/** Undefined when it was told already, or when enough was told today. */
function withTold(told: Told | undefined, potentialId: string, day: string): Told | undefined {
  const { potentials = [] } = told ?? {};
  const count = told?.day === day ? told.count : 0;
  if (count >= MOST_A_DAY || potentials.includes(potentialId)) return undefined;
  return { day, count: count + 1, potentials: [...potentials, potentialId].slice(-MOST_REMEMBERED) };
}
