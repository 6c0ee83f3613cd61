/** One demand at one shelf, at the beginning of its room: what the loops over rows and nodes read of both. */
import { KM_AT, NO_WAY, ROOMS_AT, ROOM_WORDS, WAYS_AT } from '../search-layout.ts';
import { halfAt } from './tables.ts';

/** What the way from a spot does, valid for the question that worked it out. Two figures without and with a cold room. */
@unmanaged
export class Way {
  question!: i32;
  freight!: i32;
  spoilage!: i32;
  coldSpoilage!: i32;
  /** Weighed points of distance and locality. */
  worth!: i32;
  coldWorth!: i32;
  unused!: u64;
}

@unmanaged
export class Visit {
  /** The number under which the caller knows the shelf. */
  holder!: i32;
  /** Counts the questions of this room. */
  question!: i32;
  rows!: usize;
  nodes!: usize;
  /** Bits that rows hold beyond the sixteenth, a half for each; 0 where there are none. */
  heldMore!: usize;

  /** Bits of what is required. */
  needed!: u32;
  /** The least code of readiness that can meet what is required. */
  leastReady!: i32;
  /** Whether rows differ in requirements that their bits do not tell. */
  asksMore!: bool;
  /** Whether the demand excludes regions. */
  excludes!: bool;

  /** Points that everyone earns, and weights. */
  base!: i32;
  ofFeasibility!: i32;
  ofQuantity!: i32;
  ofPrice!: i32;
  ofDistance!: i32;
  ofLocality!: i32;
  /** Whether rows and nodes earn the points of standing that they carry. */
  isUsual!: bool;

  /** What freight is compared with; 0 where it is unknown. */
  worthATon!: f64;
  /** Thousandths that goods so related count. */
  related!: i32;
  /** Thousandths of a day, without and with a cold room: how long the goods keep, and after what travel half of nearness is lost. */
  keep!: i32;
  half!: i32;
  coldKeep!: i32;
  coldHalf!: i32;

  get address(): usize {
    return changetype<usize>(this);
  }

  wayFrom(spot: i32): Way {
    return changetype<Way>(this.address + 4 * WAYS_AT + ((<usize>spot) << 5));
  }
}

export function visitIn(room: i32): Visit {
  return changetype<Visit>(<usize>ROOMS_AT + <usize>room * (4 * ROOM_WORDS));
}

export function roadKm(spot: i32): i32 {
  return halfAt(KM_AT, 2 * spot);
}

export function seaKm(spot: i32): i32 {
  return halfAt(KM_AT + 2, 2 * spot);
}

/** Whether regions of a single place lie differently. */
export function isUneven(spot: i32): bool {
  return roadKm(spot) != NO_WAY && seaKm(spot) != NO_WAY;
}
