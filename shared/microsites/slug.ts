/** The readable address of a microsite: it follows from the cooperative's name and place, and no two share one. */
import { crc32 } from 'node:zlib';
import { parentCodes } from '../regions/region-code.ts';
import { regionName } from '../regions/regions.ts';
import { plainText } from '../spelling.ts';

export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const LONGEST_SLUG = 100;
/** As much as a name may take of it: what tells two of one name apart follows. */
const LONGEST_NAME = 60;

/** What is written out in some names and short in others. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^koperasi desa merah putih\b/, 'kdmp'],
  [/^koperasi kelurahan merah putih\b/, 'kkmp'],
  [/^koperasi desa kelurahan merah putih\b/, 'kdkmp'],
];

/**
 * The addresses that a cooperative may have, the best first: `kdmp-sumberejo-batu`; with its district, with the number of its village
 * (16 names clash within one district), and with what follows from its id alone. The same every time.
 */
export function slugsOf({
  id,
  name,
  regionCode,
}: {
  id: string;
  name: string;
  regionCode: string;
}): string[] {
  const called = nameIn(name);
  const [, regency, district] = [...parentCodes(regionCode), regionCode].map(placeIn);
  const near = joined(called, regency);
  const nearer = joined(called, district, regency);
  const numbered = [nearer, regionCode.length === 13 ? regionCode.slice(-4) : ''].filter(Boolean).join('-');
  const unique = `${near}-${crc32(id).toString(36)}`;
  return [...new Set([near, nearer, numbered, unique])];
}

function nameIn(name: string): string {
  const plain = plainText(name);
  const short = SHORT.reduce((text, [long, letters]) => text.replace(long, letters), plain);
  const words = short.slice(0, LONGEST_NAME + 1);
  // A word that is cut in two says nothing.
  const whole = words.length > LONGEST_NAME ? words.slice(0, LONGEST_NAME).replace(/ [^ ]*$/, '') : words;
  // A name in another script has no plain text.
  return whole.replaceAll(' ', '-') || 'koperasi';
}

/** `batu` for Kota Batu. */
const placeIn = (code: string): string =>
  plainText(regionName(code) ?? '')
    .replace(/^(?:kabupaten|kota)(?: administrasi)? /, '')
    .replaceAll(' ', '-')
    .slice(0, 30)
    .replace(/-$/, '');

/** The parts after each other, without what the part before ends with already. */
function joined(...parts: (string | undefined)[]): string {
  return parts.reduce<string>((text, part = '') => {
    if (part === '' || text === part || text.endsWith(`-${part}`)) return text;
    return text === '' ? part : `${text}-${part}`;
  }, '');
}
