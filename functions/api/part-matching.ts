/** What the matcher answers: ranked pairs, pools, ways to sell, and search. They share one memory of the market. */
import type { Hono } from 'hono';
import type { Log } from '../../shared/log.ts';
import { Market } from '../../shared/market/market.ts';
import type { EndpointDeps } from './endpoint.ts';
import { marketLadder } from './market-ladder.ts';
import { matches } from './matches.ts';
import { opportunities } from './opportunities.ts';
import { pooling } from './pool.ts';
import { search } from './search.ts';

/** Routes of the part on `app`. */
export function matchingPart(app: Hono, deps: EndpointDeps & { log: Log }): void {
  const withMarket = { ...deps, market: new Market(deps.table, { log: deps.log }) };
  matches(app, withMarket);
  pooling(app, withMarket);
  opportunities(app, withMarket);
  marketLadder(app, withMarket);
  search(app, withMarket);
}
