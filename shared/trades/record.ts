/** How a trade is recorded: who stands on both sides on that day, and what follows from what is said of it. */
import { buyerKinds, type Buyer } from '../buyers/buyer.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { invalid, together } from '../errors.ts';
import { holdingOn } from '../holdings/membership.ts';
import { posterFrom } from '../offers/offer-state.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import { definedOnly } from '../patch.ts';
import { ensureFactsFit, normalisedOf } from './facts.ts';
import { warningsOn, type KnownPrices } from './plausible.ts';
import type { Settled, Trade, TradeActor, TradeInput } from './trade.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Who stands on a side, as a trade keeps it. */
export type TradeParty = {
  readonly id: string;
  readonly name: string;
  readonly kind: Buyer['kind'] | 'cooperative';
  readonly regionCode: string;
  /** The holding it belonged to on the day; a holding belongs to itself. */
  readonly holdingId: string | undefined;
  readonly isHolding: boolean;
};

/** An organization as a party to a trade on a day. */
export function partyOn(organization: Buyer | Cooperative, day: string): TradeParty {
  const { id, name, kind, regionCode } = posterFrom(organization);
  const isHolding = organization.kind === 'holding';
  const holdingId = isBuyer(organization) ? undefined : isHolding ? id : holdingOn(organization, day);
  return { id, name, kind, regionCode, holdingId, isHolding };
}

const isBuyer = (organization: Buyer | Cooperative): organization is Buyer =>
  (buyerKinds as readonly string[]).includes(organization.kind);

/** What stands around a trade when it is recorded. */
export type Around = {
  readonly seller: TradeParty;
  readonly buyer: TradeParty;
  readonly partnership: Partnership | undefined;
  /** Of the same goods, to hold the price against. */
  readonly prices: KnownPrices;
};

/** A trade as `by` records it; who records as a side confirms with it. Refuses whatever does not fit, all at once. */
export function recordTrade(id: string, input: TradeInput, around: Around, by: TradeActor, now: Date): Trade {
  const { seller, buyer, partnership } = around;
  together(
    () => ensureFactsFit(input, now),
    () => ensurePartnersFit(input, partnership),
  );
  const kind = input.kind ?? (isHandedToHolding(around) ? 'transfer' : 'sale');
  if (kind === 'transfer' && !isHandedToHolding(around)) {
    throw invalid(
      ['kind'],
      'a transfer goes from a member to its holding; this seller was no member that day',
    );
  }
  const dueOn = input.dueOn ?? dueAfter(input.deliveredOn, partnership?.agreement?.terms.paymentTermDays);
  return newTrade(id, { ...input, ...(dueOn === undefined ? {} : { dueOn }) }, kind, around, by, now, {
    seller,
    buyer,
  });
}

/** What a settlement of consigned goods makes: the owner sold them to the shop, at its takings without the commission. */
export function settlementTrade(
  id: string,
  facts: Omit<TradeInput, 'kind'>,
  consignment: Settled,
  around: Around,
  by: TradeActor,
  now: Date,
): Trade {
  return { ...newTrade(id, facts, 'consignment', around, by, now, around), consignment };
}

function newTrade(
  id: string,
  facts: Omit<TradeInput, 'kind'>,
  kind: Trade['kind'],
  { prices }: Around,
  by: TradeActor,
  now: Date,
  { seller, buyer }: Pick<Around, 'seller' | 'buyer'>,
): Trade {
  const at = now.toISOString();
  const normalised = normalisedOf(facts);
  const areMembers = !seller.isHolding && !buyer.isHolding && seller.holdingId === buyer.holdingId;
  const trade: Trade = {
    id,
    ...facts,
    kind,
    sellerName: seller.name,
    buyerName: buyer.name,
    sellerKind: seller.kind,
    buyerKind: buyer.kind,
    regionCodes: { seller: seller.regionCode, buyer: buyer.regionCode },
    holdings: definedOnly({ seller: seller.holdingId, buyer: buyer.holdingId }),
    holdingId: areMembers ? seller.holdingId : undefined,
    normalised,
    state: 'recorded',
    confirmed: by === 'office' ? {} : { [by]: at },
    paymentConfirmedAt: facts.paidOn !== undefined && by === 'seller' ? at : undefined,
    warnings: warningsOn(normalised.unitPrice, prices),
    history: [{ at, by, did: 'recorded' }],
    createdAt: at,
    updatedAt: at,
  };
  return definedOnly(trade);
}

const isHandedToHolding = ({ seller, buyer }: Around): boolean =>
  buyer.isHolding && !seller.isHolding && seller.holdingId === buyer.id;

/** Payment counted from the day of delivery, as far as the terms say how long it takes. */
export function dueAfter(day: string, termDays: number | undefined): string | undefined {
  if (termDays === undefined) return undefined;
  return new Date(Date.parse(day) + termDays * DAY_MS).toISOString().slice(0, 10);
}

/** The side on which an organization stands; whoever is none of them and was let in is an office. */
export function actorIn(
  { sellerId, buyerId }: Pick<Trade, 'sellerId' | 'buyerId'>,
  organizationId: string | undefined,
): TradeActor {
  if (organizationId === sellerId) return 'seller';
  return organizationId === buyerId ? 'buyer' : 'office';
}

function ensurePartnersFit(
  { sellerId, buyerId, partnershipId }: TradeInput,
  partnership: Partnership | undefined,
): void {
  if (sellerId === buyerId) throw invalid(['buyerId'], 'sells it as well; nobody trades with itself');
  if (partnershipId === undefined) return;
  const pair = partnership && [partnership.cooperativeId, partnership.buyerId];
  if (!pair?.includes(sellerId) || !pair.includes(buyerId)) {
    throw invalid(['partnershipId'], 'is not the id of a partnership between these two');
  }
  if (partnership?.scheme === 'consignment' && sellerId === partnership.buyerId) {
    throw invalid(
      ['partnershipId'],
      'is on consignment: record what is placed and sold below it, and settle it there',
    );
  }
}
