/** Microsites over HTTP: what a cooperative enters of its own, and what everybody may read of those that are published. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { Refusal } from '../../shared/errors.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import {
  editMicrosite,
  micrositeInputSchema,
  ownMicrositeSchema,
  placeOf,
  slugSchema,
  viewOwn,
} from '../../shared/microsites/microsite.ts';
import {
  listMicrosites,
  micrositeWrites,
  readBehind,
  readWithMicrosite,
  slugFor,
} from '../../shared/microsites/microsite-store.ts';
import {
  listedMicrositeSchema,
  listMicrosite,
  publicMicrositeSchema,
  viewMicrosite,
} from '../../shared/microsites/public-microsite.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { within } from '../../shared/regions/region-code.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, pageFields } from './operation.ts';

const path = '/v1/cooperatives/{cooperativeId}/microsite';
const params = z.strictObject({ cooperativeId: cooperativeIdSchema });
const own = { status: 200, form: 'one', schema: ownMicrositeSchema, versioned: true, derived: true } as const;
/** Kept by caches, asked for again each time: who hides a page has it hidden at once. */
const cacheSeconds = 0;

const putMicrosite = operation({
  id: 'putMicrosite',
  method: 'put',
  path,
  tag: 'Microsites',
  summary: 'Enter what a cooperative’s microsite says, publish it, or hide it',
  description:
    'All of it: what is left out is hidden or gone. It can be seen while the cooperative has published it and its office has verified the cooperative. Its address is given when it is first saved and follows a later name when it is saved again; addresses of before lead on. Members, units, verified papers and potentials come from where they are entered.',
  conditional: true,
  params,
  body: micrositeInputSchema,
  answers: { ...own, description: 'As it is now' },
});

const getOwnMicrosite = operation({
  id: 'getOwnMicrosite',
  method: 'get',
  path,
  tag: 'Microsites',
  summary: 'Read what a cooperative has entered of its microsite, published or not',
  params,
  answers: { ...own, description: 'As it is now; before it is first saved, empty' },
});

const getMicrosite = operation({
  id: 'getMicrosite',
  method: 'get',
  path: '/v1/microsites/{slug}',
  tag: 'Microsites',
  summary: 'Read a cooperative’s public microsite',
  description:
    'By its address of today or a former one: `slug` says which one it has today. Of a cooperative that has merged into another it is that one’s. What is not published, not verified or suspended does not exist. `GET /k/{slug}` is the page of it.',
  params: z.strictObject({ slug: slugSchema }),
  answers: {
    status: 200,
    form: 'one',
    schema: publicMicrositeSchema,
    cacheSeconds,
    description: 'What everybody may see',
  },
});

const listOfMicrosites = operation({
  id: 'listMicrosites',
  method: 'get',
  path: '/v1/microsites',
  tag: 'Microsites',
  summary: 'List the public microsites of a region',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema
      .optional()
      .meta({ description: 'Region code of any level: all that lies in it' }),
    q: line(100).optional().meta({ description: 'Part of the name or of the place' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: listedMicrositeSchema,
    cacheSeconds,
    description: 'In the order of region codes',
  },
});

/** Routes under a cooperative, for itself and its office. */
export function ownMicrosites(router: Hono, deps: EndpointDeps): void {
  const { table, publicUrl } = deps;

  mount(router, deps, putMicrosite, async (ask) => {
    const { cooperative, microsite: before } = await readWithMicrosite(table, ask.params.cooperativeId);
    if (!cooperative || !ask.may('getCooperative', resourceOf(cooperative.value))) throw notFound();
    ask.permit(resourceOf(cooperative.value));
    ask.expectVersion(before?.version ?? 0);
    ensureNotMergedAway(cooperative.value);
    const found = await slugFor(table, cooperative.value, before?.value);
    if (found === undefined)
      throw new Refusal('conflict', 'Every address that follows from its name is taken.');
    const { at } = ask.stamp;
    const today = dayOf(ask.now, cooperative.value.regionCode);
    const after = editMicrosite(before?.value, cooperative.value, ask.body, found.slug, { at, today });
    const body = viewOwn(after, cooperative.value, publicUrl);
    const writes = () => micrositeWrites(after, before, found.isNew, ask.stamp);
    return before ? updated(before, after, body, writes) : { body, version: 1, writes: writes() };
  });

  mount(router, deps, getOwnMicrosite, async (ask) => {
    const { cooperative, microsite } = await readWithMicrosite(table, ask.params.cooperativeId);
    if (!cooperative) throw notFound();
    ask.permit(resourceOf(cooperative.value));
    return {
      body: viewOwn(microsite?.value, cooperative.value, publicUrl),
      version: microsite?.version ?? 0,
    };
  });
}

/** Routes for everybody. */
export function microsites(router: Hono, deps: EndpointDeps): void {
  const { table, publicUrl } = deps;

  mount(router, deps, getMicrosite, async (ask) => {
    const behind = await readBehind(table, ask.params.slug);
    if (!behind) throw notFound();
    return { body: viewMicrosite(behind, publicUrl, ask.now) };
  });

  mount(router, deps, listOfMicrosites, async (ask) => {
    const { region, q } = ask.query;
    checkFilters({ region });
    const isSought = textHolds(q);
    return listMicrosites(table, region, await ask.page(q), (behind) => {
      const { name, regionCode } = behind.cooperative;
      if (region !== undefined && !within(regionCode, region)) return undefined;
      return isSought(`${name} ${placeOf(regionCode)}`) ? listMicrosite(behind, publicUrl) : undefined;
    });
  });
}
