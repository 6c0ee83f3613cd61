/** Events over HTTP: set up, list, read, change, take away. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { endOf } from '../../shared/clock.ts';
import { dateSchema } from '../../shared/credentials/credential.ts';
import { Refusal } from '../../shared/errors.ts';
import {
  calledOff,
  cancellationSchema,
  cancelEvent,
  ensureGoesOn,
  slotsCalledOff,
} from '../../shared/events/cancellation.ts';
import {
  changeEvent,
  ensureHeldStayWhen,
  ensureSlotsKeepMeetings,
  eventChangeSchema,
  eventIdSchema,
  eventInputSchema,
  eventKindSchema,
  eventSchema,
  movedSlots,
  setUpEvent,
  viewEvent,
  type Event,
} from '../../shared/events/event.ts';
import {
  emptySheet,
  eventRemoval,
  eventWrites,
  listEventsIn,
  listEventsOf,
  readEventWith,
  readSheets,
  sheetWrites,
} from '../../shared/events/event-store.ts';
import { atAnotherTime } from '../../shared/events/meeting-rules.ts';
import { takesSeat } from '../../shared/events/meeting.ts';
import type { Participant } from '../../shared/events/participant.ts';
import { fillPageAcross } from '../../shared/page.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Stored } from '../../shared/stored.ts';
import { textHolds } from '../../shared/spelling.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { line } from '../../shared/text.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { eventId: eventIdSchema };
const one = { form: 'one', schema: eventSchema, versioned: true } as const;

const createEvent = operation({
  id: 'createEvent',
  method: 'post',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Set up an event: a temu bisnis, a socialisation, a coordination or a training',
  description:
    'By the office of the region or above. Business matching needs slots; the other kinds take attendance and follow-up tasks alone.',
  idempotent: true,
  body: eventInputSchema,
  answers: { ...one, status: 201, description: 'Set up' },
});

const listEvents = operation({
  id: 'listEvents',
  method: 'get',
  path: '/v1/events',
  tag: 'Events',
  summary: 'List events by region, kind, day, name, or whether they were cancelled',
  description:
    'An office sees those of its region, the latest first. Everyone else sees those it takes part in, the latest set up first.',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema.optional().meta({ description: 'Those held in this region' }),
    kind: eventKindSchema.optional(),
    from: dateSchema.optional().meta({ description: 'Those that start on this day (WIB) or later' }),
    until: dateSchema.optional().meta({ description: 'Those that start on this day (WIB) or earlier' }),
    cancelled: flag.optional().meta({ description: 'Those that were called off, or those that were not' }),
    q: line(100).optional().meta({ description: 'Part of the name' }),
  }),
  answers: { status: 200, form: 'list', schema: eventSchema, description: 'The latest first' },
});

const getEvent = operation({
  id: 'getEvent',
  method: 'get',
  path: '/v1/events/{eventId}',
  tag: 'Events',
  summary: 'Read an event',
  description: 'By its office and by whoever takes part; nobody else is told that there is such an event.',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The event' },
});

const updateEvent = operation({
  id: 'updateEvent',
  method: 'patch',
  path: '/v1/events/{eventId}',
  tag: 'Events',
  summary: 'Change an event',
  description:
    'What is left out stays; null removes. Meetings keep their slots, so that another start or length moves them all, and who agreed to one time is asked anew for another; everyone who takes part is told (`event-moved`). Slots that still hold a meeting cannot be taken away, and those in which one was held cannot move (409).',
  conditional: true,
  params: z.strictObject(path),
  body: eventChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const deleteEvent = operation({
  id: 'deleteEvent',
  method: 'delete',
  path: '/v1/events/{eventId}',
  tag: 'Events',
  summary: 'Take an event away',
  description:
    'Until its schedule is published, the other kinds than business matching until they begin; then parties rely on it (409).',
  conditional: true,
  params: z.strictObject(path),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'Taken away' },
});

const cancel = operation({
  id: 'cancelEvent',
  method: 'post',
  path: '/v1/events/{eventId}/cancel',
  tag: 'Events',
  summary: 'Call an event off',
  description:
    'Before its end, and for good. What was held stays with its outcomes; the meeting of the slot that runs and all later ones are cancelled, calendars show it, and everyone who takes part is told (`event-cancelled`). From then on only outcomes of what was held and follow-up tasks, which stay as they are, may change (else 409). Repeated with the same reason it changes nothing.',
  conditional: true,
  changedBy: 'PATCH /v1/events/{eventId}',
  params: z.strictObject(path),
  body: cancellationSchema,
  answers: { ...one, status: 200, description: 'Cancelled' },
});

/** Routes of this noun on `router`. */
export function events(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createEvent, async (ask) => {
    ask.permit({ regionCode: ask.body.regionCode });
    const event = setUpEvent(ask.newId('evt'), ask.body, ask.stamp.at);
    return {
      body: viewEvent(event),
      version: 1,
      location: `/v1/events/${event.id}`,
      writes: eventWrites(event, undefined, ask.stamp),
    };
  });

  mount(router, deps, listEvents, async (ask) => {
    const { region, kind, from, until, cancelled, q } = ask.query;
    checkFilters({ region });
    const isNamed = textHolds(q);
    const days = { from: startOf(from), until: until === undefined ? THE_LAST : endOf(until) };
    const page = await ask.page(region, kind, from, until, cancelled, q);
    const keep = ({ value }: Stored<Event>) => {
      const startsAt = new Date(value.startsAt);
      if (region !== undefined && !within(value.regionCode, region)) return undefined;
      if (kind !== undefined && value.kind !== kind) return undefined;
      if (startsAt < days.from || startsAt > days.until) return undefined;
      if (cancelled !== undefined && cancelled !== (value.cancelledAt !== undefined)) return undefined;
      return isNamed(value.name) ? viewEvent(value) : undefined;
    };
    const { role, organizationId } = ask.caller;
    if (role === 'cooperative' || role === 'buyer') {
      if (organizationId === undefined) return { items: [], next: null };
      return listEventsOf(table, organizationId, page, keep);
    }
    const keepOwn = (stored: Stored<Event>) =>
      ask.may('getEvent', eventResource(stored.value, undefined)) ? keep(stored) : undefined;
    const held = region ?? ask.caller.region;
    const provinces = held === undefined ? provinceCodes() : [held.slice(0, 2)];
    return fillPageAcross(provinces, page, (province, rest) =>
      listEventsIn(table, province, days, rest, keepOwn),
    );
  });

  mount(router, deps, getEvent, async (ask) => {
    const { event, resource } = await existingEvent(table, ask, ask.params.eventId);
    ask.permit(resource);
    return { body: viewEvent(event.value), version: event.version };
  });

  mount(router, deps, updateEvent, async (ask) => {
    const before = await eventToChange(table, ask, ask.params.eventId);
    ask.expectVersion(before.version);
    const after = changeEvent(before.value, ask.body, ask.stamp.at);
    const moved = movedSlots(before.value, after);
    const touchesSheets = moved.size > 0 || after.slots < before.value.slots;
    const sheets = touchesSheets ? await sheetsAfter(table, ask, before.value, after, moved) : [];
    return updated(before, after, viewEvent(after), () => [
      ...eventWrites(after, before, ask.stamp),
      ...sheets,
    ]);
  });

  mount(router, deps, deleteEvent, async (ask) => {
    const before = await eventToChange(table, ask, ask.params.eventId);
    ask.expectVersion(before.version);
    if (before.value.publishedAt !== undefined) {
      throw new Refusal('conflict', 'Its schedule is published: parties rely on it, so it stays.');
    }
    const { kind, startsAt } = before.value;
    if (kind !== 'business-matching' && Date.parse(startsAt) <= ask.now.getTime()) {
      throw new Refusal('conflict', `It began at ${startsAt}: who came and what is to follow stays.`);
    }
    return { nothing: true, writes: eventRemoval(before, ask.stamp) };
  });

  mount(router, deps, cancel, async (ask) => {
    const { eventId } = ask.params;
    const [{ event: before, resource }, sheets] = await Promise.all([
      existingEvent(table, ask, eventId),
      readSheets(table, eventId),
    ]);
    ask.permit(resource);
    ask.expectVersion(before.version);
    const after = cancelEvent(before.value, ask.body.reason, ask.now);
    return updated(before, after, viewEvent(after), () => [
      ...eventWrites(after, before, ask.stamp),
      // Empty ones too: whoever was about to put a meeting there finds the sheet changed, and looks again.
      ...slotsCalledOff(after, ask.now).flatMap((slot) => {
        const sheet = sheets.find(({ value }) => value.slot === slot) ?? emptySheet(slot);
        return sheetWrites(eventId, sheet, calledOff(sheet.value.meetings, ask.stamp.at), ask.stamp);
      }),
    ]);
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What the policy needs to know of an event: its office, and the caller if it takes part; it is nobody else's business. */
export function eventResource(event: Event, participant: Participant | undefined): Resource {
  return {
    owners: participant === undefined ? [] : [participant.organizationId],
    regionCode: event.regionCode,
    open: false,
  };
}

/**
 * An event and the caller as its participant, with what the policy needs to know; or a refusal (404) that does not tell a
 * strange event from none. One that withdrew still knows the event. One round trip.
 */
export async function existingEvent(
  table: Table,
  ask: Pick<AnyAsk, 'may' | 'caller'>,
  eventId: string,
): Promise<{ event: Stored<Event>; participant: Stored<Participant> | undefined; resource: Resource }> {
  const { event, participant } = await readEventWith(table, eventId, ask.caller.organizationId);
  if (!event) throw notFound();
  const resource = eventResource(event.value, participant?.value);
  if (!ask.may('getEvent', resource)) throw notFound();
  return { event, participant, resource };
}

/** An event that the caller may change in this way. Refuses (409) one that was cancelled. One round trip. */
export async function eventToChange(
  table: Table,
  ask: Pick<AnyAsk, 'may' | 'caller' | 'permit'>,
  eventId: string,
): Promise<Stored<Event>> {
  const { event, resource } = await existingEvent(table, ask, eventId);
  ask.permit(resource);
  ensureGoesOn(event.value);
  return event;
}

/**
 * The sheets that a change of the event touches. Those of slots that are taken away are closed, so that whoever was about to put a
 * meeting there finds the sheet changed and looks again; refuses (409) where one still holds a meeting, and where a slot moves in
 * which one was held. In those of `moved` slots every meeting to come asks for consent anew.
 */
async function sheetsAfter(
  table: Table,
  ask: AnyAsk,
  before: Event,
  after: Event,
  moved: ReadonlySet<number>,
): Promise<Action[]> {
  const sheets = await readSheets(table, before.id);
  const holding = sheets.filter(({ value }) => value.meetings.some(takesSeat));
  ensureSlotsKeepMeetings(after.slots, Math.max(0, ...holding.map(({ value }) => value.slot)));
  const held = sheets.filter(({ value }) => value.meetings.some(({ state }) => state === 'held'));
  const heldIn = held.map(({ value }) => value.slot);
  ensureHeldStayWhen(before, after, moved, heldIn);
  const kept = sheets.filter(({ value }) => value.slot <= after.slots && moved.has(value.slot));
  const closed = Array.from({ length: Math.max(0, before.slots - after.slots) }, (_, at) => {
    const slot = after.slots + at + 1;
    return sheets.find(({ value }) => value.slot === slot) ?? emptySheet(slot);
  });
  return [
    ...closed.flatMap((sheet) => sheetWrites(before.id, sheet, sheet.value.meetings, ask.stamp)),
    ...kept.flatMap((sheet) => {
      const meetings = sheet.value.meetings.map((meeting) => atAnotherTime(meeting, ask.stamp.at));
      return sheetWrites(before.id, sheet, meetings, ask.stamp);
    }),
  ];
}

/** Instants sort as texts from year 1 to year 9999. */
const THE_FIRST = new Date('0001-01-01T00:00:00Z');
const THE_LAST = new Date('9999-12-31T23:59:59.999Z');

/** The moment at which a day begins in western Indonesia (WIB). */
const startOf = (day: string | undefined): Date =>
  day === undefined ? THE_FIRST : new Date(`${day}T00:00:00+07:00`);
