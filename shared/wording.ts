/** What is said to people in both languages, side by side. */
import * as z from 'zod';

/** A number with all its decimals (six at most), as each language writes it: `1.234,5` and `1,234.5`. */
export function numberSaid(value: number): Wording {
  const [whole = '', fraction = ''] = value.toFixed(6).split('.');
  const decimals = fraction.replace(/0+$/, '');
  const say = (thousands: string, decimal: string) =>
    whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, thousands) + (decimals === '' ? '' : decimal + decimals);
  return { id: say('.', ','), en: say(',', '.') };
}

export const wordingSchema = z
  .strictObject({ id: z.string(), en: z.string() })
  .meta({ id: 'Wording', description: 'The same in Indonesian and in English' });
export type Wording = z.infer<typeof wordingSchema>;
