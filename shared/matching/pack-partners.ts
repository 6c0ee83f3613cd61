/**
 * Packs cooperatives by place, each with the points that no demand changes, so that a ranking of partners reads numbers side by
 * side. Byte sizes: README.md, "Partners".
 */
import { givenBits } from './bits.ts';
import type { Profile } from './columns.ts';
import { feasibility } from './feasibility.ts';
import type { Demand, DemandGoods, Pair, Supply } from './pair.ts';
import * as party from './party-factors.ts';
import { storageIn, verifiedPapers } from './requirements.ts';

/** Where the points of a row's factors stand among its halves of a word. */
export const PARTNER = {
  /** Halves a row. */
  size: 9,
  readiness: 0,
  freshness: 1,
  trackRecord: 2,
  members: 3,
  businessPlan: 4,
  /** Two each: for goods that keep in any room, and for goods that must stay cold. Facilities without storage for a lot. */
  feasibility: 5,
  facilities: 7,
} as const;

/** What only hard requirements and lots ask for. */
export type PartnerProfile = Pick<Profile, 'kbli' | 'storage' | 'readiness' | 'memberOf'>;

/** The cooperatives of one place, by id. */
export type PartnerShelf = {
  /** The regency that all of them lie in, or the province of those that are not below one. */
  readonly place: string;
  readonly ids: readonly string[];
  /** `PARTNER.size` halves for each row. */
  readonly points: Uint16Array;
  /** Verified papers and business units, a bit for each in `paperBits` and `unitBits`; what nobody has is in neither. */
  readonly papers: Uint32Array;
  readonly units: Uint32Array;
  readonly paperBits: ReadonlyMap<string, number>;
  readonly unitBits: ReadonlyMap<string, number>;
  /** What somebody has of the rest: every business class, the most storage by unit, the highest readiness score. */
  readonly classes: ReadonlySet<string>;
  readonly rooms: ReadonlyMap<string, number>;
  readonly readiest: number;
  readonly profiles: readonly PartnerProfile[];
  readonly regions: readonly string[];
};

/**
 * A shelf for each place, in the order of places. Columns are made for one day: credentials have expired or not, silence is
 * counted. What a cooperative offers of goods is not looked at. O(n log n), about 2 µs a cooperative, 5 the first time.
 */
export function packPartners(supplies: Iterable<Supply>): PartnerShelf[] {
  const places = Map.groupBy(supplies, ({ region }) => placeOf(region));
  return [...places.keys()].sort().map((place) => packPlace(place, places.get(place)!));
}

/** The regency of a region code, or the code itself where it stands above one. */
export function placeOf(region: string): string {
  const regency = region.indexOf('.');
  const district = regency < 0 ? -1 : region.indexOf('.', regency + 1);
  return district < 0 ? region : region.slice(0, district);
}

function packPlace(place: string, unsorted: readonly Supply[]): PartnerShelf {
  const supplies = unsorted.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const points = new Uint16Array(PARTNER.size * supplies.length);
  const papers = new Uint32Array(supplies.length);
  const units = new Uint32Array(supplies.length);
  const paperBits = new Map<string, number>();
  const unitBits = new Map<string, number>();
  const rooms = new Map<string, number>();
  for (const [row, supply] of supplies.entries()) {
    writePoints(supply, points, PARTNER.size * row);
    papers[row] = givenBits(verifiedPapers(supply), paperBits);
    units[row] = givenBits(supply.units, unitBits);
    for (const { unit } of supply.storage) {
      rooms.set(unit, Math.max(rooms.get(unit) ?? 0, storageIn(supply, unit)));
    }
  }
  return {
    place,
    ids: supplies.map(({ id }) => id),
    points,
    papers,
    units,
    paperBits,
    unitBits,
    classes: new Set(supplies.flatMap(({ kbli }) => kbli)),
    rooms,
    readiest: supplies.reduce((most, { readiness }) => Math.max(most, readiness ?? -1), -1),
    profiles: supplies.map(({ kbli, storage, readiness, memberOf }) => ({
      kbli,
      storage,
      readiness,
      memberOf,
    })),
    regions: supplies.map(({ region }) => region),
  };
}

function writePoints(supply: Supply, points: Uint16Array, at: number): void {
  const [dry, cold] = [askedOf(supply, false), askedOf(supply, true)];
  points[at + PARTNER.readiness] = party.readiness.points(dry);
  points[at + PARTNER.freshness] = party.freshness.points(dry);
  points[at + PARTNER.trackRecord] = party.trackRecord.points(dry);
  points[at + PARTNER.members] = party.members.points(dry);
  points[at + PARTNER.businessPlan] = party.businessPlan.points(dry);
  points[at + PARTNER.feasibility] = feasibility.points(dry);
  points[at + PARTNER.feasibility + 1] = feasibility.points(cold);
  points[at + PARTNER.facilities] = party.facilities.points(dry);
  points[at + PARTNER.facilities + 1] = party.facilities.points(cold);
}

/** Asked by nobody in particular: enough for the factors of a partner that no demand changes otherwise. */
function askedOf(supply: Supply, coldOnly: boolean): Pair {
  const goods = { coldOnly, quotaLot: null } as unknown as DemandGoods;
  const demand = { scheme: 'distribution', goods } as Demand;
  return { demand, supply, link: { kinship: 'none', km: 0, sea: false }, viewpoint: 'offer' };
}
