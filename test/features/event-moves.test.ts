/** An event that moves: everyone who takes part is told, and what has happened stays when it was. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openApi, type TestApi } from '../support/api.ts';
import { buildEventDay, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { actingFor } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('an event that moves', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = minutesIn(-24 * 60);
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const change = async (day: EventDay, fields: object) => {
    now = new Date(now.getTime() + 1000);
    return api.patch(day.path, fields, office);
  };
  /** What an organization was told, the newest first. */
  const toldTo = async (organizationId: string): Promise<{ id: string; en: string }[]> => {
    await api.settle();
    const { items } = (await api.get('/v1/notices?kind=event-moved', actingFor(organizationId))).body;
    return items.map(({ text }: { text: object }) => text);
  };

  test.each([true, false])(
    'to another day or place tells everyone who takes part; published: %s',
    async (isPublished) => {
      const day = await buildEventDay(api, { isPublished });
      await api.post(`${day.path}/participants/${day.ngempit}/withdrawal`, undefined, actingFor(day.ngempit));
      await change(day, { name: 'Temu Bisnis II', tables: 20 });
      expect(await toldTo(day.wonokerto)).toEqual([]);
      await change(day, { startsAt: '2027-03-09T01:30:00Z', venue: 'Pendopo Kabupaten' });
      for (const id of [day.wonokerto, day.gerongan, day.bulog, day.pupuk]) {
        expect(await toldTo(id)).toEqual([
          {
            id: '“Temu Bisnis II” pindah waktu atau tempat: mulai Selasa, 9 Maret 2027 pukul 08.30 WIB di Pendopo Kabupaten (sebelumnya Selasa, 2 Maret 2027 pukul 08.30 WIB di Auditorium Mpu Sindok); lihat jadwal',
            en: '“Temu Bisnis II” has moved to another time or place: from Tuesday, 9 March 2027, 08:30 WIB at Pendopo Kabupaten (before: Tuesday, 2 March 2027, 08:30 WIB at Auditorium Mpu Sindok); look at the schedule',
          },
        ]);
      }
      // Who withdrew does not come to either.
      expect(await toldTo(day.ngempit)).toEqual([]);
      // Longer meetings: every one begins at another time.
      await change(day, { slotMinutes: 20 });
      expect(await toldTo(day.bulog)).toHaveLength(2);
      // What is over is put right without a word.
      now = minutesIn(30 * 24 * 60);
      await change(day, { venue: 'Pendopo Kabupaten Pasuruan' });
      expect(await toldTo(day.bulog)).toHaveLength(2);
    },
  );

  test('leaves what was held when it was: only what is still to come moves', async () => {
    const day = await buildEventDay(api);
    const [held, ahead] = [
      await day.met(day.wonokerto, day.bulog, 1),
      await day.met(day.gerongan, day.bulog, 3),
    ];
    now = minutesIn(16);
    await api.post(`${day.path}/meetings/${held}/outcome`, { result: 'lead' }, office);
    const { updatedAt } = (await api.get(day.path, office)).body;
    for (const fields of [
      { startsAt: '2027-03-09T01:30:00Z' },
      { slotMinutes: 20, startsAt: '2027-03-02T01:20:00Z' },
    ]) {
      const refused = await change(day, fields);
      expect([
        refused.status,
        refused.body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ]).toEqual([
        409,
        Object.keys(fields)
          .map((field) => `#/${field}`)
          .sort((a, b) => (a > b ? -1 : 1)),
      ]);
      expect(refused.body.detail).toContain('slot 1 another time, in which a meeting was held');
    }
    expect((await api.get(day.path, office)).body.updatedAt).toBe(updatedAt);
    // The hall is flooded: half an hour for the way to another.
    const moved = await change(day, { breaks: [{ afterSlot: 2, minutes: 30 }], venue: 'Pendopo' });
    expect(moved.status).toBe(200);
    const at = async (id: string) => (await api.get(`${day.path}/meetings/${id}`, office)).body.startsAt;
    expect(await at(held)).toBe(minutesIn(0).toISOString());
    expect(await at(ahead)).toBe(minutesIn(60).toISOString());
    expect(await toldTo(day.gerongan)).toHaveLength(1);
  });
});
