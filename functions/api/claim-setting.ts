/** What a claim is decided on: its offer's quota, what is drawn on it and what its partner can store, read together as they are now. */
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { dayOf } from '../../shared/clock.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import type { Offer, Quota } from '../../shared/offers/offer.ts';
import { offerFrom } from '../../shared/offers/offer-store.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import { measuredIn, type Content } from '../../shared/quantities.ts';
import type { Claim } from '../../shared/quotas/claim.ts';
import { countIn, shareFrom, type Limits, type SharesRead } from '../../shared/quotas/claim-store.ts';
import {
  boundOf,
  capacityFor,
  countedQuota,
  quantityPeriodOf,
  type CountedQuota,
  type Room,
} from '../../shared/quotas/room.ts';
import { claimable, drawable, partnerSince } from '../../shared/quotas/share.ts';
import type { Stored } from '../../shared/stored.ts';
import {
  cooperativeKey,
  heldKey,
  offerKey,
  partnershipKey,
  quotaPeriod,
  quotaTotalKey,
  shareKey,
} from '../../shared/table/keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import type { Unit } from '../../shared/units.ts';

/** The room for a claim, and what must be written with it. */
export type ClaimSetting = {
  room: Room;
  shares: SharesRead;
  limits: Limits;
  /** That neither the partnership nor the offer has changed since: a pause and a new quota come before the claim, or after it. */
  unchanged: Action[];
};

/**
 * What bounds a claim now. Refuses (409) unless the partnership is operational and its offer has a quota, and (422) a period of
 * another kind or one that is over, and a unit of another dimension; `corrected` names the claim of whatever period that is to be granted more. One round trip,
 * two where unused quota rolls over or the offer's quantity is for longer.
 */
export async function quotaFor(
  table: Table,
  partnership: Stored<Partnership>,
  { period, ...measure }: { period: string; unit: Unit; content?: Content | undefined },
  now: Date,
  corrected?: Claim,
): Promise<ClaimSetting> {
  const { id, offerId, cooperativeId, regionCodes } = partnership.value;
  const unit = measuredIn(measure);
  const quotaOf = (one: string) => quotaPeriod(offerId, one, unit);
  const [offerItem, cooperativeItem, ownItem, totalItem, heldItem] = await table.getMany([
    offerKey(offerId),
    cooperativeKey(cooperativeId),
    shareKey(quotaOf(period), id),
    quotaTotalKey(quotaOf(period)),
    heldKey(cooperativeId, unit),
  ]);
  const offer = offerFrom(offerItem);
  const terms = termsOf(asOf(partnership.value, now), offer?.value);
  const quota = terms.counted;
  const placeDay = (at: string) => dayOf(new Date(at), regionCodes.cooperative);
  const today = placeDay(now.toISOString());
  const [current = '', next = ''] = claimable(today, terms.quota);
  if (corrected === undefined && period !== current && period !== next) {
    const which = next === '' ? current : `${current} (now) or ${next}`;
    throw invalid(['period'], `can be ${which}, by the calendar of ${regionCodes.cooperative}`);
  }
  if (unit !== quota.unit) {
    throw invalid(['unit'], `cannot be compared with the quota's ${quota.unit}; state it in ${quota.unit}`);
  }
  const since = partnerSince(partnership.value, placeDay);
  const periods = drawable(period, current, terms.quota, since);
  const shares = new Map([[period, shareFrom(ownItem)]]);
  const drawn = (corrected?.draws ?? []).map((draw) => draw.period);
  const others = [...new Set([...periods, ...drawn])].filter((one) => one !== period);
  const quantityPeriod = quantityPeriodOf(period, quota);
  const items = await table.getMany([
    ...others.map((one) => shareKey(quotaOf(one), id)),
    ...(quantityPeriod === undefined ? [] : [quotaTotalKey(quotaOf(quantityPeriod))]),
  ]);
  for (const [at, one] of others.entries()) shares.set(one, shareFrom(items[at]));
  const cooperative = cooperativeFrom(cooperativeItem)?.value;
  const storage = cooperative && capacityFor(cooperative, unit);
  return {
    shares,
    limits: { total: quota.total, quantity: quota.quantity?.most, storage },
    room: {
      unit,
      shares: periods.map((one) => ({
        period: one,
        ...boundOf(quota.share, shares.get(one)?.value.drawn ?? 0),
      })),
      total: quota.total === undefined ? undefined : boundOf(quota.total, countIn(totalItem)),
      quantity:
        quota.quantity && quantityPeriod !== undefined
          ? { period: quantityPeriod, ...boundOf(quota.quantity.most, countIn(items[others.length])) }
          : undefined,
      storage: storage === undefined ? undefined : boundOf(storage, countIn(heldItem)),
    },
    unchanged: [
      { do: 'check', key: partnershipKey(id), when: { is: 'version', version: partnership.version } },
      { do: 'check', key: offerKey(offerId), when: { is: 'version', version: offer!.version } },
    ],
  };
}

/** The quota that can be drawn on, as entered and in its base unit. Refuses (409) where there is none, or not now. */
function termsOf(
  { stage, scheme, history }: Partnership,
  offer: Offer | undefined,
): { quota: Quota; counted: CountedQuota } {
  if (stage !== 'operational') {
    const note = history.at(-1)?.note;
    throw new Refusal(
      'conflict',
      `The partnership is ${stage}${note === undefined ? '' : ` (${note})`}; a quota is drawn on while it is operational.`,
    );
  }
  const { quota, normalised } = offer ?? {};
  if (scheme !== 'distribution' || quota === undefined || normalised?.quota === undefined) {
    throw new Refusal('conflict', 'The offer has no quota to draw on.');
  }
  return { quota, counted: countedQuota(normalised.quota, normalised.quantity) };
}

/** The shares that a claim draws on, and that of its own period. One round trip. */
export async function sharesOf(table: Table, claim: Claim): Promise<SharesRead> {
  const { offerId, partnershipId, period, unit } = claim;
  const periods = [...new Set([period, ...claim.draws.map((draw) => draw.period)])];
  const items = await table.getMany(
    periods.map((one) => shareKey(quotaPeriod(offerId, one, unit), partnershipId)),
  );
  return new Map(periods.map((one, at) => [one, shareFrom(items[at])]));
}
