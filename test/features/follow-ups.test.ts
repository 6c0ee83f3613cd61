/** Follow-up tasks: set by the organizer, seen by the party they are for, done when it says so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { buildWorld, type World } from '../support/world.ts';

const organizer = organizerOf('35.79');

onEveryStore('a follow-up task', (open) => {
  let api: TestApi;
  let world: World;
  let path: string;
  let now: Date;
  beforeEach(async () => {
    now = new Date();
    api = await openApi(open, () => now);
    world = await buildWorld(api);
    // The events of the world are on 2 March.
    now = new Date('2027-03-19T03:00:00Z');
    path = `/v1/events/${world.eventId}/follow-ups`;
  });
  afterEach(() => api.close());

  const titlesFor = async (who: Parameters<TestApi['get']>[1], query = '') =>
    (await api.get(`${path}${query}`, who)).body.items.map(({ title }: { title: string }) => title);

  test('is seen by its party and the organizer, and by nobody else who takes part', async () => {
    const office = { title: 'Susun berita acara', dueOn: '2027-03-05' };
    expect((await api.post(path, office, organizer)).status).toBe(201);
    expect(await titlesFor(organizer)).toEqual(['Kirim contoh kentang', 'Susun berita acara']);
    expect(await titlesFor(officerOf(world.cooperativeId))).toEqual(['Kirim contoh kentang']);
    expect(await titlesFor(buyerOf(world.buyerId))).toEqual([]);
    expect((await api.get(path, officerOf(world.otherCooperativeId))).status).toBe(404);
  });

  test('is done when its party says so, which may change nothing else of it', async () => {
    const officer = officerOf(world.cooperativeId);
    const task = `${path}/${world.taskId}`;
    const done = await api.patch(task, { doneOn: '2027-03-18' }, officer, { 'if-match': '"1"' });
    expect([done.status, done.body.doneOn]).toEqual([200, '2027-03-18']);
    expect(await titlesFor(organizer, '?done=false')).toEqual([]);
    const moved = await api.patch(task, { dueOn: '2028-01-01' }, officer);
    expect([moved.status, moved.body.errors[0].pointer]).toEqual([422, '#/dueOn']);
    expect((await api.patch(task, { doneOn: null }, officer)).body).not.toHaveProperty('doneOn');
    expect((await api.patch(task, { dueOn: '2027-04-01' }, organizer)).body.dueOn).toBe('2027-04-01');
    expect((await api.patch(task, { doneOn: '2027-03-18' }, buyerOf(world.buyerId))).status).toBe(404);
  });

  test('is for somebody who takes part, by a day', async () => {
    const pointers = async (fields: object) =>
      (await api.post(path, { title: 'Telepon', dueOn: '2027-03-20', ...fields }, organizer)).body.errors.map(
        ({ pointer }: { pointer: string }) => pointer,
      );
    expect(await pointers({ organizationId: world.otherCooperativeId })).toEqual(['#/organizationId']);
    expect(await pointers({ dueOn: 'soon' })).toEqual(['#/dueOn']);
    expect(await pointers({ title: '' })).toEqual(['#/title']);
    // It follows from the event, and nothing is done tomorrow.
    expect(await pointers({ dueOn: '2027-03-01' })).toEqual(['#/dueOn']);
    expect(await pointers({ doneOn: '2027-03-20' })).toEqual(['#/doneOn']);
    expect(await pointers({ doneOn: '2027-03-01' })).toEqual(['#/doneOn']);
    expect(await pointers({ meetingId: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ba' })).toEqual(['#/meetingId']);
    const task = `${path}/${world.taskId}`;
    const early = await api.patch(task, { dueOn: '2026-03-20' }, organizer);
    expect([early.status, early.body.errors[0].detail]).toEqual([422, 'is before the event, on 2027-03-02']);
    const tomorrow = await api.patch(task, { doneOn: '2027-03-20' }, officerOf(world.cooperativeId));
    expect([tomorrow.status, tomorrow.body.errors[0].pointer]).toEqual([422, '#/doneOn']);
  });

  test('of every event is before its office and its party in one list, the first to be done first', async () => {
    const second = `/v1/events/${world.publishedEventId}/follow-ups`;
    await api.post(second, { title: 'Telepon Bulog', dueOn: '2027-03-05' }, organizer);
    const invite = { title: 'Undang lagi', dueOn: '2027-06-01', organizationId: world.otherCooperativeId };
    await api.post(second, invite, organizer);
    const due = async (who: Parameters<TestApi['get']>[1], query = '') =>
      (await api.get(`/v1/follow-ups${query}`, who)).body.items;
    const titles = async (...asked: Parameters<typeof due>) =>
      (await due(...asked)).map(({ title }: { title: string }) => title);
    const all = ['Telepon Bulog', 'Kirim contoh kentang', 'Undang lagi'];
    for (const office of [organizer, organizerOf('35')]) expect(await titles(office)).toEqual(all);
    for (const stranger of [organizerOf('64'), organizerOf('35.07'), buyerOf(world.buyerId)]) {
      expect(await titles(stranger)).toEqual([]);
    }
    // A party of another province sees its own, and no more by asking for another's.
    expect(await titles(officerOf(world.otherCooperativeId))).toEqual(['Undang lagi']);
    const foreign = `?organization=${world.cooperativeId}`;
    expect(await titles(officerOf(world.otherCooperativeId), foreign)).toEqual([]);
    expect(await due(officerOf(world.cooperativeId))).toMatchObject([
      { eventName: 'Temu Bisnis KDKMP', organizationName: 'KDMP Bulukerto', overdue: false },
    ]);
    expect(await titles(organizer, '?overdue=true')).toEqual(['Telepon Bulog']);
    expect(await titles(organizer, foreign)).toEqual(['Kirim contoh kentang']);
    await api.patch(`${path}/${world.taskId}`, { doneOn: '2027-03-18' }, organizer);
    expect(await titles(officerOf(world.cooperativeId))).toEqual([]);
    expect(await titles(organizer, '?done=true')).toEqual(['Kirim contoh kentang']);
  });
});
