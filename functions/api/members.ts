/** Members of a holding over HTTP: who belongs to it and who did, with dates; joining, confirming, leaving. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import {
  cooperativeWrites,
  listFormerMembers,
  listMembers as listPresent,
  readCooperatives,
} from '../../shared/cooperatives/cooperative-store.ts';
import { Refusal } from '../../shared/errors.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import {
  joined,
  left,
  memberInputSchema,
  memberSchema,
  presentMembership,
  viewMember,
  type Speaker,
} from '../../shared/holdings/membership.ts';
import { unlessSame } from '../../shared/patch.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { holdingId: cooperativeIdSchema };
const member = z.strictObject({ ...path, cooperativeId: cooperativeIdSchema });

const listMembers = operation({
  id: 'listMembers',
  method: 'get',
  path: '/v1/holdings/{holdingId}/members',
  tag: 'Holdings',
  summary: 'List the members of a holding, or those that have left it',
  params: z.strictObject(path),
  query: z.strictObject({
    ...pageFields,
    state: z
      .enum(['present', 'left'])
      .default('present')
      .meta({ description: 'Who left, the last first, is for the holding and its office', example: 'left' }),
  }),
  answers: { status: 200, form: 'list', schema: memberSchema, description: 'With the days of their stay' },
});

const putMember = operation({
  id: 'putMember',
  method: 'put',
  path: '/v1/holdings/{holdingId}/members/{cooperativeId}',
  tag: 'Holdings',
  summary: 'Join a holding, or confirm a member and its dates',
  description:
    'A cooperative (or its office) joins by its own word, here or by its `holdingId`; the holding confirms it by the same call. Who speaks for both, as their office does, confirms at once. The ETag is the cooperative’s.',
  conditional: true,
  params: member,
  body: memberInputSchema,
  bodyMayLack: true,
  answers: {
    status: 200,
    form: 'one',
    schema: memberSchema,
    versioned: true,
    description: 'As it stands now',
  },
});

const deleteMember = operation({
  id: 'deleteMember',
  method: 'delete',
  path: '/v1/holdings/{holdingId}/members/{cooperativeId}',
  tag: 'Holdings',
  summary: 'Leave a holding, or part from a member',
  description: 'By either side. The stay is remembered with its dates.',
  conditional: true,
  params: member,
  query: z.strictObject({
    until: z.iso.date().optional().meta({
      description: 'The day from which it is no member; today when left out',
      example: '2026-01-31',
    }),
  }),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'It has left' },
});

/** Routes of this noun on `router`. */
export function members(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, listMembers, async (ask) => {
    const { holdingId } = ask.params;
    const page = await ask.page();
    const ofLeft = () => listFormerMembers(table, holdingId, page, (one) => viewMember(one, one.stay));
    const ofPresent = () =>
      listPresent(table, holdingId, page, ({ value }) => {
        const stay = presentMembership(value);
        return stay && ask.may('getCooperative', resourceOf(value)) ? viewMember(value, stay) : undefined;
      });
    // The holding decides who may see the list, not what is in it: both are read at once.
    const [[holding], found] = await Promise.all([
      readCooperatives(table, [holdingId]),
      ask.query.state === 'left' ? ofLeft() : ofPresent(),
    ]);
    if (holding?.value.kind !== 'holding') throw notFound();
    ask.permit(resourceOf(holding.value));
    if (ask.query.state === 'left' && !ask.may('updateCooperative', resourceOf(holding.value))) {
      throw new Refusal('forbidden', 'Who has left a holding is for itself and its office to see.');
    }
    return found;
  });

  mount(router, deps, putMember, async (ask) => {
    const { before, holding, speaker } = await pairOf(table, ask);
    ensureNotMergedAway(before.value);
    const asked = joined(
      before.value,
      holding.id,
      ask.body,
      speaker,
      dayOf(ask.now, before.value.regionCode),
    );
    const after = unlessSame(before.value, { ...asked, updatedAt: ask.stamp.at });
    return updated(before, after, viewMember(after, presentMembership(after)!), () =>
      cooperativeWrites(after, before, ask.stamp),
    );
  });

  mount(router, deps, deleteMember, async (ask) => {
    const { before, holding } = await pairOf(table, ask);
    if (presentMembership(before.value)?.holdingId !== holding.id) throw notFound();
    const today = dayOf(ask.now, before.value.regionCode);
    const after = left(before.value, ask.query.until ?? today, today);
    return {
      nothing: true,
      writes: cooperativeWrites({ ...after, updatedAt: ask.stamp.at }, before, ask.stamp),
    };
  });
}

type Pair = { before: Stored<Cooperative>; holding: Cooperative; speaker: Speaker };

/** The member and the holding of a request, once the caller may speak for one of them. One round trip. */
async function pairOf(
  table: Table,
  ask: Ask<{ holdingId: string; cooperativeId: string }, unknown, unknown>,
): Promise<Pair> {
  const { holdingId, cooperativeId } = ask.params;
  const [holding, before] = await readCooperatives(table, [holdingId, cooperativeId]);
  if (!before || holding?.value.kind !== 'holding' || holdingId === cooperativeId) throw notFound();
  const sides = { member: resourceOf(before.value), holding: resourceOf(holding.value) };
  ask.permit(between(before.value, holding.value));
  ask.expectVersion(before.version);
  return {
    before,
    holding: holding.value,
    speaker: {
      forMember: ask.may('updateCooperative', sides.member),
      forHolding: ask.may('updateCooperative', sides.holding),
    },
  };
}

/** What lies between a member and its holding belongs to both, and to the office that keeps both. */
function between(cooperative: Cooperative, holding: Cooperative): Resource {
  const isOpen = (one: Cooperative) => one.verification.status !== 'rejected';
  return {
    owners: [cooperative.id, holding.id],
    regionCode: [cooperative.regionCode, holding.regionCode],
    open: isOpen(cooperative) && isOpen(holding),
  };
}
