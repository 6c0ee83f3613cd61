/** Rows of a spreadsheet as properties: whatever stands in the cells, a row is read or refused, and says nothing new twice. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, headerOf, type RowCells } from '../../shared/cooperatives/import-columns.ts';
import { KnownCooperatives, planRow } from '../../shared/cooperatives/import-plan.ts';
import { readRow } from '../../shared/cooperatives/import-row.ts';
import { regionByCode, villagesIn } from '../../shared/regions/regions.ts';

const at = '2025-11-02T03:00:00.000Z';
const villages = villagesIn('35.79');

const titles = [
  'Nama Koperasi',
  'Desa / Kelurahan',
  'KODE WILAYAH',
  'N.I.B',
  'Jml. Anggota',
  'No. HP',
  'Email',
];
const mess = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('=1+1', '#N/A', '-', '😀'),
);
const honest: fc.Arbitrary<RowCells> = fc.record(
  {
    regionCode: fc.constantFrom(...villages),
    name: fc.constantFrom('KDMP Maju', 'Koperasi "Tani" Jaya', '=HYPERLINK(1)'),
    nib: fc.stringMatching(/^\d{13}$/),
    memberCount: fc.nat({ max: 9999 }).map(String),
    bankAccount: fc.constantFrom('ya', 'tidak', 'Belum'),
    units: fc.constantFrom('sembako', 'Apotek, gudang', 'cold-storage'),
    contactPhone: fc.constantFrom('0812 3456 7890', '+62 812 3456'),
  },
  { requiredKeys: ['regionCode'] },
);

describe('a row', () => {
  test('of any cells under any known header is read or refused with a reason, never a failure', () => {
    fc.assert(
      fc.property(fc.array(mess, { minLength: titles.length, maxLength: titles.length }), (cells) => {
        const header = headerOf([titles])!;
        expect(header.columns.size).toBe(titles.length);
        const reading = readRow(cellsOf(cells, header), '35.79');
        if ('fault' in reading) expect(reading.fault.reason).not.toBe('');
        else expect(villages).toContain(reading.input.regionCode);
      }),
    );
  });

  test('says something new once: planned again on what it made, it is unchanged', () => {
    fc.assert(
      fc.property(honest, (cells) => {
        const reading = readRow(cells, '35.79');
        if (!('input' in reading)) throw new Error(reading.fault.reason);
        const known = new KnownCooperatives();
        const first = planRow(reading.input, known, at);
        if (first.status !== 'created') throw new Error(first.status);
        known.add({ value: first.after, version: 1 });
        expect(planRow(reading.input, known, '2026-01-01T00:00:00.000Z')).toEqual({
          status: 'unchanged',
          id: first.id,
        });
      }),
    );
  });

  test('finds every village of Kota Batu by its name, written apart, together or in capitals', () => {
    for (const code of villages) {
      const { name } = regionByCode(code)!;
      for (const written of [name, name.toUpperCase(), name.replaceAll(' ', ''), ` ${name} `]) {
        expect(readRow({ village: written }, '35.79')).toMatchObject({ input: { regionCode: code } });
      }
    }
  });

  test('with a code and the name of another village is asked about, whichever of the two is wrong', () => {
    expect(readRow({ regionCode: '35.79.02.2008', village: 'Tlekung' }, '35.79')).toMatchObject({
      fault: { candidates: [{ code: '35.79.03.2004' }] },
    });
  });

  test('of a holding may name a city instead of a village', () => {
    const cells = { name: 'CooSAE', kind: 'holding', form: 'multi pihak', regency: 'Kota Batu' };
    expect(readRow(cells, '35.79')).toMatchObject({
      input: { name: 'CooSAE', kind: 'holding', form: 'multi-stakeholder', regionCode: '35.79' },
    });
  });
});
