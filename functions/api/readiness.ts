/** Readiness over HTTP: the checklist of one cooperative. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { unitNames } from '../../shared/matching/labels.ts';
import { readinessSchema, readinessView } from '../../shared/readiness/checklist.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';

const getReadiness = operation({
  id: 'getReadiness',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}/readiness',
  tag: 'Readiness',
  summary: 'How ready a cooperative is, item by item, and what to do next',
  params: z.strictObject({ cooperativeId: cooperativeIdSchema }),
  answers: {
    status: 200,
    form: 'one',
    schema: readinessSchema,
    description: 'As of today',
  },
});

/** Routes of readiness on `router`. */
export function readiness(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, getReadiness, async (ask) => {
    const { value } = await existing(deps.table, ask.params.cooperativeId);
    ask.permit(resourceOf(value));
    return { body: readinessView(value, dayOf(ask.now, value.regionCode), unitNames) };
  });
}
