/** What everyone may look up: regions, commodities, what buyers of a branch ask for. */
import type { Hono } from 'hono';
import { commodities } from './commodities.ts';
import type { EndpointDeps } from './endpoint.ts';
import { regions } from './regions.ts';
import { segments } from './segments.ts';

/** Routes of the part on `app`. */
export function referencePart(app: Hono, deps: EndpointDeps): void {
  regions(app, deps);
  commodities(app, deps);
  segments(app, deps);
}
