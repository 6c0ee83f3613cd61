/** Claims over HTTP: a partner draws on its quota, gives back, notes what arrived and what is sold on; the buyer corrects. */
import type { Hono } from 'hono';
import * as z from 'zod';
import {
  claimIdSchema,
  claimInputSchema,
  claimPartSchema,
  claimSchema,
  correctionInputSchema,
  releaseInputSchema,
  type Claim,
} from '../../shared/quotas/claim.ts';
import {
  clearClaim as cleared,
  correctClaim as corrected,
  correctedTo,
  deliverClaim as delivered,
  grantClaim,
  releaseClaim as released,
  viewClaim,
} from '../../shared/quotas/claim-rules.ts';
import {
  claimFrom,
  claimWrites,
  listClaims as listStored,
  listOpenClaims as listOpen,
} from '../../shared/quotas/claim-store.ts';
import { periodSchema } from '../../shared/quotas/period.ts';
import { Refusal } from '../../shared/errors.ts';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { posterIdSchema } from '../../shared/offers/offer.ts';
import { partnershipIdSchema, type Partnership, type Side } from '../../shared/partnerships/partnership.ts';
import { partnershipFrom } from '../../shared/partnerships/partnership-store.ts';
import type { Stored } from '../../shared/stored.ts';
import { claimKey, partnershipKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { quotaFor, sharesOf } from './claim-setting.ts';
import { mount, notFound, type Answer, type Ask, type EndpointDeps } from './endpoint.ts';
import { flag, operation, pageFields } from './operation.ts';
import { actorOf, resourceOf } from './partnerships.ts';
import type { Resource } from './policy.ts';

const path = { partnershipId: partnershipIdSchema };
const onePath = z.strictObject({ ...path, claimId: claimIdSchema });
const one = { form: 'one', schema: claimSchema, versioned: true, derived: true } as const;
const shared = { tag: 'Partnerships', idempotent: true } as const;
const asItIs = { ...one, status: 200, description: 'As it is now' } as const;

const createClaim = operation({
  ...shared,
  id: 'createClaim',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/claims',
  summary: 'Draw on the quota of a partnership',
  description:
    'By the cooperative, while the partnership is operational, for the current or the next period at its place. Granted whole or not at all; with `acceptLess` what is left. What does not fit is a 409 that names each bound (own share, the offer’s total, own storage) and what is left; nothing is drawn then.',
  params: z.strictObject(path),
  body: claimInputSchema,
  answers: { ...one, status: 201, description: 'Granted' },
});

const listClaims = operation({
  id: 'listClaims',
  method: 'get',
  path: '/v1/partnerships/{partnershipId}/claims',
  tag: 'Partnerships',
  summary: 'List the claims of a partnership',
  params: z.strictObject(path),
  query: z.strictObject({
    ...pageFields,
    period: periodSchema.optional(),
    open: flag.optional().meta({ description: 'Only those not delivered yet, or only the others' }),
  }),
  answers: { status: 200, form: 'list', schema: claimSchema, description: 'The newest first' },
});

const listOpenClaims = operation({
  id: 'listOpenClaims',
  method: 'get',
  path: '/v1/claims',
  tag: 'Partnerships',
  summary: 'List what was granted and has not arrived',
  description:
    'Of the own organization over all its partnerships; an office names a cooperative or a buyer. `openDays` says how long each has waited.',
  query: z.strictObject({
    ...pageFields,
    cooperative: cooperativeIdSchema.optional(),
    buyer: posterIdSchema.optional(),
  }),
  answers: { status: 200, form: 'list', schema: claimSchema, description: 'Those that wait longest first' },
});

const getClaim = operation({
  id: 'getClaim',
  method: 'get',
  path: '/v1/partnerships/{partnershipId}/claims/{claimId}',
  tag: 'Partnerships',
  summary: 'Read a claim with its history',
  params: onePath,
  answers: { ...one, status: 200, description: 'The claim' },
});

const releaseClaim = operation({
  ...shared,
  id: 'releaseClaim',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/claims/{claimId}/release',
  summary: 'Give back what will not be taken',
  description: 'By the cooperative, of what is not delivered; it can be claimed again at once.',
  conditional: true,
  params: onePath,
  body: releaseInputSchema,
  answers: asItIs,
});

const correctClaim = operation({
  ...shared,
  id: 'correctClaim',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/claims/{claimId}/correction',
  summary: 'Correct what a claim grants',
  description:
    'By the buyer. Never below what is delivered or given back already; more only where there is room.',
  conditional: true,
  params: onePath,
  body: correctionInputSchema,
  answers: asItIs,
});

const deliverClaim = operation({
  ...shared,
  id: 'deliverClaim',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/claims/{claimId}/delivery',
  summary: 'Note that a claim arrived',
  description: 'By either side; all that is open when no amount is named.',
  conditional: true,
  params: onePath,
  body: claimPartSchema,
  bodyMayLack: true,
  answers: asItIs,
});

const clearClaim = operation({
  ...shared,
  id: 'clearClaim',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/claims/{claimId}/clearing',
  summary: 'Note that goods of a claim are sold on',
  description:
    'By the cooperative: they take up its storage no longer. Without an amount all that is delivered, or all where no delivery was noted.',
  conditional: true,
  params: onePath,
  body: claimPartSchema,
  bodyMayLack: true,
  answers: asItIs,
});

/** Routes of this noun on `router`. */
export function claims(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createClaim, async (ask) => {
    const { partnershipId } = ask.params;
    const partnership = existing(ask, partnershipFrom(await table.get(partnershipKey(partnershipId))));
    ask.permit(sideOf(partnership.value, 'cooperative'));
    const { room, shares, limits, unchanged } = await quotaFor(table, partnership, ask.body, ask.now);
    const claim = grantClaim(ask.newId('clm'), ask.body, partnership.value, room, ask.now);
    return {
      body: claim,
      version: 1,
      location: `/v1/partnerships/${partnershipId}/claims/${claim.id}`,
      writes: [...claimWrites(claim, undefined, shares, limits, ask.stamp), ...unchanged],
    };
  });

  mount(router, deps, listClaims, async (ask) => {
    const { partnershipId } = ask.params;
    const { period, open } = ask.query;
    const partnership = existing(ask, partnershipFrom(await table.get(partnershipKey(partnershipId))));
    ask.permit(resourceOf(partnership.value));
    return listStored(table, partnershipId, await ask.page(period, open), ({ value }) => {
      if (period !== undefined && value.period !== period) return undefined;
      if (open !== undefined && open !== (value.status === 'open')) return undefined;
      return viewClaim(value, ask.now);
    });
  });

  mount(router, deps, listOpenClaims, async (ask) => {
    const { cooperative, buyer } = ask.query;
    const { role, organizationId } = ask.caller;
    const named = buyer ?? cooperative ?? organizationId;
    if (named === undefined) {
      throw new Refusal('malformed', 'Name a cooperative or a buyer whose open claims to list.', [
        { pointer: '#/cooperative', detail: 'is needed, or a buyer', in: 'query' },
      ]);
    }
    const isBuyer = buyer !== undefined || (cooperative === undefined && role === 'buyer');
    const page = await ask.page(buyer && cooperative);
    const wanted = { side: isBuyer ? 'buyer' : 'cooperative', organizationId: named } as const;
    return listOpen(table, wanted, page, ({ value }) => {
      if (!ask.may('getClaim', resourceOf(value))) return undefined;
      if (cooperative !== undefined && value.cooperativeId !== cooperative) return undefined;
      return viewClaim(value, ask.now);
    });
  });

  mount(router, deps, getClaim, async (ask) => {
    const { partnership, claim } = await found(table, ask);
    ask.permit(resourceOf(partnership.value));
    return { body: viewClaim(claim.value, ask.now), version: claim.version };
  });

  mount(router, deps, releaseClaim, async (ask) => {
    const { partnership, claim } = await found(table, ask);
    ask.permit(sideOf(partnership.value, 'cooperative'));
    return written(table, ask, claim, released(claim.value, ask.body, ask.now));
  });

  mount(router, deps, deliverClaim, async (ask) => {
    const { partnership, claim } = await found(table, ask);
    ask.permit(resourceOf(partnership.value));
    const by = actorOf(ask.caller, partnership.value) === 'buyer' ? 'buyer' : 'cooperative';
    return written(table, ask, claim, delivered(claim.value, ask.body, by, ask.now));
  });

  mount(router, deps, clearClaim, async (ask) => {
    const { partnership, claim } = await found(table, ask);
    ask.permit(sideOf(partnership.value, 'cooperative'));
    return written(table, ask, claim, cleared(claim.value, ask.body, ask.now));
  });

  mount(router, deps, correctClaim, async (ask) => {
    const { partnership, claim } = await found(table, ask);
    ask.permit(sideOf(partnership.value, 'buyer'));
    if (correctedTo(claim.value, ask.body) <= claim.value.granted) {
      return written(table, ask, claim, corrected(claim.value, ask.body, undefined, ask.now));
    }
    ask.expectVersion(claim.version);
    const { room, shares, limits, unchanged } = await quotaFor(
      table,
      partnership,
      claim.value,
      ask.now,
      claim.value,
    );
    const after = corrected(claim.value, ask.body, room, ask.now);
    return {
      body: viewClaim(after, ask.now),
      version: claim.version + 1,
      writes: [...claimWrites(after, claim, shares, limits, ask.stamp), ...unchanged],
    };
  });
}

type OneAsk = Ask<z.infer<typeof onePath>, unknown, unknown>;

/** What one side alone does; the other knows of it. */
function sideOf(partnership: Partnership, side: Side): Resource {
  const { owners, ...resource } = resourceOf(partnership);
  const own = side === 'buyer' ? partnership.buyerId : partnership.cooperativeId;
  return { ...resource, owners: [own], knownTo: owners };
}

/** A partnership that this caller may see, or a refusal (404). */
function existing(ask: Pick<OneAsk, 'may'>, stored: Stored<Partnership> | undefined): Stored<Partnership> {
  if (!stored || !ask.may('getPartnership', resourceOf(stored.value))) throw notFound();
  return stored;
}

/** A claim with its partnership, or a refusal (404). One round trip. */
async function found(table: Table, ask: OneAsk) {
  const { partnershipId, claimId } = ask.params;
  const [held, item] = await table.getMany([partnershipKey(partnershipId), claimKey(partnershipId, claimId)]);
  const partnership = existing(ask, partnershipFrom(held));
  const claim = claimFrom(item);
  if (!claim) throw notFound();
  return { partnership, claim };
}

/** The answer to an act that draws no more than before, with what to write. One round trip. */
async function written(
  table: Table,
  ask: OneAsk,
  before: Stored<Claim>,
  after: Claim,
): Promise<Answer<Claim>> {
  ask.expectVersion(before.version);
  const shares = await sharesOf(table, before.value);
  return {
    body: viewClaim(after, ask.now),
    version: before.version + 1,
    writes: claimWrites(after, before, shares, {}, ask.stamp),
  };
}
