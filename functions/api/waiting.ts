/** What a partnership still needs, and who waits for the guidelines of a programme, over HTTP. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { checklistOf } from '../../shared/market/checklist.ts';
import { readPair } from '../../shared/market/partnership-facts.ts';
import { listWaitingIn } from '../../shared/market/waiting.ts';
import { fillPageAcross } from '../../shared/page.ts';
import { checklistSchema, waitingSchema } from '../../shared/partnerships/checklist.ts';
import { partnershipIdSchema } from '../../shared/partnerships/partnership.ts';
import { programmeIdSchema } from '../../shared/programmes/programme.ts';
import { readProgramme } from '../../shared/programmes/programme-store.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import { existingPartnership, resourceOf } from './partnerships.ts';

const getChecklist = operation({
  id: 'getChecklist',
  method: 'get',
  path: '/v1/partnerships/{partnershipId}/checklist',
  tag: 'Partnerships',
  summary: 'Read what a partnership still needs',
  description:
    'Every requirement of the offer and its programme as it stands today, the guidelines, and the next step in words.',
  params: z.strictObject({ partnershipId: partnershipIdSchema }),
  answers: { status: 200, form: 'one', schema: checklistSchema, description: 'As of today' },
});

const listWaiting = operation({
  id: 'listWaiting',
  method: 'get',
  path: '/v1/programmes/{programmeId}/waiting',
  tag: 'Programmes',
  summary: 'List who prepares for a programme, and what each lacks',
  description:
    'Partnerships on the way to operating, with cooperatives of the office’s region, by region codes: who could operate on the day that the guidelines are issued, and what the others lack.',
  params: z.strictObject({ programmeId: programmeIdSchema }),
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema.optional().meta({ description: 'A part of the own region' }),
    ready: flag.optional().meta({ description: 'Only those that lack nothing, or only the others' }),
  }),
  answers: { status: 200, form: 'list', schema: waitingSchema, description: 'Those of the region' },
});

/** Routes of both on `router`. */
export function waiting(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getChecklist, async (ask) => {
    const { value } = await existingPartnership(table, ask, ask.params.partnershipId);
    ask.permit(resourceOf(value));
    return { body: checklistOf(value, await readPair(table, value), ask.now) };
  });

  mount(router, deps, listWaiting, async (ask) => {
    const { region = ask.caller.region, ready } = ask.query;
    const { programmeId } = ask.params;
    checkFilters({ region });
    ask.permit(region === undefined ? {} : { regionCode: region });
    if (!(await readProgramme(table, programmeId))) throw notFound();
    const page = await ask.page(region, ready);
    const listed = (prefix: string, part = page) =>
      listWaitingIn(
        table,
        programmeId,
        prefix,
        part,
        ({ isReady }) => (ready ?? isReady) === isReady,
        ask.now,
      );
    return region === undefined ? fillPageAcross(provinceCodes(), page, listed) : listed(region);
  });
}
