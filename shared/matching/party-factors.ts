/** Factors of the two parties: readiness, freshness, track record, locality, facilities, members, plan and terms. */
import { pointsOn } from './curve.ts';
import { WORTH } from './curves.ts';
import * as facts from './facts.ts';
import { unitNames } from './labels.ts';
import type { Demand, Factor, Pair, Supply, Wording } from './pair.ts';
import { amount, exact, number } from './wording.ts';

/** Half of readiness is papers, the NIB first among them; substance (the score) is the other half, so papers alone never look ready. */
const PAPER_POINTS = { nib: 200, legalEntity: 100, npwp: 100, bankAccount: 100 } as const;
const PAPERS = ['nib', 'legalEntity', 'npwp', 'bankAccount'] as const;
const UNKNOWN_READINESS = 50;

const UNKNOWN_SILENCE = 500;
/** Nobody starts below this: without deliveries there is no bad record either. */
const NO_RECORD = 400;
const UNKNOWN_MEMBERS = 300;
export const LOT_STORAGE_POINTS = 200;
/** By levels of the region code in common with the destination. */
const PLACE_POINTS = [0, 350, 700, 850, 1000] as const;

/** Verified papers and the readiness score, half and half. */
export const readiness: Factor = {
  points: ({ supply }) =>
    papersHeld(supply).reduce((points, paper) => points + PAPER_POINTS[paper], 0) +
    5 * Math.floor(supply.readiness ?? UNKNOWN_READINESS),
  reason: ({ supply }) => {
    const score = supply.readiness;
    const held = papersHeld(supply).length;
    return {
      id: `${held} dari ${PAPERS.length} dokumen pokok terverifikasi; ${score === null ? 'kesiapan belum dinilai' : `kesiapan ${score} dari 100`}`,
      en: `${held} of ${PAPERS.length} basic papers verified; ${score === null ? 'readiness not assessed yet' : `readiness ${score} of 100`}`,
    };
  },
};

/** What readiness earns at least where the score is so high, without any paper. */
export const leastReadinessPoints = (score: number | null): number => 5 * Math.floor(Math.max(0, score ?? 0));

function papersHeld(supply: Supply): (typeof PAPERS)[number][] {
  return PAPERS.filter((paper) => supply.credentials[paper] === 'verified');
}

export const freshness: Factor = {
  points: ({ supply }) =>
    supply.monthsSilent === null ? UNKNOWN_SILENCE : pointsOn(WORTH.silence, supply.monthsSilent),
  reason: ({ supply }): Wording => {
    const silent = supply.monthsSilent;
    if (silent === null) return { id: 'Kegiatan terakhir belum tercatat', en: 'No activity recorded yet' };
    if (silent <= 0) return { id: 'Aktif bulan ini', en: 'Active this month' };
    const asleep = silent >= 12;
    return {
      id: `Terakhir aktif ${silent} bulan lalu${asleep ? ': tidak aktif, pastikan dulu' : ''}`,
      en: `Last active ${silent} ${silent === 1 ? 'month' : 'months'} ago${asleep ? ': dormant, check first' : ''}`,
    };
  },
};

/** Deliveries and punctuality; a poor record may stand below none. */
export const trackRecord: Factor = {
  points: ({ supply }) => {
    const counted = pointsOn(WORTH.deliveries, supply.deliveries);
    return Math.floor(
      (NO_RECORD * (1000 - counted) + pointsOn(WORTH.onTime, supply.onTime) * counted) / 1000,
    );
  },
  reason: ({ supply }) =>
    supply.deliveries === 0
      ? { id: 'Belum ada riwayat pengiriman', en: 'No deliveries so far' }
      : {
          id: `${supply.deliveries} pengiriman, ${Math.floor(supply.onTime / 10)}% tepat waktu`,
          en: `${supply.deliveries} ${supply.deliveries === 1 ? 'delivery' : 'deliveries'}, ${Math.floor(supply.onTime / 10)}% on time`,
        },
};

/** Local origin for a government buyer: its own regency first (Bangga e-Lokal), its own province for a provincial office. */
export const local: Factor = {
  points: ({ demand, supply, link }) => localPoints(locality(demand, supply.region), link.km),
  reason: ({ demand, supply, link }) => {
    const where = locality(demand, supply.region);
    if (where === 2) {
      return { id: 'Produk lokal dari daerah pembeli sendiri', en: "Local goods from the buyer's own area" };
    }
    return where === 1
      ? {
          id: `Satu provinsi, ${number(link.km).id} km dari tujuan, tetapi bukan dari daerah pembeli`,
          en: `Same province, ${number(link.km).en} km from the destination, but not the buyer's area`,
        }
      : { id: 'Dari luar provinsi pembeli', en: "From outside the buyer's province" };
  },
};

/** 2 in the buyer's own regency (for a provincial office its province), 1 elsewhere in its province, else 0. */
export function locality({ buyerRegion }: Pick<Demand, 'buyerRegion'>, region: string): 0 | 1 | 2 {
  const levels = facts.sharedLevels(buyerRegion, region);
  if (levels >= Math.min(2, levelsOf(buyerRegion))) return 2;
  return levels >= 1 ? 1 : 0;
}

/** Points of a locality, by the kilometres to the destination. */
export function localPoints(where: number, km: number): number {
  if (where === 2) return 1000;
  return where === 1 ? pointsOn(WORTH.sameProvince, km) : 0;
}

/** How near the place that the partner is to serve lies; whoever is inside it is as near as can be. */
export const place: Factor = {
  points: ({ demand, supply }) => {
    const levels = facts.sharedLevels(demand.deliverTo, supply.region);
    return levels === levelsOf(demand.deliverTo) ? 1000 : PLACE_POINTS[Math.min(4, levels)]!;
  },
  reason: ({ demand, supply, link }) => {
    if (facts.sharedLevels(demand.deliverTo, supply.region) === levelsOf(demand.deliverTo)) {
      return { id: 'Berada di wilayah tujuan', en: 'In the area of destination' };
    }
    return {
      id: `Di luar wilayah tujuan, sekitar ${number(link.km).id} km`,
      en: `Outside the area of destination, about ${number(link.km).en} km`,
    };
  },
};

function levelsOf(code: string): number {
  return code.split('.').length;
}

/** Rooms and outlets: goods that must move and be stored need logistics or a warehouse, and storage for one lot of the quota. */
export const facilities: Factor = {
  points: (pair) => {
    const { demand, supply } = pair;
    const cold = demand.goods?.coldOnly === true;
    let points = holdsLot(pair) ? LOT_STORAGE_POINTS : 0;
    for (const unit of new Set(supply.units)) {
      if (unit === 'logistics' || unit === 'warehouse') points += 250;
      else if (unit === 'cold-storage') points += cold ? 400 : 200;
      else if (unit === 'office') points += 50;
      else points += 250;
    }
    return Math.min(1000, points);
  },
  reason: (pair) => {
    const { units } = pair.supply;
    const names = unitNames(units);
    const lot = pair.demand.goods?.quotaLot ?? null;
    const stored = lot !== null && holdsLot(pair) ? amount(lot.amount, lot.unit) : null;
    return {
      id: `${units.length === 0 ? 'Belum ada unit usaha' : `Unit usaha: ${names.id}`}${stored === null ? '' : `; gudang cukup untuk jatah ${stored.id}`}`,
      en: `${units.length === 0 ? 'No business units yet' : `Business units: ${names.en}`}${stored === null ? '' : `; storage holds the share of ${stored.en}`}`,
    };
  },
};

function holdsLot({ demand, supply }: Pair): boolean {
  const lot = demand.goods?.quotaLot ?? null;
  if (lot === null) return false;
  const rooms = supply.storage.filter((room) => room.unit === lot.unit);
  return rooms.reduce((sum, room) => sum + room.amount, 0) >= lot.amount;
}

/** Members behind the outlet: its regular customers. */
export const members: Factor = {
  points: ({ supply }) =>
    supply.memberCount === null ? UNKNOWN_MEMBERS : pointsOn(WORTH.members, supply.memberCount),
  reason: ({ supply }) =>
    supply.memberCount === null
      ? { id: 'Jumlah anggota belum dicatat', en: 'The number of members is not recorded' }
      : {
          id: `${number(supply.memberCount).id} anggota sebagai pelanggan tetap`,
          en: `${number(supply.memberCount).en} members as regular customers`,
        },
};

export const businessPlan: Factor = {
  points: ({ supply }) => {
    const state = supply.credentials['businessPlan'] ?? 'missing';
    return state === 'verified' ? 1000 : state === 'submitted' ? 400 : 0;
  },
  reason: ({ supply }) => {
    const state = supply.credentials['businessPlan'] ?? 'missing';
    if (state === 'verified') return { id: 'Rencana usaha terverifikasi', en: 'Business plan verified' };
    return state === 'submitted'
      ? { id: 'Rencana usaha sedang diperiksa', en: 'Business plan under review' }
      : { id: 'Belum ada rencana usaha yang berlaku', en: 'No valid business plan yet' };
  },
};

/** What the offer itself is worth to a cooperative: guidelines issued, buyer verified, quick payment or a fair commission. */
export const terms: Factor = {
  points: ({ demand }) =>
    Math.max(
      0,
      (demand.guidelines === 'issued' ? 600 : 0) + (demand.buyerVerified ? 250 : 0) + earningPoints(demand),
    ),
  reason: ({ demand }) => {
    const issued = demand.guidelines === 'issued';
    const checked = demand.buyerVerified;
    const earning = earningWords(demand);
    return {
      id: `${issued ? 'Dapat dimulai sekarang' : 'Menunggu juknis, siapkan berkas sekarang'}; pembeli ${checked ? 'terverifikasi' : 'belum terverifikasi'}${earning.id}`,
      en: `${issued ? 'Can start now' : 'Guidelines awaited, prepare the papers now'}; buyer ${checked ? 'verified' : 'not verified yet'}${earning.en}`,
    };
  },
};

/** Whoever is known to pay later than this is worse than one of whom nothing is known (E). */
const LATE_DAYS = 60;

/**
 * Of consigned goods the shop earns the commission; of others what matters is how soon it is paid: as the buyer has paid so far,
 * and as it promises where that is not known.
 */
function earningPoints({ commissionPercent, paymentTermDays, paymentHabit }: Demand): number {
  if (commissionPercent !== null) return pointsOn(WORTH.commission, commissionPercent);
  if (paymentHabit !== null && paymentHabit.days > LATE_DAYS) return -150;
  const days = paymentHabit?.days ?? paymentTermDays ?? 30;
  return days <= 15 ? 150 : days <= 30 ? 100 : 0;
}

function earningWords({ commissionPercent, paymentTermDays: days, paymentHabit }: Demand): Wording {
  if (commissionPercent !== null) {
    return {
      id: `; komisi ${exact(commissionPercent).id}%`,
      en: `; commission ${exact(commissionPercent).en}%`,
    };
  }
  const promised =
    days === null
      ? { id: '', en: '' }
      : { id: `; dibayar dalam ${days} hari`, en: `; paid within ${days} ${days === 1 ? 'day' : 'days'}` };
  if (paymentHabit === null) return promised;
  const { days: usual, payments } = paymentHabit;
  return {
    id: `${promised.id}; selama ini dibayar setelah ${usual} hari (${payments} pembayaran)`,
    en: `${promised.en}; so far paid after ${usual} ${usual === 1 ? 'day' : 'days'} (${payments} payments)`,
  };
}
