/** From the village to abroad: what a harvest announced changes, and what the next rung of the market lacks. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { announced, monthsOf } from '../../shared/potentials/harvest.ts';
import { rungOf, rungs } from '../../shared/market/ladder.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';

const SUMBERBRANTAS = '35.79.02.2009';
const potatoes = {
  commodity: 'potato',
  title: 'Kentang granola Sumberbrantas',
  capacity: { amount: 3, unit: 'ton', per: 'week' },
  months: [4, 5, 6, 7, 8, 9],
};

describe('a potential on its way to the market:', () => {
  let api: TestApi;
  let id: string;
  let cooperativeId: string;
  let now = new Date('2025-11-02T03:00:00Z');
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(undefined, () => now);
    const cooperative = { name: 'KDMP Sumberbrantas', regionCode: SUMBERBRANTAS, nib: '9990000000001' };
    cooperativeId = (await api.post('/v1/cooperatives', cooperative, admin)).body.id;
    id = (await api.post('/v1/potentials', { cooperativeId, ...potatoes }, admin)).body.id;
  });
  afterEach(() => api.close());

  const announce = (body: object) => api.put(`/v1/potentials/${id}/harvest`, body, officerOf(cooperativeId));

  describe('a harvest announced', () => {
    test('makes a stale potential fresh, adds its months, and is found until it is over', async () => {
      now = new Date('2026-02-20T03:00:00Z');
      expect((await api.get(`/v1/potentials/${id}`, admin)).body.stale).toBe(true);
      const harvest = { from: '2026-02-27', until: '2026-03-06', expected: { amount: 12, unit: 'ton' } };
      const { status, body } = await announce(harvest);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        stale: false,
        months: [2, 3, 4, 5, 6, 7, 8, 9],
        harvest: { ...harvest, normalised: { amount: 12_000, unit: 'kg' } },
      });
      const found = async (by: string) =>
        (await api.get(`/v1/potentials?commodity=potato&harvestBy=${by}`, buyerOf('buy_mitra'))).body.items;
      expect(await found('2026-02-26')).toEqual([]);
      expect(await found('2026-02-28')).toHaveLength(1);
      now = new Date('2026-03-07T03:00:00Z');
      expect(await found('2026-12-31')).toEqual([]);
    });

    test('is its village’s and its office’s to announce, and points at what cannot be', async () => {
      const harvest = { from: '2025-12-01', expected: { amount: 12, unit: 'ton' } };
      const path = `/v1/potentials/${id}/harvest`;
      expect((await api.put(path, harvest, organizerOf('64'))).status).toBe(403);
      expect((await api.put(path, harvest, organizerOf('35.79'))).status).toBe(200);
      for (const [wrong, pointer] of [
        [{ from: '2025-10-01' }, '#/until'],
        [{ until: '2025-11-30' }, '#/until'],
        [{ until: '2026-11-30' }, '#/until'],
        [{ expected: { amount: 12, unit: 'ton', per: 'week' } }, '#/expected/per'],
        [{ expected: { amount: 12, unit: 'liter' } }, '#/expected/unit'],
      ] as const) {
        const answer = await announce({ ...harvest, ...wrong });
        expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
      }
    });

    test('is forgotten when the potential becomes another good', async () => {
      await announce({ from: '2025-12-01', expected: { amount: 12, unit: 'ton' } });
      const carrots = await api.patch(`/v1/potentials/${id}`, { commodity: 'carrot' }, admin);
      expect(carrots.body).not.toHaveProperty('harvest');
    });

    test('lies in the months from its first to its last day, over the new year too', () => {
      const harvest = {
        from: '2025-12-20',
        until: '2026-01-10',
        expected: { amount: 1, unit: 'ton' },
      } as const;
      expect(monthsOf(announced('potato', harvest, '2025-11-02', 'now'))).toEqual([12, 1]);
    });
  });

  describe('the market ladder', () => {
    const ladder = async (as = officerOf(cooperativeId)) =>
      (await api.get(`/v1/potentials/${id}/market-ladder`, as)).body;
    const missing = async (rung: string) =>
      (await ladder()).rungs
        .find((each: { rung: string }) => each.rung === rung)
        .needs.filter(({ met }: { met: boolean }) => !met)
        .map(({ need }: { need: string }) => need);
    const mend = (fields: object) => api.patch(`/v1/potentials/${id}`, fields, admin);
    const verify = async (type: string, body: object = {}) => {
      const path = `/v1/cooperatives/${cooperativeId}/credentials/${type}`;
      if (type !== 'nib') await api.put(path, body, admin);
      expect((await api.post(`${path}/verification`, { status: 'verified' }, admin)).status).toBe(200);
    };

    test('is climbed rung by rung, each naming what it lacks, up to readiness for export', async () => {
      expect(await ladder()).toMatchObject({ reached: null, hsCode: '0701.90' });
      expect(await missing('village')).toEqual(['price']);
      await mend({ price: { amount: 14_000, per: 'kg' } });
      expect(await missing('regency')).toEqual(['nib', 'grade']);
      await mend({ grade: 'A' });
      await verify('nib');
      expect(await missing('province')).toEqual(['legalEntity', 'certificate']);
      await verify('legalEntity', { number: 'AHU-0001234' });
      await verify('psat');
      expect(await missing('national')).toEqual(['bankAccount', 'packaging']);
      await mend({ packaging: 'peti 20 kg' });
      await verify('bankAccount');
      expect((await ladder()).reached).toBe('national');
      expect(await missing('export')).toEqual(['exportRegistration']);
      await verify('export-registration', { number: 'EKS-1' });
      expect((await ladder()).reached).toBe('export');
      await mend({ capacity: { amount: 1, unit: 'ton', per: 'month' }, months: [4] });
      expect(await missing('export')).toEqual(['volume', 'continuity']);
    });

    test('counts the open offers of each rung by where they take the goods', async () => {
      const buyer = { name: 'Mitra Kaltim', kind: 'private', regionCode: '64.72' };
      const buyerId = (await api.post('/v1/buyers', buyer, admin)).body.id;
      const common = { buyerId, scheme: 'purchase', commodity: 'potato', title: 'Kentang', months: [4] };
      const quantity = { amount: 1, unit: 'ton', per: 'month' };
      for (const [deliverTo, requirements] of [
        ['35.79', {}],
        ['35.79.01', {}],
        ['35.78', {}],
        ['64.72', {}],
        ['35.78', { exportReady: true }],
      ] as const) {
        const { status, text } = await api.post(
          '/v1/offers',
          { ...common, quantity, deliverTo, requirements },
          admin,
        );
        expect(status, text).toBe(201);
      }
      await api.settle();
      const counted = (await ladder()).rungs.map(({ offers }: { offers: number }) => offers);
      expect(counted).toEqual([0, 2, 1, 1, 1]);
    });

    test('is its own business and its office’s', async () => {
      expect((await api.get(`/v1/potentials/${id}/market-ladder`, organizerOf('35'))).status).toBe(200);
      expect((await api.get(`/v1/potentials/${id}/market-ladder`, organizerOf('64'))).status).toBe(404);
    });

    test('places an offer by its address alone', () => {
      const places = [SUMBERBRANTAS, '35.79.02', '35.78', '64.72'];
      expect(places.map((place) => rungOf(SUMBERBRANTAS, place, false))).toEqual(rungs.slice(0, 4));
    });
  });
});
