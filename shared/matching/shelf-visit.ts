/**
 * What the search is told of one demand at one shelf: what codes mean to the demand, in tables that are made at the beginning, and the figures
 * that all rows share.
 */
import type { Approach } from './approach.ts';
import { bitsIn } from './bits.ts';
import {
  writeAmounts,
  writeMinimums,
  writePrices,
  writeSeasons,
  writeSilencesAndWorths,
} from './code-tables.ts';
import { EXPORT_READY, gradesHeld, MONTHS, REST, ROW, SPOT, type Shelf } from './columns.ts';
import { search, type Holder } from './engine.ts';
import { usableAtOnce } from './facts.ts';
import { kinshipPoints, relatedPoints } from './feasibility.ts';
import type { Demand, Kinship, Requirements, Supply } from './pair.ts';
import { leastReadinessPoints } from './party-factors.ts';
import { isWithin, meetsProfile, requiredPapers } from './requirements.ts';
import { ROOM_WORDS, ROOMS_AT } from './search-layout.ts';
import { isUsual, writeStandings } from './standing.ts';
import type { Weights } from './weights.ts';

/** One demand at one shelf, as the search is told of it. */
export class ShelfVisit implements Holder {
  readonly #demand: Demand;
  readonly #shelf: Shelf;
  readonly #approach: Approach;

  constructor(demand: Demand, shelf: Shelf, approach: Approach) {
    this.#demand = demand;
    this.#shelf = shelf;
    this.#approach = approach;
  }

  /**
   * Has the search enter the shelf in a room below `ROOMS`, out of which it drives who was there before; `holder` is how this visit is called
   * afterwards. False when nothing on the shelf has all that is required. O(codes of the shelf).
   */
  enter(room: number, holder: number, kinship: Kinship, weights: Weights): boolean {
    const demand = this.#demand;
    const shelf = this.#shelf;
    const { goods, requirements } = demand;
    if (demand.scheme !== 'purchase' || goods === null) {
      throw new RangeError(`${demand.id} is no purchase of stated goods: rank it by scoring all.`);
    }
    const link = { kinship, km: 0, sea: false };
    const warm = { demand, supply: partyOf(shelf, UNCOOLED), link, viewpoint: 'offer' } as const;
    const cold = { demand, supply: partyOf(shelf, COOLED), link, viewpoint: 'offer' } as const;
    const kin = kinshipPoints(warm);
    const related = relatedPoints(warm);
    const isComparable = shelf.keeping.baseUnit === goods.baseUnit;
    const price = goods.price !== null && goods.price > 0 ? goods.price : NaN;
    const isWeighed = goods.baseUnit === 'kg' || goods.baseUnit === 'liter';
    const words = ROOMS_AT / 4 + ROOM_WORDS * room;
    writeSilencesAndWorths(words, isComparable);
    // What needs nothing is covered by nothing.
    writeAmounts(words, shelf, isComparable, goods.perMonth > 0 ? goods.perMonth : Infinity);
    writePrices(words, shelf, isComparable ? price : NaN);
    writeMinimums(words, shelf, isComparable, usableAtOnce(warm), usableAtOnce(cold));
    writeSeasons(words, shelf, demand.months & MONTHS, kin, related, weights.season ?? 0);
    const isStandingUsual = isUsual(weights, related);
    if (!isStandingUsual) writeStandings(words, shelf, weights, related);
    const needed = bitsIn(shelf.held, neededOf(requirements));
    const leastReady = leastReadyOn(shelf, leastReadinessPoints(requirements.minReadiness));
    search.enter(
      room,
      holder,
      shelf.rows.byteOffset,
      shelf.nodes.byteOffset,
      shelf.heldMore.byteOffset,
      needed ?? 0,
      leastReady,
      Number(asksMore(demand)),
      Number(this.#approach.inside !== null),
      (weights.commodity ?? 0) * kin,
      weights.feasibility ?? 0,
      weights.quantity ?? 0,
      weights.price ?? 0,
      weights.distance ?? 0,
      weights.local ?? 0,
      Number(isStandingUsual),
      isWeighed && price > 0 ? 1000 * price : 0,
      related,
      shelf.warm.keep,
      shelf.warm.half,
      shelf.cold.keep,
      shelf.cold.half,
    );
    return needed !== null && leastReady < shelf.readies.length;
  }

  idOf(row: number): string {
    return this.#shelf.ids[row]!;
  }

  wayOf(row: number): number {
    const { km, sea } = this.#approach.wayTo(this.#regionOf(row));
    return sea ? km | 0x1_0000 : km;
  }

  /** The other hard requirements, for the few rows that would come in. */
  meetsMore(row: number): boolean {
    const demand = this.#demand;
    const shelf = this.#shelf;
    const { requirements } = demand;
    const profile = shelf.profiles[shelf.rest[REST.size * row + REST.profile]!]!;
    if (!meetsProfile(requirements, profile)) return false;
    if (!requirements.units.every((unit) => profile.units.includes(unit))) return false;
    const { inside } = this.#approach;
    if (inside === null || inside[shelf.rows[ROW.size * row + ROW.spot]! & SPOT] === 2) return true;
    const region = this.#regionOf(row);
    return demand.regions.some((prefix) => isWithin(region, prefix));
  }

  #regionOf(row: number): string {
    return this.#shelf.regions[this.#shelf.rest[REST.size * row + REST.region]!]!;
  }
}

const UNCOOLED: readonly string[] = [];
const COOLED: readonly string[] = ['cold-storage'];

const partyOf = ({ keeping }: Shelf, units: readonly string[]): Supply =>
  ({ goods: keeping, units }) as unknown as Supply;

/** The least code of readiness worth so many points; beyond the last where none is. */
function leastReadyOn({ readies }: Shelf, points: number): number {
  let code = 0;
  while (code < readies.length && readies[code]! < points) code += 1;
  return code;
}

/** Whether rows differ in requirements that their bits, readiness and spot do not tell. */
const asksMore = ({ requirements, regions }: Demand): boolean =>
  requirements.kbli.length > 0 ||
  requirements.units.length > 0 ||
  requirements.minStorage !== null ||
  requirements.minReadiness !== null ||
  requirements.membersOnly !== null ||
  regions.length > 0;

/** What a row must hold, by the names under which shelves know it. */
function neededOf(requirements: Requirements): string[] {
  const { minGrade, exportReady } = requirements;
  return [
    ...requiredPapers(requirements),
    ...gradesHeld(minGrade).slice(0, 1),
    ...(exportReady ? [EXPORT_READY] : []),
  ];
}
