/** Regions over HTTP: listed by level and parent, found by name, read by code. Public, from the region file; no store is asked. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../shared/errors.ts';
import { centroidOf } from '../../shared/regions/distance.ts';
import { REGION_LEVELS } from '../../shared/regions/region-code.ts';
import { regionCodeSchema, regionDetailSchema, regionSchema } from '../../shared/regions/region.ts';
import { children, provinceCodes, regionByCode, regionsAt } from '../../shared/regions/regions.ts';
import { whyUnknown } from '../../shared/regions/resolve-place.ts';
import { searchRegions } from '../../shared/regions/search-regions.ts';
import { line } from '../../shared/text.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, pageFields } from './operation.ts';
import { pageOf } from './page-of-list.ts';

/** Regions change by decree, a few times a year. */
const A_DAY = 24 * 60 * 60;

const listRegions = operation({
  id: 'listRegions',
  method: 'get',
  path: '/v1/regions',
  tag: 'Reference',
  summary: 'List regions, or find them by name',
  description:
    'Without filters the provinces; with `parent` what lies right below it; with `level` all of that level (in `parent`). With `q` best first: `bulukerto batu` is a name with words of its parents, `jatim` is known, small typing errors are forgiven when nothing else fits.',
  query: z.strictObject({
    ...pageFields,
    q: line(100).optional().meta({ description: 'A name or a code', example: 'bulukerto batu' }),
    level: z.enum(REGION_LEVELS).optional().meta({ description: 'Only those of one level' }),
    parent: regionCodeSchema.optional().meta({ description: 'Only regions in this one' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: regionSchema,
    description: 'In the order of codes, or best first',
    cacheSeconds: A_DAY,
  },
});

const getRegion = operation({
  id: 'getRegion',
  method: 'get',
  path: '/v1/regions/{regionCode}',
  tag: 'Reference',
  summary: 'Read a region',
  params: z.strictObject({ regionCode: regionCodeSchema }),
  answers: {
    status: 200,
    form: 'one',
    schema: regionDetailSchema,
    description: 'The region',
    cacheSeconds: A_DAY,
  },
});

/** Routes of this noun on `router`. */
export function regions(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, listRegions, async (ask) => {
    const { q, level, parent } = ask.query;
    checkFilters({ parent });
    const page = await ask.page();
    if (q !== undefined) {
      return pageOf(
        page,
        (most) => searchRegions(q, { level, scope: parent, limit: most }),
        (found) => found,
      );
    }
    const codes =
      level !== undefined
        ? regionsAt(level, parent)
        : parent === undefined
          ? provinceCodes()
          : children(parent);
    return pageOf(
      page,
      () => codes,
      (code) => regionByCode(code)!,
    );
  });

  mount(router, deps, getRegion, async (ask) => {
    const region = regionByCode(ask.params.regionCode);
    if (region === undefined) throw new Refusal('not-found', whyUnknown(ask.params.regionCode));
    const centre = region.level === 'regency' ? centroidOf(region.code) : undefined;
    return {
      body: {
        ...region,
        childCount: children(region.code).length,
        ...(centre ? { centre: { ...centre, approximate: true as const } } : {}),
      },
    };
  });
}
