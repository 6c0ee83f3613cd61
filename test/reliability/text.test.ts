/** Text from people is data everywhere: it comes back as it was sent or is refused with a pointer, and never leaves its place. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonLog } from '../../shared/log.ts';
import { admin, buyerOf, openApi, type Received, type TestApi } from '../support/api.ts';
import { hostileTexts } from '../support/hostile-texts.ts';
import { onEveryStore } from '../support/tables.ts';
import { offerOf, potentialOf } from '../support/world-things.ts';
import { buildWorld, type World } from '../support/world.ts';

/** A thing with one text in every place that takes free text; members whose value is undefined are left out. */
type Filled = (
  text: string,
  world: World,
) => { path: string; body: Record<string, unknown>; fields: string[] };

const things: Record<string, Filled> = {
  'a cooperative': (text) => ({
    path: '/v1/cooperatives',
    body: { name: text, regionCode: '35.79.02.2002', legalEntityNumber: text, contact: { name: text } },
    fields: ['name', 'legalEntityNumber', 'contact'],
  }),
  'a buyer': (text) => ({
    path: '/v1/buyers',
    body: { name: text, kind: 'private', regionCode: '35.79', contact: { name: text }, website: text },
    fields: ['name', 'contact', 'website'],
  }),
  'a programme': (text) => ({
    path: '/v1/programmes',
    body: { name: text, description: text, source: text },
    fields: ['name', 'description', 'source'],
  }),
  'a potential': (text, world) => ({
    path: '/v1/potentials',
    body: { ...potentialOf(world.cooperativeId), title: text, description: text },
    fields: ['title', 'description'],
  }),
  'an offer': (text, world) => ({
    path: '/v1/offers',
    body: { ...offerOf(world.buyerId), title: text, description: text },
    fields: ['title', 'description'],
  }),
};
const needed: Record<string, string> = { name: 'KDMP Gunungsari', title: 'Kentang' };

onEveryStore('a hostile text', (open, store) => {
  let api: TestApi;
  let world: World;
  beforeEach(async () => {
    api = await openApi(open, undefined, { perSecond: 1e6, burst: 1e6 });
    world = await buildWorld(api);
  });
  afterEach(() => api.close());

  /** Nothing of the text is in a header, and where a new thing is read is an address of ours. */
  const headersAreOurs = ({ headers }: Received, text: string): void => {
    for (const [name, value] of headers) {
      expect(value, name).toMatch(/^[\x20-\x7e]*$/);
      // The next page's address repeats the filters, encoded.
      if (text.length > 6 && name !== 'link') expect(value, name).not.toContain(text);
    }
    const location = headers.get('location');
    if (location !== null) expect(location).toMatch(/^\/v1\/[a-z]+\/[a-z]+_[0-9a-z]+$/);
    const link = headers.get('link');
    if (link !== null) expect(link).toMatch(/^<\/v1\/[^<>\s"]+>; rel="next"$/);
  };

  test.each(Object.keys(things))(
    'in %s comes back as it was sent, or is refused with a pointer',
    async (thing) => {
      for (const text of hostileTexts) {
        const { path, body, fields } = things[thing]!(text, world);
        let made = await api.post(path, body, path === '/v1/offers' ? buyerOf(world.buyerId) : admin);
        headersAreOurs(made, text);
        if (made.status !== 201) {
          expect(made.status, made.text).toBe(422);
          const refused = made.body.errors.map(({ pointer }: { pointer: string }) => pointer.split('/')[1]);
          expect(fields, text).toEqual(expect.arrayContaining(refused));
          for (const field of refused) body[field] = needed[field];
          made = await api.post(path, body, path === '/v1/offers' ? buyerOf(world.buyerId) : admin);
          headersAreOurs(made, text);
        }
        expect(made.status, `${JSON.stringify(text)} ${made.text}`).toBe(201);
        const read = await api.get(made.headers.get('location')!, admin);
        for (const field of fields) expect(read.body[field], field).toEqual(trimmed(body[field]));
      }
    },
  );

  test('in a search or a filter finds things or nothing, and the next page is where it should be', async () => {
    const lists = [
      'cooperatives',
      'buyers',
      'potentials',
      'offers',
      'programmes',
      'regions',
      'commodities',
      'search',
    ];
    // A query reaches the table only as a key of ours: a few on the second store will do.
    const texts = store === 'SQLite' ? hostileTexts : hostileTexts.slice(0, 8);
    for (const list of lists) {
      for (const text of texts) {
        const q = new URLSearchParams({ q: text.toWellFormed().slice(0, 100) }).toString();
        const answer = await api.get(`/v1/${list}?limit=1&${q}`, admin);
        expect([200, 400], answer.text).toContain(answer.status);
        headersAreOurs(answer, text);
        if (answer.status === 400) expect(answer.body.errors[0].pointer).toBe('#/q');
      }
    }
  });

  test('in a spreadsheet spoils its own row only, and a formula stays the text it is', async () => {
    // UTF-8 has no half characters, and a name that is empty is made from the place.
    for (const text of hostileTexts.map((text) => text.toWellFormed()).filter((text) => text.trim() !== '')) {
      const cell = `"${text.replaceAll('"', '""')}"`;
      const raw = `nama,kode wilayah,kontak\n${cell},35.79.02.2004,${cell}\nKDMP Punten,35.79.02.2003,Ibu Sri\n`;
      const headers = { 'content-type': 'text/csv' };
      const answer = await api.send('POST', '/v1/cooperatives/import', { as: admin, raw, headers });
      expect(answer.status, `${text} ${answer.text}`).toBe(200);
      headersAreOurs(answer, text);
      const [first, last] = [answer.body.rows[0], answer.body.rows.at(-1)];
      expect(['created', 'unchanged']).toContain(last.status);
      if (first.status !== 'created') continue;
      const { body } = await api.get(`/v1/cooperatives/${first.cooperativeId}`, admin);
      // An apostrophe before a sign says, in a spreadsheet, that what follows is text; it is not part of it.
      expect(body.name).toBe(text.trim().replace(/^'(?=[=+\-@])/, ''));
    }
  });

  test('in a header of the request is in no header of the answer', async () => {
    for (const text of hostileTexts.filter((text) => /^[\x20-\x7e]{1,100}$/.test(text))) {
      const names = [
        'x-request-id',
        'origin',
        'referer',
        'x-forwarded-host',
        'user-agent',
        'accept-language',
      ];
      for (const name of names) {
        const answer = await api.get('/v1/offers?limit=1', admin, { [name]: text });
        expect(answer.status).toBe(200);
        if (!/^[\w=-]+$/.test(text)) headersAreOurs(answer, text);
        expect(answer.text).not.toContain(text.length > 6 ? text : '\u0000');
      }
    }
  });
});

describe('a log line', () => {
  test('stays one line of visible characters, whatever text is in it', () => {
    for (const text of hostileTexts) {
      const lines: string[] = [];
      jsonLog((line) => lines.push(line)).error(text, { path: text, error: new Error(text), [text]: 1 });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+\n$/u);
      expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', message: text, path: text });
    }
  });
});

/** The ends of a text are not part of it. */
function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, trimmed(each)]));
}
