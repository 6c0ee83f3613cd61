/** What each village has: cooperatives, business units, goods to supply, goods to be had there: what is counted for it. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import { firstEnd } from '../partnerships/rests-on.ts';
import type { Potential } from '../potentials/potential.ts';
import { takesPart } from '../readiness/pilots.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import type { NamedCooperative } from './scope.ts';

/** The total of what a place has: read together by province, placed by the code of the village (or of what lies above it). */
export const COVERAGE = 'coverage';

const placed = (regionCode: string, ...field: string[]): Entry => ({
  total: COVERAGE,
  part: regionCode.slice(0, 2),
  at: regionCode,
  field: field.join('|'),
  amount: 1n,
});

/** A cooperative that was neither rejected nor merged away, with its name, and what it runs. */
export function cooperativeCoverage(cooperative: Cooperative): Entry[] {
  const { id, name, kind, regionCode, units = [] } = cooperative;
  if (!takesPart(cooperative)) return [];
  return [
    placed(regionCode, 'cooperative', kind, id, name),
    ...[...new Set(units)].map((unit) => placed(regionCode, 'unit', unit)),
  ];
}

/** Goods that a village can supply. */
export const potentialCoverage = ({ regionCode, commodity }: Potential): Entry[] => [
  placed(regionCode, 'good', commodity),
];

/** Goods that are to be had in a village, because somebody places or distributes them there; until a paper ends, if one does. */
export function partnershipCoverage(partnership: Partnership): Entry[] {
  const { scheme, stage, commodity, regionCodes, restsOn } = partnership;
  const isOutlet = scheme === 'consignment' || scheme === 'distribution';
  if (!isOutlet || stage !== 'operational' || commodity === undefined) return [];
  return [placed(regionCodes.cooperative, 'outlet', commodity, firstEnd(restsOn)?.until ?? '')];
}

/** A cooperative as the total of its place names it. */
export type CountedCooperative = NamedCooperative & { kind: Cooperative['kind'] };

/** The cooperatives of places, in the order of their regions. */
export function cooperativesIn(places: readonly { at: string; amounts: Amounts }[]): CountedCooperative[] {
  return places.flatMap(({ at, amounts }) =>
    [...amounts.keys()].flatMap((field) => {
      const [what, kind, cooperativeId = '', ...name] = field.split('|');
      if (what !== 'cooperative') return [];
      return [{ kind: kind as Cooperative['kind'], cooperativeId, name: name.join('|'), regionCode: at }];
    }),
  );
}

/** Whether it is one of the cooperatives of every village (KDKMP), and not a holding or one that was there before. */
export const isOfVillage = ({ kind }: Pick<CountedCooperative, 'kind'>): boolean =>
  kind === 'village' || kind === 'urban-village';
