/** The figures of the news, each as the report that shows it: they must come out as they were told. */
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recount } from '../../functions/changes/recount.ts';
import { seedSample } from '../../functions/server/sample/seed.ts';
import { readCooperatives } from '../../shared/cooperatives/cooperative-store.ts';
import { villagesIn } from '../../shared/regions/regions.ts';
import { partyOn, recordTrade } from '../../shared/trades/record.ts';
import { tradeWrites } from '../../shared/trades/trade-store.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { cabbage, sphp } from '../support/offers.ts';
import { cooperativeWith, offerFrom, operate, partnershipAt } from '../support/partners.ts';
import { openSqlite } from '../support/tables.ts';

const NOW = new Date('2025-11-02T03:00:00Z');
const stamp = { at: NOW.toISOString(), by: 'test', role: 'admin' };
const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const idOf = (village: string) => `coop_${village.replaceAll('.', '-')}`;

let api: TestApi;
let now: Date;
let store: Awaited<ReturnType<typeof openSqlite>>;

async function begin(): Promise<void> {
  now = NOW;
  api = await openApi(
    async (options) => (store = await openSqlite(options)),
    () => now,
  );
}

/** Whatever the tests did: what is kept from changes is what a count from nothing gives. */
async function end(): Promise<void> {
  await api.settle();
  expect((await recount(store.table, false)).wrong).toEqual([]);
  await api.close();
}

const report = async (path: string, region: string) => {
  const { status, text, body } = await api.get(`/v1/reports/${path}`, organizerOf(region));
  expect(status, text).toBe(200);
  return body;
};

describe('in the sample', () => {
  beforeAll(async () => {
    await begin();
    await seedSample(api.table, () => now);
    // The first start counts the sample itself.
    await api.drainChanges();
  });
  afterAll(end);

  test('18 cooperatives of Batu were paid for by the city and 6 by the province: that is all 24', async () => {
    // The sample says who paid; how much is entered here.
    for (const [at, village] of villagesIn('35.79').entries()) {
      const funding = [{ source: at < 18 ? 'regency' : 'provincial', amount: 2_500_000 }];
      const path = `/v1/cooperatives/${idOf(village)}/formation/deed`;
      const { status, text } = await api.put(path, { date: '2025-06-01', funding }, organizerOf('35.79'));
      expect(status, text).toBe(200);
    }
    await api.settle();
    const batu = await report('formation?region=35.79', '35');
    expect(batu.expected).toEqual({ total: 24, villages: 19, urbanVillages: 5 });
    expect(batu.formed).toEqual(batu.expected);
    const deed = batu.funding.find(({ step }: { step: string }) => step === 'deed');
    expect(deed).toEqual({
      step: 'deed',
      paidBy: [
        { sources: ['regency'], cooperatives: 18 },
        { sources: ['provincial'], cooperatives: 6 },
      ],
      unknown: 0,
      money: [
        { source: 'regency', amount: 45_000_000 },
        { source: 'provincial', amount: 15_000_000 },
      ],
    });
    expect(batu.districts).toHaveLength(3);
    // Inaugurated at 24 points is not operational.
    const done = Object.fromEntries(
      batu.steps.map((one: { step: string; done: number }) => [one.step, one.done]),
    );
    expect([done['inauguration'], done['operational']]).toEqual([24, 0]);
    expect(batu.nationalTargets.map(({ cooperatives }: { cooperatives: number }) => cooperatives)).toEqual([
      80_000, 70_000,
    ]);
  });

  test('Kutai Kartanegara has 237 to form, 193 villages and 44 urban villages; Kediri 46, and no village', async () => {
    const kukar = await report('formation?region=64.02', '64');
    expect(kukar.expected).toEqual({ total: 237, villages: 193, urbanVillages: 44 });
    // In the sample six were rejected by their office.
    expect(kukar.formed.total).toBe(237 - 6);
    expect(kukar.districts).toHaveLength(20);
    const kediri = await report('coverage', '35.71');
    // Two of the sample were rejected by their office: their villages are named.
    expect(kediri).toMatchObject({ villages: 46, withCooperative: 44, covered: 44 });
    expect(kediri.missing.map(({ name }: { name: string }) => name)).toEqual(['Bangsal', 'Bawang']);
    const ready = await report('readiness?most=2', '35.71');
    expect(ready.total.cooperatives).toBe(44 + 1);
    expect(ready.readiest).toHaveLength(6);
    expect(ready.readiest[0].met).toContain('legalEntity');
    const points = ready.readiest.map(({ score }: { score: number }) => score);
    expect(Math.max(...points)).toBeGreaterThan(ready.total.average);
    expect(ready.pilots.cooperatives + ready.others.cooperatives).toBe(ready.total.cooperatives);
    const own = await api.get('/v1/reports/readiness', officerOf(idOf('35.71.01.1007')));
    expect(own.body.total.cooperatives).toBe(1);
  });

  test('members of CooSAE trade Rp 1.75 billion a month with each other; what they hand to it and what it resells stand apart', async () => {
    const ids = villagesIn('35.79').map(idOf);
    const members = (await readCooperatives(api.table, ids)).map((found) => found!.value);
    const [coosae] = await readCooperatives(api.table, ['coop_coosae']);
    // No trade of the sample is so old.
    const day = '2025-08-15';
    const partner = await api.get('/v1/buyers/buy_mitra-kaltim', admin);
    const parties = [...members, coosae!.value].map((one) => ({
      ...partyOn(one, day),
      holdingId: 'coop_coosae',
    }));
    const [holding] = parties.slice(-1);
    const outside = partyOn(partner.body, day);
    const trade = async (n: number, seller: typeof outside, buyer: typeof outside, totalPrice: number) => {
      const input = {
        sellerId: seller.id,
        buyerId: buyer.id,
        commodity: 'potato',
        quantity: { amount: 1.5, unit: 'ton' as const },
        totalPrice,
        deliveredOn: day,
      };
      const recorded = recordTrade(
        `trd_${n}`,
        input,
        { seller, buyer, partnership: undefined, prices: { others: [] } },
        'seller',
        now,
      );
      await api.table.transact(tradeWrites(recorded, undefined, stamp));
    };
    for (let n = 0; n < 35; n += 1) await trade(n, parties[n % 24]!, parties[(n + 1) % 24]!, 50_000_000);
    for (let n = 100; n < 110; n += 1) await trade(n, parties[n % 24]!, holding!, 20_000_000);
    await trade(200, holding!, outside, 260_000_000);
    await trade(201, parties[0]!, outside, 40_000_000);
    await api.settle();

    const months = 'from=2025-07&to=2025-08';
    const { body } = await api.get(
      `/v1/reports/turnover?holding=coop_coosae&${months}`,
      officerOf('coop_coosae'),
    );
    const august = {
      sales: 2_050_000_000,
      between: 1_750_000_000,
      transfer: 200_000_000,
      outside: 40_000_000,
      resale: 260_000_000,
      supplied: 0,
      trades: 47,
      sellers: 25,
    };
    expect(body.months[0]).toMatchObject({ month: '2025-07', sales: 0, trades: 0 });
    expect(body.months[1]).toEqual({ month: '2025-08', ...august });
    expect(body.byCommodity).toMatchObject([
      { commodity: 'potato', between: 1_750_000_000, quantities: [{ amount: 55_500, unit: 'kg' }] },
    ]);
    expect(body.byDestination.map(({ regionCode }: { regionCode: string }) => regionCode)).toEqual([
      '35.79',
      '64.72',
    ]);
    // The city counts the same trades, each once: all sellers have their seat in it.
    expect((await report(`turnover?${months}`, '35.79')).total).toEqual(august);
    expect((await report(`turnover?region=35.79.02&${months}`, '35.79')).total.between).toBeLessThan(
      1_750_000_000,
    );
    const first = await api.get(`/v1/reports/turnover?${months}`, officerOf(ids[0]!));
    expect(first.body.total).toMatchObject({ between: 100_000_000, outside: 40_000_000, bought: 50_000_000 });
    expect((await api.get('/v1/reports/turnover?region=35.79.02.2008', admin)).status).toBe(400);
    expect((await api.get('/v1/reports/turnover?from=2020-01', admin)).status).toBe(400);
  });

  test('every report comes as a spreadsheet with titles and the same number of cells in every line', async () => {
    for (const name of [
      'pipeline',
      'turnover',
      'readiness',
      'formation',
      'coverage',
      'unmet-demand',
      'local-spending',
      'promises',
    ]) {
      const { status, text } = await api.get(`/v1/reports/${name}?format=csv`, organizerOf('35.79'));
      expect(status).toBe(200);
      expect(text).toMatch(/^\uFEFF?"bagian \(section\)","kode \(code\)","nama \(name\)"/);
      expect(text).toContain('"35.79","Kota Batu"');
      // A strict reader: it refuses a line with other than six cells.
      expect(parse(text, { bom: true, columns: true }).length, name).toBeGreaterThan(1);
    }
  });
});

describe('in a new store', () => {
  beforeEach(begin);
  afterEach(end);

  test('two tons a week for each of Bulog’s partners: granted and fetched against what is due', async () => {
    now = new Date('2025-11-03T03:00:00Z');
    const rice = { ...sphp, deliverTo: '35.14', requirements: {}, partnersWanted: undefined };
    const { buyerId, offerId } = await offerFrom(api, bulog, rice);
    const villages = [
      '35.14.09.2019',
      '35.14.16.2005',
      '35.14.06.1024',
      '35.14.05.2007',
      '35.14.21.2011',
      '35.14.16.2025',
    ];
    const partners: { cooperativeId: string; partnershipId: string }[] = [];
    for (const village of villages) {
      const cooperativeId = await cooperativeWith(api, `KDMP ${village}`, village);
      partners.push({
        cooperativeId,
        partnershipId: await partnershipAt(api, 'operational', { cooperativeId, buyerId, offerId }),
      });
    }
    for (const { cooperativeId, partnershipId } of partners) {
      const claims = `/v1/partnerships/${partnershipId}/claims`;
      const claim = { period: '2025-W45', amount: 2, unit: 'ton' };
      expect((await api.post(claims, claim, officerOf(cooperativeId))).status).toBe(201);
    }
    const { cooperativeId, partnershipId } = partners[0]!;
    const { items } = (await api.get(`/v1/partnerships/${partnershipId}/claims`, officerOf(cooperativeId)))
      .body;
    const fetched = { amount: 1.5, unit: 'ton' };
    const deliver = `/v1/partnerships/${partnershipId}/claims/${items[0].id}/delivery`;
    expect((await api.post(deliver, fetched, officerOf(cooperativeId))).status).toBe(200);
    await api.settle();
    now = new Date('2025-11-09T03:00:00Z');

    const body = await report('promises?from=2025-11', '35.14');
    expect(body.count).toBe(6);
    expect(body.byBuyer).toMatchObject([
      { id: buyerId, promises: 6, unit: 'kg', due: 12_000, delivered: 1500 },
    ]);
    expect(
      body.partnerships.find((one: { partnershipId: string }) => one.partnershipId === partnershipId),
    ).toMatchObject({
      promised: { by: 'quota', quantity: { amount: 2, unit: 'ton', per: 'week' }, from: '2025-11-03' },
      due: 2000,
      delivered: 1500,
      percent: 75,
      quota: { requested: 2000, granted: 2000, fetched: 1500 },
    });
    const bulogs = await api.get('/v1/reports/promises?from=2025-11', buyerOf(buyerId));
    expect(bulogs.body.byBuyer).toEqual(body.byBuyer);
    const own = await api.get('/v1/reports/promises?from=2025-11', officerOf(cooperativeId));
    expect(own.body.count).toBe(1);

    const outlets = await report('coverage?outlet=rice-sphp', '35.14');
    expect(outlets).toMatchObject({ villages: 365, covered: 6, withCooperative: 6 });
    expect(outlets.missing).toHaveLength(359);
    const unmet = await report('unmet-demand?from=2025-11', '35.14');
    expect(unmet.claims).toEqual([
      {
        commodity: 'rice-sphp',
        unit: 'kg',
        claims: 6,
        short: 0,
        requested: 12_000,
        granted: 12_000,
        unmet: 0,
      },
    ]);
  });

  test('a distribution that was only tried before it began promises what is granted', async () => {
    now = new Date('2025-11-03T03:00:00Z');
    const rice = {
      ...sphp,
      deliverTo: '35.79',
      regions: ['35.79'],
      requirements: {},
      partnersWanted: undefined,
    };
    const { buyerId, offerId } = await offerFrom(api, bulog, rice);
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', []);
    const partnershipId = await operate(api, offerId, cooperativeId, buyerId);
    const claim = { period: '2025-W45', amount: 1.2, unit: 'ton' };
    const claims = `/v1/partnerships/${partnershipId}/claims`;
    expect((await api.post(claims, claim, officerOf(cooperativeId))).status).toBe(201);
    await api.settle();
    const { partnerships } = await report('promises?from=2025-11', '35.79');
    expect(partnerships).toMatchObject([
      { promised: { by: 'granted' }, unit: 'kg', due: 1200, delivered: 0, percent: 0 },
    ]);
  });

  test('a purchase without a partner is unmet demand where it is to be delivered, until somebody supplies it', async () => {
    const trader = { name: 'Mitra Kaltim', kind: 'private', regionCode: '64.72' };
    const { buyerId, offerId } = await offerFrom(api, trader, { ...cabbage, requirements: {} });
    await api.settle();
    now = new Date('2025-11-12T03:00:00Z');
    const unmet = await report('unmet-demand', '64');
    expect(unmet.offers).toMatchObject([
      { offerId, commodity: 'cabbage', partners: 0, daysOpen: 10, normalised: { amount: 3000, unit: 'kg' } },
    ]);
    expect((await report('unmet-demand', '35')).count).toBe(0);
    expect((await api.get('/v1/reports/unmet-demand', buyerOf(buyerId))).body.count).toBe(1);
    const cooperativeId = await cooperativeWith(api, 'KDMP Sumberejo', '35.79.01.2005', []);
    await operate(api, offerId, cooperativeId, buyerId);
    await api.settle();
    expect((await report('unmet-demand', '64')).count).toBe(0);
  });
});
