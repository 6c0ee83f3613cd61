/** Tells everyone who takes part in an event that it has moved to another time or place. */
import { movedSlots, slotTimes, type Event } from '../../shared/events/event.ts';
import { listParticipants } from '../../shared/events/event-store.ts';
import type { Clock } from '../../shared/clock.ts';
import { momentSaid } from '../../shared/local-time.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf, type Notice } from '../../shared/notices/notice.ts';
import { zoneAt } from '../../shared/regions/region-code.ts';
import { storedFrom } from '../../shared/stored.ts';
import { eventKey, idIn, isSameKey } from '../../shared/table/keys.ts';
import type { Position, Table } from '../../shared/table/table.ts';
import type { Reaction } from './react.ts';

/** Told in one transaction: each is one action of the hundred that it may have. */
const AT_ONCE = 100;

/**
 * The reaction to an event that lies at another time or place than before: a notice for each participant, published or not, since
 * whoever is invited has noted the day. The same told again is the same notice, so a repeat begins anew without harm. What is over is
 * put right without a word. A query and a transaction for every hundred participants.
 */
export function movedEvents(table: Table, clock: Clock): Reaction {
  return async ({ key, before, after }) => {
    if (!isSameKey(key, eventKey(idIn(key)))) return;
    const [was, is] = [before, after].map((item) => storedFrom<Event>(item ?? undefined)?.value);
    if (was === undefined || is === undefined) return;
    const now = clock().toISOString();
    const isMoved = was.venue !== is.venue || movedSlots(was, is).size > 0;
    if (!isMoved || slotTimes(is).at(-1)!.endsAt < now) return;
    let from: Position | undefined;
    do {
      const page = { limit: AT_ONCE, ...(from && { after: from }) };
      const told = await listParticipants(table, is.id, page, ({ value }) =>
        noticeFor(value.organizationId, was, is),
      );
      if (told.items.length > 0) {
        await table.transact(noticeWrites(told.items, { at: now, by: 'service', role: 'service' }));
      }
      from = told.next ?? undefined;
    } while (from !== undefined);
  };
}

function noticeFor(organizationId: string, was: Event, is: Event): Notice {
  const [then, start] = [was, is].map((event) => momentSaid(event.startsAt, zoneAt(event.regionCode))) as [
    Said,
    Said,
  ];
  return noticeOf({
    organizationId,
    kind: 'event-moved',
    at: is.updatedAt,
    about: { eventId: is.id },
    text: {
      id: `“${is.name}” pindah waktu atau tempat: mulai ${start.id} di ${is.venue} (sebelumnya ${then.id} di ${was.venue}); lihat jadwal`,
      en: `“${is.name}” has moved to another time or place: from ${start.en} at ${is.venue} (before: ${then.en} at ${was.venue}); look at the schedule`,
    },
  });
}

type Said = ReturnType<typeof momentSaid>;
