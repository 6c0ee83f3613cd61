/** The whole API as one Hono app, for Lambda, for the server and for tests alike. */
import type { Hono } from 'hono';
import type { Printer } from '../../shared/events/print-job.ts';
import type { Log } from '../../shared/log.ts';
import { Market } from '../../shared/market/market.ts';
import { absences } from './absences.ts';
import { brokering } from './brokering.ts';
import { buyers } from './buyers.ts';
import { calendarLinks } from './calendar-links.ts';
import { commodities } from './commodities.ts';
import { cooperatives } from './cooperatives.ts';
import { credentials } from './credentials.ts';
import { emptyApp } from './empty-app.ts';
import type { EndpointDeps } from './endpoint.ts';
import { eventReport } from './event-report.ts';
import { events } from './events.ts';
import { followUps } from './follow-ups.ts';
import { importing } from './import.ts';
import { invitations } from './invitations.ts';
import { matches } from './matches.ts';
import { meetings } from './meetings.ts';
import { notices } from './notices.ts';
import { offers } from './offers.ts';
import { opportunities } from './opportunities.ts';
import { outcomes } from './outcomes.ts';
import { participantImport } from './participant-import.ts';
import { participants } from './participants.ts';
import { partnerships } from './partnerships.ts';
import { pooling } from './pool.ts';
import { potentials } from './potentials.ts';
import { programmes } from './programmes.ts';
import { regions } from './regions.ts';
import { schedule } from './schedule.ts';
import { scheduleFiles, schedulePrints } from './schedule-files.ts';
import { search } from './search.ts';
import { service, type DocsAssets } from './service.ts';
import { walkIns } from './walk-ins.ts';

/** `print` is left out where another function prints. */
export type AppDeps = EndpointDeps & { log: Log; docs: DocsAssets; print?: Printer };

/** Builds the app. Pure set-up: nothing is read or written before the first request. */
export function createApp(deps: AppDeps): Hono {
  const app = emptyApp(deps.log);
  service(app, deps);
  regions(app, deps);
  commodities(app, deps);
  importing(app, deps);
  cooperatives(app, deps);
  credentials(app, deps);
  potentials(app, deps);
  buyers(app, deps);
  programmes(app, deps);
  offers(app, deps);
  events(app, deps);
  invitations(app, deps);
  participantImport(app, deps);
  participants(app, deps);
  followUps(app, deps);
  partnerships(app, deps);
  notices(app, deps);
  brokering(app, deps);
  meetings(app, deps);
  outcomes(app, deps);
  eventReport(app, deps);
  absences(app, deps);
  walkIns(app, deps);
  schedule(app, deps);
  scheduleFiles(app, deps);
  schedulePrints(app, deps);
  calendarLinks(app, deps);
  const market = new Market(deps.table, deps.log);
  matches(app, { ...deps, market });
  pooling(app, { ...deps, market });
  opportunities(app, { ...deps, market });
  search(app, { ...deps, market });
  return app;
}
