/** Where erasures lie: those to be worked off and those that are done in one list each, and what lies under a person's name. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { compactedKey, erasureKey, erasures, idempotencyKey, wroteKey } from '../table/keys.ts';
import type { Action, Item, Position, QueryResult, Table } from '../table/table.ts';
import { PROOF_DAYS, type Erasure } from './erasure.ts';

/** An erasure is worked off in portions of so many items. */
const PORTION = 100;
const DAY_SECONDS = 24 * 60 * 60;

/** The erasure in an item of the table or of the change feed. */
export const erasureFrom = (item: Item | null | undefined): Stored<Erasure> | undefined =>
  storedFrom<Erasure>(item ?? undefined);

/** One round trip. */
export async function readErasure(table: Table, id: string): Promise<Stored<Erasure> | undefined> {
  return erasureFrom(await table.get(erasureKey(id)));
}

/** What to write so that `after` takes the place of `before` (nothing, for a new one). One action. */
export function erasureWrite(after: Erasure, before: Stored<Erasure> | undefined, stamp: Stamp): Action {
  const { id, acceptedAt, doneAt } = after;
  const placement = {
    listPk: erasures(doneAt !== undefined),
    listSk: `${doneAt ?? acceptedAt}#${id}`,
    expiresAt: Math.floor(Date.parse(acceptedAt) / 1000) + PROOF_DAYS * DAY_SECONDS,
  };
  const item = itemOf(erasureKey(id), placement, after, (before?.version ?? 0) + 1, stamp);
  return { do: 'put', item, when: before ? { is: 'version', version: before.version } : { is: 'absent' } };
}

/** Erasures that are not worked off yet, the oldest first: some at a time. One query. */
export async function openErasures(table: Table): Promise<Stored<Erasure>[]> {
  const { items } = await table.query({ pk: erasures(false), index: 'list', limit: PORTION });
  return items.map(erasureFrom).filter((one) => one !== undefined);
}

/** When the erasure that was done last was done; undefined before the first. One query. */
export async function lastDone(table: Table): Promise<string | undefined> {
  const { items } = await table.query({ pk: erasures(true), index: 'list', limit: 1, descending: true });
  return erasureFrom(items[0])?.value.doneAt;
}

/**
 * Removes what lies under a person's name: recorded answers, and the list of what it wrote to. A query and a transaction for every
 * hundred items; whoever is interrupted begins again and finds only what is left.
 */
export async function removeOwn(table: Table, person: string): Promise<void> {
  for (const { pk } of [idempotencyKey(person, ''), wroteKey(person, '')]) {
    let after: Position | null = null;
    do {
      const page: QueryResult = await table.query({ pk, limit: PORTION, ...(after && { after }) });
      const keys = page.items.map(({ pk, sk }) => ({ pk, sk }));
      if (keys.length > 0) await table.transact(keys.map((key) => ({ do: 'delete', key })));
      after = page.next;
    } while (after !== null);
  }
}

/** The recorded answers to a person's latest requests, by their keys, and whether there are more. One query. */
export async function recordedAnswers(table: Table, person: string, limit: number) {
  const { items, next } = await table.query({ pk: idempotencyKey(person, '').pk, limit });
  const answers = items.map(({ sk, status, expiresAt }) => ({
    key: sk.replaceAll('%23', '#').replaceAll('%25', '%'),
    status: status as number,
    keptUntil: new Date(expiresAt! * 1000).toISOString(),
  }));
  return { answers, more: next !== null };
}

/** Of which erasures it is sure that they are out of the embedded store's file. One round trip. */
export async function compactedUntil(table: Table): Promise<string | undefined> {
  return (await table.get(compactedKey))?.['until'] as string | undefined;
}

/** Notes it. One round trip. */
export async function noteCompacted(table: Table, until: string): Promise<void> {
  await table.write({ do: 'put', item: { ...compactedKey, until } });
}
