/** What of a change concerns whom, in the form in which webhooks bring it: notices, what becomes of claims and schedules. Pure. */
import type { Event } from '../events/event.ts';
import type { Meeting } from '../events/meeting.ts';
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

/** A notice, to whom it is for, from the moment on at which it shows; nothing where the messages of schedules bring the same. */
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

/** What a meeting of a published schedule has come to be, to both who meet: each time, table or state of it once. */
export const ofMeeting = (
  { id: eventId }: Event,
  { id, slot, table, state, sequence, changedAt, cooperativeId, buyerId }: Meeting,
): News[] =>
  [cooperativeId, buyerId].map((organizationId) => ({
    organizationId,
    type: 'schedule.changed',
    at: changedAt,
    data: { eventId, organizationId, meetingId: id, cooperativeId, buyerId, slot, table, state },
    about: ['meeting', id, sequence],
  }));
