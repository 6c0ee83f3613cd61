/** Gives the webhooks of organizations what concerns them, as messages that are delivered later: nothing here waits for a receiver. */
import type { Stamp } from '../../shared/stored.ts';
import type { Change, Table } from '../../shared/table/table.ts';
import { messageId, newMessage } from '../../shared/webhooks/delivery.ts';
import { giveMessage } from '../../shared/webhooks/message-store.ts';
import type { News } from '../../shared/webhooks/news.ts';
import { readWebhooks, webhooksOf } from '../../shared/webhooks/webhook-store.ts';
import { wants } from '../../shared/webhooks/webhook.ts';

/** Older changes are no news: what a moved or restored store brings in again tells nobody. */
const NEWS_MS = 24 * 60 * 60 * 1000;

/** Whether a change is recent enough for a machine to be told of it. */
export function isRecent({ after, at }: Change, now: Date): boolean {
  const written = (after?.['changed'] as { at?: string } | undefined)?.at ?? at;
  return now.getTime() - Date.parse(written) <= NEWS_MS;
}

/**
 * Gives each webhook that wants it a message. Its id follows from what it tells whom, so what is told again finds it there. Where
 * nobody concerned has a webhook: a read for every hundred organizations; else one more for every fifty webhooks, and for each
 * message a read and a transaction.
 */
export async function tellWebhooks(table: Table, news: readonly News[], stamp: Stamp): Promise<void> {
  if (news.length === 0) return;
  const organizations = [...new Set(news.map(({ organizationId }) => organizationId))];
  const owned = await webhooksOf(table, organizations);
  const known = await readWebhooks(table, [...owned.values()].flat());
  const byOwner = Map.groupBy(known, ({ webhook }) => webhook.value.organizationId);
  for (const one of news) {
    for (const { webhook } of byOwner.get(one.organizationId) ?? []) {
      const { id } = webhook.value;
      if (!wants(webhook.value, one.type)) continue;
      await giveMessage(table, id, newMessage(messageId(id, ...one.about), one), stamp);
    }
  }
}
