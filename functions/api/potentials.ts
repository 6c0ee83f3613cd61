/** Potentials over HTTP: list, find, read, change, confirm and remove what a village can supply. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { searchCommodities } from '../../shared/commodities/search-commodities.ts';
import { dateSchema } from '../../shared/credentials/credential.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { readCooperative, readCooperatives } from '../../shared/cooperatives/cooperative-store.ts';
import { invalid } from '../../shared/errors.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import { fillPageAcross, type Page } from '../../shared/page.ts';
import { comesBy, harvestInputSchema } from '../../shared/potentials/harvest.ts';
import {
  announceHarvest as withHarvest,
  changePotential,
  confirmPotential,
  listPotential,
  potentialChangeSchema,
  potentialIdSchema,
  potentialInputSchema,
  potentialSchema,
  viewPotential,
  type Potential,
  type PotentialView,
} from '../../shared/potentials/potential.ts';
import {
  listPotentialsIn,
  listPotentialsOf,
  listPotentialsOfCommodity,
  potentialRemoval,
  potentialWrites,
  readPotential,
} from '../../shared/potentials/potential-store.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';

const path = { potentialId: potentialIdSchema };
const one = { form: 'one', schema: potentialSchema, versioned: true, derived: true } as const;

const createPotential = operation({
  id: 'createPotential',
  method: 'post',
  path: '/v1/potentials',
  tag: 'Potentials',
  summary: 'List what a cooperative can supply',
  description:
    'The commodity is a code of `/v1/commodities`; units must fit it and each other. It counts as confirmed from now.',
  idempotent: true,
  body: potentialInputSchema,
  answers: { ...one, status: 201, description: 'Listed' },
});

const listPotentials = operation({
  id: 'listPotentials',
  method: 'get',
  path: '/v1/potentials',
  tag: 'Potentials',
  summary: 'List potentials by cooperative, commodity, region or words',
  description: 'In the order of region codes; those of one cooperative in the order of their listing.',
  query: z.strictObject({
    ...pageFields,
    cooperative: cooperativeIdSchema.optional(),
    commodity: commodityCodeSchema.optional(),
    region: regionCodeSchema
      .optional()
      .meta({ description: 'Region code of any level: all that lies in it' }),
    flagship: flag
      .optional()
      .meta({ description: 'Only what its cooperative is known for, or only the rest' }),
    harvestBy: dateSchema.optional().meta({
      description: 'With a harvest announced that begins by this day and is not over',
      example: '2026-12-31',
    }),
    q: line(100).optional().meta({ description: 'Part of the title, or a name of the commodity' }),
  }),
  answers: { status: 200, form: 'list', schema: potentialSchema, description: 'What is on offer' },
});

const getPotential = operation({
  id: 'getPotential',
  method: 'get',
  path: '/v1/potentials/{potentialId}',
  tag: 'Potentials',
  summary: 'Read a potential',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The potential' },
});

const updatePotential = operation({
  id: 'updatePotential',
  method: 'patch',
  path: '/v1/potentials/{potentialId}',
  tag: 'Potentials',
  summary: 'Change a potential',
  description: 'What is left out stays; null removes. A change confirms the rest.',
  conditional: true,
  params: z.strictObject(path),
  body: potentialChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const announceHarvest = operation({
  id: 'announceHarvest',
  method: 'put',
  path: '/v1/potentials/{potentialId}/harvest',
  tag: 'Potentials',
  summary: 'Announce the next harvest',
  description:
    'In place of the one announced before. It confirms the potential and adds the months of the harvest.',
  conditional: true,
  params: z.strictObject(path),
  body: harvestInputSchema,
  answers: { ...one, status: 200, description: 'Announced' },
});

const deletePotential = operation({
  id: 'deletePotential',
  method: 'delete',
  path: '/v1/potentials/{potentialId}',
  tag: 'Potentials',
  summary: 'Remove a potential',
  conditional: true,
  params: z.strictObject(path),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'Removed' },
});

const confirmOnePotential = operation({
  id: 'confirmPotential',
  method: 'post',
  path: '/v1/potentials/{potentialId}/confirm',
  tag: 'Potentials',
  summary: 'Confirm that a potential is still true',
  description: 'One tap, no body: it is fresh again from now.',
  conditional: true,
  changedBy: 'PATCH /v1/potentials/{potentialId}',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'Fresh again' },
});

/** Routes of this noun on `router`. */
export function potentials(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createPotential, async (ask) => {
    const { cooperativeId } = ask.body;
    const supplier = (await readCooperative(table, cooperativeId))?.value;
    ask.permit(supplier ? resourceOf(supplier) : { owners: [cooperativeId], open: false });
    if (!supplier) throw invalid(['cooperativeId'], 'is not the id of a cooperative');
    ensureNotMergedAway(supplier);
    const listed = listPotential(ask.newId('pot'), ask.body, supplier, ask.stamp.at);
    return {
      body: viewPotential(listed, supplier.name, ask.now),
      version: 1,
      location: `/v1/potentials/${listed.id}`,
      writes: potentialWrites(listed, undefined, ask.stamp),
    };
  });

  mount(router, deps, listPotentials, async (ask) => {
    const { cooperative, commodity, region, flagship, harvestBy, q } = ask.query;
    checkFilters({ commodity, region });
    const asksFor = q === undefined ? undefined : wordsIn(q);
    const keep = ({ value }: Stored<Potential>) => {
      if (commodity !== undefined && value.commodity !== commodity) return undefined;
      if (region !== undefined && !within(value.regionCode, region)) return undefined;
      if (flagship !== undefined && flagship !== (value.flagship ?? false)) return undefined;
      if (harvestBy !== undefined && !comesBy(value.harvest, dayOf(ask.now, value.regionCode), harvestBy))
        return undefined;
      return asksFor === undefined || asksFor(value) ? value : undefined;
    };
    const page = await ask.page(flagship, harvestBy, q, cooperative && (commodity ?? region));
    const found =
      cooperative !== undefined
        ? await listPotentialsOf(table, cooperative, page, keep)
        : commodity !== undefined
          ? await listPotentialsOfCommodity(table, commodity, region, page, keep)
          : region !== undefined
            ? await listPotentialsIn(table, region, page, keep)
            : await fillPageAcross(provinceCodes(), page, (province, rest) =>
                listPotentialsIn(table, province, rest, keep),
              );
    return shown(table, ask, found);
  });

  mount(router, deps, getPotential, async (ask) => {
    const { stored, supplier } = await existing(table, ask, ask.params.potentialId);
    ask.permit(resourceOf(supplier));
    return { body: viewPotential(stored.value, supplier.name, ask.now), version: stored.version };
  });

  mount(router, deps, updatePotential, async (ask) => {
    const { stored, supplier } = await existing(table, ask, ask.params.potentialId);
    ask.permit(resourceOf(supplier));
    ask.expectVersion(stored.version);
    return written(ask, stored, supplier, changePotential(stored.value, ask.body, ask.stamp.at));
  });

  mount(router, deps, confirmOnePotential, async (ask) => {
    const { stored, supplier } = await existing(table, ask, ask.params.potentialId);
    ask.permit(resourceOf(supplier));
    ask.expectVersion(stored.version);
    return written(ask, stored, supplier, confirmPotential(stored.value, ask.stamp.at));
  });

  mount(router, deps, announceHarvest, async (ask) => {
    const { stored, supplier } = await existing(table, ask, ask.params.potentialId);
    ask.permit(resourceOf(supplier));
    ask.expectVersion(stored.version);
    return written(
      ask,
      stored,
      supplier,
      withHarvest(stored.value, ask.body, dayOf(ask.now, supplier.regionCode), ask.stamp.at),
    );
  });

  mount(router, deps, deletePotential, async (ask) => {
    const { stored, supplier } = await existing(table, ask, ask.params.potentialId);
    ask.permit(resourceOf(supplier));
    ask.expectVersion(stored.version);
    return { nothing: true, writes: potentialRemoval(stored, ask.stamp) };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** A potential with its cooperative, or a refusal (404) that does not tell a removed from a hidden one. Two round trips. */
async function existing(table: Table, ask: AnyAsk, id: string) {
  const stored = await readPotential(table, id);
  const supplier = stored && (await readCooperative(table, stored.value.cooperativeId))?.value;
  if (!stored || !supplier || !ask.may('getPotential', resourceOf(supplier))) throw notFound();
  return { stored, supplier };
}

function written(ask: AnyAsk, before: Stored<Potential>, supplier: Cooperative, after: Potential) {
  return updated(before, after, viewPotential(after, supplier.name, ask.now), () =>
    potentialWrites(after, before, ask.stamp),
  );
}

/** A page as this caller may see it: without the potentials of rejected cooperatives, so it may be short. One batch read. */
async function shown(table: Table, ask: AnyAsk, { items, next }: Page<Potential>) {
  const ids = [...new Set(items.map((potential) => potential.cooperativeId))];
  const suppliers = new Map((await readCooperatives(table, ids)).map((each, at) => [ids[at], each?.value]));
  const views = items.flatMap((potential): PotentialView[] => {
    const supplier = suppliers.get(potential.cooperativeId);
    if (!supplier || !ask.may('getPotential', resourceOf(supplier))) return [];
    return [viewPotential(potential, supplier.name, ask.now)];
  });
  return { items: views, next };
}

/** Below this a hit is a guess at a typing error; a list shows what was asked for, search may guess. */
const SURE_HIT = 60;

function wordsIn(q: string): (potential: Potential) => boolean {
  const isTitled = textHolds(q);
  const named = new Set(
    searchCommodities(q)
      .filter(({ score }) => score >= SURE_HIT)
      .map(({ commodity }) => commodity.code),
  );
  return ({ title, commodity }) => named.has(commodity) || isTitled(title);
}
