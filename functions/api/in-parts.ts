/**
 * The API in parts, for Lambda: a fresh instance loads the part that its first request asks for and leaves the others, whose schemas
 * and rules take longer to set up than the request itself. It answers as the whole app does; `test/infra/leaner-api.test.ts` holds it.
 */
import { Hono } from 'hono';
import type { AppDeps, Part } from './app.ts';
import { emptyApp } from './empty-app.ts';
import { onError } from './problems.ts';
import { service } from './service.ts';

/**
 * Whoever is first to have an address has all its methods: what lies under a thing and belongs to another part stands before the thing.
 * What no part has is the service's own, or nothing.
 */
const parts: readonly { at: readonly string[]; load: () => Promise<Part> }[] = [
  {
    at: [
      '/v1/match-preview',
      '/v1/search',
      '/v1/offers/:id/matches',
      '/v1/offers/:id/pool',
      '/v1/potentials/:id/matches',
      '/v1/potentials/:id/market-ladder',
      '/v1/cooperatives/:id/opportunities',
    ],
    load: async () => (await import('./part-matching.ts')).matchingPart,
  },
  {
    at: [
      '/v1/partnerships/*',
      '/v1/notices/*',
      '/v1/webhooks/*',
      '/v1/claims/*',
      '/v1/trades/*',
      '/v1/offers/:id/quota',
      '/v1/programmes/:id/waiting',
    ],
    load: async () => (await import('./part-partnerships.ts')).partnershipsPart,
  },
  {
    at: ['/v1/potentials/*', '/v1/chains/*', '/v1/buyers/*', '/v1/programmes/*', '/v1/offers/*'],
    load: async () => (await import('./part-market.ts')).marketPart,
  },
  {
    at: [
      '/v1/cooperatives/*',
      '/v1/cooperatives.csv',
      '/v1/holdings/*',
      '/v1/formation/*',
      '/v1/mentoring/*',
      '/v1/pilots/*',
      '/v1/microsites/*',
    ],
    load: async () => (await import('./part-cooperatives.ts')).cooperativesPart,
  },
  {
    at: ['/v1/events/*', '/v1/follow-ups/*'],
    load: async () => (await import('./part-events.ts')).eventsPart,
  },
  { at: ['/v1/me/*'], load: async () => (await import('./me.ts')).me },
  { at: ['/v1/audit/*'], load: async () => (await import('./audit.ts')).audit },
  { at: ['/v1/reports/*'], load: async () => (await import('./reports.ts')).reports },
  {
    at: ['/v1/regions/*', '/v1/commodities/*', '/v1/segments/*'],
    load: async () => (await import('./part-reference.ts')).referencePart,
  },
  { at: ['*'], load: async () => service },
];

/**
 * Builds the app. A part is an app of its own; nothing is loaded, read or written before the first request. The document, which speaks of
 * all parts, is deployed as a file.
 */
export function createAppInParts(deps: AppDeps): Hono {
  const app = new Hono();
  app.onError(onError(deps.log));
  for (const { at, load } of parts) {
    let mounted: Promise<Hono> | undefined;
    const mount = async (): Promise<Hono> => {
      const part = emptyApp(deps.log);
      (await load())(part, deps);
      return part;
    };
    for (const path of at)
      app.all(path, async (c) => (await (mounted ??= mount())).fetch(c.req.raw, c.env as object));
  }
  return app;
}
