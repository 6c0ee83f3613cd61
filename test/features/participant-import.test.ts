/** An office's list of participants: every row created, updated, left alone or refused with its reason; the same file twice changes nothing. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { buildWorld, type World } from '../support/world.ts';

const organizer = organizerOf('35.79');

onEveryStore('an import of participants', (open) => {
  let api: TestApi;
  let world: World;
  let path: string;
  beforeEach(async () => {
    api = await openApi(open);
    world = await buildWorld(api);
    path = `/v1/events/${world.draftEventId}/participants`;
  });
  afterEach(() => api.close());

  const send = async (lines: string[], as = organizer) => {
    const { status, body, text } = await api.send('POST', `${path}/import`, {
      as,
      raw: lines.join('\r\n'),
      headers: { 'content-type': 'text/csv' },
    });
    expect(status, text).toBe(200);
    return body;
  };
  const reasons = ({ rows }: { rows: { row: number; reason?: string }[] }) =>
    rows.flatMap(({ row, reason }) => (reason === undefined ? [] : [[row, reason]]));

  test('finds each by id, NIB, code of the village, its name or its own name', async () => {
    const found = await send([
      'Daftar peserta temu bisnis;;;;',
      'No;ID;NIB;Desa/Kelurahan;Nama;Meja;Ingin bertemu',
      `1;${world.buyerId};;;;2;`,
      `2;;9990000000001;;;;${world.buyerId}`,
      '3;;;Tlekung;;;',
      '4;;;;KDMP Antah Berantah;;',
      '5;;1112223334445;;;;',
    ]);
    expect(found).toMatchObject({ created: 3, updated: 0, unchanged: 0, refused: 2, ignoredColumns: [] });
    expect(found.rows.map(({ organizationId }: { organizationId?: string }) => organizationId)).toEqual([
      world.buyerId,
      world.cooperativeId,
      world.guestCooperativeId,
      undefined,
      undefined,
    ]);
    expect(reasons(found)).toEqual([
      [6, expect.stringMatching(/^Nobody was found for "KDMP Antah Berantah"\. By name and place only/)],
      [7, 'No organization has the NIB 1112223334445.'],
    ]);
    const buyer = (await api.get(`${path}/${world.buyerId}`, organizer)).body;
    expect([buyer.side, buyer.tables]).toEqual(['buyer', 2]);
  });

  test('sent twice changes nothing; with one cell changed it changes that one', async () => {
    const lines = (limit: number) => [
      'id,maks pertemuan,slot tidak hadir',
      `${world.cooperativeId},${limit},"1; 2"`,
      `${world.guestCooperativeId},,`,
    ];
    expect(await send(lines(4))).toMatchObject({ created: 2 });
    const { headers } = await api.get(`${path}/${world.cooperativeId}`, organizer);
    expect(await send(lines(4))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const again = await api.get(`${path}/${world.cooperativeId}`, organizer);
    expect(again.headers.get('etag')).toBe(headers.get('etag'));
    expect(again.body).toMatchObject({ maxMeetings: 4, unavailableSlots: [1, 2] });
    expect(await send(lines(5))).toMatchObject({ updated: 1, unchanged: 1 });
  });

  test('refuses rows by themselves, each with its reason', async () => {
    const found = await send([
      'id,sisi,meja,slot tidak hadir',
      `${world.cooperativeId},koperasi,2,`,
      `${world.guestCooperativeId},koperasi,,99`,
      `${world.rejectedCooperativeId},,,`,
      `${world.buyerId},pembeli,banyak,`,
      `${world.otherBuyerId},pembeli,1,`,
      `${world.otherBuyerId},pembeli,1,`,
    ]);
    expect(found).toMatchObject({ created: 1, refused: 5 });
    expect(reasons(found)).toEqual([
      [2, 'tables: are for buyers only'],
      [3, 'Some cells of this row cannot be taken; see errors.'],
      [4, 'Its office has not verified it, or has rejected it.'],
      [5, 'Some cells of this row cannot be taken; see errors.'],
      [7, 'Row 6 names the same.'],
    ]);
    expect(found.rows[1].errors[0].pointer).toBe('#/unavailableSlots/0');
  });

  test('says in the words of the sheet what a cell takes, and how others than cooperatives are named', async () => {
    const { rows } = await send([
      'desa;nama;sisi;jumlah meja;tidak hadir',
      'Tlekung;;K;1 meja;sesi 4',
      ';Perum Bulog;pembeli;1;',
    ]);
    expect(rows[0].errors).toEqual([
      { pointer: '#/side', detail: 'takes koperasi or pembeli' },
      { pointer: '#/tables', detail: 'takes a whole number, such as 2' },
      {
        pointer: '#/unavailableSlots/0',
        detail: 'takes numbers of slots with commas between them, such as 1, 2',
      },
    ]);
    expect(rows[1].reason).toBe(
      'Nobody was found for "Perum Bulog". By name and place only cooperatives of the region are found; of others write the id or the NIB.',
    );
  });

  test('is the organizer’s, and needs a header that says who is meant', async () => {
    const sent = (as: ReturnType<typeof buyerOf>, raw: string) =>
      api.send('POST', `${path}/import`, { as, raw, headers: { 'content-type': 'text/csv' } });
    expect((await sent(buyerOf(world.buyerId), 'id\nbuy_x')).status).toBe(403);
    expect((await sent(organizerOf('64'), 'id\nbuy_x')).status).toBe(404);
    expect((await sent(organizer, 'meja\n2')).status).toBe(422);
  });
});
