/** A file that is sent twice under one Idempotency-Key has one effect and one answer, byte for byte, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const batu = organizerOf('35.79');

onEveryStore('an import', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const send = (raw: string, as = batu, key?: string) =>
    api.send('POST', '/v1/cooperatives/import', {
      as,
      raw,
      headers: { 'content-type': 'text/csv', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });

  test('gives the same answer under the same Idempotency-Key, though now nothing would be created', async () => {
    const file = 'nama;desa;kecamatan\nKDMP Tlekung;Tlekung;Junrejo\nKDMP Atlantis;Atlantis;Junrejo\n';
    const keyed = (raw: string) => send(raw, batu, 'import-of-junrejo');
    const first = await keyed(file);
    expect(first.body).toMatchObject({ created: 1, refused: 1 });
    expect((await keyed(file)).text).toBe(first.text);
    expect((await send(file)).body).toMatchObject({ created: 0, unchanged: 1 });
    const other = await keyed(`${file}KDMP Beji;Beji;Junrejo\n`);
    expect([other.status, other.body.errors[0].pointer]).toEqual([422, '#/idempotency-key']);
    const { items } = (await api.get('/v1/cooperatives?region=35.79', admin)).body;
    expect(items).toHaveLength(1);
  });

  test('repeats an answer, too, that is longer than an item of the table', async () => {
    const doubtful = Array.from({ length: 480 }, (_, at) => `KDMP Sukamaju ${at};Sukamaju;`);
    const file = ['nama;desa;kecamatan', 'KDMP Tlekung;Tlekung;Junrejo', ...doubtful].join('\n');
    const long = await send(file, admin, 'long');
    expect(long.text.length).toBeGreaterThan(400 * 1024);
    expect([long.status, long.body.created]).toEqual([200, 1]);
    expect((await send(file, admin, 'long')).text).toBe(long.text);
  });
});
