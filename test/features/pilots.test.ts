/** Pilots: the readiest of each district with reasons, chosen by the office alone, and compared with the rest. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foundCooperative } from '../../shared/cooperatives/cooperative.ts';
import { unitNames } from '../../shared/matching/labels.ts';
import { comparePilots, shortlist } from '../../shared/readiness/pilots.ts';
import { assessedOf, readinessOf } from '../../shared/readiness/readiness.ts';
import { villagesIn } from '../../shared/regions/regions.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';

const today = '2025-05-05';
const urbanVillages = villagesIn('35.71');

describe('a pilot', () => {
  let api: TestApi;
  let id: string;
  const kediri = organizerOf('35.71');
  const chosen = {
    level: 'national',
    funder: 'APBN 2025',
    startsOn: today,
    reasons: ['Paling siap di Mojoroto'],
  };
  beforeEach(async () => {
    api = await openApi(undefined, () => new Date('2025-05-05T03:00:00Z'));
    const gayam = { name: 'KKMP Gayam', regionCode: '35.71.01.1007', memberCount: 20 };
    id = (await api.post('/v1/cooperatives', gayam, admin)).body.id;
  });
  afterEach(() => api.close());

  test('keeps why it was chosen and how ready it was then, and everybody may see it', async () => {
    const put = await api.put(`/v1/cooperatives/${id}/pilot`, chosen, kediri);
    expect(put.body.pilot).toEqual({ ...chosen, readiness: 22, chosenAt: '2025-05-05T03:00:00.000Z' });
    await api.put(`/v1/cooperatives/${id}/credentials/businessPlan`, { status: 'verified' }, kediri);
    const again = await api.put(`/v1/cooperatives/${id}/pilot`, { ...chosen, funder: 'APBD' }, kediri);
    expect(again.body.pilot).toMatchObject({ funder: 'APBD', readiness: 22 });
    expect((await api.get(`/v1/cooperatives/${id}`, officerOf('coop_other'))).body.pilot.level).toBe(
      'national',
    );
    const { body } = await api.get('/v1/pilots/comparison?region=35.71', kediri);
    expect(body).toMatchObject({
      pilots: { cooperatives: 1, meanScore: 34 },
      others: { cooperatives: 0, meanScore: null },
      meanScoreWhenChosen: 22,
    });
    expect((await api.delete(`/v1/cooperatives/${id}/pilot`, kediri)).status).toBe(204);
    expect((await api.get(`/v1/cooperatives/${id}`, kediri)).body.pilot).toBeUndefined();
  });

  test('is the choice of the office of its region, not its own, and has a reason', async () => {
    for (const as of [officerOf(id), organizerOf('64')]) {
      expect((await api.put(`/v1/cooperatives/${id}/pilot`, chosen, as)).status).toBe(403);
    }
    const without = await api.put(`/v1/cooperatives/${id}/pilot`, { ...chosen, reasons: [] }, kediri);
    expect([without.status, without.body.errors[0].pointer]).toEqual([422, '#/reasons']);
    expect((await api.get('/v1/pilots/shortlist?region=35.71', organizerOf('64'))).status).toBe(403);
  });
});

describe('the shortlist', () => {
  const cooperative = fc
    .record({
      regionCode: fc.constantFrom(...urbanVillages.slice(0, 20), '35.71.02', '35.71'),
      memberCount: fc.nat(30),
      isPilot: fc.boolean(),
      isRefused: fc.boolean(),
    })
    .map(({ regionCode, memberCount, isPilot, isRefused }) => ({
      ...foundCooperative(
        'coop_1',
        { name: 'K', kind: 'other', regionCode, memberCount },
        `${today}T00:00:00Z`,
      ),
      ...(isRefused ? { verification: { status: 'rejected' as const } } : {}),
      ...(isPilot
        ? {
            pilot: {
              level: 'city' as const,
              funder: 'a',
              startsOn: today,
              reasons: ['b'],
              readiness: 1,
              chosenAt: 'c',
            },
          }
        : {}),
    }));

  test('names the readiest of every district that has any, none readier left out, and none that was refused', () => {
    fc.assert(
      fc.property(
        fc.array(cooperative, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        (drafts, perDistrict) => {
          const all = drafts.map((one, at) => ({ ...one, id: `coop_${at}` }));
          const open = all.filter(({ verification }) => verification.status !== 'rejected');
          const { districts, assessed } = shortlist('35.71', all, {
            perDistrict,
            today,
            unitsSaid: unitNames,
          });
          expect(assessed).toBe(open.length);
          expect(districts.reduce((sum, one) => sum + one.assessed, 0)).toBe(open.length);
          for (const { district, candidates } of districts) {
            const own = open.filter(({ regionCode }) => regionCode.slice(0, 8) === district);
            expect(candidates.length).toBe(Math.min(perDistrict, own.length));
            const named = new Set(candidates.map(({ cooperativeId }) => cooperativeId));
            const least = candidates.at(-1)!.score;
            for (const one of own) {
              if (!named.has(one.id)) expect(readinessOf(assessedOf(one), today)).toBeLessThanOrEqual(least);
            }
          }
          const { pilots, others } = comparePilots('35.71', all, today);
          expect(pilots.cooperatives + others.cooperatives).toBe(open.length);
        },
      ),
    );
  });
});
