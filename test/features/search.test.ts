/** "Who has bananas?": everyday words find what is on offer, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const reader = officerOf('coop_reader');
type Item = {
  kind: string;
  id: string;
  title: string;
  score: number;
  matched: { word: string; by: string }[];
};

onEveryStore('search', (open) => {
  let api: TestApi;
  let bulukerto: string;
  let bananas: string;
  let bulog: string;
  const now = new Date('2025-11-02T03:00:00Z');
  beforeEach(async () => {
    api = await openApi(open, () => now);
    bulukerto = await made('/v1/cooperatives', { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' });
    const gerbo = await made('/v1/cooperatives', { name: 'KDMP Gerbo', regionCode: '35.14.01.2001' });
    bananas = await made('/v1/potentials', listed(bulukerto, 'banana', 'Cavendish manis'));
    await made('/v1/potentials', listed(gerbo, 'banana', 'Raja nangka'));
    await made('/v1/potentials', listed(gerbo, 'chilli-bird', 'Rawit merah'));
    bulog = await made('/v1/buyers', { name: 'Perum Bulog', kind: 'bumn', regionCode: '35.73' });
    await made('/v1/offers', {
      buyerId: bulog,
      scheme: 'distribution',
      commodity: 'rice-sphp',
      title: 'Beras SPHP untuk Pasuruan',
      quantity: { amount: 12, unit: 'ton', per: 'week' },
      months: [1, 2, 3],
      deliverTo: '35.14',
    });
  });
  afterEach(() => api.close());

  const made = async (path: string, body: object): Promise<string> =>
    (await api.post(path, body, admin)).body.id;
  const listed = (cooperativeId: string, commodity: string, title: string) => ({
    cooperativeId,
    commodity,
    title,
    capacity: { amount: 500, unit: 'kg', per: 'week' },
    months: [1, 2, 3],
  });
  const find = async (q: string, more = ''): Promise<Item[]> => {
    await api.settle();
    const { status, body } = await api.get(`/v1/search?q=${encodeURIComponent(q)}${more}`, reader);
    expect(status).toBe(200);
    return body.items;
  };
  const titles = (items: Item[]) => items.map(({ title }) => title);

  test.each([
    ['who has bananas?', 'commodity'],
    ['siapa punya pisang', 'commodity'],
    ['gedhang', 'commodity'],
    ['pisnag', 'commodity'],
  ])('understands %s', async (q, by) => {
    const items = await find(q, '&kind=potential');
    expect(titles(items).toSorted()).toEqual(['Cavendish manis', 'Raja nangka']);
    expect(items[0]!.matched[0]!.by).toBe(by);
  });

  test('understands what a whole sector is called, and puts first what is called as it was asked for', async () => {
    expect(titles(await find('buah', '&kind=potential')).toSorted()).toEqual([
      'Cavendish manis',
      'Raja nangka',
    ]);
    expect(titles(await find('sayuran', '&kind=potential'))).toEqual(['Rawit merah']);
    await api.post('/v1/potentials', listed(bulukerto, 'banana', 'Pisang kepok'), admin);
    expect(titles(await find('pisang kepok', '&kind=potential'))[0]).toBe('Pisang kepok');
  });

  test('puts first what is both the good and the place', async () => {
    const items = await find('pisang di bumiaji');
    expect(items[0]).toMatchObject({ kind: 'potential', id: bananas, title: 'Cavendish manis', score: 1 });
    expect(items[0]).toMatchObject({
      detail: expect.stringContaining('KDMP Bulukerto'),
      regionName: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
      matched: [
        { word: 'pisang', by: 'commodity' },
        { word: 'bumiaji', by: 'region' },
      ],
    });
    expect(titles(items)).toContain('KDMP Bulukerto');
  });

  test('finds a place with all that it has, also misspelt', async () => {
    for (const q of ['Bumiaji', 'Bulukreto']) {
      expect(titles(await find(q)), q).toEqual(['Cavendish manis', 'KDMP Bulukerto']);
    }
  });

  test('finds by the words of titles and names, by their beginnings, and with a slip of the finger', async () => {
    for (const q of ['nangka', 'nang', 'nangak']) expect(titles(await find(q)), q).toEqual(['Raja nangka']);
    for (const q of ['bulog', 'SPHP'])
      expect(titles(await find(q)), q).toContain('Beras SPHP untuk Pasuruan');
    expect(titles(await find('lombok', '&kind=potential'))).toEqual(['Rawit merah']);
  });

  test('follows a title to its new words, and forgets what is removed', async () => {
    await find('manis');
    await api.patch(`/v1/potentials/${bananas}`, { title: 'Pisang mas' }, admin);
    expect(await find('manis')).toEqual([]);
    expect(titles(await find('mas', '&kind=potential'))).toContain('Pisang mas');
    await api.delete(`/v1/potentials/${bananas}`, admin);
    expect(titles(await find('pisang', '&kind=potential'))).toEqual(['Raja nangka']);
  });

  test('forgives a slip that once stood in a title itself', async () => {
    await api.patch(`/v1/potentials/${bananas}`, { title: 'Cavendsih manis' }, admin);
    await find('cavendsih');
    await api.patch(`/v1/potentials/${bananas}`, { title: 'Cavendish manis' }, admin);
    expect(titles(await find('cavendsih'))).toEqual(['Cavendish manis']);
  });

  test('shows nothing of a rejected cooperative, and no offer of an unverified buyer', async () => {
    const rejection = { status: 'rejected', reason: 'Belum terbentuk' };
    await api.post(`/v1/cooperatives/${bulukerto}/verification`, rejection, admin);
    expect(titles(await find('pisang', '&kind=potential'))).toEqual(['Raja nangka']);
    expect(await find('bulukerto', '&kind=cooperative')).toEqual([]);
    await api.post(`/v1/buyers/${bulog}/verification`, rejection, admin);
    expect(await find('sphp', '&kind=offer')).toEqual([]);
  });

  test('pages, and finds nothing where there is nothing', async () => {
    const [first] = await find('pisang', '&kind=potential&limit=1');
    const { body } = await api.get('/v1/search?q=pisang&kind=potential&limit=1', reader);
    const next = await api.get(
      `/v1/search?q=pisang&kind=potential&limit=1&cursor=${body.nextCursor}`,
      buyerOf(bulog),
    );
    expect(next.body.items).toHaveLength(1);
    expect(next.body.items[0].id).not.toBe(first!.id);
    expect(next.body.nextCursor).toBeNull();
    for (const q of ['zzzzqq', 'siapa punya', '???', '%23']) expect(await find(q), q).toEqual([]);
  });
});
