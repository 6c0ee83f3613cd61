/**
 * What a cooperative's meetings are worth together: its best counts `shares[0]`, the next `shares[1]`, and the first meeting of all a
 * bonus. Shares never rise, so a further meeting never gains more than it would have gained earlier: the valuation of an assignment
 * of meetings to ranks, and a network (docs/decisions/0007).
 */
import type { Scale } from './hall.ts';

export type Ranks = {
  /** Change of value when a meeting of this worth comes in addition. */
  readonly adding: (cooperative: number, worth: number) => number;
  /** Change of value when a meeting of worth `from` gives way to one of worth `to`. */
  readonly swapping: (cooperative: number, from: number, to: number) => number;
  /** Change of value, not positive, when a meeting of this worth goes. */
  readonly dropping: (cooperative: number, worth: number) => number;
  readonly add: (cooperative: number, worth: number) => void;
  readonly remove: (cooperative: number, worth: number) => void;
  /** Meetings held, locked ones included. */
  readonly held: Int32Array;
  /** The value of the worths alone, without bonuses, of all cooperatives. */
  readonly total: () => number;
  readonly copyFrom: (other: Ranks) => void;
  /** Worths held, sorted from the greatest, `width` for each cooperative: for copying. Empty when all meetings count alike. */
  readonly lists: Float64Array;
};

/** Room for `width` meetings of each of `cooperatives`. Locked ones are added by the caller like all others. */
export function createRanks({ shares, first }: Scale, cooperatives: number, width: number): Ranks {
  const held = new Int32Array(cooperatives);
  const last = shares.length - 1;
  const full = shares[0]!;
  const isFlat = shares[last] === full;
  const lists = new Float64Array(isFlat ? 0 : cooperatives * width);
  let sum = 0;

  if (isFlat) {
    return {
      held,
      lists,
      adding: (cooperative, worth) => full * worth + (held[cooperative] === 0 ? first[cooperative]! : 0),
      swapping: (_, from, to) => full * (to - from),
      dropping: (cooperative, worth) => -full * worth - (held[cooperative] === 1 ? first[cooperative]! : 0),
      add(cooperative, worth) {
        held[cooperative]! += 1;
        sum += full * worth;
      },
      remove(cooperative, worth) {
        held[cooperative]! -= 1;
        sum -= full * worth;
      },
      total: () => sum,
      copyFrom(other) {
        held.set(other.held);
        sum = other.total();
      },
    };
  }

  const share = (rank: number): number => shares[rank < last ? rank : last]!;
  /** The rank that a worth takes among those held: after its equals. */
  const rankOf = (start: number, count: number, worth: number): number => {
    let rank = 0;
    while (rank < count && lists[start + rank]! >= worth) rank += 1;
    return rank;
  };
  /** The last rank at which a held worth stands. */
  const placeOf = (start: number, count: number, worth: number): number => rankOf(start, count, worth) - 1;

  function worthsGain(cooperative: number, worth: number): number {
    const [start, count] = [cooperative * width, held[cooperative]!];
    const rank = rankOf(start, count, worth);
    let gain = share(rank) * worth;
    for (let at = rank; at < count && at < last; at += 1) {
      gain += (share(at + 1) - share(at)) * lists[start + at]!;
    }
    return gain;
  }

  function worthsLoss(cooperative: number, worth: number): number {
    const [start, count] = [cooperative * width, held[cooperative]!];
    const place = placeOf(start, count, worth);
    let loss = share(place) * worth;
    for (let at = place + 1; at < count && at <= last; at += 1) {
      loss += (share(at) - share(at - 1)) * lists[start + at]!;
    }
    return loss;
  }

  return {
    held,
    lists,
    adding: (cooperative, worth) =>
      worthsGain(cooperative, worth) + (held[cooperative] === 0 ? first[cooperative]! : 0),
    swapping(cooperative, from, to) {
      const [start, count] = [cooperative * width, held[cooperative]!];
      const place = placeOf(start, count, from);
      let gain = -share(place) * from;
      let at = place;
      if (to > from) {
        for (; at > 0 && lists[start + at - 1]! < to; at -= 1) {
          gain += (share(at) - share(at - 1)) * lists[start + at - 1]!;
        }
      } else {
        for (; at + 1 < count && lists[start + at + 1]! > to; at += 1) {
          gain += (share(at) - share(at + 1)) * lists[start + at + 1]!;
        }
      }
      return gain + share(at) * to;
    },
    dropping: (cooperative, worth) =>
      -worthsLoss(cooperative, worth) - (held[cooperative] === 1 ? first[cooperative]! : 0),
    add(cooperative, worth) {
      sum += worthsGain(cooperative, worth);
      const [start, count] = [cooperative * width, held[cooperative]!];
      let at = count;
      for (; at > 0 && lists[start + at - 1]! < worth; at -= 1) lists[start + at] = lists[start + at - 1]!;
      lists[start + at] = worth;
      held[cooperative] = count + 1;
    },
    remove(cooperative, worth) {
      sum -= worthsLoss(cooperative, worth);
      const [start, count] = [cooperative * width, held[cooperative]!];
      const place = placeOf(start, count, worth);
      lists.copyWithin(start + place, start + place + 1, start + count);
      held[cooperative] = count - 1;
    },
    total: () => sum,
    copyFrom(other) {
      held.set(other.held);
      lists.set(other.lists);
      sum = other.total();
    },
  };
}
