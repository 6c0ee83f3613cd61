/** A meeting of a cooperative with a buyer at one table in one slot, and the sheet that holds all meetings of a slot. */
import * as z from 'zod';
import { idPattern } from '../ids.ts';
import { offerIdSchema } from '../offers/offer.ts';
import { potentialIdSchema } from '../potentials/potential.ts';
import { slotSchema, type SlotTime } from './event.ts';
import { paragraph } from '../text.ts';
import { organizationIdSchema, type Side } from './participant.ts';

export const meetingIdSchema = z
  .string()
  .regex(idPattern('mtg'), 'takes the id of a meeting, such as mtg_0199…')
  .meta({ description: 'Id of a meeting', example: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ff' });

export const meetingStates = ['planned', 'held', 'missed', 'cancelled'] as const;
const answerSchema = z.enum(['accepted', 'declined']);
export const reasonSchema = paragraph(1000).meta({ example: 'Kami sudah bermitra dengan pembeli lain' });

export const meetingSchema = z
  .strictObject({
    id: meetingIdSchema,
    slot: slotSchema,
    table: z.int().min(1).meta({ description: 'Its number in the hall', example: 3 }),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    cooperativeId: organizationIdSchema,
    cooperativeName: z.string(),
    buyerId: organizationIdSchema,
    buyerName: z.string(),
    offerId: offerIdSchema.optional().meta({ description: 'The offer that fits best' }),
    potentialId: potentialIdSchema.optional().meta({ description: 'The potential that fits it best' }),
    score: z.number().min(0).max(1),
    state: z.enum(meetingStates),
    cancelledBecause: z
      .enum(['declined', 'no-show', 'late', 'replanned', 'withdrawn', 'event-cancelled'])
      .optional(),
    locked: z.boolean().meta({ description: 'Stays where it is when the others are planned anew' }),
    answers: z.strictObject({ cooperative: answerSchema.optional(), buyer: answerSchema.optional() }),
    reasons: z
      .strictObject({ cooperative: reasonSchema.optional(), buyer: reasonSchema.optional() })
      .optional()
      .meta({ description: 'Why a side declined, if it said so; for itself and for the organizer' }),
    sequence: z
      .int()
      .min(0)
      .meta({ description: 'Grows with every change of time, table or state, for calendars' }),
    revision: z.int().min(1).meta({ description: 'Grows with every change; its ETag, for If-Match' }),
    changedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Meeting',
    example: {
      id: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ff',
      slot: 3,
      table: 2,
      startsAt: '2025-11-26T02:00:00.000Z',
      endsAt: '2025-11-26T02:15:00.000Z',
      cooperativeId: 'coop_35-14-09-2019',
      cooperativeName: 'KDMP Wonokerto',
      buyerId: 'buy_bulog',
      buyerName: 'Perum Bulog Kantor Wilayah Jawa Timur',
      score: 0.81,
      state: 'planned',
      locked: false,
      answers: {},
      sequence: 0,
      revision: 1,
      changedAt: '2025-11-20T03:00:00.000Z',
    },
  });
export type MeetingView = z.infer<typeof meetingSchema>;

/** A meeting as it lies in its sheet. Names and moments follow from the participants and the event. */
export type Meeting = Omit<MeetingView, 'startsAt' | 'endsAt' | 'cooperativeName' | 'buyerName'>;

/** All meetings of one slot, those cancelled included; the unit of consistency. */
export type Sheet = { slot: number; meetings: Meeting[] };

/** Names the two of a meeting, who meet at most once at an event. */
export const pairOf = ({ cooperativeId, buyerId }: Pick<Meeting, 'cooperativeId' | 'buyerId'>): string =>
  `${cooperativeId} ${buyerId}`;

/** Whether a meeting takes a seat: a cancelled one is only remembered. */
export const takesSeat = ({ state }: Pick<Meeting, 'state'>): boolean => state !== 'cancelled';

/**
 * What is wrong with a sheet, in one sentence; undefined when nobody is in two places and no table holds two meetings.
 * `seats`: how many tables each buyer has (1 when not named), since a buyer may meet at each of them. O(meetings).
 */
export function sheetFault(
  { slot, meetings }: Sheet,
  seats: ReadonlyMap<string, number> = new Map(),
): string | undefined {
  const tables = new Set<number>();
  const cooperatives = new Set<string>();
  const buyers = new Map<string, number>();
  for (const { table, cooperativeId, buyerId } of meetings.filter(takesSeat)) {
    if (tables.has(table)) return `Table ${table} holds two meetings in slot ${slot}.`;
    if (cooperatives.has(cooperativeId)) return `${cooperativeId} is in two places in slot ${slot}.`;
    const taken = (buyers.get(buyerId) ?? 0) + 1;
    if (taken > (seats.get(buyerId) ?? 1)) {
      return `${buyerId} has more meetings than tables in slot ${slot}.`;
    }
    tables.add(table);
    cooperatives.add(cooperativeId);
    buyers.set(buyerId, taken);
  }
  return undefined;
}

/**
 * The meeting as it is shown to both sides. `times` are those of the event's slots; `names` by organization. Why a side declined
 * is nobody else's: it is shown to those `reasonsOf` says.
 */
export function viewMeeting(
  { reasons, ...meeting }: Meeting,
  times: readonly SlotTime[],
  names: ReadonlyMap<string, string>,
  reasonsOf: readonly Side[] = [],
): MeetingView {
  // An event whose slots were cut keeps its cancelled meetings: they count from its end.
  const time = times[meeting.slot - 1] ?? times.at(-1)!;
  const shown = reasonsOf.filter((side) => reasons?.[side] !== undefined);
  return {
    ...meeting,
    ...(shown.length === 0
      ? {}
      : { reasons: Object.fromEntries(shown.map((side) => [side, reasons![side]])) }),
    startsAt: time.startsAt,
    endsAt: time.endsAt,
    cooperativeName: names.get(meeting.cooperativeId) ?? meeting.cooperativeId,
    buyerName: names.get(meeting.buyerId) ?? meeting.buyerId,
  };
}
