/** An offer as numbers that a prepared statement takes, and the roads to it as rows: what the peers are asked. */
import { countMonths } from '../../shared/matching/curve.ts';
import { freightPerTon, travelMilliDays } from '../../shared/matching/facts.ts';
import { kinshipPoints, relatedPoints } from '../../shared/matching/feasibility.ts';
import type { Demand, Pair } from '../../shared/matching/pair.ts';
import { weightsFor, type FactorName, type Weights } from '../../shared/matching/weights.ts';
import { distanceBetween, regencyCodes } from '../../shared/regions/distance.ts';
import { landmassOf, namedLandmassCodes } from '../../shared/regions/landmass.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import type { Wanted } from '../support/nation.ts';
import type { PeerColumns, Shore } from './peer-columns.ts';

/** A first and a last number, both included. */
export type Range = readonly [first: number, last: number];

/** Goods that come into question, and how far they count. */
export type Kin = { readonly commodityNo: number; readonly kin: number; readonly related: number };

export type Question = {
  readonly kin: readonly Kin[];
  /** By `NUMBERS`. `null`: not stated. */
  readonly numbers: Readonly<Record<QuestionNumber, number | null>>;
  /** Regions outside of which nobody qualifies, apart from each other. */
  readonly regions: readonly Range[];
  readonly storage: { readonly unitNo: number; readonly least: number } | null;
};

/** Factors that rank a purchase, each with a parameter `weigh_…`. */
export const FACTORS = [
  'feasibility',
  'commodity',
  'quantity',
  'distance',
  'price',
  'season',
  'quality',
  'freshness',
  'readiness',
  'trackRecord',
  'local',
] as const satisfies readonly FactorName[];

/** What an offer says, as numbers: the names are columns of the peers. */
export const NUMBERS = [
  'destination',
  'village_first',
  'village_last',
  'village_way',
  'district_first',
  'district_last',
  'district_way',
  'own_first',
  'own_last',
  'province_first',
  'province_last',
  'needed',
  'least_grade',
  'least_score',
  'months',
  'month_count',
  'unit_no',
  'need',
  'rhythm',
  'target',
  'worth',
  ...FACTORS.map((name) => `weigh_${name}` as const),
] as const;
export type QuestionNumber = (typeof NUMBERS)[number];

const PAPERS = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;
const NONE: Range = [-1, -2];
const VILLAGE_CODE = '35.79.02.2008'.length;
const DISTRICT_CODE = '35.79.02'.length;

/** All regencies and provinces in order, so that what lies in a province is a range. */
const PLACES = [...provinceCodes(), ...regencyCodes()].sort();
const PLACE_NUMBERS = new Map(PLACES.map((code, number) => [code, number]));
const placeOf = (region: string): number => PLACE_NUMBERS.get(region.slice(0, '35.79'.length))!;

/** Where goods are brought to: every place, and again each of its islands. */
const DESTINATIONS: readonly Shore[] = [
  ...new Map(
    [...PLACES, ...namedLandmassCodes().filter((code) => code.length > '35.79'.length)].map((code) => {
      const shore = { place: code.slice(0, '35.79'.length), land: landmassOf(code) ?? '' };
      return [`${shore.place} ${shore.land}`, shore];
    }),
  ).values(),
];
const DESTINATION_NUMBERS = new Map(DESTINATIONS.map(({ place, land }, at) => [`${place} ${land}`, at]));

/** The way from a shore to a destination: days in thousandths, rupiah a ton. */
export type Road = Readonly<Record<(typeof ROAD_COLUMNS)[number], number>>;
export const ROAD_COLUMNS = ['destination', 'way', 'place', 'km', 'travel', 'fare'] as const;

/** Of the ways to a destination the last two: from its own village, and from its own district. */
export const villageWay = ({ shores }: PeerColumns): number => shores.all.length;
export const districtWay = ({ shores }: PeerColumns): number => shores.all.length + 1;

/** By `ROAD_COLUMNS`, from every shore to every destination, by destination: some 400,000 rows for the whole country. */
export function* roads(columns: PeerColumns): Generator<number[]> {
  for (const [destination, { place, land }] of DESTINATIONS.entries()) {
    for (const [way, shore] of columns.shores.all.entries()) {
      const { km } = distanceBetween(shore.place, place);
      yield roadOf({ destination, way, place: placeOf(shore.place), km }, shore.land !== land);
    }
    if (place.length < '35.79'.length) continue;
    const own = { destination, place: placeOf(place) };
    const district = `${place}.01`;
    yield roadOf({ ...own, way: villageWay(columns), km: 0 }, false);
    yield roadOf({ ...own, way: districtWay(columns), km: distanceBetween(district, district).km }, false);
  }
}

function roadOf(from: Pick<Road, 'destination' | 'way' | 'place' | 'km'>, sea: boolean): number[] {
  const link = { kinship: 'same', km: from.km, sea } as const;
  const road: Road = {
    ...from,
    travel: travelMilliDays(link.km, link.sea),
    fare: freightPerTon(link.km, link.sea),
  };
  return ROAD_COLUMNS.map((name) => road[name]);
}

/** What the peers are asked, or null when nothing can be found: nobody has what is required. O(log regions). */
export function questionOf(
  columns: PeerColumns,
  { demand, kin }: Wanted,
  weights?: Weights,
): Question | null {
  const { requirements, deliverTo, buyerRegion } = demand;
  const needed = neededBits(columns, demand);
  const storageUnit = requirements.minStorage?.unit;
  const unitNo = storageUnit === undefined ? -1 : columns.storageUnits.known(storageUnit);
  if (needed === null || unitNo === undefined) return null;
  const weigh = weights ?? weightsFor(demand, 'offer');
  const goods = demand.goods!;
  const price = goods.price !== null && goods.price > 0 ? goods.price : null;
  const isWeighed = goods.baseUnit === 'kg' || goods.baseUnit === 'liter';
  const district = deliverTo.length < DISTRICT_CODE ? null : deliverTo.slice(0, DISTRICT_CODE);
  const [districtFirst, districtLast] = district === null ? NONE : within(columns.regions, district);
  const [villageFirst, villageLast] =
    deliverTo.length < VILLAGE_CODE ? NONE : within(columns.regions, deliverTo);
  const province = within(PLACES, buyerRegion.slice(0, 2));
  const [ownFirst, ownLast] = buyerRegion.length === 2 ? province : within(PLACES, buyerRegion.slice(0, 5));
  return {
    kin: kin.flatMap(({ code, kinship }) => {
      const commodityNo = columns.commodities.known(code);
      if (commodityNo === undefined) return [];
      const pair = { link: { kinship } } as Pair;
      return [{ commodityNo, kin: kinshipPoints(pair), related: relatedPoints(pair) }];
    }),
    numbers: {
      destination: DESTINATION_NUMBERS.get(`${deliverTo.slice(0, 5)} ${landmassOf(deliverTo) ?? ''}`)!,
      village_first: villageFirst,
      village_last: villageLast,
      village_way: villageWay(columns),
      district_first: districtFirst,
      district_last: districtLast,
      district_way: districtWay(columns),
      own_first: ownFirst,
      own_last: ownLast,
      province_first: province[0],
      province_last: province[1],
      needed,
      least_grade: requirements.minGrade === null ? 0 : { A: 3, B: 2, C: 1 }[requirements.minGrade],
      least_score: requirements.minReadiness ?? -1,
      months: demand.months,
      month_count: countMonths(demand.months),
      unit_no: columns.units.known(goods.baseUnit) ?? -1,
      need: goods.perMonth,
      rhythm: goods.rhythmDays,
      target: price,
      worth: price === null || !isWeighed ? null : 1000 * price,
      ...(Object.fromEntries(FACTORS.map((name) => [`weigh_${name}`, weigh[name] ?? 0])) as Record<
        `weigh_${(typeof FACTORS)[number]}`,
        number
      >),
    },
    regions: rangesOf(columns.regions, demand.regions),
    storage: requirements.minStorage === null ? null : { unitNo, least: requirements.minStorage.amount },
  };
}

/** Bits of what a supply must have; null when no supply has one of them. */
function neededBits({ held }: PeerColumns, { requirements }: Demand): number | null {
  const names = new Set([
    ...PAPERS.filter((paper) => requirements[paper]),
    ...requirements.certifications,
    ...requirements.kbli.map((code) => `kbli ${code}`),
    ...requirements.units.map((unit) => `unit ${unit}`),
    ...(requirements.exportReady ? ['export'] : []),
  ]);
  const bits = [...names].map((name) => held.known(name));
  return bits.reduce<number | null>(
    (sum, bit) => (sum === null || bit === undefined ? null : sum + 2 ** bit),
    0,
  );
}

/** Regions as ranges, those inside another left out. All there are for none. */
function rangesOf(sorted: readonly string[], codes: readonly string[]): Range[] {
  if (codes.length === 0) return [[0, sorted.length - 1]];
  const isInside = (code: string): boolean => codes.some((other) => code.startsWith(`${other}.`));
  return [...new Set(codes)].filter((code) => !isInside(code)).map((code) => within(sorted, code));
}

/** The numbers of the codes in a region: `.` sorts before every figure, `/` right after it. */
function within(sorted: readonly string[], region: string): Range {
  return [firstFrom(sorted, region), firstFrom(sorted, `${region}/`) - 1];
}

function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
