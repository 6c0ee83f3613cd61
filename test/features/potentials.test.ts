/** What villages can supply: listed, found, changed, confirmed and removed, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const buyer = buyerOf('buy_bulog');

/** Two tons of potatoes a week from the slopes above Batu. */
const potatoes = {
  commodity: 'potato',
  title: 'Kentang granola Sumberbrantas',
  capacity: { amount: 2, unit: 'ton', per: 'week' },
  months: [9, 4, 5, 6, 7, 8],
  price: { amount: 14_000, per: 'kg' },
  grade: 'A',
  flagship: true,
};

onEveryStore('a potential', (open) => {
  let api: TestApi;
  let trips: ReturnType<typeof countingTable>;
  let now = new Date('2025-11-02T03:00:00Z');
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(
      async (options) => {
        const store = await open(options);
        trips = countingTable(store.table);
        return { ...store, table: trips.table };
      },
      () => now,
    );
  });
  afterEach(() => api.close());

  const cooperative = async (name: string, regionCode: string): Promise<string> =>
    (await api.post('/v1/cooperatives', { name, regionCode }, admin)).body.id;
  const sumberbrantas = () => cooperative('KDMP Sumberbrantas', '35.79.02.2009');
  const list = async (cooperativeId: string, fields: object = {}) =>
    (await api.post('/v1/potentials', { cooperativeId, ...potatoes, ...fields }, admin)).body;
  const refusal = async (fields: object) => {
    const body = { cooperativeId: await sumberbrantas(), ...potatoes, ...fields };
    return api.post('/v1/potentials', body, admin);
  };
  const titles = async (path: string, as = buyer) =>
    (await api.get(path, as)).body.items.map((item: { title: string }) => item.title);

  test('is listed by the officer of its village and shown as entered, with the base units beside it', async () => {
    const cooperativeId = await sumberbrantas();
    const sent = { cooperativeId, ...potatoes };
    const { status, headers, body } = await api.post('/v1/potentials', sent, officerOf(cooperativeId));
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/potentials/${body.id}`);
    expect(body).toMatchObject({
      ...sent,
      months: [4, 5, 6, 7, 8, 9],
      cooperativeName: 'KDMP Sumberbrantas',
      regionCode: '35.79.02.2009',
      normalised: {
        capacity: { amount: 2000, unit: 'kg', per: 'week' },
        price: { amount: 14_000, per: 'kg' },
      },
      confirmedAt: '2025-11-02T03:00:00.000Z',
      stale: false,
    });
    const read = await api.get(`/v1/potentials/${body.id}`, buyer);
    expect(read.body).toEqual(body);
    expect(read.headers.get('etag')).toBe('"1"');
  });

  test('names the member’s business behind it, and how it is packed', async () => {
    const behind = { producer: 'Kelompok Tani Sumber Jaya', packaging: 'peti 20 kg' };
    const { id, ...listed } = await list(await sumberbrantas(), behind);
    expect(listed).toMatchObject(behind);
    const changed = await api.patch(`/v1/potentials/${id}`, { producer: null }, admin);
    expect([changed.body.producer, changed.body.packaging]).toEqual([undefined, 'peti 20 kg']);
  });

  test('counts sacks by what one holds: 40 karung of 50 kg are 2,000 kg at the price of a kilogram', async () => {
    const { normalised } = await list(await sumberbrantas(), {
      capacity: { amount: 40, unit: 'karung', per: 'week', content: { amount: 50, unit: 'kg' } },
      price: { amount: 700_000, per: 'karung', content: { amount: 50, unit: 'kg' } },
    });
    expect(normalised).toEqual({
      capacity: { amount: 2000, unit: 'kg', per: 'week' },
      price: { amount: 14_000, per: 'kg' },
    });
  });

  test('of milk is stated in liter, as the dairy of Tutur does', async () => {
    const cooperativeId = await cooperative('KDMP Wonosari', '35.14.02.2005');
    const milk = {
      cooperativeId,
      commodity: 'milk-fresh',
      title: 'Susu segar Tutur',
      capacity: { amount: 1200, unit: 'liter', per: 'day' },
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    };
    expect((await api.post('/v1/potentials', milk, officerOf(cooperativeId))).status).toBe(201);
  });

  test('of rice in liter is refused, with a pointer at the unit', async () => {
    const { status, body } = await refusal({ commodity: 'rice', capacity: { amount: 10, unit: 'liter' } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '#/capacity/unit' }]);
    expect(body.detail).toContain('by weight');
  });

  test.each([
    ['an alias for a code', { commodity: 'kentang' }, '#/commodity', /perhaps potato/],
    ['an unknown commodity', { commodity: 'unobtainium' }, '#/commodity', /not a code/],
    ['a sack without its content', { capacity: { amount: 5, unit: 'karung' } }, '#/capacity/unit', /holds/],
    [
      'a kilogram with a content',
      { capacity: { amount: 5, unit: 'kg', content: { amount: 1, unit: 'kg' } } },
      '#/capacity/content',
      /no package/,
    ],
    ['a price per liter', { price: { amount: 1, per: 'liter' } }, '#/price/per', /not in lit/],
    [
      'a minimum order by the piece',
      { minimumOrder: { amount: 5, unit: 'piece' } },
      '#/minimumOrder/unit',
      /not in piece/,
    ],
    [
      'a minimum order above the whole capacity',
      { capacity: { amount: 100, unit: 'kg', per: 'month' }, minimumOrder: { amount: 5, unit: 'ton' } },
      '#/minimumOrder/amount',
      /more than the capacity/,
    ],
    ['a month twice', { months: [1, 1] }, '#/months', /twice/],
    ['a thirteenth month', { months: [13] }, '#/months/0', /./],
    ['no month', { months: [] }, '#/months', /at least one/],
    ['half a rupiah', { price: { amount: 0.5, per: 'kg' } }, '#/price/amount', /./],
    ['grade D', { grade: 'D' }, '#/grade', /./],
    ['an unknown certificate', { certifications: ['halaal'] }, '#/certifications/0', /./],
    ['a word it does not know', { harvest: 'soon' }, '#/harvest', /not taken here/],
    ['the id of nobody', { cooperativeId: 'coop_nobody' }, '#/cooperativeId', /not the id/],
  ])('is refused %s, with a pointer', async (_, fields, pointer, detail) => {
    const { status, body } = await refusal(fields);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer }]);
    expect(body.errors[0].detail).toMatch(detail);
  });

  test('stated by the piece takes no price by weight: two measures cannot be compared', async () => {
    const { status, body } = await refusal({
      commodity: 'sweet-corn',
      capacity: { amount: 5000, unit: 'piece', per: 'week' },
      price: { amount: 6000, per: 'kg' },
    });
    expect([status, body.errors[0].pointer]).toEqual([422, '#/price/per']);
  });

  test('is listed, changed, confirmed and removed by its cooperative and its office only', async () => {
    const cooperativeId = await sumberbrantas();
    const other = officerOf(await cooperative('KDMP Tlekung', '35.79.03.2004'));
    const sent = { cooperativeId, ...potatoes };
    for (const stranger of [other, buyer, organizerOf('64')]) {
      expect((await api.post('/v1/potentials', sent, stranger)).status).toBe(403);
    }
    const { id } = (await api.post('/v1/potentials', sent, organizerOf('35.79'))).body;
    for (const stranger of [other, buyer, organizerOf('64')]) {
      expect((await api.patch(`/v1/potentials/${id}`, { grade: 'B' }, stranger)).status).toBe(403);
      expect((await api.send('POST', `/v1/potentials/${id}/confirm`, { as: stranger })).status).toBe(403);
      expect((await api.delete(`/v1/potentials/${id}`, stranger)).status).toBe(403);
    }
    expect((await api.delete(`/v1/potentials/${id}`, officerOf(cooperativeId))).status).toBe(204);
  });

  test('changes piece by piece, keeps what is left out, drops what is null', async () => {
    const { id } = await list(await sumberbrantas());
    const change = { price: null, capacity: { amount: 3, unit: 'ton', per: 'week' } };
    const { body, headers } = await api.patch(`/v1/potentials/${id}`, change, admin);
    expect(body).toMatchObject({ title: potatoes.title, grade: 'A', capacity: change.capacity });
    expect(body).not.toHaveProperty('price');
    expect(body.normalised).toEqual({ capacity: { amount: 3000, unit: 'kg', per: 'week' } });
    expect(headers.get('etag')).toBe('"2"');
  });

  test('is refused a change that no longer fits together with the rest', async () => {
    const { id } = await list(await sumberbrantas());
    const { status, body } = await api.patch(`/v1/potentials/${id}`, { commodity: 'apple-cider' }, admin);
    expect([status, body.errors[0].pointer]).toEqual([422, '#/capacity/unit']);
  });

  test('answers 412 to a change of a version that is no longer current', async () => {
    const { id } = await list(await sumberbrantas());
    const stale = { 'if-match': '"1"' };
    expect((await api.patch(`/v1/potentials/${id}`, { grade: 'B' }, admin, stale)).status).toBe(200);
    expect((await api.patch(`/v1/potentials/${id}`, { grade: 'C' }, admin, stale)).status).toBe(412);
    expect((await api.delete(`/v1/potentials/${id}`, admin, stale)).status).toBe(412);
    expect((await api.get(`/v1/potentials/${id}`, admin)).body.grade).toBe('B');
  });

  test('is removed among confirmations at the same moment, and each confirmation is true or too late', async () => {
    const { id } = await list(await sumberbrantas());
    const taps = Array.from({ length: 7 }, () =>
      api.send('POST', `/v1/potentials/${id}/confirm`, { as: admin }),
    );
    const [removal, ...confirmations] = await Promise.all([
      api.delete(`/v1/potentials/${id}`, admin),
      ...taps,
    ]);
    expect(removal.status).toBe(204);
    for (const { status } of confirmations) expect([200, 404]).toContain(status);
    expect((await api.get(`/v1/potentials/${id}`, admin)).status).toBe(404);
  });

  test('goes stale after ninety days and is fresh again with one tap', async () => {
    const cooperativeId = await sumberbrantas();
    const { id } = await list(cooperativeId);
    now = new Date(now.getTime() + 90 * DAY_MS);
    expect((await api.get(`/v1/potentials/${id}`, buyer)).body.stale).toBe(false);
    now = new Date(now.getTime() + 1);
    expect((await api.get(`/v1/potentials/${id}`, buyer)).body.stale).toBe(true);
    const tap = await api.send('POST', `/v1/potentials/${id}/confirm`, { as: officerOf(cooperativeId) });
    expect(tap.body).toMatchObject({ stale: false, confirmedAt: now.toISOString() });
    expect((await api.get(`/v1/potentials/${id}`, buyer)).body.stale).toBe(false);
  });

  test('is confirmed as it stands: an empty body does that, one that says otherwise changes and confirms nothing', async () => {
    const cooperativeId = await sumberbrantas();
    const { id, confirmedAt } = await list(cooperativeId);
    now = new Date(now.getTime() + DAY_MS);
    const capacity = { amount: 90, unit: 'kg', per: 'week' };
    const doubtful = await api.post(`/v1/potentials/${id}/confirm`, { capacity }, officerOf(cooperativeId));
    expect(doubtful.status).toBe(422);
    expect((await api.get(`/v1/potentials/${id}`, admin)).body.confirmedAt).toBe(confirmedAt);
    for (const raw of ['', ' ', '{}']) {
      const headers = { 'content-type': 'application/json' };
      const as = officerOf(cooperativeId);
      expect((await api.send('POST', `/v1/potentials/${id}/confirm`, { as, raw, headers })).status).toBe(200);
    }
  });

  test('is gone for everyone once removed: from reading, from lists, for a second removal', async () => {
    const cooperativeId = await sumberbrantas();
    const { id } = await list(cooperativeId);
    expect((await api.delete(`/v1/potentials/${id}`, admin)).status).toBe(204);
    expect((await api.get(`/v1/potentials/${id}`, admin)).status).toBe(404);
    expect((await api.delete(`/v1/potentials/${id}`, admin)).status).toBe(404);
    expect((await api.patch(`/v1/potentials/${id}`, { grade: 'B' }, admin)).status).toBe(404);
    expect((await api.send('POST', `/v1/potentials/${id}/confirm`, { as: admin })).status).toBe(404);
    for (const filter of ['', '?region=35', '?commodity=potato', `?cooperative=${cooperativeId}`]) {
      expect(await titles(`/v1/potentials${filter}`)).toEqual([]);
    }
  });

  test('leaves a tombstone with a higher version in the change feed, so that late repeats stay past', async () => {
    const { id } = await list(await sumberbrantas());
    await api.delete(`/v1/potentials/${id}`, admin);
    const ofIt = (await api.drainChanges()).filter(({ key }) => key.pk.endsWith(id) && key.sk === 'PROFILE');
    expect(ofIt.map(({ after }) => [after?.version, after?.['data'] !== undefined])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test('of a rejected cooperative does not exist for others; its own people still see it', async () => {
    const cooperativeId = await sumberbrantas();
    const { id } = await list(cooperativeId);
    const decision = { status: 'rejected', reason: 'no such village cooperative' };
    await api.post(`/v1/cooperatives/${cooperativeId}/verification`, decision, admin);
    expect((await api.get(`/v1/potentials/${id}`, buyer)).status).toBe(404);
    const stranger = officerOf('coop_other');
    expect((await api.patch(`/v1/potentials/${id}`, { grade: 'B' }, stranger)).status).toBe(404);
    expect(await titles('/v1/potentials?commodity=potato')).toEqual([]);
    expect((await api.get(`/v1/potentials/${id}`, officerOf(cooperativeId))).status).toBe(200);
    expect(await titles('/v1/potentials?commodity=potato', organizerOf('35'))).toEqual([potatoes.title]);
  });

  test('is listed once for one Idempotency-Key', async () => {
    const body = { cooperativeId: await sumberbrantas(), ...potatoes };
    const key = { 'idempotency-key': 'listing-1' };
    const first = await api.post('/v1/potentials', body, admin, key);
    expect((await api.post('/v1/potentials', body, admin, key)).text).toBe(first.text);
    expect(await titles('/v1/potentials')).toHaveLength(1);
  });

  test('is found by cooperative, commodity, region, flagship and the words of the market', async () => {
    const batu = await sumberbrantas();
    const kukar = await cooperative('KDMP Loa Duri Ulu', '64.02.03.2002');
    await list(batu);
    const carrots = { commodity: 'carrot', title: 'Wortel Batu', flagship: false };
    await list(batu, carrots);
    await list(kukar, { commodity: 'banana', title: 'Hasil kebun', flagship: false });
    const found = (query: string) => titles(`/v1/potentials?${query}`);
    expect(await found('')).toEqual([potatoes.title, 'Wortel Batu', 'Hasil kebun']);
    expect(await found('region=64.02')).toEqual(['Hasil kebun']);
    expect(await found('region=35.79&commodity=carrot')).toEqual(['Wortel Batu']);
    expect(await found(`cooperative=${batu}`)).toEqual([potatoes.title, 'Wortel Batu']);
    expect(await found(`cooperative=${batu}&flagship=true`)).toEqual([potatoes.title]);
    expect(await found('q=granola')).toEqual([potatoes.title]);
    expect(await found('q=pisang')).toEqual(['Hasil kebun']);
    expect((await api.get('/v1/potentials?colour=red', buyer)).status).toBe(400);
  });

  test.each(['commodity=potato', 'region=35', ''])(
    'pages through a list by %s, each once',
    async (filter) => {
      const codes = ['35.79.02.2008', '35.14.05.2007', '35.79.03.2004', '35.71.01.1007', '35.14.16.2005'];
      for (const [at, code] of codes.entries()) {
        await list(await cooperative(`KDMP ${at}`, code), { title: code });
      }
      const seen: string[] = [];
      for (let path: string | null = `/v1/potentials?limit=2&${filter}`; path !== null;) {
        const { body, headers } = await api.get(path, buyer);
        seen.push(...body.items.map((item: { title: string }) => item.title));
        path = body.nextCursor === null ? null : /<(.*)>/.exec(headers.get('link')!)![1]!;
      }
      expect(seen).toEqual([...codes].sort());
    },
  );

  test('costs few round trips: two to read, two for a page by commodity, three for a page by region', async () => {
    const { id } = await list(await sumberbrantas());
    const spent = async (path: string) => {
      await api.get(path, buyer);
      trips.reset();
      await api.get(path, buyer);
      return { ...trips.calls };
    };
    const none = { get: 0, getMany: 0, query: 0, write: 0, transact: 0 };
    expect(await spent(`/v1/potentials/${id}`)).toEqual({ ...none, get: 2 });
    expect(await spent('/v1/potentials?commodity=potato')).toEqual({ ...none, query: 1, getMany: 1 });
    expect(await spent('/v1/potentials?region=35.79')).toEqual({ ...none, query: 1, getMany: 2 });
    expect(await spent('/v1/cooperatives?commodity=potato')).toEqual({ ...none, query: 1, getMany: 1 });
  });

  test('makes its cooperative appear among those that have the commodity, once, however much it lists', async () => {
    const codes = ['35.79.02.2008', '35.14.05.2007', '35.79.03.2004'];
    for (const [at, code] of codes.entries()) {
      const id = await cooperative(`KDMP ${at}`, code);
      for (const title of ['Kentang granola', 'Kentang merah', 'Kentang atlantik']) await list(id, { title });
      await list(id, { commodity: 'carrot' });
    }
    await cooperative('KDMP without potatoes', '35.79.02.2002');
    for (const limit of [1, 2, 100]) {
      const seen: string[] = [];
      for (let path: string | null = `/v1/cooperatives?commodity=potato&limit=${limit}`; path !== null;) {
        const { body, headers } = await api.get(path, buyer);
        seen.push(...body.items.map((item: { regionCode: string }) => item.regionCode));
        path = body.nextCursor === null ? null : /<(.*)>/.exec(headers.get('link')!)![1]!;
      }
      expect(seen).toEqual([...codes].sort());
    }
    const inBatu = await api.get('/v1/cooperatives?commodity=potato&region=35.79&q=kdmp%202', buyer);
    expect(inBatu.body.items).toMatchObject([{ name: 'KDMP 2' }]);
  });
});
