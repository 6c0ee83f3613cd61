/** How changed meetings are written: the sheets of their slots, each under the version it was read at. */
import type { Stamp, Stored } from '../stored.ts';
import { participantKey } from '../table/keys.ts';
import type { Action } from '../table/table.ts';
import { emptySheet, sheetWrites } from './event-store.ts';
import type { Meeting, Sheet } from './meeting.ts';
import type { Participant } from './participant.ts';
import { rewrittenSheets } from './sheet.ts';

/**
 * What to write so that these meetings are as given: one action for each sheet they lie on or come to lie on. It fails when
 * anybody has changed one of those sheets since.
 */
export function meetingWrites(
  eventId: string,
  sheets: readonly Stored<Sheet>[],
  after: readonly Meeting[],
  stamp: Stamp,
): Action[] {
  return rewrittenSheets(sheets, after).flatMap(({ slot, meetings }) =>
    sheetWrites(eventId, sheetAt(sheets, slot), meetings, stamp),
  );
}

/**
 * The same, and one sheet is rewritten in any case: whoever plans the event holds all its sheets, so a plan that was made before
 * a party's absence was told cannot be written after it.
 */
export function meetingWritesSeenByPlans(
  eventId: string,
  sheets: readonly Stored<Sheet>[],
  after: readonly Meeting[],
  stamp: Stamp,
): Action[] {
  if (after.length > 0) return meetingWrites(eventId, sheets, after, stamp);
  const any = sheetAt(sheets, 1);
  return sheetWrites(eventId, any, any.value.meetings, stamp);
}

/** Refuses the whole transaction when the party has changed since it was read: its absences, its limits, its tables. */
export function unchanged({ value, version }: Stored<Participant>): Action {
  const key = participantKey(value.eventId, value.organizationId);
  return { do: 'check', key, when: { is: 'version', version } };
}

const sheetAt = (sheets: readonly Stored<Sheet>[], slot: number): Stored<Sheet> =>
  sheets.find(({ value }) => value.slot === slot) ?? emptySheet(slot);
