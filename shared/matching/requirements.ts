/** Hard requirements: what an offer demands and a cooperative lacks, each with what to do about it. */
import { certificateNames, unitNames } from './labels.ts';
import type { CredentialState, Demand, Grade, Requirements, Supply, Wording } from './pair.ts';
import { apart } from './wording.ts';

/** Keys of the offer's `requirements`, and `regions`. */
export type Requirement = keyof Requirements | 'regions';

export type Blocked = { readonly requirement: Requirement; readonly detail: Wording };

/** The same before anyone reads it: of most pairs only how many stand in the way is asked. */
type Unmet = { readonly requirement: Requirement; readonly detail: () => Wording };

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
  return unmetIn(demand, supply, together).map(inWords);
}

/** The same with an entry for each certificate, business unit and business class: each is a thing to do by itself. */
export function unmetOneByOne(demand: Demand, supply: Supply): Blocked[] {
  return unmetIn(demand, supply, oneByOne).map(inWords);
}

/** How many `unmetRequirements` would give, without putting them into words. */
export function countUnmet(demand: Demand, supply: Supply): number {
  return unmetIn(demand, supply, together).length;
}

/** How missing things of one kind are parted into entries. */
type Parting = (missing: readonly string[]) => readonly (readonly string[])[];

const together: Parting = (missing) => (missing.length === 0 ? [] : [missing]);
const oneByOne: Parting = (missing) => missing.map((one) => [one]);
const inWords = ({ requirement, detail }: Unmet): Blocked => ({ requirement, detail: detail() });

/** Next to nothing is allocated for what is met: most that are looked at meet all. */
function unmetIn(demand: Demand, supply: Supply, parted: Parting): Unmet[] {
  const unmet: Unmet[] = [];
  const { requirements } = demand;
  notePapers(unmet, requirements, supply);
  noteClasses(unmet, requirements, supply, parted);
  noteCertifications(unmet, requirements, supply, parted);
  noteGoods(unmet, requirements, supply);
  noteUnits(unmet, requirements, supply, parted);
  noteFacilities(unmet, requirements, supply);
  noteMembership(unmet, requirements, supply);
  noteRegions(unmet, demand, supply);
  return unmet;
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

/** What of a cooperative packed rows do not tell by bits. */
type Profile = Pick<Supply, 'kbli' | 'storage' | 'readiness' | 'memberOf'>;

/** Whether what a cooperative is and has meets business classes, rooms, readiness and its holding. */
export const meetsProfile = (requirements: Requirements, profile: Profile): boolean =>
  countUnmetByProfile(requirements, profile) === 0;

/** How many of these requirements it does not meet. */
export function countUnmetByProfile(
  { kbli, minStorage, minReadiness, membersOnly }: Requirements,
  profile: Profile,
): number {
  return (
    Number(membersOnly !== null && profile.memberOf !== membersOnly) +
    Number(minReadiness !== null && (profile.readiness ?? -1) < minReadiness) +
    Number(!kbli.every((code) => profile.kbli.includes(code))) +
    Number(minStorage !== null && storageIn(profile, minStorage.unit) < minStorage.amount)
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

function notePapers(unmet: Unmet[], required: Requirements, { credentials }: Supply): void {
  for (const paper of PAPERS) {
    if (!required[paper]) continue;
    const state = credentials[paper] ?? 'missing';
    if (state !== 'verified')
      unmet.push({ requirement: paper, detail: () => lacking(paperName(paper), state) });
  }
}

function noteClasses(unmet: Unmet[], { kbli }: Requirements, supply: Supply, parted: Parting): void {
  for (const codes of parted(lackedOf(kbli, (code) => supply.kbli.includes(code)))) {
    unmet.push({
      requirement: 'kbli',
      detail: () => ({
        id: `NIB belum mencakup KBLI ${codes.join(', ')}: tambahkan di OSS`,
        en: `The NIB does not cover KBLI ${codes.join(', ')}: add it at OSS`,
      }),
    });
  }
}

function noteCertifications(
  unmet: Unmet[],
  { certifications }: Requirements,
  { credentials }: Supply,
  parted: Parting,
): void {
  for (const types of parted(lackedOf(certifications, (type) => credentials[type] === 'verified'))) {
    unmet.push({
      requirement: 'certifications',
      detail: () => {
        const details = types.map((type) => lacking(paperName(type), credentials[type]));
        return { id: details.map(({ id }) => id).join('; '), en: details.map(({ en }) => en).join('; ') };
      },
    });
  }
}

function noteGoods(unmet: Unmet[], required: Requirements, supply: Supply): void {
  const grade = supply.goods?.grade ?? null;
  if (required.minGrade !== null && (grade === null || GRADE_RANK[grade] < GRADE_RANK[required.minGrade])) {
    unmet.push({
      requirement: 'minGrade',
      detail: () => ({
        id: `Mutu minimal ${required.minGrade}, ${grade === null ? 'mutu belum dinyatakan' : `yang ditawarkan ${grade}`}`,
        en: `Grade ${required.minGrade} at least, ${grade === null ? 'none is stated' : `${grade} is offered`}`,
      }),
    });
  }
  if (required.exportReady && supply.goods?.exportReady !== true) {
    unmet.push({
      requirement: 'exportReady',
      detail: () => ({
        id: 'Belum dinyatakan siap ekspor: lengkapi volume, mutu, dan dokumen lalu tandai siap ekspor',
        en: 'Not stated to be ready for export: complete volume, grade and documents, then mark it',
      }),
    });
  }
  const check = supply.credentials[QUALITY_PASS] ?? 'missing';
  if (required.qualityPass && check !== 'verified') {
    unmet.push({ requirement: 'qualityPass', detail: () => NEXT_CHECK[check] });
  }
}

function noteMembership(unmet: Unmet[], { membersOnly }: Requirements, { memberOf }: Supply): void {
  if (membersOnly === null || memberOf === membersOnly) return;
  unmet.push({
    requirement: 'membersOnly',
    detail: () => ({
      id: 'Hanya untuk anggota holding ini: bergabung dan minta holding mengonfirmasi',
      en: 'Only for members of this holding: join it and ask it to confirm the membership',
    }),
  });
}

function noteUnits(unmet: Unmet[], { units }: Requirements, supply: Supply, parted: Parting): void {
  for (const missing of parted(lackedOf(units, (unit) => supply.units.includes(unit)))) {
    unmet.push({
      requirement: 'units',
      detail: () => {
        const { id, en } = unitNames(missing);
        return { id: `Unit usaha belum ada: ${id}`, en: `Business units still missing: ${en}` };
      },
    });
  }
}

function noteFacilities(unmet: Unmet[], { minStorage, minReadiness }: Requirements, supply: Supply): void {
  if (minStorage !== null && storageIn(supply, minStorage.unit) < minStorage.amount) {
    unmet.push({
      requirement: 'minStorage',
      detail: () => {
        const [need, have] = apart(minStorage.amount, storageIn(supply, minStorage.unit), minStorage.unit);
        return {
          id: `Perlu gudang ${need.id}, tercatat ${have.id}`,
          en: `Storage of ${need.en} is needed, ${have.en} is recorded`,
        };
      },
    });
  }
  const { readiness } = supply;
  if (minReadiness !== null && (readiness ?? -1) < minReadiness) {
    unmet.push({
      requirement: 'minReadiness',
      detail: () => ({
        id: `Kesiapan minimal ${minReadiness}, ${readiness === null ? 'belum dinilai' : `sekarang ${readiness}`}`,
        en: `Readiness ${minReadiness} at least, ${readiness === null ? 'not assessed yet' : `now ${readiness}`}`,
      }),
    });
  }
}

function noteRegions(unmet: Unmet[], { regions }: Demand, { region }: Supply): void {
  if (regions.length === 0 || regions.some((prefix) => isWithin(region, prefix))) return;
  unmet.push({
    requirement: 'regions',
    detail: () => {
      const codes = regions.join(', ');
      return {
        id: `Hanya untuk wilayah ${codes}; koperasi berada di ${region}`,
        en: `Only for region ${codes}; the cooperative is in ${region}`,
      };
    },
  });
}

/** What is asked for and not there. */
const lackedOf = (asked: readonly string[], isThere: (one: string) => boolean): readonly string[] =>
  asked.length === 0 ? asked : asked.filter((one) => !isThere(one));

function lacking(name: Wording, state: CredentialState | undefined): Wording {
  const step = NEXT_STEP[state === undefined || state === 'verified' ? 'missing' : state];
  return { id: `${name.id} ${step.id}`, en: `${name.en[0]!.toUpperCase()}${name.en.slice(1)} ${step.en}` };
}
