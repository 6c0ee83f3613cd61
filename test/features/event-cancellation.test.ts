/** A temu bisnis that is called off: the hall is flooded. What was held stays, everyone is told, calendars show it, nobody was absent. */
import ical from 'ical.js';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, officerOf, openApi, organizerOf, type Received, type TestApi } from '../support/api.ts';
import { buildEventDay, holdSocialisation, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { actingFor } from '../support/partners.ts';
import { readPdf } from '../support/read-pdf.ts';
import type { Table } from '../../shared/table/table.ts';
import { onEveryStore } from '../support/tables.ts';

const flood = { reason: 'Gedung terendam banjir' };

const entriesOf = ({ text }: Received) =>
  new ical.Component(ical.parse(text)).getAllSubcomponents('vevent').map((entry) => ({
    uid: entry.getFirstPropertyValue('uid'),
    sequence: Number(entry.getFirstPropertyValue('sequence')),
    status: entry.getFirstPropertyValue('status'),
    summary: entry.getFirstPropertyValue('summary'),
    description: String(entry.getFirstPropertyValue('description')),
  }));

onEveryStore('an event that is cancelled', (open) => {
  let api: TestApi;
  let now: Date;
  let second: TestApi | undefined;
  beforeEach(async () => {
    now = minutesIn(-24 * 60);
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const cancel = (day: EventDay, body: object = flood, as = office) =>
    api.post(`${day.path}/cancel`, body, as);
  const told = async (organizationId: string, kind = 'event-cancelled'): Promise<string[]> => {
    await api.settle();
    const { items } = (await api.get(`/v1/notices?kind=${kind}`, actingFor(organizationId))).body;
    return items.map(({ text }: { text: { en: string } }) => text.en);
  };
  const meetingOf = async (day: EventDay, id: string) =>
    (await api.get(`${day.path}/meetings/${id}`, office)).body;

  test('the evening before frees everybody, voids what was agreed, and tells everyone who takes part once', async () => {
    const day = await buildEventDay(api);
    const id = await day.met(day.wonokerto, day.bulog, 3);
    for (const side of ['cooperative', 'buyer']) {
      await api.post(`${day.path}/meetings/${id}/accept`, { side }, office);
    }
    await api.post(`${day.path}/meetings/${id}/lock`, undefined, office);
    await api.post(`${day.path}/participants/${day.ngempit}/withdrawal`, undefined, office);
    const before = (await api.get(day.path, office)).body;
    const answer = await cancel(day);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual({
      ...before,
      sequence: before.sequence + 1,
      cancelledAt: now.toISOString(),
      cancellationReason: 'Gedung terendam banjir',
      updatedAt: now.toISOString(),
    });
    expect(await meetingOf(day, id)).toMatchObject({
      state: 'cancelled',
      cancelledBecause: 'event-cancelled',
      locked: false,
      answers: {},
    });
    for (const party of [day.wonokerto, day.gerongan, day.bulog, day.pupuk]) {
      expect(await told(party)).toEqual([
        '“Temu Bisnis KDKMP Kabupaten Pasuruan” (Tuesday, 2 March 2027, 08:30 WIB at Auditorium Mpu Sindok) is cancelled: Gedung terendam banjir',
      ]);
      expect(await told(party, 'event-moved')).toEqual([]);
    }
    expect(await told(day.ngempit)).toEqual([]);
  });

  test('stays cancelled: the same again changes nothing, another reason or a change is refused with the first one', async () => {
    const day = await buildEventDay(api);
    const first = await cancel(day);
    now = minutesIn(-23 * 60);
    const again = await cancel(day);
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([
      200,
      first.body,
      first.headers.get('etag'),
    ]);
    expect(await told(day.bulog)).toHaveLength(1);
    const id = first.body.id as string;
    const one = `${day.path}/participants/${day.gerongan}`;
    for (const refused of [
      await cancel(day, { reason: 'Bupati berhalangan' }),
      await api.patch(day.path, { startsAt: '2027-03-09T01:30:00Z' }, office),
      await api.post(`${day.path}/schedule`, undefined, office),
      await api.post(`${day.path}/publish`, undefined, office),
      await api.post(`${day.path}/participants`, { organizationId: day.ngempit }, office),
      await api.post(`${day.path}/participants/region`, undefined, office),
      await api.send('POST', `${day.path}/participants/import`, {
        as: office,
        raw: `id\n${day.ngempit}\n`,
        headers: { 'content-type': 'text/csv' },
      }),
      await api.post(`${day.path}/walk-ins`, { organizationId: day.ngempit }, office),
      await api.patch(one, { maxMeetings: 2 }, officerOf(day.gerongan)),
      await api.post(`${one}/check-in`, undefined, office),
      await api.post(`${one}/no-show`, undefined, office),
      await api.post(`${one}/late`, { arrivesForSlot: 2 }, office),
      await api.post(`${one}/withdrawal`, undefined, officerOf(day.gerongan)),
      await day.meet(day.gerongan, day.bulog, 2),
    ]) {
      expect(refused.status, refused.text).toBe(409);
      expect(refused.body.detail).toContain('Gedung terendam banjir');
    }
    // Who may not change it is told that, and who does not know of it nothing.
    expect((await cancel(day, flood, officerOf(day.gerongan))).status).toBe(403);
    expect((await cancel(day, flood, organizerOf('64'))).status).toBe(404);
    const listed = async (query: string) =>
      (await api.get(`/v1/events?region=35.14&${query}`, office)).body.items.map(
        (each: { id: string }) => each.id,
      );
    expect([await listed('cancelled=true'), await listed('cancelled=false')]).toEqual([[id], []]);
  });

  test('takes nothing up again: neither who declined, nor who came after all', async () => {
    const day = await buildEventDay(api);
    const [declined, ahead] = [
      await day.met(day.wonokerto, day.bulog, 3),
      await day.met(day.gerongan, day.bulog, 3, 2),
    ];
    await api.post(`${day.path}/meetings/${declined}/decline`, {}, officerOf(day.wonokerto));
    await api.post(`${day.path}/participants/${day.gerongan}/no-show`, { fromSlot: 1 }, office);
    await cancel(day);
    for (const refused of [
      await api.post(`${day.path}/meetings/${declined}/accept`, {}, officerOf(day.wonokerto)),
      await api.delete(`${day.path}/participants/${day.gerongan}/no-show`, office),
      await api.get(`${day.path}/meetings/${ahead}/moves`, office),
      await api.post(`${day.path}/meetings/${ahead}/move`, { slot: 5 }, office),
      await api.post(`${day.path}/meetings/${ahead}/decline`, {}, officerOf(day.gerongan)),
    ]) {
      expect(refused.status, refused.text).toBe(409);
    }
    expect(await meetingOf(day, declined)).toMatchObject({ cancelledBecause: 'declined' });
  });

  test('at noon keeps what was held with its outcomes and tasks, and what was not marked yet can still be', async () => {
    const day = await buildEventDay(api);
    const [held, unmarked, running, ahead] = [
      await day.met(day.wonokerto, day.bulog, 1),
      await day.met(day.gerongan, day.pupuk, 1),
      await day.met(day.gerongan, day.bulog, 2),
      await day.met(day.wonokerto, day.pupuk, 6),
    ];
    now = minutesIn(20);
    await api.post(`${day.path}/participants/${day.wonokerto}/check-in`, undefined, office);
    await api.post(`${day.path}/participants/${day.ngempit}/no-show`, undefined, office);
    const outcome = { result: 'lead', followUp: { title: 'Kirim contoh beras', dueOn: '2027-03-20' } };
    expect((await api.post(`${day.path}/meetings/${held}/outcome`, outcome, office)).status).toBe(200);
    expect((await cancel(day)).status).toBe(200);
    const states = [];
    for (const id of [held, unmarked, running, ahead]) states.push((await meetingOf(day, id)).state);
    expect(states).toEqual(['held', 'planned', 'cancelled', 'cancelled']);
    const said = (id: string) => api.post(`${day.path}/meetings/${id}/outcome`, { result: 'mou' }, office);
    expect((await said(unmarked)).status).toBe(200);
    expect((await said(held)).status).toBe(200);
    expect((await said(running)).status).toBe(409);
    const tasks = (await api.get(`${day.path}/follow-ups`, office)).body.items;
    expect(tasks).toMatchObject([{ title: 'Kirim contoh beras', dueOn: '2027-03-20' }]);
    const task = `${day.path}/follow-ups/${tasks[0].id}`;
    expect((await api.patch(task, { doneOn: '2027-03-02' }, office)).status).toBe(200);
    const more = { title: 'Kembalikan uang sewa', dueOn: '2027-03-10' };
    expect((await api.post(`${day.path}/follow-ups`, more, office)).status).toBe(201);

    // A month later nobody was absent but who was marked so while it ran.
    now = minutesIn(30 * 24 * 60);
    const report = (await api.get(`${day.path}/report`, office)).body;
    expect(report).toMatchObject({ cancellationReason: 'Gedung terendam banjir', outcomes: { mou: 2 } });
    expect(report.attendance.cooperative).toMatchObject({
      invited: 3,
      came: 2,
      expected: 0,
      absent: 1,
      noShows: 1,
    });
    expect(report.meetings).toEqual({ planned: 2, held: 2, missed: 0, unmarked: 0, cancelled: 2 });
    expect(report.metNobody).toMatchObject([{ organizationId: day.ngempit, reason: 'no-show' }]);
    expect((await cancel(day, { reason: 'Lain' })).status).toBe(409);
  });

  test('says so in every list, calendar, report and print', async () => {
    const day = await buildEventDay(api);
    const id = await day.met(day.wonokerto, day.bulog, 3);
    const calendar = async () =>
      entriesOf(await api.get(`${day.path}/schedule.ics`, officerOf(day.wonokerto)));
    const [before] = await calendar();
    now = minutesIn(-60);
    await cancel(day);
    const [after] = await calendar();
    expect(after).toMatchObject({
      uid: before!.uid,
      status: 'CANCELLED',
      summary: 'BATAL/CANCELLED: Perum Bulog',
    });
    expect(after!.sequence).toBeGreaterThan(before!.sequence);
    expect(after!.description).toContain('Event cancelled: Gedung terendam banjir');
    const schedule = (await api.get(`${day.path}/schedule`, office)).body;
    expect(schedule).toMatchObject({ cancelledAt: now.toISOString(), meetings: [], unplaced: [], gap: 0 });
    const all = (await api.get(`${day.path}/schedule?include=cancelled`, officerOf(day.wonokerto))).body;
    expect(all.meetings).toMatchObject([{ id, cancelledBecause: 'event-cancelled' }]);
    const desk = parse((await api.get(`${day.path}/schedule.csv`, office)).text, {
      bom: true,
      columns: true,
    });
    expect(desk).toMatchObject([{ Koperasi: 'KDMP Wonokerto', Keadaan: 'batal' }]);
    const { pages } = await readPdf((await api.get(`${day.path}/schedule.pdf`, office)).bytes);
    for (const page of pages) expect(page.join()).toContain('DIBATALKAN: Temu Bisnis');
    expect(pages.flat().join()).toContain('Alasan: Gedung terendam banjir');
    now = minutesIn(30 * 24 * 60);
    const report = (await api.get(`${day.path}/report`, office)).body;
    expect(report.attendance.cooperative).toMatchObject({ invited: 3, came: 0, expected: 0, absent: 0 });
    expect(new Set(report.metNobody.map(({ reason }: { reason: string }) => reason))).toEqual(
      new Set(['event-cancelled']),
    );
    const table = (await api.get(`${day.path}/report.csv`, office)).text;
    expect(table).toContain('dibatalkan (cancelled)');
    expect(table).toContain('Gedung terendam banjir');
  });

  test('is no training that a cooperative still has before it; the calendar of a socialisation shows it too', async () => {
    const day = await buildEventDay(api);
    const id = await holdSocialisation(api);
    const path = `/v1/events/${id}`;
    await api.post(`${path}/participants`, { organizationId: day.gerongan }, office);
    const own = officerOf(day.gerongan);
    const trainings = async () =>
      (await api.get(`/v1/cooperatives/${day.gerongan}/opportunities`, own)).body.trainings.map(
        (each: { eventId: string }) => each.eventId,
      );
    const entry = async () => entriesOf(await api.get(`${path}/schedule.ics`, own))[0]!;
    expect([await trainings(), (await entry()).status]).toEqual([[day.eventId, id], 'CONFIRMED']);
    const before = await entry();
    await api.patch(path, { venue: 'Pendopo' }, office);
    const moved = await entry();
    expect(moved.sequence).toBeGreaterThan(before.sequence);
    // It lasts longer: another end.
    await api.patch(path, { slots: 2 }, office);
    expect((await entry()).sequence).toBeGreaterThan(moved.sequence);
    expect((await api.post(`${path}/cancel`, flood, office)).status).toBe(200);
    expect([await trainings(), await entry()]).toMatchObject([
      [day.eventId],
      { uid: before.uid, status: 'CANCELLED', summary: 'BATAL/CANCELLED: Sosialisasi kemitraan' },
    ]);
    expect((await entry()).sequence).toBeGreaterThan(moved.sequence);
    expect(await told(day.gerongan)).toHaveLength(1);
    // Everybody was told of it, so it is not taken away as if it had never been.
    expect((await api.delete(path, office)).status).toBe(409);
  });

  test('is not cancelled once it is over, nor without a reason, nor by who has an older copy', async () => {
    const day = await buildEventDay(api);
    const etag = (await api.get(day.path, office)).headers.get('etag')!;
    await api.patch(day.path, { tables: 9 }, office);
    expect((await api.post(`${day.path}/cancel`, flood, office, { 'if-match': etag })).status).toBe(412);
    expect((await cancel(day, {})).status).toBe(422);
    now = minutesIn(8 * 15);
    const late = await cancel(day);
    expect([late.status, late.body.detail]).toEqual([
      409,
      'The event is over: what was held stays, and cannot be cancelled.',
    ]);
    now = minutesIn(8 * 15 - 1);
    expect((await cancel(day)).status).toBe(200);
  });

  test('while something else of it is decided: whatever that was, it looks again and is refused', async () => {
    let meanwhile: (() => Promise<unknown>) | undefined;
    // Two processes on one store: the first is interrupted after it has read and before it writes.
    const first = await openApi(
      async (options) => {
        const store = await open(options);
        const { table } = store;
        const interruption = () => {
          const before = meanwhile;
          meanwhile = undefined;
          return before?.();
        };
        const interrupted: Table = {
          get: (key) => table.get(key),
          getMany: (keys) => table.getMany(keys),
          query: (query) => table.query(query),
          close: () => table.close(),
          write: async (action) => {
            await interruption();
            return table.write(action);
          },
          transact: async (actions) => {
            await interruption();
            return table.transact(actions);
          },
        };
        second = await openApi(
          () => Promise.resolve({ ...store, close: () => Promise.resolve() }),
          () => now,
        );
        return { ...store, table: interrupted };
      },
      () => now,
    );
    const guest = (
      await first.post('/v1/cooperatives', { name: 'KDMP Ngabar', regionCode: '35.14.16.2006' }, admin)
    ).body.id as string;
    await first.post(`/v1/cooperatives/${guest}/verification`, { status: 'verified' }, admin);
    for (const act of [
      (day: EventDay) => first.post(`${day.path}/schedule`, undefined, office),
      (day: EventDay) => first.post(`${day.path}/publish`, undefined, office),
      (day: EventDay) => first.patch(day.path, { venue: 'Pendopo' }, office),
      (day: EventDay) => day.meet(day.gerongan, day.pupuk, 4),
      (day: EventDay, met: string) => first.post(`${day.path}/meetings/${met}/move`, { slot: 7 }, office),
      (day: EventDay, met: string) =>
        first.post(`${day.path}/meetings/${met}/accept`, { side: 'buyer' }, office),
      (day: EventDay) => first.post(`${day.path}/participants/${day.wonokerto}/no-show`, undefined, office),
    ]) {
      const day = await buildEventDay(first, { isPublished: false });
      const met = await day.met(day.wonokerto, day.bulog, 2);
      meanwhile = async () =>
        expect((await second!.post(`${day.path}/cancel`, flood, office)).status).toBe(200);
      const answer = await act(day, met);
      expect(answer.status, answer.text).toBe(409);
      expect(answer.body.detail).toContain('Gedung terendam banjir');
      const { meetings } = (await first.get(`${day.path}/schedule?include=cancelled`, office)).body;
      expect(meetings.map(({ cancelledBecause }: { cancelledBecause: string }) => cancelledBecause)).toEqual([
        'event-cancelled',
      ]);
    }
    // Who came in at that moment came in before, and is told like the others.
    const day = await buildEventDay(first);
    meanwhile = async () => {
      await second!.post(`${day.path}/cancel`, flood, office);
      await first.settle();
    };
    const entered = await first.post(`${day.path}/participants`, { organizationId: guest }, office);
    expect(entered.status).toBe(201);
    await first.settle();
    const { items } = (await first.get('/v1/notices?kind=event-cancelled', actingFor(guest))).body;
    expect(items).toHaveLength(1);
    await second!.close();
    await first.close();
  });
});
