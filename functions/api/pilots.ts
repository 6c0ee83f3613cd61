/** Pilots over HTTP: the shortlist of a city, one chosen with its reasons, and the cohort beside the rest. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import {
  cooperativeIdSchema,
  cooperativeKindSchema,
  cooperativeSchema,
  viewCooperative,
} from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites, everyCooperativeIn } from '../../shared/cooperatives/cooperative-store.ts';
import { unitNames } from '../../shared/matching/labels.ts';
import { pilotInputSchema } from '../../shared/readiness/pilot.ts';
import {
  choosePilot as chosen,
  comparePilots as compared,
  comparisonSchema,
  shortlist,
  shortlistSchema,
} from '../../shared/readiness/pilots.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type EndpointDeps } from './endpoint.ts';
import { checkRegency } from './filters.ts';
import { operation } from './operation.ts';

const region = regionCodeSchema.meta({ description: 'A regency or what lies in one' });
const ofOne = { cooperativeId: cooperativeIdSchema };
const one = { form: 'one', schema: cooperativeSchema, versioned: true } as const;

const listPilotCandidates = operation({
  id: 'listPilotCandidates',
  method: 'get',
  path: '/v1/pilots/shortlist',
  tag: 'Readiness',
  summary: 'Shortlist the readiest cooperatives of each district, with reasons',
  query: z.strictObject({
    region,
    perDistrict: z.coerce
      .number()
      .int()
      .min(1)
      .max(20)
      .default(2)
      .meta({ description: 'How many of each district' }),
    kind: cooperativeKindSchema.optional().meta({ description: 'Only those of one kind' }),
  }),
  answers: { status: 200, form: 'one', schema: shortlistSchema, description: 'As of today' },
});

const choosePilot = operation({
  id: 'choosePilot',
  method: 'put',
  path: '/v1/cooperatives/{cooperativeId}/pilot',
  tag: 'Readiness',
  summary: 'Choose a pilot, with its reasons',
  description: 'Its readiness of the day it was chosen is kept with it.',
  conditional: true,
  params: z.strictObject(ofOne),
  body: pilotInputSchema,
  answers: { ...one, status: 200, description: 'As a pilot' },
});

const endPilot = operation({
  id: 'endPilot',
  method: 'delete',
  path: '/v1/cooperatives/{cooperativeId}/pilot',
  tag: 'Readiness',
  summary: 'Take a pilot out of its cohort',
  conditional: true,
  params: z.strictObject(ofOne),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'Taken out' },
});

const comparePilots = operation({
  id: 'comparePilots',
  method: 'get',
  path: '/v1/pilots/comparison',
  tag: 'Readiness',
  summary: 'Compare the pilots of a region with its other cooperatives',
  query: z.strictObject({ region }),
  answers: { status: 200, form: 'one', schema: comparisonSchema, description: 'As of today' },
});

/** Routes of pilots on `router`. */
export function pilots(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, listPilotCandidates, async (ask) => {
    const { region, perDistrict, kind } = ask.query;
    checkRegency(region);
    ask.permit({ regionCode: region });
    const all = (await everyCooperativeIn(table, region)).map(({ value }) => value);
    const wanted = { perDistrict, kind, today: dayOf(ask.now), unitsSaid: unitNames };
    return { body: shortlist(region, all, wanted) };
  });

  mount(router, deps, choosePilot, async (ask) => {
    const before = await existing(table, ask.params.cooperativeId);
    if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const after = chosen(before.value, ask.body, ask.stamp.at, dayOf(ask.now));
    return updated(before, after, viewCooperative(after, true), () =>
      cooperativeWrites(after, before, ask.stamp),
    );
  });

  mount(router, deps, endPilot, async (ask) => {
    const before = await existing(table, ask.params.cooperativeId);
    if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const { pilot, ...after } = before.value;
    return { nothing: true, writes: pilot ? cooperativeWrites(after, before, ask.stamp) : [] };
  });

  mount(router, deps, comparePilots, async (ask) => {
    const { region } = ask.query;
    checkRegency(region);
    ask.permit({ regionCode: region });
    const all = (await everyCooperativeIn(table, region)).map(({ value }) => value);
    return { body: compared(region, all, dayOf(ask.now)) };
  });
}
