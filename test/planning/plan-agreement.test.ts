/** The planner against its referees: the solver HiGHS on small events, and a look at every plan of tiny ones. */
import { describe, expect, it } from 'vitest';
import { planEvent } from '../../shared/planning/plan-event.ts';
import type { PlanInput } from '../../shared/planning/plan.ts';
import { drawsFrom } from '../support/effort.ts';
import { bestByHighs, type Best } from './plan-by-highs.ts';
import { bestByTrial } from './plan-by-trial.ts';
import { afterTheFact, hallOf, smallEvent } from './plan-instances.ts';
import { faultsOf } from './plan-rules.ts';

/** The goals hold exactly, the score is no greater than the best, the bound no less; true when the score is the best. */
function agrees(event: PlanInput, best: Best): boolean {
  const plan = planEvent(event);
  const named = JSON.stringify(event);
  expect(faultsOf(event, plan), named).toEqual([]);
  expect(plan.firstMeetingsWithoutPartner, named).toBe(best.firstMeetingsWithoutPartner);
  expect(plan.firstMeetings, named).toBe(best.firstMeetings);
  expect(plan.kept, named).toBe(best.kept);
  expect(plan.objective, named).toBeLessThan(best.objective + 1e-6);
  expect(plan.upperBound, named).toBeGreaterThan(best.objective - 1e-6);
  return plan.objective > best.objective - 1e-6;
}

describe('planning agrees with HiGHS', () => {
  it.each([
    ['every meeting counts fully', {}],
    ['further meetings count less', { diminishing: true }],
  ])('without absences and locks, when %s: the same goals in the same order, proven', (name, spice) => {
    const draw = drawsFrom(`planning ${name}`);
    for (let made = 0; made < 80; made += 1) {
      const event = smallEvent(draw, [7, 4, 4], spice);
      expect(agrees(event, bestByHighs(event)), JSON.stringify(event)).toBe(true);
      expect(planEvent(event).isOptimal).toBe(true);
    }
  });

  it.each([
    ['absences', { absences: true }],
    ['locked meetings', { locks: true }],
    [
      'absences, locks and further meetings that count less',
      { absences: true, locks: true, diminishing: true },
    ],
  ])('with %s: the same first meetings, a bound that holds, the same score', (name, spice) => {
    const draw = drawsFrom(`planning ${name}`);
    for (let made = 0; made < 80; made += 1) {
      const event = smallEvent(draw, [7, 4, 4], spice);
      expect(agrees(event, bestByHighs(event)), JSON.stringify(event)).toBe(true);
    }
  });

  it('after replanning: the same first meetings, and as many meetings stay as can', () => {
    const draw = drawsFrom('planning again');
    for (let made = 0; made < 100; made += 1) {
      const spice = { absences: draw.happens(0.5), locks: true, diminishing: draw.happens(0.3) };
      const event = afterTheFact(draw, smallEvent(draw, [7, 4, 4], spice));
      expect(agrees(event, bestByHighs(event)), JSON.stringify(event)).toBe(true);
    }
  });
});

describe('where seats and cooperatives are both scarce', () => {
  it('the first meetings are as many as can be, the bound holds, and little of the score is lost', () => {
    const draw = drawsFrom('planning scarce cooperatives');
    for (let made = 0; made < 4; made += 1) {
      const event = hallOf(draw, {
        cooperatives: 10,
        buyers: 10,
        slots: 6,
        present: [0.6, 0.7],
        isAlike: made > 1,
      });
      const best = bestByHighs(event);
      agrees(event, best);
      expect(planEvent(event).objective / best.objective).toBeGreaterThan(0.95);
    }
  });
});

describe('planning agrees with a look at every plan', () => {
  it('of tiny events with every rule in play, planned and replanned', () => {
    const draw = drawsFrom('planning tiny events');
    for (let made = 0; made < 1500; made += 1) {
      const spice = { absences: draw.happens(0.7), locks: draw.happens(0.3), diminishing: draw.happens(0.5) };
      const first = smallEvent(draw, [3, 3, 3], spice);
      const event = draw.happens(0.4) ? afterTheFact(draw, first) : first;
      expect(agrees(event, bestByTrial(event)), JSON.stringify(event)).toBe(true);
    }
  });
});
