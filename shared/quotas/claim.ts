/** A claim: what a partner draws on its quota in one period, and what became of it; its shapes. */
import * as z from 'zod';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { idPattern } from '../ids.ts';
import { offerIdSchema, posterIdSchema } from '../offers/offer.ts';
import { partnershipIdSchema } from '../partnerships/partnership.ts';
import { amountSchema, contentSchema, unitSchema } from '../quantities.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line } from '../text.ts';
import { UNITS } from '../units.ts';
import { periodSchema } from './period.ts';

export const claimIdSchema = z
  .string()
  .regex(idPattern('clm'), 'takes the id of a claim, such as clm_0199…')
  .meta({ description: 'Id of a claim', example: 'clm_0199c2a4f3b07c1e9a54b3f0c2d1e0ff' });

const measure = { amount: amountSchema, unit: unitSchema, content: contentSchema.optional() };

/** What a caller sends to draw on its quota. */
export const claimInputSchema = z
  .strictObject({
    period: periodSchema,
    ...measure,
    acceptLess: z.boolean().optional().meta({
      description:
        'Take what is left where not all of it is; without it, a claim is granted whole or not at all',
    }),
  })
  .meta({ id: 'ClaimInput', example: { period: '2025-W45', amount: 2, unit: 'ton' } });
export type ClaimInput = z.infer<typeof claimInputSchema>;

/**
 * `open`: not all of it is delivered. `delivered`: all that was not given back. `cleared`: all that was delivered is sold on.
 * `released`: nothing of it stands.
 */
const claimStatuses = ['open', 'delivered', 'cleared', 'released'] as const;

/** What can be done with a claim after it is granted. */
const claimActs = ['granted', 'released', 'corrected', 'delivered', 'cleared'] as const;

const instant = z.iso.datetime();
const figure = z.number().nonnegative();

const entrySchema = z
  .strictObject({
    at: instant,
    act: z.enum(claimActs),
    by: z.enum(['cooperative', 'buyer']),
    amount: figure.meta({ description: 'How much; of a correction, what it grants since' }),
    reason: z.string().optional(),
  })
  .meta({ id: 'ClaimEntry' });
export type ClaimEntry = z.infer<typeof entrySchema>;

const drawSchema = z
  .strictObject({ period: periodSchema, amount: figure })
  .meta({ id: 'ClaimDraw', example: { period: '2025-W45', amount: 2000 } });

/** A claim as it is shown and as it is stored. Figures are in the base unit; `asked` is what was entered. */
export const claimSchema = z
  .strictObject({
    id: claimIdSchema,
    partnershipId: partnershipIdSchema,
    offerId: offerIdSchema,
    cooperativeId: cooperativeIdSchema,
    cooperativeName: z.string(),
    buyerId: posterIdSchema,
    regionCodes: z.strictObject({ cooperative: regionCodeSchema, buyer: regionCodeSchema }),
    commodity: commodityCodeSchema.optional(),
    period: periodSchema,
    quantityPeriod: periodSchema.optional().meta({
      description: 'The period whose quantity it counts on as well, where the offer’s quantity is for longer',
      example: '2025',
    }),
    asked: z.strictObject(measure).meta({ id: 'Measure', example: { amount: 2, unit: 'ton' } }),
    unit: z.enum(UNITS).meta({ description: 'Of every figure below: the base unit of what was asked' }),
    requested: figure,
    granted: figure.meta({ description: 'As corrected since' }),
    released: figure.meta({ description: 'Of what was granted: given back undelivered' }),
    delivered: figure,
    cleared: figure.meta({ description: 'Of what was delivered: sold on, in the storage no longer' }),
    draws: z.array(drawSchema).meta({
      description: 'On the shares of which periods it draws: earlier ones where unused quota rolls over',
    }),
    status: z.enum(claimStatuses).meta({
      description:
        'open: not all is delivered. delivered: all that was not given back. cleared: all of that is sold on. released: nothing of it stands',
    }),
    openDays: z.int().nonnegative().optional().meta({ description: 'How long an open one has waited' }),
    history: z.array(entrySchema),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    id: 'Claim',
    example: {
      id: 'clm_0199c2a4f3b07c1e9a54b3f0c2d1e0ff',
      partnershipId: 'part_bulukerto-bulog',
      offerId: 'off_sphp-beras',
      cooperativeId: 'coop_35-79-02-2008',
      cooperativeName: 'KDMP Bulukerto',
      buyerId: 'buy_bulog-malang',
      regionCodes: { cooperative: '35.79.02.2008', buyer: '35.73' },
      commodity: 'rice-sphp',
      period: '2025-W45',
      asked: { amount: 2, unit: 'ton' },
      unit: 'kg',
      requested: 2000,
      granted: 2000,
      released: 0,
      delivered: 0,
      cleared: 0,
      draws: [{ period: '2025-W45', amount: 2000 }],
      status: 'open',
      history: [{ at: '2025-11-03T03:00:00.000Z', act: 'granted', by: 'cooperative', amount: 2000 }],
      createdAt: '2025-11-03T03:00:00.000Z',
      updatedAt: '2025-11-03T03:00:00.000Z',
    },
  });
export type Claim = z.infer<typeof claimSchema>;

const reason = line(500).meta({ example: 'Gudang penuh minggu ini' });
const part = {
  amount: amountSchema.optional().meta({ description: 'All of it when left out' }),
  unit: unitSchema.optional().meta({ description: 'Needed with an amount' }),
  content: contentSchema.optional(),
};

/** How much of a claim is delivered or sold on. */
export const claimPartSchema = z
  .strictObject(part)
  .meta({ id: 'ClaimPart', example: { amount: 500, unit: 'kg' } });
export type ClaimPart = z.infer<typeof claimPartSchema>;

/** What a partner sends to give back what it will not take. */
export const releaseInputSchema = z
  .strictObject({ ...part, reason })
  .meta({ id: 'ReleaseInput', example: { amount: 500, unit: 'kg', reason: 'Gudang penuh minggu ini' } });
export type ReleaseInput = z.infer<typeof releaseInputSchema>;

/** What a buyer sends to correct what it granted. */
export const correctionInputSchema = z
  .strictObject({
    amount: z
      .union([z.literal(0), amountSchema], { error: 'takes a number above 0, or 0 for nothing' })
      .meta({ description: 'What is granted in the whole; 0 for nothing' }),
    unit: unitSchema,
    content: contentSchema.optional(),
    reason,
  })
  .meta({
    id: 'CorrectionInput',
    example: { amount: 1.5, unit: 'ton', reason: 'Satu truk hanya memuat 1,5 ton' },
  });
export type CorrectionInput = z.infer<typeof correctionInputSchema>;
