/** A holding distributes to its members under a quota: who leaves it draws no longer, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { officerOf, openApi, type TestApi } from '../support/api.ts';
import { sphp } from '../support/offers.ts';
import { cooperativeWith, operate } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const rice = { ...sphp, deliverTo: '35.79', regions: ['35.79'], requirements: {}, partnersWanted: undefined };

onEveryStore('a claim', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-05T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  test('on what a holding offers its members is held back from who has left it, until it is a member again', async () => {
    const place = { regionCode: '35.79', kind: 'holding' };
    const holdingId = await cooperativeWith(api, 'CooSAE', '35.79', [], place);
    const partner = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', [], { holdingId });
    const member = `/v1/holdings/${holdingId}/members/${partner}`;
    const join = (as: string) => api.put(member, {}, officerOf(as));
    await join(holdingId);
    const offer = { ...rice, buyerId: holdingId, membersOnly: true };
    const { id: offerId } = (await api.post('/v1/offers', offer, officerOf(holdingId))).body;
    const partnershipId = await operate(api, offerId, partner, holdingId);
    const path = `/v1/partnerships/${partnershipId}/claims`;
    const ton = { period: '2025-W45', amount: 1, unit: 'ton' };
    const claim = () => api.post(path, ton, officerOf(partner));
    const stage = async () => {
      await api.settle();
      const { body } = await api.get(`/v1/partnerships/${partnershipId}`, officerOf(holdingId));
      return [body.stage, body.canGoOn, body.history.at(-1).note];
    };
    const step = () =>
      api.post(`/v1/partnerships/${partnershipId}/stage`, { to: 'operational' }, officerOf(holdingId));
    const { id } = (await claim()).body;

    // What it says of its own membership is to be confirmed anew, which stops nothing.
    await api.put(member, { group: 'koperasi desa' }, officerOf(partner));
    expect(await stage()).toEqual(['operational', undefined, undefined]);
    await join(holdingId);
    now = new Date('2025-11-06T03:00:00Z');
    await api.delete(member, officerOf(partner));
    const left = 'Keanggotaan di holding tidak berlaku lagi (membership of the holding: in force no longer)';
    expect(await stage()).toEqual(['paused', undefined, left]);
    for (const side of [partner, holdingId]) {
      const told = (await api.get('/v1/notices?kind=partnership-paused', officerOf(side))).body.items;
      expect(told).toMatchObject([{ text: { id: expect.stringContaining(left) } }]);
    }
    const refused = await claim();
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      `The partnership is paused (${left}); a quota is drawn on while it is operational.`,
    ]);
    const why = [{ detail: expect.stringContaining('Hanya untuk anggota holding ini') }];
    expect((await step()).body).toMatchObject({ status: 409, errors: why });
    // What it was granted stays, and arrives.
    expect((await api.post(`${path}/${id}/delivery`, {}, officerOf(holdingId))).body).toMatchObject({
      status: 'delivered',
    });

    await join(partner);
    expect((await stage())[1]).toBeUndefined();
    await join(holdingId);
    expect((await stage())[1]).toBe(true);
    expect((await step()).status).toBe(200);
    expect((await claim()).status).toBe(201);
  });
});
