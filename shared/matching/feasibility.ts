/** Feasibility: the weakest link of a trade. One deal-breaker is not outweighed by many small virtues. */
import { pointsOn } from './curve.ts';
import { OBSTACLES } from './curves.ts';
import * as facts from './facts.ts';
import type { Factor, Pair, Wording } from './pair.ts';
import * as say from './wording.ts';

const KINSHIP_POINTS = { same: 1000, close: 400, group: 60, sector: 20, none: 0 } as const;
const RELATED_POINTS = { same: 1000, close: 800, group: 150, sector: 50, none: 0 } as const;
export const UNCOMPARABLE_UNITS = 400;
const NO_COLD_ROOM = 250;
const UNKNOWN_SILENCE = 800;

/** Points of the kinship alone. */
export function kinshipPoints({ link }: Pair): number {
  return KINSHIP_POINTS[link.kinship];
}

/** How far the virtues of the offered goods count at all: nearness of what nobody asked for is worth nothing. */
export function relatedPoints({ link }: Pair): number {
  return RELATED_POINTS[link.kinship];
}

/** How far amount and price are of use at all: the right goods, at hand when wanted, sound on arrival, in a lot that fits. */
export function usablePoints(pair: Pair): number {
  return Math.min(kinshipPoints(pair), season.points(pair), spoilage.points(pair), minimumOrder.points(pair));
}

/** What makes amount and price of less use, for the middle of a sentence. */
export function unusableBecause(pair: Pair): Wording {
  const least = usablePoints(pair);
  return [kinship, season, spoilage, minimumOrder].find((link) => link.points(pair) === least)!.reason(pair);
}

/** Reasons of links stand after a colon. */
export const kinship: Factor = {
  points: kinshipPoints,
  reason: ({ demand, supply }) => ({
    id: `yang dicari ${demand.goods?.commodity.id}, yang ditawarkan ${supply.goods?.commodity.id}`,
    en: `${demand.goods?.commodity.en} wanted, ${supply.goods?.commodity.en} offered`,
  }),
};

const season: Factor = {
  points: (pair) => pointsOn(OBSTACLES.season, facts.seasonShare(pair)),
  reason: ({ demand, supply }) => {
    const harvest = say.months(supply.goods?.months ?? 0);
    const wanted = say.months(demand.months);
    return {
      id: `panen ${harvest.id}, sedangkan kebutuhan ${wanted.id}`,
      en: `harvest ${harvest.en}, while the need is ${wanted.en}`,
    };
  },
};

const spoilage: Factor = {
  points: (pair) => pointsOn(OBSTACLES.spoilage, facts.keepingUsed(pair)),
  reason: (pair) => {
    const travel = say.travel(facts.travelMilliDays(pair.link.km, pair.link.sea));
    const keep = say.travel(pair.supply.goods === null ? 0 : facts.keepMilliDays(pair, pair.supply.goods));
    const { sea } = pair.link;
    return {
      id: `perjalanan ${travel.id}${sea ? ' lewat laut' : ''}, barang tahan ${keep.id}`,
      en: `${travel.en} on the way${sea ? ' across the sea' : ''}, the goods keep ${keep.en}`,
    };
  },
};

const freight: Factor = {
  points: (pair) => pointsOn(OBSTACLES.freight, facts.freightShare(pair) ?? 0),
  reason: (pair) => {
    const share = say.percent(facts.freightShare(pair) ?? 0);
    return {
      id: `ongkos angkut sekitar ${share} dari harga barang`,
      en: `freight is about ${share} of the goods' price`,
    };
  },
};

const price: Factor = {
  points: (pair) => {
    const ratio = facts.priceRatio(pair);
    return ratio === null ? 1000 : pointsOn(OBSTACLES.price, ratio);
  },
  reason: (pair) => {
    const ratio = say.percent(facts.priceRatio(pair) ?? 0);
    return {
      id: `harga yang diminta ${ratio} dari harga sasaran`,
      en: `the asked price is ${ratio} of the target price`,
    };
  },
};

const volume: Factor = {
  points: (pair) => {
    if (!facts.comparable(pair)) return UNCOMPARABLE_UNITS;
    return pair.viewpoint === 'offer'
      ? pointsOn(OBSTACLES.covered, facts.covered(pair))
      : pointsOn(OBSTACLES.taken, facts.taken(pair));
  },
  reason: (pair) => {
    if (!facts.comparable(pair)) {
      return {
        id: 'satuan kedua pihak berbeda, jumlah tidak dapat dibandingkan',
        en: 'the two sides count in different units, the amounts cannot be compared',
      };
    }
    if (pair.viewpoint === 'offer') {
      const share = say.share(facts.covered(pair));
      return { id: `hanya memenuhi ${share} dari kebutuhan`, en: `only ${share} of the need is covered` };
    }
    const share = say.share(facts.taken(pair));
    return { id: `hanya menyerap ${share} dari kapasitas`, en: `only ${share} of the capacity is taken` };
  },
};

const minimumOrder: Factor = {
  points: (pair) => pointsOn(OBSTACLES.minimumOrder, facts.minimumOrderRatio(pair)),
  reason: (pair) => {
    const unit = pair.supply.goods?.baseUnit ?? '';
    const least = say.amount(pair.supply.goods?.minimumOrder ?? 0, unit);
    const perMonth = pair.demand.goods?.perMonth ?? 0;
    const need = say.perMonth(perMonth, unit);
    const usable = facts.usableAtOnce(pair);
    if (usable < perMonth) {
      const part = say.amount(usable, unit);
      return {
        id: `pesanan minimal ${least.id} terlalu besar: dari kebutuhan ${need.id} hanya ${part.id} terpakai sekaligus`,
        en: `the minimum order of ${least.en} is too large: only ${part.en} of the need of ${need.en} is of use at once`,
      };
    }
    return {
      id: `pesanan minimal ${least.id} terlalu besar untuk kebutuhan ${need.id}`,
      en: `the minimum order of ${least.en} is too large for a need of ${need.en}`,
    };
  },
};

export const silence: Factor = {
  points: ({ supply }) =>
    supply.monthsSilent === null ? UNKNOWN_SILENCE : pointsOn(OBSTACLES.silence, supply.monthsSilent),
  reason: ({ supply }) =>
    supply.monthsSilent === null
      ? { id: 'belum ada tanda kegiatan', en: 'no sign of activity yet' }
      : {
          id: `tidak ada kabar selama ${supply.monthsSilent} bulan: pastikan dulu lewat telepon`,
          en: `no sign of life for ${supply.monthsSilent} months: call first`,
        },
};

const coldRoom: Factor = {
  points: (pair) => (pair.demand.goods?.coldOnly === true && !facts.cools(pair) ? NO_COLD_ROOM : 1000),
  reason: () => ({
    id: 'barang harus tetap dingin, koperasi belum punya ruang pendingin',
    en: 'the goods must stay cold, the cooperative has no cold room yet',
  }),
};

/** In a fixed order: the first of equals is named. */
const OF_A_PURCHASE = [kinship, season, spoilage, freight, price, volume, minimumOrder, silence];
const OF_A_PARTNER = [silence, coldRoom];

/** The least of the links; 1000 points mean that nothing stands in the way. */
export const feasibility: Factor = {
  points: (pair) => {
    let least = 1000;
    for (const link of linksOf(pair)) least = Math.min(least, link.points(pair));
    return least;
  },
  reason: (pair) => {
    const least = feasibility.points(pair);
    if (least === 1000) return { id: 'Tidak ada hambatan besar', en: 'Nothing stands in the way' };
    const why = linksOf(pair)
      .find((link) => link.points(pair) === least)!
      .reason(pair);
    return { id: `Hambatan terbesar: ${why.id}`, en: `Greatest obstacle: ${why.en}` };
  },
};

function linksOf({ demand }: Pair): readonly Factor[] {
  return demand.scheme === 'purchase' ? OF_A_PURCHASE : OF_A_PARTNER;
}
