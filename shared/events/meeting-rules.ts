/** What may happen to one meeting on the day: moved, pinned, answered, marked. Pure: the meeting as it is to be, or a refusal. */
import { Refusal } from '../errors.ts';
import { definedOnly } from '../patch.ts';
import type { Meeting } from './meeting.ts';
import {
  absencesFrom,
  freeTables,
  obstaclesAtTable,
  obstaclesInSlot,
  obstaclesToMeeting,
  refuseFor,
  type Day,
  type Obstacle,
  type Pair,
  type Place,
} from './obstacles.ts';
import type { Side } from './participant.ts';

/** A meeting with a change in it. Calendars hear of another time, table or state; everyone else of another revision. */
export function changed(
  before: Meeting,
  change: { [K in keyof Meeting]?: Meeting[K] | undefined },
  at: string,
): Meeting {
  const after = definedOnly({ ...before, ...change });
  const isShown = (['slot', 'table', 'state'] as const).some((field) => after[field] !== before[field]);
  const sequence = isShown ? before.sequence + 1 : before.sequence;
  return { ...after, sequence, revision: before.revision + 1, changedAt: at };
}

/** Where a meeting shall go: into a slot, to a table or to any of its buyer's. */
type Wanted = { slot: number; table?: number | undefined };

/** A place, the buyer's free tables in its slot, and what stands in the way. */
type Prospect = { place: Place; tables: number[]; obstacles: Obstacle[] };

/** What a slot holds for a meeting: its buyer's free tables, and all that stands in the way there. */
export function prospectIn(
  day: Day,
  meeting: Pair & { table?: number },
  { slot, table }: Wanted,
  now: Date,
): Prospect {
  const tables = freeTables(day, meeting, slot);
  const own = tables.find((free) => free === meeting.table) ?? tables[0];
  const first = day.event.seating?.[meeting.buyerId]?.[0];
  // Where every table of the buyer is taken, its first tells by whom.
  const place = { slot, table: table ?? own ?? first ?? meeting.table ?? 1 };
  const obstacles = obstaclesInSlot(day, meeting, slot, now);
  const isSlot = obstacles.every(({ kind }) => kind !== 'no-such-slot');
  if (isSlot) obstacles.push(...obstaclesAtTable(day, meeting, place));
  return { place, tables: isSlot ? tables : [], obstacles };
}

/** The meeting at another place. Refuses (409) with everything in the way named, and for a meeting that is pinned or over. */
export function moveMeeting(day: Day, meeting: Meeting, wanted: Wanted, now: Date): Meeting {
  ensurePlanned(meeting, 'moved');
  if (meeting.locked) throw new Refusal('conflict', 'The meeting is locked: unlock it before you move it.');
  const { place, obstacles } = prospectIn(day, meeting, wanted, now);
  refuseFor(obstacles, pointerOf);
  if (place.slot === meeting.slot && place.table === meeting.table) return meeting;
  // Who agreed to one time has not agreed to another.
  const answers = place.slot === meeting.slot ? meeting.answers : {};
  return changed(meeting, { ...place, answers }, now.toISOString());
}

/** A meeting whose slot has come to lie at another time: it stays, but what is still to come is agreed to by nobody. */
export const atAnotherTime = (meeting: Meeting, at: string): Meeting =>
  meeting.state === 'planned' ? changed(meeting, { answers: {} }, at) : meeting;

/** Pinned or not. Pinning what is pinned changes nothing. */
export function lockMeeting(meeting: Meeting, locked: boolean, at: string): Meeting {
  if (meeting.locked === locked) return meeting;
  if (locked) ensurePlanned(meeting, 'locked');
  return changed(meeting, { locked }, at);
}

/** One side agrees. Who had declined takes it up again, if its seat is still free. */
export function acceptMeeting(day: Day, meeting: Meeting, side: Side, now: Date): Meeting {
  const answers = { ...meeting.answers, [side]: 'accepted' as const };
  const isDeclined = meeting.state === 'cancelled' && meeting.cancelledBecause === 'declined';
  if (isDeclined && meeting.answers[side] === 'declined' && meeting.answers[otherSide(side)] !== 'declined') {
    // What the others do is not a party's to know: it hears that the seat is gone, not to whom.
    if (obstaclesToTakingUp(day, meeting, now).length > 0) {
      throw new Refusal('conflict', 'The seat has been given away since; ask the organizer for another.');
    }
    const { [side]: _, ...reasons } = meeting.reasons ?? {};
    return changed(meeting, { ...planned, answers, reasons: someOf(reasons) }, now.toISOString());
  }
  ensurePlanned(meeting, 'accepted');
  return meeting.answers[side] === 'accepted' ? meeting : changed(meeting, { answers }, now.toISOString());
}

/** One side would rather not: the seat is free at once, and no later plan brings the two together. A reason is nobody's due. */
export function declineMeeting(
  meeting: Meeting,
  side: Side,
  reason: string | undefined,
  at: string,
): Meeting {
  if (meeting.state !== 'cancelled') ensurePlanned(meeting, 'declined');
  if (meeting.answers[side] === 'declined' && (reason === undefined || reason === meeting.reasons?.[side])) {
    return meeting;
  }
  const change = {
    ...cancelled('declined'),
    answers: { ...meeting.answers, [side]: 'declined' as const },
    reasons: reason === undefined ? meeting.reasons : { ...meeting.reasons, [side]: reason },
  };
  return changed(meeting, change, at);
}

/**
 * Whether it took place, as the desk saw; `planned` takes a mark back, unless a party is known to be away. What was missed counts again
 * only within the limits.
 */
export function markMeeting(
  day: Day,
  meeting: Meeting,
  state: 'planned' | 'held' | 'missed',
  at: string,
): Meeting {
  if (meeting.state === 'cancelled') ensurePlanned(meeting, 'marked');
  if (meeting.state === state) return meeting;
  const against = meeting.state === 'missed' ? obstaclesToMeeting(day, meeting) : [];
  const away = state === 'planned' ? absencesFrom(day, meeting, meeting.slot) : [];
  refuseFor([...against, ...away], () => '#/state');
  return changed(meeting, { state }, at);
}

/** A new meeting of a pair at a place: what is there of it already, and everything in the way. */
export function prospectOfPair(
  day: Day,
  { cooperativeId, buyerId, ...wanted }: Pair & Wanted,
  now: Date,
): Prospect & { before: Meeting | undefined } {
  const before = day.meetings.find(
    (meeting) => meeting.cooperativeId === cooperativeId && meeting.buyerId === buyerId,
  );
  const isOn = before?.state === 'planned' || before?.state === 'held';
  const pair = { cooperativeId, buyerId, ...(before && !isOn && { id: before.id }) };
  const { obstacles, ...prospect } = prospectIn(day, pair, wanted, now);
  return { ...prospect, before, obstacles: [...obstaclesToMeeting(day, pair), ...obstacles] };
}

/**
 * A meeting that the office brings about by hand, without the planner: of a pair that has none, or whose meeting was cancelled or
 * missed. Refuses (409) with everything in the way; `fit` is what the matcher says of the pair.
 */
export function addMeeting(
  day: Day,
  pair: Pair & Wanted,
  fit: Pick<Meeting, 'score' | 'offerId' | 'potentialId'>,
  newId: () => string,
  now: Date,
): Meeting {
  const { before, place, obstacles } = prospectOfPair(day, pair, now);
  refuseFor(obstacles, pointerOf);
  const at = now.toISOString();
  if (before) return changed(before, { ...place, ...planned, ...fit, answers: {}, reasons: undefined }, at);
  const { cooperativeId, buyerId } = pair;
  const first = { state: 'planned', locked: false, answers: {}, sequence: 0, revision: 1 } as const;
  return { id: newId(), cooperativeId, buyerId, ...place, ...fit, ...first, changedAt: at };
}

/** What a cancelled meeting is: it takes no seat and is pinned nowhere, and says why. */
export const cancelled = (because: NonNullable<Meeting['cancelledBecause']>) =>
  ({ state: 'cancelled', cancelledBecause: because, locked: false }) as const;

/** What a meeting is that stands in the plan. */
export const planned = { state: 'planned', cancelledBecause: undefined } as const;

/** What is in the way, by now, of a cancelled meeting at its old place. */
export function obstaclesToTakingUp(day: Day, meeting: Meeting, now: Date): Obstacle[] {
  return [
    ...obstaclesToMeeting(day, meeting),
    ...obstaclesInSlot(day, meeting, meeting.slot, now),
    ...obstaclesAtTable(day, meeting, meeting),
  ];
}

/** Which member of a move's body an obstacle is about. */
const pointerOf = ({ kind }: Obstacle): string => {
  if (kind === 'table-taken' || kind === 'not-its-table') return '#/table';
  return kind === 'met' || kind === 'limit' || kind === 'refused' ? '#' : '#/slot';
};

const otherSide = (side: Side): Side => (side === 'cooperative' ? 'buyer' : 'cooperative');

const someOf = <T extends object>(fields: T): T | undefined =>
  Object.keys(fields).length > 0 ? fields : undefined;

function ensurePlanned({ state, cancelledBecause }: Meeting, done: string): void {
  if (state === 'planned') return;
  const what =
    state === 'cancelled' ? `was cancelled (${cancelledBecause ?? 'cancelled'})` : `is marked as ${state}`;
  throw new Refusal('conflict', `The meeting ${what}, so it cannot be ${done}.`);
}
