/** Who does not come, comes late or withdraws: partners are free at once, what can be taken up again is. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, type TestApi } from '../support/api.ts';
import { buildEventDay, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('a participant on the day', (open) => {
  let api: TestApi;
  let day: EventDay;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2027-02-20T03:00:00Z');
    api = await openApi(open, () => now);
    day = await buildEventDay(api);
  });
  afterEach(() => api.close());

  const party = (id: string) => `${day.path}/participants/${id}`;
  const read = async (id: string) => (await api.get(`${day.path}/meetings/${id}`, office)).body;
  const states = async (...ids: string[]) =>
    Promise.all(ids.map(async (id) => (await read(id)).cancelledBecause ?? (await read(id)).state));

  test('who has not come missed what is over; the meeting that runs and all later ones are cancelled', async () => {
    const first = await day.met(day.wonokerto, day.bulog, 1);
    const second = await day.met(day.wonokerto, day.pupuk, 2);
    const other = await day.met(day.gerongan, day.bulog, 2);
    now = minutesIn(20);
    const { status, body } = await api.post(`${party(day.wonokerto)}/no-show`, undefined, office);
    expect([status, body.participant.noShowAt]).toEqual([200, now.toISOString()]);
    expect(body.meetings).toMatchObject([
      { id: first, state: 'missed', buyerName: 'Perum Bulog' },
      { id: second, state: 'cancelled', cancelledBecause: 'no-show', sequence: 1 },
    ]);
    expect(await states(first, second, other)).toEqual(['missed', 'no-show', 'planned']);
    // Its partner is free in the slot that runs; it itself is given nothing.
    expect((await day.meet(day.ngempit, day.pupuk, 2)).status).toBe(201);
    expect((await day.meet(day.wonokerto, day.pupuk, 5)).body.detail).toBe('KDMP Wonokerto has not come.');
    const again = await api.post(`${party(day.wonokerto)}/no-show`, undefined, office);
    expect([again.status, again.body.meetings]).toEqual([200, []]);
  });

  test('who came after all has again what is still free; the rest is named with what is in the way', async () => {
    const early = await day.met(day.wonokerto, day.bulog, 1, 1);
    const taken = await day.met(day.wonokerto, day.pupuk, 3);
    await api.post(`${party(day.wonokerto)}/no-show`, undefined, office);
    await day.met(day.gerongan, day.pupuk, 3);
    const { body } = await api.delete(`${party(day.wonokerto)}/no-show`, office);
    expect(body.participant).not.toHaveProperty('noShowAt');
    expect(body.meetings).toMatchObject([{ id: early, state: 'planned', sequence: 2 }]);
    expect(body.lost).toMatchObject([
      {
        meetingId: taken,
        obstacles: [
          {
            kind: 'table-taken',
            detail: { en: 'KDMP Gerongan meets PT Pupuk Indonesia at table 3 in slot 3.' },
          },
        ],
      },
    ]);
  });

  test('who came after all is not given more than a partner has room for by now', async () => {
    await api.patch(party(day.pupuk), { maxMeetings: 1 }, office);
    const lost = await day.met(day.wonokerto, day.pupuk, 3);
    await api.post(`${party(day.wonokerto)}/no-show`, undefined, office);
    await day.met(day.gerongan, day.pupuk, 4);
    const { body } = await api.delete(`${party(day.wonokerto)}/no-show`, office);
    expect(body.lost).toMatchObject([{ meetingId: lost, obstacles: [{ kind: 'limit' }] }]);
  });

  test('who comes late is free before, and cannot be moved there', async () => {
    const early = await day.met(day.wonokerto, day.pupuk, 2);
    const later = await day.met(day.gerongan, day.pupuk, 6);
    const { body } = await api.post(`${party(day.pupuk)}/late`, { arrivesForSlot: 4 }, office);
    expect(body.meetings).toMatchObject([{ id: early, cancelledBecause: 'late' }]);
    expect(await states(early, later)).toEqual(['late', 'planned']);
    const moved = await api.post(`${day.path}/meetings/${later}/move`, { slot: 3 }, office);
    expect(moved.body.detail).toBe('PT Pupuk Indonesia comes only for slot 4.');
    expect((await day.meet(day.wonokerto, day.pupuk, 4)).body).toMatchObject({ id: early, slot: 4 });
    const beyond = await api.post(`${party(day.pupuk)}/late`, { arrivesForSlot: 9 }, office);
    expect([beyond.status, beyond.body.errors[0].pointer]).toEqual([422, '#/arrivesForSlot']);
  });

  test('who withdraws takes no part any more; both calendars keep what was cancelled', async () => {
    const id = await day.met(day.wonokerto, day.bulog, 2);
    const officer = officerOf(day.wonokerto);
    expect((await api.post(`${party(day.wonokerto)}/withdrawal`, undefined, buyerOf(day.bulog))).status).toBe(
      404,
    );
    const { status, body } = await api.post(`${party(day.wonokerto)}/withdrawal`, undefined, officer);
    expect([status, body.meetings]).toMatchObject([200, [{ id, cancelledBecause: 'withdrawn' }]]);
    expect((await api.get(`${day.path}/meetings/${id}`, buyerOf(day.bulog))).body.state).toBe('cancelled');
    const { items } = (await api.get(`${day.path}/participants?side=cooperative`, office)).body;
    expect(items.map(({ name }: { name: string }) => name)).not.toContain('KDMP Wonokerto');
    expect((await day.meet(day.wonokerto, day.pupuk, 3)).status).toBe(422);
    expect((await api.post(`${party(day.wonokerto)}/withdrawal`, undefined, officer)).status).toBe(200);
  });

  test('two desks that act on one party: the one that read before is told', async () => {
    const { headers } = await api.get(party(day.wonokerto), office);
    const ifMatch = { 'if-match': headers.get('etag')! };
    expect(
      (await api.post(`${party(day.wonokerto)}/late`, { arrivesForSlot: 3 }, office, ifMatch)).status,
    ).toBe(200);
    expect((await api.post(`${party(day.wonokerto)}/no-show`, {}, office, ifMatch)).status).toBe(412);
  });
});
