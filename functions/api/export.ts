/** Cooperatives as a spreadsheet over HTTP: the way back of the import. */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { listCooperativesIn, readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { exportRows } from '../../shared/cooperatives/export-rows.ts';
import { csvOf, separators, type Separator } from '../../shared/csv.ts';
import { Refusal } from '../../shared/errors.ts';
import type { PageRequest } from '../../shared/page.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Table } from '../../shared/table/table.ts';
import { fileName } from './download.ts';
import { mount, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation } from './operation.ts';
import { MOST_ROWS } from './read-sheet.ts';

const exportCooperatives = operation({
  id: 'exportCooperatives',
  method: 'get',
  path: '/v1/cooperatives.csv',
  tag: 'Cooperatives',
  summary: 'Cooperatives as a spreadsheet (CSV) that the import reads',
  description: `An office gets those of its region, or of one in it, at most ${MOST_ROWS}; a cooperative gets itself. With everything that the import takes, contacts and numbers too; imported again it changes nothing. UTF-8 with a byte order mark.`,
  query: z.strictObject({
    region: regionCodeSchema.optional(),
    separator: z
      .enum(Object.keys(separators) as [Separator])
      .default('comma')
      .meta({ description: '`semicolon` for an Excel with Indonesian regional settings' }),
  }),
  answers: { status: 200, form: 'text/csv', schema: z.undefined(), description: 'The list' },
});

/** Cooperatives that are asked for at once. */
const ONE_QUERY = 500;

/** Routes of the export on `router`. */
export function exporting(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, exportCooperatives, async (ask) => {
    checkFilters({ region: ask.query.region });
    const found = await asked(deps.table, ask, ask.query.region);
    const name = fileName('csv', 'koperasi', ask.query.region ?? ask.caller.region ?? '');
    return { file: { name, content: csvOf(exportRows(found), ask.query.separator) } };
  });
}

async function asked(
  table: Table,
  ask: Ask<unknown, unknown, unknown>,
  region: string | undefined,
): Promise<Cooperative[]> {
  const { role, organizationId } = ask.caller;
  if (role === 'cooperative') {
    ask.permit({});
    const own = organizationId === undefined ? undefined : await readCooperative(table, organizationId);
    return own ? [own.value] : [];
  }
  const place = region ?? ask.caller.region;
  if (place === undefined) throw refused('is needed');
  ask.permit({ regionCode: place });
  const found: Cooperative[] = [];
  for (let page: PageRequest = { limit: ONE_QUERY }; ;) {
    const { items, next } = await listCooperativesIn(table, place, page, ({ value }) => value);
    found.push(...items);
    if (next === null) return found;
    if (found.length + ONE_QUERY > MOST_ROWS) {
      throw refused(`has more than ${MOST_ROWS} cooperatives; name a smaller one`);
    }
    page = { limit: ONE_QUERY, after: next };
  }
}

const refused = (detail: string): Refusal =>
  new Refusal('malformed', `region ${detail}.`, [{ pointer: '#/region', detail, in: 'query' }]);
