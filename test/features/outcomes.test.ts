/** What comes of the meetings of a temu bisnis: recorded, corrected, and turned into partnerships, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { buildEventDay, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { cabbage, sphp } from '../support/offers.ts';
import { anotherOffer, verifyPapers } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const rice = { ...sphp, partnersWanted: undefined };

onEveryStore('the outcome of a meeting', (open) => {
  let api: TestApi;
  let now: Date;
  let day: EventDay;
  let meetingId: string;
  let offerId: string;
  beforeEach(async () => {
    now = minutesIn(-60 * 24);
    api = await openApi(open, () => now);
    day = await buildEventDay(api);
    offerId = await anotherOffer(api, day.bulog, rice);
    meetingId = await day.met(day.wonokerto, day.bulog, 2);
    now = minutesIn(40);
  });
  afterEach(() => api.close());

  const pathOf = (id: string) => `${day.path}/meetings/${id}/outcome`;
  const record = (body: object, as: Caller = office, id = meetingId, headers = {}) =>
    api.post(pathOf(id), body, as, headers);
  const recorded = async (body: object, as: Caller = office, id = meetingId) => {
    const answer = await record(body, as, id);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const partnershipsOf = async (as: Caller = admin) =>
    (await api.get('/v1/partnerships', as)).body.items as { id: string; stage: string; offerId: string }[];

  test('that is a lead becomes a partnership under negotiation, linked both ways, and the meeting is held', async () => {
    const lead = { result: 'lead', offerId, valueEstimated: 120_000_000, note: 'Minta contoh dulu' };
    const outcome = await recorded(lead);
    expect(outcome).toMatchObject({
      ...lead,
      recordedBy: 'organizer',
      confirmedBy: [],
      stage: 'negotiating',
    });
    expect(outcome).toMatchObject({ scheme: 'distribution', commodity: 'rice-sphp' });
    const partnership = (await api.get(`/v1/partnerships/${outcome.partnershipId}`, buyerOf(day.bulog))).body;
    expect(partnership).toMatchObject({
      stage: 'negotiating',
      proposedBy: 'organizer',
      meetings: [{ eventId: day.eventId, meetingId }],
      history: [
        { to: 'proposed', by: 'organizer' },
        { from: 'proposed', to: 'negotiating', note: expect.stringContaining('Temu Bisnis KDKMP') },
      ],
    });
    expect((await api.get(`${day.path}/meetings/${meetingId}`, office)).body.state).toBe('held');
    for (const as of [office, officerOf(day.wonokerto), buyerOf(day.bulog)]) {
      expect((await api.get(pathOf(meetingId), as)).body).toEqual(outcome);
    }
  });

  test('is for its two sides and the organizer to see, and for nobody else', async () => {
    const before = await api.get(pathOf(meetingId), officerOf(day.wonokerto));
    expect(before.status).toBe(404);
    await recorded({ result: 'lead', offerId });
    for (const as of [officerOf(day.gerongan), buyerOf(day.pupuk), organizerOf('64'), organizerOf('35.79')]) {
      expect((await api.get(pathOf(meetingId), as)).status).toBe(404);
      expect((await record({ result: 'no-interest' }, as)).status).toBe(404);
      expect(await partnershipsOf(as)).toEqual([]);
    }
  });

  test('is recorded by a side once the meeting has begun, and by the office at any time', async () => {
    now = minutesIn(10);
    const early = await record({ result: 'lead' }, officerOf(day.wonokerto));
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('begins at')]);
    expect((await record({ result: 'lead' })).status).toBe(200);
    now = minutesIn(15);
    expect(await recorded({ result: 'lead', note: 'Cocok' }, officerOf(day.wonokerto))).toMatchObject({
      recordedBy: 'cooperative',
      note: 'Cocok',
    });
  });

  test('that is a MoU is one when each side has recorded it and the papers are there; until then it says what lacks', async () => {
    const mou = { result: 'mou', offerId, valueSigned: 1_175_200_000 };
    const byOffice = await recorded(mou);
    expect(byOffice).toMatchObject({ stage: 'negotiating', waitsFor: ['cooperative', 'buyer'] });
    expect(byOffice.lacking.map(({ requirement }: { requirement: string }) => requirement)).toEqual([
      'nib',
      'legalEntity',
    ]);
    await verifyPapers(api, day.wonokerto, ['nib', 'legalEntity']);
    const byBuyer = await recorded(mou, buyerOf(day.bulog));
    expect(byBuyer).toMatchObject({
      confirmedBy: ['buyer'],
      stage: 'negotiating',
      waitsFor: ['cooperative'],
    });
    expect(byBuyer.lacking).toBeUndefined();
    const byBoth = await recorded(mou, officerOf(day.wonokerto));
    expect(byBoth).toMatchObject({
      confirmedBy: ['buyer', 'cooperative'],
      stage: 'mou',
      recordedBy: 'organizer',
    });
    expect([byBoth.waitsFor, byBoth.partnershipId]).toEqual([undefined, byOffice.partnershipId]);
    const { agreement } = (await api.get(`/v1/partnerships/${byBoth.partnershipId}`, admin)).body;
    expect(Object.keys(agreement.confirmed).sort()).toEqual(['buyer', 'cooperative']);
  });

  test('that is a deal goes the way of a MoU when something was signed, and of a lead when not', async () => {
    await verifyPapers(api, day.wonokerto, ['nib', 'legalEntity']);
    const estimated = await recorded(
      { result: 'deal', offerId, valueEstimated: 5_000_000 },
      buyerOf(day.bulog),
    );
    expect([estimated.stage, estimated.waitsFor]).toEqual(['negotiating', undefined]);
    const signed = { result: 'deal', valueSigned: 4_000_000, valueEstimated: 5_000_000 };
    expect(await recorded(signed, buyerOf(day.bulog))).toMatchObject({ waitsFor: ['cooperative'], offerId });
    expect(await recorded(signed, officerOf(day.wonokerto))).toMatchObject({ stage: 'mou' });
  });

  test('repeated or corrected makes no second partnership, and keeps what was said before', async () => {
    const first = await recorded({ result: 'lead', offerId });
    const { headers, body: again } = await record({ result: 'lead', offerId });
    expect([again, headers.get('etag')]).toEqual([first, '"1"']);
    now = minutesIn(50);
    const corrected = await recorded(
      { result: 'deal', valueSigned: 7_000_000, note: 'Rp 7 juta' },
      buyerOf(day.bulog),
    );
    expect(corrected).toMatchObject({
      partnershipId: first.partnershipId,
      recordedBy: 'buyer',
      recordedAt: first.recordedAt,
      correctedAt: now.toISOString(),
      corrected: [{ result: 'lead', offerId, recordedBy: 'organizer', recordedAt: first.recordedAt }],
    });
    expect(await partnershipsOf()).toHaveLength(1);
    const stale = await record({ result: 'lead' }, office, meetingId, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    const headersOnce = { 'idempotency-key': 'sekali' };
    const once = await record({ result: 'mou', note: 'x' }, office, meetingId, headersOnce);
    expect((await record({ result: 'mou', note: 'x' }, office, meetingId, headersOnce)).text).toBe(once.text);
  });

  test('corrected to no interest withdraws the partnership that nobody went on with, and no other', async () => {
    const { partnershipId } = await recorded({ result: 'lead', offerId });
    const none = await recorded({ result: 'no-interest' });
    expect([none.partnershipId, none.stage]).toEqual([undefined, undefined]);
    const withdrawn = (await api.get(`/v1/partnerships/${partnershipId}`, admin)).body;
    expect(withdrawn).toMatchObject({ stage: 'declined' });
    const again = await recorded({ result: 'lead' });
    expect(again.partnershipId).not.toBe(partnershipId);
    await verifyPapers(api, day.wonokerto, ['nib', 'legalEntity']);
    for (const as of [buyerOf(day.bulog), officerOf(day.wonokerto)]) {
      await api.post(`/v1/partnerships/${again.partnershipId}/stage`, { to: 'mou' }, as);
    }
    await recorded({ result: 'no-interest' });
    expect((await api.get(`/v1/partnerships/${again.partnershipId}`, admin)).body.stage).toBe('mou');
  });

  test('corrected to another offer moves on to a partnership in that one', async () => {
    const first = await recorded({ result: 'lead', offerId });
    const other = await anotherOffer(api, day.bulog, { ...cabbage, deliverTo: '35.14' });
    const second = await recorded({ result: 'lead', offerId: other });
    const all = await partnershipsOf();
    expect(all.find(({ id }) => id === first.partnershipId)).toMatchObject({ stage: 'declined', offerId });
    expect(all.find(({ id }) => id === second.partnershipId)).toMatchObject({
      stage: 'negotiating',
      offerId: other,
    });
  });

  test('carries on the partnership that is there, proposed or negotiated, and leaves one alone that is over since', async () => {
    const proposal = { offerId, cooperativeId: day.wonokerto };
    const { body: proposed } = await api.post('/v1/partnerships', proposal, officerOf(day.wonokerto));
    const outcome = await recorded({ result: 'lead', offerId });
    expect(outcome).toMatchObject({ partnershipId: proposed.id, stage: 'negotiating' });
    const no = { to: 'declined', note: 'Harga tidak cocok' };
    await api.post(`/v1/partnerships/${proposed.id}/stage`, no, officerOf(day.wonokerto));
    expect(await recorded({ result: 'lead', valueEstimated: 1 })).toMatchObject({
      partnershipId: proposed.id,
      stage: 'declined',
    });
    expect(await partnershipsOf()).toHaveLength(1);
  });

  test('without an offer between the two is kept, and says that an offer would make it a partnership', async () => {
    const id = await day.met(day.gerongan, day.pupuk, 3);
    const outcome = await recorded({ result: 'lead', valueEstimated: 9_000_000 }, office, id);
    expect(outcome.partnershipId).toBeUndefined();
    expect(outcome.lacking).toMatchObject([{ requirement: 'offer' }]);
    const foreign = await record({ result: 'lead', offerId }, office, id);
    expect([foreign.status, foreign.body.errors]).toMatchObject([422, [{ pointer: '#/offerId' }]]);
    const urea = await anotherOffer(api, day.pupuk, {
      ...rice,
      commodity: 'urea-subsidised',
      price: undefined,
    });
    expect(await recorded({ result: 'lead', offerId: urea }, office, id)).toMatchObject({
      stage: 'negotiating',
    });
  });

  test('of an offer that was removed since is kept without one, though a repeat names none', async () => {
    await recorded({ result: 'lead', offerId });
    expect((await api.delete(`/v1/offers/${offerId}`, buyerOf(day.bulog))).status).toBe(204);
    const again = await recorded({ result: 'lead', note: 'Masih berminat' });
    expect([again.offerId, again.lacking[0].requirement]).toEqual([undefined, 'offer']);
    expect((await record({ result: 'lead', offerId })).status).toBe(422);
  });

  test('of an offer that is closed by then is kept without a partnership', async () => {
    await api.patch(`/v1/offers/${offerId}`, { deadline: '2027-03-03' }, buyerOf(day.bulog));
    now = minutesIn(60 * 24 * 3);
    expect((await recorded({ result: 'lead', offerId })).lacking).toMatchObject([{ requirement: 'offer' }]);
    expect(await partnershipsOf()).toEqual([]);
  });

  test('sets a follow-up task for whoever records it, once however often it is said', async () => {
    const followUp = { title: 'Kirim contoh 5 kg ke gudang', dueOn: '2027-03-10' };
    const first = await recorded({ result: 'lead', offerId, followUp }, officerOf(day.wonokerto));
    await recorded({ result: 'lead', followUp }, officerOf(day.wonokerto));
    await recorded({ result: 'lead', note: 'dan lagi', followUp }, buyerOf(day.bulog));
    const tasks = async () => (await api.get(`${day.path}/follow-ups`, office)).body.items;
    expect(await tasks()).toMatchObject([{ ...followUp, organizationId: day.wonokerto, meetingId }]);
    expect(first.followUp).toEqual({ ...followUp, id: (await tasks())[0].id });
    const later = { ...followUp, dueOn: '2027-03-20' };
    expect((await recorded({ result: 'lead', followUp: later })).followUp).toMatchObject(later);
    expect(await tasks()).toHaveLength(2);
  });

  test('takes values that go with its result: signed is what was signed', async () => {
    for (const [body, pointer] of [
      [{ result: 'lead', valueSigned: 5 }, '#/valueSigned'],
      [{ result: 'no-interest', valueEstimated: 5 }, '#/valueEstimated'],
      [{ result: 'deal', valueSigned: 0.5 }, '#/valueSigned'],
      [{ result: 'deal', valueSigned: -5 }, '#/valueSigned'],
      [{ result: 'lead', followUp: { title: 'Telepon', dueOn: '2027-03-01' } }, '#/followUp/dueOn'],
    ] as const) {
      const { status, body: answer } = await record(body);
      expect([status, answer.errors]).toMatchObject([422, [{ pointer }]]);
    }
  });

  test('is of a meeting that took place: a cancelled one has none', async () => {
    await api.post(`${day.path}/meetings/${meetingId}/decline`, {}, buyerOf(day.bulog));
    expect((await record({ result: 'lead', offerId })).status).toBe(409);
    expect((await record({ result: 'lead' }, office, 'mtg_unknown')).status).toBe(404);
  });

  test('said at two desks at the same moment ends in one partnership and loses no word', async () => {
    const answers = await Promise.all(
      [office, buyerOf(day.bulog), officerOf(day.wonokerto), admin].map((as, at) =>
        record({ result: 'lead', offerId, valueEstimated: 1_000_000 * (at + 1) }, as),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await partnershipsOf()).toHaveLength(1);
    const { valueEstimated, corrected } = (await api.get(pathOf(meetingId), office)).body;
    const all = [valueEstimated, ...corrected.map((one: { valueEstimated: number }) => one.valueEstimated)];
    expect(all.sort((a, b) => a - b)).toEqual([1_000_000, 2_000_000, 3_000_000, 4_000_000]);
  });
});
