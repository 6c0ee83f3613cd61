/** Room that scorers keep from question to question, so that nothing is allocated in between. */
import { MONTHS } from './columns.ts';

/** Where what the way from a spot does stands among its words, side by side so that it is read at once. */
export const REACHED = {
  size: 8,
  /** The question that worked it out: else it is not valid. */
  stamp: 0,
  freight: 1,
  /** Without and with a cold room: the obstacle of spoilage, and the weighed points of distance and locality. */
  spoilage: 2,
  worth: 4,
} as const;

export class Room {
  stamp = 0;
  readonly spots: Int32Array;
  /** By code of months, without and with a cold room: share and obstacle of the season in ten bits each, -1 before the first use. */
  readonly seasons = new Int32Array(2 * (MONTHS + 1));
  /** Weighed points by code of quality and of readiness. */
  readonly qualities = new Int32Array(16);
  readonly readies = new Int32Array(256);

  constructor(spots: number) {
    this.spots = new Int32Array(REACHED.size * spots);
  }
}

const ROOMS: Room[] = [];

/** For the n-th scorer of a question; scorers of one number share their room, so only the latest may be asked. */
export function roomFor(number: number, spots: number): Room {
  let room = ROOMS[number];
  if (room === undefined || room.spots.length < REACHED.size * spots) {
    room = new Room(spots);
    ROOMS[number] = room;
  }
  room.stamp = (room.stamp + 1) & 0x3fff_ffff;
  return room;
}
