/** Who does not come, comes late, came after all or withdraws, over HTTP: what becomes of a party's meetings, told at once. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { cameAfterAll, late, noShow, withdrawal, type Absence } from '../../shared/events/absence.ts';
import { invalid } from '../../shared/errors.ts';
import { ensureGoesOn } from '../../shared/events/cancellation.ts';
import { eventIdSchema, slotSchema, type Event } from '../../shared/events/event.ts';
import {
  participantWrites,
  readParticipant,
  readParticipantsBy,
  readSheets,
} from '../../shared/events/event-store.ts';
import { meetingIdSchema, meetingSchema, type Meeting, type Sheet } from '../../shared/events/meeting.ts';
import { meetingWritesSeenByPlans } from '../../shared/events/meeting-store.ts';
import { obstacleSchema, type Day, type Obstacle } from '../../shared/events/obstacles.ts';
import {
  organizationIdSchema,
  participantSchema,
  viewParticipant,
  type Participant,
} from '../../shared/events/participant.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { byId, shownTo, withNames } from './day.ts';
import { operation } from './operation.ts';
import { partyResource } from './participants.ts';
import type { Resource } from './policy.ts';

const path = '/v1/events/{eventId}/participants/{organizationId}';
const params = z.strictObject({ eventId: eventIdSchema, organizationId: organizationIdSchema });

const exampleOf = (schema: z.ZodType): unknown => schema.meta()?.['example'];

const one = {
  status: 200,
  form: 'one',
  versioned: true,
  derived: true,
  schema: z
    .strictObject({
      participant: participantSchema,
      meetings: z.array(meetingSchema).meta({ description: 'Those of its meetings that changed by it' }),
      lost: z
        .array(z.strictObject({ meetingId: meetingIdSchema, obstacles: z.array(obstacleSchema) }))
        .optional()
        .meta({ description: 'Those that could not be taken up again, with what is in the way' }),
    })
    .meta({ id: 'Attendance', description: 'The ETag is the participant’s' }),
  example: { participant: exampleOf(participantSchema), meetings: [exampleOf(meetingSchema)] },
} as const;

const markNoShow = operation({
  id: 'markNoShow',
  method: 'post',
  path: `${path}/no-show`,
  tag: 'Events',
  summary: 'Say that a participant has not come',
  description:
    'Its meetings from the slot that runs now are cancelled and its partners free at once; what is over was missed. Plan anew to give them others.',
  conditional: true,
  params,
  body: z
    .strictObject({
      fromSlot: slotSchema
        .optional()
        .meta({ description: 'From which slot on; the one that runs by the clock when left out' }),
    })
    .meta({ id: 'NoShow', example: {} }),
  bodyMayLack: true,
  answers: { ...one, description: 'Noted, with the meetings that fell away' },
});

const undoNoShow = operation({
  id: 'undoNoShow',
  method: 'delete',
  path: `${path}/no-show`,
  tag: 'Events',
  summary: 'Say that a participant came after all',
  description:
    'What was cancelled for its absence and is not over stands again where both seats are free; what could not be taken up is named.',
  conditional: true,
  params,
  answers: { ...one, description: 'Here, with the meetings that stand again' },
});

const markLate = operation({
  id: 'markLate',
  method: 'post',
  path: `${path}/late`,
  tag: 'Events',
  summary: 'Say that a participant comes for a later slot',
  description: 'Its meetings before are cancelled and its partners free at once. Slot 1 takes it back.',
  conditional: true,
  params,
  body: z
    .strictObject({ arrivesForSlot: slotSchema })
    .meta({ id: 'LateArrival', example: { arrivesForSlot: 5 } }),
  answers: { ...one, description: 'Noted, with the meetings that fell away' },
});

const withdraw = operation({
  id: 'withdrawParticipant',
  method: 'post',
  path: `${path}/withdrawal`,
  tag: 'Events',
  summary: 'Withdraw from an event',
  description:
    'By the party itself or the organizer. Its meetings ahead are cancelled, which its partners’ calendars show; what took place stays.',
  conditional: true,
  params,
  answers: { ...one, description: 'Withdrawn, with the meetings that fell away' },
});

/** Routes of this noun on `router`. */
export function absences(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, markNoShow, async (ask) => {
    const found = await attendance(table, ask, ask.params);
    return written(table, ask, found, noShow(found.day, found.stored.value, ask.body.fromSlot, ask.now));
  });

  mount(router, deps, markLate, async (ask) => {
    const found = await attendance(table, ask, ask.params);
    const { arrivesForSlot } = ask.body;
    const { slots } = found.event.value;
    if (arrivesForSlot > slots) throw invalid(['arrivesForSlot'], `is beyond the last slot, ${slots}`);
    return written(table, ask, found, late(found.day, found.stored.value, arrivesForSlot, ask.now));
  });

  mount(router, deps, withdraw, async (ask) => {
    const found = await attendance(table, ask, ask.params);
    return written(table, ask, found, withdrawal(found.day, found.stored.value, ask.now));
  });

  mount(router, deps, undoNoShow, async (ask) => {
    const found = await attendance(table, ask, ask.params);
    const { partners, day: known } = await withPartners(table, found);
    const { lost } = cameAfterAll(known, found.stored.value, ask.now);
    const inTheWay = lost.flatMap(({ obstacles }) => obstacles);
    const day = await withNames(table, { event: found.event, day: known }, inTheWay);
    const after = cameAfterAll(day, found.stored.value, ask.now);
    // A meeting that stands again counts towards its partner's limit: the partner is written, so that no two changes add at once.
    const seen = new Set(after.meetings.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]));
    const guards = partners
      .filter(({ value }) => seen.has(value.organizationId))
      .flatMap((partner) => participantWrites(partner.value, partner, ask.stamp));
    return written(table, ask, { ...found, day }, after, guards);
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

type Found = {
  event: Stored<Event>;
  stored: Stored<Participant>;
  sheets: Stored<Sheet>[];
  day: Day;
  resource: Resource;
};

/**
 * A participant with all meetings of the event, that the caller may change; or a refusal (404; 409 where the event was cancelled).
 * Three reads beside each other.
 */
async function attendance(
  table: Table,
  ask: Pick<AnyAsk, 'may' | 'caller' | 'permit' | 'expectVersion'>,
  { eventId, organizationId }: { eventId: string; organizationId: string },
): Promise<Found> {
  const [{ event }, stored, sheets] = await Promise.all([
    existingEvent(table, ask, eventId),
    readParticipant(table, eventId, organizationId),
    readSheets(table, eventId),
  ]);
  if (!stored) throw notFound();
  const resource = partyResource(event.value, stored.value);
  ask.permit(resource);
  ask.expectVersion(stored.version);
  ensureGoesOn(event.value);
  const day = { event: event.value, meetings: meetingsOn(sheets), participants: byId([stored]) };
  return { event, stored, sheets, day, resource };
}

/** Everyone a party has or had a meeting with. A round trip for every hundred. */
async function withPartners(
  table: Table,
  { event, stored, day }: Found,
): Promise<{ partners: Stored<Participant>[]; day: Day }> {
  const ids = partnersIn(day.meetings, stored.value.organizationId);
  const read = ids.length === 0 ? [] : await readParticipantsBy(table, event.value.id, ids);
  const partners = read.flatMap((partner) => partner ?? []);
  return { partners, day: { ...day, participants: byId([...partners, stored]) } };
}

const partnersIn = (meetings: readonly Meeting[], organizationId: string): string[] =>
  meetings.flatMap(({ cooperativeId, buyerId }) => {
    if (cooperativeId === organizationId) return [buyerId];
    return buyerId === organizationId ? [cooperativeId] : [];
  });

async function written(
  table: Table,
  ask: AnyAsk,
  found: Found,
  { participant, meetings, lost }: Absence & { lost?: { meeting: Meeting; obstacles: Obstacle[] }[] },
  guards: readonly Action[] = [],
) {
  const { event, stored, sheets } = found;
  const isNamed = meetings.every(({ cooperativeId, buyerId }) =>
    [cooperativeId, buyerId].every((id) => found.day.participants.has(id)),
  );
  const { day } = isNamed ? found : await withPartners(table, found);
  return {
    body: {
      participant: viewParticipant(participant, event.value, true),
      meetings: meetings.map((meeting) => shownTo(ask, { ...found, day }, meeting)),
      ...(lost && {
        lost: lost.map(({ meeting, obstacles }) => ({ meetingId: meeting.id, obstacles })),
      }),
    },
    version: participant === stored.value ? stored.version : stored.version + 1,
    writes:
      participant === stored.value
        ? []
        : [
            ...participantWrites(participant, stored, ask.stamp),
            ...meetingWritesSeenByPlans(event.value.id, sheets, meetings, ask.stamp),
            ...guards,
          ],
  };
}
