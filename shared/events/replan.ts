/** The whole way of a plan: from the event as it stands to its meetings afterwards, and who had to move for it. Pure. */
import * as z from 'zod';
import type { Plan, PlanControl, PlanInput } from '../planning/plan.ts';
import { slotSchema, type Seating } from './event.ts';
import { meetingIdSchema, pairOf, type Meeting } from './meeting.ts';
import { absences, fitOf, planInput, type Hall, type Scope } from './plan-input.ts';
import { replannedMeetings } from './planned-sheets.ts';

const placeSchema = z.strictObject({ slot: slotSchema, table: z.int().min(1) });

export const planChangesSchema = z
  .strictObject({
    kept: z.int().min(0).meta({ description: 'Meetings that stay at slot and table' }),
    moved: z.array(z.strictObject({ meetingId: meetingIdSchema, from: placeSchema, to: placeSchema })),
    added: z.array(meetingIdSchema).meta({ description: 'New, or taken up again' }),
    cancelled: z.array(meetingIdSchema).meta({ description: 'Those the plan has no room for any more' }),
  })
  .meta({
    id: 'PlanChanges',
    example: {
      kept: 610,
      moved: [
        {
          meetingId: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ff',
          from: { slot: 5, table: 2 },
          to: { slot: 7, table: 2 },
        },
      ],
      added: [],
      cancelled: [],
    },
  });
type PlanChanges = z.infer<typeof planChangesSchema>;

/** The planner, how long it may take, who names new meetings, and the moment. */
export type Planning = PlanControl & {
  planEvent: (input: PlanInput, control: PlanControl) => Plan;
  newId: () => string;
  at: string;
};

export type Planned = {
  /** All meetings of the event afterwards, those cancelled included. */
  meetings: Meeting[];
  seating: Seating;
  plan: Plan;
  changes: PlanChanges;
};

/** Plans the event anew within a scope. Throws `PlanRefused` when what is pinned contradicts itself. */
export function planHall(hall: Hall, scope: Scope, planning: Planning): Planned {
  const { input, seating } = planInput(hall, scope);
  const plan = planning.planEvent(input, planning);
  return { ...outcomeOf(hall, scope, plan, seating, planning), plan, seating };
}

/**
 * Gives one participant meetings in seats that are free; nobody else is moved. For a walk-in, whose partners sit already where
 * they sit.
 */
export function planOne(hall: Hall, organizationId: string, openFrom: number, planning: Planning): Planned {
  const isPinned = ({ state }: Meeting) => state !== 'cancelled';
  const scope: Scope = { openFrom, keeps: false, isPinned };
  const { input, seating } = planInput(hall, scope);
  const scores = input.scores.filter((pair) => pair[0] === organizationId || pair[1] === organizationId);
  const plan = planning.planEvent({ ...input, scores }, planning);
  return { ...outcomeOf(hall, scope, plan, seating, planning), plan, seating };
}

function outcomeOf(
  { event, participants, meetings: before, fits }: Hall,
  { isPinned }: Scope,
  { meetings: all }: Plan,
  seating: Seating,
  { newId, at }: Planning,
): Pick<Planned, 'meetings' | 'changes'> {
  const byId = new Map(participants.map((each) => [each.organizationId, each]));
  const pinned = new Set(before.filter(isPinned).map(pairOf));
  // A buyer that is away, but for a meeting pinned there, is asked as if it were there: nobody else joins that meeting.
  const planned = all.filter(
    (each) => pinned.has(pairOf(each)) || !absences(byId.get(each.buyerId)!, event.slots).has(each.slot),
  );
  const meetings = replannedMeetings({
    before,
    planned,
    seating,
    fitOf: (cooperativeId, buyerId) => fitOf(fits, byId.get(cooperativeId)!, byId.get(buyerId)!),
    isPublished: event.publishedAt !== undefined,
    isPinned,
    newId,
    at,
  });
  return { meetings, changes: changesBetween(before, meetings) };
}

function changesBetween(before: readonly Meeting[], after: readonly Meeting[]): PlanChanges {
  const known = new Map(before.filter(isOn).map((meeting) => [meeting.id, meeting]));
  const on = after.filter(isOn);
  const changes: PlanChanges = { kept: 0, moved: [], added: [], cancelled: [] };
  for (const { id, slot, table } of on) {
    const earlier = known.get(id);
    known.delete(id);
    if (earlier === undefined) changes.added.push(id);
    else if (earlier.slot === slot && earlier.table === table) changes.kept += 1;
    else {
      const from = { slot: earlier.slot, table: earlier.table };
      changes.moved.push({ meetingId: id, from, to: { slot, table } });
    }
  }
  return { ...changes, cancelled: [...known.keys()] };
}

const isOn = ({ state }: Meeting): boolean => state === 'planned' || state === 'held';
