/** Pages for people: small, whole without a script, the same for everybody, and silent about what is hidden. */
import { createHash } from 'node:crypto';
import { encode } from 'uqr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPages, isPage } from '../../functions/pages/pages.ts';
import { phoneLinks } from '../../functions/pages/phone-links.ts';
import { qrCode } from '../../functions/pages/qr-code.ts';
import { colours, pairs } from '../../functions/pages/style.ts';
import { monthsSaid, quantitySaid } from '../../functions/pages/words.ts';
import { TableBusy, type Table } from '../../shared/table/table.ts';
import { admin, officerOf, openApi, type TestApi } from '../support/api.ts';
import { partsOf } from '../support/page-parts.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';
import { potentialOf } from '../support/world-things.ts';

const publicUrl = 'https://titik-temu.example';
const log = { info: () => undefined, error: () => undefined };
const contact = { name: 'Ibu Sri', phone: '0812-3456-7890', email: 'sri@koperasi.example' };
const largest = 50_000;

onEveryStore('the pages', (open) => {
  let api: TestApi;
  let id: string;
  const now = new Date('2026-11-20T03:00:00Z');
  const clock = () => now;
  const path = '/k/kdmp-sumberejo-batu';
  beforeEach(async () => {
    api = await openApi(open, clock);
    id = await shown('KDMP Sumberejo', '35.79.01.2005');
  });
  afterEach(() => api.close());

  const enter = (body: object, whose = id) =>
    api.put(`/v1/cooperatives/${whose}/microsite`, body, officerOf(whose));
  async function shown(name: string, regionCode: string, more = {}): Promise<string> {
    const { body } = await api.post('/v1/cooperatives', { name, regionCode, contact, ...more }, admin);
    await api.post(`/v1/cooperatives/${body.id}/verification`, { status: 'verified' }, admin);
    await enter({ published: true }, body.id);
    return body.id;
  }
  const visit = async (at: string, init: RequestInit = {}, table: Table = api.table) => {
    const response = await createPages({ table, clock, publicUrl, log }).request(at, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, parts: partsOf(text) };
  };

  test('show a cooperative in one request: no script that runs, nothing from elsewhere, and no fault in the markup', async () => {
    await api.post(
      '/v1/potentials',
      { ...potentialOf(id), title: 'Kentang granola', months: [11, 12, 1] },
      admin,
    );
    await enter({
      published: true,
      about: 'Selamat datang.\nSilakan mampir.',
      publicContact: ['phone', 'email'],
    });
    for (const [at, language] of [
      [path, 'id'],
      [`${path}?lang=en`, 'en'],
      ['/k/', 'id'],
      ['/k/nobody', 'id'],
    ] as const) {
      const { parts, text, headers } = await visit(at);
      expect(parts.errors, at).toEqual([]);
      expect(parts.fetched).toEqual(['data:,']);
      expect(text).toContain(`<html lang="${language}">`);
      expect(parts.texts('h1')).toHaveLength(1);
      for (const landmark of ['header', 'nav', 'main', 'footer']) {
        expect(parts.texts(landmark), landmark).toHaveLength(1);
      }
      // Every name that one element takes from another is there, once.
      expect(new Set(parts.ids).size).toBe(parts.ids.length);
      expect(parts.named.filter((name) => !parts.ids.includes(name))).toEqual([]);
      const [sheet] = parts.texts('style');
      const hash = createHash('sha256').update(sheet!).digest('base64');
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    const { parts, text } = await visit(path);
    expect(parts.texts('h2')).toEqual(
      expect.arrayContaining(['Potensi menurut musim', 'Hubungi kami', 'Kode QR halaman ini']),
    );
    expect(parts.texts('span')).toContainEqual(expect.stringMatching(/Tersedia:\s+November–Januari/));
    expect(parts.texts('td').join('')).toBe('✓✓✓');
    expect(parts.links).toEqual(
      expect.arrayContaining([
        'https://wa.me/6281234567890',
        'tel:+6281234567890',
        'mailto:sri%40koperasi.example',
        `${path}/qr.svg`,
        `${path}?lang=en`,
      ]),
    );
    expect(text).not.toContain('Ibu Sri');
    expect((await visit(`${path}?lang=en`)).text).toMatch(/Available:\s+November–January/);
  });

  test('stay below 50 KB with as much as can be entered', async () => {
    const most = (length: number) => '&'.repeat(length);
    for (let count = 0; count < 14; count += 1) {
      await api.post('/v1/potentials', { ...potentialOf(id), title: most(160), flagship: true }, admin);
    }
    const managers = Array.from({ length: 10 }, () => ({ role: 'manager', name: most(120), public: true }));
    const texts = { about: most(800), address: most(300), openingHours: most(300), directions: most(500) };
    await enter({ published: true, ...texts, managers, publicContact: ['name', 'phone', 'email'] });
    const { text, parts } = await visit(path);
    expect(parts.texts('tbody')).toHaveLength(12);
    expect(text).toContain('Masih ada potensi lain');
    expect(Buffer.byteLength(text)).toBeLessThan(largest);
  });

  test('are asked for again each time, and not sent again while they are the same', async () => {
    const { headers } = await visit(path);
    expect(headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    const known = { headers: { 'if-none-match': headers.get('etag')! } };
    expect((await visit(path, known)).status).toBe(304);
    await enter({ published: true, about: 'Baru' });
    expect((await visit(path, known)).status).toBe(200);
  });

  test('lead from a former address, one in capitals and one of who merged away to today’s, in the same language', async () => {
    await api.patch(`/v1/cooperatives/${id}`, { name: 'KDMP Sumber Makmur' }, admin);
    await enter({ published: true });
    for (const [from, to] of [
      [path, '/k/kdmp-sumber-makmur-batu'],
      [`${path}?lang=en`, '/k/kdmp-sumber-makmur-batu?lang=en'],
      ['/k/KDMP-Sumber-Makmur-Batu', '/k/kdmp-sumber-makmur-batu'],
      [`${path}/qr.svg`, '/k/kdmp-sumber-makmur-batu/qr.svg'],
    ] as const) {
      const { status, headers } = await visit(from);
      expect([status, headers.get('location')], from).toEqual([308, to]);
      // A name may come back: what leads on is asked for again too.
      expect(headers.get('cache-control')).toContain('max-age=0');
    }
  });

  test('say of what is hidden exactly what they say of what never was', async () => {
    const never = await visit('/k/kdmp-tidak-ada');
    expect([never.status, never.parts.texts('h1')]).toEqual([404, ['Halaman tidak ditemukan']]);
    await enter({ published: false });
    for (const at of [path, `${path}/qr.svg`, '/k/..%2f..%2fetc', '/k/a/b', '/k/%00']) {
      const hidden = await visit(at);
      expect([hidden.status, hidden.text], at).toEqual([404, never.text]);
    }
  });

  test('list those that show themselves, by name, place and province, page by page', async () => {
    for (let count = 0; count < 24; count += 1) await shown(`KDMP Uji ${count}`, '35.79.02.2008');
    await shown('KKMP Mangkurawang', '64.02.06.1010');
    const names = async (at: string) =>
      (await visit(at)).parts.texts('li').map((text) => text.split('Kop')[0]!.trim());
    const first = await visit('/k');
    expect(first.parts.texts('li')).toHaveLength(20);
    const next = first.parts.links.find((link) => link.includes('after='))!;
    expect(await names(next)).toHaveLength(6);
    expect(await names('/k/?q=tenggarong')).toEqual(['KKMP Mangkurawang']);
    expect(await names('/k/?region=64')).toEqual(['KKMP Mangkurawang']);
    expect(await names('/k/?q=sumberejo&region=64')).toEqual([]);
    // Whatever else stands in the address begins at the beginning.
    expect(await names('/k/?after=%23x&region=99&q=%00')).toHaveLength(20);
    const hostile = await visit(`/k/?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(hostile.parts.texts('script')).toEqual([]);
    expect(hostile.parts.errors).toEqual([]);
  });

  test('take three reads: the address, the cooperative with its microsite, and its potentials', async () => {
    const counting = countingTable(api.table);
    for (const [at, reads] of [
      [path, 3],
      [`${path}/qr.svg`, 3],
      ['/k', 2],
      ['/k/nobody', 1],
      ['/k/..%2f', 0],
    ] as const) {
      counting.reset();
      await visit(at, {}, counting.table);
      const { get, getMany, query, write, transact } = counting.calls;
      expect([get + getMany + query, write + transact], at).toEqual([reads, 0]);
    }
  });

  test('are only read', async () => {
    const { status, headers } = await visit(path, { method: 'POST' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('say when they fail, and nothing of why', async () => {
    const failing = (error: Error) =>
      new Proxy(api.table, {
        get: () => async () => {
          throw error;
        },
      });
    const busy = await visit(path, {}, failing(new TableBusy('too much')));
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '5']);
    const broken = await visit(path, {}, failing(new Error('the disk is on fire')));
    expect([broken.status, broken.parts.texts('h1')]).toEqual([500, ['Halaman tidak dapat ditampilkan']]);
    expect(broken.text).not.toContain('fire');
    expect(broken.headers.get('cache-control')).toBe('no-store');
  });

  test('give the QR code of today’s address to print', async () => {
    const { headers, text } = await visit(`${path}/qr.svg`);
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(text).toContain(`<title>${publicUrl}${path}</title>`);
  });
});

test('a QR code is drawn module by module as it is encoded, with room around it', () => {
  const address = `${publicUrl}/k/kdmp-sumberejo-batu`;
  const { data, size } = encode(address, { ecc: 'M', border: 0 });
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const runs = qrCode(address, 'x')
    .toString()
    .matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g);
  for (const [, x, y, length] of runs) {
    for (let at = 0; at < Number(length); at += 1) drawn[Number(y) - 4]![Number(x) - 4 + at] = true;
  }
  expect(drawn).toEqual(data);
});

test.each([
  ['0812-3456-7890', 'tel:+6281234567890', 'https://wa.me/6281234567890'],
  ['+62 812 3456 7890', 'tel:+6281234567890', 'https://wa.me/6281234567890'],
  ['62812345678', 'tel:+62812345678', 'https://wa.me/62812345678'],
  ['(0341) 512345', 'tel:+62341512345', undefined],
  ['+60 12 345 6789', 'tel:+60123456789', undefined],
  ['+62 000 35790 22008', 'tel:+620003579022008', undefined],
  ['512345', 'tel:512345', undefined],
  ['javascript:alert(1)', 'tel:1', undefined],
])('%s is called by %s', (written, call, whatsapp) => {
  expect(phoneLinks(written)).toEqual({ call, whatsapp });
});

test.each([
  [[1], 'Januari'],
  [[4, 5, 6], 'April–Juni'],
  [[11, 12, 1, 2, 6], 'Juni, November–Februari'],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'sepanjang tahun'],
])('months %j are said as %s', (months, said) => {
  expect(
    monthsSaid(
      months.toSorted((a, b) => a - b),
      'id',
    ),
  ).toBe(said);
});

test('an amount is said with its package and its time', () => {
  const crates = { amount: 1240, unit: 'peti', per: 'week', content: { amount: 20, unit: 'kg' } } as const;
  expect(quantitySaid(crates, 'id')).toBe('1.240 peti (isi 20 kilogram) per minggu');
  expect(quantitySaid({ amount: 2.5, unit: 'ton' }, 'en')).toBe('2.5 tonne');
});

test.each([
  ['http://x/k', true],
  ['http://x/k/kdmp?lang=en', true],
  ['http://x/kdmp', false],
  ['http://x/v1/k/', false],
  ['http://x/', false],
])('%s is for the pages: %s', (url, isIt) => {
  expect(isPage(new Request(url))).toBe(isIt);
});

describe('colours', () => {
  const light = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  test.each(pairs)('of %s on %s can be read by most people (WCAG AA: 4.5 to 1)', (text, ground) => {
    const [a, b] = [light(colours[text]), light(colours[ground])];
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});
