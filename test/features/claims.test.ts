/** Partners draw on their quota: within their share, the offer's total and their own storage, in their own week. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sphp } from '../support/offers.ts';
import { cooperativeWith, offerFrom, operate } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const rice = { ...sphp, deliverTo: '35.79', regions: ['35.79'], requirements: {}, partnersWanted: undefined };
/** Cylinders of LPG: 25 came where 500 to 1,000 a week were asked for (complaint W-10). */
const lpg = {
  scheme: 'distribution',
  commodity: 'lpg-3kg',
  title: 'LPG 3 kg',
  deliverTo: '35.79',
  quantity: { amount: 300, unit: 'tabung', per: 'week' },
  months: [11, 12],
  quota: { amount: 25, unit: 'tabung', per: 'week' },
};
/** Wednesday of the week 2025-W45. */
const WEDNESDAY = '2025-11-05T03:00:00Z';

onEveryStore('a claim', (open) => {
  let api: TestApi;
  let now: Date;
  let ids: { buyerId: string; offerId: string; cooperativeId: string; partnershipId: string };
  beforeEach(async () => {
    now = new Date(WEDNESDAY);
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  /** Bulukerto draws on Bulog's rice, two tons a week unless said otherwise. */
  async function begin(quota: object = {}, cooperative: object = {}, goods: typeof rice | typeof lpg = rice) {
    const offer = { ...goods, quota: { ...goods.quota, ...quota } };
    const { buyerId, offerId } = await offerFrom(api, bulog, offer);
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', [], cooperative);
    const partnershipId = await operate(api, offerId, cooperativeId, buyerId);
    ids = { buyerId, offerId, cooperativeId, partnershipId };
  }
  const claimsOf = (partnershipId: string) => `/v1/partnerships/${partnershipId}/claims`;
  const officer = () => officerOf(ids.cooperativeId);
  const buyer = () => buyerOf(ids.buyerId);
  const claim = (body: object) =>
    api.post(claimsOf(ids.partnershipId), { period: '2025-W45', unit: 'ton', ...body }, officer());
  const act = (id: string, what: string, body: object, as = officer()) =>
    api.post(`${claimsOf(ids.partnershipId)}/${id}/${what}`, body, as);
  const quota = async (period = '2025-W45', as = buyer()) =>
    (await api.get(`/v1/offers/${ids.offerId}/quota?period=${period}`, as)).body;
  /** Another partner of the offer. */
  const another = async (name: string, regionCode: string): Promise<[string, string]> => {
    const id = await cooperativeWith(api, name, regionCode, []);
    return [id, await operate(api, ids.offerId, id, ids.buyerId)];
  };

  test('draws its partner’s share, and not a gram more', async () => {
    await begin();
    const first = await claim({ amount: 1.5 });
    expect(first.status, first.text).toBe(201);
    expect(first.body).toMatchObject({
      asked: { amount: 1.5, unit: 'ton' },
      unit: 'kg',
      requested: 1500,
      granted: 1500,
      status: 'open',
      draws: [{ period: '2025-W45', amount: 1500 }],
    });
    expect((await api.get(first.headers.get('location')!, buyer())).body).toEqual({
      ...first.body,
      openDays: 0,
    });

    const refused = await claim({ amount: 500.001, unit: 'kg' });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('500 kg of 2000 kg is left of its own share');
    expect(refused.body.errors).toEqual([
      {
        pointer: '#/amount',
        in: 'body',
        detail: 'share: sisa 500 kg dari 2.000 kg (500 kg of 2000 kg is left)',
      },
    ]);
    expect((await claim({ amount: 500, unit: 'kg' })).status).toBe(201);
    expect(await quota()).toMatchObject({
      share: 2000,
      total: 12_000,
      drawn: 2000,
      left: 10_000,
      requested: 2000,
      granted: 2000,
      partners: [{ cooperativeName: 'KDMP Bulukerto', granted: 2000, left: 0, stage: 'operational' }],
    });
    expect((await api.get(claimsOf(ids.partnershipId), officer())).body.items).toHaveLength(2);
  });

  test('says what is left with decimals as each language writes them: to an Indonesian 1.234 kg is more than a ton', async () => {
    await begin();
    await claim({ amount: 1998.766, unit: 'kg' });
    expect((await claim({ amount: 2, unit: 'kg' })).body.errors[0].detail).toBe(
      'share: sisa 1,234 kg dari 2.000 kg (1.234 kg of 2000 kg is left)',
    );
  });

  test('that accepts less gets what is left, and shows what was asked for', async () => {
    await begin({}, {}, lpg);
    const granted = await claim({ amount: 500, unit: 'tabung', acceptLess: true });
    expect(granted.body).toMatchObject({ unit: 'tabung', requested: 500, granted: 25 });
    expect(await quota()).toMatchObject({ requested: 500, granted: 25 });
    const none = await claim({ amount: 500, unit: 'tabung', acceptLess: true });
    expect([none.status, none.body.detail]).toEqual([
      409,
      'No room for 500 tabung: 0 tabung of 25 tabung is left of its own share; 275 tabung of 300 tabung is left of the total of all partners.',
    ]);
  });

  test('stays within the total of all partners', async () => {
    await begin({ total: 3 });
    expect((await claim({ amount: 2 })).status).toBe(201);
    const [id, partnershipId] = await another('KDMP Gunungsari', '35.79.02.2002');
    const body = { period: '2025-W45', amount: 2, unit: 'ton' };
    const refused = await api.post(claimsOf(partnershipId), body, officerOf(id));
    expect(refused.body.errors[0].detail).toBe(
      'total: sisa 1.000 kg dari 3.000 kg (1000 kg of 3000 kg is left)',
    );
    const less = await api.post(claimsOf(partnershipId), { ...body, acceptLess: true }, officerOf(id));
    expect(less.body).toMatchObject({ requested: 2000, granted: 1000 });
    expect(await quota()).toMatchObject({ drawn: 3000, left: 0 });
  });

  test.each([
    [3, 'week', 3000, 'total of all partners'],
    [3, 'month', 3000, 'quantity of the offer'],
    [3, 'once', 3000, 'quantity of the offer'],
    [0.5, 'day', 3500, 'total of all partners'],
  ])('stays within a quantity of %d ton (%s) where no total is stated', async (amount, per, most, name) => {
    await begin({ total: undefined }, {}, { ...rice, quantity: { amount, unit: 'ton', per } });
    expect((await claim({ amount: 2 })).status).toBe(201);
    const [id, partnershipId] = await another('KDMP Gunungsari', '35.79.02.2002');
    const body = { period: '2025-W45', amount: 2, unit: 'ton' };
    const refused = await api.post(claimsOf(partnershipId), body, officerOf(id));
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      `No room for 2000 kg: ${most - 2000} kg of ${most} kg is left of the ${name}. Ask for ${most - 2000} kg, or accept less.`,
    ]);
    const { quantity, ...whole } = await quota();
    expect(quantity ?? whole).toMatchObject({ drawn: 2000, left: most - 2000 });
  });

  test('counts on the offer’s quantity for the year as well, whatever week it is for', async () => {
    // Three tons for 2025: the week 2025-W45 draws two of them, the next the third.
    const quantity = { amount: 3, unit: 'ton', per: 'year' };
    await begin({ total: undefined }, {}, { ...rice, quantity });
    const first = await claim({ amount: 2 });
    expect(first.body).toMatchObject({ granted: 2000, quantityPeriod: '2025' });
    const refused = await claim({ amount: 2, period: '2025-W46' });
    expect([refused.status, refused.body.errors]).toMatchObject([
      409,
      [{ detail: 'quantity: sisa 1.000 kg dari 3.000 kg (1000 kg of 3000 kg is left)' }],
    ]);
    expect((await claim({ amount: 2, period: '2025-W46', acceptLess: true })).body.granted).toBe(1000);
    expect(await quota('2025-W46')).toMatchObject({
      drawn: 1000,
      quantity: { period: '2025', amount: 3000, drawn: 3000, left: 0 },
    });
    // What is given back of one week can be drawn in another.
    await act(first.body.id, 'release', { amount: 0.5, unit: 'ton', reason: 'Gudang penuh' });
    expect((await claim({ amount: 0.501, period: '2025-W46' })).status).toBe(409);
    const second = await claim({ amount: 0.4, period: '2025-W46' });
    expect(second.status).toBe(201);
    const correct = (amount: number) =>
      act(second.body.id, 'correction', { amount, unit: 'ton', reason: 'Sisa' }, buyer());
    expect((await correct(0.6)).body.errors[0].detail).toMatch(/^quantity: sisa 100 kg/);
    expect((await correct(0.5)).status).toBe(200);

    // 29 December begins the week 2026-W01, and is of 2025; the week after is of the new year.
    now = new Date('2025-12-29T03:00:00Z');
    expect((await claim({ amount: 0.001, period: '2026-W01' })).status).toBe(409);
    expect((await claim({ amount: 2, period: '2026-W02' })).body).toMatchObject({ quantityPeriod: '2026' });

    // A quantity for another period is another count: what was granted under the one before does not grow by it.
    const changed = { quantity: { amount: 9, unit: 'ton', per: 'once' } };
    expect((await api.patch(`/v1/offers/${ids.offerId}`, changed, buyer())).status).toBe(200);
    expect((await correct(0.6)).body.detail).toContain('is for another period since: make a new claim');
    expect((await correct(0.3)).status).toBe(200);
    expect((await quota('2026-W01')).quantity).toMatchObject({ period: 'once', amount: 9000, drawn: 0 });
  });

  test('stays within the partner’s own storage until it is sold on', async () => {
    // In parts of 0.5 to 1 ton, as storage allows (W-02): a room of one ton, and one that holds no kilograms.
    const storage = [
      { unit: 'warehouse', capacity: { amount: 0.6, unit: 'ton' } },
      { unit: 'kg', capacity: 400 },
      { unit: 'liter', capacity: 5000 },
    ];
    await begin({}, { storage });
    const first = await claim({ amount: 1 });
    expect(first.status).toBe(201);
    const refused = await claim({ amount: 1 });
    expect(refused.body.errors[0].detail).toMatch(/^storage: sisa 0 kg dari 1.000 kg/);
    expect((await act(first.body.id, 'delivery', {})).body).toMatchObject({ status: 'delivered' });
    expect((await claim({ amount: 1 })).status).toBe(409);
    const sold = await act(first.body.id, 'clearing', { amount: 250, unit: 'kg' });
    expect(sold.body).toMatchObject({ cleared: 250, status: 'delivered' });
    expect((await claim({ amount: 250, unit: 'kg' })).status).toBe(201);
    expect((await act(first.body.id, 'clearing', {})).body).toMatchObject({
      cleared: 1000,
      status: 'cleared',
    });
    // Now it is the share again: 2,000 less 1,250.
    expect((await claim({ amount: 751, unit: 'kg' })).body.errors).toHaveLength(2);
    expect((await claim({ amount: 750, unit: 'kg' })).status).toBe(201);
  });

  test('can be for this week or the next, by the calendar of the village', async () => {
    await begin();
    // 23:59 on Sunday in Batu, and midnight.
    now = new Date('2025-11-09T16:59:59Z');
    expect((await claim({ amount: 2 })).status).toBe(201);
    expect((await claim({ amount: 1, period: '2025-W46' })).status).toBe(201);
    now = new Date('2025-11-09T17:00:00Z');
    const over = await claim({ amount: 1 });
    expect([over.status, over.body.errors[0].pointer]).toEqual([422, '#/period']);
    expect(over.body.detail).toContain('2025-W46 (now) or 2025-W47');
    expect((await claim({ amount: 1.001, period: '2025-W46' })).status).toBe(409);
    expect((await claim({ amount: 1, period: '2025-W46' })).status).toBe(201);
    expect((await claim({ amount: 1, period: '2025-11' })).status).toBe(422);
    expect((await claim({ amount: 1, period: '2025-W48' })).status).toBe(422);
  });

  test('does not get what was left of last week, unless the terms let it roll over', async () => {
    await begin();
    expect((await claim({ amount: 0.5 })).status).toBe(201);
    now = new Date('2025-11-12T03:00:00Z');
    expect((await claim({ amount: 2.5, period: '2025-W46' })).status).toBe(409);
    const offer = `/v1/offers/${ids.offerId}`;
    const terms = { amount: 2, unit: 'ton', per: 'week', total: 12, rollover: 1 };
    expect((await api.patch(offer, { quota: terms }, buyer())).status).toBe(200);
    // The 1.5 tons of last week first, for they are gone the week after.
    expect((await claim({ amount: 2.5, period: '2025-W46' })).body.draws).toEqual([
      { period: '2025-W45', amount: 1500 },
      { period: '2025-W46', amount: 1000 },
    ]);
    expect((await quota('2025-W46')).partners[0]).toMatchObject({ granted: 2500, drawn: 1000, left: 1000 });
    expect((await quota('2025-W45')).partners[0]).toMatchObject({ granted: 500, drawn: 2000, left: 0 });
    // What is left of this week is not left over before it is over.
    expect((await claim({ amount: 2.001, period: '2025-W47' })).status).toBe(409);
    now = new Date('2025-11-19T03:00:00Z');
    expect((await claim({ amount: 3, period: '2025-W47' })).status).toBe(201);
    expect((await claim({ amount: 0.001, period: '2025-W47' })).status).toBe(409);
  });

  test('is told what it can claim now and what bounds that, before a claim is refused', async () => {
    await begin(
      { rollover: 1 },
      { storage: [{ unit: 'warehouse', capacity: { amount: 2.5, unit: 'ton' } }] },
    );
    const told = async (period?: string) => (await quota(period, officer())).partners[0];
    expect(await told()).toMatchObject({ left: 2000, claimable: { amount: 2000, boundBy: ['share'] } });
    expect((await claim({ amount: 2 })).status).toBe(201);
    // The room of the partner is smaller than what is left of its share.
    const next = '2025-W46';
    expect(await told(next)).toMatchObject({ left: 2000, claimable: { amount: 500, boundBy: ['storage'] } });
    expect((await claim({ amount: 0.6, period: next })).status).toBe(409);
    expect((await claim({ amount: 0.5, period: next })).status).toBe(201);
    expect((await told()).claimable).toEqual({ amount: 0, boundBy: ['share', 'storage'] });
    const reason = 'period: can be 2025-W45 (now) or 2025-W46, by the calendar of 35.79.02.2008';
    expect((await told('2025-W44')).claimable).toEqual({ amount: 0, reason });
    await api.post(`/v1/partnerships/${ids.partnershipId}/stage`, { to: 'paused', note: 'Stok' }, buyer());
    expect((await told()).claimable).toMatchObject({
      amount: 0,
      reason: expect.stringContaining('is paused'),
    });
    expect((await quota()).partners[0]).not.toHaveProperty('claimable');
  });

  test('leaves no second share beside it: the period of a quota stays while partners draw on it', async () => {
    await begin();
    expect((await claim({ amount: 2 })).status).toBe(201);
    const change = (quota: object | null) => api.patch(`/v1/offers/${ids.offerId}`, { quota }, buyer());
    const monthly = { amount: 8, unit: 'ton', per: 'month' };
    for (const quota of [monthly, null]) {
      const refused = await change(quota);
      expect([refused.status, refused.body.errors]).toMatchObject([409, [{ pointer: '#/quota' }]]);
      expect(refused.body.detail).toContain('for another period or unit post another offer');
    }
    expect((await change({ amount: 2500, unit: 'kg', per: 'week', rollover: 2 })).status).toBe(200);
    expect((await claim({ amount: 0.5 })).status).toBe(201);
    const end = { to: 'ended', withOpenBalance: true };
    await api.post(`/v1/partnerships/${ids.partnershipId}/stage`, end, buyer());
    expect((await change(monthly)).status).toBe(200);
  });

  test('is counted in the unit of the quota, exactly', async () => {
    await begin();
    expect(
      (await claim({ amount: 10, unit: 'karung', content: { amount: 50, unit: 'kg' } })).body,
    ).toMatchObject({ requested: 500, unit: 'kg' });
    const wrong = await claim({ amount: 10, unit: 'liter' });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '#/unit']);
    expect((await claim({ amount: 10, unit: 'karung' })).status).toBe(422);
    const fine = await claim({ amount: 0.0001, unit: 'kg' });
    expect([fine.status, fine.body.errors[0].pointer]).toEqual([422, '#/amount']);
    expect((await claim({ amount: 100.1, unit: 'g' })).status).toBe(422);
    for (let n = 0; n < 3; n += 1) expect((await claim({ amount: 0.1, unit: 'kg' })).status).toBe(201);
    expect((await quota()).drawn).toBe(500.3);
  });

  test('is refused while the partnership is paused, and before it is operational', async () => {
    await begin();
    const stage = `/v1/partnerships/${ids.partnershipId}/stage`;
    await api.post(stage, { to: 'paused', note: 'Stok gudang diperiksa' }, buyer());
    const paused = await claim({ amount: 1 });
    expect([paused.status, paused.body.detail]).toEqual([
      409,
      'The partnership is paused (Stok gudang diperiksa); a quota is drawn on while it is operational.',
    ]);
    await api.post(stage, { to: 'operational' }, buyer());
    expect((await claim({ amount: 1 })).status).toBe(201);
  });

  test('is given back by the partner, with a reason, and can be claimed again', async () => {
    await begin();
    const { id } = (await claim({ amount: 2 })).body;
    await act(id, 'delivery', { amount: 0.5, unit: 'ton' });
    expect((await act(id, 'release', { amount: 1.6, unit: 'ton', reason: 'Gudang penuh' })).body.detail).toBe(
      'Only 1500 kg of it can be given back.',
    );
    expect((await act(id, 'release', {})).status).toBe(422);
    const released = await act(id, 'release', { reason: 'Gudang penuh minggu ini' });
    expect(released.body).toMatchObject({
      granted: 2000,
      released: 1500,
      delivered: 500,
      status: 'delivered',
      draws: [{ period: '2025-W45', amount: 500 }],
    });
    expect((released.body.history as object[]).at(-1)).toMatchObject({
      act: 'released',
      by: 'cooperative',
      amount: 1500,
      reason: 'Gudang penuh minggu ini',
    });
    expect((await act(id, 'release', { reason: 'Lagi' })).status).toBe(409);
    expect((await claim({ amount: 1.5 })).status).toBe(201);
    expect(await quota()).toMatchObject({ drawn: 2000, requested: 3500, granted: 3500, released: 1500 });
  });

  test('is corrected by the buyer, with a reason, up only where there is room', async () => {
    await begin();
    const { id } = (await claim({ amount: 1 })).body;
    const correct = (amount: number, as = buyer()) =>
      act(id, 'correction', { amount, unit: 'ton', reason: 'Satu truk hanya memuat 1,5 ton' }, as);
    expect((await correct(1.5)).body).toMatchObject({ requested: 1000, granted: 1500 });
    expect((await correct(2.5)).body.errors[0].detail).toMatch(/^share: sisa 500 kg/);
    expect((await correct(1, officer())).status).toBe(403);
    await act(id, 'delivery', { amount: 400, unit: 'kg' }, buyer());
    expect((await correct(0.3)).body.detail).toBe('400 kg of it is delivered or given back already.');
    expect((await correct(0.4)).body).toMatchObject({ granted: 400, status: 'delivered' });
    expect(await quota()).toMatchObject({ drawn: 400 });
    // Also once nothing can be drawn any more.
    await api.post(`/v1/partnerships/${ids.partnershipId}/stage`, { to: 'ended' }, buyer());
    expect((await correct(2)).status).toBe(409);
    expect((await act(id, 'clearing', {})).body).toMatchObject({ status: 'cleared' });
  });

  test('is seen by both sides and their offices; the quota by each as far as it is theirs', async () => {
    await begin();
    const { id } = (await claim({ amount: 2 })).body;
    const [otherId, otherPartnership] = await another('KDMP Gunungsari', '35.79.02.2002');
    const body = { period: '2025-W45', amount: 1, unit: 'ton' };
    await api.post(claimsOf(otherPartnership), body, officerOf(otherId));
    await another('KDMP Tlekung', '35.79.03.2004');
    const strangerId = await cooperativeWith(api, 'KKMP Mangkurawang', '64.02.06.1010', []);
    const one = `${claimsOf(ids.partnershipId)}/${id}`;
    const whole = `/v1/offers/${ids.offerId}/quota?period=2025-W45`;
    for (const caller of [buyer(), officer(), organizerOf('35'), organizerOf('35.79.02')]) {
      expect((await api.get(one, caller)).status, caller.subject).toBe(200);
    }
    for (const caller of [officerOf(strangerId), officerOf(otherId), organizerOf('64'), buyerOf('buy_x')]) {
      expect((await api.get(one, caller)).status, caller.subject).toBe(404);
    }
    const namesFor = async (caller = buyer()) => {
      const { status, body } = await api.get(whole, caller);
      return status === 200
        ? body.partners.map((row: { cooperativeName: string }) => row.cooperativeName)
        : status;
    };
    const all = ['KDMP Gunungsari', 'KDMP Bulukerto', 'KDMP Tlekung'];
    expect(await namesFor()).toEqual(all);
    // The office of the buyer's own town sees its business everywhere; another only what is in its region.
    expect(await namesFor(organizerOf('35.73'))).toEqual(all);
    expect(await namesFor(organizerOf('35.79.03'))).toEqual(['KDMP Tlekung']);
    expect(await namesFor(officer())).toEqual(['KDMP Bulukerto']);
    expect((await api.get(whole, officer())).body).toMatchObject({ drawn: 3000, left: 9000, granted: 2000 });
    expect(await namesFor(officerOf(strangerId))).toBe(404);
    expect(await namesFor(organizerOf('64'))).toBe(404);
    expect((await api.get(`/v1/offers/${ids.offerId}/quota`, buyer())).body.period).toBe('2025-W45');
    expect((await api.get(`/v1/offers/${ids.offerId}/quota?period=2025-11`, buyer())).status).toBe(400);
  });
});
