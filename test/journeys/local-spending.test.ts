/**
 * Bangga e-Lokal, over HTTP only: every office of Kota Batu shall buy local. Who buys from a cooperative of the city buys local; who
 * buys from a trader next door does not, when the goods came from elsewhere; who bought nothing local stands on a list.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { cooperativeWith } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('what the offices of Kota Batu spend', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-28T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  test('is shown by where the goods were grown, office by office, to the city and to each office itself', async () => {
    const batu = organizerOf('35.79');
    const registered = async (name: string, kind: string, regionCode = '35.79') => {
      const { status, text, body } = await api.post('/v1/buyers', { name, kind, regionCode }, admin);
      expect(status, text).toBe(201);
      return body.id as string;
    };
    const schools = await registered('Dinas Pendidikan Kota Batu', 'government');
    const health = await registered('Dinas Kesehatan Kota Batu', 'government');
    const roads = await registered('Dinas Pekerjaan Umum Kota Batu', 'government');
    const trader = await registered('CV Grosir Batu', 'private');
    const bulukerto = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', []);
    const sumberejo = await cooperativeWith(api, 'KDMP Sumberejo', '35.79.01.2005', []);

    const delivered = async (sellerId: string, buyerId: string, more: object) => {
      const trade = { sellerId, buyerId, deliveredOn: '2025-11-10', ...more };
      const { status, text, body } = await api.post('/v1/trades', trade, buyerOf(buyerId));
      expect(status, text).toBe(201);
      return body;
    };
    const potatoes = { commodity: 'potato', quantity: { amount: 500, unit: 'kg' } };
    const carrots = { commodity: 'carrot', quantity: { amount: 300, unit: 'kg' } };
    const cabbages = { commodity: 'cabbage', quantity: { amount: 200, unit: 'kg' } };
    // The schools buy potatoes of Bulukerto and carrots of Sumberejo.
    await delivered(bulukerto, schools, { ...potatoes, totalPrice: 7_000_000, origin: '35.79.02.2008' });
    await delivered(sumberejo, schools, { ...carrots, totalPrice: 3_000_000, origin: '35.79' });
    // The health office buys from a cooperative of the city what was grown in Pasuruan, and eggs of nobody knows where.
    await delivered(sumberejo, health, { ...cabbages, totalPrice: 1_500_000, origin: '35.14' });
    const doubtful = await delivered(bulukerto, health, { ...potatoes, totalPrice: 7_200_000 });
    // The wholesaler of the city buys too; it is no office.
    await delivered(bulukerto, trader, { ...potatoes, totalPrice: 6_800_000, origin: '35.79' });
    await api.settle();

    const report = '/v1/reports/local-spending?from=2025-11&to=2025-11';
    const first = (await api.get(report, batu)).body;
    const figures = (one: Record<string, unknown>) => [
      one['name'],
      one['spent'],
      one['local'],
      one['localPercent'],
    ];
    expect(first.offices.map(figures)).toEqual([
      ['Dinas Pekerjaan Umum Kota Batu', 0, 0, null],
      ['Dinas Kesehatan Kota Batu', 8_700_000, 0, 0],
      ['Dinas Pendidikan Kota Batu', 10_000_000, 10_000_000, 100],
    ]);
    expect(first.offices[1]).toMatchObject({ elsewhere: 1_500_000, unknown: 7_200_000, purchases: 2 });
    expect(first.total).toMatchObject({ spent: 18_700_000, local: 10_000_000, localPercent: 53.5 });
    expect(first.withoutLocal.map(({ buyerId }: { buyerId: string }) => buyerId)).toEqual([roads, health]);

    // The cooperative says where the potatoes were grown; the health office leaves the list.
    const origin = { origin: '35.79.02.2008', reason: 'Asal panen dilengkapi' };
    const mended = await api.patch(`/v1/trades/${doubtful.id}`, origin, officerOf(bulukerto));
    expect(mended.status, mended.text).toBe(200);
    await api.settle();
    const second = (await api.get(report, batu)).body;
    expect(second.offices.find((one: { buyerId: string }) => one.buyerId === health)).toMatchObject({
      local: 7_200_000,
      unknown: 0,
      localPercent: 82.8,
    });
    expect(second.withoutLocal).toEqual([
      { buyerId: roads, name: 'Dinas Pekerjaan Umum Kota Batu', regionCode: '35.79' },
    ]);

    // Each office sees its own, and nobody else's; the neighbours see nothing of the city.
    const own = (await api.get(report, buyerOf(health))).body;
    expect(own.offices.map(({ buyerId }: { buyerId: string }) => buyerId)).toEqual([health]);
    expect(own.total).toMatchObject({ spent: 8_700_000, local: 7_200_000 });
    expect((await api.get(report, buyerOf(trader))).body.offices).toEqual([]);
    expect((await api.get(`${report}&region=35.79`, buyerOf(health))).status).toBe(403);
    expect((await api.get(`${report}&region=35.79`, organizerOf('35.14'))).status).toBe(403);
    expect((await api.get(report, officerOf(bulukerto))).status).toBe(403);
    expect((await api.get(report, organizerOf('35'))).body.total).toEqual(second.total);

    // The city takes it home as a spreadsheet.
    const sheet = await api.get(report, batu, { accept: 'text/csv' });
    expect(sheet.headers.get('content-disposition')).toContain(
      'laporan-belanja-lokal-kota-batu-2025-11-28.csv',
    );
    expect(sheet.text).toContain(
      `"perangkat daerah (office)","${health}","Dinas Kesehatan Kota Batu","bagian lokal, persen (local share)",82.8`,
    );
    expect(sheet.text).toContain(`"tanpa belanja lokal (without local purchase)","${roads}"`);
  });
});
