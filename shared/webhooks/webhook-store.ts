/** Where webhooks lie: each with its queue beside it, and one item for each organization that names all of its own. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { secretKey } from '../table/keys.ts';
import {
  allWebhooks,
  webhookKey,
  webhookQueueKey,
  webhookQueues,
  webhooksOfKey,
} from '../table/webhook-keys.ts';
import type { Action, Item, Key, Table } from '../table/table.ts';
import type { Queue } from './delivery.ts';
import type { Webhook } from './webhook.ts';

/** A webhook with how its deliveries stand. */
export type Known = { webhook: Stored<Webhook>; queue: Stored<Queue> };

/** The ids of an organization's webhooks, as stored. */
type Ids = { ids: readonly string[] };

/** A webhook by id. One round trip. */
export async function readWebhook(table: Table, id: string): Promise<Known | undefined> {
  return (await readWebhooks(table, [id]))[0];
}

/** Those that are there, in the order of `ids`. A round trip for every fifty. */
export async function readWebhooks(table: Table, ids: readonly string[]): Promise<Known[]> {
  if (ids.length === 0) return [];
  const items = await table.getMany(ids.flatMap((id) => [webhookKey(id), webhookQueueKey(id)]));
  return ids.flatMap((_, at) => {
    const [webhook, queue] = [storedFrom<Webhook>(items[2 * at]), storedFrom<Queue>(items[2 * at + 1])];
    return webhook && queue ? [{ webhook, queue }] : [];
  });
}

/** The ids in an item under `webhooksOfKey`; undefined where an organization never had one. */
export const idsFrom = (item: Item | undefined): Stored<Ids> | undefined => storedFrom<Ids>(item);

/** The ids of the webhooks of each of these organizations that has any. A round trip for every hundred. */
export async function webhooksOf(
  table: Table,
  organizationIds: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const items = await table.getMany(organizationIds.map(webhooksOfKey));
  return new Map(
    organizationIds.flatMap((organizationId, at) => {
      const { ids = [] } = idsFrom(items[at])?.value ?? {};
      return ids.length > 0 ? [[organizationId, ids] as const] : [];
    }),
  );
}

/** All webhooks, by when they were set up. A query and a batch read a page. */
export async function listWebhooks(table: Table, page: PageRequest): Promise<Page<Known>> {
  const found = await fillPage(
    page,
    'list',
    (part) => table.query({ ...part, pk: allWebhooks, index: 'list' }),
    (item) => storedFrom<Webhook>(item)?.value.id,
  );
  return { items: await readWebhooks(table, found.items), next: found.next };
}

/** What to write for a new webhook. `owned` is what its organization has. Three actions. */
export function newWebhookWrites(webhook: Webhook, owned: Stored<Ids> | undefined, stamp: Stamp): Action[] {
  const ids = [...(owned?.value.ids ?? []), webhook.id];
  return [
    ...webhookWrites(webhook, undefined, stamp),
    queueWrite(webhook.id, { failures: 0 }, undefined, stamp),
    idsWrite(webhook.organizationId, ids, owned, stamp),
  ];
}

/** What to write so that `after` takes the place of `before`. One action. */
export function webhookWrites(after: Webhook, before: Stored<Webhook> | undefined, stamp: Stamp): Action[] {
  const placement = { listPk: allWebhooks, listSk: `${after.createdAt}#${after.id}` };
  const item = itemOf(webhookKey(after.id), placement, after, (before?.version ?? 0) + 1, stamp);
  return [versioned(item, before)];
}

/** What to write to take a webhook away; a tombstone in no index tells who did, and what waits for it is found by nobody and goes in its time. Three actions. */
export function removalWrites({ webhook }: Known, owned: Stored<Ids> | undefined, stamp: Stamp): Action[] {
  const { id, organizationId } = webhook.value;
  const ids = (owned?.value.ids ?? []).filter((one) => one !== id);
  return [
    versioned({ ...webhookKey(id), version: webhook.version + 1, organizationId, changed: stamp }, webhook),
    { do: 'delete', key: webhookQueueKey(id) },
    idsWrite(organizationId, ids, owned, stamp),
  ];
}

/** What to write so that a queue is as given; it is found when it is due. One action. */
export function queueWrite(
  id: string,
  after: Queue,
  before: Stored<Queue> | undefined,
  stamp: Stamp,
): Action {
  const placement = after.due === undefined ? {} : { listPk: webhookQueues, listSk: `${after.due}#${id}` };
  return versioned(itemOf(webhookQueueKey(id), placement, after, (before?.version ?? 0) + 1, stamp), before);
}

/** The secret of the deployment, which those of webhooks follow from. One round trip; throws before there is one. */
export async function readDeploymentSecret(table: Table): Promise<Uint8Array> {
  const stored = (await table.get(secretKey('cursor')))?.['bytes'];
  if (typeof stored !== 'string') throw new Error('this deployment has made no secret yet');
  return Buffer.from(stored, 'base64url');
}

const idsWrite = (
  organizationId: string,
  ids: readonly string[],
  before: Stored<Ids> | undefined,
  stamp: Stamp,
): Action =>
  versioned(itemOf(webhooksOfKey(organizationId), {}, { ids }, (before?.version ?? 0) + 1, stamp), before);

const versioned = (item: Item, before: Stored<unknown> | undefined): Action => ({
  do: 'put',
  item,
  when: before ? { is: 'version', version: before.version } : { is: 'absent' },
});

/** For those who read a queue's item in a batch of their own. */
export const queueFrom = (item: Item | undefined): Stored<Queue> | undefined => storedFrom<Queue>(item);

/** Where the webhooks that are due by a moment are found. */
export const dueQueues = (now: Date): { pk: string; index: 'list'; between: [string, string] } => ({
  pk: webhookQueues,
  index: 'list',
  between: ['', `${now.toISOString()}~`],
});

/** The id of the webhook that an item of it belongs to. */
export const webhookIdIn = ({ pk }: Key): string => pk.slice(webhookKey('').pk.length);
