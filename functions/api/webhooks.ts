/** Webhooks over HTTP: where the systems of an organization are told what concerns it, how that goes, and their secrets. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { invalid, Refusal } from '../../shared/errors.ts';
import { organizationIdSchema } from '../../shared/events/participant.ts';
import { pageOf, type Page, type PageRequest } from '../../shared/page.ts';
import { serviceStamp, storedFrom } from '../../shared/stored.ts';
import { buyerKey, cooperativeKey } from '../../shared/table/keys.ts';
import {
  webhookKey,
  webhookMessageKey,
  webhookQueueKey,
  webhooksOfKey,
} from '../../shared/table/webhook-keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { messageId, newMessage, takenUp } from '../../shared/webhooks/delivery.ts';
import { newMessageWrites } from '../../shared/webhooks/message-store.ts';
import { TEST_TYPE } from '../../shared/webhooks/message-types.ts';
import {
  addressesBehind,
  normalUrl,
  OutOfReach,
  publicInternet,
  type Reach,
} from '../../shared/webhooks/reach.ts';
import { signingSecret } from '../../shared/webhooks/secret.ts';
import {
  idsFrom,
  listWebhooks as listAll,
  newWebhookWrites,
  queueFrom,
  queueWrite,
  readWebhook,
  readWebhooks,
  removalWrites,
  webhookWrites,
  type Known,
} from '../../shared/webhooks/webhook-store.ts';
import {
  changeWebhook,
  earlierSecretUntil,
  MOST_WEBHOOKS,
  newWebhookSchema,
  renewed,
  renewedSecretSchema,
  setUp,
  viewWebhook,
  webhookChangeSchema,
  webhookIdSchema,
  webhookInputSchema,
  webhookSchema,
  type Webhook,
} from '../../shared/webhooks/webhook.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { webhookId: webhookIdSchema };
const one = { form: 'one', versioned: true, derived: true } as const;
const tag = 'Notices';

const createWebhook = operation({
  id: 'createWebhook',
  method: 'post',
  path: '/v1/webhooks',
  tag,
  summary: 'Set up a webhook',
  description:
    'For the own organization, five at most. The answer alone holds the secret that signs its messages, as Standard Webhooks has it. What the messages are stands under `webhooks` in this document. They are tried for three days, in no promised order, and one may come twice: go by `webhook-id`.',
  idempotent: true,
  mayAnswer: [409],
  body: webhookInputSchema,
  answers: { ...one, schema: newWebhookSchema, status: 201, description: 'Set up, with its secret' },
});

const listWebhooks = operation({
  id: 'listWebhooks',
  method: 'get',
  path: '/v1/webhooks',
  tag,
  summary: 'List the webhooks of the own organization',
  description: 'With how their deliveries go. An admin lists all, or those of one organization.',
  query: z.strictObject({ ...pageFields, organization: organizationIdSchema.optional() }),
  answers: {
    status: 200,
    form: 'list',
    schema: webhookSchema,
    description: 'In the order in which they were set up',
  },
});

const getWebhook = operation({
  id: 'getWebhook',
  method: 'get',
  path: '/v1/webhooks/{webhookId}',
  tag,
  summary: 'Read a webhook and how its deliveries go',
  params: z.strictObject(path),
  answers: { ...one, schema: webhookSchema, status: 200, description: 'The webhook' },
});

const updateWebhook = operation({
  id: 'updateWebhook',
  method: 'patch',
  path: '/v1/webhooks/{webhookId}',
  tag,
  summary: 'Change which messages a webhook brings, stop it, or take it up again',
  description: 'What is left out stays. Another address is another webhook, with another secret.',
  conditional: true,
  params: z.strictObject(path),
  body: webhookChangeSchema,
  answers: { ...one, schema: webhookSchema, status: 200, description: 'As it is now' },
});

const deleteWebhook = operation({
  id: 'deleteWebhook',
  method: 'delete',
  path: '/v1/webhooks/{webhookId}',
  tag,
  summary: 'Take a webhook away',
  description: 'What waits for it is not delivered.',
  conditional: true,
  params: z.strictObject(path),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'Gone' },
});

const renewWebhookSecret = operation({
  id: 'renewWebhookSecret',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/secret',
  tag,
  summary: 'Give a webhook a new secret',
  description: 'For a day messages are signed with both, so that no message is lost while receivers change.',
  idempotent: true,
  params: z.strictObject(path),
  answers: {
    status: 200,
    form: 'one',
    schema: renewedSecretSchema,
    description: 'The new secret, shown here and never again',
  },
});

const testWebhook = operation({
  id: 'testWebhook',
  method: 'post',
  path: '/v1/webhooks/{webhookId}/test',
  tag,
  summary: 'Send a test message',
  description:
    'Of type `webhook.test`, one in ten seconds at most: asked again sooner, it is the same. Whether it was taken is seen on the webhook (`lastDeliveredAt`, `lastFailure`).',
  mayAnswer: [409],
  params: z.strictObject(path),
  answers: {
    status: 202,
    form: 'one',
    schema: z
      .strictObject({ messageId: z.string().meta({ description: 'Its `webhook-id`' }) })
      .meta({ id: 'WebhookTest', example: { messageId: 'msg_0c8f4cf1b1f2a3e09d5c7b6a41e2d3f4' } }),
    description: 'On its way',
  },
});

/** Tests asked for within so long are one. */
const ONE_TEST_MS = 10_000;

/** Routes of this noun on `router`. */
export function webhooks(router: Hono, deps: EndpointDeps): void {
  const { table, webhookReach = publicInternet, cursorKey: deploymentSecret } = deps;

  mount(router, deps, createWebhook, async (ask) => {
    const organizationId = ask.body.organizationId ?? ask.caller.organizationId;
    ask.permit({ owners: organizationId === undefined ? [] : [organizationId] });
    if (organizationId === undefined) throw invalid(['organizationId'], 'is needed: whose news it brings');
    const url = await reachable(ask.body.url, webhookReach);
    const [ids, organization] = await table.getMany([
      webhooksOfKey(organizationId),
      organizationId.startsWith('buy_') ? buyerKey(organizationId) : cooperativeKey(organizationId),
    ]);
    if (organization === undefined) throw invalid(['organizationId'], 'is not registered; register it first');
    const owned = idsFrom(ids);
    if ((owned?.value.ids.length ?? 0) >= MOST_WEBHOOKS) {
      throw new Refusal('conflict', `It has ${MOST_WEBHOOKS} webhooks already; take one away first.`);
    }
    const webhook = setUp(ask.newId('whk'), organizationId, url, ask.body, ask.stamp.at);
    const secret = signingSecret(await deploymentSecret(), webhook.id, webhook.generation);
    return {
      body: { ...viewWebhook(webhook, {}, ask.now), secret },
      version: 1,
      location: `/v1/webhooks/${webhook.id}`,
      writes: newWebhookWrites(webhook, owned, ask.stamp),
    };
  });

  mount(router, deps, listWebhooks, async (ask) => {
    const { role, organizationId: own } = ask.caller;
    const { organization } = ask.query;
    const named = organization ?? (role === 'admin' ? undefined : own);
    const page = await ask.page(organization);
    const found = await pageOfKnown(table, named, role === 'admin', page);
    const mine = found.items.filter(({ webhook }) => ask.may('getWebhook', resourceOf(webhook.value)));
    return { items: mine.map((known) => shown(known, ask.now)), next: found.next };
  });

  mount(router, deps, getWebhook, async (ask) => {
    const known = await existing(table, ask);
    return { body: shown(known, ask.now), version: known.webhook.version };
  });

  mount(router, deps, updateWebhook, async (ask) => {
    const known = await existing(table, ask);
    const { webhook, queue } = known;
    ask.expectVersion(webhook.version);
    const after = changeWebhook(webhook.value, ask.body, ask.stamp.at);
    const isTakenUp = webhook.value.stopped !== undefined && after.stopped === undefined;
    const course = isTakenUp ? takenUp(queue.value, ask.now) : queue.value;
    return updated(webhook, after, viewWebhook(after, course, ask.now), () => [
      ...webhookWrites(after, webhook, ask.stamp),
      ...(isTakenUp ? [queueWrite(after.id, course, queue, ask.stamp)] : []),
    ]);
  });

  mount(router, deps, deleteWebhook, async (ask) => {
    const known = await existing(table, ask);
    ask.expectVersion(known.webhook.version);
    const owned = idsFrom(await table.get(webhooksOfKey(known.webhook.value.organizationId)));
    return { nothing: true, writes: removalWrites(known, owned, ask.stamp) };
  });

  mount(router, deps, renewWebhookSecret, async (ask) => {
    const { webhook } = await existing(table, ask);
    const after = renewed(webhook.value, ask.stamp.at);
    const secret = signingSecret(await deploymentSecret(), after.id, after.generation);
    return {
      body: { secret, earlierSecretUntil: earlierSecretUntil(after, ask.now)! },
      writes: webhookWrites(after, webhook, ask.stamp),
    };
  });

  mount(router, deps, testWebhook, async (ask) => {
    const { webhookId } = ask.params;
    const id = messageId(webhookId, 'test', Math.floor(ask.now.getTime() / ONE_TEST_MS));
    const [item, queueItem, known] = await table.getMany([
      webhookKey(webhookId),
      webhookQueueKey(webhookId),
      webhookMessageKey(webhookId, id),
    ]);
    const [webhook, queue] = [storedFrom<Webhook>(item), queueFrom(queueItem)];
    if (!webhook || !queue) throw notFound();
    ask.permit(resourceOf(webhook.value));
    if (webhook.value.stopped) {
      throw new Refusal('conflict', 'It is stopped; take it up again first (PATCH with "isActive": true).');
    }
    const { organizationId } = webhook.value;
    const news = { type: TEST_TYPE, at: ask.stamp.at, data: { webhookId, organizationId } };
    const writes =
      known === undefined
        ? newMessageWrites(webhookId, newMessage(id, news), queue, serviceStamp(ask.stamp.at))
        : [];
    return { body: { messageId: id }, writes };
  });
}

type OneAsk = Ask<{ webhookId: string }, unknown, unknown>;

/** What the policy needs to know of a webhook: it is its organization's alone. */
const resourceOf = ({ organizationId }: Webhook): Resource => ({ owners: [organizationId], open: false });

/** A webhook of this caller, or a refusal (404). One round trip. */
async function existing(table: Table, ask: OneAsk): Promise<Known> {
  const known = await readWebhook(table, ask.params.webhookId);
  if (!known) throw notFound();
  ask.permit(resourceOf(known.webhook.value));
  return known;
}

const shown = ({ webhook, queue }: Known, now: Date) => viewWebhook(webhook.value, queue.value, now);

/** Those of one organization, which are few, or for an admin a page of all. */
async function pageOfKnown(
  table: Table,
  organizationId: string | undefined,
  isAdmin: boolean,
  page: PageRequest,
): Promise<Page<Known>> {
  if (organizationId === undefined) return isAdmin ? listAll(table, page) : { items: [], next: null };
  const ids = idsFrom(await table.get(webhooksOfKey(organizationId)))?.value.ids ?? [];
  const { items, next } = pageOf(ids, page);
  return { items: await readWebhooks(table, items), next };
}

/** The address in its normal form, once all that it leads to now may be reached; else a refusal (422). What cannot be told is tried later. */
async function reachable(text: string, reach: Reach): Promise<string> {
  try {
    const url = normalUrl(text, reach);
    await addressesBehind(url, reach).catch((error: unknown) => {
      if (error instanceof OutOfReach) throw error;
    });
    return url.href;
  } catch (error) {
    if (error instanceof OutOfReach) throw invalid(['url'], error.message);
    throw error;
  }
}
