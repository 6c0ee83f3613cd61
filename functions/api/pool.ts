/** Pooling over HTTP: who fills an offer together. */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Market } from '../../shared/market/market.ts';
import { offerPoolSchema } from '../../shared/market/pooled.ts';
import { poolOf } from '../../shared/market/pooling.ts';
import { offerIdSchema } from '../../shared/offers/offer.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { resourceOf } from './offers.ts';
import { operation } from './operation.ts';

const poolOffer = operation({
  id: 'poolOffer',
  method: 'post',
  unsigned: true,
  path: '/v1/offers/{offerId}/pool',
  tag: 'Matching',
  summary: 'Plan who fills a purchase together, at the least delivered cost',
  description:
    'Over the potentials of the same commodity that meet the requirements: the most is filled first, then at the least cost of goods, freight and stops, within capacities in the same months and minimum orders. Nothing is stored.',
  params: z.strictObject({ offerId: offerIdSchema }),
  body: z
    .strictObject({
      maxSuppliers: z
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .meta({ description: 'As many as it takes when left out' }),
    })
    .meta({ id: 'PoolRequest' }),
  bodyExample: { maxSuppliers: 5 },
  bodyMayLack: true,
  answers: {
    status: 200,
    form: 'one',
    schema: offerPoolSchema,
    description: 'The plan, its cost, and what it leaves short',
  },
});

/** The route of pooling on `router`. */
export function pooling(router: Hono, deps: EndpointDeps & { market: Market }): void {
  mount(router, deps, poolOffer, async (ask) => {
    const found = await deps.market.offerAt(ask.params.offerId, ask.caller.organizationId);
    if (!found) throw notFound();
    const { offer, setting, versions } = found;
    ask.permit(resourceOf(offer, setting));
    const { maxSuppliers } = ask.body;
    return { body: await poolOf(deps.market, offer, setting, versions, { maxSuppliers, now: ask.now }) };
  });
}
