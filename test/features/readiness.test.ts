/** Readiness as a number: substance weighs next to papers, and papers alone never make a cooperative ready. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { businessUnits } from '../../shared/cooperatives/units.ts';
import { credentialTypes, type Credentials } from '../../shared/credentials/credential.ts';
import { unitNames } from '../../shared/matching/labels.ts';
import { readinessView } from '../../shared/readiness/checklist.ts';
import { assessedOf, readinessItems, readinessOf, READY_FROM } from '../../shared/readiness/readiness.ts';

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
const trained = (...until: string[]) => ({
  mentoring: { trained: until.map((day, at) => ({ officer: `officer ${at}`, until: day })) },
});
const score = (cooperative: Cooperative, day = today) => readinessOf(assessedOf(cooperative), day);

describe('a cooperative', () => {
  test('with papers, plan, trained officers, members, a running unit and storage is ready in full', () => {
    const ready = score({
      ...bulukerto,
      ...people,
      ...trained('2027-06-14', '2027-06-14', '2027-06-14'),
      credentials: { ...papers, ...verified('businessPlan') },
      storage: [{ unit: 'warehouse', capacity: { amount: 5, unit: 'ton' } }],
    });
    expect(ready).toBe(100);
    expect(readinessItems.reduce((sum, { points }) => sum + points, 0)).toBe(100);
  });

  test('reads what it has and lacks in words: units by their names, days and numbers as each language writes them', () => {
    const large = {
      ...bulukerto,
      memberCount: 1240,
      units: ['lpg-outlet' as const, 'cold-storage' as const],
    };
    const { items } = readinessView(large, today, unitNames);
    const said = (item: string) => items.find((one) => one.item === item)!.detail;
    expect(said('units')).toEqual({
      id: 'Unit usaha berjalan: pangkalan LPG, gudang dingin',
      en: 'Units that run: LPG outlet, cold storage',
    });
    expect(said('members').id).toBe('1.240 anggota; 20 sudah cukup');
    expect(said('activity')).toEqual({
      id: 'Tanda kegiatan terakhir 20 Oktober 2025',
      en: 'Last sign of life on 20 October 2025',
    });
  });

  test('that only has papers is not ready, however many', () => {
    fc.assert(
      fc.property(fc.subarray([...credentialTypes]), fc.constantFrom(0, 100, 1000), (types, days) => {
        const day = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
        const onPaper = { ...bulukerto, credentials: verified(...types), units: ['office' as const] };
        expect(score(onPaper, day)).toBeLessThan(READY_FROM);
      }),
    );
    expect(score({ ...bulukerto, credentials: papers })).toBe(50);
  });

  test('that only has people and a plan is not ready either', () => {
    const willing = {
      ...bulukerto,
      ...people,
      ...trained('2027-06-14'),
      credentials: verified('businessPlan'),
    };
    expect(score(willing)).toBeLessThan(READY_FROM);
  });

  test('falls back when nothing is heard of it for a quarter, and again for a year', () => {
    const active = { ...bulukerto, ...people, credentials: papers };
    const scores = ['2025-11-02', '2026-03-02', '2026-12-02'].map((day) => score(active, day));
    expect(scores).toEqual([72, 67, 62]);
    const trading = { ...active, signs: { trade: '2026-11-20' } };
    expect(score(trading, '2026-12-02')).toBe(72);
  });

  test('loses the points of a paper on the day after its last valid one, and of a training likewise', () => {
    const expiring = { ...papers, nib: { ...papers.nib!, validUntil: '2025-11-02' } };
    const each = (day: string) => score({ ...bulukerto, ...trained(today), credentials: expiring }, day);
    expect(each('2025-11-02') - each('2025-11-03')).toBe(12 + 4);
  });

  test('gets half of the points for units that have their licence and do not run yet, and none for planned ones', () => {
    const inState = (state: 'licensed' | 'running') =>
      score({ ...bulukerto, units: ['pharmacy'], unitDetails: [{ unit: 'pharmacy', state }] });
    const planned = score({ ...bulukerto, unitDetails: [{ unit: 'pharmacy', state: 'planned' }] });
    expect([inState('running') - planned, inState('licensed') - planned]).toEqual([10, 5]);
  });

  test('never loses by one more verified paper, member, trained officer, running unit or sign of life', () => {
    fc.assert(
      fc.property(
        fc.subarray([...credentialTypes]),
        fc.constantFrom(...credentialTypes),
        fc.integer({ min: 0, max: 500 }),
        fc.subarray([...businessUnits], { maxLength: 3 }),
        fc.nat(4),
        (types, another, memberCount, units, officers) => {
          const due = Array.from({ length: officers }, () => '2026-01-01');
          const before: Cooperative = { ...bulukerto, memberCount, units, ...trained(...due) };
          const grown: Cooperative[] = [
            { ...before, credentials: verified(...types, another) },
            { ...before, memberCount: memberCount + 1 },
            { ...before, ...trained(...due, '2025-12-01') },
            { ...before, units: [...units, 'grocery'] },
            { ...before, signs: { event: '2025-10-28' } },
          ];
          const more = grown.map((one) => ({
            ...one,
            credentials: { ...verified(...types), ...one.credentials },
          }));
          const least = score({ ...before, credentials: verified(...types) });
          for (const one of more) expect(score(one)).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });
});
