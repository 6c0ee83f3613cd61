/**
 * How an operation of the API is declared: once, with its schemas, so that the route, the checks and the OpenAPI document
 * cannot differ.
 */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { OperationId } from './policy.ts';

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
  /** Changes, if anything, nothing that says who wrote it: a caller that is not known yet stays so. What only reads never signs. */
  unsigned?: boolean;
  /** Statuses beyond those that follow from the rest. */
  mayAnswer?: (409 | 422)[];
};

export const tags = {
  Cooperatives: 'Village cooperatives and their credentials',
  Microsites: 'What a cooperative shows of itself to everybody',
  Holdings: 'Holding cooperatives: their members and what these can do together',
  Buyers: 'Companies and offices that buy from cooperatives or supply them',
  Potentials: 'What a village can supply',
  Programmes: 'Umbrellas of offers with shared requirements and guidelines',
  Offers: 'Demand, consignment, distribution and financing',
  Readiness: 'Formation, mentoring, readiness and pilots of cooperatives',
  Events: 'Temu bisnis, socialisation, coordination and training: who takes part, and who meets whom',
  Partnerships: 'What an offer and a cooperative make of each other, stage by stage',
  Notices: 'What an organization is told because something of its own has changed',
  Persons: 'The person of the token: what is held of one, and its erasure',
  Audit: 'Who changed what, from what to what',
  Reports: 'Counts and sums by region, holding and period, for programs and for spreadsheets',
  Trades: 'What was delivered, sold on consignment and paid',
  Matching: 'Ranked pairs with their reasons, and search',
  Reference: 'Regions and commodities',
  Service: 'The service itself',
} as const;
export type Tag = keyof typeof tags;

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

/** The content type of the file that an operation answers with, always or where it is preferred; undefined for JSON and for nothing. */
export function fileTypeOf({ answers: { form, alsoAs } }: AnyOperation): FileType | undefined {
  return alsoAs ?? fileTypes.find((type) => type === form);
}
