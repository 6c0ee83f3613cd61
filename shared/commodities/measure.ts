/** In which units a commodity may be stated, so that nobody lists rice in litres. */
import { invalid } from '../errors.ts';
import type { Content } from '../quantities.ts';
import { dimensionOf, unitLabel, type Dimension, type Unit } from '../units.ts';
import type { Commodity } from './commodity.ts';

const DIMENSION_WORDS: Record<Dimension, string> = {
  mass: 'by weight (kg, ton …)',
  volume: 'by volume (liter …)',
  count: 'by the piece',
  area: 'by area',
  package: 'by the package',
  service: 'as a service',
};

/**
 * Refuses (`invalid`, pointer at the unit) a unit that does not fit the commodity. A package unit fits when it states a content
 * that fits, or when the commodity is customarily counted in it (LPG in `tabung`, spinach in `ikat`).
 * `path` leads to the quantity or price; `member` is its unit's name, `per` for a price.
 */
export function ensureUnitFits(
  commodity: Commodity,
  measured: { unit: Unit; content?: Content | undefined },
  path: readonly (string | number)[],
  member: 'unit' | 'per' = 'unit',
): void {
  const { unit, content } = measured;
  if (commodity.bareUnits.includes(unit) && content === undefined) return;
  const dimension = dimensionOf(unit);
  if (dimension === 'package' && content === undefined) {
    throw invalid(
      [...path, member],
      `State what one ${unit} of ${commodity.name.en} holds, as "content": {"amount": 50, "unit": "kg"}; or give the amount in ${commodity.unit}.`,
    );
  }
  const stated = content?.unit ?? unit;
  if (commodity.dimensions.includes(dimensionOf(stated))) return;
  throw invalid(
    content === undefined ? [...path, member] : [...path, 'content', 'unit'],
    `${commodity.name.en} (${commodity.code}) is traded ${wordsFor(commodity)}, not in ${unitLabel(stated).en} (${stated}).`,
  );
}

function wordsFor(commodity: Commodity): string {
  const measured = commodity.dimensions.map((dimension) => DIMENSION_WORDS[dimension]);
  const bare = commodity.bareUnits.map((unit) => `by the ${unitLabel(unit).en} (${unit})`);
  return [...measured, ...bare].join(' or ');
}
