/** Partnerships over HTTP: propose, list and read. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import { tellingWrites } from '../../shared/notices/notice-store.ts';
import { offerIdSchema, posterIdSchema } from '../../shared/offers/offer.ts';
import { statusOf } from '../../shared/offers/offer-state.ts';
import { fillPageAcross, type PageRequest } from '../../shared/page.ts';
import { readPair } from '../../shared/market/partnership-facts.ts';
import {
  isOpen,
  partnershipIdSchema,
  partnershipInputSchema,
  partnershipSchema,
  stageSchema,
  type Partnership,
  type PartnershipInput,
  type PartnershipView,
  type Side,
} from '../../shared/partnerships/partnership.ts';
import {
  listPartnerships as listStored,
  newPartnershipWrites,
  readPartnership,
  type PartnershipsWanted,
} from '../../shared/partnerships/partnership-store.ts';
import { asOf, shownAt } from '../../shared/partnerships/as-of.ts';
import { ensureRenews, propose } from '../../shared/partnerships/steps.ts';
import { tellingOf } from '../../shared/partnerships/tellings.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Caller } from './caller.ts';
import { resourceOf as resourceOfCooperative } from './cooperatives.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { resourceOf as resourceOfOffer } from './offers.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { partnershipId: partnershipIdSchema };
const one = { form: 'one', schema: partnershipSchema, versioned: true, derived: true } as const;

const createPartnership = operation({
  id: 'createPartnership',
  method: 'post',
  path: '/v1/partnerships',
  tag: 'Partnerships',
  summary: 'Propose a partnership between an offer and a cooperative',
  description:
    'By either side, which then waits for the other; or by an office of either region as a broker, which then waits for both. The offer must be open; there is one open partnership for an offer and a cooperative.',
  idempotent: true,
  body: partnershipInputSchema,
  answers: { ...one, status: 201, description: 'Proposed' },
});

const listPartnerships = operation({
  id: 'listPartnerships',
  method: 'get',
  path: '/v1/partnerships',
  tag: 'Partnerships',
  summary: 'List partnerships by side, offer, region or stage',
  description:
    'Those of the own organization, the newest first, unless another is named; for an office those with cooperatives of its region, by region codes. With `buyer` or `offer` an office sees also those beyond, where the buyer sits in its region.',
  query: z.strictObject({
    ...pageFields,
    cooperative: cooperativeIdSchema.optional(),
    buyer: posterIdSchema.optional(),
    offer: offerIdSchema.optional(),
    region: regionCodeSchema.optional().meta({ description: 'Those with a cooperative in it' }),
    stage: stageSchema.optional(),
    open: flag.optional().meta({ description: 'Only those that go on, or only those that are over' }),
  }),
  answers: { status: 200, form: 'list', schema: partnershipSchema, description: 'Those of the caller' },
});

const getPartnership = operation({
  id: 'getPartnership',
  method: 'get',
  path: '/v1/partnerships/{partnershipId}',
  tag: 'Partnerships',
  summary: 'Read a partnership with its history',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The partnership' },
});

/** Routes of this noun on `router`. */
export function partnerships(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createPartnership, async (ask) => {
    const { offer, setting, cooperative, held, renewed } = await proposedPair(table, ask, ask.body);
    const owners = [offer.buyerId, cooperative.id];
    ask.permit({ owners, regionCode: [cooperative.regionCode, setting.poster.regionCode] });
    const status = statusOf(offer, setting, ask.now);
    if (status !== 'open')
      throw new Refusal('conflict', `The offer is ${status}; only an open one can be answered.`);
    const by = actorOf(ask.caller, { cooperativeId: cooperative.id, buyerId: offer.buyerId });
    const parties = { cooperative, buyer: setting.poster };
    const proposed = propose(ask.newId('part'), ask.body, by, offer, parties, ask.now);
    if (ask.body.renewalOf !== undefined) ensureRenews(renewed && asOf(renewed, ask.now), proposed);
    return {
      body: shownAt(proposed, ask.now),
      version: 1,
      location: `/v1/partnerships/${proposed.id}`,
      writes: [
        ...newPartnershipWrites(
          proposed,
          await lapsedIn(table, held, ask.now),
          ask.stamp,
          offer.partnersWanted,
        ),
        ...tellingWrites(tellingOf(proposed, undefined, ask.now), ask.stamp),
      ],
    };
  });

  mount(router, deps, listPartnerships, async (ask) => {
    const { cooperative, buyer, offer, region, stage, open } = ask.query;
    checkFilters({ region });
    const keep = ({ value }: Stored<Partnership>): PartnershipView | undefined => {
      if (!ask.may('getPartnership', resourceOf(value))) return undefined;
      if (cooperative !== undefined && value.cooperativeId !== cooperative) return undefined;
      if (buyer !== undefined && value.buyerId !== buyer) return undefined;
      if (offer !== undefined && value.offerId !== offer) return undefined;
      if (region !== undefined && !within(value.regionCodes.cooperative, region)) return undefined;
      const now = shownAt(value, ask.now);
      if (stage !== undefined && now.stage !== stage) return undefined;
      if (open !== undefined && isOpen(now) !== open) return undefined;
      return now;
    };
    const page = await ask.page(cooperative, buyer, offer, region, stage, open);
    const listed = (wanted: PartnershipsWanted, part: PageRequest = page) =>
      listStored(table, wanted, part, keep);
    if (offer !== undefined) return listed({ offerId: offer });
    const organizationId = cooperative ?? buyer ?? ask.caller.organizationId;
    if (organizationId !== undefined) return listed({ organizationId });
    const near = region ?? ask.caller.region;
    if (near !== undefined) return listed({ region: near });
    if (ask.caller.role !== 'admin') return { items: [], next: null };
    return fillPageAcross(provinceCodes(), page, (province, part) => listed({ region: province }, part));
  });

  mount(router, deps, getPartnership, async (ask) => {
    const { value, version } = await existingPartnership(table, ask, ask.params.partnershipId);
    ask.permit(resourceOf(value));
    return { body: shownAt(value, ask.now), version };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What the policy needs to know: it is both sides' business and that of their offices, and nobody else's. */
export function resourceOf({
  cooperativeId,
  buyerId,
  regionCodes,
}: Pick<Partnership, 'cooperativeId' | 'buyerId' | 'regionCodes'>): Resource {
  return {
    owners: [cooperativeId, buyerId],
    regionCode: [regionCodes.cooperative, regionCodes.buyer],
  };
}

/** On which side the caller stands. Whoever is none of them and was let in is an office. */
export function actorOf(
  { organizationId }: Caller,
  { cooperativeId, buyerId }: Pick<Partnership, 'cooperativeId' | 'buyerId'>,
): Side | 'organizer' {
  if (organizationId === buyerId) return 'buyer';
  return organizationId === cooperativeId ? 'cooperative' : 'organizer';
}

/** Reads a partnership or refuses (404) what is not this caller's. One round trip. */
export async function existingPartnership(
  table: Table,
  ask: AnyAsk,
  id: string,
): Promise<Stored<Partnership>> {
  const stored = await readPartnership(table, id);
  if (!stored || !ask.may('getPartnership', resourceOf(stored.value))) throw notFound();
  return stored;
}

/**
 * What a proposal names. Refuses (422) what does not exist or is not for this caller to know, in the same words. Two round
 * trips.
 */
async function proposedPair(table: Table, ask: AnyAsk, input: PartnershipInput) {
  const { offer, setting, cooperative, potential, held, renewed } = await readPair(table, input);
  if (!offer || !setting || !ask.may('getOffer', resourceOfOffer(offer, setting))) {
    throw invalid(['offerId'], 'is not the id of an offer');
  }
  if (!cooperative || !ask.may('getCooperative', resourceOfCooperative(cooperative))) {
    throw invalid(['cooperativeId'], 'is not the id of a cooperative');
  }
  // Its name is nobody else's business, and a partnership shows it to the other side.
  if (cooperative.verification.status === 'rejected') {
    throw invalid(['cooperativeId'], 'was rejected by its office; it cannot be a partner');
  }
  ensureNotMergedAway(cooperative);
  if (input.potentialId !== undefined && potential?.cooperativeId !== cooperative.id) {
    throw invalid(['potentialId'], 'is not a potential of this cooperative');
  }
  return { offer, setting, cooperative, held, renewed };
}

/**
 * The partnership that holds the place of a new one and that time has closed; undefined where the place is free. Refuses (409)
 * where it goes on. At most one round trip.
 */
async function lapsedIn(table: Table, held: string | undefined, now: Date) {
  const before = held === undefined ? undefined : await readPartnership(table, held);
  if (before === undefined) return undefined;
  const after = asOf(before.value, now);
  if (!isOpen(after)) return { before, after };
  throw new Refusal('conflict', `There is one between these two in this offer already: ${after.id}.`);
}
