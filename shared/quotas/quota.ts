/** The quota of an offer in one period, as its buyer, its partners and their offices see it: what was asked, granted, and is left. */
import * as z from 'zod';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { offerIdSchema, quotaSchema, type Quota } from '../offers/offer.ts';
import { partnershipIdSchema, stageSchema, type Partnership } from '../partnerships/partnership.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { UNITS } from '../units.ts';
import { minus, plus } from './count.ts';
import { daysOf, periodSchema } from './period.ts';
import {
  binding,
  boundNames,
  boundOf,
  leftIn,
  quantityPeriodOf,
  type CountedQuota,
  type Room,
} from './room.ts';
import { figures, noFigures, type Figures, type Share } from './share.ts';

const figure = z.number().nonnegative();
const figureFields = {
  requested: figure.meta({ description: 'By all claims for this period' }),
  granted: figure.meta({ description: 'Of what was requested' }),
  released: figure.meta({ description: 'Of what was granted' }),
  delivered: figure.meta({ description: 'Of what was granted: it arrived' }),
  cleared: figure.meta({ description: 'Of what was delivered: sold on' }),
};

const partnerQuotaSchema = z
  .strictObject({
    partnershipId: partnershipIdSchema,
    cooperativeId: cooperativeIdSchema,
    cooperativeName: z.string(),
    regionCode: regionCodeSchema,
    stage: stageSchema,
    ...figureFields,
    drawn: figure.meta({ description: 'On the share of this period, by claims for it or for later ones' }),
    left: figure.meta({ description: 'Of the share of this period' }),
    claimable: z
      .strictObject({
        amount: figure,
        boundBy: z.array(z.enum(boundNames)).optional(),
        reason: z.string().optional().meta({ description: 'Why nothing can be claimed for it now' }),
      })
      .optional()
      .meta({
        description:
          'Only of the caller itself: how much a claim for this period is granted now, all bounds together, and which leave no more',
        example: { amount: 500, boundBy: ['storage'] },
      }),
  })
  .meta({ id: 'PartnerQuota' });
export type PartnerQuota = z.infer<typeof partnerQuotaSchema>;

/** A quota in one period. Figures are in `unit`, and of the partners shown; `drawn` and `left` of the whole are of all partners. */
export const quotaViewSchema = z
  .strictObject({
    offerId: offerIdSchema,
    period: periodSchema,
    from: z.iso.date().optional().meta({ description: 'Its first day; none for a quota given once' }),
    until: z.iso.date().optional().meta({ description: 'Its last day' }),
    quota: quotaSchema,
    unit: z.enum(UNITS).meta({ description: 'Of every figure: the base unit of the quota' }),
    share: figure.meta({ description: 'What one partner may draw' }),
    total: figure.optional().meta({ description: 'What all partners may draw together' }),
    drawn: figure.meta({ description: 'By all partners together' }),
    left: figure.optional().meta({ description: 'Of the total' }),
    quantity: z
      .strictObject({ period: periodSchema, amount: figure, drawn: figure, left: figure })
      .optional()
      .meta({
        description:
          'Of the offer, where it is for longer: what all periods that begin in it may draw together',
        example: { period: '2025', amount: 1_000_000, drawn: 12_000, left: 988_000 },
      }),
    ...figureFields,
    partners: z.array(partnerQuotaSchema).meta({
      description:
        'Those that the caller may see: the buyer all, an office its region’s, a cooperative itself',
    }),
  })
  .meta({
    id: 'QuotaOfPeriod',
    example: {
      offerId: 'off_sphp-beras',
      period: '2025-W45',
      from: '2025-11-03',
      until: '2025-11-09',
      quota: { amount: 2, unit: 'ton', per: 'week', total: 12 },
      unit: 'kg',
      share: 2000,
      total: 12_000,
      drawn: 2000,
      left: 10_000,
      requested: 2000,
      granted: 2000,
      released: 0,
      delivered: 0,
      cleared: 0,
      partners: [],
    },
  });
type QuotaView = z.infer<typeof quotaViewSchema>;

/** What one partner drew; nothing where it has no share yet. */
export function partnerRow(
  { id, cooperativeId, cooperativeName, regionCodes, stage }: Partnership,
  own: Share | undefined,
  { share }: CountedQuota,
  claimable: PartnerQuota['claimable'],
): PartnerQuota {
  const { requested, granted, released, delivered, cleared } = own ?? noFigures;
  const drawn = own?.drawn ?? 0;
  return {
    partnershipId: id,
    cooperativeId,
    cooperativeName,
    regionCode: regionCodes.cooperative,
    stage,
    requested,
    granted,
    released,
    delivered,
    cleared,
    drawn,
    left: boundOf(share, drawn).left,
    ...(claimable && { claimable }),
  };
}

/** What can be claimed in this room. */
export const claimableIn = (room: Room): PartnerQuota['claimable'] => ({
  amount: leftIn(room),
  boundBy: binding(room),
});

/** The whole, of these rows, by places; `drawn` is what all partners drew together, in the period and of the offer's quantity. */
export function viewQuota(
  offerId: string,
  period: string,
  quota: Quota,
  counted: CountedQuota,
  drawn: number,
  drawnOfQuantity: number,
  rows: readonly PartnerQuota[],
): QuotaView {
  const { unit, share, total, quantity } = counted;
  const sums: Figures = { ...noFigures };
  for (const row of rows) for (const name of figures) sums[name] = plus(sums[name], row[name]);
  return {
    offerId,
    period,
    ...daysOf(period),
    quota,
    unit,
    share,
    drawn,
    ...(total === undefined ? {} : { total, left: Math.max(0, minus(total, drawn)) }),
    ...(quantity === undefined
      ? {}
      : {
          quantity: {
            period: quantityPeriodOf(period, counted)!,
            amount: quantity.most,
            drawn: drawnOfQuantity,
            left: boundOf(quantity.most, drawnOfQuantity).left,
          },
        }),
    ...sums,
    partners: rows.toSorted((a, b) =>
      a.regionCode < b.regionCode ? -1 : a.regionCode > b.regionCode ? 1 : 0,
    ),
  };
}
