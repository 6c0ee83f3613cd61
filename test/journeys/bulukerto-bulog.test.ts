/**
 * Bulukerto and Bulog, from the mock-up in the news of 2 November 2025 to two tons of rice a week: proposed, tried with dates and a result,
 * operational, drawn on week by week within its storage; what was not taken lapses, what was given back is there again; Bulog and the office
 * see what was asked for, granted and left. With the five other partners it is twelve tons a week.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sphp } from '../support/offers.ts';
import { cooperativeWith, offerFrom, operate } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const papers = ['legalEntity', 'nib', 'npwp'];
const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const rice = { ...sphp, title: 'Beras SPHP 2 ton per minggu', deliverTo: '35', regions: ['35'] };

onEveryStore('Bulukerto and Bulog', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-10-06T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const done = async (path: string, body: object, as: Caller) => {
    const { status, text, body: answer } = await api.post(path, body, as);
    expect([200, 201], `${path}: ${text}`).toContain(status);
    return answer;
  };

  test('go from the mock-up to a ton and a half of rice every week', async () => {
    const { buyerId, offerId } = await offerFrom(api, bulog, rice);
    const storage = [{ unit: 'warehouse', capacity: { amount: 3, unit: 'ton' } }];
    const bulukerto = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', papers, { storage });
    const [officer, buyer, office] = [officerOf(bulukerto), buyerOf(buyerId), organizerOf('35.79')];

    // The village asks, Bulog agrees to talk, and both set the dates of a mock-up.
    const { id } = await done('/v1/partnerships', { offerId, cooperativeId: bulukerto }, officer);
    const [stage, claims] = [`/v1/partnerships/${id}/stage`, `/v1/partnerships/${id}/claims`];
    await done(stage, { to: 'negotiating' }, buyer);
    const trial = { from: '2025-10-08', until: '2025-11-02' };
    await done(stage, { to: 'trial', trial }, officer);
    await done(stage, { to: 'trial', trial }, buyer);
    const week45 = { period: '2025-W45', amount: 2, unit: 'ton' };
    expect((await api.post(claims, week45, officer)).body.detail).toContain('The partnership is trial');

    // Monday, 3 November: the mock-up has passed, rice may flow.
    now = new Date('2025-11-03T02:00:00Z');
    const running = await done(stage, { to: 'operational', note: 'Gerai siap, laku 1,8 ton' }, buyer);
    expect(running.trial).toEqual({ ...trial, passed: true });

    // Two tons and no more; half a ton comes at once, and by Friday it is sold.
    const first = await done(claims, week45, officer);
    expect(first).toMatchObject({ requested: 2000, granted: 2000, status: 'open' });
    expect((await api.post(claims, { ...week45, amount: 0.1 }, officer)).status).toBe(409);
    const claim = `${claims}/${first.id}`;
    await done(`${claim}/delivery`, { amount: 500, unit: 'kg' }, officer);
    now = new Date('2025-11-07T02:00:00Z');
    await done(`${claim}/clearing`, { amount: 500, unit: 'kg' }, officer);

    // One and a half tons are still to come (complaint W-13), and the warehouse holds three: next week two tons would not fit.
    const open = (await api.get(`${claims}?open=true`, office)).body.items;
    expect(open).toMatchObject([{ id: first.id, delivered: 500, openDays: 4 }]);
    // Bulog and the village see it among all that waits, over all their partnerships.
    for (const as of [buyer, officer]) {
      expect((await api.get('/v1/claims', as)).body.items).toMatchObject([{ id: first.id, openDays: 4 }]);
    }
    const ofBulog = `/v1/claims?buyer=${buyerId}`;
    expect((await api.get(ofBulog, office)).body.items).toHaveLength(1);
    expect((await api.get(ofBulog, organizerOf('35.14'))).body.items).toEqual([]);
    expect((await api.get('/v1/claims', office)).status).toBe(400);
    const tooMuch = await api.post(claims, { ...week45, period: '2025-W46' }, officer);
    expect(tooMuch.body.errors[0].detail).toBe(
      'storage: sisa 1.500 kg dari 3.000 kg (1500 kg of 3000 kg is left)',
    );
    const next = { period: '2025-W46', amount: 40, unit: 'karung', content: { amount: 50, unit: 'kg' } };
    const second = await done(claims, { ...next, acceptLess: true }, officer);
    expect(second).toMatchObject({ asked: { amount: 40, unit: 'karung' }, requested: 2000, granted: 1500 });

    // The lorry holds a ton: Bulog says so. What the village cannot use it gives back, and can ask for again.
    const reason = 'Satu truk hanya memuat satu ton';
    await done(`${claims}/${second.id}/correction`, { amount: 1, unit: 'ton', reason }, buyer);
    const given = { amount: 300, unit: 'kg', reason: 'Gudang penuh minggu ini' };
    expect(await done(`${claims}/${second.id}/release`, given, officer)).toMatchObject({
      granted: 1000,
      released: 300,
    });
    const quota = async (period: string, as = buyer) =>
      (await api.get(`/v1/offers/${offerId}/quota?period=${period}`, as)).body;
    expect((await quota('2025-W46')).partners).toMatchObject([
      { requested: 2000, granted: 1000, released: 300, drawn: 700, left: 1300 },
    ]);
    await done(claims, { period: '2025-W46', amount: 300, unit: 'kg' }, officer);

    // Sunday night in Batu the week ends, and with it what nobody drew.
    now = new Date('2025-11-16T16:59:59Z');
    await done(claims, { period: '2025-W46', amount: 100, unit: 'kg' }, officer);
    now = new Date('2025-11-16T17:00:00Z');
    expect((await api.post(claims, { period: '2025-W46', amount: 100, unit: 'kg' }, officer)).status).toBe(
      422,
    );
    await done(`${claim}/clearing`, { amount: 1.5, unit: 'ton' }, officer);
    expect(await quota('2025-W47', officer)).toMatchObject({ share: 2000, drawn: 0 });
    const week47 = { period: '2025-W47', amount: 2, unit: 'ton' };
    expect((await api.post(claims, { ...week47, amount: 2.9 }, officer)).status).toBe(409);
    await done(claims, { ...week47, amount: 1.9 }, officer);

    // Bulog checks its stock: while it does, nothing is drawn, and what is open can still arrive.
    await done(stage, { to: 'paused', note: 'Stok gudang diperiksa' }, buyer);
    expect((await api.post(claims, { ...week47, amount: 0.1 }, officer)).status).toBe(409);
    await done(`${claims}/${second.id}/delivery`, {}, officer);

    // The office of Batu sees its own; that of another regency knows of nothing.
    const seen = await quota('2025-W46', office);
    expect(seen).toMatchObject({ from: '2025-11-10', until: '2025-11-16', granted: 1400, released: 300 });
    expect((await api.get(`${claims}/${second.id}`, organizerOf('35.14'))).status).toBe(404);
    const acts = (await api.get(`${claims}/${second.id}`, office)).body.history as { act: string }[];
    expect(acts.map(({ act }) => act)).toEqual(['granted', 'corrected', 'released', 'delivered']);
  });

  test('six partners draw twelve tons a week, and a seventh finds nothing; all 365 would be 730', async () => {
    const { buyerId, offerId } = await offerFrom(api, bulog, { ...rice, partnersWanted: 7 });
    // The six places in Kabupaten Pasuruan that the news names, and one more.
    const places = ['09.2019', '16.2005', '06.1024', '05.2007', '21.2011', '16.2025', '05.2008'];
    const partners = [];
    for (const [n, place] of places.entries()) {
      const id = await cooperativeWith(api, `KDMP ${n}`, `35.14.${place}`, papers);
      partners.push({ id, claims: `/v1/partnerships/${await operate(api, offerId, id, buyerId)}/claims` });
    }
    const ask = { period: '2025-W41', amount: 2, unit: 'ton' };
    const answers = await Promise.all(partners.map(({ id, claims }) => api.post(claims, ask, officerOf(id))));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(6);
    expect(statuses.filter((status) => status === 409)).toHaveLength(1);
    const { body } = await api.get(`/v1/offers/${offerId}/quota`, buyerOf(buyerId));
    expect(body).toMatchObject({ period: '2025-W41', share: 2000, total: 12_000, drawn: 12_000, left: 0 });
    expect(body.partners).toHaveLength(7);
    expect((365 * body.share) / 1000).toBe(730);
  });
});
