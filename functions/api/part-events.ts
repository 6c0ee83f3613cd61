/** Events: who takes part, who meets whom, the day itself and what came of it. */
import type { Hono } from 'hono';
import type { Printer } from '../../shared/events/print-job.ts';
import { absences } from './absences.ts';
import { brokering } from './brokering.ts';
import { calendarLinks } from './calendar-links.ts';
import type { EndpointDeps } from './endpoint.ts';
import { eventReport } from './event-report.ts';
import { events } from './events.ts';
import { followUps } from './follow-ups.ts';
import { invitations } from './invitations.ts';
import { meetings } from './meetings.ts';
import { outcomes } from './outcomes.ts';
import { participantImport } from './participant-import.ts';
import { participants } from './participants.ts';
import { scheduleFiles, schedulePrints } from './schedule-files.ts';
import { schedule } from './schedule.ts';
import { walkIns } from './walk-ins.ts';

/** Routes of the part on `app`. */
export function eventsPart(app: Hono, deps: EndpointDeps & { print?: Printer }): void {
  events(app, deps);
  invitations(app, deps);
  participantImport(app, deps);
  participants(app, deps);
  followUps(app, deps);
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
}
