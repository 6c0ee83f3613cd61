/** Opportunities over HTTP: which offers fit a potential or a whole cooperative, and what to fix. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { listEventsOf } from '../../shared/events/event-store.ts';
import { marketVersionsFrom } from '../../shared/market/bucket-store.ts';
import { opportunitiesSchema, potentialMatchesSchema, type Training } from '../../shared/market/match.ts';
import type { Market } from '../../shared/market/market.ts';
import { MOST_POTENTIALS, offersForPotential, opportunitiesOf } from '../../shared/market/opportunities.ts';
import { schemes } from '../../shared/offers/offer.ts';
import { WEIGHTS_VERSION } from '../../shared/matching/weights.ts';
import { potentialIdSchema } from '../../shared/potentials/potential.ts';
import { listPotentialsOf } from '../../shared/potentials/potential-store.ts';
import { marketVersionsKey, offerBuckets } from '../../shared/table/derived-keys.ts';
import { cooperativeKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { matchFields } from './matches.ts';
import { ensurePlaced } from './known-place.ts';
import { operation } from './operation.ts';

const listPotentialMatches = operation({
  id: 'listPotentialMatches',
  method: 'get',
  path: '/v1/potentials/{potentialId}/matches',
  tag: 'Matching',
  summary: 'Rank the offers that buy what a potential is',
  params: z.strictObject({ potentialId: potentialIdSchema }),
  query: z.strictObject(matchFields),
  answers: {
    status: 200,
    form: 'one',
    schema: potentialMatchesSchema,
    description: 'Open offers, the best first; near misses after all that are open to it',
  },
  mayAnswer: [409],
});

const listOpportunities = operation({
  id: 'listOpportunities',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}/opportunities',
  tag: 'Matching',
  summary: 'Rank the offers for a whole cooperative, and say what to fix to reach more',
  description:
    'Purchases with its best potential for each, all other schemes directly. `toFix` sums what stands in the way over all open offers; `trainings` are what it is invited to.',
  params: z.strictObject({ cooperativeId: cooperativeIdSchema }),
  query: z.strictObject(matchFields),
  answers: {
    status: 200,
    form: 'one',
    schema: opportunitiesSchema,
    description: 'Open offers, the best first, and what to fix, the most valuable first',
  },
  mayAnswer: [409],
});

const offerPartitions = schemes.map(offerBuckets);
const offerVersions = offerPartitions.map(marketVersionsKey);

/** Routes of opportunities on `router`. */
export function opportunities(router: Hono, deps: EndpointDeps & { market: Market }): void {
  const { table, market } = deps;

  mount(router, deps, listPotentialMatches, async (ask) => {
    const asked = await market.potentialAt(ask.params.potentialId, ask.caller.organizationId);
    if (!asked) throw notFound();
    ask.permit(resourceOf(asked.cooperative));
    ensurePlaced(asked.cooperative.regionCode);
    const { limit, include } = ask.query;
    const wanted = { limit, includeBlocked: include === 'blocked', now: ask.now };
    return {
      body: { items: await offersForPotential(market, asked, wanted), weightsVersion: WEIGHTS_VERSION },
    };
  });

  mount(router, deps, listOpportunities, async (ask) => {
    const { cooperativeId } = ask.params;
    const [item, ...counts] = await table.getMany([cooperativeKey(cooperativeId), ...offerVersions]);
    const cooperative = cooperativeFrom(item)?.value;
    if (!cooperative) throw notFound();
    ask.permit(resourceOf(cooperative));
    ensurePlaced(cooperative.regionCode);
    const page = { limit: MOST_POTENTIALS };
    const [listed, trainings] = await Promise.all([
      listPotentialsOf(table, cooperativeId, page, ({ value }) => value),
      trainingsFor(table, ask, cooperativeId),
    ]);
    const asked = {
      cooperative,
      potentials: listed.items,
      versions: marketVersionsFrom(offerPartitions, counts),
    };
    const { limit, include } = ask.query;
    const wanted = { limit, includeBlocked: include === 'blocked', now: ask.now };
    const { items, toFix } = await opportunitiesOf(market, asked, wanted);
    return { body: { items, trainings, toFix, weightsVersion: WEIGHTS_VERSION } };
  });
}

/** Invitations that are looked through for what is still to come. */
const MOST_INVITATIONS = 50;

/**
 * The events that it is invited to and that are still to come, the next first; of these the caller's office sees its own. Two round
 * trips.
 */
async function trainingsFor(
  table: Table,
  ask: Pick<Ask<unknown, unknown, unknown>, 'may' | 'now'>,
  cooperativeId: string,
): Promise<Training[]> {
  const page = { limit: MOST_INVITATIONS };
  const { items } = await listEventsOf(table, cooperativeId, page, ({ value }) => {
    const resource = { owners: [cooperativeId], regionCode: value.regionCode, open: false };
    const isComing = value.cancelledAt === undefined && Date.parse(value.startsAt) > ask.now.getTime();
    return isComing && ask.may('getEvent', resource) ? value : undefined;
  });
  return items
    .map(({ id, kind, name, venue, startsAt }) => ({ eventId: id, kind, name, venue, startsAt }))
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}
