/** Cooperatives register, are found, change and are verified: over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const bulukerto = {
  name: 'KDMP Bulukerto',
  kind: 'village',
  regionCode: '35.79.02.2008',
  nib: '1234567890123',
};
const newcomer = { subject: 'sri', role: 'cooperative' } as const;

onEveryStore('a cooperative', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const register = async (fields: object = {}, as: Parameters<TestApi['post']>[2] = admin) =>
    (await api.post('/v1/cooperatives', { ...bulukerto, ...fields }, as)).body;

  test('is registered by an officer who has no organization yet, and waits for verification', async () => {
    const { status, headers, body } = await api.post('/v1/cooperatives', bulukerto, newcomer);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...bulukerto, verified: false, verification: { status: 'pending' } });
    expect(body.id).toMatch(/^coop_/);
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('location')).toBe(`/v1/cooperatives/${body.id}`);
  });

  test('is registered once by its officers, however often they tap and however they write it; the 409 names it', async () => {
    const { nib: _, ...village } = bulukerto;
    const tap = (fields: object = {}, subject = 'sri') =>
      api.post('/v1/cooperatives', { ...village, ...fields }, { subject, role: 'cooperative' });
    const taps = await Promise.all(Array.from({ length: 6 }, () => tap()));
    expect(taps.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 409, 409, 409, 409, 409,
    ]);
    const { id } = taps.find(({ status }) => status === 201)!.body;
    await api.settle();
    for (const again of [tap(), tap({ name: 'Koperasi Desa Merah Putih Bulu Kerto' }), tap({}, 'adi')]) {
      const { status, body } = await again;
      expect([status, body.errors[0].pointer]).toEqual([409, '#/name']);
      expect(body.detail).toContain(`KDMP Bulukerto is registered in this place already, as ${id}`);
    }
    expect((await tap({ name: 'KDMP Bulukerto Timur' })).status).toBe(201);
    expect((await tap({ kind: 'other' })).status).toBe(201);
    expect((await tap({ regionCode: '35.79.02.2007' })).status).toBe(201);
  });

  test('may be registered by its officer beside one of its name that has another deed, or that was rejected', async () => {
    const { nib: _, ...village } = { ...bulukerto, legalEntityNumber: 'AHU-0001.AH.01.26' };
    const first = await register(village, organizerOf('35.79'));
    expect((await api.post('/v1/cooperatives', village, newcomer)).status).toBe(409);
    const other = { ...village, legalEntityNumber: 'AHU-0002.AH.01.26' };
    expect((await api.post('/v1/cooperatives', other, newcomer)).status).toBe(201);
    expect((await api.post('/v1/cooperatives', other, newcomer)).status).toBe(409);
    const reason = { status: 'rejected', reason: 'Bukan koperasi desa ini' };
    const rejected = await api.post(
      `/v1/cooperatives/${first.id}/verification`,
      reason,
      organizerOf('35.79'),
    );
    expect(rejected.status).toBe(200);
    expect((await api.post('/v1/cooperatives', village, newcomer)).status).toBe(201);
  });

  test('is answered about under the id of the request, whatever the answer', async () => {
    const headers = { 'x-request-id': 'ask-7' };
    const { id } = await register();
    const path = `/v1/cooperatives/${id}`;
    const { headers: of } = await api.get(path, admin);
    const answers = await Promise.all([
      api.post('/v1/cooperatives', { ...bulukerto, nib: '1234567890124' }, admin, headers),
      api.get(path, admin, headers),
      api.get('/v1/cooperatives?limit=1', admin, headers),
      api.get(path, admin, { ...headers, 'if-none-match': of.get('etag')! }),
      api.get('/v1/cooperatives/coop_none', admin, headers),
      api.get(path, undefined, headers),
      api.send('PUT', path, { headers }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 304, 404, 401, 405]);
    for (const answer of answers) expect(answer.headers.get('x-request-id')).toBe('ask-7');
  });

  test('is read by anyone signed in, without contact and tax number', async () => {
    const { id } = await register({
      npwp: '123456789012345',
      contact: { name: 'Sri', phone: '+62 812 3456 7890' },
    });
    const stranger = await api.get(`/v1/cooperatives/${id}`, { subject: 'x', role: 'buyer' });
    expect(stranger.body).not.toHaveProperty('npwp');
    expect(stranger.body).not.toHaveProperty('contact');
    const own = await api.get(`/v1/cooperatives/${id}`, officerOf(id));
    expect(own.body).toMatchObject({ npwp: '123456789012345', contact: { name: 'Sri' } });
  });

  test('is found by a part of its name on the first page, however many others there are and however it is written', async () => {
    const others = Array.from({ length: 60 }, (_, at) => `35.79.01.2004;KDMP Lain ${at}`);
    const csv = ['kode wilayah;nama', ...others, '35.79.02.2009;KDMP Sumberbrantas'].join('\n');
    const headers = { 'content-type': 'text/csv' };
    await api.send('POST', '/v1/cooperatives/import', { as: admin, raw: csv, headers });
    for (const q of ['sumberbrantas', 'Sumber Brantas']) {
      const { body } = await api.get(`/v1/cooperatives?limit=1&q=${q}`, admin);
      expect(body.items, q).toMatchObject([{ name: 'KDMP Sumberbrantas' }]);
    }
    expect((await api.get('/v1/cooperatives?q=%25', admin)).body.items).toEqual([]);
  });

  test('is not looked for under a code that names nothing: the filter is a 400 that says what was likely meant', async () => {
    for (const [filter, detail] of [
      ['commodity=kentang', 'is not a code of /v1/commodities; perhaps potato (kentang)'],
      ['region=99', '99 is no region in force; look it up under /v1/regions?q=.'],
    ] as const) {
      const { status, body } = await api.get(`/v1/cooperatives?${filter}`, admin);
      expect([status, body.errors[0].detail], filter).toEqual([400, detail]);
    }
  });

  test('is refused a NIB that another one has', async () => {
    await register();
    const { status, body } = await api.post('/v1/cooperatives', { ...bulukerto, name: 'Another' }, admin);
    expect(status).toBe(409);
    expect(body.errors).toMatchObject([{ pointer: '#/nib' }]);
  });

  test('is refused storage that no offer could be compared with, when it is said and not when it is matched', async () => {
    const boxes = (content: object) => ({
      storage: [{ unit: 'warehouse', capacity: { amount: 4, unit: 'rak', content } }],
    });
    const { id } = await register();
    for (const content of [
      { amount: 1, unit: 'kg' },
      { amount: 2, unit: 'karung' },
    ]) {
      const made = await api.post('/v1/cooperatives', { ...bulukerto, ...boxes(content) }, admin);
      const changed = await api.patch(`/v1/cooperatives/${id}`, boxes(content), admin);
      for (const { status, body } of [made, changed]) {
        expect([status, body.errors[0].pointer]).toEqual([422, '#/storage/0/capacity/content']);
      }
    }
  });

  test('says how much it can store by the room or just by the measure, and is told which of the two is amiss', async () => {
    const storage = [
      { unit: 'cold-storage', capacity: { amount: 20, unit: 'm3' } },
      { unit: 'ton', capacity: 5 },
    ];
    expect((await register({ storage })).storage).toEqual(storage);
    for (const [room, pointer] of [
      [{ unit: 'warehouse', capacity: 5000 }, '#/storage/0/capacity'],
      [{ unit: 'ton', capacity: { amount: 5, unit: 'ton' } }, '#/storage/0/unit'],
      [{ unit: 'shed', capacity: 5 }, '#/storage/0/unit'],
    ] as const) {
      const { status, body } = await api.post('/v1/cooperatives', { ...bulukerto, storage: [room] }, admin);
      expect([status, body.errors[0].pointer], JSON.stringify(room)).toEqual([422, pointer]);
    }
  });

  test('is refused a telephone number without digits', async () => {
    for (const phone of ['      ', '(-----)', '+()()()']) {
      const { status } = await api.post('/v1/cooperatives', { ...bulukerto, contact: { phone } }, admin);
      expect(status, phone).toBe(422);
    }
  });

  test('may take over a NIB that another one gave up', async () => {
    const { id } = await register();
    await api.patch(`/v1/cooperatives/${id}`, { nib: null }, admin);
    expect((await api.post('/v1/cooperatives', bulukerto, admin)).status).toBe(201);
  });

  test('is changed by itself and by the office of its region, and by nobody else', async () => {
    const { id } = await register();
    const change = { memberCount: 240 };
    expect((await api.patch(`/v1/cooperatives/${id}`, change, officerOf(id))).body.memberCount).toBe(240);
    expect((await api.patch(`/v1/cooperatives/${id}`, change, organizerOf('35.79'))).status).toBe(200);
    expect((await api.patch(`/v1/cooperatives/${id}`, change, organizerOf('64'))).status).toBe(403);
    expect((await api.patch(`/v1/cooperatives/${id}`, change, officerOf('coop_other'))).status).toBe(403);
    expect((await api.patch(`/v1/cooperatives/${id}`, change)).status).toBe(401);
  });

  test('that is verified waits again once it gives itself another name; the office may correct the name', async () => {
    const { id } = await register();
    await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, organizerOf('35.79'));
    const path = `/v1/cooperatives/${id}`;
    const corrected = await api.patch(path, { name: 'KDMP Bulukerto Batu' }, organizerOf('35.79'));
    expect(corrected.body.verified).toBe(true);
    expect((await api.patch(path, { memberCount: 9 }, officerOf(id))).body.verified).toBe(true);
    const renamed = await api.patch(path, { name: 'PT Pertamina' }, officerOf(id));
    expect(renamed.body).toMatchObject({ verified: false, verification: { status: 'pending' } });
  });

  test('answers 412 to a change of a version that is no longer current, and changes nothing', async () => {
    const { id } = await register();
    const stale = { 'if-match': '"1"' };
    expect((await api.patch(`/v1/cooperatives/${id}`, { memberCount: 1 }, admin, stale)).status).toBe(200);
    expect((await api.patch(`/v1/cooperatives/${id}`, { memberCount: 2 }, admin, stale)).status).toBe(412);
    expect((await api.get(`/v1/cooperatives/${id}`, admin)).body.memberCount).toBe(1);
    const either = { 'if-match': '"1", "2"' };
    expect((await api.patch(`/v1/cooperatives/${id}`, { memberCount: 3 }, admin, either)).status).toBe(200);
  });

  test('gives the same answer to the same request under one key, and has one effect', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await api.post('/v1/cooperatives', bulukerto, admin, key);
    const again = await api.post('/v1/cooperatives', bulukerto, admin, key);
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([201, first.text, '"1"']);
    expect((await api.post('/v1/cooperatives', { ...bulukerto, name: 'B' }, admin, key)).status).toBe(422);
    expect((await api.get('/v1/cooperatives?region=35', admin)).body.items).toHaveLength(1);
  });

  test('is listed by region, page after page, each once', async () => {
    const codes = ['35.79.02.2008', '35.79.03.2004', '35.79.02.2002', '64.02.05.2001', '35.14.05.2007'];
    for (const [at, regionCode] of codes.entries()) {
      await register({ name: `KDMP ${at}`, regionCode, nib: `123456789012${at}` });
    }
    const seen: string[] = [];
    let path: string | null = '/v1/cooperatives?limit=2';
    while (path !== null) {
      const { body, headers } = await api.get(path, admin);
      seen.push(...body.items.map((item: { regionCode: string }) => item.regionCode));
      path = body.nextCursor === null ? null : /<(.*)>/.exec(headers.get('link')!)![1]!;
    }
    expect(seen).toEqual([...codes].sort());
    const inBatu = await api.get('/v1/cooperatives?region=35.79', admin);
    expect(inBatu.body.items).toHaveLength(3);
  });

  test('refuses a cursor that was altered, or that belongs to another list', async () => {
    for (const at of [1, 2, 3]) await register({ name: `KDMP ${at}`, nib: `123456789012${at}` });
    const { body } = await api.get('/v1/cooperatives?region=35&limit=1', admin);
    const cursor: string = body.nextCursor;
    const altered = `${cursor.slice(0, -2)}${cursor.at(-2) === 'A' ? 'B' : 'A'}${cursor.at(-1)}`;
    expect((await api.get(`/v1/cooperatives?region=35&limit=1&cursor=${cursor}`, admin)).status).toBe(200);
    const refused = await api.get(`/v1/cooperatives?region=35&limit=1&cursor=${altered}`, admin);
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/cursor', in: 'query' }]);
    expect((await api.get(`/v1/cooperatives?region=64&limit=1&cursor=${cursor}`, admin)).status).toBe(400);
  });

  test('is approved or rejected by the office of its region; whoever rejects says why', async () => {
    const { id } = await register();
    const verify = (body: object, region: string) =>
      api.post(`/v1/cooperatives/${id}/verification`, body, organizerOf(region));
    expect((await verify({ status: 'verified' }, '64')).status).toBe(403);
    expect((await verify({ status: 'rejected' }, '35')).body.errors).toMatchObject([{ pointer: '#/reason' }]);
    expect((await verify({ status: 'verified' }, '35')).body.verified).toBe(true);
    expect((await verify({ status: 'rejected', reason: 'no members' }, '35')).body.verified).toBe(false);
    const stranger = await api.get(`/v1/cooperatives/${id}`, { subject: 'x', role: 'buyer' });
    expect(stranger.status).toBe(404);
  });

  test('points at every fault of a body', async () => {
    const { status, body } = await api.post(
      '/v1/cooperatives',
      { ...bulukerto, nib: '12', colour: 'red', contact: { phone: 'x' } },
      admin,
    );
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '#/colour',
      '#/contact/phone',
      '#/nib',
    ]);
  });
});
