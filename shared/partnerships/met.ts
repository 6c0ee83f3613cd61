/** What a meeting makes of a partnership: both sat at one table, so they talk; what binds, each side still confirms itself. */
import { entered } from './as-of.ts';
import { lackingFor, type Facts, type Lacking } from './guards.ts';
import { isOpen, type MeetingOf, type Partnership, type Side } from './partnership.ts';
import { stepsFrom } from './stages.ts';
import { takeStep } from './steps.ts';

/**
 * The partnership after a meeting whose outcome `by` recorded: what was proposed is negotiated, since both have met; further on it
 * stays where it is. Where a text was agreed on (`isSigned`), the side that says so confirms the MoU, and `lacking` says what
 * keeps it from that; an office confirms for nobody. The very same partnership when nothing changes.
 */
export function afterMeeting(
  before: Partnership,
  meeting: MeetingOf,
  { by, isSigned, note }: { by: Side | 'organizer'; isSigned: boolean; note: string },
  facts: Facts,
  now: Date,
): { partnership: Partnership; lacking: readonly Lacking[] } {
  const at = now.toISOString();
  const known = withMeeting(before, meeting, at);
  const talking = known.stage === 'proposed' ? entered(known, { at, to: 'negotiating', by, note }) : known;
  const step = stepsFrom(talking.stage).find(({ to }) => to === 'mou');
  if (!isSigned || step === undefined) return { partnership: talking, lacking: [] };
  const lacking = lackingFor(step, facts);
  if (by === 'organizer' || lacking.length > 0) return { partnership: talking, lacking };
  return { partnership: takeStep(talking, { to: 'mou' }, by, facts, now), lacking };
}

/**
 * The partnership once the outcome it came of is corrected to one that leads to none: declined, where it went no further than that
 * outcome took it. The very same partnership where both have gone on with it.
 */
export function withoutMeeting(
  before: Partnership,
  { eventId, meetingId }: MeetingOf,
  by: Side | 'organizer',
  note: string,
  now: Date,
): Partnership {
  const [first, second, ...further] = before.history;
  const [opening] = before.meetings ?? [];
  const isOfIt = opening?.eventId === eventId && opening.meetingId === meetingId;
  const isUntouched = isOfIt && first?.at === second?.at && further.length === 0 && isOpen(before);
  return isUntouched ? entered(before, { at: now.toISOString(), to: 'declined', by, note }) : before;
}

/** The sides that have not confirmed the MoU that a meeting agreed on; none once it is past that, or over. */
export function sidesToConfirm({ stage, pending }: Partnership): Side[] {
  if (stage !== 'proposed' && stage !== 'negotiating') return [];
  const confirmed = pending?.to === 'mou' ? pending.by : undefined;
  return (['cooperative', 'buyer'] as const).filter((side) => side !== confirmed);
}

function withMeeting(before: Partnership, meeting: MeetingOf, at: string): Partnership {
  const { meetings = [] } = before;
  if (meetings.some(({ meetingId }) => meetingId === meeting.meetingId)) return before;
  return { ...before, meetings: [...meetings, meeting], updatedAt: at };
}
