/** A cooperative chosen as a pilot: of which cohort, who pays, and why it was chosen, so that nobody has to remember. */
import * as z from 'zod';
import { dateSchema } from '../credentials/credential.ts';
import { line } from '../text.ts';

const chosen = {
  level: z.enum(['city', 'province', 'national']).meta({ description: 'Whose pilot it is' }),
  funder: line(160).meta({ example: 'APBN 2025' }),
  startsOn: dateSchema,
  reasons: z.array(line(300)).min(1).max(10).meta({ description: 'Why this one' }),
};
const example = {
  level: 'national',
  funder: 'APBN 2025',
  startsOn: '2025-05-05',
  reasons: ['Kesiapan tertinggi di Kecamatan Mojoroto'],
} as const;

export const pilotInputSchema = z.strictObject(chosen).meta({ id: 'PilotInput', example });
export type PilotInput = z.infer<typeof pilotInputSchema>;

export const pilotSchema = z
  .strictObject({
    ...chosen,
    readiness: z.int().min(0).max(100).meta({ description: 'The score on the day it was chosen' }),
    chosenAt: z.iso.datetime(),
  })
  .meta({ id: 'Pilot', example: { ...example, readiness: 71, chosenAt: '2025-05-05T03:00:00.000Z' } });
