/** The audit trail over HTTP: who changed what, from what to what, for those whose it is. */
import type { Hono } from 'hono';
import * as z from 'zod';
import {
  auditEntrySchema,
  auditKinds,
  idsBetween,
  viewEntry,
  type AuditEntry,
  type AuditEntryView,
} from '../../shared/audit/audit-entry.ts';
import { listTrail, listTrailOfAll, type TrailWanted } from '../../shared/audit/audit-store.ts';
import { endOf } from '../../shared/clock.ts';
import { dateSchema } from '../../shared/credentials/credential.ts';
import { Refusal } from '../../shared/errors.ts';
import { organizationIdSchema } from '../../shared/events/participant.ts';
import { organizationKey } from '../../shared/offers/offer-store.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { within } from '../../shared/regions/region-code.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { storedFrom } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, pageFields } from './operation.ts';
import { knowsPerson } from './policy.ts';

const listAudit = operation({
  id: 'listAudit',
  method: 'get',
  path: '/v1/audit',
  tag: 'Audit',
  summary: 'List who changed what',
  description:
    'The newest first, kept for five years. An organization is given what was done to its own things, an office what was done in its region. People are named to their own organization or office and to admins; of the acts of others it is told for whom they were done. A change shows here some moments after it was made.',
  query: z.strictObject({
    ...pageFields,
    thing: z
      .string()
      .regex(/^[a-z]+_[0-9a-z-]{1,64}$/, 'takes the id of a thing, such as off_0199…')
      .optional()
      .meta({
        description:
          'Of one thing and its parts: claims are below their partnership, all of an event below it',
        example: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      }),
    part: z.string().min(1).max(100).optional().meta({ description: 'With `thing`: of one part of it' }),
    kind: z.enum(auditKinds).optional().meta({ description: 'Of things of one kind' }),
    organization: organizationIdSchema
      .optional()
      .meta({ description: 'Of what is an organization’s; the own one when nothing is said' }),
    region: regionCodeSchema
      .optional()
      .meta({ description: 'Of what lies in a region; the own one for an office when nothing is said' }),
    by: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Acts of one person (`person_…`), where they are named' }),
    from: dateSchema.optional().meta({ description: 'Acts of this day (WIB) or later' }),
    to: dateSchema.optional().meta({ description: 'Acts of this day (WIB) or earlier' }),
  }),
  answers: { status: 200, form: 'list', schema: auditEntrySchema, description: 'Entries of the trail' },
});

/** Routes of the audit trail on `router`. */
export function audit(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, listAudit, async (ask) => {
    const { thing, part, kind, by, from, to } = ask.query;
    const { organizationId, region: ownRegion } = ask.caller;
    if (part !== undefined && thing === undefined)
      throw refused('part', 'goes with thing: name the thing too');
    // An organization is given its own, an office its region, unless they ask for something narrower.
    const organization = ask.query.organization ?? (thing === undefined ? organizationId : undefined);
    const isNarrow = thing !== undefined || ask.query.organization !== undefined;
    const region = ask.query.region ?? (isNarrow ? undefined : ownRegion);
    checkFilters({ region });
    const owners = [organization ?? organizationId ?? []].flat();
    const place =
      ask.query.organization !== undefined && ownRegion !== undefined
        ? await regionOf(table, ask.query.organization)
        : (region ?? ownRegion);
    ask.permit({ owners, ...(place !== undefined && { regionCode: place }) });

    const keep = (entry: AuditEntry): AuditEntryView | undefined => {
      const { organizationIds: owners, regionCodes: regionCode } = entry;
      if (!ask.may('listAudit', { owners, regionCode })) return undefined;
      if (kind !== undefined && entry.thing.kind !== kind) return undefined;
      if (part !== undefined && entry.thing.part !== part) return undefined;
      if (organization !== undefined && !owners.includes(organization)) return undefined;
      if (region !== undefined && !regionCode.some((code) => within(code, region))) return undefined;
      const view = viewEntry(entry, knowsPerson(ask.caller, entry.by));
      // Who is not named is not found either.
      return by === undefined || view.by.person === by ? view : undefined;
    };
    const between = idsBetween(
      from === undefined ? undefined : new Date(`${from}T00:00:00+07:00`),
      to === undefined ? undefined : endOf(to),
    );
    const isDeeper = region !== undefined && region.length > 2;
    const page = await ask.page(kind, part, by, ...(isDeeper ? [region] : []));
    const wanted = placeWanted(thing, organization, region);
    return wanted === undefined
      ? listTrailOfAll(table, provinceCodes(), between, page, keep)
      : listTrail(table, wanted, between, page, keep);
  });
}

/** Where an organization lies, by which its office is told; undefined for none that there is. One round trip. */
async function regionOf(table: Table, organizationId: string): Promise<string | undefined> {
  const item = await table.get(organizationKey(organizationId));
  return storedFrom<{ regionCode: string }>(item)?.value.regionCode;
}

/** Where to look: in the narrowest of what was named. */
function placeWanted(
  thing: string | undefined,
  organizationId: string | undefined,
  region: string | undefined,
): TrailWanted | undefined {
  if (thing !== undefined) return { thing };
  if (organizationId !== undefined) return { organizationId };
  return region === undefined ? undefined : { province: region.slice(0, 2) };
}

const refused = (name: string, detail: string): Refusal =>
  new Refusal('malformed', `${name}: ${detail}.`, [{ pointer: `#/${name}`, detail, in: 'query' }]);
