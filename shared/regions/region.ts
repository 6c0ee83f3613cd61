/** Regions on the wire, and what the rules know of one. */
import * as z from 'zod';
import { regionCodePattern, REGION_LEVELS } from './region-code.ts';

export const regionCodeSchema = z
  .string()
  .regex(regionCodePattern, 'takes a region code such as 35.79 or 35.79.02.2008')
  .meta({
    id: 'RegionCode',
    description: 'Kemendagri code of a region of any level',
    example: '35.79.02.2008',
  });

export const REGION_KINDS = [
  'province',
  'regency',
  'city',
  'district',
  'village',
  'urban-village',
  'customary-village',
] as const;

export const regionSchema = z
  .strictObject({
    code: regionCodeSchema,
    name: z.string(),
    level: z.enum(REGION_LEVELS),
    kind: z.enum(REGION_KINDS),
    fullName: z.string(),
    parents: z.array(
      z
        .strictObject({ code: z.string(), name: z.string() })
        .meta({ id: 'RegionParent', description: 'A region above.' }),
    ),
    timeZone: z.enum(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']),
  })
  .meta({
    id: 'Region',
    description:
      'A region of Indonesia by its Kemendagri code; `kind` tells city from regency and urban from rural village. `parents` go from the province down.',
    example: {
      code: '35.79.02.2008',
      name: 'Bulukerto',
      level: 'village',
      kind: 'village',
      fullName: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
      parents: [
        { code: '35', name: 'Jawa Timur' },
        { code: '35.79', name: 'Kota Batu' },
        { code: '35.79.02', name: 'Bumiaji' },
      ],
      timeZone: 'Asia/Jakarta',
    },
  });

export type Region = z.infer<typeof regionSchema>;

/** One region, with what only its own page needs. */
export const regionDetailSchema = regionSchema
  .extend({
    childCount: z.int().min(0).meta({ description: 'Regions right below it' }),
    centre: z
      .strictObject({ lat: z.number(), lng: z.number(), approximate: z.literal(true) })
      .optional()
      .meta({ description: 'Of a regency or city: the middle of its known places, not of its area' }),
  })
  .meta({
    id: 'RegionDetail',
    example: {
      code: '35.79',
      name: 'Kota Batu',
      level: 'regency',
      kind: 'city',
      fullName: 'Kota Batu, Jawa Timur',
      parents: [{ code: '35', name: 'Jawa Timur' }],
      timeZone: 'Asia/Jakarta',
      childCount: 3,
      centre: { lat: -7.87, lng: 112.52, approximate: true },
    },
  });
