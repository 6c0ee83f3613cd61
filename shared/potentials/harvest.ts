/** A harvest announced: from which day on and how much, so that buyers see it coming before the sacks stand there. */
import * as z from 'zod';
import { ensureUnitFits } from '../commodities/measure.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import { dateSchema } from '../credentials/credential.ts';
import { invalid, under } from '../errors.ts';
import { normalise, normalisedQuantitySchema, quantitySchema } from '../quantities.ts';

/** A season of picking; longer than this it is a capacity, not a harvest (our estimate). */
const MOST_DAYS = 120;
const DAY_MS = 24 * 60 * 60 * 1000;

const example = { from: '2026-12-05', until: '2026-12-20', expected: { amount: 12, unit: 'ton' } };

export const harvestInputSchema = z
  .strictObject({
    from: dateSchema.meta({ description: 'Its first day', example: example.from }),
    until: dateSchema
      .optional()
      .meta({ description: 'Its last day; the first when left out', example: example.until }),
    expected: quantitySchema.meta({
      description: 'All of it together, so without `per`',
      examples: [example.expected],
    }),
  })
  .meta({ id: 'HarvestInput', example });
export type HarvestInput = z.infer<typeof harvestInputSchema>;

export const harvestSchema = harvestInputSchema
  .extend({ normalised: normalisedQuantitySchema, announcedAt: z.iso.datetime() })
  .meta({
    id: 'Harvest',
    example: {
      ...example,
      normalised: { amount: 12_000, unit: 'kg' },
      announcedAt: '2026-11-22T03:00:00.000Z',
    },
  });
export type Harvest = z.infer<typeof harvestSchema>;

/** The harvest of a commodity as announced on `today`. Refuses one that is over, has no end, or is stated as a rate. */
export function announced(commodity: string, input: HarvestInput, today: string, at: string): Harvest {
  const { from, until = from, expected } = input;
  if (until < from) throw invalid(['until'], 'is before the first day');
  if (until < today) throw invalid(['until'], 'is over; announce the next harvest');
  if (Date.parse(until) - Date.parse(from) > MOST_DAYS * DAY_MS) {
    throw invalid(['until'], `is more than ${MOST_DAYS} days after the first; list the months instead`);
  }
  if (expected.per !== undefined && expected.per !== 'once') {
    throw invalid(['expected', 'per'], 'is left out: state the whole harvest');
  }
  ensureUnitFits(commodityOf(commodity), expected, ['expected']);
  const { amount, unit } = under(['expected'], () => normalise(expected));
  return { from, until, expected, normalised: { amount, unit }, announcedAt: at };
}

/** The months that a harvest lies in. */
export function monthsOf({ from, until = from }: Pick<Harvest, 'from' | 'until'>): number[] {
  const months = new Set<number>();
  for (let day = Date.parse(from); day <= Date.parse(until); day += DAY_MS) {
    months.add(new Date(day).getUTCMonth() + 1);
  }
  return [...months];
}

/** Whether it is still to come or going on, and begins by a day. */
export const comesBy = (harvest: Harvest | undefined, today: string, by: string): boolean =>
  harvest !== undefined && (harvest.until ?? harvest.from) >= today && harvest.from <= by;
