/** Events that contradict themselves, that cannot work, or that were made to be hard. */
import { describe, expect, it } from 'vitest';
import { planEvent } from '../../shared/planning/plan-event.ts';
import { PlanRefused, type PlanInput } from '../../shared/planning/plan.ts';
import { drawsFrom } from '../support/effort.ts';
import { hallOf } from './plan-instances.ts';
import { faultsOf } from './plan-rules.ts';

/** Three cooperatives of Pasuruan, Bulog with two tables and Pertamina, three slots. */
const pasuruan: PlanInput = {
  slots: 3,
  cooperatives: [{ id: 'tosari' }, { id: 'nongkojajar', hasPartner: true }, { id: 'purwodadi' }],
  buyers: [{ id: 'bulog', tables: 2 }, { id: 'pertamina' }],
  scores: [
    ['tosari', 'bulog', 0.8],
    ['tosari', 'pertamina', 0.4],
    ['nongkojajar', 'bulog', 0.9],
    ['purwodadi', 'pertamina', 0.3],
  ],
};

const lock = (cooperativeId: string, buyerId: string, slot: number, table?: number) => ({
  cooperativeId,
  buyerId,
  slot,
  ...(table === undefined ? {} : { table }),
});

const refusalOf = (event: PlanInput): { field: string; detail: string } => {
  try {
    planEvent(event);
  } catch (error) {
    if (error instanceof PlanRefused) return { field: error.field, detail: error.message };
    throw error;
  }
  throw new Error('was planned');
};

describe('input that contradicts itself is refused, with the field and the party', () => {
  it.each<[string, Partial<PlanInput>, string, string]>([
    ['half a slot', { slots: 2.5 }, 'slots', 'whole'],
    ['fewer slots than none', { slots: -1 }, 'slots', 'whole'],
    ['one id twice', { buyers: [{ id: 'bulog' }, { id: 'bulog' }] }, 'buyers.1', 'bulog'],
    ['an id on both sides', { buyers: [{ id: 'bulog' }, { id: 'tosari' }] }, 'buyers.1', 'tosari'],
    ['half a table', { buyers: [{ id: 'bulog', tables: 1.5 }] }, 'buyers.0.tables', 'bulog'],
    [
      'an absence in slot 0',
      { buyers: [{ id: 'bulog', unavailable: [0] }] },
      'buyers.0.unavailable',
      'bulog',
    ],
    ['a limit below none', { buyers: [{ id: 'bulog', maxMeetings: -1 }] }, 'buyers.0.maxMeetings', 'bulog'],
    ['a score for a stranger', { scores: [['malang', 'bulog', 1]] }, 'scores.0', 'malang'],
    ['a score below 0', { scores: [['tosari', 'bulog', -0.1]] }, 'scores.0', 'tosari'],
    ['a score that is no number', { scores: [['tosari', 'bulog', Number.NaN]] }, 'scores.0', 'tosari'],
    ['an endless score', { scores: [['tosari', 'bulog', Infinity]] }, 'scores.0', 'tosari'],
    [
      'two scores for a pair',
      {
        scores: [
          ['tosari', 'bulog', 1],
          ['tosari', 'bulog', 2],
        ],
      },
      'scores.1',
      'tosari',
    ],
    ['a share that rises', { diminishing: [0.5, 1] }, 'diminishing', 'rises'],
    ['no share at all', { diminishing: [] }, 'diminishing', 'empty'],
    ['a share below 0', { diminishing: [1, -1] }, 'diminishing', '-1'],
    ['a lock of a stranger', { locked: [lock('malang', 'bulog', 1)] }, 'locked.0', 'malang'],
    ['a lock in no slot', { locked: [lock('tosari', 'bulog', 4)] }, 'locked.0', 'slot 4'],
    ['a lock at no table', { locked: [lock('tosari', 'bulog', 1, 3)] }, 'locked.0', 'table 3'],
    [
      'a pair locked twice',
      { locked: [lock('tosari', 'bulog', 1), lock('tosari', 'bulog', 2)] },
      'locked.1',
      'twice',
    ],
    [
      'somebody locked in two places',
      { locked: [lock('tosari', 'bulog', 1), lock('tosari', 'pertamina', 1)] },
      'locked.1',
      'tosari',
    ],
    [
      'more locks than tables',
      { locked: [lock('tosari', 'pertamina', 1), lock('purwodadi', 'pertamina', 1)] },
      'locked.1',
      'pertamina',
    ],
    [
      'one table locked twice',
      { locked: [lock('tosari', 'bulog', 1, 2), lock('purwodadi', 'bulog', 1, 2)] },
      'locked.1',
      'table 2',
    ],
    [
      'a lock of a pair that refuses',
      { locked: [lock('tosari', 'bulog', 1)], refuses: [['bulog', 'tosari']] },
      'locked.0',
      'refuse',
    ],
    [
      'a lock of an absent cooperative',
      {
        locked: [lock('tosari', 'bulog', 2)],
        cooperatives: [{ id: 'tosari', unavailable: [2] }],
        scores: [],
      },
      'locked.0',
      'absent',
    ],
    [
      'more locks than a party takes',
      {
        cooperatives: [{ id: 'tosari', maxMeetings: 1 }],
        scores: [],
        locked: [lock('tosari', 'bulog', 1), lock('tosari', 'pertamina', 2)],
      },
      'locked.1',
      'tosari',
    ],
    [
      'more locks than slots',
      {
        slots: 1,
        locked: [lock('tosari', 'pertamina', 1), lock('purwodadi', 'pertamina', 2)],
      },
      'locked.1',
      'slot 2',
    ],
  ])('%s', (_, change, field, named) => {
    const refusal = refusalOf({ ...pasuruan, ...change });
    expect(refusal.field).toBe(field);
    expect(refusal.detail).toContain(named);
  });
});

describe('events that leave somebody without a meeting say why', () => {
  it.each<[string, Partial<PlanInput>, Record<string, string>]>([
    ['nobody at all', { cooperatives: [], buyers: [], scores: [] }, {}],
    [
      'no slot',
      { slots: 0 },
      {
        tosari: 'no-slots',
        nongkojajar: 'no-slots',
        purwodadi: 'no-slots',
        bulog: 'no-slots',
        pertamina: 'no-slots',
      },
    ],
    [
      'no scores',
      { scores: [], buyers: [] },
      { tosari: 'no-score', nongkojajar: 'no-score', purwodadi: 'no-score' },
    ],
    ['a party that all refuse', { refuses: [['bulog', 'nongkojajar']] }, { nongkojajar: 'refused' }],
    [
      'somebody absent all day',
      { cooperatives: [...pasuruan.cooperatives.slice(0, 2), { id: 'purwodadi', unavailable: [1, 2, 3] }] },
      { purwodadi: 'absent' },
    ],
    [
      'parties that are never there together',
      {
        cooperatives: [...pasuruan.cooperatives.slice(0, 2), { id: 'purwodadi', unavailable: [1] }],
        buyers: [{ id: 'bulog' }, { id: 'pertamina', unavailable: [2, 3] }],
      },
      { purwodadi: 'absent' },
    ],
    [
      'a party that takes nobody, and one without a table',
      {
        buyers: [
          { id: 'bulog', tables: 0 },
          { id: 'pertamina', maxMeetings: 0 },
        ],
      },
      {
        tosari: 'full',
        nongkojajar: 'full',
        purwodadi: 'full',
        bulog: 'no-meetings',
        pertamina: 'no-meetings',
      },
    ],
    [
      'fewer seats than cooperatives: the one with a partner stands back',
      { slots: 1, buyers: [{ id: 'bulog' }, { id: 'pertamina' }] },
      { nongkojajar: 'full' },
    ],
    [
      'a buyer whose only meetings would be worth nothing',
      {
        scores: [
          ...pasuruan.scores.slice(0, 1),
          ['tosari', 'pertamina', 0],
          ['purwodadi', 'bulog', 1],
          ['nongkojajar', 'bulog', 1],
        ],
      },
      { pertamina: 'nothing-gained' },
    ],
  ])('%s', (_, change, expected) => {
    const event = { ...pasuruan, ...change };
    const plan = planEvent(event);
    expect(faultsOf(event, plan)).toEqual([]);
    expect(Object.fromEntries(plan.unplaced.map(({ id, reason }) => [id, reason]))).toEqual(expected);
    expect(plan.isOptimal).toBe(true);
  });
});

describe('what a rule means at its edge', () => {
  it('a locked pair without a score meets and is worth nothing', () => {
    const plan = planEvent({ ...pasuruan, locked: [lock('purwodadi', 'bulog', 2)] });
    expect(plan.meetings).toContainEqual({ cooperativeId: 'purwodadi', buyerId: 'bulog', slot: 2, table: 1 });
    expect(plan.objective).toBeCloseTo(0.8 + 0.4 + 0.9 + 0.3, 12);
  });

  it('a first meeting with score 0 counts; a second one that adds nothing is not planned', () => {
    const scores: PlanInput['scores'] = [
      ['tosari', 'bulog', 0],
      ['tosari', 'pertamina', 0],
    ];
    const plan = planEvent({ ...pasuruan, scores });
    expect(plan).toMatchObject({ firstMeetings: 1, objective: 0, upperBound: 0, gap: 0 });
    expect(plan.meetings).toHaveLength(1);
  });

  it('absences beyond the last slot and refusals of somebody who is not there rule out nothing', () => {
    const wide = {
      ...pasuruan,
      refuses: [['tosari', 'malang'] as const],
      cooperatives: pasuruan.cooperatives.map((each) => ({ ...each, unavailable: [9] })),
    };
    expect(planEvent(wide)).toEqual(planEvent(pasuruan));
  });

  it.each([1e-300, 1e-9, 1, 1e6, 1e15, 1e300])('scores may be as small or great as %d', (unit) => {
    const scaled = {
      ...pasuruan,
      scores: pasuruan.scores.map(([one, other, score]) => [one, other, score * unit] as const),
    };
    const plan = planEvent(scaled);
    expect(plan.meetings).toEqual(planEvent(pasuruan).meetings);
    expect(plan.objective / unit).toBeCloseTo(2.4, 9);
    expect(plan.upperBound).toBe(plan.objective);
  });

  it('digits that do not end are kept apart where they decide', () => {
    const [third, more] = [1 / 3, 1 / 3 + 1e-9];
    const event: PlanInput = {
      slots: 1,
      cooperatives: [{ id: 'tosari' }, { id: 'purwodadi' }],
      buyers: [{ id: 'bulog' }],
      scores: [
        ['purwodadi', 'bulog', third],
        ['tosari', 'bulog', more],
      ],
    };
    expect(planEvent(event).objective).toBe(more);
  });

  it('a further meeting counts less, so that a buyer with one seat meets the cooperative that gains more', () => {
    const event: PlanInput = {
      slots: 2,
      cooperatives: [{ id: 'tosari' }, { id: 'purwodadi' }],
      buyers: [{ id: 'bulog', maxMeetings: 1 }, { id: 'pertamina' }],
      scores: [
        ['tosari', 'bulog', 0.9],
        ['tosari', 'pertamina', 0.8],
        ['purwodadi', 'pertamina', 0.1],
        ['purwodadi', 'bulog', 0.6],
      ],
    };
    expect(planEvent(event).objective).toBeCloseTo(0.9 + 0.8 + 0.1, 12);
    expect(planEvent({ ...event, diminishing: [1, 0.2] }).objective).toBeCloseTo(0.6 + 0.8 + 0.2 * 0.1, 12);
  });
});

describe('events that were made to be hard', () => {
  const draw = drawsFrom('planning hard events');
  const hall = hallOf(draw, { cooperatives: 120, buyers: 15, slots: 12 });

  it.each<[string, PlanInput]>([
    ['all scores equal', { ...hall, scores: hall.scores.map(([one, other]) => [one, other, 0.5]) }],
    ['all scores 0', { ...hall, scores: hall.scores.map(([one, other]) => [one, other, 0]) }],
    ['one buyer that all want', { ...hall, scores: hall.scores.filter(([, buyer]) => buyer === 'buy_000') }],
    [
      'one cooperative that all want',
      {
        ...hall,
        scores: hall.scores.map(([one, other, score]) => [
          one,
          other,
          one === 'coop_0000' ? 1 : score / 1000,
        ]),
      },
    ],
    [
      'scores that fall by a factor of two',
      { ...hall, scores: hall.scores.map(([one, other], at) => [one, other, 2 ** -(at % 50)]) },
    ],
    [
      'everybody there in slot 1 only',
      {
        ...hall,
        cooperatives: hall.cooperatives.map((each) => ({
          ...each,
          unavailable: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        })),
      },
    ],
    [
      'each there in one slot, the buyers in all',
      {
        ...hall,
        cooperatives: hall.cooperatives.map((each, at) => ({
          ...each,
          unavailable: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter((slot) => slot !== 1 + (at % 3)),
        })),
      },
    ],
    [
      'more tables than cooperatives',
      { ...hall, buyers: hall.buyers.map((each) => ({ ...each, tables: 1000 })) },
    ],
    [
      'buyers with limits below their seats',
      {
        ...hall,
        buyers: hall.buyers.map((each, at) => ({
          ...each,
          tables: 3,
          maxMeetings: 1 + at,
          unavailable: [1 + (at % 12)],
        })),
      },
    ],
    ['a chain in which each first meeting displaces another', chain(60)],
  ])('%s', (_, event) => {
    const plan = planEvent(event);
    expect(faultsOf(event, plan)).toEqual([]);
    expect(plan.isOptimal).toBe(true);
  });
});

/** Cooperative k knows buyers k and k + 1, and prefers the one that its neighbour must have: only one way gives all a first meeting. */
function chain(length: number): PlanInput {
  const ids = Array.from({ length }, (_, at) => String(at).padStart(3, '0'));
  return {
    slots: 1,
    cooperatives: ids.map((id) => ({ id: `coop_${id}` })),
    buyers: ids.map((id) => ({ id: `buy_${id}` })),
    scores: ids.flatMap((id, at): [string, string, number][] =>
      at === 0
        ? [[`coop_${id}`, `buy_${id}`, 0.1]]
        : [
            [`coop_${id}`, `buy_${ids[at - 1]}`, 1],
            [`coop_${id}`, `buy_${id}`, 0.1],
          ],
    ),
  };
}
