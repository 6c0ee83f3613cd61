/** What the bill is told: the prices and the use in the two files beside this one, checked. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { pricesSchema, scenariosSchema, type Scenarios } from './bill.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

export const scenarios: Scenarios = scenariosSchema.parse(read('scenarios.json'));

const overrideSchema = z.strictObject({
  awsRegion: z.string().optional(),
  notedOn: z.iso.date().optional(),
  from: z.string().optional(),
  prices: z
    .partialRecord(
      pricesSchema.shape.prices.keyType,
      z
        .strictObject({ usd: z.number(), per: z.number(), freeAMonth: z.number(), what: z.string() })
        .partial(),
    )
    .optional(),
});

/** The noted prices, with single ones overridden. Throws for a price that the bill does not know. */
export function pricesWith(override: unknown): z.infer<typeof pricesSchema> {
  const { prices = {}, ...rest } = overrideSchema.parse(override);
  const noted = pricesSchema.parse(read('prices.json'));
  const merged = Object.entries(noted.prices).map(([name, price]) => [
    name,
    { ...price, ...prices[name as keyof typeof prices] },
  ]);
  return pricesSchema.parse({ ...noted, ...rest, prices: Object.fromEntries(merged) });
}
