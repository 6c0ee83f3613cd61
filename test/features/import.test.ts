/** Offices import their cooperatives from a spreadsheet: row by row, places resolved and never guessed, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { regionByCode, villagesIn } from '../../shared/regions/regions.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { zipOf } from '../support/zip.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const batu = organizerOf('35.79');
const kediri = organizerOf('35.71');

const SHEET = 'xl/worksheets/sheet1.xml';
/** The least that makes a workbook: one sheet with one cell. */
const sheetOf = (cell: string, value = '<v>1</v>', row = /\d+/.exec(cell)![0]) => ({
  [SHEET]: `<x:worksheet><x:sheetData><x:row r="${row}"><x:c r="${cell}">${value}</x:c></x:row></x:sheetData></x:worksheet>`,
});

type Row = { row: number; status: string; reason?: string; candidates?: { code: string }[] };

onEveryStore('an import', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const send = (raw: string | Uint8Array<ArrayBuffer>, as = batu, type = 'text/csv') =>
    api.send('POST', '/v1/cooperatives/import', { as, raw, headers: { 'content-type': type } });
  const rowsOf = async (...sending: Parameters<typeof send>): Promise<Row[]> => {
    const { status, text, body } = await send(...sending);
    expect(status, text).toBe(200);
    return body.rows;
  };
  const all = async (query: string) =>
    (await api.get(`/v1/cooperatives?limit=100&${query}`, admin)).body.items;
  const workbook = async (rows: (string | number)[][]) =>
    new Uint8Array(
      await writeXlsxFile([{ data: rows.map((row) => row.map((value) => ({ value }))) }]).toBuffer(),
    );

  test('creates the 46 cooperatives of Kota Kediri from a workbook, and changes nothing the second time', async () => {
    const places = villagesIn('35.71').map((code) => regionByCode(code)!);
    const file = await workbook([
      ['No', 'Nama Koperasi', 'Kelurahan', 'Kecamatan', 'Jumlah Anggota', 'NIB'],
      ...places.map((place, at) => [
        at + 1,
        `KKMP ${place.name}`,
        place.name,
        place.parents.at(-1)!.name,
        100 + at,
        1_234_567_000_000 + at,
      ]),
    ]);
    const first = await send(file, kediri, XLSX);
    expect(first.body).toMatchObject({ created: 46, updated: 0, unchanged: 0, refused: 0 });
    const stored = await all('region=35.71');
    expect(stored.map((each: { regionCode: string }) => each.regionCode)).toEqual(villagesIn('35.71'));
    expect(stored[0]).toMatchObject({ kind: 'urban-village', memberCount: 100, nib: '1234567000000' });

    const { etag } = Object.fromEntries((await api.get(`/v1/cooperatives/${stored[0].id}`, admin)).headers);
    const again = await send(file, kediri, XLSX);
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 46, refused: 0 });
    const same = await api.get(`/v1/cooperatives/${stored[0].id}`, admin);
    expect(same.headers.get('etag')).toBe(etag);
  });

  test('takes the file from a form, as a browser sends it; a form without one is told so', async () => {
    const upload = async (field: string) => {
      const form = new FormData();
      form.append(field, new File(['nama;desa;kecamatan\nKDMP Tlekung;Tlekung;Junrejo\n'], 'koperasi.csv'));
      const request = new Response(form);
      return send(new Uint8Array(await request.arrayBuffer()), batu, request.headers.get('content-type')!);
    };
    expect((await upload('file')).body).toMatchObject({ created: 1, refused: 0 });
    const without = await upload('other');
    expect([without.status, without.body.errors[0].pointer]).toEqual([422, '#/file']);
    expect((await send('--x\r\nbroken', batu, 'multipart/form-data; boundary=x')).status).toBe(422);
    expect((await send('', batu, 'multipart/form-data')).status).toBe(422);
  });

  test('resolves messy names within the office’s region and names the cooperative after its place', async () => {
    const rows = await rowsOf('Kelurahan;Kecamatan\nBandarkidul;Mojoroto\nKampungdalem;Kota\n', kediri);
    expect(rows.map(({ status }) => status)).toEqual(['created', 'created']);
    expect(await all('region=35.71')).toMatchObject([
      { name: 'KKMP Bandar Kidul', regionCode: '35.71.01.1002' },
      { name: 'KKMP Kampung Dalem', regionCode: '35.71.02.1005' },
    ]);
    const [ampelsari] = await rowsOf('nama\nKDMP Ampel Sari\n', organizerOf('35.14'));
    expect(ampelsari).toMatchObject({ row: 2, status: 'created' });
    expect(await all('region=35.14')).toMatchObject([{ regionCode: '35.14.05.2007' }]);
  });

  test('knows a registered cooperative however its name is written, and leaves the registered spelling', async () => {
    const kediriRows = (name: string) =>
      `nama;kelurahan;kecamatan;anggota\n${name};Bandarkidul;Mojoroto;120\n`;
    await rowsOf(kediriRows('KKMP Bandar Kidul'), kediri);
    for (const name of [
      'KKMP BANDARKIDUL',
      'Koperasi Kelurahan Merah Putih Bandar Kidul',
      'Kopkel Merah Putih Bandarkidul',
      'KOPERASI DESA/KELURAHAN MERAH PUTIH BANDAR KIDUL',
    ]) {
      expect(await rowsOf(kediriRows(name), kediri), name).toMatchObject([{ status: 'unchanged' }]);
    }
    expect(await rowsOf(kediriRows('Koperasi Serba Usaha Bandar Kidul'), kediri)).toMatchObject([
      { status: 'created' },
    ]);
    const stored = await all('region=35.71');
    expect(stored.map(({ name }: { name: string }) => name).sort()).toEqual([
      'KKMP Bandar Kidul',
      'Koperasi Serba Usaha Bandar Kidul',
    ]);
  });

  test('refuses an ambiguous name with its candidates, and takes the row once it states the code', async () => {
    const office = organizerOf('35.14');
    const [asked] = await rowsOf('desa\nWonosari\n', office);
    expect(asked).toMatchObject({ row: 2, status: 'refused', reason: expect.stringContaining('Wonosari') });
    expect(asked!.candidates!.map(({ code }) => code)).toContain('35.14.02.2005');
    expect(await all('region=35.14')).toEqual([]);
    const [told] = await rowsOf('desa,kode wilayah\nWonosari,35.14.02.2005\n', office);
    expect(told).toMatchObject({ status: 'created' });
    const [byDistrict] = await rowsOf('desa,kecamatan\nWonosari,Tutur\n', office);
    expect(byDistrict).toMatchObject({ status: 'unchanged' });
  });

  test('takes a code without its dots where it names the row’s own village, and nowhere else: it may be a BPS number', async () => {
    const header = 'No Urut,Nama KDMP,Desa,Kode Kemendagri,Jumlah Anggota\n';
    const rows = await rowsOf(
      `${header}1,KDMP Sumberbrantas,Sumber Brantas,3579022009,120 orang\n2,KDMP Tlekung,Tlekung,3579022009,\n3,KDMP Beji,Beji,,dua ratus\n`,
    );
    expect(rows).toMatchObject([
      { status: 'created' },
      { status: 'refused', reason: expect.stringContaining('BPS') },
      {
        status: 'refused',
        errors: [{ pointer: '#/memberCount', detail: expect.stringContaining('whole number') }],
      },
    ]);
    expect(await all('region=35.79')).toMatchObject([{ regionCode: '35.79.02.2009', memberCount: 120 }]);
  });

  test('never guesses a slip of the pen: the likely place is a candidate', async () => {
    const [row] = await rowsOf('desa\nBulukerot\n');
    expect(row).toMatchObject({ status: 'refused', candidates: [{ code: '35.79.02.2008' }] });
  });

  test('refuses rows outside the office’s region, by code and by name', async () => {
    const rows = await rowsOf(
      'nama,desa,kabupaten/kota,kode wilayah\nA,,,35.71.01.1002\nB,Tlekung,Kota Batu,\nC,Loa Duri Ulu,Kutai Kartanegara,\n',
    );
    expect(rows.map(({ status }) => status)).toEqual(['refused', 'created', 'refused']);
    expect(rows[0]!.reason).toContain('outside your region 35.79');
  });

  test.each([
    ['an unknown code', '35.79.02.9999,KDMP X', /no region in force/],
    ['a BPS number', '3579020008,KDMP X', /BPS number/],
    ['a district for a village', '35.79.02,KDMP X', /needed|needs|village/],
    ['a village that does not exist', ',Atlantis', /Atlantis/],
  ])('refuses %s and says why', async (_, line, reason) => {
    const [row] = await rowsOf(`kode wilayah,nama\n${line}\n`);
    expect(row).toMatchObject({ row: 2, status: 'refused', reason: expect.stringMatching(reason) });
  });

  test('points at the cells that it cannot take, as registering one cooperative would', async () => {
    const { body } = await send(
      'desa,nib,npwp,jumlah anggota,jenis,unit usaha\nTlekung,12,x,banyak,istana,"sembako, kasino"\n',
    );
    expect(body.rows[0].errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '#/kind',
      '#/memberCount',
      '#/nib',
      '#/npwp',
      '#/units/1',
    ]);
  });

  test('takes numbers, words and yes or no as offices write them', async () => {
    await rowsOf(
      [
        'DAFTAR KOPERASI KOTA BATU 2025;;;;;;;;',
        ';;;;;;;;',
        'No.;Nama;Desa/Kelurahan;NIB;NPWP;Jumlah Anggota;Rekening;Unit Usaha;Telepon',
        "1;KDMP Tlekung;Tlekung;'1234567890123;01.234.567.8-901.000;1.250;Ya;Sembako, Apotek;0812 3456 7890",
      ].join('\r\n'),
    );
    const [{ id }] = await all('region=35.79');
    expect((await api.get(`/v1/cooperatives/${id}`, officerOf(id))).body).toMatchObject({
      name: 'KDMP Tlekung',
      kind: 'village',
      nib: '1234567890123',
      npwp: '012345678901000',
      memberCount: 1250,
      bankAccount: true,
      units: ['grocery', 'pharmacy'],
      contact: { phone: '0812 3456 7890' },
    });
  });

  test.each([
    ['commas', 'nama,desa\nKDMP Beji,Beji\n'],
    ['semicolons', 'nama;desa\nKDMP Beji;Beji\n'],
    ['tabs', 'nama\tdesa\nKDMP Beji\tBeji\n'],
    ['a byte order mark', '\uFEFFnama;desa\r\nKDMP Beji;Beji\r\n'],
    ['a line that names the separator', 'sep=;\r\nnama;desa\r\nKDMP Beji;Beji\r\n'],
    ['English headers', 'name,village\nKDMP Beji,Beji\n'],
  ])('reads a file with %s', async (_, csv) => {
    expect(await rowsOf(csv)).toMatchObject([{ status: 'created' }]);
    expect(await all('region=35.79')).toMatchObject([{ name: 'KDMP Beji', regionCode: '35.79.03.2002' }]);
  });

  test('reads the old code page of Windows', async () => {
    const bytes = Uint8Array.from(Buffer.from('nama,desa\nKDMP Caf\u00e9 Beji,Beji\n', 'latin1'));
    await rowsOf(bytes);
    expect(await all('region=35.79')).toMatchObject([{ name: 'KDMP Café Beji' }]);
  });

  test('refuses a second row for the same cooperative and for the same NIB, naming the first', async () => {
    const rows = await rowsOf(
      'nama,desa,nib\nKDMP Beji,Beji,1234567890123\n"kdmp  BEJI",Beji,\nKDMP Pendem,Pendem,1234567890123\n',
    );
    expect(rows.map(({ row, status }) => [row, status])).toEqual([
      [2, 'created'],
      [3, 'refused'],
      [4, 'refused'],
    ]);
    for (const { reason } of rows.slice(1)) expect(reason).toContain('Row 2');
    expect(await all('region=35.79')).toHaveLength(1);
  });

  test('one bad row stops no other: the NIB of another region is refused alone', async () => {
    const taken = { name: 'KKMP Gayam', regionCode: '35.71.01.1007', nib: '1234567890123' };
    await api.post('/v1/cooperatives', taken, admin);
    const rows = await rowsOf('desa,nib\nBeji,\nPendem,1234567890123\nTlekung,9876543210123\n');
    expect(rows).toMatchObject([
      { status: 'created' },
      { status: 'refused', errors: [{ pointer: '#/nib' }] },
      { status: 'created' },
    ]);
  });

  test('finds a registered cooperative by its NIB or by place and name, and adds what is new', async () => {
    const byNib = { name: 'Koperasi Maju', regionCode: '35.79.03.2002', nib: '1234567890123' };
    const byName = { name: 'KDMP Pendem', regionCode: '35.79.03.2006', memberCount: 20 };
    await api.post('/v1/cooperatives', byNib, admin);
    await api.post('/v1/cooperatives', byName, admin);
    const rows = await rowsOf(
      'nama,desa,nib,jumlah anggota\nKDMP Beji,Beji,1234567890123,90\nkdmp pendem,Pendem,,30\n',
    );
    expect(rows.map(({ status }) => status)).toEqual(['updated', 'updated']);
    expect(await all('region=35.79')).toMatchObject([
      { name: 'KDMP Beji', memberCount: 90 },
      { name: 'KDMP Pendem', memberCount: 30 },
    ]);
  });

  test('of one file sent twice at the same moment creates each cooperative once', async () => {
    const names = villagesIn('35.79').map((code, at) => `${code},12345678901${10 + at}`);
    const csv = `kode wilayah,nib\n${names.join('\n')}\n`;
    const [one, two] = await Promise.all([send(csv), send(csv)]);
    expect([one.body.refused, two.body.refused]).toEqual([0, 0]);
    expect(one.body.created + two.body.created).toBe(24);
    expect(await all('region=35.79')).toHaveLength(24);
  });

  test('takes the spreadsheet that the service gives out: imported again, it changes nothing', async () => {
    const whole = {
      name: 'KDMP Beji',
      regionCode: '35.79.03.2003',
      nib: '1234567890123',
      npwp: '0123456789012345',
      legalEntityNumber: 'AHU-0001',
      form: 'primary',
      memberCount: 240,
      bankAccount: true,
      units: ['grocery', 'cold-storage'],
      contact: { name: 'Ibu Sri', phone: '+62 812 0000 0000', email: 'sri@koperasi.example' },
    };
    const { id } = (await api.post('/v1/cooperatives', whole, admin)).body;
    await api.post(
      '/v1/cooperatives',
      { name: '=Induk "Batu", 1', kind: 'holding', regionCode: '35.79' },
      admin,
    );
    for (const separator of ['comma', 'semicolon']) {
      const { text } = await api.get(`/v1/cooperatives.csv?separator=${separator}`, batu);
      expect(text.split('\r\n')).toHaveLength(4);
      const again = await api.send('POST', '/v1/cooperatives/import', {
        as: batu,
        raw: text,
        headers: { 'content-type': 'text/csv' },
      });
      expect(again.body).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 2,
        refused: 0,
        ignoredColumns: [],
      });
    }
    const own = (await api.get('/v1/cooperatives.csv', officerOf(id))).text;
    expect([own.includes('Ibu Sri'), own.includes('Induk')]).toEqual([true, false]);
    for (const path of ['/v1/cooperatives.csv?region=35', '/v1/cooperatives.csv?region=64.02']) {
      expect((await api.get(path, batu)).status).toBe(403);
    }
    expect((await api.get('/v1/cooperatives.csv', admin)).body.errors[0].pointer).toBe('#/region');
  });

  test('keeps cells that look like formulas as plain text', async () => {
    const file = await workbook([
      ['nama', 'desa'],
      ['=HYPERLINK("http://x")', 'Beji'],
    ]);
    await rowsOf(file, batu, XLSX);
    expect(await all('region=35.79')).toMatchObject([{ name: '=HYPERLINK("http://x")' }]);
  });

  test('reads workbooks as different programs write them: prefixes, rich text, long numbers, errors', async () => {
    const file = zipOf({
      'xl/workbook.xml': '<workbook><sheets><sheet name="Data" sheetId="3" r:id="rId7"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId7" Target="/xl/worksheets/data.xml"/></Relationships>',
      'xl/sharedStrings.xml':
        '<sst><si><t>nama</t></si><si><r><t>KDMP </t></r><r><t xml:space="preserve">Beji &amp; Co</t></r></si></sst>',
      'xl/worksheets/data.xml': `<x:worksheet><x:sheetData>
        <x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>NIB</x:t></x:is></x:c><x:c t="str"><x:f>"de"&amp;"sa"</x:f><x:v>desa</x:v></x:c></x:row>
        <x:row><x:c t="s"><x:v>1</x:v></x:c><x:c/><x:c><x:v>1.234567890123E12</x:v></x:c><x:c t="str"><x:v>Beji</x:v></x:c></x:row>
        <x:row r="4"><x:c r="A4" t="str"><x:v>KDMP Pendem</x:v></x:c><x:c r="D4" t="e"><x:v>#N/A</x:v></x:c></x:row>
      </x:sheetData></x:worksheet>`,
    });
    expect(await rowsOf(file, batu, XLSX)).toMatchObject([
      { row: 2, status: 'created' },
      { row: 4, status: 'refused', reason: 'A cell of this row holds the error #N/A.' },
    ]);
    expect(await all('region=35.79')).toMatchObject([{ name: 'KDMP Beji & Co', nib: '1234567890123' }]);
  });

  test('skips empty rows, counts them, and names the columns that mean nothing', async () => {
    const { body } = await send('nama,desa,Keterangan\n,,\n,Beji,lunas\n');
    expect(body).toMatchObject({ ignoredColumns: ['Keterangan'], rows: [{ row: 3, status: 'created' }] });
  });

  test.each([
    ['nothing', '', 'text/csv', 422],
    ['no header', 'a,b\n1,2\n', 'text/csv', 422],
    ['an open quote', 'nama,desa\n"KDMP,Beji\n', 'text/csv', 422],
    ['text that calls itself a workbook', 'nama,desa\nA,Beji\n', XLSX, 422],
    ['a torn workbook', 'PK\u0003\u0004torn', XLSX, 422],
    ['2,001 rows', `nama,desa\n${'KDMP Beji,Beji\n'.repeat(2001)}`, 'text/csv', 422],
    ['JSON', '{}', 'application/json', 415],
    ['six megabytes', 'x'.repeat(6 * 1024 * 1024), 'text/csv', 413],
  ])('of %s is refused as a whole, and nothing is written', async (_, raw, type, status) => {
    expect((await send(raw, batu, type)).status).toBe(status);
    expect(await all('region=35.79')).toEqual([]);
  });

  test.each([
    ['whose one cell lies in the last row', zipOf(sheetOf('A1048576')), 'reaches to row 1048576'],
    ['whose one cell lies in the last column', zipOf(sheetOf('XFD1')), 'column 16384'],
    ['that unpacks to 64 MB', zipOf({ [SHEET]: new Uint8Array(64 << 20) }), 'unpacks to far more'],
    ['without a sheet', zipOf({ 'xl/workbook.xml': '<workbook/>' }), 'no intact XLSX'],
    ['that is nothing but open brackets', zipOf({ [SHEET]: '<c '.repeat(4 << 20) }), 'No header row'],
  ])('does not even open a workbook %s', async (_, file, detail) => {
    const { status, body } = await send(file, batu, XLSX);
    expect([status, body.detail]).toEqual([422, expect.stringContaining(detail)]);
  });

  test('is for offices and admins only', async () => {
    const csv = 'desa\nBeji\n';
    expect((await send(csv, officerOf('coop_x'))).status).toBe(403);
    expect((await send(csv, buyerOf('buy_x'))).status).toBe(403);
    expect(await rowsOf('desa,kota\nBeji,Kota Batu\n', admin)).toMatchObject([{ status: 'created' }]);
  });

  test('takes the 365 cooperatives of Kabupaten Pasuruan in one file', async () => {
    const lines = villagesIn('35.14').map((code) => {
      const { name, parents } = regionByCode(code)!;
      return `KDMP ${name};${name};Kec. ${parents.at(-1)!.name}`;
    });
    const { body } = await send(`nama;desa;kecamatan\n${lines.join('\n')}\n`, organizerOf('35.14'));
    const unresolved = body.rows.filter(({ status }: Row) => status === 'refused');
    expect({ created: body.created, unresolved }).toEqual({ created: 365, unresolved: [] });
  });
});
