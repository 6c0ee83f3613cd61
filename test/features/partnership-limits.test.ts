/** How many partnerships there may be and who may know of them, however many ask at the same moment, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { partnersOf } from '../../shared/partnerships/partnership-store.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sphp } from '../support/offers.ts';
import { actingFor, cooperativeWith, offerFrom } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const BULUKERTO = '35.79.02.2008';
const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const toBatu = { ...sphp, deliverTo: '35.79', regions: ['35.79'], partnersWanted: undefined };

onEveryStore('a partnership', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const step = (id: string, as: string | Caller, body: object) =>
    api.post(`/v1/partnerships/${id}/stage`, body, typeof as === 'string' ? actingFor(as) : as);
  const propose = async (offerId: string, cooperativeId: string, as: Caller): Promise<string> =>
    (await api.post('/v1/partnerships', { offerId, cooperativeId }, as)).body.id;

  test('is nobody’s business but of both sides and their offices: to others its id is no id', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO);
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const id = await propose(offerId, cooperativeId, buyerOf(buyerId));
    const listed = async (as: Caller, query = '') =>
      (await api.get(`/v1/partnerships?${query}`, as)).body.items.map((one: { id: string }) => one.id);
    const theirs = [
      officerOf(cooperativeId),
      buyerOf(buyerId),
      organizerOf('35.79'),
      organizerOf('35'),
      admin,
    ];
    for (const as of theirs) {
      expect((await api.get(`/v1/partnerships/${id}`, as)).status).toBe(200);
      expect(await listed(as)).toEqual([id]);
      expect(await listed(as, `offer=${offerId}`)).toEqual([id]);
    }
    // The buyer's office sees it too, where it asks for that buyer.
    expect(await listed(organizerOf('35.73'))).toEqual([]);
    expect(await listed(organizerOf('35.73'), `buyer=${buyerId}`)).toEqual([id]);
    const strangers = [
      officerOf('coop_other'),
      buyerOf('buy_other'),
      organizerOf('64'),
      organizerOf('35.79.01'),
    ];
    for (const as of strangers) {
      for (const one of [id, 'part_unknown']) {
        expect((await api.get(`/v1/partnerships/${one}`, as)).status).toBe(404);
        expect((await step(one, as, { to: 'declined', note: 'x' })).status).toBe(404);
      }
      expect(await listed(as)).toEqual([]);
      expect(await listed(as, `buyer=${buyerId}`)).toEqual([]);
      expect(await listed(as, `cooperative=${cooperativeId}`)).toEqual([]);
      expect(await listed(as, `offer=${offerId}`)).toEqual([]);
    }
  });

  test('of which the offer wants two gets two, however many confirm at the same moment', async () => {
    const { buyerId, offerId } = await offerFrom(api, bulog, { ...toBatu, partnersWanted: 2 });
    const villages = ['35.79.03.2004', '35.79.02.2002', '35.79.02.2008', '35.79.03.2006', '35.79.01.2005'];
    const proposals = await Promise.all(
      villages.map(async (code) => {
        const cooperativeId = await cooperativeWith(api, `KDMP ${code}`, code);
        const id = await propose(offerId, cooperativeId, buyerOf(buyerId));
        await step(id, cooperativeId, { to: 'negotiating' });
        await step(id, buyerId, { to: 'mou' });
        return { id, cooperativeId };
      }),
    );
    const answers = await Promise.all(
      proposals.map(({ id, cooperativeId }) => step(id, cooperativeId, { to: 'mou' })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 409, 409, 409]);
    const full = answers.find(({ status }) => status === 409)!;
    expect(full.body.detail).toBe('Not yet: The offer has the 2 partners it wants.');
    const ids = proposals.map(({ cooperativeId }) => cooperativeId);
    expect((await partnersOf(api.table, ids)).size).toBe(2);
    // One leaves, and the next may come.
    const [leaving] = proposals.filter((_, at) => answers[at]!.status === 200);
    await step(leaving!.id, buyerId, { to: 'ended' });
    const [waiting] = proposals.filter((_, at) => answers[at]!.status === 409);
    expect((await step(waiting!.id, waiting!.cooperativeId, { to: 'mou' })).body).toMatchObject({
      stage: 'mou',
    });
  });

  test('is one, however many propose it at the same moment, and a repeated step has one effect', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', BULUKERTO);
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const all = await Promise.all(
      [officerOf(cooperativeId), buyerOf(buyerId), organizerOf('35.79'), admin].map((as) =>
        api.post('/v1/partnerships', { offerId, cooperativeId }, as),
      ),
    );
    expect(all.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    const { id } = all.find(({ status }) => status === 201)!.body;
    const headers = { 'idempotency-key': 'sekali', 'if-match': '"1"' };
    const path = `/v1/partnerships/${id}/stage`;
    const once = await api.post(path, { to: 'declined' }, buyerOf(buyerId), headers);
    const twice = await api.post(path, { to: 'declined' }, buyerOf(buyerId), headers);
    expect([once.status, twice.text]).toEqual([200, once.text]);
    const stale = await api.post(path, { to: 'declined' }, officerOf(cooperativeId), { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
  });
});
