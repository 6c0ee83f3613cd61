/** Cells of an office's list as people fill them: ticks, strokes, nothing yet, dotted numbers; and what is said of a cell that cannot be read. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('an import of cells as offices fill them', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const send = (raw: string) =>
    api.send('POST', '/v1/cooperatives/import', {
      as: organizerOf('35.79'),
      raw,
      headers: { 'content-type': 'text/csv' },
    });

  test('knows the many ways in which offices say a number, an account and that there is nothing yet', async () => {
    const { body } = await send(
      [
        'Nama;Desa;NIB;Rekening;Unit Usaha;Telepon;Email;Anggota',
        'KDMP Tlekung;Tlekung;belum ada;√;Sembako + Apotek;0812.3456.7890;tidak ada;57.0',
        'KDMP Beji;Beji;—;Belum ada;LPG dan pupuk;(0341) 591.234;–;1.240 orang',
        'KDMP Junrejo;Junrejo;9120012345678.0;v;-;0341-591234;...;nihil',
      ].join('\r\n'),
    );
    expect(body).toMatchObject({ created: 3, refused: 0 });
    const read = async (at: number) => {
      const { cooperativeId: id } = body.rows[at];
      return (await api.get(`/v1/cooperatives/${id}`, officerOf(id))).body;
    };
    const tlekung = await read(0);
    expect(tlekung).toMatchObject({
      bankAccount: true,
      units: ['grocery', 'pharmacy'],
      contact: { phone: '0812.3456.7890' },
    });
    expect([tlekung.nib, tlekung.contact.email]).toEqual([undefined, undefined]);
    expect(await read(1)).toMatchObject({ bankAccount: false, units: ['lpg-outlet', 'fertiliser-kiosk'] });
    expect(await read(2)).toMatchObject({ bankAccount: true, nib: '9120012345678' });
    expect([tlekung.memberCount, (await read(1)).memberCount]).toEqual([57, 1240]);
  });

  test('says in the words of the sheet what a column takes', async () => {
    const { body } = await send('desa,jenis,rekening,unit usaha\nTlekung,istana,x,kasino\n');
    const said = Object.fromEntries(
      body.rows[0].errors.map(({ pointer, detail }: { pointer: string; detail: string }) => [
        pointer,
        detail,
      ]),
    );
    expect(said['#/kind']).toBe('takes desa, kelurahan, holding or lainnya');
    expect(said['#/bankAccount']).toBe('takes ya or tidak');
    expect(said['#/units/0']).toMatch(
      /^takes, with commas between them: sembako, apotek, klinik, gudang dingin, /,
    );
  });
});
