/** Each side of a partnership is told what the other does, what an office or time does, and nothing that it did itself. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sphp } from '../support/offers.ts';
import { actingFor, cooperativeWith, offerFrom } from '../support/partners.ts';

const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const toBatu = { ...sphp, deliverTo: '35.79', regions: ['35.79'], requirements: { nib: true } };

describe('the notices of a partnership', () => {
  let api: TestApi;
  let now: Date;
  let cooperativeId: string;
  let buyerId: string;
  let offerId: string;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(undefined, () => now);
    cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008');
    ({ buyerId, offerId } = await offerFrom(api, bulog, toBatu));
  });
  afterEach(() => api.close());

  const pass = (days: number) => (now = new Date(now.getTime() + days * 24 * 60 * 60 * 1000));
  const propose = async (as = actingFor(cooperativeId), note?: string): Promise<string> =>
    (await api.post('/v1/partnerships', { offerId, cooperativeId, note }, as)).body.id;
  const step = (id: string, as: string, body: object) =>
    api.post(`/v1/partnerships/${id}/stage`, body, actingFor(as));
  const toldTo = async (id: string): Promise<[kind: string, text: string][]> =>
    (await api.get('/v1/notices', actingFor(id))).body.items.map(
      ({ kind, text }: { kind: string; text: { id: string } }) => [kind, text.id.replace(/^.*?: /, '')],
    );

  test('tell the other side of each step, in the order of what happened', async () => {
    const id = await propose();
    expect(await toldTo(cooperativeId)).toEqual([]);
    expect(await toldTo(buyerId)).toEqual([
      ['partnership-proposed', 'Diusulkan oleh koperasi; jawab sebelum Minggu, 16 November 2025'],
    ]);
    pass(1);
    await step(id, buyerId, { to: 'negotiating', note: 'Silakan ke kantor' });
    pass(1);
    await step(id, cooperativeId, { to: 'mou' });
    pass(1);
    await step(id, buyerId, { to: 'mou' });
    expect(await toldTo(cooperativeId)).toEqual([
      ['partnership-step', 'MoU, oleh pembeli atau mitra'],
      ['partnership-step', 'perundingan, oleh pembeli atau mitra – Silakan ke kantor'],
    ]);
    expect((await toldTo(buyerId))[0]).toEqual([
      'partnership-to-confirm',
      'pihak lain mengonfirmasi MoU; tinjau dan konfirmasi',
    ]);
    // An answered proposal no longer lapses, and nobody hears that it did.
    pass(20);
    expect((await toldTo(cooperativeId)).map(([kind]) => kind)).not.toContain('partnership-lapsed');
  });

  test('tell both sides when an office brokers them, with its reason, and each that the other has agreed', async () => {
    const id = await propose(organizerOf('35.79'), 'Gudang terdekat');
    const told = ['partnership-proposed', expect.stringContaining('oleh dinas; jawab sebelum')];
    expect([await toldTo(cooperativeId), await toldTo(buyerId)]).toEqual([[told], [told]]);
    expect((await toldTo(buyerId))[0]![1]).toContain('Gudang terdekat');
    pass(1);
    await step(id, cooperativeId, { to: 'negotiating' });
    expect((await toldTo(buyerId))[0]).toEqual([
      'partnership-to-confirm',
      'pihak lain mengonfirmasi perundingan; tinjau dan konfirmasi',
    ]);
  });

  test('tell both sides that a proposal has lapsed, when it has and not before', async () => {
    await propose();
    pass(13);
    expect(await toldTo(cooperativeId)).toEqual([]);
    pass(1);
    expect(await toldTo(cooperativeId)).toEqual([
      ['partnership-lapsed', 'Usulan gugur karena tidak dijawab; boleh diusulkan lagi'],
    ]);
    expect((await toldTo(buyerId))[0]![0]).toBe('partnership-lapsed');
  });
});

describe('a partnership that is declined', () => {
  test('says why in a word, which counts as a reason once both negotiate; only time says unanswered', async () => {
    const api = await openApi();
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008');
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const { id } = (await api.post('/v1/partnerships', { offerId, cooperativeId }, actingFor(buyerId))).body;
    const step = (body: object) => api.post(`/v1/partnerships/${id}/stage`, body, actingFor(cooperativeId));
    await step({ to: 'negotiating' });
    expect((await step({ to: 'declined' })).status).toBe(422);
    expect((await step({ to: 'declined', reason: 'unanswered' })).status).toBe(422);
    const misplaced = await step({ to: 'mou', reason: 'price' });
    expect([misplaced.status, misplaced.body.errors]).toMatchObject([422, [{ pointer: '#/reason' }]]);
    const declined = (await step({ to: 'declined', reason: 'not-interested' })).body;
    expect(declined.history.at(-1)).toMatchObject({ to: 'declined', reason: 'not-interested' });
    await api.close();
  });
});
