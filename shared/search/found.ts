/** What a search finds, on the wire. */
import * as z from 'zod';
import { regionCodeSchema } from '../regions/region.ts';

export const foundKinds = ['potential', 'offer', 'cooperative'] as const;
export type FoundKind = (typeof foundKinds)[number];

export const foundSchema = z
  .strictObject({
    kind: z.enum(foundKinds),
    id: z.string(),
    title: z.string(),
    detail: z.string().meta({ description: 'Whose it is, and of what commodity' }),
    regionCode: regionCodeSchema,
    regionName: z.string(),
    score: z.number().min(0).max(1).meta({ description: 'The share of the question that it answers' }),
    matched: z.array(
      z
        .strictObject({ word: z.string(), by: z.enum(['commodity', 'region', 'name']) })
        .meta({ id: 'MatchedWord', description: 'A word of the question, and what it was found by' }),
    ),
  })
  .meta({
    id: 'Found',
    example: {
      kind: 'potential',
      id: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      title: 'Pisang cavendish',
      detail: 'pisang · KDMP Bulukerto',
      regionCode: '35.79.02.2008',
      regionName: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
      score: 1,
      matched: [{ word: 'gedhang', by: 'commodity' }],
    },
  });
export type Found = z.input<typeof foundSchema>;
