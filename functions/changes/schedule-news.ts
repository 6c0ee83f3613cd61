/** Tells who takes part what becomes of a schedule: that it is published, and each meeting that changes then; people in words, machines as data. */
import type { Clock } from '../../shared/clock.ts';
import type { Event } from '../../shared/events/event.ts';
import {
  readEventWith,
  readParticipants,
  readParticipantsBy,
  readSheets,
} from '../../shared/events/event-store.ts';
import { takesSeat, type Sheet } from '../../shared/events/meeting.ts';
import { isTakingPart, type Participant } from '../../shared/events/participant.ts';
import {
  isRearranged,
  meetingChanges,
  type MeetingChange,
  type SheetChange,
} from '../../shared/events/schedule-changes.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { isOver, isToldInWords, meetingNews, publishedNews } from '../../shared/events/tellings.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf, type Notice } from '../../shared/notices/notice.ts';
import { serviceStamp, storedFrom } from '../../shared/stored.ts';
import { eventKey, idIn, isSameKey, sheetPrefix } from '../../shared/table/keys.ts';
import { transactAll, type Change, type Table } from '../../shared/table/table.ts';
import { ofMeeting, ofPublication } from '../../shared/webhooks/news.ts';
import type { Reaction } from './react.ts';
import { isRecent, tellWebhooks } from './tell-webhooks.ts';

type Published = Event & { publishedAt: string };

/**
 * The reaction to a schedule that is published and to the sheet of a slot after that. One finding of what changed, told twice: the
 * notice says it to people, where it is news to them; the message of a webhook brings it as data, to everyone concerned.
 *
 * A plan rewrites many sheets at once, and a meeting that moves leaves one and comes to another: those of the same event that come
 * next are taken together, so that a notice can say where the meeting was before. Where they come apart it only says where it is
 * now; it is the same notice. A message is of one change, so it is the same however they come. Nothing is read for sheets on
 * which no meeting has another time, table or state; else the event, and a read and a transaction for every hundred.
 */
export function scheduleNews(table: Table, clock: Clock): Reaction {
  /** Those that were taken with one before them. */
  const taken = new WeakSet<Change>();
  return async (change, next = []) => {
    const { key, before, after } = change;
    if (key.pk !== eventKey(idIn(key)).pk || taken.delete(change)) return;
    if (isSheet(change)) {
      const others = next.filter((one) => isSheet(one) && one.key.pk === key.pk);
      await tellChanges(table, idIn(key), [change, ...others], clock());
      for (const one of others) taken.add(one);
    } else if (isSameKey(key, eventKey(idIn(key)))) {
      const [was, is] = [before, after].map((item) => storedFrom<Event>(item ?? undefined)?.value);
      if (was && is && !isPublished(was) && isPublished(is))
        await tellPublication(table, is, change, clock());
    }
  };
}

const isSheet = ({ key }: Change): boolean => key.sk.startsWith(sheetPrefix);
const isPublished = (event: Event): event is Published => event.publishedAt !== undefined;

/** One notice and one message for each who takes part, with its own meetings as they are by now. Two queries beside each other. */
async function tellPublication(table: Table, event: Published, change: Change, now: Date): Promise<void> {
  const [participants, sheets] = await Promise.all([
    readParticipants(table, event.id, { withdrawn: true }),
    readSheets(table, event.id),
  ]);
  const names = new Map(participants.map(({ value }) => [value.organizationId, value.name]));
  const meetings = meetingsOn(sheets).filter(takesSeat);
  const [byCooperative, byBuyer] = (['cooperativeId', 'buyerId'] as const).map((side) =>
    Map.groupBy(meetings, (meeting) => meeting[side]),
  );
  const there = participants.filter(({ value }) => isTakingPart(value));
  const ids = there.map(({ value }) => value.organizationId);
  const notices = ids.map((organizationId) => {
    const own = [...(byCooperative!.get(organizationId) ?? []), ...(byBuyer!.get(organizationId) ?? [])];
    return noticeOf({ organizationId, ...publishedNews(event, organizationId, own, names) });
  });
  await tellPeople(table, isOver(event, now) ? [] : notices, now);
  if (!isRecent(change, now)) return;
  const news = ids.map((organizationId) => ofPublication(event, organizationId));
  await tellWebhooks(table, news, serviceStamp(now.toISOString()));
}

/** A notice of what each meeting came to be over all these sheets; a message of each change of each meeting. */
async function tellChanges(
  table: Table,
  eventId: string,
  changes: readonly Change[],
  now: Date,
): Promise<void> {
  if (!changes.map(sheetsOf).some(isRearranged)) return;
  const event = (await readEventWith(table, eventId, undefined)).event?.value;
  if (event === undefined || !isPublished(event)) return;
  const over = meetingChanges(changes.map(sheetsOf), event.publishedAt);
  await tellPeople(table, await noticesOf(table, event, over, now), now);
  const each = changes
    .filter((change) => isRecent(change, now))
    .flatMap((change) => meetingChanges([sheetsOf(change)], event.publishedAt));
  const news = each.flatMap(({ is }) => ofMeeting(event, is));
  await tellWebhooks(table, news, serviceStamp(now.toISOString()));
}

const sheetsOf = ({ before, after }: Change): SheetChange => ({
  before: storedFrom<Sheet>(before ?? undefined)?.value,
  after: storedFrom<Sheet>(after ?? undefined)?.value,
});

async function noticesOf(
  table: Table,
  event: Event,
  changes: readonly MeetingChange[],
  now: Date,
): Promise<Notice[]> {
  const said = changes.filter((change) => isToldInWords(event, change, now));
  const ids = new Set(said.flatMap(({ is }) => [is.cooperativeId, is.buyerId]));
  const read = ids.size === 0 ? [] : await readParticipantsBy(table, event.id, [...ids]);
  const parties = new Map<string, Participant>();
  for (const party of read) if (party) parties.set(party.value.organizationId, party.value);
  return said.flatMap((change) =>
    meetingNews(event, change, parties).map(({ organizationId, news }) =>
      noticeOf({ organizationId, ...news }),
    ),
  );
}

const tellPeople = (table: Table, notices: readonly Notice[], now: Date): Promise<void> =>
  transactAll(table, noticeWrites(notices, serviceStamp(now.toISOString())));
