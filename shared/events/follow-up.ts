/** A follow-up task of an event: what somebody is to do by a day, so that nobody is gathered and then forgotten. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { dateSchema } from '../credentials/credential.ts';
import { invalid } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { patched, unlessSame } from '../patch.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line } from '../text.ts';
import { eventIdSchema, type Event } from './event.ts';
import { meetingIdSchema } from './meeting.ts';
import { organizationIdSchema } from './participant.ts';

export const followUpIdSchema = z
  .string()
  .regex(idPattern('task'), 'takes the id of a follow-up task, such as task_0199…')
  .meta({ description: 'Id of a follow-up task', example: 'task_0199c2a4f3b07c1e9a54b3f0c2d1e0ab' });

const editable = {
  title: line(300).meta({ example: 'Kirim contoh beras medium ke gudang Bulog' }),
  organizationId: organizationIdSchema
    .optional()
    .meta({ description: 'Whose task it is; the office’s own when left out' }),
  meetingId: meetingIdSchema.optional().meta({ description: 'The meeting that it comes from' }),
  dueOn: dateSchema.meta({ description: 'Its last day, not before the event', example: '2025-12-10' }),
  doneOn: dateSchema.optional().meta({ description: 'When it was done' }),
};

const example = {
  title: 'Kirim contoh beras medium ke gudang Bulog',
  organizationId: 'coop_35-14-09-2019',
  dueOn: '2025-12-10',
};

/** What an office sends to set a task. */
export const followUpInputSchema = z.strictObject(editable).meta({ id: 'FollowUpInput', example });
export type FollowUpInput = z.infer<typeof followUpInputSchema>;

/** A change: what is left out stays, `null` removes. The party itself says only when it was done. */
export const followUpChangeSchema = z
  .strictObject({
    title: editable.title.optional(),
    dueOn: editable.dueOn.optional(),
    doneOn: editable.doneOn.nullable(),
  })
  .meta({ id: 'FollowUpChange', example: { doneOn: '2025-12-08' } });
export type FollowUpChange = z.infer<typeof followUpChangeSchema>;

export const followUpSchema = z
  .strictObject({
    id: followUpIdSchema,
    eventId: eventIdSchema,
    regionCode: regionCodeSchema.meta({ description: 'Of the event: its office set the task' }),
    ...editable,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'FollowUp',
    example: {
      id: 'task_0199c2a4f3b07c1e9a54b3f0c2d1e0ab',
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      regionCode: '35.14',
      ...example,
      createdAt: '2025-11-26T08:30:00.000Z',
      updatedAt: '2025-11-26T08:30:00.000Z',
    },
  });
/** A follow-up task, stored as it is shown. */
export type FollowUp = z.infer<typeof followUpSchema>;

/** A task as a list over all events shows it. */
export const dueFollowUpSchema = followUpSchema
  .extend({
    eventName: z.string(),
    organizationName: z.string().optional(),
    overdue: z.boolean().meta({ description: 'Not done, and its last day has passed' }),
  })
  .meta({
    id: 'DueFollowUp',
    example: {
      id: 'task_0199c2a4f3b07c1e9a54b3f0c2d1e0ab',
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      regionCode: '35.14',
      ...example,
      createdAt: '2025-11-26T08:30:00.000Z',
      updatedAt: '2025-11-26T08:30:00.000Z',
      eventName: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
      organizationName: 'KDMP Wonokerto',
      overdue: false,
    },
  });
export type DueFollowUp = z.infer<typeof dueFollowUpSchema>;

/** A new task from an event. Refuses one that is to be done before the event, or was done tomorrow. */
export function setFollowUp(
  id: string,
  event: Event,
  input: FollowUpInput,
  { at, today }: { at: string; today: string },
): FollowUp {
  ensureDays(input, event, { at, today });
  return { id, eventId: event.id, regionCode: event.regionCode, ...input, createdAt: at, updatedAt: at };
}

/** Whether its last day has passed and it is not done. */
export const isOverdue = ({ doneOn, dueOn }: FollowUp, today: string): boolean =>
  doneOn === undefined && dueOn < today;

function ensureDays(
  { dueOn, doneOn }: FollowUpChange,
  event: Event,
  { at, today }: { at: string; today: string },
): void {
  const begins = dayOf(new Date(event.startsAt), event.regionCode);
  const isSet = dayOf(new Date(at), event.regionCode);
  if (dueOn !== undefined && dueOn < begins) throw invalid(['dueOn'], `is before the event, on ${begins}`);
  if ((doneOn ?? today) > today) throw invalid(['doneOn'], 'is in the future; say so once it is done');
  if (doneOn && doneOn < begins && doneOn < isSet) {
    throw invalid(['doneOn'], `is before the event, on ${begins}, and before the task was set`);
  }
}

/**
 * The task after a change; the very same when nothing changes. Refuses a party that changes more than whether it is done, and days as for
 * a new one.
 */
export function changeFollowUp(
  before: FollowUp,
  change: FollowUpChange,
  event: Event,
  byOffice: boolean,
  { at, today }: { at: string; today: string },
): FollowUp {
  const foreign = (['title', 'dueOn'] as const).find((field) => change[field] !== undefined);
  if (!byOffice && foreign !== undefined) {
    throw invalid([foreign], 'is set by the organizer of the event');
  }
  ensureDays(change, event, { at: before.createdAt, today });
  return unlessSame(before, patched(before, change, { updatedAt: at }));
}
