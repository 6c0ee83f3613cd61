/** What came of an event, over HTTP: as JSON for programs and as CSV for the office's spreadsheet. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { csvOf, separators, type Separator } from '../../shared/csv.ts';
import { eventIdSchema } from '../../shared/events/event.ts';
import { reportOf, reportSchema } from '../../shared/events/report.ts';
import { rowsOf } from '../../shared/events/report-rows.ts';
import { readKept } from '../../shared/events/report-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { fileName } from './download.ts';
import { mount, type Ask, type EndpointDeps } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { operation } from './operation.ts';

const params = z.strictObject({ eventId: eventIdSchema });

const getEventReport = operation({
  id: 'getEventReport',
  method: 'get',
  path: '/v1/events/{eventId}/report',
  tag: 'Events',
  summary: 'Report what came of an event',
  description:
    'For its office: who came, meetings planned, held and missed, what was signed and what is expected by sector, buyer and direction, who met nobody and why, follow-ups. The other kinds than business matching have attendance and follow-ups.',
  params,
  answers: { status: 200, form: 'one', schema: reportSchema, derived: true, description: 'As it stands now' },
});

const getEventReportTable = operation({
  id: 'getEventReportTable',
  method: 'get',
  path: '/v1/events/{eventId}/report.csv',
  tag: 'Events',
  summary: 'The report for a spreadsheet (CSV)',
  description: 'The same figures, one a row, and a row for whoever met nobody. UTF-8 with a byte order mark.',
  params,
  query: z.strictObject({
    separator: z
      .enum(Object.keys(separators) as [Separator])
      .default('comma')
      .meta({ description: '`semicolon` for an Excel with Indonesian regional settings' }),
  }),
  answers: { status: 200, form: 'text/csv', schema: z.undefined(), description: 'The report' },
});

/** Routes of the report on `router`. */
export function eventReport(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getEventReport, async (ask) => ({
    body: await reportFor(table, ask, ask.params.eventId),
  }));

  mount(router, deps, getEventReportTable, async (ask) => {
    const report = await reportFor(table, ask, ask.params.eventId);
    const name = fileName('csv', 'laporan', report.name);
    return { file: { name, content: csvOf(rowsOf(report), ask.query.separator) } };
  });
}

async function reportFor(table: Table, ask: Ask<unknown, unknown, unknown>, eventId: string) {
  const { event, resource } = await existingEvent(table, ask, eventId);
  ask.permit(resource);
  return reportOf(await readKept(table, event.value), ask.now);
}
