/** The course of a day as it is printed: days, breaks, meetings and, on a table's card, what is still free. */
import { dayInWords } from '../../shared/local-time.ts';
import { slotTimes, type EventView, type SlotTime } from '../../shared/events/event.ts';
import type { MeetingView } from '../../shared/events/meeting.ts';
import { inOrderOfTheDay } from '../../shared/events/paper.ts';

export type Entry =
  | { is: 'day'; day: string }
  | { is: 'break'; startsAt: string; endsAt: string }
  | { is: 'meeting'; meeting: MeetingView }
  | { is: 'free'; time: SlotTime };

/**
 * The entries of an event, day by day, each day under its name where there are several. With `free`, slots without a meeting stand there
 * too; without, a day holds what lies between a party's first meeting and its last. O(slots + meetings log meetings).
 */
export function agendaOf(
  event: EventView,
  meetings: readonly MeetingView[],
  { free }: { free: boolean },
): Entry[] {
  const bySlot = Map.groupBy(inOrderOfTheDay(meetings), ({ slot }) => slot);
  const days = Map.groupBy(slotTimes(event), ({ startsAt }) => dayInWords(startsAt, event.timeZone));
  return [...days].flatMap(([day, times]) => {
    const entries = times.flatMap((time, at): Entry[] => {
      const own = (bySlot.get(time.slot) ?? []).map((meeting): Entry => ({ is: 'meeting', meeting }));
      const ended = times[at - 1]?.endsAt ?? time.startsAt;
      return [
        ...(ended === time.startsAt
          ? []
          : [{ is: 'break', startsAt: ended, endsAt: time.startsAt } as const]),
        ...(free && own.length === 0 ? [{ is: 'free', time } as const] : own),
      ];
    });
    const shown = free ? entries : fromFirstToLastMeeting(entries);
    return days.size > 1 && shown.length > 0 ? [{ is: 'day', day }, ...shown] : shown;
  });
}

function fromFirstToLastMeeting(entries: readonly Entry[]): Entry[] {
  const isMeeting = (entry: Entry): boolean => entry.is === 'meeting';
  const first = entries.findIndex(isMeeting);
  return first < 0 ? [] : entries.slice(first, entries.findLastIndex(isMeeting) + 1);
}
