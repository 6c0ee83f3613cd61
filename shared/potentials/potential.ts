/** A potential: what a village can supply, in which months and how much; the rules for listing, changing and confirming it. */
import * as z from 'zod';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import { ensureUnitFits } from '../commodities/measure.ts';
import { dayOf } from '../clock.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { certificateSchema } from '../credentials/credential.ts';
import { invalid, under } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { priceSchema, pricedIn, rupiahPerBase } from '../money.ts';
import { inOrder, monthsSchema } from '../months.ts';
import { patched, unlessSame } from '../patch.ts';
import {
  measuredIn,
  normalise,
  normalisedQuantitySchema,
  overMonths,
  perMonth,
  quantitySchema,
} from '../quantities.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';
import { announced, harvestSchema, monthsOf, type HarvestInput } from './harvest.ts';
import { qualityOn, qualityStatuses } from './quality.ts';
import { UNITS, type Unit } from '../units.ts';

/**
 * Days after which an unconfirmed potential counts as stale: one crop of vegetables from seed to harvest, and a quarter of a
 * year (our estimate). Of 35,343 microsites only 2,921 were kept up to date, so freshness must be asked for.
 */
export const STALE_AFTER_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

export const grades = ['A', 'B', 'C'] as const;
export const gradeSchema = z.enum(grades).meta({ id: 'Grade', description: 'A is the best', example: 'B' });

export const potentialIdSchema = z
  .string()
  .regex(idPattern('pot'), 'takes the id of a potential, such as pot_0199…')
  .meta({ description: 'Id of a potential', example: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa' });

const editable = {
  commodity: commodityCodeSchema,
  title: line(160).meta({ example: 'Kentang granola Sumberbrantas' }),
  description: paragraph(4000).optional(),
  capacity: quantitySchema,
  months: monthsSchema,
  price: priceSchema.optional(),
  grade: gradeSchema.optional(),
  certifications: z
    .array(certificateSchema)
    .max(20)
    .refine((types) => new Set(types).size === types.length, 'names a certificate twice')
    .optional()
    .meta({ description: 'Claimed here; proven by a verified credential of the cooperative' }),
  exportReady: z.boolean().optional(),
  flagship: z.boolean().optional(),
  minimumOrder: quantitySchema.optional(),
  producer: line(120).optional().meta({
    description: "The member's business that grows or makes it, as the cooperative publishes it",
    example: 'Kelompok Tani Sumber Jaya',
  }),
  packaging: line(120).optional().meta({ description: 'How it is packed', example: 'peti 20 kg' }),
};

const example = {
  cooperativeId: 'coop_35-79-02-2009',
  commodity: 'potato',
  title: 'Kentang granola Sumberbrantas',
  capacity: { amount: 2, unit: 'ton', per: 'week' },
  months: [4, 5, 6, 7, 8, 9],
  price: { amount: 14_000, per: 'kg' },
  grade: 'A',
  flagship: true,
};

/** What a caller sends to list a potential. */
export const potentialInputSchema = z
  .strictObject({ cooperativeId: cooperativeIdSchema, ...editable })
  .meta({ id: 'PotentialInput', example });
export type PotentialInput = z.infer<typeof potentialInputSchema>;

/** A change: what is left out stays, `null` removes. Whose it is, is for life. */
export const potentialChangeSchema = z
  .strictObject({
    commodity: editable.commodity.optional(),
    title: editable.title.optional(),
    description: editable.description.nullable(),
    capacity: editable.capacity.optional(),
    months: editable.months.optional(),
    price: editable.price.nullable(),
    grade: editable.grade.nullable(),
    certifications: editable.certifications.nullable(),
    exportReady: editable.exportReady.nullable(),
    flagship: editable.flagship.nullable(),
    minimumOrder: editable.minimumOrder.nullable(),
    producer: editable.producer.nullable(),
    packaging: editable.packaging.nullable(),
  })
  .meta({ id: 'PotentialChange', example: { price: { amount: 13_500, per: 'kg' } } });
export type PotentialChange = z.infer<typeof potentialChangeSchema>;

const normalisedSchema = z
  .strictObject({
    capacity: normalisedQuantitySchema,
    minimumOrder: normalisedQuantitySchema.optional(),
    price: z
      .strictObject({ amount: z.number().nonnegative(), per: z.enum(UNITS) })
      .optional()
      .meta({ description: 'Rupiah for one base unit, to 6 decimals' }),
  })
  .meta({
    id: 'NormalisedPotential',
    description: 'What was entered, in the base unit of its dimension',
    example: { capacity: { amount: 2000, unit: 'kg', per: 'week' }, price: { amount: 14_000, per: 'kg' } },
  });

export const qualityStatusSchema = z
  .enum(qualityStatuses)
  .meta({ description: 'valid: a pass that still counts. lapsed: one that did' });

/** What the latest quality check says. */
const qualitySchema = z
  .strictObject({
    checkId: z.string(),
    result: z.enum(['pass', 'fail']),
    status: qualityStatusSchema,
    grade: gradeSchema.optional(),
    checkedOn: z.iso.date(),
    validUntil: z.iso.date().optional(),
    checkedBy: z.string(),
  })
  .meta({
    id: 'Quality',
    description: 'What the latest quality check says',
    example: {
      checkId: 'chk_0199c2a4f3b07c1e9a54b3f0c2d1e0cc',
      result: 'pass',
      status: 'valid',
      grade: 'A',
      checkedOn: '2025-11-02',
      validUntil: '2026-01-31',
      checkedBy: 'Koperasi Multi Pihak CooSAE',
    },
  });
type QualityView = z.infer<typeof qualitySchema>;

/** A potential as it is shown. */
export const potentialSchema = z
  .strictObject({
    id: potentialIdSchema,
    cooperativeId: cooperativeIdSchema,
    cooperativeName: z.string(),
    regionCode: regionCodeSchema,
    ...editable,
    harvest: harvestSchema.optional(),
    normalised: normalisedSchema,
    quality: qualitySchema.optional(),
    confirmedAt: z.iso.datetime().meta({ description: 'When it was last said to be still true' }),
    stale: z.boolean().meta({ description: `Not confirmed for ${STALE_AFTER_DAYS} days` }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Potential',
    example: {
      id: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      cooperativeName: 'KDMP Sumberbrantas',
      regionCode: '35.79.02.2009',
      ...example,
      normalised: {
        capacity: { amount: 2000, unit: 'kg', per: 'week' },
        price: { amount: 14_000, per: 'kg' },
      },
      confirmedAt: '2025-11-02T03:00:00.000Z',
      stale: false,
      createdAt: '2025-10-01T03:00:00.000Z',
      updatedAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type PotentialView = z.infer<typeof potentialSchema>;

/** A potential as it is stored: with its region (its cooperative's, for life), and the base units as they were when entered. */
export type Potential = Omit<PotentialView, 'cooperativeName' | 'stale' | 'quality'> & {
  quality?: Omit<QualityView, 'status'> | undefined;
};

/** What a potential needs to know of its cooperative. */
export type Supplier = { id: string; name: string; regionCode: string };

/** A new potential of `supplier`. Refuses an unknown commodity, and units that do not fit it or each other. */
export function listPotential(id: string, input: PotentialInput, supplier: Supplier, at: string): Potential {
  const { commodity, title, capacity, months, cooperativeId, ...optional } = input;
  return checked({
    id,
    cooperativeId,
    regionCode: supplier.regionCode,
    commodity,
    title,
    capacity,
    months,
    ...optional,
    confirmedAt: at,
    createdAt: at,
    updatedAt: at,
  });
}

/** The potential after a change, the very same when nothing changes; whoever changes an entry has looked at it, so it counts as confirmed. */
export function changePotential(before: Potential, change: PotentialChange, at: string): Potential {
  const after = patched(before, change, { confirmedAt: at, updatedAt: at });
  if (after.commodity !== before.commodity) {
    // What was announced was a harvest of something else, and so was what was checked.
    delete after.harvest;
    delete after.quality;
  }
  return unlessSame(before, checked(after));
}

/** The potential with its next harvest announced: it is confirmed, and supplied in those months too. */
export function announceHarvest(
  before: Potential,
  input: HarvestInput,
  today: string,
  at: string,
): Potential {
  const harvest = announced(before.commodity, input, today, at);
  const months = [...new Set([...before.months, ...monthsOf(harvest)])];
  return checked({ ...before, harvest, months, confirmedAt: at, updatedAt: at });
}

/** The potential as still true at `at`. */
export function confirmPotential(before: Potential, at: string): Potential {
  return { ...before, confirmedAt: at };
}

/**
 * Whether nobody has said for {@link STALE_AFTER_DAYS} days that it still holds; the second counts in which it was said, which is all
 * that the market keeps of it.
 */
export function isStale({ confirmedAt }: { confirmedAt: string | number }, now: Date): boolean {
  return secondOf(confirmedAt) < staleBefore(now);
}

/** The beginning of the second of an instant (a text, or milliseconds), in milliseconds. */
export function secondOf(instant: string | number): number {
  const milliseconds = typeof instant === 'number' ? instant : Date.parse(instant);
  return 1000 * Math.floor(milliseconds / 1000);
}

/** Whatever was confirmed before it is stale; milliseconds. */
export const staleBefore = (now: Date): number => now.getTime() - STALE_AFTER_DAYS * DAY_MS;

/** What a viewer sees. */
export function viewPotential(stored: Potential, cooperativeName: string, now: Date): PotentialView {
  const { quality, ...open } = stored;
  return {
    ...open,
    cooperativeName,
    stale: isStale(stored, now),
    ...(quality === undefined ? {} : { quality: { ...quality, status: qualityOn(quality, dayOf(now)) } }),
  };
}

/** The potential with its months in order and its base units worked out, once everything in it fits together. */
function checked(potential: Omit<Potential, 'normalised'>): Potential {
  const commodity = commodityOf(potential.commodity);
  const { capacity, price, minimumOrder } = potential;
  const months = inOrder(potential.months);

  ensureUnitFits(commodity, capacity, ['capacity']);
  const normalised: Potential['normalised'] = { capacity: under(['capacity'], () => normalise(capacity)) };
  const unit = measuredIn(capacity);

  if (price !== undefined) {
    ensureUnitFits(commodity, { unit: price.per, content: price.content }, ['price'], 'per');
    const per = under(['price'], () => pricedIn(price));
    if (per !== unit) throw invalid(['price', 'per'], cannotCompare('A price', per, unit));
    normalised.price = { amount: under(['price'], () => rupiahPerBase(price)), per };
  }
  if (minimumOrder !== undefined) {
    ensureUnitFits(commodity, minimumOrder, ['minimumOrder']);
    normalised.minimumOrder = under(['minimumOrder'], () => normalise(minimumOrder));
    const ordered = measuredIn(minimumOrder);
    if (ordered !== unit) {
      throw invalid(['minimumOrder', 'unit'], cannotCompare('A minimum order', ordered, unit));
    }
    const isTotal = minimumOrder.per === undefined || minimumOrder.per === 'once';
    const most = isTotal ? overMonths : perMonth;
    if (most(minimumOrder, months) > most(capacity, months)) {
      throw invalid(['minimumOrder', 'amount'], 'is more than the capacity of the months named');
    }
  }
  return { ...potential, months, normalised };
}

const cannotCompare = (what: string, unit: Unit, capacityUnit: Unit): string =>
  `${what} in ${unit} cannot be compared with a capacity in ${capacityUnit}; state both in ${capacityUnit}.`;
