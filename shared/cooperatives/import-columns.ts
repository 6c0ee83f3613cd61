/** The columns of offices' spreadsheets, in Indonesian and English, and the words that they fill them with. */
import { cellsUnder, headerIn, titlesOf, type Header } from '../columns.ts';
import { plainText } from '../spelling.ts';
import type { CooperativeInput } from './cooperative.ts';
import type { BusinessUnit } from './units.ts';

/** What each column may be called, in plain words: case, dots, slashes and spaces do not matter. */
const headers = {
  name: [
    'nama',
    'nama koperasi',
    'nama koperasi desa kelurahan merah putih',
    'koperasi',
    'nama kdkmp',
    'nama kdmp',
    'nama kkmp',
    'nama kopdes',
    'name',
    'cooperative',
  ],
  village: [
    'desa',
    'kelurahan',
    'desa kelurahan',
    'kelurahan desa',
    'nama desa',
    'nama kelurahan',
    'nama desa kelurahan',
    'desa kel',
    'village',
  ],
  district: ['kecamatan', 'kec', 'nama kecamatan', 'district'],
  regency: ['kabupaten', 'kota', 'kabupaten kota', 'kab kota', 'kab', 'kota kabupaten', 'regency', 'city'],
  province: ['provinsi', 'propinsi', 'prov', 'province'],
  regionCode: [
    'kode wilayah',
    'kode kemendagri',
    'kode wilayah kemendagri',
    'kode desa',
    'kode kelurahan',
    'kode desa kelurahan',
    'kode',
    'region code',
  ],
  nib: ['nib', 'nomor induk berusaha', 'no nib', 'nomor nib', 'business number'],
  npwp: ['npwp', 'no npwp', 'nomor npwp', 'tax number'],
  legalEntityNumber: [
    'badan hukum',
    'nomor badan hukum',
    'no badan hukum',
    'sk ahu',
    'no sk ahu',
    'nomor sk ahu',
    'ahu',
    'legal entity',
    'legal entity number',
  ],
  kind: ['jenis', 'jenis koperasi', 'kind', 'type'],
  form: ['bentuk', 'bentuk koperasi', 'form'],
  memberCount: ['jumlah anggota', 'anggota', 'jml anggota', 'members', 'member count', 'number of members'],
  bankAccount: ['rekening', 'rekening bank', 'punya rekening', 'bank account'],
  units: ['unit', 'unit usaha', 'gerai', 'jenis gerai', 'units', 'business units'],
  contactName: ['kontak', 'narahubung', 'ketua', 'nama ketua', 'pengurus', 'nama kontak', 'contact', 'chair'],
  contactPhone: [
    'telepon',
    'no telepon',
    'nomor telepon',
    'telp',
    'no telp',
    'hp',
    'no hp',
    'wa',
    'no wa',
    'telp wa',
    'hp wa',
    'no hp wa',
    'whatsapp',
    'phone',
  ],
  contactEmail: ['email', 'surel', 'e mail', 'alamat email'],
} as const satisfies Record<string, readonly string[]>;

export type ImportField = keyof typeof headers;

/** One row's cells by field; empty cells are left out. */
export type RowCells = Partial<Record<ImportField, string>>;

const titles = titlesOf<ImportField>(headers);

/** The header of an office's list: some column must say which place or cooperative is meant. */
export const headerOf = (rows: readonly string[][]): Header<ImportField> | undefined =>
  headerIn(rows, titles, ['name', 'village', 'regionCode']);

/** What offices write of papers, units and contacts where there is nothing yet; of an account it is an answer, and a place may be called so. */
const notYet = new Set(['tidak ada', 'belum ada', 'belum punya', 'belum', 'dalam proses', 'proses', 'nihil']);
const alwaysSaid = new Set(['name', 'village', 'district', 'regency', 'province', 'bankAccount']);

/** A row's cells under a header; those that say that there is nothing yet are left out. */
export const cellsOf = (row: readonly string[], header: Header<ImportField>): RowCells =>
  Object.fromEntries(
    Object.entries(cellsUnder(row, header)).filter(
      ([field, text]) => alwaysSaid.has(field) || !notYet.has(plainText(text)),
    ),
  );

const kinds: Record<string, CooperativeInput['kind']> = {
  desa: 'village',
  kdmp: 'village',
  kopdes: 'village',
  village: 'village',
  kelurahan: 'urban-village',
  kkmp: 'urban-village',
  kopkel: 'urban-village',
  'urban village': 'urban-village',
  holding: 'holding',
  induk: 'holding',
  lainnya: 'other',
  lain: 'other',
  other: 'other',
};

const forms: Record<string, CooperativeInput['form']> = {
  primer: 'primary',
  primary: 'primary',
  sekunder: 'secondary',
  secondary: 'secondary',
  'multi pihak': 'multi-stakeholder',
  multipihak: 'multi-stakeholder',
  'multi stakeholder': 'multi-stakeholder',
};

const units: Record<string, BusinessUnit> = {
  sembako: 'grocery',
  'gerai sembako': 'grocery',
  apotek: 'pharmacy',
  'apotek desa': 'pharmacy',
  klinik: 'clinic',
  'klinik desa': 'clinic',
  'gudang dingin': 'cold-storage',
  gudang: 'warehouse',
  pergudangan: 'warehouse',
  logistik: 'logistics',
  'simpan pinjam': 'savings-and-loan',
  kantor: 'office',
  'kantor koperasi': 'office',
  'pangkalan lpg': 'lpg-outlet',
  lpg: 'lpg-outlet',
  'kios pupuk': 'fertiliser-kiosk',
  pupuk: 'fertiliser-kiosk',
  'agen bank': 'bank-agency',
  penggilingan: 'milling',
  pengeringan: 'drying',
  produksi: 'production',
  peternakan: 'livestock',
  perikanan: 'fishery',
  'pengolahan sampah': 'waste-processing',
  bengkel: 'workshop',
  wisata: 'tourism',
};

const answers: Record<string, boolean> = {
  ya: true,
  yes: true,
  ada: true,
  sudah: true,
  'sudah ada': true,
  punya: true,
  v: true,
  '√': true,
  '✓': true,
  true: true,
  1: true,
  tidak: false,
  no: false,
  belum: false,
  'tidak ada': false,
  'belum ada': false,
  'belum punya': false,
  'dalam proses': false,
  false: false,
  0: false,
};

const meaning =
  <T>(words: Record<string, T>) =>
  (text: string): T | string => {
    const word = plainText(text) || text;
    return Object.hasOwn(words, word) ? words[word]! : text;
  };

/** The first word that offices use for each of the things that a column can name. */
const firstWords = (words: Record<string, string>): string =>
  Object.entries(words)
    .filter(([, code], at, all) => all.findIndex(([, other]) => other === code) === at)
    .map(([word]) => word)
    .join(', ');

/** What a column takes, in the words of the offices that fill it; of the other columns the schema says it well enough. */
export const takenWords: { readonly [field in string]?: string } = {
  kind: 'takes desa, kelurahan, holding or lainnya',
  form: 'takes primer, sekunder or multi pihak',
  bankAccount: 'takes ya or tidak',
  units: `takes, with commas between them: ${firstWords(units)}`,
};

/** `57` of `57.0`, as programs write the numbers of a column that has holes. */
const whole = (text: string): string => text.replace(/^(\d+)[.,]0$/, '$1');

/** Each gives the field's value, or the text as it stands, which the schema then refuses by its own words. */
export const wordsOf = {
  kind: meaning(kinds),
  form: meaning(forms),
  bankAccount: meaning(answers),
  units: (text: string) =>
    text
      .split(/[,;|/+&\n]|\sdan\s/i)
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => meaning(units)(word))
      .map((word) => word.toLowerCase().replaceAll(' ', '-')),
  memberCount: (text: string): number | string => {
    const stated = whole(text.replace(/\s*(?:orang|org|anggota)\.?$/i, ''));
    const digits = /^\d{1,3}(?:[.,]\d{3})+$/.test(stated) ? stated.replaceAll(/[.,]/g, '') : stated;
    return /^\d{1,7}$/.test(digits) ? Number(digits) : text;
  },
  /** Numbers of papers are typed with dots, spaces, and an apostrophe that keeps Excel from rounding. */
  digits: (text: string): string => whole(text).replaceAll(/[\s.'’-]/g, ''),
};
