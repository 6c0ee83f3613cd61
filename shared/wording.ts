/** What is said to people in both languages, side by side. */
import * as z from 'zod';

export const wordingSchema = z
  .strictObject({ id: z.string(), en: z.string() })
  .meta({ id: 'Wording', description: 'One sentence in Indonesian and in English' });
