/** Plans a temu bisnis: who meets whom, then when and at which table; proven to be the best, or with a bound that says how far off. */
import { packHall, type Hall } from './hall.ts';
import { placeMeetings } from './place-meetings.ts';
import type { Plan, PlanControl, PlanInput } from './plan.ts';
import { createRanks, type Ranks } from './ranks.ts';
import { giveTables, type Seated } from './tables.ts';
import { findUnplaced } from './unplaced.ts';
import { matchMost } from './who-meets-whom.ts';

/**
 * The plan with the most first meetings of cooperatives without partner, then of all, then (replanning) the most meetings that stay,
 * then the greatest total score. Throws a `PlanRefused` when the input contradicts itself. The same parties and scores in any order
 * give the same plan.
 */
export function planEvent(input: PlanInput, { stop = () => false }: PlanControl = {}): Plan {
  const hall = packHall(input);
  const ranks = ranksWithLocks(hall);
  const { meets, isFinished } = matchMost(hall, ranks, stop);
  const pairs: number[] = [];
  meets.forEach((meet, pair) => meet === 1 && pairs.push(pair));
  const table = placeMeetings(hall, pairs, stop);
  const planned: Seated[] = pairs.map((_, meeting) => ({
    cooperative: table.cooperativeOf[meeting]!,
    buyer: table.buyerOf[meeting]!,
    slot: table.slotOf[meeting]!,
  }));
  const isPlaced = planned.every(({ slot }) => slot >= 0);
  const bound = ranks.total() / hall.scale.valuePoint;
  return describe(
    hall,
    input,
    planned.filter(({ slot }) => slot >= 0),
    {
      bound,
      isOptimal: isPlaced && isFinished,
      isComplete: isFinished,
    },
  );
}

function ranksWithLocks(hall: Hall): Ranks {
  const { scale, cooperatives, buyers, slots, locks } = hall;
  const ranks = createRanks(scale, cooperatives, Math.min(slots, buyers));
  for (const { cooperative, buyer } of locks) {
    const score = hall.scores[cooperative * buyers + buyer]!;
    ranks.add(cooperative, score > 0 ? Math.round(score * scale.scorePoint) : 0);
  }
  return ranks;
}

function describe(
  hall: Hall,
  input: PlanInput,
  planned: readonly Seated[],
  { bound, isOptimal, isComplete }: { bound: number; isOptimal: boolean; isComplete: boolean },
): Plan {
  const { buyers, cooperatives, hasPartner, stays } = hall;
  const pairs = [...hall.locks, ...planned].map(({ cooperative, buyer }) => cooperative * buyers + buyer);
  const objective = objectiveOf(hall, pairs, input.diminishing ?? [1]);
  const meetsSomebody = new Uint8Array(cooperatives);
  for (const pair of pairs) meetsSomebody[Math.floor(pair / buyers)] = 1;
  let [firstMeetings, firstMeetingsWithoutPartner] = [0, 0];
  for (let at = 0; at < cooperatives; at += 1) {
    if (meetsSomebody[at] === 0) continue;
    firstMeetings += 1;
    if (hasPartner[at] === 0) firstMeetingsWithoutPartner += 1;
  }
  const upperBound = isOptimal ? objective : Math.max(objective, bound);
  return {
    meetings: giveTables(hall, planned),
    firstMeetings,
    firstMeetingsWithoutPartner,
    objective,
    upperBound,
    gap: upperBound > 0 ? (upperBound - objective) / upperBound : 0,
    isOptimal: upperBound === objective,
    isComplete,
    kept: planned.filter(
      ({ cooperative, buyer, slot }) => stays.length > 0 && stays[cooperative * buyers + buyer] === slot,
    ).length,
    unplaced: findUnplaced(hall, pairs),
  };
}

/** The scores of a plan as anybody would add them up: each cooperative's from its best, times what that rank counts. */
function objectiveOf(
  { cooperatives, buyers, scores }: Hall,
  pairs: readonly number[],
  shares: readonly number[],
): number {
  const own: number[][] = Array.from({ length: cooperatives }, () => []);
  for (const pair of pairs) own[Math.floor(pair / buyers)]!.push(Math.max(0, scores[pair]!));
  let sum = 0;
  for (const scoresOfOne of own) {
    scoresOfOne.sort((a, b) => b - a);
    scoresOfOne.forEach((score, rank) => {
      sum += score * shares[Math.min(rank, shares.length - 1)]!;
    });
  }
  return sum;
}
