/** How many cooperatives the nation set out to have: dated figures with their sources, since they contradict each other. */
import * as z from 'zod';
import { countSchema } from './scope.ts';

export const targetSchema = z
  .strictObject({
    cooperatives: countSchema,
    by: z.string().meta({ description: 'The day or month by which' }),
    saidOn: z.iso.date(),
    source: z.string(),
  })
  .meta({ id: 'NationalTarget' });

export const nationalTargets: z.infer<typeof targetSchema>[] = [
  { cooperatives: 80_000, by: '2025-07-21', saidOn: '2025-03-27', source: 'Inpres 9/2025' },
  { cooperatives: 70_000, by: '2025-07', saidOn: '2025-05-05', source: 'Pemerintah Kota Kediri' },
];
