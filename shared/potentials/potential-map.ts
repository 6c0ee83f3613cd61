/** The guided map of a cooperative's potentials: what its neighbours list, as drafts to confirm, and what its own entries still lack. */
import * as z from 'zod';
import { commodityOf } from '../commodities/known-commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { perMonth } from '../quantities.ts';
import { regionName } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { wordingSchema } from '../wording.ts';
import { isStale, potentialInputSchema, type Potential, type PotentialInput } from './potential.ts';

const MOST_SUGGESTIONS = 10;

const count = z.int().min(0);

const suggestionSchema = z.strictObject({
  name: wordingSchema,
  cooperatives: count.meta({ description: 'Neighbours that list it' }),
  draft: potentialInputSchema.meta({
    description:
      'To be corrected and posted: the capacity of the neighbour in the middle, the months in which half of them supply, no price',
  }),
});

export const potentialMapSchema = z
  .strictObject({
    cooperativeId: cooperativeIdSchema,
    neighbours: regionCodeSchema.meta({ description: 'The district or regency that the drafts are made of' }),
    potentials: count,
    flagships: count,
    toDo: z.array(wordingSchema).meta({ description: 'What the map still lacks; empty when it is complete' }),
    suggestions: z.array(suggestionSchema).meta({ description: 'What most neighbours list first' }),
  })
  .meta({
    id: 'PotentialMap',
    example: {
      cooperativeId: 'coop_35-79-02-2008',
      neighbours: '35.79.02',
      potentials: 2,
      flagships: 0,
      toDo: [{ id: 'Tandai satu potensi unggulan', en: 'Mark a flagship potential' }],
      suggestions: [
        {
          name: { id: 'wortel', en: 'carrot' },
          cooperatives: 4,
          draft: {
            cooperativeId: 'coop_35-79-02-2008',
            commodity: 'carrot',
            title: 'Wortel Bulukerto',
            capacity: { amount: 1, unit: 'ton', per: 'week' },
            months: [4, 5, 6, 7],
          },
        },
      ],
    },
  });
type PotentialMap = z.infer<typeof potentialMapSchema>;

/** The map as it stands. `around` are the potentials of others nearby. O(n log n). */
export function mapOf(
  cooperative: { id: string; regionCode: string },
  own: readonly Potential[],
  around: readonly Potential[],
  neighbours: string,
  now: Date,
): PotentialMap {
  const mapped = new Set(own.map(({ commodity }) => commodity));
  const others = around.filter(
    ({ cooperativeId, commodity }) => cooperativeId !== cooperative.id && !mapped.has(commodity),
  );
  const suggestions = [...Map.groupBy(others, ({ commodity }) => commodity)]
    .map(([commodity, listed]) => ({
      name: { ...commodityOf(commodity).name },
      cooperatives: new Set(listed.map(({ cooperativeId }) => cooperativeId)).size,
      draft: draftOf(cooperative, commodity, listed),
    }))
    .sort((a, b) => b.cooperatives - a.cooperatives || (a.draft.commodity < b.draft.commodity ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS);
  return {
    cooperativeId: cooperative.id,
    neighbours,
    potentials: own.length,
    flagships: own.filter(({ flagship }) => flagship).length,
    toDo: toDoFor(own, now),
    suggestions,
  };
}

/** What the neighbours list, as a potential of this cooperative. Of several capacities in one unit it takes the middle one. */
function draftOf(
  { id, regionCode }: { id: string; regionCode: string },
  commodity: string,
  listed: readonly Potential[],
): PotentialInput {
  const [unit] = [...Map.groupBy(listed, ({ normalised }) => normalised.capacity.unit)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const comparable = unit![1].toSorted(
    (a, b) => perMonth(a.capacity, a.months) - perMonth(b.capacity, b.months) || (a.id < b.id ? -1 : 1),
  );
  const { capacity } = comparable[Math.floor((comparable.length - 1) / 2)]!;
  const months = Array.from({ length: 12 }, (_, at) => at + 1).filter(
    (month) => listed.filter((each) => each.months.includes(month)).length * 2 >= listed.length,
  );
  const { name } = commodityOf(commodity);
  const title = `${name.id[0]!.toUpperCase()}${name.id.slice(1)} ${regionName(regionCode) ?? ''}`.trim();
  return { cooperativeId: id, commodity, title, capacity, months };
}

/** What is missing from a complete map, the first thing first. */
function toDoFor(own: readonly Potential[], now: Date) {
  if (own.length === 0) return [{ id: 'Catat potensi pertama', en: 'List a first potential' }];
  const stale = own.filter((each) => isStale(each, now)).length;
  const unpriced = own.filter(({ price }) => price === undefined).length;
  const ungraded = own.filter(({ grade }) => grade === undefined).length;
  return [
    ...(own.some(({ flagship }) => flagship)
      ? []
      : [{ id: 'Tandai satu potensi unggulan', en: 'Mark a flagship potential' }]),
    ...lacking(stale, 'konfirmasi bahwa masih berlaku', 'confirm that they still hold'),
    ...lacking(unpriced, 'sebutkan harga', 'state a price'),
    ...lacking(ungraded, 'sebutkan mutu', 'state a grade'),
  ];
}

const lacking = (many: number, id: string, en: string) =>
  many === 0
    ? []
    : [{ id: `${many} potensi: ${id}`, en: `${many} potential${many === 1 ? '' : 's'}: ${en}` }];
