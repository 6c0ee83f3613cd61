/** Reports over HTTP: made from totals, as JSON for programs and as CSV for an office's spreadsheet. */
import type { Hono } from 'hono';
import { csvOf, type Separator } from '../../shared/csv.ts';
import { statusOf } from '../../shared/offers/offer-state.ts';
import { readSettings } from '../../shared/offers/offer-store.ts';
import { partnersIn } from '../../shared/partnerships/partnership-store.ts';
import { COVERAGE, cooperativesIn } from '../../shared/reports/coverage.ts';
import { coverageReport, coverageRows } from '../../shared/reports/coverage-report.ts';
import { FORMATION, formationReport, formationRows } from '../../shared/reports/formation.ts';
import { localSpendingReport, localSpendingRows, SPENDING } from '../../shared/reports/local-spending.ts';
import { PIPELINE, pipelineReport, pipelineRows } from '../../shared/reports/pipeline.ts';
import { PROMISES } from '../../shared/reports/promises.ts';
import { promisesReport, promisesRows } from '../../shared/reports/promises-report.ts';
import { READINESS, readinessReport, readinessRows } from '../../shared/reports/readiness-report.ts';
import type { Row, ScopeFields } from '../../shared/reports/scope.ts';
import {
  TURNOVER,
  TURNOVER_OF_HOLDING,
  TURNOVER_OF_ONE,
  turnoverReport,
  turnoverRows,
} from '../../shared/reports/turnover.ts';
import {
  CLAIMS,
  DEMAND,
  demandIn,
  unmetDemandReport,
  unmetDemandRows,
} from '../../shared/reports/unmet-demand.ts';
import { partnersKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { readTotals } from '../../shared/totals/total-store.ts';
import { fileName } from './download.ts';
import { mount, type Answer, type Ask, type EndpointDeps } from './endpoint.ts';
import {
  getCoverageReport,
  getFormationReport,
  getLocalSpendingReport,
  getPipelineReport,
  getPromisesReport,
  getReadinessReport,
  getTurnoverReport,
  getUnmetDemandReport,
} from './report-operations.ts';
import {
  monthsOf,
  officesIn,
  onlyOneOf,
  regionsOf,
  scopeOf,
  totalsIn,
  totalsOfMembers,
  totalsOverYears,
  yearsOf,
  type Scope,
} from './report-scope.ts';

/** Routes of the reports on `router`. */
export function reports(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getPipelineReport, async (ask) => {
    const scope = await scopeOf(table, ask);
    const report = pipelineReport(scope.fields, ask.query, await pipelineCounts(table, scope));
    return inForm(ask, 'kemitraan', report, pipelineRows);
  });

  mount(router, deps, getTurnoverReport, async (ask) => {
    const scope = await scopeOf(table, ask, 'district');
    const months = monthsOf(ask.query, scope.fields.asOf);
    const report = turnoverReport(scope.fields, months, await turnoverTotals(table, scope, yearsOf(months)));
    return inForm(ask, 'perdagangan', report, turnoverRows);
  });

  mount(router, deps, getReadinessReport, async (ask) => {
    const scope = await scopeOf(table, ask);
    const totals = await totalsOfCooperatives(table, READINESS, scope);
    return inForm(ask, 'kesiapan', readinessReport(scope.fields, ask.query.most, totals), readinessRows);
  });

  mount(router, deps, getFormationReport, async (ask) => {
    const scope = await scopeOf(table, ask, 'district');
    const regions = regionsOf(scope);
    const [totals, places] = await Promise.all([
      totalsIn(table, FORMATION, scope.fields.region),
      totalsIn(table, COVERAGE, scope.fields.region),
    ]);
    const report = formationReport(scope.fields, regions, totals, cooperativesIn(places));
    return inForm(ask, 'pembentukan', report, formationRows);
  });

  mount(router, deps, getCoverageReport, async (ask) => {
    const { unit, outlet, good } = ask.query;
    onlyOneOf({ unit, outlet, good });
    const scope = await scopeOf(table, ask);
    const totals = await totalsIn(table, COVERAGE, scope.fields.region);
    const report = coverageReport(scope.fields, regionsOf(scope), { unit, outlet, good }, totals);
    return inForm(ask, 'cakupan', report, coverageRows);
  });

  mount(router, deps, getUnmetDemandReport, async (ask) => {
    const scope = await scopeOf(table, ask);
    const months = monthsOf(ask.query, scope.fields.asOf);
    const { organizationId, region } = scope.fields;
    const [totals, claims] = await Promise.all([
      organizationId === undefined
        ? totalsIn(table, DEMAND, region)
        : readTotals(table, DEMAND, organizationId),
      organizationId === undefined ? totalsOverYears(table, CLAIMS, region, yearsOf(months)) : undefined,
    ]);
    const demands = await withPartners(table, demandIn(totals), ask.now);
    const report = unmetDemandReport(scope.fields, months, demands, claims);
    return inForm(ask, 'permintaan-belum-terpenuhi', report, unmetDemandRows);
  });

  mount(router, deps, getLocalSpendingReport, async (ask) => {
    const scope = await scopeOf(table, ask);
    const months = monthsOf(ask.query, scope.fields.asOf);
    const offices = await officesIn(table, scope);
    // An office's own figures lie where the office is.
    const place = scope.of === 'buyer' ? offices[0] && `${offices[0].regionCode}#` : scope.fields.region;
    const totals =
      scope.of === 'buyer' && place === undefined
        ? []
        : await totalsOverYears(table, SPENDING, place, yearsOf(months));
    const report = localSpendingReport(scope.fields, months, offices, totals);
    return inForm(ask, 'belanja-lokal', report, localSpendingRows);
  });

  mount(router, deps, getPromisesReport, async (ask) => {
    const scope = await scopeOf(table, ask);
    const months = monthsOf(ask.query, scope.fields.asOf);
    const totals = await totalsOfCooperatives(table, PROMISES, scope);
    return inForm(ask, 'janji', promisesReport(scope.fields, months, totals), promisesRows);
  });
}

/** Totals that lie by cooperative, or by who posted the offers. */
function totalsOfCooperatives(table: Table, total: string, scope: Scope) {
  if (scope.of === 'buyer') return readTotals(table, total, scope.buyerId);
  if (scope.of === 'members') return totalsOfMembers(table, total, scope.members);
  return totalsIn(table, total, scope.region);
}

async function pipelineCounts(table: Table, scope: Scope) {
  const [totals, places] = await Promise.all([
    totalsOfCooperatives(table, PIPELINE, scope),
    scope.of === 'region' ? totalsIn(table, COVERAGE, scope.region) : [],
  ]);
  if (scope.of === 'buyer') return { totals, cooperatives: undefined };
  if (scope.of === 'region') return { totals, cooperatives: cooperativesIn(places) };
  return {
    totals,
    cooperatives: scope.members.map(({ id, ...member }) => ({ ...member, cooperativeId: id })),
  };
}

async function turnoverTotals(table: Table, scope: Scope, years: readonly string[]) {
  const { organizationId, holding, region } = scope.fields;
  if (organizationId === undefined && holding === undefined) {
    return totalsOverYears(table, TURNOVER, region, years);
  }
  const total = holding === undefined ? TURNOVER_OF_ONE : TURNOVER_OF_HOLDING;
  const found = await Promise.all(
    years.map((year) => readTotals(table, total, `${holding ?? organizationId}#${year}`)),
  );
  return found.flat();
}

/** The open ones of these purchases, with the number of partners that each has. One round trip for every hundred. */
async function withPartners(table: Table, demands: ReturnType<typeof demandIn>, now: Date) {
  const [settings, counts] = await Promise.all([
    readSettings(table, demands),
    table.getMany(demands.map(({ id }) => partnersKey(id))),
  ]);
  return demands.flatMap((demand, at) => {
    const setting = settings[at];
    if (setting === undefined || statusOf(demand, setting, now) !== 'open') return [];
    return [{ demand, partners: partnersIn(counts[at]) }];
  });
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
