/** What holds for every plan, afresh, replanned or in a hurry. */
import { describe, expect, it } from 'vitest';
import { planEvent } from '../../shared/planning/plan-event.ts';
import type { PlanInput } from '../../shared/planning/plan.ts';
import { drawsFrom, type Draws } from '../support/effort.ts';
import { mostFirstMeetings } from './most-first-meetings.ts';
import { afterTheFact, hallOf, smallEvent } from './plan-instances.ts';
import { faultsOf } from './plan-rules.ts';

const EVENTS = 4000;

/** Many small events with all rules in play, a third of them replanned. */
function* events(name: string, count = EVENTS): Generator<PlanInput> {
  const draw = drawsFrom(`planning ${name}`);
  for (let made = 0; made < count; made += 1) yield anyEvent(draw);
}

function anyEvent(draw: Draws): PlanInput {
  const spice = { absences: draw.happens(0.6), locks: draw.happens(0.4), diminishing: draw.happens(0.4) };
  const event = smallEvent(
    draw,
    draw.one([
      [12, 4, 5],
      [6, 6, 6],
      [20, 3, 4],
    ] as const),
    spice,
  );
  return draw.happens(0.35) ? afterTheFact(draw, event) : event;
}

const pairsOf = (event: PlanInput, plan = planEvent(event)): Set<string> =>
  new Set(plan.meetings.map((each) => Object.values(each).join(' ')));

describe('whatever the event', () => {
  it(`nobody is in two places, and limits, absences, refusals and locks hold, on ${EVENTS} events`, () => {
    for (const event of events('rules')) {
      expect(faultsOf(event, planEvent(event)), JSON.stringify(event)).toEqual([]);
    }
  });

  it('the order in which parties, scores, refusals and locks are named does not matter, to the last byte', () => {
    const draw = drawsFrom('planning in any order');
    const large = hallOf(draw, { cooperatives: 60, buyers: 9, slots: 8, present: [0.6, 0.7] });
    for (const event of [...events('order', 800), large]) {
      const shuffled: PlanInput = {
        ...event,
        cooperatives: draw.shuffled(event.cooperatives),
        buyers: draw.shuffled(event.buyers),
        scores: draw.shuffled(event.scores),
        refuses: draw.shuffled(event.refuses ?? []).map(([one, other]) => [other, one]),
        previous: draw.shuffled(event.previous ?? []),
      };
      expect(JSON.stringify(planEvent(shuffled))).toBe(JSON.stringify(planEvent(event)));
    }
  });

  it('one more slot or table never takes a first meeting from the event', () => {
    for (const event of events('more', 800)) {
      const { previous: _, ...afresh } = event;
      const before = planEvent(afresh).firstMeetings;
      const tables = afresh.buyers.map((buyer) => ({ ...buyer, tables: (buyer.tables ?? 1) + 1 }));
      expect(planEvent({ ...afresh, slots: afresh.slots + 1 }).firstMeetings).toBeGreaterThanOrEqual(before);
      expect(planEvent({ ...afresh, buyers: tables }).firstMeetings).toBeGreaterThanOrEqual(before);
    }
  });

  it('a pair that nobody refuses any more never lowers the total score of as many first meetings', () => {
    const draw = drawsFrom('planning without refusals');
    for (let made = 0; made < 500; made += 1) {
      const { refuses: _, ...open } = smallEvent(draw, [12, 4, 5], { diminishing: draw.happens(0.5) });
      const refusing = { ...open, refuses: [[open.buyers[0]!.id, open.cooperatives[0]!.id] as const] };
      const [free, bound] = [planEvent(open), planEvent(refusing)];
      const isAlike =
        free.firstMeetings === bound.firstMeetings &&
        free.firstMeetingsWithoutPartner === bound.firstMeetingsWithoutPartner;
      if (isAlike) {
        expect(free.objective).toBeGreaterThanOrEqual(bound.objective - 1e-9);
      }
    }
  });
});

describe('halls of a regency', () => {
  it.each([
    ['everybody there', undefined],
    ['85% and 90% present', [0.85, 0.9]],
    ['50% and 70% present', [0.5, 0.7]],
    ['30% and 60% present', [0.3, 0.6]],
  ] as const)(
    '365 cooperatives, 40 buyers, 16 slots, %s: the most first meetings, hardly a gap',
    (name, present) => {
      const draw = drawsFrom(`planning a regency, ${name}`);
      for (const isAlike of [false, true]) {
        const size = { cooperatives: 365, buyers: 40, slots: 16, isAlike };
        const event = hallOf(draw, present === undefined ? size : { ...size, present });
        const plan = planEvent(event);
        expect(faultsOf(event, plan)).toEqual([]);
        const most = mostFirstMeetings(event);
        expect(plan.firstMeetings).toBe(most.all);
        expect(plan.firstMeetingsWithoutPartner).toBe(most.withoutPartner);
        expect(plan.gap).toBeLessThan(0.001);
        if (present === undefined) expect(plan.gap).toBe(0);
      }
    },
  );
});

describe('replanning', () => {
  it('changes nothing when nothing has happened', () => {
    for (const event of events('again', 1500)) {
      const { previous: _, ...afresh } = event;
      const { meetings } = planEvent(afresh);
      const again = planEvent({ ...afresh, previous: meetings });
      expect(again.meetings, JSON.stringify(event)).toEqual(meetings);
    }
  });

  it('leaves everybody at slot and table whom the absence of another does not touch', () => {
    const draw = drawsFrom('planning around a no-show');
    for (let made = 0; made < 40; made += 1) {
      const event = hallOf(draw, { cooperatives: 40, buyers: 6, slots: 10 });
      const { meetings } = planEvent(event);
      const gone = draw.one(event.cooperatives).id;
      const without = {
        ...event,
        cooperatives: event.cooperatives.filter(({ id }) => id !== gone),
        scores: event.scores.filter(([id]) => id !== gone),
        previous: meetings,
      };
      const after = pairsOf(without);
      for (const meeting of meetings.filter(({ cooperativeId }) => cooperativeId !== gone)) {
        expect(after).toContain(Object.values(meeting).join(' '));
      }
      expect(planEvent(without).kept).toBe(
        meetings.filter(({ cooperativeId }) => cooperativeId !== gone).length,
      );
    }
  });

  it('moves somebody when that gives another its first meeting', () => {
    const event: PlanInput = {
      slots: 2,
      cooperatives: [{ id: 'early' }, { id: 'late', unavailable: [2] }],
      buyers: [{ id: 'bulog' }],
      scores: [
        ['early', 'bulog', 0.9],
        ['late', 'bulog', 0.1],
      ],
      previous: [{ cooperativeId: 'early', buyerId: 'bulog', slot: 1, table: 1 }],
    };
    expect(planEvent(event)).toMatchObject({
      meetings: [
        { cooperativeId: 'late', buyerId: 'bulog', slot: 1, table: 1 },
        { cooperativeId: 'early', buyerId: 'bulog', slot: 2, table: 1 },
      ],
      kept: 0,
      isOptimal: true,
    });
  });
});

describe('when told to stop', () => {
  it('returns a plan that breaks no rule, with a bound that holds, however early', () => {
    const draw = drawsFrom('planning in a hurry');
    for (let made = 0; made < 300; made += 1) {
      const event =
        made % 3 === 0
          ? anyEvent(draw)
          : hallOf(draw, { cooperatives: 40, buyers: 6, slots: 8, present: [0.4, 0.6] });
      let asked = 0;
      const patience = draw.between(0, 60);
      const hurried = planEvent(event, { stop: () => (asked += 1) > patience });
      expect(faultsOf(event, hurried), JSON.stringify(event)).toEqual([]);
      const best = planEvent(event);
      expect(hurried.firstMeetings).toBeLessThanOrEqual(best.firstMeetings);
      if (hurried.firstMeetings === best.firstMeetings) {
        expect(hurried.upperBound).toBeGreaterThanOrEqual(best.objective - 1e-6);
      }
      if (hurried.isComplete) expect(hurried.firstMeetings).toBe(best.firstMeetings);
    }
  });
});
