/** Microsites: a cooperative says what everybody may see of it, nothing else of it is seen, and its printed address leads on for good. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slugsOf } from '../../shared/microsites/slug.ts';
import { regionsAt, regionName } from '../../shared/regions/regions.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { potentialOf } from '../support/world-things.ts';

const contact = { name: 'Ibu Sri Rahasia', phone: '+62 812 3456 7890', email: 'sri@koperasi.example' };

onEveryStore('a microsite', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2026-11-20T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const founded = async (name = 'KDMP Sumberejo', regionCode = '35.79.01.2005', more = {}) => {
    const { body } = await api.post('/v1/cooperatives', { name, regionCode, contact, ...more }, admin);
    return body.id as string;
  };
  const verify = (id: string, decision: object = { status: 'verified' }) =>
    api.post(`/v1/cooperatives/${id}/verification`, decision, admin);
  const enter = (id: string, body: object, as = officerOf(id), headers = {}) =>
    api.put(`/v1/cooperatives/${id}/microsite`, body, as, headers);
  const seen = (slug: string) => api.get(`/v1/microsites/${slug}`);

  test('is seen by everybody once the cooperative has published it and its office has verified the cooperative, and hidden at once', async () => {
    const id = await founded();
    const slug = 'kdmp-sumberejo-batu';
    const waiting = await enter(id, { published: true });
    expect(waiting.body).toMatchObject({
      slug,
      isPublic: false,
      url: `https://titik-temu.example/k/${slug}`,
    });
    expect(waiting.body.hiddenBecause.id).toBe('Menunggu verifikasi dinas wilayahnya');
    expect((await seen(slug)).status).toBe(404);
    await verify(id);
    const { status, body, headers } = await seen(slug);
    expect([status, body.name, body.regionName]).toEqual([
      200,
      'KDMP Sumberejo',
      'Sumberejo, Batu, Kota Batu, Jawa Timur',
    ]);
    expect(headers.get('cache-control')).toBe('public, max-age=0');
    const same = { 'if-none-match': headers.get('etag')! };
    expect((await api.get(`/v1/microsites/${slug}`, undefined, same)).status).toBe(304);

    await enter(id, { published: false });
    expect((await api.get(`/v1/microsites/${slug}`, undefined, same)).status).toBe(404);
    await enter(id, { published: true });
    expect((await seen(slug)).status).toBe(200);
    await verify(id, { status: 'rejected', reason: 'no such cooperative' });
    expect((await seen(slug)).status).toBe(404);
  });

  test('shows of contact and managers what was published, one by one, and nothing by itself', async () => {
    const id = await founded(undefined, undefined, {
      npwp: '0123456789012345',
      nib: '9990000000123',
      memberCount: 240,
      units: ['grocery', 'warehouse'],
    });
    await verify(id);
    await api.post(`/v1/cooperatives/${id}/credentials/nib/verification`, { status: 'verified' }, admin);
    const managers = [
      { role: 'chair', name: 'Pak Budi', public: true },
      { role: 'treasurer', name: 'Bu Tersembunyi' },
    ];
    const { slug } = (await enter(id, { published: true, managers, lastMembersMeeting: '2026-02-10' })).body;
    const bare = await seen(slug);
    expect(bare.body).toMatchObject({
      managers: [{ role: 'chair', name: 'Pak Budi' }],
      memberCount: 240,
      units: ['grocery', 'warehouse'],
      papers: ['nib'],
      lastMembersMeeting: '2026-02-10',
    });
    for (const hidden of [...Object.values(contact), 'Tersembunyi', '9990000000123', '0123456789012345']) {
      expect(bare.text).not.toContain(hidden);
    }
    await enter(id, { published: true, publicContact: ['phone'] });
    expect((await seen(slug)).body.contact).toEqual({ phone: contact.phone });
    // It sees all that it entered itself.
    const own = await api.get(`/v1/cooperatives/${id}/microsite`, officerOf(id));
    expect(own.body).toMatchObject({ publicContact: ['phone'], contact, isPublic: true });
  });

  test('does not publish another number than the one that was agreed to', async () => {
    const id = await founded();
    await verify(id);
    const { slug } = (await enter(id, { published: true, publicContact: ['phone'] })).body;
    const phone = '+62 899 0000 1111';
    await api.patch(`/v1/cooperatives/${id}`, { contact: { ...contact, phone } }, officerOf(id));
    expect((await seen(slug)).text).not.toMatch(/contact|\+62/);
    const own = await api.get(`/v1/cooperatives/${id}/microsite`, officerOf(id));
    expect(own.body.publicContact).toEqual([]);
    await enter(id, { published: true, publicContact: ['phone'] });
    expect((await seen(slug)).body.contact).toEqual({ phone });
  });

  test('names potentials by season, flagships first, stale ones last; prices where the cooperative shows them', async () => {
    const id = await founded();
    await verify(id);
    const list = (more: object) => api.post('/v1/potentials', { ...potentialOf(id), ...more }, admin);
    await list({ title: 'Lama', description: 'Rahasia dapur', producer: 'Pak Tani' });
    now = new Date('2027-03-20T03:00:00Z');
    await list({ title: 'Biasa', months: [3, 4], price: { amount: 8000, per: 'kg' } });
    await list({ title: 'Unggulan', flagship: true, months: [12, 1] });
    const { slug } = (await enter(id, { published: true })).body;
    const { body, text } = await seen(slug);
    expect(body.potentials.map(({ title, months, stale }: Supply) => [title, months, stale])).toEqual([
      ['Unggulan', [1, 12], false],
      ['Biasa', [3, 4], false],
      ['Lama', expect.anything(), true],
    ]);
    expect(text).not.toMatch(/price|Rahasia dapur|Pak Tani/);
    await enter(id, { published: true, showPrices: true });
    expect((await seen(slug)).body.potentials[1].price).toEqual({ amount: 8000, per: 'kg' });
  });

  test('keeps its address through a new name until it is saved again, and the printed one leads on for good', async () => {
    const id = await founded();
    await verify(id);
    const { slug } = (await enter(id, { published: true })).body;
    await api.patch(`/v1/cooperatives/${id}`, { name: 'KDMP Sumber Makmur' }, admin);
    expect((await seen(slug)).body).toMatchObject({ slug, name: 'KDMP Sumber Makmur' });
    const renamed = (await enter(id, { published: true })).body.slug;
    expect(renamed).toBe('kdmp-sumber-makmur-batu');
    for (const one of [slug, renamed]) expect((await seen(one)).body.slug).toBe(renamed);
    // The old address is nobody else's, and its own again when the name comes back.
    const other = await founded('KDMP Sumberejo', '35.79.01.2006');
    expect((await enter(other, {})).body.slug).toBe('kdmp-sumberejo-batu-2006');
    await api.patch(`/v1/cooperatives/${id}`, { name: 'KDMP Sumberejo' }, admin);
    expect((await enter(id, { published: true })).body.slug).toBe(slug);
  });

  test('of who has merged away is its successor’s', async () => {
    const successor = await founded();
    const small = await founded('Koperasi Tani Sumberejo', '35.79.01.2005', { kind: 'other' });
    for (const id of [successor, small]) await verify(id);
    const old = (await enter(small, { published: true })).body.slug;
    const step = (name: string, body: object) =>
      api.put(`/v1/cooperatives/${successor}/formation/${name}`, body, admin);
    const decided = { approach: 'merged', mergedFrom: [small], technicalTeamPresent: true };
    await step('deliberation', { ...decided, date: '2026-05-20' });
    for (const name of ['foundingMeeting', 'deed']) await step(name, {});
    expect((await api.post(`/v1/cooperatives/${successor}/merger`, undefined, admin)).status).toBe(200);
    expect((await seen(old)).status).toBe(404);
    const { slug } = (await enter(successor, { published: true })).body;
    expect((await seen(old)).body.slug).toBe(slug);
    expect((await enter(small, { published: true })).status).toBe(409);
  });

  test('is listed by region and name while it can be seen, page by page', async () => {
    const ids: string[] = [];
    for (const [name, code] of [
      ['KDMP Sumberejo', '35.79.01.2005'],
      ['KDMP Bulukerto', '35.79.02.2008'],
      ['KDMP Tlekung', '35.79.03.2004'],
      ['KKMP Mangkurawang', '64.02.06.1010'],
    ] as const) {
      const id = await founded(name, code);
      await verify(id);
      await enter(id, { published: true });
      ids.push(id);
    }
    await enter(ids[2]!, { published: false });
    const names = async (query: string) =>
      (await api.get(`/v1/microsites?${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['KDMP Sumberejo', 'KDMP Bulukerto', 'KKMP Mangkurawang']);
    expect(await names('region=35.79.02')).toEqual(['KDMP Bulukerto']);
    expect(await names('q=tenggarong')).toEqual(['KKMP Mangkurawang']);
    const first = (await api.get('/v1/microsites?limit=2')).body;
    expect(first.items).toHaveLength(2);
    const next = `limit=2&cursor=${encodeURIComponent(first.nextCursor)}`;
    expect(await names(next)).toEqual(['KKMP Mangkurawang']);
    expect((await api.get('/v1/microsites?region=99')).status).toBe(400);
  });

  test('is the cooperative’s own to edit: not its office’s, not another’s, not over a change that it has not seen', async () => {
    const id = await founded();
    for (const other of [organizerOf('35.79'), officerOf('coop_other')]) {
      expect((await enter(id, { published: true }, other)).status).toBe(403);
    }
    const before = await api.get(`/v1/cooperatives/${id}/microsite`, organizerOf('35.79'));
    expect([before.status, before.headers.get('etag'), before.body.published]).toEqual([200, '"0"', false]);
    const first = { 'if-match': '"0"' };
    expect((await enter(id, { about: 'Selamat datang' }, officerOf(id), first)).status).toBe(200);
    expect((await enter(id, {}, officerOf(id), first)).status).toBe(412);
    expect((await api.get(`/v1/cooperatives/${id}/microsite`, officerOf('coop_other'))).status).toBe(404);
  });

  test('points at what cannot be published', async () => {
    const id = await founded(undefined, undefined, { contact: { name: 'Ibu Sri' } });
    const refused = await enter(id, { publicContact: ['name', 'phone'] });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '#/publicContact/1']);
    const ahead = await enter(id, { lastMembersMeeting: '2026-11-21' });
    expect([ahead.status, ahead.body.errors[0].pointer]).toEqual([422, '#/lastMembersMeeting']);
  });

  test('given to two of one name at the same moment has two addresses', async () => {
    const ids = [await founded(), await founded('KDMP Sumberejo', '35.79.01.2006')];
    const entered = await Promise.all(ids.map((id) => enter(id, { published: true })));
    expect(new Set(entered.map(({ body }) => body.slug)).size).toBe(2);
  });
});
type Supply = { title: string; months: number[]; stale: boolean };

describe('an address', () => {
  test.each([
    ['KDMP Sumberejo', '35.79.01.2005', 'kdmp-sumberejo-batu'],
    ['Koperasi Desa Merah Putih Sumberejo', '35.79.01.2005', 'kdmp-sumberejo-batu'],
    ['Koperasi Batu', '35.79', 'koperasi-batu'],
    ['KKMP "Bandar Kidul" <b>', '35.71.01.1001', 'kkmp-bandar-kidul-b-kediri'],
    ['Käsé & Co.', '35.79.02', 'kase-co-batu'],
    ['合作社', '35.79.01.2005', 'koperasi-batu'],
    ['../../etc/passwd', '35', 'etc-passwd'],
  ])('%s of %s is %s', (name, regionCode, slug) => {
    expect(slugsOf({ id: 'coop_1', name, regionCode })[0]).toBe(slug);
  });

  test('tells all 83,762 villages apart, were every one a KDMP, and is never long', () => {
    const taken = new Map<string, string>();
    const steps = [0, 0, 0, 0];
    for (const regionCode of regionsAt('village')) {
      const slugs = slugsOf({ id: `coop_${regionCode}`, name: `KDMP ${regionName(regionCode)}`, regionCode });
      const free = slugs.findIndex((slug) => !taken.has(slug));
      expect(free).toBeGreaterThanOrEqual(0);
      expect(slugs[free]).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slugs[free]!.length).toBeLessThanOrEqual(100);
      taken.set(slugs[free]!, regionCode);
      steps[free]! += 1;
    }
    expect(taken.size).toBe(83_762);
    // Nearly all are named by village and regency alone.
    expect(steps[0]! / taken.size).toBeGreaterThan(0.9);
    expect(steps[3]).toBe(0);
  });
});
