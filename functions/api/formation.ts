/** Formation over HTTP: one step recorded, one cooperative's steps, and the office's list of who stands where. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import {
  cooperativeWrites,
  listCooperativesIn,
  readCooperatives,
} from '../../shared/cooperatives/cooperative-store.ts';
import { invalid } from '../../shared/errors.ts';
import { formationStepInputSchema, formationStepSchema } from '../../shared/formation/formation.ts';
import {
  formationStepWrites,
  readFormation,
  readFormationStep,
} from '../../shared/formation/formation-store.ts';
import {
  formationProgressSchema,
  formationSchema,
  formationView,
  phaseSchema,
  progressOf,
} from '../../shared/formation/progress.ts';
import { recordStep } from '../../shared/formation/record-step.ts';
import { approachSchema, formationStepNameSchema } from '../../shared/formation/steps.ts';
import { fillPageAcross } from '../../shared/page.ts';
import { unlessSame } from '../../shared/patch.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';

const ofOne = { cooperativeId: cooperativeIdSchema };

const recordFormationStep = operation({
  id: 'recordFormationStep',
  method: 'put',
  path: '/v1/cooperatives/{cooperativeId}/formation/{step}',
  tag: 'Readiness',
  summary: 'Record a step of a cooperative’s formation',
  description:
    'Takes the place of what was recorded of it. The deliberation comes first, with the technical team present; a step waits for those before it, or for their verified papers. `approach` is named with the deliberation, or before it. A deliberation that is held after steps that followed the last one, and says its `date`, its `approach` and why (`reason`), begins a new round: the members’ meeting and the deed are open again, all else stands. The ETag is the cooperative’s.',
  conditional: true,
  params: z.strictObject({ ...ofOne, step: formationStepNameSchema }),
  body: formationStepInputSchema,
  answers: {
    status: 200,
    form: 'one',
    schema: formationStepSchema,
    versioned: true,
    description: 'Recorded',
  },
});

const getFormation = operation({
  id: 'getFormation',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}/formation',
  tag: 'Readiness',
  summary: 'Read how a cooperative came to be, step by step',
  params: z.strictObject(ofOne),
  answers: {
    status: 200,
    form: 'one',
    schema: formationSchema,
    versioned: true,
    derived: true,
    description: 'As of today',
  },
});

const listFormations = operation({
  id: 'listFormations',
  method: 'get',
  path: '/v1/formation',
  tag: 'Readiness',
  summary: 'List how far village cooperatives have come',
  description: 'For an office, of its region: those of villages, and others whose formation was recorded.',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema.optional(),
    overdue: flag.optional().meta({ description: 'Those with a planned step whose last day has passed' }),
    phase: phaseSchema.optional().meta({ description: 'Only those that have come so far' }),
    approach: approachSchema.optional(),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: formationProgressSchema,
    description: 'In the order of region codes',
  },
});

/** Routes of this noun on `router`. */
export function formation(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, recordFormationStep, async (ask) => {
    const { cooperativeId, step } = ask.params;
    const [before, record] = await Promise.all([
      existing(table, cooperativeId),
      readFormationStep(table, cooperativeId, step),
    ]);
    if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const { at } = ask.stamp;
    const recorded = recordStep(before.value, step, ask.body, {
      at,
      today: dayOf(ask.now, before.value.regionCode),
    });
    if (ask.body.mergedFrom !== undefined) await checkMerging(table, before.value, ask.body.mergedFrom);
    const known = record && unlessSame(record.value, recorded.step);
    const isKnown = known !== undefined && known === record?.value;
    const after = isKnown ? unlessSame(before.value, recorded.cooperative) : recorded.cooperative;
    return updated(before, after, known ?? recorded.step, () => [
      ...formationStepWrites(recorded.step, record, ask.stamp),
      ...cooperativeWrites(after, before, ask.stamp),
    ]);
  });

  mount(router, deps, getFormation, async (ask) => {
    const { cooperativeId } = ask.params;
    const [{ value, version }, records] = await Promise.all([
      existing(table, cooperativeId),
      readFormation(table, cooperativeId),
    ]);
    ask.permit(resourceOf(value));
    return { body: formationView(value, records, dayOf(ask.now, value.regionCode)), version };
  });

  mount(router, deps, listFormations, async (ask) => {
    const { region, overdue, phase, approach } = ask.query;
    checkFilters({ region });
    const keep = ({ value }: Stored<Cooperative>) => {
      if (!ask.may('getFormation', resourceOf(value))) return undefined;
      if (value.mergedInto !== undefined) return undefined;
      const isExpected = value.kind === 'village' || value.kind === 'urban-village';
      if (!isExpected && value.formation === undefined) return undefined;
      const progress = progressOf(value, dayOf(ask.now, value.regionCode));
      if (overdue !== undefined && overdue !== progress.overdue.length > 0) return undefined;
      if (phase !== undefined && phase !== progress.phase) return undefined;
      return approach === undefined || approach === progress.approach ? progress : undefined;
    };
    const page = await ask.page(overdue, phase, approach);
    const near = region ?? ask.caller.region;
    if (near !== undefined) return listCooperativesIn(table, near, page, keep);
    return fillPageAcross(provinceCodes(), page, (province, rest) =>
      listCooperativesIn(table, province, rest, keep),
    );
  });
}

/** Refuses cooperatives that cannot merge into one: unknown, of another province, holdings, merged elsewhere, or itself. */
async function checkMerging(table: Table, into: Cooperative, ids: readonly string[]): Promise<void> {
  const found = await readCooperatives(table, ids);
  for (const [at, id] of ids.entries()) {
    const why = ids.indexOf(id) < at ? 'is named twice' : whyNotInto(into, found[at]?.value);
    if (why !== undefined) throw invalid(['mergedFrom', at], why);
  }
}

function whyNotInto(into: Cooperative, other: Cooperative | undefined): string | undefined {
  if (other === undefined) return 'is not the id of a cooperative';
  if (other.id === into.id) return 'is this cooperative itself';
  if (other.regionCode.slice(0, 2) !== into.regionCode.slice(0, 2)) return 'lies in another province';
  if (other.kind === 'holding') return 'is a holding, whose members would belong to nobody';
  const isElsewhere = other.mergedInto !== undefined && other.mergedInto.cooperativeId !== into.id;
  return isElsewhere ? 'has merged into another one' : undefined;
}
