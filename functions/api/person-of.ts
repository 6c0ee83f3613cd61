/** Under which pseudonym a caller writes: asked of the table once in a while, since every write needs it. */
import type { Clock } from '../../shared/clock.ts';
import type { NewId } from '../../shared/ids.ts';
import { enterPerson } from '../../shared/persons/person-store.ts';
import type { Table } from '../../shared/table/table.ts';

/** Another process may have erased somebody: for so long this one may still write under a pseudonym that leads to nobody. */
const REMEMBERED_MS = 5 * 60 * 1000;
const MOST_REMEMBERED = 10_000;

type Remembered = { person: Promise<string>; until: number };

const remembered = new WeakMap<Table, Map<string, Remembered>>();

/** The pseudonym of a subject; who is new gets one. No round trip while it is remembered, else one, two for who is new. */
export function personOf(
  { table, clock, newId }: { table: Table; clock: Clock; newId: NewId },
  subject: string,
): Promise<string> {
  let persons = remembered.get(table);
  if (!persons) remembered.set(table, (persons = new Map()));
  const now = clock();
  const known = persons.get(subject);
  if (known && now.getTime() < known.until) return known.person;
  if (persons.size >= MOST_REMEMBERED) persons.clear();
  const person = enterPerson(table, subject, newId('person'), now.toISOString()).then(({ id }) => id);
  const entry = { person, until: now.getTime() + REMEMBERED_MS };
  persons.set(subject, entry);
  const within = persons;
  person.catch(() => {
    if (within.get(subject) === entry) within.delete(subject);
  });
  return person;
}

/** Forgets who a subject was: from now on it is somebody new. */
export const forgetPerson = (table: Table, subject: string): void =>
  void remembered.get(table)?.delete(subject);
