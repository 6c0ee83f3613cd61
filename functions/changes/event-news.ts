/** Tells everyone who takes part in an event that it has moved to another time or place, or that it was called off. */
import { movedSlots, slotTimes, type Event } from '../../shared/events/event.ts';
import { listParticipants, readEventWith } from '../../shared/events/event-store.ts';
import { isTakingPart, type Participant } from '../../shared/events/participant.ts';
import type { Clock } from '../../shared/clock.ts';
import { momentSaid } from '../../shared/local-time.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf, type Notice } from '../../shared/notices/notice.ts';
import { zoneAt } from '../../shared/regions/region-code.ts';
import { storedFrom } from '../../shared/stored.ts';
import { eventKey, idIn, isSameKey, participantPrefix } from '../../shared/table/keys.ts';
import type { Position, Table } from '../../shared/table/table.ts';
import type { Wording } from '../../shared/wording.ts';
import type { Reaction } from './react.ts';

/** Told in one transaction: each is one action of the hundred that it may have. */
const AT_ONCE = 100;

/**
 * The reaction to an event that lies at another time or place than before, or was cancelled: a notice for each participant, published
 * or not, since whoever is invited has noted the day. The same told again is the same notice, so a repeat begins anew without harm.
 * What is over is put right without a word. A query and a transaction for every hundred participants.
 *
 * Whoever was being entered at the moment of the cancellation may not have been among them, so a participant that comes in is told
 * too: one read, of both as they are by now.
 */
export function eventNews(table: Table, clock: Clock): Reaction {
  const tell = async (notices: readonly Notice[]): Promise<void> => {
    if (notices.length === 0) return;
    const stamp = { at: clock().toISOString(), by: 'service', role: 'service' };
    await table.transact(noticeWrites(notices, stamp));
  };
  return async ({ key, before, after }) => {
    const id = idIn(key);
    if (key.pk !== eventKey(id).pk) return;
    if (key.sk.startsWith(participantPrefix)) {
      const [was, is] = [before, after].map((item) => storedFrom<Participant>(item ?? undefined)?.value);
      if (is === undefined || !isTakingPart(is) || (was !== undefined && isTakingPart(was))) return;
      const now = await readEventWith(table, id, is.organizationId);
      const isCancelled = now.event?.value.cancelledAt !== undefined;
      if (!isCancelled || !now.participant || !isTakingPart(now.participant.value)) return;
      await tell([noticeFor(is.organizationId, whyCancelled(now.event!.value))]);
      return;
    }
    if (!isSameKey(key, eventKey(id))) return;
    const [was, is] = [before, after].map((item) => storedFrom<Event>(item ?? undefined)?.value);
    const news = was && is && newsOf(was, is, clock());
    if (news === undefined) return;
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
}

/** A notice without the one who is told. */
type News = Omit<Notice, 'id' | 'organizationId'>;

const noticeFor = (organizationId: string, news: News): Notice => noticeOf({ organizationId, ...news });

function newsOf(was: Event, is: Event, now: Date): News | undefined {
  if (is.cancelledAt !== undefined) return was.cancelledAt === undefined ? whyCancelled(is) : undefined;
  const isMoved = was.venue !== is.venue || movedSlots(was, is).size > 0;
  if (!isMoved || slotTimes(is).at(-1)!.endsAt < now.toISOString()) return undefined;
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

const startOf = ({ startsAt, regionCode }: Event): Wording => momentSaid(startsAt, zoneAt(regionCode));
