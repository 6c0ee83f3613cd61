/** Proves that the import rules bite: a small house with one planted violation of each, and the doors that must stay open. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

type Violation = { rule: { name: string }; from: string; to: string };

const root = resolve(import.meta.dirname, '../..');
const house = mkdtempSync(join(tmpdir(), 'titik-temu-house-'));

/** A file and what it imports. `type ` before a path makes it an `import type`. */
function plant(file: string, ...imports: string[]): void {
  const lines = imports.map((each, i) => {
    const [kind, path] = each.startsWith('type ') ? ['import type', each.slice(5)] : ['import', each];
    return `${kind} { x as x${i} } from '${path}';`;
  });
  write(file, [
    ...lines,
    'export const x = 1;',
    ...imports.map((_, i) => `export type T${i} = typeof x${i};`),
  ]);
}

function write(file: string, lines: string[]): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), `${lines.join('\n')}\n`);
}

function installPackage(name: string): void {
  write(`node_modules/${name}/package.json`, [
    JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' }),
  ]);
  write(`node_modules/${name}/index.js`, ['export const x = 1;']);
}

let violations: Violation[] = [];
const broken = (rule: string) =>
  violations.filter((each) => each.rule.name === rule).map((each) => `${each.from} → ${each.to}`);

beforeAll(() => {
  for (const name of [
    'zod',
    'hono',
    '@hono/node-server',
    '@aws-sdk/client-dynamodb',
    'csv-parse',
    'esbuild',
    'stray',
  ])
    installPackage(name);
  write('package.json', [
    JSON.stringify({
      type: 'module',
      dependencies: {
        zod: '1',
        hono: '1',
        '@hono/node-server': '1',
        '@aws-sdk/client-dynamodb': '1',
        'csv-parse': '1',
      },
      devDependencies: { esbuild: '1' },
    }),
  ]);
  write('tsconfig.json', [
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }',
  ]);

  // The house as it should be.
  plant('shared/ids.ts', 'zod');
  plant('shared/table/table.ts', '../ids.ts');
  plant('shared/table/keys.ts', './table.ts');
  plant('shared/table/dynamo-table.ts', '@aws-sdk/client-dynamodb', './table.ts', './keys.ts');
  plant('shared/table/sqlite-table.ts', 'node:sqlite', './table.ts');
  plant('shared/matching/score.ts', './weights.ts');
  plant('shared/matching/weights.ts');
  plant('shared/credentials/credential.ts', 'zod', '../ids.ts');
  plant('shared/offers/offer.ts', 'zod', '../credentials/credential.ts', 'type ../matching/score.ts');
  plant('shared/offers/offer-store.ts', './offer.ts', '../table/table.ts', '../table/keys.ts', '../ids.ts');
  plant('shared/market/market.ts', '../matching/score.ts', '../offers/offer-store.ts');
  plant(
    'functions/api/app.ts',
    'hono',
    '../../shared/offers/offer-store.ts',
    '../../shared/market/market.ts',
  );
  plant('functions/api/handler.ts', './app.ts', '../../shared/table/dynamo-table.ts');
  plant('functions/changes/handler.ts', '../../shared/table/dynamo-table.ts', './market-buckets.ts');
  plant('functions/changes/market-buckets.ts', '../../shared/market/market.ts');
  plant(
    'functions/server/main.ts',
    '../api/app.ts',
    './local-issuer.ts',
    '../../shared/table/sqlite-table.ts',
  );
  plant('functions/server/local-issuer.ts', '@hono/node-server', '../changes/market-buckets.ts');
  plant('infra/app.ts', 'esbuild', '../shared/table/keys.ts');

  // One violation of each rule, each in a file of its own so that none hides another.
  plant('shared/matching/impure.ts', 'node:crypto', 'zod', 'type ../offers/offer.ts');
  plant('shared/offers/reads-itself.ts', './offer-store.ts');
  plant('shared/offers/ranks-itself.ts', '../matching/score.ts');
  plant('shared/buyers/buyer-store.ts', '../offers/offer-store.ts');
  plant('shared/buyers/sqlite-buyer-store.ts', '../table/sqlite-table.ts');
  plant('shared/buyers/spreadsheet.ts', 'csv-parse');
  plant('shared/queue.ts', '@aws-sdk/client-dynamodb');
  plant('shared/table/offer-table.ts', '../offers/offer.ts');
  plant('functions/api/stores.ts', '../../shared/table/sqlite-table.ts');
  plant('shared/web.ts', 'hono');
  plant('functions/api/peeks.ts', '../changes/market-buckets.ts');
  plant('functions/changes/answers.ts', 'hono');
  plant('functions/api/tokens.ts', './more-tokens.ts');
  plant('functions/api/more-tokens.ts', '../server/local-issuer.ts');
  plant('functions/identity/handler.ts', './keeps.ts');
  plant('functions/identity/keeps.ts', '../../shared/table/sqlite-table.ts');
  plant('infra/runs-code.ts', '../functions/api/app.ts');
  plant('shared/knows-the-cloud.ts', '../infra/app.ts');
  plant('functions/api/builds.ts', 'esbuild');
  plant('functions/api/strays.ts', 'stray');
  plant('functions/api/nowhere.ts', './nowhere-at-all.ts');
  plant('functions/api/left.ts', './right.ts');
  plant('functions/api/right.ts', './left.ts');
  plant('shared/planning/rows.ts', './worth.ts');
  plant('shared/planning/worth.ts', 'type ./rows.ts');
  plant('functions/api/alone.ts');

  const answer = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(root, '.dependency-cruiser.mjs'),
      '--output-type=json',
      'functions',
      'shared',
      'infra',
    ],
    { cwd: house, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (answer.stdout === '') throw new Error(answer.stderr);
  violations = (JSON.parse(answer.stdout) as { summary: { violations: Violation[] } }).summary.violations;
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('the import rules of the house', () => {
  test.each<[string, string, string[]]>([
    [
      'matching imports nothing, not even a type of a noun',
      'hearts-import-nothing',
      [
        'shared/matching/impure.ts → crypto',
        'shared/matching/impure.ts → node_modules/zod/index.js',
        'shared/matching/impure.ts → shared/offers/offer.ts',
      ],
    ],
    [
      'a noun does not open the table',
      'nouns-know-no-store',
      ['shared/offers/reads-itself.ts → shared/offers/offer-store.ts'],
    ],
    [
      'a noun does not rank',
      'nouns-know-only-the-types-of-matching',
      ['shared/offers/ranks-itself.ts → shared/matching/score.ts'],
    ],
    [
      'a store knows neither another store nor an adapter',
      'stores-know-only-their-noun',
      [
        'shared/buyers/buyer-store.ts → shared/offers/offer-store.ts',
        'shared/buyers/sqlite-buyer-store.ts → shared/table/sqlite-table.ts',
      ],
    ],
    [
      'a noun uses no package but zod',
      'nouns-and-stores-use-no-package-but-zod',
      ['shared/buyers/spreadsheet.ts → node_modules/csv-parse/index.js'],
    ],
    [
      'the AWS SDK stays behind dynamo-table.ts',
      'aws-sdk-behind-one-door',
      ['shared/queue.ts → node_modules/@aws-sdk/client-dynamodb/index.js'],
    ],
    [
      'the table knows no noun',
      'table-knows-no-noun',
      ['shared/table/offer-table.ts → shared/offers/offer.ts'],
    ],
    [
      'only an entry chooses a store',
      'adapters-are-chosen-at-the-edge',
      [
        'functions/api/stores.ts → shared/table/sqlite-table.ts',
        'functions/identity/keeps.ts → shared/table/sqlite-table.ts',
        'shared/buyers/sqlite-buyer-store.ts → shared/table/sqlite-table.ts',
      ],
    ],
    [
      'shared knows neither the web framework nor who calls it',
      'shared-knows-no-caller',
      ['shared/knows-the-cloud.ts → infra/app.ts', 'shared/web.ts → node_modules/hono/index.js'],
    ],
    [
      'functions stay apart',
      'functions-stay-apart',
      [
        'functions/api/more-tokens.ts → functions/server/local-issuer.ts',
        'functions/api/peeks.ts → functions/changes/market-buckets.ts',
      ],
    ],
    [
      'changes never meets Hono',
      'changes-without-hono',
      ['functions/changes/answers.ts → node_modules/hono/index.js'],
    ],
    [
      'a store on one disk is not reachable from a Lambda, however far away',
      'no-sqlite-in-the-cloud',
      [
        'functions/identity/handler.ts → node:sqlite',
        'functions/identity/handler.ts → shared/table/sqlite-table.ts',
      ],
    ],
    [
      'infra imports no running code but the keys',
      'infra-stands-alone',
      ['infra/runs-code.ts → functions/api/app.ts'],
    ],
    [
      'running code does not know infra',
      'nothing-runs-on-infra',
      ['shared/knows-the-cloud.ts → infra/app.ts'],
    ],
    [
      'development tools are not deployed',
      'no-tools-at-run-time',
      ['functions/api/builds.ts → node_modules/esbuild/index.js'],
    ],
    [
      'only named packages are used',
      'only-named-packages',
      ['functions/api/strays.ts → node_modules/stray/index.js'],
    ],
    ['every import leads somewhere', 'resolvable', ['functions/api/nowhere.ts → ./nowhere-at-all.ts']],
    [
      'no two files need each other, not for a type either',
      'no-cycles',
      [
        'functions/api/left.ts → functions/api/right.ts',
        'shared/planning/rows.ts → shared/planning/worth.ts',
      ],
    ],
    ['no file stands alone', 'no-orphans', ['functions/api/alone.ts → functions/api/alone.ts']],
  ])('%s', (_sentence, rule, expected) => {
    expect(broken(rule).toSorted()).toEqual(expected);
  });

  test('the local issuer is out of reach for the cloud, also through a file between', () => {
    expect(broken('no-local-issuer-in-the-cloud')).toContain(
      'functions/api/tokens.ts → functions/server/local-issuer.ts',
    );
  });

  test('no other rule fires, so the doors that should be open are', () => {
    const open = [
      'shared/ids.ts',
      'shared/table/dynamo-table.ts',
      'shared/offers/offer.ts',
      'shared/offers/offer-store.ts',
      'shared/market/market.ts',
      'functions/api/app.ts',
      'functions/api/handler.ts',
      'functions/changes/handler.ts',
      'functions/server/main.ts',
    ];
    expect(violations.filter((each) => open.includes(each.from))).toEqual([]);
  });
});
