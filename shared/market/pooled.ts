/** A plan of several suppliers on the wire: who brings how much to an offer, at what cost, and what was not counted. */
import * as z from 'zod';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { potentialIdSchema } from '../potentials/potential.ts';
import { normalisedQuantitySchema } from '../quantities.ts';

const amount = z.number().nonnegative();

const pooledSupplierSchema = z
  .strictObject({
    cooperativeId: cooperativeIdSchema,
    cooperativeName: z.string(),
    potentialId: potentialIdSchema,
    quantity: z
      .number()
      .positive()
      .meta({ description: 'In the unit and for the period of the answer’s `quantity`' }),
    unitPrice: amount.meta({ description: 'Rupiah for one unit at the supplier' }),
    freightPerUnit: amount.meta({
      description: 'Rupiah to bring one unit over the way, by road or by ship; estimated',
    }),
    distanceKm: z.int().nonnegative(),
    sea: z.boolean().meta({ description: 'A sea lies between' }),
    months: z
      .array(z.int().min(1).max(12))
      .meta({ description: 'The months of the offer in which it supplies' }),
  })
  .meta({ id: 'PooledSupplier' });

export const offerPoolSchema = z
  .strictObject({
    quantity: normalisedQuantitySchema.meta({ description: 'What the offer asks for, in its base unit' }),
    suppliers: z.array(pooledSupplierSchema).meta({ description: 'In the order of their potentials’ ids' }),
    filled: amount.meta({ description: 'How much of `quantity` they supply together' }),
    shortfall: amount.meta({ description: 'What nobody eligible can supply' }),
    deliveredCost: amount.meta({
      description: 'Rupiah for `filled`, each supplier called at once: goods, freight and stops',
    }),
    lowerBound: amount.meta({
      description:
        'No plan that fills as much costs less; equal to `deliveredCost` when that is proven to be the least',
    }),
    stopCost: amount.meta({ description: 'Rupiah for each supplier, in `deliveredCost`' }),
    byMonth: z
      .array(z.strictObject({ month: z.int().min(1).max(12), quantity: amount }))
      .meta({ description: 'What the plan brings in each month of the offer; seasons differ' }),
    leftOut: z
      .strictObject({
        withoutPrice: z.int(),
        inOtherUnits: z.int(),
        outOfSeason: z.int(),
        sameHarvest: z.int(),
      })
      .meta({
        description:
          'Eligible potentials that could not be counted; `sameHarvest`: of a holding whose members are in the plan, or of members whose holding is: whichever fills less, or costs more',
      }),
  })
  .meta({
    id: 'OfferPool',
    example: {
      quantity: { amount: 5000, unit: 'kg', per: 'week' },
      suppliers: [
        {
          cooperativeId: 'coop_01jbw3k7q2',
          cooperativeName: 'KDMP Bulukerto',
          potentialId: 'pot_01jbw3m9r4',
          quantity: 2000,
          unitPrice: 9000,
          freightPerUnit: 24,
          distanceKm: 12,
          sea: false,
          months: [6, 7, 8, 9],
        },
      ],
      filled: 2000,
      shortfall: 3000,
      deliveredCost: 18_298_000,
      lowerBound: 18_298_000,
      stopCost: 250_000,
      byMonth: [6, 7, 8, 9].map((month) => ({ month, quantity: 2000 })),
      leftOut: { withoutPrice: 1, inOtherUnits: 0, outOfSeason: 2, sameHarvest: 0 },
    },
  });
export type OfferPool = z.infer<typeof offerPoolSchema>;
