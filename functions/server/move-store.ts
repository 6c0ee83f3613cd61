/**
 * `npm run move-store -- --from sqlite --to dynamodb:TABLE`, or the other way: moves the store of `TITIK_TEMU_DATA` to a table in
 * AWS or back. The server must be stopped, and nothing may write to the table.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import { moveStore, MoveRefused, type WholeTable } from '../../shared/table/move.ts';
import { StoreInUse } from '../../shared/table/sqlite-errors.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { dataDirectory } from './data-directory.ts';

const usage =
  'Say from where to where: --from sqlite --to dynamodb:TABLE, or --from dynamodb:TABLE --to sqlite';

const isPlace = (place = ''): boolean => place === 'sqlite' || /^dynamodb:./.test(place);

function opened(place: string): WholeTable {
  if (place !== 'sqlite') return openDynamoTable(place.slice('dynamodb:'.length));
  mkdirSync(dataDirectory(), { recursive: true });
  return openSqliteTable(join(dataDirectory(), 'titik-temu.db'));
}

const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
const tables: WholeTable[] = [];
try {
  const { from, to } = values;
  if (!isPlace(from) || !isPlace(to) || from === to) throw new MoveRefused(usage);
  tables.push(opened(from!));
  tables.push(opened(to!));
  const { items, digest } = await moveStore(tables[0]!, tables[1]!);
  console.log(`${items} items moved; both stores hold the same (${digest}).`);
} catch (error) {
  if (!(error instanceof StoreInUse || error instanceof MoveRefused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  for (const table of tables) await table.close();
}
