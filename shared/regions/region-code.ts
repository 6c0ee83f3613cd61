/** Region codes as text: `35`, `35.79`, `35.79.02`, `35.79.02.2008`. No data needed, so that policy and keys can use them. */

/** A Kemendagri code of any level. */
export const regionCodePattern = /^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?$/;

/** Whether `code` is `region` or lies in it. Whole groups count: `35.7` contains nothing. O(length). */
export function within(code: string, region: string): boolean {
  return code === region || (code.startsWith(region) && code[region.length] === '.');
}
