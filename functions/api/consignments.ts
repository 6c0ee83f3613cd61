/** Goods on consignment over HTTP: placed, sold, returned, counted, and settled into a trade. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import type { Buyer } from '../../shared/buyers/buyer.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { dateSchema } from '../../shared/credentials/credential.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import { offerFrom, organizationKey } from '../../shared/offers/offer-store.ts';
import { partnershipIdSchema, type Partnership } from '../../shared/partnerships/partnership.ts';
import { partnershipFrom } from '../../shared/partnerships/partnership-store.ts';
import { storedFrom, type Stored } from '../../shared/stored.ts';
import {
  consignmentKey,
  movementKey,
  offerKey,
  partnershipKey,
  tradeKey,
  unpaidKey,
} from '../../shared/table/keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import {
  consignmentStateSchema,
  movementInputSchema,
  movementSchema,
  type Consignment,
  type Movement,
  type MovementInput,
} from '../../shared/trades/consignment.ts';
import {
  ensurePlaceable,
  move,
  openConsignment,
  reopen,
  reverse,
  settle,
  viewConsignment,
} from '../../shared/trades/consignment-rules.ts';
import {
  consignmentFrom,
  consignmentWrites,
  listMovements as listStored,
  movementFrom,
  movementWrites,
} from '../../shared/trades/consignment-store.ts';
import { partyOn, settlementTrade } from '../../shared/trades/record.ts';
import { withdrawTrade } from '../../shared/trades/steps.ts';
import { tradeSchema } from '../../shared/trades/trade.ts';
import { tradeFrom, tradeWrites } from '../../shared/trades/trade-store.ts';
import { accountWrites, unpaidIn } from '../../shared/trades/trading-record-store.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation, pageFields } from './operation.ts';
import { resourceOf } from './partnerships.ts';

const path = { partnershipId: partnershipIdSchema };
const one = { form: 'one', schema: consignmentStateSchema, versioned: true, derived: true } as const;

const getConsignment = operation({
  id: 'getConsignment',
  method: 'get',
  path: '/v1/partnerships/{partnershipId}/consignment',
  tag: 'Trades',
  summary: 'Read how goods on consignment stand: in the shop, sold, to settle, to pay',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'As it stands' },
});

const moveConsignment = operation({
  id: 'moveConsignment',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/consignment',
  tag: 'Trades',
  summary: 'Enter goods on consignment that were placed, sold, returned, lost or counted',
  description:
    'The goods stay their owner’s until they are sold, and nothing is paid before. The shop says what it sold, lost and counted; both sides say what was brought and what went back. More than lies in the shop cannot leave it (409).',
  idempotent: true,
  params: z.strictObject(path),
  body: movementInputSchema,
  answers: { ...one, status: 200, description: 'As it stands now' },
});

const listMovements = operation({
  id: 'listMovements',
  method: 'get',
  path: '/v1/partnerships/{partnershipId}/consignment/movements',
  tag: 'Trades',
  summary: 'List what was placed, sold, returned, lost and counted',
  params: z.strictObject(path),
  query: z.strictObject(pageFields),
  answers: { status: 200, form: 'list', schema: movementSchema, description: 'The newest first' },
});

const settleConsignment = operation({
  id: 'settleConsignment',
  method: 'post',
  path: '/v1/partnerships/{partnershipId}/consignment/settlements',
  tag: 'Trades',
  summary: 'Settle what was sold: the takings without the commission become a trade to be paid',
  description:
    'By either side; the other confirms the trade. It is due after the days of the terms. A disputed one is taken back with a movement `reversed`.',
  idempotent: true,
  params: z.strictObject(path),
  body: z
    .strictObject({
      until: dateSchema.optional().meta({ description: 'Its last day; today when left out' }),
    })
    .meta({ id: 'SettlementInput', example: {} }),
  bodyMayLack: true,
  answers: { form: 'one', schema: tradeSchema, versioned: true, status: 201, description: 'The trade' },
});

/** Routes of this noun on `router`. */
export function consignments(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, getConsignment, async (ask) => {
    const { stored, unpaid } = await existing(table, ask, ask.params.partnershipId);
    if (stored === undefined) {
      throw new Refusal(
        'not-found',
        'Nothing was placed here yet; whose goods they are enters what it places.',
      );
    }
    return { body: viewConsignment(stored.value, unpaid), version: stored.version };
  });

  mount(router, deps, moveConsignment, async (ask) => {
    const { partnership, stored, unpaid } = await existing(table, ask, ask.params.partnershipId);
    const moved =
      ask.body.kind === 'reversed'
        ? await takenBack(table, ask, partnership, placedGoods(stored))
        : await entered(table, ask, partnership, stored);
    return {
      body: viewConsignment(moved.consignment, unpaid),
      version: (stored?.version ?? 0) + 1,
      writes: [...consignmentWrites(moved.consignment, stored, ask.stamp), ...moved.writes],
    };
  });

  mount(router, deps, listMovements, async (ask) => {
    const { partnership } = await existing(table, ask, ask.params.partnershipId);
    return listStored(table, partnership.id, await ask.page());
  });

  mount(router, deps, settleConsignment, async (ask) => {
    const { partnership, stored } = await existing(table, ask, ask.params.partnershipId);
    const before = placedGoods(stored);
    const { ownerId, shopId, commodity, unit } = before.value;
    const until = ask.body.until ?? dayToSettle(before.value, partnership, ask.now);
    const parties = await table.getMany([organizationKey(ownerId), organizationKey(shopId)]);
    const id = ask.newId('trd');
    const { consignment, settled, due, dueOn } = settle(before.value, id, until, ask.now);
    const [seller, buyer] = parties.map((item) =>
      partyOn(storedFrom<Buyer | Cooperative>(item)!.value, until),
    ) as [ReturnType<typeof partyOn>, ReturnType<typeof partyOn>];
    const facts = {
      sellerId: ownerId,
      buyerId: shopId,
      commodity,
      quantity: { amount: settled.sold, unit },
      totalPrice: due,
      deliveredOn: until,
      dueOn,
      partnershipId: partnership.id,
    };
    const by = { owner: 'seller', shop: 'buyer', office: 'office' } as const;
    const around = { seller, buyer, partnership, prices: { others: [] } };
    const trade = settlementTrade(id, facts, settled, around, by[actorOf(ask, partnership)], ask.now);
    const nobody = { seller: undefined, buyer: undefined };
    return {
      body: trade,
      version: 1,
      location: `/v1/trades/${id}`,
      writes: [
        ...consignmentWrites(consignment, before, ask.stamp),
        ...tradeWrites(trade, undefined, ask.stamp),
        ...accountWrites(trade, undefined, nobody, ask.stamp),
      ],
    };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;
type Moving = Ask<unknown, unknown, MovementInput>;
type Moved = { consignment: Consignment; writes: Action[] };

/** The partnership with its consignment and what is unpaid, or a refusal (404). One round trip. */
async function existing(table: Table, ask: AnyAsk, id: string) {
  const [partnershipItem, goods, money] = await table.getMany([
    partnershipKey(id),
    consignmentKey(id),
    unpaidKey(id),
  ]);
  const partnership = partnershipFrom(partnershipItem)?.value;
  if (partnership === undefined) throw notFound();
  ask.permit(resourceOf(partnership));
  const stored = consignmentFrom(goods);
  // What both have agreed on since the first placement takes the place of the offer's terms.
  const terms = partnership.agreement?.terms.consignment;
  return {
    partnership,
    unpaid: unpaidIn(money),
    stored: stored && terms ? { ...stored, value: { ...stored.value, terms } } : stored,
  };
}

function placedGoods(stored: Stored<Consignment> | undefined): Stored<Consignment> {
  if (stored === undefined) throw new Refusal('conflict', 'Nothing was placed on consignment yet.');
  return stored;
}

function actorOf({ caller }: AnyAsk, { buyerId, cooperativeId }: Partnership): Movement['by'] {
  if (caller.organizationId === buyerId) return 'owner';
  return caller.organizationId === cooperativeId ? 'shop' : 'office';
}

/** A movement of goods. A round trip more for the terms of the offer, where nothing is agreed and nothing was placed. */
async function entered(
  table: Table,
  ask: Moving,
  partnership: Partnership,
  stored: Stored<Consignment> | undefined,
): Promise<Moved> {
  if (ask.body.kind === 'placed') ensurePlaceable(partnership);
  else placedGoods(stored);
  const before = stored?.value ?? openConsignment(partnership, await termsOf(table, partnership), ask.now);
  const by = actorOf(ask, partnership);
  const setting = { by, isFirst: stored === undefined };
  const { consignment, movement } = move(before, ask.newId('mov'), ask.body, setting, ask.now);
  return { consignment, writes: movementWrites(partnership.id, movement, undefined, ask.stamp) };
}

/** What both have agreed on, or else what the offer says. */
async function termsOf(table: Table, { agreement, offerId }: Partnership) {
  if (agreement !== undefined) return agreement.terms.consignment;
  return offerFrom(await table.get(offerKey(offerId)))?.value.consignment;
}

/** A movement or the last settlement, taken back. One round trip more. */
async function takenBack(
  table: Table,
  ask: Moving,
  partnership: Partnership,
  before: Stored<Consignment>,
): Promise<Moved> {
  const { reverses = '', reason } = ask.body;
  if (reason === undefined) throw invalid(['reason'], 'is needed with reversed');
  const by = actorOf(ask, partnership);
  if (reverses.startsWith('trd_')) {
    const trade = tradeFrom(await table.get(tradeKey(reverses)));
    if (trade?.value.partnershipId !== partnership.id) {
      throw invalid(['reverses'], 'is no settlement of this consignment');
    }
    const consignment = reopen(before.value, reverses, ask.now);
    const as = { owner: 'seller', shop: 'buyer', office: 'office' } as const;
    return {
      consignment,
      writes: tradeWrites(withdrawTrade(trade.value, reason, as[by], ask.now), trade, ask.stamp),
    };
  }
  const target = movementFrom(await table.get(movementKey(partnership.id, reverses || 'none')));
  const done = reverse(before.value, ask.newId('mov'), ask.body, target?.value, by, ask.now);
  return {
    consignment: done.consignment,
    writes: [
      ...movementWrites(partnership.id, done.movement, undefined, ask.stamp),
      ...movementWrites(partnership.id, done.target, target, ask.stamp),
    ],
  };
}

/** Today where the shop is; the day of its last sale, where that was entered as a later one. */
function dayToSettle(
  { unsettled: { lastSoldOn } }: Consignment,
  { regionCodes }: Partnership,
  now: Date,
): string {
  const today = dayOf(now, regionCodes.cooperative);
  return lastSoldOn !== undefined && lastSoldOn > today ? lastSoldOn : today;
}
