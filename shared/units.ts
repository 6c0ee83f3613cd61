/** The units of trade: what each measures, what it is made of, and the ways people write it. */

/**
 * What a unit measures. Only units of one dimension convert into each other. Packages (sack, carton, bunch …) and units of
 * service are dimensions of their own: a sack of 50 kg is not one of 25 kg.
 */
export type Dimension = 'mass' | 'volume' | 'count' | 'area' | 'package' | 'service';

type UnitFacts = {
  readonly dimension: Dimension;
  /** How many of the dimension's base unit one is, as a fraction; 1 for units that are their own base. */
  readonly base: readonly [amount: number, of: number];
  readonly id: string;
  readonly en: string;
  /** UN/ECE Recommendation 20/21 code, where one is known. */
  readonly code?: string;
  /** Other spellings on input, lower case. */
  readonly aliases: readonly string[];
};

/** Sources: UN/ECE Recommendations 20 and 21 for codes; customary Indonesian trade measures for the rest. */
const FACTS = {
  g: { dimension: 'mass', base: [1, 1000], id: 'gram', en: 'gram', code: 'GRM', aliases: ['gr', 'gram'] },
  ons: { dimension: 'mass', base: [1, 10], id: 'ons', en: 'hectogram', code: 'HGM', aliases: ['hg'] },
  kg: {
    dimension: 'mass',
    base: [1, 1],
    id: 'kilogram',
    en: 'kilogram',
    code: 'KGM',
    aliases: ['kilo', 'kilogram', 'kgs'],
  },
  kuintal: {
    dimension: 'mass',
    base: [100, 1],
    id: 'kuintal',
    en: 'quintal',
    code: 'DTN',
    aliases: ['kw', 'kwt', 'kwintal', 'quintal', 'ku'],
  },
  ton: {
    dimension: 'mass',
    base: [1000, 1],
    id: 'ton',
    en: 'tonne',
    code: 'TNE',
    aliases: ['t', 'tonne', 'tonnes', 'tons', 'mt', 'metric ton'],
  },
  // 60 kg is the custom of today's trade; the historical picul was 61.76 kg.
  pikul: { dimension: 'mass', base: [60, 1], id: 'pikul', en: 'picul (60 kg)', aliases: ['picul'] },
  ml: {
    dimension: 'volume',
    base: [1, 1000],
    id: 'mililiter',
    en: 'millilitre',
    code: 'MLT',
    aliases: ['mililiter', 'cc'],
  },
  liter: {
    dimension: 'volume',
    base: [1, 1],
    id: 'liter',
    en: 'litre',
    code: 'LTR',
    aliases: ['l', 'lt', 'ltr', 'litre', 'liters', 'litres'],
  },
  m3: {
    dimension: 'volume',
    base: [1000, 1],
    id: 'meter kubik',
    en: 'cubic metre',
    code: 'MTQ',
    aliases: ['m³', 'kubik', 'meter kubik', 'cbm'],
  },
  piece: {
    dimension: 'count',
    base: [1, 1],
    id: 'buah',
    en: 'piece',
    code: 'H87',
    aliases: ['buah', 'pcs', 'pc', 'pieces', 'biji', 'bh', 'batang', 'btg', 'lembar', 'unit'],
  },
  butir: { dimension: 'count', base: [1, 1], id: 'butir', en: 'egg', code: 'H87', aliases: ['btr', 'telur'] },
  ekor: { dimension: 'count', base: [1, 1], id: 'ekor', en: 'head', code: 'HEA', aliases: ['ekr', 'head'] },
  lusin: {
    dimension: 'count',
    base: [12, 1],
    id: 'lusin',
    en: 'dozen',
    code: 'DZN',
    aliases: ['dozen', 'lsn'],
  },
  kodi: { dimension: 'count', base: [20, 1], id: 'kodi', en: 'score', code: 'SCO', aliases: ['score'] },
  rak: {
    dimension: 'count',
    base: [30, 1],
    id: 'rak (30 butir)',
    en: 'tray of 30 eggs',
    aliases: ['tray', 'papan'],
  },
  gros: { dimension: 'count', base: [144, 1], id: 'gros', en: 'gross', code: 'GRO', aliases: ['gross'] },
  rim: {
    dimension: 'count',
    base: [500, 1],
    id: 'rim (500 lembar)',
    en: 'ream',
    code: 'RM',
    aliases: ['ream'],
  },
  m2: {
    dimension: 'area',
    base: [1, 1],
    id: 'meter persegi',
    en: 'square metre',
    code: 'MTK',
    aliases: ['m²', 'meter persegi'],
  },
  hektar: {
    dimension: 'area',
    base: [10_000, 1],
    id: 'hektar',
    en: 'hectare',
    code: 'HAR',
    aliases: ['ha', 'hektare', 'hectare'],
  },
  karung: {
    dimension: 'package',
    base: [1, 1],
    id: 'karung',
    en: 'sack',
    code: 'XSA',
    aliases: ['sak', 'zak', 'krg', 'sack', 'sacks', 'bag'],
  },
  karton: {
    dimension: 'package',
    base: [1, 1],
    id: 'karton',
    en: 'carton',
    code: 'XCT',
    aliases: ['dus', 'doos', 'kardus', 'carton', 'ctn', 'box', 'boks'],
  },
  peti: {
    dimension: 'package',
    base: [1, 1],
    id: 'peti',
    en: 'crate',
    code: 'XCR',
    aliases: ['krat', 'crate', 'keranjang'],
  },
  ikat: {
    dimension: 'package',
    base: [1, 1],
    id: 'ikat',
    en: 'bunch',
    code: 'XBE',
    aliases: ['iket', 'bunch', 'bundle'],
  },
  pack: {
    dimension: 'package',
    base: [1, 1],
    id: 'pak',
    en: 'pack',
    code: 'XPK',
    aliases: ['pak', 'pck', 'bungkus', 'bks', 'packs', 'pouch', 'sachet'],
  },
  botol: {
    dimension: 'package',
    base: [1, 1],
    id: 'botol',
    en: 'bottle',
    code: 'XBO',
    aliases: ['btl', 'bottle', 'bottles'],
  },
  jeriken: {
    dimension: 'package',
    base: [1, 1],
    id: 'jeriken',
    en: 'jerrycan',
    code: 'XJY',
    aliases: ['jerigen', 'jirigen', 'jerrycan', 'drigen'],
  },
  tabung: {
    dimension: 'package',
    base: [1, 1],
    id: 'tabung',
    en: 'cylinder',
    code: 'XCY',
    aliases: ['tbg', 'cylinder', 'cylinders'],
  },
  jam: { dimension: 'service', base: [1, 1], id: 'jam', en: 'hour', code: 'HUR', aliases: ['hour', 'hours'] },
  hari: {
    dimension: 'service',
    base: [1, 1],
    id: 'hari',
    en: 'day',
    code: 'DAY',
    aliases: ['hr', 'day', 'days'],
  },
  bulan: {
    dimension: 'service',
    base: [1, 1],
    id: 'bulan',
    en: 'month',
    code: 'MON',
    aliases: ['bln', 'month', 'months'],
  },
  porsi: {
    dimension: 'service',
    base: [1, 1],
    id: 'porsi',
    en: 'portion',
    code: 'PTN',
    aliases: ['portion', 'portions'],
  },
  orang: {
    dimension: 'service',
    base: [1, 1],
    id: 'orang',
    en: 'person',
    code: 'IE',
    aliases: ['org', 'person', 'persons', 'pax'],
  },
  rit: { dimension: 'service', base: [1, 1], id: 'rit', en: 'trip', aliases: ['trip', 'trips', 'ritase'] },
  km: {
    dimension: 'service',
    base: [1, 1],
    id: 'kilometer',
    en: 'kilometre',
    code: 'KMT',
    aliases: ['kilometer', 'kilometre'],
  },
  'm3-day': {
    dimension: 'service',
    base: [1, 1],
    id: 'meter kubik per hari',
    en: 'cubic metre day',
    aliases: ['m3-hari', 'm3·hari', 'm³·hari', 'm³-hari', 'm3·day', 'm³·day'],
  },
  transaction: {
    dimension: 'service',
    base: [1, 1],
    id: 'transaksi',
    en: 'transaction',
    aliases: ['transaksi', 'trx', 'transactions'],
  },
} as const satisfies Record<string, UnitFacts>;

/** The canonical name of a unit. */
export type Unit = keyof typeof FACTS;

/** Every canonical unit, in the order of the table. */
export const UNITS = Object.keys(FACTS) as [Unit, ...Unit[]];

/** Which dimension a unit belongs to. */
export const dimensionOf = (unit: Unit): Dimension => FACTS[unit].dimension;

/** How many base units one of this unit is: 1/1000 for `g`, whose base is `kg`. */
export const perBase = (unit: Unit): readonly [amount: number, of: number] => FACTS[unit].base;

/** What a unit is called for people. */
export const unitLabel = (unit: Unit): { id: string; en: string } => ({
  id: FACTS[unit].id,
  en: FACTS[unit].en,
});

const BASES = { mass: 'kg', volume: 'liter', count: 'piece', area: 'm2' } as const;

/** The unit in which amounts of this unit are compared: `kg`, `liter`, `piece`, `m2`; a package or a service is its own. */
export function baseUnit(unit: Unit): Unit {
  const { dimension } = FACTS[unit];
  return dimension === 'package' || dimension === 'service' ? unit : BASES[dimension];
}

const spellingsOf = (unit: Unit): string[] => {
  const { code, aliases }: UnitFacts = FACTS[unit];
  return [unit, ...aliases, ...(code === undefined ? [] : [code.toLowerCase()])];
};

/** A code that two units share is the first one's: `H87` is `piece`, of which `butir` is one. */
const BY_SPELLING = new Map<string, Unit>(
  UNITS.flatMap((unit) => spellingsOf(unit).map((spelling): [string, Unit] => [spelling, unit])).toReversed(),
);

/** The unit that a person or a purchasing system meant: `Kw.` is `kuintal`, `TNE` is `ton`; undefined for an unknown word. */
export function unitFrom(text: string): Unit | undefined {
  const spelling = text.trim().toLowerCase().replace(/\.+$/, '').replaceAll(/\s+/g, ' ');
  return BY_SPELLING.get(spelling);
}
