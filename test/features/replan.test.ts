/** Planning anew on the day: around what is past, pinned or held, so that as few as possible move; and walk-ins, who move nobody. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Schedule } from '../../shared/events/schedule.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { openHall, type Hall } from '../support/halls.ts';
import { onEveryStore } from '../support/tables.ts';

const office = organizerOf('35.79');

onEveryStore('a published schedule on the day', (open) => {
  let api: TestApi;
  let now: Date;
  let hall: Hall;
  let first: Schedule;
  beforeEach(async () => {
    now = new Date('2027-02-20T03:00:00Z');
    api = await openApi(open, () => now);
    hall = await openHall(api, { cooperatives: 6, buyers: 3 }, { slots: 8, breaks: [] });
    first = await plan();
    await api.post(`${hall.path}/publish`, undefined, office);
  });
  afterEach(() => api.close());

  async function plan(query = ''): Promise<Schedule> {
    const { status, text, body } = await api.post(`${hall.path}/schedule${query}`, undefined, office);
    expect(status, text).toBe(200);
    return body;
  }
  const placesOf = ({ meetings }: Schedule) =>
    new Map(meetings.map(({ id, slot, table, state }) => [id, { slot, table, state }]));
  const inSlot = (slot: number) => first.meetings.find((meeting) => meeting.slot === slot)!;
  const say = async (path: string, body?: object, method = 'POST') => {
    const answer = await api.send(method, `${hall.path}/${path}`, { as: office, ...(body && { body }) });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };

  test('of which nothing has changed stays as it is, to the last table', async () => {
    const { changes, meetings } = await plan();
    expect(changes).toEqual({ kept: first.meetings.length, moved: [], added: [], cancelled: [] });
    expect(meetings).toEqual(first.meetings);
  });

  test('keeps what is past, pinned or held when two do not come, and says who moved', async () => {
    const [held, pinned] = [inSlot(1), inSlot(5)];
    await say(`meetings/${held.id}/state`, { state: 'held' }, 'PUT');
    await say(`meetings/${pinned.id}/lock`);
    now = new Date('2027-03-02T02:05:00Z');
    const involved = new Set([held.cooperativeId, pinned.cooperativeId]);
    const absent = hall.cooperatives.filter((id) => !involved.has(id)).slice(0, 2);
    for (const id of absent) await say(`participants/${id}/no-show`);
    const before = (await api.get(`${hall.path}/schedule`, office)).body as Schedule;
    const after = await plan();
    const [was, is] = [placesOf(before), placesOf(after)];
    expect(is.get(held.id)).toEqual({ slot: held.slot, table: held.table, state: 'held' });
    expect(is.get(pinned.id)).toMatchObject({ slot: pinned.slot, table: pinned.table });
    // Slots 1 to 3 have begun.
    for (const { id, slot } of before.meetings) if (slot <= 3) expect(is.get(id)).toEqual(was.get(id));
    for (const id of absent) {
      const own = after.meetings.filter(({ cooperativeId, slot }) => cooperativeId === id && slot > 2);
      expect(own).toEqual([]);
    }
    const { kept, moved, added, cancelled } = after.changes!;
    expect(kept + moved.length + cancelled.length).toBe(
      before.meetings.filter(({ state }) => state !== 'missed').length,
    );
    for (const { meetingId, from, to } of moved) {
      expect(was.get(meetingId)).toMatchObject(from);
      expect(is.get(meetingId)).toMatchObject(to);
    }
    for (const id of added) expect(was.has(id)).toBe(false);
  });

  test('from a slot on leaves all before it alone, whatever the clock says', async () => {
    const late = first.meetings.find(({ slot }) => slot === 4)!;
    await say(`participants/${late.buyerId}/late`, { arrivesForSlot: 6 });
    const after = await plan('?fromSlot=5');
    for (const { id, slot, table, cooperativeId, buyerId } of first.meetings) {
      if (slot >= 5 || buyerId === late.buyerId) continue;
      expect(placesOf(after).get(id), `${cooperativeId} with ${buyerId}`).toMatchObject({ slot, table });
    }
    const own = after.meetings.filter(({ buyerId }) => buyerId === late.buyerId);
    expect(own.every(({ slot }) => slot >= 6)).toBe(true);
  });

  test('brings no two together again of whom one said no', async () => {
    const { id, cooperativeId, buyerId } = inSlot(3);
    await api.post(`${hall.path}/meetings/${id}/decline`, undefined, officerOf(cooperativeId));
    const after = await plan('?fresh=true');
    expect(
      after.meetings.some((each) => each.cooperativeId === cooperativeId && each.buyerId === buyerId),
    ).toBe(false);
  });

  test('makes up for what was missed, once who missed it is there', async () => {
    const missed = inSlot(1);
    now = new Date('2027-03-02T01:50:00Z');
    await say(`participants/${missed.cooperativeId}/no-show`);
    await say(`participants/${missed.cooperativeId}/no-show`, undefined, 'DELETE');
    const after = await plan();
    expect(after.meetings.find(({ id }) => id === missed.id)).toMatchObject({ state: 'planned' });
    expect(after.changes!.added).toContain(missed.id);
    expect(placesOf(after).get(missed.id)!.slot).toBeGreaterThan(2);
  });

  describe('and a walk-in', () => {
    const register = async (regionCode: string): Promise<string> => {
      const { body } = await api.post('/v1/cooperatives', { name: `KDMP ${regionCode}`, regionCode }, admin);
      await api.post(`/v1/cooperatives/${body.id}/verification`, { status: 'verified' }, admin);
      return body.id;
    };
    const walkIn = (body: object) => api.post(`${hall.path}/walk-ins`, body, office);

    test('that is given what is free from the next slot on, and moves nobody', async () => {
      const gone = inSlot(5);
      await say(`participants/${gone.cooperativeId}/withdrawal`);
      now = new Date('2027-03-02T02:05:00Z');
      const before = placesOf((await api.get(`${hall.path}/schedule`, office)).body);
      const organizationId = await register('35.79.03.2004');
      const { status, body } = await walkIn({ organizationId });
      expect([status, body.participant]).toMatchObject([
        201,
        { walkIn: true, checkedInAt: now.toISOString() },
      ]);
      expect(body.meetings.length).toBeGreaterThan(0);
      for (const { slot } of body.meetings) expect(slot).toBeGreaterThan(3);
      const after = placesOf((await api.get(`${hall.path}/schedule`, office)).body);
      for (const [id, place] of before) expect(after.get(id)).toEqual(place);
      expect(after.size).toBe(before.size + body.meetings.length);
    });

    test('on the buyers’ side that is given a table of its own, and who is free for it', async () => {
      const buyer = { name: 'Toko Baru', kind: 'private', regionCode: '35.79' };
      const { body: made } = await api.post('/v1/buyers', buyer, admin);
      const { body } = await walkIn({ organizationId: made.id, maxMeetings: 2 });
      expect(body.participant.tableNumbers).toEqual([4]);
      expect(body.meetings).toHaveLength(2);
      for (const { table } of body.meetings) expect(table).toBe(4);
    });

    test('that is refused when it takes part already, and welcome again when it had withdrawn', async () => {
      const [organizationId] = hall.cooperatives;
      const again = await walkIn({ organizationId });
      expect([again.status, again.body.errors[0].pointer]).toEqual([409, '#/organizationId']);
      await say(`participants/${organizationId}/withdrawal`);
      const back = await walkIn({ organizationId });
      expect(back.status).toBe(201);
      // The meetings it had keep their ids.
      const known = new Set(first.meetings.map(({ id }) => id));
      for (const { id } of back.body.meetings) expect(known.has(id)).toBe(true);
    });
  });
});
