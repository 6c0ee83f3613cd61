/** From a plan to the sheets of the slots: who stays keeps meeting and answers, who moves keeps the meeting, who falls out is told. */
import type { PlannedMeeting } from '../planning/plan.ts';
import type { Seating } from './event.ts';
import { pairOf, takesSeat, type Meeting } from './meeting.ts';
import { changed } from './meeting-rules.ts';
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
    const place = { slot: each.slot, table, state: 'planned' } as const;
    if (found === undefined) {
      const { cooperativeId, buyerId } = each;
      const fresh = { locked: false, answers: {}, sequence: 0, revision: 1 };
      const fit = { score, ...(offerId && { offerId }), ...(potentialId && { potentialId }) };
      return { id: newId(), cooperativeId, buyerId, ...place, ...fit, ...fresh, changedAt: at };
    }
    const now = { ...place, score, offerId, potentialId };
    if (isPinned(found) || !isNews(found, now)) return found;
    const isSameTime = found.slot === each.slot && takesSeat(found);
    const answers = isSameTime ? found.answers : {};
    return changed(found, { ...now, answers, cancelledBecause: undefined }, at);
  });
  const others = before
    .filter((meeting) => !chosen.has(pairOf(meeting)))
    .flatMap((meeting): Meeting[] => {
      if (meeting.state !== 'planned' || isPinned(meeting)) return [meeting];
      if (!isPublished) return [];
      return [changed(meeting, { state: 'cancelled', cancelledBecause: 'replanned' }, at)];
    });
  return [...meetings, ...others];
}

/** Whether a plan says anything new of a meeting. */
const isNews = (before: Meeting, plan: Partial<Meeting>): boolean =>
  (['slot', 'table', 'state', 'score', 'offerId', 'potentialId'] as const).some(
    (field) => before[field] !== plan[field],
  );

/** Meetings by slot, for the sheets; each sheet in the order of its tables. */
export function bySlot(meetings: readonly Meeting[]): Map<number, Meeting[]> {
  const ordered = meetings.toSorted((a, b) => a.table - b.table || (a.id < b.id ? -1 : 1));
  return Map.groupBy(ordered, ({ slot }) => slot);
}
