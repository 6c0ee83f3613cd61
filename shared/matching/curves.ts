/** The curves as data: how a measured fact becomes points. They belong to the weights' version; README.md shows them in words. */
import { knots } from './curve.ts';

/**
 * How far a fact stands in the way (1000: not at all). Shares and ratios are in thousandths.
 * Estimates from the field's customs, checked against judged cases as a whole, never against one.
 */
export const OBSTACLES = {
  /** Wanted months served: none is pointless, a third is workable. */
  season: knots('0:0 80:300 250:750 330:950 400:1000'),
  /** Share of the keeping time used up on the way: retailers want two thirds left on receipt (K), half gone is a discount. */
  spoilage: knots('333:1000 500:600 600:300 700:150 850:50 1000:0'),
  /** Freight against the goods' worth. */
  freight: knots('250:1000 500:600 1000:300 2000:100 3000:0'),
  /** Asked price against the target: a tenth above is talked about, half above is out of the talk, never impossible. */
  price: knots('1100:1000 1300:600 1500:350 2000:200 4000:50'),
  /** Need that one supplier covers. */
  covered: knots('0:0 10:250 100:500 250:850 400:1000'),
  /** Capacity that one buyer takes: a small customer is no obstacle until it is not worth the trip. */
  taken: knots('0:0 10:350 50:550 120:850 250:1000'),
  /** Least order against what the buyer can use at once. */
  minimumOrder: knots('1000:1000 1500:300 2500:0'),
  /** Months without a sign of life: a year is a phone that nobody answers. */
  silence: knots('5:1000 8:650 12:300 24:200'),
} as const;

/** How good a fact is, beyond being feasible. */
export const WORTH = {
  /** Need covered: half is worth two thirds, since a buyer may pool; more than enough adds nothing. */
  covered: knots('0:0 10:30 100:200 250:400 500:650 1000:1000'),
  /** Capacity taken: two thirds are as good as all, since nobody should hang on one buyer. */
  taken: knots('0:0 10:60 50:200 120:400 250:600 500:880 670:1000'),
  /** Asked price against the target: below it gains slowly, too cheap is no virtue. */
  price: knots('700:1000 1000:800 1100:550 1250:300 1500:100 2000:0'),
  /** Days on the way against the days after which half of nearness is lost (0.12 × the root of the days kept). */
  nearness: knots('0:1000 250:890 500:740 1000:500 2000:260 4000:110 8000:40 16000:0'),
  /**
   * How much nearness matters at all, by the burden of the way: the larger of the keeping time it uses up and of freight's share of
   * the goods' worth. A way that costs a dear, dry good one percent of either is still a longer talk, but no reason to stay at home.
   */
  burden: knots('0:400 100:1000'),
  /** Freight against the goods' worth. */
  freight: knots('0:1000 100:900 250:700 500:400 1000:150 2000:0'),
  /** Months since the last update or trade. */
  silence: knots('1:1000 3:850 6:500 12:0'),
  /** Deliveries so far, as the weight of the record: three are a start, twenty a habit. */
  deliveries: knots('0:0 3:400 10:800 20:1000'),
  /** Share of deliveries on time. */
  onTime: knots('500:0 800:400 950:900 1000:1000'),
  /** Kilometres to a government buyer from elsewhere in its province: neighbours are nearly at home. */
  sameProvince: knots('25:450 150:200'),
  /** Percent of the sales that a consigner leaves to the shop: a tenth is usual (E). */
  commission: knots('0:0 10:100 20:150'),
  /** Members: a shop lives from the households behind it. */
  members: knots('0:0 50:150 200:550 500:1000'),
} as const;
