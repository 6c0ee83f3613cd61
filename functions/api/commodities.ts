/** Commodities over HTTP: the tree as a list, or found by the words of the market. Public; no store is asked. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { commodities as allCommodities } from '../../shared/commodities/commodities.ts';
import { commoditySchema } from '../../shared/commodities/commodity.ts';
import { searchCommodities } from '../../shared/commodities/search-commodities.ts';
import { viewCommodity } from '../../shared/commodities/view-commodity.ts';
import { line } from '../../shared/text.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { operation, pageFields } from './operation.ts';
import { pageOf } from './page-of-list.ts';

const headingCode = z
  .string()
  .regex(/^[a-z-]{1,40}$/)
  .optional();

const listCommodities = operation({
  id: 'listCommodities',
  method: 'get',
  path: '/v1/commodities',
  tag: 'Reference',
  summary: 'List commodities, or find them by what people call them',
  description:
    'In the order of the tree of sectors and groups. With `q` best first: `lombok abang`, `telo`, `elpiji`; a word that several goods share finds them all, and small typing errors are forgiven.',
  query: z.strictObject({
    ...pageFields,
    q: line(100).optional().meta({ description: 'A name, an alias or a code', example: 'lombok abang' }),
    sector: headingCode.meta({ description: 'Code of a sector', example: 'vegetables' }),
    group: headingCode.meta({ description: 'Code of a group', example: 'chillies' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: commoditySchema,
    description: 'In the order of the tree, or best first',
    cacheSeconds: 24 * 60 * 60,
  },
});

/** Routes of this noun on `router`. */
export function commodities(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, listCommodities, async (ask) => {
    const { q, sector, group } = ask.query;
    const found =
      q === undefined
        ? allCommodities()
        : searchCommodities(q, allCommodities().length).map((hit) => hit.commodity);
    const kept = found.filter(
      (commodity) =>
        (sector === undefined || commodity.sector === sector) &&
        (group === undefined || commodity.group === group),
    );
    return pageOf(await ask.page(), () => kept, viewCommodity);
  });
}
