/** A trade: goods that went from one organization to another, at a price, and whether both say so; its shapes. */
import * as z from 'zod';
import { buyerKinds } from '../buyers/buyer.ts';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { dateSchema } from '../credentials/credential.ts';
import { idPattern } from '../ids.ts';
import { rupiahSchema } from '../money.ts';
import { posterIdSchema } from '../offers/offer.ts';
import { partnershipIdSchema } from '../partnerships/partnership.ts';
import { normalisedQuantitySchema, quantitySchema } from '../quantities.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line } from '../text.ts';
import { UNITS } from '../units.ts';
import { wordingSchema } from '../wording.ts';

export const tradeKinds = ['sale', 'transfer', 'consignment'] as const;
export const tradeKindSchema = z.enum(tradeKinds).meta({
  id: 'TradeKind',
  description:
    'sale: sold for good. transfer: handed by a member to its holding, which sells it on. consignment: what a shop sold of goods that were not its own, settled with their owner',
  example: 'sale',
});

export const tradeSides = ['seller', 'buyer'] as const;
export type TradeSide = (typeof tradeSides)[number];
/** Who did something to a trade; `office` is an office of a region or an admin. */
export type TradeActor = TradeSide | 'office';
const actorSchema = z.enum([...tradeSides, 'office']);

export const tradeIdSchema = z
  .string()
  .regex(idPattern('trd'), 'takes the id of a trade, such as trd_0199…')
  .meta({ description: 'Id of a trade', example: 'trd_0199c2a4f3b07c1e9a54b3f0c2d1e0ab' });

const sellerIdSchema = posterIdSchema.meta({ description: 'A cooperative, or a buyer that supplies it' });
const buyerIdSchema = posterIdSchema.meta({ description: 'A buyer, or a cooperative that buys' });

const facts = {
  quantity: quantitySchema.meta({
    description: 'What was delivered, all of it at once, so without `per`',
    examples: [{ amount: 140, unit: 'liter' }],
  }),
  ordered: quantitySchema
    .meta({ description: 'What had been ordered, likewise', examples: [{ amount: 150, unit: 'liter' }] })
    .optional(),
  totalPrice: rupiahSchema.meta({ description: 'For all of it, in whole rupiah' }),
  deliveredOn: dateSchema,
  orderedFor: dateSchema.optional().meta({ description: 'The day for which it was ordered' }),
  dueOn: dateSchema.optional().meta({
    description: 'The last day to pay; from the terms of the partnership when left out',
  }),
  origin: regionCodeSchema.optional().meta({
    description: 'Where the goods were grown or made; not the seat of who sells them',
  }),
  reference: line(80).optional().meta({ description: 'Number of the delivery note or invoice' }),
};
const paidOn = dateSchema.meta({ description: 'The day on which all of it was paid' });

const example = {
  sellerId: 'coop_35-79-02-2002',
  buyerId: 'coop_margo-makmur-mandiri',
  commodity: 'milk-fresh',
  quantity: { amount: 140, unit: 'liter' },
  ordered: { amount: 150, unit: 'liter' },
  totalPrice: 1_120_000,
  deliveredOn: '2025-11-03',
} as const;

/** What a caller sends to record one. */
export const tradeInputSchema = z
  .strictObject({
    sellerId: sellerIdSchema,
    buyerId: buyerIdSchema,
    commodity: commodityCodeSchema,
    ...facts,
    paidOn: paidOn.optional(),
    partnershipId: partnershipIdSchema.optional(),
    kind: tradeKindSchema.exclude(['consignment']).optional().meta({
      description:
        'Left out, what a member delivers to its holding is a transfer, all else a sale. Consignments are settled below their partnership',
    }),
  })
  .meta({ id: 'TradeInput', example });
export type TradeInput = z.infer<typeof tradeInputSchema>;

/** A correction, or a payment: what is left out stays, `null` removes. Parties, goods and kind are for life. */
export const tradeChangeSchema = z
  .strictObject({
    quantity: facts.quantity.optional(),
    ordered: facts.ordered.nullable(),
    totalPrice: facts.totalPrice.optional(),
    deliveredOn: facts.deliveredOn.optional(),
    orderedFor: facts.orderedFor.nullable(),
    dueOn: facts.dueOn.nullable(),
    origin: facts.origin.nullable(),
    reference: facts.reference.nullable(),
    paidOn: paidOn.nullable().optional(),
    reason: line(300).optional().meta({ description: 'Needed for all but a first payment' }),
  })
  .meta({ id: 'TradeChange', example: { paidOn: '2025-11-10' } });
export type TradeChange = z.infer<typeof tradeChangeSchema>;

const side = z.enum(tradeSides).optional().meta({ description: 'For whom an admin enters what it was told' });
export const confirmationSchema = z.strictObject({ side }).meta({ id: 'TradeConfirmation', example: {} });

export const disputeInputSchema = z
  .strictObject({ reason: line(300), side })
  .meta({ id: 'TradeDispute', example: { reason: 'Yang datang 120 liter, bukan 140' } });

const instant = z.iso.datetime();
const party = z.enum([...buyerKinds, 'cooperative']);
const baseAmount = normalisedQuantitySchema.omit({ per: true });

/** What a trade says that does not look right; it is never refused for that. */
export const tradeWarningSchema = z
  .strictObject({
    kind: z.enum(['unit-price']),
    median: z.number().meta({
      description:
        'Of the prices it was compared with, for one base unit; the agreed price, where there is one',
    }),
    compared: z.int().meta({ description: 'With how many' }),
    detail: wordingSchema,
  })
  .meta({
    id: 'TradeWarning',
    example: {
      kind: 'unit-price',
      median: 4500,
      compared: 12,
      detail: {
        id: 'Rp 69.444 per kg: 15,4 kali di atas nilai tengah Rp 4.500 dari 12 harga lain; periksa jumlah dan harganya',
        en: 'Rp 69,444 per kg: 15.4 times above the median Rp 4,500 of 12 other prices; check amount and price',
      },
    },
  });
export type TradeWarning = z.infer<typeof tradeWarningSchema>;

/** What a settlement of consigned goods was reckoned from, in base units and rupiah. */
export const settledSchema = z
  .strictObject({
    from: dateSchema,
    until: dateSchema.meta({ description: 'Its last day' }),
    placed: z.number().nonnegative().meta({ description: 'In this period, like all that follows' }),
    sold: z.number().positive(),
    returned: z.number().nonnegative(),
    lost: z.number().nonnegative(),
    left: z.number().nonnegative().meta({ description: 'In the shop at its end' }),
    takings: rupiahSchema,
    commissionPercent: z.number(),
    commission: rupiahSchema.meta({ description: 'Kept by the shop; the total price is the rest' }),
  })
  .meta({ id: 'ConsignmentSettled' });
export type Settled = z.infer<typeof settledSchema>;

const historySchema = z
  .strictObject({
    at: instant,
    by: actorSchema,
    for: z.enum(tradeSides).optional().meta({ description: 'The side for which an admin entered it' }),
    did: z.enum(['recorded', 'confirmed', 'disputed', 'corrected', 'paid', 'withdrawn']),
    reason: z.string().optional(),
    before: tradeChangeSchema
      .omit({ reason: true })
      .optional()
      .meta({ description: 'What was changed, as it was before; null where it was not stated' }),
  })
  .meta({ id: 'TradeStep' });
export type TradeStep = z.infer<typeof historySchema>;

export const tradeStateSchema = z.enum(['recorded', 'confirmed', 'disputed', 'withdrawn']).meta({
  id: 'TradeState',
  description:
    'recorded: one side’s word. confirmed: both say so. disputed: a side says it is not so; then it counts nowhere. withdrawn: a settlement that was taken back, to be settled anew',
});

/** A trade as it is stored and shown. */
export const tradeSchema = z
  .strictObject({
    id: tradeIdSchema,
    kind: tradeKindSchema,
    sellerId: sellerIdSchema,
    buyerId: buyerIdSchema,
    sellerName: z.string().meta({ description: 'As it was when it was recorded, like all of the parties' }),
    buyerName: z.string(),
    sellerKind: party,
    buyerKind: party,
    regionCodes: z.strictObject({ seller: regionCodeSchema, buyer: regionCodeSchema }),
    holdings: z
      .strictObject({ seller: cooperativeIdSchema.optional(), buyer: cooperativeIdSchema.optional() })
      .meta({ description: 'The holdings they belonged to on that day; a holding belongs to itself' }),
    holdingId: cooperativeIdSchema.optional().meta({ description: 'Where both were members of the same' }),
    commodity: commodityCodeSchema,
    ...facts,
    paidOn: paidOn.optional(),
    partnershipId: partnershipIdSchema.optional(),
    normalised: z.strictObject({
      quantity: baseAmount,
      ordered: baseAmount.optional(),
      unitPrice: z
        .strictObject({ amount: z.number().nonnegative(), per: z.enum(UNITS) })
        .meta({ description: 'Rupiah for one base unit, to 6 decimals' }),
    }),
    state: tradeStateSchema,
    confirmed: z
      .strictObject({ seller: instant.optional(), buyer: instant.optional() })
      .meta({ description: 'When each side said that it is so as it stands here' }),
    paymentConfirmedAt: instant.optional().meta({ description: 'When the seller said that the money came' }),
    dispute: z.strictObject({ by: z.enum(tradeSides), at: instant, reason: z.string() }).optional(),
    consignment: settledSchema.optional(),
    warnings: z.array(tradeWarningSchema).meta({ description: 'What does not look right' }),
    history: z.array(historySchema),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    id: 'Trade',
    example: {
      id: 'trd_0199c2a4f3b07c1e9a54b3f0c2d1e0ab',
      kind: 'sale',
      ...example,
      sellerName: 'KDMP Gunungsari',
      buyerName: 'Koperasi Margo Makmur Mandiri',
      sellerKind: 'cooperative',
      buyerKind: 'cooperative',
      regionCodes: { seller: '35.79.02.2002', buyer: '35.79' },
      holdings: {},
      normalised: {
        quantity: { amount: 140, unit: 'liter' },
        ordered: { amount: 150, unit: 'liter' },
        unitPrice: { amount: 8000, per: 'liter' },
      },
      state: 'recorded',
      confirmed: { seller: '2025-11-03T03:00:00.000Z' },
      warnings: [],
      history: [{ at: '2025-11-03T03:00:00.000Z', by: 'seller', did: 'recorded' }],
      createdAt: '2025-11-03T03:00:00.000Z',
      updatedAt: '2025-11-03T03:00:00.000Z',
    },
  });
export type Trade = z.infer<typeof tradeSchema>;

/** Whether it counts in sums: what a side disputes does not, until it is corrected or that side confirms it. */
export const isCounted = ({ state }: Pick<Trade, 'state'>): boolean =>
  state === 'recorded' || state === 'confirmed';

/** Whether the money has come: the day alone is the word of whoever entered it, the seller's word settles it. */
export const isPaid = <T extends Pick<Trade, 'paidOn' | 'paymentConfirmedAt'>>(
  trade: T,
): trade is T & { paidOn: string } => trade.paidOn !== undefined && trade.paymentConfirmedAt !== undefined;
