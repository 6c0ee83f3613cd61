/** Regions and commodities over HTTP: public, paged, and found by the words that people use. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, openApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const codes = (body: { items: { code: string }[] }): string[] => body.items.map((item) => item.code);

describe('regions', () => {
  test('are listed without a token: the 38 provinces first', async () => {
    const { status, body } = await api.get('/v1/regions?limit=100');
    expect(status).toBe(200);
    expect(body.items).toHaveLength(38);
    expect(body.items[0]).toMatchObject({ code: '11', name: 'Aceh', level: 'province', parents: [] });
    expect(body.nextCursor).toBeNull();
  });

  test('are listed below a parent, and on a level in it', async () => {
    expect(codes((await api.get('/v1/regions?parent=35.79')).body)).toEqual([
      '35.79.01',
      '35.79.02',
      '35.79.03',
    ]);
    const villages = (await api.get('/v1/regions?parent=35.79&level=village&limit=100')).body;
    expect(villages.items).toHaveLength(24);
    expect(codes((await api.get('/v1/regions?parent=35.79.02.2008')).body)).toEqual([]);
  });

  test('are paged: all 514 regencies, each once, in order', async () => {
    const seen: string[] = [];
    let path: string | null = '/v1/regions?level=regency&limit=100';
    while (path !== null) {
      const { body, headers } = await api.get(path);
      seen.push(...codes(body));
      path = body.nextCursor === null ? null : /<(.*)>/.exec(headers.get('link')!)![1]!;
    }
    expect(seen).toHaveLength(514);
    expect(seen).toEqual([...new Set(seen)].toSorted());
  });

  test('are found by name, best first, page after page', async () => {
    expect(codes((await api.get('/v1/regions?q=bulukerto%20batu')).body)).toEqual(['35.79.02.2008']);
    const first = (await api.get('/v1/regions?q=sidomulyo&limit=2')).body;
    const second = (await api.get(`/v1/regions?q=sidomulyo&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...codes(first), ...codes(second)]).toEqual([
      '18.01.07',
      '12.05.05.2005',
      '12.05.07.1006',
      '12.07.07.2013',
    ]);
    expect(codes((await api.get('/v1/regions?q=kejayan&level=district')).body)).toEqual(['35.14.06']);
    expect((await api.get('/v1/regions?q=zzzzzzzz')).body).toEqual({ items: [], nextCursor: null });
  });

  test('are read with what lies below, and a regency with its approximate centre', async () => {
    const { body } = await api.get('/v1/regions/35.79');
    expect(body).toMatchObject({ kind: 'city', childCount: 3, centre: { approximate: true } });
    expect([Math.round(body.centre.lat), Math.round(body.centre.lng)]).toEqual([-8, 113]);
    expect((await api.get('/v1/regions/35')).body.childCount).toBe(38);
  });

  test('may be kept by any cache for a day, unlike what depends on who asks', async () => {
    for (const path of ['/v1/regions', '/v1/regions/35.79', '/v1/commodities']) {
      const { headers } = await api.get(path);
      expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['public, max-age=86400', null]);
    }
    const { headers } = await api.get('/v1/cooperatives', admin);
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual([
      'private, no-cache',
      'Authorization',
    ]);
  });

  test('are read by code; an unknown one is a 404 that says so', async () => {
    const { body } = await api.get('/v1/regions/35.79.02.2008');
    expect(body).toMatchObject({
      fullName: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
      timeZone: 'Asia/Jakarta',
      childCount: 0,
    });
    expect(body).not.toHaveProperty('centre');
    const unknown = await api.get('/v1/regions/35.79.02.9999');
    expect([unknown.status, unknown.body.detail]).toEqual([
      404,
      '35.79.02.9999 is no region in force; look it up under /v1/regions?q=.',
    ]);
    expect((await api.get('/v1/regions/3579022008')).status).toBe(404);
  });

  test.each([
    ['/v1/regions?parent=99', '#/parent'],
    ['/v1/regions?parent=3579', '#/parent'],
    ['/v1/regions?level=hamlet', '#/level'],
    ['/v1/regions?limit=101', '#/limit'],
    ['/v1/regions?colour=red', '#/colour'],
    ['/v1/regions?cursor=forged', '#/cursor'],
    ['/v1/commodities?sector=%3C', '#/sector'],
  ])('a query that makes no sense is a 400 with a pointer: %s', async (path, pointer) => {
    const { status, body } = await api.get(path);
    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('commodities', () => {
  test('are listed in the order of the tree, all 158 in two pages', async () => {
    const first = (await api.get('/v1/commodities?limit=100')).body;
    const second = (await api.get(`/v1/commodities?limit=100&cursor=${first.nextCursor}`)).body;
    expect(first.items.length + second.items.length).toBe(158);
    expect(first.items[0]).toMatchObject({
      code: 'paddy-gkp',
      sector: { code: 'food-crops' },
      group: { code: 'paddy' },
    });
    expect(second.nextCursor).toBeNull();
  });

  test('are found by the words of the market', async () => {
    expect(codes((await api.get('/v1/commodities?q=lombok%20abang')).body)[0]).toBe('chilli-red');
    expect(codes((await api.get('/v1/commodities?q=telo')).body).slice(0, 2)).toEqual([
      'cassava',
      'sweet-potato',
    ]);
    expect(codes((await api.get('/v1/commodities?q=kentank')).body)[0]).toBe('potato');
  });

  test('are narrowed to a sector or a group', async () => {
    expect(codes((await api.get('/v1/commodities?group=chillies')).body)).toEqual([
      'chilli-red',
      'chilli-bird',
    ]);
    expect(codes((await api.get('/v1/commodities?sector=services')).body)).toHaveLength(12);
    expect(codes((await api.get('/v1/commodities?sector=nothing')).body)).toEqual([]);
  });

  test('answer 304 when nothing has changed since, page by page', async () => {
    for (const path of ['/v1/commodities?q=rice', '/v1/commodities?limit=2', '/v1/regions?level=province']) {
      const first = await api.get(path);
      const etag = first.headers.get('etag')!;
      const again = (tags: string) => api.get(path, undefined, { 'if-none-match': tags });
      const same = await again(etag);
      expect(same.status, path).toBe(304);
      for (const name of ['etag', 'cache-control', 'vary'])
        expect(same.headers.get(name), name).toBe(first.headers.get(name));
      expect((await again(`"other", ${etag.slice('W/'.length)}`)).status, path).toBe(304);
      expect((await again('W/"other"')).status, path).toBe(200);
      const { nextCursor } = first.body;
      if (nextCursor === null) continue;
      const next = await api.get(`${path}&cursor=${nextCursor}`);
      expect(next.headers.get('etag')).not.toBe(etag);
    }
  });
});
