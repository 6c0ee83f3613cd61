/** Whose figures a report shows: what the caller asks for, held against the policy, and where its totals are then read. */
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { listMembers, readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { separators, type Separator } from '../../shared/csv.ts';
import { Refusal } from '../../shared/errors.ts';
import { provinceCodes, regionName } from '../../shared/regions/regions.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { monthSchema, type ScopeFields } from '../../shared/reports/scope.ts';
import type { Table } from '../../shared/table/table.ts';
import { readTotals, readTotalsAt, type PlacedAmounts } from '../../shared/totals/total-store.ts';
import { notFound, type Ask } from './endpoint.ts';
import { checkFilters } from './filters.ts';

/** What every report takes. */
export const reportQuery = {
  region: regionCodeSchema.optional().meta({
    description: 'A region; left out, an organizer’s own, or the own figures of an organization',
  }),
  holding: cooperativeIdSchema
    .optional()
    .meta({ description: 'Instead: a holding, with its members of today' }),
  format: z.enum(['json', 'csv']).optional().meta({ description: 'Instead of `Accept`' }),
  separator: z
    .enum(Object.keys(separators) as [Separator])
    .default('comma')
    .meta({ description: 'Of the CSV; `semicolon` for an Excel with Indonesian regional settings' }),
};

/** The months of reports that have a period. */
export const monthsQuery = {
  from: monthSchema.optional().meta({ description: 'The first month' }),
  to: monthSchema.optional().meta({ description: 'The last month' }),
};

type ReportQuery = { region?: string | undefined; holding?: string | undefined };

/** Members of a holding that are looked at, the first by their ids. */
const MOST_MEMBERS = 999;

/** A cooperative, as far as its totals go. */
type Member = Pick<Cooperative, 'id' | 'name' | 'kind' | 'regionCode'>;

/** Whose figures, and where they are. */
export type Scope = { readonly fields: ScopeFields } & (
  | { readonly of: 'region'; readonly region: string | undefined }
  | { readonly of: 'members'; readonly members: readonly Member[] }
  | { readonly of: 'buyer'; readonly buyerId: string }
);

/**
 * The scope that is asked for. Refuses what is not the caller's to see: another's region, a holding that is not its own (404). No
 * round trip for a region; one for a cooperative's own figures; two for a holding.
 */
export async function scopeOf(table: Table, ask: Ask<unknown, ReportQuery, unknown>): Promise<Scope> {
  const { region = ask.query.holding ? undefined : ask.caller.region, holding } = ask.query;
  const asOf = dayOf(ask.now);
  checkFilters({ region });
  if (holding !== undefined) return scopeOfHolding(table, ask, holding, asOf);
  const own = ask.caller.organizationId;
  if (region === undefined && own !== undefined) {
    ask.permit({ owners: [own] });
    return scopeOfOwn(table, own, asOf);
  }
  ask.permit(region === undefined ? {} : { regionCode: region });
  const name = region === undefined ? undefined : regionName(region);
  return {
    fields: { ...(region && { region }), ...(name && { regionName: name }), asOf },
    of: 'region',
    region,
  };
}

async function scopeOfHolding(
  table: Table,
  ask: Ask<unknown, ReportQuery, unknown>,
  holding: string,
  asOf: string,
): Promise<Scope> {
  if (ask.query.region !== undefined) {
    throw new Refusal('malformed', 'Name a region or a holding, not both.', [
      { pointer: '#/holding', detail: 'goes without region', in: 'query' },
    ]);
  }
  const [found, members] = await Promise.all([
    readCooperative(table, holding),
    listMembers(table, holding, { limit: MOST_MEMBERS }, ({ value }) => value),
  ]);
  if (found?.value.kind !== 'holding') throw notFound();
  ask.permit({ owners: [holding], regionCode: found.value.regionCode });
  return { fields: { holding, asOf }, of: 'members', members: [found.value, ...members.items] };
}

async function scopeOfOwn(table: Table, own: string, asOf: string): Promise<Scope> {
  const fields = { organizationId: own, asOf };
  if (!own.startsWith('coop_')) return { fields, of: 'buyer', buyerId: own };
  const found = await readCooperative(table, own);
  return { fields, of: 'members', members: found ? [found.value] : [] };
}

/** Totals placed by region, in the order of their places; of the whole country one query for each province. */
export async function totalsIn(
  table: Table,
  total: string,
  region: string | undefined,
): Promise<PlacedAmounts[]> {
  const provinces = region === undefined ? provinceCodes() : [region.slice(0, 2)];
  const found = await Promise.all(provinces.map((part) => readTotals(table, total, part, region)));
  return found.flat();
}

/** Totals of cooperatives, placed by region and id. One round trip for every hundred. */
export function totalsOfMembers(
  table: Table,
  total: string,
  members: readonly Member[],
): Promise<PlacedAmounts[]> {
  return readTotalsAt(
    table,
    members.map(({ id, regionCode }) => ({ total, part: regionCode.slice(0, 2), at: `${regionCode}#${id}` })),
  );
}
