/**
 * Dadaprejo and RNI, as the news of Kota Batu tells: an outlet with goods on consignment. What is placed stays RNI's until it is
 * sold; the shop keeps its commission, settles each period, and pays when that is due. Over HTTP only.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sugar } from '../support/offers.ts';
import { actingFor, cooperativeWith, offerFrom } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const rni = { name: 'PT Rajawali Nusantara Indonesia', kind: 'bumn', regionCode: '31.74' };

onEveryStore('from goods placed to the money', (open) => {
  let api: TestApi;
  let now: Date;
  let dadaprejo: string;
  let owner: string;
  let partnership: string;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
    dadaprejo = await cooperativeWith(api, 'KKMP Dadaprejo', '35.79.03.1001');
    const { buyerId, offerId } = await offerFrom(api, rni, sugar);
    owner = buyerId;
    const proposal = { offerId, cooperativeId: dadaprejo };
    partnership = (await api.post('/v1/partnerships', proposal, actingFor(dadaprejo))).body.id;
    for (const [as, to] of [
      [owner, 'negotiating'],
      [owner, 'mou'],
      [dadaprejo, 'mou'],
      [owner, 'operational'],
    ] as const) {
      const { status, text } = await api.post(`/v1/partnerships/${partnership}/stage`, { to }, actingFor(as));
      expect(status, text).toBe(200);
    }
  });
  afterEach(() => api.close());

  const path = () => `/v1/partnerships/${partnership}/consignment`;
  const move = (as: string, body: object) => api.post(path(), body, actingFor(as));
  const moved = async (as: string, body: object) => {
    const { status, text, body: after } = await move(as, body);
    expect(status, text).toBe(200);
    return after;
  };
  const kg = (amount: number) => ({ amount, unit: 'kg' });
  const day = (date: string) => (now = new Date(`${date}T03:00:00Z`));

  test('a settlement late in the evening bears the day of the shop, not that of Papua, where tomorrow has begun', async () => {
    day('2025-11-03');
    await moved(owner, { kind: 'placed', on: '2025-11-03', quantity: kg(100) });
    now = new Date('2025-11-30T15:30:00Z');
    await moved(dadaprejo, { kind: 'sold', on: '2025-11-30', quantity: kg(10), takings: 175_000 });
    const { body: trade } = await api.post(`${path()}/settlements`, {}, actingFor(dadaprejo));
    expect(trade).toMatchObject({ deliveredOn: '2025-11-30', consignment: { until: '2025-11-30' } });
  });

  test('Dadaprejo sells what RNI placed, settles it, pays when it is due, and both end with nothing open', async () => {
    // RNI brings four sacks of 50 kg; nothing is paid, and nothing is owed.
    day('2025-11-03');
    const sacks = { amount: 4, unit: 'karung', content: { amount: 50, unit: 'kg' } };
    expect(await moved(owner, { kind: 'placed', on: '2025-11-03', quantity: sacks })).toMatchObject({
      placed: 200,
      left: 200,
      unit: 'kg',
      openBalance: { toSettle: 0, unpaid: 0 },
    });
    // RNI cannot say what was sold in the shop.
    const sale = { kind: 'sold', on: '2025-11-03', quantity: kg(10), takings: 175_000 };
    expect((await move(owner, sale)).status).toBe(409);

    // The shop sells through November; a spoilt bag and what does not sell are entered too.
    day('2025-11-20');
    await moved(dadaprejo, { kind: 'sold', on: '2025-11-10', quantity: kg(70.5), takings: 1_233_750 });
    await moved(dadaprejo, { kind: 'sold', on: '2025-11-20', quantity: kg(49.5), takings: 866_255 });
    await moved(dadaprejo, { kind: 'lost', on: '2025-11-20', quantity: kg(5), reason: 'Karung basah' });
    expect(await moved(dadaprejo, { kind: 'returned', on: '2025-11-20', quantity: kg(20) })).toMatchObject({
      sold: 120,
      left: 55,
      openBalance: { toSettle: 1_890_004, unpaid: 0 },
    });
    // What is not there cannot be sold.
    const tooMuch = await move(dadaprejo, { ...sale, on: '2025-11-20', quantity: kg(55.5) });
    expect([tooMuch.status, tooMuch.body.detail]).toEqual([
      409,
      expect.stringContaining('Only 55 kg are left'),
    ]);
    // The count finds three kilograms less; it stays said until somebody explains it.
    const counted = await moved(dadaprejo, { kind: 'counted', on: '2025-11-20', quantity: kg(52) });
    expect(counted.lastCount).toEqual({ on: '2025-11-20', counted: 52, expected: 55, missing: 3 });

    // The end of the month: takings less a tenth, due thirty days later.
    day('2025-11-30');
    const settled = await api.post(`${path()}/settlements`, {}, actingFor(dadaprejo));
    expect(settled.status, settled.text).toBe(201);
    expect(settled.body).toMatchObject({
      kind: 'consignment',
      sellerId: owner,
      buyerId: dadaprejo,
      quantity: kg(120),
      totalPrice: 1_890_004,
      deliveredOn: '2025-11-30',
      dueOn: '2025-12-30',
      state: 'recorded',
      consignment: {
        from: '2025-11-03',
        until: '2025-11-30',
        placed: 200,
        sold: 120,
        returned: 20,
        lost: 5,
        left: 55,
        takings: 2_100_005,
        commissionPercent: 10,
        commission: 210_001,
      },
    });
    expect(
      (await move(dadaprejo, { kind: 'counted', on: '2025-11-30', quantity: kg(55) })).body,
    ).toMatchObject({
      openBalance: { toSettle: 0, unpaid: 1_890_004 },
      unsettled: { from: '2025-12-01', sold: 0 },
    });
    const nothingMore = await api.post(`${path()}/settlements`, {}, actingFor(owner));
    expect([nothingMore.status, nothingMore.body.detail]).toEqual([
      409,
      expect.stringContaining('Nothing was sold'),
    ]);

    // RNI confirms the figures, the shop pays in time, RNI confirms the money.
    const trade = `/v1/trades/${settled.body.id}`;
    expect((await api.post(`${trade}/confirm`, {}, actingFor(owner))).body.state).toBe('confirmed');
    day('2025-12-20');
    await api.patch(trade, { paidOn: '2025-12-20' }, actingFor(dadaprejo));
    await api.post(`${trade}/confirm`, {}, actingFor(owner));
    await moved(dadaprejo, { kind: 'returned', on: '2025-12-20', quantity: kg(55) });
    expect((await api.get(path(), organizerOf('35.79'))).body).toMatchObject({
      left: 0,
      openBalance: { toSettle: 0, unpaid: 0 },
    });
  });

  test('a wrong entry is taken back, and a disputed settlement is settled anew', async () => {
    day('2025-11-10');
    await moved(owner, { kind: 'placed', on: '2025-11-03', quantity: kg(200) });
    await moved(dadaprejo, { kind: 'sold', on: '2025-11-10', quantity: kg(120), takings: 2_100_000 });
    const settle = () => api.post(`${path()}/settlements`, {}, actingFor(dadaprejo));
    const first = (await settle()).body;
    const [sale] = (await api.get(`${path()}/movements?limit=1`, actingFor(dadaprejo))).body.items;
    const takeBack = (reverses: string) =>
      move(dadaprejo, { kind: 'reversed', on: '2025-11-10', reverses, reason: 'Salah catat' });
    expect((await takeBack(sale.id)).body.detail).toContain('It is settled');
    expect((await takeBack(first.id)).body.detail).toContain('only a disputed one');
    await api.post(`/v1/trades/${first.id}/dispute`, { reason: 'Terjual 100 kg' }, actingFor(dadaprejo));
    expect((await takeBack(first.id)).body).toMatchObject({ settlements: 0, unsettled: { sold: 120 } });
    expect((await takeBack(sale.id)).body).toMatchObject({ sold: 0, left: 200 });
    expect((await takeBack(sale.id)).status).toBe(409);
    await moved(dadaprejo, { kind: 'sold', on: '2025-11-10', quantity: kg(100), takings: 1_750_000 });
    expect((await settle()).body).toMatchObject({ totalPrice: 1_575_000, quantity: kg(100) });
    const old = await api.get(`/v1/trades/${first.id}`, actingFor(owner));
    expect(old.body.state).toBe('withdrawn');
    expect((await api.post(`/v1/trades/${first.id}/confirm`, {}, actingFor(owner))).status).toBe(409);
    expect((await api.get(path(), admin)).body.openBalance).toEqual({ toSettle: 0, unpaid: 1_575_000 });
    // Whoever parts now parts with something open, and it is said.
    const stage = `/v1/partnerships/${partnership}/stage`;
    const refused = await api.post(stage, { to: 'ended' }, actingFor(owner));
    expect([refused.status, refused.body.errors.map(({ detail }: { detail: string }) => detail)]).toEqual([
      409,
      [
        'unpaid: Rp 1.575.000 belum dibayar (Rp 1,575,000 not paid)',
        'goods: 100 kg titipan masih di gerai (consigned goods still in the shop)',
      ],
    ]);
    const ended = await api.post(stage, { to: 'ended', withOpenBalance: true }, actingFor(owner));
    expect(ended.body.openBalance).toEqual({ claims: 0, toSettle: 0, unpaid: 1_575_000, goods: kg(100) });
    expect((await move(owner, { kind: 'placed', on: '2025-11-10', quantity: kg(1) })).status).toBe(409);
    expect((await move(dadaprejo, { kind: 'returned', on: '2025-11-10', quantity: kg(100) })).status).toBe(
      200,
    );
  });

  test('thirty tills at once sell no more than lies in the shop, and what they sell is settled once', async () => {
    day('2025-11-10');
    await moved(owner, { kind: 'placed', on: '2025-11-03', quantity: kg(200) });
    const sale = { kind: 'sold', on: '2025-11-10', quantity: kg(9.7), takings: 169_750 };
    const till = async (at: number) => {
      if (at % 10 === 9) return api.post(`${path()}/settlements`, {}, actingFor(dadaprejo));
      return move(dadaprejo, sale);
    };
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => till(at)));
    expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([]);
    const sold = answers.filter(({ status }) => status === 200).length;
    expect(sold).toBe(20);
    const after = (await api.get(path(), actingFor(owner))).body;
    expect(after).toMatchObject({ sold: 194, left: 6, takings: 20 * 169_750 });
    const trades = (await api.get(`/v1/trades?partnership=${partnership}`, actingFor(owner))).body.items;
    const settled = trades.reduce(
      (sum: number, trade: { consignment: { sold: number } }) => sum + trade.consignment.sold,
      0,
    );
    expect(settled + after.unsettled.sold).toBeCloseTo(194, 9);
  });
});
