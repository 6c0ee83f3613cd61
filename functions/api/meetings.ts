/** One meeting over HTTP: read, where it could go, moved, pinned, accepted or declined, marked as held. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { invalid } from '../../shared/errors.ts';
import { ensureGoesOn } from '../../shared/events/cancellation.ts';
import { eventIdSchema, MOST_SLOTS, slotSchema, slotTimes } from '../../shared/events/event.ts';
import { participantWrites } from '../../shared/events/event-store.ts';
import { meetingIdSchema, meetingSchema, reasonSchema, type Meeting } from '../../shared/events/meeting.ts';
import {
  acceptMeeting,
  declineMeeting,
  lockMeeting,
  markMeeting,
  moveMeeting,
  prospectIn,
} from '../../shared/events/meeting-rules.ts';
import { meetingWrites, unchanged } from '../../shared/events/meeting-store.ts';
import { obstacleSchema, type Day } from '../../shared/events/obstacles.ts';
import { sideSchema, sides, type Side } from '../../shared/events/participant.ts';
import { pageOf } from '../../shared/page.ts';
import type { Action } from '../../shared/table/table.ts';
import { mount, type Ask, type EndpointDeps } from './endpoint.ts';
import { existingMeeting, shownTo, withNames, type FoundMeeting } from './day.ts';
import { operation, partFields } from './operation.ts';

const params = z.strictObject({ eventId: eventIdSchema, meetingId: meetingIdSchema });
const one = { status: 200, form: 'one', schema: meetingSchema, versioned: true, derived: true } as const;

const tableField = z.int().min(1).max(10_000).meta({ description: 'Its number in the hall', example: 3 });
const sideField = sideSchema.optional().meta({ description: 'For whom the organizer answers' });

const getMeeting = operation({
  id: 'getMeeting',
  method: 'get',
  path: '/v1/events/{eventId}/meetings/{meetingId}',
  tag: 'Events',
  summary: 'Read a meeting',
  description: 'By the organizer; by its two parties once the schedule is published.',
  params,
  answers: { ...one, description: 'The meeting' },
});

const listMoves = operation({
  id: 'listMoves',
  method: 'get',
  path: '/v1/events/{eventId}/meetings/{meetingId}/moves',
  tag: 'Events',
  summary: 'Say where a meeting could go, and what stands in the way elsewhere',
  description:
    'Asks before it acts: for each slot, or the one named, the free tables of the buyer and everything that stands in the way.',
  mayAnswer: [409],
  params,
  query: z.strictObject({
    ...partFields,
    slot: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_SLOTS)
      .optional()
      .meta({ description: 'Only this slot', example: 5 }),
    table: z.coerce
      .number()
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'Only this table', example: 3 }),
  }),
  answers: {
    status: 200,
    form: 'list',
    description: 'Each slot in its order, all at once unless fewer are asked for',
    schema: z
      .strictObject({
        slot: slotSchema,
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        table: tableField.meta({
          description: 'Where it would be: the table asked for, or one of the buyer’s',
        }),
        possible: z.boolean(),
        freeTables: z.array(tableField).meta({ description: 'The buyer’s tables that nobody sits at' }),
        obstacles: z.array(obstacleSchema),
      })
      .meta({ id: 'Move' }),
    example: {
      slot: 5,
      startsAt: '2025-11-26T02:30:00.000Z',
      endsAt: '2025-11-26T02:45:00.000Z',
      table: 2,
      possible: true,
      freeTables: [2],
      obstacles: [],
    },
  },
});

const moveMeetingTo = operation({
  id: 'moveMeeting',
  method: 'post',
  path: '/v1/events/{eventId}/meetings/{meetingId}/move',
  tag: 'Events',
  summary: 'Move a meeting to another slot or table',
  description:
    'A 409 names everything in the way and moves nothing; `moves` tells it beforehand. Who had agreed to another slot is asked again.',
  conditional: true,
  params,
  body: z
    .strictObject({
      slot: slotSchema,
      table: tableField
        .optional()
        .meta({ description: 'One of the buyer’s; its present one or the first that is free when left out' }),
    })
    .meta({ id: 'MeetingMove', example: { slot: 5, table: 2 } }),
  answers: { ...one, description: 'Where it is now' },
});

const lock = operation({
  id: 'lockMeeting',
  method: 'post',
  path: '/v1/events/{eventId}/meetings/{meetingId}/lock',
  tag: 'Events',
  summary: 'Pin a meeting: no plan and no desk moves it',
  conditional: true,
  params,
  answers: { ...one, description: 'Pinned' },
});

const unlock = operation({
  id: 'unlockMeeting',
  method: 'post',
  path: '/v1/events/{eventId}/meetings/{meetingId}/unlock',
  tag: 'Events',
  summary: 'Take the pin away',
  conditional: true,
  params,
  answers: { ...one, description: 'No longer pinned' },
});

const accept = operation({
  id: 'acceptMeeting',
  method: 'post',
  path: '/v1/events/{eventId}/meetings/{meetingId}/accept',
  tag: 'Events',
  summary: 'Say yes to a meeting',
  description:
    'By either side, or by the organizer for one of them. Who had declined may take it up again while its seat is free.',
  conditional: true,
  params,
  body: z.strictObject({ side: sideField }).meta({ id: 'MeetingAcceptance', example: {} }),
  bodyMayLack: true,
  answers: { ...one, description: 'Accepted' },
});

const decline = operation({
  id: 'declineMeeting',
  method: 'post',
  path: '/v1/events/{eventId}/meetings/{meetingId}/decline',
  tag: 'Events',
  summary: 'Say no to a meeting',
  description:
    'No reason is needed. The seat is free at once, and no later plan brings the two together. A reason is shown to the organizer, never to the other side.',
  conditional: true,
  params,
  body: z
    .strictObject({ side: sideField, reason: reasonSchema.optional() })
    .meta({ id: 'MeetingRefusal', example: { reason: 'Kami sudah bermitra dengan pembeli lain' } }),
  bodyMayLack: true,
  answers: { ...one, description: 'Declined' },
});

const mark = operation({
  id: 'markMeeting',
  method: 'put',
  path: '/v1/events/{eventId}/meetings/{meetingId}/state',
  tag: 'Events',
  summary: 'Mark a meeting as held or missed',
  description: '`planned` takes a mark back.',
  conditional: true,
  params,
  body: z
    .strictObject({ state: z.enum(['planned', 'held', 'missed']) })
    .meta({ id: 'MeetingMark', example: { state: 'held' } }),
  answers: { ...one, description: 'Marked' },
});

/** Routes of this noun on `router`. */
export function meetings(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getMeeting, async (ask) => {
    const found = await existingMeeting(table, ask, ask.params);
    ask.permit(found.resource);
    return { body: shownTo(ask, found, found.meeting), version: found.meeting.revision };
  });

  mount(router, deps, listMoves, async (ask) => {
    const found = await existingMeeting(table, ask, ask.params);
    ask.permit(found.resource);
    ensureGoesOn(found.event.value);
    const { slot: only, table: wanted } = ask.query;
    const times = slotTimes(found.event.value).filter(({ slot }) => only === undefined || slot === only);
    const prospects = (day: Day) =>
      times.map((time) => ({
        ...time,
        ...prospectIn(day, found.meeting, { slot: time.slot, table: wanted }, ask.now),
      }));
    const inTheWay = prospects(found.day).flatMap(({ obstacles }) => obstacles);
    const day = await withNames(table, found, inTheWay);
    const items = prospects(day).map(({ place, tables, obstacles, ...time }) => ({
      ...time,
      table: place.table,
      possible: obstacles.length === 0,
      freeTables: tables,
      obstacles,
    }));
    return pageOf(items, await ask.page());
  });

  mount(router, deps, moveMeetingTo, async (ask) => {
    const found = await meetingToChange(deps, ask);
    const { obstacles } = prospectIn(found.day, found.meeting, ask.body, ask.now);
    const day = await withNames(table, found, obstacles);
    const after = moveMeeting(day, found.meeting, ask.body, ask.now);
    // Whoever is told to be absent at the same moment must not be moved into that absence.
    return written(ask, found, after, found.parties.map(unchanged));
  });

  for (const [declared, locked] of [
    [lock, true],
    [unlock, false],
  ] as const) {
    mount(router, deps, declared, async (ask) => {
      const found = await meetingToChange(deps, ask);
      return written(ask, found, lockMeeting(found.meeting, locked, ask.stamp.at));
    });
  }

  mount(router, deps, accept, async (ask) => {
    const found = await meetingToChange(deps, ask);
    const after = acceptMeeting(found.day, found.meeting, answeringSide(ask, found), ask.now);
    return written(ask, found, after, limitGuards(ask, found));
  });

  mount(router, deps, decline, async (ask) => {
    const found = await meetingToChange(deps, ask);
    const side = answeringSide(ask, found);
    return written(ask, found, declineMeeting(found.meeting, side, ask.body.reason, ask.stamp.at));
  });

  mount(router, deps, mark, async (ask) => {
    const found = await existingMeeting(table, ask, ask.params);
    ask.permit(found.resource);
    ask.expectVersion(found.meeting.revision);
    const after = markMeeting(found.day, found.meeting, ask.body.state, ask.stamp.at);
    const guards = limitGuards(ask, found);
    // A mark that is taken back rests on both being there.
    return written(ask, found, after, guards.length > 0 ? guards : found.parties.map(unchanged));
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** A meeting that the caller may change, as it knows it. Refuses (409) where the event was cancelled. */
async function meetingToChange(
  { table }: EndpointDeps,
  ask: Ask<z.infer<typeof params>, unknown, unknown>,
): Promise<FoundMeeting> {
  const found = await existingMeeting(table, ask, ask.params);
  ask.permit(found.resource);
  ask.expectVersion(found.meeting.revision);
  ensureGoesOn(found.event.value);
  return found;
}

/** Who answers: the caller's own side, or the side that the organizer names. */
function answeringSide(
  { caller, body }: Pick<Ask<unknown, unknown, { side?: Side | undefined }>, 'caller' | 'body'>,
  { meeting }: FoundMeeting,
): Side {
  const own = sides.find((side) => meeting[`${side}Id`] === caller.organizationId);
  const side = own ?? body.side;
  if (side === undefined) throw invalid(['side'], 'is needed from the organizer: for whom is this?');
  if (body.side !== undefined && body.side !== side) {
    throw invalid(['side'], `is not yours: you answer for the ${side}`);
  }
  return side;
}

function written(ask: AnyAsk, found: FoundMeeting, after: Meeting, guards: readonly Action[] = []) {
  const { event, sheets, meeting } = found;
  return {
    body: shownTo(ask, found, after),
    version: after.revision,
    writes:
      after === meeting ? [] : [...meetingWrites(event.value.id, sheets, [after], ask.stamp), ...guards],
  };
}

/** What did not count and counts again adds to both parties' limits: each is written, so that no two changes add to one at once. */
export function limitGuards(ask: AnyAsk, { meeting, parties }: FoundMeeting): Action[] {
  if (meeting.state !== 'cancelled' && meeting.state !== 'missed') return [];
  return parties.flatMap((party) => participantWrites(party.value, party, ask.stamp));
}
