/** An event as columns: parties by index in the order of their ids, presence and free tables by slot, worth in whole numbers. */

/** What whole numbers stand for. */
export type Scale = {
  /** Worth of one point of score: `worth / scorePoint` is a score. */
  readonly scorePoint: number;
  /** What a cooperative's k-th meeting counts, in whole units; the last counts for all further ones. */
  readonly shares: Float64Array;
  /** Value of one point of score that counts fully. */
  readonly valuePoint: number;
  /** Bonus of each cooperative's first meeting; 0 when a locked meeting is its first. */
  readonly first: Float64Array;
  /** The smaller of the bonuses for a first meeting; what a price owes to lesser goals stays well below half of it. */
  readonly bonus: number;
  /** Bonus of a meeting that stays where it was. */
  readonly stay: number;
};

/** A locked meeting by index; slots from 0, table from 0 or -1 for any. */
export type Lock = {
  readonly cooperative: number;
  readonly buyer: number;
  readonly slot: number;
  readonly table: number;
};

export type Hall = {
  readonly slots: number;
  readonly cooperatives: number;
  readonly buyers: number;
  readonly cooperativeIds: readonly string[];
  readonly buyerIds: readonly string[];
  /** Scores as given, by cooperative × buyers + buyer; -1 without one. */
  readonly scores: Float64Array;
  /** Scores in whole units of `scale`, -1 where the pair cannot meet: no score, refused, locked, never there together. */
  readonly worths: Float64Array;
  readonly scale: Scale;
  /** Cooperative × slots + slot: 1 when it is there and not locked. */
  readonly isOpen: Uint8Array;
  /** Buyer × slots + slot: tables that are free for planning. */
  readonly seats: Int32Array;
  readonly tables: Int32Array;
  /** Meetings that may be added to the locked ones. */
  readonly limits: Int32Array;
  readonly buyerLimits: Int32Array;
  /** Parties that take no meeting at all, whoever comes: by id. */
  readonly takesNone: ReadonlySet<string>;
  readonly hasPartner: Uint8Array;
  /** Locked meetings of each cooperative. */
  readonly lockedCount: Int32Array;
  readonly locks: readonly Lock[];
  readonly refused: ReadonlySet<number>;
  /** Cooperative × buyers + buyer: the slot at which the pair would stay, from 0, or -1. Empty without a previous plan. */
  readonly stays: Int32Array;
  /** Its table, from 0, in the same places. */
  readonly stayTables: Int32Array;
  /** Nobody is absent, nothing is locked, no previous plan: who meets whom and when can be asked one after the other. */
  readonly isPlain: boolean;
};
