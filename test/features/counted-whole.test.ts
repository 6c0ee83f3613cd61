/** What is counted is handed over whole: animals, cylinders and bunches in trades, cylinders in claims and quotas, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, type TestApi } from '../support/api.ts';
import { everyMonth } from '../support/offers.ts';
import { actingFor, cooperativeWith, offerFrom, partnershipAt } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const pertamina = { name: 'Pertamina Patra Niaga', kind: 'bumn', regionCode: '35' };
const lpg = {
  scheme: 'distribution',
  commodity: 'lpg-3kg',
  title: 'Pangkalan LPG 3 kg',
  quantity: { amount: 500, unit: 'tabung', per: 'week' },
  months: everyMonth,
  deliverTo: '35.79',
  quota: { amount: 25, unit: 'tabung', per: 'week' },
};

onEveryStore('what is counted', (open) => {
  let api: TestApi;
  let tlekung: string;
  beforeEach(async () => {
    api = await openApi(open, () => new Date('2025-11-05T03:00:00Z'));
    tlekung = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
  });
  afterEach(() => api.close());

  test('changes hands whole, and parts of what is weighed, and dozens that come to whole pieces', async () => {
    const gunungsari = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002');
    const trade = (commodity: string, quantity: object, more: object = {}) => {
      const parties = { sellerId: gunungsari, buyerId: tlekung, deliveredOn: '2025-11-03' };
      const goods = { ...parties, commodity, quantity, totalPrice: 1_120_000, ...more };
      return api.post('/v1/trades', goods, actingFor(gunungsari));
    };
    for (const [commodity, quantity] of [
      ['beef-cattle', { amount: 1.5, unit: 'ekor' }],
      ['lpg-3kg', { amount: 0.5, unit: 'tabung' }],
      ['spinach', { amount: 12.5, unit: 'ikat' }],
      ['egg-duck', { amount: 2.3, unit: 'lusin' }],
    ] as const) {
      const { status, body } = await trade(commodity, quantity);
      expect([status, body.errors[0].pointer], commodity).toEqual([422, '#/quantity/amount']);
      expect(body.detail, commodity).toContain('which is counted whole');
    }
    const whole = { amount: 2, unit: 'ekor' };
    const ordered = await trade('beef-cattle', whole, { ordered: { amount: 2.5, unit: 'ekor' } });
    expect(ordered.body.errors[0].pointer).toBe('#/ordered/amount');
    const sacks = { amount: 2.5, unit: 'karung', content: { amount: 50, unit: 'kg' } };
    expect((await trade('egg-duck', { amount: 2.5, unit: 'lusin' })).status).toBe(201);
    expect((await trade('rice-sphp', sacks)).status).toBe(201);
  });

  test('is drawn whole on a quota, and so is each share of one', async () => {
    const { buyerId, offerId } = await offerFrom(api, pertamina, lpg);
    const partners = { cooperativeId: tlekung, buyerId, offerId };
    const partnershipId = await partnershipAt(api, 'operational', partners);
    const claim = (amount: number) => {
      const body = { period: '2025-W45', amount, unit: 'tabung' };
      return api.post(`/v1/partnerships/${partnershipId}/claims`, body, officerOf(tlekung));
    };
    const half = await claim(2.5);
    expect([half.status, half.body.errors[0].pointer]).toEqual([422, '#/amount']);
    expect((await claim(2)).status).toBe(201);
    for (const [quota, pointer] of [
      [{ amount: 10.5 }, '#/quota/amount'],
      [{ total: 100.5 }, '#/quota/total'],
    ] as const) {
      const change = { quota: { ...lpg.quota, ...quota } };
      const { status, body } = await api.patch(`/v1/offers/${offerId}`, change, buyerOf(buyerId));
      expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    }
  });
});
