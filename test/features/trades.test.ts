/** Trades as the field tells of them: delivered against ordered, confirmed by both, corrected, paid, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { actingFor, cooperativeWith, offerFrom, partnershipAt } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('a trade', (open) => {
  let api: TestApi;
  let now: Date;
  let gunungsari: string;
  let margoMakmur: string;
  let market: string;
  beforeEach(async () => {
    now = new Date('2025-11-05T03:00:00Z');
    api = await openApi(open, () => now);
    gunungsari = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002');
    margoMakmur = await cooperativeWith(api, 'Koperasi Margo Makmur Mandiri', '35.79.02.2004', [], {
      kind: 'other',
    });
    const buyer = { name: 'Pasar Segar Samarinda', kind: 'private', regionCode: '64.72' };
    market = (await api.post('/v1/buyers', buyer, admin)).body.id;
  });
  afterEach(() => api.close());

  const milk = () => ({
    sellerId: gunungsari,
    buyerId: margoMakmur,
    commodity: 'milk-fresh',
    quantity: { amount: 140, unit: 'liter' },
    ordered: { amount: 150, unit: 'liter' },
    totalPrice: 1_120_000,
    deliveredOn: '2025-11-03',
    orderedFor: '2025-11-03',
  });
  const recorded = async (body: object, as: string) => {
    const { status, text, body: made } = await api.post('/v1/trades', body, actingFor(as));
    expect(status, text).toBe(201);
    return made;
  };
  const confirm = (id: string, as: string) => api.post(`/v1/trades/${id}/confirm`, {}, actingFor(as));

  test('is one side’s word until the other confirms it, and keeps what was ordered beside what came', async () => {
    const made = await recorded(milk(), gunungsari);
    expect(made).toMatchObject({
      kind: 'sale',
      state: 'recorded',
      sellerName: 'KDMP Gunungsari',
      buyerKind: 'cooperative',
      regionCodes: { seller: '35.79.02.2002', buyer: '35.79.02.2004' },
      normalised: {
        quantity: { amount: 140, unit: 'liter' },
        ordered: { amount: 150, unit: 'liter' },
        unitPrice: { amount: 8000, per: 'liter' },
      },
      warnings: [],
    });
    // Saying it twice does not make it two words.
    const again = await confirm(made.id, gunungsari);
    expect([again.body.state, again.body.history.length]).toEqual(['recorded', 1]);
    const both = await confirm(made.id, margoMakmur);
    expect(both.body.state).toBe('confirmed');
    expect((await api.get(`/v1/trades/${made.id}`, organizerOf('35.79'))).body).toEqual(both.body);
  });

  test('counts nowhere while a side disputes it, and stands corrected once both say so', async () => {
    const { id } = await recorded(milk(), gunungsari);
    const reason = 'Yang datang 120 liter';
    const disputed = await api.post(`/v1/trades/${id}/dispute`, { reason }, officerOf(margoMakmur));
    expect(disputed.body).toMatchObject({ state: 'disputed', dispute: { by: 'buyer', reason } });
    // The seller cannot take away what the buyer says.
    expect((await confirm(id, gunungsari)).body.state).toBe('disputed');
    const silent = await api.patch(
      `/v1/trades/${id}`,
      { quantity: { amount: 120, unit: 'liter' } },
      officerOf(gunungsari),
    );
    expect([silent.status, silent.body.errors[0].pointer]).toEqual([422, '#/reason']);
    const correction = {
      quantity: { amount: 120, unit: 'liter' },
      totalPrice: 960_000,
      reason: 'Salah baca takaran',
    };
    const corrected = await api.patch(`/v1/trades/${id}`, correction, officerOf(gunungsari));
    expect(corrected.body).toMatchObject({ state: 'recorded', totalPrice: 960_000 });
    expect(corrected.body.history.at(-1)).toMatchObject({
      by: 'seller',
      did: 'corrected',
      reason: 'Salah baca takaran',
      before: { quantity: { amount: 140, unit: 'liter' }, totalPrice: 1_120_000 },
    });
    expect((await confirm(id, margoMakmur)).body.state).toBe('confirmed');
  });

  test('is paid when the seller says so; the buyer’s word alone is kept and waits', async () => {
    const { id } = await recorded(milk(), gunungsari);
    await confirm(id, margoMakmur);
    const unpaid = () => api.get('/v1/trades?unpaid=true', officerOf(gunungsari));
    expect((await unpaid()).body.items).toHaveLength(1);
    const said = await api.patch(`/v1/trades/${id}`, { paidOn: '2025-11-05' }, officerOf(margoMakmur));
    expect(said.body).toMatchObject({ paidOn: '2025-11-05', state: 'confirmed' });
    expect(said.body.paymentConfirmedAt).toBeUndefined();
    expect((await unpaid()).body.items).toHaveLength(1);
    const received = await confirm(id, gunungsari);
    expect(received.body.paymentConfirmedAt).toBe(now.toISOString());
    expect((await unpaid()).body.items).toEqual([]);
    const tomorrow = await api.patch(`/v1/trades/${id}`, { paidOn: '2025-11-06' }, officerOf(gunungsari));
    expect([tomorrow.status, tomorrow.body.detail]).toEqual([422, 'paidOn: is after today, 2025-11-05']);
  });

  test('entered by an office is nobody’s word: both sides confirm it', async () => {
    const { status, body: made } = await api.post('/v1/trades', milk(), organizerOf('35.79'));
    expect([status, made.confirmed]).toEqual([201, {}]);
    expect((await confirm(made.id, gunungsari)).body.state).toBe('recorded');
    expect((await confirm(made.id, margoMakmur)).body.state).toBe('confirmed');
    const byOffice = await api.post(`/v1/trades/${made.id}/confirm`, {}, organizerOf('35.79'));
    expect(byOffice.status).toBe(403);
  });

  test('is known to both sides and to the offices of both regions, and to nobody else', async () => {
    const cabbage = {
      sellerId: gunungsari,
      buyerId: market,
      commodity: 'cabbage',
      quantity: { amount: 3, unit: 'ton' },
      totalPrice: 13_500_000,
      deliveredOn: '2025-11-02',
    };
    const { id } = await recorded(cabbage, market);
    const seen = async (as: Parameters<TestApi['get']>[1]) => {
      const listed = (await api.get('/v1/trades', as)).body.items.map((item: { id: string }) => item.id);
      return [(await api.get(`/v1/trades/${id}`, as)).status, listed.includes(id)];
    };
    for (const as of [
      officerOf(gunungsari),
      buyerOf(market),
      organizerOf('35'),
      organizerOf('64.72'),
      admin,
    ]) {
      expect(await seen(as), as.subject).toEqual([200, true]);
    }
    for (const as of [officerOf(margoMakmur), organizerOf('35.14'), organizerOf('64.02')]) {
      expect(await seen(as), as.subject).toEqual([404, false]);
    }
    const stranger = await api.post('/v1/trades', cabbage, officerOf(margoMakmur));
    expect(stranger.status).toBe(403);
  });

  test('is listed by side, partnership, goods, region and day, once where both sides lie in the region', async () => {
    await recorded(milk(), gunungsari);
    await recorded({ ...milk(), deliveredOn: '2025-11-04' }, gunungsari);
    const days = async (query: string, as = organizerOf('35.79')) => {
      const { status, text, body } = await api.get(`/v1/trades?${query}`, as);
      expect(status, text).toBe(200);
      return body.items.map((item: { deliveredOn: string }) => item.deliveredOn.slice(-2)).join(' ');
    };
    expect(await days('')).toBe('03 04');
    expect(await days('region=35')).toBe('03 04');
    expect(await days('region=35.79.02.2004')).toBe('03 04');
    expect(await days(`seller=${gunungsari}`)).toBe('04 03');
    expect(await days(`buyer=${margoMakmur}&from=2025-11-04`)).toBe('04');
    expect(await days('to=2025-11-03&commodity=milk-fresh')).toBe('03');
    expect(await days('commodity=milk-fresh', admin)).toBe('04 03');
    expect(await days('commodity=cabbage', admin)).toBe('');
    expect(await days('', officerOf(margoMakmur))).toBe('04 03');
    // From East Java to Samarinda: once for either province, and once for who sees both.
    await recorded({ ...milk(), buyerId: market, deliveredOn: '2025-11-05' }, gunungsari);
    expect([await days('', organizerOf('35')), await days('', organizerOf('64'))]).toEqual([
      '03 04 05',
      '05',
    ]);
    expect(await days('', admin)).toBe('03 04 05');
  });

  test('refuses what no delivery can be, all at once', async () => {
    const impossible = {
      ...milk(),
      quantity: { amount: 140, unit: 'butir', per: 'week' },
      ordered: { amount: 2, unit: 'jam' },
      deliveredOn: '2025-11-06',
      origin: '99.99',
    };
    const { status, body } = await api.post('/v1/trades', impossible, officerOf(gunungsari));
    expect(status).toBe(422);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(
      expect.arrayContaining([
        '#/quantity/per',
        '#/quantity/unit',
        '#/ordered/unit',
        '#/deliveredOn',
        '#/origin',
      ]),
    );
    const alone = await api.post('/v1/trades', { ...milk(), buyerId: gunungsari }, officerOf(gunungsari));
    expect(alone.body.errors).toMatchObject([{ pointer: '#/buyerId' }]);
    const elsewhere = { ...milk(), partnershipId: 'part_nowhere' };
    expect((await api.post('/v1/trades', elsewhere, officerOf(gunungsari))).body.detail).toBe(
      'partnershipId: is not the id of a partnership between these two',
    );
  });

  test('is refused a price for a trace of goods that no amount of money comes to; beside next to nothing it warns', async () => {
    const priced = (amount: number, totalPrice: number) => {
      const goods = { ...milk(), quantity: { amount, unit: 'liter' }, ordered: undefined, totalPrice };
      return api.post('/v1/trades', goods, actingFor(gunungsari));
    };
    const trace = await priced(0.000001, 1e15);
    expect([trace.status, trace.body.errors[0].pointer]).toEqual([422, '#/totalPrice']);
    expect((await priced(1_000_000, 1)).status).toBe(201);
    const dear = await priced(1, 1e15);
    expect([dear.status, dear.body.warnings[0].kind]).toEqual([201, 'unit-price']);
  });

  test('whose price looks wrong is no measure for others before both sides have confirmed it', async () => {
    const priced = (totalPrice: number) => recorded({ ...milk(), totalPrice }, gunungsari);
    for (let n = 0; n < 4; n += 1) await priced(1_120_000);
    const slip = await priced(112_000_000);
    expect(slip.warnings[0]).toMatchObject({ median: 8000, compared: 4 });
    const next = await priced(112_000_000);
    expect(next.warnings[0]).toMatchObject({ median: 8000, compared: 4 });
    await confirm(next.id, margoMakmur);
    expect((await priced(112_000_000)).warnings[0]).toMatchObject({ median: 8000, compared: 5 });
  });

  test('warns by the price that both sides agreed, and by a single price where it is ten times off', async () => {
    const rice = {
      scheme: 'distribution',
      commodity: 'rice-sphp',
      title: 'Beras SPHP',
      quantity: { amount: 12, unit: 'ton', per: 'week' },
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      price: { amount: 1_130_000, per: 'kuintal' },
      deliverTo: '35.79',
      quota: { amount: 2, unit: 'ton', per: 'week' },
    };
    const { buyerId: bulog, offerId } = await offerFrom(
      api,
      { name: 'Bulog', kind: 'bumn', regionCode: '35' },
      rice,
    );
    const partners = { cooperativeId: gunungsari, buyerId: bulog, offerId };
    const partnershipId = await partnershipAt(api, 'operational', partners);
    const delivery = {
      sellerId: bulog,
      buyerId: gunungsari,
      commodity: 'rice-sphp',
      quantity: { amount: 1.5, unit: 'ton' },
      totalPrice: 16_950_000,
      deliveredOn: '2025-11-05',
      partnershipId,
    };
    expect((await recorded(delivery, bulog)).warnings).toEqual([]);
    const odd = await recorded({ ...delivery, totalPrice: 169_500_000 }, bulog);
    expect(odd.warnings).toEqual([
      {
        kind: 'unit-price',
        median: 11_300,
        compared: 1,
        detail: {
          id: 'Rp 113.000 per kg: 10 kali di atas harga yang disepakati, Rp 11.300; periksa jumlah dan harganya',
          en: 'Rp 113,000 per kg: 10 times above the agreed price, Rp 11,300; check amount and price',
        },
      },
    ]);
    const change = { totalPrice: 1_695_000, reason: 'Angka nol berlebih' };
    const { body } = await api.patch(`/v1/trades/${odd.id}`, change, buyerOf(bulog));
    expect(body.warnings[0].detail.en).toBe(
      'Rp 1,130 per kg: 10 times below the agreed price, Rp 11,300; check amount and price',
    );

    // Of milk one price is known: twice as dear is dear, eleven times is a slip.
    await recorded(milk(), gunungsari);
    expect((await recorded({ ...milk(), totalPrice: 2_240_000 }, gunungsari)).warnings).toEqual([]);
    const [slip] = (await recorded({ ...milk(), totalPrice: 24_640_000 }, gunungsari)).warnings;
    expect(slip.detail.en).toBe(
      'Rp 176,000 per liter: 14.7 times above the median Rp 12,000 of 2 other prices; check amount and price',
    );
    await confirm((await recorded({ ...milk(), commodity: 'milk-pasteurised' }, gunungsari)).id, margoMakmur);
    const free = { ...milk(), commodity: 'milk-pasteurised', totalPrice: 0 };
    expect((await recorded(free, gunungsari)).warnings[0].detail.en).toBe(
      'Rp 0 per liter, far from the only other price, Rp 8,000; check amount and price',
    );
  });
});

onEveryStore('trade around the holding CooSAE', (open) => {
  let api: TestApi;
  const holding = { name: 'CooSAE', kind: 'holding', regionCode: '35.79', form: 'multi-stakeholder' };
  beforeEach(async () => {
    api = await openApi(open, () => new Date('2025-11-05T03:00:00Z'));
  });
  afterEach(() => api.close());

  test('tells apart what members trade with each other, hand to the holding, and what it sells on', async () => {
    const coosae = (await api.post('/v1/cooperatives', holding, admin)).body.id;
    const member = (name: string, code: string) =>
      cooperativeWith(api, name, code, [], { holdingId: coosae });
    const [bulukerto, tlekung] = [
      await member('KDMP Bulukerto', '35.79.02.2008'),
      await member('KDMP Tlekung', '35.79.03.2004'),
    ];
    const outside = await cooperativeWith(api, 'KDMP Wonokerto', '35.14.09.2019');
    const trade = async (sellerId: string, buyerId: string, more: object = {}) =>
      api.post(
        '/v1/trades',
        {
          sellerId,
          buyerId,
          commodity: 'potato',
          quantity: { amount: 1, unit: 'ton' },
          totalPrice: 9_000_000,
          deliveredOn: '2025-11-05',
          ...more,
        },
        actingFor(sellerId),
      );
    const between = (await trade(bulukerto, tlekung)).body;
    expect([between.kind, between.holdingId]).toEqual(['sale', coosae]);
    const handed = (await trade(bulukerto, coosae)).body;
    expect([handed.kind, handed.holdingId]).toEqual(['transfer', undefined]);
    expect(handed.holdings).toEqual({ seller: coosae, buyer: coosae });
    const soldOn = (await trade(coosae, outside)).body;
    expect([soldOn.kind, soldOn.holdings]).toEqual(['sale', { seller: coosae }]);
    // What the holding uses up itself is a sale; what is handed on by a stranger is none.
    expect((await trade(bulukerto, coosae, { kind: 'sale' })).body.kind).toBe('sale');
    const wrong = await trade(outside, coosae, { kind: 'transfer' });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '#/kind']);
    // Before it joined it was no member.
    const earlier = (await trade(bulukerto, tlekung, { deliveredOn: '2025-11-04' })).body;
    expect([earlier.holdingId, earlier.holdings]).toEqual([undefined, {}]);
  });

  test('warns of Rp 20 billion for 288 t of vegetables, and keeps the entry', async () => {
    const coosae = (await api.post('/v1/cooperatives', holding, admin)).body.id;
    const kutaiTimur = await cooperativeWith(api, 'Koperasi Kutai Timur', '64.08.04.2001', [], {});
    for (const [at, amount] of [4000, 4200, 4500, 5000, 5200].entries()) {
      const potential = {
        cooperativeId: coosae,
        commodity: 'cabbage',
        title: `Kubis ${at}`,
        capacity: { amount: 5, unit: 'ton', per: 'week' },
        months: [6, 7],
        price: { amount, per: 'kg' },
      };
      const { status, text } = await api.post('/v1/potentials', potential, admin);
      expect(status, text).toBe(201);
    }
    const deal = {
      sellerId: coosae,
      buyerId: kutaiTimur,
      commodity: 'cabbage',
      quantity: { amount: 288, unit: 'ton' },
      totalPrice: 20_000_000_000,
      deliveredOn: '2025-11-05',
    };
    const { status, body: made } = await api.post('/v1/trades', deal, officerOf(coosae));
    expect(status).toBe(201);
    expect(made.warnings).toEqual([
      {
        kind: 'unit-price',
        median: 4500,
        compared: 5,
        detail: {
          id: 'Rp 69.444 per kg: 15,4 kali di atas nilai tengah Rp 4.500 dari 5 harga lain; periksa jumlah dan harganya',
          en: 'Rp 69,444 per kg: 15.4 times above the median Rp 4,500 of 5 other prices; check amount and price',
        },
      },
    ]);
    const mended = { totalPrice: 1_300_000_000, reason: 'Angka nol berlebih' };
    const { body } = await api.patch(`/v1/trades/${made.id}`, mended, officerOf(coosae));
    expect(body.warnings).toEqual([]);
  });
});
