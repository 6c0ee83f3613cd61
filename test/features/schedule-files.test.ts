/** The schedule as files over HTTP: each party its own, calendars that follow what happens at the desk, links without a token. */
import { parse } from 'csv-parse/sync';
import ical from 'ical.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  admin,
  buyerOf,
  officerOf,
  openApi,
  organizerOf,
  type Received,
  type TestApi,
} from '../support/api.ts';
import { buildEventDay, office, type EventDay } from '../support/event-day.ts';
import { openHall } from '../support/halls.ts';
import { readPdf } from '../support/read-pdf.ts';
import { onEveryStore } from '../support/tables.ts';

/** What a calendar app takes from a calendar. */
function entriesOf({ text }: Received) {
  const calendar = new ical.Component(ical.parse(text));
  return calendar.getAllSubcomponents('vevent').map((entry) => ({
    uid: entry.getFirstPropertyValue('uid'),
    sequence: entry.getFirstPropertyValue('sequence'),
    status: entry.getFirstPropertyValue('status'),
    summary: entry.getFirstPropertyValue('summary'),
    from: String(entry.getFirstPropertyValue('dtstart')),
  }));
}

const rowsOf = ({ text }: Received, delimiter = ',') =>
  parse<Record<string, string>>(text, { bom: true, columns: true, delimiter });

onEveryStore('the schedule as files', (open) => {
  let api: TestApi;
  let day: EventDay;
  beforeEach(async () => {
    api = await openApi(open);
    day = await buildEventDay(api);
  });
  afterEach(() => api.close());

  const calendarOf = (organizationId: string, as = office) =>
    api.get(`${day.path}/schedule.ics?organizationId=${organizationId}`, as);
  const did = async (path: string, body: object, as = office) => {
    const { status, text } = await api.post(`${day.path}/${path}`, body, as);
    expect(status, text).toBe(200);
  };

  test('are given to each party as its own, to the organizer as a whole, and to strangers not at all', async () => {
    await day.met(day.wonokerto, day.bulog, 3);
    await day.met(day.gerongan, day.pupuk, 3);
    const wonokerto = officerOf(day.wonokerto);
    expect(rowsOf(await api.get(`${day.path}/schedule.csv`, office))).toHaveLength(2);
    for (const own of [wonokerto, buyerOf(day.bulog)]) {
      expect(rowsOf(await api.get(`${day.path}/schedule.csv`, own))).toMatchObject([
        { Koperasi: 'KDMP Wonokerto', Pembeli: 'Perum Bulog', 'Mulai (WIB)': '09:00' },
      ]);
      expect(entriesOf(await api.get(`${day.path}/schedule.ics`, own))).toHaveLength(1);
      const { pages } = await readPdf((await api.get(`${day.path}/schedule.pdf`, own)).bytes);
      expect(pages.flat().join('\n')).toContain('09.00–09.15');
      expect(pages.flat().join('\n')).not.toContain('Gerongan');
    }
    const strangers = [officerOf('coop_elsewhere'), buyerOf('buy_elsewhere'), organizerOf('64')];
    for (const ending of ['csv', 'ics', 'pdf']) {
      for (const stranger of strangers) {
        expect((await api.get(`${day.path}/schedule.${ending}`, stranger)).status).toBe(404);
      }
      const others = `${day.path}/schedule.${ending}?organizationId=${day.gerongan}`;
      expect((await api.get(others, wonokerto)).status).toBe(404);
      expect((await api.get(others, office)).status).toBe(200);
      const unknown = `${day.path}/schedule.${ending}?organizationId=coop_unknown`;
      expect((await api.get(unknown, office)).status).toBe(404);
    }
  });

  test('are empty for a party until the schedule is published, and full for the organizer', async () => {
    const draft = await buildEventDay(api, { isPublished: false });
    await draft.met(draft.wonokerto, draft.bulog, 3);
    const own = officerOf(draft.wonokerto);
    const asked = `?organizationId=${draft.wonokerto}`;
    expect(entriesOf(await api.get(`${draft.path}/schedule.ics`, own))).toEqual([]);
    expect(rowsOf(await api.get(`${draft.path}/schedule.csv`, own))).toEqual([]);
    const { pages } = await readPdf((await api.get(`${draft.path}/schedule.pdf`, own)).bytes);
    expect(pages.flat().join('\n')).toContain('Belum ada pertemuan');
    expect(entriesOf(await api.get(`${draft.path}/schedule.ics${asked}`, office))).toHaveLength(1);
    expect(rowsOf(await api.get(`${draft.path}/schedule.csv`, office))).toHaveLength(1);
  });

  test('have names that say whose they are and of which day', async () => {
    const named = async (file: string) =>
      (await api.get(`${day.path}/${file}`, office)).headers.get('content-disposition');
    const event = '2027-03-02-temu-bisnis-kdkmp-kabupaten-pasuruan';
    expect(await named('schedule.csv')).toBe(`attachment; filename="jadwal-${event}.csv"`);
    expect(await named('schedule.pdf')).toBe(`attachment; filename="jadwal-${event}.pdf"`);
    expect(await named('schedule.ics')).toBe(`attachment; filename="jadwal-${event}.ics"`);
    expect(await named(`schedule.ics?organizationId=${day.bulog}`)).toBe(
      'attachment; filename="jadwal-2027-03-02-perum-bulog.ics"',
    );
  });

  test('are a calendar of all tables for the desk, each meeting under the id that its parties know', async () => {
    const meeting = await day.met(day.wonokerto, day.bulog, 3);
    await day.met(day.gerongan, day.pupuk, 4);
    const desk = async () => entriesOf(await api.get(`${day.path}/schedule.ics`, office));
    expect(await desk()).toHaveLength(2);
    const own = async () => (await desk()).find(({ uid }) => uid === `${meeting}@titik-temu`);
    expect(await own()).toMatchObject({
      status: 'TENTATIVE',
      summary: expect.stringMatching(/^Meja\/Table \d: Perum Bulog – KDMP Wonokerto$/),
    });
    await did(`meetings/${meeting}/accept`, {}, officerOf(day.wonokerto));
    expect(await own()).toMatchObject({ status: 'TENTATIVE' });
    await did(`meetings/${meeting}/accept`, {}, buyerOf(day.bulog));
    expect(await own()).toMatchObject({ status: 'CONFIRMED' });
    await did(`meetings/${meeting}/decline`, {}, buyerOf(day.bulog));
    expect(await own()).toMatchObject({ status: 'CANCELLED' });
  });

  test('follow a move, an acceptance and a refusal: one entry all along, whose sequence grows', async () => {
    const meeting = await day.met(day.wonokerto, day.bulog, 3);
    const [planned] = entriesOf(await calendarOf(day.wonokerto));
    expect(planned).toMatchObject({
      uid: `${meeting}@titik-temu`,
      status: 'TENTATIVE',
      summary: expect.stringMatching(/^Meja\/Table \d: Perum Bulog$/),
      from: '2027-03-02T02:00:00Z',
    });
    await did(`meetings/${meeting}/accept`, {}, officerOf(day.wonokerto));
    expect(entriesOf(await calendarOf(day.wonokerto))).toMatchObject([{ status: 'CONFIRMED' }]);
    await did(`meetings/${meeting}/move`, { slot: 5 });
    const [moved] = entriesOf(await calendarOf(day.bulog));
    expect(moved).toMatchObject({ uid: planned!.uid, from: '2027-03-02T02:30:00Z' });
    expect(moved!.sequence).toBeGreaterThan(Number(planned!.sequence));
    await did(`meetings/${meeting}/decline`, {}, buyerOf(day.bulog));
    const [cancelled] = entriesOf(await calendarOf(day.wonokerto));
    expect(cancelled).toMatchObject({
      uid: planned!.uid,
      status: 'CANCELLED',
      summary: 'BATAL/CANCELLED: Perum Bulog',
    });
    expect(cancelled!.sequence).toBeGreaterThan(Number(moved!.sequence));
    expect(rowsOf(await api.get(`${day.path}/schedule.csv`, office))).toEqual([]);
  });

  test('follow an event that is put off by an hour', async () => {
    await day.met(day.wonokerto, day.bulog, 3);
    const [before] = entriesOf(await calendarOf(day.wonokerto));
    expect((await api.patch(day.path, { startsAt: '2027-03-02T02:30:00Z' }, office)).status).toBe(200);
    const [after] = entriesOf(await calendarOf(day.wonokerto));
    expect(after).toMatchObject({ uid: before!.uid, from: '2027-03-02T03:00:00Z' });
    expect(after!.sequence).toBeGreaterThan(Number(before!.sequence));
  });

  test('list with semicolons for an Excel with Indonesian settings, marked as UTF-8 either way', async () => {
    await day.met(day.wonokerto, day.bulog, 3);
    const list = await api.get(`${day.path}/schedule.csv?separator=semicolon`, office);
    expect(list.bytes.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
    expect(rowsOf(list, ';')).toMatchObject([{ Koperasi: 'KDMP Wonokerto' }]);
    expect((await api.get(`${day.path}/schedule.csv?separator=tab`, office)).status).toBe(400);
  });

  test('name what the two have to talk about, where the plan went by an offer and a potential', async () => {
    const hall = await openHall(api, { cooperatives: 2, buyers: 1 });
    const organizer = organizerOf('35.79');
    expect((await api.post(`${hall.path}/schedule`, undefined, organizer)).status).toBe(200);
    expect(rowsOf(await api.get(`${hall.path}/schedule.csv`, organizer))).toMatchObject([
      { Penawaran: 'Kentang untuk toko', Potensi: 'Kentang Bulukerto' },
      { Penawaran: 'Kentang untuk toko', Potensi: 'Kentang Bulukerto' },
    ]);
    const whole = await readPdf((await api.get(`${hall.path}/schedule.pdf`, organizer)).bytes);
    expect(whole.sizes).toEqual([
      [842, 595],
      [595, 842],
      [595, 842],
      [595, 842],
    ]);
    expect(whole.pages[1]!.join('\n')).toContain('Penawaran: Kentang untuk toko');
  });

  test('print cards, sheets or both, of everybody, of one party or of a region', async () => {
    await day.met(day.wonokerto, day.bulog, 3, 2);
    const printed = async (query: string, as = office) => {
      const answer = await api.get(`${day.path}/schedule.pdf?${query}`, as);
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      return readPdf(answer.bytes);
    };
    const cards = await printed('print=table-cards');
    expect(cards.pages.map((lines) => lines.includes('2'))).toContain(true);
    expect(cards.sizes.every(([width]) => width === 842)).toBe(true);
    const sheets = await printed('print=day-sheets');
    expect(sheets.pages.map((lines) => lines[3])).toEqual([
      'PT Pupuk Indonesia',
      'Perum Bulog',
      'KDMP Gerongan',
      'KDMP Ngempit',
      'KDMP Wonokerto',
    ]);
    expect((await printed('')).pages).toHaveLength(cards.pages.length + sheets.pages.length);
    const inKraton = await printed('print=day-sheets&region=35.14.16');
    expect(inKraton.pages.map((lines) => lines[3])).toEqual(['KDMP Gerongan', 'KDMP Ngempit']);
    const own = await printed(`print=day-sheets&organizationId=${day.bulog}`);
    expect(own.pages.map((lines) => lines[3])).toEqual(['Perum Bulog']);
    expect((await api.get(`${day.path}/schedule.pdf?region=35.99`, office)).status).toBe(400);
  });

  test('that have not changed are not sent again', async () => {
    await day.met(day.wonokerto, day.bulog, 3);
    for (const path of ['schedule.csv', 'schedule.pdf', `schedule.ics?organizationId=${day.bulog}`]) {
      const first = await api.get(`${day.path}/${path}`, office);
      const again = await api.get(`${day.path}/${path}`, office, {
        'if-none-match': first.headers.get('etag')!,
      });
      expect(again.status, path).toBe(304);
      expect(again.headers.get('vary')).toBe(first.headers.get('vary'));
    }
  });

  test('to be printed are not even drawn for who has them, and are once something has changed', async () => {
    await day.met(day.wonokerto, day.bulog, 3);
    const path = `${day.path}/schedule.pdf?print=day-sheets`;
    const etag = (await api.get(path, office)).headers.get('etag')!;
    const again = () => api.get(path, office, { 'if-none-match': etag });
    expect([(await again()).status, api.drawn.length]).toEqual([304, 1]);
    expect((await api.patch(day.path, { venue: 'Pendopo Kabupaten' }, office)).status).toBe(200);
    expect([(await again()).status, api.drawn.length]).toEqual([200, 2]);
    // Another selection is another file, also of the same meetings.
    const cards = await api.get(`${day.path}/schedule.pdf?print=table-cards`, office, {
      'if-none-match': etag,
    });
    expect(cards.status).toBe(200);
  });

  test('of who withdrew from a socialisation show it as cancelled, to nobody else', async () => {
    const socialisation = {
      kind: 'socialisation',
      name: 'Sosialisasi kemitraan',
      venue: 'Kantor Camat',
      regionCode: '35.14',
      startsAt: '2099-03-05T01:00:00Z',
    };
    const path = `/v1/events/${(await api.post('/v1/events', socialisation, office)).body.id}`;
    for (const organizationId of [day.wonokerto, day.gerongan]) {
      await api.post(`${path}/participants`, { organizationId }, office);
    }
    const link = `${path}/participants/${day.wonokerto}/calendar-link`;
    const feed = (await api.get(link, office)).body.path;
    const statusAt = async (file: string) => entriesOf(await api.get(file, office))[0]!.status;
    expect(await statusAt(feed)).toBe('CONFIRMED');
    await api.post(`${path}/participants/${day.wonokerto}/withdrawal`, {}, officerOf(day.wonokerto));
    expect(await statusAt(feed)).toBe('CANCELLED');
    expect(await statusAt(`${path}/schedule.ics?organizationId=${day.gerongan}`)).toBe('CONFIRMED');
    expect(await statusAt(`${path}/schedule.ics`)).toBe('CONFIRMED');
  });

  test('of who withdrew cancel what was, and are given to the organizer still', async () => {
    await day.met(day.wonokerto, day.bulog, 3);
    const link = `${day.path}/participants/${day.wonokerto}/calendar-link`;
    const { path } = (await api.get(link, office)).body;
    await did(`participants/${day.wonokerto}/withdrawal`, {});
    expect(entriesOf(await api.get(path))).toMatchObject([{ status: 'CANCELLED' }]);
    expect(entriesOf(await calendarOf(day.bulog))).toMatchObject([{ status: 'CANCELLED' }]);
    expect((await api.get(link, office)).status).toBe(404);
  });
});

onEveryStore('a link to a calendar', (open) => {
  let api: TestApi;
  let day: EventDay;
  beforeEach(async () => {
    api = await openApi(open);
    day = await buildEventDay(api);
    await day.met(day.wonokerto, day.bulog, 3);
  });
  afterEach(() => api.close());

  const linkPath = (organizationId: string) => `${day.path}/participants/${organizationId}/calendar-link`;
  const linkOf = async (organizationId: string, as = office): Promise<string> =>
    (await api.get(linkPath(organizationId), as)).body.path;

  test('is followed by a phone without a token, and shows what the party’s own calendar shows', async () => {
    const path = await linkOf(day.wonokerto, officerOf(day.wonokerto));
    expect(path).toMatch(
      /^\/v1\/events\/evt_[0-9a-f]+\/calendar\.ics\?organizationId=coop_[0-9a-f]+&key=[\w-]{32}$/,
    );
    expect(await linkOf(day.wonokerto)).toBe(path);
    const followed = await api.get(path);
    expect(followed.status).toBe(200);
    expect(followed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const own = await api.get(`${day.path}/schedule.ics`, officerOf(day.wonokerto));
    expect(followed.text).toBe(own.text);
    const etag = followed.headers.get('etag')!;
    expect((await api.get(path, undefined, { 'if-none-match': etag })).status).toBe(304);
  });

  test('is a whole address, which a phone can open, and never that of the Host that a request names', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    for (const answer of [
      await api.get(linkPath(day.wonokerto), office, headers),
      await api.post(linkPath(day.wonokerto), undefined, office, headers),
    ]) {
      expect(answer.body.url).toBe(`https://titik-temu.example${answer.body.path}`);
      expect(new URL(answer.body.url).pathname).toBe(`${day.path}/calendar.ics`);
    }
  });

  test('opens nothing else: not another party, not another event, not with a letter changed or left out', async () => {
    const path = await linkOf(day.wonokerto);
    const other = await buildEventDay(api);
    const key = new URL(path, 'http://x').searchParams.get('key')!;
    const altered = key.startsWith('A') ? `B${key.slice(1)}` : `A${key.slice(1)}`;
    for (const wrong of [
      path.replace(day.wonokerto, day.gerongan),
      path.replace(day.wonokerto, day.bulog),
      path.replace(day.eventId, other.eventId),
      path.replace(key, altered),
      path.replace(key, key.slice(1)),
      path.replace(key, `${key}A`),
      path.replace(key, 'x'),
    ]) {
      expect((await api.get(wrong)).status, wrong).toBe(404);
    }
    for (const malformed of [
      `${day.path}/calendar.ics`,
      path.replace('&key=', '&key=&k='),
      `${path}&key=x`,
    ]) {
      expect((await api.get(malformed)).status, malformed).toBe(400);
    }
  });

  test('stops working when a new one is made, by the party or by its organizer', async () => {
    const first = await linkOf(day.wonokerto);
    const renewed = await api.post(linkPath(day.wonokerto), undefined, officerOf(day.wonokerto));
    expect(renewed.status).toBe(200);
    expect((await api.get(first)).status).toBe(404);
    expect((await api.get(renewed.body.path)).status).toBe(200);
    const again = await api.post(linkPath(day.wonokerto), undefined, office);
    expect((await api.get(renewed.body.path)).status).toBe(404);
    expect((await api.get(again.body.path)).status).toBe(200);
    expect(await linkOf(day.wonokerto)).toBe(again.body.path);
  });

  test('is shown to the party and its organizer only', async () => {
    for (const stranger of [officerOf(day.gerongan), buyerOf(day.bulog), organizerOf('64')]) {
      expect((await api.get(linkPath(day.wonokerto), stranger)).status).toBe(404);
      expect((await api.post(linkPath(day.wonokerto), undefined, stranger)).status).toBe(404);
    }
    expect((await api.get(linkPath('coop_unknown'), admin)).status).toBe(404);
  });

  test('may be subscribed to before the schedule is published: it is empty, and fills', async () => {
    const draft = await buildEventDay(api, { isPublished: false });
    await draft.met(draft.wonokerto, draft.bulog, 3);
    const { path } = (await api.get(`${draft.path}/participants/${draft.wonokerto}/calendar-link`, office))
      .body;
    expect(entriesOf(await api.get(path))).toEqual([]);
    expect((await api.post(`${draft.path}/schedule`, undefined, office)).status).toBe(200);
    expect((await api.post(`${draft.path}/publish`, undefined, office)).status).toBe(200);
    expect(entriesOf(await api.get(path)).length).toBeGreaterThan(0);
  });
});
