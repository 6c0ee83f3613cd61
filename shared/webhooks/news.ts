/** What of a change concerns whom, in the form in which webhooks bring it: notices, what becomes of claims, moved meetings. Pure. */
import type { Event } from '../events/event.ts';
import type { Sheet } from '../events/meeting.ts';
import type { Notice } from '../notices/notice.ts';
import type { Claim } from '../quotas/claim.ts';
import { isBrought, typeOfNotice, type MessageType } from './message-types.ts';

/** Something that one organization is told. */
export type News = {
  organizationId: string;
  type: MessageType;
  /** When it happened, or from when it may be told. */
  at: string;
  data: object;
  /** What it is, in words and numbers that are the same whenever it is told again. */
  about: readonly (string | number)[];
  /** The item that it tells of; once that is gone it is no news. */
  source?: { pk: string; sk: string };
};

/** What names a notice among all news: by it a message is taken back. */
export const aboutNotice = (noticeId: string) => ['notice', noticeId] as const;

/** A notice, to whom it is for, from the moment on at which it shows; nothing where schedules tell the same. */
export function ofNotice(notice: Notice, source: { pk: string; sk: string }): News[] {
  const { id, organizationId, kind, at } = notice;
  if (!isBrought(kind)) return [];
  return [{ organizationId, type: typeOfNotice(kind), at, data: notice, about: aboutNotice(id), source }];
}

/** What was done to a claim, to both sides: each entry of its history once. */
export function ofClaim(before: Claim | undefined, after: Claim): News[] {
  const known = before?.history.length ?? 0;
  return after.history.slice(known).flatMap(({ act, at }, index) =>
    [after.cooperativeId, after.buyerId].map((organizationId) => ({
      organizationId,
      type: `claim.${act}` as const,
      at,
      data: after,
      about: ['claim', after.id, known + index],
    })),
  );
}

/** That the schedule of an event was published, to one who takes part. */
export const ofPublication = (
  { id, name, venue, startsAt, publishedAt }: Event & { publishedAt: string },
  organizationId: string,
): News => ({
  organizationId,
  type: 'schedule.published',
  at: publishedAt,
  data: { eventId: id, organizationId, name, venue, startsAt, publishedAt },
  about: ['schedule', id, publishedAt],
});

/** Meetings of one slot that are new or others than they were since the schedule was published, to both who meet. */
export function ofSheet(event: Event, before: Sheet | undefined, after: Sheet): News[] {
  const { id: eventId, publishedAt } = event;
  if (publishedAt === undefined) return [];
  const known = new Map(before?.meetings.map((meeting) => [meeting.id, meeting.sequence]));
  return after.meetings
    .filter(({ id, sequence, changedAt }) => known.get(id) !== sequence && changedAt > publishedAt)
    .flatMap(({ id, slot, table, state, sequence, changedAt, cooperativeId, buyerId }) =>
      [cooperativeId, buyerId].map((organizationId) => ({
        organizationId,
        type: 'schedule.changed' as const,
        at: changedAt,
        data: { eventId, organizationId, meetingId: id, cooperativeId, buyerId, slot, table, state },
        about: ['meeting', id, sequence],
      })),
    );
}
