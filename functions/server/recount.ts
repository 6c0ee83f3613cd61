/** `npm run recount`: counts everything in the store from nothing and puts its totals right. Options: `put-right.ts`. */
import { recount } from '../changes/recount.ts';
import { putRight } from './put-right.ts';

await putRight(async (table, mend) => {
  const { things, totals, wrong } = await recount(table, mend);
  return { wrong, summary: `${things} things are counted in ${totals} totals; ${wrong.length} differed.` };
});
