/** Bulk import of cooperatives from an office's spreadsheet: each row is created, updated, left alone or refused with its reason. */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { CooperativeInput } from '../../shared/cooperatives/cooperative.ts';
import { cellsOf, headerOf } from '../../shared/cooperatives/import-columns.ts';
import { planRow, type KnownCooperatives, type RowPlan } from '../../shared/cooperatives/import-plan.ts';
import { importedRowSchema, readRow, type ImportedRow } from '../../shared/cooperatives/import-row.ts';
import { invalid } from '../../shared/errors.ts';
import { mount, type Ask, type EndpointDeps } from './endpoint.ts';
import { importAnswer, importedFields } from './import-answer.ts';
import { knownAround, writePlans, type WrittenPlan } from './import-store.ts';
import { operation } from './operation.ts';
import { MOST_ROWS, othersTurn, sheetOf, spreadsheetBody, tooManyRows } from './read-sheet.ts';

const importedSchema = z.strictObject(importedFields(importedRowSchema)).meta({
  id: 'ImportedCooperatives',
  example: {
    created: 1,
    updated: 0,
    unchanged: 0,
    refused: 1,
    ignoredColumns: ['Keterangan'],
    rows: [
      { row: 2, status: 'created', cooperativeId: 'coop_0199c2a4f3b07c1e9a54b3f0c2d1e0aa' },
      { row: 3, status: 'refused', reason: 'No village "Atlantis" was found in Kota Batu, Jawa Timur.' },
    ],
  },
});

const importCooperatives = operation({
  id: 'importCooperatives',
  method: 'post',
  path: '/v1/cooperatives/import',
  tag: 'Cooperatives',
  summary: 'Import cooperatives from a spreadsheet',
  description:
    'A header row names the columns, in Indonesian or English: nama, desa/kelurahan, kecamatan, kabupaten/kota, provinsi, kode wilayah, NIB, NPWP, badan hukum, jenis, bentuk, jumlah anggota, rekening, unit usaha, kontak, telepon, email. Place names are resolved within the own region, or reported with candidates. Empty cells change nothing; the same file twice changes nothing. Rows do not depend on each other.',
  idempotent: true,
  rawBody: spreadsheetBody,
  answers: { status: 200, form: 'one', schema: importedSchema, description: 'What became of each row' },
});

/** Routes of the import on `router`; mounted before the routes of one cooperative. */
export function importing(router: Hono, deps: EndpointDeps): void {
  mount(router, deps, importCooperatives, async (ask) => {
    const sheet = await sheetOf(ask.raw);
    const header = headerOf(sheet);
    if (!header) throw noHeader();
    const region = ask.caller.role === 'organizer' ? ask.caller.region : undefined;
    const rows: ImportedRow[] = [];
    const inputs: { row: number; input: CooperativeInput }[] = [];
    for (const [at, cells] of sheet.entries()) {
      if (at <= header.row || cells.every((cell) => cell.trim() === '')) continue;
      if (rows.length + inputs.length === MOST_ROWS) throw tooManyRows();
      await othersTurn(at);
      const reading = readRow(cellsOf(cells, header), region);
      if ('input' in reading) inputs.push({ row: at + 1, input: reading.input });
      else rows.push({ row: at + 1, status: 'refused', ...reading.fault });
    }
    const known = await knownAround(
      deps.table,
      inputs.map(({ input }) => input),
    );
    rows.push(...(await imported(deps, ask, inputs, known)));
    return { body: importAnswer(rows, header.ignored) };
  });
}

type Row = { row: number; input: CooperativeInput };

/** Plans the rows in order, refuses what an earlier row said already, and writes the rest. */
async function imported(
  deps: EndpointDeps,
  { stamp }: Pick<Ask<unknown, unknown, unknown>, 'stamp'>,
  inputs: readonly Row[],
  known: KnownCooperatives,
): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  const toWrite: (Row & { plan: RowPlan })[] = [];
  const firstRows = new Map<string, number>();
  for (const { row, input } of inputs) {
    const plan = planRow(input, known, stamp.at);
    const names = [
      ...('id' in plan ? [plan.id] : []),
      ...(input.nib === undefined ? [] : [`NIB ${input.nib}`]),
    ];
    const earlier = names.map((name) => firstRows.get(name)).find((first) => first !== undefined);
    if (earlier !== undefined) {
      const reason = `Row ${earlier} of this file names the same cooperative or the same NIB.`;
      rows.push({ row, status: 'refused', reason });
      continue;
    }
    for (const name of names) firstRows.set(name, row);
    toWrite.push({ row, input, plan });
  }
  const written = await writePlans(deps.table, toWrite, known, stamp);
  return [...rows, ...written.map(rowOf)];
}

function rowOf({ row, plan }: WrittenPlan): ImportedRow {
  if (plan.status === 'refused') return { row, status: plan.status, ...plan.fault };
  return { row, status: plan.status, cooperativeId: plan.id };
}

const noHeader = () =>
  invalid(
    [],
    'No header row was found: one of the first rows must name columns such as nama, desa/kelurahan, kecamatan or kode wilayah.',
  );
