/** Keeps the last sign of life of each cooperative: a listing confirmed, a trade delivered, an event attended. */
import { lastActive, withSign, type SignName } from '../../shared/cooperatives/activity.ts';
import { dayOf, type Clock } from '../../shared/clock.ts';
import { cooperativeFrom, cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import type { Participant } from '../../shared/events/participant.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { serviceStamp, storedFrom } from '../../shared/stored.ts';
import {
  cooperativeKey,
  idIn,
  isSameKey,
  participantKey,
  potentialKey,
  tradeKey,
} from '../../shared/table/keys.ts';
import type { Item, Key, Table } from '../../shared/table/table.ts';
import { todayIn } from '../../shared/trades/facts.ts';
import { tradeFrom } from '../../shared/trades/trade-store.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

type Sign = { cooperativeId: string; sign: SignName; day: string };

/**
 * The reaction to whatever shows that somebody is there. Only what is later than all that is known is written, so that repeats and
 * old news find nothing to do, a cooperative is written once a day at most, and the last day is the same in any order. A day that
 * has not come is no sign. One read, and one transaction where there is news.
 */
export function signsOfLife(table: Table, clock: Clock): Reaction {
  return async (change) => {
    const now = clock();
    for (const { cooperativeId, sign, day } of signsIn(change.key, change.after, now)) {
      await asTheyAreNow(table, [cooperativeKey(cooperativeId)], async ([item]) => {
        const before = cooperativeFrom(item);
        if (before === undefined || lastActive(before.value) >= day) return;
        const stamp = serviceStamp(now.toISOString());
        await table.transact(cooperativeWrites(withSign(before.value, sign, day), before, stamp));
      });
    }
  };
}

/** The signs of life that an item tells of, no later than the day where it began first: that of a trade may be so late. */
export function signsIn(key: Key, after: Item | null, now: Date): Sign[] {
  return signsOf(key, after).filter(({ day }) => day <= todayIn(now));
}

function signsOf(key: Key, after: Item | null): Sign[] {
  const id = idIn(key);
  if (isSameKey(key, potentialKey(id))) {
    const potential = potentialFrom(after)?.value;
    if (potential === undefined) return [];
    return [{ cooperativeId: potential.cooperativeId, sign: 'listing', day: dayIn(potential.confirmedAt) }];
  }
  if (isSameKey(key, tradeKey(id))) {
    const trade = tradeFrom(after)?.value;
    const sides = trade === undefined ? [] : [trade.sellerId, trade.buyerId];
    return sides
      .filter((side) => side.startsWith('coop_'))
      .map((cooperativeId) => ({ cooperativeId, sign: 'trade' as const, day: trade!.deliveredOn }));
  }
  const organizationId = key.sk.slice(participantKey(id, '').sk.length);
  if (organizationId.startsWith('coop_') && isSameKey(key, participantKey(id, organizationId))) {
    const checkedInAt = storedFrom<Participant>(after ?? undefined)?.value.checkedInAt;
    if (checkedInAt === undefined) return [];
    return [{ cooperativeId: organizationId, sign: 'event', day: dayIn(checkedInAt) }];
  }
  return [];
}

const dayIn = (instant: string): string => dayOf(new Date(instant));
