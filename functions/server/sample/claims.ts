/**
 * The sample's claims: the six partners of Bulog in Kabupaten Pasuruan draw their two tons of rice, last week's sold and this week's still on the
 * way. Amounts of the single villages are invented; the share and the total are those of the news.
 */
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import type { Offer } from '../../../shared/offers/offer.ts';
import type { Partnership } from '../../../shared/partnerships/partnership.ts';
import { clearClaim, deliverClaim, grantClaim } from '../../../shared/quotas/claim-rules.ts';
import { claimWrites } from '../../../shared/quotas/claim-store.ts';
import { periodAt, shifted } from '../../../shared/quotas/period.ts';
import { boundOf, capacityFor, countedQuota } from '../../../shared/quotas/room.ts';
import type { Stamp } from '../../../shared/stored.ts';
import { claimKey } from '../../../shared/table/keys.ts';
import type { Action, Key } from '../../../shared/table/table.ts';
import type { Moments } from './moments.ts';

/** What the partners ask for this week, in tons; one asks for more than its share. */
const THIS_WEEK = [2, 1.5, 2, 3, 1, 2];

/** For the operational ones among these partnerships, whose offers have a quota: a claim for each of two weeks, each in one transaction. */
export function sampleClaims(
  partnerships: readonly Partnership[],
  offers: readonly Offer[],
  cooperatives: readonly Cooperative[],
  moments: Moments,
  stamp: Stamp,
): { key: Key; writes: Action[] }[] {
  const drawing = partnerships.flatMap((partnership) => {
    const { quota, quantity } = offers.find(({ id }) => id === partnership.offerId)?.normalised ?? {};
    return quota && partnership.stage === 'operational' ? [{ partnership, quota, quantity }] : [];
  });
  return drawing.flatMap(({ partnership, quota, quantity }, n) => {
    const { unit, share } = countedQuota(quota, quantity);
    const cooperative = cooperatives.find(({ id }) => id === partnership.cooperativeId)!;
    const capacity = capacityFor(cooperative, unit);
    const storage = capacity === undefined ? undefined : boundOf(capacity, 0);
    const week = periodAt(moments.now, quota.per, partnership.regionCodes.cooperative);
    const id = (name: string) => `clm_${partnership.id.slice('part_'.length)}-${name}`;
    const claimed = (name: string, period: string, amount: number, daysAgo: number) =>
      grantClaim(
        id(name),
        { period, amount, unit: 'ton', acceptLess: true },
        partnership,
        { unit, shares: [{ period, ...boundOf(share, 0) }], total: undefined, quantity: undefined, storage },
        new Date(moments.ago(daysAgo)),
      );
    const last = claimed('last-week', shifted(week, -1), 2, 10);
    const sold = clearClaim(
      deliverClaim(last, {}, 'cooperative', new Date(moments.ago(8))),
      {},
      new Date(moments.ago(4)),
    );
    const open = claimed('this-week', week, THIS_WEEK[n % THIS_WEEK.length]!, 3);
    return [sold, open].map((claim) => ({
      key: claimKey(partnership.id, claim.id),
      writes: claimWrites(claim, undefined, new Map(), {}, stamp),
    }));
  });
}
