/** Feasibility: the weakest link of a trade. One deal-breaker is not outweighed by many small virtues. */
import { pointsOn } from './curve.ts';
import { OBSTACLES } from './curves.ts';
import * as facts from './facts.ts';
import type { Pair, Wording } from './pair.ts';
import * as say from './wording.ts';

export type Obstacle = { readonly points: number; readonly reason: (pair: Pair) => Wording };

const KINSHIP_POINTS = { same: 1000, close: 400, group: 60, sector: 20, none: 0 } as const;
const RELATED_POINTS = { same: 1000, close: 800, group: 150, sector: 50, none: 0 } as const;
const UNCOMPARABLE_UNITS = 400;
const NO_COLD_ROOM = 250;
const UNKNOWN_SILENCE = 800;

/** The weakest link and why; 1000 points mean that nothing stands in the way. */
export function weakestLink(pair: Pair): Obstacle {
  return obstacles(pair).reduce((worst, next) => (next.points < worst.points ? next : worst));
}

/** Every link of the pair, in a fixed order: the first of equals is named. */
function obstacles(pair: Pair): Obstacle[] {
  const open = [silence(pair)];
  if (pair.demand.scheme === 'purchase') {
    return [
      kinship(pair),
      season(pair),
      spoilage(pair),
      freight(pair),
      price(pair),
      volume(pair),
      minimumOrder(pair),
      ...open,
    ];
  }
  return [...open, coldRoom(pair)];
}

/** Points of the kinship alone; also scales what depends on the goods being the wanted ones. */
export function kinshipPoints({ link }: Pair): number {
  return KINSHIP_POINTS[link.kinship];
}

/** How far the virtues of the offered goods count at all: nearness of what nobody asked for is worth nothing. */
export function relatedPoints({ link }: Pair): number {
  return RELATED_POINTS[link.kinship];
}

/** How far amount and price are of use at all: the right goods, at hand when wanted, sound on arrival, in a lot that fits. */
export function usablePoints(pair: Pair): number {
  return Math.min(kinshipPoints(pair), season(pair).points, spoilage(pair).points, minimumOrder(pair).points);
}

function kinship(pair: Pair): Obstacle {
  return {
    points: kinshipPoints(pair),
    reason: ({ demand, supply }) => ({
      id: `Yang dicari ${demand.goods?.commodity.id}, yang ditawarkan ${supply.goods?.commodity.id}`,
      en: `${demand.goods?.commodity.en} is wanted, ${supply.goods?.commodity.en} is offered`,
    }),
  };
}

function season(pair: Pair): Obstacle {
  return {
    points: pointsOn(OBSTACLES.season, facts.seasonShare(pair)),
    reason: ({ demand, supply }) => {
      const harvest = say.months(supply.goods?.months ?? 0);
      const wanted = say.months(demand.months);
      return {
        id: `Panen ${harvest.id}, sedangkan kebutuhan ${wanted.id}`,
        en: `Harvest ${harvest.en}, while the need is ${wanted.en}`,
      };
    },
  };
}

function spoilage(pair: Pair): Obstacle {
  const goods = pair.supply.goods;
  const keep = goods === null ? 0 : facts.keepMilliDays(pair, goods);
  const travel = facts.travelMilliDays(pair);
  return {
    points: keep === 0 ? 0 : pointsOn(OBSTACLES.spoilage, Math.floor((1000 * travel) / keep)),
    reason: () => ({
      id: `Perjalanan ${say.travel(travel).id}${pair.link.sea ? ' lewat laut' : ''}, barang tahan ${say.travel(keep).id}`,
      en: `${say.travel(travel).en} on the way${pair.link.sea ? ' across the sea' : ''}, the goods keep ${say.travel(keep).en}`,
    }),
  };
}

function freight(pair: Pair): Obstacle {
  const share = facts.freightShare(pair) ?? 0;
  return {
    points: pointsOn(OBSTACLES.freight, share),
    reason: () => ({
      id: `Ongkos angkut sekitar ${say.percent(share)} dari harga barang`,
      en: `Freight is about ${say.percent(share)} of the goods' price`,
    }),
  };
}

function price(pair: Pair): Obstacle {
  const ratio = facts.priceRatio(pair);
  return {
    points: ratio === null ? 1000 : pointsOn(OBSTACLES.price, ratio),
    reason: () => ({
      id: `Harga yang diminta ${say.percent(ratio ?? 0)} dari harga sasaran`,
      en: `The asked price is ${say.percent(ratio ?? 0)} of the target price`,
    }),
  };
}

function volume(pair: Pair): Obstacle {
  if (!facts.comparable(pair)) {
    return {
      points: UNCOMPARABLE_UNITS,
      reason: () => ({
        id: 'Satuan kedua pihak berbeda, jumlah tidak dapat dibandingkan',
        en: 'The two sides count in different units, the amounts cannot be compared',
      }),
    };
  }
  const buys = pair.viewpoint === 'offer';
  const share = buys ? facts.covered(pair) : facts.taken(pair);
  return {
    points: pointsOn(buys ? OBSTACLES.covered : OBSTACLES.taken, share),
    reason: () =>
      buys
        ? {
            id: `Hanya memenuhi ${say.percent(share)} dari kebutuhan`,
            en: `Only ${say.percent(share)} of the need is covered`,
          }
        : {
            id: `Hanya menyerap ${say.percent(share)} dari kapasitas`,
            en: `Only ${say.percent(share)} of the capacity is taken`,
          },
  };
}

function minimumOrder(pair: Pair): Obstacle {
  return {
    points: pointsOn(OBSTACLES.minimumOrder, facts.minimumOrderRatio(pair)),
    reason: ({ demand, supply }) => {
      const unit = supply.goods?.baseUnit ?? '';
      const least = say.amount(supply.goods?.minimumOrder ?? 0, unit);
      const need = say.perMonth(demand.goods?.perMonth ?? 0, unit);
      return {
        id: `Pesanan minimal ${least.id} terlalu besar untuk kebutuhan ${need.id}`,
        en: `The minimum order of ${least.en} is too large for a need of ${need.en}`,
      };
    },
  };
}

function silence(pair: Pair): Obstacle {
  const monthsSilent = pair.supply.monthsSilent;
  return {
    points: monthsSilent === null ? UNKNOWN_SILENCE : pointsOn(OBSTACLES.silence, monthsSilent),
    reason: () => ({
      id:
        monthsSilent === null
          ? 'Belum ada tanda kegiatan'
          : `Tidak ada kabar selama ${monthsSilent} bulan: pastikan dulu lewat telepon`,
      en:
        monthsSilent === null
          ? 'No sign of activity yet'
          : `No sign of life for ${monthsSilent} months: call first`,
    }),
  };
}

function coldRoom(pair: Pair): Obstacle {
  const lacks = pair.demand.goods?.coldOnly === true && !facts.cools(pair);
  return {
    points: lacks ? NO_COLD_ROOM : 1000,
    reason: () => ({
      id: 'Barang harus tetap dingin, koperasi belum punya ruang pendingin',
      en: 'The goods must stay cold, the cooperative has no cold room yet',
    }),
  };
}
