/** Where persons lie: who a subject is, and which things a pseudonym has written to. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { subjectKey, wroteKey, wrotePrefix } from '../table/keys.ts';
import { ConditionFailed, type Action, type Item, type Table } from '../table/table.ts';
import { hashOfSubject, type Person } from './person.ts';

/** Who a subject is; undefined for who has never written anything, and for who was erased. One round trip. */
export async function readPerson(table: Table, subject: string): Promise<Person | undefined> {
  return personFrom(await table.get(subjectKey(hashOfSubject(subject))));
}

/** The same; a new person under `id`, stored, for who is not known. One round trip, two the first time. */
export async function enterPerson(table: Table, subject: string, id: string, at: string): Promise<Person> {
  const key = subjectKey(hashOfSubject(subject));
  const known = personFrom(await table.get(key));
  if (known) return known;
  const person = { id, since: at };
  try {
    await table.write({ do: 'put', item: { ...key, person: person.id, since: at }, when: { is: 'absent' } });
    return person;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return personFrom(await table.get(key)) ?? person;
  }
}

const personFrom = (item: Item | undefined): Person | undefined =>
  item && { id: item['person'] as string, since: item['since'] as string };

/** What to write so that nothing leads from a subject to its person any more. One action; refuses when another did it first. */
export const unlinking = (subject: string, { id }: Person): Action => ({
  do: 'delete',
  key: subjectKey(hashOfSubject(subject)),
  when: { is: 'equal', attribute: 'person', value: id },
});

/** Notes that a person has written to the thing of a partition. One round trip; the same again changes nothing that counts. */
export async function noteWriting(table: Table, person: string, thing: string, at: string): Promise<void> {
  await table.write({ do: 'put', item: { ...wroteKey(person, thing), at } });
}

/** The partitions of the things that a person has written to, in the order of their names, with when it was noted. One query a page. */
export function listWritings<T>(
  table: Table,
  person: string,
  page: PageRequest,
  show: (thing: string, at: string) => T | undefined,
): Promise<Page<T>> {
  const { pk } = wroteKey(person, '');
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: wrotePrefix }),
    ({ sk, at }) => show(sk.slice(wrotePrefix.length), at as string),
  );
}
