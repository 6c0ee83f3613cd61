/** Gives the webhooks of an organization its notices and what is done to its claims; what becomes of schedules `schedule-news.ts` gives. */
import type { Clock } from '../../shared/clock.ts';
import { noticeFrom } from '../../shared/notices/notice-store.ts';
import { claimFrom } from '../../shared/quotas/claim-store.ts';
import { serviceStamp } from '../../shared/stored.ts';
import { claimPrefix, idIn, noticeKey, partnershipKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { messageId } from '../../shared/webhooks/delivery.ts';
import { takeBackMessage } from '../../shared/webhooks/message-store.ts';
import { aboutNotice, ofClaim, ofNotice, type News } from '../../shared/webhooks/news.ts';
import { webhooksOf } from '../../shared/webhooks/webhook-store.ts';
import type { Reaction } from './react.ts';
import { isRecent, tellWebhooks } from './tell-webhooks.ts';

/**
 * The reaction to a notice and to what is done to a claim. A notice that is taken back before its moment takes its message with it.
 */
export function webhooks(table: Table, clock: Clock): Reaction {
  const stamp = () => serviceStamp(clock().toISOString());
  const tell = (news: readonly News[]) => tellWebhooks(table, news, stamp());

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
      if (is !== undefined && was === undefined && isRecent(change, clock())) await tell(ofNotice(is, key));
    } else if (key.pk === partnershipKey(id).pk && key.sk.startsWith(claimPrefix)) {
      const is = claimFrom(after)?.value;
      if (is && isRecent(change, clock())) await tell(ofClaim(claimFrom(before)?.value, is));
    }
  };
}
