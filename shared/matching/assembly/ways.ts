/**
 * What the way from a spot does for one demand at one shelf, worked out once a question for each spot that is looked at. The same curves as in
 * `goods-factors.ts` and `feasibility.ts`.
 */
import * as at from '../search-layout.ts';
import { halfAt, wordAt } from './tables.ts';
import { roadKm, seaKm, Visit, Way } from './visit.ts';

const FULL = 1000;

/** What the way from a spot does at best. */
export function wayFrom(visit: Visit, spot: i32): Way {
  const way = visit.wayFrom(spot);
  if (way.question != visit.question) reach(visit, way, spot, roadKm(spot), seaKm(spot));
  return way;
}

/** By a road or over a sea of so many km: ships overtake trucks beyond some distance, so neither bounds the other. */
export function reach(visit: Visit, way: Way, spot: i32, road: i32, sea: i32): void {
  way.question = visit.question;
  way.freight = 0;
  way.spoilage = 0;
  way.coldSpoilage = 0;
  way.worth = 0;
  way.coldWorth = 0;
  const byRoad = travelOf(road);
  const bySea = travelOf(sea);
  if (road != at.NO_WAY) along(visit, way, spot, road, load<i32>(byRoad), load<i32>(byRoad, 8));
  // A road that is no longer than the crossing costs no more (`roadFreightPerTon`); most are no slower either.
  if (sea != at.NO_WAY && !(road <= sea && load<i32>(byRoad) <= load<i32>(bySea, 4)))
    along(visit, way, spot, sea, load<i32>(bySea, 4), load<i32>(bySea, 12));
}

function travelOf(km: i32): usize {
  return <usize>at.TRAVEL_AT + ((<usize>min(km, at.KM_LAST)) << 4);
}

/** What one way of so many km, thousandths of a day and rupiah a ton does, where it is better than what is known of the spot. */
function along(visit: Visit, way: Way, spot: i32, km: i32, travel: i32, freightPerTon: i32): void {
  let share = FULL;
  let freight = FULL;
  let left = FULL;
  if (visit.worthATon > 0) {
    // As a float: it may be beyond what a whole number holds.
    share = <i32>Math.min((1000.0 * <f64>freightPerTon) / visit.worthATon, <f64>at.FREIGHT_LAST);
    const both = wordAt(at.FREIGHT_AT, share);
    freight = both >> 16;
    left = both & 0xffff;
  }
  way.freight = max(way.freight, freight);
  const local = visit.ofLocality == 0 ? 0 : visit.ofLocality * locality(spot, km);
  const thousandfold = 1000 * travel;
  let used = min(thousandfold / visit.keep, FULL);
  let spoilage = halfAt(at.SPOILAGE_AT, used);
  let worth = local + distance(visit, thousandfold / visit.half, max(used, share), left);
  way.spoilage = max(way.spoilage, spoilage);
  way.worth = max(way.worth, worth);
  if (visit.coldKeep != visit.keep) {
    used = min(thousandfold / visit.coldKeep, FULL);
    spoilage = halfAt(at.SPOILAGE_AT, used);
    worth = local + distance(visit, thousandfold / visit.coldHalf, max(used, share), left);
  }
  way.coldSpoilage = max(way.coldSpoilage, spoilage);
  way.coldWorth = max(way.coldWorth, worth);
}

/** Weighed points of nearness as far as the way burdens the goods, and of what freight leaves. */
function distance(visit: Visit, nearness: i32, burden: i32, left: i32): i32 {
  const far = FULL - halfAt(at.NEARNESS_AT, min(nearness, at.NEARNESS_LAST));
  const counted = halfAt(at.BURDEN_AT, min(burden, at.BURDEN_LAST));
  const worth = ((FULL - (far * counted) / FULL) * left) / FULL;
  return visit.ofDistance * ((worth * visit.related) / FULL);
}

function locality(spot: i32, km: i32): i32 {
  const where = load<u8>(<usize>at.LOCAL_AT + spot);
  if (where == 0) return 0;
  return where == 2 ? FULL : halfAt(at.PROVINCE_AT, min(km, at.PROVINCE_LAST));
}
