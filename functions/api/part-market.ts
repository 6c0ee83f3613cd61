/** What is posted in the market, and by whom: potentials and offers, buyers and programmes. */
import type { Hono } from 'hono';
import { buyers } from './buyers.ts';
import { chains } from './chains.ts';
import type { EndpointDeps } from './endpoint.ts';
import { offers } from './offers.ts';
import { potentials } from './potentials.ts';
import { programmes } from './programmes.ts';
import { qualityChecks } from './quality-checks.ts';

/** Routes of the part on `app`. */
export function marketPart(app: Hono, deps: EndpointDeps): void {
  potentials(app, deps);
  chains(app, deps);
  qualityChecks(app, deps);
  buyers(app, deps);
  programmes(app, deps);
  offers(app, deps);
}
