/** Trades over HTTP: record a delivery, list, read, correct or pay it; each side confirms or disputes it. */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Buyer } from '../../shared/buyers/buyer.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { dateSchema } from '../../shared/credentials/credential.ts';
import { invalid, together } from '../../shared/errors.ts';
import { posterIdSchema } from '../../shared/offers/offer.ts';
import { organizationKey } from '../../shared/offers/offer-store.ts';
import { fillPageAcross, type PageRequest } from '../../shared/page.ts';
import { partnershipIdSchema } from '../../shared/partnerships/partnership.ts';
import { partnershipFrom } from '../../shared/partnerships/partnership-store.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { storedFrom, type Stored } from '../../shared/stored.ts';
import { partnershipKey } from '../../shared/table/keys.ts';
import type { Item, Table } from '../../shared/table/table.ts';
import { actorIn, partyOn, recordTrade } from '../../shared/trades/record.ts';
import {
  changeTrade,
  confirmTrade as confirmed,
  disputeTrade as disputed,
  isRepricing,
  type Speaker,
} from '../../shared/trades/steps.ts';
import {
  confirmationSchema,
  disputeInputSchema,
  isPaid,
  tradeChangeSchema,
  tradeIdSchema,
  tradeInputSchema,
  tradeKindSchema,
  tradeSchema,
  tradeStateSchema,
  type Trade,
  type TradeSide,
} from '../../shared/trades/trade.ts';
import {
  listTrades as listStored,
  readTrade,
  tradeWrites,
  type TradesWanted,
} from '../../shared/trades/trade-store.ts';
import { accountWrites, readRecords } from '../../shared/trades/trading-record-store.ts';
import { resourceOf as resourceOfBuyer } from './buyers.ts';
import { resourceOf as resourceOfCooperative } from './cooperatives.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';
import { agreedPrice, knownPrices, pricesOf } from './trade-prices.ts';

const path = { tradeId: tradeIdSchema };
const one = { form: 'one', schema: tradeSchema, versioned: true } as const;

const createTrade = operation({
  id: 'createTrade',
  method: 'post',
  path: '/v1/trades',
  tag: 'Trades',
  summary: 'Record what was delivered',
  description:
    'By either side, whose word it then is until the other confirms or disputes it; or by an office of either region, and then both have to. An odd unit price is a warning, never a refusal.',
  idempotent: true,
  body: tradeInputSchema,
  answers: { ...one, status: 201, description: 'Recorded' },
});

const listTrades = operation({
  id: 'listTrades',
  method: 'get',
  path: '/v1/trades',
  tag: 'Trades',
  summary: 'List trades by side, partnership, goods, region or day',
  description:
    'Those of the own organization, delivered last first, unless another is named; for an office those with a side in its region, by region codes.',
  query: z.strictObject({
    ...pageFields,
    seller: posterIdSchema.optional(),
    buyer: posterIdSchema.optional(),
    partnership: partnershipIdSchema.optional(),
    commodity: commodityCodeSchema.optional(),
    region: regionCodeSchema.optional().meta({ description: 'Those with a side in it' }),
    from: dateSchema.optional().meta({ description: 'Delivered on this day or later' }),
    to: dateSchema.optional().meta({ description: 'Delivered on this day or earlier' }),
    kind: tradeKindSchema.optional(),
    state: tradeStateSchema.optional(),
    unpaid: flag.optional().meta({ description: 'Only those whose money has not come, or only the others' }),
  }),
  answers: { status: 200, form: 'list', schema: tradeSchema, description: 'Those of the caller' },
});

const getTrade = operation({
  id: 'getTrade',
  method: 'get',
  path: '/v1/trades/{tradeId}',
  tag: 'Trades',
  summary: 'Read a trade with its history',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The trade' },
});

const updateTrade = operation({
  id: 'updateTrade',
  method: 'patch',
  path: '/v1/trades/{tradeId}',
  tag: 'Trades',
  summary: 'Correct a trade, or say when it was paid',
  description:
    'What is left out stays; null removes. What one side corrects, with its reason, the other confirms anew. A day of payment counts once the seller says so: by entering it, or by confirming the trade.',
  conditional: true,
  params: z.strictObject(path),
  body: tradeChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const confirmTrade = operation({
  id: 'confirmTrade',
  method: 'post',
  path: '/v1/trades/{tradeId}/confirm',
  tag: 'Trades',
  summary: 'Say that a trade is so as it stands',
  description:
    'By a side, for itself; the payment is confirmed with it. With If-Match nothing else is confirmed than what was read.',
  conditional: true,
  params: z.strictObject(path),
  body: confirmationSchema,
  bodyMayLack: true,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const disputeTrade = operation({
  id: 'disputeTrade',
  method: 'post',
  path: '/v1/trades/{tradeId}/dispute',
  tag: 'Trades',
  summary: 'Say that a trade is not so',
  description: 'By a side. It counts nowhere until it is corrected, or confirmed by who disputed it.',
  conditional: true,
  params: z.strictObject(path),
  body: disputeInputSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

/** Routes of this noun on `router`. */
export function trades(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, createTrade, async (ask) => {
    const { sellerId, buyerId, partnershipId = 'none', commodity, deliveredOn } = ask.body;
    const [items, others] = await Promise.all([
      table.getMany([organizationKey(sellerId), organizationKey(buyerId), partnershipKey(partnershipId)]),
      pricesOf(table, commodity),
    ]);
    const [seller, buyer] = [partyIn(ask, items[0]), partyIn(ask, items[1])];
    together(
      () => ensureTrades('sellerId', seller),
      () => ensureTrades('buyerId', buyer),
    );
    const partnership = partnershipFrom(items[2])?.value;
    const around = {
      seller: partyOn(seller!.organization, deliveredOn),
      buyer: partyOn(buyer!.organization, deliveredOn),
      partnership,
      prices: { agreed: agreedPrice(partnership, commodity), others },
    };
    ask.permit({
      owners: [sellerId, buyerId],
      regionCode: [around.seller.regionCode, around.buyer.regionCode],
    });
    const by = actorIn(ask.body, ask.caller.organizationId);
    const trade = recordTrade(ask.newId('trd'), ask.body, around, by, ask.now);
    const nobody = { seller: undefined, buyer: undefined };
    return {
      body: trade,
      version: 1,
      location: `/v1/trades/${trade.id}`,
      // Nothing of it counts on anybody's record before the other side has confirmed it.
      writes: [
        ...tradeWrites(trade, undefined, ask.stamp),
        ...accountWrites(trade, undefined, nobody, ask.stamp),
      ],
    };
  });

  mount(router, deps, listTrades, async (ask) => {
    const { seller, buyer, partnership, commodity, region, from, to, kind, state, unpaid } = ask.query;
    checkFilters({ commodity, region });
    const keep = ({ value }: Stored<Trade>): Trade | undefined => {
      if (!ask.may('getTrade', resourceOf(value))) return undefined;
      if (seller !== undefined && value.sellerId !== seller) return undefined;
      if (buyer !== undefined && value.buyerId !== buyer) return undefined;
      if (partnership !== undefined && value.partnershipId !== partnership) return undefined;
      if (commodity !== undefined && value.commodity !== commodity) return undefined;
      if (region !== undefined && !isAround(value, region)) return undefined;
      if (from !== undefined && value.deliveredOn < from) return undefined;
      if (to !== undefined && value.deliveredOn > to) return undefined;
      if (kind !== undefined && value.kind !== kind) return undefined;
      if (state !== undefined && value.state !== state) return undefined;
      return unpaid === undefined || unpaid !== isPaid(value) ? value : undefined;
    };
    const page = await ask.page(seller, buyer, commodity, region, from, to, kind, state, unpaid);
    const listed = (wanted: TradesWanted, part: PageRequest = page) =>
      listStored(table, wanted, { from, to }, part, keep);
    if (partnership !== undefined) return listed({ partnershipId: partnership });
    const organizationId = seller ?? buyer ?? ask.caller.organizationId;
    if (organizationId !== undefined) return listed({ organizationId });
    const near = region ?? ask.caller.region;
    if (near !== undefined) return listed({ region: near });
    if (ask.caller.role !== 'admin') return { items: [], next: null };
    if (commodity !== undefined) return listed({ commodity });
    return fillPageAcross(provinceCodes(), page, (region, part) => listed({ region, by: 'seller' }, part));
  });

  mount(router, deps, getTrade, async (ask) => {
    const { value, version } = await existing(table, ask, ask.params.tradeId);
    ask.permit(resourceOf(value));
    return { body: value, version };
  });

  mount(router, deps, updateTrade, async (ask) => {
    const before = await toChange(table, ask, ask.params.tradeId);
    const prices = isRepricing(ask.body) ? await knownPrices(table, before.value) : { others: [] };
    const by = actorIn(before.value, ask.caller.organizationId);
    return written(table, ask, before, changeTrade(before.value, ask.body, by, prices, ask.now));
  });

  mount(router, deps, confirmTrade, async (ask) => {
    const before = await toChange(table, ask, ask.params.tradeId);
    const { side, speaker } = spokenFor(ask, before.value, ask.body.side);
    return written(table, ask, before, confirmed(before.value, side, speaker, ask.now));
  });

  mount(router, deps, disputeTrade, async (ask) => {
    const before = await toChange(table, ask, ask.params.tradeId);
    const { side, speaker } = spokenFor(ask, before.value, ask.body.side);
    return written(table, ask, before, disputed(before.value, ask.body.reason, side, speaker, ask.now));
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What the policy needs to know: it is both sides' business and that of their offices, and nobody else's. */
function resourceOf({ sellerId, buyerId, regionCodes }: Trade): Resource {
  return { owners: [sellerId, buyerId], regionCode: [regionCodes.seller, regionCodes.buyer], open: false };
}

const isAround = ({ regionCodes }: Trade, region: string): boolean =>
  within(regionCodes.seller, region) || within(regionCodes.buyer, region);

/** Reads a trade or refuses (404) what is not this caller's. One round trip. */
async function existing(table: Table, ask: AnyAsk, id: string): Promise<Stored<Trade>> {
  const stored = await readTrade(table, id);
  if (!stored || !ask.may('getTrade', resourceOf(stored.value))) throw notFound();
  return stored;
}

/** The same, to be changed: refuses (403) an office, and (412) a version that is no longer current. */
async function toChange(table: Table, ask: AnyAsk, id: string): Promise<Stored<Trade>> {
  const before = await existing(table, ask, id);
  ask.permit(resourceOf(before.value));
  ask.expectVersion(before.version);
  return before;
}

/** For which side the caller speaks: its own, or as an admin the one that it names. */
function spokenFor({ caller }: AnyAsk, trade: Trade, named: TradeSide | undefined) {
  const by = actorIn(trade, caller.organizationId);
  const side = by === 'office' ? named : by;
  if (side === undefined) throw invalid(['side'], 'is needed from an admin: whose word is it?');
  if (named !== undefined && named !== side) throw invalid(['side'], `is not yours: you are the ${side}`);
  const speaker: Speaker = by === 'office' ? { by, for: side } : { by };
  return { side, speaker };
}

/** The trade as it is now, with what follows from it. One round trip. */
async function written(table: Table, ask: AnyAsk, before: Stored<Trade>, after: Trade) {
  if (after === before.value) return { body: after, version: before.version };
  const records = await readRecords(table, after);
  return {
    body: after,
    version: before.version + 1,
    writes: [
      ...tradeWrites(after, before, ask.stamp),
      ...accountWrites(after, before.value, records, ask.stamp),
    ],
  };
}

type Party = { organization: Buyer | Cooperative; resource: Resource };

/** The organization in an item, if the caller may know of it. */
function partyIn(ask: AnyAsk, item: Item | undefined): Party | undefined {
  const organization = storedFrom<Buyer | Cooperative>(item)?.value;
  if (organization === undefined) return undefined;
  const isCooperative = 'credentials' in organization;
  const resource = isCooperative ? resourceOfCooperative(organization) : resourceOfBuyer(organization);
  return ask.may(isCooperative ? 'getCooperative' : 'getBuyer', resource)
    ? { organization, resource }
    : undefined;
}

/** Refuses (422) who is not known, and whose name is nobody else's business: a trade shows it to the other side. */
function ensureTrades(field: string, party: Party | undefined): void {
  if (party === undefined) throw invalid([field], 'is not the id of a cooperative or a buyer');
  if (party.resource.open === false) {
    throw invalid([field], 'was not verified by its office; until then it cannot trade here');
  }
}
