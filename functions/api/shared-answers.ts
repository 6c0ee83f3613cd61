/**
 * What many operations answer alike, as components of the OpenAPI document: each error once, with its problem type, its headers and
 * an example, and the headers that a client goes by. An operation only refers to those that it can answer with.
 */
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { statuses } from './problems.ts';

type Registry = OpenAPIHono['openAPIRegistry'];
type Fault = { pointer: string; detail: string; in: 'body' | 'query' };
type Header = { description: string; required: boolean; schema: { type: 'string' } };

const titles: { readonly [kind: string]: readonly [status: number, title: string] } = {
  ...statuses,
  defect: [500, 'Internal error'],
};

/** The wire shape of every error, in the document and in every answer. */
export const problemSchema = z.strictObject({
  type: z
    .enum(Object.keys(titles).map((kind) => `/problems/${kind}`))
    .meta({ description: 'The kind of problem: what a program decides by', example: '/problems/invalid' }),
  title: z.string().meta({ description: 'The kind in words', example: 'Invalid content' }),
  status: z.int().min(400).max(599).meta({ description: 'The status of the answer', example: 422 }),
  detail: z.string().meta({ description: 'What is wrong and what to do' }),
  instance: z.string().meta({ description: 'The request id, to quote when asking for help' }),
  errors: z
    .array(
      z.strictObject({
        pointer: z
          .string()
          .meta({ description: 'RFC 6901 pointer as URI fragment', example: '#/quantity/unit' }),
        detail: z.string().meta({ description: 'What the field takes, or which rule it breaks' }),
        in: z.enum(['body', 'query', 'path', 'header']).optional(),
      }),
    )
    .optional(),
});

const always = (description: string): Header => ({ description, required: true, schema: { type: 'string' } });
const sometimes = (description: string): Header => ({ ...always(description), required: false });

const headers = {
  ETag: always('For If-None-Match'),
  Version: always('The version, for If-Match'),
  VersionAndETag: always('The version, for If-Match and If-None-Match'),
  Location: always('Where the new thing is read'),
  NextPage: sometimes('rel="next", when more follows'),
  Attachment: always('An attachment, and the name to keep it under'),
  AttachmentOfFile: sometimes('Of a file: an attachment, and the name to keep it under'),
  Challenge: always('`Bearer`'),
  RetryAfter: always('Seconds to wait before the same request is sent again'),
  RetryAfterIfKnown: sometimes('Seconds to wait before the same request is sent again'),
} as const satisfies Record<string, Header>;

/** A header of an answer, by reference. */
export const header = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` });

/** An error that an operation may declare: what it means, what an answer says for example, and with which headers. */
type ErrorAnswer = {
  kind: string;
  description: string;
  detail: string;
  errors?: Fault[];
  headers?: Record<string, ReturnType<typeof header>>;
};

const errorAnswers = {
  400: {
    kind: 'malformed',
    description:
      'The request is malformed: broken JSON, an unknown or invalid query parameter, an altered cursor',
    detail: 'limit: takes a number',
    errors: [{ pointer: '#/limit', detail: 'takes a number', in: 'query' }],
  },
  401: {
    kind: 'unauthenticated',
    description: 'No valid access token',
    detail: 'Send a valid access token: "Authorization: Bearer <token>".',
    headers: { 'www-authenticate': header('Challenge') },
  },
  403: {
    kind: 'forbidden',
    description: 'Known, but not for this caller to do',
    detail: 'Your role, organization or region does not allow this here.',
  },
  404: {
    kind: 'not-found',
    description: 'Unknown, or not for this caller to know',
    detail: 'There is nothing under this address, or it is not yours to see.',
  },
  409: {
    kind: 'conflict',
    description: 'Clashes with what is stored, or the same request is still in flight',
    detail: 'It was changed by someone else at the same moment; read it again and repeat.',
    headers: { 'retry-after': header('RetryAfterIfKnown') },
  },
  412: {
    kind: 'stale',
    description: 'If-Match names a version that is no longer current',
    detail: 'It has changed since you read it; read it again and repeat your change.',
  },
  413: {
    kind: 'too-large',
    description: 'The body is too large',
    detail: 'The body may have at most 256 KB.',
  },
  415: {
    kind: 'unsupported-media',
    description: 'A content type that this operation does not take',
    detail: 'Send the body as application/json.',
  },
  422: {
    kind: 'invalid',
    description: 'Understood, but breaks a rule; `errors` points at each fault',
    detail: 'commodity: is needed with scheme purchase',
    errors: [{ pointer: '#/commodity', detail: 'is needed with scheme purchase', in: 'body' }],
  },
  429: {
    kind: 'too-many',
    description: 'Too many requests; wait as Retry-After says',
    detail: 'You send requests faster than your share; wait and repeat.',
    headers: { 'retry-after': header('RetryAfter') },
  },
  500: {
    kind: 'defect',
    description: 'A fault of ours',
    detail: 'This is a fault of ours; it has been recorded. Quote the instance when you ask for help.',
  },
  503: {
    kind: 'unavailable',
    description: 'Too busy for now; nothing was done. Wait as Retry-After says',
    detail: 'The store is busy; nothing was written. Try again shortly.',
    headers: { 'retry-after': header('RetryAfterIfKnown') },
  },
} as const satisfies Record<number, ErrorAnswer>;
export type ErrorStatus = keyof typeof errorAnswers;

const unchanged = {
  NotModified: { description: 'It is what If-None-Match names', headers: { etag: header('ETag') } },
  SameVersion: {
    description: 'It is the version that If-None-Match names',
    headers: { etag: header('VersionAndETag') },
  },
};

/** An answer that many operations give, by reference. */
export const answerOf = (which: ErrorStatus | keyof typeof unchanged) => ({
  $ref: `#/components/responses/${typeof which === 'string' ? which : nameOf(errorAnswers[which])}`,
});

/** `not-found` as the name of a component: `NotFound`. */
const nameOf = ({ kind }: ErrorAnswer): string =>
  kind.replaceAll(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());

/** Enters all of them into the document. */
export function registerShared(registry: Registry): void {
  const { $schema: _, ...problem } = z.toJSONSchema(problemSchema);
  registry.registerComponent('schemas', 'Problem', problem as object);
  for (const [name, described] of Object.entries(headers)) {
    registry.registerComponent('headers', name, described);
  }
  for (const [name, described] of Object.entries(unchanged)) {
    registry.registerComponent('responses', name, described);
  }
  for (const error of Object.values(errorAnswers) as ErrorAnswer[]) {
    const { kind, description, detail, errors, headers: told } = error;
    const type = `/problems/${kind}`;
    const [status, title] = titles[kind]!;
    const its = { type: { const: type }, status: { const: status } };
    const narrowed = { type: 'object' as const, properties: its, required: Object.keys(its) };
    const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, narrowed] };
    const instance = 'urn:request:0199c2a4-f3b0-7c1e-9a54-b3f0c2d1e0aa';
    const example = { type, title, status, detail, instance, ...(errors && { errors }) };
    registry.registerComponent('responses', nameOf(error), {
      description,
      ...(told && { headers: told }),
      content: { 'application/problem+json': { schema, example } },
    });
  }
}
