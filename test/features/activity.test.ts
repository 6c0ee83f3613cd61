/** Signs of life: what is confirmed, traded or attended keeps a cooperative awake; the silent ones are the office's to call on. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { potentialOf } from '../support/world-things.ts';

const office = organizerOf('35.79');
let now: Date;
let api: TestApi;
let id: string;
beforeEach(async () => {
  now = new Date('2025-07-21T03:00:00Z');
  api = await openApi(undefined, () => now);
  id = (await api.post('/v1/cooperatives', { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' }, admin))
    .body.id;
});
afterEach(() => api.close());

const activity = async () => (await api.get(`/v1/cooperatives/${id}/readiness`, officerOf(id))).body.activity;
const listed = async (state: string, as = office, more = '') =>
  (await api.get(`/v1/cooperatives?activity=${state}${more}`, as)).body.items.map(
    ({ name }: { name: string }) => name,
  );

test('a cooperative of which nothing is heard becomes quiet, then dormant, and stands on its office’s list', async () => {
  expect((await activity()).state).toBe('active');
  expect(await listed('dormant')).toEqual([]);
  now = new Date('2025-10-20T03:00:00Z');
  expect([(await activity()).state, await listed('quiet')]).toEqual(['quiet', ['KDMP Bulukerto']]);
  now = new Date('2026-07-22T03:00:00Z');
  expect(await activity()).toMatchObject({ state: 'dormant', quietAfterDays: 90, dormantAfterDays: 365 });
  expect(await listed('dormant')).toEqual(['KDMP Bulukerto']);
  expect(await listed('dormant', organizerOf('64'))).toEqual([]);
});

test('one tap confirms all its listings, and it is awake again', async () => {
  for (const commodity of ['potato', 'cabbage', 'carrot']) {
    const listing = { ...potentialOf(id), commodity, title: commodity };
    expect((await api.post('/v1/potentials', listing, officerOf(id))).status).toBe(201);
  }
  now = new Date('2026-07-22T03:00:00Z');
  const stale = async () =>
    (await api.get(`/v1/potentials?cooperative=${id}`, office)).body.items.filter(
      ({ stale }: { stale: boolean }) => stale,
    ).length;
  expect(await stale()).toBe(3);
  expect((await api.post(`/v1/cooperatives/${id}/confirm`, undefined, officerOf('coop_other'))).status).toBe(
    403,
  );
  const tapped = await api.post(`/v1/cooperatives/${id}/confirm`, undefined, officerOf(id));
  expect(tapped.body).toEqual({ confirmed: 3, remaining: 0 });
  expect([await stale(), (await activity()).lastActiveOn]).toEqual([0, '2026-07-22']);
  expect((await api.post(`/v1/cooperatives/${id}/confirm`, undefined, officerOf(id))).body.confirmed).toBe(0);
});

test('a listing confirmed and a trade delivered are signs; what is older or still to come is none', async () => {
  const { body: potential } = await api.post('/v1/potentials', potentialOf(id), officerOf(id));
  now = new Date('2025-12-01T03:00:00Z');
  await api.post(`/v1/potentials/${potential.id}/confirm`, undefined, officerOf(id));
  await api.settle();
  expect((await activity()).signs).toEqual({ update: '2025-07-21', listing: '2025-12-01' });
  const buyer = { name: 'Supermarket Batu', kind: 'private', regionCode: '35.79' };
  const buyerId = (await api.post('/v1/buyers', buyer, admin)).body.id;
  const trade = (deliveredOn: string) =>
    api.post(
      '/v1/trades',
      {
        sellerId: id,
        buyerId,
        commodity: 'potato',
        quantity: { amount: 100, unit: 'kg' },
        totalPrice: 900_000,
        deliveredOn,
      },
      buyerOf(buyerId),
    );
  expect((await trade('2025-11-20')).status).toBe(201);
  await api.settle();
  expect((await activity()).lastActiveOn).toBe('2025-12-01');
  now = new Date('2025-12-10T03:00:00Z');
  expect((await trade('2025-12-09')).status).toBe(201);
  await api.settle();
  expect((await activity()).signs).toEqual({
    update: '2025-07-21',
    listing: '2025-12-01',
    trade: '2025-12-09',
  });
});
