/** What those who take part are told: that they are invited, when and with whom they meet, and what becomes of a published meeting. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventNews } from '../../functions/changes/event-news.ts';
import { react } from '../../functions/changes/react.ts';
import { scheduleNews } from '../../functions/changes/schedule-news.ts';
import { admin, openApi, type TestApi } from '../support/api.ts';
import { buildEventDay, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { actingFor } from '../support/partners.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';

type Told = { id: string; at: string; kind: string; about: object; text: { id: string; en: string } };

onEveryStore('news of an event', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = minutesIn(-24 * 60);
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  /** Everything that an organization was told of one kind, the newest first. */
  const toldTo = async (organizationId: string, kind: string): Promise<Told[]> => {
    await api.settle();
    return (await api.get(`/v1/notices?kind=${kind}`, actingFor(organizationId))).body.items;
  };
  const saidTo = async (organizationId: string, kind: string): Promise<string[]> =>
    (await toldTo(organizationId, kind)).map(({ text }) => text.en);
  /** An act of the office, or of another, a second after whatever came before. */
  const act = async (path: string, body?: object, as = office) => {
    now = new Date(now.getTime() + 1000);
    const answer = await api.post(path, body, as);
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer;
  };
  const publish = (day: EventDay) => act(`${day.path}/publish`);
  const plan = (day: EventDay) => act(`${day.path}/schedule`);

  describe('an invitation', () => {
    test('tells each once, in both languages, at the hour of the place', async () => {
      const day = await buildEventDay(api);
      for (const id of [day.wonokerto, day.gerongan, day.bulog]) {
        expect(await toldTo(id, 'event-invited')).toMatchObject([
          {
            about: { eventId: day.eventId },
            text: {
              id: 'Anda diundang ke “Temu Bisnis KDKMP Kabupaten Pasuruan”: Selasa, 2 Maret 2027 pukul 08.30 WIB di Auditorium Mpu Sindok',
              en: 'You are invited to “Temu Bisnis KDKMP Kabupaten Pasuruan”: Tuesday, 2 March 2027, 08:30 WIB at Auditorium Mpu Sindok',
            },
          },
        ]);
      }
      const training = {
        kind: 'training',
        name: 'Pelatihan',
        venue: 'Tenggarong',
        regionCode: '64.02',
        startsAt: '2027-03-05T01:00:00Z',
      };
      const path = `/v1/events/${(await act('/v1/events', training, admin)).body.id}`;
      await act(`${path}/participants`, { organizationId: day.bulog }, admin);
      expect((await saidTo(day.bulog, 'event-invited'))[0]).toContain('Friday, 5 March 2027, 09:00 WITA');
    });

    test('comes again to who withdrew and is entered again; who changes what it wishes hears nothing', async () => {
      const day = await buildEventDay(api);
      const own = `${day.path}/participants/${day.gerongan}`;
      await api.patch(own, { wants: [day.bulog] }, actingFor(day.gerongan));
      await act(`${own}/check-in`);
      expect(await toldTo(day.gerongan, 'event-invited')).toHaveLength(1);
      await act(`${own}/withdrawal`);
      await act(`${day.path}/participants`, { organizationId: day.gerongan });
      expect(await toldTo(day.gerongan, 'event-invited')).toHaveLength(2);
    });

    test('is not for who walks in, nor for an event that is over', async () => {
      const day = await buildEventDay(api);
      await api.settle();
      for (const id of [day.gerongan, day.ngempit]) await act(`${day.path}/participants/${id}/withdrawal`);
      now = minutesIn(1);
      await act(`${day.path}/walk-ins`, { organizationId: day.gerongan });
      expect(await toldTo(day.gerongan, 'event-invited')).toHaveLength(1);
      now = minutesIn(24 * 60);
      await act(`${day.path}/participants`, { organizationId: day.ngempit });
      expect(await toldTo(day.ngempit, 'event-invited')).toHaveLength(1);
    });

    test('of a whole region is told a hundred at a time, and again by who repeats its work as the same notices', async () => {
      const day = await buildEventDay(api, { isPublished: false });
      for (let at = 1; at <= 120; at += 1) {
        const village = { name: `KDMP ${at}`, kind: 'other', regionCode: '35.14.16.2025' };
        await act('/v1/cooperatives', village, admin);
      }
      await api.settle();
      await act(`${day.path}/participants/region`, {});
      const changes = await api.drainChanges();
      const { table, calls } = countingTable(api.table);
      const reaction = eventNews(table, () => now);
      const { done } = await react(changes, [reaction]);
      expect([done, calls.transact]).toEqual([changes.length, 2]);
      const arrived = changes.flatMap(({ key }) => (key.sk.startsWith('PARTICIPANT#') ? [key.sk] : []));
      expect(arrived.length).toBeGreaterThanOrEqual(120);
      const one = changes.find(({ after }) => after?.sk === arrived[50])!;
      const organizationId = (one.after!['data'] as { organizationId: string }).organizationId;
      const before = await toldTo(organizationId, 'event-invited');
      for (const change of changes) await eventNews(table, () => now)(change);
      expect(before).toHaveLength(1);
      expect(await toldTo(organizationId, 'event-invited')).toEqual(before);
    });
  });

  describe('a published schedule', () => {
    test('tells each its own meetings; planning before and publishing again tell nobody', async () => {
      const day = await buildEventDay(api, { isPublished: false });
      for (let times = 0; times < 2; times += 1) {
        await plan(day);
        for (const kind of ['event-published', 'meeting-changed']) {
          expect(await toldTo(day.bulog, kind)).toEqual([]);
        }
      }
      await publish(day);
      const { meetings } = (await api.get(`${day.path}/schedule`, office)).body;
      const own = meetings.filter(({ buyerId }: { buyerId: string }) => buyerId === day.bulog);
      expect(own.length).toBeGreaterThan(0);
      const [first] = await toldTo(day.bulog, 'event-published');
      expect(first!.about).toEqual({ eventId: day.eventId });
      for (const { table, cooperativeName } of own) {
        expect(first!.text.id).toContain(`meja ${table}, dengan ${cooperativeName}`);
        expect(first!.text.en).toContain(`table ${table}, with ${cooperativeName}`);
      }
      await publish(day);
      expect(await toldTo(day.bulog, 'event-published')).toEqual([first]);
      for (const id of [day.wonokerto, day.bulog]) expect(await toldTo(id, 'meeting-changed')).toEqual([]);
    });

    test('says the day once, the hours of the place, and who has no meeting yet that it has none', async () => {
      const day = await buildEventDay(api, { isPublished: false });
      await day.met(day.wonokerto, day.bulog, 2);
      await day.met(day.wonokerto, day.pupuk, 4);
      await publish(day);
      expect((await toldTo(day.wonokerto, 'event-published'))[0]!.text).toEqual({
        id: 'Jadwal “Temu Bisnis KDKMP Kabupaten Pasuruan” sudah terbit, 2 pertemuan untuk Anda: Selasa, 2 Maret 2027 pukul 08.45 WIB, meja 1, dengan Perum Bulog; 09.15 WIB, meja 3, dengan PT Pupuk Indonesia',
        en: 'The schedule of “Temu Bisnis KDKMP Kabupaten Pasuruan” is published, 2 meetings for you: Tuesday, 2 March 2027, 08:45 WIB, table 1, with Perum Bulog; 09:15 WIB, table 3, with PT Pupuk Indonesia',
      });
      expect(await saidTo(day.ngempit, 'event-published')).toEqual([
        'The schedule of “Temu Bisnis KDKMP Kabupaten Pasuruan” is published: there is no meeting for you yet; ask the organizer',
      ]);
    });

    test('is no news once the event is over, or called off', async () => {
      const day = await buildEventDay(api, { isPublished: false });
      await day.met(day.wonokerto, day.bulog, 2);
      now = minutesIn(24 * 60);
      await publish(day);
      expect(await toldTo(day.wonokerto, 'event-published')).toEqual([]);
    });
  });

  describe('a published meeting', () => {
    const where = 'at “Temu Bisnis KDKMP Kabupaten Pasuruan”';
    /** Wonokerto meets Bulog in slot 2 and Pupuk in slot 4; published. */
    const withTwo = async () => {
      const day = await buildEventDay(api, { isPublished: false });
      const ids = [await day.met(day.wonokerto, day.bulog, 2), await day.met(day.wonokerto, day.pupuk, 4)];
      await publish(day);
      return { day, bulogs: ids[0]!, pupuks: ids[1]! };
    };
    const changesTo = (id: string) => saidTo(id, 'meeting-changed');

    test('that moves tells both from where to where, and nobody else', async () => {
      const { day, bulogs } = await withTwo();
      await act(`${day.path}/meetings/${bulogs}/move`, { slot: 7, table: 2 });
      const [told] = await toldTo(day.wonokerto, 'meeting-changed');
      expect(told).toMatchObject({
        about: { eventId: day.eventId, meetingId: bulogs },
        text: {
          id: 'Pertemuan dengan Perum Bulog di “Temu Bisnis KDKMP Kabupaten Pasuruan” pindah: kini Selasa, 2 Maret 2027 pukul 10.00 WIB, meja 2 (sebelumnya Selasa, 2 Maret 2027 pukul 08.45 WIB, meja 1)',
          en: `The meeting with Perum Bulog ${where} has moved: now Tuesday, 2 March 2027, 10:00 WIB, table 2 (before: Tuesday, 2 March 2027, 08:45 WIB, table 1)`,
        },
      });
      expect(await changesTo(day.bulog)).toEqual([
        `The meeting with KDMP Wonokerto ${where} has moved: now Tuesday, 2 March 2027, 10:00 WIB, table 2 (before: Tuesday, 2 March 2027, 08:45 WIB, table 1)`,
      ]);
      for (const id of [day.pupuk, day.gerongan]) expect(await changesTo(id)).toEqual([]);
    });

    test('that one side declines tells the other, and neither the reason nor whom it refuses', async () => {
      const { day, bulogs } = await withTwo();
      const reason = 'Harga mereka terlalu rendah';
      await act(`${day.path}/meetings/${bulogs}/decline`, { reason }, actingFor(day.wonokerto));
      const refused = { refuses: [day.bulog] };
      await api.patch(`${day.path}/participants/${day.wonokerto}`, refused, actingFor(day.wonokerto));
      await act(`${day.path}/schedule`);
      expect(await changesTo(day.bulog)).toContain(
        `The meeting with KDMP Wonokerto ${where} is cancelled (Tuesday, 2 March 2027, 08:45 WIB, table 1): the other side declines`,
      );
      const all = (await api.get('/v1/notices', actingFor(day.bulog))).text;
      expect(all).not.toMatch(/Harga mereka|refuse|menolak/);
      expect((await changesTo(day.wonokerto)).join()).not.toContain('Bulog');
    });

    test('that is agreed to, pinned, held or missed is no news', async () => {
      const { day, bulogs } = await withTwo();
      await act(`${day.path}/meetings/${bulogs}/accept`, {}, actingFor(day.bulog));
      await act(`${day.path}/meetings/${bulogs}/lock`);
      now = minutesIn(16);
      for (const state of ['held', 'missed', 'planned']) {
        expect((await api.put(`${day.path}/meetings/${bulogs}/state`, { state }, office)).status, state).toBe(
          200,
        );
      }
      for (const id of [day.wonokerto, day.bulog]) expect(await changesTo(id)).toEqual([]);
    });

    test('falls with who does not come, and stands again with who came after all', async () => {
      const { day } = await withTwo();
      now = minutesIn(1);
      await act(`${day.path}/participants/${day.pupuk}/no-show`, {});
      const place = 'Tuesday, 2 March 2027, 09:15 WIB, table 3';
      const fallen = `The meeting with PT Pupuk Indonesia ${where} is cancelled (${place}): one side has not come`;
      expect(await changesTo(day.wonokerto)).toEqual([fallen]);
      now = minutesIn(2);
      await api.delete(`${day.path}/participants/${day.pupuk}/no-show`, office);
      expect(await changesTo(day.wonokerto)).toEqual([
        `The meeting with PT Pupuk Indonesia ${where} takes place after all: ${place}`,
        fallen,
      ]);
    });

    test('falls with who withdraws: the partner is told, who withdrew is not', async () => {
      const { day } = await withTwo();
      await act(`${day.path}/participants/${day.wonokerto}/withdrawal`, undefined, actingFor(day.wonokerto));
      expect((await changesTo(day.bulog))[0]).toContain('the other side has withdrawn');
      expect(await changesTo(day.wonokerto)).toEqual([]);
    });

    test('that comes in later is told to both as new; what is planned anew only to those whose own changed', async () => {
      const { day } = await withTwo();
      now = minutesIn(-600);
      const added = await day.met(day.gerongan, day.bulog, 6, 2);
      const told = await toldTo(day.gerongan, 'meeting-changed');
      expect(told.map(({ text }) => text.en)).toEqual([
        `A new meeting ${where}: with Perum Bulog, Tuesday, 2 March 2027, 09:45 WIB, table 2`,
      ]);
      expect(told[0]!.about).toEqual({ eventId: day.eventId, meetingId: added });
      await api.settle();
      const { changes, meetings } = (await plan(day)).body;
      const moved = changes.moved.map(({ meetingId }: { meetingId: string }) => meetingId);
      const touched = new Set([...changes.added, ...moved, ...changes.cancelled]);
      const ofOwn = (id: string) =>
        meetings.filter(
          (each: { id: string; cooperativeId: string; buyerId: string }) =>
            touched.has(each.id) && [each.cooperativeId, each.buyerId].includes(id),
        ).length;
      expect(touched.size).toBeGreaterThan(0);
      expect(changes.cancelled).toEqual([]);
      const isNew = async (id: string) =>
        (await toldTo(id, 'meeting-changed')).filter(({ at }) => at > told[0]!.at).length;
      for (const id of [day.pupuk, day.bulog, day.wonokerto, day.gerongan, day.ngempit]) {
        expect(await isNew(id)).toBe(ofOwn(id));
      }
    });

    test('is told the same whether its sheets come together, apart, or twice', async () => {
      const { day, bulogs } = await withTwo();
      await api.settle();
      await act(`${day.path}/meetings/${bulogs}/move`, { slot: 7 });
      const changes = await api.drainChanges();
      for (const change of changes) await scheduleNews(api.table, () => now)(change);
      const apart = await toldTo(day.bulog, 'meeting-changed');
      expect(apart.map(({ text }) => text.en)).toEqual([
        `The meeting with KDMP Wonokerto ${where} has moved: now Tuesday, 2 March 2027, 10:00 WIB, table 1`,
      ]);
      for (let times = 0; times < 2; times += 1) {
        await react(changes, [scheduleNews(api.table, () => now)]);
        const together = await toldTo(day.bulog, 'meeting-changed');
        expect(together.map(({ id }) => id)).toEqual(apart.map(({ id }) => id));
        expect(together[0]!.text.en).toContain('(before: Tuesday, 2 March 2027, 08:45 WIB, table 1)');
      }
    });

    test('moved before and after the publication within one delivery says where it was published', async () => {
      const day = await buildEventDay(api, { isPublished: false });
      const id = await day.met(day.wonokerto, day.bulog, 2);
      await api.settle();
      await act(`${day.path}/meetings/${id}/move`, { slot: 3 });
      await publish(day);
      await act(`${day.path}/meetings/${id}/move`, { slot: 5 });
      await act(`${day.path}/meetings/${id}/move`, { slot: 2 });
      expect(await changesTo(day.bulog)).toEqual([
        `The meeting with KDMP Wonokerto ${where} has moved: now Tuesday, 2 March 2027, 08:45 WIB, table 1 (before: Tuesday, 2 March 2027, 09:00 WIB, table 1)`,
      ]);
    });

    test('of an event that was called off is told by that alone; one whose slot is over by now, by nothing', async () => {
      const { day, bulogs } = await withTwo();
      await api.settle();
      await act(`${day.path}/meetings/${bulogs}/move`, { slot: 3 });
      const changes = await api.drainChanges();
      await react(changes, [scheduleNews(api.table, () => minutesIn(3 * 15 + 1))]);
      expect(await changesTo(day.bulog)).toEqual([]);
      await act(`${day.path}/cancel`, { reason: 'Gedung terendam banjir' });
      for (const id of [day.wonokerto, day.bulog]) expect(await changesTo(id)).toEqual([]);
      await react(changes, [scheduleNews(api.table, () => now)]);
      expect(await changesTo(day.bulog)).toEqual([]);
    });
  });
});
