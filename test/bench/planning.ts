/**
 * `npm run bench:planning`: the planner beside the solver HiGHS and beside greedy, on the same made-up events in the same run. Prints a
 * table, then one line of JSON; gaps are in percent. HiGHS solves less than the planner does: who meets whom, not when, as a linear
 * program without whole numbers.
 */
import * as solver from 'highs';
import { planEvent } from '../../shared/planning/plan-event.ts';
import type { Plan, PlanInput } from '../../shared/planning/plan.ts';
import { mostFirstMeetings } from '../planning/most-first-meetings.ts';
import { hallOf, type HallSize } from '../planning/plan-instances.ts';
import { objectiveOf } from '../planning/plan-rules.ts';
import { drawsFrom } from '../support/effort.ts';

const SEED = process.env['SEED'] ?? '2026';
const EVENTS = Number(process.env['EVENTS'] ?? 12);
const ROUNDS = 9;
const FOR_HIGHS = 4;

/** Its types are written for CommonJS, where the loader is the module itself. */
const loadHighs = solver.default as unknown as typeof solver.default.default;
const highs = await loadHighs();

const draw = drawsFrom(`planning ${SEED}`);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The quickest of some rounds, and HiGHS's the quickest of two: the machine is shared. */
function timed(event: PlanInput): { milliseconds: number; plan: Plan } {
  const times: number[] = [];
  let plan = planEvent(event);
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    plan = planEvent(event);
    times.push(performance.now() - start);
  }
  return { milliseconds: Math.min(...times), plan };
}

/** Who meets whom by HiGHS, for events without absences; bonuses put first meetings first. Milliseconds of solving, from text. */
function byHighs(event: PlanInput): { milliseconds: number; score: number } {
  const of = new Map<string, string[]>();
  const goal: string[] = [];
  for (const [one, other, score] of event.scores) {
    const name = `x_${one}_${other}`;
    goal.push(`${score} ${name}`);
    for (const id of [one, other]) of.set(id, [...(of.get(id) ?? []), name]);
  }
  const bonus = 10 * event.slots;
  const model = [
    'Maximize',
    ` obj: ${[...goal, ...event.cooperatives.map(({ id, hasPartner }) => `${hasPartner === true ? bonus : 2 * bonus} f_${id}`)].join(' + ')}`,
    'Subject To',
    ...[...of].map(([id, names]) => ` most_${id}: ${names.join(' + ')} <= ${event.slots}`),
    ...event.cooperatives.map(({ id }) => ` first_${id}: f_${id} - ${of.get(id)!.join(' - ')} <= 0`),
    'Bounds',
    ...event.scores.map(([one, other]) => ` x_${one}_${other} <= 1`),
    ...event.cooperatives.map(({ id }) => ` f_${id} <= 1`),
    'End',
  ].join('\n');
  const times: number[] = [];
  let solved = highs.solve(model, { output_flag: false });
  for (let round = 0; round < 2; round += 1) {
    const start = performance.now();
    solved = highs.solve(model, { output_flag: false });
    times.push(performance.now() - start);
  }
  const milliseconds = Math.min(...times);
  const columns = Object.values(solved.Columns) as { Name: string; Primal: number }[];
  const bonuses = event.cooperatives.map(
    ({ id, hasPartner }) => [`f_${id}`, hasPartner === true ? bonus : 2 * bonus] as const,
  );
  const worthOf = new Map<string, number>(bonuses);
  const paid = columns.reduce((sum, { Name, Primal }) => sum + Primal * (worthOf.get(Name) ?? 0), 0);
  return { milliseconds, score: solved.ObjectiveValue - paid };
}

/** What a spreadsheet would do: the best pair that still fits, first for those who met nobody; the first slot that both have free. */
function greedy(event: PlanInput): { firstMeetings: number; objective: number } {
  const pairs = event.scores.toSorted((a, b) => b[2] - a[2]);
  const parties = new Map([...event.cooperatives, ...event.buyers].map((each) => [each.id, each]));
  const busy = new Map<string, Set<number>>();
  const met = new Set<string>();
  const meetings: { cooperativeId: string; buyerId: string; slot: number; table: number }[] = [];
  const busyOf = (id: string): Set<number> => busy.get(id) ?? new Set(parties.get(id)!.unavailable);
  for (const isFirst of [true, false]) {
    for (const [one, other] of pairs) {
      if ((isFirst && met.has(one)) || met.has(`${one} ${other}`)) continue;
      const [ours, theirs] = [busyOf(one), busyOf(other)];
      for (let slot = 1; slot <= event.slots; slot += 1) {
        if (ours.has(slot) || theirs.has(slot)) continue;
        busy.set(one, ours.add(slot));
        busy.set(other, theirs.add(slot));
        met.add(one).add(`${one} ${other}`);
        meetings.push({ cooperativeId: one, buyerId: other, slot, table: 1 });
        break;
      }
    }
  }
  const firstMeetings = event.cooperatives.filter(({ id }) => met.has(id)).length;
  return { firstMeetings, objective: objectiveOf(event, meetings) };
}

const halls: Record<string, HallSize> = {
  '120 x 15 x 12': { cooperatives: 120, buyers: 15, slots: 12 },
  '365 x 40 x 16': { cooperatives: 365, buyers: 40, slots: 16 },
  '1000 x 100 x 16': { cooperatives: 1000, buyers: 100, slots: 16 },
  'present 85% / 90%': { cooperatives: 365, buyers: 40, slots: 16, present: [0.85, 0.9] },
  'present 50% / 70%': { cooperatives: 365, buyers: 40, slots: 16, present: [0.5, 0.7] },
  'present 30% / 60%': { cooperatives: 365, buyers: 40, slots: 16, present: [0.3, 0.6] },
};

for (let round = 0; round < 20; round += 1) {
  const present = round % 2 === 0 ? {} : { present: [0.5, 0.7] as const };
  planEvent(hallOf(draw, { cooperatives: 150, buyers: 20, slots: 12, ...present }));
}

type Measured = { milliseconds: number; plan: Plan; highs: number | undefined; isExact: boolean };
const all = new Map<string, Measured[]>();
const table: Record<string, Record<string, number | string>> = {};
let agreesWithHighs = true;
for (const [name, size] of Object.entries(halls)) {
  const measured: Measured[] = [];
  const greedyLess: number[] = [];
  let greedyFirsts = 0;
  for (let made = 0; made < EVENTS; made += 1) {
    const event = hallOf(draw, { ...size, isAlike: made % 2 === 1 });
    const { milliseconds, plan } = timed(event);
    const most = mostFirstMeetings(event);
    const isExact =
      plan.firstMeetings === most.all && plan.firstMeetingsWithoutPartner === most.withoutPartner;
    const solved = size.present === undefined && made < FOR_HIGHS ? byHighs(event) : undefined;
    if (solved && Math.abs(solved.score - plan.objective) > 1e-6 * plan.objective) agreesWithHighs = false;
    measured.push({ milliseconds, plan, highs: solved?.milliseconds, isExact });
    const plain = greedy(event);
    greedyFirsts += plan.firstMeetings - plain.firstMeetings;
    greedyLess.push(100 * (1 - plain.objective / plan.objective));
  }
  all.set(name, measured);
  const times = measured.map(({ milliseconds }) => milliseconds);
  const highsTimes = measured.flatMap(({ highs }) => highs ?? []);
  const gaps = measured.map(({ plan }) => 100 * plan.gap);
  table[name] = {
    events: measured.length,
    'ms median': Number(median(times).toFixed(2)),
    'ms worst': Number(Math.max(...times).toFixed(2)),
    proven: measured.filter(({ plan }) => plan.isOptimal).length,
    'gap % mean': Number((gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toFixed(5)),
    'gap % worst': Number(Math.max(...gaps).toFixed(5)),
    'first meetings exact': measured.filter(({ isExact }) => isExact).length,
    'HiGHS ms median': highsTimes.length === 0 ? '-' : Math.round(median(highsTimes)),
    'greedy: first meetings lost': greedyFirsts,
    'greedy: score lower by %': Number(median(greedyLess).toFixed(2)),
  };
}

console.table(table);
const of = (name: string): Measured[] => all.get(name)!;
const ms = (name: string): number =>
  Number(median(of(name).map(({ milliseconds }) => milliseconds)).toFixed(3));
const worstGap = (name: string): number =>
  Number(Math.max(...of(name).map(({ plan }) => 100 * plan.gap)).toFixed(5));
const asked = of('365 x 40 x 16').filter(({ highs }) => highs !== undefined);
const vsHighs =
  median(asked.map(({ highs }) => highs!)) / median(asked.map(({ milliseconds }) => milliseconds));
if (!agreesWithHighs) console.log('HiGHS found another score: that is a fault.');
console.log(
  JSON.stringify({
    ms365: ms('365 x 40 x 16'),
    ms1000: ms('1000 x 100 x 16'),
    vsHighs: Math.round(vsHighs),
    gap85: worstGap('present 85% / 90%'),
    gap50: worstGap('present 50% / 70%'),
    gap30: worstGap('present 30% / 60%'),
    firstMeetingsExact: [...all.values()].flat().every(({ isExact }) => isExact),
  }),
);
