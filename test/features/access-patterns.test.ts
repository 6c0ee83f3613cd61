/** docs/access-patterns.md says what every operation costs the table: here the round trips are counted, on every store. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { relatedTo } from '../../shared/market/sides.ts';
import { admin, buyerOf, officerOf, openApi } from '../support/api.ts';
import { everyOperation } from '../support/every-operation.ts';
import { countingTable, onEveryStore, type OpenTable, type RoundTrips } from '../support/tables.ts';
import { goodRequests } from '../support/good-requests.ts';
import { buildWorld } from '../support/world.ts';

type Cost = { reads: number; writes: number };

/** The rows of the table in the document: `| operation | reads | writes | what |`. */
async function documented(): Promise<Map<string, Cost>> {
  const text = await readFile(new URL('../../docs/access-patterns.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)`\s*\| (\d+)\s*\| (\d+)\s*\|/gm)];
  return new Map(
    rows.map(([, name, reads, writes]) => [name!, { reads: Number(reads), writes: Number(writes) }]),
  );
}

const costOf = ({ get, getMany, query, write, transact }: RoundTrips): Cost => ({
  reads: get + getMany + query,
  writes: write + transact,
});

onEveryStore('the round trips of every operation', (open) => {
  test('are no more than the document says', async () => {
    let counting: ReturnType<typeof countingTable>;
    const api = await openApi(async (options) => {
      const store = await open(options);
      counting = countingTable(store.table);
      return { ...store, table: counting.table };
    });
    const world = await buildWorld(api);
    await api.settle();
    const operations = await everyOperation(api);
    const costs = await documented();
    for (const { method, operationId } of operations) {
      const { path, body, raw } = goodRequests(world)[operationId];
      const sending = {
        as: admin,
        ...(body === undefined ? {} : { body }),
        ...(raw === undefined ? {} : { raw: raw.text, headers: { 'content-type': raw.type } }),
      };
      if (method === 'GET') await api.send(method, path, sending);
      counting!.reset();
      const { status, text } = await api.send(method, path, sending);
      expect(status, `${operationId}: ${text}`).toBeLessThan(400);
      const cost = costOf(counting!.calls);
      const allowed = costs.get(operationId);
      expect(allowed, `${operationId} is not in docs/access-patterns.md`).toBeDefined();
      expect(cost.reads, `${operationId} reads`).toBeLessThanOrEqual(allowed!.reads);
      expect(cost.writes, `${operationId} writes`).toBeLessThanOrEqual(allowed!.writes);
    }
    expect(costs.size).toBe(operations.length);
    await api.close();
  });
});

onEveryStore('matches of an offer', (open) => {
  test('take two round trips warm; cold two and one for each related commodity, one more when its poster does not ask', async () => {
    const store = await open();
    const api = await openApi(async () => store);
    const { buyerId, cooperativeId } = await buildWorld(api);
    const goods = { months: [4, 5, 6], title: 'Kubis' };
    const quantity = { amount: 3, unit: 'ton', per: 'week' };
    const wanted = {
      buyerId,
      scheme: 'purchase',
      commodity: 'cabbage',
      quantity,
      deliverTo: '64.72',
      ...goods,
    };
    const { id: offerId } = (await api.post('/v1/offers', wanted, admin)).body;
    const related = relatedTo('cabbage');
    expect(related.length).toBeGreaterThan(2);
    for (const commodity of related) {
      const listed = { cooperativeId, commodity, capacity: quantity, ...goods };
      expect((await api.post('/v1/potentials', listed, admin)).status).toBe(201);
    }
    await api.settle();

    const tripsOf = tripsTo(store, `/v1/offers/${offerId}/matches`, related.length);
    expect(await tripsOf(buyerOf(buyerId), 0)).toBeLessThanOrEqual(2 + related.length);
    expect(await tripsOf(admin, 0)).toBeLessThanOrEqual(3 + related.length);
    for (const caller of [buyerOf(buyerId), admin]) expect(await tripsOf(caller, 1)).toBe(2);
    await api.close();
  });
});

onEveryStore('offers for a potential', (open) => {
  test('take two round trips warm, whoever posts them; cold one or two more, and one more when its cooperative does not ask', async () => {
    const store = await open();
    const api = await openApi(async () => store);
    const { buyerId, cooperativeId } = await buildWorld(api);
    const goods = { months: [4, 5, 6], title: 'Kubis' };
    const quantity = { amount: 3, unit: 'ton', per: 'week' };
    const listed = { cooperativeId, commodity: 'cabbage', capacity: quantity, ...goods };
    const { id: potentialId } = (await api.post('/v1/potentials', listed, admin)).body;
    const posters = [buyerId];
    for (const name of ['Hotel', 'Rumah sakit', 'Pasar']) {
      const buyer = { name, kind: 'private', regionCode: '64.72' };
      posters.push((await api.post('/v1/buyers', buyer, admin)).body.id);
    }
    const related = relatedTo('cabbage');
    for (const [at, commodity] of related.entries()) {
      const wanted = { scheme: 'purchase', commodity, quantity, deliverTo: '64.72', ...goods };
      const poster = posters[at % posters.length];
      expect((await api.post('/v1/offers', { ...wanted, buyerId: poster }, admin)).status).toBe(201);
    }
    await api.settle();

    const tripsOf = tripsTo(store, `/v1/potentials/${potentialId}/matches`, related.length);
    const officer = officerOf(cooperativeId);
    expect(await tripsOf(officer, 0)).toBeLessThanOrEqual(4);
    expect(await tripsOf(admin, 0)).toBeLessThanOrEqual(5);
    for (const caller of [officer, admin]) expect(await tripsOf(caller, 1)).toBe(2);
    await api.close();
  });
});

/** Asks a process of its own, or one that was asked before, for at least so many items; gives the round trips of the one request. */
function tripsTo(
  store: OpenTable,
  path: string,
  items: number,
): (as: Caller, timesBefore: number) => Promise<number> {
  return async (as, timesBefore) => {
    const counting = countingTable(store.table);
    const process = await openApi(async () => ({
      ...store,
      table: counting.table,
      close: async () => undefined,
    }));
    const ask = () => process.get(path, as);
    for (let times = 0; times < timesBefore; times += 1) await ask();
    counting.reset();
    const { body } = await ask();
    expect(body.items.length).toBeGreaterThanOrEqual(items);
    await process.close();
    return Object.values(counting.calls).reduce((sum, count) => sum + count, 0);
  };
}
