/** Follow-up tasks of an event over HTTP: set, list, done. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { invalid } from '../../shared/errors.ts';
import { eventIdSchema, type Event } from '../../shared/events/event.ts';
import { readParticipant, readSheets } from '../../shared/events/event-store.ts';
import {
  changeFollowUp,
  dueFollowUpSchema,
  followUpChangeSchema,
  followUpIdSchema,
  followUpInputSchema,
  followUpSchema,
  isOverdue,
  setFollowUp,
  type DueFollowUp,
  type FollowUp,
} from '../../shared/events/follow-up.ts';
import {
  followUpWrites,
  listFollowUps as listStored,
  listFollowUpsByDay,
  namesBehind,
  readFollowUp,
} from '../../shared/events/follow-up-store.ts';
import { organizationIdSchema } from '../../shared/events/participant.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { fillPageAcross } from '../../shared/page.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { mount, notFound, updated, type EndpointDeps } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const ofEvent = { eventId: eventIdSchema };
const one = { form: 'one', schema: followUpSchema, versioned: true } as const;

const createFollowUp = operation({
  id: 'createFollowUp',
  method: 'post',
  path: '/v1/events/{eventId}/follow-ups',
  tag: 'Events',
  summary: 'Set a follow-up task with its last day',
  idempotent: true,
  params: z.strictObject(ofEvent),
  body: followUpInputSchema,
  answers: { ...one, status: 201, description: 'Set' },
});

const listFollowUps = operation({
  id: 'listFollowUps',
  method: 'get',
  path: '/v1/events/{eventId}/follow-ups',
  tag: 'Events',
  summary: 'List follow-up tasks',
  description: 'The organizer sees all, a party its own.',
  params: z.strictObject(ofEvent),
  query: z.strictObject({
    ...pageFields,
    organization: organizationIdSchema.optional(),
    done: flag.optional().meta({ description: 'Those that are done, or those that are not' }),
  }),
  answers: { status: 200, form: 'list', schema: followUpSchema, description: 'The oldest first' },
});

const listDueFollowUps = operation({
  id: 'listDueFollowUps',
  method: 'get',
  path: '/v1/follow-ups',
  tag: 'Events',
  summary: 'List follow-up tasks of all events',
  description:
    'An office sees those of the events in its region, an organization its own. Those not yet done, unless `done=true`.',
  query: z.strictObject({
    ...pageFields,
    organization: organizationIdSchema.optional(),
    region: regionCodeSchema.optional().meta({ description: 'Of events in this region' }),
    done: flag.optional().meta({ description: 'Those that are done, or those that are not' }),
    overdue: flag.optional().meta({ description: 'Whose last day has passed' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: dueFollowUpSchema,
    description: 'The first to be done first',
  },
});

const updateFollowUp = operation({
  id: 'updateFollowUp',
  method: 'patch',
  path: '/v1/events/{eventId}/follow-ups/{taskId}',
  tag: 'Events',
  summary: 'Change a follow-up task, or say that it is done',
  description: 'The party itself says when it was done; `null` takes that back. The rest is the organizer’s.',
  conditional: true,
  params: z.strictObject({ ...ofEvent, taskId: followUpIdSchema }),
  body: followUpChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

/** Routes of this noun on `router`. */
export function followUps(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createFollowUp, async (ask) => {
    const { event, resource } = await existingEvent(table, ask, ask.params.eventId);
    ask.permit(resource);
    const { organizationId, meetingId } = ask.body;
    const [party, sheets] = await Promise.all([
      organizationId === undefined ? undefined : readParticipant(table, event.value.id, organizationId),
      meetingId === undefined ? [] : readSheets(table, event.value.id),
    ]);
    if (organizationId !== undefined && party === undefined) {
      throw invalid(['organizationId'], 'does not take part in the event');
    }
    if (meetingId !== undefined && !meetingsOn(sheets).some(({ id }) => id === meetingId)) {
      throw invalid(['meetingId'], 'is not a meeting of the event');
    }
    const moment = { at: ask.stamp.at, today: dayOf(ask.now, event.value.regionCode) };
    const task = setFollowUp(ask.newId('task'), event.value, ask.body, moment);
    return {
      body: task,
      version: 1,
      location: `/v1/events/${event.value.id}/follow-ups/${task.id}`,
      writes: followUpWrites(task, undefined, ask.stamp),
    };
  });

  mount(router, deps, listFollowUps, async (ask) => {
    const { event, resource } = await existingEvent(table, ask, ask.params.eventId);
    ask.permit(resource);
    const { organization, done } = ask.query;
    return listStored(table, event.value.id, await ask.page(organization, done), ({ value }) => {
      if (!ask.may('updateFollowUp', taskResource(event.value, value))) return undefined;
      if (organization !== undefined && value.organizationId !== organization) return undefined;
      return done === undefined || done === (value.doneOn !== undefined) ? value : undefined;
    });
  });

  mount(router, deps, listDueFollowUps, async (ask) => {
    const { organization, region, done = false, overdue } = ask.query;
    checkFilters({ region });
    const keep = (task: FollowUp) => {
      if (!ask.may('updateFollowUp', taskResource(task, task))) return undefined;
      if (organization !== undefined && task.organizationId !== organization) return undefined;
      if (region !== undefined && !within(task.regionCode, region)) return undefined;
      return overdue === undefined || overdue === isOverdue(task, dayOf(ask.now, task.regionCode))
        ? task
        : undefined;
    };
    const page = await ask.page(organization, region, overdue);
    const { role, organizationId = organization } = ask.caller;
    if (organizationId === undefined && (role === 'cooperative' || role === 'buyer')) {
      return { items: [], next: null };
    }
    const held = region ?? ask.caller.region;
    const provinces = held === undefined ? provinceCodes() : [held.slice(0, 2)];
    const { items, next } =
      organizationId !== undefined
        ? await listFollowUpsByDay(table, { organizationId }, done, page, keep)
        : await fillPageAcross(provinces, page, (province, part) =>
            listFollowUpsByDay(table, { province }, done, part, keep),
          );
    const names = await namesBehind(table, items);
    const shown = items.map((task, at): DueFollowUp => ({
      ...task,
      ...names[at]!,
      overdue: isOverdue(task, dayOf(ask.now, task.regionCode)),
    }));
    return { items: shown, next };
  });

  mount(router, deps, updateFollowUp, async (ask) => {
    const [{ event }, before] = await Promise.all([
      existingEvent(table, ask, ask.params.eventId),
      readFollowUp(table, ask.params.eventId, ask.params.taskId),
    ]);
    if (!before) throw notFound();
    const resource = taskResource(event.value, before.value);
    ask.permit(resource);
    ask.expectVersion(before.version);
    const byOffice = ask.may('createFollowUp', resource);
    const moment = { at: ask.stamp.at, today: dayOf(ask.now, event.value.regionCode) };
    const after = changeFollowUp(before.value, ask.body, event.value, byOffice, moment);
    return updated(before, after, after, () => followUpWrites(after, before, ask.stamp));
  });
}

/** What the policy needs to know of a task: whose it is, and the office of the event; it is nobody else's business. */
function taskResource(
  event: Pick<Event, 'regionCode'>,
  { organizationId }: Pick<FollowUp, 'organizationId'>,
): Resource {
  return {
    owners: organizationId === undefined ? [] : [organizationId],
    regionCode: event.regionCode,
    open: false,
  };
}
