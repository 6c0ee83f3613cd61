/** Gives the webhooks of an organization what concerns it, as messages that are delivered later: nothing here waits for a receiver. */
import type { Clock } from '../../shared/clock.ts';
import type { Event } from '../../shared/events/event.ts';
import { listParticipants } from '../../shared/events/event-store.ts';
import type { Sheet } from '../../shared/events/meeting.ts';
import { noticeFrom } from '../../shared/notices/notice-store.ts';
import { claimFrom } from '../../shared/quotas/claim-store.ts';
import { serviceStamp, storedFrom } from '../../shared/stored.ts';
import {
  claimPrefix,
  eventKey,
  idIn,
  isSameKey,
  noticeKey,
  partnershipKey,
  sheetPrefix,
} from '../../shared/table/keys.ts';
import type { Change, Position, Table } from '../../shared/table/table.ts';
import { messageId, newMessage } from '../../shared/webhooks/delivery.ts';
import { giveMessage, takeBackMessage } from '../../shared/webhooks/message-store.ts';
import {
  aboutNotice,
  ofClaim,
  ofNotice,
  ofPublication,
  ofSheet,
  type News,
} from '../../shared/webhooks/news.ts';
import { readWebhooks, webhooksOf } from '../../shared/webhooks/webhook-store.ts';
import { wants } from '../../shared/webhooks/webhook.ts';
import type { Reaction } from './react.ts';

/** Older changes are no news: what a moved or restored store brings in again tells nobody. */
const NEWS_MS = 24 * 60 * 60 * 1000;
const PARTICIPANTS_AT_ONCE = 100;

/**
 * The reaction to a notice, to what is done to a claim, to a schedule that is published and to meetings that move after that. The id of
 * a message follows from what it tells whom, so a repeat finds it there. A notice that is taken back before its moment takes its
 * message with it. Where nobody concerned has a webhook: one read (and for a schedule, of its event or participants); else one more,
 * and for each webhook a read and a transaction.
 */
export function webhooks(table: Table, clock: Clock): Reaction {
  const stamp = () => serviceStamp(clock().toISOString());

  const tell = async (news: readonly News[]): Promise<void> => {
    if (news.length === 0) return;
    const organizations = [...new Set(news.map(({ organizationId }) => organizationId))];
    const owned = await webhooksOf(table, organizations);
    if (owned.size === 0) return;
    const known = await readWebhooks(table, [...owned.values()].flat());
    for (const one of news) {
      const wanting = known.filter(
        ({ webhook: { value } }) => value.organizationId === one.organizationId && wants(value, one.type),
      );
      for (const { webhook } of wanting) {
        const { id } = webhook.value;
        await giveMessage(table, id, newMessage(messageId(id, ...one.about), one), stamp());
      }
    }
  };

  const takeBack = async (organizationId: string, noticeId: string): Promise<void> => {
    const ids = (await webhooksOf(table, [organizationId])).get(organizationId) ?? [];
    for (const id of ids) await takeBackMessage(table, id, messageId(id, ...aboutNotice(noticeId)), stamp());
  };

  return async (change) => {
    const { key, before, after } = change;
    const id = idIn(key);
    if (key.pk === noticeKey(id, '').pk) {
      const [was, is] = [noticeFrom(before), noticeFrom(after)];
      if (is === undefined && was !== undefined) await takeBack(was.organizationId, was.id);
      if (is !== undefined && was === undefined && isNews(change, clock())) await tell(ofNotice(is, key));
    } else if (key.pk === partnershipKey(id).pk && key.sk.startsWith(claimPrefix)) {
      const is = claimFrom(after)?.value;
      if (is && isNews(change, clock())) await tell(ofClaim(claimFrom(before)?.value, is));
    } else if (key.pk === eventKey(id).pk && isNews(change, clock())) {
      if (isSameKey(key, eventKey(id))) {
        const [was, is] = [before, after].map((item) => storedFrom<Event>(item ?? undefined)?.value);
        if (is && was?.publishedAt === undefined && isPublished(is)) await tellAll(is);
      } else if (key.sk.startsWith(sheetPrefix) && after !== null) {
        const [was, is] = [before, after].map((item) => storedFrom<Sheet>(item ?? undefined)?.value);
        const event = storedFrom<Event>(await table.get(eventKey(id)))?.value;
        if (is && event) await tell(ofSheet(event, was, is));
      }
    }
  };

  async function tellAll(event: Event & { publishedAt: string }): Promise<void> {
    let from: Position | undefined;
    do {
      const page = { limit: PARTICIPANTS_AT_ONCE, ...(from && { after: from }) };
      const found = await listParticipants(table, event.id, page, ({ value }) =>
        ofPublication(event, value.organizationId),
      );
      await tell(found.items);
      from = found.next ?? undefined;
    } while (from !== undefined);
  }
}

const isPublished = (event: Event): event is Event & { publishedAt: string } =>
  event.publishedAt !== undefined;

function isNews({ after, at }: Change, now: Date): boolean {
  const written = (after?.['changed'] as { at?: string } | undefined)?.at ?? at;
  return now.getTime() - Date.parse(written) <= NEWS_MS;
}
