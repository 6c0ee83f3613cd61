/** A bound without any search: what everybody's best meetings would be worth if nobody were in each other's way. */
import type { Hall } from './hall.ts';

/** The smaller of two sums: each cooperative's best meetings by rank, each buyer's best meetings at full count. Locked ones included. */
export function ceilingOf(hall: Hall): number {
  const { cooperatives, buyers, slots, scores, refused, scale, tables } = hall;
  const { shares, scorePoint } = scale;
  const worthOf = (pair: number): number =>
    refused.has(pair) || scores[pair]! < 0 ? 0 : Math.round(scores[pair]! * scorePoint);
  const share = (rank: number): number => shares[Math.min(rank, shares.length - 1)]!;
  let [byCooperatives, byBuyers] = [0, 0];
  for (let cooperative = 0; cooperative < cooperatives; cooperative += 1) {
    const best = Float64Array.from(
      { length: buyers },
      (_, buyer) => -worthOf(cooperative * buyers + buyer),
    ).sort();
    const most = Math.min(slots, buyers);
    for (let rank = 0; rank < most; rank += 1) byCooperatives -= best[rank]! * share(rank);
  }
  for (let buyer = 0; buyer < buyers; buyer += 1) {
    const best = Float64Array.from({ length: cooperatives }, (_, at) => -worthOf(at * buyers + buyer)).sort();
    const most = Math.min(slots * tables[buyer]!, cooperatives);
    for (let rank = 0; rank < most; rank += 1) byBuyers -= best[rank]! * share(0);
  }
  return Math.min(byCooperatives, byBuyers);
}
