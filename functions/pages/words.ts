/** What pages say, in Indonesian and in English, and how they say amounts, prices, months and papers. */
import type { CredentialType } from '../../shared/credentials/credential.ts';
import { certificateTypes } from '../../shared/credentials/credential.ts';
import { certificateNames } from '../../shared/matching/labels.ts';
import type { Price } from '../../shared/money.ts';
import type { Period, Quantity } from '../../shared/quantities.ts';
import { unitLabel } from '../../shared/units.ts';
import { numberSaid, type Wording } from '../../shared/wording.ts';

export const languages = ['id', 'en'] as const;
export type Language = (typeof languages)[number];

/** `title`: what it is called; `short`: how the table's columns are headed. */
export const monthNames = {
  id: {
    title: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(
      ' ',
    ),
    short: 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' '),
  },
  en: {
    title: 'January February March April May June July August September October November December'.split(' '),
    short: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
  },
} as const satisfies Record<Language, object>;

export const words = {
  id: {
    skip: 'Langsung ke isi',
    otherLanguage: 'English',
    directory: 'Direktori koperasi',
    verified: 'Terverifikasi dinas',
    about: 'Tentang koperasi',
    potentials: 'Potensi menurut musim',
    potentialsCaption: 'Bulan tersedianya setiap potensi. Tanda ✓ berarti tersedia.',
    noPotentials: 'Belum ada potensi yang ditampilkan.',
    morePotentials: 'Masih ada potensi lain; hubungi koperasi.',
    available: 'Tersedia',
    allYear: 'sepanjang tahun',
    flagship: 'unggulan',
    grade: 'mutu',
    stale: 'belum dikonfirmasi belakangan ini',
    nextHarvest: 'Panen berikutnya',
    roughly: 'sekitar',
    content: 'isi',
    contact: 'Hubungi kami',
    noContact:
      'Koperasi ini belum menerbitkan kontaknya. Pembeli yang terdaftar dapat menghubunginya lewat Titik Temu.',
    person: 'Narahubung',
    whatsapp: 'WhatsApp',
    call: 'Telepon',
    email: 'Surel',
    address: 'Alamat',
    hours: 'Jam buka',
    directions: 'Cara ke sini',
    region: 'Wilayah',
    units: 'Unit usaha',
    papers: 'Legalitas terverifikasi',
    people: 'Pengurus dan anggota',
    members: 'Anggota',
    lastMeeting: 'Rapat anggota terakhir',
    qr: 'Kode QR halaman ini',
    qrPrint: 'Buka kode QR untuk dicetak',
    updated: 'Terakhir diubah',
    ownWords: 'Isi halaman ini diterbitkan oleh koperasi sendiri.',
    search: 'Cari nama atau tempat',
    province: 'Provinsi',
    allProvinces: 'Semua provinsi',
    find: 'Cari',
    found: 'Koperasi yang menampilkan diri',
    nothingFound: 'Tidak ada yang cocok. Coba kata yang lebih pendek, atau provinsi lain.',
    next: 'Berikutnya',
    goOn: 'Cari lebih jauh',
    notFound: 'Halaman tidak ditemukan',
    notFoundWhy:
      'Alamatnya mungkin salah ketik, atau koperasi sedang tidak menampilkan halamannya. Periksa alamat atau pindai lagi kode QR-nya.',
    toDirectory: 'Lihat direktori koperasi',
    failed: 'Halaman tidak dapat ditampilkan',
    failedWhy: 'Ada gangguan di pihak kami. Coba lagi sebentar lagi.',
  },
  en: {
    skip: 'Skip to content',
    otherLanguage: 'Bahasa Indonesia',
    directory: 'Directory of cooperatives',
    verified: 'Verified by its office',
    about: 'About the cooperative',
    potentials: 'Supply by season',
    potentialsCaption: 'The months in which each is to be had, marked ✓.',
    noPotentials: 'No supply is shown yet.',
    morePotentials: 'There is more; ask the cooperative.',
    available: 'Available',
    allYear: 'all year',
    flagship: 'flagship',
    grade: 'grade',
    stale: 'not confirmed lately',
    nextHarvest: 'Next harvest',
    roughly: 'about',
    content: 'of',
    contact: 'Contact us',
    noContact:
      'This cooperative has not published its contact. Registered buyers can reach it through Titik Temu.',
    person: 'Contact person',
    whatsapp: 'WhatsApp',
    call: 'Call',
    email: 'E-mail',
    address: 'Address',
    hours: 'Opening hours',
    directions: 'How to get here',
    region: 'Region',
    units: 'Business units',
    papers: 'Verified papers',
    people: 'Managers and members',
    members: 'Members',
    lastMeeting: 'Last members’ meeting',
    qr: 'QR code of this page',
    qrPrint: 'Open the QR code to print it',
    updated: 'Last changed',
    ownWords: 'What this page says is published by the cooperative itself.',
    search: 'Name or place',
    province: 'Province',
    allProvinces: 'All provinces',
    find: 'Search',
    found: 'Cooperatives that show themselves',
    nothingFound: 'Nothing fits. Try a shorter word, or another province.',
    next: 'Next',
    goOn: 'Search further',
    notFound: 'Page not found',
    notFoundWhy:
      'The address may be mistyped, or the cooperative does not show its page at present. Check the address, or scan its QR code again.',
    toDirectory: 'See the directory of cooperatives',
    failed: 'The page cannot be shown',
    failedWhy: 'Something is wrong on our side. Try again in a moment.',
  },
} as const satisfies Record<Language, Record<string, string>>;

export const kinds: Record<string, Wording> = {
  village: { id: 'Koperasi desa', en: 'Village cooperative' },
  'urban-village': { id: 'Koperasi kelurahan', en: 'Urban village cooperative' },
  holding: { id: 'Koperasi induk', en: 'Holding cooperative' },
  other: { id: 'Koperasi', en: 'Cooperative' },
};

export const roles: Record<string, Wording> = {
  chair: { id: 'Ketua', en: 'Chair' },
  'vice-chair-business': { id: 'Wakil ketua bidang usaha', en: 'Vice chair, business' },
  'vice-chair-members': { id: 'Wakil ketua bidang anggota', en: 'Vice chair, members' },
  secretary: { id: 'Sekretaris', en: 'Secretary' },
  treasurer: { id: 'Bendahara', en: 'Treasurer' },
  supervisor: { id: 'Pengawas', en: 'Supervisor' },
  manager: { id: 'Manajer', en: 'Manager' },
};

const papers: { readonly [type in CredentialType]?: Wording } = {
  nib: { id: 'Nomor induk berusaha (NIB)', en: 'Business number (NIB)' },
  legalEntity: { id: 'Badan hukum', en: 'Legal entity' },
  npwp: { id: 'NPWP', en: 'Tax number (NPWP)' },
  bankAccount: { id: 'Rekening atas nama koperasi', en: 'Account in its own name' },
  businessPlan: { id: 'Rencana usaha', en: 'Business plan' },
  cooperativeNumber: { id: 'Nomor induk koperasi (NIK)', en: 'Cooperative number (NIK)' },
  pharmacyLicence: { id: 'Izin apotek', en: 'Pharmacy licence' },
};

/** What a verified paper is called; a certificate is said to be one. */
export function paperName(type: CredentialType, language: Language): string {
  const known = papers[type]?.[language];
  if (known !== undefined || !certificateTypes.some((each) => each === type)) return known ?? type;
  const name = certificateNames([type])[language];
  return language === 'id' ? `Sertifikat ${name}` : `${name} certificate`;
}

const periods: Record<Period, Wording> = {
  once: { id: 'sekali', en: 'once' },
  day: { id: 'per hari', en: 'a day' },
  week: { id: 'per minggu', en: 'a week' },
  month: { id: 'per bulan', en: 'a month' },
  season: { id: 'per musim', en: 'a season' },
  year: { id: 'per tahun', en: 'a year' },
};

/** `2 ton per minggu`, `40 peti (isi 20 kg) per bulan`. */
export function quantitySaid({ amount, unit, per, content }: Quantity, language: Language): string {
  const each =
    content === undefined
      ? ''
      : ` (${words[language].content} ${numberSaid(content.amount)[language]} ${unitLabel(content.unit)[language]})`;
  const often = per === undefined ? '' : ` ${periods[per][language]}`;
  return `${numberSaid(amount)[language]} ${unitLabel(unit)[language]}${each}${often}`;
}

/** `Rp 14.000 per kg`. */
export function priceSaid({ amount, per, content }: Price, language: Language): string {
  const each =
    content === undefined
      ? ''
      : ` (${words[language].content} ${numberSaid(content.amount)[language]} ${unitLabel(content.unit)[language]})`;
  return `Rp ${numberSaid(amount)[language]} per ${unitLabel(per)[language]}${each}`;
}

/** `November–Februari`, `April, Juni`: months that follow each other are one stretch, over the new year too. */
export function monthsSaid(months: readonly number[], language: Language): string {
  if (months.length === 12) return words[language].allYear;
  const named = new Set(months);
  const names = monthNames[language].title;
  const before = (month: number): number => ((month + 10) % 12) + 1;
  const after = (month: number): number => (month % 12) + 1;
  return [...named]
    .filter((month) => !named.has(before(month)))
    .map((first) => {
      let last = first;
      while (named.has(after(last))) last = after(last);
      const [from, to] = [names[first - 1]!, names[last - 1]!];
      return first === last ? from : `${from}–${to}`;
    })
    .join(', ');
}
