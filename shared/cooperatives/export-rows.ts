/** Cooperatives as the spreadsheet that the import reads: carried to another system or back, nothing has to be typed twice. */
import type { Cell } from '../csv.ts';
import { regionByCode } from '../regions/regions.ts';
import type { Cooperative } from './cooperative.ts';

/** Titles that the import knows, in its order. */
const TITLES = [
  'nama',
  'desa/kelurahan',
  'kecamatan',
  'kabupaten/kota',
  'provinsi',
  'kode wilayah',
  'NIB',
  'NPWP',
  'badan hukum',
  'jenis',
  'bentuk',
  'jumlah anggota',
  'rekening',
  'unit usaha',
  'kontak',
  'telepon',
  'email',
];

/**
 * Titles and a row for each cooperative. Imported again the rows change nothing. Numbers of papers are texts, so that no program
 * rounds them.
 */
export function exportRows(cooperatives: readonly Cooperative[]): Cell[][] {
  return [
    TITLES,
    ...cooperatives.map((one): Cell[] => [
      one.name,
      ...placeOf(one.regionCode),
      one.regionCode,
      one.nib,
      one.npwp,
      one.legalEntityNumber,
      one.kind,
      one.form,
      one.memberCount,
      one.bankAccount === undefined ? undefined : one.bankAccount ? 'ya' : 'tidak',
      one.units?.join(', '),
      one.contact?.name,
      one.contact?.phone,
      one.contact?.email,
    ]),
  ];
}

/** Names of village, district, regency and province; empty below where the cooperative is placed. */
function placeOf(code: string): Cell[] {
  const lengths = ['35.79.02.2008', '35.79.02', '35.79', '35'].map(({ length }) => length);
  return lengths.map((length) =>
    code.length < length ? undefined : regionByCode(code.slice(0, length))?.name,
  );
}
