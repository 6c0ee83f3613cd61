/** What became of the meetings of a published schedule over some changes of its sheets: what words and data are both made of. Pure. */
import type { Meeting, Sheet } from './meeting.ts';

/** The sheet of a slot before a change and after it; missing where there was none. */
export type SheetChange = { before: Sheet | undefined; after: Sheet | undefined };

/** Two states of a meeting: `was` is missing for a new one, and where only what it came to be is known. */
export type MeetingChange = { was: Meeting | undefined; is: Meeting };

/** Whether some meeting of a sheet has another time, table or state than before, or is new on it. O(meetings). */
export function isRearranged({ before, after }: SheetChange): boolean {
  const known = new Map(before?.meetings.map(({ id, sequence }) => [id, sequence]));
  return (after?.meetings ?? []).some(({ id, sequence }) => known.get(id) !== sequence);
}

/**
 * Each meeting that has got another time, table or state since the schedule was published, or is new since, as far as these changes
 * show it: over one change, or from the first state to the last over several that come together. O(meetings).
 */
export function meetingChanges(changes: readonly SheetChange[], publishedAt: string): MeetingChange[] {
  const first = new Map<string, Meeting>();
  const last = new Map<string, Meeting>();
  const isKnown = ({ changedAt }: Meeting): boolean => changedAt <= publishedAt;
  for (const { before, after } of changes) {
    for (const meeting of before?.meetings ?? []) {
      const found = first.get(meeting.id);
      // As it was published, if that is among them: what was planned and planned anew before, nobody has seen.
      const isEarlier = found === undefined || meeting.revision < found.revision;
      const isPublished = isKnown(meeting) && (!found || !isKnown(found) || !isEarlier);
      if (isPublished || (isEarlier && !(found && isKnown(found)))) first.set(meeting.id, meeting);
    }
    for (const meeting of after?.meetings ?? []) {
      const found = last.get(meeting.id);
      if (found === undefined || meeting.revision > found.revision) last.set(meeting.id, meeting);
    }
  }
  return [...last.values()].flatMap((is): MeetingChange[] => {
    const was = first.get(is.id);
    // The same as before, or on the sheet that it has left since.
    const isOld = was !== undefined && (was.revision >= is.revision || was.sequence === is.sequence);
    return isOld || isKnown(is) ? [] : [{ was, is }];
  });
}
