/** Papers of a cooperative: submitted by it, seen by it and its office only, verified by its office, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const office = organizerOf('35.79');
const nib = { number: '1234567890123', scope: [{ code: '47111', version: '2020' }] };

onEveryStore('a credential', (open) => {
  let api: TestApi;
  let now: Date;
  let id: string;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
    id = (await api.post('/v1/cooperatives', { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' }, admin))
      .body.id;
  });
  afterEach(() => api.close());

  const at = (type: string) => `/v1/cooperatives/${id}/credentials/${type}`;
  const put = (type: string, body: object, as = officerOf(id), headers = {}) =>
    api.put(at(type), body, as, headers);
  const verify = (type: string, body: object, as = office) => api.post(`${at(type)}/verification`, body, as);
  const list = async () => (await api.get(`/v1/cooperatives/${id}/credentials`, officerOf(id))).body.items;

  test('is listed with all others at once, or page by page like any list', async () => {
    for (const type of ['legalEntity', 'npwp', 'halal']) {
      expect((await put(type, { number: type === 'npwp' ? '012345678901234' : 'X-1' })).status).toBe(200);
    }
    const whole = await list();
    expect(whole).toHaveLength(3);
    const path = `/v1/cooperatives/${id}/credentials`;
    const first = await api.get(`${path}?limit=2`, officerOf(id));
    const rest = await api.get(/<(.+)>/.exec(first.headers.get('link')!)![1]!, officerOf(id));
    expect([...first.body.items, ...rest.body.items]).toEqual(whole);
    expect([rest.body.nextCursor, rest.headers.get('link')]).toEqual([null, null]);
    const altered = await api.get(`${path}?cursor=x${first.body.nextCursor}`, officerOf(id));
    expect(altered.status).toBe(400);
  });

  test('is submitted by the cooperative and waits for its office', async () => {
    const { status, body, headers } = await put('halal', {
      type: 'halal',
      number: 'ID35110000000001',
      issuer: 'BPJPH',
      validUntil: '2029-10-17',
      status: 'submitted',
    });
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"2"');
    expect(body).toEqual({
      type: 'halal',
      number: 'ID35110000000001',
      issuer: 'BPJPH',
      validUntil: '2029-10-17',
      status: 'submitted',
      submittedAt: '2025-11-02T03:00:00.000Z',
    });
    expect(await list()).toEqual([body]);
  });

  test('is verified by the office of its region, and by nobody else', async () => {
    await put('nib', nib);
    expect((await verify('nib', { status: 'verified' }, officerOf(id))).status).toBe(403);
    expect((await verify('nib', { status: 'verified' }, organizerOf('64'))).status).toBe(403);
    const { body } = await verify('nib', { status: 'verified' });
    expect(body).toMatchObject({ ...nib, status: 'verified', verifiedAt: '2025-11-02T03:00:00.000Z' });
  });

  test('verifies nobody who says so: the status is the office’s to set', async () => {
    const { status, body } = await put('nib', { ...nib, status: 'verified' });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '#/status', detail: expect.stringContaining('office') }]);
    expect((await put('nib', { ...nib, status: 'verified' }, organizerOf('64'))).status).toBe(403);
    expect(await list()).toEqual([]);
  });

  test('is verified at once when the office of its region enters it so', async () => {
    const { status, body } = await put('nib', { ...nib, status: 'verified' }, office);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...nib, status: 'verified', verifiedAt: '2025-11-02T03:00:00.000Z' });
    expect((await put('nib', nib)).body).toMatchObject({ status: 'submitted' });
    expect((await put('nib', { ...nib, status: 'rejected' }, office)).body.errors).toMatchObject([
      { pointer: '#/status', detail: expect.stringContaining('/verification') },
    ]);
  });

  test('waits again when submitted anew: what was verified is no longer what is there', async () => {
    await put('nib', nib);
    await verify('nib', { status: 'verified' });
    expect((await put('nib', { number: '9999999999999' })).body).toMatchObject({ status: 'submitted' });
    expect(await list()).toHaveLength(1);
    expect((await list())[0]).not.toHaveProperty('verifiedAt');
  });

  test('is rejected or suspended with a reason only', async () => {
    await put('nib', nib);
    expect((await verify('nib', { status: 'suspended' })).body.errors).toMatchObject([
      { pointer: '#/reason' },
    ]);
    const { body } = await verify('nib', { status: 'suspended', reason: 'frozen in OSS' });
    expect(body).toMatchObject({ status: 'suspended', reason: 'frozen in OSS' });
    expect((await verify('nib', { status: 'verified' })).body).not.toHaveProperty('reason');
  });

  test('is valid through its last day in Indonesia and expired the day after', async () => {
    await put('pirt', { number: '123456789012345', validUntil: '2025-11-30' });
    await verify('pirt', { status: 'verified' });
    now = new Date('2025-11-30T16:59:59Z');
    expect(await list()).toMatchObject([{ status: 'verified' }]);
    now = new Date('2025-11-30T17:00:00Z');
    expect(await list()).toMatchObject([{ status: 'expired' }]);
  });

  test('keeps the profile in step: one number, one truth', async () => {
    await put('nib', nib);
    await put('npwp', { number: '0123456789012345' });
    await put('legalEntity', { number: 'AHU-0001234.AH.01.26' });
    await put('bankAccount', { issuer: 'Bank Mandiri' });
    const { body } = await api.get(`/v1/cooperatives/${id}`, officerOf(id));
    expect(body).toMatchObject({
      nib: nib.number,
      npwp: '0123456789012345',
      legalEntityNumber: 'AHU-0001234.AH.01.26',
      bankAccount: true,
    });
    await api.patch(`/v1/cooperatives/${id}`, { nib: null }, officerOf(id));
    expect((await list()).map((each: { type: string }) => each.type)).toEqual([
      'legalEntity',
      'npwp',
      'bankAccount',
    ]);
  });

  test('of a NIB that another organization holds is refused, pointing at the number', async () => {
    await api.post(
      '/v1/cooperatives',
      { name: 'KDMP Tlekung', regionCode: '35.79.03.2004', nib: nib.number },
      admin,
    );
    const { status, body } = await put('nib', nib);
    expect(status).toBe(409);
    expect(body.errors).toMatchObject([{ pointer: '#/number' }]);
    expect(await list()).toEqual([]);
  });

  test.each([
    ['nib', { number: '12' }, '#/number'],
    ['nib', {}, '#/number'],
    ['npwp', { number: '01.234.567.8-901.000' }, '#/number'],
    ['pirt', { number: '2103517501' }, '#/number'],
    ['bankAccount', { number: '1440012345678' }, '#/number'],
    ['halal', { type: 'nib' }, '#/type'],
    ['halal', { validUntil: '31-12-2027' }, '#/validUntil'],
    ['nib', { ...nib, scope: [{ code: '471' }] }, '#/scope/0/code'],
    ['halal', { scan: 'base64' }, '#/scan'],
  ])('%s %o is refused, with a pointer', async (type, body, pointer) => {
    const refused = await put(type, body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ pointer }]);
  });

  test('is seen by the cooperative, its office and admins; for anyone else there is nothing there', async () => {
    await put('npwp', { number: '0123456789012345' });
    const path = `/v1/cooperatives/${id}/credentials`;
    for (const own of [officerOf(id), office, organizerOf('35'), admin]) {
      expect((await api.get(path, own)).body).toMatchObject({ items: [{ type: 'npwp' }], nextCursor: null });
    }
    for (const other of [officerOf('coop_other'), organizerOf('64')]) {
      expect((await api.get(path, other)).status).toBe(404);
      expect((await api.put(at('npwp'), { number: '0123456789012345' }, other)).status).toBe(403);
    }
    expect((await api.get(path, buyerOf('buy_bulog'))).status).toBe(403);
    expect((await api.get(path)).status).toBe(401);
  });

  test('of an unknown type, an unknown cooperative or never submitted is not found', async () => {
    expect((await put('driving-licence', {})).status).toBe(404);
    expect((await verify('halal', { status: 'verified' })).status).toBe(404);
    expect((await api.put('/v1/cooperatives/coop_nobody/credentials/halal', {}, admin)).status).toBe(404);
  });

  test('follows If-Match: the version is the cooperative’s', async () => {
    expect((await put('halal', {}, officerOf(id), { 'if-match': '"1"' })).status).toBe(200);
    expect((await put('halal', {}, officerOf(id), { 'if-match': '"1"' })).status).toBe(412);
  });

  test('submitted at the same moment as others loses nothing: all papers are there', async () => {
    const types = ['halal', 'psat', 'nkv', 'haccp', 'svlk'];
    await Promise.all(types.map((type) => put(type, { issuer: 'x' })));
    expect((await list()).map((each: { type: string }) => each.type).sort()).toEqual(types.toSorted());
  });
});
