/** The market ladder of a potential over HTTP: which rung it has reached, and what the next one lacks. */
import type { Hono } from 'hono';
import * as z from 'zod';

import type { Market } from '../../shared/market/market.ts';
import { openAmong } from '../../shared/market/open-offers.ts';
import { requirementsOf } from '../../shared/offers/requirements.ts';
import { ladderOf, ladderSchema, rungOf, type Rung } from '../../shared/market/ladder.ts';
import { potentialIdSchema } from '../../shared/potentials/potential.ts';
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

/** Routes of the ladder on `router`. */
export function marketLadder(router: Hono, deps: EndpointDeps & { market: Market }): void {
  const { market } = deps;

  mount(router, deps, getMarketLadder, async (ask) => {
    const found = await market.potentialAt(ask.params.potentialId, ask.caller.organizationId);
    if (!found) throw notFound();
    const { potential, cooperative, versions } = found;
    ask.permit(resourceOf(cooperative));
    const asked = [{ scheme: 'purchase', commodities: [potential.commodity] }] as const;
    const bought = await market.offers(asked, versions);
    const offers = new Map<Rung, number>();
    for (const { offer, setting } of openAmong(bought, ask.now)) {
      if (offer.buyerId === cooperative.id || offer.deliverTo === undefined) continue;
      const isExport = requirementsOf(offer, setting.programme)?.exportReady === true;
      const rung = rungOf(potential.regionCode, offer.deliverTo, isExport);
      offers.set(rung, (offers.get(rung) ?? 0) + 1);
    }
    return { body: ladderOf(potential, cooperative, offers, ask.now) };
  });
}
