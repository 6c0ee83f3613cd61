/** The measured facts of a pair that factors turn into points: shares, ratios, days of travel. Whole numbers throughout. */
import { countMonths, thousandths } from './curve.ts';
import type { Pair, SupplyGoods } from './pair.ts';

/**
 * Thousandths of a day to wait, load, cross and unload where a sea lies between (E): a quarter of a day for a ferry over a strait,
 * more with the distance, two days at most, so that Java–Kalimantan takes three to four days in all.
 */
const FERRY_MILLI_DAYS = 250;
const CROSSING_MILLI_DAYS_A_KM = 2;
const LONGEST_CROSSING_MILLI_DAYS = 2000;
/** One hour: loading alone takes it. */
const SHORTEST_MILLI_DAYS = 42;
/** Straight-line km a truck makes in a day on Indonesian roads with loading and rest (E). */
export const ROAD_KM_A_DAY = 400;
/** The same for ship and the roads on both shores (E). */
const SEA_KM_A_DAY = 500;
const ROAD_MILLI_DAYS_A_KM = 1000 / ROAD_KM_A_DAY;
const SEA_MILLI_DAYS_A_KM = 1000 / SEA_KM_A_DAY;

/** Rupiah to move a ton one straight-line km by a small truck that returns empty, and beyond `SHORT_HAUL_KM` by a large one (E). */
const ROAD_RUPIAH_TON_KM = 2000;
const LONG_HAUL_RUPIAH_TON_KM = 1000;
const SHORT_HAUL_KM = 200;
/** The same by ship or container, after `CROSSING_RUPIAH_TON` for both ports (E). */
const SEA_RUPIAH_TON_KM = 400;
const CROSSING_RUPIAH_TON = 500_000;

/** What keeps without limit is counted as two years: even dry goods are wanted soon. */
const LONGEST_KEEP_DAYS = 730;
/** Stock binds money and room: nobody is counted on to hold a harvest longer than this (E). */
const LONGEST_STOCK_MONTHS = 3;
/** What needs ice at once (milk, fish) lasts most of a day on ice or in tanks without a cold room (E). */
const SHORTEST_KEEP_DAYS = 0.75;

/** Travel time in thousandths of a day; falls with nearness, never below one hour. */
export function travelMilliDays(km: number, sea: boolean): number {
  return sea ? seaMilliDays(km) : roadMilliDays(km);
}

export function roadMilliDays(km: number): number {
  return Math.max(SHORTEST_MILLI_DAYS, Math.floor(km * ROAD_MILLI_DAYS_A_KM));
}

export function seaMilliDays(km: number): number {
  const crossing = Math.min(
    LONGEST_CROSSING_MILLI_DAYS,
    FERRY_MILLI_DAYS + Math.floor(CROSSING_MILLI_DAYS_A_KM * km),
  );
  return Math.floor(km * SEA_MILLI_DAYS_A_KM) + crossing;
}

/** Whether the cooperative can cool what it sends. */
export function cools({ supply }: Pair): boolean {
  return supply.units.includes('cold-storage');
}

/** Days the goods keep in thousandths, cooled when the cooperative has a cold room; more keeping never hurts. */
export function keepMilliDays(pair: Pair, goods: SupplyGoods): number {
  const cooled = cools(pair) && goods.coldDays !== null ? goods.coldDays : 0;
  const days = Math.min(LONGEST_KEEP_DAYS, Math.max(SHORTEST_KEEP_DAYS, goods.ambientDays, cooled));
  return Math.floor(1000 * days);
}

/** Rupiah to bring a ton over the way (E). */
export function freightPerTon(km: number, sea: boolean): number {
  return sea ? seaFreightPerTon(km) : roadFreightPerTon(km);
}

export function seaFreightPerTon(km: number): number {
  return CROSSING_RUPIAH_TON + SEA_RUPIAH_TON_KM * km;
}

/** Coastal shipping may undercut a long road. */
export function roadFreightPerTon(km: number): number {
  const long = Math.max(0, km - SHORT_HAUL_KM);
  return Math.min(seaFreightPerTon(km), ROAD_RUPIAH_TON_KM * (km - long) + LONG_HAUL_RUPIAH_TON_KM * long);
}

/** Freight as thousandths of the goods' worth at the target price; `null` for goods sold by the piece or without one. */
export function freightShare({ demand, link }: Pick<Pair, 'demand' | 'link'>): number | null {
  const unit = demand.goods?.baseUnit;
  const price = demand.goods?.price ?? null;
  if (price === null || price <= 0 || (unit !== 'kg' && unit !== 'liter')) return null;
  return thousandths(freightPerTon(link.km, link.sea), 1000 * price);
}

/** Keeping time that the way uses up, in thousandths. */
export function keepingUsed(pair: Pair): number {
  return pair.supply.goods === null
    ? 1000
    : thousandths(travelMilliDays(pair.link.km, pair.link.sea), keepMilliDays(pair, pair.supply.goods));
}

/**
 * What the way costs the goods, in thousandths: the larger of the keeping time used up and of freight's share of their worth.
 * Full where freight is unknown, since what is sold by the piece may be bulky.
 */
export function burden(pair: Pair): number {
  return Math.max(keepingUsed(pair), freightShare(pair) ?? 1000);
}

/** Whether both sides count in the same unit, so that amounts and prices compare at all. */
export function comparable({ demand, supply }: Pair): boolean {
  return supply.goods !== null && demand.goods !== null && supply.goods.baseUnit === demand.goods.baseUnit;
}

/** Thousandths of the demand that the supply's monthly capacity covers (above 1000: more than enough). */
export function covered({ demand, supply }: Pair): number {
  return demand.goods === null || supply.goods === null || demand.goods.perMonth <= 0
    ? 0
    : thousandths(supply.goods.perMonth, demand.goods.perMonth);
}

/** Thousandths of the supply's monthly capacity that the demand takes. */
export function taken({ demand, supply }: Pair): number {
  return demand.goods === null || supply.goods === null || supply.goods.perMonth <= 0
    ? 0
    : thousandths(demand.goods.perMonth, supply.goods.perMonth);
}

/** Whole months that the goods are held in store. */
export function monthsKept(pair: Pair): number {
  return pair.supply.goods === null
    ? 0
    : Math.min(LONGEST_STOCK_MONTHS, Math.floor(keepMilliDays(pair, pair.supply.goods) / 30_000));
}

/** Months of the demand in which the goods are at hand: harvested, or (`stored`) kept from a harvest before. */
export function seasonOverlap(pair: Pair): { direct: number; stored: number; wanted: number } {
  const { demand, supply } = pair;
  const harvest = supply.goods?.months ?? 0;
  const direct = demand.months & harvest;
  let reach = harvest;
  for (let i = 0; i < monthsKept(pair); i += 1) reach |= ((reach << 1) | (reach >> 11)) & 0xfff;
  return {
    direct: countMonths(direct),
    stored: countMonths(demand.months & reach & ~direct),
    wanted: countMonths(demand.months),
  };
}

/** Thousandths of the wanted months that are served; a month served from store counts half. */
export function seasonShare(pair: Pair): number {
  const { direct, stored, wanted } = seasonOverlap(pair);
  return wanted === 0 ? 0 : Math.floor((1000 * direct + 500 * stored) / wanted);
}

/** Months of the harvest for which the buyer has a use: at once, or (`stored`) later, as long as the goods are kept for it. */
export function outletOverlap(pair: Pair): { direct: number; stored: number; harvest: number } {
  const harvest = pair.supply.goods?.months ?? 0;
  const direct = pair.demand.months & harvest;
  let reach = pair.demand.months;
  for (let i = 0; i < monthsKept(pair); i += 1) reach |= (reach >> 1) | ((reach & 1) << 11);
  return {
    direct: countMonths(direct),
    stored: countMonths(harvest & reach & ~direct),
    harvest: countMonths(harvest),
  };
}

/** Thousandths of the harvest months that find the buyer; a month that waits in store counts half. */
export function outletShare(pair: Pair): number {
  const { direct, stored, harvest } = outletOverlap(pair);
  return harvest === 0 ? 0 : Math.floor((1000 * direct + 500 * stored) / harvest);
}

/** Asked price in thousandths of the target price; `null` when one of them is not stated or not comparable. */
export function priceRatio(pair: Pair): number | null {
  const target = pair.demand.goods?.price ?? null;
  const asked = pair.supply.goods?.price ?? null;
  return target === null || asked === null || target <= 0 || !comparable(pair)
    ? null
    : thousandths(asked, target);
}

/** Least order in thousandths of what the buyer can use at once: a month's need, less when it spoils sooner. */
export function minimumOrderRatio(pair: Pair): number {
  const { demand, supply } = pair;
  const least = supply.goods?.minimumOrder ?? null;
  if (least === null || demand.goods === null || supply.goods === null || !comparable(pair)) return 0;
  const usable = usableAtOnce(pair);
  return usable <= 0 ? 1_000_000 : thousandths(least, usable);
}

/** What the buyer can use before it spoils, a month's need at most, in the base unit. */
export function usableAtOnce(pair: Pair): number {
  const { demand, supply } = pair;
  if (demand.goods === null || supply.goods === null) return 0;
  const usableDays = Math.min(
    30,
    Math.max(demand.goods.rhythmDays, keepMilliDays(pair, supply.goods) / 1000),
  );
  return (demand.goods.perMonth * usableDays) / 30;
}

/** How near the cooperative is to a place by region codes: 4 same village, 3 district, 2 regency, 1 province, 0 elsewhere. */
export function sharedLevels(a: string, b: string): number {
  let level = 0;
  for (let at = 0; ; at += 1) {
    const [endsA, endsB] = [at >= a.length || a[at] === '.', at >= b.length || b[at] === '.'];
    if (endsA && endsB) level += 1;
    if (at >= a.length || at >= b.length || a[at] !== b[at]) return level;
  }
}
