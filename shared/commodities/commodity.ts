/** What can be traded: one commodity, its place in the tree of sector and group, and the facts that matching needs. */
import * as z from 'zod';
import { UNITS, type Dimension, type Unit } from '../units.ts';
import { wordingSchema } from '../wording.ts';

/** Certificates that a buyer of the commodity usually asks for; they are credential types. Typical, never a rule. */
export const TYPICAL_CERTIFICATES = [
  'pirt',
  'bpom-md',
  'halal',
  'psat',
  'nkv',
  'organic-sni',
  'svlk',
  'haccp',
  'skp',
  'export-registration',
] as const;

/**
 * `distribution`: a staple or subsidised good that goes out under a programme; `subsidised`: may only be sold by its rules;
 * `live`: a living animal.
 */
export const COMMODITY_FLAGS = ['distribution', 'subsidised', 'live'] as const;

/** Goods that keep at most so many days without cooling are perishable: a market week (estimate). */
export const PERISHABLE_DAYS = 7;

export const commodityCodeSchema = z
  .string()
  .regex(/^[a-z0-9-]{2,40}$/, 'takes a code of /v1/commodities, such as cabbage')
  .meta({ description: 'A code of `GET /v1/commodities`.', examples: ['potato', 'rice-sphp'] });

const heading = z
  .strictObject({ code: z.string(), name: wordingSchema })
  .meta({ id: 'CommodityHeading', description: 'A sector or a group of the commodity tree.' });
const days = z.int().nonnegative().nullable();

export const commoditySchema = z
  .strictObject({
    code: commodityCodeSchema,
    name: wordingSchema,
    aliases: z.array(z.string()),
    sector: heading,
    group: heading,
    unit: z.enum(UNITS),
    hsCode: z.string().nullable(),
    typicalCertificates: z.array(z.enum(TYPICAL_CERTIFICATES)),
    shelfLife: z.strictObject({ ambientDays: days, coldDays: days, estimated: z.literal(true) }),
    perishable: z.boolean(),
    months: z.array(z.int().min(1).max(12)),
    flags: z.array(z.enum(COMMODITY_FLAGS)),
  })
  .meta({
    id: 'Commodity',
    description:
      'Shelf life in days is an estimate; null means that it does not spoil (or is not kept cold), 0 that it does not leave the cold chain. `months` is a default harvest calendar for Java, used when a potential names none. HS codes are to be checked against BTKI.',
    example: {
      code: 'chilli-red',
      name: { id: 'cabai merah', en: 'red chilli' },
      aliases: ['cabe merah', 'lombok abang', 'rica'],
      sector: { code: 'vegetables', name: { id: 'sayuran', en: 'vegetables' } },
      group: { code: 'chillies', name: { id: 'cabai', en: 'chillies' } },
      unit: 'kg',
      hsCode: '0709.60',
      typicalCertificates: ['psat'],
      shelfLife: { ambientDays: 5, coldDays: 20, estimated: true },
      perishable: true,
      months: [4, 5, 6, 7, 8, 9],
      flags: [],
    },
  });

export type Commodity = {
  readonly code: string;
  readonly name: { readonly id: string; readonly en: string };
  /** Market names, Indonesian and regional; one alias may belong to several commodities (`lombok`, `telo`). */
  readonly aliases: readonly string[];
  readonly sector: string;
  readonly group: string;
  /** The unit that an officer is offered first. */
  readonly unit: Unit;
  /** Dimensions other than packages in which amounts may be stated: the default unit's and the customary others. */
  readonly dimensions: readonly Dimension[];
  /** Package or service units in which it is counted without a stated content. */
  readonly bareUnits: readonly Unit[];
  /** Six digits of the Harmonised System, or null where none is certain; general knowledge, to be checked. */
  readonly hsCode: string | null;
  readonly typicalCertificates: readonly (typeof TYPICAL_CERTIFICATES)[number][];
  readonly shelfLife: ShelfLife;
  /** Keeps at most `PERISHABLE_DAYS` without cooling. */
  readonly perishable: boolean;
  /** Default months of supply, 1–12. */
  readonly months: readonly number[];
  readonly flags: readonly (typeof COMMODITY_FLAGS)[number][];
};

/** Days that a good keeps (estimates); null: it does not spoil, or is not kept cold; 0: only in the cold chain. */
export type ShelfLife = { readonly ambientDays: number | null; readonly coldDays: number | null };
