/** Events are set up by the office of their region, seen by whoever takes part, and hidden from everyone else. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { changeEvent, setUpEvent, slotTimes, viewEvent } from '../../shared/events/event.ts';
import type { EventChange, EventInput } from '../../shared/events/event.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const pasuruan = {
  kind: 'business-matching',
  name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
  venue: 'Auditorium Mpu Sindok',
  regionCode: '35.14',
  startsAt: '2025-11-26T01:30:00Z',
  slotMinutes: 15,
  slots: 24,
  breaks: [{ afterSlot: 12, minutes: 60 }],
  tables: 45,
  coOrganizers: ['Kementerian Koperasi', 'Dinas Koperasi dan Usaha Mikro'],
} as const;
const socialisation = {
  kind: 'socialisation',
  name: 'Sosialisasi kemitraan, pembiayaan dan microsite',
  venue: 'Kantor Camat Tenggarong',
  regionCode: '64.02.06',
  startsAt: '2025-08-21T01:00:00Z',
} as const;

onEveryStore('an event', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const setUp = async (body: object = pasuruan, as = organizerOf('35.14')) => {
    const { status, text, body: event } = await api.post('/v1/events', body, as);
    expect(status, text).toBe(201);
    return event;
  };
  const named = async (query: string, as = admin) =>
    (await api.get(`/v1/events?${query}`, as)).body.items.map(({ name }: { name: string }) => name);

  test('is set up by the office of its region, and shows its place, its zone and its end', async () => {
    const { id, ...event } = await setUp();
    expect(event).toMatchObject({
      ...pasuruan,
      regionName: 'Kabupaten Pasuruan, Jawa Timur',
      timeZone: 'Asia/Jakarta',
      endsAt: '2025-11-26T08:30:00.000Z',
    });
    const { body, headers } = await api.get(`/v1/events/${id}`, organizerOf('35'));
    expect([body, headers.get('etag')]).toEqual([{ id, ...event }, '"1"']);
  });

  test('is set up by nobody below, beside or outside the office of its region', async () => {
    for (const stranger of [
      organizerOf('35.14.09'),
      organizerOf('35.79'),
      organizerOf('64'),
      officerOf('coop_35-14-09-2019'),
      buyerOf('buy_bulog'),
    ]) {
      expect((await api.post('/v1/events', pasuruan, stranger)).status).toBe(403);
    }
  });

  test('does not exist for offices of other regions, nor for organizations that do not take part', async () => {
    const { id } = await setUp();
    for (const stranger of [organizerOf('64'), officerOf('coop_35-14-09-2019'), buyerOf('buy_bulog')]) {
      expect((await api.get(`/v1/events/${id}`, stranger)).status).toBe(404);
      expect((await api.get('/v1/events', stranger)).body.items).toEqual([]);
      expect((await api.get(`/v1/events/${id}/participants`, stranger)).status).toBe(404);
    }
    const fromElsewhere = await api.patch(`/v1/events/${id}`, { venue: 'Samarinda' }, organizerOf('64'));
    expect(fromElsewhere.status).toBe(404);
  });

  test('of another kind needs no slots', async () => {
    expect(await setUp(socialisation, organizerOf('64.02'))).toMatchObject({
      slots: 1,
      slotMinutes: 120,
      timeZone: 'Asia/Makassar',
      endsAt: '2025-08-21T03:00:00.000Z',
    });
  });

  test('is listed by region, kind, day and part of its name, the latest first', async () => {
    await setUp();
    await setUp(socialisation, organizerOf('64'));
    await setUp({ ...pasuruan, name: 'Temu Bisnis II', startsAt: '2025-12-10T01:30:00Z' });
    expect(await named('region=35')).toEqual(['Temu Bisnis II', pasuruan.name]);
    expect(await named('', organizerOf('64'))).toEqual([socialisation.name]);
    expect((await named('')).sort()).toEqual([socialisation.name, pasuruan.name, 'Temu Bisnis II'].sort());
    expect(await named('kind=socialisation')).toEqual([socialisation.name]);
    expect(await named('q=kabupaten', organizerOf('35'))).toEqual([pasuruan.name]);
    // 26 November in Pasuruan begins while it is still the 25th in UTC.
    expect(await named('from=2025-11-26&until=2025-11-26')).toEqual([pasuruan.name]);
    expect(await named('from=2025-11-27', organizerOf('35.14'))).toEqual(['Temu Bisnis II']);
    const first = (await api.get('/v1/events?limit=1', organizerOf('35'))).body;
    const rest = (await api.get(`/v1/events?limit=1&cursor=${first.nextCursor}`, organizerOf('35'))).body;
    expect([first.items[0].name, rest.items[0].name, rest.nextCursor]).toEqual([
      'Temu Bisnis II',
      pasuruan.name,
      null,
    ]);
  });

  test('is changed by its office; what is left out stays, null removes, a stale version is refused', async () => {
    const { id } = await setUp();
    const change = { venue: 'Pendopo Kabupaten', tables: null, startsAt: '2025-11-26T08:30:00+07:00' };
    const changed = await api.patch(`/v1/events/${id}`, change, organizerOf('35.14'), { 'if-match': '"1"' });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject({ venue: 'Pendopo Kabupaten', startsAt: '2025-11-26T01:30:00.000Z' });
    expect(changed.body).not.toHaveProperty('tables');
    const stale = await api.patch(`/v1/events/${id}`, change, organizerOf('35.14'), { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
  });

  test('is taken away while nothing is published, and is then gone for everyone', async () => {
    const { id } = await setUp();
    expect((await api.delete(`/v1/events/${id}`, organizerOf('35.14'))).status).toBe(204);
    expect((await api.get(`/v1/events/${id}`, admin)).status).toBe(404);
    expect((await api.get('/v1/events', admin)).body.items).toEqual([]);
  });

  test('that began is not taken away where it is never published: who came to a socialisation stays', async () => {
    const kutai = organizerOf('64.02');
    const { id } = await setUp(socialisation, kutai);
    const refused = await api.delete(`/v1/events/${id}`, kutai);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'It began at 2025-08-21T01:00:00Z: who came and what is to follow stays.',
    ]);
    const ahead = await setUp({ ...socialisation, startsAt: '2099-08-21T01:00:00Z' }, kutai);
    expect((await api.delete(`/v1/events/${ahead.id}`, kutai)).status).toBe(204);
  });

  test('points at what cannot be', async () => {
    const pointers = async (fields: object) => {
      const { status, body } = await api.post('/v1/events', { ...pasuruan, ...fields }, admin);
      expect(status).toBe(422);
      return body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    expect(await pointers({ slots: 0 })).toEqual(['#/slots']);
    expect(await pointers({ slots: 65 })).toEqual(['#/slots']);
    expect(await pointers({ slots: undefined })).toEqual(['#/slots']);
    expect(await pointers({ slotMinutes: 4 })).toEqual(['#/slotMinutes']);
    expect(await pointers({ regionCode: '35.99' })).toEqual(['#/regionCode']);
    expect(await pointers({ startsAt: 'besok' })).toEqual(['#/startsAt']);
    expect(await pointers({ kind: 'party' })).toEqual(['#/kind']);
    expect(
      await pointers({
        breaks: [
          { afterSlot: 12, minutes: 15 },
          { afterSlot: 24, minutes: 15 },
        ],
        diminishing: [0.5, 1],
      }),
    ).toEqual(['#/breaks/1/afterSlot', '#/diminishing/1']);
  });
});

test('fewer slots than the breaks need are a fault of what was sent', () => {
  const event = setUpEvent('evt_a', { ...pasuruan, breaks: [...pasuruan.breaks], coOrganizers: [] }, 'now');
  const faultsOf = (change: EventChange): string[] => {
    try {
      changeEvent(event, change, 'later');
      return [];
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      return (refusal.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
    }
  };
  expect(faultsOf({ slots: 12 })).toEqual([
    '#/slots must be more than 12: a break comes after slot 12; send breaks too',
  ]);
  expect(faultsOf({ slots: 13 })).toEqual([]);
  expect(faultsOf({ slots: 12, breaks: null })).toEqual([]);
  expect(faultsOf({ slots: 12, breaks: [{ afterSlot: 12, minutes: 60 }] })).toEqual([
    '#/breaks/0/afterSlot must come before the last slot, 12',
  ]);
});

describe('the slots of an event', () => {
  const event = setUpEvent('evt_a', { ...pasuruan, breaks: [...pasuruan.breaks], coOrganizers: [] }, 'now');

  test('follow each other, and pause where a break is', () => {
    const times = slotTimes(event);
    expect(times).toHaveLength(24);
    expect([times[0], times[11], times[12], times[23]]).toEqual([
      { slot: 1, startsAt: '2025-11-26T01:30:00.000Z', endsAt: '2025-11-26T01:45:00.000Z' },
      { slot: 12, startsAt: '2025-11-26T04:15:00.000Z', endsAt: '2025-11-26T04:30:00.000Z' },
      { slot: 13, startsAt: '2025-11-26T05:30:00.000Z', endsAt: '2025-11-26T05:45:00.000Z' },
      { slot: 24, startsAt: '2025-11-26T08:15:00.000Z', endsAt: '2025-11-26T08:30:00.000Z' },
    ]);
  });

  test.each([
    ['35.14', 'Asia/Jakarta'],
    ['64.02', 'Asia/Makassar'],
    ['91.03', 'Asia/Jayapura'],
  ])('are told in the zone of %s: %s', (regionCode, timeZone) => {
    const input: EventInput = { ...socialisation, regionCode };
    expect(viewEvent(setUpEvent('evt_b', input, 'now')).timeZone).toBe(timeZone);
  });
});
