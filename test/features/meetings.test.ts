/** A meeting on its day: seen by its two parties, moved only where nothing is in the way, pinned, answered, marked. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { buildEventDay, holdSocialisation, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('a meeting', (open) => {
  let api: TestApi;
  let day: EventDay;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2027-02-20T03:00:00Z');
    api = await openApi(open, () => now);
    day = await buildEventDay(api);
  });
  afterEach(() => api.close());

  const at = (id: string) => `${day.path}/meetings/${id}`;
  const read = async (id: string) => (await api.get(at(id), office)).body;
  const move = (id: string, to: { slot: number; table?: number }, headers = {}) =>
    api.post(`${at(id)}/move`, to, office, headers);

  describe('is brought about by hand', () => {
    test('at the table given or at the first of the buyer that is free; buyers keep their tables', async () => {
      const first = await day.meet(day.wonokerto, day.bulog, 1);
      expect(first.body).toMatchObject({ slot: 1, table: 1, state: 'planned', score: 0, revision: 1 });
      expect(first.body.startsAt).toBe('2027-03-02T01:30:00.000Z');
      expect((await day.meet(day.gerongan, day.bulog, 1)).body.table).toBe(2);
      expect((await day.meet(day.ngempit, day.pupuk, 1)).body.table).toBe(3);
      expect((await day.meet(day.ngempit, day.bulog, 2, 2)).body.table).toBe(2);
      const { body } = await api.get(`${day.path}/participants/${day.bulog}`, office);
      expect(body.tableNumbers).toEqual([1, 2]);
    });

    test('once for a pair, and only for those who take part, each on its side', async () => {
      await day.met(day.wonokerto, day.bulog, 1);
      const again = await day.meet(day.wonokerto, day.bulog, 2);
      expect([again.status, again.body.detail]).toEqual([
        409,
        'KDMP Wonokerto meets Perum Bulog at table 1 in slot 1.',
      ]);
      const strangers = await day.meet('coop_unknown', 'buy_unknown', 2);
      expect(strangers.body.errors).toMatchObject([{ pointer: '#/cooperativeId' }, { pointer: '#/buyerId' }]);
      const swapped = await day.meet(day.bulog, day.wonokerto, 2);
      expect([swapped.status, swapped.body.errors.length]).toEqual([422, 2]);
    });

    test('at a temu bisnis only: at a socialisation no party would ever be shown it', async () => {
      const id = await holdSocialisation(api);
      const path = `/v1/events/${id}`;
      for (const organizationId of [day.wonokerto, day.bulog]) {
        await api.post(`${path}/participants`, { organizationId }, office);
      }
      const pair = { cooperativeId: day.wonokerto, buyerId: day.bulog, slot: 1 };
      const refused = await api.post(`${path}/meetings`, pair, office);
      expect([refused.status, refused.body.detail]).toEqual([
        409,
        'A socialisation has no meetings one to one; only business matching is planned.',
      ]);
    });

    test('within the limits, absences and refusals of both', async () => {
      const patch = (party: string, change: object) =>
        api.patch(`${day.path}/participants/${party}`, change, office);
      await patch(day.gerongan, { unavailableSlots: [2], maxMeetings: 1 });
      await patch(day.pupuk, { refuses: [day.ngempit] });
      expect((await day.meet(day.gerongan, day.bulog, 2)).body.detail).toBe(
        'KDMP Gerongan cannot come in slot 2.',
      );
      await day.met(day.gerongan, day.bulog, 3);
      expect((await day.meet(day.gerongan, day.pupuk, 4)).body.detail).toBe(
        'KDMP Gerongan meets at most 1 times.',
      );
      expect((await day.meet(day.ngempit, day.pupuk, 4)).body.detail).toBe(
        'One of them refuses to meet the other.',
      );
      expect((await day.meet(day.ngempit, day.bulog, 9)).body.detail).toBe('The event has 8 slots.');
    });
  });

  describe('is seen', () => {
    test('by the organizer always, by its two parties once the schedule is published, by nobody else', async () => {
      const quiet = await buildEventDay(api, { isPublished: false });
      const id = await quiet.met(quiet.wonokerto, quiet.bulog, 1);
      const seenBy = async (...who: Parameters<TestApi['get']>[1][]) =>
        Promise.all(who.map(async (one) => (await api.get(`${quiet.path}/meetings/${id}`, one)).status));
      const parties = [officerOf(quiet.wonokerto), buyerOf(quiet.bulog)];
      const others = [
        officerOf(quiet.gerongan),
        buyerOf(quiet.pupuk),
        organizerOf('35.79'),
        organizerOf('64'),
      ];
      expect(await seenBy(office, organizerOf('35'), ...parties)).toEqual([200, 200, 404, 404]);
      await api.post(`${quiet.path}/publish`, undefined, office);
      expect(await seenBy(...parties, ...others)).toEqual([200, 200, 404, 404, 404, 404]);
    });

    test('with its revision as ETag, which a stale desk is refused by', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1);
      const other = await day.met(day.gerongan, day.bulog, 1);
      const { headers } = await api.get(at(id), office);
      expect(headers.get('etag')).toBe('"1"');
      // What happens to others in the same slot is nothing to it.
      await move(other, { slot: 2 });
      const ifMatch = { 'if-match': '"1"' };
      const moved = await move(id, { slot: 3 }, ifMatch);
      expect([moved.status, moved.headers.get('etag'), moved.body.sequence]).toEqual([200, '"2"', 1]);
      expect((await move(id, { slot: 4 }, ifMatch)).status).toBe(412);
      expect(await read(id)).toMatchObject({ slot: 3, revision: 2 });
    });
  });

  describe('is moved', () => {
    test('only where nobody is elsewhere and the table is free; everything in the way is named', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1, 1);
      await day.met(day.wonokerto, day.pupuk, 2);
      await day.met(day.gerongan, day.bulog, 2, 1);
      const refused = await move(id, { slot: 2, table: 1 });
      expect(refused.status).toBe(409);
      expect(refused.body.errors).toEqual([
        {
          pointer: '#/slot',
          detail: 'KDMP Wonokerto meets PT Pupuk Indonesia at table 3 in slot 2.',
          in: 'body',
        },
        { pointer: '#/table', detail: 'KDMP Gerongan meets Perum Bulog at table 1 in slot 2.', in: 'body' },
      ]);
      expect((await move(id, { slot: 3, table: 3 })).body.detail).toBe(
        "Table 3 is not one of Perum Bulog's (1, 2).",
      );
      expect((await move(id, { slot: 3 })).body).toMatchObject({ slot: 3, table: 1, sequence: 1 });
    });

    test('as was told beforehand: which slots are possible, with which tables, and what is in the way', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1, 1);
      await day.met(day.gerongan, day.bulog, 2, 1);
      await day.met(day.wonokerto, day.pupuk, 3);
      await api.patch(`${day.path}/participants/${day.bulog}`, { unavailableSlots: [5] }, office);
      const { items } = (await api.get(`${at(id)}/moves`, office)).body;
      expect(items.map(({ possible }: { possible: boolean }) => possible)).toEqual(
        [1, 2, 3, 4, 5, 6, 7, 8].map((slot) => slot !== 3 && slot !== 5),
      );
      expect(items[1]).toMatchObject({ slot: 2, table: 2, freeTables: [2], obstacles: [] });
      expect(items[2].obstacles).toMatchObject([
        { kind: 'elsewhere', organizationId: day.wonokerto, slot: 3 },
      ]);
      expect(items[4].obstacles).toMatchObject([
        { kind: 'absent', detail: { id: 'Perum Bulog berhalangan pada sesi 5.' } },
      ]);
      const asked = (await api.get(`${at(id)}/moves?slot=2&table=1`, office)).body.items;
      expect(asked).toMatchObject([{ slot: 2, possible: false, obstacles: [{ kind: 'table-taken' }] }]);
      // What was told to be possible is.
      expect((await move(id, { slot: 2 })).body).toMatchObject({ slot: 2, table: 2 });
    });

    test('not into what is over, not while pinned, not once marked', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 4);
      now = minutesIn(16);
      expect((await move(id, { slot: 1 })).body.detail).toBe('Slot 1 is over.');
      expect((await move(id, { slot: 2 })).status).toBe(200);
      await api.post(`${at(id)}/lock`, undefined, office);
      expect((await move(id, { slot: 5 })).body.detail).toMatch(/locked: unlock it/);
      await api.post(`${at(id)}/unlock`, undefined, office);
      await api.put(`${at(id)}/state`, { state: 'held' }, office);
      expect((await move(id, { slot: 5 })).body.detail).toMatch(/marked as held/);
    });

    test('and asked for anew: who agreed to one time has not agreed to another, but to another table', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1, 1);
      await api.post(`${at(id)}/accept`, undefined, officerOf(day.wonokerto));
      expect((await move(id, { slot: 1, table: 2 })).body.answers).toEqual({ cooperative: 'accepted' });
      expect((await move(id, { slot: 2 })).body.answers).toEqual({});
    });

    test('and asked for anew where the event itself comes to lie at another time, slot by slot', async () => {
      const [early, late] = [
        await day.met(day.wonokerto, day.bulog, 1),
        await day.met(day.gerongan, day.pupuk, 5),
      ];
      await api.post(`${at(early)}/accept`, undefined, officerOf(day.wonokerto));
      await api.post(`${at(late)}/accept`, undefined, officerOf(day.gerongan));
      const read = await api.get(at(late), officerOf(day.gerongan));
      const patch = (change: object) => api.patch(day.path, change, office);

      // A break before the fifth slot is nothing to the first.
      await patch({ breaks: [{ afterSlot: 4, minutes: 60 }] });
      expect((await api.get(at(early), office)).body.answers).toEqual({ cooperative: 'accepted' });
      const later = (await api.get(at(late), office)).body;
      expect([later.startsAt, later.answers]).toEqual(['2027-03-02T03:30:00.000Z', {}]);
      // Who still reads the hour before does not agree to this one.
      const ifMatch = { 'if-match': read.headers.get('etag')! };
      const stale = await api.post(`${at(late)}/accept`, undefined, officerOf(day.gerongan), ifMatch);
      expect(stale.status).toBe(412);

      // Another hall or another name takes no consent away; another day does, and calendars are unsure again.
      await patch({ venue: 'Pendopo Kabupaten' });
      expect((await api.get(at(early), office)).body.answers).toEqual({ cooperative: 'accepted' });
      await patch({ startsAt: '2027-03-09T01:30:00Z' });
      const moved = (await api.get(at(early), office)).body;
      expect([moved.startsAt, moved.answers]).toEqual(['2027-03-09T01:30:00.000Z', {}]);
      const calendar = await api.get(`${day.path}/schedule.ics`, officerOf(day.wonokerto));
      expect(calendar.text).toContain('DTSTART:20270309T013000Z');
      expect(calendar.text).toContain('STATUS:TENTATIVE');
    });
  });

  describe('is answered', () => {
    test('by each side for itself, with or without a body; by the organizer for the side named', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1);
      await api.post(`${at(id)}/accept`, undefined, officerOf(day.wonokerto));
      const both = await api.post(`${at(id)}/accept`, { side: 'buyer' }, office);
      expect(both.body.answers).toEqual({ cooperative: 'accepted', buyer: 'accepted' });
      expect(both.body.sequence).toBe(0);
      const forOther = await api.post(`${at(id)}/accept`, { side: 'buyer' }, officerOf(day.wonokerto));
      expect([forOther.status, forOther.body.errors[0].pointer]).toEqual([422, '#/side']);
      expect((await api.post(`${at(id)}/decline`, {}, office)).body.errors[0].pointer).toBe('#/side');
      expect((await api.post(`${at(id)}/move`, { slot: 2 }, buyerOf(day.bulog))).status).toBe(403);
    });

    test('with no: the seat is free at once, and the reason is not for the other side', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1, 1);
      const reason = 'Kami sudah bermitra dengan pembeli lain';
      const declined = await api.post(`${at(id)}/decline`, { reason }, officerOf(day.wonokerto));
      expect(declined.body).toMatchObject({
        state: 'cancelled',
        cancelledBecause: 'declined',
        sequence: 1,
        reasons: { cooperative: reason },
      });
      expect((await read(id)).reasons).toEqual({ cooperative: reason });
      expect((await api.get(at(id), buyerOf(day.bulog))).text).not.toContain('mitra');
      expect((await day.meet(day.gerongan, day.bulog, 1, 1)).status).toBe(201);
    });

    test('with yes after no, as long as the seat is free', async () => {
      const id = await day.met(day.wonokerto, day.bulog, 1, 1);
      const officer = officerOf(day.wonokerto);
      await api.post(`${at(id)}/decline`, { reason: 'keliru' }, officer);
      const again = await api.post(`${at(id)}/accept`, undefined, officer);
      expect(again.body).toMatchObject({
        state: 'planned',
        answers: { cooperative: 'accepted' },
        sequence: 2,
      });
      expect(again.body).not.toHaveProperty('reasons');
      await api.post(`${at(id)}/decline`, undefined, officer);
      await day.met(day.gerongan, day.bulog, 1, 1);
      const gone = await api.post(`${at(id)}/accept`, undefined, officer);
      expect([gone.status, gone.body.detail]).toEqual([
        409,
        'The seat has been given away since; ask the organizer for another.',
      ]);
      expect((await api.post(`${at(id)}/accept`, undefined, buyerOf(day.bulog))).status).toBe(409);
    });
  });

  test('is marked as held or missed by the desk, and the mark can be taken back', async () => {
    const id = await day.met(day.wonokerto, day.bulog, 1);
    const mark = (state: string) => api.put(`${at(id)}/state`, { state }, office);
    expect((await mark('held')).body).toMatchObject({ state: 'held', revision: 2 });
    expect((await mark('held')).body.revision).toBe(2);
    expect((await mark('missed')).body.state).toBe('missed');
    // What was missed may be made up for.
    const made = await day.meet(day.wonokerto, day.bulog, 3);
    expect(made.body).toMatchObject({ id, slot: 3, state: 'planned', revision: 4 });
    await api.post(`${at(id)}/decline`, { side: 'buyer' }, office);
    expect((await mark('held')).status).toBe(409);
  });
});
