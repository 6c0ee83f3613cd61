/** A partnership rests on papers: it warns before one ends, pauses by itself when it does, and is taken up again once it is renewed. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, organizerOf, type TestApi, openApi } from '../support/api.ts';
import { milkOffer } from '../support/offers.ts';
import { actingFor, cooperativeWith, offerFrom, partnershipAt } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const office = organizerOf('35.79');
const kitchen = { name: 'SPPG Junrejo', kind: 'government', regionCode: '35.79' };

onEveryStore('a partnership that rests on papers', (open) => {
  let api: TestApi;
  let now: Date;
  let pair: { cooperativeId: string; buyerId: string; offerId: string };
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
    const cooperativeId = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002');
    pair = { cooperativeId, ...(await offerFrom(api, kitchen, milkOffer)) };
    await halal({ number: 'ID-1', status: 'verified', validUntil: '2025-12-31' });
  });
  afterEach(() => api.close());

  /** The certificate as the office enters it, or as the cooperative submits it. */
  const halal = (body: object, as = admin) =>
    api.put(`/v1/cooperatives/${pair.cooperativeId}/credentials/halal`, body, as);
  const decide = (body: object) =>
    api.post(`/v1/cooperatives/${pair.cooperativeId}/credentials/halal/verification`, body, office);
  const onDay = (day: string) => (now = new Date(`${day}T03:00:00Z`));
  const read = async (id: string) => (await api.get(`/v1/partnerships/${id}`, actingFor(pair.buyerId))).body;
  const step = (id: string, as: string, body: object) =>
    api.post(`/v1/partnerships/${id}/stage`, body, actingFor(as));
  /** What an organization was told of a kind, in Indonesian. */
  const toldOf = async (organizationId: string, kind: string): Promise<string[]> =>
    (await api.get(`/v1/notices?kind=${kind}`, actingFor(organizationId))).body.items.map(
      ({ text }: { text: { id: string } }) => text.id,
    );
  const bothTold = async (kind: string): Promise<string[][]> =>
    Promise.all([pair.cooperativeId, pair.buyerId].map((id) => toldOf(id, kind)));

  test('warns fourteen days before one ends, pauses by itself when it does, and tells both sides of either', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    onDay('2025-12-17');
    expect((await read(id)).warning).toBeUndefined();
    expect(await bothTold('papers-expiring')).toEqual([[], []]);
    onDay('2025-12-18');
    expect((await read(id)).warning).toMatchObject({ until: '2025-12-31', papers: ['halal'] });
    const warned = expect.stringContaining('Sertifikat halal berakhir 31 Desember 2025: perpanjang');
    expect(await bothTold('papers-expiring')).toEqual([[warned], [warned]]);
    onDay('2025-12-31');
    expect(await read(id)).toMatchObject({ stage: 'operational' });
    onDay('2026-01-02');
    const paused = await read(id);
    expect(paused).toMatchObject({ stage: 'paused', stageSince: '2025-12-31T17:00:00.000Z' });
    expect(paused.warning).toBeUndefined();
    expect(paused.history.at(-1)).toMatchObject({ by: 'service', note: expect.stringContaining('halal') });
    expect((await bothTold('partnership-paused')).map(({ length }) => length)).toEqual([1, 1]);
    const early = await step(id, pair.buyerId, { to: 'operational' });
    expect([early.status, early.body.errors[0].detail]).toEqual([
      409,
      expect.stringContaining('kedaluwarsa'),
    ]);
    await halal({ number: 'ID-2', status: 'verified', validUntil: '2027-12-31' });
    await api.settle();
    const whole = expect.stringContaining('dapat menjalankannya kembali');
    expect(await bothTold('papers-complete')).toEqual([[whole], [whole]]);
    expect(await read(id)).toMatchObject({ stage: 'paused', canGoOn: true });
    const again = await step(id, pair.cooperativeId, { to: 'operational' });
    expect(again.body).toMatchObject({
      stage: 'operational',
      restsOn: [{ paper: 'nib' }, { until: '2027-12-31' }],
    });
  });

  test('names what is lacking also while it operates, and says that nothing is to do only where nothing lacks', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    const checklist = async () =>
      (await api.get(`/v1/partnerships/${id}/checklist`, actingFor(pair.cooperativeId))).body;
    expect(await checklist()).toMatchObject({ isReady: true, next: { en: 'Nothing to do' } });
    const requirements = { ...milkOffer.requirements, units: ['cold-storage'] };
    const changed = await api.patch(`/v1/offers/${pair.offerId}`, { requirements }, actingFor(pair.buyerId));
    expect(changed.status).toBe(200);
    expect(await checklist()).toMatchObject({
      isReady: false,
      next: { id: 'Unit usaha belum ada: gudang dingin', en: 'Business units still missing: cold storage' },
    });
  });

  test('keeps its offer: what has partners is not removed before their partnerships end', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    const remove = () => api.delete(`/v1/offers/${pair.offerId}`, actingFor(pair.buyerId));
    const refused = await remove();
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'It has a partner by MoU, on trial, operational or paused, who relies on it: end the partnership first. A deadline closes it to others.',
    ]);
    expect(
      (await api.get(`/v1/partnerships/${id}/checklist`, actingFor(pair.cooperativeId))).body.isReady,
    ).toBe(true);
    await step(id, pair.buyerId, { to: 'ended' });
    expect((await remove()).status).toBe(204);
  });

  test('goes on without a word to anybody when the paper is renewed in time', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    onDay('2025-12-20');
    await halal({ number: 'ID-2', validUntil: '2027-12-31' }, actingFor(pair.cooperativeId));
    await api.settle();
    // Submitted anew, it holds as long as the one before while the office looks at it.
    expect(await read(id)).toMatchObject({ stage: 'operational', warning: { until: '2025-12-31' } });
    onDay('2025-12-30');
    await decide({ status: 'verified' });
    await api.settle();
    onDay('2026-01-02');
    expect(await read(id)).toMatchObject({ stage: 'operational' });
    expect((await read(id)).warning).toBeUndefined();
    expect(await bothTold('partnership-paused')).toEqual([[], []]);
  });

  test('warns at once, and once, when a paper comes to end sooner than anyone could be warned in time', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    // The officer had typed the wrong year: the certificate ends on this very day.
    await halal({ number: 'ID-1', validUntil: '2025-11-02' }, actingFor(pair.cooperativeId));
    await decide({ status: 'verified' });
    await api.settle();
    expect((await read(id)).warning).toMatchObject({ until: '2025-11-02', papers: ['halal'] });
    const warned = expect.stringContaining('Sertifikat halal berakhir 2 November 2025: perpanjang');
    expect(await bothTold('papers-expiring')).toEqual([[warned], [warned]]);
    // Another paper of the cooperative is no news of this one.
    await api.put(
      `/v1/cooperatives/${pair.cooperativeId}/credentials/npwp`,
      { number: '123456789012345' },
      admin,
    );
    await api.settle();
    expect(await bothTold('papers-expiring')).toEqual([[warned], [warned]]);
  });

  test('stays paused when the paper was renewed too late, whenever that becomes known', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    onDay('2026-01-05');
    await halal({ number: 'ID-2', status: 'verified', validUntil: '2027-12-31' });
    await api.settle();
    const paused = await read(id);
    expect(paused).toMatchObject({ stage: 'paused', stageSince: '2025-12-31T17:00:00.000Z', canGoOn: true });
    expect((await bothTold('partnership-paused')).map(({ length }) => length)).toEqual([1, 1]);
  });

  test('pauses at once when the office suspends a paper, and tells both sides', async () => {
    const id = await partnershipAt(api, 'operational', pair);
    const other = await partnershipAt(api, 'mou', {
      ...pair,
      ...(await offerFrom(api, { ...kitchen, name: 'SPPG Batu' }, milkOffer)),
    });
    onDay('2025-11-10');
    await decide({ status: 'suspended', reason: 'Audit' });
    await api.settle();
    expect(await read(id)).toMatchObject({ stage: 'paused', stageSince: now.toISOString() });
    const paused = expect.stringContaining('Sertifikat halal tidak berlaku lagi');
    expect(await bothTold('partnership-paused')).toEqual([[paused], [paused]]);
    expect((await api.get(`/v1/partnerships/${other}`, admin)).body.stage).toBe('mou');
    await decide({ status: 'verified' });
    await api.settle();
    await api.settle();
    expect((await bothTold('papers-complete')).map(({ length }) => length)).toEqual([1, 1]);
    expect((await step(id, pair.buyerId, { to: 'operational' })).body.stage).toBe('operational');
    onDay('2026-01-02');
    // What was to be told of the first certificate's end was written anew for the new turn.
    expect((await bothTold('partnership-paused')).map(({ length }) => length)).toEqual([2, 2]);
  });

  test('is not begun on a paper that ends before anyone can be warned in time: the warning comes at once', async () => {
    onDay('2025-12-29');
    await partnershipAt(api, 'operational', pair);
    expect((await bothTold('papers-expiring')).map(({ length }) => length)).toEqual([1, 1]);
  });
});
