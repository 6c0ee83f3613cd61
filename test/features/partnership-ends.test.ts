/** How a partnership ends while something is open between the two, and how far it is behind what was planned. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sphp, sugar } from '../support/offers.ts';
import { actingFor, cooperativeWith, offerFrom, partnershipAt } from '../support/partners.ts';

let api: TestApi;
let now: Date;
beforeEach(async () => {
  now = new Date('2025-11-05T03:00:00Z');
  api = await openApi(undefined, () => now);
});
afterEach(() => api.close());

const step = (id: string, as: string, body: object) =>
  api.post(`/v1/partnerships/${id}/stage`, body, actingFor(as));

describe('a partnership that ends', () => {
  test('with a claim that was not delivered is refused, or ends with the open balance on record', async () => {
    const storage = [{ unit: 'warehouse', capacity: { amount: 10, unit: 'ton' } }];
    const cooperativeId = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', undefined, {
      storage,
    });
    const toBatu = { ...sphp, deliverTo: '35.79', regions: ['35.79'], requirements: { nib: true } };
    const bulog = { name: 'Perum Bulog', kind: 'bumn', regionCode: '35.73' };
    const { buyerId, offerId } = await offerFrom(api, bulog, toBatu);
    const id = await partnershipAt(api, 'operational', { cooperativeId, buyerId, offerId });
    const claim = { period: '2025-W45', amount: 2, unit: 'ton' };
    const claimed = await api.post(`/v1/partnerships/${id}/claims`, claim, actingFor(cooperativeId));
    expect(claimed.status, claimed.text).toBe(201);
    const refused = await step(id, buyerId, { to: 'ended' });
    expect([refused.status, refused.body.errors]).toMatchObject([
      409,
      [
        {
          pointer: '#/withOpenBalance',
          detail: expect.stringContaining('1 klaim belum selesai (1 claim is open)'),
        },
      ],
    ]);
    const ended = await step(id, buyerId, { to: 'ended', withOpenBalance: true, reason: 'terms' });
    expect(ended.body).toMatchObject({
      stage: 'ended',
      openBalance: { claims: 1, unpaid: 0, toSettle: 0 },
      history: expect.arrayContaining([expect.objectContaining({ to: 'ended', reason: 'terms' })]),
    });
  });

  test('with goods of the other still in the shop is refused until they are back', async () => {
    const cooperativeId = await cooperativeWith(api, 'KKMP Dadaprejo', '35.79.03.1001');
    const rni = { name: 'PT RNI', kind: 'bumn', regionCode: '35.78' };
    const { buyerId, offerId } = await offerFrom(api, rni, sugar);
    const id = await partnershipAt(api, 'operational', { cooperativeId, buyerId, offerId });
    const move = async (kind: 'placed' | 'returned') => {
      const body = { kind, quantity: { amount: 500, unit: 'kg' }, on: '2025-11-05' };
      const as = actingFor(kind === 'placed' ? buyerId : cooperativeId);
      const { status, text } = await api.post(`/v1/partnerships/${id}/consignment`, body, as);
      expect(status, text).toBe(200);
    };
    await move('placed');
    const refused = await step(id, cooperativeId, { to: 'ended' });
    expect([refused.status, refused.body.errors[0].detail]).toEqual([409, expect.stringContaining('500 kg')]);
    await move('returned');
    const ended = await step(id, cooperativeId, { to: 'ended' });
    expect([ended.status, ended.body.openBalance]).toEqual([200, undefined]);
    expect((await step(id, cooperativeId, { to: 'ended' })).status).toBe(409);
  });
});

describe('a partnership with target days', () => {
  test('shows planned beside actual, whoever of the two or their office set them', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
    const rni = { name: 'PT RNI', kind: 'bumn', regionCode: '35.78' };
    const { buyerId, offerId } = await offerFrom(api, rni, sugar);
    const id = await partnershipAt(api, 'mou', { cooperativeId, buyerId, offerId });
    const path = `/v1/partnerships/${id}/targets`;
    const targets = [
      { stage: 'mou', on: '2025-11-01' },
      { stage: 'operational', on: '2025-11-10' },
    ];
    const twice = await api.put(path, { targets: [targets[0], targets[0]] }, actingFor(buyerId));
    expect([twice.status, twice.body.errors]).toMatchObject([422, [{ pointer: '#/targets/1/stage' }]]);
    const set = await api.put(path, { targets }, organizerOf('35.79'));
    expect(set.body.targets).toEqual([
      { ...targets[0], reachedOn: '2025-11-05', daysLate: 4 },
      { ...targets[1], daysLate: 0 },
    ]);
    now = new Date('2025-11-13T03:00:00Z');
    const late = (await api.get(`/v1/partnerships/${id}`, actingFor(cooperativeId))).body;
    expect(late.targets[1]).toEqual({ ...targets[1], daysLate: 3 });
    const begun = await step(id, buyerId, { to: 'operational' });
    expect(begun.body.targets[1]).toEqual({ ...targets[1], reachedOn: '2025-11-13', daysLate: 3 });
    expect((await api.put(path, { targets }, organizerOf('64'))).status).toBe(404);
    await step(id, buyerId, { to: 'ended' });
    expect((await api.put(path, { targets: [] }, actingFor(buyerId))).status).toBe(409);
  });
});
