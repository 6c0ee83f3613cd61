/**
 * The audit trail is the same, byte for byte, however changes come: delivered one to five times, cut into any batches, reordered, side by
 * side, and given up and given again in the midst.
 */
import { beforeAll, expect, test } from 'vitest';
import { audit } from '../../functions/changes/audit.ts';
import { react } from '../../functions/changes/react.ts';
import { TableBusy, type Change, type Item, type Table } from '../../shared/table/table.ts';
import { openApi } from '../support/api.ts';
import { callersOf } from '../support/callers.ts';
import { effort, timeout } from '../support/effort.ts';
import { goodRequests } from '../support/good-requests.ts';
import { openSqlite } from '../support/tables.ts';
import { buildWorld } from '../support/world.ts';
import { ModelTable } from '../table/model-table.ts';

/** What a history of every operation has written, and the things as they stood in the end. */
let changes: Change[];
let things: Item[];
beforeAll(async () => {
  const store = await openSqlite();
  let now = Date.UTC(2026, 10, 22);
  const api = await openApi(
    async () => store,
    () => new Date((now += 7)),
  );
  const world = await buildWorld(api);
  const { paths } = (await api.get('/openapi.json')).body as {
    paths: Record<string, Record<string, { operationId: keyof ReturnType<typeof goodRequests> }>>;
  };
  const operations = Object.values(paths).flatMap((each) => Object.entries(each));
  operations.sort(([a], [b]) => Number(a === 'delete') - Number(b === 'delete'));
  for (const [method, { operationId }] of operations) {
    if (method === 'get') continue;
    const { path, body, raw } = goodRequests(world)[operationId];
    await api.send(method.toUpperCase(), path, {
      as: callersOf(world)['admin']!,
      ...(body !== undefined && { body }),
      ...(raw !== undefined && { raw: raw.text, headers: { 'content-type': raw.type } }),
    });
  }
  // All that people wrote, and what the other reactions wrote after it.
  await api.settle();
  changes = [];
  for (let last: string | null = null; ; last = changes.at(-1)!.id) {
    const read = await store.table.changes.read(last, 1000);
    if (read.length === 0) break;
    changes.push(...read);
  }
  changes = changes.filter(({ key }) => !key.pk.startsWith('AUDIT#'));
  things = [];
  for await (const item of store.table.everything()) if (!item.pk.startsWith('AUDIT#')) things.push(item);
  await api.close();
}, timeout);

/** A table with the things in it, and no trail; `isBusy` says when it cannot answer. */
async function withThings(isBusy: () => boolean = () => false) {
  const model = new ModelTable(() => new Date(Date.UTC(2026, 10, 23)));
  for (const item of things) await model.write({ do: 'put', item });
  model.changes.length = 0;
  const once = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isBusy()) throw new TableBusy('busy');
    return work();
  };
  const table: Table = {
    get: (key) => model.get(key),
    getMany: (keys) => once(() => model.getMany(keys)),
    query: (query) => model.query(query),
    write: (action) => once(() => model.write(action)),
    transact: (actions) => once(() => model.transact(actions)),
    close: () => model.close(),
  };
  /** The trail, item by item, in the order of keys. */
  const trail = (): string =>
    model.changes
      .flatMap(({ after }) =>
        after?.pk.startsWith('AUDIT#') ? [[after.pk + after.sk, JSON.stringify(after)] as const] : [],
      )
      .reduce((kept, [key, text]) => kept.set(key, text), new Map<string, string>())
      .entries()
      .toArray()
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, text]) => text)
      .join('\n');
  return { table, trail };
}

test('the same changes make the same trail, however they come', { timeout }, async () => {
  const plain = await withThings();
  for (const change of changes) await react([change], [audit(plain.table)]);
  const expected = plain.trail();
  expect(expected.split('\n').length).toBeGreaterThan(150);
  const { draw, goesOn, report } = effort('audit trails', 60, 1);
  const below = (bound: number): number => Math.floor(draw.share() * bound);
  let schedules = 0;
  while (goesOn(schedules)) {
    const { table, trail } = await withThings(() => below(20) === 0);
    const reaction = audit(table);
    const waiting = changes.flatMap((change) =>
      Array.from({ length: below(2) === 0 ? 1 : 1 + below(5) }, () => ({ change, place: draw.share() })),
    );
    const order = waiting.sort((a, b) => a.place - b.place).map(({ change }) => structuredClone(change));
    const underWay = new Set<Promise<void>>();
    const deliver = async (batch: Change[]): Promise<void> => {
      const { done, failure } = await react(batch, [reaction]);
      if (failure !== undefined && !(failure instanceof TableBusy)) throw failure;
      order.push(...batch.slice(done));
    };
    while (order.length > 0 || underWay.size > 0) {
      const batch = order.splice(0, 1 + below(100));
      if (batch.length > 0) {
        const delivery = deliver(batch);
        underWay.add(delivery);
      }
      if (underWay.size > 3 || order.length === 0) {
        await Promise.all(underWay);
        underWay.clear();
      }
    }
    expect(trail()).toBe(expected);
    schedules += 1;
  }
  report({ schedules, changes: changes.length, entries: expected.split('\n').length });
});
