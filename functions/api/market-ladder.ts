/** The market ladder of a potential over HTTP: which rung it has reached, and what the next one lacks. */
import type { Hono } from 'hono';
import * as z from 'zod';

import { readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { marketVersionsFrom } from '../../shared/market/bucket-store.ts';
import type { Market } from '../../shared/market/market.ts';
import { requirementsOf } from '../../shared/offers/requirements.ts';
import { ladderOf, ladderSchema, rungOf, type Rung } from '../../shared/market/ladder.ts';
import { potentialIdSchema } from '../../shared/potentials/potential.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { marketVersionsKey, offerBuckets, potentialKey } from '../../shared/table/keys.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';

const getMarketLadder = operation({
  id: 'getMarketLadder',
  method: 'get',
  path: '/v1/potentials/{potentialId}/market-ladder',
  tag: 'Matching',
  summary: 'How far a potential reaches, from the village to export, and what the next rung lacks',
  description:
    'What a rung needs is our proposal, made of what buyers are reported to ask for. The last rung is its readiness for export.',
  params: z.strictObject({ potentialId: potentialIdSchema }),
  answers: { status: 200, form: 'one', schema: ladderSchema, derived: true, description: 'The ladder' },
});

const partition = offerBuckets('purchase');

/** Routes of the ladder on `router`. */
export function marketLadder(router: Hono, deps: EndpointDeps & { market: Market }): void {
  const { table, market } = deps;

  mount(router, deps, getMarketLadder, async (ask) => {
    const keys = [potentialKey(ask.params.potentialId), marketVersionsKey(partition)];
    const [item, counts] = await table.getMany(keys);
    const potential = potentialFrom(item)?.value;
    const cooperative = potential && (await readCooperative(table, potential.cooperativeId))?.value;
    if (!potential || !cooperative) throw notFound();
    ask.permit(resourceOf(cooperative));
    const asked = [{ scheme: 'purchase', commodities: [potential.commodity] }] as const;
    const bought = await market.offers(asked, marketVersionsFrom([partition], [counts]));
    const offers = new Map<Rung, number>();
    for (const { offer, setting } of await market.openAmong(bought, ask.now)) {
      if (offer.buyerId === cooperative.id || offer.deliverTo === undefined) continue;
      const isExport = requirementsOf(offer, setting.programme)?.exportReady === true;
      const rung = rungOf(potential.regionCode, offer.deliverTo, isExport);
      offers.set(rung, (offers.get(rung) ?? 0) + 1);
    }
    return { body: ladderOf(potential, cooperative, offers, ask.now) };
  });
}
