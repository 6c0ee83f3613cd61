/** Readiness as a number: substance weighs next to papers, and papers alone never make a cooperative ready. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { READY_FROM, readinessOf } from '../../shared/cooperatives/readiness.ts';
import { credentialTypes, type Credentials } from '../../shared/credentials/credential.ts';

const today = '2025-11-02';
const verified = (...types: (keyof Credentials)[]): Credentials =>
  Object.fromEntries(
    types.map((type) => [type, { type, status: 'verified', submittedAt: '2025-10-01T00:00:00Z' }]),
  );
const bulukerto: Cooperative = {
  id: 'coop_35-79-02-2008',
  name: 'KDMP Bulukerto',
  kind: 'village',
  regionCode: '35.79.02.2008',
  verification: { status: 'verified' },
  credentials: {},
  createdAt: '2025-07-21T00:00:00Z',
  updatedAt: '2025-10-20T00:00:00Z',
};
const papers = verified('legalEntity', 'nib', 'npwp', 'bankAccount');
const people = { memberCount: 210, units: ['grocery' as const] };

describe('a cooperative', () => {
  test('with papers, plan, members, a running unit and storage is ready in full', () => {
    const ready = readinessOf(
      {
        ...bulukerto,
        ...people,
        credentials: { ...papers, ...verified('businessPlan') },
        storage: [{ unit: 'warehouse', capacity: { amount: 5, unit: 'ton' } }],
      },
      today,
    );
    expect(ready).toBe(100);
  });

  test('that only has papers is not ready, however many', () => {
    const onPaper = { ...bulukerto, credentials: verified(...credentialTypes), units: ['office' as const] };
    expect(readinessOf({ ...onPaper, credentials: papers }, today)).toBe(55);
    expect(readinessOf(onPaper, today)).toBeLessThan(READY_FROM);
  });

  test('that only has people and a plan is not ready either', () => {
    const willing = { ...bulukerto, ...people, credentials: verified('businessPlan') };
    expect(readinessOf(willing, today)).toBeLessThan(READY_FROM);
  });

  test('falls back when nothing is heard of it for a quarter, and again for a year', () => {
    const active = { ...bulukerto, ...people, credentials: papers };
    const scores = ['2025-11-02', '2026-03-02', '2026-12-02'].map((day) => readinessOf(active, day));
    expect(scores).toEqual([80, 72, 65]);
  });

  test('loses the points of a paper on the day after its last valid one', () => {
    const expiring = { ...papers, nib: { ...papers.nib!, validUntil: '2025-11-02' } };
    const each = (day: string) => readinessOf({ ...bulukerto, credentials: expiring }, day);
    expect(each('2025-11-02') - each('2025-11-03')).toBe(12);
  });

  test('never loses by one more verified paper or one more member', () => {
    fc.assert(
      fc.property(
        fc.subarray([...credentialTypes]),
        fc.constantFrom(...credentialTypes),
        fc.integer({ min: 0, max: 500 }),
        (types, another, memberCount) => {
          const before = readinessOf({ ...bulukerto, memberCount, credentials: verified(...types) }, today);
          const more = { credentials: verified(...types, another), memberCount: memberCount + 1 };
          expect(readinessOf({ ...bulukerto, ...more }, today)).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });
});
