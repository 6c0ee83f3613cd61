/** Factors of the goods: kinship, quantity, distance, price, season and quality. */
import { pointsOn, thousandths } from './curve.ts';
import { WORTH } from './curves.ts';
import * as facts from './facts.ts';
import { kinshipPoints, relatedPoints, usablePoints } from './feasibility.ts';
import { certificateNames } from './labels.ts';
import type { Factor, Grade, Pair, Wording } from './pair.ts';
import { MEMBER, QUALITY_PASS } from './requirements.ts';
import * as say from './wording.ts';

export const UNKNOWN_PRICE = 500;
export const UNKNOWN_AMOUNT = 300;
const GRADE_POINTS: Record<Grade, number> = { A: 600, B: 450, C: 200 };
const UNKNOWN_GRADE = 350;
/** Each verified certificate adds this, two at most count. */
const CERTIFICATE_POINTS = 200;
/** Papers that are readiness, not quality; and what only counts like a paper where it is required. */
const NO_CERTIFICATES = new Set([
  QUALITY_PASS,
  MEMBER,
  'nib',
  'legalEntity',
  'npwp',
  'bankAccount',
  'businessPlan',
  'cooperativeNumber',
  'pharmacyLicence',
]);
/** Half of the worth of nearness is gone after this share (thousandths of a day) of the root of the keeping days. */
const HALF_REACH = 120;

export const commodity: Factor = {
  points: kinshipPoints,
  reason: ({ demand, supply, link }) => {
    const wanted = demand.goods!.commodity;
    const offered = supply.goods!.commodity;
    switch (link.kinship) {
      case 'same':
        return { id: `Komoditas sama: ${wanted.id}`, en: `Same commodity: ${wanted.en}` };
      case 'close':
        return {
          id: `${offered.id} dapat menjadi pengganti ${wanted.id}`,
          en: `${offered.en} can stand in for ${wanted.en}`,
        };
      case 'group':
        return {
          id: `${offered.id} sekelompok dengan ${wanted.id}, tetapi bukan penggantinya`,
          en: `${offered.en} is in the same group as ${wanted.en}, but no substitute`,
        };
      case 'sector':
      case 'none':
        return { id: `${offered.id} bukan ${wanted.id}`, en: `${offered.en} is not ${wanted.en}` };
    }
  },
};

/** From the buyer's side the share of the need that is covered, from the cooperative's the share of its capacity that is taken. */
export const quantity: Factor = {
  points: (pair) => usable(amountPoints(pair), pair),
  reason: (pair) => {
    const offered = pair.supply.goods!;
    const wanted = pair.demand.goods!;
    const capacity = say.perMonth(offered.perMonth, offered.baseUnit);
    const need = say.perMonth(wanted.perMonth, wanted.baseUnit);
    if (!facts.comparable(pair)) {
      return {
        id: `Kapasitas ${capacity.id} tidak dapat dibandingkan dengan kebutuhan ${need.id}: satuannya berbeda, nyatakan keduanya dalam satuan yang sama`,
        en: `A capacity of ${capacity.en} cannot be compared with a need of ${need.en}: the units differ, state both in the same one`,
      };
    }
    if (pair.viewpoint === 'supply') {
      const share = say.share(facts.taken(pair));
      const months = facts.outletShare(pair);
      const part = months < 1000 ? `, pada ${say.percent(months)} dari bulan panen` : '';
      const partEn = months < 1000 ? `, in ${say.percent(months)} of the harvest months` : '';
      return {
        id: `Permintaan ${need.id} menyerap ${share} dari kapasitas ${capacity.id}${part}`,
        en: `A demand of ${need.en} takes ${share} of the capacity of ${capacity.en}${partEn}`,
      };
    }
    const share = facts.covered(pair);
    const months = facts.seasonShare(pair);
    const part = months < 1000 ? `, pada ${say.percent(months)} dari bulan yang diminta` : '';
    const partEn = months < 1000 ? `, in ${say.percent(months)} of the months asked for` : '';
    const covers = share >= 1000 ? 'memenuhi seluruh' : `memenuhi ${say.share(share)} dari`;
    const coversEn = share >= 1000 ? 'covers the whole' : `covers ${say.share(share)} of the`;
    return {
      id: `Kapasitas ${capacity.id} ${covers} kebutuhan ${need.id}${part}`,
      en: `A capacity of ${capacity.en} ${coversEn} need of ${need.en}${partEn}`,
    };
  },
};

function amountPoints(pair: Pair): number {
  if (!facts.comparable(pair)) return UNKNOWN_AMOUNT;
  const buys = pair.viewpoint === 'offer';
  const share = Math.min(1000, buys ? facts.covered(pair) : facts.taken(pair));
  return pointsOn(buys ? WORTH.covered : WORTH.taken, Math.floor((share * monthsShare(pair)) / 1000));
}

/**
 * Nearness, weighed by how long the goods keep (half is gone after 0.12 × √(days kept) days of travel) and by the burden of the way:
 * what the way neither ages nor makes dear loses less. Times what freight leaves.
 */
export const distance: Factor = {
  points: (pair) => {
    const far = 1000 - pointsOn(WORTH.nearness, onTheWay(pair));
    const burden = pointsOn(WORTH.burden, facts.burden(pair));
    const freight = pointsOn(WORTH.freight, facts.freightShare(pair) ?? 0);
    return related(distanceWorth(far, burden, freight), pair);
  },
  reason: (pair) => {
    const { km, sea } = pair.link;
    const travel = say.travel(facts.travelMilliDays(pair.link.km, pair.link.sea));
    const keep = facts.keepMilliDays(pair, pair.supply.goods!);
    const kept = keep >= 730_000 ? null : say.travel(keep);
    const way = `${say.number(km).id} km`;
    return {
      id: `Sekitar ${way}${sea ? ' dengan menyeberang laut' : ''}, ${travel.id} perjalanan; ${kept === null ? 'barang tahan lama' : `barang tahan ${kept.id}`}`,
      en: `About ${say.number(km).en} km${sea ? ' with a sea crossing' : ''}, ${travel.en} on the way; ${kept === null ? 'the goods keep for years' : `the goods keep ${kept.en}`}`,
    };
  },
};

/** What is left of nearness (lost: `far`, as much as the `burden` of the way counts) after freight; all in points. */
export function distanceWorth(far: number, burden: number, freight: number): number {
  return (((1000 - (((far * burden) / 1000) | 0)) * freight) / 1000) | 0;
}

/** Travel in thousandths of the time after which half of nearness is lost. */
export function onTheWay(pair: Pair): number {
  return thousandths(
    facts.travelMilliDays(pair.link.km, pair.link.sea),
    halfReachMilliDays(facts.keepMilliDays(pair, pair.supply.goods!)),
  );
}

/** By how long the goods keep, both in thousandths of a day. */
export function halfReachMilliDays(keep: number): number {
  return Math.floor(HALF_REACH * Math.sqrt(keep / 1000));
}

export const price: Factor = {
  points: (pair) => {
    const ratio = facts.priceRatio(pair);
    return usable(ratio === null ? UNKNOWN_PRICE : pointsOn(WORTH.price, ratio), pair);
  },
  reason: (pair) => {
    const ratio = facts.priceRatio(pair);
    if (ratio === null) {
      return { id: 'Harga belum dapat dibandingkan', en: 'The prices cannot be compared yet' };
    }
    const unit = pair.demand.goods!.baseUnit;
    const target = say.rupiah(pair.demand.goods!.price!, unit);
    const asked = say.rupiah(pair.supply.goods!.price!, unit);
    if (pair.viewpoint === 'supply') {
      const over = pair.supply.goods!.price! <= pair.demand.goods!.price!;
      return {
        id: `Pembeli menawar ${target.id}, ${over ? 'tidak kurang dari' : 'di bawah'} harga koperasi ${asked.id}`,
        en: `The buyer pays ${target.en}, ${over ? 'no less than' : 'below'} the asked ${asked.en}`,
      };
    }
    const apart = say.percent(Math.abs(ratio - 1000));
    if (Math.abs(ratio - 1000) < 10) {
      return {
        id: `Harga ${asked.id} sesuai sasaran ${target.id}`,
        en: `The price of ${asked.en} meets the target of ${target.en}`,
      };
    }
    return {
      id: `Harga ${asked.id}, ${apart} ${ratio < 1000 ? 'di bawah' : 'di atas'} sasaran ${target.id}`,
      en: `The price of ${asked.en} is ${apart} ${ratio < 1000 ? 'below' : 'above'} the target of ${target.en}`,
    };
  },
};

/** From the buyer's side the wanted months that are served, from the cooperative's the harvest months that find the buyer. */
export const season: Factor = {
  points: (pair) => related(monthsShare(pair), pair),
  reason: (pair) => {
    if (pair.viewpoint === 'supply') return outletReason(pair);
    const { direct, stored, wanted } = facts.seasonOverlap(pair);
    const harvest = say.months(pair.supply.goods!.months);
    const kept = stored > 0 ? ` (dan ${stored} dari simpanan)` : '';
    const keptEn = stored > 0 ? ` (and ${stored} from store)` : '';
    return {
      id: `Tersedia ${direct}${kept} dari ${wanted} bulan yang diminta (panen ${harvest.id})`,
      en: `At hand in ${direct}${keptEn} of the ${wanted} months asked for (harvest ${harvest.en})`,
    };
  },
};

const monthsShare = (pair: Pair): number =>
  pair.viewpoint === 'offer' ? facts.seasonShare(pair) : facts.outletShare(pair);

function outletReason(pair: Pair): Wording {
  const { direct, stored, harvest } = facts.outletOverlap(pair);
  const bought = say.months(pair.demand.months);
  const kept = stored > 0 ? ` (dan ${stored} dari simpanan)` : '';
  const keptEn = stored > 0 ? ` (and ${stored} from store)` : '';
  return {
    id: `Hasil ${direct}${kept} dari ${harvest} bulan panen terserap (dibeli ${bought.id})`,
    en: `The goods of ${direct}${keptEn} of ${harvest} harvest months are taken (bought ${bought.en})`,
  };
}

/** Stated grade, and verified certificates also where none is required: they open shelves and save the buyer trouble. */
export const quality: Factor = {
  points: (pair) => {
    const grade = pair.supply.goods?.grade ?? null;
    const certificates = Math.min(2, verifiedCertificates(pair.supply.credentials).length);
    const stated = grade === null ? UNKNOWN_GRADE : GRADE_POINTS[grade];
    return related(stated + CERTIFICATE_POINTS * certificates, pair);
  },
  reason: ({ supply }) => {
    const grade = supply.goods?.grade ?? null;
    const held = verifiedCertificates(supply.credentials);
    const names = certificateNames(held);
    return {
      id: `${grade === null ? 'Mutu belum dinyatakan' : `Mutu ${grade}`}; ${held.length === 0 ? 'belum ada sertifikat produk terverifikasi' : `sertifikat terverifikasi: ${names.id}`}`,
      en: `${grade === null ? 'No grade stated' : `Grade ${grade}`}; ${held.length === 0 ? 'no verified product certificate yet' : `verified certificates: ${names.en}`}`,
    };
  },
};

function verifiedCertificates(credentials: Pair['supply']['credentials']): string[] {
  return Object.keys(credentials)
    .filter((type) => !NO_CERTIFICATES.has(type) && credentials[type] === 'verified')
    .sort();
}

/** Amount and price of goods that are of no use say nothing. */
function usable(points: number, pair: Pair): number {
  return Math.floor((points * usablePoints(pair)) / 1000);
}

/** The virtues of other goods hardly count. */
function related(points: number, pair: Pair): number {
  return Math.floor((points * relatedPoints(pair)) / 1000);
}
