/** What units and certificates are called by the people who read a reason; codes stay in the data. */
import type { Wording } from './pair.ts';

/** Business units (*gerai*), Indonesian and English. */
const UNITS: Readonly<Record<string, readonly [id: string, en: string]>> = {
  grocery: ['gerai sembako', 'grocery'],
  pharmacy: ['gerai obat', 'pharmacy'],
  clinic: ['klinik', 'clinic'],
  'cold-storage': ['gudang dingin', 'cold storage'],
  warehouse: ['gudang', 'warehouse'],
  logistics: ['logistik', 'logistics'],
  'savings-and-loan': ['simpan pinjam', 'savings and loan'],
  office: ['kantor', 'office'],
  'lpg-outlet': ['pangkalan LPG', 'LPG outlet'],
  'fertiliser-kiosk': ['kios pupuk', 'fertiliser kiosk'],
  'bank-agency': ['agen bank', 'bank agency'],
  'parcel-agency': ['agen paket', 'parcel agency'],
  milling: ['penggilingan', 'milling'],
  drying: ['pengeringan', 'drying'],
  production: ['produksi', 'production'],
  livestock: ['peternakan', 'livestock'],
  fishery: ['perikanan', 'fishery'],
  'waste-processing': ['pengolahan sampah', 'waste processing'],
  workshop: ['bengkel', 'workshop'],
  restaurant: ['rumah makan', 'restaurant'],
  tourism: ['wisata', 'tourism'],
};

/** Certificates; one that is not here is called by its code. */
const CERTIFICATES: Readonly<Record<string, readonly [id: string, en: string]>> = {
  halal: ['halal', 'halal'],
  pirt: ['P-IRT', 'P-IRT'],
  'bpom-md': ['BPOM MD', 'BPOM MD'],
  'bpom-tr': ['BPOM TR', 'BPOM TR'],
  psat: ['PSAT', 'PSAT'],
  nkv: ['NKV', 'NKV'],
  'organic-sni': ['organik SNI', 'organic SNI'],
  sni: ['SNI', 'SNI'],
  svlk: ['SVLK', 'SVLK'],
  haccp: ['HACCP', 'HACCP'],
  skp: ['SKP', 'SKP'],
  ispo: ['ISPO', 'ISPO'],
  'export-registration': ['registrasi ekspor', 'export registration'],
  'health-certificate': ['surat keterangan sehat', 'health certificate'],
  'seed-certificate': ['sertifikasi benih', 'seed certification'],
  trademark: ['merek dagang', 'trademark'],
};

/** A base unit in a sentence; those that are not here are said as they are written. */
const MEASURES: Readonly<Record<string, readonly [id: string, en: string]>> = {
  piece: ['buah', 'piece'],
  m2: ['m²', 'm²'],
  m3: ['m³', 'm³'],
};

/** `buah`, as in "600 buah". */
export const measureName = (code: string): Wording => named(MEASURES, [code]);

/** `gerai sembako, gudang`. */
export const unitNames = (codes: readonly string[]): Wording => named(UNITS, codes);

/** `halal, P-IRT`. */
export const certificateNames = (codes: readonly string[]): Wording => named(CERTIFICATES, codes);

function named(
  names: Readonly<Record<string, readonly [string, string]>>,
  codes: readonly string[],
): Wording {
  const say = (at: 0 | 1) => codes.map((code) => names[code]?.[at] ?? code).join(', ');
  return { id: say(0), en: say(1) };
}
