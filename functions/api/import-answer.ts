/** What an import of a spreadsheet answers: how many rows were what, and what became of each. */
import * as z from 'zod';

type Imported = { row: number; status: 'created' | 'updated' | 'unchanged' | 'refused' };

const count = z.int().min(0);

/** The fields of an answer whose rows look so. */
export const importedFields = <Row extends z.ZodType<Imported>>(row: Row) => ({
  created: count,
  updated: count,
  unchanged: count,
  refused: count,
  ignoredColumns: z
    .array(z.string())
    .meta({ description: 'Columns that mean nothing here, by their titles' }),
  rows: z.array(row),
});

/** The answer of these rows, in the order of the sheet. */
export function importAnswer<Row extends Imported>(rows: readonly Row[], ignoredColumns: string[]) {
  const total = (wanted: Imported['status']) => rows.filter(({ status }) => status === wanted).length;
  return {
    created: total('created'),
    updated: total('updated'),
    unchanged: total('unchanged'),
    refused: total('refused'),
    ignoredColumns,
    rows: rows.toSorted((a, b) => a.row - b.row),
  };
}
