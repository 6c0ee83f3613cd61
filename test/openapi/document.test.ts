/** The OpenAPI document: fresh, complete, and in step with the policy. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createApp, type AppDeps } from '../../functions/api/app.ts';
import { documentOf } from '../../functions/api/document.ts';
import { operationsOf } from '../../functions/api/operation.ts';
import { policy, type OperationId } from '../../functions/api/policy.ts';
import { statuses } from '../../functions/api/problems.ts';
import { resolved, type Reference } from '../support/resolved.ts';

type Described = {
  operationId: OperationId;
  tags: string[];
  summary: string;
  security: object[];
  parameters?: object[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Answered | Reference>;
};
type Answered = { description: string; headers?: Record<string, object>; content?: Record<string, Content> };

const root = join(import.meta.dirname, '../..');
const app = createApp({} as AppDeps);
const document = documentOf(app);
const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Described>).map(([method, described]) => ({
    method,
    path,
    ...described,
  })),
);

type Content = { example?: unknown; schema: Schema };
type Schema = {
  example?: unknown;
  examples?: unknown[];
  properties?: { items?: { items?: Schema } };
};

/** Of its own, or of the component that it is, or that it lists. */
function hasExample({ example, schema }: Content): boolean {
  const shown = [schema, schema.properties?.items?.items ?? {}].map((each) => resolved(document, each));
  return [example, ...shown.flatMap((each) => [each.example, each.examples])].some(
    (each) => each !== undefined,
  );
}

const kinds: Record<string, readonly [number, string]> = { ...statuses, defect: [500, ''] };

describe('the OpenAPI document', () => {
  test('is committed as the code makes it', () => {
    const committed = readFileSync(join(root, 'openapi/openapi.json'), 'utf8');
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test('has an operation for every row of the policy, and a row for every operation', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(policy).sort());
  });

  test('gives no two components the same name', () => {
    // Two schemas under one id are accepted silently, and the first wins.
    const named = new Map<string, z.ZodType>();
    const seen = new Set<object>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      const id = value instanceof z.ZodType ? value.meta()?.id : undefined;
      if (id !== undefined) {
        expect(named.get(id) ?? value, id).toBe(value);
        named.set(id, value as z.ZodType);
      }
      Object.values(value instanceof z.ZodType ? value.def : value).forEach(visit);
    };
    operationsOf(app).forEach(visit);
    expect(named.size).toBeGreaterThan(30);
  });

  test('shows only examples that its own schemas accept', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addFormat('binary', true);
    ajv.addSchema(document, 'document');
    let shown = 0;
    const visit = (part: unknown, path: string[]): void => {
      if (typeof part !== 'object' || part === null) return;
      const { schema, example, examples } = part as {
        schema?: object;
        example?: unknown;
        examples?: unknown;
      };
      const isSchema = schema === undefined && path.at(-1) !== 'properties';
      const ofIt = isSchema || schema ? [example, ...(Array.isArray(examples) ? examples : [])] : [];
      for (const one of ofIt.filter((each) => each !== undefined)) {
        const pointer = [...path, ...(schema === undefined ? [] : ['schema'])].map((step) =>
          encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')),
        );
        const validate = ajv.compile({ $ref: `document#/${pointer.join('/')}` });
        expect(validate(one), `${path.join(' ')}: ${ajv.errorsText(validate.errors)}`).toBe(true);
        shown += 1;
      }
      for (const [key, value] of Object.entries(part)) {
        if (!key.startsWith('example') || path.at(-1) === 'properties') visit(value, [...path, key]);
      }
    };
    visit(document, []);
    expect(shown).toBeGreaterThan(700);
  });

  test('names what is used in many places once, so that clients made of it have one type for it', () => {
    const { schemas } = document.components!;
    const change = (schemas!['OfferChange'] as { properties: Record<string, object> }).properties;
    expect(change['quantity']).toMatchObject({ $ref: '#/components/schemas/Quantity' });
    const orNull = [{ $ref: '#/components/schemas/Quota' }, { type: 'null' }];
    expect(change['quota']).toMatchObject({ anyOf: orNull, description: 'With scheme distribution only' });
    const whole = JSON.stringify(document);
    for (const name of ['Unit', 'Period', 'Stage']) {
      const { enum: values } = schemas![name] as { enum: string[] };
      expect(whole.split(JSON.stringify(values)), name).toHaveLength(2);
    }
  });

  test('writes once what many operations take and answer alike, so that it can be read and loaded', () => {
    const { parameters, headers, responses } = document.components!;
    expect(Object.keys(parameters!)).toEqual(
      expect.arrayContaining(['limit', 'cursor', 'idempotency-key', 'if-match', 'cooperativeId']),
    );
    // Of parameters of one name the commonest is shared, the others stay with their operations.
    const region = operations.find(({ operationId }) => operationId === 'listOffers')!.parameters;
    expect(region).toContainEqual(
      expect.objectContaining({ name: 'region', description: 'Those to be delivered to a place in it' }),
    );
    const paths = JSON.stringify(document.paths);
    const used = (name: string) => paths.split(`"#/components/${name}"`).length - 1;
    for (const name of Object.keys(parameters!)) expect(used(`parameters/${name}`), name).toBeGreaterThan(1);
    for (const name of Object.keys(responses!)) expect(used(`responses/${name}`), name).toBeGreaterThan(1);
    expect(resolved(document, responses!['TooMany'] as Answered).headers).toEqual({
      'retry-after': { $ref: '#/components/headers/RetryAfter' },
    });
    expect(headers!['RetryAfter']).toMatchObject({ required: true });
    // Half of what it was when each operation repeated its errors.
    expect(JSON.stringify(document).length).toBeLessThan(600_000);
  });

  test.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s has a tag, a summary, examples, and every error it can answer with',
    (_, { tags, summary, requestBody, responses, operationId, security }) => {
      expect(tags).toHaveLength(1);
      expect(summary.length).toBeGreaterThan(5);
      const body = requestBody?.content['application/json'];
      expect(body === undefined || hasExample(body), 'an example of the body').toBe(true);
      for (const [status, said] of Object.entries(responses)) {
        const { content } = resolved(document, said);
        const answer = content?.['application/json'];
        const isShown = !status.startsWith('2') || answer === undefined || hasExample(answer);
        expect(isShown, `an example of the ${status}`).toBe(true);
        if (status >= '400') {
          expect(said, 'each error is written once').toHaveProperty('$ref');
          const kind = Object.entries(kinds).find(([, [its]]) => its === Number(status))?.[0];
          const schema = content?.['application/problem+json']?.schema;
          expect(schema).toMatchObject({
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { properties: { type: { const: `/problems/${kind}` }, status: { const: Number(status) } } },
            ],
          });
        }
      }
      const declared = Object.keys(responses);
      expect(declared).toEqual(expect.arrayContaining(['429', '500', '503']));
      const isOpen = 'anyone' in policy[operationId];
      expect(security).toEqual(isOpen ? [] : [{ bearer: [] }]);
      expect(declared.includes('401')).toBe(!isOpen);
    },
  );

  test('passes the linter without an error or a warning', () => {
    const report = execFileSync(
      process.execPath,
      ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi/openapi.json', '--format=json'],
      {
        cwd: root,
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    ).toString();
    expect(JSON.parse(report).totals).toMatchObject({ errors: 0, warnings: 0 });
  });
});
