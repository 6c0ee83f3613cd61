/** Which kinds of messages webhooks bring: everything that organizations are told, and what becomes of claims and schedules. */
import { noticeKinds, type Notice } from '../notices/notice.ts';

type TypeOf<Kind extends string> = Kind extends 'new-match'
  ? 'match.new'
  : Kind extends `${infer Noun}-${infer Rest}`
    ? `${Noun}.${Rest}`
    : Kind;

/** Notices that say in words what `schedule.published` and `schedule.changed` bring as data. */
const TOLD_OTHERWISE = ['event-published', 'meeting-changed'] as const;
type BroughtKind = Exclude<Notice['kind'], (typeof TOLD_OTHERWISE)[number]>;

/** Whether webhooks bring notices of a kind. */
export const isBrought = (kind: Notice['kind']): kind is BroughtKind =>
  !(TOLD_OTHERWISE as readonly Notice['kind'][]).includes(kind);

/** The type of the message that brings a notice: its kind, with the noun before a point. */
export const typeOfNotice = <Kind extends BroughtKind>(kind: Kind): TypeOf<Kind> =>
  (kind === 'new-match' ? 'match.new' : kind.replace('-', '.')) as TypeOf<Kind>;

export const noticeTypes = noticeKinds.filter(isBrought).map(typeOfNotice);
export const claimTypes = [
  'claim.granted',
  'claim.released',
  'claim.corrected',
  'claim.delivered',
  'claim.cleared',
] as const;
export const scheduleTypes = ['schedule.published', 'schedule.changed'] as const;

/** What a webhook can be set up for. */
export const messageTypes = [...noticeTypes, ...claimTypes, ...scheduleTypes] as const;
export type MessageType = (typeof messageTypes)[number];

/** What is sent only when it is asked for. */
export const TEST_TYPE = 'webhook.test';
