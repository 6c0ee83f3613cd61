/** Search over HTTP: "who has bananas?" */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Market } from '../../shared/market/market.ts';
import { foundKinds, foundSchema } from '../../shared/search/found.ts';
import { search as find } from '../../shared/search/search.ts';
import { line } from '../../shared/text.ts';
import { resourceOf as ofCooperative } from './cooperatives.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { resourceOf as ofOffer } from './offers.ts';
import { operation, pageFields } from './operation.ts';

const searchAll = operation({
  id: 'search',
  method: 'get',
  path: '/v1/search',
  tag: 'Matching',
  summary: 'Find potentials, cooperatives and open offers by everyday words',
  description:
    'Understands commodities by their market names (`gedhang`, `lombok`), places of every level, and the words of names and titles, small typing errors included. A whole province narrows an answer down; its cooperatives are listed under /v1/cooperatives.',
  query: z.strictObject({
    ...pageFields,
    q: line(100).meta({ description: 'What is looked for', example: 'pisang bumiaji' }),
    kind: z.enum(foundKinds).optional().meta({ description: 'Only things of one kind' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: foundSchema,
    description: 'Best first. A page may be short when something has just gone',
  },
});

/** Routes of search on `router`. */
export function search(router: Hono, deps: EndpointDeps & { market: Market }): void {
  mount(router, deps, searchAll, async (ask) => {
    const { q, kind } = ask.query;
    return find(deps.market, { q, kind, now: ask.now }, await ask.page(), {
      cooperative: (cooperative) => ask.may('getCooperative', ofCooperative(cooperative)),
      offer: (offer, setting) => ask.may('getOffer', ofOffer(offer, setting)),
    });
  });
}
