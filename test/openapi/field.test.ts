/** The table of the field (`docs/field.md`): complete, and true in what it names. */
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** How many rows each of the five articles gave. */
const ARTICLES = [18, 11, 14, 14, 17];
const expected = ARTICLES.flatMap((rows, article) =>
  Array.from({ length: rows }, (_, at) => `${article}.${at + 1}`),
);

const rows = read('docs/field.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [number, what, operations, proof, ...more] = line.split('|').slice(1, -1);
    return {
      number: number!.trim(),
      what: what!.trim(),
      operations: operations!.trim(),
      proof: proof!.trim(),
      more,
    };
  });

describe('the table of the field', () => {
  test('has each row of the five articles once, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(expected);
  });

  const { paths } = JSON.parse(read('openapi/openapi.json')) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const known = new Set(
    Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)),
  );

  test.each(rows)(
    'row $number names operations and tests that exist',
    ({ what, operations, proof, more }) => {
      expect(more, 'four columns').toEqual([]);
      expect(what.length).toBeGreaterThan(10);
      const named = quoted(operations, '`');
      expect(operations).toBe(named.length === 0 ? '–' : named.map((name) => `\`${name}\``).join(' '));
      expect(named.filter((name) => !known.has(name))).toEqual([]);

      const files = quoted(proof, '`');
      for (const file of files) {
        expect(file).toMatch(/^test\/[a-z]+\/[a-z-]+\.test\.ts$/);
        expect(existsSync(join(root, file)), file).toBe(true);
      }
      for (const [, file, title] of proof.matchAll(/`([^`]+)` "([^"]+)"/g)) {
        expect(read(file!).includes(title!), `${file} tests "${title}"`).toBe(true);
      }
      // What nothing serves and nothing proves says so.
      const isOpen = /(?:^|; )(?:not yet|left out): \S/.test(proof);
      expect(isOpen || (files.length > 0 && named.length > 0), 'proven, or said to be open').toBe(true);
      expect(proof.replaceAll(/`[^`]+`(?: "[^"]+")?(?:; )?/g, '')).toMatch(
        /^(?:(?:not yet|left out): [^`"]+)?$/,
      );
    },
  );
});

function quoted(cell: string, mark: string): string[] {
  return cell.split(mark).filter((_, at) => at % 2 === 1);
}
