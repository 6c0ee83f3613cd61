/** `npm run rebuild-market`: makes the market index and the words of search anew and puts right what differs. Options: `put-right.ts`. */
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { rebuildMarket } from '../changes/rebuild-market.ts';
import { putRight } from './put-right.ts';

await putRight(async (table, mend) => {
  const { placed, notPlaced, wrong } = await rebuildMarket(table, openSqliteTable(':memory:'), mend);
  for (const { id, why } of notPlaced) console.error(`Not in the market: ${id}: ${why}`);
  const summary = `The market and the words of search follow from ${placed} cooperatives, buyers, potentials and offers; ${wrong.length} of their items differed.`;
  return { wrong, summary };
});
