/** Quality checks over HTTP: what a holding or an office found when it looked at what a village supplies. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { holdingOn } from '../../shared/holdings/membership.ts';
import { listOffers } from '../../shared/offers/offer-store.ts';
import { potentialIdSchema, type Potential } from '../../shared/potentials/potential.ts';
import { potentialWrites, readPotential } from '../../shared/potentials/potential-store.ts';
import {
  checkQuality,
  qualityCheckInputSchema,
  qualityCheckSchema,
  viewCheck,
  withCheck,
  type Checker,
} from '../../shared/potentials/quality-check.ts';
import {
  listQualityChecks as listStored,
  qualityCheckWrite,
} from '../../shared/potentials/quality-check-store.ts';
import { regionByCode } from '../../shared/regions/regions.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = '/v1/potentials/{potentialId}/quality-checks';
const params = z.strictObject({ potentialId: potentialIdSchema });

const createQualityCheck = operation({
  id: 'createQualityCheck',
  method: 'post',
  path,
  tag: 'Potentials',
  summary: 'Record a quality check of a potential',
  description:
    'By the holding that its cooperative was a member of on that day and still is, or by its office. The latest check tells whether an offer that requires a pass is open to it. Who also buys such goods must state what it measured, and where that is proven.',
  idempotent: true,
  params,
  body: qualityCheckInputSchema,
  answers: { status: 201, form: 'one', schema: qualityCheckSchema, description: 'Recorded' },
});

const listQualityChecks = operation({
  id: 'listQualityChecks',
  method: 'get',
  path,
  tag: 'Potentials',
  summary: 'List the quality checks of a potential',
  description: 'Evidence and notes are for the seller, for who checked and for their office.',
  params,
  query: z.strictObject(pageFields),
  answers: { status: 200, form: 'list', schema: qualityCheckSchema, description: 'The latest entry first' },
});

/** Routes of this noun on `router`. */
export function qualityChecks(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createQualityCheck, async (ask) => {
    const { stored, supplier } = await existing(table, ask, ask.params.potentialId);
    const today = dayOf(ask.now, supplier.regionCode);
    ask.permit(checkedBy(supplier, [ask.body.checkedOn ?? today, today]));
    const checker = await checkerOf(table, ask, stored.value.commodity);
    const at = ask.stamp.at;
    const check = checkQuality(ask.newId('chk'), stored.value, ask.body, checker, { at, today });
    return {
      body: viewCheck(check, today, true),
      location: path.replace('{potentialId}', check.potentialId),
      writes: [
        qualityCheckWrite(check, ask.stamp),
        // Written with it even when an older check changes nothing, so that no two checks pass each other by.
        ...potentialWrites(withCheck(stored.value, check), stored, ask.stamp),
      ],
    };
  });

  mount(router, deps, listQualityChecks, async (ask) => {
    const { potentialId } = ask.params;
    const { supplier } = await existing(table, ask, potentialId);
    ask.permit(resourceOf(supplier));
    const today = dayOf(ask.now, supplier.regionCode);
    const isKeeper = ask.may('updatePotential', resourceOf(supplier));
    return listStored(table, potentialId, await ask.page(), (check) => {
      const { organizationId } = check.checkedBy;
      const isChecker = organizationId !== undefined && organizationId === ask.caller.organizationId;
      return viewCheck(check, today, isKeeper || isChecker);
    });
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** A potential with its cooperative, or a refusal (404) that does not tell a removed from a hidden one. Two round trips. */
async function existing(
  table: Table,
  ask: AnyAsk,
  id: string,
): Promise<{ stored: Stored<Potential>; supplier: Cooperative }> {
  const stored = await readPotential(table, id);
  const supplier = stored && (await readCooperative(table, stored.value.cooperativeId))?.value;
  if (!stored || !supplier || !ask.may('getPotential', resourceOf(supplier))) throw notFound();
  return { stored, supplier };
}

/** What a check acts on: the cooperative's holding, if it was and is the same on all of these days, and the place of its office. */
function checkedBy(supplier: Cooperative, days: readonly string[]): Resource {
  const holdings = new Set(days.map((day) => holdingOn(supplier, day)));
  const [only] = holdings;
  const owners = holdings.size === 1 && only !== undefined ? [only] : [];
  return { ...resourceOf(supplier), owners };
}

/** Who asks, by its name, and whether it has an offer to buy such goods. At most three round trips, two of them in turn. */
async function checkerOf(table: Table, ask: AnyAsk, commodity: string): Promise<Checker> {
  const { organizationId, region } = ask.caller;
  if (organizationId === undefined) {
    const place = region === undefined ? undefined : regionByCode(region)?.name;
    return { name: place === undefined ? 'Admin' : `Dinas ${place}`, buys: false };
  }
  const page = { limit: 1, isFiltered: true };
  const [organization, bought] = await Promise.all([
    readCooperative(table, organizationId),
    listOffers(table, { buyerId: organizationId }, page, ({ value }) =>
      value.scheme === 'purchase' && value.commodity === commodity ? value.id : undefined,
    ),
  ]);
  const name = organization?.value.name ?? organizationId;
  return { organizationId, name, buys: bought.items.length > 0 };
}
