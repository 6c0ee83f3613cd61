/** How place names are written by people: prefixes, parents after a comma, spaces where there are none. */
import { plainText } from '../spelling.ts';
import type { Region } from './region.ts';

const ROMAN: Record<string, string> = {
  ii: '2',
  iii: '3',
  iv: '4',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
};

/** A name without case, accents, spaces and punctuation, `II` as `2`: `Bandar Kidul` and `Bandarkidul` are `bandarkidul`. */
export const squeezed = (name: string): string =>
  PLAIN_NAME.test(name) ? name.toLowerCase().replaceAll(' ', '') : squeezedWords(plainText(name).split(' '));

/** Nine names in ten: letters and spaces, no number in Roman or Arabic. They need none of the costly steps. */
const PLAIN_NAME = /^(?!.*\b[IVX]+\b)[A-Za-z ]+$/i;

export const squeezedWords = (words: readonly string[]): string =>
  words.map((word) => ROMAN[word] ?? word).join('');

/** Short and older names of provinces, plain; the official name is known anyway. */
export const PROVINCE_ALIASES: Record<string, readonly string[]> = {
  '11': ['nad', 'nanggroe aceh darussalam'],
  '12': ['sumut', 'north sumatra'],
  '13': ['sumbar', 'west sumatra'],
  '16': ['sumsel', 'south sumatra'],
  '19': ['babel', 'bangka belitung'],
  '21': ['kepri', 'riau islands'],
  '31': ['jakarta', 'dki', 'dki jakarta', 'dkj'],
  '32': ['jabar', 'west java'],
  '33': ['jateng', 'central java'],
  '34': ['diy', 'di yogyakarta', 'yogyakarta', 'jogja', 'jogjakarta'],
  '35': ['jatim', 'east java'],
  '52': ['ntb', 'west nusa tenggara'],
  '53': ['ntt', 'east nusa tenggara'],
  '61': ['kalbar', 'west kalimantan'],
  '62': ['kalteng', 'central kalimantan'],
  '63': ['kalsel', 'south kalimantan'],
  '64': ['kaltim', 'east kalimantan'],
  '65': ['kaltara', 'north kalimantan'],
  '71': ['sulut', 'north sulawesi'],
  '72': ['sulteng', 'central sulawesi'],
  '73': ['sulsel', 'south sulawesi'],
  '74': ['sultra', 'southeast sulawesi'],
  '76': ['sulbar', 'west sulawesi'],
  '82': ['malut', 'north maluku'],
};

/** The keys under which a region is found: its name squeezed, and what is left without its type or alternative. */
export function keysOf(code: string, name: string): string[] {
  const full = squeezed(name);
  if (code.length === 2) return [full, ...(PROVINCE_ALIASES[code] ?? []).map(squeezed)];
  if (code.length === 5) return [full, squeezed(withoutType(name))];
  if (name.includes('/')) return [full, ...name.split('/').map(squeezed)].filter((key) => key !== '');
  return name.startsWith('Desa Adat ') ? [full, squeezed(name.slice('Desa Adat '.length))] : [full];
}

/** `Kota Administrasi Jakarta Pusat` without its type is `Jakarta Pusat`. */
export const withoutType = (name: string): string =>
  name.replace(/^(?:Kabupaten|Kota)(?: Administrasi)? /, '');

/** What a written name says: its possible keys, the kind that its prefix tells, and the parents that follow it. */
export type WrittenPlace = {
  /** Most complete first: `desabaru` before `baru`. */
  keys: string[];
  kind?: Region['kind'];
  level?: Region['level'];
  parents: WrittenParent[];
};

/** A parent region as written; the level is known when a word such as `Kec.` says so. */
export type WrittenParent = {
  key: string;
  level?: Region['level'] | undefined;
  kind?: Region['kind'] | undefined;
};

const COOPERATIVE = /^(?:kdmp|kkmp|kdkmp|kopdes|kopkel|kopdeskel|koperasi|kop|merah putih|mp)(?: |$)/;
const VILLAGE = /^(?:desa|ds|kelurahan|kel)(?: |$)/;
const TYPE =
  /^(?:(?:kec|kecamatan|distrik)|(?:kab|kabupaten)|(?:kota)|(?:prov|prop|provinsi|propinsi)) (?=\S)/;
const PARENT = / (?=(?:kec|kecamatan|distrik|kab|kabupaten|prov|prop|provinsi|propinsi) \S)/;
const PARENT_OR_CITY = / (?=(?:kec|kecamatan|distrik|kab|kabupaten|kota|prov|prop|provinsi|propinsi) \S)/;

/**
 * Reads a name as people write it: `KDMP Desa Ampel Sari, Kec. Kraton, Kab. Pasuruan`. `cityEndsName` also lets `Kota` start a
 * parent (`Bulukerto Kota Batu`); without it, `Kota` belongs to the name.
 */
export function readPlace(text: string, cityEndsName: boolean): WrittenPlace {
  const [first = '', ...others] = text.split(/[,;|]/).map(plainText);
  const [head = '', ...following] = first.split(cityEndsName ? PARENT_OR_CITY : PARENT);
  const parents = [...following, ...others].flatMap(severalParents).map((parent) => parentFrom(parent));
  let name = head;
  const said = { village: false, urban: false };
  const keys: string[] = [];
  for (;;) {
    const prefix = COOPERATIVE.exec(name)?.[0] ?? VILLAGE.exec(name)?.[0];
    if (prefix === undefined || prefix.length >= name.length) break;
    said.village ||= /^(?:kdmp|kopdes|desa|ds) /.test(prefix);
    said.urban ||= /^(?:kkmp|kopkel|kelurahan|kel) /.test(prefix);
    if (VILLAGE.test(prefix)) keys.push(squeezed(name));
    name = name.slice(prefix.length);
  }
  const typed = said.village || said.urban ? undefined : parentFrom(name);
  if (typed?.level === 'district' || typed?.level === 'province' || typed?.kind === 'regency') {
    return {
      keys: [typed.key],
      level: typed.level,
      ...optionalKind(typed.kind),
      parents,
    };
  }
  const kind = said.village === said.urban ? undefined : said.village ? 'village' : 'urban-village';
  return {
    keys: [...keys, squeezed(name)],
    ...optionalKind(kind),
    parents,
  };
}

/** `kecamatan bumiaji kota batu` is two parents, `kec kota sumenep` one. */
function severalParents(text: string): string[] {
  const parts: string[] = [];
  for (const part of text.split(PARENT_OR_CITY)) {
    const before = parts.at(-1);
    if (before !== undefined && before in TYPES) parts[parts.length - 1] = `${before} ${part}`;
    else if (part !== '') parts.push(part);
  }
  return parts;
}

const optionalKind = (kind: Region['kind'] | undefined) => (kind === undefined ? {} : { kind });

/**
 * A parent by its words: `Kab. Pasuruan` is the regency, `Pasuruan` may be the city too. Where the cell says the level already,
 * only that level's own words are set aside: the district `Kota Sumenep` keeps its `Kota`.
 */
export function parentFrom(text: string, level?: Region['level']): WrittenParent {
  const plain = plainText(text);
  const type = TYPE.exec(plain)?.[0].trim();
  const typed = type === undefined ? undefined : TYPES[type];
  if (type === undefined || typed === undefined || (level !== undefined && typed.level !== level)) {
    return { key: squeezed(plain), level };
  }
  const name = plain.slice(type.length).replace(/^ (?:administrasi|adm) /, '');
  return { key: squeezed(name), ...typed };
}

const TYPES: Record<string, { level: Region['level']; kind?: Region['kind'] }> = {
  kec: { level: 'district' },
  kecamatan: { level: 'district' },
  distrik: { level: 'district' },
  kab: { level: 'regency', kind: 'regency' },
  kabupaten: { level: 'regency', kind: 'regency' },
  kota: { level: 'regency', kind: 'city' },
  prov: { level: 'province' },
  prop: { level: 'province' },
  provinsi: { level: 'province' },
  propinsi: { level: 'province' },
};
