/** The score of a purchase in SQLite's SQL, in whole numbers: for one commodity, of the rows that pass the cutoffs. */
import { pointsOn } from '../../shared/matching/curve.ts';
import { WORTH } from '../../shared/matching/curves.ts';
import { UNKNOWN_PRICE } from '../../shared/matching/goods-factors.ts';
import type { QuestionNumber, Range } from './peer-question.ts';

/** Parameters that are decimals; all others are whole numbers. */
export const DOUBLES: readonly string[] = [
  'need',
  'target',
  'worth',
  'rhythm',
  'least_score',
] satisfies QuestionNumber[];

/** Where a simpler price curve has its steps: it never lies below the true one, and where prices do not compare neither. */
export const PRICE_STEPS = [850, 1000, 1100] as const;
const priceCap = (step: number): number =>
  Math.max(UNKNOWN_PRICE, pointsOn(WORTH.price, PRICE_STEPS[step - 1] ?? 0));

/**
 * The best rows: `rank` and `points`. Roads are walked from the nearest, each shore's rows from the least amount that is enough; look-ups
 * are joins to `curve` by row number, so that every argument is worked out once. CROSS JOIN keeps this order.
 */
export function bestSql(regions: readonly Range[], storageUnits: number): string {
  const within = regions.map(([first, last]) => `s.region_no BETWEEN ${first} AND ${last}`).join(' OR ');
  const stored = Array.from({ length: storageUnits }, (_, at) => `AND s.stored_${at} >= $stored_${at}`);
  const way = (village: string, district: string, other: string): string => `CASE
    WHEN s.region_no BETWEEN $village_first AND $village_last THEN ${village}
    WHEN s.region_no BETWEEN $district_first AND $district_last THEN ${district} ELSE ${other} END`;
  const isPriced = 's.unit_no = $unit_no AND s.price IS NOT NULL AND $target IS NOT NULL';
  const usable = 'min($kin, season.season, used.spoilage, minimum.minimum)';
  const steps = PRICE_STEPS.map((_, at) => `WHEN s.price < $price_${at} THEN ${priceCap(at)}`);
  // What the row could reach at most: on the road to the shore's regency, sound and in season, with straight lines over the curves.
  const distance =
    '(1000 - (1000 - near.nearness) * heavy.burden / 1000) * toll.freight_worth / 1000 * $related / 1000';
  const bound = `$weigh_commodity * $kin + $weigh_season * $related + $weigh_local * 1000 + $weigh_quality * (s.quality * $related / 1000) + $weigh_freshness * s.fresh
      + $weigh_readiness * s.ready + $weigh_trackRecord * s.record + $weigh_distance * iif(r.km <= $own_km, $related, ${distance})
      + $weigh_feasibility * min($kin, s.silence, iif(r.km <= $own_km, 1000, toll.freight), $covered_from + $covered_by * s.amount)
      + $weigh_quantity * min($kin, $worth_from + $worth_by * s.amount)
      + $weigh_price * min($kin, CASE WHEN s.price IS NULL THEN ${UNKNOWN_PRICE}
        ${steps.join(' ')} ELSE ${priceCap(PRICE_STEPS.length)} END)`;
  return `SELECT s.rank AS rank,
    $weigh_commodity * $kin + $weigh_freshness * s.fresh + $weigh_readiness * s.ready + $weigh_trackRecord * s.record
    + $weigh_quality * (s.quality * $related / 1000) + $weigh_season * (season.x * $related / 1000)
    + $weigh_feasibility * min(${usable}, s.silence, fare.freight, price.price, covered.covered)
    + $weigh_quantity * (served.covered_worth * ${usable} / 1000) + $weigh_price * (price.price_worth * ${usable} / 1000)
    + $weigh_distance * ((1000 - (1000 - days.nearness) * burden.burden / 1000) * fare.freight_worth / 1000 * $related / 1000)
    + $weigh_local * CASE WHEN w.place BETWEEN $own_first AND $own_last THEN 1000
        WHEN w.place BETWEEN $province_first AND $province_last THEN (SELECT same_province FROM curve WHERE x = min(150, w.km))
        ELSE 0 END AS points
  FROM roads r
    CROSS JOIN curve near ON near.x = min(16000, 1000 * r.travel / $longest_half)
    CROSS JOIN curve toll ON toll.x = iif($worth IS NULL, -1, CAST(min(3000, 1000 * r.fare / $worth) AS INTEGER))
    CROSS JOIN curve heavy ON heavy.x = iif(toll.x < 0, 100, min(100, max(1000 * r.travel / $longest_keep, toll.x)))
    CROSS JOIN supplies s
    CROSS JOIN roads w ON w.destination = $destination AND w.way = ${way('$village_way', '$district_way', 's.shore_no')}
    CROSS JOIN ones direct ON direct.mask = s.months & $months
    CROSS JOIN ones reached ON reached.mask = s.reach & $months
    CROSS JOIN curve season ON season.x = iif($month_count = 0, 0, 500 * (direct.ones + reached.ones) / $month_count)
    CROSS JOIN curve covered ON covered.x = CASE WHEN s.unit_no <> $unit_no THEN -1 WHEN $need <= 0 THEN 0
      ELSE CAST(min(1000, 1000 * s.amount / $need) AS INTEGER) END
    CROSS JOIN curve served ON served.x = iif(covered.x < 0, -1, covered.x * season.x / 1000)
    CROSS JOIN curve price ON price.x = iif(${isPriced}, CAST(min(4000, 1000 * s.price / $target) AS INTEGER), -1)
    CROSS JOIN curve minimum ON minimum.x = CASE WHEN s.minimum IS NULL OR s.unit_no <> $unit_no THEN -1 WHEN $need <= 0 THEN 2500
      ELSE CAST(min(2500, 1000 * s.minimum / ($need * min(30, max($rhythm, s.keep / 1000.0)) / 30)) AS INTEGER) END
    CROSS JOIN curve used ON used.x = min(1000, 1000 * w.travel / s.keep)
    CROSS JOIN curve days ON days.x = min(16000, 1000 * w.travel / s.half)
    CROSS JOIN curve fare ON fare.x = iif($worth IS NULL, -1, CAST(min(3000, 1000 * w.fare / $worth) AS INTEGER))
    CROSS JOIN curve burden ON burden.x = iif(fare.x < 0, 100, min(100, max(used.x, fare.x)))
  WHERE r.destination = $destination AND r.km <= $most_km
    AND s.commodity_no = $commodity_no AND s.shore_no = r.way AND s.amount >= $least_amount
    AND s.silence >= $least_silence AND (s.price < $below_price OR (s.price IS NULL AND $unpriced))
    AND s.held & $needed = $needed AND s.grade >= $least_grade AND s.score >= $least_score ${stored.join(' ')} AND (${within})
    AND ${bound} >= $least_points
  ORDER BY points DESC, s.rank LIMIT $places`;
}
