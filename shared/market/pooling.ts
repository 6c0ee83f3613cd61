/** Filling an offer that no single cooperative can: the eligible potentials of its commodity as suppliers, and the cheapest plan. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { Refusal } from '../errors.ts';
import { countMonths } from '../matching/curve.ts';
import { freightPerTon } from '../matching/facts.ts';
import type { Link } from '../matching/pair.ts';
import { pool, type Pool, type PoolSupplier } from '../matching/pool.ts';
import type { Setting } from '../offers/offer-state.ts';
import type { Offer } from '../offers/offer.ts';
import { normalise, type NormalisedQuantity } from '../quantities.ts';
import type { MarketVersions } from './bucket-store.ts';
import type { Market } from './market.ts';
import { refreshed } from './matches.ts';
import type { OfferPool } from './pooled.ts';
import { countBlockers, type Candidate } from './shortlist.ts';
import { demandOf } from './sides.ts';

/** Rupiah to call at one more supplier: the detour, loading and papers of a small truck (E). */
const STOP_RUPIAH = 250_000;
/** Of what is counted and not weighed one piece travels like a kilogram (E): its weight is not known. */
const KG_A_UNIT = 1;
/** Each further plan is made because a supplier of the one before is not what the index says; so often the market does not change. */
const MOST_PLANS = 50;

/** A potential that is eligible, as a supplier of the plan. */
type Supplier = { readonly candidate: Candidate; readonly terms: PoolSupplier; readonly freight: number };

/** Where an eligible potential is not counted. */
type Excluded = keyof OfferPool['leftOut'];

/** What an offer asks for, over its months. */
type Need = {
  readonly quantity: NormalisedQuantity;
  readonly perMonth: number;
  readonly months: number;
  /** A day's, week's or month's amount that comes again, and not a total. */
  readonly recurs: boolean;
};

/**
 * The cheapest plan for a purchase among the potentials of its commodity that nothing blocks, as they are now: whoever turns out
 * to be gone or changed is replaced and the plan made anew. Beyond what `suppliersFor` takes one batch read for every hundred
 * suppliers and their cooperatives, usually once. Refuses (`invalid`) every other scheme.
 */
export async function poolOf(
  market: Market,
  offer: Offer,
  setting: Setting,
  versions: MarketVersions,
  { maxSuppliers, now }: { maxSuppliers: number | undefined; now: Date },
): Promise<OfferPool> {
  const need = needOf(offer, setting);
  const leftOut = { withoutPrice: 0, inOtherUnits: 0, outOfSeason: 0, sameHarvest: 0 };
  const suppliers = new Map<string, Supplier>();
  const count = (candidate: Candidate): void => {
    const supplier = supplierOf(candidate, need);
    if (typeof supplier === 'string') leftOut[supplier] += 1;
    else suppliers.set(supplier.terms.id, supplier);
  };
  for (const candidate of await market.suppliersFor(offer, setting, versions, now)) count(candidate);

  const planFrom = (some: ReadonlyMap<string, Supplier>): Pool =>
    pool({
      quantity: need.quantity.amount,
      maxSuppliers,
      freightPerUnitKm: 0, // freight is not in proportion to the way: it stands in the price of a unit
      stopCost: STOP_RUPIAH,
      suppliers: [...some.values()].map(({ terms }) => terms),
    });
  const owners = new Map<string, Cooperative>();
  for (let plans = 0; plans < MOST_PLANS; plans += 1) {
    const planned = planFrom(suppliers);
    const chosen = planned.suppliers.map(({ id }) => suppliers.get(id)!);
    const unseen = chosen.filter(({ terms }) => !owners.has(terms.id));
    const candidates = unseen.map(({ candidate }) => candidate);
    for (const { terms } of unseen) suppliers.delete(terms.id);
    for (const fresh of unseen.length === 0 ? [] : await refreshed(market.table, candidates, now)) {
      owners.set(fresh.supply.id, fresh.cooperative);
      if (fresh.link.kinship === 'same' && countBlockers(fresh, now) === 0) count(fresh);
    }
    if (!unseen.every(({ terms }) => isSame(suppliers.get(terms.id)?.terms, terms))) continue;
    const twice = sameHarvest(chosen, owners);
    if (twice === undefined) return viewOf(planned, need, suppliers, owners, leftOut);
    const [first, second] = twice.map((ids) => without(suppliers, ids));
    const dropped = isBetter(planFrom(first!), planFrom(second!)) ? twice[0] : twice[1];
    for (const id of dropped) suppliers.delete(id);
    leftOut.sameHarvest += dropped.length;
  }
  throw new Refusal('unavailable', 'The market changes too fast to plan; try again shortly.', [], 1);
}

/**
 * A holding's listing is its members' supply, so both together would count one harvest twice: the potentials of the first holding
 * in the plan that has members in it, and those of these members. One side has to go.
 */
function sameHarvest(
  chosen: readonly Supplier[],
  owners: ReadonlyMap<string, Cooperative>,
): readonly [holding: string[], members: string[]] | undefined {
  for (const { candidate } of chosen) {
    const holding = candidate.cooperative.id;
    const members = chosen.filter(({ terms }) => owners.get(terms.id)?.holdingId === holding);
    if (members.length === 0) continue;
    const own = chosen.filter((each) => each.candidate.cooperative.id === holding);
    return [own.map(({ terms }) => terms.id), members.map(({ terms }) => terms.id)];
  }
  return undefined;
}

function without(suppliers: ReadonlyMap<string, Supplier>, ids: readonly string[]): Map<string, Supplier> {
  const others = new Map(suppliers);
  for (const id of ids) others.delete(id);
  return others;
}

/** Whether a plan fills more, or as much for no more. */
function isBetter(a: Pool, b: Pool): boolean {
  return a.filled > b.filled || (a.filled === b.filled && a.deliveredCost <= b.deliveredCost);
}

function needOf(offer: Offer, setting: Setting): Need {
  const demand = demandOf(offer, setting);
  if (offer.scheme !== 'purchase' || offer.quantity === undefined || demand.goods === null) {
    throw new Refusal(
      'invalid',
      'Only an offer to purchase goods can be filled by several suppliers together.',
    );
  }
  const quantity = normalise(offer.quantity);
  const recurs = quantity.per === 'day' || quantity.per === 'week' || quantity.per === 'month';
  return { quantity, perMonth: demand.goods.perMonth, months: demand.months, recurs };
}

/**
 * What a potential can bring in the offer's months, on their average: its capacity in the months both have, of what comes again
 * no more than the need of those months. An order is one period's delivery.
 */
function supplierOf(candidate: Candidate, need: Need): Supplier | Excluded {
  const { supply, demand, link } = candidate;
  const { goods } = supply;
  if (goods === null || goods.baseUnit !== demand.goods?.baseUnit) return 'inOtherUnits';
  const both = countMonths(goods.months & need.months);
  if (both === 0) return 'outOfSeason';
  if (goods.price === null) return 'withoutPrice';
  const wanted = countMonths(need.months);
  const monthly = need.recurs ? Math.min(goods.perMonth, need.perMonth) : goods.perMonth;
  const share = (monthly * both) / (need.perMonth * wanted);
  // Whoever has enough brings all of it, in whatever parts it is asked for; so little that a month of it rounds to nothing, anybody.
  const isEnough = need.perMonth === 0 || share >= 1;
  const { amount } = need.quantity;
  const available = isEnough ? amount : toldApart(share * amount, goods.baseUnit);
  const least = goods.minimumOrder ?? 0;
  const freight = freightPerUnit(link, goods.baseUnit);
  return {
    candidate,
    freight,
    terms: {
      id: supply.id,
      available,
      unitPrice: goods.price + freight,
      distanceKm: link.km,
      minimumOrder: need.recurs ? Math.ceil((1000 * least * wanted) / both) / 1000 : least,
    },
  };
}

/** Grams and millilitres at the finest, whole pieces; rounding of months to days must not cost one. */
function toldApart(quantity: number, unit: string): number {
  const parts = unit === 'kg' || unit === 'liter' ? 1000 : 1;
  return Math.floor(quantity * parts + 0.001) / parts;
}

/** Rupiah to bring one unit over the way; a liter counts as a kilogram. */
function freightPerUnit(link: Link, unit: string): number {
  const kg = unit === 'kg' || unit === 'liter' ? 1 : KG_A_UNIT;
  return (freightPerTon(link.km, link.sea) * kg) / 1000;
}

function isSame(a: PoolSupplier | undefined, b: PoolSupplier): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function viewOf(
  planned: Pool,
  need: Need,
  suppliers: ReadonlyMap<string, Supplier>,
  owners: ReadonlyMap<string, Cooperative>,
  leftOut: OfferPool['leftOut'],
): OfferPool {
  const wanted = monthsIn(need.months);
  const inMonth = new Map(wanted.map((month) => [month, 0]));
  const listed = planned.suppliers.map(({ id, quantity }) => {
    const { candidate, freight } = suppliers.get(id)!;
    const { goods } = candidate.supply;
    const months = monthsIn(goods!.months & need.months);
    const each = need.recurs ? (quantity * wanted.length) / months.length : quantity / months.length;
    for (const month of months) inMonth.set(month, inMonth.get(month)! + each);
    return {
      cooperativeId: candidate.cooperative.id,
      cooperativeName: owners.get(id)!.name,
      potentialId: id,
      quantity,
      unitPrice: goods!.price!,
      freightPerUnit: freight,
      distanceKm: candidate.link.km,
      sea: candidate.link.sea,
      months,
    };
  });
  return {
    quantity: need.quantity,
    suppliers: listed,
    filled: planned.filled,
    shortfall: planned.shortfall,
    deliveredCost: Math.round(planned.deliveredCost),
    lowerBound: Math.round(planned.lowerBound),
    stopCost: STOP_RUPIAH,
    byMonth: [...inMonth].map(([month, quantity]) => ({
      month,
      quantity: Math.round(quantity * 1000) / 1000,
    })),
    leftOut,
  };
}

/** The months of a mask, January first. */
function monthsIn(mask: number): number[] {
  return Array.from({ length: 12 }, (_, at) => at + 1).filter((month) => (mask >> (month - 1)) & 1);
}
