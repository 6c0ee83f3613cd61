/** Meetings back into the sheets of their slots: which sheets a change rewrites, and that none of them books anyone twice. Pure. */
import type { Stored } from '../stored.ts';
import { sheetFault, type Meeting, type Sheet } from './meeting.ts';

/** All meetings of an event, cancelled ones too. */
export const meetingsOn = (sheets: readonly Stored<Sheet>[]): Meeting[] =>
  sheets.flatMap(({ value }) => value.meetings);

/**
 * The sheets that have to be written so that these meetings are as given: those they lie on and those they come to lie on.
 * Throws when a sheet would book anyone or a table twice: the rule that decided was wrong, and nothing is written. O(meetings).
 */
export function rewrittenSheets(sheets: readonly Stored<Sheet>[], after: readonly Meeting[]): Sheet[] {
  const ids = new Set(after.map(({ id }) => id));
  const slots = new Set(after.map(({ slot }) => slot));
  for (const { value } of sheets) if (value.meetings.some(({ id }) => ids.has(id))) slots.add(value.slot);
  return [...slots]
    .sort((a, b) => a - b)
    .map((slot) => {
      const before = sheets.find(({ value }) => value.slot === slot)?.value.meetings ?? [];
      const meetings = [
        ...before.filter(({ id }) => !ids.has(id)),
        ...after.filter((meeting) => meeting.slot === slot),
      ].sort((a, b) => a.table - b.table || (a.id < b.id ? -1 : 1));
      // How many tables a buyer has is looked at where a place is chosen; a table that is its own it has once.
      const seats = new Map(meetings.map(({ buyerId }) => [buyerId, Infinity]));
      const fault = sheetFault({ slot, meetings }, seats);
      if (fault !== undefined) throw new Error(`a change would book twice: ${fault}`);
      return { slot, meetings };
    });
}
