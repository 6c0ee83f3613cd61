/** A process of its own for `durability.test.ts`: writes until it is killed, and prints a number once its writes are acknowledged. */
import { writeSync } from 'node:fs';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';

const [file, first] = process.argv.slice(2);
// Checkpoints often, so that kills hit them too.
const table = openSqliteTable(file!, { checkpointBytes: 128 * 1024 });
let next = Number(first);
const say = (text: string): number => writeSync(1, `${text}\n`);
say('open');

/** Each number is three writes in one transaction: the sum, the thing and its twin must always agree. */
async function write(): Promise<void> {
  for (;;) {
    const n = next;
    next += 1;
    const body = 'x'.repeat((n * 37) % 900);
    await table.transact([
      { do: 'put', item: { pk: 'A', sk: `${n}`, listPk: 'L', listSk: `${n}`, n, body } },
      { do: 'put', item: { pk: 'B', sk: `${n}`, n } },
      { do: 'add', key: { pk: 'SUM', sk: 'SUM' }, attribute: 'count', by: 1 },
    ]);
    say(`${n}`);
  }
}
await Promise.all(Array.from({ length: 8 }, write));
