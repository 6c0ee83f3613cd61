/** Months of the year in which something is to be had or wanted: 1 to 12, the same every year. */
import * as z from 'zod';

/** At least one month, each once, in any order; {@link inOrder} puts them in the order of the year. */
export const monthsSchema = z
  .array(z.int().min(1).max(12))
  .min(1, 'name at least one month, 1 to 12')
  .max(12)
  .refine((months) => new Set(months).size === months.length, 'names a month twice')
  .meta({
    id: 'Months',
    description: 'Months of the year, 1 to 12, each once',
    example: [1, 2, 3, 11, 12],
    uniqueItems: true,
  });

/** January first. */
export const inOrder = (months: readonly number[]): number[] => [...months].sort((a, b) => a - b);
