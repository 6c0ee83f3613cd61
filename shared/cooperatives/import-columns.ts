/** The columns of offices' spreadsheets, in Indonesian and English, and the words that they fill them with. */
import { plainText, squeezed } from '../spelling.ts';
import type { BusinessUnit, CooperativeInput } from './cooperative.ts';

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

const fieldOf = new Map<string, ImportField>(
  Object.entries(headers).flatMap(([field, names]) =>
    names.map((name) => [squeezed(name), field as ImportField] as const),
  ),
);
/** A running number is expected and carries nothing. */
const numbering = new Set(['no', 'nomor', 'nourut', 'nomorurut', 'nr', 'number', '']);

export type Header = { row: number; columns: Map<number, ImportField>; ignored: string[] };

/** Rows of titles above the header that are read past. */
const MOST_TITLES = 15;

/**
 * The header: the first row that names a place or a cooperative and one thing more. Of two columns with one meaning the first
 * counts. Undefined when there is none; `row` counts from 0.
 */
export function headerOf(rows: readonly string[][]): Header | undefined {
  for (const [row, cells] of rows.slice(0, MOST_TITLES).entries()) {
    const columns = new Map<number, ImportField>();
    const ignored: string[] = [];
    for (const [column, title] of cells.entries()) {
      const field = fieldOf.get(squeezed(title));
      if (field !== undefined && ![...columns.values()].includes(field)) columns.set(column, field);
      else if (!numbering.has(squeezed(title))) ignored.push(title.slice(0, 100));
    }
    const found = new Set(columns.values());
    const saysWhich = found.has('name') || found.has('village') || found.has('regionCode');
    if (saysWhich && (found.size > 1 || cells.length === 1)) return { row, columns, ignored };
  }
  return undefined;
}

/** A row's cells under a header. */
export function cellsOf(row: readonly string[], { columns }: Header): RowCells {
  const cells: RowCells = {};
  for (const [column, field] of columns) {
    const text = row[column]?.trim();
    if (text !== undefined && text !== '' && text !== '-') cells[field] = text;
  }
  return cells;
}

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
  true: true,
  1: true,
  tidak: false,
  no: false,
  belum: false,
  'tidak ada': false,
  false: false,
  0: false,
};

const meaning =
  <T>(words: Record<string, T>) =>
  (text: string): T | string => {
    const word = plainText(text);
    return Object.hasOwn(words, word) ? words[word]! : text;
  };

/** Each gives the field's value, or the text as it stands, which the schema then refuses by its own words. */
export const wordsOf = {
  kind: meaning(kinds),
  form: meaning(forms),
  bankAccount: meaning(answers),
  units: (text: string) =>
    text
      .split(/[,;|/\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => meaning(units)(word))
      .map((word) => word.toLowerCase().replaceAll(' ', '-')),
  memberCount: (text: string): number | string => {
    const stated = text.replace(/\s*(?:orang|org|anggota)\.?$/i, '');
    const digits = /^\d{1,3}(?:[.,]\d{3})+$/.test(stated) ? stated.replaceAll(/[.,]/g, '') : stated;
    return /^\d{1,7}$/.test(digits) ? Number(digits) : text;
  },
  /** Numbers of papers are typed with dots, spaces, and an apostrophe that keeps Excel from rounding. */
  digits: (text: string): string => text.replaceAll(/[\s.'’-]/g, ''),
};
