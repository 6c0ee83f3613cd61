/** Meetings that the office brings about by hand, without the planner, over HTTP. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { invalid, together } from '../../shared/errors.ts';
import { eventIdSchema, slotSchema, type Event } from '../../shared/events/event.ts';
import {
  eventWrites,
  participantWrites,
  readParticipants,
  readParticipantsBy,
  readSheets,
} from '../../shared/events/event-store.ts';
import { meetingSchema } from '../../shared/events/meeting.ts';
import { addMeeting } from '../../shared/events/meeting-rules.ts';
import { meetingWrites } from '../../shared/events/meeting-store.ts';
import { organizationIdSchema, type Participant, type Side } from '../../shared/events/participant.ts';
import { assignedTables } from '../../shared/events/hall-tables.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { offerIdSchema } from '../../shared/offers/offer.ts';
import { potentialIdSchema } from '../../shared/potentials/potential.ts';
import type { Stamp, Stored } from '../../shared/stored.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { byId, shownTo } from './hall.ts';
import { operation } from './operation.ts';

const addMeetingByHand = operation({
  id: 'addMeeting',
  method: 'post',
  path: '/v1/events/{eventId}/meetings',
  tag: 'Events',
  summary: 'Bring two participants together by hand',
  description:
    'Without the planner, by the organizer. A pair has one meeting in an event: one that was cancelled or missed is taken up again, under its id. A 409 names everything in the way.',
  idempotent: true,
  params: z.strictObject({ eventId: eventIdSchema }),
  body: z
    .strictObject({
      cooperativeId: organizationIdSchema,
      buyerId: organizationIdSchema,
      slot: slotSchema,
      table: z.int().min(1).max(10_000).optional().meta({ description: 'One of the buyer’s', example: 3 }),
      offerId: offerIdSchema.optional(),
      potentialId: potentialIdSchema.optional(),
    })
    .meta({
      id: 'MeetingInput',
      example: { cooperativeId: 'coop_35-14-09-2019', buyerId: 'buy_bulog', slot: 5 },
    }),
  answers: {
    status: 201,
    form: 'one',
    schema: meetingSchema,
    versioned: true,
    description: 'Planned; its score is 0, since nobody was compared',
  },
});

/** Routes of this noun on `router`. */
export function brokering(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, addMeetingByHand, async (ask) => {
    const { eventId } = ask.params;
    const { cooperativeId, buyerId, slot, table: wanted, offerId, potentialId } = ask.body;
    const [{ event, resource }, sheets, [cooperative, buyer]] = await Promise.all([
      existingEvent(table, ask, eventId),
      readSheets(table, eventId),
      readParticipantsBy(table, eventId, [cooperativeId, buyerId]),
    ]);
    ask.permit(resource);
    together(
      () => ensureTakesPart(['cooperativeId'], cooperative, 'cooperative'),
      () => ensureTakesPart(['buyerId'], buyer, 'buyer'),
    );
    const seated = await withTables(table, event, buyer!, ask.stamp);
    const parties = [cooperative!, seated.buyer];
    const hall = { event: event.value, meetings: meetingsOn(sheets), participants: byId(parties) };
    const fit = { score: 0, ...(offerId && { offerId }), ...(potentialId && { potentialId }) };
    const pair = { cooperativeId, buyerId, slot, table: wanted };
    const meeting = addMeeting(hall, pair, fit, () => ask.newId('mtg'), ask.now);
    return {
      body: shownTo(ask, { event, hall, resource }, meeting),
      version: meeting.revision,
      location: `/v1/events/${eventId}/meetings/${meeting.id}`,
      writes: [
        ...meetingWrites(eventId, sheets, [meeting], ask.stamp),
        // Both parties' limits grow fuller: each is written, so that no two changes add to one at once.
        ...parties.flatMap((party) => participantWrites(party.value, party, ask.stamp)),
        ...seated.guards,
      ],
    };
  });
}

function ensureTakesPart(path: string[], party: Stored<Participant> | undefined, side: Side): void {
  if (!party || party.value.withdrawnAt !== undefined) throw invalid(path, 'does not take part in the event');
  if (party.value.side !== side) throw invalid(path, `takes part on the other side, not as a ${side}`);
}

/**
 * A buyer with its tables in the hall; one that has none yet is given the next. The event is written with it, so that no two buyers
 * are given the same. A query more when tables are given.
 */
async function withTables(
  table: Table,
  event: Stored<Event>,
  buyer: Stored<Participant>,
  stamp: Stamp,
): Promise<{ buyer: Stored<Participant>; guards: Action[] }> {
  if (buyer.value.tableNumbers !== undefined) return { buyer, guards: [] };
  const all = (await readParticipants(table, event.value.id)).map(({ value }) => value);
  const { organizationId } = buyer.value;
  const others = all.filter((party) => party.organizationId === organizationId || party.tableNumbers);
  const tableNumbers = assignedTables(event.value, others).get(organizationId)!;
  return {
    buyer: { ...buyer, value: { ...buyer.value, tableNumbers } },
    guards: eventWrites(event.value, event, stamp),
  };
}
