/** Whose figures a report shows: what the caller asks for, held against the policy, and where its totals are then read. */
import type { Buyer } from '../../shared/buyers/buyer.ts';
import { listBuyers, readBuyer } from '../../shared/buyers/buyer-store.ts';
import { dayOf } from '../../shared/clock.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { listMembers, readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { Refusal } from '../../shared/errors.ts';
import { levelOf } from '../../shared/regions/region-code.ts';
import { provinceCodes, regionName } from '../../shared/regions/regions.ts';
import { EARLIEST_MONTH, monthAfter, type Months, type ScopeFields } from '../../shared/reports/scope.ts';
import type { Table } from '../../shared/table/table.ts';
import { readTotals, readTotalsAt, type PlacedAmounts } from '../../shared/totals/total-store.ts';
import { notFound, type Ask } from './endpoint.ts';
import { checkFilters } from './filters.ts';

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
export async function scopeOf(
  table: Table,
  ask: Ask<unknown, ReportQuery, unknown>,
  finest: 'district' | 'village' = 'village',
): Promise<Scope> {
  const { region = ask.query.holding ? undefined : ask.caller.region, holding } = ask.query;
  const asOf = dayOf(ask.now);
  checkFilters({ region });
  if (region !== undefined && finest === 'district' && levelOf(region) === 'village') {
    throw refused('region', 'takes a district or wider; this report is counted by district');
  }
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
    throw refused('holding', 'goes without region: name one of them');
  }
  const [found, members] = await Promise.all([
    readCooperative(table, holding),
    listMembers(table, holding, { limit: MOST_MEMBERS }, ({ value }) => value),
  ]);
  if (found?.value.kind !== 'holding') throw notFound();
  ask.permit({ owners: [holding], regionCode: found.value.regionCode });
  // A rejected cooperative is nobody else's business, not even its holding's.
  const shown = members.items.filter(({ verification }) => verification.status !== 'rejected');
  return { fields: { holding, asOf }, of: 'members', members: [found.value, ...shown] };
}

async function scopeOfOwn(table: Table, own: string, asOf: string): Promise<Scope> {
  const fields = { organizationId: own, asOf };
  if (!own.startsWith('coop_')) return { fields, of: 'buyer', buyerId: own };
  const found = await readCooperative(table, own);
  return { fields, of: 'members', members: found ? [found.value] : [] };
}

/** The regions of a scope: its own, or every province. */
export const regionsOf = ({ fields }: Scope): string[] =>
  fields.region === undefined ? provinceCodes() : [fields.region];

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

/** Totals that lie by year, placed by region; one query for each year (and each province, of the country). */
export async function totalsOverYears(
  table: Table,
  total: string,
  region: string | undefined,
  years: readonly string[],
): Promise<PlacedAmounts[]> {
  const provinces = region === undefined ? provinceCodes() : [region.slice(0, 2)];
  const found = await Promise.all(
    provinces.flatMap((province) =>
      years.map((year) => readTotals(table, total, `${province}#${year}`, region)),
    ),
  );
  return found.flat();
}

/** So many months a report may span. */
const MOST_MONTHS = 36;

/** The months asked for; the last twelve when none are. Refuses (400) what ends before it begins, and too many. */
export function monthsOf({ from, to }: Months, today: string): { from: string; to: string } {
  const last = to ?? [from ?? '', today.slice(0, 7)].sort()[1]!;
  const first = from ?? [EARLIEST_MONTH, monthAfter(last, -11)].sort()[1]!;
  if (first > last) throw refused('to', 'is before the first month');
  if (monthAfter(first, MOST_MONTHS) <= last)
    throw refused('from', `a report spans ${MOST_MONTHS} months at most`);
  return { from: first, to: last };
}

/** The years that these months lie in. */
export function yearsOf({ from, to }: { from: string; to: string }): string[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
}

/** Offices (SKPD) of a scope, in the order of their regions; the first thousand. One round trip. */
export async function officesIn(table: Table, scope: Scope): Promise<Buyer[]> {
  if (scope.of === 'buyer') {
    const found = await readBuyer(table, scope.buyerId);
    return found?.value.kind === 'government' ? [found.value] : [];
  }
  const page = { limit: 999, isFiltered: true };
  const { items } = await listBuyers(table, scope.fields.region, page, ({ value }) =>
    value.kind === 'government' && value.verification.status !== 'rejected' ? value : undefined,
  );
  return items;
}

/** Refuses (400) more than one of these. */
export function onlyOneOf(named: { readonly [field: string]: string | undefined }): void {
  const given = Object.keys(named).filter((name) => named[name] !== undefined);
  if (given.length > 1) throw refused(given[1]!, `goes without ${given[0]}: name one of them`);
}

const refused = (name: string, detail: string): Refusal =>
  new Refusal('malformed', `${name}: ${detail}.`, [{ pointer: `#/${name}`, detail, in: 'query' }]);
