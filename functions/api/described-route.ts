/**
 * A declared operation as the OpenAPI document describes it. The headers and the errors that it can answer with follow from what it
 * takes; what they look like is `shared-answers.ts`. Nothing here runs when a request is answered;
 * `test/support/document-check.ts` holds every answer against it.
 */
import type { RouteConfig } from '@hono/zod-openapi';
import * as z from 'zod';
import { FORM, fileTypeOf, headerRules, type AnyOperation, type FileType } from './operation.ts';
import { needsResource, policy } from './policy.ts';
import { answerOf, header, type ErrorStatus } from './shared-answers.ts';

type Fields = z.ZodObject<z.ZodRawShape>;

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

function success(declared: AnyOperation): RouteConfig['responses'] {
  const { answers } = declared;
  if (answers.form === 'none') return { [answers.status]: { description: answers.description } };
  const etag = answers.versioned
    ? { etag: header(isRevalidated(declared) ? 'VersionAndETag' : 'Version') }
    : isRevalidated(declared)
      ? { etag: header('ETag') }
      : {};
  const notModified: RouteConfig['responses'] = isRevalidated(declared)
    ? { 304: answerOf(answers.versioned ? 'SameVersion' : 'NotModified') }
    : {};
  const fileType = fileTypeOf(declared);
  const file = fileType && fileContent(fileType);
  const isAttached = file && {
    'content-disposition': header(answers.alsoAs ? 'AttachmentOfFile' : 'Attachment'),
  };
  if (file && !answers.alsoAs) {
    const headers = { ...etag, ...isAttached };
    return {
      [answers.status]: { description: answers.description, headers, content: file },
      ...notModified,
    };
  }
  const schema =
    answers.form === 'list'
      ? z.strictObject({ items: z.array(answers.schema), nextCursor: z.string().nullable() })
      : answers.schema;
  const headers = {
    ...etag,
    ...(answers.form === 'list' ? { link: header('NextPage') } : {}),
    ...(answers.status === 201 && !answers.several ? { location: header('Location') } : {}),
    ...isAttached,
  };
  return {
    [answers.status]: {
      description: answers.description,
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
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
  const answered: ErrorStatus[] = [
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
  return Object.fromEntries([...new Set(answered)].map((status) => [status, answerOf(status)]));
}
