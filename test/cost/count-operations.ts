/** What every operation costs the table and what its change sets off costs it, counted by the meter on a world with full pages. */
import type { Caller } from '../../functions/api/caller.ts';
import type { OperationId } from '../../functions/api/policy.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { everyOperation } from '../support/every-operation.ts';
import { goodRequests } from '../support/good-requests.ts';
import { meteredTable, type Meter } from '../support/metered-table.ts';
import { openSqlite, type Open } from '../support/tables.ts';
import { offerOf, potentialOf } from '../support/world-things.ts';
import { buildWorld, type World } from '../support/world.ts';

/** One request: the table's part of it, the bytes of its answer, and what the change feed did afterwards. */
export type Counted = { own: Meter; answerBytes: number; follows: Meter };
export type CountedOperations = Record<OperationId, Counted>;

/** As many of each as fill a page of a list. */
const PAGE = 20;

/**
 * Sends one good request of every operation, reads twice so that memories are warm, and lets all follow from it. Lists are asked for
 * as an office asks, for its regency: an admin's question to all 38 provinces is rare.
 */
export async function countOperations(open: Open = openSqlite): Promise<CountedOperations> {
  let metered: ReturnType<typeof meteredTable>;
  const api = await openApi(async (options) => {
    const store = await open(options);
    metered = meteredTable(store.table);
    return { ...store, table: metered.table };
  });
  try {
    const world = await buildWorld(api);
    await fillPages(api, world);
    await api.settle();
    const counted: Partial<CountedOperations> = {};
    const { meter, reset } = metered!;
    for (const { method, operationId } of await everyOperation(api)) {
      const { path, body, raw } = goodRequests(world)[operationId];
      const { as, narrowed } = askedBy(operationId, method, path, world);
      const sending = {
        as,
        ...(body === undefined ? {} : { body }),
        ...(raw === undefined ? {} : { raw: raw.text }),
        headers: {
          ...(raw === undefined ? {} : { 'content-type': raw.type }),
          ...(method === 'POST' ? { 'idempotency-key': operationId } : {}),
        },
      };
      if (method === 'GET') await api.send(method, narrowed, sending);
      reset();
      const { status, text, bytes } = await api.send(method, narrowed, sending);
      if (status >= 400) throw new Error(`${operationId}: ${text}`);
      const own = { ...meter };
      reset();
      await api.settle();
      counted[operationId] = { own, answerBytes: bytes.length, follows: { ...meter } };
    }
    return counted as CountedOperations;
  } finally {
    await api.close();
  }
}

/** Lists that ask every province unless a region is named. */
const REGIONAL = new Set<OperationId>(['listCooperatives', 'listPotentials']);
/** What is told to an organization, or asked by it alone. */
const OF_OFFICERS = new Set<OperationId>(['listNotices', 'markNoticesRead']);
/** Lists and reports whose range follows from who asks. */
const OF_OFFICES =
  /^(list(Events|Formations|MentoringOfRegion|Partnerships|Trades|DueFollowUps)|get\w+Report)$/;

function askedBy(
  id: OperationId,
  method: string,
  path: string,
  world: World,
): { as: Caller; narrowed: string } {
  const narrowed = REGIONAL.has(id) ? `${path}?region=35.79` : path;
  if (OF_OFFICERS.has(id)) return { as: officerOf(world.cooperativeId), narrowed };
  const isOffices = method === 'GET' && OF_OFFICES.test(id);
  return { as: isOffices ? organizerOf('35.79') : admin, narrowed };
}

async function fillPages(api: TestApi, { buyerId }: World): Promise<void> {
  for (let at = 0; at < PAGE; at += 1) {
    const cooperative = { name: `Koperasi Tani ${at + 1}`, kind: 'other', regionCode: '35.79.01.2005' };
    const { status, text, body } = await api.post('/v1/cooperatives', cooperative, admin);
    if (status !== 201) throw new Error(text);
    await api.post(`/v1/cooperatives/${body.id}/verification`, { status: 'verified' }, admin);
    for (const [path, thing] of [
      ['/v1/potentials', potentialOf(body.id)],
      ['/v1/offers', offerOf(buyerId)],
    ] as const) {
      const made = await api.post(path, thing, admin);
      if (made.status !== 201) throw new Error(made.text);
    }
  }
}
