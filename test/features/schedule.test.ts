/** The schedule of a temu bisnis: planned in one go, shown to each party its own part, planned anew around what stays. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Schedule } from '../../shared/events/schedule.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { openHall, type Hall } from '../support/halls.ts';
import { onEveryStore } from '../support/tables.ts';

const organizer = organizerOf('35.79');

/** What may never be wrong with the meetings that take a seat. */
function expectSound({ meetings }: Pick<Schedule, 'meetings'>): void {
  const once = (names: string[]) => expect(names.length).toBe(new Set(names).size);
  once(meetings.map(({ slot, cooperativeId }) => `${slot} ${cooperativeId}`));
  once(meetings.map(({ slot, table }) => `${slot} table ${table}`));
  once(meetings.map(({ cooperativeId, buyerId }) => `${cooperativeId} ${buyerId}`));
  once(meetings.map(({ id }) => id));
}

onEveryStore('a schedule', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const plan = async ({ path }: Hall, query = ''): Promise<Schedule> => {
    const { status, body, text } = await api.post(`${path}/schedule${query}`, undefined, organizer);
    expect(status, text).toBe(200);
    expectSound(body);
    return body;
  };
  const publish = async ({ path }: Hall) => {
    expect((await api.post(`${path}/publish`, undefined, organizer)).status).toBe(200);
  };
  const say = async ({ path }: Hall, organizationId: string, change: object) => {
    const { status, text } = await api.patch(`${path}/participants/${organizationId}`, change, organizer);
    expect(status, text).toBe(200);
  };
  const pairsOf = ({ meetings }: Schedule) =>
    meetings.map(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]);

  test('seats everyone who fits, with the offer and the potential that bring them together', async () => {
    const hall = await openHall(api, { cooperatives: 4, buyers: 2 });
    const schedule = await plan(hall);
    expect(schedule).toMatchObject({ firstMeetings: 4, gap: 0, unplaced: [], locked: 0 });
    expect(schedule.meetings).toHaveLength(8);
    expect(schedule.objective).toBeCloseTo(
      schedule.meetings.reduce((sum, { score }) => sum + score, 0),
      4,
    );
    expect(schedule.upperBound).toBe(schedule.objective);
    const [first] = schedule.meetings;
    expect(first).toMatchObject({
      slot: 1,
      startsAt: '2027-03-02T01:30:00.000Z',
      endsAt: '2027-03-02T01:45:00.000Z',
      state: 'planned',
      offerId: expect.stringMatching(/^off_/),
      potentialId: expect.stringMatching(/^pot_/),
      buyerName: expect.stringMatching(/^Toko/),
      cooperativeName: expect.stringMatching(/^KDMP/),
    });
    const { changes, ...asItStands } = schedule;
    expect(changes).toMatchObject({ kept: 0, moved: [], cancelled: [] });
    expect((await api.get(`${hall.path}/schedule`, organizer)).body).toEqual(asItStands);
  });

  test('gives first meetings to as many as there are seats, and says who meets nobody and why', async () => {
    const hall = await openHall(api, { cooperatives: 5, buyers: 1 }, { slots: 3, breaks: [] });
    const { firstMeetings, unplaced } = await plan(hall);
    expect([firstMeetings, unplaced.length]).toEqual([3, 2]);
    for (const { name, reason } of unplaced) {
      expect(name).toMatch(/^KDMP/);
      expect(reason.en).toMatch(/add tables, slots/);
      expect(reason.id).toMatch(/meja/);
    }
  });

  test('lets no two meet when either refuses, in nobody’s absence, beyond nobody’s limit', async () => {
    const hall = await openHall(api, { cooperatives: 3, buyers: 2 }, { slots: 4, breaks: [] });
    const [a, b, c] = hall.cooperatives as [string, string, string];
    const [x, y] = hall.buyers as [string, string];
    await say(hall, a, { refuses: [x] });
    await say(hall, y, { refuses: [b], unavailableSlots: [1, 2, 3] });
    await say(hall, c, { maxMeetings: 1 });
    const schedule = await plan(hall);
    const pairs = pairsOf(schedule);
    expect(pairs).not.toContainEqual([a, x]);
    expect(pairs).not.toContainEqual([b, y]);
    expect(pairs).toContainEqual([a, y]);
    expect(pairs.filter(([cooperative]) => cooperative === c)).toHaveLength(1);
    expect(schedule.meetings.filter(({ buyerId }) => buyerId === y).map(({ slot }) => slot)).toEqual([4]);
    expect(schedule.firstMeetings).toBe(3);
  });

  test('prefers those who wish for each other', async () => {
    const hall = await openHall(api, { cooperatives: 3, buyers: 1 }, { slots: 1, breaks: [] });
    for (const wishing of hall.cooperatives) {
      await say(hall, wishing, { wants: hall.buyers });
      const { meetings } = await plan(hall, '?fresh=true');
      expect(meetings.map(({ cooperativeId }) => cooperativeId)).toEqual([wishing]);
      await say(hall, wishing, { wants: null });
    }
  });

  test('lets a cooperative that fits no offer meet somebody before it meets nobody, and then once only', async () => {
    const hall = await openHall(api, { cooperatives: 2, buyers: 2 }, {}, { potentials: true });
    const { meetings, objective } = await plan(hall);
    expect(meetings.map(({ score }) => score)).toEqual([0, 0]);
    expect(meetings[0]).not.toHaveProperty('offerId');
    expect(objective).toBe(0);
  });

  test('lets everyone meet a buyer that has posted nothing yet', async () => {
    const hall = await openHall(api, { cooperatives: 3, buyers: 2 }, {}, { offers: true });
    expect((await plan(hall)).meetings).toHaveLength(6);
  });

  test('seats each buyer at tables of its own, which stay its own', async () => {
    const hall = await openHall(api, { cooperatives: 6, buyers: 2 }, { slots: 2, breaks: [] });
    const [x, y] = hall.buyers as [string, string];
    await say(hall, x, { tables: 2 });
    const first = await plan(hall);
    expect(first.firstMeetings).toBe(6);
    const tablesOf = async (id: string) =>
      (await api.get(`${hall.path}/participants/${id}`, organizer)).body.tableNumbers;
    const before = [await tablesOf(x), await tablesOf(y)];
    expect(before).toEqual([[1, 2], [3]]);
    await say(hall, y, { tables: 2 });
    await plan(hall, '?fresh=true');
    expect([await tablesOf(x), await tablesOf(y)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('says which buyers the hall has no table for', async () => {
    const hall = await openHall(api, { cooperatives: 2, buyers: 3 }, { tables: 2 });
    const { unplaced, meetings } = await plan(hall);
    expect(unplaced.map(({ side, reason }) => [side, reason.en])).toEqual([
      ['buyer', 'The hall has no table left for it: add tables'],
    ]);
    expect(Math.max(...meetings.map(({ table }) => table))).toBe(2);
  });

  test('is nobody’s before it is published, and then each party’s own part only', async () => {
    const hall = await openHall(api, { cooperatives: 3, buyers: 2 });
    const { meetings } = await plan(hall);
    const parties = [...hall.cooperatives.map(officerOf), ...hall.buyers.map(buyerOf)];
    for (const party of parties) {
      const { body } = await api.get(`${hall.path}/schedule`, party);
      expect([body.meetings, body.unplaced, 'objective' in body]).toEqual([[], [], false]);
    }
    await publish(hall);
    for (const party of parties) {
      const own = meetings.filter((meeting) =>
        [meeting.cooperativeId, meeting.buyerId].includes(party.organizationId!),
      );
      const { body } = await api.get(`${hall.path}/schedule`, party);
      expect(body.meetings).toEqual(own);
      expect(body).not.toHaveProperty('objective');
    }
    expect((await api.get(`${hall.path}/schedule`, buyerOf('buy_stranger'))).status).toBe(404);
    expect((await api.get(`${hall.path}/schedule`, organizerOf('35.14'))).status).toBe(404);
  });

  test('planned anew after it was published keeps who can stay, under the same ids, and tells who cannot', async () => {
    const hall = await openHall(api, { cooperatives: 5, buyers: 2 }, { slots: 5, breaks: [] });
    const before = await plan(hall);
    await publish(hall);
    const [gone] = hall.cooperatives as [string];
    await say(hall, gone, { refuses: [hall.buyers[0]!] });
    const after = await plan(hall);
    const dropped = before.meetings.find(
      ({ cooperativeId, buyerId }) => cooperativeId === gone && buyerId === hall.buyers[0],
    )!;
    expect(after.meetings).toEqual(before.meetings.filter((meeting) => meeting !== dropped));
    const told = (await api.get(`${hall.path}/schedule?include=cancelled`, officerOf(gone))).body.meetings;
    expect(told.find(({ id }: { id: string }) => id === dropped.id)).toMatchObject({
      state: 'cancelled',
      cancelledBecause: 'replanned',
      sequence: 1,
      revision: 2,
    });
    // Once it is wanted again, the pair gets its meeting back.
    await say(hall, gone, { refuses: null });
    const again = await plan(hall);
    expect(again.meetings.find(({ id }) => id === dropped.id)).toMatchObject({
      state: 'planned',
      sequence: 2,
      answers: {},
    });
  });

  test('leaves no trace of a draft', async () => {
    const hall = await openHall(api, { cooperatives: 2, buyers: 1 }, { slots: 2, breaks: [] });
    await plan(hall);
    await say(hall, hall.cooperatives[0]!, { refuses: hall.buyers });
    await plan(hall);
    const { body } = await api.get(`${hall.path}/schedule?include=cancelled`, organizer);
    expect(body.meetings).toHaveLength(1);
  });

  test('planned by two desks at once is one of the two plans, whole', async () => {
    const hall = await openHall(api, { cooperatives: 4, buyers: 2 });
    await Promise.all([plan(hall), plan(hall), plan(hall, '?fresh=true')]);
    const { body } = await api.get(`${hall.path}/schedule`, organizer);
    expectSound(body);
    expect(body.meetings).toHaveLength(8);
  });

  test('of an event without parties is empty, and can be published', async () => {
    const hall = await openHall(api, { cooperatives: 0, buyers: 0 });
    expect((await plan(hall)).meetings).toEqual([]);
    await publish(hall);
  });

  test('is not published before it is planned, and there is none for a training', async () => {
    const hall = await openHall(api, { cooperatives: 0, buyers: 0 });
    expect((await api.post(`${hall.path}/publish`, undefined, organizer)).status).toBe(409);
    const training = await openHall(api, { cooperatives: 1, buyers: 0 }, { kind: 'training' });
    expect((await api.post(`${training.path}/schedule`, undefined, organizer)).status).toBe(409);
  });

  test('keeps an event from losing slots in which parties meet, and from being taken away', async () => {
    const hall = await openHall(api, { cooperatives: 3, buyers: 1 }, { slots: 4, breaks: [] });
    await plan(hall);
    const cut = await api.patch(hall.path, { slots: 2 }, organizer);
    expect([cut.status, cut.body.errors[0].pointer]).toEqual([409, '#/slots']);
    expect((await api.patch(hall.path, { slots: 3 }, organizer)).status).toBe(200);
    await publish(hall);
    expect((await api.delete(hall.path, admin)).status).toBe(409);
    const moved = await api.patch(hall.path, { startsAt: '2027-03-03T01:30:00Z' }, organizer);
    expect(moved.body.sequence).toBe(1);
  });
});
