/** What is measured of goods, in which unit: known parameters of a commodity, so that two checks of it compare. */
import { invalid } from '../errors.ts';

/**
 * Units of the parameters that the field measures (moisture of grain, C/N of compost, PVC in PET flakes …); a ratio has none. Which
 * of them a trade asks for, and their limits, are the terms of an offer or a programme and change by the month: they are not here.
 */
const UNIT_OF = {
  moisture: '%',
  emptyGrains: '%',
  brokenGrains: '%',
  groats: '%',
  milled: '%',
  foreignMatter: '%',
  defects: '%',
  soil: '%',
  greening: '%',
  aflatoxin: 'ppb',
  fat: '%',
  protein: '%',
  ash: '%',
  fixedCarbon: '%',
  carbonNitrogen: '',
  freeFattyAcids: '%',
  water: '%',
  pvc: 'ppm',
  chlorine: '%',
  calorificValue: 'kcal/kg',
  acidity: 'pH',
  age: 'days',
} as const;
type Parameter = keyof typeof UNIT_OF;

const GRAIN = ['moisture', 'emptyGrains', 'foreignMatter'] as const;

/** By commodity: what the field measures of it (grain and rice: Bulog's absorption rules; waste: its buyers' specifications). */
const MEASURED: { readonly [commodity: string]: readonly Parameter[] } = {
  'paddy-gkp': GRAIN,
  'paddy-gkg': GRAIN,
  rice: ['moisture', 'brokenGrains', 'groats', 'milled', 'foreignMatter'],
  'rice-organic': ['moisture', 'brokenGrains', 'groats', 'milled', 'foreignMatter'],
  maize: ['moisture', 'brokenGrains', 'foreignMatter', 'aflatoxin'],
  groundnut: ['moisture', 'aflatoxin'],
  nutmeg: ['moisture', 'aflatoxin'],
  potato: ['defects', 'soil', 'greening'],
  'milk-fresh': ['fat', 'protein', 'acidity'],
  seaweed: ['moisture', 'foreignMatter'],
  compost: ['carbonNitrogen', 'moisture'],
  'bsf-larvae': ['protein', 'moisture'],
  'bsf-dried': ['protein', 'ash'],
  frass: ['moisture'],
  'pet-flakes': ['moisture', 'pvc'],
  'hdpe-flakes': ['moisture'],
  'paper-waste': ['moisture'],
  'used-cooking-oil': ['freeFattyAcids', 'water'],
  rdf: ['moisture', 'calorificValue', 'chlorine'],
  'eco-enzyme': ['age', 'acidity'],
  'coconut-charcoal': ['moisture', 'ash', 'fixedCarbon'],
  'rice-husk': ['moisture'],
  'wood-pellet': ['moisture', 'calorificValue'],
};

/** What was measured, as it is stated. */
export type Measurement = {
  parameter: string;
  value: number;
  unit?: string | undefined;
  atLeast?: number | undefined;
  atMost?: number | undefined;
};

/** What the field measures of a commodity; nothing where it is not known. */
export const parametersOf = (commodity: string): readonly { parameter: string; unit: string }[] =>
  (MEASURED[commodity] ?? []).map((parameter) => ({ parameter, unit: UNIT_OF[parameter] }));

/** A measurement with its unit: a known parameter has one; another takes the unit that is stated. Refuses another unit of a known one. */
export function withUnit<T extends Measurement>(measured: T, at: number): T {
  if (!Object.hasOwn(UNIT_OF, measured.parameter)) return measured;
  const unit = UNIT_OF[measured.parameter as Parameter];
  if (measured.unit !== undefined && measured.unit !== unit) {
    const takes = unit === '' ? 'takes no unit' : `takes ${unit}`;
    throw invalid(['parameters', at, 'unit'], `${takes}: ${measured.parameter} is measured so`);
  }
  return unit === '' ? measured : { ...measured, unit };
}

/** Whether a value keeps the limits stated beside it. */
export const isWithin = ({ value, atLeast = -Infinity, atMost = Infinity }: Measurement): boolean =>
  atLeast <= value && value <= atMost;
