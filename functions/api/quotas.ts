/** The quota of an offer over HTTP: who asked for how much in a period, what was granted, and what is left. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../shared/errors.ts';
import { offerIdSchema, type Offer } from '../../shared/offers/offer.ts';
import { offerFrom } from '../../shared/offers/offer-store.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { heldIn, listPartnerships, readPartnership } from '../../shared/partnerships/partnership-store.ts';
import { countIn, shareFrom } from '../../shared/quotas/claim-store.ts';
import { perOf, periodAt, periodSchema } from '../../shared/quotas/period.ts';
import {
  claimableIn,
  partnerRow,
  quotaViewSchema,
  viewQuota,
  type PartnerQuota,
} from '../../shared/quotas/quota.ts';
import { countedQuota, quantityPeriodOf } from '../../shared/quotas/room.ts';
import type { Stored } from '../../shared/stored.ts';
import {
  offerKey,
  openPartnershipKey,
  quotaPeriod,
  quotaTotalKey,
  shareKey,
} from '../../shared/table/keys.ts';
import type { Position, Table } from '../../shared/table/table.ts';
import type { Unit } from '../../shared/units.ts';
import { quotaFor } from './claim-setting.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';
import { resourceOf } from './partnerships.ts';

/** So many are shown: the newest, where an offer has more partners. */
const MOST_PARTNERS = 2000;
const AT_ONCE = 500;

const getQuota = operation({
  id: 'getQuota',
  method: 'get',
  path: '/v1/offers/{offerId}/quota',
  tag: 'Offers',
  summary: 'See what is drawn on the quota of an offer in a period',
  description:
    'For its buyer with all partners, for an office with those of its region, for a partner with itself alone, and with what it can claim.',
  params: z.strictObject({ offerId: offerIdSchema }),
  query: z.strictObject({
    period: periodSchema
      .optional()
      .meta({ description: 'Left out: the current one, by the calendar of where the goods go' }),
  }),
  mayAnswer: [409],
  answers: { status: 200, form: 'one', schema: quotaViewSchema, derived: true, description: 'The quota' },
});

/** Routes of this noun on `router`. */
export function quotas(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getQuota, async (ask) => {
    const { offerId } = ask.params;
    const { organizationId = 'none' } = ask.caller;
    const [offerItem, hold] = await table.getMany([
      offerKey(offerId),
      openPartnershipKey(offerId, organizationId),
    ]);
    const offer = offerFrom(offerItem)?.value;
    if (offer === undefined) throw notFound();
    // A partner sees itself alone, so that it need not wait for all the others to be read.
    const ownId = heldIn(hold);
    const own = ownId === undefined ? undefined : await readPartnership(table, ownId);
    const partners = own ? [own.value] : ownId === undefined ? await partnersOf(table, offerId) : [];
    const seen = partners.filter((partner) => ask.may('getPartnership', resourceOf(partner)));
    ask.permit({
      owners: [offer.buyerId, ...(ownId === undefined ? [] : [organizationId])],
      regionCode: seen.flatMap(({ regionCodes }) => [regionCodes.cooperative, regionCodes.buyer]),
    });
    const { quota, counted, period } = quotaOf(offer, ask.query.period, ask.now);
    const at = quotaPeriod(offerId, period, counted.unit);
    const longer = quantityPeriodOf(period, counted);
    const [items, claimable] = await Promise.all([
      table.getMany([
        quotaTotalKey(at),
        ...seen.map(({ id }) => shareKey(at, id)),
        ...(longer === undefined ? [] : [quotaTotalKey(quotaPeriod(offerId, longer, counted.unit))]),
      ]),
      own && claimableBy(table, own, { period, unit: counted.unit }, ask.now),
    ]);
    const [total, ...shares] = items;
    // The last, where it is for longer than the period.
    const whole = shares[seen.length];
    const rows = seen.flatMap((stored, n) => {
      const partner = asOf(stored, ask.now);
      const share = shareFrom(shares[n])?.value;
      const mayDraw = partner.stage === 'operational' || partner.stage === 'paused';
      return mayDraw || share ? [partnerRow(partner, share, counted, claimable)] : [];
    });
    return { body: viewQuota(offerId, period, quota, counted, countIn(total), countIn(whole), rows) };
  });
}

/** The partnerships of an offer that have ever been operational, at most {@link MOST_PARTNERS}. Two round trips for every 500. */
async function partnersOf(table: Table, offerId: string): Promise<Partnership[]> {
  const partners: Partnership[] = [];
  let after: Position | undefined;
  do {
    const page = await listPartnerships(
      table,
      { offerId },
      { limit: AT_ONCE, ...(after ? { after } : {}) },
      ({ value }) => (hasOperated(value) ? value : undefined),
    );
    partners.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined && partners.length < MOST_PARTNERS);
  return partners;
}

const hasOperated = ({ history }: Partnership): boolean => history.some(({ to }) => to === 'operational');

/** What a claim of this partner would be granted now, or why it would be refused. One round trip, or two, as the claim. */
async function claimableBy(
  table: Table,
  own: Stored<Partnership>,
  wanted: { period: string; unit: Unit },
  now: Date,
): Promise<PartnerQuota['claimable']> {
  try {
    return claimableIn((await quotaFor(table, own, wanted, now)).room);
  } catch (error) {
    if (error instanceof Refusal) return { amount: 0, reason: error.detail };
    throw error;
  }
}

/** The quota of an offer and the period to look at. Refuses (409) an offer without one, and (400) a period of another kind. */
function quotaOf({ quota, normalised, deliverTo }: Offer, asked: string | undefined, now: Date) {
  if (quota === undefined || normalised.quota === undefined) {
    throw new Refusal('conflict', 'The offer has no quota.');
  }
  const period = asked ?? periodAt(now, quota.per, deliverTo ?? '');
  if (perOf(period) !== quota.per) {
    throw new Refusal('malformed', `The quota is by the ${quota.per}; ${period} is none.`, [
      { pointer: '#/period', detail: `takes one such as ${periodAt(now, quota.per, '')}`, in: 'query' },
    ]);
  }
  return { quota, counted: countedQuota(normalised.quota, normalised.quantity), period };
}
