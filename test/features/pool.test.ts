/** An offer that several cooperatives fill together: over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A market of Batu buys more potatoes than any village has. */
const potatoes = {
  scheme: 'purchase',
  commodity: 'potato',
  title: 'Kentang untuk pasar induk',
  quantity: { amount: 5, unit: 'ton', per: 'week' },
  months: [6, 7, 8, 9],
  deliverTo: '35.79',
};

type Pool = {
  quantity: { amount: number; unit: string; per?: string };
  suppliers: {
    cooperativeId: string;
    cooperativeName: string;
    potentialId: string;
    quantity: number;
    unitPrice: number;
    freightPerUnit: number;
    distanceKm: number;
    sea: boolean;
    months: number[];
  }[];
  filled: number;
  shortfall: number;
  deliveredCost: number;
  lowerBound: number;
  stopCost: number;
  byMonth: { month: number; quantity: number }[];
  leftOut: Record<string, number>;
};

onEveryStore('pooling an offer', (open) => {
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
    const registered = { name: 'Pasar Induk Batu', kind: 'bumd', regionCode: '35.79' };
    buyer = (await api.post('/v1/buyers', registered, admin)).body.id;
  });
  afterEach(() => api.close());

  const cooperative = async (name: string, regionCode: string, fields: object = {}): Promise<string> =>
    (await api.post('/v1/cooperatives', { name, regionCode, ...fields }, admin)).body.id;
  const potential = async (cooperativeId: string, kgPerWeek: number, price: number, fields: object = {}) => {
    const listed = {
      cooperativeId,
      commodity: 'potato',
      title: 'Kentang',
      capacity: { amount: kgPerWeek, unit: 'kg', per: 'week' },
      months: [6, 7, 8, 9],
      price: { amount: price, per: 'kg' },
      ...fields,
    };
    const made = await api.post('/v1/potentials', listed, admin);
    expect(made.status, made.text).toBe(201);
    return made.body.id as string;
  };
  const post = async (fields: object = {}): Promise<string> =>
    (await api.post('/v1/offers', { buyerId: buyer, ...potatoes, ...fields }, admin)).body.id;
  const ask = (offer: string, body: object = {}) =>
    api.post(`/v1/offers/${offer}/pool`, body, buyerOf(buyer));
  const pooled = async (offer: string, body: object = {}): Promise<Pool> => {
    await api.settle();
    const { status, text, body: answer } = await ask(offer, body);
    expect(status, text).toBe(200);
    return answer;
  };
  const given = ({ suppliers }: Pool) =>
    Object.fromEntries(suppliers.map(({ cooperativeName, quantity }) => [cooperativeName, quantity]));

  test('takes all of the cheap villages and the rest from the dearest, and adds up what it costs', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 2000, 9000);
    await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 2500, 9200);
    await potential(await cooperative('KDMP Sumber Brantas', '35.79.02.2009'), 4000, 9500);
    const pool = await pooled(await post());
    expect(given(pool)).toEqual({
      'KDMP Bulukerto': 2000,
      'KDMP Pandanrejo': 2500,
      'KDMP Sumber Brantas': 500,
    });
    expect(pool).toMatchObject({
      quantity: { amount: 5000, unit: 'kg', per: 'week' },
      filled: 5000,
      shortfall: 0,
      byMonth: [6, 7, 8, 9].map((month) => ({ month, quantity: 5000 })),
    });
    const cost = pool.suppliers.reduce(
      (sum, each) => sum + each.quantity * (each.unitPrice + each.freightPerUnit) + pool.stopCost,
      0,
    );
    expect(pool.deliveredCost).toBe(Math.round(cost));
    expect(pool.lowerBound).toBe(pool.deliveredCost);
  });

  test('with few suppliers allowed prefers the large ones, though dearer', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 2000, 9000);
    await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 2500, 9200);
    await potential(await cooperative('KDMP Sumber Brantas', '35.79.02.2009'), 4000, 9500);
    const offer = await post();
    expect(given(await pooled(offer, { maxSuppliers: 2 }))).toEqual({
      'KDMP Bulukerto': 2000,
      'KDMP Sumber Brantas': 3000,
    });
    expect(await pooled(offer, { maxSuppliers: 1 })).toMatchObject({ filled: 4000, shortfall: 1000 });
  });

  test('counts the way and the sea: what is cheaper in Kutai comes dearer to Batu', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 6000, 9000);
    await potential(await cooperative('KKMP Mangkurawang', '64.02.06.1010'), 6000, 8900);
    const pool = await pooled(await post());
    expect(given(pool)).toEqual({ 'KDMP Bulukerto': 5000 });
    expect(pool.suppliers[0]!.sea).toBe(false);
  });

  test('leaves out what a requirement excludes, another commodity, and what nobody confirmed', async () => {
    const offer = await post({ requirements: { minGrade: 'B', nib: true } });
    const village = await cooperative('KDMP Bulukerto', '35.79.02.2008', { nib: '9990000000001' });
    await api.post(
      `/v1/cooperatives/${village}/credentials/nib/verification`,
      { status: 'verified' },
      organizerOf('35.79'),
    );
    const good = await potential(village, 1000, 9000, { grade: 'A' });
    await potential(village, 1000, 9000, { grade: 'C' });
    await potential(village, 1000, 9000);
    await potential(village, 1000, 4000, { commodity: 'cabbage', grade: 'A' });
    await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 1000, 9000, { grade: 'A' });
    const pool = await pooled(offer);
    expect(pool.suppliers.map(({ potentialId }) => potentialId)).toEqual([good]);
    expect(pool).toMatchObject({ filled: 1000, shortfall: 4000 });
    now = new Date(now.getTime() + 100 * DAY_MS);
    expect(await pooled(offer)).toMatchObject({
      suppliers: [],
      filled: 0,
      shortfall: 5000,
      deliveredCost: 0,
    });
  });

  test('counts capacity in the months of the offer only, and says what each month brings', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 4000, 9000, { months: [5, 6, 7] });
    await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 1000, 9000);
    await potential(await cooperative('KDMP Sumber Brantas', '35.79.02.2009'), 9000, 9000, {
      months: [1, 2],
    });
    const pool = await pooled(await post());
    // Half of the months, so half of it on the average.
    expect(given(pool)).toEqual({ 'KDMP Bulukerto': 2000, 'KDMP Pandanrejo': 1000 });
    expect(pool.byMonth.map(({ quantity }) => quantity)).toEqual([5000, 5000, 1000, 1000]);
    expect(pool.leftOut).toMatchObject({ outOfSeason: 1 });
    const once = await pooled(await post({ quantity: { amount: 1000, unit: 'ton' } }));
    // What is wanted once is a total: 4 months of 1,000 kg and 2 months of 4,000 kg a week.
    expect(once.filled).toBeCloseTo((365 / 84) * (4 * 1000 + 2 * 4000), 2);
  });

  test('keeps to minimum orders, and leaves out who names no price', async () => {
    const minimumOrder = { amount: 1.5, unit: 'ton' };
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 4000, 9000);
    await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 2000, 9100, { minimumOrder });
    const other = await cooperative('KDMP Sumber Brantas', '35.79.02.2009');
    await potential(other, 4000, 0, { price: undefined });
    const pool = await pooled(await post());
    expect(given(pool)).toEqual({ 'KDMP Bulukerto': 3500, 'KDMP Pandanrejo': 1500 });
    expect(pool.leftOut).toEqual({ withoutPrice: 1, inOtherUnits: 0, outOfSeason: 0, sameHarvest: 0 });
  });

  test('never counts a holding’s listing beside its members’: it is the same harvest', async () => {
    const holding = await cooperative('CooSAE Batu', '35.79.02.2008', { kind: 'holding' });
    const member = await cooperative('KDMP Pandanrejo', '35.79.02.2005', { holdingId: holding });
    await potential(holding, 3000, 9000);
    const offer = await post();
    expect(given(await pooled(offer))).toEqual({ 'CooSAE Batu': 3000 });
    const own = await potential(member, 2000, 9100);
    const both = await pooled(offer);
    expect(given(both)).toEqual({ 'CooSAE Batu': 3000 });
    expect(both.leftOut).toMatchObject({ sameHarvest: 1 });
    // The side that fills more is taken.
    await api.patch(`/v1/potentials/${own}`, { capacity: { amount: 3.5, unit: 'ton', per: 'week' } }, admin);
    expect(given(await pooled(offer))).toEqual({ 'KDMP Pandanrejo': 3500 });
  });

  test('plans with what is there now, before the index knows', async () => {
    const gone = await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 5000, 9000);
    const dearer = await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 5000, 9100);
    await potential(await cooperative('KDMP Sumber Brantas', '35.79.02.2009'), 5000, 9200);
    const offer = await post();
    await pooled(offer);
    await api.delete(`/v1/potentials/${gone}`, admin);
    await api.patch(`/v1/potentials/${dearer}`, { price: { amount: 9900, per: 'kg' } }, admin);
    expect(given((await ask(offer)).body)).toEqual({ 'KDMP Sumber Brantas': 5000 });
  });

  test('is for purchases: anything else is a 422', async () => {
    const financing = {
      buyerId: buyer,
      scheme: 'financing',
      title: 'Modal kerja',
      financing: {
        ceiling: 500_000_000,
        annualRatePercent: 6,
        tenorMonths: 24,
        graceMonths: 3,
        purposes: ['alat'],
      },
    };
    const posted = await api.post('/v1/offers', financing, admin);
    expect(posted.status, posted.text).toBe(201);
    const { status, body } = await ask(posted.body.id);
    expect([status, body.type]).toEqual([422, '/problems/invalid']);
    const offer = await post();
    expect((await ask(offer, { maxSuppliers: 0 })).body.errors).toMatchObject([
      { pointer: '#/maxSuppliers' },
    ]);
  });

  test('is for who posted the offer and for organizers; to others the offer does not exist', async () => {
    const path = `/v1/offers/${await post()}/pool`;
    expect((await api.post(path, {}, organizerOf('35'))).status).toBe(200);
    expect((await api.post(path, undefined, organizerOf('35'))).status).toBe(200);
    expect((await api.post(path, {}, buyerOf('buy_other'))).status).toBe(404);
    expect((await api.post(path, {}, officerOf('coop_other'))).status).toBe(404);
    expect((await api.post('/v1/offers/off_none/pool', {}, buyerOf(buyer))).status).toBe(404);
  });

  test('asks one village for all that it has, however finely the amount is stated', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 5000, 9000);
    await potential(await cooperative('KDMP Pandanrejo', '35.79.02.2005'), 5000, 9000);
    const fine = await post({ quantity: { amount: 123.456789, unit: 'kg', per: 'week' } });
    expect(given(await pooled(fine))).toEqual({ 'KDMP Bulukerto': 123.456789 });
    // So little that it rounds to nothing.
    const least = await post({ quantity: { amount: 0.0001, unit: 'g', per: 'month' } });
    expect(await pooled(least)).toMatchObject({ filled: 1e-7, shortfall: 0, suppliers: [{}] });
  });

  test('costs two round trips while the market stands still, and writes nothing', async () => {
    await potential(await cooperative('KDMP Bulukerto', '35.79.02.2008'), 5000, 9000);
    const offer = await post();
    await pooled(offer);
    calls.reset();
    await ask(offer);
    expect(calls.calls).toEqual({ get: 0, getMany: 2, query: 0, write: 0, transact: 0 });
  });
});
