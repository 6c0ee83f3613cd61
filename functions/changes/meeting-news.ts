/** Tells the two of a published meeting that it is new, has moved, is cancelled or takes place after all. */
import type { Clock } from '../../shared/clock.ts';
import { readEventWith, readParticipantsBy } from '../../shared/events/event-store.ts';
import { takesSeat, type Meeting, type Sheet } from '../../shared/events/meeting.ts';
import type { Participant } from '../../shared/events/participant.ts';
import { meetingNews as newsOf, type MeetingChange } from '../../shared/events/tellings.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf } from '../../shared/notices/notice.ts';
import { serviceStamp, storedFrom } from '../../shared/stored.ts';
import { eventKey, idIn, sheetPrefix } from '../../shared/table/keys.ts';
import { transactAll, type Change, type Item, type Table } from '../../shared/table/table.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to the sheet of a slot. A plan rewrites many sheets at once, and a meeting that moves leaves one and comes to another:
 * those of the same event that come next are taken together, so that a notice can say where the meeting was before. Where they
 * come apart it only says where it is now; it is the same notice. Nothing is read for sheets on which no meeting has another time,
 * table or state; else the event, and a read and a transaction for every hundred.
 */
export function meetingNews(table: Table, clock: Clock): Reaction {
  /** Those that were taken with one before them. */
  const taken = new WeakSet<Change>();
  return async (change, next = []) => {
    if (!isSheet(change) || taken.delete(change)) return;
    const others = next.filter((one) => isSheet(one) && one.key.pk === change.key.pk);
    await tell(table, idIn(change.key), [change, ...others], clock());
    for (const one of others) taken.add(one);
  };
}

const isSheet = ({ key }: Change): boolean =>
  key.sk.startsWith(sheetPrefix) && key.pk === eventKey(idIn(key)).pk;

async function tell(table: Table, eventId: string, changes: readonly Change[], now: Date): Promise<void> {
  if (changes.every(({ before, after }) => placesOn(before) === placesOn(after))) return;
  const { event } = await readEventWith(table, eventId, undefined);
  if (event?.value.publishedAt === undefined) return;
  const changed = changedOn(changes, event.value.publishedAt);
  const ids = new Set(changed.flatMap(({ is }) => [is.cooperativeId, is.buyerId]));
  const parties = new Map<string, Participant>();
  const read = ids.size === 0 ? [] : await readParticipantsBy(table, eventId, [...ids]);
  for (const party of read) if (party) parties.set(party.value.organizationId, party.value);
  const notices = changed.flatMap((one) =>
    newsOf(event.value, one, parties, now).map(({ organizationId, news }) =>
      noticeOf({ organizationId, ...news }),
    ),
  );
  const stamp = serviceStamp(now.toISOString());
  await transactAll(table, noticeWrites(notices, stamp));
}

/** What became of each meeting over some changes since it was published, as far as they show it. O(meetings). */
function changedOn(changes: readonly Change[], publishedAt: string): MeetingChange[] {
  const first = new Map<string, Meeting>();
  const last = new Map<string, Meeting>();
  const isKnown = ({ changedAt }: Meeting): boolean => changedAt <= publishedAt;
  for (const { before, after } of changes) {
    for (const meeting of meetingsIn(before)) {
      const found = first.get(meeting.id);
      // As it was published, if that is among them: what was planned and planned anew before, nobody has seen.
      const isEarlier = found === undefined || meeting.revision < found.revision;
      const isPublished = isKnown(meeting) && (!found || !isKnown(found) || !isEarlier);
      if (isPublished || (isEarlier && !(found && isKnown(found)))) first.set(meeting.id, meeting);
    }
    for (const meeting of meetingsIn(after)) {
      const found = last.get(meeting.id);
      if (found === undefined || meeting.revision > found.revision) last.set(meeting.id, meeting);
    }
  }
  return [...last.values()].flatMap((is): MeetingChange[] => {
    const was = first.get(is.id);
    // The same as before, or on the sheet that it has left since.
    return was !== undefined && was.revision >= is.revision ? [] : [{ was, is }];
  });
}

/** Where the meetings of a sheet are, and whether they stand. */
const placesOn = (item: Item | null): string =>
  JSON.stringify(
    meetingsIn(item)
      .map((meeting) => [meeting.id, meeting.slot, meeting.table, takesSeat(meeting)])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );

const meetingsIn = (item: Item | null): Meeting[] =>
  storedFrom<Sheet>(item ?? undefined)?.value.meetings ?? [];
