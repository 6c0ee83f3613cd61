/** The planner against the solver HiGHS: always the same first meetings, and without absences and locks the same score, proven. */
import { describe, expect, it } from 'vitest';
import { planEvent } from '../../shared/planning/plan-event.ts';
import { drawsFrom } from '../support/effort.ts';
import { bestByHighs } from './plan-by-highs.ts';
import { smallEvent } from './plan-instances.ts';
import { faultsOf } from './plan-rules.ts';

describe('planning agrees with HiGHS', () => {
  it.each([
    ['when every meeting counts fully', {}],
    ['when further meetings count less', { diminishing: true }],
  ])('without absences and locks, %s: the same goals in the same order', (name, spice) => {
    const draw = drawsFrom(`planning ${name}`);
    for (let made = 0; made < 60; made += 1) {
      const event = smallEvent(draw, [7, 4, 4], spice);
      const plan = planEvent(event);
      const best = bestByHighs(event);
      const named = JSON.stringify(event);
      expect(faultsOf(event, plan), named).toEqual([]);
      expect(plan.firstMeetingsWithoutPartner, named).toBe(best.firstMeetingsWithoutPartner);
      expect(plan.firstMeetings, named).toBe(best.firstMeetings);
      expect(plan.objective, named).toBeCloseTo(best.objective, 6);
      expect(plan.upperBound, named).toBe(plan.objective);
      expect(plan.isOptimal, named).toBe(true);
    }
  });

  it.each([
    ['absences', { absences: true }],
    ['locked meetings', { locks: true }],
    [
      'absences, locks and further meetings that count less',
      { absences: true, locks: true, diminishing: true },
    ],
  ])('with %s: the same first meetings, a bound that holds, and mostly the same score', (name, spice) => {
    const draw = drawsFrom(`planning ${name}`);
    let best = 0;
    for (let made = 0; made < 60; made += 1) {
      const event = smallEvent(draw, [7, 4, 4], spice);
      const plan = planEvent(event);
      const named = JSON.stringify(event);
      const expected = bestByHighs(event);
      expect(faultsOf(event, plan), named).toEqual([]);
      expect(plan.firstMeetingsWithoutPartner, named).toBe(expected.firstMeetingsWithoutPartner);
      expect(plan.firstMeetings, named).toBe(expected.firstMeetings);
      expect(plan.objective, named).toBeLessThan(expected.objective + 1e-6);
      expect(plan.upperBound, named).toBeGreaterThan(expected.objective - 1e-6);
      if (plan.objective > expected.objective - 1e-6) best += 1;
    }
    expect(best).toBeGreaterThanOrEqual(60);
  });
});
