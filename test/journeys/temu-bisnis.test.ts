/**
 * A temu bisnis from the invitation to the last outcome, over HTTP only, on the sample of Kabupaten Pasuruan: its 365 cooperatives,
 * the five state companies of the news, and 35 further buyers.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventNews } from '../../functions/changes/event-news.ts';
import { react } from '../../functions/changes/react.ts';
import { scheduleNews } from '../../functions/changes/schedule-news.ts';
import { samplePortions } from '../../functions/server/sample/seed.ts';
import type { MeetingView } from '../../shared/events/meeting.ts';
import type { Schedule } from '../../shared/events/schedule.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const STATE_COMPANIES = [
  'buy_bulog',
  'buy_pertamina-patra-niaga',
  'buy_pupuk-indonesia',
  'buy_id-food',
  'buy_bank-mandiri',
];
const FURTHER_BUYERS = 35;
const office = organizerOf('35.14');
const province = organizerOf('35');
const day = '2027-03-02T01:30:00.000Z';

/** What further buyers ask for, in turn: what villages of the regency grow. */
const WANTED = ['rice', 'maize', 'mango', 'milk-fresh', 'potato', 'cabbage', 'carrot'];

/** Nobody is in two places, no table holds two meetings, no pair meets twice. */
function expectSound(meetings: readonly MeetingView[]): void {
  const once = (names: string[]) => expect(new Set(names).size).toBe(names.length);
  once(meetings.map(({ slot, cooperativeId }) => `${slot} ${cooperativeId}`));
  once(meetings.map(({ slot, table }) => `${slot} ${table}`));
  once(meetings.map(({ cooperativeId, buyerId }) => `${cooperativeId} ${buyerId}`));
}

onEveryStore('a temu bisnis of Kabupaten Pasuruan', (open) => {
  let api: TestApi;
  let now = new Date('2027-03-01T03:00:00Z');
  beforeEach(async () => {
    now = new Date('2027-03-01T03:00:00Z');
    api = await openApi(open, () => now, { perSecond: 1e6, burst: 1e6 });
    const portions = samplePortions(now).filter(({ key }) => !/^(?:COOP#coop_(?!35-14)|EVENT#)/.test(key.pk));
    for (let at = 0; at < portions.length; at += 8) {
      await Promise.all(portions.slice(at, at + 8).map(({ writes }) => api.table.transact(writes)));
    }
  });
  afterEach(() => api.close());

  /** What an organization reads among its notices, the newest first, once the news of the event has gone out. */
  const newsTo = async (id: string, kind: string): Promise<{ id: string; en: string }[]> => {
    const clock = () => now;
    const reactions = [eventNews(api.table, clock), scheduleNews(api.table, clock)];
    const { failure } = await react(await api.drainChanges(), reactions);
    expect(failure).toBeUndefined();
    const reader = id.startsWith('coop_') ? officerOf(id) : buyerOf(id);
    const { items } = (await api.get(`/v1/notices?kind=${kind}`, reader)).body;
    return items.map(({ text }: { text: object }) => text);
  };

  test(
    'is invited, planned, published, disturbed and planned anew in one day',
    { timeout: 120_000 },
    async () => {
      const ok = async (answer: ReturnType<TestApi['get']>, status = 200) => {
        const { status: found, body, text } = await answer;
        expect(found, text).toBe(status);
        return body;
      };

      // The office sets the event up and invites all cooperatives of the regency in one call.
      const event = await ok(
        api.post(
          '/v1/events',
          {
            kind: 'business-matching',
            name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
            venue: 'Auditorium Mpu Sindok',
            regionCode: '35.14',
            startsAt: day,
            slotMinutes: 15,
            slots: 24,
            breaks: [{ afterSlot: 12, minutes: 60 }],
            tables: 50,
            coOrganizers: ['Dinas Koperasi dan Usaha Mikro'],
          },
          office,
        ),
        201,
      );
      const path = `/v1/events/${event.id}`;
      const invited = await ok(api.post(`${path}/participants/region`, { regionCode: '35.14' }, office));
      expect(invited).toMatchObject({ added: 365, alreadyIn: 0, refused: 0 });
      const enter = (organizationId: string, fields: object = {}) =>
        ok(api.post(`${path}/participants`, { organizationId, side: 'buyer', ...fields }, office), 201);
      for (const id of STATE_COMPANIES) await enter(id);
      for (const { organizationId } of [invited.items[0], invited.items[364]]) {
        expect(await newsTo(organizationId, 'event-invited')).toEqual([
          {
            id: 'Anda diundang ke “Temu Bisnis KDKMP Kabupaten Pasuruan”: Selasa, 2 Maret 2027 pukul 08.30 WIB di Auditorium Mpu Sindok',
            en: 'You are invited to “Temu Bisnis KDKMP Kabupaten Pasuruan”: Tuesday, 2 March 2027, 08:30 WIB at Auditorium Mpu Sindok',
          },
        ]);
      }

      // It is told before the day what cannot work.
      const tight = await ok(api.get(`${path}/capacity`, office));
      expect(tight.statements[0].en).toBe(
        '5 buyers at one table with 24 slots give 120 meetings for 365 cooperatives.',
      );
      expect([tight.withoutMeeting, tight.extraTables]).toEqual([245, 11]);

      // So 35 further buyers come, each with an offer, and Bulog takes a second table.
      const further: string[] = [];
      for (let n = 1; n <= FURTHER_BUYERS; n += 1) {
        const buyer = { name: `Pembeli Undangan ${n} (contoh)`, kind: 'private', regionCode: '35.14' };
        const { id } = await ok(api.post('/v1/buyers', buyer, province), 201);
        await ok(
          api.post(
            '/v1/offers',
            {
              buyerId: id,
              scheme: 'purchase',
              commodity: WANTED[n % WANTED.length],
              title: `Kebutuhan ${n}`,
              quantity: { amount: 1 + (n % 5), unit: 'ton', per: 'month' },
              months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
              deliverTo: '35.14',
            },
            buyerOf(id),
          ),
          201,
        );
        await enter(id);
        further.push(id);
      }
      await ok(api.patch(`${path}/participants/buy_bulog`, { tables: 2 }, office));
      expect(await ok(api.get(`${path}/capacity`, office))).toMatchObject({ buyers: 40, withoutMeeting: 0 });

      // Parties say whom they want and whom they refuse; nobody else learns of it.
      const [first, second, third] = invited.items.map(
        (item: { organizationId: string }) => item.organizationId,
      ) as [string, string, string];
      const own = (id: string) => `${path}/participants/${id}`;
      await ok(api.patch(own(first), { wants: ['buy_bulog'], unavailableSlots: [1, 2] }, officerOf(first)));
      await ok(api.patch(own(second), { refuses: ['buy_pupuk-indonesia'] }, officerOf(second)));
      expect((await api.get(own(second), buyerOf('buy_pupuk-indonesia'))).text).not.toContain('refuses');

      // The schedule: everybody has a first meeting, and nothing better is possible by more than the gap says.
      const schedule: Schedule = await ok(api.post(`${path}/schedule`, undefined, office));
      const { meetings } = schedule;
      expectSound(meetings);
      expect(schedule.firstMeetings).toBe(365);
      expect(schedule.gap).toBeLessThan(0.002);
      expect(schedule.unplaced.filter(({ side }) => side === 'cooperative')).toEqual([]);
      const of = (id: string, all: readonly MeetingView[] = meetings) =>
        all.filter(({ cooperativeId, buyerId }) => cooperativeId === id || buyerId === id);
      expect(of(first).every(({ slot }) => slot > 2)).toBe(true);
      expect(of(second).some(({ buyerId }) => buyerId === 'buy_pupuk-indonesia')).toBe(false);

      // Published, each party sees its own part and never the grid.
      const schedulesFor = (id: string) => (id.startsWith('coop_') ? officerOf(id) : buyerOf(id));
      expect((await ok(api.get(`${path}/schedule`, officerOf(first)))).meetings).toEqual([]);
      now = new Date(now.getTime() + 60_000);
      await ok(api.post(`${path}/publish`, undefined, office));
      for (const id of [first, second, 'buy_bulog', further[0]!]) {
        expect((await ok(api.get(`${path}/schedule`, schedulesFor(id)))).meetings).toEqual(of(id));
      }

      // Everybody reads in its notices when, at which table and with whom it meets; nobody of anybody else.
      for (const { organizationId } of invited.items.slice(0, 30)) {
        const own = of(organizationId);
        const [news] = await newsTo(organizationId, 'event-published');
        expect(news!.en).toContain(`${own.length} ${own.length === 1 ? 'meeting' : 'meetings'} for you`);
        for (const { table, buyerName } of own.slice(0, 5)) {
          expect(news!.id).toContain(`meja ${table}, dengan ${buyerName}`);
        }
      }
      expect(await newsTo(first, 'meeting-changed')).toEqual([]);
      now = new Date(now.getTime() + 60_000);

      // They answer: one accepts, one declines; the office pins a third.
      const [accepted] = of(first) as [MeetingView];
      await ok(api.post(`${path}/meetings/${accepted.id}/accept`, {}, officerOf(first)));
      const [declined] = of(third) as [MeetingView];
      await ok(api.post(`${path}/meetings/${declined.id}/decline`, {}, officerOf(third)));
      expect((await newsTo(declined.buyerId, 'meeting-changed'))[0]!.id).toContain(
        `Pertemuan dengan ${declined.cooperativeName} di “Temu Bisnis KDKMP Kabupaten Pasuruan” batal`,
      );
      const pinned = of('buy_bulog').at(-1)!;
      await ok(api.post(`${path}/meetings/${pinned.id}/lock`, undefined, office));

      // The day begins. Two do not come: a cooperative, and a buyer with a full table.
      now = new Date(Date.parse(day) + 20 * 60_000);
      await ok(api.post(`${own(first)}/check-in`, undefined, office));
      const missing = meetings.find(
        ({ slot, buyerId }) => slot > 4 && buyerId === 'buy_id-food',
      )!.cooperativeId;
      const absent = further.find((id) => of(id).some(({ slot }) => slot > 2))!;
      for (const id of [missing, absent]) await ok(api.post(`${own(id)}/no-show`, {}, office));
      const freed: Schedule = await ok(api.get(`${path}/schedule`, office));

      // Planned anew around what is past or pinned: nobody is moved without need.
      const replanned: Schedule = await ok(api.post(`${path}/schedule`, undefined, office));
      expectSound(replanned.meetings);
      const openFrom = 3;
      const after = new Map(replanned.meetings.map((meeting) => [meeting.id, meeting]));
      const moved = freed.meetings.filter(({ id, slot, table }) => {
        const found = after.get(id);
        return found?.slot !== slot || found.table !== table;
      });
      expect(moved.length).toBeLessThan(freed.meetings.length / 10);
      expect(moved.filter(({ slot, locked }) => locked || slot < openFrom)).toEqual([]);
      expect(after.get(pinned.id)).toMatchObject({ slot: pinned.slot, table: pinned.table, locked: true });
      expect(
        replanned.meetings
          .filter(({ slot }) => slot >= openFrom)
          .flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]),
      ).not.toContain(absent);
      expect(after.has(declined.id)).toBe(false);
      expect(replanned.firstMeetings).toBeGreaterThanOrEqual(363);

      // Who is moved, gets another partner or loses one reads it in its notices; whose day stays as it was reads nothing.
      const { changes } = replanned;
      const touched = new Set([...changes!.added, ...changes!.moved.map(({ meetingId }) => meetingId)]);
      const news = replanned.meetings.find(({ id, slot }) => touched.has(id) && slot >= openFrom)!;
      const said = (await newsTo(news.cooperativeId, 'meeting-changed')).map(({ en }) => en).join();
      expect(said).toContain(`with ${news.buyerName}`);
      expect(said).toContain(`table ${news.table}`);
      const placesOf = (id: string, all?: readonly MeetingView[]) =>
        of(id, all).map((meeting) => `${meeting.id} ${meeting.slot} ${meeting.table}`);
      const asBefore = invited.items
        .map(({ organizationId }: { organizationId: string }) => organizationId)
        .filter((id: string) => placesOf(id).join() === placesOf(id, replanned.meetings).join());
      expect(asBefore.length).toBeGreaterThan(100);
      for (const id of asBefore.slice(0, 30)) expect(await newsTo(id, 'meeting-changed')).toEqual([]);

      // Whoever lost its partner learns of it from its own list alone.
      const lost = of(absent).find(({ slot }) => slot > 2)!;
      const told = await ok(api.get(`${path}/schedule?include=cancelled`, officerOf(lost.cooperativeId)));
      expect(told.meetings.find(({ id }: MeetingView) => id === lost.id)).toMatchObject({
        state: 'cancelled',
        cancelledBecause: 'no-show',
      });
      expect((await api.get(`${path}/schedule`, organizerOf('64'))).status).toBe(404);

      // What came of the first meetings is recorded by both sides and by the office; a deal becomes a partnership.
      const held = replanned.meetings.filter(({ slot, offerId }) => slot === 1 && offerId !== undefined);
      const [deal, lead, none] = held as [MeetingView, MeetingView, MeetingView];
      const outcome = (meeting: MeetingView, body: object, as = office) =>
        ok(api.post(`${path}/meetings/${meeting.id}/outcome`, body, as));
      const signed = await outcome(deal, {
        result: 'deal',
        valueSigned: 450_000_000,
        valueEstimated: 1_200_000_000,
        followUp: { title: 'Kirim contoh', dueOn: '2027-03-16' },
      });
      expect(signed.partnershipId).toBeDefined();
      const partnership = await ok(
        api.get(`/v1/partnerships/${signed.partnershipId}`, buyerOf(deal.buyerId)),
      );
      expect(partnership).toMatchObject({ offerId: deal.offerId, cooperativeId: deal.cooperativeId });
      await outcome(lead, { result: 'lead', valueEstimated: 80_000_000 }, buyerOf(lead.buyerId));
      await outcome(none, { result: 'no-interest' }, officerOf(none.cooperativeId));
      expect(
        (await ok(api.get(`${path}/schedule`, office))).meetings.find(({ id }: MeetingView) => id === deal.id)
          .state,
      ).toBe('held');

      // The report: what came of it, signed and estimated apart; who met nobody, and why.
      const report = await ok(api.get(`${path}/report`, office));
      expect(report.values).toEqual({ signed: 450_000_000, estimated: 1_280_000_000 });
      expect(report.outcomes).toMatchObject({ deal: 1, lead: 1, 'no-interest': 1 });
      expect(report.meetings).toMatchObject({ planned: replanned.meetings.length, held: 3 });
      expect((await api.get(`${path}/report`, officerOf(first))).status).toBe(403);

      // What people hold in their hands: each party its calendar, the desk its list, everybody a sheet.
      const calendar = await api.get(`${path}/schedule.ics`, officerOf(first));
      const entries = calendar.text.match(/BEGIN:VEVENT/g) ?? [];
      expect(entries.length).toBeGreaterThanOrEqual(of(first, replanned.meetings).length);
      const list = await api.get(`${path}/schedule.csv`, office);
      expect(list.text.trim().split('\r\n').length).toBeGreaterThan(replanned.meetings.length);

      // What is left to do is written down, with a day.
      const task = { title: 'Kirim profil ke Bulog', organizationId: first, dueOn: '2027-03-16' };
      await ok(api.post(`${path}/follow-ups`, task, office), 201);
      expect((await ok(api.get(`${path}/follow-ups`, officerOf(first)))).items).toHaveLength(1);
      expect((await ok(api.get('/v1/events?region=35.14', admin))).items).toHaveLength(1);
    },
  );
});
