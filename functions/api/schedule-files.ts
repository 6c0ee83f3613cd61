/** The schedule as files, over HTTP: calendars, the desk's list, day sheets and table cards to print. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { csvOf, separators, type Separator } from '../../shared/csv.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import { calendarOf } from '../../shared/events/calendar.ts';
import { deskList } from '../../shared/events/desk-list.ts';
import { eventIdSchema } from '../../shared/events/event.ts';
import { asOf, type Origins } from '../../shared/events/paper.ts';
import { organizationIdSchema } from '../../shared/events/participant.ts';
import { daySheetsOf, tableCardsOf, type Printer, type PrintJob } from '../../shared/events/print-job.ts';
import { dateOf } from '../../shared/local-time.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { fileName } from './download.ts';
import { etagOfBytes, mount, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation } from './operation.ts';
import { papersFor, type Papers } from './papers.ts';

const params = z.strictObject({ eventId: eventIdSchema });
const organizationId = organizationIdSchema.optional().meta({
  description: 'For the organizer: the party whose it is. A party is given its own',
});

const getScheduleCalendar = operation({
  id: 'getScheduleCalendar',
  method: 'get',
  path: '/v1/events/{eventId}/schedule.ics',
  tag: 'Events',
  summary: 'The calendar of one party, or of the desk (iCalendar)',
  description:
    'Ids stay, SEQUENCE grows, what is cancelled says so; hours are in UTC, so that each phone shows its own. A party gets its own once the schedule is published, the organizer all meetings or a party’s. For a calendar app that shall follow it, see `getCalendarLink`.',
  params,
  query: z.strictObject({ organizationId }),
  answers: {
    status: 200,
    form: 'text/calendar',
    schema: z.undefined(),
    description: 'The meetings',
  },
});

const getScheduleList = operation({
  id: 'getScheduleList',
  method: 'get',
  path: '/v1/events/{eventId}/schedule.csv',
  tag: 'Events',
  summary: 'The list for the desk (CSV)',
  description:
    'A line for each meeting that takes place, in the order of the day, in local hours. The organizer gets the whole list or a party’s, a party its own once it is published. UTF-8 with a byte order mark; a text that would begin a formula has an apostrophe before it.',
  params,
  query: z.strictObject({
    organizationId,
    separator: z
      .enum(Object.keys(separators) as [Separator])
      .default('comma')
      .meta({ description: '`semicolon` for an Excel with Indonesian regional settings' }),
  }),
  answers: {
    status: 200,
    form: 'text/csv',
    schema: z.undefined(),
    description: 'The list',
  },
});

const prints = ['everything', 'table-cards', 'day-sheets'] as const;

const getSchedulePrint = operation({
  id: 'getSchedulePrint',
  method: 'get',
  path: '/v1/events/{eventId}/schedule.pdf',
  tag: 'Events',
  summary: 'Table cards and day sheets to print (PDF)',
  description:
    'A4, in Indonesian: a card for each table of the hall, and a sheet for each party with its meetings. The organizer gets all of it or a party’s, a party its own once it is published.',
  params,
  query: z.strictObject({
    organizationId,
    print: z.enum(prints).default('everything').meta({ description: 'Which sheets' }),
    region: regionCodeSchema
      .optional()
      .meta({ description: 'Only sheets and cards of parties in this region' }),
  }),
  mayAnswer: [422],
  answers: {
    status: 200,
    form: 'application/pdf',
    schema: z.undefined(),
    description: 'Cards first, then the buyers’ sheets and the cooperatives’, by name',
  },
});

/** Routes of the calendar and the list on `router`. */
export function scheduleFiles(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getScheduleCalendar, async (ask) => {
    const papers = await papersFor(table, ask, ask.params.eventId, ask.query.organizationId);
    const { event, whose, meetings, titles } = papers;
    const content = calendarOf(event, whose, meetings, titles);
    return { file: { name: nameOf('ics', papers), content } };
  });

  mount(router, deps, getScheduleList, async (ask) => {
    const papers = await papersFor(table, ask, ask.params.eventId, ask.query.organizationId);
    const rows = deskList(papers.event, papers.meetings, papers.titles, originsOf(papers));
    return { file: { name: nameOf('csv', papers), content: csvOf(rows, ask.query.separator) } };
  });
}

/** What Lambda may answer, 6 MB, when the bytes are written as text. */
const LARGEST_PRINT = 4_400_000;

/**
 * The route of the print on `router`. It is apart because the PDF library is larger than the rest of the API: in AWS a function of its
 * own answers it; the other one has no `print`, and is never asked.
 */
export function schedulePrints(router: Hono, deps: EndpointDeps & { print?: Printer }): void {
  mount(router, deps, getSchedulePrint, async (ask) => {
    const { organizationId, region } = ask.query;
    checkFilters({ region });
    const papers = await papersFor(deps.table, ask, ask.params.eventId, organizationId);
    if (!deps.print) throw new Refusal('unavailable', 'This part of the service does not print.');
    const job = jobOf(papers, ask.query);
    // Drawing takes a second: who has what this job gives is told so before.
    const etag = etagOfBytes(
      JSON.stringify(job, (_, part: unknown) => (part instanceof Map ? [...part] : part)),
    );
    const content = ask.has(etag) ? '' : await deps.print(job);
    if (content.length > LARGEST_PRINT) throw tooMuchPaper(content.length);
    return { file: { name: nameOf('pdf', papers), content, etag } };
  });
}

function jobOf(
  papers: Papers,
  { print, region }: { print: (typeof prints)[number]; region?: string | undefined },
): PrintJob {
  const { event, seating, whose, parties, meetings, titles } = papers;
  const printed = (whose === undefined ? parties : [whose]).filter(
    ({ withdrawnAt, regionCode }) =>
      withdrawnAt === undefined && (region === undefined || within(regionCode, region)),
  );
  return {
    event: event.cancelledAt === undefined ? event : { ...event, name: `DIBATALKAN: ${event.name}` },
    titles,
    origins: originsOf(papers),
    asOf: asOf(event, meetings),
    tableCards: print === 'day-sheets' ? [] : tableCardsOf(printed, seating, meetings),
    daySheets: print === 'table-cards' ? [] : daySheetsOf(printed, meetings),
  };
}

const originsOf = ({ parties }: Papers): Origins =>
  new Map(parties.map(({ organizationId, regionCode }) => [organizationId, regionCode]));

function nameOf(ending: 'csv' | 'ics' | 'pdf', { event, whose }: Papers): string {
  const day = dateOf(event.startsAt, event.timeZone);
  return fileName(ending, 'jadwal', day, whose?.name ?? event.name);
}

function tooMuchPaper(bytes: number): Refusal {
  const size = `${Math.ceil(bytes / 100_000) / 10} MB`;
  return invalid([], `The print is too large for one answer (${size}): ask for one region after the other`);
}
