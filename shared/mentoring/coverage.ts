/** How many cooperatives of a region a topic has reached: invited, come, and who is missing. */
import * as z from 'zod';
import { cooperativeIdSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { assessedOf, trainedOn } from '../readiness/readiness.ts';
import { topicSchema, type MentoringTopic } from './topics.ts';

const count = z.int().min(0);
/** As many of the missing are named. */
const MOST_NAMED = 100;

export const coverageSchema = z
  .strictObject({
    region: regionCodeSchema,
    topic: topicSchema,
    cooperatives: count.meta({ description: 'Of villages and urban villages' }),
    invited: count,
    attended: count,
    share: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'Of the cooperatives, those from which somebody came' }),
    trainedOfficers: count.meta({
      description: 'Whose training counts today, in whichever topic; three a cooperative at most',
    }),
    missing: z
      .array(z.strictObject({ cooperativeId: cooperativeIdSchema, name: z.string() }))
      .meta({ description: 'From which nobody came; the first hundred' }),
  })
  .meta({
    id: 'MentoringCoverage',
    example: {
      region: '35.79',
      topic: 'cooperative-basics',
      cooperatives: 24,
      invited: 24,
      attended: 23,
      share: 0.9583,
      trainedOfficers: 58,
      missing: [{ cooperativeId: 'coop_35-79-03-2004', name: 'KDMP Tlekung' }],
    },
  });

/** The coverage of a topic among the village cooperatives given. */
export function coverageOf(
  region: string,
  topic: MentoringTopic,
  all: readonly Cooperative[],
  today: string,
): z.infer<typeof coverageSchema> {
  const own = all.filter(
    ({ kind, mergedInto }) => (kind === 'village' || kind === 'urban-village') && mergedInto === undefined,
  );
  const reached = own.map(({ mentoring }) => mentoring?.topics?.[topic]);
  const attended = reached.filter((one) => one?.attendedOn !== undefined).length;
  return {
    region,
    topic,
    cooperatives: own.length,
    invited: reached.filter((one) => one !== undefined).length,
    attended,
    share: own.length === 0 ? 0 : Math.round((10_000 * attended) / own.length) / 10_000,
    trainedOfficers: own.reduce((sum, one) => sum + trainedOn(assessedOf(one), today), 0),
    missing: own
      .filter((_, at) => reached[at]?.attendedOn === undefined)
      .slice(0, MOST_NAMED)
      .map(({ id, name }) => ({ cooperativeId: id, name })),
  };
}
