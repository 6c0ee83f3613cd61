/** An offer: what a buyer or partner buys, places for sale, distributes under a quota or finances; its shapes. */
import * as z from 'zod';
import { buyerKinds, buyerSegmentSchema } from '../buyers/buyer.ts';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { idPattern } from '../ids.ts';
import { priceSchema, rupiahSchema } from '../money.ts';
import { monthsSchema } from '../months.ts';
import {
  amountSchema,
  contentSchema,
  normalisedQuantitySchema,
  periodSchema,
  quantitySchema,
  unitSchema,
} from '../quantities.ts';
import { guidelineStateSchema, programmeIdSchema, regionsSchema } from '../programmes/programme.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';
import { UNITS } from '../units.ts';
import { distinct, requirementsSchema } from './requirements.ts';

/**
 * Days after which an unconfirmed offer counts as stale: half a year, two plantings of vegetables (our estimate). Standing
 * demand changes more slowly than supply, but fake and forgotten demand is what sellers complain of.
 */
export const STALE_AFTER_DAYS = 180;

export const schemes = ['purchase', 'consignment', 'distribution', 'financing'] as const;
export const schemeSchema = z.enum(schemes).meta({
  id: 'Scheme',
  description:
    'purchase: buys from cooperatives. consignment: places goods for sale with them. distribution: supplies them under a quota. financing: lends to them',
  example: 'purchase',
});
export type Scheme = z.infer<typeof schemeSchema>;

export const offerIdSchema = z
  .string()
  .regex(idPattern('off'), 'takes the id of an offer, such as off_0199…')
  .meta({ description: 'Id of an offer', example: 'off_0199c2a4f3b07c1e9a54b3f0c2d1e0dd' });

/** A buyer, or a cooperative that posts under its own id. */
export const posterIdSchema = z
  .string()
  .regex(idPattern('buy', 'coop'), 'takes the id of a buyer or of a cooperative')
  .meta({
    description: 'Id of a buyer, or of a cooperative that posts the offer itself',
    example: 'buy_0199c2a4f3b07c1e9a54b3f0c2d1e0bb',
  });

/** Periods that an unused share lasts at the most: a quarter of weeks, a year of months. */
const MOST_ROLLOVER = 12;

export const quotaSchema = z
  .strictObject({
    amount: amountSchema.meta({ description: 'What one partner may draw in one period' }),
    unit: unitSchema,
    content: contentSchema.optional(),
    per: periodSchema,
    total: amountSchema.optional().meta({
      description:
        'What all partners together may draw in one period, in the same unit; never more than the quantity of the offer, which bounds it when left out',
    }),
    rollover: z.int().min(1).max(MOST_ROLLOVER).optional().meta({
      description: 'For how many periods a share that was not drawn can still be; for none when left out',
    }),
  })
  .meta({ id: 'Quota', example: { amount: 2, unit: 'ton', per: 'week', total: 12 } });
export type Quota = z.infer<typeof quotaSchema>;

export const consignmentSchema = z
  .strictObject({
    commissionPercent: z
      .number()
      .min(0)
      .max(100)
      .meta({ description: 'Of the takings, kept by the cooperative' }),
    settlementDays: z.int().min(0).max(365).meta({ description: 'Days from a settlement to its payment' }),
  })
  .meta({ id: 'ConsignmentTerms', example: { commissionPercent: 10, settlementDays: 30 } });

export const financingSchema = z
  .strictObject({
    ceiling: rupiahSchema.min(1).meta({ description: 'The most that one partner is lent, in rupiah' }),
    annualRatePercent: z.number().min(0).max(100).meta({ description: 'Interest or margin a year' }),
    tenorMonths: z.int().min(1).max(360).meta({ description: 'Months until all is paid back' }),
    graceMonths: z
      .int()
      .min(0)
      .max(120)
      .optional()
      .meta({ description: 'Months before the first instalment' }),
    purposes: distinct(line(80), 20).optional().meta({ description: 'What it may be used for' }),
  })
  .meta({
    id: 'FinancingTerms',
    example: {
      ceiling: 3_000_000_000,
      annualRatePercent: 6,
      tenorMonths: 72,
      graceMonths: 6,
      purposes: ['investment', 'working-capital'],
    },
  });

const editable = {
  programmeId: programmeIdSchema.optional(),
  commodity: commodityCodeSchema.optional().meta({ description: 'Needed except for financing' }),
  title: line(160).meta({ example: 'Kubis segar untuk Samarinda' }),
  description: paragraph(4000).optional(),
  quantity: quantitySchema
    .optional()
    .meta({ description: 'Needed except for financing; of a distribution, the total over all partners' }),
  months: monthsSchema.optional(),
  price: priceSchema.optional(),
  deliverTo: regionCodeSchema.optional().meta({
    description: 'Where, at any level; places the offer, excludes nobody. Needed except for financing',
  }),
  regions: regionsSchema
    .optional()
    .meta({ description: 'Only cooperatives in these regions; all when left out' }),
  requirements: requirementsSchema.optional(),
  quota: quotaSchema.optional().meta({ description: 'With scheme distribution only' }),
  consignment: consignmentSchema.optional().meta({ description: 'With scheme consignment only' }),
  financing: financingSchema.optional().meta({ description: 'With scheme financing, where it is needed' }),
  paymentTermDays: z
    .int()
    .min(0)
    .max(365)
    .optional()
    .meta({ description: 'Days from a delivery to its payment' }),
  partnersWanted: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'No more than so many become partners; any number when left out' }),
  membersOnly: z.boolean().optional().meta({ description: 'By a holding: for its confirmed members only' }),
  guidelines: guidelineStateSchema.optional(),
  deadline: z
    .union([z.iso.date(), z.iso.datetime()], {
      error: 'takes a day such as 2026-12-31, or an instant in UTC',
    })
    .optional()
    .meta({
      description: 'A day, whose end in western Indonesia (WIB) counts, or an instant',
      example: '2026-12-31',
    }),
};

const example = {
  buyerId: 'buy_0199c2a4f3b07c1e9a54b3f0c2d1e0bb',
  scheme: 'purchase',
  commodity: 'cabbage',
  title: 'Kubis segar untuk Samarinda',
  quantity: { amount: 3, unit: 'ton', per: 'week' },
  months: [6, 7, 8, 9],
  price: { amount: 4500, per: 'kg' },
  deliverTo: '64.72',
  requirements: { nib: true, minGrade: 'B' },
  deadline: '2026-12-31',
};

/** What a caller sends to post an offer. Which fields a scheme needs and takes is checked by its rules. */
export const offerInputSchema = z
  .strictObject({ buyerId: posterIdSchema, scheme: schemeSchema, ...editable })
  .meta({ id: 'OfferInput', example });
export type OfferInput = z.infer<typeof offerInputSchema>;

/** A change: what is left out stays, `null` removes. Buyer and scheme are for life. */
export const offerChangeSchema = z
  .strictObject({
    programmeId: editable.programmeId.nullable(),
    commodity: editable.commodity,
    title: editable.title.optional(),
    description: editable.description.nullable(),
    quantity: editable.quantity,
    months: editable.months.nullable(),
    price: editable.price.nullable(),
    deliverTo: editable.deliverTo.nullable(),
    regions: editable.regions.nullable(),
    requirements: editable.requirements.nullable(),
    quota: editable.quota.nullable(),
    consignment: editable.consignment.nullable(),
    financing: editable.financing,
    paymentTermDays: editable.paymentTermDays.nullable(),
    partnersWanted: editable.partnersWanted.nullable(),
    membersOnly: editable.membersOnly.nullable(),
    guidelines: editable.guidelines,
    deadline: editable.deadline.nullable(),
  })
  .meta({ id: 'OfferChange', example: { price: { amount: 4800, per: 'kg' } } });
export type OfferChange = z.infer<typeof offerChangeSchema>;

const normalisedOfferSchema = z
  .strictObject({
    quantity: normalisedQuantitySchema.optional(),
    quota: z
      .strictObject({
        amount: z.number().positive(),
        unit: z.enum(UNITS),
        per: periodSchema,
        total: z.number().positive().optional(),
      })
      .optional(),
    price: z
      .strictObject({ amount: z.number().nonnegative(), per: z.enum(UNITS) })
      .optional()
      .meta({ description: 'Rupiah for one base unit, to 6 decimals' }),
  })
  .meta({
    id: 'NormalisedOffer',
    description: 'What was entered, in the base unit of its dimension',
    example: { quantity: { amount: 3000, unit: 'kg', per: 'week' }, price: { amount: 4500, per: 'kg' } },
  });

/** `open`: may be answered. `unverified`: its buyer waits for the office. `closed`: past its deadline or its programme. */
export const offerStatuses = ['open', 'unverified', 'closed', 'stale'] as const;

/** Who stands behind an offer, as far as others may know. */
export const posterSchema = z
  .strictObject({
    id: posterIdSchema,
    name: z.string(),
    kind: z.enum([...buyerKinds, 'cooperative']),
    segment: buyerSegmentSchema.optional(),
    regionCode: regionCodeSchema,
    verified: z.boolean().meta({ description: 'By an office; others see its offers only then' }),
  })
  .meta({ id: 'Poster' });
export type Poster = z.infer<typeof posterSchema>;

/** An offer as it is shown. */
export const offerSchema = z
  .strictObject({
    id: offerIdSchema,
    buyerId: posterIdSchema,
    scheme: schemeSchema,
    ...editable,
    guidelines: guidelineStateSchema.meta({ description: 'Its programme counted in' }),
    normalised: normalisedOfferSchema,
    effectiveRequirements: requirementsSchema.meta({ description: 'Those of its programme counted in' }),
    effectiveRegions: regionsSchema
      .optional()
      .meta({ description: 'Where both the offer and its programme apply; everywhere when left out' }),
    buyer: posterSchema,
    status: z.enum(offerStatuses).meta({
      description: `open: may be answered. unverified: its buyer waits for the office. closed: past its deadline or its programme. stale: not confirmed for ${STALE_AFTER_DAYS} days`,
    }),
    confirmedAt: z.iso.datetime().meta({ description: 'When it was last said to be still true' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Offer',
    example: {
      id: 'off_0199c2a4f3b07c1e9a54b3f0c2d1e0dd',
      ...example,
      guidelines: 'issued',
      normalised: { quantity: { amount: 3000, unit: 'kg', per: 'week' }, price: { amount: 4500, per: 'kg' } },
      effectiveRequirements: example.requirements,
      buyer: {
        id: example.buyerId,
        name: 'Pasar Segar Samarinda',
        kind: 'private',
        regionCode: '64.72',
        verified: true,
      },
      status: 'open',
      confirmedAt: '2026-11-02T03:00:00.000Z',
      createdAt: '2026-11-02T03:00:00.000Z',
      updatedAt: '2026-11-02T03:00:00.000Z',
    },
  });
export type OfferView = z.infer<typeof offerSchema>;

/** An offer as it is stored: as entered, with the base units as they were then. `guidelines` is its own word only. */
export type Offer = OfferInput & {
  id: string;
  normalised: z.infer<typeof normalisedOfferSchema>;
  confirmedAt: string;
  createdAt: string;
  updatedAt: string;
};
