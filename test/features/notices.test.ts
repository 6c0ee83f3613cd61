/** Notices: an organization is told once, from the moment on that the notice names, and says until when it has read, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noticeOf } from '../../shared/notices/notice.ts';
import { noticeWrites, tellingWrites } from '../../shared/notices/notice-store.ts';
import { serviceStamp } from '../../shared/stored.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const TLEKUNG = 'coop_tlekung';
const stamp = serviceStamp('2025-11-02T03:00:00.000Z');
const told = (at: string, about: { partnershipId: string }, organizationId = TLEKUNG) =>
  noticeOf({
    organizationId,
    kind: 'guidelines-issued',
    at,
    about,
    text: { id: 'Juknis LPG sudah terbit', en: 'The guidelines for LPG are issued' },
  });

onEveryStore('a notice', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-10T03:00:00.000Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const idsOf = async (query = '') =>
    (await api.get(`/v1/notices${query}`, officerOf(TLEKUNG))).body.items.map(({ id }: { id: string }) => id);

  test('is told to its organization alone, the newest first, page by page', async () => {
    const moments = ['2025-11-02', '2025-11-05', '2025-11-07'].map((day) => `${day}T03:00:00.000Z`);
    const notices = moments.map((at) => told(at, { partnershipId: 'part_lpg' }));
    const elsewhere = told(moments[0]!, { partnershipId: 'part_lpg' }, 'buy_pertamina');
    await api.table.transact(noticeWrites([...notices, elsewhere], stamp));
    const ids = notices.map(({ id }) => id).reverse();
    expect(await idsOf()).toEqual(ids);
    const first = (await api.get('/v1/notices?limit=2', officerOf(TLEKUNG))).body;
    expect(first.items).toEqual([
      { ...notices[2], isRead: false },
      { ...notices[1], isRead: false },
    ]);
    expect(await idsOf(`?limit=2&cursor=${first.nextCursor}`)).toEqual([ids[2]]);
    for (const nobody of [admin, organizerOf('35'), { subject: 'new', role: 'buyer' } as const]) {
      expect((await api.get('/v1/notices', nobody)).body.items).toEqual([]);
    }
  });

  test('written ahead shows from its moment on, unless it was taken back before', async () => {
    const warning = told('2025-11-10T03:00:00.001Z', { partnershipId: 'part_lpg' });
    const other = told('2025-11-10T03:00:00.001Z', { partnershipId: 'part_sphp' });
    await api.table.transact(noticeWrites([warning, other], stamp));
    expect(await idsOf()).toEqual([]);
    await api.table.transact(tellingWrites({ told: [], withdrawn: [other] }, stamp));
    now = new Date('2025-11-10T03:00:00.001Z');
    expect(await idsOf()).toEqual([warning.id]);
  });

  test('told again by whoever repeats its work is the same notice', async () => {
    for (const partnershipId of ['part_lpg', 'part_lpg', 'part_sphp']) {
      await api.table.transact(noticeWrites([told('2025-11-02T03:00:00.000Z', { partnershipId })], stamp));
    }
    expect(await idsOf()).toHaveLength(2);
  });

  test('counts as read until the moment that the organization says, which never goes back or ahead of now', async () => {
    const moments = ['2025-11-02T03:00:00.000Z', '2025-11-11T03:00:00.000Z'];
    const [early, late] = moments.map((at) => told(at, { partnershipId: 'part_lpg' }));
    await api.table.transact(noticeWrites([early!, late!], stamp));
    const read = (until: string) => api.post('/v1/notices/read', { until }, officerOf(TLEKUNG));
    expect((await read('2027-01-01T00:00:00Z')).status).toBe(204);
    expect((await read('2025-01-01T00:00:00Z')).status).toBe(204);
    now = new Date('2025-11-12T03:00:00Z');
    expect(await idsOf('?unread=true')).toEqual([late!.id]);
    expect(await idsOf('?unread=false')).toEqual([early!.id]);
    expect(await idsOf('?kind=papers-expiring')).toEqual([]);
  });
});
