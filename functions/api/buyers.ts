/** Buyers over HTTP: register, list, read, change, verify. */
import type { Hono } from 'hono';
import * as z from 'zod';
import {
  buyerChangeSchema,
  buyerIdSchema,
  buyerInputSchema,
  buyerKindSchema,
  buyerSchema,
  buyerSegmentSchema,
  changeBuyer,
  isVerified,
  registerBuyer,
  verifyBuyer as verified,
  viewBuyer,
  type Buyer,
} from '../../shared/buyers/buyer.ts';
import { buyerWrites, listBuyers as listStored, readBuyer } from '../../shared/buyers/buyer-store.ts';
import { verificationSchema } from '../../shared/cooperatives/cooperative.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { textHolds } from '../../shared/spelling.ts';
import { line } from '../../shared/text.ts';
import { paymentsOf } from '../../shared/trades/trading-record.ts';
import { readTradingRecord } from '../../shared/trades/trading-record-store.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const path = { buyerId: buyerIdSchema };
const one = { form: 'one', schema: buyerSchema, versioned: true } as const;

const createBuyer = operation({
  id: 'createBuyer',
  method: 'post',
  path: '/v1/buyers',
  tag: 'Buyers',
  summary: 'Register a buyer or partner',
  description:
    'By someone of the buyer who has no organization yet: it then waits for verification, and so do its offers, which are posted with a token that names the new id as `organization`. Or by the office of its region, which thereby vouches for it.',
  idempotent: true,
  body: buyerInputSchema,
  answers: { ...one, status: 201, description: 'Registered' },
});

const listBuyers = operation({
  id: 'listBuyers',
  method: 'get',
  path: '/v1/buyers',
  tag: 'Buyers',
  summary: 'List buyers by region, kind, segment, verification or name',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema
      .optional()
      .meta({ description: 'Region code of any level: all whose seat lies in it' }),
    kind: buyerKindSchema.optional(),
    segment: buyerSegmentSchema.optional().meta({ description: 'Only those of one trade' }),
    verified: flag
      .optional()
      .meta({ description: 'Only those that an office has verified, or only the others' }),
    q: line(100).optional().meta({ description: 'Part of the name' }),
  }),
  answers: { status: 200, form: 'list', schema: buyerSchema, description: 'In the order of region codes' },
});

const getBuyer = operation({
  id: 'getBuyer',
  method: 'get',
  path: '/v1/buyers/{buyerId}',
  tag: 'Buyers',
  summary: 'Read a buyer',
  params: z.strictObject(path),
  answers: { ...one, derived: true, status: 200, description: 'The buyer, and how it pays' },
});

const updateBuyer = operation({
  id: 'updateBuyer',
  method: 'patch',
  path: '/v1/buyers/{buyerId}',
  tag: 'Buyers',
  summary: 'Change a buyer',
  description:
    'What is left out stays; null removes. A buyer that gives itself another name or number waits for verification again.',
  conditional: true,
  params: z.strictObject(path),
  body: buyerChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const verifyBuyer = operation({
  id: 'verifyBuyer',
  method: 'post',
  path: '/v1/buyers/{buyerId}/verification',
  tag: 'Buyers',
  summary: 'Approve or reject a buyer of the own region',
  conditional: true,
  params: z.strictObject(path),
  body: verificationSchema,
  bodyExample: { status: 'verified' },
  answers: { ...one, status: 200, description: 'As it is now' },
});

/** Routes of this noun on `router`. */
export function buyers(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createBuyer, async (ask) => {
    const { regionCode } = ask.body;
    ask.permit({ regionCode });
    const byOffice = ask.may('verifyBuyer', { regionCode });
    const registered = registerBuyer(ask.newId('buy'), ask.body, byOffice, ask.stamp.at);
    return {
      body: viewBuyer(registered, true),
      version: 1,
      location: `/v1/buyers/${registered.id}`,
      writes: buyerWrites(registered, undefined, ask.stamp),
    };
  });

  mount(router, deps, listBuyers, async (ask) => {
    const { region, kind, segment, verified: wanted, q } = ask.query;
    checkFilters({ region });
    const isNamed = textHolds(q);
    return listStored(table, region, await ask.page(kind, segment, wanted, q), ({ value }) => {
      if (!ask.may('getBuyer', resourceOf(value))) return undefined;
      if (region !== undefined && !within(value.regionCode, region)) return undefined;
      if (kind !== undefined && value.kind !== kind) return undefined;
      if (segment !== undefined && value.segment !== segment) return undefined;
      if (wanted !== undefined && wanted !== isVerified(value)) return undefined;
      if (!isNamed(value.name)) return undefined;
      return shown(ask, value);
    });
  });

  mount(router, deps, getBuyer, async (ask) => {
    const [{ value, version }, record] = await Promise.all([
      existing(table, ask, ask.params.buyerId),
      readTradingRecord(table, ask.params.buyerId),
    ]);
    ask.permit(resourceOf(value));
    return { body: { ...shown(ask, value), payments: paymentsOf(record) }, version };
  });

  mount(router, deps, updateBuyer, async (ask) => {
    const before = await existing(table, ask, ask.params.buyerId);
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const byOffice = ask.may('verifyBuyer', resourceOf(before.value));
    return written(ask, before, changeBuyer(before.value, ask.body, byOffice, ask.stamp.at));
  });

  mount(router, deps, verifyBuyer, async (ask) => {
    const before = await existing(table, ask, ask.params.buyerId);
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    return written(ask, before, verified(before.value, ask.body, ask.stamp.at));
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What the policy needs to know of a buyer. Until it is verified it is nobody else's business. */
export function resourceOf(buyer: Buyer): Resource {
  return { owners: [buyer.id], regionCode: buyer.regionCode, open: isVerified(buyer) };
}

/** Reads a buyer or refuses (404) what does not exist for this caller. One round trip. */
async function existing(table: Table, ask: AnyAsk, id: string): Promise<Stored<Buyer>> {
  const stored = await readBuyer(table, id);
  if (!stored || !ask.may('getBuyer', resourceOf(stored.value))) throw notFound();
  return stored;
}

function written(ask: AnyAsk, before: Stored<Buyer>, after: Buyer) {
  return updated(before, after, viewBuyer(after, true), () => buyerWrites(after, before, ask.stamp));
}

function shown(ask: AnyAsk, buyer: Buyer) {
  return viewBuyer(buyer, ask.may('updateBuyer', resourceOf(buyer)));
}
