/**
 * Who asks to be erased is gone: from the file of the store, its log, what it exports and writes to its log, and from a store that it is
 * moved to; also when the server is killed amid it. Nobody else loses a byte.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { openLocalIssuer } from '../../functions/server/local-issuer.ts';
import { moveStore, type WholeTable } from '../../shared/table/move.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Item } from '../../shared/table/table.ts';
import { admin, openApi } from '../support/api.ts';
import { effort, timeout } from '../support/effort.ts';
import { openMarket, putToWork, type AtWork, type Send } from '../support/persons-at-work.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { onEveryStore } from '../support/tables.ts';

/** Of ten, so many ask to be erased; the others must not be touched. */
const ERASED_OF_TEN = 8;
const AT_ONCE = 8;

let ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending) await end();
  ending = [];
});

/** Whatever holds any of the texts, by name. */
function holding(texts: readonly string[], places: Map<string, string>): string[] {
  return [...places].flatMap(([name, held]) =>
    texts.filter((text) => held.includes(text)).map((text) => `${name}: ${text}`),
  );
}

/** Every file of a directory, byte for byte. */
const filesOf = (directory: string): Map<string, string> =>
  new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')]));

/** What an erasure may touch: the organization's own entry and microsite, its notices, what is derived, and the service's own notes. */
const mayChange = ({ pk, sk }: Item, of: ReadonlySet<string>): boolean =>
  /^(?:MARKET#|TOTAL|COUNTED#|WORD|SUBJECT#|PERSON#|IDEMPOTENCY#|ERASURE#|COMPACTED|NOTICES#)/.test(pk) ||
  (of.has(pk.slice('COOP#'.length)) && ['PROFILE', 'MICROSITE'].includes(sk));

async function itemsOf(table: WholeTable): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  for await (const item of table.everything()) items.set(`${item.pk}\n${item.sk}`, item);
  return items;
}

function expectOthersUnharmed(before: Map<string, Item>, after: Map<string, Item>, gone: AtWork[]): void {
  const of = new Set(gone.map(({ cooperativeId }) => cooperativeId));
  let kept = 0;
  for (const [key, item] of before) {
    if (mayChange(item, of)) continue;
    expect(JSON.stringify(after.get(key)), key).toBe(JSON.stringify(item));
    kept += 1;
  }
  expect(kept).toBeGreaterThan(before.size / 5);
  // Of who stays, the own notes too.
  const lost = [...before.keys()].filter((key) => /^(?:SUBJECT)/.test(key) && !after.has(key));
  expect(lost).toHaveLength(gone.length);
}

/** Sends over HTTP, again when the connection breaks because the server is being killed. */
function over(server: () => TestServer): Send {
  const tokens = new Map<string, string>();
  const tokenOf = async (caller: Caller): Promise<string> => {
    const name = JSON.stringify(caller);
    if (!tokens.has(name)) tokens.set(name, await (await openLocalIssuer(server().directory)).sign(caller));
    return tokens.get(name)!;
  };
  return async (method, path, as, body, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${server().port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(as)}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: /^[[{]/.test(text) ? JSON.parse(text) : undefined };
  };
}

test('a server forgets who asks for it, killed amid it or not', { timeout }, async () => {
  const { draw, goesOn, report } = effort('erasure over HTTP', 100);
  const counts = { persons: 0, kills: 0, canaries: 0 };
  while (goesOn(counts.persons)) {
    const env = { TITIK_TEMU_FORGET_SECONDS: '0.5' };
    const directory = await mkdtemp(join(tmpdir(), 'titik-temu-erasure-'));
    let server = await startServer(directory, undefined, env);
    ending.push(() => server.remove());
    const send = over(() => server);
    const printed: string[] = [];
    const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
      await server.end(signal);
      printed.push(server.printed());
    };

    const market = await openMarket(send);
    const all: AtWork[] = [];
    for (let n = 0; n < 125; n += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, 125 - n) }, (_, at) => n + at);
      all.push(...(await Promise.all(numbers.map((one) => putToWork(send, market, one, draw)))));
    }
    await send('POST', `/v1/events/${market.eventId}/schedule`, admin);
    const gone = draw.shuffled(all).slice(0, (all.length * ERASED_OF_TEN) / 10);
    const texts = gone.flatMap(({ canaries }) => canaries);
    counts.canaries += texts.length;

    // As it is before, and that the canaries are really there to be looked for.
    await end('SIGTERM');
    const file = join(directory, 'titik-temu.db');
    const before = openSqliteTable(file);
    const itemsBefore = await itemsOf(before);
    await before.close();
    expect(holding(texts, filesOf(directory)).length).toBeGreaterThan(2 * gone.length);

    server = await startServer(directory, undefined, env);
    const killAfter = draw.between(1, gone.length - 1);
    const waiting = [...gone];
    while (waiting.length > 0) {
      if (counts.kills * 100 <= counts.persons && gone.length - waiting.length >= killAfter) {
        const interrupted = Promise.allSettled(
          waiting.slice(0, AT_ONCE).map(({ caller }) => send('DELETE', '/v1/me', caller)),
        );
        await sleep(draw.between(0, 10));
        await end('SIGKILL');
        await interrupted;
        counts.kills += 1;
        server = await startServer(directory, undefined, env);
      }
      const some = waiting.splice(0, AT_ONCE);
      for (const { status, text } of await Promise.all(
        some.map(({ caller }) => send('DELETE', '/v1/me', caller)),
      )) {
        expect(status, text).toBe(202);
      }
    }
    counts.persons += gone.length;

    const exports = new Map<string, string>();
    const event = `/v1/events/${market.eventId}/schedule`;
    for (const path of [
      '/v1/cooperatives.csv?region=35.79',
      `${event}.csv`,
      `${event}.ics`,
      `${event}.pdf`,
      '/v1/microsites',
    ]) {
      const { status, text } = await send('GET', path, admin);
      expect(status, path).toBe(200);
      exports.set(path, text);
    }
    expect(holding(texts, exports)).toEqual([]);
    const data = (await send('GET', '/v1/me/data', gone[0]!.caller)).body;
    expect(data).toMatchObject({ pseudonym: { id: null }, contact: { items: [] } });
    while (
      holding(texts, filesOf(directory)).length > 0 &&
      server.printed().split('out of the file').length < 9
    )
      await sleep(200);
    await end('SIGTERM');

    expect(holding(texts, filesOf(directory))).toEqual([]);
    expect(holding(texts, new Map(printed.map((text, at) => [`log ${at}`, text])))).toEqual([]);
    const moved = await mkdtemp(join(tmpdir(), 'titik-temu-moved-'));
    ending.push(() => rm(moved, { recursive: true }));
    const [from, to] = [openSqliteTable(file), openSqliteTable(join(moved, 'store.db'))];
    await moveStore(from, to);
    expectOthersUnharmed(itemsBefore, await itemsOf(from), gone);
    await from.close();
    await to.close();
    expect(holding(texts, filesOf(moved))).toEqual([]);
    // Whoever did not ask is there as before.
    const staying = all.filter((one) => !gone.includes(one)).map(({ canaries }) => canaries.at(-1)!);
    expect(holding(staying, filesOf(moved)).length).toBeGreaterThanOrEqual(staying.length);
  }
  report(counts);
  expect(counts.kills).toBeGreaterThan(0);
});

onEveryStore('erasures', (open, store) => {
  test('leave nothing in the table, and nobody else without anything', { timeout }, async () => {
    const { draw, report } = effort(`erasure on ${store}`, 20);
    const api = await openApi(open, undefined, { perSecond: 1e6, burst: 1e6 });
    ending.push(() => api.close());
    const send: Send = (method, path, as, body, headers = {}) =>
      api.send(method, path, { as, headers, ...(body === undefined ? {} : { body }) });
    const market = await openMarket(send);
    const all: AtWork[] = [];
    for (let n = 0; n < 25; n += 1) all.push(await putToWork(send, market, n, draw));
    await api.settle();
    const gone = draw.shuffled(all).slice(0, 20);
    const texts = gone.flatMap(({ canaries }) => canaries);
    const table = api.table as WholeTable;
    const before = await itemsOf(table);
    expect(holding(texts, new Map([['table', JSON.stringify([...before])]])).length).toBeGreaterThan(40);
    for (const { caller } of gone) expect((await send('DELETE', '/v1/me', caller)).status).toBe(202);
    await api.settle();
    const after = await itemsOf(table);
    expect(holding(texts, new Map([['table', JSON.stringify([...after])]]))).toEqual([]);
    expect(holding(texts, new Map([['log', api.logged.join('\n')]]))).toEqual([]);
    expectOthersUnharmed(before, after, gone);
    report({ persons: gone.length, items: after.size });
  });
});
