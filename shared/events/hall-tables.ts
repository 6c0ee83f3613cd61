/** Which tables of the hall a buyer sits at: numbered through the hall, kept over every plan. Pure. */
import { Refusal } from '../errors.ts';
import type { Event } from './event.ts';
import type { Participant } from './participant.ts';

/**
 * The hall's tables of each buyer that takes part: those it has, and for those without the next numbers that nobody has. Refuses
 * (409) when the hall has not as many.
 */
export function assignedTables(
  event: Pick<Event, 'tables'>,
  participants: readonly Participant[],
): Map<string, number[]> {
  const buyers = participants
    .filter(({ side, withdrawnAt }) => side === 'buyer' && withdrawnAt === undefined)
    .sort((a, b) => (a.organizationId < b.organizationId ? -1 : 1));
  const taken = new Set(buyers.flatMap(({ tableNumbers }) => tableNumbers ?? []));
  let next = 1;
  const assigned = buyers.map(({ organizationId, tableNumbers = [], tables: wanted = 1 }) => {
    const numbers = tableNumbers.slice(0, wanted);
    while (numbers.length < wanted) {
      while (taken.has(next)) next += 1;
      taken.add(next);
      numbers.push(next);
    }
    return [organizationId, numbers] as const;
  });
  const last = Math.max(0, ...assigned.flatMap(([, numbers]) => numbers));
  if (event.tables !== undefined && last > event.tables) {
    const need = buyers.reduce((sum, { tables = 1 }) => sum + tables, 0);
    const detail = `The hall has ${event.tables} tables and the buyers need ${need}: give the event more, or a buyer fewer.`;
    throw new Refusal('conflict', detail);
  }
  return new Map(assigned);
}
