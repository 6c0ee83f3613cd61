/** Offers over HTTP: post, list, read, change, confirm, remove. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { buyerSegmentSchema } from '../../shared/buyers/buyer.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import {
  offerChangeSchema,
  offerIdSchema,
  offerInputSchema,
  offerSchema,
  posterIdSchema,
  schemeSchema,
  type Offer,
} from '../../shared/offers/offer.ts';
import { changeOffer, confirmOffer as confirmed, postOffer } from '../../shared/offers/offer-rules.ts';
import { statusOf, viewOffer, type Setting } from '../../shared/offers/offer-state.ts';
import {
  listOffers as listStored,
  offerRemoval,
  offerWrites,
  readOffer,
  readSettings,
} from '../../shared/offers/offer-store.ts';
import { partnersIn } from '../../shared/partnerships/partnership-store.ts';
import { programmeIdSchema } from '../../shared/programmes/programme.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Stored } from '../../shared/stored.ts';
import { partnersKey } from '../../shared/table/keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { offerId: offerIdSchema };
const one = { form: 'one', schema: offerSchema, versioned: true, derived: true } as const;

const createOffer = operation({
  id: 'createOffer',
  method: 'post',
  path: '/v1/offers',
  tag: 'Offers',
  summary: 'Post an offer',
  description:
    'By a buyer, or by a cooperative under its own id. Others see it once who posts it is verified. Which fields are needed depends on the scheme: goods and months for purchase, consignment and distribution; terms for financing.',
  idempotent: true,
  body: offerInputSchema,
  answers: { ...one, status: 201, description: 'Posted' },
});

const listOffers = operation({
  id: 'listOffers',
  method: 'get',
  path: '/v1/offers',
  tag: 'Offers',
  summary: 'List offers by buyer, scheme, commodity, place, programme or words',
  query: z.strictObject({
    ...pageFields,
    buyer: posterIdSchema.optional(),
    scheme: schemeSchema.optional(),
    segment: buyerSegmentSchema.optional().meta({ description: 'The trade of who posts it' }),
    commodity: commodityCodeSchema.optional(),
    region: regionCodeSchema.optional().meta({ description: 'Those to be delivered to a place in it' }),
    programme: programmeIdSchema.optional(),
    open: flag.optional().meta({ description: 'Only those that may be answered now, or only the others' }),
    q: line(100).optional().meta({ description: 'Part of the title' }),
  }),
  answers: { status: 200, form: 'list', schema: offerSchema, description: 'The newest first' },
});

const getOffer = operation({
  id: 'getOffer',
  method: 'get',
  path: '/v1/offers/{offerId}',
  tag: 'Offers',
  summary: 'Read an offer',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The offer' },
});

const updateOffer = operation({
  id: 'updateOffer',
  method: 'patch',
  path: '/v1/offers/{offerId}',
  tag: 'Offers',
  summary: 'Change an offer',
  description:
    'What is left out stays; null removes. The whole is checked again, and counts as confirmed once something changes. The period and the unit of a quota stay while it has partners (409).',
  conditional: true,
  params: z.strictObject(path),
  body: offerChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const deleteOffer = operation({
  id: 'deleteOffer',
  method: 'delete',
  path: '/v1/offers/{offerId}',
  tag: 'Offers',
  summary: 'Remove an offer',
  description: 'Not while it has partners, from the MoU on (409): they rely on it.',
  conditional: true,
  params: z.strictObject(path),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'Removed' },
});

const confirmOffer = operation({
  id: 'confirmOffer',
  method: 'post',
  path: '/v1/offers/{offerId}/confirm',
  tag: 'Offers',
  summary: 'Confirm that an offer is still true',
  description:
    'One tap, no body: it is fresh again from now. After its deadline it needs a new deadline instead.',
  conditional: true,
  changedBy: 'PATCH /v1/offers/{offerId}',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'Fresh again' },
});

/** Routes of this noun on `router`. */
export function offers(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createOffer, async (ask) => {
    ask.permit({ owners: [ask.body.buyerId] });
    const setting = await settingOf(table, ask.body);
    if (!setting) throw invalid(['buyerId'], 'is not the id of a buyer or of a cooperative');
    await checkMembersOnly(table, ask.body);
    const offer = postOffer(ask.newId('off'), ask.body, setting.programme, ask.now);
    return {
      body: viewOffer(offer, setting, ask.now),
      version: 1,
      location: `/v1/offers/${offer.id}`,
      writes: offerWrites(offer, undefined, ask.stamp),
    };
  });

  mount(router, deps, listOffers, async (ask) => {
    const { buyer, scheme, segment, commodity, region, programme, open, q } = ask.query;
    checkFilters({ commodity, region });
    const isTitled = textHolds(q);
    return listStored(
      table,
      { buyerId: buyer, commodity },
      await ask.page(scheme, segment, region, programme, open, q, buyer && commodity),
      ({ value }, setting) => {
        if (!ask.may('getOffer', resourceOf(value, setting))) return undefined;
        if (scheme !== undefined && value.scheme !== scheme) return undefined;
        if (segment !== undefined && setting.poster.segment !== segment) return undefined;
        if (commodity !== undefined && value.commodity !== commodity) return undefined;
        if (region !== undefined && !isPlacedIn(value, region)) return undefined;
        if (programme !== undefined && value.programmeId !== programme) return undefined;
        if (open !== undefined && open !== (statusOf(value, setting, ask.now) === 'open')) return undefined;
        if (!isTitled(value.title)) return undefined;
        return viewOffer(value, setting, ask.now);
      },
    );
  });

  mount(router, deps, getOffer, async (ask) => {
    const { stored, setting } = await existing(table, ask, ask.params.offerId);
    ask.permit(resourceOf(stored.value, setting));
    return { body: viewOffer(stored.value, setting, ask.now), version: stored.version };
  });

  mount(router, deps, updateOffer, async (ask) => {
    const { stored, setting } = await existing(table, ask, ask.params.offerId);
    ask.permit(resourceOf(stored.value, setting));
    ask.expectVersion(stored.version);
    await checkMembersOnly(table, { ...ask.body, buyerId: stored.value.buyerId });
    const isMoved = ask.body.programmeId !== undefined && ask.body.programmeId !== stored.value.programmeId;
    const programmeId = ask.body.programmeId ?? undefined;
    const next = isMoved
      ? ((await settingOf(table, { buyerId: stored.value.buyerId, programmeId })) ?? setting)
      : setting;
    const after = changeOffer(stored.value, ask.body, next.programme, ask.now);
    // Drawn shares lie under their period and unit: another one would begin anew beside them.
    const instead = 'Amount, total and rollover can change; for another period or unit post another offer.';
    const alone = isCountedAlike(stored.value, after)
      ? []
      : [await withoutPartners(table, after.id, instead, '#/quota')];
    return written(ask, stored, next, after, alone);
  });

  mount(router, deps, confirmOffer, async (ask) => {
    const { stored, setting } = await existing(table, ask, ask.params.offerId);
    ask.permit(resourceOf(stored.value, setting));
    ask.expectVersion(stored.version);
    return written(ask, stored, setting, confirmed(stored.value, ask.now));
  });

  mount(router, deps, deleteOffer, async (ask) => {
    const { stored, setting } = await existing(table, ask, ask.params.offerId);
    ask.permit(resourceOf(stored.value, setting));
    ask.expectVersion(stored.version);
    const alone = await withoutPartners(table, stored.value.id, 'A deadline closes it to others.');
    return { nothing: true, writes: [...offerRemoval(stored, ask.stamp), alone] };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What the policy needs to know of an offer: until who posted it is verified, it is nobody else's business. */
export function resourceOf(offer: Pick<Offer, 'buyerId'>, { poster }: Setting): Resource {
  return { owners: [offer.buyerId], regionCode: poster.regionCode, open: poster.verified };
}

/**
 * An offer with its setting, or a refusal (404) that does not tell a removed from a hidden one. Two round trips.
 */
export async function existing(
  table: Table,
  ask: Pick<AnyAsk, 'may'>,
  id: string,
): Promise<{ stored: Stored<Offer>; setting: Setting }> {
  const stored = await readOffer(table, id);
  const setting = stored && (await settingOf(table, stored.value));
  if (!stored || !setting || !ask.may('getOffer', resourceOf(stored.value, setting))) throw notFound();
  return { stored, setting };
}

/** That nobody relies on an offer, to be part of a transaction; refuses (409) where it has partners. One round trip. */
async function withoutPartners(
  table: Table,
  offerId: string,
  instead: string,
  ...pointers: string[]
): Promise<Action> {
  const key = partnersKey(offerId);
  const count = await table.get(key);
  const partners = partnersIn(count);
  if (partners === 0) {
    const when = count
      ? ({ is: 'equal', attribute: 'partners', value: 0 } as const)
      : ({ is: 'absent' } as const);
    return { do: 'check', key, when };
  }
  const [has, end] =
    partners === 1
      ? ['a partner', 'who relies on it: end the partnership']
      : [`${partners} partners`, 'who rely on it: end those partnerships'];
  const detail = `It has ${has} by MoU, on trial, operational or paused, ${end} first. ${instead}`;
  throw new Refusal(
    'conflict',
    detail,
    pointers.map((pointer) => ({ pointer, detail, in: 'body' })),
  );
}

/** Refuses (422) an offer for members by who has none. A round trip where it is one. */
async function checkMembersOnly(
  table: Table,
  { membersOnly, buyerId }: { membersOnly?: boolean | null | undefined; buyerId: string },
): Promise<void> {
  if (membersOnly !== true) return;
  const poster = await readCooperative(table, buyerId);
  if (poster?.value.kind !== 'holding')
    throw invalid(['membersOnly'], 'is for a holding: nobody else has members');
}

async function settingOf(
  table: Table,
  offer: Pick<Offer, 'buyerId' | 'programmeId'>,
): Promise<Setting | undefined> {
  return (await readSettings(table, [offer]))[0];
}

function isPlacedIn({ deliverTo }: Offer, region: string): boolean {
  return deliverTo !== undefined && within(deliverTo, region);
}

/** Whether what was drawn on a quota still counts on it: nothing could be where there was none. */
function isCountedAlike({ normalised: { quota } }: Offer, after: Offer): boolean {
  const next = after.normalised.quota;
  return quota === undefined || (quota.per === next?.per && quota.unit === next.unit);
}

function written(
  ask: AnyAsk,
  before: Stored<Offer>,
  setting: Setting,
  after: Offer,
  checks: readonly Action[] = [],
) {
  return updated(before, after, viewOffer(after, setting, ask.now), () => [
    ...offerWrites(after, before, ask.stamp),
    ...checks,
  ]);
}
