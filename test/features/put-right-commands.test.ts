/** `npm run rebuild-market` and `npm run recount` on a store whose changes nobody has followed: they put right, and take nothing from who follows. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startChangeLoop } from '../../functions/server/change-loop.ts';
import { jsonLog } from '../../shared/log.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { MarketHistory, storedParts } from '../support/market-histories.ts';

let directory: string;
let market: MarketHistory;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titik-temu-put-right-'));
  market = new MarketHistory();
  const table = open();
  await market.happen(table, { to: 'cooperative', number: 0, sort: 1 });
  await market.happen(table, { to: 'potential', number: 0, sort: 1 });
  await table.close();
});
afterEach(() => rm(directory, { recursive: true }));

const open = () => openSqliteTable(join(directory, 'titik-temu.db'));

function run(command: 'rebuild-market' | 'recount', ...options: string[]) {
  const script = new URL(`../../functions/server/${command}.ts`, import.meta.url).pathname;
  const env = { ...process.env, TITIK_TEMU_DATA: directory };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    env,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n'), stderr };
}

test('a check ends with 1 and names what is missing; the command puts it right; whoever follows the changes is still given all', async () => {
  for (const command of ['rebuild-market', 'recount'] as const) {
    const check = run(command, '--check');
    expect(check.status).toBe(1);
    expect(check.lines.length).toBeGreaterThan(1);
    expect(check.lines[0]).toMatch(/^Wrong: \S+ \/ \S+$/);
    const mended = run(command);
    expect(mended).toMatchObject({ status: 0, stderr: '' });
    expect(mended.lines).toHaveLength(check.lines.length);
    expect(mended.lines[0]).toMatch(/^Put right: /);
    expect(run(command, '--check')).toMatchObject({
      status: 0,
      lines: [expect.stringMatching(/; 0 (of their items )?differed/)],
    });
  }
  const table = open();
  expect(await storedParts(table)).toEqual(market.expected());
  const followed: string[] = [];
  const note = async ({ key }: { key: { pk: string } }) => void followed.push(key.pk);
  const loop = startChangeLoop(table, [note], jsonLog());
  const things = [...market.cooperatives.keys(), ...market.potentials.keys()];
  await expect.poll(() => things.every((id) => followed.some((pk) => pk.endsWith(id)))).toBe(true);
  await loop.stop();
  await table.close();
});

test('a store that the server has open is left alone, in one sentence', async () => {
  const table = open();
  for (const command of ['rebuild-market', 'recount'] as const) {
    const { status, stderr } = run(command);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
  await table.close();
});
