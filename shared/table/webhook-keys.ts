/** Keys of webhooks, of their messages, and of what waits for delivery. Nothing here begins like a prefix of `keys.ts`. */
import { indexes } from './keys.ts';
import type { Key } from './table.ts';

export const webhookKey = (id: string): Key => ({ pk: `WEBHOOK#${id}`, sk: 'PROFILE' });

/** All webhooks in `list`, by the time they were set up: some hundreds. */
export const allWebhooks = 'WEBHOOK';

/** The ids of an organization's webhooks: one item, so that they are few, and whoever has something to tell knows at once. */
export const webhooksOfKey = (organizationId: string): Key => ({
  pk: `WEBHOOKS-OF#${organizationId}`,
  sk: 'IDS',
});

/** When a webhook has something to deliver next, and how its deliveries went. */
export const webhookQueueKey = (id: string): Key => ({ pk: `WEBHOOK#${id}`, sk: 'QUEUE' });

/** All webhooks that wait for a moment, in `list`, by that moment. */
export const webhookQueues = 'WEBHOOK-QUEUE';

/** A message for a webhook, delivered or not. */
export const webhookMessageKey = (id: string, messageId: string): Key => ({
  pk: `WEBHOOK#${id}`,
  sk: `MESSAGE#${messageId}`,
});

/** That a message is to be tried at a moment. */
export const webhookDueKey = (id: string, due: string, messageId: string): Key => ({
  pk: `WEBHOOK#${id}`,
  sk: `${webhookDuePrefix}${due}#${messageId}`,
});

/** What the sort keys of messages that wait begin with. */
export const webhookDuePrefix = 'DUE#';

/**
 * All that who delivers may reach: webhooks with their messages, notices (of one that was stopped, and whether one still stands), and the
 * secret that theirs follow from; and in `list` those that wait.
 */
export const webhookPartitions = {
  reads: ['WEBHOOK#*', 'NOTICES#*', 'SECRET#cursor'],
  writes: ['WEBHOOK#*', 'NOTICES#*'],
  index: { name: indexes.list.name, partitions: [webhookQueues] },
} as const;
