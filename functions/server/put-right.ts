/**
 * For commands that compare what is derived in a store with what it derives from, and put it right: with `--check` they only say what
 * differs, with `--table NAME` they work in a table in AWS. The server must be stopped, and nothing may write meanwhile.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import type { WholeTable } from '../../shared/table/move.ts';
import { StoreInUse } from '../../shared/table/sqlite-errors.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Key } from '../../shared/table/table.ts';
import { dataDirectory } from './data-directory.ts';

/** What was found: keys of what did not say what it must, and a sentence that sums it up. */
type Found = { readonly wrong: readonly Key[]; readonly summary: string };

/** Opens the store that the command line names, and tells what `work` finds there; the command ends with 1 when a check finds something. */
export async function putRight(work: (table: WholeTable, mend: boolean) => Promise<Found>): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, table: { type: 'string' } } });
  const mend = values.check !== true;
  try {
    const table =
      values.table === undefined
        ? openSqliteTable(join(dataDirectory(), 'titik-temu.db'))
        : openDynamoTable(values.table);
    const { wrong, summary } = await work(table, mend);
    await table.close();
    for (const { pk, sk } of wrong) console.log(`${mend ? 'Put right' : 'Wrong'}: ${pk} / ${sk}`);
    console.log(summary);
    if (!mend && wrong.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof StoreInUse)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
