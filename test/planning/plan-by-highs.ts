/** The referee of the planner: the solver HiGHS on a model with a variable for every pair, slot and rank. */
import * as solver from 'highs';
import type { PlanInput } from '../../shared/planning/plan.ts';

/** Its types are written for CommonJS, where the loader is the module itself. */
const loadHighs = solver.default as unknown as typeof solver.default.default;
const highs = await loadHighs();

export type Best = {
  readonly firstMeetingsWithoutPartner: number;
  readonly firstMeetings: number;
  /** Of the previous plan, slot for slot; 0 without one. */
  readonly kept: number;
  readonly objective: number;
};

/**
 * The goals one after another, each held as a condition of the next: first meetings without partner, first meetings, meetings that
 * stay in their slot, total score. For small events.
 */
export function bestByHighs(event: PlanInput): Best {
  const model = modelOf(event);
  const conditions: string[] = [];
  const most = (goal: string): number => {
    if (goal === '') return 0;
    const text = [
      'Maximize',
      ` obj: ${goal}`,
      'Subject To',
      ...model.conditions,
      ...conditions,
      'Binary',
      ...model.variables.map((name) => ` ${name}`),
      'End',
    ].join('\n');
    const solved = highs.solve(text, { output_flag: false, mip_rel_gap: 1e-10, mip_abs_gap: 1e-9 });
    if (solved.Status !== 'Optimal') throw new Error(`HiGHS says ${solved.Status}`);
    return solved.ObjectiveValue;
  };
  const hold = (goal: string): number => {
    const value = Math.round(most(goal));
    if (goal !== '') conditions.push(` held${conditions.length}: ${goal} >= ${value}`);
    return value;
  };
  const firstMeetingsWithoutPartner = hold(model.firstsWithoutPartner);
  const firstMeetings = hold(model.firsts);
  const kept = hold(model.kept);
  const objective = most(model.score);
  return { firstMeetingsWithoutPartner, firstMeetings, kept, objective };
}

type Model = {
  readonly variables: string[];
  readonly conditions: string[];
  readonly firstsWithoutPartner: string;
  readonly firsts: string;
  readonly kept: string;
  readonly score: string;
};

/**
 * x(c,b,t): they meet in that slot. r(c,k,b): that meeting is the cooperative's k-th best. f(c): it meets somebody.
 * A cooperative's ranks sort themselves, since shares only fall.
 */
function modelOf(event: PlanInput): Model {
  const {
    slots,
    cooperatives,
    buyers,
    scores,
    refuses = [],
    locked = [],
    previous = [],
    diminishing = [1],
  } = event;
  const conditions: string[] = [];
  const variables: string[] = [];
  const sums = { kept: [] as string[], score: [] as string[] };
  const inSlot = new Map<string, string[]>();
  const of = new Map<string, string[]>();
  const into = (map: Map<string, string[]>, key: string, name: string): void => {
    map.set(key, [...(map.get(key) ?? []), name]);
  };
  cooperatives.forEach((cooperative, c) => {
    buyers.forEach((buyer, b) => {
      const is = (each: { cooperativeId: string; buyerId: string }): boolean =>
        each.cooperativeId === cooperative.id && each.buyerId === buyer.id;
      const lock = locked.find(is);
      const score = scores.find(([one, other]) => one === cooperative.id && other === buyer.id)?.[2];
      const isRefused = refuses.some((pair) => pair.includes(cooperative.id) && pair.includes(buyer.id));
      if (!lock && (score === undefined || isRefused)) return;
      const own: string[] = [];
      for (let t = 1; t <= slots; t += 1) {
        if (lock ? lock.slot !== t : isAway(cooperative, t) || isAway(buyer, t)) continue;
        const name = `x${c}_${b}_${t}`;
        own.push(name);
        variables.push(name);
        into(inSlot, `c${c} ${t}`, name);
        into(inSlot, `b${b} ${t}`, name);
        into(of, `c${c}`, name);
        into(of, `b${b}`, name);
        if (lock) conditions.push(` lock${c}_${b}: ${name} = 1`);
        if (!lock && previous.some((each) => is(each) && each.slot === t)) sums.kept.push(name);
      }
      if (own.length === 0) return;
      conditions.push(` pair${c}_${b}: ${own.join(' + ')} <= 1`);
      const ranks = Array.from({ length: Math.min(diminishing.length, slots) }, (_, k) => `r${c}_${k}_${b}`);
      ranks.forEach((name, k) => {
        variables.push(name);
        into(of, `rank${c}_${k}`, name);
        sums.score.push(`${(score ?? 0) * diminishing[k]!} ${name}`);
      });
      conditions.push(` ranked${c}_${b}: ${own.join(' + ')} - ${ranks.join(' - ')} = 0`);
    });
    for (let k = 0; k < diminishing.length - 1; k += 1) {
      const names = of.get(`rank${c}_${k}`);
      if (names) conditions.push(` rank${c}_${k}: ${names.join(' + ')} <= 1`);
    }
  });
  for (let t = 1; t <= slots; t += 1) {
    cooperatives.forEach((_, c) => {
      const names = inSlot.get(`c${c} ${t}`);
      if (names) conditions.push(` once${c}_${t}: ${names.join(' + ')} <= 1`);
    });
    buyers.forEach(({ tables = 1 }, b) => {
      const names = inSlot.get(`b${b} ${t}`);
      if (names) conditions.push(` tables${b}_${t}: ${names.join(' + ')} <= ${tables}`);
    });
  }
  const firsts: string[] = [];
  const firstsWithoutPartner: string[] = [];
  cooperatives.forEach(({ maxMeetings, hasPartner }, c) => {
    const names = of.get(`c${c}`);
    if (!names) return;
    if (maxMeetings !== undefined) conditions.push(` most_c${c}: ${names.join(' + ')} <= ${maxMeetings}`);
    variables.push(`f${c}`);
    conditions.push(` first${c}: f${c} - ${names.join(' - ')} <= 0`);
    firsts.push(`f${c}`);
    if (hasPartner !== true) firstsWithoutPartner.push(`f${c}`);
  });
  buyers.forEach(({ maxMeetings }, b) => {
    const names = of.get(`b${b}`);
    if (names && maxMeetings !== undefined) {
      conditions.push(` most_b${b}: ${names.join(' + ')} <= ${maxMeetings}`);
    }
  });
  const sum = (names: readonly string[]): string => names.join(' + ');
  return {
    variables,
    conditions,
    firstsWithoutPartner: sum(firstsWithoutPartner),
    firsts: sum(firsts),
    kept: sum(sums.kept),
    score: sum(sums.score),
  };
}

const isAway = (
  { unavailable = [] }: { unavailable?: readonly number[] | undefined },
  slot: number,
): boolean => unavailable.includes(slot);
