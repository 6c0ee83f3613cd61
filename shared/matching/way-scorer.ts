/**
 * What the way from a spot does for one demand at one shelf, worked out once a question for each spot that is looked at: the obstacles of freight
 * and of spoilage, and the weighed points of distance and locality. The same curves as in `goods-factors.ts` and `feasibility.ts`.
 */
import { NO_WAY, kmAtHand, type Approach, type Way } from './approach.ts';
import { COLD, type Shelf, type Storing } from './columns.ts';
import { lookUp, tableOf } from './curve.ts';
import { WORTH } from './curves.ts';
import {
  roadFreightPerTon as freightByRoad,
  roadMilliDays as daysByRoad,
  seaFreightPerTon as freightBySea,
  seaMilliDays as daysBySea,
} from './facts.ts';
import { distanceWorth as distanceWorthOf } from './goods-factors.ts';
import type { DemandGoods } from './pair.ts';
import { REACHED, ROOM, WORDS as ALL_WORDS } from './room.ts';
import * as tables from './tables.ts';
import type { Weights } from './weights.ts';

/** What is asked for each spot, under names of this file: the compiler knows their values then, where an import is looked up at every use. */
const WORDS = ALL_WORDS;
const IN_ROOM = ROOM;
const IN_REACHED = REACHED;
const NONE = NO_WAY;
const [roadMilliDays, seaMilliDays] = [daysByRoad, daysBySea];
const [roadFreight, seaFreight] = [freightByRoad, freightBySea];
const distanceWorth = distanceWorthOf;
const { BURDEN, FREIGHT, FREIGHT_WORTH, FULL, NEARNESS, SPOILAGE, bothOf, least, most } = tables;

const FREIGHTS = bothOf(FREIGHT, FREIGHT_WORTH);
const SAME_PROVINCE = tableOf(WORTH.sameProvince);
const LAST_FREIGHT = FREIGHTS.length - 1;
const LAST_NEARNESS = NEARNESS.length - 1;
const LAST_BURDEN = BURDEN.length - 1;
/** Points of a factor fit these bits: so the compiler knows that products of two are whole numbers of 32 bits. */
const POINTS = 0x3ff;

export class WayScorer {
  readonly room: number;
  readonly km: Uint16Array;
  readonly local: Uint8Array;
  readonly warm: Storing;
  readonly cold: Storing;
  /** What freight is compared with; 0 where it is unknown. */
  readonly worthATon: number;
  readonly related: number;
  readonly weighDistance: number;
  readonly weighLocal: number;

  constructor(
    room: number,
    approach: Approach,
    shelf: Shelf,
    { price, baseUnit }: Pick<DemandGoods, 'price' | 'baseUnit'>,
    related: number,
    weights: Weights,
  ) {
    const isWeighed = baseUnit === 'kg' || baseUnit === 'liter';
    this.room = room;
    this.km = kmAtHand(approach);
    this.local = approach.local;
    this.warm = shelf.warm;
    this.cold = shelf.cold;
    this.worthATon = price !== null && price > 0 && isWeighed ? 1000 * price : 0;
    this.related = related;
    this.weighDistance = weights.distance ?? 0;
    this.weighLocal = weights.local ?? 0;
  }

  /** What the way to a spot does at best, worked out unless this question has. */
  keepReached(spot: number): void {
    const { room, km } = this;
    if (WORDS[room + IN_ROOM.spots + IN_REACHED.size * spot] !== WORDS[room + IN_ROOM.stamp])
      this.reach(spot, km[2 * spot]!, km[2 * spot + 1]!);
  }

  /** As if this way led to the spot, until that is forgotten. */
  reachBy(spot: number, { km, sea }: Way): void {
    this.reach(spot, sea ? NONE : km, sea ? km : NONE);
  }

  forget(spot: number): void {
    WORDS[this.room + IN_ROOM.spots + IN_REACHED.size * spot] = -1;
  }

  /** By a road or over a sea of so many km: ships overtake trucks beyond some distance, so neither bounds the other. */
  reach(spot: number, road: number, sea: number): void {
    const { room } = this;
    const at = room + IN_ROOM.spots + IN_REACHED.size * spot;
    WORDS[at + IN_REACHED.stamp] = WORDS[room + IN_ROOM.stamp]!;
    for (let word: number = IN_REACHED.freight; word < IN_REACHED.end; word += 1) WORDS[at + word] = 0;
    if (road !== NONE) this.along(at, spot, road, roadMilliDays(road), roadFreight(road));
    // A road that is no longer than the crossing costs no more (`roadFreightPerTon`); most are no slower either.
    if (sea !== NONE && !(road <= sea && roadMilliDays(road) <= seaMilliDays(sea)))
      this.along(at, spot, sea, seaMilliDays(sea), seaFreight(sea));
  }

  /** What one way of so many km, thousandths of a day and rupiah a ton does, where it is better than what is known of the spot. */
  along(at: number, spot: number, km: number, travel: number, freightPerTon: number): void {
    const { worthATon, warm, cold } = this;
    let share = FULL;
    let freight = FULL;
    let left = FULL;
    if (worthATon > 0) {
      // As a float: it may be beyond what a whole number holds.
      share = Math.min((1000 * freightPerTon) / worthATon, LAST_FREIGHT) | 0;
      const both = FREIGHTS[share]!;
      freight = both >> 16;
      left = both & POINTS;
    }
    WORDS[at + IN_REACHED.freight] = most(WORDS[at + IN_REACHED.freight]!, freight);
    const local = this.weighLocal === 0 ? 0 : this.localWorth(spot, km);
    let used = usedUp(travel, warm.keep);
    let spoilage = SPOILAGE[used]!;
    let worth = local + this.distanceOf(travel, warm.half, most(used, share), left);
    WORDS[at + IN_REACHED.spoilage] = most(WORDS[at + IN_REACHED.spoilage]!, spoilage);
    WORDS[at + IN_REACHED.worth] = most(WORDS[at + IN_REACHED.worth]!, worth);
    if (cold.keep !== warm.keep) {
      used = usedUp(travel, cold.keep);
      spoilage = SPOILAGE[used]!;
      worth = local + this.distanceOf(travel, cold.half, most(used, share), left);
    }
    WORDS[at + IN_REACHED.spoilage + COLD] = most(WORDS[at + IN_REACHED.spoilage + COLD]!, spoilage);
    WORDS[at + IN_REACHED.worth + COLD] = most(WORDS[at + IN_REACHED.worth + COLD]!, worth);
  }

  /** Weighed points of nearness as far as the way burdens the goods, and of what freight leaves. */
  distanceOf(travel: number, half: number, burden: number, left: number): number {
    const far = FULL - (NEARNESS[least(((1000 * travel) / half) | 0, LAST_NEARNESS)]! & POINTS);
    const counted = BURDEN[least(burden, LAST_BURDEN)]! & POINTS;
    const worth = distanceWorth(far, counted, left & POINTS);
    return Math.imul(this.weighDistance, (Math.imul(worth, this.related) / 1000) | 0);
  }

  localWorth(spot: number, km: number): number {
    const where = this.local[spot]!;
    if (where === 0) return 0;
    return this.weighLocal * (where === 2 ? FULL : lookUp(SAME_PROVINCE, km));
  }
}

/** Thousandths of the keeping time, all of it at most. */
function usedUp(travel: number, keep: number): number {
  return least(((1000 * travel) / keep) | 0, FULL);
}
