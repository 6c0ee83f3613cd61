/** Offers of all four schemes: posted, seen, found, changed, confirmed and removed, over HTTP, on every store. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { cabbage, everyMonth, loan, sphp, sugar } from '../support/offers.ts';
import { onEveryStore } from '../support/tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const stranger = officerOf('coop_35-79-02-2008');
type As = Parameters<TestApi['post']>[2];

onEveryStore('an offer', (open) => {
  let api: TestApi;
  let now = new Date('2025-11-10T03:00:00Z');
  beforeEach(async () => {
    now = new Date('2025-11-10T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const buyer = async (fields: object = {}, as: As = admin): Promise<string> =>
    (
      await api.post(
        '/v1/buyers',
        { name: 'Pasar Segar', kind: 'private', regionCode: '64.72', ...fields },
        as,
      )
    ).body.id;
  const programme = async (fields: object = {}): Promise<string> =>
    (await api.post('/v1/programmes', { name: 'SPHP', ...fields }, admin)).body.id;
  const post = async (buyerId: string, fields: object = cabbage) => {
    const { status, body, text } = await api.post('/v1/offers', { buyerId, ...fields }, buyerOf(buyerId));
    expect(status, text).toBe(201);
    return body;
  };
  const pointers = async (fields: object) => {
    const { status, body } = await api.post('/v1/offers', { buyerId: await buyer(), ...fields }, admin);
    expect(status).toBe(422);
    return body.errors.map((error: { pointer: string }) => error.pointer);
  };
  const titles = async (query: string, as: As = stranger) =>
    (await api.get(`/v1/offers?${query}`, as)).body.items.map((item: { title: string }) => item.title);

  test('is posted by its buyer and shown as entered, with base units and its buyer beside it', async () => {
    const buyerId = await buyer();
    const sent = { buyerId, ...cabbage, months: [9, 6, 8, 7] };
    const { status, headers, body } = await api.post('/v1/offers', sent, buyerOf(buyerId));
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/offers/${body.id}`);
    expect(body).toMatchObject({
      ...sent,
      months: [6, 7, 8, 9],
      normalised: { quantity: { amount: 3000, unit: 'kg', per: 'week' }, price: { amount: 4500, per: 'kg' } },
      buyer: { id: buyerId, name: 'Pasar Segar', kind: 'private', regionCode: '64.72', verified: true },
      status: 'open',
      guidelines: 'issued',
      effectiveRequirements: cabbage.requirements,
      confirmedAt: '2025-11-10T03:00:00.000Z',
    });
    const read = await api.get(`/v1/offers/${body.id}`, stranger);
    expect([read.body, read.headers.get('etag')]).toEqual([body, '"1"']);
  });

  test.for([sphp, sugar, loan])('may be of any scheme: $title', async (fields) => {
    expect(await post(await buyer({ kind: 'bumn' }), fields)).toMatchObject({ ...fields, status: 'open' });
  });

  test('keeps a quota in base units beside the share and the total that were entered', async () => {
    const { normalised } = await post(await buyer({ kind: 'bumn' }), sphp);
    expect(normalised.quota).toEqual({ amount: 2000, unit: 'kg', per: 'week', total: 12_000 });
  });

  test('of LPG is counted in cylinders', async () => {
    const { normalised } = await post(await buyer({ kind: 'bumn' }), {
      ...sphp,
      commodity: 'lpg-3kg',
      quantity: { amount: 2000, unit: 'tabung', per: 'week' },
      price: { amount: 16_000, per: 'tabung' },
      quota: { amount: 200, unit: 'tabung', per: 'week' },
    });
    expect(normalised.quantity).toEqual({ amount: 2000, unit: 'tabung', per: 'week' });
  });

  test('is posted by a cooperative under its own id', async () => {
    const { body } = await api.post(
      '/v1/cooperatives',
      { name: 'CooSAE', kind: 'holding', regionCode: '35.79' },
      admin,
    );
    const sent = { ...cabbage, buyerId: body.id, deliverTo: '35.79' };
    const posted = await api.post('/v1/offers', sent, officerOf(body.id));
    expect(posted.body).toMatchObject({
      buyer: { kind: 'cooperative', verified: false },
      status: 'unverified',
    });
    await api.post(`/v1/cooperatives/${body.id}/verification`, { status: 'verified' }, organizerOf('35'));
    expect((await api.get(`/v1/offers/${posted.body.id}`, stranger)).body.status).toBe('open');
  });

  test('is posted for nobody else, nor for a buyer that does not exist', async () => {
    const body = { buyerId: await buyer(), ...cabbage };
    for (const as of [buyerOf('buy_other'), stranger, organizerOf('64')]) {
      expect((await api.post('/v1/offers', body, as)).status).toBe(403);
    }
    expect((await api.post('/v1/offers', body)).status).toBe(401);
    const unknown = await api.post('/v1/offers', { ...cabbage, buyerId: 'buy_ghost' }, buyerOf('buy_ghost'));
    expect([unknown.status, unknown.body.errors]).toMatchObject([422, [{ pointer: '#/buyerId' }]]);
  });

  test('of a buyer that waits for verification is nobody else’s business until the office approves', async () => {
    const buyerId = await buyer({}, { subject: 'rina', role: 'buyer' });
    const { id, status } = await post(buyerId);
    expect(status).toBe('unverified');
    for (const as of [stranger, buyerOf('buy_other'), organizerOf('35')]) {
      expect((await api.get(`/v1/offers/${id}`, as)).status).toBe(404);
      expect((await api.patch(`/v1/offers/${id}`, { partnersWanted: 2 }, as)).status).toBeOneOf([403, 404]);
      expect(await titles('', as)).toEqual([]);
    }
    for (const as of [buyerOf(buyerId), organizerOf('64')]) {
      expect((await api.get(`/v1/offers/${id}`, as)).status).toBe(200);
      expect(await titles('open=true', as)).toEqual([]);
    }
    await api.post(`/v1/buyers/${buyerId}/verification`, { status: 'verified' }, organizerOf('64'));
    expect((await api.get(`/v1/offers/${id}`, stranger)).body.status).toBe('open');
    expect(await titles('open=true')).toEqual([cabbage.title]);
  });

  test('is read anew each time, since others and the clock change how it stands', async () => {
    const programmeId = await programme({ guidelines: 'awaited' });
    const { id } = await post(await buyer(), { ...sphp, programmeId });
    const known = { 'if-none-match': (await api.get(`/v1/offers/${id}`, stranger)).headers.get('etag')! };
    const paper = { number: 'KEP-1', date: '2025-11-10' };
    await api.post(`/v1/programmes/${programmeId}/guidelines`, paper, admin);
    expect((await api.get(`/v1/offers/${id}`, stranger, known)).body).toMatchObject({ guidelines: 'issued' });
  });

  describe('of a programme', () => {
    test('asks what either asks, the stricter of both', async () => {
      const programmeId = await programme({
        requirements: {
          nib: true,
          units: ['grocery'],
          minReadiness: 40,
          minStorage: { amount: 5, unit: 'ton' },
        },
      });
      const requirements = {
        units: ['warehouse'],
        minReadiness: 30,
        minStorage: { amount: 8000, unit: 'kg' },
      };
      const offer = await post(await buyer(), { ...cabbage, programmeId, requirements });
      expect(offer.requirements).toEqual(requirements);
      expect(offer.effectiveRequirements).toEqual({
        nib: true,
        units: ['grocery', 'warehouse'],
        minReadiness: 40,
        minStorage: { amount: 8000, unit: 'kg' },
      });
      const cubic = { ...cabbage, programmeId, requirements: { minStorage: { amount: 5, unit: 'm3' } } };
      expect(await pointers(cubic)).toEqual(['#/requirements/minStorage/unit']);
      const endless = { ...cabbage, requirements: { minStorage: { amount: 1e12, unit: 'ton' } } };
      expect(await pointers(endless)).toEqual(['#/requirements/minStorage/amount']);
    });

    test('waits while its programme waits, and is released when that issues its guidelines', async () => {
      const programmeId = await programme({ guidelines: 'awaited' });
      const { id, guidelines } = await post(await buyer(), { ...sphp, programmeId });
      expect(guidelines).toBe('awaited');
      const own = await post(await buyer(), { ...sphp, programmeId, guidelines: 'awaited' });
      const paper = { number: 'KEP-1', date: '2025-11-10' };
      await api.post(`/v1/programmes/${programmeId}/guidelines`, paper, admin);
      for (const each of [id, own.id]) {
        expect((await api.get(`/v1/offers/${each}`, stranger)).body.guidelines).toBe('issued');
      }
    });

    test('may wait on its own where there is none', async () => {
      const { id, guidelines } = await post(await buyer(), { ...sphp, guidelines: 'awaited' });
      expect(guidelines).toBe('awaited');
      expect((await api.patch(`/v1/offers/${id}`, { guidelines: 'issued' }, admin)).body.guidelines).toBe(
        'issued',
      );
    });

    test('stays within its regions and closes with it', async () => {
      const programmeId = await programme({ regions: ['35.14'], validUntil: '2025-12-31' });
      const buyerId = await buyer();
      expect(await pointers({ ...sphp, programmeId, regions: ['64'] })).toEqual(['#/regions']);
      const { id, regions, effectiveRegions } = await post(buyerId, {
        ...sphp,
        programmeId,
        regions: ['35'],
      });
      expect([regions, effectiveRegions]).toEqual([['35'], ['35.14']]);
      now = new Date('2025-12-31T17:00:00Z'); // new year's midnight in Jakarta
      expect((await api.get(`/v1/offers/${id}`, stranger)).body.status).toBe('closed');
      expect(await pointers({ ...sphp, programmeId })).toEqual(['#/programmeId']);
    });
  });

  test('is changed by its buyer alone, checked as a whole', async () => {
    const buyerId = await buyer();
    const { id } = await post(buyerId, sphp);
    const change = (fields: object, as: As = buyerOf(buyerId)) => api.patch(`/v1/offers/${id}`, fields, as);
    const changed = await change({ price: { amount: 11_500, per: 'kg' }, regions: null, months: [2, 1] });
    expect(changed.body).toMatchObject({
      price: { amount: 11_500 },
      months: [1, 2],
      normalised: { price: { amount: 11_500 } },
    });
    expect(changed.body).not.toHaveProperty('regions');
    expect(changed.headers.get('etag')).toBe('"2"');
    const other = await change({ quantity: { amount: 5, unit: 'liter', per: 'week' } });
    expect(other.body.errors).toMatchObject([{ pointer: '#/quantity/unit' }]);
    await change({ commodity: 'rice' });
    expect(await titles('commodity=rice')).toEqual([sphp.title]);
    expect(await titles('commodity=rice-sphp')).toEqual([]);
    expect((await change({ months: null })).body.errors).toMatchObject([{ pointer: '#/months' }]);
    expect((await change({ scheme: 'purchase', buyerId: 'buy_other' })).status).toBe(422);
    for (const as of [buyerOf('buy_other'), stranger, organizerOf('64')]) {
      expect((await change({ partnersWanted: 2 }, as)).status).toBe(403);
    }
    expect((await change({ programmeId: 'prog_unknown' })).body.errors).toMatchObject([
      { pointer: '#/programmeId' },
    ]);
    const joined = await change({ programmeId: await programme({ guidelines: 'awaited' }) });
    expect(joined.body.guidelines).toBe('awaited');
    expect((await change({ programmeId: null })).body.guidelines).toBe('issued');
  });

  test('keeps a past deadline through other changes, and opens again with a new one', async () => {
    const buyerId = await buyer();
    const { id } = await post(buyerId, { ...cabbage, deadline: '2025-11-20' });
    now = new Date('2025-11-21T03:00:00Z');
    expect((await api.get(`/v1/offers/${id}`, stranger)).body.status).toBe('closed');
    expect(await titles('open=true')).toEqual([]);
    expect(await titles('open=false')).toEqual([cabbage.title]);
    const confirm = () => api.post(`/v1/offers/${id}/confirm`, undefined, buyerOf(buyerId));
    expect((await confirm()).status).toBe(409);
    const change = (fields: object) => api.patch(`/v1/offers/${id}`, fields, buyerOf(buyerId));
    expect((await change({ paymentTermDays: 7 })).body.status).toBe('closed');
    expect((await change({ deadline: '2025-11-30' })).body.status).toBe('open');
    expect((await confirm()).status).toBe(200);
  });

  test('goes stale after half a year, until one tap confirms it', async () => {
    const buyerId = await buyer();
    const { id } = await post(buyerId);
    now = new Date(now.getTime() + 180 * DAY_MS);
    expect((await api.get(`/v1/offers/${id}`, stranger)).body.status).toBe('open');
    now = new Date(now.getTime() + 1);
    expect((await api.get(`/v1/offers/${id}`, stranger)).body.status).toBe('stale');
    expect((await api.post(`/v1/offers/${id}/confirm`, undefined, stranger)).status).toBe(403);
    const confirmed = await api.post(`/v1/offers/${id}/confirm`, undefined, buyerOf(buyerId));
    expect(confirmed.body).toMatchObject({ status: 'open', confirmedAt: now.toISOString() });
    expect(confirmed.headers.get('etag')).toBe('"2"');
  });

  test('is removed by its buyer: gone for everyone, and from every list', async () => {
    const buyerId = await buyer();
    const { id } = await post(buyerId);
    expect((await api.delete(`/v1/offers/${id}`, stranger)).status).toBe(403);
    expect((await api.delete(`/v1/offers/${id}`, buyerOf(buyerId), { 'if-match': '"9"' })).status).toBe(412);
    expect((await api.delete(`/v1/offers/${id}`, buyerOf(buyerId), { 'if-match': '"1"' })).status).toBe(204);
    for (const as of [buyerOf(buyerId), stranger, admin]) {
      expect((await api.get(`/v1/offers/${id}`, as)).status).toBe(404);
      expect(await titles('', as)).toEqual([]);
      expect(await titles(`buyer=${buyerId}`, as)).toEqual([]);
      expect(await titles('commodity=cabbage', as)).toEqual([]);
    }
    expect((await api.delete(`/v1/offers/${id}`, buyerOf(buyerId))).status).toBe(404);
    const { id: loanId } = await post(buyerId, loan);
    expect((await api.delete(`/v1/offers/${loanId}`, buyerOf(buyerId))).status).toBe(204);
    expect((await api.post(`/v1/offers/${id}/confirm`, undefined, buyerOf(buyerId))).status).toBe(404);
    const changes = (await api.drainChanges()).filter(
      ({ key }) => key.pk.includes(id) && key.sk === 'PROFILE',
    );
    expect(changes.at(-1)).toMatchObject({ before: { data: { id } }, after: { changed: { role: 'buyer' } } });
    expect(changes.at(-1)!.after).not.toHaveProperty('data');
  });

  test('answers 412 to a change of a version that is no longer current', async () => {
    const { id } = await post(await buyer());
    const stale = { 'if-match': '"1"' };
    expect((await api.patch(`/v1/offers/${id}`, { partnersWanted: 2 }, admin, stale)).status).toBe(200);
    expect((await api.patch(`/v1/offers/${id}`, { partnersWanted: 3 }, admin, stale)).status).toBe(412);
    expect((await api.post(`/v1/offers/${id}/confirm`, undefined, admin, stale)).status).toBe(412);
  });

  test('gives the same answer to the same request under one key, and has one effect', async () => {
    const body = { buyerId: await buyer(), ...cabbage };
    const key = { 'idempotency-key': 'cabbage-2025' };
    const first = await api.post('/v1/offers', body, admin, key);
    const again = await api.post('/v1/offers', body, admin, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await api.post('/v1/offers', { ...body, title: 'Kubis' }, admin, key)).status).toBe(422);
    expect(await titles('')).toHaveLength(1);
  });

  test('is listed the newest first, by buyer, scheme, commodity, place, programme and words', async () => {
    const [bulog, samarinda] = [await buyer({ name: 'Bulog', kind: 'bumn' }), await buyer()];
    const programmeId = await programme();
    for (const [at, [by, fields]] of (
      [
        [bulog, { ...sphp, programmeId }],
        [bulog, sugar],
        [samarinda, cabbage],
        [samarinda, loan],
      ] as const
    ).entries()) {
      now = new Date(Date.parse('2025-11-10T03:00:00Z') + at);
      await post(by, fields);
    }
    expect(await titles('')).toEqual([loan, cabbage, sugar, sphp].map(({ title }) => title));
    expect(await titles(`buyer=${bulog}`)).toEqual([sugar.title, sphp.title]);
    expect(await titles(`buyer=${bulog}&scheme=distribution`)).toEqual([sphp.title]);
    expect(await titles('scheme=financing')).toEqual([loan.title]);
    expect(await titles('commodity=cabbage')).toEqual([cabbage.title]);
    expect(await titles('region=35')).toEqual([sugar.title, sphp.title]);
    expect(await titles('region=35.14.05')).toEqual([]);
    expect(await titles(`programme=${programmeId}`)).toEqual([sphp.title]);
    expect(await titles('q=titip%20jual')).toEqual([sugar.title]);
  });

  const filters = ['commodity=cabbage', 'q=kubis', 'commodity=cabbage&open=true'];
  test.for(filters)('is found page after page, each once, among many others: %s', async (filter) => {
    const buyerId = await buyer();
    for (const at of everyMonth) {
      now = new Date(now.getTime() + 1);
      await post(buyerId, at % 3 === 0 ? { ...cabbage, title: `Kubis ${at}` } : sugar);
    }
    const seen: string[] = [];
    let path: string | null = `/v1/offers?limit=3&${filter}`;
    while (path !== null) {
      const { body, headers } = await api.get(path, stranger);
      seen.push(...body.items.map((item: { title: string }) => item.title));
      path = body.nextCursor === null ? null : /<(.*)>/.exec(headers.get('link')!)![1]!;
    }
    expect(seen).toEqual(['Kubis 12', 'Kubis 9', 'Kubis 6', 'Kubis 3']);
  });
});
