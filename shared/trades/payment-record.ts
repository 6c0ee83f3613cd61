/** How an organization pays, as others may know it: late payment is what sellers complain of first. */
import * as z from 'zod';

export const paymentRecordSchema = z
  .strictObject({
    payments: z.int().nonnegative().meta({ description: 'That were counted' }),
    medianDays: z.number().optional().meta({ description: 'From delivery to payment, in the middle' }),
    meanDays: z.number().optional().meta({ description: 'To one decimal' }),
    late: z.int().nonnegative().meta({ description: 'Of them, after the day on which they were due' }),
    unpaid: z.int().nonnegative().meta({ description: 'Deliveries that are not paid yet' }),
  })
  .meta({
    id: 'PaymentRecord',
    description:
      'How an organization pays, from trades that both sides confirmed and payments that the seller confirmed',
    example: { payments: 12, medianDays: 9, meanDays: 10.5, late: 2, unpaid: 1 },
  });
export type PaymentRecord = z.infer<typeof paymentRecordSchema>;
