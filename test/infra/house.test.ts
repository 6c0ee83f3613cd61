/** The house's own rules for its files, so that a stranger finds things: small, named for one idea, and saying why they exist. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path.endsWith('.ts'));
const linesOf = (path: string) => readFileSync(join(root, path), 'utf8').split('\n');

test('no file is longer than 400 lines, but tables of data', () => {
  const isData = (path: string) => /\/(data|sample)\//.test(path);
  const long = files.filter((path) => !isData(path) && linesOf(path).length > 401);
  expect(long).toEqual([]);
});

test('every file begins by saying why it exists', () => {
  const silent = files.filter((path) => !/^\/\*\*|^#!/.test(linesOf(path)[0]!));
  expect(silent).toEqual(['vitest.config.ts']);
});

test('nothing lies deeper than three folders', () => {
  expect(files.filter((path) => path.split('/').length > 4)).toEqual([]);
});

test('no file is named for being a collection or a detour', () => {
  const vague =
    /(^|[/-])(utils?|helpers?|common|misc|manager)\.ts$|(^|\/)index\.ts$|\/(utils?|helpers?|common|lib)\//;
  expect(files.filter((path) => vague.test(path))).toEqual([]);
});

test('nothing names a place outside the project', () => {
  const outside = /(?:^|[^\w.])\/(?:work|home|Users)\//;
  const naming = files.filter((path) => linesOf(path).some((line) => outside.test(line)));
  expect(naming.filter((path) => path !== 'test/infra/house.test.ts')).toEqual([]);
});

test('no page keeps the marks of a merge, nor what a formatter makes of them', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).split('\n');
  const marks = /^(?:\| )?(?:<{7}|>{7}|={7}|(?:> ){6})/;
  expect(pages.filter((path) => path !== '' && linesOf(path).some((line) => marks.test(line)))).toEqual([]);
});
