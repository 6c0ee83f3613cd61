/** The schedule of a temu bisnis over HTTP: plan it, publish it, read it. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../shared/errors.ts';
import { capacityOf, capacitySchema } from '../../shared/events/capacity.ts';
import {
  eventIdSchema,
  eventSchema,
  MOST_SLOTS,
  slotTimes,
  viewEvent,
  type Event,
} from '../../shared/events/event.ts';
import {
  emptySheet,
  eventWrites,
  planWrites,
  readParticipants,
  readParticipantsBy,
  readPlan,
  readSheets,
  sheetStands,
  sheetWrites,
} from '../../shared/events/event-store.ts';
import { takesSeat, viewMeeting, type Meeting, type Sheet } from '../../shared/events/meeting.ts';
import { pinnedBefore, plannedFrom } from '../../shared/events/plan-input.ts';
import { bySlot } from '../../shared/events/planned-sheets.ts';
import { isTakingPart } from '../../shared/events/participant.ts';
import { planHall } from '../../shared/events/replan.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { scheduleSchema, standing, type Schedule, type StoredPlan } from '../../shared/events/schedule.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { mount, type Ask, type EndpointDeps } from './endpoint.ts';
import { eventToChange, existingEvent } from './events.ts';
import { flag, operation } from './operation.ts';
import { readPlannedHall, refuseOtherKinds, withinTime } from './plan-hall.ts';

const path = { eventId: eventIdSchema };

const planSchedule = operation({
  id: 'planSchedule',
  method: 'post',
  path: '/v1/events/{eventId}/schedule',
  tag: 'Events',
  summary: 'Plan who meets whom, when and at which table',
  description:
    'As many cooperatives as possible get a first meeting, those without a partner before the others; then the sum of scores is greatest. A score is that of the best open offer with the best potential, raised by a quarter of what is missing for each wish; who fits no offer counts nothing, and meets somebody before it meets nobody. Pinned and past meetings stay. Once published, whoever can stay stays, unless `fresh`; `changes` says who moved.',
  params: z.strictObject(path),
  query: z.strictObject({
    fresh: flag.optional().meta({ description: 'Plan anew, whoever sat where before' }),
    fromSlot: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_SLOTS + 1)
      .optional()
      .meta({
        description:
          'What comes before it stays; the first slot that has not begun by the clock when left out',
        example: 5,
      }),
  }),
  answers: { status: 200, form: 'one', schema: scheduleSchema, description: 'The schedule as planned' },
});

const getSchedule = operation({
  id: 'getSchedule',
  method: 'get',
  path: '/v1/events/{eventId}/schedule',
  tag: 'Events',
  summary: 'Read the schedule',
  description:
    'The organizer sees all of it. A party sees its own meetings, once the schedule is published; never those of others.',
  params: z.strictObject(path),
  query: z.strictObject({
    include: z.enum(['cancelled']).optional().meta({ description: '`cancelled` adds what fell out' }),
  }),
  answers: {
    status: 200,
    form: 'one',
    schema: scheduleSchema,
    description: 'The schedule as it stands',
    derived: true,
  },
});

const publishSchedule = operation({
  id: 'publishSchedule',
  method: 'post',
  path: '/v1/events/{eventId}/publish',
  tag: 'Events',
  summary: 'Publish the schedule: each party sees its own meetings from now on',
  description: 'Published once, it stays published: whatever is planned anew later is seen at once.',
  conditional: true,
  changedBy: 'PATCH /v1/events/{eventId}',
  params: z.strictObject(path),
  answers: { status: 200, form: 'one', schema: eventSchema, versioned: true, description: 'Published' },
});

const getCapacity = operation({
  id: 'getCapacity',
  method: 'get',
  path: '/v1/events/{eventId}/capacity',
  tag: 'Events',
  summary: 'Say before the day what cannot work',
  description:
    'How many meetings there can be, how many cooperatives would meet nobody, which tables or slots would mend it, and whom no offer fits. Nothing is planned by asking.',
  params: z.strictObject(path),
  answers: {
    status: 200,
    form: 'one',
    schema: capacitySchema,
    description: 'The arithmetic, in numbers and in sentences',
    derived: true,
  },
  mayAnswer: [409],
});

/** Routes of the schedule on `router`. */
export function schedule(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, planSchedule, async (ask) => {
    const event = await eventToChange(table, ask, ask.params.eventId);
    refuseOtherKinds(event.value);
    const { hall, sheets } = await readPlannedHall(table, event.value, ask.now);
    const { participants } = hall;
    const keeps = event.value.publishedAt !== undefined && ask.query.fresh !== true;
    const openFrom = ask.query.fromSlot ?? plannedFrom(event.value, ask.now);
    const scope = { openFrom, keeps, isPinned: pinnedBefore(openFrom) };
    const { meetings, seating, plan, changes } = withinTime(ask, (planning) =>
      planHall(hall, scope, planning),
    );
    const after: Event = { ...event.value, seating, plannedAt: ask.stamp.at, updatedAt: ask.stamp.at };
    const sideOf = (id: string) => participants.find(({ organizationId }) => organizationId === id)?.side;
    const stored: StoredPlan = {
      upperBound: plan.upperBound,
      unplaced: plan.unplaced.map(({ id, reason }) => ({
        organizationId: id,
        reason: sideOf(id) === 'buyer' && seating[id] === undefined ? 'no-table' : reason,
      })),
    };
    return {
      body: { ...gridOf(after, meetings, participants, stored, false), changes },
      writes: [
        ...eventWrites(after, event, ask.stamp),
        ...planWrites(after.id, stored, ask.stamp),
        ...writesOf(ask, after, sheets, meetings),
      ],
    };
  });

  mount(router, deps, getCapacity, async (ask) => {
    const { event, resource } = await existingEvent(table, ask, ask.params.eventId);
    ask.permit(resource);
    refuseOtherKinds(event.value);
    const { hall } = await readPlannedHall(table, event.value, ask.now);
    const openFrom = plannedFrom(event.value, ask.now);
    const scope = { openFrom, keeps: false, isPinned: pinnedBefore(openFrom) };
    const { plan } = withinTime(ask, (planning) => planHall(hall, scope, planning));
    const there = hall.participants.filter(isTakingPart);
    const ids = new Set(there.map(({ organizationId }) => organizationId));
    // Whoever withdrew keeps the meetings it held, and is none of those that come.
    const meeting = new Set(
      plan.meetings.map(({ cooperativeId }) => cooperativeId).filter((id) => ids.has(id)),
    );
    return { body: capacityOf(event.value, there, hall.fits, meeting.size) };
  });

  mount(router, deps, getSchedule, async (ask) => {
    const { event, participant, resource } = await existingEvent(table, ask, ask.params.eventId);
    ask.permit(resource);
    const includesCancelled = ask.query.include === 'cancelled';
    if (!ask.may('planSchedule', resource)) {
      const own = participant?.value.organizationId;
      const meetings =
        event.value.publishedAt === undefined ? [] : await ownMeetings(table, event.value, own);
      return { body: await partysView(table, event.value, meetings, includesCancelled) };
    }
    const [participants, sheets, plan] = await Promise.all([
      readParticipants(table, event.value.id, { withdrawn: true }),
      readSheets(table, event.value.id),
      readPlan(table, event.value.id),
    ]);
    const meetings = meetingsOn(sheets);
    const everyone = participants.map(({ value }) => value);
    return { body: gridOf(event.value, meetings, everyone, plan, includesCancelled) };
  });

  mount(router, deps, publishSchedule, async (ask) => {
    const before = await eventToChange(table, ask, ask.params.eventId);
    ask.expectVersion(before.version);
    refuseOtherKinds(before.value);
    if (before.value.plannedAt === undefined && before.value.seating === undefined) {
      throw new Refusal('conflict', 'There is no schedule yet: plan it first.');
    }
    if (before.value.publishedAt !== undefined) {
      return { body: viewEvent(before.value), version: before.version };
    }
    const after = { ...before.value, publishedAt: ask.stamp.at, updatedAt: ask.stamp.at };
    return {
      body: viewEvent(after),
      version: before.version + 1,
      writes: eventWrites(after, before, ask.stamp),
    };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/**
 * All sheets in one transaction, those that stay as they are included: so that nothing a desk does meanwhile is lost or torn. At most
 * one action for each slot.
 */
function writesOf(
  ask: AnyAsk,
  { id, slots }: Event,
  sheets: readonly Stored<Sheet>[],
  meetings: readonly Meeting[],
): Action[] {
  const before = new Map(sheets.map((sheet) => [sheet.value.slot, sheet]));
  const after = bySlot(meetings);
  const all = new Set([...before.keys(), ...after.keys(), ...slotsUpTo(slots)]);
  return [...all].flatMap((slot) => {
    const sheet = before.get(slot) ?? emptySheet(slot);
    const own = after.get(slot) ?? [];
    const isSame = JSON.stringify(sheet.value.meetings) === JSON.stringify(own);
    return isSame ? [sheetStands(id, sheet)] : sheetWrites(id, sheet, own, ask.stamp);
  });
}

const slotsUpTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** The whole schedule, for the organizer. Participants who withdrew still lend their names. */
function gridOf(
  event: Event,
  meetings: readonly Meeting[],
  participants: Parameters<typeof standing>[2],
  plan: StoredPlan | undefined,
  includesCancelled: boolean,
): Schedule {
  const names = new Map(participants.map(({ organizationId, name }) => [organizationId, name]));
  const present = participants.filter(isTakingPart);
  return {
    ...headOf(event),
    meetings: shown(event, meetings, names, includesCancelled),
    ...standing(event, meetings, present, plan),
  };
}

async function ownMeetings(table: Table, { id }: Event, own: string | undefined): Promise<Meeting[]> {
  const meetings = meetingsOn(await readSheets(table, id));
  return meetings.filter(({ cooperativeId, buyerId }) => cooperativeId === own || buyerId === own);
}

/** A party's own meetings, and nothing that tells of others. */
async function partysView(
  table: Table,
  event: Event,
  meetings: readonly Meeting[],
  includesCancelled: boolean,
): Promise<Schedule> {
  const ids = [...new Set(meetings.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]))];
  const met = ids.length === 0 ? [] : await readParticipantsBy(table, event.id, ids);
  const names = new Map(met.flatMap((one) => (one ? [[one.value.organizationId, one.value.name]] : [])));
  return { ...headOf(event), meetings: shown(event, meetings, names, includesCancelled), unplaced: [] };
}

function headOf({
  id,
  plannedAt,
  publishedAt,
  cancelledAt,
}: Event): Pick<Schedule, 'eventId' | 'plannedAt' | 'publishedAt' | 'cancelledAt'> {
  return {
    eventId: id,
    ...(plannedAt === undefined ? {} : { plannedAt }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(cancelledAt === undefined ? {} : { cancelledAt }),
  };
}

function shown(
  event: Event,
  meetings: readonly Meeting[],
  names: ReadonlyMap<string, string>,
  includesCancelled: boolean,
): Schedule['meetings'] {
  const times = slotTimes(event);
  return meetings
    .filter((meeting) => includesCancelled || takesSeat(meeting))
    .toSorted((a, b) => a.slot - b.slot || a.table - b.table || (a.id < b.id ? -1 : 1))
    .map((meeting) => viewMeeting(meeting, times, names));
}
