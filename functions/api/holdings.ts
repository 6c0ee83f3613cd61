/** Holdings over HTTP: what the members of one can do together. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import {
  listFormerMembers,
  listMembers,
  readCooperative,
} from '../../shared/cooperatives/cooperative-store.ts';
import { dashboardOf, dashboardSchema } from '../../shared/holdings/dashboard.ts';
import { combined, commoditySupplySchema, type Listed } from '../../shared/holdings/supply.ts';
import { pageOf, type Page, type PageRequest } from '../../shared/page.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { listPartnerships } from '../../shared/partnerships/partnership-store.ts';
import { listPotentialsOf } from '../../shared/potentials/potential-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, partFields } from './operation.ts';

const getSupply = operation({
  id: 'getHoldingSupply',
  method: 'get',
  path: '/v1/holdings/{holdingId}/supply',
  tag: 'Holdings',
  summary: 'What the members of a holding can supply together, by commodity and month',
  description:
    'For the holding, its members and its office. What members list, summed exactly; the holding’s own listings are its members’ goods and do not count again. All at once, unless fewer are asked for.',
  params: z.strictObject({ holdingId: cooperativeIdSchema }),
  query: z.strictObject({ ...partFields, commodity: commodityCodeSchema.optional() }),
  answers: {
    status: 200,
    form: 'list',
    schema: commoditySupplySchema,
    description: 'In the order of codes',
    derived: true,
  },
});

const getHolding = operation({
  id: 'getHolding',
  method: 'get',
  path: '/v1/holdings/{holdingId}',
  tag: 'Holdings',
  summary: 'A holding at a glance',
  description:
    'For the holding, its members and its office: members, supply, quality, partnerships and destinations in numbers. What was traded, also between members, is in the reports.',
  params: z.strictObject({ holdingId: cooperativeIdSchema }),
  answers: { status: 200, form: 'one', schema: dashboardSchema, description: 'As it is now', derived: true },
});

/** Routes of this noun on `router`. */
export function holdings(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getHolding, async (ask) => {
    const { holdingId } = ask.params;
    const [{ holding, members }, former] = await Promise.all([
      permitted(table, ask, holdingId),
      all((page) => listFormerMembers(table, holdingId, page, ({ stay }) => stay)),
    ]);
    const [listed, partnerships] = await Promise.all([
      listedBy(table, members, undefined),
      partnershipsOf(table, members, ask.now),
    ]);
    const facts = { holding, members, former, listed, partnerships };
    return { body: dashboardOf(facts, ask.now, dayOf(ask.now)) };
  });

  mount(router, deps, getSupply, async (ask) => {
    checkFilters(ask.query);
    const { members } = await permitted(table, ask, ask.params.holdingId);
    const listed = await listedBy(table, members, ask.query.commodity);
    return pageOf(combined(listed, ask.now), await ask.page());
  });
}

/** A holding and its members, once the caller is found to be one of them or their office. Two round trips beside each other. */
async function permitted(table: Table, ask: Ask<unknown, unknown, unknown>, holdingId: string) {
  const [holding, members] = await Promise.all([
    readCooperative(table, holdingId),
    membersOf(table, holdingId),
  ]);
  if (holding?.value.kind !== 'holding') throw notFound();
  const owners = [holdingId, ...members.map(({ id }) => id)];
  ask.permit({ ...resourceOf(holding.value), owners });
  return { holding: holding.value, members };
}

/** What members have with whoever buys from them or supplies them. A query for each regency that members lie in, more for a full one. */
async function partnershipsOf(
  table: Table,
  members: readonly Cooperative[],
  now: Date,
): Promise<Partnership[]> {
  const ids = new Set(members.map(({ id }) => id));
  const regencies = new Set(members.map(({ regionCode }) => regionCode.slice(0, '35.79'.length)));
  const found = await Promise.all(
    [...regencies].map((region) =>
      all((page) =>
        listPartnerships(table, { region }, page, ({ value }) =>
          ids.has(value.cooperativeId) ? asOf(value, now) : undefined,
        ),
      ),
    ),
  );
  return found.flat();
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
