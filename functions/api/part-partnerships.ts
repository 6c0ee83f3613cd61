/** What comes of a match: partnerships and their notices, by webhooks too, quotas and claims, trades and consignment. */
import type { Hono } from 'hono';
import { claims } from './claims.ts';
import { consignments } from './consignments.ts';
import type { EndpointDeps } from './endpoint.ts';
import { notices } from './notices.ts';
import { partnershipSteps } from './partnership-steps.ts';
import { partnerships } from './partnerships.ts';
import { quotas } from './quotas.ts';
import { trades } from './trades.ts';
import { waiting } from './waiting.ts';
import { webhooks } from './webhooks.ts';

/** Routes of the part on `app`. */
export function partnershipsPart(app: Hono, deps: EndpointDeps): void {
  partnerships(app, deps);
  partnershipSteps(app, deps);
  notices(app, deps);
  webhooks(app, deps);
  claims(app, deps);
  quotas(app, deps);
  trades(app, deps);
  waiting(app, deps);
  consignments(app, deps);
}
