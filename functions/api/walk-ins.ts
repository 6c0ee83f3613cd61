/** Who comes without an invitation, over HTTP: entered at the desk, and given meetings in seats that are free. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { eventIdSchema, slotTimes } from '../../shared/events/event.ts';
import {
  eventWrites,
  participantWrites,
  readParticipants,
  readSheets,
} from '../../shared/events/event-store.ts';
import { meetingSchema, viewMeeting } from '../../shared/events/meeting.ts';
import { meetingWrites } from '../../shared/events/meeting-store.ts';
import {
  isTakingPart,
  inviteParticipant,
  participantInputSchema,
  participantSchema,
  viewParticipant,
} from '../../shared/events/participant.ts';
import { plannedFrom, type Hall } from '../../shared/events/plan-input.ts';
import { planOne } from '../../shared/events/replan.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import { bestBetween } from '../../shared/market/between.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { eventToChange } from './events.ts';
import { operation } from './operation.ts';
import { newcomer } from './participants.ts';
import { refuseOtherKinds, withinTime } from './plan-hall.ts';

const exampleOf = (schema: z.ZodType): unknown => schema.meta()?.['example'];

const addWalkIn = operation({
  id: 'addWalkIn',
  method: 'post',
  path: '/v1/events/{eventId}/walk-ins',
  tag: 'Events',
  summary: 'Enter somebody who comes without an invitation, and give it meetings',
  description:
    'It is checked in, and meets whom it fits best in seats that are free from the next slot on; nobody else is moved. Plan anew where it found too few.',
  idempotent: true,
  params: z.strictObject({ eventId: eventIdSchema }),
  body: participantInputSchema,
  answers: {
    status: 201,
    form: 'one',
    versioned: true,
    description: 'Entered',
    schema: z
      .strictObject({
        participant: participantSchema,
        meetings: z.array(meetingSchema).meta({ description: 'By slot; none where no seat is free' }),
      })
      .meta({ id: 'WalkIn', description: 'The ETag is the participant’s' }),
    example: { participant: exampleOf(participantSchema), meetings: [exampleOf(meetingSchema)] },
  },
});

/** Routes of this noun on `router`. */
export function walkIns(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, addWalkIn, async (ask) => {
    const { eventId } = ask.params;
    const { organizationId } = ask.body;
    const event = await eventToChange(table, ask, eventId);
    refuseOtherKinds(event.value);
    const [sheets, all, { invited, before }] = await Promise.all([
      readSheets(table, eventId),
      readParticipants(table, eventId, { withdrawn: true }),
      newcomer(table, eventId, organizationId),
    ]);
    const { at } = ask.stamp;
    const invitation = inviteParticipant(event.value, ask.body, invited, at);
    const participant = { ...invitation, walkIn: true, checkedInAt: at };
    const others = all.filter(({ value }) => value.organizationId !== organizationId);
    const known = others.map(({ value }) => value);
    const participants = [...known, participant];
    const [cooperatives, buyers] = ['cooperative', 'buyer'].map((side) =>
      participant.side === side
        ? [participant]
        : known.filter((each) => each.side === side && isTakingPart(each)),
    );
    const idsOf = (some: typeof participants = []) => some.map((each) => each.organizationId);
    const hall: Hall = {
      event: event.value,
      participants,
      meetings: meetingsOn(sheets),
      fits: await bestBetween(table, idsOf(cooperatives), idsOf(buyers), ask.now),
      partnered: new Set(),
    };
    const openFrom = plannedFrom(event.value, ask.now);
    const { meetings: after, seating } = withinTime(ask, (planning) =>
      planOne(hall, organizationId, openFrom, planning),
    );
    const earlier = new Set(hall.meetings);
    const own = after.filter((meeting) => !earlier.has(meeting)).toSorted((a, b) => a.slot - b.slot);
    const partners = new Set(own.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]));
    const isBuyer = participant.side === 'buyer';
    const seated = isBuyer ? { ...event.value, seating } : event.value;
    const names = new Map(participants.map((each) => [each.organizationId, each.name]));
    return {
      body: {
        participant: viewParticipant(participant, seated, true),
        meetings: own.map((meeting) => viewMeeting(meeting, slotTimes(event.value), names)),
      },
      version: (before?.version ?? 0) + 1,
      location: `/v1/events/${eventId}/participants/${organizationId}`,
      writes: [
        ...participantWrites(participant, before, ask.stamp),
        // A partner's limit grows fuller: it is written, so that no two changes add to it at once.
        ...others
          .filter(({ value }) => partners.has(value.organizationId))
          .flatMap((partner) => participantWrites(partner.value, partner, ask.stamp)),
        ...meetingWrites(eventId, sheets, own, ask.stamp),
        ...(isBuyer ? eventWrites(seated, event, ask.stamp) : []),
      ],
    };
  });
}
