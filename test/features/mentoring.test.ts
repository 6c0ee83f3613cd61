/** Mentoring: who was trained counts for two years, what comes next has a day, and an office sees whom a topic has reached. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { villagesIn } from '../../shared/regions/regions.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';

const office = organizerOf('35.79');
let now = new Date('2025-06-20T03:00:00Z');
let api: TestApi;
beforeEach(async () => {
  now = new Date('2025-06-20T03:00:00Z');
  api = await openApi(undefined, () => now);
});
afterEach(() => api.close());

const founded = async (regionCode: string): Promise<string> =>
  (await api.post('/v1/cooperatives', { name: `KDMP ${regionCode}`, regionCode }, admin)).body.id;
const itemOf = async (id: string, name: string) => {
  const { body } = await api.get(`/v1/cooperatives/${id}/readiness`, officerOf(id));
  return body.items.find(({ item }: { item: string }) => item === name);
};
const course = {
  kind: 'training',
  topic: 'cooperative-basics',
  date: '2025-06-14',
  trainer: 'Diskumperindag',
};

test('all 24 of Kota Batu are trained in one call, and the coverage says so', async () => {
  const ids: string[] = [];
  for (const code of villagesIn('35.79')) ids.push(await founded(code));
  expect(ids.length).toBe(24);
  const sessions = ids.map((cooperativeId, at) => ({
    cooperativeId,
    attendance: at === 0 ? [] : [{ officer: 'Ketua' }, { officer: 'Bendahara', attended: at > 1 }],
  }));
  const held = await api.post('/v1/mentoring', { ...course, sessions }, office);
  expect([held.status, held.body.items.length]).toEqual([201, 24]);
  const path = '/v1/mentoring/coverage?region=35.79&topic=cooperative-basics';
  const { body } = await api.get(path, office);
  expect(body).toMatchObject({
    cooperatives: 24,
    invited: 24,
    attended: 23,
    share: 0.9583,
    trainedOfficers: 45,
  });
  expect(body.missing.map(({ cooperativeId }: { cooperativeId: string }) => cooperativeId)).toEqual([ids[0]]);
  expect((await api.get(path, organizerOf('64'))).status).toBe(403);
  expect((await api.get(path.replace('35.79', '35'), organizerOf('35'))).status).toBe(400);
});

test('the same officer counts once, for two years', async () => {
  const id = await founded('35.79.02.2008');
  const train = (attendance: object[], date = '2025-06-14') =>
    api.post(`/v1/cooperatives/${id}/mentoring`, { ...course, date, attendance }, office);
  expect((await itemOf(id, 'trainedOfficers')).mentoring.topic).toBe('cooperative-basics');
  await train([{ officer: 'Ibu Sri' }, { officer: 'Pak Budi' }]);
  await train([{ officer: 'ibu  SRI' }], '2025-06-18');
  expect((await itemOf(id, 'trainedOfficers')).points).toBe(8);
  now = new Date('2027-06-16T03:00:00Z');
  expect((await itemOf(id, 'trainedOfficers')).points).toBe(4);
  now = new Date('2027-06-20T03:00:00Z');
  expect((await itemOf(id, 'trainedOfficers')).status).toBe('missing');
});

test('a visit is a sign of life where somebody came; its next action is listed when it is overdue', async () => {
  const id = await founded('35.79.02.2008');
  const path = `/v1/cooperatives/${id}/mentoring`;
  now = new Date('2026-12-01T03:00:00Z');
  expect((await itemOf(id, 'activity')).status).toBe('missing');
  const visit = {
    topic: 'business-planning',
    date: '2026-11-30',
    nextAction: 'Susun rencana',
    dueOn: '2026-12-15',
  };
  const held = await api.post(path, { ...visit, attendance: [{ officer: 'Ibu Sri' }] }, office);
  expect([held.status, held.body.kind]).toEqual([201, 'visit']);
  expect((await itemOf(id, 'activity')).status).toBe('met');
  const overdue = async () =>
    (await api.get('/v1/mentoring?overdue=true', office)).body.items.map(
      ({ nextAction }: { nextAction: string }) => nextAction,
    );
  expect(await overdue()).toEqual([]);
  now = new Date('2026-12-16T03:00:00Z');
  expect(await overdue()).toEqual(['Susun rencana']);
  await api.patch(`${path}/${held.body.id}`, { doneOn: '2026-12-16' }, officerOf(id));
  expect(await overdue()).toEqual([]);
});

test('nothing that is next comes before the session, and what is wrong with all of one call is pointed at once', async () => {
  const id = await founded('35.79.02.2008');
  const path = `/v1/cooperatives/${id}/mentoring`;
  const visit = { topic: 'legality', date: '2025-06-14', nextAction: 'Urus NIB' };
  const early = await api.post(path, { ...visit, dueOn: '2025-06-13' }, office);
  expect([early.status, early.body.errors]).toEqual([
    422,
    [{ pointer: '#/dueOn', in: 'body', detail: 'is before the session, on 2025-06-14' }],
  ]);
  const { body } = await api.post(path, { ...visit, dueOn: '2025-06-14' }, office);
  const done = await api.patch(`${path}/${body.id}`, { doneOn: '2025-06-13' }, officerOf(id));
  expect([done.status, done.body.errors[0].pointer]).toEqual([422, '#/doneOn']);
  const sessions = [{ cooperativeId: id, attendance: [{ officer: 'Ibu Sri' }] }];
  const nowhere = { ...course, eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee' };
  for (const [at, body] of [
    [path, nowhere],
    ['/v1/mentoring', { ...nowhere, sessions }],
  ] as const) {
    const { status, body: answer } = await api.post(at, body, office);
    expect([status, answer.errors[0].pointer]).toEqual([422, '#/eventId']);
  }
  const ahead = await api.post('/v1/mentoring', { ...course, date: '2025-07-14', sessions }, office);
  expect([ahead.status, ahead.body.errors[0].pointer]).toEqual([422, '#/date']);
});

test('what counts for readiness is the office’s to say, once; names stay with the cooperative and its office', async () => {
  const id = await founded('35.79.02.2008');
  const path = `/v1/cooperatives/${id}/mentoring`;
  const own = await api.post(path, { ...course, attendance: [{ officer: 'Ibu Sri' }] }, officerOf(id));
  expect([own.status, own.body.errors[0].pointer]).toEqual([422, '#/kind']);
  const planned = await api.post(path, { ...course, date: '2025-07-01' }, office);
  const early = await api.patch(
    `${path}/${planned.body.id}`,
    { attendance: [{ officer: 'Ibu Sri' }] },
    office,
  );
  expect([early.status, early.body.errors[0].pointer]).toEqual([422, '#/date']);
  // Put off by a day, and then held.
  const later = { date: '2025-07-02' };
  expect((await api.patch(`${path}/${planned.body.id}`, later, office)).body.date).toBe('2025-07-02');
  now = new Date('2025-07-02T03:00:00Z');
  const came = { attendance: [{ officer: 'Ibu Sri' }] };
  expect((await api.patch(`${path}/${planned.body.id}`, came, officerOf(id))).status).toBe(422);
  expect((await api.patch(`${path}/${planned.body.id}`, came, office)).status).toBe(200);
  expect((await api.patch(`${path}/${planned.body.id}`, came, office)).status).toBe(422);
  expect((await api.patch(`${path}/${planned.body.id}`, { date: '2025-06-01' }, office)).status).toBe(422);
  expect((await api.get(path, officerOf('coop_other'))).status).toBe(404);
  expect((await api.get(`/v1/cooperatives/${id}`, officerOf('coop_other'))).text).not.toContain('trained');
});
