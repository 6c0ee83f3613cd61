/**
 * A declared operation as the OpenAPI document describes it. The headers and the errors that it can answer with follow from what it
 * takes. Nothing here runs when a request is answered; `test/support/document-check.ts` holds every answer against it.
 */
import type { RouteConfig } from '@hono/zod-openapi';
import * as z from 'zod';
import { FORM, fileTypeOf, headerRules, type AnyOperation, type FileType } from './operation.ts';
import { needsResource, policy } from './policy.ts';
import { statuses } from './problems.ts';

type Fields = z.ZodObject<z.ZodRawShape>;

const errorTexts = {
  400: 'The request is malformed: broken JSON, an unknown or invalid query parameter, an altered cursor',
  401: 'No valid access token',
  403: 'Known, but not for this caller to do',
  404: 'Unknown, or not for this caller to know',
  409: 'Clashes with what is stored, or the same request is still in flight',
  412: 'If-Match names a version that is no longer current',
  413: 'The body is too large',
  415: 'A content type that this operation does not take',
  422: 'Understood, but breaks a rule; `errors` points at each fault',
  429: 'Too many requests; wait as Retry-After says',
  500: 'A fault of ours',
  503: 'Too busy for now; nothing was done. Wait as Retry-After says',
} as const;

/** The wire shape of every error, in the document and in every answer. */
export const problemSchema = z
  .strictObject({
    type: z
      .enum([...Object.keys(statuses), 'defect'].map((kind) => `/problems/${kind}`))
      .meta({ description: 'The kind of problem: what a program decides by', example: '/problems/invalid' }),
    title: z.string().meta({ description: 'The kind in words', example: 'Invalid content' }),
    status: z.int().meta({ description: 'The status of the answer', example: 422 }),
    detail: z.string().meta({ description: 'What is wrong and what to do' }),
    instance: z.string().meta({ description: 'The request id, to quote when asking for help' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .meta({ description: 'RFC 6901 pointer as URI fragment', example: '#/quantity/unit' }),
          detail: z.string(),
          in: z.enum(['body', 'query', 'path', 'header']).optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });

/** The declared operation as a route of the OpenAPI document. */
export function routeOf(declared: AnyOperation): RouteConfig & { path: string } {
  const headers = headersOf(declared);
  return {
    method: declared.method,
    path: declared.path,
    operationId: declared.id,
    tags: [declared.tag],
    summary: declared.summary,
    ...(declared.description === undefined ? {} : { description: declared.description }),
    ...('anyone' in policy[declared.id] ? { security: [] } : { security: [{ bearer: [] }] }),
    request: {
      ...(declared.params === undefined ? {} : { params: declared.params as unknown as Fields }),
      ...(declared.query === undefined ? {} : { query: declared.query as unknown as Fields }),
      ...(headers === undefined ? {} : { headers }),
      ...bodyOf(declared),
    },
    responses: { ...success(declared), ...failures(declared) },
  };
}

function headersOf(declared: AnyOperation): Fields | undefined {
  const fields: Record<string, z.ZodType> = {};
  if (isRevalidated(declared)) {
    fields['if-none-match'] = z
      .string()
      .max(1000)
      .optional()
      .meta({ description: 'The ETag of what you hold; 304 while it is the same', example: 'W/"f377dacd"' });
  }
  if (declared.idempotent) {
    fields['idempotency-key'] = z.string().regex(headerRules['idempotency-key'].pattern).optional().meta({
      description:
        'Repeat a request safely: the same key and body gives the same answer for 24 hours and has one effect',
      example: '6f1c0b1e-2f0e-4b7a-9a58-0d2f6a1c9f10',
    });
  }
  if (declared.conditional) {
    fields['if-match'] = z
      .string()
      .regex(headerRules['if-match'].pattern)
      .optional()
      .meta({ description: 'The ETag that was read; 412 when it is no longer current', example: '"3"' });
  }
  return Object.keys(fields).length > 0 ? z.object(fields) : undefined;
}

function bodyOf(declared: AnyOperation): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  if (declared.body !== undefined) {
    const example = declared.bodyExample === undefined ? {} : { example: declared.bodyExample };
    return {
      body: {
        required: !declared.bodyMayLack,
        content: { 'application/json': { schema: declared.body, ...example } },
      },
    };
  }
  if (declared.rawBody !== undefined) {
    const content = Object.entries(declared.rawBody).map(([type, { description }]) => {
      const file = { type: 'string', format: 'binary', description } as const;
      const form = { type: 'object', properties: { file }, required: ['file'] } as const;
      return [type, { schema: type === FORM ? form : file }];
    });
    return { body: { required: true, content: Object.fromEntries(content) } };
  }
  return {};
}

/** Whether the ETag of what is read tells all of it, so that the same is not sent twice; see `derived`. */
const isRevalidated = ({ method, answers: { derived, versioned } }: AnyOperation): boolean =>
  method === 'get' && !(derived && versioned);

const said = (description: string) => z.string().meta({ description });

function success(declared: AnyOperation): RouteConfig['responses'] {
  const { answers } = declared;
  if (answers.form === 'none') return { [answers.status]: { description: answers.description } };
  const etag = answers.versioned
    ? { etag: said(`The version, for If-Match${isRevalidated(declared) ? ' and If-None-Match' : ''}`) }
    : isRevalidated(declared)
      ? { etag: said('For If-None-Match') }
      : {};
  const notModified: RouteConfig['responses'] = isRevalidated(declared)
    ? { 304: { description: 'It is what If-None-Match names', headers: z.object(etag) } }
    : {};
  const fileType = fileTypeOf(declared);
  const file = fileType && fileContent(fileType);
  const isAttached = file && { 'content-disposition': answers.alsoAs ? attachment.optional() : attachment };
  if (file && !answers.alsoAs) {
    const headers = z.object({ ...etag, ...isAttached });
    return {
      [answers.status]: { description: answers.description, headers, content: file },
      ...notModified,
    };
  }
  const schema =
    answers.form === 'list'
      ? z.strictObject({ items: z.array(answers.schema), nextCursor: z.string().nullable() })
      : answers.schema;
  const headers = z.object({
    ...etag,
    ...(answers.form === 'list' ? { link: said('rel="next", when more follows').optional() } : {}),
    ...(answers.status === 201 && !answers.several ? { location: said('Where the new thing is read') } : {}),
    ...isAttached,
  });
  return {
    [answers.status]: {
      description: answers.description,
      ...(Object.keys(headers.shape).length > 0 ? { headers } : {}),
      content: {
        'application/json': {
          schema,
          ...exampleOf(answers),
        },
        ...file,
      },
    },
    ...notModified,
  };
}

const attachment = said('An attachment, and the name to keep it under');

function fileContent(type: FileType) {
  const format = type.startsWith('text/') ? {} : { format: 'binary' };
  return { [type]: { schema: { type: 'string', ...format } as const } };
}

function exampleOf({ example, form }: AnyOperation['answers']): { example?: unknown } {
  if (example === undefined) return {};
  return { example: form === 'list' ? { items: [example], nextCursor: null } : example };
}

function failures(declared: AnyOperation): RouteConfig['responses'] {
  const isPublic = 'anyone' in policy[declared.id];
  const takesBody = declared.body !== undefined || declared.rawBody !== undefined;
  const writes = declared.method !== 'get' && declared.answers.status !== 202;
  const answered: (keyof typeof errorTexts)[] = [
    400,
    ...(isPublic ? [] : [401 as const, 403 as const]),
    ...(declared.params !== undefined || needsResource(declared.id) ? [404 as const] : []),
    ...(writes ? [409 as const] : []),
    ...(declared.conditional ? [412 as const] : []),
    ...(takesBody ? [415 as const] : []),
    ...(declared.method === 'get' ? [] : [413 as const, 422 as const]),
    ...(declared.mayAnswer ?? []),
    429,
    500,
    503,
  ];
  return Object.fromEntries(
    [...new Set(answered)].map((status) => [
      status,
      {
        description: errorTexts[status],
        ...(status in errorHeaders ? { headers: errorHeaders[status as keyof typeof errorHeaders] } : {}),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

const retryAfter = said('Seconds to wait before the same request is sent again');

const errorHeaders = {
  401: z.object({ 'www-authenticate': said('`Bearer`') }),
  409: z.object({ 'retry-after': retryAfter.optional() }),
  429: z.object({ 'retry-after': retryAfter }),
  503: z.object({ 'retry-after': retryAfter.optional() }),
};
