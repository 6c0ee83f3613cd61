/** `npm run rebuild-market`: makes the market index of the store in `TITIK_TEMU_DATA` anew. The server must be stopped. */
import { join } from 'node:path';
import { StoreInUse } from '../../shared/table/sqlite-errors.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { rebuildMarket } from '../changes/rebuild-market.ts';
import { countAsTaken } from './change-loop.ts';
import { dataDirectory } from './data-directory.ts';

try {
  const table = openSqliteTable(join(dataDirectory(), 'titik-temu.db'));
  const { placed, notPlaced } = await rebuildMarket(table);
  await countAsTaken(table);
  await table.close();
  console.log(
    `The market index and the words of search are made anew from ${placed} cooperatives, buyers, potentials and offers.`,
  );
  for (const { id, why } of notPlaced) console.error(`Not in the market: ${id}: ${why}`);
} catch (error) {
  if (!(error instanceof StoreInUse)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
