/** Which offers are open to a potential or a cooperative, and what to fix to reach more: over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { cooperativeKey, offerKey } from '../../shared/table/keys.ts';
import type { Key, Value } from '../../shared/table/table.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';
import { potentialOf } from '../support/world-things.ts';

const everyMonth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const potatoes = {
  scheme: 'purchase',
  commodity: 'potato',
  title: 'Kentang untuk hotel',
  quantity: { amount: 500, unit: 'kg', per: 'week' },
  months: [4, 5, 6, 7, 8, 9],
  price: { amount: 15_000, per: 'kg' },
  deliverTo: '35.79',
};
const sphp = {
  scheme: 'distribution',
  commodity: 'rice-sphp',
  title: 'Beras SPHP',
  quantity: { amount: 100, unit: 'ton', per: 'month' },
  months: everyMonth,
  price: { amount: 10_000, per: 'kg' },
  deliverTo: '35.79',
  regions: ['35.79'],
  quota: { amount: 2, unit: 'ton', per: 'month' },
  requirements: { nib: true },
};
const loan = {
  scheme: 'financing',
  title: 'Pembiayaan modal kerja',
  requirements: { nib: true, businessPlan: true },
  financing: { ceiling: 3_000_000_000, annualRatePercent: 6, tenorMonths: 72 },
};

type Item = {
  rank: number;
  offer: { id: string; title: string };
  potential: { id: string } | null;
  factors: { factor: string; reason: { id: string } }[];
  blockedBy: { requirement: string }[];
};

type Fix = { detail: { en: string }; offers: number; opensAlone: number };

onEveryStore('the opportunities of a cooperative', (open) => {
  let api: TestApi;
  let calls: ReturnType<typeof countingTable>;
  let buyer: string;
  let cooperative: string;
  let potato: string;
  const now = new Date('2025-11-02T03:00:00Z');
  beforeEach(async () => {
    api = await openApi(
      async (options) => {
        const store = await open(options);
        calls = countingTable(store.table);
        return { ...store, table: calls.table };
      },
      () => now,
    );
    const registered = { name: 'Hotel di Batu', kind: 'private', regionCode: '35.79' };
    buyer = (await api.post('/v1/buyers', registered, admin)).body.id;
    const founded = { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008', nib: '1234567890123' };
    cooperative = (await api.post('/v1/cooperatives', founded, admin)).body.id;
    potato = await potential('potato', { amount: 2, unit: 'ton', per: 'week' });
  });
  afterEach(() => api.close());

  const potential = async (commodity: string, capacity: object): Promise<string> => {
    const listed = {
      cooperativeId: cooperative,
      commodity,
      title: `Hasil ${commodity}`,
      capacity,
      months: [4, 5, 6, 7, 8, 9],
      price: { amount: 14_000, per: 'kg' },
    };
    return (await api.post('/v1/potentials', listed, admin)).body.id;
  };
  const post = async (offer: object, buyerId = buyer): Promise<string> =>
    (await api.post('/v1/offers', { buyerId, ...offer }, admin)).body.id;
  const ask = async (query = '') => {
    await api.settle();
    return (await api.get(`/v1/cooperatives/${cooperative}/opportunities${query}`, officerOf(cooperative)))
      .body;
  };
  const titles = (items: Item[]) => items.map(({ offer }) => offer.title);
  const verifyNib = () =>
    api.post(
      `/v1/cooperatives/${cooperative}/credentials/nib/verification`,
      { status: 'verified' },
      organizerOf('35.79'),
    );

  test('are offers of every scheme, each purchase with the potential that fits it best', async () => {
    await potential('cabbage', { amount: 1, unit: 'ton', per: 'week' });
    await post(potatoes);
    await post({ ...sphp, requirements: {} });
    await post({ ...potatoes, commodity: 'coffee-green', title: 'Kopi' });
    const { items } = await ask();
    expect(titles(items).toSorted()).toEqual(['Beras SPHP', 'Kentang untuk hotel']);
    const purchase = items.find(({ offer }: Item) => offer.title === 'Kentang untuk hotel');
    expect(purchase.potential.id).toBe(potato);
    expect(items.find(({ offer }: Item) => offer.title === 'Beras SPHP').potential).toBeNull();
  });

  test('say what to fix, how many offers it opens and what they are worth in a year', async () => {
    const rice = await post(sphp);
    const credit = await post(loan);
    await post({ ...sphp, regions: ['35.14'], title: 'Hanya untuk Pasuruan' });
    const { items, toFix } = await ask();
    expect(items).toEqual([]);
    const elsewhere = (await ask('?include=blocked')).items
      .flatMap(({ blockedBy }: Item) => blockedBy)
      .filter(({ requirement }: { requirement: string }) => requirement === 'regions');
    expect(elsewhere).toMatchObject([
      {
        detail: {
          id: 'Hanya untuk wilayah Kabupaten Pasuruan; koperasi berada di Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
          en: 'Only for Kabupaten Pasuruan; the cooperative is in Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
        },
      },
    ]);
    // Two tons a month at Rp 10,000 a kilogram: Rp 240 million a year; the loan has no price.
    expect(toFix).toMatchObject([
      {
        requirement: 'nib',
        offers: 2,
        opensAlone: 1,
        valuePerYear: 240_000_000,
        offerIds: [rice, credit],
        detail: { id: expect.stringContaining('NIB'), en: expect.stringContaining('NIB') },
      },
      { requirement: 'businessPlan', offers: 1, opensAlone: 0, valuePerYear: 0, offerIds: [credit] },
    ]);
    await verifyNib();
    const after = await ask();
    expect(titles(after.items)).toEqual(['Beras SPHP']);
    expect(after.toFix).toMatchObject([{ requirement: 'businessPlan', opensAlone: 1 }]);
  });

  test('sum each certificate and each business unit by itself, whatever else an offer asks for', async () => {
    await verifyNib();
    await post({ ...sphp, requirements: { certifications: ['pirt', 'halal'] } });
    await post({
      ...sphp,
      requirements: { certifications: ['halal', 'pirt'], units: ['warehouse', 'pharmacy'] },
    });
    await post({ ...sphp, requirements: { units: ['pharmacy'] } });
    const { toFix } = await ask();
    const summed = toFix.map(({ detail, offers, opensAlone }: Fix) => [detail.en, offers, opensAlone]);
    expect(summed.toSorted()).toEqual([
      ['Business units still missing: pharmacy', 2, 1],
      ['Business units still missing: warehouse', 1, 0],
      ['Certificate P-IRT is missing: obtain it and upload the proof', 2, 0],
      ['Certificate halal is missing: obtain it and upload the proof', 2, 0],
    ]);
  });

  test('say of each potential by itself what to mend, also where goods of another kind would do as they are', async () => {
    const cabbage = await potential('cabbage', { amount: 1, unit: 'ton', per: 'week' });
    const broccoli = await potential('broccoli', { amount: 1, unit: 'ton', per: 'week' });
    const graded = await api.patch(`/v1/potentials/${broccoli}`, { grade: 'A' }, admin);
    expect(graded.status).toBe(200);
    const minGrade = { requirements: { minGrade: 'B' } };
    const wanted = { ...potatoes, commodity: 'cabbage', title: 'Kubis untuk hotel', ...minGrade };
    const [kubis, kentang] = [await post(wanted), await post({ ...potatoes, ...minGrade })];
    const asFound = (await ask()).toFix.map(
      ({ detail, offerIds, opensAlone }: Fix & { offerIds: string[] }) => [detail.en, offerIds, opensAlone],
    );
    expect(asFound.toSorted()).toEqual([
      ['Hasil cabbage: Grade B at least, none is stated', [kubis], 1],
      ['Hasil potato: Grade B at least, none is stated', [kentang], 1],
    ]);
    await api.patch(`/v1/potentials/${cabbage}`, { grade: 'B' }, admin);
    const { items, toFix } = await ask();
    expect(toFix.map(({ offerIds }: { offerIds: string[] }) => offerIds)).toEqual([[kentang]]);
    expect(items.map((item: Item) => [item.offer.id, item.potential?.id])).toEqual([[kubis, cabbage]]);
  });

  test('add what is nearly in reach when asked', async () => {
    await post(potatoes);
    await post(sphp);
    const { items } = await ask('?include=blocked');
    expect(titles(items)).toEqual(['Kentang untuk hotel', 'Beras SPHP']);
    expect(items[1]).toMatchObject({ rank: 2, blockedBy: [{ requirement: 'nib' }] });
  });

  test('leave out offers of unverified buyers, closed ones, removed ones and its own', async () => {
    const hidden = { name: 'PT Baru', kind: 'private', regionCode: '35.79' };
    const stranger = { subject: 'new', role: 'buyer' } as const;
    const unverified = (await api.post('/v1/buyers', hidden, stranger)).body.id;
    await api.post('/v1/offers', { buyerId: unverified, ...potatoes }, buyerOf(unverified));
    await api.post('/v1/cooperatives/' + cooperative + '/verification', { status: 'verified' }, admin);
    await post(potatoes, cooperative);
    const removed = await post(potatoes);
    await api.settle();
    await api.delete(`/v1/offers/${removed}`, admin);
    const path = `/v1/cooperatives/${cooperative}/opportunities`;
    expect((await api.get(path, officerOf(cooperative))).body.items).toEqual([]);
    expect((await ask()).items).toEqual([]);
    await api.post(`/v1/buyers/${unverified}/verification`, { status: 'verified' }, admin);
    expect(titles((await ask()).items)).toEqual(['Kentang untuk hotel']);
  });

  test('of one potential are the offers that buy it, seen from its side', async () => {
    await post(potatoes);
    await post({ ...potatoes, title: 'Wortel', commodity: 'carrot' });
    await post({ ...sphp, requirements: {} });
    await api.settle();
    const { body } = await api.get(`/v1/potentials/${potato}/matches`, officerOf(cooperative));
    expect(titles(body.items)[0]).toBe('Kentang untuk hotel');
    expect(titles(body.items)).not.toContain('Beras SPHP');
    const [best] = body.items as Item[];
    expect(best!.factors.find(({ factor }) => factor === 'quantity')!.reason.id).toContain('menyerap');
  });

  test('are its own business and its office’s', async () => {
    await api.settle();
    for (const path of [
      `/v1/cooperatives/${cooperative}/opportunities`,
      `/v1/potentials/${potato}/matches`,
    ]) {
      expect((await api.get(path, organizerOf('35'))).status).toBe(200);
      expect((await api.get(path, organizerOf('64'))).status).toBe(404);
      expect((await api.get(path, buyerOf(buyer))).status).toBe(403);
      expect((await api.get(path, officerOf('coop_other'))).status).toBe(404);
    }
  });

  test('of a region that is known no more are not ranked, which is said, and everything else can be read', async () => {
    const made = async (path: string, body: object): Promise<string> => {
      const { status, text, body: answer } = await api.post(path, body, admin);
      expect(status, text).toBe(201);
      return answer.id;
    };
    const cooperativeId = await made('/v1/cooperatives', { name: 'KDMP Lama', regionCode: '35.79.02.2008' });
    const potentialId = await made('/v1/potentials', potentialOf(cooperativeId));
    const buyerId = await made('/v1/buyers', { name: 'Hotel', kind: 'private', regionCode: '35.79' });
    const offerId = await made('/v1/offers', { ...potatoes, buyerId });
    const moved = async (key: Key, change: object) => {
      const item = (await api.table.get(key))!;
      const data = { ...(item['data'] as object), ...change } as { [name: string]: Value };
      await api.table.write({ do: 'put', item: { ...item, data } });
    };
    await moved(cooperativeKey(cooperativeId), { regionCode: '35.99.02.2008' });
    await moved(offerKey(offerId), { deliverTo: '64.99' });
    const officer = officerOf(cooperativeId);
    for (const [path, region] of [
      [`/v1/cooperatives/${cooperativeId}/opportunities`, '35.99.02.2008'],
      [`/v1/potentials/${potentialId}/matches`, '35.99.02.2008'],
      [`/v1/offers/${offerId}/matches`, '64.99'],
    ] as const) {
      const { status, body } = await api.get(path, path.includes('offers') ? admin : officer);
      expect([status, body.detail]).toEqual([
        409,
        expect.stringContaining(`It lies in ${region}, a region that is known no more`),
      ]);
    }
    expect((await api.get(`/v1/cooperatives/${cooperativeId}`, officer)).status).toBe(200);
    expect((await api.get(`/v1/potentials/${potentialId}`, officer)).status).toBe(200);
  });

  test('stand beside the trainings that it is invited to and that are still to come', async () => {
    const training = async (name: string, startsAt: string) => {
      const event = { kind: 'training', name, venue: 'Balai Kota Among Tani', regionCode: '35.79', startsAt };
      const { id } = (await api.post('/v1/events', event, admin)).body;
      await api.post(`/v1/events/${id}/participants`, { organizationId: cooperative }, admin);
      return id;
    };
    await training('Pelatihan lalu', '2025-10-01T02:00:00Z');
    const [later, next] = [
      await training('Akses ekspor', '2026-01-10T02:00:00Z'),
      await training('Digitalisasi', '2025-12-03T02:00:00Z'),
    ];
    await post(loan);
    await post(potatoes);
    await api.settle();
    const { items, trainings } = (
      await api.get(`/v1/cooperatives/${cooperative}/opportunities?include=blocked`, officerOf(cooperative))
    ).body;
    expect(new Set(items.map((item: { offer: { scheme: string } }) => item.offer.scheme))).toEqual(
      new Set(['purchase', 'financing']),
    );
    expect(trainings.map(({ eventId }: { eventId: string }) => eventId)).toEqual([next, later]);
  });

  test('cost five round trips, three after one another, while the market stands still; read anew is only what is shown', async () => {
    await post(potatoes);
    await ask();
    calls.reset();
    await api.get(`/v1/cooperatives/${cooperative}/opportunities`, officerOf(cooperative));
    expect(calls.calls).toEqual({ get: 0, getMany: 2, query: 2, write: 0, transact: 0 });
  });
});
