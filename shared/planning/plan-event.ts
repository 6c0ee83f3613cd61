/** Plans a temu bisnis: who meets whom, then when and at which table; proven to be the best, or with a bound that says how far off. */
import { ceilingOf } from './ceiling.ts';
import type { Hall } from './hall.ts';
import { packHall } from './pack-hall.ts';
import { dropClashes, partClashes, searchParting } from './part-clashes.ts';
import { placeMeetings } from './place-meetings.ts';
import type { Plan, PlanControl, PlanInput } from './plan.ts';
import { polish, standingOfPlan } from './polish.ts';
import { ranksWithLocks } from './ranks-with-locks.ts';
import { seatFromMatching, seatFromStays } from './seat-everybody.ts';
import { createSeatFlow, type SeatFlow } from './seat-flow.ts';
import { cloneSeating, copySeating, createSeating, standingOf, type Seating } from './seating.ts';
import { shortenWaits } from './shorten-waits.ts';
import { giveTables } from './tables.ts';
import { onlyPlaced, seatedIn, timetableOf, timetableWith, type Timetable } from './timetable.ts';
import { findUnplaced } from './unplaced.ts';
import { matchMost } from './who-meets-whom.ts';

/** Seats looked at to part clashes, and again to prove that no other parting is better: some tenths of a second at most. */
const EFFORT = 100_000;
/** A plan that lacks more than this share of its bound is polished, and pairs looked at in doing so. */
const POLISH_FROM = 0.001;
const POLISH_EFFORT = 5_000_000;

/**
 * The plan with the most first meetings of cooperatives without partner, then of all, then (replanning) the most meetings that stay,
 * then the greatest total score. Throws a `PlanRefused` when the input contradicts itself. The same parties and scores in any order
 * give the same plan.
 */
export function planEvent(input: PlanInput, { stop = () => false }: PlanControl = {}): Plan {
  const hall = packHall(input);
  const draft = hall.stays.length > 0 ? replan(hall, stop) : planAnew(hall, stop);
  shortenWaits(draft.table, stop);
  return describe(hall, input, draft);
}

/** A plan's meetings beside the locked ones, and a worth that none with as many first and kept meetings exceeds. */
type Draft = {
  readonly table: Timetable;
  readonly mostWorth: number;
  readonly isOptimal: boolean;
  readonly isComplete: boolean;
};

/** Who meets whom, then when. If everybody finds a slot, nothing can be better; if not, seats are given out slot by slot. */
function planAnew(hall: Hall, stop: () => boolean): Draft {
  const ranks = ranksWithLocks(hall);
  const { meets, prices, isFinished } = matchMost(hall, ranks, stop);
  const pairs: number[] = [];
  for (let pair = 0; pair < meets.length; pair += 1) if (meets[pair] === 1) pairs.push(pair);
  const table = placeMeetings(hall, pairs, stop);
  if (!isFinished || stop()) return stopped(onlyPlaced(table));
  if (!table.slotOf.includes(-1)) {
    return { table, mostWorth: ranks.total(), isOptimal: true, isComplete: true };
  }
  const seating = createSeating(hall);
  const flow = createSeatFlow(seating);
  const isSeated = seatFromMatching(seating, flow, table, prices, stop);
  return isSeated ? withoutClashes(seating, flow, stop) : stopped(onlyPlaced(table));
}

/** Around the meetings that stay. */
function replan(hall: Hall, stop: () => boolean): Draft {
  const seating = createSeating(hall);
  const flow = createSeatFlow(seating);
  if (seatFromStays(seating, flow, stop)) return withoutClashes(seating, flow, stop);
  dropClashes(seating);
  return stopped(timetableOf(seating));
}

/** The plan nearest to a best seating: clashes parted, polished where that cost much, and the best one if the search ends in time. */
function withoutClashes(seating: Seating, flow: SeatFlow, stop: () => boolean): Draft {
  const { hall } = seating;
  const root = cloneSeating(seating);
  const mostWorth = standingOf(root).worth;
  const isParted = partClashes(seating, flow, { effort: EFFORT, stop });
  if (!isParted) dropClashes(seating);
  const parted = timetableOf(seating);
  let { worth } = standingOf(seating);
  if (worth === mostWorth) return { table: parted, mostWorth, isOptimal: true, isComplete: true };

  let table = parted;
  if (mostWorth - worth > POLISH_FROM * mostWorth) {
    const effort = POLISH_EFFORT / (hall.cooperatives * hall.buyers);
    const polished = polish(hall, seatedIn(parted), { effort, stop });
    table = timetableWith(hall, polished);
    worth = standingOfPlan(hall, polished).worth;
  }
  if (!isParted) return { table, mostWorth, isOptimal: worth === mostWorth, isComplete: true };
  const goals = { ...standingOf(seating), worth };
  copySeating(root, seating);
  const search = searchParting(seating, flow, goals, { effort: EFFORT, stop });
  return {
    table: search.found === undefined ? table : timetableOf(search.found),
    mostWorth: search.mostWorth,
    isOptimal: search.mostWorth === (search.found === undefined ? worth : standingOf(search.found).worth),
    isComplete: true,
  };
}

/** The best so far, with a bound that needs no search. */
const stopped = (table: Timetable): Draft => ({
  table,
  mostWorth: ceilingOf(table.hall),
  isOptimal: false,
  isComplete: false,
});

function describe(hall: Hall, input: PlanInput, { table, mostWorth, isOptimal, isComplete }: Draft): Plan {
  const planned = seatedIn(table);
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
  const upperBound = isOptimal ? objective : Math.max(objective, mostWorth / hall.scale.valuePoint);
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
