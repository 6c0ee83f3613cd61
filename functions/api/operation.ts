/**
 * How an operation of the API is declared: once, with its schemas, so that the route, the checks and the OpenAPI document
 * cannot differ. The errors an operation can answer with follow from what it takes.
 */
import type { RouteConfig } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import * as z from 'zod';
import { needsResource, policy, type OperationId } from './policy.ts';
import { problemSchema } from './problems.ts';

type Fields = z.ZodObject<z.ZodRawShape>;

/** Content types of the files that people download. */
const fileTypes = ['text/csv', 'text/calendar', 'application/pdf'] as const;
export type FileType = (typeof fileTypes)[number];

/**
 * What a declared operation answers when it succeeds. `list` wraps the schema in `{items, nextCursor}`; `none` has no body; a content
 * type means a file to download, and the schema is `z.undefined()`.
 */
type Answers<R> = {
  status: 200 | 201 | 202 | 204;
  description: string;
  form: 'one' | 'list' | 'none' | FileType;
  schema: R;
  /** What is answered; for a list, one item of it. */
  example?: unknown;
  /** The same for a spreadsheet, where the caller prefers it; see `Ask.prefers`. */
  alsoAs?: FileType;
  /** Makes several things, so that no Location can name what was made. */
  several?: boolean;
  /** The thing has a version: sent as ETag. */
  versioned?: boolean;
  /** Part of it follows from the clock or from other things, so that a version does not tell whether it changed: no 304 by it. */
  derived?: boolean;
  /** Public, and the same for everyone: how many seconds any cache may keep it. */
  cacheSeconds?: number;
};

export type Operation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  id: OperationId;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  tag: Tag;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  bodyExample?: unknown;
  /** A request without a body counts as one with `{}`. */
  bodyMayLack?: boolean;
  /** Of an operation without a body, which one changes what a caller may think it changes. */
  changedBy?: string;
  /** Content types of a body that is read raw (a spreadsheet) instead of JSON. */
  rawBody?: { [contentType: string]: { description: string } };
  answers: Answers<R>;
  /** Takes `Idempotency-Key`. */
  idempotent?: boolean;
  /** Takes `If-Match`. */
  conditional?: boolean;
  /** Statuses beyond those that follow from the rest. */
  mayAnswer?: (keyof typeof errorTexts)[];
};

export const tags = {
  Cooperatives: 'Village cooperatives and their credentials',
  Holdings: 'Holding cooperatives: their members and what these can do together',
  Buyers: 'Companies and offices that buy from cooperatives or supply them',
  Potentials: 'What a village can supply',
  Programmes: 'Umbrellas of offers with shared requirements and guidelines',
  Offers: 'Demand, consignment, distribution and financing',
  Readiness: 'Formation, mentoring, readiness and pilots of cooperatives',
  Events: 'Temu bisnis, socialisation, coordination and training: who takes part, and who meets whom',
  Partnerships: 'What an offer and a cooperative make of each other, stage by stage',
  Notices: 'What an organization is told because something of its own has changed',
  Reports: 'Counts and sums by region, holding and period, for programs and for spreadsheets',
  Trades: 'What was delivered, sold on consignment and paid',
  Matching: 'Ranked pairs with their reasons, and search',
  Reference: 'Regions and commodities',
  Service: 'The service itself',
} as const;
export type Tag = keyof typeof tags;

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

/** `?limit=` of whatever answers with several things. */
export const limitField = z.coerce
  .number()
  .int()
  .min(1)
  .max(100)
  .default(20)
  .meta({ description: 'How many items at most', example: 20 });

/** `?limit=&cursor=` of every list. */
export const pageFields = {
  limit: limitField,
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .meta({ description: 'nextCursor of the page before, unaltered and with the same filters' }),
};

/** The same of a list that is at hand as a whole, and comes so unless fewer are asked for. */
export const partFields = {
  ...pageFields,
  limit: limitField.unwrap().optional().meta({ description: 'How many items at most; all when left out' }),
};

/** What headers must look like. Any entity tags of RFC 9110 are taken: those that are not current are a 412. */
export const headerRules = {
  'idempotency-key': { pattern: /^[\x21-\x7e]{1,255}$/, detail: 'takes 1 to 255 visible ASCII characters' },
  'if-match': {
    pattern:
      /^(?:\*|(?:W\/)?"[\x21\x23-\x7e]{0,100}"(?:[ \t]{0,9},[ \t]{0,9}(?:W\/)?"[\x21\x23-\x7e]{0,100}"){0,9})$/,
    detail: 'takes an ETag as it was given, such as "3", or *',
  },
} as const;

/** How a browser's form sends a file. */
export const FORM = 'multipart/form-data';

/** A query of `true` or `false`. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ type: 'boolean' });

/** Declares an operation; the generics only carry the schemas' types to the handler. */
export function operation<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodUndefined,
>(declared: Operation<P, Q, B, R>): Operation<P, Q, B, R> {
  return declared;
}

/** An operation whose schemas do not matter to who holds it. */
export type AnyOperation = Operation<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

const mounted = new WeakMap<Hono, AnyOperation[]>();

/** The operations of an app, in the order in which they were mounted; `mount` adds to it, the document is made of it. */
export function operationsOf(app: Hono): AnyOperation[] {
  const operations = mounted.get(app) ?? [];
  mounted.set(app, operations);
  return operations;
}

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

/** The content type of the file that an operation answers with, always or where it is preferred; undefined for JSON and for nothing. */
export function fileTypeOf({ answers: { form, alsoAs } }: AnyOperation): FileType | undefined {
  return alsoAs ?? fileTypes.find((type) => type === form);
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
  const statuses: (keyof typeof errorTexts)[] = [
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
    [...new Set(statuses)].map((status) => [
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
