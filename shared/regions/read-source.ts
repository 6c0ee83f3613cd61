/** Reads the tables of npm `idn-area-data`, from which the build scripts make our compact files; never used at run time. */
import { readFileSync } from 'node:fs';

/** Rows by column name. The package's own reader is asynchronous and rewrites names; its CSV is plain enough to read here. */
export function readRegionTable(
  table: 'provinces' | 'regencies' | 'districts' | 'villages' | 'islands',
): Record<string, string>[] {
  const entry = import.meta.resolve('idn-area-data');
  const text = readFileSync(new URL(`../data/${table}.csv`, entry), 'utf8');
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}

/** Cells of one CSV line, with `"…"` and `""` inside. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
