/** Keeps of each person the list of what it has written to, and works off erasures. */
import type { Clock } from '../../shared/clock.ts';
import { erasureFrom, erasureWrite, readErasure, removeOwn } from '../../shared/persons/erasure-store.ts';
import { done } from '../../shared/persons/erasure.ts';
import { thingOf } from '../../shared/persons/my-data.ts';
import { isPerson } from '../../shared/persons/person.ts';
import { noteWriting } from '../../shared/persons/person-store.ts';
import { serviceStamp, type Stamp } from '../../shared/stored.ts';
import { erasureKey, idIn, isSameKey } from '../../shared/table/keys.ts';
import type { Item, Table } from '../../shared/table/table.ts';
import type { Reaction } from './react.ts';

/** Notes of who wrote to what that this process remembers, so that the hundredth sheet of an event costs nothing. */
const MOST_REMEMBERED = 5_000;

/**
 * The reaction that keeps what people are told under `GET /v1/me/data`, and does what they ask under `DELETE /v1/me`. Both in one, so
 * that on one machine what somebody wrote just before is noted before it is erased. A write for each thing that a person writes to
 * for the first time; for an erasure see {@link erase}.
 */
export function persons(table: Table, clock: Clock): Reaction {
  const noted = new Set<string>();
  return async ({ key, before, after }) => {
    if (isSameKey(key, erasureKey(idIn(key)))) {
      if (erasureFrom(after)?.value.doneAt === undefined) await erase(table, idIn(key), clock);
      return;
    }
    const { by: person, at } = stampOf(after) ?? {};
    if (!isPerson(person) || at === undefined || person === stampOf(before)?.by) return;
    if (thingOf(key.pk) === undefined) return;
    const note = `${person} ${key.pk}`;
    if (noted.has(note)) return;
    await noteWriting(table, person, key.pk, at);
    if (noted.size >= MOST_REMEMBERED) noted.clear();
    noted.add(note);
  };
}

const stampOf = (item: Item | null) => item?.['changed'] as Stamp | undefined;

/**
 * Does what is left of an erasure: what led to the person, and its contact, went in the transaction that took it on. Here goes what lies
 * under the pseudonym, in portions; at last the erasure forgets whom it was about. Interrupted anywhere, it is begun again and finds less
 * to do. Two reads and a write, and for every hundred items a query and a transaction.
 */
export async function erase(table: Table, id: string, clock: Clock): Promise<void> {
  const before = await readErasure(table, id);
  if (!before || before.value.doneAt !== undefined) return;
  const { person } = before.value;
  const stamp = serviceStamp(clock().toISOString());
  if (person !== undefined) await removeOwn(table, person);
  await table.write(erasureWrite(done(before.value, stamp.at), before, stamp));
}
