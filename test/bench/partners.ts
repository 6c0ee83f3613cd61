/**
 * `npm run bench:partners`: the exact twenty best of 80,000 cooperatives for offers that rank cooperatives, the twenty that lack least, and the
 * best of 10,000 purchases for a potential, beside scoring all. Prints a table, then one line of JSON. `COOPERATIVES` and `SEED` change the market.
 */
import { approachTo, atlas, placeOf } from '../../shared/market/approach.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import { bestOutlets, type Outlet } from '../../shared/matching/outlets.ts';
import { nearestPartners } from '../../shared/matching/near-partners.ts';
import { packOutlets } from '../../shared/matching/pack-outlets.ts';
import { packPartners } from '../../shared/matching/pack-partners.ts';
import type { Demand, Supply } from '../../shared/matching/pair.ts';
import { gatherPartners } from '../../shared/matching/partner-standings.ts';
import { bestPartners } from '../../shared/matching/partners.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import { countUnmet, isWithin } from '../../shared/matching/requirements.ts';
import { scorePoints } from '../../shared/matching/score.ts';
import { distanceBetween } from '../../shared/regions/distance.ts';
import { Nation, type Wanted } from '../support/nation.ts';

const SEED = process.env['SEED'] ?? '2026';
const COOPERATIVES = Number(process.env['COOPERATIVES'] ?? 80_000);
const OFFERS = 1000;
const PURCHASES = 10_000;
/** Scoring all sees every so many of the offers. */
const PEER_EVERY = 25;
const LIMIT = 20;

const nation = new Nation(SEED, 5 * COOPERATIVES);
const supplies = nation.partners();
const link = { kinship: 'none', km: 0, sea: false } as const;

function byAll(demand: Demand): Best[] {
  const pairs = supplies.map((supply) => ({ demand, supply, link, viewpoint: 'offer' as const }));
  return rankPairs(pairs, { limit: LIMIT }).map(({ pair, points }) => ({ id: pair.supply.id, points }));
}

/** Those of the regions that something blocks, who lacks least first: all are counted and scored. */
function nearByAll(demand: Demand): Best[] {
  const { regions } = demand;
  const judged = supplies.flatMap((supply) => {
    if (regions.length > 0 && !regions.some((prefix) => isWithin(supply.region, prefix))) return [];
    const lacks = countUnmet(demand, supply);
    const points = scorePoints({ demand, supply, link, viewpoint: 'offer' });
    return lacks === 0 ? [] : [{ id: supply.id, points, lacks }];
  });
  judged.sort((a, b) => a.lacks - b.lacks || b.points - a.points || (a.id < b.id ? -1 : 1));
  return judged.slice(0, LIMIT).map(({ id, points }) => ({ id, points }));
}

const agrees = (a: readonly Best[], b: readonly Best[]): boolean => JSON.stringify(a) === JSON.stringify(b);

type Times = { readonly p50: number; readonly p99: number };

/** Microseconds for each, the least of some tries, since others work on the machine: the middle one, and the hundredth from the worst. */
function timed<T>(asked: readonly T[], tries: number, answer: (one: T) => unknown): Times {
  const micros = asked.map((one) => {
    let least = Infinity;
    for (let again = 0; again < tries; again += 1) {
      const start = performance.now();
      answer(one);
      least = Math.min(least, 1000 * (performance.now() - start));
    }
    return least;
  });
  micros.sort((a, b) => a - b);
  const at = (share: number): number => Number(micros[Math.floor(share * micros.length)]!.toPrecision(4));
  return { p50: at(0.5), p99: at(0.99) };
}

const packing = performance.now();
const shelves = packPartners(supplies);
const packMs = performance.now() - packing;
const partners = gatherPartners(shelves);
const offers = nation.partnersWanted(OFFERS);
const few = offers.filter((_, at) => at % PEER_EVERY === 0);
const ranked = (demand: Demand) => bestPartners(demand, partners, { limit: LIMIT });
const first = timed(offers, 1, ranked);
timed(offers, 2, ranked);
const bounds = timed(offers, 3, ranked);
const all = timed(few, 1, byAll);
/** Every place has each of these certificates, and nobody all of them: every row is looked at. */
const certifications = ['halal', 'pirt', 'psat', 'nkv', 'organic-sni', 'haccp'];
const nobody = few.map((demand): Demand => {
  return { ...demand, regions: [], requirements: { ...demand.requirements, certifications } };
});
const worst = timed(nobody, 3, ranked);
const partnersWrong = few.filter((demand) => !agrees(ranked(demand), byAll(demand))).length;
const missed = (demand: Demand) => nearestPartners(demand, partners, { limit: LIMIT });
timed(offers, 1, missed);
const near = timed(offers, 3, missed);
const nearAll = timed(few, 1, nearByAll);
const nearWrong = few.filter((demand) => !agrees(missed(demand), nearByAll(demand))).length;

/** One potential of the nation, and the purchases that come into question for it. */
type Offered = { readonly supply: Supply; readonly kin: Wanted['kin'] };

const wanted = Map.groupBy(nation.offers(PURCHASES), ({ kin }) => kin[0]!.code);
const packingOutlets = performance.now();
const shelvesOf = new Map(
  [...wanted].map(([code, all]) => [
    code,
    packOutlets(
      all.map(({ demand }) => demand),
      atlas(),
      placeOf,
    ),
  ]),
);
const packOutletsMs = performance.now() - packingOutlets;
const offered = offeredBy(nation);
const fewOffered = offered.filter((_, at) => at % PEER_EVERY === 0);

/** Each commodity as often as it is supplied. */
function offeredBy({ codes }: Nation): Offered[] {
  const all = codes.map((code) => nation.supplies(code).map((supply) => ({ supply, code })));
  const every = Math.floor((5 * COOPERATIVES) / OFFERS);
  return all.flat().flatMap(({ supply, code }, at) => {
    return at % every === 0 ? [{ supply, kin: nation.kinOf(code) }] : [];
  });
}

function outletsFor({ supply, kin }: Offered): Best[] {
  const outlets: Outlet[] = kin.flatMap(({ code, kinship }) =>
    (shelvesOf.get(code) ?? []).map((shelf) => ({ shelf, kinship })),
  );
  const { region } = supply;
  const approach = approachTo({ deliverTo: region, buyerRegion: region, regions: [] });
  return bestOutlets(supply, outlets, approach, { limit: LIMIT });
}

function outletsByAll({ supply, kin }: Offered): Best[] {
  const pairs = kin.flatMap(({ code, kinship }) =>
    (wanted.get(code) ?? []).map(({ demand }) => {
      const way = distanceBetween(supply.region, demand.deliverTo);
      return { demand, supply, link: { kinship, ...way }, viewpoint: 'supply' as const };
    }),
  );
  return rankPairs(pairs, { limit: LIMIT }).map(({ pair, points }) => ({ id: pair.demand.id, points }));
}

for (let round = 0; round < 2; round += 1) timed(offered, 1, outletsFor);
const outlets = timed(offered, 3, outletsFor);
const fewOutlets = timed(fewOffered, 3, outletsFor);
const allOutlets = timed(fewOffered, 1, outletsByAll);
const outletsWrong = offered.filter((one) => !agrees(outletsFor(one), outletsByAll(one))).length;

console.log(
  `${supplies.length} cooperatives in ${shelves.length} places, ${OFFERS} offers, seed ${SEED}; packed in ${packMs.toFixed(0)} ms; ${PURCHASES} purchases in ${packOutletsMs.toFixed(0)} ms`,
);
console.table({
  'cooperatives for an offer, µs': bounds,
  '… where nobody qualifies, µs': worst,
  '… the first time asked, µs': first,
  '… scoring all, µs': all,
  'cooperatives that lack least, µs': near,
  '… counting and scoring all, µs': nearAll,
  'purchases for a potential, µs': outlets,
  '… scoring all kin, µs': allOutlets,
});
const figure = (value: number): number => Number(value.toPrecision(4));
console.log(
  JSON.stringify({
    partnersP50Micros: bounds.p50,
    partnersP99Micros: bounds.p99,
    partnersVsAll: figure(all.p50 / timed(few, 3, ranked).p50),
    nearP50Micros: near.p50,
    nearP99Micros: near.p99,
    nearVsAll: figure(nearAll.p50 / timed(few, 3, missed).p50),
    outletsP50Micros: outlets.p50,
    outletsP99Micros: outlets.p99,
    outletsVsAll: figure(allOutlets.p50 / fewOutlets.p50),
    mismatches: partnersWrong + nearWrong + outletsWrong,
  }),
);
