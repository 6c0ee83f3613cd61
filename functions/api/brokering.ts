/** Meetings that the office brings about by hand, without the planner, over HTTP. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { invalid, Refusal, together } from '../../shared/errors.ts';
import { ensureGoesOn } from '../../shared/events/cancellation.ts';
import { eventIdSchema, slotSchema, type Event } from '../../shared/events/event.ts';
import {
  eventWrites,
  participantWrites,
  readParticipantsBy,
  readSheets,
} from '../../shared/events/event-store.ts';
import { meetingSchema } from '../../shared/events/meeting.ts';
import { addMeeting, prospectOfPair } from '../../shared/events/meeting-rules.ts';
import { meetingWrites } from '../../shared/events/meeting-store.ts';
import { organizationIdSchema, type Participant, type Side } from '../../shared/events/participant.ts';
import { seatBuyers } from '../../shared/events/seating.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { offerIdSchema } from '../../shared/offers/offer.ts';
import { potentialIdSchema } from '../../shared/potentials/potential.ts';
import type { Stored } from '../../shared/stored.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { byId, shownTo, withNames } from './day.ts';
import { operation } from './operation.ts';
import { refuseOtherKinds } from './plan-hall.ts';

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
    ensureGoesOn(event.value);
    refuseOtherKinds(event.value);
    together(
      () => ensureTakesPart(['cooperativeId'], cooperative, 'cooperative'),
      () => ensureTakesPart(['buyerId'], buyer, 'buyer'),
    );
    const seated = withTables(event.value, buyer!.value);
    const parties = [cooperative!, buyer!];
    const known = { event: seated, meetings: meetingsOn(sheets), participants: byId(parties) };
    const pair = { cooperativeId, buyerId, slot, table: wanted };
    const { obstacles } = prospectOfPair(known, pair, ask.now);
    const day = await withNames(table, { event, day: known }, obstacles);
    const fit = { score: 0, ...(offerId && { offerId }), ...(potentialId && { potentialId }) };
    const meeting = addMeeting(day, pair, fit, () => ask.newId('mtg'), ask.now);
    return {
      body: shownTo(ask, { event, day, resource }, meeting),
      version: meeting.revision,
      location: `/v1/events/${eventId}/meetings/${meeting.id}`,
      writes: [
        ...meetingWrites(eventId, sheets, [meeting], ask.stamp),
        // Both parties' limits grow fuller: each is written, so that no two changes add to one at once.
        ...parties.flatMap((party) => participantWrites(party.value, party, ask.stamp)),
        // Written with its seating, so that no two buyers are given the same tables.
        ...(seated === event.value ? [] : eventWrites(seated, event, ask.stamp)),
      ],
    };
  });
}

function ensureTakesPart(path: string[], party: Stored<Participant> | undefined, side: Side): void {
  if (!party || party.value.withdrawnAt !== undefined) throw invalid(path, 'does not take part in the event');
  if (party.value.side !== side) throw invalid(path, `takes part on the other side, not as a ${side}`);
}

/** The event with tables for a buyer that has none yet. Refuses (409) when the hall has none left. */
function withTables(event: Event, { organizationId: id, tables = 1 }: Participant): Event {
  const { seating = {} } = event;
  if (seating[id] !== undefined) return event;
  const seated = Object.entries(seating).map(([other, own]) => ({
    id: other,
    tables: own.length,
    pinned: own,
  }));
  const after = seatBuyers([...seated, { id, tables, pinned: [] }], event.tables, seating);
  if (after[id] !== undefined) return { ...event, seating: after };
  throw new Refusal('conflict', `All ${event.tables} tables of the hall are taken: give the event more.`);
}
