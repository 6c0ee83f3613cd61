/**
 * `npm run -s person -- --subject SUB [--erase]`: for who answers a letter of somebody who cannot sign in any more. `--find TEXT` names
 * every field that says something, such as a name in an attendance. The server must be stopped; `--table NAME` works on a table in AWS.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../shared/clock.ts';
import { newId } from '../../shared/ids.ts';
import { erasureWrite } from '../../shared/persons/erasure-store.ts';
import { listWritings, readPerson, unlinking } from '../../shared/persons/person-store.ts';
import { serviceStamp } from '../../shared/stored.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import type { WholeTable } from '../../shared/table/move.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { erase } from '../changes/persons.ts';
import { dataDirectory } from './data-directory.ts';

const usage = 'usage: npm run -s person -- --subject SUB [--erase] | --find TEXT, each with [--table NAME]';
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { subject: text, find: text, table: text, erase: { type: 'boolean' } },
});

async function tell(table: WholeTable, subject: string): Promise<void> {
  const person = await readPerson(table, subject);
  if (!person) return console.log('Nothing is held under this subject.');
  console.log(`${person.id}, since ${person.since}, has written to`);
  const { items } = await listWritings(table, person.id, { limit: 999 }, (thing, at) => `${at} ${thing}`);
  for (const line of items) console.log(line);
  if (values.erase !== true) return;
  const at = systemClock().toISOString();
  const id = newId('era');
  const stamp = serviceStamp(at);
  await table.transact([
    unlinking(subject, person),
    erasureWrite({ id, acceptedAt: at, person: person.id }, undefined, stamp),
  ]);
  await erase(table, id, systemClock);
  console.log(`Erased (${id}). The server takes it out of the file when it runs again.`);
}

async function find(table: WholeTable, wanted: string): Promise<void> {
  const look = (value: unknown, path: string): string[] => {
    if (typeof value === 'string') return value.toLowerCase().includes(wanted.toLowerCase()) ? [path] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => look(each, `${path}/${name}`));
  };
  for await (const { pk, sk, ...item } of table.everything()) {
    for (const path of look(item, '')) console.log(`${pk} / ${sk}: ${path}`);
  }
}

const { subject, find: wanted } = values;
if ((subject === undefined) === (wanted === undefined)) {
  console.error(usage);
  process.exit(1);
}
const table: WholeTable =
  values.table === undefined
    ? openSqliteTable(join(dataDirectory(), 'titik-temu.db'))
    : openDynamoTable(values.table);
try {
  if (subject !== undefined) await tell(table, subject);
  else await find(table, wanted!);
} finally {
  await table.close();
}
