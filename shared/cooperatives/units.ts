/** Business units (*gerai*) of a cooperative, and more about each: whether it is planned, licensed or running, and who paid for it. */
import * as z from 'zod';
import { dateSchema } from '../credentials/credential.ts';
import { invalid } from '../errors.ts';
import { fundingSchema } from '../formation/steps.ts';
import { line } from '../text.ts';

export const businessUnits = [
  'grocery',
  'pharmacy',
  'clinic',
  'cold-storage',
  'warehouse',
  'logistics',
  'savings-and-loan',
  'office',
  'lpg-outlet',
  'fertiliser-kiosk',
  'bank-agency',
  'parcel-agency',
  'milling',
  'drying',
  'production',
  'livestock',
  'fishery',
  'waste-processing',
  'workshop',
  'restaurant',
  'tourism',
] as const;
export const businessUnitSchema = z.enum(businessUnits).meta({ id: 'BusinessUnit', example: 'grocery' });
export type BusinessUnit = z.infer<typeof businessUnitSchema>;

export const unitDetailSchema = z
  .strictObject({
    unit: businessUnitSchema,
    state: z.enum(['planned', 'licensed', 'running']),
    since: dateSchema.optional(),
    kbli: z
      .string()
      .regex(/^\d{5}$/, 'takes the 5 digits of a KBLI code')
      .optional(),
    licence: line(120).optional().meta({ description: 'Number of its licence' }),
    funding: z.array(fundingSchema).max(8).optional(),
  })
  .meta({
    id: 'UnitDetail',
    description: 'More about one business unit. How much it stores is said in `storage`.',
    example: { unit: 'cold-storage', state: 'licensed', kbli: '52102' },
  });
export type UnitDetail = z.infer<typeof unitDetailSchema>;

type Units = { units?: BusinessUnit[] | undefined; unitDetails?: UnitDetail[] | undefined };

/**
 * `units` and `unitDetails` as one truth: what is licensed or running is among the units, what is planned is not, and a unit that is
 * given up takes its details along. `given` says which of them the caller has just stated. Refuses two details of one unit.
 */
export function unitsInStep<T extends Units>(after: T, given: Units): T {
  const details = after.unitDetails ?? [];
  const twice = details.findIndex(({ unit }, at) => details.findIndex((one) => one.unit === unit) < at);
  if (twice >= 0) throw invalid(['unitDetails', twice, 'unit'], 'is named twice');
  if (given.unitDetails === undefined && given.units === undefined) return after;
  const named = new Set(after.units);
  // The longer statement wins where both are given; alone, each speaks for what it names.
  for (const { unit, state } of given.unitDetails ?? []) {
    if (state === 'planned') named.delete(unit);
    else named.add(unit);
  }
  const kept = details.flatMap((detail): UnitDetail[] => {
    if (named.has(detail.unit))
      return [detail.state === 'planned' ? { ...detail, state: 'running' } : detail];
    return detail.state === 'planned' ? [detail] : [];
  });
  const units = businessUnits.filter((unit) => named.has(unit));
  return {
    ...after,
    ...(after.units === undefined && units.length === 0 ? {} : { units }),
    ...(after.unitDetails === undefined ? {} : { unitDetails: kept }),
  };
}
