/** Who takes part: entered by the organizer, with wishes and refusals of their own that no co-participant ever sees. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { eventOf } from '../support/world-things.ts';
import { buildWorld, type World } from '../support/world.ts';

const organizer = organizerOf('35.79');

onEveryStore('a participant', (open) => {
  let api: TestApi;
  let world: World;
  let path: string;
  beforeEach(async () => {
    api = await openApi(open);
    world = await buildWorld(api);
    path = `/v1/events/${world.eventId}/participants`;
  });
  afterEach(() => api.close());

  const seenBy = async (who: Parameters<TestApi['get']>[1], query = '') =>
    (await api.get(`${path}${query}`, who)).body.items;

  test('is entered by the organizer, from any region, once', async () => {
    const body = { organizationId: world.otherBuyerId, side: 'buyer', tables: 2, maxMeetings: 20 };
    const entered = await api.post(path, body, organizer);
    expect([entered.status, entered.body.name, entered.body.tables]).toEqual([201, 'Perum Bulog', 2]);
    const again = await api.post(path, body, organizer);
    expect([again.status, again.body.errors[0].pointer]).toEqual([409, '#/organizationId']);
  });

  test('takes its side from its id; a cooperative may sit with the buyers, a buyer not with the cooperatives', async () => {
    const asBuyer = await api.post(
      path,
      { organizationId: world.otherCooperativeId, side: 'buyer', tables: 1 },
      organizer,
    );
    expect([asBuyer.status, asBuyer.body.side]).toEqual([201, 'buyer']);
    const wrong = await api.post(
      path,
      { organizationId: world.otherBuyerId, side: 'cooperative' },
      organizer,
    );
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '#/side']);
  });

  test('is nobody who is unknown, unverified or rejected', async () => {
    for (const organizationId of [world.hiddenBuyerId, world.rejectedCooperativeId, 'coop_unknown']) {
      const { status, body } = await api.post(path, { organizationId }, organizer);
      expect([status, body.errors[0].pointer]).toEqual([422, '#/organizationId']);
    }
  });

  test('sees the event in its own list from then on', async () => {
    const officer = officerOf(world.otherCooperativeId);
    const listed = async () =>
      (await api.get('/v1/events?kind=business-matching&region=35', officer)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await listed()).not.toContain(world.eventId);
    await api.post(path, { organizationId: world.otherCooperativeId }, organizer);
    expect(await listed()).toContain(world.eventId);
    expect((await api.get(`/v1/events/${world.eventId}`, officer)).status).toBe(200);
  });

  test('says itself whom it wants, whom it refuses, and when it is away', async () => {
    const own = `${path}/${world.cooperativeId}`;
    const said = { wants: [world.buyerId], refuses: [world.otherBuyerId], unavailableSlots: [1, 2] };
    const changed = await api.patch(own, said, officerOf(world.cooperativeId));
    expect([changed.status, changed.body]).toMatchObject([200, said]);
    expect((await api.get(own, organizer)).body).toMatchObject(said);
    const taken = await api.patch(own, { refuses: null }, officerOf(world.cooperativeId));
    expect(taken.body).not.toHaveProperty('refuses');
  });

  test('never learns what a co-participant refuses, wants or keeps free', async () => {
    const said = {
      wants: ['buy_canary-1'],
      refuses: ['buy_canary-2'],
      unavailableSlots: [7],
      maxMeetings: 3,
    };
    await api.patch(`${path}/${world.cooperativeId}`, said, officerOf(world.cooperativeId));
    await api.post(path, { organizationId: world.otherCooperativeId }, organizer);
    for (const other of [buyerOf(world.buyerId), officerOf(world.otherCooperativeId)]) {
      const answers = [
        await api.get(path, other),
        await api.get(`${path}/${world.cooperativeId}`, other),
        await api.get(`/v1/events/${world.eventId}`, other),
        await api.patch(`${path}/${world.cooperativeId}`, {}, other),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
      for (const { text } of answers)
        expect(text).not.toMatch(/canary|unavailable|maxMeetings|wants|refuses/);
    }
    expect(await seenBy(officerOf(world.cooperativeId))).toContainEqual(expect.objectContaining(said));
  });

  test('gets its tables from the organizer, not from itself', async () => {
    const own = `${path}/${world.buyerId}`;
    const refused = await api.patch(own, { tables: 9 }, buyerOf(world.buyerId));
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '#/tables']);
    expect((await api.patch(own, { tables: 3 }, organizer)).body.tables).toBe(3);
  });

  test('is listed by side and name', async () => {
    const ids = async (query: string) =>
      (await seenBy(organizer, query)).map(
        ({ organizationId }: { organizationId: string }) => organizationId,
      );
    expect(await ids('?side=buyer')).toEqual([world.buyerId]);
    expect(await ids('?q=bulukerto')).toEqual([world.cooperativeId]);
    expect(await ids('')).toEqual([world.buyerId, world.cooperativeId]);
  });

  test('cannot say what contradicts itself or the event', async () => {
    const pointers = async (change: object) =>
      (await api.patch(`${path}/${world.cooperativeId}`, change, organizer)).body.errors.map(
        ({ pointer }: { pointer: string }) => pointer,
      );
    expect(await pointers({ unavailableSlots: [3, 17] })).toEqual(['#/unavailableSlots/1']);
    expect(await pointers({ tables: 2 })).toEqual(['#/tables']);
    expect(await pointers({ wants: [world.cooperativeId] })).toEqual(['#/wants/0']);
    expect(await pointers({ wants: ['buy_x', 'buy_y'], refuses: ['buy_y'] })).toEqual(['#/wants/1']);
    expect(await pointers({ wants: ['off_x'] })).toEqual(['#/wants/0']);
    expect(await pointers({ maxMeetings: 0 })).toEqual(['#/maxMeetings']);
  });

  test('of a whole region is entered in one call: who is in stays, who is rejected is named', async () => {
    const region = async (body: object) => (await api.post(`${path}/region`, body, organizer)).body;
    const first = await region({ regionCode: '35.79' });
    // The guest, the holding of the city, and two more of its cooperatives.
    expect(first).toMatchObject({ added: 4, alreadyIn: 1, refused: 1 });
    const statusOf = (id: string) =>
      first.items.find((item: { organizationId: string }) => item.organizationId === id);
    expect(statusOf(world.guestCooperativeId).status).toBe('added');
    expect(statusOf(world.cooperativeId).status).toBe('already-in');
    expect(statusOf(world.rejectedCooperativeId)).toMatchObject({
      status: 'refused',
      reason: 'Its office has rejected it.',
    });
    expect(await region({})).toMatchObject({ added: 0, alreadyIn: 5, refused: 1 });
    const nowhere = await api.post(`${path}/region`, { regionCode: '35.99' }, organizer);
    expect([nowhere.status, nowhere.body.errors[0].pointer]).toEqual([422, '#/regionCode']);
  });

  test('that withdrew stays out of the next call for its region, and comes back when entered by itself', async () => {
    await api.post(`${path}/${world.cooperativeId}/withdrawal`, {}, officerOf(world.cooperativeId));
    const { items } = (await api.post(`${path}/region`, {}, organizer)).body;
    const own = items.find((item: { organizationId: string }) => item.organizationId === world.cooperativeId);
    expect([own.status, own.reason]).toEqual(['refused', expect.stringMatching(/withdrawn/)]);
    const back = await api.post(path, { organizationId: world.cooperativeId }, organizer);
    expect(back.status).toBe(201);
  });

  test('is checked in once at the desk of any kind of event, by the organizer', async () => {
    const training = await api.post('/v1/events', { ...eventOf('35.79'), kind: 'training' }, organizer);
    const own = `/v1/events/${training.body.id}/participants`;
    await api.post(own, { organizationId: world.cooperativeId }, organizer);
    const checkIn = () => api.post(`${own}/${world.cooperativeId}/check-in`, undefined, organizer);
    const first = await checkIn();
    expect([first.status, first.body.checkedInAt]).toEqual([200, expect.any(String)]);
    expect((await checkIn()).body).toEqual(first.body);
    const there = (await api.get(`${own}?checkedIn=true`, organizer)).body.items;
    expect(there).toHaveLength(1);
    const itself = `${own}/${world.cooperativeId}/check-in`;
    expect((await api.post(itself, undefined, officerOf(world.cooperativeId))).status).toBe(403);
    const absent = `${own}/${world.guestCooperativeId}/check-in`;
    expect((await api.post(absent, undefined, organizer)).status).toBe(404);
  });
});
