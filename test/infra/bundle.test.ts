/** What is deployed: small, complete, and without what must not reach the cloud. Built here, and run in a process of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleAll, bundleEntry, bundleNames, type Bundle, type BundleName } from '../../infra/bundle.ts';
import { dynamoAddress } from '../support/dynamo-address.ts';
import { httpEvent } from '../support/lambda-event.ts';

const out = mkdtempSync(join(tmpdir(), 'titik-temu-bundles-'));
let bundles: { [name in BundleName]: Bundle };

beforeAll(async () => {
  bundles = await bundleAll(out);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const kilobytes = (bytes: number) => bytes / 1000;
/** Every source file of which something went in, whether it is loaded at once or later. */
const inputs = (name: BundleName) =>
  Object.values(bundles[name].metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((path) => inputs[path]!.bytesInOutput > 0),
  );
const builtins = (name: BundleName) =>
  Object.values(bundles[name].metafile.outputs).flatMap((output) =>
    output.imports.filter((each) => each.external).map((each) => each.path),
  );

/** Gives the events to the bundle's handler one after the other, in a fresh Node that has nothing but the bundle. */
function run(name: BundleName, events: object[]): unknown[] {
  const program = `const { handler } = await import(${JSON.stringify(join(out, name, 'index.mjs'))});
    const answers = [];
    for (const event of ${JSON.stringify(events)}) answers.push(await handler(event, {}));
    process.stdout.write(JSON.stringify(answers), () => process.exit(0));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: tmpdir(),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: {
      AWS_REGION: 'ap-southeast-3',
      TABLE_NAME: 'none',
      TOKEN_ISSUER: 'https://issuer.invalid/pool',
      TOKEN_AUDIENCE: 'client',
      PUBLIC_URL: 'https://titik-temu.example',
    },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown[];
}

describe('the bundles', () => {
  test('keep their budgets: api 900 KB, prints 1,000 KB, changes 600 KB, pages 350 KB, webhooks 400 KB, claims 20 KB, all chunks counted', () => {
    expect(kilobytes(bundles.api.bytes)).toBeLessThanOrEqual(900);
    expect(kilobytes(bundles.prints.bytes)).toBeLessThanOrEqual(1000);
    expect(kilobytes(bundles.changes.bytes)).toBeLessThanOrEqual(600);
    expect(kilobytes(bundles.pages.bytes)).toBeLessThanOrEqual(350);
    expect(kilobytes(bundles.webhooks.bytes)).toBeLessThanOrEqual(400);
    expect(kilobytes(bundles.identity.bytes)).toBeLessThanOrEqual(20);
  });

  test.each(bundleNames)(
    '%s holds nothing of the one-machine server, its token issuer or its store',
    (name) => {
      const forbidden = /^functions\/server\/|@hono\/node-server|local-issuer|sqlite/;
      expect(inputs(name).filter((path) => forbidden.test(path))).toEqual([]);
      expect(builtins(name).filter((path) => path.includes('sqlite'))).toEqual([]);
    },
  );

  test.each(bundleNames)('%s asks for nothing but Node itself once it is deployed', (name) => {
    const unknown = builtins(name).filter((path) => process.getBuiltinModule(path) === undefined);
    expect(unknown).toEqual([]);
  });

  test.each(bundleNames)('%s is made of modules, which have no `require` to call', (name) => {
    const imports = Object.values(bundles[name].metafile.outputs).flatMap((output) => output.imports);
    expect(imports.filter(({ kind }) => kind.startsWith('require'))).toEqual([]);
  });

  test('changes answers no HTTP, so it holds no Hono', () => {
    expect(inputs('changes').filter((path) => path.includes('/hono/'))).toEqual([]);
    expect(inputs('webhooks').filter((path) => path.includes('/hono/'))).toEqual([]);
    expect(inputs('api').filter((path) => path.includes('/hono/'))).not.toEqual([]);
  });

  test.each(bundleNames)(
    '%s holds none of zod’s translations (258 KB): problems are written in English',
    (name) => {
      const locales = inputs(name).filter((path) => path.includes('/zod/v4/locales/'));
      expect(locales.filter((path) => !path.endsWith('/en.js'))).toEqual([]);
    },
  );

  test.each(['api', 'pages', 'prints'] as const)(
    '%s holds of zod’s patterns (7 KB) only those that a schema of ours names',
    (name) => {
      const bytes = Object.values(bundles[name].metafile.outputs).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
          path.endsWith('/zod/v4/core/regexes.js') ? [bytesInOutput] : [],
        ),
      );
      expect(bytes.reduce((all, each) => all + each, 0)).toBeLessThan(2_000);
    },
  );

  test.each(['api', 'changes', 'pages', 'webhooks'] as const)(
    '%s takes its credentials from the environment, and holds no other way',
    (name) => {
      const ways = inputs(name).filter((path) =>
        /credential-provider|token-providers|nested-clients/.test(path),
      );
      expect(ways.filter((path) => !/credential-provider-(env|node)\//.test(path))).toEqual([]);
      expect(ways.some((path) => path.includes('credential-provider-env'))).toBe(true);
    },
  );

  test.each(['api', 'pages', 'prints'] as const)(
    '%s answers before it has loaded the AWS SDK and the PDF library',
    (name) => {
      const late = /@aws-sdk|@smithy|pdfkit|fontkit/;
      expect(bundles[name].firstInputs.filter((path) => late.test(path))).toEqual([]);
      expect(bundles[name].firstBytes).toBeLessThan(bundles[name].bytes);
    },
  );

  test('the api starts without any noun but who writes: each part of it comes with the first request that is for it', () => {
    const nouns = /^functions\/api\/part-|^shared\/(?!table|regions|persons\/person)[^/]+\//;
    expect(bundles.api.firstInputs.filter((path) => nouns.test(path))).toEqual([]);
    expect(kilobytes(bundles.api.firstBytes)).toBeLessThanOrEqual(200);
  });

  test('the SDK in them finds DynamoDB in Jakarta, or where it is told to look, as the whole SDK does', async () => {
    const folder = join(out, 'address');
    await bundleEntry('test/support/dynamo-address.ts', folder);
    const bundled = (await import(join(folder, 'index.mjs'))) as { dynamoAddress: typeof dynamoAddress };
    for (const told of [undefined, 'http://localhost:8000/']) {
      expect(bundled.dynamoAddress('ap-southeast-3', told)).toBe(dynamoAddress('ap-southeast-3', told));
    }
  });

  test('only prints holds the PDF library, and nothing holds the maker of the document, which is made beforehand', () => {
    const holding = (what: RegExp) =>
      bundleNames.filter((name) => inputs(name).some((path) => what.test(path)));
    expect(holding(/pdfkit/)).toEqual(['prints']);
    expect(holding(/zod-to-openapi/)).toEqual([]);
  });

  test.each(bundleNames)('%s brings along every file that its code reads beside itself', (name) => {
    const folder = join(out, name);
    const code = readdirSync(folder)
      .filter((file) => file.endsWith('.mjs'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const asked = [...code.matchAll(/new URL\(\s*["'`]([^"'`]+)["'`]\s*,\s*import\.meta\.url\s*\)/g)].map(
      ([, path]) => path!,
    );
    expect(asked.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(name === 'api' ? 1 : 0);
  });
});

describe('a deployed bundle, run as Lambda runs it', () => {
  test('the api is alive, gives its document and its reference pages, and needs neither table nor issuer for that', () => {
    const answers = run('api', [
      httpEvent('GET', '/health'),
      httpEvent('GET', '/openapi.json'),
      httpEvent('GET', '/docs'),
      httpEvent('GET', '/docs/swagger-ui.css'),
      httpEvent('GET', '/docs/swagger-ui-bundle.js'),
    ]) as { statusCode: number; body: string }[];
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(JSON.parse(answers[0]!.body)).toEqual({ status: 'ok' });
    const committed = readFileSync(join(import.meta.dirname, '../../openapi/openapi.json'), 'utf8');
    expect(JSON.parse(answers[1]!.body)).toEqual(JSON.parse(committed));
  });

  test.each([
    ['api', '/v1/cooperatives'],
    ['prints', '/v1/events/evt_1/schedule.pdf'],
  ] as const)('%s refuses a forged token with a problem document of its own', (name, path) => {
    const [answer] = run(name, [
      httpEvent('GET', path, { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }),
    ]) as { statusCode: number; headers: Record<string, string>; body: string }[];
    expect(answer!.statusCode).toBe(401);
    expect(answer!.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer!.body)).toHaveProperty('status', 401);
  });

  test('pages tells of an address that cannot be one, with the policy of a page, and asks no table for that', () => {
    const [answer] = run('pages', [httpEvent('GET', '/k/..')]) as {
      statusCode: number;
      headers: Record<string, string>;
      body: string;
    }[];
    expect([answer!.statusCode, answer!.body]).toEqual([
      404,
      expect.stringContaining('Halaman tidak ditemukan'),
    ]);
    expect(answer!.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('changes takes an empty batch, and reports the record that it cannot read', () => {
    expect(
      run('changes', [{ Records: [] }, { Records: [{ eventID: '1', dynamodb: { SequenceNumber: '42' } }] }]),
    ).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [{ itemIdentifier: '42' }] }]);
  });

  test('claims writes the role into the token', () => {
    const event = {
      request: {
        userAttributes: { 'custom:region': '35' },
        groupConfiguration: { groupsToOverride: ['organizer'] },
      },
      response: {},
    };
    expect(run('identity', [event])).toMatchObject([
      {
        response: {
          claimsAndScopeOverrideDetails: {
            accessTokenGeneration: { claimsToAddOrOverride: { role: 'organizer', region: '35' } },
          },
        },
      },
    ]);
  });
});
