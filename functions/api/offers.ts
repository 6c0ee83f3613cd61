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
import type { Table } from '../../shared/table/table.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
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
  description: 'What is left out stays; null removes. The whole is checked again, and counts as confirmed.',
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
    return written(ask, stored, next, changeOffer(stored.value, ask.body, next.programme, ask.now));
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
    const key = partnersKey(stored.value.id);
    const count = await table.get(key);
    const partners = partnersIn(count);
    if (partners > 0) {
      throw new Refusal(
        'conflict',
        partners === 1
          ? 'It has a partner by MoU, on trial, operational or paused, who relies on it: end the partnership first. A deadline closes it to others.'
          : `It has ${partners} partners by MoU, on trial, operational or paused, who rely on it: end those partnerships first. A deadline closes it to others.`,
      );
    }
    const when = count
      ? ({ is: 'equal', attribute: 'partners', value: 0 } as const)
      : ({ is: 'absent' } as const);
    return { nothing: true, writes: [...offerRemoval(stored, ask.stamp), { do: 'check', key, when }] };
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

function written(ask: AnyAsk, before: Stored<Offer>, setting: Setting, after: Offer) {
  return {
    body: viewOffer(after, setting, ask.now),
    version: before.version + 1,
    writes: offerWrites(after, before, ask.stamp),
  };
}
