/** Whether a desk was refused with reason: what the refusal names must have been so at some moment while it was asked. */
import type { Meeting } from '../../shared/events/meeting.ts';
import type { DayHistory, Span } from './day-history.ts';

/** A request that was refused, and what it was about. */
export type Refused = {
  status: number;
  /** Each fault as a sentence. */
  details: string[];
  span: Span;
  meetingId?: string | undefined;
  parties: string[];
};

/** The sentence that nothing justifies, or undefined when everything that was said was so. */
export function withoutCause(
  history: DayHistory,
  names: ReadonlyMap<string, string>,
  slotsOver: number,
  refused: Refused,
): string | undefined {
  const { details, span, meetingId, parties } = refused;
  const nameOf = (id: string) => names.get(id) ?? id;
  const idOf = (name: string) => [...names].find(([, each]) => each === name)?.[0] ?? name;
  const isOn = ({ state }: Meeting) => state !== 'cancelled';
  const slots = [...history.sheets.keys()].map((sk) => Number(sk.slice(-2)));
  const mine = () => (meetingId === undefined ? [] : history.meetingsIn(meetingId, span));
  const party = (name: string) => history.participantsIn(idOf(name), span);
  const most = (id: string) =>
    slots.reduce((sum, slot) => {
      const counts = history
        .sheetsIn(slot, span)
        .map(
          ({ meetings }) =>
            meetings.filter((one) => [one.cooperativeId, one.buyerId].includes(id) && isOn(one)).length,
        );
      return sum + Math.max(0, ...counts);
    }, 0);
  const isBlocked = (meeting: Meeting): boolean =>
    meeting.slot <= slotsOver ||
    history
      .sheetsIn(meeting.slot, span)
      .some(({ meetings }) =>
        meetings.some(
          (one) =>
            one.id !== meeting.id &&
            isOn(one) &&
            (one.table === meeting.table || one.cooperativeId === meeting.cooperativeId),
        ),
      ) ||
    parties.some((id) =>
      history
        .participantsIn(id, span)
        .some(
          ({ noShowAt, withdrawnAt, maxMeetings = Infinity, arrivesForSlot = 1, unavailableSlots = [] }) =>
            noShowAt !== undefined ||
            withdrawnAt !== undefined ||
            arrivesForSlot > meeting.slot ||
            unavailableSlots.includes(meeting.slot) ||
            most(id) >= maxMeetings,
        ),
    );

  const causes: [RegExp, (...parts: [string, string, string, string]) => boolean][] = [
    [
      /^(.+) meets (.+) at table (\d+) in slot (\d+)\.$/,
      (cooperative, buyer, table, slot) =>
        history
          .sheetsIn(Number(slot), span)
          .some(({ meetings }) =>
            meetings.some(
              (one) =>
                isOn(one) &&
                nameOf(one.cooperativeId) === cooperative &&
                nameOf(one.buyerId) === buyer &&
                one.table === Number(table),
            ),
          ),
    ],
    [/^(.+) has withdrawn\.$/, (name) => party(name).some(({ withdrawnAt }) => withdrawnAt !== undefined)],
    [/^(.+) has not come\.$/, (name) => party(name).some(({ noShowAt }) => noShowAt !== undefined)],
    [
      /^(.+) comes only for slot (\d+)\.$/,
      (name, slot) => party(name).some(({ arrivesForSlot }) => arrivesForSlot === Number(slot)),
    ],
    [
      /^(.+) cannot come in slot (\d+)\.$/,
      (name, slot) => party(name).some(({ unavailableSlots }) => unavailableSlots?.includes(Number(slot))),
    ],
    [/^(.+) meets at most (\d+) times\.$/, (name, limit) => most(idOf(name)) >= Number(limit)],
    [/^Slot (\d+) is over\.$/, (slot) => Number(slot) <= slotsOver],
    [
      /^One of them refuses/,
      () =>
        parties.some((id) =>
          party(id).some(({ refuses = [] }) => refuses.some((one) => parties.includes(one))),
        ),
    ],
    [/^The meeting is locked/, () => mine().some(({ locked }) => locked)],
    [/^The meeting was cancelled/, () => mine().some((meeting) => !isOn(meeting))],
    [/^The meeting is marked as (held|missed)/, (state) => mine().some((meeting) => meeting.state === state)],
    [/^The seat has been given away/, () => mine().some(isBlocked)],
    [
      /^does not take part/,
      () => parties.some((id) => party(id).some(({ withdrawnAt }) => withdrawnAt !== undefined)),
    ],
    [
      /takes part already/,
      () => parties.some((id) => party(id).some(({ withdrawnAt }) => withdrawnAt === undefined)),
    ],
  ];
  return details.find((detail) => {
    const cause = causes.find(([pattern]) => pattern.test(detail));
    return !cause || !cause[1](...(cause[0].exec(detail)!.slice(1) as [string, string, string, string]));
  });
}
