/** What buyers of each trade are reported to ask for: suggestions with their source, never applied by themselves. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerSegments } from '../../shared/buyers/buyer.ts';
import { segmentsFor } from '../../shared/buyers/segments.ts';
import { admin, officerOf, openApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

test('are all named, and what is said of one has a source', async () => {
  const { items } = (await api.get('/v1/segments?limit=100')).body;
  expect(items.map(({ segment }: { segment: string }) => segment)).toEqual(buyerSegments);
  const asked = segmentsFor(undefined).flatMap(({ asks }) => asks ?? []);
  expect(asked.length).toBeGreaterThan(6);
  for (const { source, note } of asked)
    expect([source.length > 10, note.id.length > 10]).toEqual([true, true]);
});

test('name the certificates that are usual for the good: chips need P-IRT and halal in a supermarket', async () => {
  const retail = async (query: string) =>
    (await api.get(`/v1/segments?limit=100${query}`)).body.items.find(
      ({ segment }: { segment: string }) => segment === 'modern-retail',
    ).asks;
  expect((await retail('')).requirements).toEqual({ nib: true });
  const chips = await retail('&commodity=potato-chips');
  expect(chips.requirements).toEqual({ nib: true, certifications: ['pirt', 'halal'] });
  expect(chips.source).toContain('Permendag 70/2013');
});

test('are nobody’s requirements until a buyer states them; an offer may be posted as suggested', async () => {
  const hotel = { name: 'Supermarket Batu', kind: 'private', segment: 'modern-retail', regionCode: '35.79' };
  const buyerId = (await api.post('/v1/buyers', hotel, admin)).body.id;
  const chips = {
    buyerId,
    scheme: 'purchase',
    commodity: 'potato-chips',
    title: 'Keripik kentang',
    quantity: { amount: 100, unit: 'kg', per: 'month' },
    months: [1, 2, 3],
    deliverTo: '35.79',
  };
  const silent = (await api.post('/v1/offers', chips, admin)).body;
  expect(silent.effectiveRequirements).toEqual({});
  const { requirements } = segmentsFor('potato-chips').find(
    ({ segment }) => segment === 'modern-retail',
  )!.asks!;
  const stated = (await api.post('/v1/offers', { ...chips, requirements }, admin)).body;
  expect(stated.effectiveRequirements).toEqual(requirements);
});

test('narrow the list of offers: food, energy, fertiliser, capital', async () => {
  const loan = { annualRatePercent: 6, tenorMonths: 72, ceiling: 3_000_000_000 };
  for (const [name, segment] of [
    ['Bank Mandiri', 'bank'],
    ['Bank Jatim', 'regional-bank'],
  ] as const) {
    const buyer = { name, kind: 'bumn', segment, regionCode: '35.14' };
    const buyerId = (await api.post('/v1/buyers', buyer, admin)).body.id;
    const offer = { buyerId, scheme: 'financing', title: `Modal ${name}`, financing: loan };
    expect((await api.post('/v1/offers', offer, admin)).body.buyer.segment).toBe(segment);
  }
  const found = (await api.get('/v1/offers?segment=bank', officerOf('coop_35-14-09-2019'))).body.items;
  expect(found.map(({ title }: { title: string }) => title)).toEqual(['Modal Bank Mandiri']);
});
