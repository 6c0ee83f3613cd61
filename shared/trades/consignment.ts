/** Goods on consignment: whose they are, how many lie in the shop, what was sold and is to be settled; the shapes. */
import * as z from 'zod';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { dateSchema } from '../credentials/credential.ts';
import { idPattern } from '../ids.ts';
import { rupiahSchema } from '../money.ts';
import { consignmentSchema, posterIdSchema } from '../offers/offer.ts';
import { partnershipIdSchema } from '../partnerships/partnership.ts';
import { quantitySchema } from '../quantities.ts';
import { line } from '../text.ts';
import { UNITS } from '../units.ts';
import { tradeIdSchema } from './trade.ts';

const movementIdSchema = z
  .string()
  .regex(idPattern('mov'), 'takes the id of a movement, such as mov_0199…')
  .meta({ description: 'Id of a movement', example: 'mov_0199c2a4f3b07c1e9a54b3f0c2d1e0ac' });

export const movementKinds = ['placed', 'sold', 'returned', 'lost', 'counted', 'reversed'] as const;
const movementKindSchema = z.enum(movementKinds).meta({
  id: 'MovementKind',
  description:
    'placed: the owner brought goods to the shop. sold: the shop sold them. returned: they went back. lost: spoilt or gone. counted: the shop counted what it has. reversed: an entry, or a disputed settlement, is taken back',
});

/** What a caller sends to enter a movement. Which fields a kind needs and takes is checked by its rules. */
export const movementInputSchema = z
  .strictObject({
    kind: movementKindSchema,
    on: dateSchema,
    quantity: quantitySchema.optional().meta({
      description: 'How much, without `per`; of what was counted, nothing when left out',
      examples: [{ amount: 200, unit: 'kg' }],
    }),
    takings: rupiahSchema.optional().meta({ description: 'With `sold`: what customers paid for all of it' }),
    reverses: z
      .union([movementIdSchema, tradeIdSchema], { error: 'takes the id of a movement or of a settlement' })
      .optional()
      .meta({ description: 'With `reversed`: a movement that is not settled, or the last settlement' }),
    reason: line(300).optional().meta({ description: 'Needed with `lost` and `reversed`' }),
    reference: line(80).optional().meta({ description: 'Number of the delivery note' }),
  })
  .meta({
    id: 'MovementInput',
    example: { kind: 'placed', on: '2025-11-03', quantity: { amount: 200, unit: 'kg' } },
  });
export type MovementInput = z.infer<typeof movementInputSchema>;

const amount = z.number().nonnegative();
const instant = z.iso.datetime();

export const movementSchema = z
  .strictObject({
    id: movementIdSchema,
    ...movementInputSchema.shape,
    amount: amount.meta({ description: 'In the unit of the consignment' }),
    by: z.enum(['owner', 'shop', 'office']),
    period: z.int().nonnegative().meta({ description: 'How many settlements there were before' }),
    reversedBy: movementIdSchema.optional(),
    at: instant,
  })
  .meta({
    id: 'Movement',
    example: {
      id: 'mov_0199c2a4f3b07c1e9a54b3f0c2d1e0ac',
      kind: 'sold',
      on: '2025-11-10',
      quantity: { amount: 60, unit: 'kg' },
      takings: 1_080_000,
      amount: 60,
      by: 'shop',
      period: 0,
      at: '2025-11-10T10:00:00.000Z',
    },
  });
export type Movement = z.infer<typeof movementSchema>;

const sums = {
  placed: amount,
  sold: amount,
  returned: amount,
  lost: amount,
  takings: rupiahSchema.meta({ description: 'What customers paid, in rupiah' }),
};

const periodSums = z
  .strictObject({
    from: dateSchema,
    ...sums,
    lastSoldOn: dateSchema.optional(),
  })
  .meta({ id: 'ConsignmentPeriod', description: 'Since the last settlement' });
export type PeriodSums = z.infer<typeof periodSums>;

/** As it is shown. */
export const consignmentStateSchema = z
  .strictObject({
    partnershipId: partnershipIdSchema,
    ownerId: posterIdSchema.meta({ description: 'Whose the goods are until they are sold' }),
    shopId: cooperativeIdSchema,
    commodity: commodityCodeSchema,
    unit: z.enum(UNITS),
    terms: consignmentSchema,
    ...sums,
    left: amount.meta({ description: 'In the shop: placed less sold, returned and lost' }),
    unsettled: periodSums,
    settlements: z.int().nonnegative(),
    settledUntil: dateSchema.optional(),
    lastCount: z
      .strictObject({ on: dateSchema, counted: amount, expected: amount, missing: z.number() })
      .optional()
      .meta({ description: 'The last time the shop counted; negative where there was more' }),
    openBalance: z
      .strictObject({
        toSettle: rupiahSchema.meta({ description: 'Sold and not settled, less the commission' }),
        unpaid: rupiahSchema.meta({ description: 'Settled and not paid' }),
      })
      .meta({ description: 'What the shop owes' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    id: 'Consignment',
    example: {
      partnershipId: 'part_dadaprejo-rni',
      ownerId: 'buy_rni',
      shopId: 'coop_35-79-03-1001',
      commodity: 'sugar',
      unit: 'kg',
      terms: { commissionPercent: 10, settlementDays: 30 },
      placed: 200,
      sold: 120,
      returned: 20,
      lost: 0,
      takings: 2_100_000,
      left: 60,
      unsettled: { from: '2025-11-03', placed: 200, sold: 120, returned: 20, lost: 0, takings: 2_100_000 },
      settlements: 0,
      openBalance: { toSettle: 1_890_000, unpaid: 0 },
      createdAt: '2025-11-03T03:00:00.000Z',
      updatedAt: '2025-11-20T03:00:00.000Z',
    },
  });
export type ConsignmentView = z.infer<typeof consignmentStateSchema>;

/** As it is stored: `before` is the period of the last settlement, so that it can be taken back. */
export type Consignment = Omit<ConsignmentView, 'left' | 'openBalance'> & {
  before?: PeriodSums & { tradeId: string; settledUntil?: string | undefined };
};
