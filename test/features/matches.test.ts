/** Who can meet an offer: ranked and explained over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const everyMonth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/** A trader of Samarinda buys the cabbage of Batu. */
const cabbage = {
  scheme: 'purchase',
  commodity: 'cabbage',
  title: 'Kubis segar untuk Samarinda',
  quantity: { amount: 3, unit: 'ton', per: 'week' },
  months: [6, 7, 8, 9],
  price: { amount: 4500, per: 'kg' },
  deliverTo: '64.72',
};
/** Bulog's subsidised rice for partners in Kabupaten Pasuruan. */
const sphp = {
  scheme: 'distribution',
  commodity: 'rice-sphp',
  title: 'Beras SPHP untuk mitra KDKMP Kabupaten Pasuruan',
  quantity: { amount: 12, unit: 'ton', per: 'week' },
  months: everyMonth,
  price: { amount: 11_300, per: 'kg' },
  deliverTo: '35.14',
  regions: ['35.14'],
  quota: { amount: 2, unit: 'ton', per: 'week' },
  requirements: { nib: true, units: ['grocery'] },
};

type Item = {
  rank: number;
  score: number;
  cooperative: { id: string; name: string; verified: boolean };
  potential: { id: string; title: string } | null;
  factors: {
    factor: string;
    value: number;
    weight: number;
    contribution: number;
    reason: { id: string; en: string };
  }[];
  blockedBy: { requirement: string; detail: { id: string; en: string } }[];
};

onEveryStore('the matches of an offer', (open) => {
  let api: TestApi;
  let calls: ReturnType<typeof countingTable>;
  let now: Date;
  let buyer: string;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(
      async (options) => {
        const store = await open(options);
        calls = countingTable(store.table);
        return { ...store, table: calls.table };
      },
      () => now,
    );
    const registered = { name: 'UD Sayur Samarinda', kind: 'private', regionCode: '64.72' };
    buyer = (await api.post('/v1/buyers', registered, admin)).body.id;
  });
  afterEach(() => api.close());

  const cooperative = async (name: string, regionCode: string, fields: object = {}): Promise<string> =>
    (await api.post('/v1/cooperatives', { name, regionCode, ...fields }, admin)).body.id;
  const potential = async (cooperativeId: string, fields: object = {}): Promise<string> => {
    const listed = {
      cooperativeId,
      commodity: 'cabbage',
      title: 'Kubis dataran tinggi',
      capacity: { amount: 3, unit: 'ton', per: 'week' },
      months: [6, 7, 8, 9],
      price: { amount: 4200, per: 'kg' },
      ...fields,
    };
    return (await api.post('/v1/potentials', listed, admin)).body.id;
  };
  const post = async (offer: object, buyerId = buyer): Promise<string> =>
    (await api.post('/v1/offers', { buyerId, ...offer }, admin)).body.id;
  const matches = async (offerId: string, query = ''): Promise<Item[]> => {
    await api.settle();
    return (await api.get(`/v1/offers/${offerId}/matches${query}`, buyerOf(buyer))).body.items;
  };
  const names = (items: Item[]) => items.map((item) => item.cooperative.name);

  test('rank the cabbage of the villages, with a sentence in two languages for every factor', async () => {
    const bulukerto = await cooperative('KDMP Bulukerto', '35.79.02.2008');
    const pandanrejo = await cooperative('KDMP Pandanrejo', '35.79.02.2005');
    await potential(bulukerto, { capacity: { amount: 200, unit: 'kg', per: 'week' } });
    await potential(pandanrejo);
    await potential(bulukerto, { commodity: 'potato', title: 'Kentang' });
    const items = await matches(await post(cabbage));
    expect(names(items)).toEqual(['KDMP Pandanrejo', 'KDMP Bulukerto']);
    const [best] = items;
    expect(best).toMatchObject({ rank: 1, blockedBy: [], potential: { title: 'Kubis dataran tinggi' } });
    expect(best!.score).toBeGreaterThan(items[1]!.score);
    const sum = best!.factors.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(best!.score, 9);
    const quantity = best!.factors.find(({ factor }) => factor === 'quantity')!;
    expect(quantity.reason.id).toContain('memenuhi seluruh kebutuhan');
    expect(quantity.reason.en).toContain('covers the whole need');
  });

  test('count months by the calendar of Jakarta: who confirmed at dawn on the first is active this month', async () => {
    now = new Date('2025-11-30T18:30:00Z');
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'));
    const offer = await post(cabbage);
    const saidOn = async (instant: string) => {
      now = new Date(instant);
      const [best] = await matches(offer);
      return best!.factors.find(({ factor }) => factor === 'freshness')!.reason.id;
    };
    expect(await saidOn('2025-12-01T02:00:00Z')).toBe('Aktif bulan ini');
    expect(await saidOn('2025-12-31T16:59:00Z')).toBe('Aktif bulan ini');
    expect(await saidOn('2025-12-31T17:00:00Z')).toBe('Terakhir aktif 1 bulan lalu');
  });

  test('count the sea between Batu and Samarinda: the same cabbage from nearer by stands first', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'));
    await potential(await cooperative('KKMP Rawa Makmur', '64.72.01.1001'));
    const offer = await post(cabbage);
    const items = await matches(offer);
    expect(names(items)).toEqual(['KKMP Rawa Makmur', 'KDMP Bulukerto']);
    const distance = items[1]!.factors.find(({ factor }) => factor === 'distance')!;
    expect(distance.reason.id).toContain('menyeberang laut');
  });

  test('say which paper is missing for SPHP rice, and the cooperative appears once its NIB is verified', async () => {
    const bulog = (
      await api.post('/v1/buyers', { name: 'Bulog Malang', kind: 'bumn', regionCode: '35.73' }, admin)
    ).body.id;
    const gerbo = await cooperative('KDMP Gerbo', '35.14.01.2001', {
      units: ['grocery'],
      nib: '1234567890123',
    });
    await cooperative('KDMP Bulukerto', '35.79.02.2008', { units: ['grocery'] });
    const offer = await post(sphp, bulog);
    const ask = async () => {
      await api.settle();
      return (await api.get(`/v1/offers/${offer}/matches?include=blocked`, buyerOf(bulog))).body.items;
    };
    expect(await ask()).toMatchObject([
      {
        rank: 1,
        cooperative: { id: gerbo, verified: false },
        potential: null,
        blockedBy: [{ requirement: 'nib', detail: { id: expect.stringContaining('belum terverifikasi') } }],
      },
    ]);
    expect((await api.get(`/v1/offers/${offer}/matches`, buyerOf(bulog))).body.items).toEqual([]);
    const path = `/v1/cooperatives/${gerbo}/credentials/nib/verification`;
    await api.post(path, { status: 'verified', validUntil: '2025-12-31' }, organizerOf('35.14'));
    expect(await ask()).toMatchObject([{ cooperative: { id: gerbo }, blockedBy: [] }]);
    // The last valid day has passed: what was verified counts no more.
    now = new Date('2026-01-02T03:00:00Z');
    expect(await ask()).toMatchObject([{ blockedBy: [{ requirement: 'nib' }] }]);
  });

  test('hold awaited guidelines against nobody, and say that they are awaited', async () => {
    await cooperative('KDMP Gerbo', '35.14.01.2001', { units: ['grocery'] });
    const offer = await post({ ...sphp, requirements: {}, guidelines: 'awaited' });
    await api.settle();
    const { body } = await api.get(`/v1/offers/${offer}/matches`, buyerOf(buyer));
    expect(body).toMatchObject({ guidelines: 'awaited', items: [{ blockedBy: [] }] });
  });

  test('leave out what was removed or rejected, at once, before the index knows', async () => {
    const bulukerto = await cooperative('KDMP Bulukerto', '35.79.02.2008');
    const pandanrejo = await cooperative('KDMP Pandanrejo', '35.79.02.2005');
    const removed = await potential(bulukerto);
    await potential(pandanrejo);
    const offer = await post(cabbage);
    expect(names(await matches(offer))).toHaveLength(2);
    await api.delete(`/v1/potentials/${removed}`, admin);
    const rejection = { status: 'rejected', reason: 'Belum terbentuk' };
    await api.post(`/v1/cooperatives/${pandanrejo}/verification`, rejection, admin);
    const before = await api.get(`/v1/offers/${offer}/matches`, buyerOf(buyer));
    expect(before.body.items).toEqual([]);
    expect(await matches(offer, '?include=blocked')).toEqual([]);
  });

  test('leave out a potential that nobody confirmed for a season, and say how to bring it back', async () => {
    const id = await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'));
    const offer = await post(cabbage);
    now = new Date(now.getTime() + 100 * DAY_MS);
    expect(await matches(offer)).toEqual([]);
    expect(await matches(offer, '?include=blocked')).toMatchObject([
      { potential: { id }, blockedBy: [{ requirement: 'confirmation' }] },
    ]);
    await api.post(`/v1/potentials/${id}/confirm`, undefined, admin);
    expect(await matches(offer)).toMatchObject([{ potential: { id }, blockedBy: [] }]);
  });

  test('follow a potential to another commodity, and a cooperative to what it is now', async () => {
    const bulukerto = await cooperative('KDMP Bulukerto', '35.79.02.2008');
    const id = await potential(bulukerto);
    const offer = await post({ ...cabbage, requirements: { units: ['cold-storage'] } });
    expect(await matches(offer)).toEqual([]);
    await api.patch(`/v1/cooperatives/${bulukerto}`, { units: ['cold-storage'] }, admin);
    expect(await matches(offer)).toMatchObject([{ potential: { id } }]);
    await api.patch(`/v1/potentials/${id}`, { commodity: 'tomato' }, admin);
    // At once, before the index knows.
    expect((await api.get(`/v1/offers/${offer}/matches`, buyerOf(buyer))).body.items).toEqual([]);
    expect(await matches(offer)).toEqual([]);
  });

  test('are the same at the very moment when a potential becomes stale, to the second', async () => {
    now = new Date('2025-11-02T03:00:00.700Z');
    const id = await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'));
    const offer = await post(cabbage);
    const stands = async () => {
      const eligible = (await matches(offer)).map((item) => item.potential!.id);
      const near = (await matches(offer, '?include=blocked')).filter(({ blockedBy }) => blockedBy.length > 0);
      const { stale } = (await api.get(`/v1/potentials/${id}`, buyerOf(buyer))).body;
      return { eligible, near: near.map((item) => item.potential!.id), stale };
    };
    now = new Date('2026-01-31T03:00:00.000Z');
    expect(await stands()).toEqual({ eligible: [id], near: [], stale: false });
    now = new Date('2026-01-31T03:00:00.300Z');
    expect(await stands()).toEqual({ eligible: [], near: [id], stale: true });
  });

  test('of an offer for one village name its cooperatives only, not their neighbours of the same regency', async () => {
    await cooperative('KDMP Bulukerto', '35.79.02.2008');
    await cooperative('KDMP Pandanrejo', '35.79.02.2005');
    const offer = await post({ ...sphp, regions: ['35.79.02.2005'] });
    expect(names(await matches(offer, '?include=blocked'))).toEqual(['KDMP Pandanrejo']);
  });

  test('put equals in the order of their ids, and take no more than asked', async () => {
    const bulukerto = await cooperative('KDMP Bulukerto', '35.79.02.2008');
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) ids.push(await potential(bulukerto));
    const items = await matches(await post(cabbage), '?limit=10');
    expect(items.map((item) => item.potential!.id)).toEqual(ids.toSorted().slice(0, 10));
    expect(items.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('of an offer not yet posted are the same, and nothing is stored', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'));
    const offer = await post(cabbage);
    const posted = await matches(offer);
    const before = await api.get('/v1/offers', buyerOf(buyer));
    const preview = await api.post('/v1/match-preview', { offer: cabbage, limit: 5 }, buyerOf(buyer));
    expect(preview.status).toBe(200);
    expect(preview.body.items).toEqual(posted);
    expect((await api.get('/v1/offers', buyerOf(buyer))).text).toBe(before.text);
  });

  test('of an offer not yet posted need a valid offer of the own organization', async () => {
    const wrong = { ...cabbage, quantity: { amount: 3, unit: 'liter', per: 'week' } };
    const { status, body } = await api.post('/v1/match-preview', { offer: wrong }, buyerOf(buyer));
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '#/offer/quantity/unit' }]);
    const foreign = { offer: { ...cabbage, buyerId: buyer } };
    expect((await api.post('/v1/match-preview', foreign, buyerOf('buy_other'))).status).toBe(403);
    expect((await api.post('/v1/match-preview', { offer: cabbage }, admin)).body.errors).toMatchObject([
      { pointer: '#/offer/buyerId' },
    ]);
  });

  test('are for who posted the offer and for organizers; to others the offer does not exist', async () => {
    const offer = await post(cabbage);
    const path = `/v1/offers/${offer}/matches`;
    expect((await api.get(path, organizerOf('35'))).status).toBe(200);
    expect((await api.get(path, buyerOf('buy_other'))).status).toBe(404);
    expect((await api.get(path, officerOf('coop_35-79-02-2008'))).status).toBe(404);
    expect((await api.get('/v1/offers/off_none/matches', buyerOf(buyer))).status).toBe(404);
  });

  test('cost two round trips while the market stands still', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'));
    const offer = await post(cabbage);
    await matches(offer);
    calls.reset();
    await api.get(`/v1/offers/${offer}/matches`, buyerOf(buyer));
    expect(calls.calls).toEqual({ get: 0, getMany: 2, query: 0, write: 0, transact: 0 });
  });
});
