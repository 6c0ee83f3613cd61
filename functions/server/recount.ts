/**
 * `npm run recount`: counts everything in the store in `TITIK_TEMU_DATA` from nothing and puts its totals right; with `--check`
 * says only what differs; with `--table NAME` in a table in AWS. The server must be stopped, and nothing may write meanwhile.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StoreInUse } from '../../shared/table/sqlite-errors.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { recount } from '../changes/recount.ts';
import { dataDirectory } from './data-directory.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, table: { type: 'string' } } });
try {
  const table =
    values.table === undefined
      ? openSqliteTable(join(dataDirectory(), 'titik-temu.db'))
      : openDynamoTable(values.table);
  const { things, totals, wrong } = await recount(table, !values.check);
  await table.close();
  for (const { pk, sk } of wrong) console.log(`${values.check ? 'Wrong' : 'Put right'}: ${pk} / ${sk}`);
  console.log(`${things} things are counted in ${totals} totals; ${wrong.length} differed.`);
  if (values.check && wrong.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof StoreInUse)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
