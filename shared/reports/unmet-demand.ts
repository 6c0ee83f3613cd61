/** Demand that nobody meets: open purchases without enough partners, and claims granted below what was asked; what is counted, and the report. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { commodityByCode } from '../commodities/commodities.ts';
import { posterIdSchema, type Offer } from '../offers/offer.ts';
import { normalisedQuantitySchema, quantitySchema } from '../quantities.ts';
import type { Claim } from '../quotas/claim.ts';
import { regionCodeSchema } from '../regions/region.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import { UNITS } from '../units.ts';
import { wordingSchema } from '../wording.ts';
import { inUnits, millionths } from './amounts.ts';
import { monthOf } from './promises.ts';
import {
  byEach,
  countSchema,
  daysBetween,
  figureRows,
  isIn,
  monthSchema,
  MOST_LISTED,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

/** Purchases by the place of delivery, read together by province; or by who posted them. */
export const DEMAND = 'demand';
/** Claims by district and month, read together by province and year. */
export const CLAIMS = 'claims';

/** What is kept of a purchase, as text in a field: the clock decides whether it is open. */
export type Demand = Pick<
  Offer,
  | 'id'
  | 'buyerId'
  | 'programmeId'
  | 'title'
  | 'quantity'
  | 'partnersWanted'
  | 'deadline'
  | 'confirmedAt'
  | 'createdAt'
> & { commodity: string; deliverTo: string; normalised: NonNullable<Offer['normalised']['quantity']> };

export function offerDemand(offer: Offer): Entry[] {
  const { id, buyerId, programmeId, title, scheme, commodity, quantity, deliverTo, normalised } = offer;
  if (scheme !== 'purchase' || !commodity || !deliverTo || !normalised.quantity) return [];
  const { partnersWanted, deadline, confirmedAt, createdAt } = offer;
  const demand: Demand = {
    id,
    buyerId,
    programmeId,
    title,
    commodity,
    deliverTo,
    quantity,
    normalised: normalised.quantity,
    partnersWanted,
    deadline,
    confirmedAt,
    createdAt,
  };
  const field = JSON.stringify(demand);
  return [
    { total: DEMAND, part: deliverTo.slice(0, 2), at: `${deliverTo}#${id}`, field, amount: 1n },
    { total: DEMAND, part: buyerId, at: id, field, amount: 1n },
  ];
}

/** What was asked for and what was granted; what was given back is no longer asked for. */
export function claimDemand(claim: Claim): Entry[] {
  const { regionCodes, period, createdAt, commodity, unit, requested, granted } = claim;
  const month = monthOf(period, createdAt);
  const home = regionCodes.cooperative;
  const total = {
    total: CLAIMS,
    part: `${home.slice(0, 2)}#${month.slice(0, 4)}`,
    at: `${home.slice(0, 8)}#${month}`,
  };
  const field = (what: string) => `${what}|${commodity ?? ''}|${unit}`;
  return [
    { ...total, field: field('requested'), amount: millionths(requested) },
    { ...total, field: field('granted'), amount: millionths(granted) },
    { ...total, field: field('claims'), amount: 1n },
    ...(granted < requested ? [{ ...total, field: field('short'), amount: 1n }] : []),
  ];
}

/** The purchases in totals, open or not. */
export const demandIn = (totals: readonly { amounts: Amounts }[]): Demand[] =>
  totals.flatMap(({ amounts }) => [...amounts.keys()].map((field) => JSON.parse(field) as Demand));

export const unmetDemandReportSchema = z
  .strictObject({
    ...scopeFields,
    from: monthSchema,
    to: monthSchema,
    offers: z
      .array(
        z
          .strictObject({
            offerId: z.string(),
            buyerId: posterIdSchema,
            title: z.string(),
            commodity: z.string(),
            deliverTo: regionCodeSchema,
            quantity: quantitySchema,
            normalised: normalisedQuantitySchema,
            partners: countSchema,
            partnersWanted: countSchema.optional(),
            daysOpen: countSchema,
          })
          .meta({ id: 'UnmetOffer' }),
      )
      .meta({
        description: `Open purchases of verified buyers with no partner, or fewer than wanted; the longest open first, the first ${MOST_LISTED}`,
      }),
    count: countSchema,
    byCommodity: z.array(
      z
        .strictObject({
          commodity: z.string(),
          name: wordingSchema,
          offers: countSchema,
          withoutPartner: countSchema,
        })
        .meta({ id: 'UnmetCommodity' }),
    ),
    claims: z
      .array(
        z
          .strictObject({
            commodity: z.string().optional(),
            unit: z.enum(UNITS),
            claims: countSchema,
            short: countSchema.meta({ description: 'Granted below what was asked' }),
            requested: z.number(),
            granted: z.number(),
            unmet: z.number(),
          })
          .meta({ id: 'UnmetClaims' }),
      )
      .optional()
      .meta({ description: 'Of the region’s cooperatives, for the months asked for' }),
  })
  .meta({
    id: 'UnmetDemandReport',
    example: {
      region: '64',
      regionName: 'Kalimantan Timur',
      asOf: '2025-11-02',
      from: '2025-11',
      to: '2025-11',
      offers: [
        {
          offerId: 'off_kubis-samarinda',
          buyerId: 'buy_mitra-kaltim',
          title: 'Kubis segar untuk Samarinda',
          commodity: 'cabbage',
          deliverTo: '64.72',
          quantity: { amount: 3, unit: 'ton', per: 'week' },
          normalised: { amount: 3000, unit: 'kg', per: 'week' },
          partners: 0,
          daysOpen: 41,
        },
      ],
      count: 1,
      byCommodity: [
        { commodity: 'cabbage', name: { id: 'kubis', en: 'cabbage' }, offers: 1, withoutPartner: 1 },
      ],
      claims: [
        {
          commodity: 'lpg-3kg',
          unit: 'tabung',
          claims: 2,
          short: 1,
          requested: 500,
          granted: 25,
          unmet: 475,
        },
      ],
    },
  });
export type UnmetDemandReport = z.infer<typeof unmetDemandReportSchema>;

/** The report of these open purchases, with the number of partners that each has. `claims`: totals of claims, where the scope has them. */
export function unmetDemandReport(
  scope: ScopeFields,
  months: { from: string; to: string },
  demands: readonly { demand: Demand; partners: number }[],
  claims: readonly { at: string; amounts: Amounts }[] | undefined,
): UnmetDemandReport {
  const unmet = demands
    .filter(({ demand, partners }) => partners < (demand.partnersWanted ?? 1))
    .map(({ demand, partners }) => ({
      offerId: demand.id,
      buyerId: demand.buyerId,
      title: demand.title,
      commodity: demand.commodity,
      deliverTo: demand.deliverTo,
      quantity: demand.quantity!,
      normalised: demand.normalised,
      partners,
      ...(demand.partnersWanted !== undefined && { partnersWanted: demand.partnersWanted }),
      daysOpen: Math.max(0, daysBetween(dayOf(new Date(demand.createdAt)), scope.asOf)),
    }))
    .sort((a, b) => b.daysOpen - a.daysOpen || (a.offerId < b.offerId ? -1 : 1));
  return {
    ...scope,
    from: months.from,
    to: months.to,
    offers: unmet.slice(0, MOST_LISTED),
    count: unmet.length,
    byCommodity: [...Map.groupBy(unmet, ({ commodity }) => commodity)]
      .map(([commodity, own]) => ({
        commodity,
        name: { ...(commodityByCode(commodity)?.name ?? { id: commodity, en: commodity }) },
        offers: own.length,
        withoutPartner: own.filter(({ partners }) => partners === 0).length,
      }))
      .sort((a, b) => b.offers - a.offers || (a.commodity < b.commodity ? -1 : 1)),
    ...(claims && { claims: claimsIn(claims, months) }),
  };
}

const figures = ['claims', 'short', 'requested', 'granted'] as const;

function claimsIn(
  totals: readonly { at: string; amounts: Amounts }[],
  months: { from: string; to: string },
): NonNullable<UnmetDemandReport['claims']> {
  const fields = totals
    .filter(({ at }) => isIn(at.split('#').at(-1)!, months))
    .flatMap(({ amounts }) => [...amounts])
    .map(([field, amount]) => {
      const [what = '', commodity = '', unit = ''] = field.split('|');
      return { what, commodity, unit, amount };
    });
  return [...Map.groupBy(fields, ({ commodity, unit }) => `${commodity}|${unit}`).values()].map((own) => {
    const sums = byEach(figures, (figure) =>
      own.filter(({ what }) => what === figure).reduce((sum, { amount }) => sum + amount, 0n),
    );
    const { commodity, unit } = own[0]!;
    return {
      ...(commodity !== '' && { commodity }),
      unit: unit as (typeof UNITS)[number],
      claims: Number(sums.claims),
      short: Number(sums.short),
      requested: inUnits(sums.requested),
      granted: inUnits(sums.granted),
      unmet: inUnits(sums.requested > sums.granted ? sums.requested - sums.granted : 0n),
    };
  });
}

const offerWords = {
  partners: 'mitra (partners)',
  partnersWanted: 'mitra dicari (partners wanted)',
  daysOpen: 'hari terbuka (days open)',
} as const;
const commodityWords = {
  offers: 'permintaan (offers)',
  withoutPartner: 'tanpa mitra (without a partner)',
} as const;
const claimWords = {
  claims: 'klaim kuota (claims)',
  short: 'diberi kurang dari diminta (granted less)',
  requested: 'diminta (requested)',
  granted: 'diberikan (granted)',
  unmet: 'tidak terpenuhi (unmet)',
} as const;

/** The report for a spreadsheet. */
export function unmetDemandRows(report: UnmetDemandReport): Row[] {
  return [
    TITLES,
    scopeRow(report),
    ...report.byCommodity.flatMap(({ commodity, name, ...own }) =>
      figureRows('komoditas (commodity)', commodity, `${name.id} (${name.en})`, commodityWords, own),
    ),
    ...(report.claims ?? []).flatMap(({ commodity, unit, ...own }) =>
      figureRows('kuota (quota)', commodity, unit, claimWords, own),
    ),
    ...report.offers.flatMap(
      ({ offerId, title, commodity, quantity, partners, partnersWanted, daysOpen }) => {
        const wanted = `${commodity}, ${quantity.amount} ${quantity.unit}${quantity.per ? `/${quantity.per}` : ''}`;
        const row: Row = ['permintaan (offer)', offerId, title, undefined, undefined, wanted];
        const numbers = { partners, partnersWanted, daysOpen };
        return [row, ...figureRows('permintaan (offer)', offerId, title, offerWords, numbers)];
      },
    ),
  ];
}
