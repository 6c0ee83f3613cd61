/** What planning reads before it plans, and the planner's call with its time limit: for the schedule and for the capacity. */
import { readParticipants, readSheets } from '../../shared/events/event-store.ts';
import type { Event } from '../../shared/events/event.ts';
import type { Sheet } from '../../shared/events/meeting.ts';
import { isTakingPart } from '../../shared/events/participant.ts';
import { meetingsOn } from '../../shared/events/sheet.ts';
import type { Hall } from '../../shared/events/plan-input.ts';
import type { Planning } from '../../shared/events/replan.ts';
import { Refusal } from '../../shared/errors.ts';
import { bestBetween } from '../../shared/market/between.ts';
import { partnersOf } from '../../shared/partnerships/partnership-store.ts';
import { PlanRefused } from '../../shared/planning/plan.ts';
import { planEvent } from '../../shared/planning/plan-event.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Ask } from './endpoint.ts';

type AnyAsk = Ask<unknown, unknown, unknown>;

/** Beyond it the best plan so far is taken, with its gap. */
const LONGEST_PLANNING_MS = 3000;

/**
 * Everything a plan rests on, as it is now: those who withdrew too, since what they held stays. Participants and sheets beside each
 * other; then two round trips for each buyer's offers, and for every hundred cooperatives one for them, one for their partners and
 * two for their potentials, side by side.
 */
export async function readPlannedHall(
  table: Table,
  event: Event,
  now: Date,
): Promise<{ hall: Hall; sheets: Stored<Sheet>[] }> {
  const [stored, sheets] = await Promise.all([
    readParticipants(table, event.id, { withdrawn: true }),
    readSheets(table, event.id),
  ]);
  const participants = stored.map(({ value }) => value);
  const idsOf = (side: 'cooperative' | 'buyer') =>
    participants
      .filter((each) => each.side === side && isTakingPart(each))
      .map(({ organizationId }) => organizationId);
  const [fits, partnered] = await Promise.all([
    bestBetween(table, idsOf('cooperative'), idsOf('buyer'), now),
    partnersOf(table, idsOf('cooperative')),
  ]);
  return { sheets, hall: { event, participants, meetings: meetingsOn(sheets), fits, partnered } };
}

/** Refuses (409) to plan what has no meetings one to one. */
export function refuseOtherKinds({ kind }: Event): void {
  if (kind === 'business-matching') return;
  throw new Refusal('conflict', `A ${kind} has no meetings one to one; only business matching is planned.`);
}

/** Plans until the time is over. Pinned meetings that contradict each other are the only input the planner can refuse here. */
export function withinTime<T>(ask: Pick<AnyAsk, 'newId' | 'now'>, plan: (planning: Planning) => T): T {
  const until = performance.now() + LONGEST_PLANNING_MS;
  try {
    return plan({
      planEvent,
      newId: () => ask.newId('mtg'),
      at: ask.now.toISOString(),
      stop: () => performance.now() > until,
    });
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    throw new Refusal('conflict', `This cannot be planned: ${error.message}.`);
  }
}
