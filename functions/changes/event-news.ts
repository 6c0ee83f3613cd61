/** Tells everyone who takes part in an event that it was invited, that the event has moved or was called off. */
import { movedSlots, type Event } from '../../shared/events/event.ts';
import { listParticipants, readEventWith, readParticipantsBy } from '../../shared/events/event-store.ts';
import { isTakingPart, type Participant } from '../../shared/events/participant.ts';
import { invitedNews, isOver, startOf, type News } from '../../shared/events/tellings.ts';
import type { Clock } from '../../shared/clock.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf, type Notice } from '../../shared/notices/notice.ts';
import { serviceStamp, storedFrom } from '../../shared/stored.ts';
import { eventKey, idIn, isSameKey, participantPrefix } from '../../shared/table/keys.ts';
import { transactAll, type Change, type Position, type Table } from '../../shared/table/table.ts';
import type { Reaction } from './react.ts';

/** Told in one transaction: each is one action of the hundred that it may have. */
const AT_ONCE = 100;

/**
 * The reaction to an event that lies at another time or place than before, or was cancelled: a notice for each participant, published
 * or not, since whoever is invited has noted the day. The same told again is the same notice, so a repeat begins anew without
 * harm. What is over is put right without a word. A query and a transaction for every hundred participants.
 *
 * Whoever comes in is told that it is invited, a hundred at once where they come one after the other: two reads, of all as they
 * are by now. Whoever was being entered at the moment of a cancellation may not have been told of it with the others, and is
 * told of it then instead.
 */
export function eventNews(table: Table, clock: Clock): Reaction {
  /** Those that were taken with one before them. */
  const taken = new WeakSet<Change>();
  const tell = async (notices: readonly Notice[]): Promise<void> => {
    if (notices.length === 0) return;
    const stamp = serviceStamp(clock().toISOString());
    await transactAll(table, noticeWrites(notices, stamp));
  };
  const tellEverybody = async (id: string, news: News): Promise<void> => {
    let from: Position | undefined;
    do {
      const page = { limit: AT_ONCE, ...(from && { after: from }) };
      const told = await listParticipants(table, id, page, ({ value }) =>
        noticeFor(value.organizationId, news),
      );
      await tell(told.items);
      from = told.next ?? undefined;
    } while (from !== undefined);
  };
  return async (change, next = []) => {
    const { key, before, after } = change;
    const id = idIn(key);
    if (key.pk !== eventKey(id).pk || taken.delete(change)) return;
    if (arrivalOf(change) !== undefined) {
      const others = next
        .filter((one) => one.key.pk === key.pk && arrivalOf(one) !== undefined)
        .slice(0, AT_ONCE - 1);
      const ids = new Set([change, ...others].map((one) => arrivalOf(one)!));
      await tell(await arrivedNotices(table, id, [...ids], clock()));
      for (const one of others) taken.add(one);
      return;
    }
    if (!isSameKey(key, eventKey(id))) return;
    const [was, is] = [before, after].map((item) => storedFrom<Event>(item ?? undefined)?.value);
    if (was === undefined || is === undefined) return;
    const news = newsOf(was, is, clock());
    if (news !== undefined) await tellEverybody(id, news);
  };
}

const noticeFor = (organizationId: string, news: News): Notice => noticeOf({ organizationId, ...news });

/** The id of whoever takes part since this change and did not before. */
function arrivalOf({ key, before, after }: Change): string | undefined {
  if (!key.sk.startsWith(participantPrefix)) return undefined;
  const [was, is] = [before, after].map((item) => storedFrom<Participant>(item ?? undefined)?.value);
  if (is === undefined || !isTakingPart(is) || (was !== undefined && isTakingPart(was))) return undefined;
  return is.organizationId;
}

/** Of those that came in and are still there: an invitation, or, where the event was cancelled meanwhile, that it was. */
async function arrivedNotices(
  table: Table,
  eventId: string,
  organizationIds: readonly string[],
  now: Date,
): Promise<Notice[]> {
  const [{ event }, found] = await Promise.all([
    readEventWith(table, eventId, undefined),
    readParticipantsBy(table, eventId, organizationIds),
  ]);
  if (event === undefined) return [];
  const there = found.flatMap((one) => (one && isTakingPart(one.value) ? [one.value] : []));
  return there.flatMap((participant) => {
    const isCancelled = event.value.cancelledAt !== undefined;
    const news = isCancelled ? whyCancelled(event.value) : invitedNews(event.value, participant, now);
    return news === undefined ? [] : [noticeFor(participant.organizationId, news)];
  });
}

function newsOf(was: Event, is: Event, now: Date): News | undefined {
  if (is.cancelledAt !== undefined) return was.cancelledAt === undefined ? whyCancelled(is) : undefined;
  const isMoved = was.venue !== is.venue || movedSlots(was, is).size > 0;
  if (!isMoved || isOver(is, now)) return undefined;
  const [then, start] = [startOf(was), startOf(is)];
  return {
    kind: 'event-moved',
    at: is.updatedAt,
    about: { eventId: is.id },
    text: {
      id: `“${is.name}” pindah waktu atau tempat: mulai ${start.id} di ${is.venue} (sebelumnya ${then.id} di ${was.venue}); lihat jadwal`,
      en: `“${is.name}” has moved to another time or place: from ${start.en} at ${is.venue} (before: ${then.en} at ${was.venue}); look at the schedule`,
    },
  };
}

function whyCancelled(event: Event): News {
  const { id, name, venue, cancelledAt, cancellationReason } = event;
  const start = startOf(event);
  return {
    kind: 'event-cancelled',
    at: cancelledAt!,
    about: { eventId: id },
    text: {
      id: `“${name}” (${start.id} di ${venue}) dibatalkan: ${cancellationReason}`,
      en: `“${name}” (${start.en} at ${venue}) is cancelled: ${cancellationReason}`,
    },
  };
}
