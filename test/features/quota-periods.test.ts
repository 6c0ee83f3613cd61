/** In which day, week, month, season or year a quota is drawn: by the calendar of the cooperative's own place. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimInputSchema, claimSchema, type Claim } from '../../shared/quotas/claim.ts';
import { claimFrom } from '../../shared/quotas/claim-store.ts';
import { daysOf, periodAt, periodOf, periodSchema, perOf, shifted } from '../../shared/quotas/period.ts';
import { PERIODS } from '../../shared/quantities.ts';
import { claimKey, partnershipKey } from '../../shared/table/keys.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST = Date.parse('1990-01-01');
const day = fc.integer({ min: 0, max: 40_000 }).map((n) => dayAfter('1990-01-01', n));
const per = fc.constantFrom(...PERIODS);
const recurring = fc.constantFrom(...PERIODS.filter((kind) => kind !== 'once'));

const dayAfter = (start: string, days: number): string =>
  new Date(Date.parse(start) + days * DAY_MS).toISOString().slice(0, 10);

test.each([
  // The news of 2 November 2025: two tons of rice a week for each partner.
  ['2025-11-02', 'week', '2025-W44'],
  ['2025-11-03', 'week', '2025-W45'],
  // Years of ISO 8601 begin with the week of their first Thursday.
  ['2025-12-28', 'week', '2025-W52'],
  ['2025-12-29', 'week', '2026-W01'],
  ['2026-12-31', 'week', '2026-W53'],
  ['2027-01-03', 'week', '2026-W53'],
  ['2027-01-04', 'week', '2027-W01'],
  ['2024-12-30', 'week', '2025-W01'],
  ['2025-11-30', 'month', '2025-11'],
  ['2026-02-28', 'month', '2026-02'],
  // The planting seasons that the ministry of agriculture plans in: April to September, October to March.
  ['2025-09-30', 'season', '2025-S1'],
  ['2025-10-01', 'season', '2025-S2'],
  ['2026-03-31', 'season', '2025-S2'],
  ['2026-04-01', 'season', '2026-S1'],
  ['2025-11-03', 'day', '2025-11-03'],
  ['2025-11-03', 'year', '2025'],
  ['2025-11-03', 'once', 'once'],
] as const)('%s lies in the %s %s', (date, kind, period) => {
  expect(periodOf(date, kind)).toBe(period);
  expect(perOf(period)).toBe(kind);
});

test('a week begins on a Monday and ends on a Sunday, a month and a season on their last day', () => {
  expect(daysOf('2026-W53')).toEqual({ from: '2026-12-28', until: '2027-01-03' });
  expect(daysOf('2024-02')).toEqual({ from: '2024-02-01', until: '2024-02-29' });
  expect(daysOf('2025-S2')).toEqual({ from: '2025-10-01', until: '2026-03-31' });
  expect(daysOf('2024')).toEqual({ from: '2024-01-01', until: '2024-12-31' });
  expect(daysOf('once')).toBeUndefined();
});

test('the new week begins at midnight of the place: in Papua two hours before Java', () => {
  // Sunday, 2 November 2025, by the hour in UTC.
  const at = (time: string) => new Date(`2025-11-02T${time}Z`);
  expect(periodAt(at('14:59:59.999'), 'week', '94.01')).toBe('2025-W44');
  expect(periodAt(at('15:00:00.000'), 'week', '94.01')).toBe('2025-W45');
  expect(periodAt(at('15:59:59.999'), 'week', '64.02.01.1001')).toBe('2025-W44');
  expect(periodAt(at('16:00:00.000'), 'week', '64.02.01.1001')).toBe('2025-W45');
  expect(periodAt(at('16:59:59.999'), 'week', '35.79.02.2008')).toBe('2025-W44');
  expect(periodAt(at('17:00:00.000'), 'week', '35.79.02.2008')).toBe('2025-W45');
});

test.each([
  '2025-W53',
  '2025-W00',
  '2025-W54',
  '2025-13',
  '2025-00',
  '2025-02-30',
  '2025-S3',
  'W45',
  '25-W45',
  '',
])('%s is no period', (text) => {
  expect(perOf(text)).toBeUndefined();
  expect(periodSchema.safeParse(text).success).toBe(false);
});

test('a claim names its period as people write it', () => {
  expect(claimInputSchema.safeParse({ period: '2026-W53', amount: 2, unit: 'ton' }).success).toBe(true);
  expect(claimInputSchema.safeParse({ period: '2025-W53', amount: 2, unit: 'ton' }).success).toBe(false);
});

test('a claim lies below its partnership', () => {
  const claim = claimSchema.meta()!['example'] as Claim;
  expect(claimSchema.parse(claim)).toEqual(claim);
  const item = { ...claimKey(claim.partnershipId, claim.id), version: 1, data: claim };
  expect(item.pk).toBe(partnershipKey(claim.partnershipId).pk);
  expect(claimFrom(item)).toEqual({ value: claim, version: 1 });
});

describe('whatever the day', () => {
  test('it lies in its period, and the days of a period lie in no other', () => {
    fc.assert(
      fc.property(day, recurring, (date, kind) => {
        const period = periodOf(date, kind);
        const { from, until } = daysOf(period)!;
        expect(from <= date && date <= until).toBe(true);
        expect([periodOf(from, kind), periodOf(until, kind)]).toEqual([period, period]);
        expect(periodOf(dayAfter(from, -1), kind) < period).toBe(true);
        expect(periodOf(dayAfter(until, 1), kind) > period).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('its week is the one that a calendar counts on its fingers', () => {
    // From Monday, 1 January 1990 on: a new week every seven days, a new count with each week whose Thursday is in a new year.
    const weeks = new Map<string, string>();
    let [year, week] = ['', 0];
    for (let monday = FIRST; weeks.size < 41_000; monday += 7 * DAY_MS) {
      const yearOfThursday = new Date(monday + 3 * DAY_MS).toISOString().slice(0, 4);
      [year, week] = yearOfThursday === year ? [year, week + 1] : [yearOfThursday, 1];
      for (let n = 0; n < 7; n += 1) {
        weeks.set(
          new Date(monday + n * DAY_MS).toISOString().slice(0, 10),
          `${year}-W${String(week).padStart(2, '0')}`,
        );
      }
    }
    fc.assert(
      fc.property(day, (date) => {
        expect(periodOf(date, 'week')).toBe(weeks.get(date));
      }),
      { numRuns: 5_000 },
    );
  });

  test('going on and coming back leads to the same period, one at a time without a gap', () => {
    fc.assert(
      fc.property(day, per, fc.integer({ min: -60, max: 60 }), (date, kind, by) => {
        const period = periodOf(date, kind);
        expect(shifted(shifted(period, by), -by)).toBe(period);
        const days = daysOf(period);
        if (days) expect(daysOf(shifted(period, 1))!.from).toBe(dayAfter(days.until, 1));
      }),
    );
  });

  test('the period now is that of the day on the wall', () => {
    const provinces = { '35': 7, '64': 8, '94': 9 } as const;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 * 24 * 60 }),
        fc.constantFrom('35', '64', '94'),
        per,
        (minutes, province, kind) => {
          const now = new Date(FIRST + minutes * 60_000 + 59_999);
          const wall = new Date(now.getTime() + provinces[province] * 3_600_000).toISOString().slice(0, 10);
          expect(periodAt(now, kind, province)).toBe(periodOf(wall, kind));
        },
      ),
    );
  });
});
