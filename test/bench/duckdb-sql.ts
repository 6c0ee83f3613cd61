/**
 * The score of a purchase in DuckDB's SQL, in whole numbers throughout. Offers are rows of `offers` and `goods`, as they are in a
 * market, and not parameters: DuckDB plans a statement with parameters anew each time, which takes longer than this one runs.
 */
import { FACTORS } from './peer-question.ts';

/** What an offer is asked with, by column of `offers`; everything not named here is a whole number. */
export const DOUBLES: readonly string[] = ['need', 'target', 'worth', 'rhythm', 'least_score'];

/** The best of the one offer in `chosen`: `rank` and `points`. */
export function bestSql(places: number, storageUnits: number): string {
  return `WITH asked AS MATERIALIZED (SELECT o.* FROM chosen JOIN offers o USING (offer)),
  ${scoredSql(storageUnits, { destinations: 'asked', joined: 'CROSS JOIN asked a', sameWay: 'true' })}
  SELECT rank, points FROM scored ORDER BY points DESC, rank LIMIT ${places}`;
}

/**
 * The best of all offers from `first` up to `last`: `offer` and `best`, a list of points × 2^32 + (2^32 - 1 - rank), greatest first.
 */
export function allBestSql(first: number, last: number, places: number, storageUnits: number): string {
  return `WITH asked AS MATERIALIZED (SELECT * FROM offers WHERE offer BETWEEN ${first} AND ${last}),
  ${scoredSql(storageUnits, {
    destinations: '(SELECT DISTINCT destination FROM asked)',
    joined: 'JOIN asked a ON a.offer = g.offer',
    sameWay: 'r.destination = a.destination',
  })}
  SELECT offer, max(points * 4294967296 + (4294967295 - rank), ${places}) AS best FROM scored GROUP BY offer`;
}

const weigh = (factor: (typeof FACTORS)[number]): string => `weigh_${factor}`;

/** How `asked` is joined: one row goes beside all others as it is, many are found by offer. */
type Joins = { readonly destinations: string; readonly joined: string; readonly sameWay: string };

/** `scored`: offer, rank and points of all that meet the requirements of `asked`. Curves are lists, looked up by x + 2 (1: unknown). */
function scoredSql(storageUnits: number, { destinations, joined, sameWay }: Joins): string {
  const stored = Array.from({ length: storageUnits }, (_, at) => `AND s.stored_${at} >= a.stored_${at}`);
  return `wanted AS (
    SELECT g.* FROM goods g JOIN asked USING (offer)
  ), road AS (
    SELECT r.* FROM roads r JOIN ${destinations} USING (destination)
  ), met AS (
    SELECT a.*, g.kin, g.related, s.rank, s.silence, r.km, r.place, 1000 * r.travel // s.keep AS kept, 1000 * r.travel // s.half AS halved,
      CASE WHEN a.worth IS NULL THEN -1 ELSE CAST(least(3000, floor(1000 * r.fare / a.worth)) AS INTEGER) END AS fare,
      CASE WHEN a.month_count = 0 THEN 0
        ELSE 500 * (bit_count(s.months & a.months) + bit_count(s.reach & a.months)) // a.month_count END AS share,
      CASE WHEN s.unit_no <> a.unit_no THEN -1 WHEN a.need <= 0 THEN 0
        ELSE CAST(least(1000, floor(1000 * s.amount / a.need)) AS INTEGER) END AS covered,
      CASE WHEN s.unit_no = a.unit_no AND s.price IS NOT NULL AND a.target IS NOT NULL
        THEN CAST(least(4000, floor(1000 * s.price / a.target)) AS INTEGER) ELSE -1 END AS price,
      CASE WHEN s.minimum IS NULL OR s.unit_no <> a.unit_no THEN -1 WHEN a.need <= 0 THEN 2500
        ELSE CAST(least(2500, floor(1000 * s.minimum
          / (a.need * least(30, greatest(a.rhythm, s.keep / 1000)) / 30))) AS INTEGER) END AS minimum,
      a.${weigh('commodity')} * g.kin + a.${weigh('quality')} * (s.quality * g.related // 1000) + a.${weigh('freshness')} * s.fresh
        + a.${weigh('readiness')} * s.ready + a.${weigh('trackRecord')} * s.record AS standing
    FROM supplies s
      JOIN wanted g ON s.commodity_no = g.commodity_no AND s.region_no BETWEEN g.region_first AND g.region_last
      ${joined}
      JOIN road r ON ${sameWay} AND r.way = CASE
        WHEN s.region_no BETWEEN a.village_first AND a.village_last THEN a.village_way
        WHEN s.region_no BETWEEN a.district_first AND a.district_last THEN a.district_way
        ELSE s.shore_no END
    WHERE s.held & a.needed = a.needed AND s.grade >= a.least_grade AND s.score >= a.least_score ${stored.join(' ')}
  ), looked_up AS (
    SELECT met.*, least(1000, kept) AS used, least(16000, halved) AS days,
      CASE WHEN fare < 0 THEN 100 ELSE least(100, greatest(fare, kept)) END AS burden,
      CASE WHEN covered < 0 THEN -1 ELSE covered * share // 1000 END AS served,
      CASE WHEN place BETWEEN own_first AND own_last THEN 1000
        WHEN place BETWEEN province_first AND province_last THEN k.same_province_at[least(150, km) + 2]
        ELSE 0 END AS local
    FROM met, curves k
  ), linked AS (
    SELECT l.*,
      (1000 - (1000 - k.nearness_at[days + 2]) * k.burden_at[burden + 2] // 1000) * k.freight_worth_at[fare + 2] // 1000 AS distance,
      least(kin, k.season_at[share + 2], k.spoilage_at[used + 2], k.minimum_at[minimum + 2]) AS usable,
      least(silence, k.freight_at[fare + 2], k.price_at[price + 2], k.covered_at[covered + 2]) AS feasible,
      k.covered_worth_at[served + 2] AS amount_worth, k.price_worth_at[price + 2] AS price_worth
    FROM looked_up l, curves k
  ), scored AS (
    SELECT offer, rank, standing + ${weigh('feasibility')} * least(usable, feasible)
      + ${weigh('quantity')} * (amount_worth * usable // 1000) + ${weigh('price')} * (price_worth * usable // 1000)
      + ${weigh('distance')} * (distance * related // 1000) + ${weigh('season')} * (share * related // 1000)
      + ${weigh('local')} * local AS points
    FROM linked
  )`;
}
