/** From a plan to the sheets of the slots: who stays keeps meeting and answers, who moves keeps the meeting, who falls out is told. */
import type { PlannedMeeting } from '../planning/plan.ts';
import type { Seating } from './event.ts';
import { takesSeat, type Meeting } from './meeting.ts';
import type { Fit } from './plan-input.ts';

export type Replanned = {
  /** All meetings so far, those cancelled included. */
  before: readonly Meeting[];
  planned: readonly PlannedMeeting[];
  seating: Seating;
  fitOf: (cooperativeId: string, buyerId: string) => Fit;
  isPublished: boolean;
  /** Which of `before` stay whatever is planned. */
  isPinned: (meeting: Meeting) => boolean;
  newId: () => string;
  at: string;
};

/**
 * All meetings after a plan. A pair has one meeting for life: planned anew it keeps its id, and its `sequence` grows with every change
 * of time, table or state. Another time needs new consent. Before anything is published, nobody is told, so what falls out leaves no trace.
 * O(meetings).
 */
export function replannedMeetings(plan: Replanned): Meeting[] {
  const { before, planned, seating, fitOf, isPublished, isPinned, newId, at } = plan;
  const known = new Map(before.map((meeting) => [pairOf(meeting), meeting]));
  const chosen = new Set(planned.map(pairOf));
  const meetings = planned.map((each): Meeting => {
    const found = known.get(pairOf(each));
    const table = seating[each.buyerId]![each.table - 1]!;
    const { score, offerId, potentialId } = fitOf(each.cooperativeId, each.buyerId);
    const fit = {
      score,
      ...(offerId === undefined ? {} : { offerId }),
      ...(potentialId === undefined ? {} : { potentialId }),
    };
    if (found === undefined) {
      const { cooperativeId, buyerId, slot } = each;
      const fresh = { state: 'planned', locked: false, answers: {}, sequence: 0, revision: 1 } as const;
      return { id: newId(), slot, table, cooperativeId, buyerId, ...fit, ...fresh, changedAt: at };
    }
    if (isPinned(found)) return found;
    const { offerId: _, potentialId: __, cancelledBecause: ___, ...kept } = found;
    const isSameTime = found.slot === each.slot && takesSeat(found);
    return changed(
      found,
      {
        ...kept,
        ...fit,
        slot: each.slot,
        table,
        state: 'planned',
        answers: isSameTime ? found.answers : {},
      },
      at,
    );
  });
  const others = before
    .filter((meeting) => !chosen.has(pairOf(meeting)))
    .flatMap((meeting): Meeting[] => {
      if (meeting.state !== 'planned' || isPinned(meeting)) return [meeting];
      if (!isPublished) return [];
      return [changed(meeting, { ...meeting, state: 'cancelled', cancelledBecause: 'replanned' }, at)];
    });
  return [...meetings, ...others];
}

/** A meeting in another shape: `sequence` and `revision` grow as far as it differs; the very same where it does not. */
function changed(before: Meeting, after: Meeting, at: string): Meeting {
  const isElsewhere =
    before.slot !== after.slot || before.table !== after.table || before.state !== after.state;
  const isOther = isElsewhere || before.score !== after.score || before.offerId !== after.offerId;
  if (!isOther && before.potentialId === after.potentialId) return before;
  return {
    ...after,
    sequence: before.sequence + (isElsewhere ? 1 : 0),
    revision: before.revision + 1,
    changedAt: at,
  };
}

const pairOf = ({ cooperativeId, buyerId }: Pick<Meeting, 'cooperativeId' | 'buyerId'>): string =>
  `${cooperativeId} ${buyerId}`;

/** Meetings by slot, for the sheets; each sheet in the order of its tables. */
export function bySlot(meetings: readonly Meeting[]): Map<number, Meeting[]> {
  const ordered = meetings.toSorted((a, b) => a.table - b.table || (a.id < b.id ? -1 : 1));
  return Map.groupBy(ordered, ({ slot }) => slot);
}
