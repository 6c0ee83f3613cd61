/** Reports over HTTP: made from totals, as JSON for programs and as CSV for an office's spreadsheet. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { csvOf, type Separator } from '../../shared/csv.ts';
import { COVERAGE, cooperativesIn } from '../../shared/reports/coverage.ts';
import {
  PIPELINE,
  pipelineReport,
  pipelineReportSchema,
  pipelineRows,
} from '../../shared/reports/pipeline.ts';
import type { Row, ScopeFields } from '../../shared/reports/scope.ts';
import type { Table } from '../../shared/table/table.ts';
import { readTotals } from '../../shared/totals/total-store.ts';
import { fileName } from './download.ts';
import { mount, type Answer, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';
import type { OperationId } from './policy.ts';
import { monthsQuery, reportQuery, scopeOf, totalsIn, totalsOfMembers, type Scope } from './report-scope.ts';

/** A report's operation: the same query and the same two forms for all. */
function reporting<Q extends z.ZodType, R extends z.ZodType>(
  name: string,
  id: OperationId,
  schema: R,
  query: Q,
  summary: string,
  description: string,
) {
  return operation({
    id,
    method: 'get',
    path: `/v1/reports/${name}`,
    tag: 'Reports',
    summary,
    description,
    query,
    answers: {
      status: 200,
      form: 'one',
      alsoAs: 'text/csv',
      schema,
      derived: true,
      description: 'As it stands now; as CSV with `format=csv` or `Accept: text/csv`',
    },
  });
}

const getPipelineReport = reporting(
  'pipeline',
  'getPipelineReport',
  pipelineReportSchema,
  z.strictObject({ ...reportQuery, ...monthsQuery }),
  'Partnerships by stage and scheme, and who has none',
  'For an office its region, for a holding its members, for an organization its own. How long they have been at their stage, whose furthest stage it is, and the village cooperatives without any. The months bound what is over; declined is an answer, not a failure.',
);

/** Routes of the reports on `router`. */
export function reports(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getPipelineReport, async (ask) => {
    const scope = await scopeOf(table, ask);
    const report = pipelineReport(scope.fields, ask.query, await pipelineCounts(table, scope));
    return inForm(ask, 'kemitraan', report, pipelineRows);
  });
}

async function pipelineCounts(table: Table, scope: Scope) {
  if (scope.of === 'buyer') {
    return { totals: await readTotals(table, PIPELINE, scope.buyerId), cooperatives: undefined };
  }
  if (scope.of === 'members') {
    const cooperatives = scope.members.map(({ id, ...member }) => ({ ...member, cooperativeId: id }));
    return { totals: await totalsOfMembers(table, PIPELINE, scope.members), cooperatives };
  }
  const [totals, places] = await Promise.all([
    totalsIn(table, PIPELINE, scope.region),
    totalsIn(table, COVERAGE, scope.region),
  ]);
  return { totals, cooperatives: cooperativesIn(places) };
}

type FormQuery = { format?: 'json' | 'csv' | undefined; separator: Separator };

/** The report in the form that the caller wants. */
function inForm<T extends ScopeFields>(
  ask: Ask<unknown, FormQuery, unknown>,
  name: string,
  report: T,
  rowsOf: (report: T) => Row[],
): Answer<T> {
  const { format = ask.prefers('text/csv') ? 'csv' : 'json', separator } = ask.query;
  if (format === 'json') return { body: report };
  const { region, regionName, holding, organizationId, asOf } = report;
  const whose = regionName ?? region ?? holding ?? organizationId ?? 'indonesia';
  return {
    file: { name: fileName('csv', 'laporan', name, whose, asOf), content: csvOf(rowsOf(report), separator) },
  };
}
