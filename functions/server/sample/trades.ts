/**
 * The sample's trades: milk for MBG, what members of CooSAE trade with each other, hand to it, and what it sells on to East
 * Kalimantan; and Dadaprejo's outlet with goods of ID FOOD on consignment. All figures are invented.
 */
import type { Buyer } from '../../../shared/buyers/buyer.ts';
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import type { Partnership } from '../../../shared/partnerships/partnership.ts';
import type { Offer } from '../../../shared/offers/offer.ts';
import { consignmentKey, tradeKey, tradingRecordKey } from '../../../shared/table/keys.ts';
import type { Action, Key } from '../../../shared/table/table.ts';
import { itemOf, type Stamp } from '../../../shared/stored.ts';
import { move, openConsignment } from '../../../shared/trades/consignment-rules.ts';
import { consignmentWrites, movementWrites } from '../../../shared/trades/consignment-store.ts';
import type { MovementInput } from '../../../shared/trades/consignment.ts';
import { partyOn, recordTrade } from '../../../shared/trades/record.ts';
import { changeTrade, confirmTrade } from '../../../shared/trades/steps.ts';
import type { Trade } from '../../../shared/trades/trade.ts';
import { tradeWrites } from '../../../shared/trades/trade-store.ts';
import { asBuyer, asSeller, type TradingRecord } from '../../../shared/trades/trading-record.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

type Goods = { commodity: string; unit: 'kg' | 'liter'; price: number; origin?: string };
const milk: Goods = { commodity: 'milk-fresh', unit: 'liter', price: 8000, origin: '35.79.02.2002' };
const potato: Goods = { commodity: 'potato', unit: 'kg', price: 9500, origin: '35.79.02.2009' };
const cabbage: Goods = { commodity: 'cabbage', unit: 'kg', price: 4300, origin: '35.79.02.2008' };

const GUNUNGSARI = 'coop_35-79-02-2002';
const SUMBERBRANTAS = 'coop_35-79-02-2009';
const BULUKERTO = 'coop_35-79-02-2008';
const COOSAE = 'coop_coosae';
const MARGO = 'coop_margo-makmur-mandiri';
const KALTIM = 'buy_mitra-kaltim';
const DADAPREJO = 'part_id-food-gula-batu-35-79-03-1001';

/** Delivered and ordered in units, so many days ago; paid after so many days, or not yet. */
type Told = readonly [
  seller: string,
  buyer: string,
  goods: Goods,
  delivered: number,
  ordered: number,
  daysAgo: number,
  paidAfter?: number,
];
const TOLD: readonly Told[] = [
  [GUNUNGSARI, MARGO, milk, 150, 150, 30, 9],
  [GUNUNGSARI, MARGO, milk, 140, 150, 23, 12],
  [GUNUNGSARI, MARGO, milk, 150, 150, 16, 10],
  [GUNUNGSARI, MARGO, milk, 120, 150, 9],
  [SUMBERBRANTAS, BULUKERTO, potato, 800, 800, 28, 3],
  [BULUKERTO, GUNUNGSARI, cabbage, 600, 600, 20, 5],
  [SUMBERBRANTAS, COOSAE, potato, 4000, 5000, 18, 6],
  [BULUKERTO, COOSAE, cabbage, 3000, 3000, 17, 6],
  [COOSAE, KALTIM, { ...potato, price: 12_500 }, 4000, 5000, 14],
  [COOSAE, KALTIM, { ...cabbage, price: 6500 }, 3000, 3000, 14],
];

/** Sugar in Dadaprejo's outlet, in kilograms, with what customers paid. */
const MOVED: readonly (readonly [
  kind: 'placed' | 'sold' | 'returned',
  amount: number,
  daysAgo: number,
  takings?: number,
])[] = [
  ['placed', 500, 20],
  ['sold', 180, 12, 3_150_000],
  ['sold', 95, 5, 1_662_500],
  ['returned', 50, 4],
];

type Portion = { key: Key; writes: Action[] };
type World = {
  cooperatives: readonly Cooperative[];
  buyers: readonly Buyer[];
  offers: readonly Offer[];
  partnerships: readonly Partnership[];
};

/** Each trade with its places, the trading records that they make, and the consignment with its movements. */
export function sampleTrades(world: World, moments: Moments, stamp: Stamp): Portion[] {
  const trades = TOLD.map((told, at) => traded(world, told, at + 1, moments));
  return [
    ...trades.map((trade) => ({ key: tradeKey(trade.id), writes: tradeWrites(trade, undefined, stamp) })),
    ...[...recordsOf(trades)].map(([id, record]): Portion => {
      const key = tradingRecordKey(id);
      return { key, writes: [{ do: 'put', item: itemOf(key, {}, record, 1, stamp) }] };
    }),
    consigned(world, moments, stamp),
  ];
}

function traded({ cooperatives, buyers }: World, told: Told, number: number, moments: Moments): Trade {
  const [sellerId, buyerId, goods, delivered, ordered, daysAgo, paidAfter] = told;
  const { commodity, unit, price, origin } = goods;
  const dayAgo = (days: number): string => moments.ago(days).slice(0, 10);
  const deliveredOn = dayAgo(daysAgo);
  const party = (id: string) =>
    partyOn(
      [...cooperatives, ...buyers].find((each) => each.id === id)!,
      deliveredOn,
    );
  const input = {
    sellerId,
    buyerId,
    commodity,
    quantity: { amount: delivered, unit },
    ordered: { amount: ordered, unit },
    totalPrice: price * delivered,
    deliveredOn,
    orderedFor: deliveredOn,
    dueOn: dayAgo(daysAgo - 14),
    reference: SAMPLE,
    ...(origin === undefined ? {} : { origin }),
  };
  const around = {
    seller: party(sellerId),
    buyer: party(buyerId),
    partnership: undefined,
    prices: { others: [] },
  };
  const at = (days: number): Date => new Date(moments.ago(days));
  const id = `trd_contoh-${String(number).padStart(2, '0')}`;
  const recorded = recordTrade(id, input, around, 'seller', at(daysAgo));
  const confirmed = confirmTrade(recorded, 'buyer', { by: 'buyer' }, at(daysAgo - 1));
  if (paidAfter === undefined) return confirmed;
  const paid = { paidOn: dayAgo(daysAgo - paidAfter) };
  return changeTrade(confirmed, paid, 'seller', { others: [] }, at(daysAgo - paidAfter));
}

function recordsOf(trades: readonly Trade[]): Map<string, TradingRecord> {
  const records = new Map<string, TradingRecord>();
  for (const trade of trades) {
    const { sellerId, buyerId } = trade;
    records.set(sellerId, asSeller(records.get(sellerId), undefined, trade)!);
    records.set(buyerId, asBuyer(records.get(buyerId), undefined, trade)!);
  }
  return records;
}

function consigned({ offers, partnerships }: World, moments: Moments, stamp: Stamp): Portion {
  const partnership = partnerships.find(({ id }) => id === DADAPREJO)!;
  const offer = offers.find(({ id }) => id === partnership.offerId)!;
  let consignment = openConsignment(partnership, offer.consignment, new Date(moments.ago(MOVED[0]![2])));
  const writes = MOVED.flatMap(([kind, amount, daysAgo, takings], at) => {
    const on = moments.ago(daysAgo).slice(0, 10);
    const quantity = { amount, unit: 'kg' } as const;
    const input: MovementInput = {
      kind,
      on,
      quantity,
      reference: SAMPLE,
      ...(takings === undefined ? {} : { takings }),
    };
    const setting = { by: 'shop', isFirst: at === 0 } as const;
    const moved = move(consignment, `mov_contoh-${at + 1}`, input, setting, new Date(moments.ago(daysAgo)));
    consignment = moved.consignment;
    return movementWrites(partnership.id, moved.movement, undefined, stamp);
  });
  return {
    key: consignmentKey(partnership.id),
    writes: [...consignmentWrites(consignment, undefined, stamp), ...writes],
  };
}
