/** The next step of a partnership, and by when it shall come, over HTTP. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { factsOf, readPair } from '../../shared/market/partnership-facts.ts';
import { tellingWrites } from '../../shared/notices/notice-store.ts';
import { asOf, shownAt } from '../../shared/partnerships/as-of.ts';
import { endedWith, openBalanceOf } from '../../shared/partnerships/ending.ts';
import {
  partnershipIdSchema,
  partnershipSchema,
  stepInputSchema,
  targetsInputSchema,
  type StepInput,
} from '../../shared/partnerships/partnership.ts';
import { partnershipWrites } from '../../shared/partnerships/partnership-store.ts';
import { takeStep } from '../../shared/partnerships/steps.ts';
import { withTargets } from '../../shared/partnerships/targets.ts';
import { tellingOf } from '../../shared/partnerships/tellings.ts';
import { unlessSame } from '../../shared/patch.ts';
import { listClaims } from '../../shared/quotas/claim-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { openBalanceFrom, openBalanceKeys } from '../../shared/trades/consignment-store.ts';
import { mount, updated, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';
import { actorOf, existingPartnership, resourceOf } from './partnerships.ts';

const path = { partnershipId: partnershipIdSchema };
const one = { form: 'one', schema: partnershipSchema, versioned: true, derived: true } as const;

const takePartnershipStep = operation({
  id: 'takePartnershipStep',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/stage',
  tag: 'Partnerships',
  summary: 'Take a partnership to its next stage, or confirm a step',
  description:
    'A step to mou or trial needs both sides: the first is kept as `pending`, and the step is taken when the other side confirms the same text or dates. What the stage does not allow, what is another’s to do and what is lacking are a 409; `errors` names each thing that is lacking.',
  conditional: true,
  idempotent: true,
  params: z.strictObject(path),
  body: stepInputSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const setTargets = operation({
  id: 'setTargets',
  method: 'put',
  path: '/v1/partnerships/{partnershipId}/targets',
  tag: 'Partnerships',
  summary: 'Set by when a partnership shall be how far',
  description:
    'By a side or its office; takes the place of what was set before. Shown planned against actual.',
  conditional: true,
  params: z.strictObject(path),
  body: targetsInputSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

/** Routes of both on `router`. */
export function partnershipSteps(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, setTargets, async (ask) => {
    const before = await existingPartnership(table, ask, ask.params.partnershipId);
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const after = unlessSame(before.value, withTargets(asOf(before.value, ask.now), ask.body, ask.stamp.at));
    return updated(before, after, shownAt(after, ask.now), () =>
      partnershipWrites(after, before, ask.stamp, undefined),
    );
  });

  mount(router, deps, takePartnershipStep, async (ask) => {
    const before = await existingPartnership(table, ask, ask.params.partnershipId);
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const current = asOf(before.value, ask.now);
    const pair = needsFacts(ask.body) ? await readPair(table, current) : undefined;
    const facts = pair && factsOf(pair, ask.now);
    const taken = takeStep(current, ask.body, actorOf(ask.caller, current), facts, ask.now);
    const isEnding = taken.stage === 'ended';
    const after = isEnding ? endedWith(taken, await openBetween(table, current.id), ask.body) : taken;
    if (after === current) return { body: shownAt(current, ask.now), version: before.version };
    return {
      body: shownAt(after, ask.now),
      version: before.version + 1,
      writes: [
        ...partnershipWrites(after, before, ask.stamp, facts?.offer?.partnersWanted),
        ...tellingWrites(tellingOf(after, current, ask.now, before.value), ask.stamp),
        // What it rests on from now: a paper suspended meanwhile must not slip through.
        ...(pair && after.stage === 'operational' ? [pair.stillAsRead] : []),
      ],
    };
  });
}

/** Steps that bind, and promises, are held against the offer and the cooperative as they are now. */
const needsFacts = ({ to, promise }: StepInput): boolean =>
  promise !== undefined || to === 'mou' || to === 'trial' || to === 'operational';

/** What is open between the two: claims, money, consigned goods. A batch and a query. */
async function openBetween(table: Table, id: string) {
  const [balance, { items: claims }] = await Promise.all([
    table.getMany(openBalanceKeys(id)),
    listClaims(table, id, { limit: MOST_CLAIMS, isFiltered: true }, ({ value }) =>
      value.status === 'open' ? value.id : undefined,
    ),
  ]);
  return openBalanceOf(claims.length, openBalanceFrom(balance));
}

/** Open claims that are counted at an end; who has more has a hundred. */
const MOST_CLAIMS = 100;
