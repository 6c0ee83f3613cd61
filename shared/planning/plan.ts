/** What goes into the planner of an event and what comes out of it: shapes, reasons, and the refusal of input that contradicts itself. */

export type PlannedCooperative = {
  readonly id: string;
  /** As many as there are slots when left out. */
  readonly maxMeetings?: number | undefined;
  /** Slots, from 1, in which nobody of it is there. */
  readonly unavailable?: readonly number[] | undefined;
  /** It already trades with somebody: those who do not come first. */
  readonly hasPartner?: boolean | undefined;
};

export type PlannedBuyer = {
  readonly id: string;
  /** Meetings it can hold at the same time; 1 when left out. */
  readonly tables?: number | undefined;
  readonly maxMeetings?: number | undefined;
  readonly unavailable?: readonly number[] | undefined;
};

/** A meeting at its time; slots and tables are numbered from 1, tables within their buyer. */
export type PlannedMeeting = {
  readonly cooperativeId: string;
  readonly buyerId: string;
  readonly slot: number;
  readonly table: number;
};

export type PlanInput = {
  readonly slots: number;
  readonly cooperatives: readonly PlannedCooperative[];
  readonly buyers: readonly PlannedBuyer[];
  /** `[cooperative, buyer, score]`, finite and not negative. A pair without a score does not meet. */
  readonly scores: readonly (readonly [string, string, number])[];
  /** Pairs that must not meet, in either order of ids. */
  readonly refuses?: readonly (readonly [string, string])[] | undefined;
  /** Meetings that stay as they are: pinned or past. Any free table when none is named; worth 0 without a score. */
  readonly locked?:
    | readonly (Omit<PlannedMeeting, 'table'> & { readonly table?: number | undefined })[]
    | undefined;
  /** What a cooperative's k-th meeting counts, its best first; the last for all further ones. Must not rise. `[1]` when left out. */
  readonly diminishing?: readonly number[] | undefined;
  /** The plan so far: whoever can stay at slot and table without costing anybody a first meeting stays. */
  readonly previous?: readonly PlannedMeeting[] | undefined;
};

/** Why a party meets nobody, the nearest reason first. */
export type UnplacedReason =
  | 'no-slots' // the event has no slot
  | 'no-meetings' // its own limit is 0
  | 'no-score' // nobody on the other side has a score with it
  | 'refused' // everybody with a score is refused
  | 'absent' // it is there in no slot, or in none together with anybody it could meet
  | 'full' // the seats, or the limits of those it could meet, went to others
  | 'nothing-gained'; // there is room, but no goal gains by a meeting of it

export type Plan = {
  /** By slot, then buyer, then table. */
  readonly meetings: readonly PlannedMeeting[];
  /** Cooperatives that meet somebody; and those of them that have no partner yet. */
  readonly firstMeetings: number;
  readonly firstMeetingsWithoutPartner: number;
  /** The sum of scores, each at what its rank counts, locked meetings included. */
  readonly objective: number;
  /** No plan with as many first meetings (and as many previous meetings kept) has a greater objective. */
  readonly upperBound: number;
  /** (upperBound - objective) / upperBound: 0 when the plan is proven to be the best. */
  readonly gap: number;
  readonly isOptimal: boolean;
  /** False when it was told to stop before it was done: first meetings may then be fewer than possible. */
  readonly isComplete: boolean;
  /** Of `previous`, how many stay at slot and table. */
  readonly kept: number;
  readonly unplaced: readonly { readonly id: string; readonly reason: UnplacedReason }[];
};

export type PlanControl = {
  /** Asked often; once it says true, the best plan so far is returned with its bound. */
  readonly stop?: () => boolean;
};

/** Input that contradicts itself. `field` is where, as a path such as `locked.2`; the message says what and for whom. */
export class PlanRefused extends Error {
  override readonly name = 'PlanRefused';
  readonly field: string;

  constructor(field: string, detail: string) {
    super(detail);
    this.field = field;
  }
}
