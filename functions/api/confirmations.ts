/** One tap for a whole cooperative: all that it lists still holds. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { withSign } from '../../shared/cooperatives/activity.ts';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import { confirmPotential } from '../../shared/potentials/potential.ts';
import { listPotentialsOf, potentialWrites } from '../../shared/potentials/potential-store.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';

/** In one transaction, beside the cooperative and the record of the request. */
const MOST_CONFIRMED = 95;
const MOST_LISTED = 500;

const confirmListings = operation({
  id: 'confirmListings',
  method: 'post',
  path: '/v1/cooperatives/{cooperativeId}/confirm',
  tag: 'Cooperatives',
  summary: 'Confirm that all listings of a cooperative are still true',
  description:
    'One tap, no body. What was confirmed longest ago goes first; `remaining` asks for another tap.',
  changedBy: 'PATCH /v1/potentials/{potentialId}',
  params: z.strictObject({ cooperativeId: cooperativeIdSchema }),
  answers: {
    status: 200,
    form: 'one',
    schema: z
      .strictObject({ confirmed: z.int().min(0), remaining: z.int().min(0) })
      .meta({ id: 'ListingsConfirmed', example: { confirmed: 5, remaining: 0 } }),
    description: 'Fresh again',
  },
});

/** Routes of confirmations on `router`. */
export function confirmations(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, confirmListings, async (ask) => {
    const { cooperativeId } = ask.params;
    const [before, listed] = await Promise.all([
      existing(table, cooperativeId),
      listPotentialsOf(table, cooperativeId, { limit: MOST_LISTED }, (stored) => stored),
    ]);
    if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
    ask.permit(resourceOf(before.value));
    ensureNotMergedAway(before.value);
    const { at } = ask.stamp;
    const waiting = listed.items
      .filter(({ value }) => value.confirmedAt < at)
      .toSorted((a, b) => (a.value.confirmedAt < b.value.confirmedAt ? -1 : 1));
    const confirmed = waiting.slice(0, MOST_CONFIRMED);
    const after = withSign(before.value, 'listing', dayOf(ask.now));
    return {
      body: { confirmed: confirmed.length, remaining: waiting.length - confirmed.length },
      writes: [
        ...confirmed.flatMap((stored) =>
          potentialWrites(confirmPotential(stored.value, at), stored, ask.stamp),
        ),
        ...(after === before.value ? [] : cooperativeWrites(after, before, ask.stamp)),
      ],
    };
  });
}
