/** Segments of buyers over HTTP: what each is reported to ask for, as suggestions. Public; no store is asked. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { segmentSchema, segmentsFor } from '../../shared/buyers/segments.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, pageFields } from './operation.ts';
import { pageOf } from './page-of-list.ts';

const listSegments = operation({
  id: 'listSegments',
  method: 'get',
  path: '/v1/segments',
  tag: 'Reference',
  summary: 'List the segments of buyers, and what each is reported to ask for',
  description:
    'Suggestions for the `requirements` of an offer, each with its source; nothing is applied by itself. With `commodity` they name the certificates that are usual for it.',
  query: z.strictObject({ ...pageFields, commodity: commodityCodeSchema.optional() }),
  answers: {
    status: 200,
    form: 'list',
    schema: segmentSchema,
    description: 'All segments',
    cacheSeconds: 24 * 60 * 60,
  },
});

/** Routes of segments on `router`. */
export function segments(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, listSegments, async (ask) => {
    const { commodity } = ask.query;
    checkFilters({ commodity });
    const all = segmentsFor(commodity);
    return pageOf(
      await ask.page(),
      () => all,
      (segment) => segment,
    );
  });
}
