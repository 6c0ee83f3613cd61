/** Chains from raw to processed goods over HTTP: which step a region lacks. From the totals, so as of the last change counted. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { chainsIn, chainSchema } from '../../shared/market/chains.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { COVERAGE } from '../../shared/reports/coverage.ts';
import { readTotals } from '../../shared/totals/total-store.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, pageFields } from './operation.ts';
import { pageOf } from './page-of-list.ts';

const listChains = operation({
  id: 'listChains',
  method: 'get',
  path: '/v1/chains',
  tag: 'Potentials',
  summary: 'Show the chains from raw to processed goods in a region, and the step that each lacks',
  description:
    'Downstreaming (hilirisasi): potatoes without anybody who makes chips of them. Counts what cooperatives of the region list and which units they have.',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema.meta({ example: '35.79' }),
    commodity: commodityCodeSchema.optional().meta({ description: 'Only chains with this good' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: chainSchema,
    description: 'Those with the most raw goods first',
  },
});

/** Routes of chains on `router`. */
export function chains(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, listChains, async (ask) => {
    const { region, commodity } = ask.query;
    checkFilters({ region, commodity });
    const page = await ask.page();
    const counts = { good: new Map<string, number>(), unit: new Map<string, number>() };
    for (const { amounts } of await readTotals(deps.table, COVERAGE, region.slice(0, 2), region)) {
      for (const [field, amount] of amounts) {
        const [what, name = ''] = field.split('|');
        if (what !== 'good' && what !== 'unit') continue;
        counts[what].set(name, (counts[what].get(name) ?? 0) + Number(amount));
      }
    }
    const found = chainsIn(counts.good, counts.unit, commodity);
    return pageOf(
      page,
      () => found,
      (chain) => chain,
    );
  });
}
