/** Buyers register or are registered, are vouched for by the office of their seat, and keep their numbers to themselves. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const bulog = {
  name: 'Perum Bulog Kantor Cabang Malang',
  kind: 'bumn',
  segment: 'food',
  regionCode: '35.73',
  nib: '9120001234567',
  npwp: '010001234567000',
  contact: { name: 'Bagian Pengadaan', email: 'pengadaan@bulog.example' },
  website: 'https://www.bulog.co.id',
};
const newcomer = { subject: 'budi', role: 'buyer' } as const;
const stranger = officerOf('coop_35-79-02-2008');

onEveryStore('a buyer', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const register = async (fields: object = {}, as: Parameters<TestApi['post']>[2] = admin) => {
    const { status, body } = await api.post('/v1/buyers', { ...bulog, ...fields }, as);
    expect(status).toBe(201);
    return body;
  };

  test('that registers itself waits, and is seen by itself, its office and nobody else', async () => {
    const { id, ...registered } = await register({}, newcomer);
    expect(registered).toMatchObject({ ...bulog, verified: false, verification: { status: 'pending' } });
    for (const viewer of [buyerOf(id), organizerOf('35'), organizerOf('35.73'), admin]) {
      expect((await api.get(`/v1/buyers/${id}`, viewer)).status).toBe(200);
      expect((await api.get('/v1/buyers', viewer)).body.items).toHaveLength(1);
    }
    for (const viewer of [stranger, buyerOf('buy_other'), organizerOf('64')]) {
      expect((await api.get(`/v1/buyers/${id}`, viewer)).status).toBe(404);
      expect((await api.patch(`/v1/buyers/${id}`, { segment: 'bank' }, viewer)).status).not.toBe(200);
      expect((await api.get('/v1/buyers', viewer)).body.items).toEqual([]);
    }
  });

  test('that the office of its region registers is vouched for at once; another office may not', async () => {
    expect(await register({}, organizerOf('35'))).toMatchObject({ verified: true });
    const other = { ...bulog, nib: '9120001234568' };
    expect((await api.post('/v1/buyers', other, organizerOf('64'))).status).toBe(403);
    expect((await api.post('/v1/buyers', other, buyerOf('buy_known'))).status).toBe(403);
    expect((await api.post('/v1/buyers', other, stranger)).status).toBe(403);
    expect((await api.post('/v1/buyers', other)).status).toBe(401);
  });

  test('becomes public by the approval of its office, and is hidden again by a rejection with its reason', async () => {
    const { id } = await register({}, newcomer);
    const verify = (body: object, region: string) =>
      api.post(`/v1/buyers/${id}/verification`, body, organizerOf(region));
    expect((await verify({ status: 'verified' }, '64')).status).toBe(404);
    expect((await verify({ status: 'verified' }, '35.73')).body.verified).toBe(true);
    expect((await api.get(`/v1/buyers/${id}`, stranger)).status).toBe(200);
    expect((await verify({ status: 'rejected' }, '35')).body.errors).toMatchObject([{ pointer: '#/reason' }]);
    expect((await verify({ status: 'rejected', reason: 'no such firm' }, '35')).status).toBe(200);
    expect((await api.get(`/v1/buyers/${id}`, stranger)).status).toBe(404);
    expect((await api.get(`/v1/buyers/${id}`, buyerOf(id))).body.verification).toMatchObject({
      status: 'rejected',
      reason: 'no such firm',
    });
    expect(
      (await api.post(`/v1/buyers/${id}/verification`, { status: 'verified' }, buyerOf(id))).status,
    ).toBe(403);
  });

  test('shows its tax number and contact to itself and its office only', async () => {
    const { id } = await register();
    const seen = (await api.get(`/v1/buyers/${id}`, stranger)).body;
    expect(seen).not.toHaveProperty('npwp');
    expect(seen).not.toHaveProperty('contact');
    const [listed] = (await api.get('/v1/buyers', organizerOf('64'))).body.items;
    expect(listed).not.toHaveProperty('contact');
    expect((await api.get(`/v1/buyers/${id}`, buyerOf(id))).body).toMatchObject({ npwp: bulog.npwp });
    expect((await api.get(`/v1/buyers/${id}`, organizerOf('35'))).body.contact).toEqual(bulog.contact);
  });

  test('shares one register of NIBs with cooperatives', async () => {
    await register();
    const { status, body } = await api.post('/v1/buyers', { ...bulog, name: 'Tiruan' }, admin);
    expect([status, body.errors]).toMatchObject([409, [{ pointer: '#/nib' }]]);
    const cooperative = { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' };
    const clash = await api.post('/v1/cooperatives', { ...cooperative, nib: bulog.nib }, admin);
    expect(clash.status).toBe(409);
    await api.post('/v1/cooperatives', { ...cooperative, nib: '1234567890123' }, admin);
    expect((await api.post('/v1/buyers', { ...bulog, nib: '1234567890123' }, admin)).status).toBe(409);
  });

  test('wins its NIB alone when many organizations ask for it at the same moment', async () => {
    const asked = Array.from({ length: 12 }, (_, at) =>
      at % 2 === 0
        ? api.post('/v1/buyers', { ...bulog, name: `Pembeli ${at}` }, admin)
        : api.post(
            '/v1/cooperatives',
            { name: `KDMP ${at}`, regionCode: '35.79.02.2008', nib: bulog.nib },
            admin,
          ),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(11);
  });

  test('waits again when it takes another name or number, but not when its office corrects one', async () => {
    const { id } = await register();
    const change = (fields: object, as: Parameters<TestApi['patch']>[2]) =>
      api.patch(`/v1/buyers/${id}`, fields, as);
    expect((await change({ segment: 'trader', npwp: bulog.npwp }, buyerOf(id))).body.verified).toBe(true);
    expect((await change({ name: 'Perum Bulog Cabang Malang' }, organizerOf('35'))).body.verified).toBe(true);
    expect((await change({ name: 'PT Lain Sekali' }, buyerOf(id))).body).toMatchObject({
      verified: false,
      verification: { status: 'pending' },
    });
  });

  test('answers 412 to a change of a version that is no longer current', async () => {
    const { id } = await register();
    const stale = { 'if-match': '"1"' };
    expect((await api.patch(`/v1/buyers/${id}`, { segment: 'trader' }, admin, stale)).status).toBe(200);
    expect((await api.patch(`/v1/buyers/${id}`, { segment: 'school' }, admin, stale)).status).toBe(412);
    const verify = { status: 'rejected', reason: 'x' };
    expect((await api.post(`/v1/buyers/${id}/verification`, verify, admin, stale)).status).toBe(412);
    const { body, headers } = await api.get(`/v1/buyers/${id}`, admin);
    expect([body.segment, headers.get('etag')]).toEqual(['trader', '"2"']);
  });

  test('gives the same answer to the same request under one key, and has one effect', async () => {
    const key = { 'idempotency-key': 'register-bulog' };
    const first = await api.post('/v1/buyers', bulog, admin, key);
    const again = await api.post('/v1/buyers', bulog, admin, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await api.get('/v1/buyers', admin)).body.items).toHaveLength(1);
  });

  test('is listed by region, kind, segment, verification and part of its name', async () => {
    await register();
    await register(
      {
        name: 'Supermarket Segar',
        kind: 'private',
        segment: 'modern-retail',
        regionCode: '64.72',
        nib: '1' + '0'.repeat(12),
      },
      { subject: 'rina', role: 'buyer' },
    );
    await register({
      name: 'SPPG Bumiaji',
      kind: 'government',
      segment: 'mbg-kitchen',
      regionCode: '35.79',
      nib: '2' + '0'.repeat(12),
    });
    const named = async (filter: string) =>
      (await api.get(`/v1/buyers?${filter}`, admin)).body.items.map((item: { name: string }) => item.name);
    expect(await named('')).toEqual([bulog.name, 'SPPG Bumiaji', 'Supermarket Segar']);
    expect(await named('region=35')).toEqual([bulog.name, 'SPPG Bumiaji']);
    expect(await named('region=35.79')).toEqual(['SPPG Bumiaji']);
    expect(await named('kind=bumn')).toEqual([bulog.name]);
    expect(await named('segment=mbg-kitchen')).toEqual(['SPPG Bumiaji']);
    expect(await named('verified=false')).toEqual(['Supermarket Segar']);
    expect(await named('q=bulog')).toEqual([bulog.name]);
  });

  test('is paged, each once', async () => {
    for (const at of [1, 2, 3, 4, 5]) await register({ name: `Toko ${at}`, nib: `912000123456${at}` });
    const seen: string[] = [];
    let path: string | null = '/v1/buyers?limit=2&region=35';
    while (path !== null) {
      const { body, headers } = await api.get(path, stranger);
      seen.push(...body.items.map((item: { name: string }) => item.name));
      path = body.nextCursor === null ? null : /<(.*)>/.exec(headers.get('link')!)![1]!;
    }
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5].map((at) => `Toko ${at}`));
  });

  test('points at every fault of a body', async () => {
    const faulty = { ...bulog, kind: 'state', nib: '12', website: 'javascript:alert(1)', colour: 'red' };
    const { status, body } = await api.post('/v1/buyers', faulty, admin);
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '#/colour',
      '#/kind',
      '#/nib',
      '#/website',
    ]);
    const nowhere = await api.post('/v1/buyers', { ...bulog, regionCode: '99.99' }, admin);
    expect(nowhere.body.errors).toMatchObject([{ pointer: '#/regionCode' }]);
    const { id } = await register();
    const moved = await api.patch(`/v1/buyers/${id}`, { regionCode: '64', kind: 'private' }, admin);
    expect(moved.body.errors).toMatchObject([{ pointer: '#/regionCode' }, { pointer: '#/kind' }]);
  });

  test('is refused a web address that browsers would have to mend, or that hides another host', async () => {
    const addresses = [
      'http://x.example/?a=<script>',
      'https://x.example/a b',
      'https://bulog.co.id@x.example/',
      'https://x.example/%zz',
      'https://x.example\\@bulog.co.id',
      'ftp://x.example',
      'https://bulog/',
      'https://10.0.0.1/',
    ];
    for (const website of addresses) {
      const { status, body } = await api.post('/v1/buyers', { ...bulog, website }, admin);
      expect([status, body.errors[0].pointer], website).toEqual([422, '#/website']);
    }
    const website = 'HTTPS://www.bulog.co.id:8443/cari?q=beras%20sphp&tahun=2026#hasil';
    expect((await api.post('/v1/buyers', { ...bulog, website }, admin)).body.website).toBe(website);
  });
});
