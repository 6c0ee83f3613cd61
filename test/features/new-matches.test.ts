/** Who posted an offer is told when a potential newly comes among its twenty best: once, however often the change is delivered, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore, type OpenTable } from '../support/tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const months = [4, 5, 6, 7];

onEveryStore('a new match', (open) => {
  let api: TestApi;
  let now: Date;
  let buyer: string;
  let cooperative: string;
  let offer: string;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(disorderly, () => now);
    const hotel = { name: 'Hotel di Samarinda', kind: 'private', regionCode: '64.72' };
    buyer = (await api.post('/v1/buyers', hotel, admin)).body.id;
    const founded = { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' };
    cooperative = (await api.post('/v1/cooperatives', founded, admin)).body.id;
    offer = await post('Kubis untuk hotel');
  });
  afterEach(() => api.close());

  /** Delivers each change three times, the latest first. */
  const disorderly = async (options: Parameters<typeof open>[0]): Promise<OpenTable> => {
    const store = await open(options);
    const drainChanges = async () => {
      const changes = await store.drainChanges();
      return [...changes.toReversed(), ...changes, ...changes];
    };
    return { ...store, drainChanges };
  };
  const post = async (title: string, more: object = {}): Promise<string> => {
    const quantity = { amount: 1, unit: 'ton', per: 'week' };
    const wanted = { scheme: 'purchase', commodity: 'cabbage', title, quantity, months, deliverTo: '64.72' };
    const price = { amount: 6000, per: 'kg' };
    const { id } = (await api.post('/v1/offers', { buyerId: buyer, ...wanted, price, ...more }, admin)).body;
    await api.settle();
    return id;
  };
  const list = async (title: string, more: object = {}): Promise<string> => {
    const capacity = { amount: 1, unit: 'ton', per: 'week' };
    const listed = { cooperativeId: cooperative, commodity: 'cabbage', title, capacity, months };
    const price = { amount: 5000, per: 'kg' };
    return (await api.post('/v1/potentials', { ...listed, price, ...more }, officerOf(cooperative))).body.id;
  };
  const told = async (): Promise<{ text: { en: string }; about: object }[]> => {
    await api.settle();
    return (await api.get('/v1/notices?kind=new-match', buyerOf(buyer))).body.items;
  };
  const change = (id: string, body: object) =>
    api.patch(`/v1/potentials/${id}`, body, officerOf(cooperative));

  test('is told to the buyer with its place, and neither again nor for another title', async () => {
    const potential = await list('Kubis Bulukerto');
    const [first, ...others] = await told();
    expect(others).toEqual([]);
    expect(first!.about).toEqual({ offerId: offer, potentialId: potential, cooperativeId: cooperative });
    expect(first!.text.en).toBe(
      '“Kubis Bulukerto” of KDMP Bulukerto is now number 1 among the best matches for “Kubis untuk hotel”',
    );
    await change(potential, { title: 'Kubis segar' });
    await change(potential, { price: { amount: 4800, per: 'kg' } });
    expect(await told()).toHaveLength(1);
  });

  test('is one that comes among the twenty best, not one that stands behind them', async () => {
    await list('Kubis 0');
    for (let at = 1; at < 20; at += 1) await list(`Kubis ${at}`);
    const before = await told();
    const small = { capacity: { amount: 10, unit: 'kg', per: 'week' }, price: { amount: 9000, per: 'kg' } };
    const last = await list('Kubis sedikit', small);
    now = new Date(now.getTime() + DAY_MS);
    expect(await told()).toHaveLength(before.length);
    await change(last, {
      capacity: { amount: 1, unit: 'ton', per: 'week' },
      price: { amount: 4500, per: 'kg' },
    });
    const [latest, ...earlier] = await told();
    expect(earlier).toHaveLength(before.length);
    expect(latest!.about).toMatchObject({ potentialId: last });
    const { items } = (await api.get(`/v1/offers/${offer}/matches`, buyerOf(buyer))).body;
    const rank = items.findIndex((one: { potential: { id: string } }) => one.potential.id === last) + 1;
    expect(latest!.text.en).toContain(`is now number ${rank} `);
  });

  test('is none where a requirement stands in the way, the offer is closed or its buyer is not verified', async () => {
    await api.delete(`/v1/offers/${offer}`, admin);
    await post('Hanya bersertifikat', { requirements: { certifications: ['halal'] } });
    await post('Hanya dari Kediri', { regions: ['35.71'] });
    const closing = await post('Sampai hari ini', { deadline: '2025-11-02' });
    now = new Date(now.getTime() + DAY_MS);
    await list('Kubis Bulukerto');
    expect(await told()).toEqual([]);
    await api.patch(`/v1/offers/${closing}`, { deadline: '2025-12-31' }, admin);
    await api.post(`/v1/buyers/${buyer}/verification`, { status: 'rejected', reason: 'Tidak ada' }, admin);
    await list('Kubis lagi');
    expect(await told()).toEqual([]);
  });

  test('is told when a paper that stood in the way is verified, for all that the cooperative lists', async () => {
    await api.delete(`/v1/offers/${offer}`, admin);
    const requirements = { npwp: true };
    const cabbage = await post('Kubis dengan NPWP', { requirements });
    const carrots = await post('Wortel dengan NPWP', { commodity: 'carrot', requirements });
    const potentials = [await list('Kubis Bulukerto'), await list('Wortel', { commodity: 'carrot' })];
    expect(await told()).toEqual([]);
    const npwp = `/v1/cooperatives/${cooperative}/credentials/npwp`;
    await api.put(npwp, { number: '0123456789012345' }, officerOf(cooperative));
    expect(await told()).toEqual([]);
    await api.post(`${npwp}/verification`, { status: 'verified' }, organizerOf('35'));
    const about = (await told()).map((notice) => notice.about);
    expect(about).toHaveLength(2);
    expect(about).toContainEqual({
      offerId: cabbage,
      potentialId: potentials[0],
      cooperativeId: cooperative,
    });
    expect(about).toContainEqual({
      offerId: carrots,
      potentialId: potentials[1],
      cooperativeId: cooperative,
    });
    const halal = { number: 'ID35110000', issuer: 'BPJPH', status: 'verified' };
    await api.put(`/v1/cooperatives/${cooperative}/credentials/halal`, halal, organizerOf('35'));
    expect(await told()).toHaveLength(2);
  });

  test('is told when a cooperative that was rejected takes part again', async () => {
    const verification = `/v1/cooperatives/${cooperative}/verification`;
    const rejection = { status: 'rejected', reason: 'Kepengurusan ganda' };
    await api.post(verification, rejection, organizerOf('35'));
    const potential = await list('Kubis Bulukerto');
    expect(await told()).toEqual([]);
    await api.post(verification, { status: 'verified' }, organizerOf('35'));
    expect((await told()).map(({ about }) => about)).toMatchObject([{ potentialId: potential }]);
  });

  test('is none of a cooperative that is a partner for the offer already', async () => {
    const proposed = await api.post(
      '/v1/partnerships',
      { offerId: offer, cooperativeId: cooperative },
      buyerOf(buyer),
    );
    expect(proposed.status).toBe(201);
    await list('Kubis mitra');
    expect(await told()).toEqual([]);
  });

  test('is told to all who have posted such an offer, however many they are', async () => {
    for (let at = 0; at < 14; at += 1) await post(`Kubis ${at}`);
    await list('Kubis Bulukerto');
    expect(await told()).toHaveLength(15);
  });

  test('is told at most five times a day for an offer', async () => {
    for (let at = 0; at < 8; at += 1) await list(`Kubis ${at}`);
    expect(await told()).toHaveLength(5);
    now = new Date(now.getTime() + DAY_MS);
    await list('Kubis esok');
    expect(await told()).toHaveLength(6);
  });

  test('is no news a day later, as when a store is moved', async () => {
    await list('Kubis lama');
    now = new Date(now.getTime() + 2 * DAY_MS);
    expect(await told()).toEqual([]);
  });
});
