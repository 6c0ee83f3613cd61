/** Reads what an import's rows may meet, and writes them a few at a time, so that one bad row does not stop the others. */
import type { CooperativeInput } from '../../shared/cooperatives/cooperative.ts';
import {
  cooperativeWrites,
  listCooperativesIn,
  readCooperatives,
} from '../../shared/cooperatives/cooperative-store.ts';
import { KnownCooperatives, planRow, type RowPlan } from '../../shared/cooperatives/import-plan.ts';
import { Refusal } from '../../shared/errors.ts';
import { nibHolders } from '../../shared/nib.ts';
import type { Stamp } from '../../shared/stored.ts';
import { ConditionFailed, TableBusy, type Action, type Table } from '../../shared/table/table.ts';

type Planned = { row: number; input: CooperativeInput; plan: RowPlan };
export type WrittenPlan = Pick<Planned, 'row' | 'plan'>;

const READ_AT_ONCE = 500;
/** Rows in one transaction: far below the table's limit of 100 actions, at three actions a row. */
const WRITTEN_AT_ONCE = 20;
/** How often one row is decided anew because someone else wrote first. */
const MOST_RUNS = 5;

/**
 * The cooperatives of every regency that the rows lie in, and whoever holds their NIBs or has the id that an import would choose.
 * One query for 500 cooperatives, one batch read for 100 rows.
 */
export async function knownAround(
  table: Table,
  inputs: readonly CooperativeInput[],
): Promise<KnownCooperatives> {
  const known = new KnownCooperatives();
  for (const prefix of new Set(inputs.map(({ regionCode }) => regionCode.slice(0, 5)))) {
    let next: Parameters<typeof listCooperativesIn>[2]['after'] | null;
    do {
      const page = { limit: READ_AT_ONCE, ...(next ? { after: next } : {}) };
      const found = await listCooperativesIn(table, prefix, page, (stored) => stored);
      for (const stored of found.items) known.add(stored);
      next = found.next;
    } while (next);
  }
  await refresh(table, inputs, known);
  return known;
}

/** Reads again, strongly, what decides about these rows. Two batch reads for 100 rows. */
async function refresh(table: Table, inputs: readonly CooperativeInput[], known: KnownCooperatives) {
  const nibs = [...new Set(inputs.flatMap(({ nib }) => (nib === undefined ? [] : [nib])))];
  const holders = await nibHolders(table, nibs);
  for (const [at, nib] of nibs.entries()) known.setHolder(nib, holders[at]);
  const ids = new Set<string>();
  for (const input of inputs) for (const id of known.candidates(input)) ids.add(id);
  for (const stored of await readCooperatives(table, [...ids])) if (stored) known.add(stored);
}

/** Writes what is planned and says what became of each row; whatever it says is durable. */
export async function writePlans(
  table: Table,
  planned: readonly Planned[],
  known: KnownCooperatives,
  stamp: Stamp,
): Promise<WrittenPlan[]> {
  const written: WrittenPlan[] = planned.filter(({ plan }) => writesOf(plan, stamp).length === 0);
  for (const batch of batches(
    planned.filter(({ plan }) => writesOf(plan, stamp).length > 0),
    stamp,
  )) {
    try {
      await table.transact(batch.flatMap(({ plan }) => writesOf(plan, stamp)));
      written.push(...batch);
    } catch (error) {
      if (!isOfRows(error)) throw error;
      // Which row it was is not said for sure: each goes alone, on what is stored by now.
      for (const one of batch) written.push(await writeOne(table, one, known, stamp));
    }
  }
  return written;
}

async function writeOne(
  table: Table,
  { row, input }: Planned,
  known: KnownCooperatives,
  stamp: Stamp,
): Promise<WrittenPlan> {
  let reason = 'Others kept changing this cooperative at the same moment; send the file again.';
  for (let runs = 0; runs < MOST_RUNS; runs += 1) {
    try {
      await refresh(table, [input], known);
      const plan = planRow(input, known, stamp.at);
      const writes = writesOf(plan, stamp);
      if (writes.length > 0) await table.transact(writes);
      return { row, plan };
    } catch (error) {
      if (!isOfRows(error)) throw error;
      if (error instanceof TableBusy) reason = 'The store was busy; send the file again.';
      if (error instanceof Refusal) reason = error.detail;
    }
  }
  return { row, plan: { status: 'refused', fault: { reason } } };
}

function writesOf(plan: RowPlan, stamp: Stamp): Action[] {
  return 'after' in plan ? cooperativeWrites(plan.after, plan.before, stamp) : [];
}

/** Rows that go together; a key that two of them write (a NIB that changes hands) parts them. */
function batches(planned: readonly Planned[], stamp: Stamp): Planned[][] {
  const all: Planned[][] = [];
  let keys = new Set<string>();
  for (const each of planned) {
    const own = writesOf(each.plan, stamp).map(keyOf);
    const last = all.at(-1);
    if (last && last.length < WRITTEN_AT_ONCE && !own.some((key) => keys.has(key))) last.push(each);
    else {
      all.push([each]);
      keys = new Set();
    }
    for (const key of own) keys.add(key);
  }
  return all;
}

const keyOf = (action: Action): string => ('item' in action ? action.item.pk : action.key.pk);

const isOfRows = (error: unknown): boolean =>
  error instanceof ConditionFailed || error instanceof Refusal || error instanceof TableBusy;
