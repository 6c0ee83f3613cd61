/** Cooperatives and their holdings: what they are, how they are founded, trained and made ready. */
import type { Hono } from 'hono';
import { confirmations } from './confirmations.ts';
import { cooperatives } from './cooperatives.ts';
import { credentials } from './credentials.ts';
import type { EndpointDeps } from './endpoint.ts';
import { exporting } from './export.ts';
import { formation } from './formation.ts';
import { holdings } from './holdings.ts';
import { importing } from './import.ts';
import { members } from './members.ts';
import { mentoring } from './mentoring.ts';
import { microsites, ownMicrosites } from './microsites.ts';
import { mergers } from './merger.ts';
import { pilots } from './pilots.ts';
import { potentialMaps } from './potential-map.ts';
import { readiness } from './readiness.ts';

/** Routes of the part on `app`. */
export function cooperativesPart(app: Hono, deps: EndpointDeps): void {
  importing(app, deps);
  exporting(app, deps);
  cooperatives(app, deps);
  confirmations(app, deps);
  credentials(app, deps);
  members(app, deps);
  holdings(app, deps);
  readiness(app, deps);
  formation(app, deps);
  mentoring(app, deps);
  pilots(app, deps);
  mergers(app, deps);
  ownMicrosites(app, deps);
  microsites(app, deps);
  potentialMaps(app, deps);
}
