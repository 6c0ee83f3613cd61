/**
 * `npm run bench:partners`: the exact twenty best of 80,000 cooperatives for offers that rank cooperatives, beside scoring all. Prints
 * a table, then one line of JSON. `COOPERATIVES` and `SEED` change the market.
 */
import { packPartners } from '../../shared/matching/pack-partners.ts';
import type { Demand } from '../../shared/matching/pair.ts';
import { gatherPartners } from '../../shared/matching/partner-standings.ts';
import { bestPartners } from '../../shared/matching/partners.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import { Nation } from '../support/nation.ts';

const SEED = process.env['SEED'] ?? '2026';
const COOPERATIVES = Number(process.env['COOPERATIVES'] ?? 80_000);
const OFFERS = 1000;
/** Scoring all sees every so many of the offers. */
const PEER_EVERY = 25;
const LIMIT = 20;

const nation = new Nation(SEED, 5 * COOPERATIVES);
const supplies = nation.partners();
const link = { kinship: 'none', km: 0, sea: false } as const;

function byAll(demand: Demand): string {
  const pairs = supplies.map((supply) => ({ demand, supply, link, viewpoint: 'offer' as const }));
  const ranked = rankPairs(pairs, { limit: LIMIT });
  return ranked.map(({ pair, points }) => `${pair.supply.id} ${points}`).join();
}

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
const mismatches = few.filter((demand) => {
  return (
    ranked(demand)
      .map(({ id, points }) => `${id} ${points}`)
      .join() !== byAll(demand)
  );
}).length;

console.log(
  `${supplies.length} cooperatives in ${shelves.length} places, ${OFFERS} offers, seed ${SEED}; packed in ${packMs.toFixed(0)} ms`,
);
console.table({
  'in standing order, µs': bounds,
  'where nobody qualifies, µs': worst,
  'the first time asked, µs': first,
  'scoring all, µs': all,
});
console.log(
  JSON.stringify({
    partnersP50Micros: bounds.p50,
    partnersP99Micros: bounds.p99,
    partnersVsAll: Number((all.p50 / timed(few, 3, ranked).p50).toPrecision(4)),
    mismatches,
  }),
);
