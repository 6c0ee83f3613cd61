/** Holdings over HTTP: what the members of one can do together. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { listMembers, readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { combined, commoditySupplySchema, type Listed } from '../../shared/holdings/supply.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { listPotentialsOf } from '../../shared/potentials/potential-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation } from './operation.ts';

const getSupply = operation({
  id: 'getHoldingSupply',
  method: 'get',
  path: '/v1/holdings/{holdingId}/supply',
  tag: 'Holdings',
  summary: 'What the members of a holding can supply together, by commodity and month',
  description:
    'For the holding, its members and its office. What members list, summed exactly; the holding’s own listings are its members’ goods and do not count again. All at once: there is never a next page.',
  params: z.strictObject({ holdingId: cooperativeIdSchema }),
  query: z.strictObject({ commodity: commodityCodeSchema.optional() }),
  answers: {
    status: 200,
    form: 'list',
    schema: commoditySupplySchema,
    description: 'In the order of codes',
    derived: true,
  },
});

/** Routes of this noun on `router`. */
export function holdings(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getSupply, async (ask) => {
    checkFilters(ask.query);
    const { holdingId } = ask.params;
    const [holding, members] = await Promise.all([
      readCooperative(table, holdingId),
      membersOf(table, holdingId),
    ]);
    if (holding?.value.kind !== 'holding') throw notFound();
    const resource = resourceOf(holding.value);
    ask.permit({ ...resource, owners: [holdingId, ...members.map(({ id }) => id)] });
    const listed = await listedBy(table, members, ask.query.commodity);
    return { items: combined(listed, ask.now), next: null };
  });
}

/** The most that a query gives at once. */
const WHOLE_PAGE = 1000;

/** Everyone who takes part in the market. A query for every thousand. */
async function membersOf(table: Table, holdingId: string): Promise<Cooperative[]> {
  const found = await all((page) => listMembers(table, holdingId, page, ({ value }) => value));
  return found.filter(({ verification }) => verification.status !== 'rejected');
}

/**
 * What the members list. A query for each, all at once: two thousand listings of a regency lie in so many small pages, which costs less
 * than to read each of them by its key.
 */
async function listedBy(
  table: Table,
  members: readonly Cooperative[],
  commodity: string | undefined,
): Promise<Listed[]> {
  const listed = members.map(async ({ id, name }) => {
    return all((page) =>
      listPotentialsOf(table, id, page, ({ value }): Listed | undefined =>
        commodity === undefined || value.commodity === commodity
          ? { potential: value, cooperativeName: name }
          : undefined,
      ),
    );
  });
  return (await Promise.all(listed)).flat();
}

async function all<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let after: PageRequest['after'] | null = undefined; after !== null;) {
    const page: Page<T> = await list({ limit: WHOLE_PAGE - 1, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}
