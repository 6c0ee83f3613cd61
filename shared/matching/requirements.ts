/** Hard requirements: what an offer demands and a cooperative lacks, each with what to do about it. */
import { certificateNames, unitNames } from './labels.ts';
import type { CredentialState, Demand, Grade, Requirements, Supply, Wording } from './pair.ts';
import { amount } from './wording.ts';

/** Keys of the offer's `requirements`, and `regions`. */
export type Requirement = keyof Requirements | 'regions';

export type Blocked = { readonly requirement: Requirement; readonly detail: Wording };

export const PAPERS = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;

/** What the bits of rows carry like papers: the state of the goods' latest quality check, and that some holding has confirmed a member. */
export const QUALITY_PASS = 'qualityPass';
export const MEMBER = 'member';

const PAPER_NAMES: Record<(typeof PAPERS)[number], Wording> = {
  nib: { id: 'NIB', en: 'business number (NIB)' },
  legalEntity: { id: 'Badan hukum (SK AHU)', en: 'legal entity (SK AHU)' },
  npwp: { id: 'NPWP koperasi', en: 'tax number (NPWP)' },
  bankAccount: { id: 'Rekening bank atas nama koperasi', en: "bank account in the cooperative's name" },
  businessPlan: { id: 'Rencana usaha', en: 'business plan' },
};

/** What a paper is called: of the organization, or a certificate. */
export function paperName(paper: string): Wording {
  const known = PAPERS.find((one) => one === paper);
  if (known !== undefined) return PAPER_NAMES[known];
  const { id, en } = certificateNames([paper]);
  return { id: `Sertifikat ${id}`, en: `certificate ${en}` };
}

/** What a state other than `verified` means, and the next step. */
const NEXT_STEP: Record<Exclude<CredentialState, 'verified'>, Wording> = {
  missing: { id: 'belum ada: urus dan unggah buktinya', en: 'is missing: obtain it and upload the proof' },
  submitted: {
    id: 'belum terverifikasi: minta dinas memeriksanya',
    en: 'is not verified yet: ask the office to check it',
  },
  rejected: { id: 'ditolak: perbaiki dan ajukan lagi', en: 'was rejected: correct it and submit again' },
  suspended: {
    id: 'dibekukan: aktifkan kembali di OSS atau dinas',
    en: 'is suspended: have it reactivated at OSS or the office',
  },
  expired: {
    id: 'sudah kedaluwarsa: perpanjang dan unggah yang baru',
    en: 'has expired: renew it and upload the new one',
  },
};

/** What the state of the latest quality check means, and the next step. */
const NEXT_CHECK: Record<Exclude<CredentialState, 'verified'>, Wording> = {
  missing: {
    id: 'Mutu belum diperiksa: minta holding atau dinas memeriksanya',
    en: 'The quality was not checked: ask the holding or the office to check it',
  },
  submitted: { id: 'Pemeriksaan mutu belum selesai', en: 'The quality check is not finished' },
  rejected: {
    id: 'Tidak lulus pemeriksaan mutu terakhir: perbaiki lalu minta diperiksa lagi',
    en: 'The latest quality check was not passed: mend what it found and ask for another',
  },
  suspended: { id: 'Hasil pemeriksaan mutu dibekukan', en: 'The quality check is suspended' },
  expired: {
    id: 'Hasil lulus pemeriksaan mutu sudah tidak berlaku: minta diperiksa lagi',
    en: 'The passed quality check no longer counts: ask for another',
  },
};

const GRADE_RANK: Record<Grade, number> = { A: 3, B: 2, C: 1 };

/**
 * The requirements of `demand` that `supply` does not meet, in a fixed order; empty when it qualifies.
 * Only a `verified` credential passes; an amount in another dimension does not count as storage.
 */
export function unmetRequirements(demand: Demand, supply: Supply): Blocked[] {
  return unmetIn(demand, supply, (missing) => (missing.length === 0 ? [] : [missing]));
}

/** The same with an entry for each certificate, business unit and business class: each is a thing to do by itself. */
export function unmetOneByOne(demand: Demand, supply: Supply): Blocked[] {
  return unmetIn(demand, supply, (missing) => missing.map((one) => [one]));
}

/** How missing things of one kind are parted into entries. */
type Parting = (missing: readonly string[]) => (readonly string[])[];

function unmetIn(demand: Demand, supply: Supply, parted: Parting): Blocked[] {
  return [
    ...unmetPapers(demand.requirements, supply),
    ...unmetClasses(demand.requirements, supply, parted),
    ...unmetCertifications(demand.requirements, supply, parted),
    ...unmetGoods(demand.requirements, supply),
    ...unmetUnits(demand.requirements, supply, parted),
    ...unmetFacilities(demand.requirements, supply),
    ...notMember(demand.requirements, supply),
    ...outsideRegions(demand, supply),
  ];
}

/** The papers that must be verified: what every cooperative should have, certificates, and what counts like a paper. */
export function requiredPapers(requirements: Requirements): string[] {
  return [
    ...PAPERS.filter((paper) => requirements[paper]),
    ...requirements.certifications,
    ...(requirements.qualityPass ? [QUALITY_PASS] : []),
    ...(requirements.membersOnly === null ? [] : [MEMBER]),
  ];
}

/** Whether what a cooperative is and has meets business classes, rooms, readiness and its holding: what packed rows do not tell by bits. */
export function meetsProfile(
  { kbli, minStorage, minReadiness, membersOnly }: Requirements,
  profile: Pick<Supply, 'kbli' | 'storage' | 'readiness' | 'memberOf'>,
): boolean {
  return (
    (membersOnly === null || profile.memberOf === membersOnly) &&
    (minReadiness === null || (profile.readiness ?? -1) >= minReadiness) &&
    kbli.every((code) => profile.kbli.includes(code)) &&
    (minStorage === null || storageIn(profile, minStorage.unit) >= minStorage.amount)
  );
}

/** What a cooperative has proven: its verified papers. */
export const verifiedPapers = ({ credentials }: Pick<Supply, 'credentials'>): string[] =>
  Object.keys(credentials).filter((type) => credentials[type] === 'verified');

/** Rooms of the same dimension add up. */
export function storageIn({ storage }: Pick<Supply, 'storage'>, unit: string): number {
  let sum = 0;
  for (const room of storage) if (room.unit === unit) sum += room.amount;
  return sum;
}

/** Whether `code` lies in the region `prefix` (`35` holds `35.79.02.2008`, not `3`…). */
export function isWithin(code: string, prefix: string): boolean {
  return code === prefix || code.startsWith(`${prefix}.`);
}

function unmetPapers(required: Requirements, supply: Supply): Blocked[] {
  return PAPERS.flatMap((paper) => {
    const state = supply.credentials[paper] ?? 'missing';
    if (!required[paper] || state === 'verified') return [];
    return [{ requirement: paper, detail: lacking(paperName(paper), state) }];
  });
}

function unmetClasses(required: Requirements, supply: Supply, parted: Parting): Blocked[] {
  const unmet = required.kbli.filter((code) => !supply.kbli.includes(code));
  return parted(unmet).map((some) => {
    const codes = some.join(', ');
    return {
      requirement: 'kbli',
      detail: {
        id: `NIB belum mencakup KBLI ${codes}: tambahkan di OSS`,
        en: `The NIB does not cover KBLI ${codes}: add it at OSS`,
      },
    };
  });
}

function unmetCertifications(required: Requirements, supply: Supply, parted: Parting): Blocked[] {
  const unmet = required.certifications.filter((type) => supply.credentials[type] !== 'verified');
  return parted(unmet).map((some) => {
    const details = some.map((type) => lacking(paperName(type), supply.credentials[type]));
    return {
      requirement: 'certifications',
      detail: { id: details.map((d) => d.id).join('; '), en: details.map((d) => d.en).join('; ') },
    };
  });
}

function unmetGoods(required: Requirements, supply: Supply): Blocked[] {
  const unmet: Blocked[] = [];
  const grade = supply.goods?.grade ?? null;
  if (required.minGrade !== null && (grade === null || GRADE_RANK[grade] < GRADE_RANK[required.minGrade])) {
    unmet.push({
      requirement: 'minGrade',
      detail: {
        id: `Mutu minimal ${required.minGrade}, ${grade === null ? 'mutu belum dinyatakan' : `yang ditawarkan ${grade}`}`,
        en: `Grade ${required.minGrade} at least, ${grade === null ? 'none is stated' : `${grade} is offered`}`,
      },
    });
  }
  if (required.exportReady && supply.goods?.exportReady !== true) {
    unmet.push({
      requirement: 'exportReady',
      detail: {
        id: 'Belum dinyatakan siap ekspor: lengkapi volume, mutu, dan dokumen lalu tandai siap ekspor',
        en: 'Not stated to be ready for export: complete volume, grade and documents, then mark it',
      },
    });
  }
  const check = supply.credentials[QUALITY_PASS] ?? 'missing';
  if (required.qualityPass && check !== 'verified') {
    unmet.push({ requirement: 'qualityPass', detail: NEXT_CHECK[check] });
  }
  return unmet;
}

function notMember({ membersOnly }: Requirements, { memberOf }: Supply): Blocked[] {
  if (membersOnly === null || memberOf === membersOnly) return [];
  return [
    {
      requirement: 'membersOnly',
      detail: {
        id: 'Hanya untuk anggota holding ini: bergabung dan minta holding mengonfirmasi',
        en: 'Only for members of this holding: join it and ask it to confirm the membership',
      },
    },
  ];
}

function unmetUnits(required: Requirements, supply: Supply, parted: Parting): Blocked[] {
  const missing = required.units.filter((unit) => !supply.units.includes(unit));
  return parted(missing).map((some) => {
    const { id, en } = unitNames(some);
    return {
      requirement: 'units',
      detail: { id: `Unit usaha belum ada: ${id}`, en: `Business units still missing: ${en}` },
    };
  });
}

function unmetFacilities(required: Requirements, supply: Supply): Blocked[] {
  const unmet: Blocked[] = [];
  const least = required.minStorage;
  if (least !== null) {
    const has = storageIn(supply, least.unit);
    if (has < least.amount) {
      const need = amount(least.amount, least.unit);
      const have = amount(has, least.unit);
      unmet.push({
        requirement: 'minStorage',
        detail: {
          id: `Perlu gudang ${need.id}, tercatat ${have.id}`,
          en: `Storage of ${need.en} is needed, ${have.en} is recorded`,
        },
      });
    }
  }
  if (required.minReadiness !== null && (supply.readiness ?? -1) < required.minReadiness) {
    const score = supply.readiness;
    unmet.push({
      requirement: 'minReadiness',
      detail: {
        id: `Kesiapan minimal ${required.minReadiness}, ${score === null ? 'belum dinilai' : `sekarang ${score}`}`,
        en: `Readiness ${required.minReadiness} at least, ${score === null ? 'not assessed yet' : `now ${score}`}`,
      },
    });
  }
  return unmet;
}

function outsideRegions(demand: Demand, supply: Supply): Blocked[] {
  if (demand.regions.length === 0 || demand.regions.some((prefix) => isWithin(supply.region, prefix)))
    return [];
  const codes = demand.regions.join(', ');
  return [
    {
      requirement: 'regions',
      detail: {
        id: `Hanya untuk wilayah ${codes}; koperasi berada di ${supply.region}`,
        en: `Only for region ${codes}; the cooperative is in ${supply.region}`,
      },
    },
  ];
}

function lacking(name: Wording, state: CredentialState | undefined): Wording {
  const step = NEXT_STEP[state === undefined || state === 'verified' ? 'missing' : state];
  return { id: `${name.id} ${step.id}`, en: `${name.en[0]!.toUpperCase()}${name.en.slice(1)} ${step.en}` };
}
