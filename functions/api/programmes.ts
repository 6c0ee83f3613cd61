/** Programmes over HTTP: set up, list, read, issue guidelines. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { invalid } from '../../shared/errors.ts';
import {
  appliesIn,
  guidelinesInputSchema,
  guidelineStateSchema,
  issueGuidelines as issued,
  programmeIdSchema,
  programmeInputSchema,
  programmeSchema,
  setUpProgramme,
  type Programme,
} from '../../shared/programmes/programme.ts';
import {
  listProgrammes as listStored,
  programmeWrites,
  readProgramme,
} from '../../shared/programmes/programme-store.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { operation, pageFields } from './operation.ts';

const path = { programmeId: programmeIdSchema };
const one = { form: 'one', schema: programmeSchema, versioned: true } as const;

const createProgramme = operation({
  id: 'createProgramme',
  method: 'post',
  path: '/v1/programmes',
  tag: 'Programmes',
  summary: 'Set up a programme, an umbrella of offers',
  description: 'By an office for regions of its own; a programme for the whole country by an admin.',
  idempotent: true,
  body: programmeInputSchema,
  answers: { ...one, status: 201, description: 'Set up' },
});

const listProgrammes = operation({
  id: 'listProgrammes',
  method: 'get',
  path: '/v1/programmes',
  tag: 'Programmes',
  summary: 'List programmes by region, guidelines or name',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema.optional().meta({ description: 'Those that apply in any part of this region' }),
    guidelines: guidelineStateSchema.optional(),
    q: line(100).optional().meta({ description: 'Part of the name' }),
  }),
  answers: { status: 200, form: 'list', schema: programmeSchema, description: 'The newest first' },
});

const getProgramme = operation({
  id: 'getProgramme',
  method: 'get',
  path: '/v1/programmes/{programmeId}',
  tag: 'Programmes',
  summary: 'Read a programme',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The programme' },
});

const issueGuidelines = operation({
  id: 'issueGuidelines',
  method: 'post',
  path: '/v1/programmes/{programmeId}/guidelines',
  tag: 'Programmes',
  summary: 'Issue the guidelines (juknis) of a programme',
  description:
    'Releases whatever waits for them, at once, and tells both sides of each; `effectiveFrom` is kept for people to read. The same paper again changes nothing; a newer paper takes the place of the one in force; an older one, or one number with other dates, is a 409.',
  conditional: true,
  params: z.strictObject(path),
  body: guidelinesInputSchema,
  answers: { ...one, status: 200, description: 'With the guidelines in force' },
});

/** Routes of this noun on `router`. */
export function programmes(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createProgramme, async (ask) => {
    if (ask.caller.role === 'organizer' && ask.body.regions === undefined) {
      throw invalid(
        ['regions'],
        'name regions of your office; a national programme is for an admin to set up',
      );
    }
    permitAll(ask, ask.body.regions);
    const programme = setUpProgramme(ask.newId('prog'), ask.body, ask.stamp.at);
    return {
      body: programme,
      version: 1,
      location: `/v1/programmes/${programme.id}`,
      writes: programmeWrites(programme, undefined, ask.stamp),
    };
  });

  mount(router, deps, listProgrammes, async (ask) => {
    const { region, guidelines, q } = ask.query;
    checkFilters({ region });
    const isNamed = textHolds(q);
    return listStored(table, await ask.page(region, guidelines, q), ({ value }) => {
      if (region !== undefined && !appliesIn(value, region)) return undefined;
      if (guidelines !== undefined && value.guidelines !== guidelines) return undefined;
      return isNamed(value.name) ? value : undefined;
    });
  });

  mount(router, deps, getProgramme, async (ask) => {
    const { value, version } = await existing(table, ask.params.programmeId);
    return { body: value, version };
  });

  mount(router, deps, issueGuidelines, async (ask) => {
    const before = await existing(table, ask.params.programmeId);
    permitAll(ask, before.value.regions);
    ask.expectVersion(before.version);
    const after = issued(before.value, ask.body, ask.stamp.at);
    if (after === before.value) return { body: after, version: before.version };
    return {
      body: after,
      version: before.version + 1,
      writes: programmeWrites(after, before, ask.stamp),
    };
  });
}

/** An office acts on a programme when all its regions are its own; a national programme is no office's. */
function permitAll(ask: Ask<unknown, unknown, unknown>, regions: Programme['regions']): void {
  for (const regionCode of regions ?? [undefined]) {
    ask.permit(regionCode === undefined ? {} : { regionCode });
  }
}

/** Reads a programme or refuses (404). One round trip. */
async function existing(table: Table, id: string): Promise<Stored<Programme>> {
  const stored = await readProgramme(table, id);
  if (!stored) throw notFound();
  return stored;
}
