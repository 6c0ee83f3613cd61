/** Cooperatives over HTTP: register, list, read, change, verify. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { lastActive } from '../../shared/cooperatives/activity.ts';
import {
  changeCooperative,
  cooperativeChangeSchema,
  cooperativeIdSchema,
  cooperativeInputSchema,
  cooperativeSchema,
  foundCooperative,
  verificationSchema,
  verifyCooperative as verified,
  viewCooperative,
  type Cooperative,
} from '../../shared/cooperatives/cooperative.ts';
import {
  cooperativeWrites,
  everyCooperativeIn,
  listCooperativesIn,
  listMembers,
  readCooperative,
  readCooperatives,
} from '../../shared/cooperatives/cooperative-store.ts';
import { isSameCooperative, placeAndName } from '../../shared/cooperatives/same-cooperative.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import { joined } from '../../shared/holdings/membership.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import { fillPageAcross } from '../../shared/page.ts';
import { listSuppliersOf } from '../../shared/potentials/potential-store.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { within } from '../../shared/regions/region-code.ts';
import { activityOn, activityStates } from '../../shared/readiness/readiness.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Stored } from '../../shared/stored.ts';
import { registrationKey } from '../../shared/table/keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { cooperativeId: cooperativeIdSchema };
const one = { form: 'one', schema: cooperativeSchema, versioned: true } as const;

const createCooperative = operation({
  id: 'createCooperative',
  method: 'post',
  path: '/v1/cooperatives',
  tag: 'Cooperatives',
  summary: 'Register a cooperative',
  description:
    'By an officer who has no organization yet, or by the office of the region. It waits for verification; later tokens of its officers name the new id as `organization`. An officer who registers one that stands already, by place and name, has a 409 that names it.',
  idempotent: true,
  body: cooperativeInputSchema,
  bodyExample: { name: 'KDMP Bulukerto', kind: 'village', regionCode: '35.79.02.2008', nib: '1234567890123' },
  answers: { ...one, status: 201, description: 'Registered' },
});

const listCooperatives = operation({
  id: 'listCooperatives',
  method: 'get',
  path: '/v1/cooperatives',
  tag: 'Cooperatives',
  summary: 'List cooperatives by region, holding, verification, commodity or name',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema
      .optional()
      .meta({ description: 'Region code of any level: all that lies in it' }),
    holding: cooperativeIdSchema.optional(),
    verified: flag
      .optional()
      .meta({ description: 'Only those that their office has verified, or only the others' }),
    commodity: commodityCodeSchema
      .optional()
      .meta({ description: 'Those that have a potential of this commodity' }),
    q: line(100).optional().meta({ description: 'Part of the name' }),
    pilot: flag.optional().meta({ description: 'Only pilots, or only the others' }),
    activity: z.enum(activityStates).optional().meta({
      description:
        'quiet after 90 days without a sign of life, dormant after 365; of an office, in its region',
    }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: cooperativeSchema,
    description: 'In the order of region codes',
  },
});

const getCooperative = operation({
  id: 'getCooperative',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}',
  tag: 'Cooperatives',
  summary: 'Read a cooperative',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The cooperative' },
});

const updateCooperative = operation({
  id: 'updateCooperative',
  method: 'patch',
  path: '/v1/cooperatives/{cooperativeId}',
  tag: 'Cooperatives',
  summary: 'Change a cooperative',
  description:
    'What is left out stays; null removes. A changed number waits for verification again, and so does a cooperative that gives itself another name.',
  conditional: true,
  params: z.strictObject(path),
  body: cooperativeChangeSchema,
  bodyExample: { memberCount: 240 },
  answers: { ...one, status: 200, description: 'As it is now' },
});

const verifyCooperative = operation({
  id: 'verifyCooperative',
  method: 'post',
  path: '/v1/cooperatives/{cooperativeId}/verification',
  tag: 'Cooperatives',
  summary: 'Approve or reject a cooperative of the own region',
  conditional: true,
  params: z.strictObject(path),
  body: verificationSchema,
  bodyExample: { status: 'verified' },
  answers: { ...one, status: 200, description: 'As it is now' },
});

/** Routes of this noun on `router`. */
export function cooperatives(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createCooperative, async (ask) => {
    ask.permit({ regionCode: ask.body.regionCode });
    const entered = foundCooperative(ask.newId('coop'), ask.body, ask.stamp.at);
    // An office knows what it does, and a spreadsheet's rows find what is stored.
    const hold = ask.caller.role === 'cooperative' ? await registration(table, entered, ask.now) : [];
    const founded = await inHolding(table, ask, entered);
    return {
      body: viewCooperative(founded, true),
      version: 1,
      location: `/v1/cooperatives/${founded.id}`,
      writes: [...cooperativeWrites(founded, undefined, ask.stamp), ...hold],
    };
  });

  mount(router, deps, listCooperatives, async (ask) => {
    const { holding, commodity, q, verified, pilot, activity } = ask.query;
    // Whom to call on is a question of one's own region.
    const region = ask.query.region ?? (activity === undefined ? undefined : ask.caller.region);
    const today = dayOf(ask.now);
    checkFilters({ commodity, region });
    const isNamed = textHolds(q);
    const keep = ({ value }: Stored<Cooperative>) => {
      if (!ask.may('getCooperative', resourceOf(value))) return undefined;
      if (region !== undefined && !within(value.regionCode, region)) return undefined;
      if (holding !== undefined && value.holdingId !== holding) return undefined;
      if (verified !== undefined && verified !== (value.verification.status === 'verified')) return undefined;
      if (pilot !== undefined && pilot !== (value.pilot !== undefined)) return undefined;
      if (activity !== undefined && activity !== activityOn(lastActive(value), today)) return undefined;
      if (!isNamed(value.name)) return undefined;
      return shown(ask, value);
    };
    const page = await ask.page(verified, q, pilot, activity, holding && (commodity ?? region));
    if (commodity !== undefined) {
      const read = (ids: string[]) => readCooperatives(table, ids);
      return listSuppliersOf(table, { commodity, region }, page, read, keep);
    }
    if (holding !== undefined) return listMembers(table, holding, page, keep);
    if (region !== undefined) return listCooperativesIn(table, region, page, keep);
    return fillPageAcross(provinceCodes(), page, (province, rest) =>
      listCooperativesIn(table, province, rest, keep),
    );
  });

  mount(router, deps, getCooperative, async (ask) => {
    const { value, version } = await existing(table, ask.params.cooperativeId);
    ask.permit(resourceOf(value));
    return { body: shown(ask, value), version };
  });

  mount(router, deps, updateCooperative, async (ask) => {
    const before = await existing(table, ask.params.cooperativeId);
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    ensureNotMergedAway(before.value);
    const byOffice = ask.may('verifyCooperative', resourceOf(before.value));
    const changed = changeCooperative(before.value, ask.body, byOffice, ask.stamp.at);
    const isMoved = changed.holdingId !== before.value.holdingId;
    const after = isMoved ? await inHolding(table, ask, changed) : changed;
    return updated(before, after, viewCooperative(after, true), () =>
      cooperativeWrites(after, before, ask.stamp),
    );
  });

  mount(router, deps, verifyCooperative, async (ask) => {
    const before = await existing(table, ask.params.cooperativeId);
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const after = verified(before.value, ask.body, ask.stamp.at);
    return updated(before, after, viewCooperative(after, true), () =>
      cooperativeWrites(after, before, ask.stamp),
    );
  });
}

/** Longer than an index lags behind, and than two taps on a phone with a weak signal lie apart. */
const HELD_SECONDS = 120;

/**
 * What to write so that nobody registers the same cooperative at the same moment. Refuses (409) one that stands already, and names it.
 * One round trip, two for a second tap.
 */
async function registration(table: Table, entered: Cooperative, now: Date): Promise<Action[]> {
  const key = registrationKey(placeAndName(entered));
  const [held, listed] = await Promise.all([
    table.get(key),
    everyCooperativeIn(table, `${entered.regionCode}#`),
  ]);
  const just = held && (await readCooperative(table, held['holderId'] as string));
  const same = [just, ...listed].find((stored) => stored && isSameCooperative(stored.value, entered))?.value;
  if (same !== undefined) {
    const detail = `is registered in this place already, as ${same.id}; change that one, or give a name or a number that tells this one apart`;
    throw new Refusal('conflict', `${same.name} ${detail}.`, [{ pointer: '#/name', detail, in: 'body' }]);
  }
  if (held) return [];
  const expiresAt = Math.floor(now.getTime() / 1000) + HELD_SECONDS;
  return [{ do: 'put', item: { ...key, holderId: entered.id, expiresAt }, when: { is: 'absent' } }];
}

/** What the policy needs to know of a cooperative. A rejected one is nobody else's business. */
export function resourceOf(cooperative: Cooperative): Resource {
  return {
    owners: [cooperative.id],
    regionCode: cooperative.regionCode,
    open: cooperative.verification.status !== 'rejected',
  };
}

/** Reads a cooperative or refuses (404). One round trip. */
export async function existing(table: Table, id: string): Promise<Stored<Cooperative>> {
  const stored = await readCooperative(table, id);
  if (!stored) throw notFound();
  return stored;
}

function shown(ask: Ask<unknown, unknown, unknown>, cooperative: Cooperative) {
  return viewCooperative(cooperative, ask.may('updateCooperative', resourceOf(cooperative)));
}

/**
 * A cooperative that joins the holding it names, confirmed at once when the caller keeps the holding too. Refuses (422) what is no
 * holding, and itself. One round trip.
 */
async function inHolding(
  table: Table,
  ask: Ask<unknown, unknown, unknown>,
  cooperative: Cooperative,
): Promise<Cooperative> {
  const { id, holdingId } = cooperative;
  if (holdingId === undefined) return cooperative;
  const holding = (await readCooperative(table, holdingId))?.value;
  if (holding?.kind !== 'holding' || holding.id === id) {
    throw invalid(['holdingId'], 'is not the id of a holding');
  }
  const forHolding = ask.may('updateCooperative', resourceOf(holding));
  return joined(
    cooperative,
    holdingId,
    {},
    { forMember: true, forHolding },
    dayOf(ask.now, cooperative.regionCode),
  );
}
