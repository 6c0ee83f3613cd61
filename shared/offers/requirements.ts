/** What an offer or its programme asks of a cooperative, and what both together ask: the stricter wins. */
import * as z from 'zod';
import { definedOnly } from '../patch.ts';
import { businessUnitSchema } from '../cooperatives/units.ts';
import { certificateSchema } from '../credentials/credential.ts';
import { invalid } from '../errors.ts';
import { grades, gradeSchema } from '../potentials/potential.ts';
import { amountSchema, comparable, convert, normalise, unitSchema } from '../quantities.ts';
import { baseUnit, dimensionOf, type Unit } from '../units.ts';

/** A list in which each entry stands once. */
export function distinct<T extends z.ZodType>(entry: T, most: number) {
  return z
    .array(entry)
    .max(most)
    .refine((entries) => new Set(entries).size === entries.length, 'names an entry twice');
}

const needed = z.boolean().optional();

export const storageNeedSchema = z
  .strictObject({ amount: amountSchema, unit: unitSchema })
  .refine(({ unit }) => dimensionOf(unit) !== 'service', {
    path: ['unit'],
    error: 'takes a unit of weight, volume, area or packages',
  })
  // Found out only when somebody is ranked, it would end every list in which the offer stands.
  .refine(isCountable, { path: ['amount'], error: 'is more than can be counted' })
  .meta({ id: 'StorageNeed', example: { amount: 5, unit: 'ton' } });

function isCountable(need: { amount: number; unit: Unit }): boolean {
  try {
    normalise(need);
    return true;
  } catch {
    return false;
  }
}

/** Each is hard: who does not meet it is not eligible. A paper counts when it is verified and unexpired. */
export const requirementsSchema = z
  .strictObject({
    nib: needed.meta({ description: 'An active business number' }),
    kbli: distinct(z.string().regex(/^\d{5}$/, 'takes the 5 digits of a KBLI code'), 20)
      .optional()
      .meta({ description: 'Activities that the NIB must cover, all of them', example: ['47111'] }),
    legalEntity: needed.meta({ description: 'The decree that made it a legal entity (SK AHU)' }),
    npwp: needed.meta({ description: 'A tax number' }),
    bankAccount: needed.meta({ description: 'An account in its own name' }),
    businessPlan: needed.meta({ description: 'A business plan' }),
    certifications: distinct(certificateSchema, 16).optional().meta({ description: 'All of them' }),
    minGrade: gradeSchema.optional(),
    units: distinct(businessUnitSchema, 21).optional().meta({ description: 'All of them' }),
    minStorage: storageNeedSchema.optional(),
    minReadiness: z
      .int()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: 'The least score of its readiness' }),
    exportReady: needed.meta({ description: 'Goods that are stated to be ready for export' }),
    qualityPass: needed.meta({
      description: 'A quality check of the goods that they passed and that still counts',
    }),
  })
  .meta({ id: 'Requirements', example: { nib: true, npwp: true, units: ['grocery'] } });
export type Requirements = z.infer<typeof requirementsSchema>;

type Asks = { requirements?: Requirements | undefined };

/**
 * What an offer asks together with its programme: whatever either needs, the better grade, the higher readiness, the larger
 * storage. Storages that cannot be compared are refused when the offer is posted; here the programme's then stands.
 */
export function requirementsOf(offer: Asks, programme: Asks | undefined): Requirements {
  const own = offer.requirements ?? {};
  const shared = programme?.requirements;
  if (shared === undefined) return own;
  return definedOnly({
    nib: either(own.nib, shared.nib),
    kbli: union(own.kbli, shared.kbli),
    legalEntity: either(own.legalEntity, shared.legalEntity),
    npwp: either(own.npwp, shared.npwp),
    bankAccount: either(own.bankAccount, shared.bankAccount),
    businessPlan: either(own.businessPlan, shared.businessPlan),
    certifications: union(own.certifications, shared.certifications),
    minGrade: grades.find((grade) => grade === own.minGrade || grade === shared.minGrade),
    units: union(own.units, shared.units),
    minStorage: larger(own.minStorage, shared.minStorage),
    minReadiness: greater(own.minReadiness, shared.minReadiness),
    exportReady: either(own.exportReady, shared.exportReady),
    qualityPass: either(own.qualityPass, shared.qualityPass),
  });
}

/** Refuses a storage that cannot be compared with the one that the programme asks for. */
export function ensureStorageComparable(offer: Asks, programme: Asks | undefined): void {
  const own = offer.requirements?.minStorage;
  const shared = programme?.requirements?.minStorage;
  if (own === undefined || shared === undefined || comparable(own, shared)) return;
  throw invalid(
    ['requirements', 'minStorage', 'unit'],
    `The programme asks for ${shared.amount} ${shared.unit}; state it in a unit that compares with ${shared.unit}.`,
  );
}

const either = (a: boolean | undefined, b: boolean | undefined): boolean | undefined =>
  a === undefined && b === undefined ? undefined : a === true || b === true;

const union = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): T[] | undefined =>
  a === undefined && b === undefined ? undefined : [...new Set([...(b ?? []), ...(a ?? [])])];

const greater = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

type StorageNeed = z.infer<typeof storageNeedSchema>;

function larger(own: StorageNeed | undefined, shared: StorageNeed | undefined): StorageNeed | undefined {
  if (own === undefined || shared === undefined) return own ?? shared;
  if (!comparable(own, shared)) return shared;
  return convert(own.amount, own.unit, baseUnit(own.unit)) >
    convert(shared.amount, shared.unit, baseUnit(own.unit))
    ? own
    : shared;
}
