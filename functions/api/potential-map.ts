/** The guided map of a cooperative's potentials over HTTP. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { readCooperative, readCooperatives } from '../../shared/cooperatives/cooperative-store.ts';
import type { Potential } from '../../shared/potentials/potential.ts';
import { mapOf, potentialMapSchema } from '../../shared/potentials/potential-map.ts';
import { listPotentialsIn, listPotentialsOf } from '../../shared/potentials/potential-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';

/** Potentials that are looked at: one batch. */
const MOST = 100;

/** With fewer goods than this in the district, the whole regency is looked at. */
const FEW_GOODS = 3;

const getPotentialMap = operation({
  id: 'getPotentialMap',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}/potential-map',
  tag: 'Potentials',
  summary: 'Guide a cooperative through mapping its potentials',
  description:
    'Drafts of what neighbours list, to be corrected and sent to `POST /v1/potentials`; and what its own entries still lack. Nothing is listed by itself.',
  params: z.strictObject({ cooperativeId: cooperativeIdSchema }),
  answers: { status: 200, form: 'one', schema: potentialMapSchema, derived: true, description: 'The map' },
});

/** Routes of the map on `router`. */
export function potentialMaps(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getPotentialMap, async (ask) => {
    const cooperative = (await readCooperative(table, ask.params.cooperativeId))?.value;
    if (!cooperative) throw notFound();
    ask.permit(resourceOf(cooperative));
    const { id, regionCode } = cooperative;
    const district = regionCode.slice(0, '35.79.02'.length);
    const regency = regionCode.slice(0, '35.79'.length);
    const [own, near] = await Promise.all([
      listPotentialsOf(table, id, { limit: MOST }, ({ value }) => value),
      openIn(table, district),
    ]);
    const isEnough = new Set(near.map(({ commodity }) => commodity)).size >= FEW_GOODS;
    const around = isEnough ? near : await openIn(table, regency);
    return { body: mapOf(cooperative, own.items, around, isEnough ? district : regency, ask.now) };
  });
}

/** Potentials in a region, without those of rejected cooperatives. Three round trips. */
async function openIn(table: Table, region: string): Promise<Potential[]> {
  const { items } = await listPotentialsIn(table, region, { limit: MOST - 1 }, ({ value }) => value);
  const ids = [...new Set(items.map(({ cooperativeId }) => cooperativeId))];
  const suppliers = await readCooperatives(table, ids);
  const rejected = new Set(
    suppliers.flatMap((each) => (each?.value.verification.status === 'rejected' ? [each.value.id] : [])),
  );
  return items.filter(({ cooperativeId }) => !rejected.has(cooperativeId));
}
