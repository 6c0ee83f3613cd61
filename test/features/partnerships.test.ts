/** Partnerships from the proposal to the end, as the news tell of them, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { partnersOf } from '../../shared/partnerships/partnership-store.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { cabbage, loan, sphp, sugar } from '../support/offers.ts';
import { actingFor, anotherOffer, cooperativeWith, offerFrom, verifyPapers } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const BULUKERTO = '35.79.02.2008';
const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const toBatu = { ...sphp, deliverTo: '35.79', regions: ['35.79'], partnersWanted: undefined };

onEveryStore('a partnership', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const pass = (days: number) => (now = new Date(now.getTime() + days * 24 * 60 * 60 * 1000));
  const propose = async (body: object, as: Caller) => {
    const { status, text, body: made } = await api.post('/v1/partnerships', body, as);
    expect(status, text).toBe(201);
    return made;
  };
  const step = (id: string, as: string | Caller, body: object) =>
    api.post(`/v1/partnerships/${id}/stage`, body, typeof as === 'string' ? actingFor(as) : as);
  const taken = async (id: string, as: string | Caller, body: object) => {
    const { status, text, body: after } = await step(id, as, body);
    expect(status, text).toBe(200);
    return after;
  };
  /** Bulukerto and Bulog, agreed to negotiate. */
  const negotiating = async (offer: object = toBatu, papers?: string[]) => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO, papers);
    const { buyerId, offerId } = await offerFrom(api, bulog, offer);
    const { id } = await propose({ offerId, cooperativeId }, officerOf(cooperativeId));
    await taken(id, buyerId, { to: 'negotiating' });
    return { id, cooperativeId, buyerId, offerId };
  };
  const mou = async (offer?: object, papers?: string[]) => {
    const all = await negotiating(offer, papers);
    await taken(all.id, all.buyerId, { to: 'mou' });
    await taken(all.id, all.cooperativeId, { to: 'mou' });
    return all;
  };

  test('is proposed by the cooperative and waits for the buyer, who agrees to negotiate', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO);
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const promise = { quantity: { amount: 2000, unit: 'kg', per: 'week' }, from: '2025-12-01' };
    const sent = { offerId, cooperativeId, note: 'Gerai sudah siap', promise };
    const made = await api.post('/v1/partnerships', sent, officerOf(cooperativeId));
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/partnerships/${made.body.id}`);
    expect(made.body).toMatchObject({
      stage: 'proposed',
      proposedBy: 'cooperative',
      respondBy: '2025-11-16T03:00:00.000Z',
      offerTitle: sphp.title,
      cooperativeName: 'KDMP Bulukerto',
      buyerName: bulog.name,
      promised: { cooperative: promise },
      history: [{ to: 'proposed', by: 'cooperative', note: 'Gerai sudah siap' }],
    });
    // A day and an hour as people say them, not an instant in UTC.
    const { next } = (await api.get(`/v1/partnerships/${made.body.id}/checklist`, officerOf(cooperativeId)))
      .body;
    expect(next).toEqual({
      id: 'Menunggu jawaban pembeli sampai Minggu, 16 November 2025 pukul 10.00 WIB',
      en: 'The buyer should answer by Sunday, 16 November 2025, 10:00 WIB',
    });
    const own = await step(made.body.id, cooperativeId, { to: 'negotiating' });
    expect([own.status, own.body.detail]).toEqual([
      409,
      'You proposed it; it waits for the other side to agree.',
    ]);
    pass(2);
    const agreed = await taken(made.body.id, buyerId, { to: 'negotiating' });
    expect(agreed).toMatchObject({ stage: 'negotiating', stageSince: '2025-11-04T03:00:00.000Z' });
    expect(agreed.respondBy).toBeUndefined();
    expect(agreed.history.at(-1)).toEqual({
      at: '2025-11-04T03:00:00.000Z',
      from: 'proposed',
      to: 'negotiating',
      by: 'buyer',
    });
    expect((await api.get(`/v1/partnerships/${made.body.id}`, buyerOf(buyerId))).body).toEqual(agreed);
  });

  test('is brokered by the office of either side and needs the consent of both', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO);
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const { id } = await propose({ offerId, cooperativeId, note: 'Mitra terdekat' }, organizerOf('35.79'));
    const byOffice = await step(id, organizerOf('35.79'), { to: 'negotiating' });
    expect([byOffice.status, byOffice.body.detail]).toEqual([
      409,
      expect.stringContaining('both sides answer'),
    ]);
    const first = await taken(id, cooperativeId, { to: 'negotiating' });
    expect(first).toMatchObject({ stage: 'proposed', pending: { to: 'negotiating', by: 'cooperative' } });
    expect(await taken(id, cooperativeId, { to: 'negotiating' })).toEqual(first);
    expect(await taken(id, buyerId, { to: 'negotiating' })).toMatchObject({
      stage: 'negotiating',
      proposedBy: 'organizer',
    });
    const elsewhere = await api.post('/v1/partnerships', { offerId, cooperativeId }, organizerOf('64'));
    expect(elsewhere.status).toBe(403);
  });

  test('becomes a MoU when both sides have confirmed the very same text', async () => {
    const { id, buyerId, cooperativeId, offerId } = await negotiating();
    const text = 'Setoran tiap Senin, harga sesuai HET.';
    const asked = await taken(id, buyerId, { to: 'mou', text });
    expect(asked).toMatchObject({ stage: 'negotiating', pending: { to: 'mou', by: 'buyer', text } });
    const other = await taken(id, cooperativeId, { to: 'mou', text: 'Setoran tiap Jumat.' });
    expect(other).toMatchObject({ stage: 'negotiating', pending: { by: 'cooperative' } });
    // The offer changes, so what the cooperative confirmed is not what the buyer would confirm now.
    await api.patch(`/v1/offers/${offerId}`, { price: { amount: 11_500, per: 'kg' } }, buyerOf(buyerId));
    const stale = await step(id, buyerId, { to: 'mou', textHash: other.pending.hash });
    expect([stale.status, stale.body.detail]).toEqual([409, expect.stringContaining('has changed')]);
    const again = await taken(id, buyerId, { to: 'mou' });
    expect(again).toMatchObject({
      stage: 'negotiating',
      pending: { by: 'buyer', text: 'Setoran tiap Jumat.' },
    });
    const both = await taken(id, cooperativeId, { to: 'mou', textHash: again.pending.hash });
    expect(both).toMatchObject({
      stage: 'mou',
      agreement: {
        hash: again.pending.hash,
        terms: { text: 'Setoran tiap Jumat.', price: { amount: 11_500, per: 'kg' }, quota: sphp.quota },
      },
    });
    expect(both.pending).toBeUndefined();
    expect(Object.keys(both.agreement.confirmed).sort()).toEqual(['buyer', 'cooperative']);
  });

  test('becomes no MoU before legal entity and NIB are verified, and says so in both languages', async () => {
    const { id, buyerId, cooperativeId } = await negotiating(toBatu, []);
    const { status, body } = await step(id, buyerId, { to: 'mou' });
    expect(status).toBe(409);
    expect(body.errors.map(({ detail }: { detail: string }) => detail)).toEqual([
      'nib: NIB belum ada: urus dan unggah buktinya (Business number (NIB) is missing: obtain it and upload the proof)',
      'legalEntity: Badan hukum (SK AHU) belum ada: urus dan unggah buktinya (Legal entity (SK AHU) is missing: obtain it and upload the proof)',
    ]);
    await verifyPapers(api, cooperativeId, ['legalEntity', 'nib']);
    await taken(id, buyerId, { to: 'mou' });
    expect(await taken(id, cooperativeId, { to: 'mou' })).toMatchObject({ stage: 'mou' });
  });

  test('of Tlekung and Pertamina has its MoU while the guidelines for LPG are awaited, and operates once they are out', async () => {
    const programme = { name: 'Sub penyalur LPG 3 kg', regions: ['35.79'], guidelines: 'awaited' };
    const programmeId = (await api.post('/v1/programmes', programme, admin)).body.id;
    const lpg = {
      scheme: 'distribution',
      commodity: 'lpg-3kg',
      title: 'LPG 3 kg untuk KDKMP Kota Batu',
      quantity: { amount: 2000, unit: 'tabung', per: 'week' },
      months: [1, 2, 3],
      deliverTo: '35.79',
      requirements: { nib: true, npwp: true },
      programmeId,
    };
    const { id, buyerId, cooperativeId, offerId } = await mou(lpg);
    const early = await step(id, buyerId, { to: 'operational' });
    expect(early.status).toBe(409);
    const lacking = early.body.errors.map(({ detail }: { detail: string }) => detail.split(':')[0]);
    expect(lacking).toEqual(['npwp', 'guidelines', 'quota']);
    const issued = { number: 'KEP-123/DS000/2025', date: '2025-11-01' };
    await api.post(`/v1/programmes/${programmeId}/guidelines`, issued, admin);
    await verifyPapers(api, cooperativeId, ['npwp']);
    const quota = { amount: 200, unit: 'tabung', per: 'week' };
    await api.patch(`/v1/offers/${offerId}`, { quota }, buyerOf(buyerId));
    const byOther = await step(id, cooperativeId, { to: 'operational' });
    expect([byOther.status, byOther.body.detail]).toEqual([409, "The step to operational is the buyer's."]);
    expect(await taken(id, buyerId, { to: 'operational' })).toMatchObject({ stage: 'operational' });
  });

  test('of Bulukerto and Bulog is tried in a mock-up first, with dates that both confirm, and passes', async () => {
    const { id, buyerId, cooperativeId } = await negotiating(toBatu, ['nib', 'npwp']);
    const trial = { from: '2025-11-10', until: '2025-11-30' };
    expect((await taken(id, buyerId, { to: 'trial', trial })).pending).toMatchObject({ to: 'trial', trial });
    const shorter = { from: '2025-11-10', until: '2025-11-20' };
    expect((await taken(id, cooperativeId, { to: 'trial', trial: shorter })).stage).toBe('negotiating');
    expect(await taken(id, buyerId, { to: 'trial' })).toMatchObject({ stage: 'trial', trial: shorter });
    expect(await partnersOf(api.table, [cooperativeId])).toEqual(new Set([cooperativeId]));
    const silent = await step(id, cooperativeId, { to: 'negotiating' });
    expect([silent.status, silent.body.errors]).toMatchObject([422, [{ pointer: '#/note' }]]);
    expect(await taken(id, buyerId, { to: 'operational', note: '1,8 ton terjual' })).toMatchObject({
      stage: 'operational',
      trial: { ...shorter, passed: true },
    });
  });

  test('takes what each promises until both have agreed, and no longer', async () => {
    const { id, buyerId, cooperativeId } = await negotiating();
    const less = { quantity: { amount: 1, unit: 'ton', per: 'week' } };
    await taken(id, buyerId, { to: 'mou' });
    const asked = await taken(id, cooperativeId, { to: 'mou', promise: less });
    expect(asked).toMatchObject({ stage: 'negotiating', pending: { by: 'cooperative' } });
    const both = await taken(id, buyerId, { to: 'mou' });
    expect(both).toMatchObject({ stage: 'mou', agreement: { terms: { promised: { cooperative: less } } } });
    const late = await step(id, buyerId, { to: 'trial', promise: less });
    expect([late.status, late.body.errors]).toMatchObject([422, [{ pointer: '#/promise' }]]);
  });

  test('that fails its trial is negotiated anew, and its place is free again', async () => {
    const { id, buyerId, cooperativeId } = await mou();
    await taken(id, buyerId, { to: 'trial' });
    const trying = await taken(id, cooperativeId, { to: 'trial' });
    expect(trying.trial).toEqual({ from: '2025-11-02', until: '2025-12-01' });
    const again = await taken(id, cooperativeId, { to: 'negotiating', note: 'Pengiriman terlambat' });
    expect(again).toMatchObject({ stage: 'negotiating', trial: { passed: false } });
    expect(again.agreement).toBeUndefined();
    expect(await partnersOf(api.table, [cooperativeId])).toEqual(new Set());
  });

  test('of a loan cannot be tried without a MoU', async () => {
    const { id, buyerId } = await negotiating({ ...loan, regions: ['35.79'] });
    const { status, body } = await step(id, buyerId, { to: 'trial' });
    expect([status, body.errors[0].detail]).toMatchObject([409, expect.stringContaining('scheme')]);
  });

  test('is paused with a reason, and taken up again by whoever paused it, if nothing lacks by then', async () => {
    const { id, buyerId, cooperativeId } = await mou(sugar);
    await taken(id, buyerId, { to: 'operational' });
    const office = organizerOf('35.79');
    expect((await step(id, office, { to: 'paused' })).status).toBe(422);
    await taken(id, office, { to: 'paused', note: 'Pemeriksaan gudang' });
    const other = await step(id, buyerId, { to: 'operational' });
    expect([other.status, other.body.detail]).toEqual([
      409,
      expect.stringContaining('paused by the organizer'),
    ]);
    expect(await partnersOf(api.table, [cooperativeId])).toEqual(new Set([cooperativeId]));
    expect(await taken(id, office, { to: 'operational' })).toMatchObject({ stage: 'operational' });
    expect((await step(id, office, { to: 'ended' })).status).toBe(409);
    expect(await taken(id, cooperativeId, { to: 'ended' })).toMatchObject({
      stage: 'ended',
      endsOn: '2025-11-02',
    });
    expect(await partnersOf(api.table, [cooperativeId])).toEqual(new Set());
    const over = await step(id, buyerId, { to: 'negotiating' });
    expect([over.status, over.body.detail]).toEqual([409, expect.stringContaining('renewalOf')]);
  });

  test('is declined without a reason while it is proposed, and with one later; not interested is an answer', async () => {
    const { id, buyerId, cooperativeId, offerId } = await negotiating();
    expect((await step(id, cooperativeId, { to: 'declined' })).status).toBe(422);
    const no = await taken(id, cooperativeId, { to: 'declined', note: 'Tidak berminat pupuk' });
    expect(no.history.at(-1)).toMatchObject({
      to: 'declined',
      by: 'cooperative',
      note: 'Tidak berminat pupuk',
    });
    const renewal = await propose({ offerId, cooperativeId, renewalOf: id }, buyerOf(buyerId));
    expect(renewal.renewalOf).toBe(id);
    expect(await taken(renewal.id, cooperativeId, { to: 'declined' })).toMatchObject({ stage: 'declined' });
  });

  test('renews only what is over and was between the same two', async () => {
    const { id, cooperativeId, buyerId } = await negotiating();
    const offerId = await anotherOffer(api, buyerId, cabbage);
    for (const renewalOf of [id, 'part_unknown']) {
      const { status, body } = await api.post(
        '/v1/partnerships',
        { offerId, cooperativeId, renewalOf },
        buyerOf(buyerId),
      );
      expect([status, body.errors]).toMatchObject([422, [{ pointer: '#/renewalOf' }]]);
    }
  });

  test('lapses when nobody answers for fourteen days, and then makes room for another', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO);
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const first = await propose({ offerId, cooperativeId }, officerOf(cooperativeId));
    const again = await api.post('/v1/partnerships', { offerId, cooperativeId }, buyerOf(buyerId));
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining(first.id)]);
    pass(14);
    const lapsed = (await api.get(`/v1/partnerships/${first.id}`, buyerOf(buyerId))).body;
    expect(lapsed).toMatchObject({ stage: 'declined', stageSince: first.respondBy });
    expect(lapsed.history.at(-1)).toMatchObject({ by: 'service', from: 'proposed', to: 'declined' });
    expect((await step(first.id, buyerId, { to: 'negotiating' })).status).toBe(409);
    const second = await propose({ offerId, cooperativeId }, buyerOf(buyerId));
    expect((await api.get(`/v1/partnerships/${first.id}`, buyerOf(buyerId))).body).toEqual(lapsed);
    const open = (await api.get('/v1/partnerships?open=true', officerOf(cooperativeId))).body.items;
    expect(open.map(({ id }: { id: string }) => id)).toEqual([second.id]);
    const closed = (await api.get('/v1/partnerships?stage=declined', buyerOf(buyerId))).body.items;
    expect(closed.map(({ id }: { id: string }) => id)).toEqual([first.id]);
  });

  test('answers an open offer only, of somebody else, with goods of the cooperative’s own', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO);
    const otherId = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
    const { buyerId, offerId } = await offerFrom(api, bulog, { ...cabbage, deadline: '2025-11-05' });
    const refused = async (body: object, as: Caller = admin) => {
      const { status, body: answer } = await api.post('/v1/partnerships', body, as);
      return [status, answer.errors?.[0]?.pointer ?? answer.detail];
    };
    const potential = { cooperativeId: otherId, commodity: 'cabbage', title: 'Kubis', months: [6, 7] };
    const capacity = { amount: 2, unit: 'ton', per: 'week' };
    const { body: foreign } = await api.post('/v1/potentials', { ...potential, capacity }, admin);
    expect(await refused({ offerId, cooperativeId, potentialId: foreign.id })).toEqual([
      422,
      '#/potentialId',
    ]);
    expect(await refused({ offerId, cooperativeId: 'coop_ghost' })).toEqual([422, '#/cooperativeId']);
    const rejection = { status: 'rejected', reason: 'tidak ada koperasinya' };
    await api.post(`/v1/cooperatives/${otherId}/verification`, rejection, admin);
    expect(await refused({ offerId, cooperativeId: otherId })).toEqual([422, '#/cooperativeId']);
    const milk = { quantity: { amount: 20, unit: 'liter', per: 'day' } };
    expect(await refused({ offerId, cooperativeId, promise: milk }, buyerOf(buyerId))).toEqual([
      422,
      '#/promise/quantity/unit',
    ]);
    expect(await refused({ offerId, cooperativeId, promise: { quantity: capacity } })).toEqual([
      422,
      '#/promise',
    ]);
    const ownOffer = await anotherOffer(api, cooperativeId, { ...cabbage, deliverTo: '35.79' });
    expect(await refused({ offerId: ownOffer, cooperativeId }, officerOf(cooperativeId))).toEqual([
      422,
      '#/cooperativeId',
    ]);
    pass(10);
    expect(await refused({ offerId, cooperativeId })).toEqual([409, expect.stringContaining('closed')]);
    const hidden = await api.post(
      '/v1/buyers',
      { name: 'PT Baru', kind: 'private', regionCode: '35.79' },
      { subject: 'baru', role: 'buyer' },
    );
    const hiddenOffer = await anotherOffer(api, hidden.body.id, cabbage);
    for (const id of [hiddenOffer, 'off_unknown']) {
      expect(await refused({ offerId: id, cooperativeId }, officerOf(cooperativeId))).toEqual([
        422,
        '#/offerId',
      ]);
    }
  });

  test('between Gunungsari and Margo Makmur Mandiri is between two cooperatives: milk for MBG', async () => {
    const gunungsari = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002');
    const margo = await cooperativeWith(api, 'Koperasi Margo Makmur Mandiri', '35.79.02.2003', [], {
      kind: 'other',
    });
    const milk = {
      scheme: 'purchase',
      commodity: 'milk-fresh',
      title: 'Susu untuk MBG',
      quantity: { amount: 500, unit: 'liter', per: 'day' },
      months: [1, 2, 3],
      deliverTo: '35.79',
    };
    const offerId = await anotherOffer(api, margo, milk);
    const { id } = await propose({ offerId, cooperativeId: gunungsari }, officerOf(gunungsari));
    await taken(id, margo, { to: 'negotiating' });
    await taken(id, margo, { to: 'mou' });
    await taken(id, gunungsari, { to: 'mou' });
    expect(await taken(id, margo, { to: 'operational' })).toMatchObject({
      stage: 'operational',
      buyerId: margo,
    });
    for (const side of [margo, gunungsari]) {
      const { items } = (await api.get('/v1/partnerships', officerOf(side))).body;
      expect(items.map((one: { id: string }) => one.id)).toEqual([id]);
    }
  });
});
