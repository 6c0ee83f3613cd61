/** Days are those of the place: what is done in Papua after midnight is done today there, while it is still yesterday in Jakarta. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villagesIn } from '../../shared/regions/regions.ts';
import { admin, openApi, type TestApi } from '../support/api.ts';

/** 22.30 WIB on the twentieth, 00.30 WIT on the twenty-first; half an hour later midnight has come to WITA as well. */
const IN_PAPUA = new Date('2025-06-20T15:30:00Z');
const IN_BALI = new Date('2025-06-20T16:00:00Z');
const LOCAL = '2025-06-21';

describe.each([
  { where: 'Jayapura', region: '91.71', clock: '22.30 WIB', now: IN_PAPUA, status: 'taken' },
  { where: 'Denpasar', region: '51.71', clock: '22.30 WIB', now: IN_PAPUA, status: 'refused' },
  { where: 'Denpasar', region: '51.71', clock: '23.00 WIB', now: IN_BALI, status: 'taken' },
  { where: 'Batu', region: '35.79', clock: '23.00 WIB', now: IN_BALI, status: 'refused' },
])('what is done in $where at $clock on the twenty-first', ({ region, now, status }) => {
  let api: TestApi;
  let path: string;
  let id: string;
  const regionCode = villagesIn(region)[0]!;
  beforeEach(async () => {
    api = await openApi(undefined, () => now);
    id = (await api.post('/v1/cooperatives', { name: 'KDMP Setempat', regionCode }, admin)).body.id;
    path = `/v1/cooperatives/${id}`;
  });
  afterEach(() => api.close());
  const outcome = ({ status, text }: { status: number; text: string }): string => {
    if (status < 300) return 'taken';
    expect(text).toMatch(/"status":422,"detail":"(date|from|doneOn): is (in the future|after today)/);
    return 'refused';
  };

  test(`a visit, a step of formation and a membership are ${status}`, async () => {
    const visit = { kind: 'visit', topic: 'legality', date: LOCAL, attendance: [{ officer: 'Ketua' }] };
    expect(outcome(await api.post(`${path}/mentoring`, visit, admin))).toBe(status);
    const step = { date: LOCAL };
    expect(outcome(await api.put(`${path}/formation/socialisation`, step, admin))).toBe(status);
    const holding = { name: 'Induk', regionCode: region, kind: 'holding' };
    const holdingId = (await api.post('/v1/cooperatives', holding, admin)).body.id;
    const member = `/v1/holdings/${holdingId}/members/${id}`;
    expect(outcome(await api.put(member, { from: LOCAL }, admin))).toBe(status);
  });

  test(`a task of an event is ${status === 'taken' ? 'done, and one of the day before overdue' : 'not done yet, and one of the day before not overdue'}`, async () => {
    const event = { kind: 'socialisation', name: 'Sosialisasi', venue: 'Balai desa', regionCode };
    const times = { startsAt: '2025-06-19T02:00:00Z', slots: 1, slotMinutes: 60 };
    const created = await api.post('/v1/events', { ...event, ...times }, admin);
    expect(created.status, created.text).toBe(201);
    const tasks = `/v1/events/${created.body.id}/follow-ups`;
    const due = { title: 'Kirim berita acara', dueOn: '2025-06-20' };
    const task = await api.post(tasks, due, admin);
    const listed = (await api.get(`/v1/follow-ups?region=${region}`, admin)).body.items;
    expect(listed).toMatchObject([{ id: task.body.id, overdue: status === 'taken' }]);
    expect(outcome(await api.patch(`${tasks}/${task.body.id}`, { doneOn: LOCAL }, admin))).toBe(status);
  });
});
