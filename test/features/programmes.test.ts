/** Programmes are set up by offices for their regions; their guidelines are awaited, issued once, and superseded. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const lpg = {
  name: 'Sub penyalur LPG 3 kg Jawa Timur',
  description: 'KDKMP menjadi sub penyalur LPG 3 kg; menunggu juknis.',
  source: 'https://simkopdes.go.id',
  regions: ['35.14', '35.79'],
  validFrom: '2025-10-01',
  validUntil: '2026-12-31',
  requirements: { nib: true, kbli: ['47772'], minStorage: { amount: 50, unit: 'tabung' } },
  guidelines: 'awaited',
};
const paper = { number: 'KEP-123/DS000/2025', date: '2025-11-20', effectiveFrom: '2025-12-01' };
const officer = officerOf('coop_35-79-02-2008');

onEveryStore('a programme', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const setUp = async (fields: object = {}, as: Parameters<TestApi['post']>[2] = admin) => {
    const { status, body } = await api.post('/v1/programmes', { ...lpg, ...fields }, as);
    expect(status).toBe(201);
    return body;
  };
  const issue = (id: string, body: object, as: Parameters<TestApi['post']>[2] = admin) =>
    api.post(`/v1/programmes/${id}/guidelines`, body, as);

  test('is set up by an office for its own regions, and read by everyone signed in', async () => {
    const { id, ...programme } = await setUp({}, organizerOf('35'));
    expect(programme).toMatchObject(lpg);
    for (const viewer of [officer, buyerOf('buy_bulog'), organizerOf('64'), admin]) {
      const { body, headers } = await api.get(`/v1/programmes/${id}`, viewer);
      expect(body).toEqual({ id, ...programme });
      expect(headers.get('etag')).toBe('"1"');
    }
    expect((await api.get(`/v1/programmes/${id}`)).status).toBe(401);
    expect((await api.get('/v1/programmes/prog_unknown', admin)).status).toBe(404);
  });

  test('for the whole country is set up by an admin; no office reaches beyond its region', async () => {
    const national: object = { ...lpg, regions: undefined };
    expect((await api.post('/v1/programmes', national, admin)).status).toBe(201);
    const alone = await api.post('/v1/programmes', national, organizerOf('35'));
    expect([alone.status, alone.body.errors]).toMatchObject([422, [{ pointer: '#/regions' }]]);
    for (const regions of [['35.14', '64.02'], ['64.02'], ['35']]) {
      expect((await api.post('/v1/programmes', { ...lpg, regions }, organizerOf('35.14'))).status).toBe(403);
    }
    expect((await api.post('/v1/programmes', lpg, officer)).status).toBe(403);
    expect((await api.post('/v1/programmes', lpg, buyerOf('buy_pertamina'))).status).toBe(403);
  });

  test('counts its guidelines as issued unless they are said to be awaited', async () => {
    expect(await setUp({ guidelines: undefined })).toMatchObject({ guidelines: 'issued' });
    expect(await setUp()).toMatchObject({ guidelines: 'awaited' });
  });

  test('stops waiting when its guidelines are issued; the same paper again changes nothing', async () => {
    const { id } = await setUp({}, organizerOf('35'));
    const first = await issue(id, paper, organizerOf('35'));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ guidelines: 'issued', guidelinesInForce: paper });
    const again = await issue(id, paper, organizerOf('35'));
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([200, first.body, '"2"']);
  });

  test('takes newer guidelines in place of those in force and remembers the old', async () => {
    const { id } = await setUp();
    await issue(id, paper);
    const newer = { number: 'KEP-7/DS000/2026', date: '2026-01-15' };
    expect((await issue(id, newer)).body).toMatchObject({
      guidelinesInForce: newer,
      supersededGuidelines: [paper],
    });
    expect((await issue(id, paper)).status).toBe(409);
  });

  test('refuses guidelines older than those in force, and one number with other dates', async () => {
    const { id } = await setUp();
    await issue(id, paper);
    const older = await issue(id, { number: 'KEP-1/DS000/2025', date: '2025-11-19' });
    expect([older.status, older.body.errors]).toMatchObject([409, [{ pointer: '#/date' }]]);
    const other = await issue(id, { ...paper, date: '2025-11-21' });
    expect([other.status, other.body.errors]).toMatchObject([409, [{ pointer: '#/number' }]]);
    const early = await issue(id, { number: 'KEP-9', date: '2026-02-01', effectiveFrom: '2026-01-01' });
    expect([early.status, early.body.errors]).toMatchObject([422, [{ pointer: '#/effectiveFrom' }]]);
    expect((await api.get(`/v1/programmes/${id}`, admin)).body.guidelinesInForce).toMatchObject(paper);
  });

  test('has its guidelines issued by an office that holds all its regions, and by nobody else', async () => {
    const { id } = await setUp();
    expect((await issue(id, paper, organizerOf('35.14'))).status).toBe(403);
    expect((await issue(id, paper, officer)).status).toBe(403);
    const national = await setUp({ regions: undefined });
    expect((await issue(national.id, paper, organizerOf('35'))).status).toBe(403);
    expect((await issue(id, paper, organizerOf('35'))).status).toBe(200);
    expect((await issue('prog_unknown', paper)).status).toBe(404);
  });

  test('answers 412 to guidelines for a version that is no longer current', async () => {
    const { id } = await setUp();
    expect(
      (await api.post(`/v1/programmes/${id}/guidelines`, paper, admin, { 'if-match': '"7"' })).status,
    ).toBe(412);
  });

  test('is listed by region, guidelines and part of its name, the newest first, page after page', async () => {
    await setUp({ name: 'SPHP beras', regions: undefined, guidelines: 'issued' });
    await setUp();
    await setUp({ name: 'Bangga e-Lokal Kota Batu', regions: ['35.79'], guidelines: 'issued' });
    const named = async (query: string) =>
      (await api.get(`/v1/programmes?${query}`, officer)).body.items.map(
        (each: { name: string }) => each.name,
      );
    expect((await named('')).sort()).toEqual(['Bangga e-Lokal Kota Batu', 'SPHP beras', lpg.name].sort());
    expect(await named('region=64')).toEqual(['SPHP beras']);
    expect((await named('region=35.79.02')).sort()).toEqual(
      ['Bangga e-Lokal Kota Batu', 'SPHP beras', lpg.name].sort(),
    );
    expect(await named('guidelines=awaited')).toEqual([lpg.name]);
    expect(await named('q=e-lokal')).toEqual(['Bangga e-Lokal Kota Batu']);
    const first = (await api.get('/v1/programmes?limit=2', officer)).body;
    const rest = (await api.get(`/v1/programmes?limit=2&cursor=${first.nextCursor}`, officer)).body;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null]);
  });

  test('gives the same answer to the same request under one key, and has one effect', async () => {
    const key = { 'idempotency-key': 'set-up-lpg' };
    const first = await api.post('/v1/programmes', lpg, admin, key);
    expect((await api.post('/v1/programmes', lpg, admin, key)).text).toBe(first.text);
    expect((await api.get('/v1/programmes', admin)).body.items).toHaveLength(1);
  });

  test('points at what does not fit', async () => {
    const pointers = async (fields: object) =>
      (await api.post('/v1/programmes', { ...lpg, ...fields }, admin)).body.errors.map(
        (error: { pointer: string }) => error.pointer,
      );
    expect(await pointers({ regions: ['35.14', '99.01'] })).toEqual(['#/regions/1']);
    expect(await pointers({ regions: [] })).toEqual(['#/regions']);
    expect(await pointers({ validUntil: '2025-09-30' })).toEqual(['#/validUntil']);
    expect(await pointers({ requirements: { minStorage: { amount: 5, unit: 'jam' } } })).toEqual([
      '#/requirements/minStorage/unit',
    ]);
    expect(await pointers({ requirements: { kbli: ['4777'], units: ['kiosk'], minReadiness: 101 } })).toEqual(
      ['#/requirements/kbli/0', '#/requirements/units/0', '#/requirements/minReadiness'],
    );
    expect(await pointers({ guidelines: 'soon' })).toEqual(['#/guidelines']);
  });
});
