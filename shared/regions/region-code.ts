/** Region codes as text: `35`, `35.79`, `35.79.02`, `35.79.02.2008`. No data needed, so that policy and keys can use them. */

/** A Kemendagri code of any level. */
export const regionCodePattern = /^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?$/;

/** Whether a text has the form of a region code; `regionByCode` knows whether there is such a region. */
export const isRegionCode = (text: string): boolean => regionCodePattern.test(text);

export const REGION_LEVELS = ['province', 'regency', 'district', 'village'] as const;
export type RegionLevel = (typeof REGION_LEVELS)[number];

/** The level that a well-formed code stands on. */
export function levelOf(code: string): RegionLevel {
  if (code.length === 2) return 'province';
  if (code.length === 5) return 'regency';
  return code.length === 8 ? 'district' : 'village';
}

/** Whether `code` is `region` or lies in it. Whole groups count: `35.7` contains nothing. O(length). */
export function within(code: string, region: string): boolean {
  return code === region || (code.startsWith(region) && code[region.length] === '.');
}

/** The codes above a well-formed code, from the province down: `35`, `35.79`, `35.79.02` for a village. */
export const parentCodes = (code: string): string[] =>
  [2, 5, 8].filter((length) => length < code.length).map((length) => code.slice(0, length));

/** The first digit of a village's number tells its kind: 1 urban village (kelurahan), 2 village (desa), 3 customary village. */
export function villageKind(code: string): 'village' | 'urban-village' | 'customary-village' | undefined {
  if (code.length !== 13) return undefined;
  return ({ '1': 'urban-village', '2': 'village', '3': 'customary-village' } as const)[code[9] ?? ''];
}

/** IANA time zone of a region: WIB, WITA or WIT by its province; undefined for an unknown one. */
export function timeZone(code: string): 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura' | undefined {
  const province = Number(code.slice(0, 2));
  if ((province >= 11 && province <= 36) || province === 61 || province === 62) return 'Asia/Jakarta';
  if ((province >= 51 && province <= 53) || (province >= 63 && province <= 76)) return 'Asia/Makassar';
  if ((province >= 81 && province <= 82) || (province >= 91 && province <= 96)) return 'Asia/Jayapura';
  return undefined;
}

/** The time zone that clocks of a region are read in; WIB for one that has none. */
export const zoneAt = (code: string): string => timeZone(code) ?? 'Asia/Jakarta';
