/** What a demand could get of a commodity at best: anywhere, in a regency, in a part, in a row of it; and what cannot meet it at all. */
import { dayOf } from '../clock.ts';
import type { Demand, Kinship } from '../matching/pair.ts';
import { isWithin, requiredPapers } from '../matching/requirements.ts';
import { staleBefore } from '../potentials/potential.ts';
import type { Way } from './least-ways.ts';
import { mostWorth, type Ground, type Standing } from './most-worth.ts';
import { EXPORT, GRADE, type SupplyColumns } from './pack-supplies.ts';
import { ALL_PAPERS, GRADES, paperMask, type SupplyBounds } from './supply-bounds.ts';
import type { SupplyPart } from './supply-part.ts';

/** Of what is asked, what bounds depend on. */
type Asked = {
  readonly demand: Demand;
  readonly now: Date;
  /** No region of the regency has a better way than one of these. */
  readonly leastWays: (regency: string) => readonly Way[];
};

export type Aim = {
  readonly kinship: Kinship;
  /** No supply of the commodity has more points. */
  readonly reach: number;
  /** None of the regency has. */
  readonly reachIn: (regency: string) => number;
  /** Whether some of the regency is asked for. */
  readonly isAsked: (regency: string) => boolean;
  readonly groundOf: (part: Pick<SupplyPart, 'regency' | 'bounds'>) => Ground;
  /** So many of the things required every row of a part lacks, as far as its bounds tell. */
  readonly leastLacking: (bounds: SupplyBounds) => number;
  /** None of such a part has more. */
  readonly reachOf: (bounds: SupplyBounds, ground: Ground) => number;
  /** The row of the part with that ground has no more. */
  readonly mostOf: (columns: SupplyColumns, at: number, ground: Ground) => number;
  /** So many of them the row lacks, as far as its columns tell. */
  readonly lackingOf: (columns: SupplyColumns, at: number) => number;
  /** Whether more is required than columns tell. */
  readonly asksMore: boolean;
};

const AT_THE_DOOR: readonly Way[] = [{ km: 0, sea: false }];
const PERFECT: Standing = { papers: ALL_PAPERS, readiness: 100, hasColdRoom: true };
const [UNSTATED_GRADE, LEAST_GRADE] = [GRADES.indexOf(null), GRADES.indexOf('C')];
const BEST_GRADE = GRADES.indexOf('A');
const MORE_THAN_ANYONE = 1e15;
const ALL_YEAR = 0xfff;
/** Longer silence counts no less. */
const LONGEST_SILENCE = 24;

export function aimAt(commodity: string, kinship: Kinship, { demand, now, leastWays }: Asked): Aim {
  const { groundOf, atMost } = mostWorth(demand, commodity, kinship);
  const { regions, requirements } = demand;
  const required = paperMask(requiredPapers(requirements));
  const minGrade = GRADES.indexOf(requirements.minGrade);
  const minReadiness = requirements.minReadiness ?? 0;
  const needsExport = requirements.exportReady;
  const unit = demand.goods?.baseUnit;
  const oldest = staleBefore(now);
  const [year, month] = dayOf(now).split('-').map(Number) as [number, number];
  // Months begin in Jakarta seven hours before they do in UTC.
  const monthStarts = Array.from({ length: LONGEST_SILENCE }, (_, ago) =>
    Date.UTC(year, month - 1 - ago, 1, -7),
  );
  const silentSince = (confirmedAt: number): number => {
    let months = 0;
    while (months < LONGEST_SILENCE && confirmedAt < monthStarts[months]!) months += 1;
    return months;
  };
  // What nobody asks a price for, or what is counted in another unit, is worth no more.
  const perfectOn = (ground: Ground): number =>
    atMost(ground, MORE_THAN_ANYONE, 0, NaN, ALL_YEAR, BEST_GRADE, 0, true);
  return {
    kinship,
    reach: perfectOn(groundOf(demand.buyerRegion, AT_THE_DOOR, PERFECT)),
    reachIn: (regency) => perfectOn(groundOf(regency, leastWays(regency), PERFECT)),
    isAsked: (regency) =>
      regions.length === 0 || regions.some((code) => isWithin(regency, code) || isWithin(code, regency)),
    groundOf: ({ regency, bounds }) => groundOf(regency, leastWays(regency), bounds),
    leastLacking: ({ papers, grade, exportReady, readiness, confirmedAt }) =>
      Number((required & ~papers) !== 0) +
      Number(grade < minGrade) +
      Number(needsExport && !exportReady) +
      Number(readiness < minReadiness) +
      Number(confirmedAt < oldest),
    reachOf(bounds, ground) {
      const { units, price, isSomeUnpriced, months, perMonth } = bounds;
      // No grade is worth more than a stated C.
      const grade = bounds.grade === LEAST_GRADE ? UNSTATED_GRADE : bounds.grade;
      const silent = silentSince(bounds.confirmedAt);
      const least = bounds.minimumOrder ?? NaN;
      const at = (asking: number, isComparable: boolean): number =>
        atMost(ground, perMonth, asking, least, months, grade, silent, isComparable);
      let reach = 0;
      for (const own of units) {
        if (price !== null) reach = Math.max(reach, at(price, own === unit));
        if (isSomeUnpriced) reach = Math.max(reach, at(NaN, own === unit));
      }
      return reach;
    },
    mostOf({ facts, units, months, perMonth, price, minimumOrder, confirmedAt }, at, ground) {
      return atMost(
        ground,
        perMonth[at]!,
        price[at]!,
        minimumOrder[at]!,
        months[at]!,
        facts[at]! & GRADE,
        silentSince(confirmedAt[at]!),
        units[at] === unit,
      );
    },
    lackingOf: ({ facts, confirmedAt }, at) =>
      Number((facts[at]! & GRADE) < minGrade) +
      Number(needsExport && (facts[at]! & EXPORT) === 0) +
      Number(confirmedAt[at]! < oldest),
    asksMore:
      required !== 0 ||
      regions.length > 0 ||
      requirements.kbli.length > 0 ||
      requirements.units.length > 0 ||
      requirements.minStorage !== null ||
      requirements.minReadiness !== null,
  };
}
