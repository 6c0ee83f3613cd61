/** The whole API as one Hono app, for the server, for tests and for the document; in Lambda it runs part by part (`in-parts.ts`). */
import type { Hono } from 'hono';
import type { Printer } from '../../shared/events/print-job.ts';
import type { Log } from '../../shared/log.ts';
import { audit } from './audit.ts';
import { emptyApp } from './empty-app.ts';
import type { EndpointDeps } from './endpoint.ts';
import { cooperativesPart } from './part-cooperatives.ts';
import { eventsPart } from './part-events.ts';
import { marketPart } from './part-market.ts';
import { matchingPart } from './part-matching.ts';
import { me } from './me.ts';
import { partnershipsPart } from './part-partnerships.ts';
import { referencePart } from './part-reference.ts';
import { reports } from './reports.ts';
import { service, type DocsAssets } from './service.ts';

/** `print` is left out where another function prints. */
export type AppDeps = EndpointDeps & { log: Log; docs: DocsAssets; print?: Printer };

/** Mounts some of the operations. */
export type Part = (app: Hono, deps: AppDeps) => void;

const parts: readonly Part[] = [
  service,
  referencePart,
  cooperativesPart,
  marketPart,
  partnershipsPart,
  eventsPart,
  reports,
  audit,
  matchingPart,
  me,
];

/** Builds the app. Pure set-up: nothing is read or written before the first request. */
export function createApp(deps: AppDeps): Hono {
  const app = emptyApp(deps.log);
  for (const part of parts) part(app, deps);
  return app;
}
