/** Requests made from the OpenAPI document: for every operation some that fit it and some that do not, by callers of all kinds. */
import * as fc from 'fast-check';
import { Earlier, valuesOf, type Making, type Schema } from './arbitraries.ts';
import { hostileTexts } from './hostile-texts.ts';
import { resolved, type Reference } from './resolved.ts';

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema };
type Described = {
  operationId: string;
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
};
export type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};

/** A request whose ids are still to be filled in. `body` is JSON to be; `raw` is sent as it is. */
export type Made = {
  operationId: string;
  method: string;
  path: string;
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  body?: unknown;
  raw?: { text: string; type: string };
  /** Picks who asks. */
  caller: number;
};

/** Requests for all operations; `words` are those that mean something under a pattern of the document. */
export function madeRequests(document: Document, words: Making['words']): fc.Arbitrary<Made> {
  const { paths, components } = document;
  const perOperation = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const parameters = (described.parameters ?? []).map((each) => resolved(document, each));
      const made = [0, 0, 4].map((wild) =>
        requestsOf(
          path,
          method.toUpperCase(),
          { ...described, parameters },
          { components: components.schemas, words, wild },
        ),
      );
      // What makes things comes oftener, so that there is something to act on.
      return { weight: /^(?:create|put)/.test(described.operationId) ? 3 : 1, arbitrary: fc.oneof(...made) };
    }),
  );
  return fc.oneof(...perOperation);
}

function requestsOf(
  path: string,
  method: string,
  { operationId, parameters, requestBody }: Omit<Described, 'parameters'> & { parameters: Parameter[] },
  making: Making,
): fc.Arbitrary<Made> {
  const all = (place: Parameter['in']) => {
    const members = parameters.filter((parameter) => parameter.in === place);
    const requiredKeys =
      place === 'path' ? undefined : members.filter((one) => one.required).map(({ name }) => name);
    const values = Object.fromEntries(
      members.map(({ name, schema }) => [
        name,
        // Of the many types of papers mostly the commonest, so that what is decided on was submitted before.
        name === 'type'
          ? fc.oneof(fc.constantFrom('nib', 'halal'), valuesOf(schema, making))
          : valuesOf(schema, making),
      ]),
    );
    return fc.record(values, { ...(requiredKeys ? { requiredKeys } : {}), noNullPrototype: true });
  };
  const json = requestBody?.content['application/json'];
  return fc
    .record({
      params: all('path'),
      query: sparse(all('query')),
      headers: fc.tuple(all('header'), fc.nat()).map(([headers, pick]) => fewKeys(headers, pick)),
      caller: fc.nat(),
      ...(json ? { body: bodiesOf(json, making) } : {}),
      ...(requestBody && !json ? { raw: sheets(making) } : {}),
      ...(json && making.wild > 0
        ? { raw: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, brokenJson) }
        : {}),
    })
    .map((made) => ({ operationId, method, path, ...made }));
}

/** Mostly no filter or one: all of them together find nothing. */
const sparse = (queries: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(queries, fc.nat()).map(([query, pick]) => {
    const entries = Object.entries(query);
    if (pick % 4 === 0 || entries.length < 2) return query;
    return Object.fromEntries([entries[pick % entries.length]!]);
  });

/** Mostly no header, or one of few keys and versions, so that they meet again. */
function fewKeys(headers: Record<string, unknown>, pick: number): Record<string, unknown> {
  const few = { 'idempotency-key': `key-${pick % 100}`, 'if-match': `"${(pick % 4) + 1}"` };
  const entries = Object.entries(few).filter(([name]) => name in headers);
  if (pick % 11 === 0) return headers;
  return pick % 3 === 0 ? Object.fromEntries(entries) : {};
}

/** Bodies of the schema, and the operation's own example with a few members of such a body. */
function bodiesOf(
  { schema, example }: { schema: Schema; example?: unknown },
  making: Making,
): fc.Arbitrary<unknown> {
  const component = making.components[schema.$ref?.split('/').at(-1) ?? ''] ?? schema;
  return valuesOf(example === undefined ? component : { ...component, example }, making);
}

const brokenJson = fc
  .oneof(
    fc.constantFrom(
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"a":1}{',
      '[['.repeat(20_000),
      `{"name":"${'\\u0000'.repeat(50)}"}`,
    ),
    fc.constantFrom(...hostileTexts),
    fc.string({ unit: 'binary', maxLength: 50 }),
  )
  .chain((text) =>
    fc
      .constantFrom('application/json', 'application/json; charset=utf-16', 'text/csv')
      .map((type) => ({ text, type })),
  );

const FORM = 'multipart/form-data; boundary=edge';

/** The file as a browser's form sends it. */
const asUpload = (text: string): string =>
  [
    '--edge',
    'content-disposition: form-data; name="file"; filename="desa.csv"',
    '',
    text,
    '--edge--',
    '',
  ].join('\r\n');

/** Spreadsheets of an office: known columns, cells of all kinds. */
function sheets({ words }: Making): fc.Arbitrary<{ text: string; type: string }> {
  const columns = [
    'nama',
    'kode wilayah',
    'desa',
    'kecamatan',
    'kabupaten',
    'nib',
    'jumlah anggota',
    'email',
    'telepon',
  ];
  const meant = [
    ...Object.values(words).flat().slice(0, 50),
    'Bulukerto',
    'Kota Batu',
    '9990000000001',
    'KDMP Bulukerto',
  ];
  const cell = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...meant) },
    fc.constantFrom(...hostileTexts),
    fc.string({ maxLength: 12 }),
  );
  const quoted = cell.map((text) => `"${text.replaceAll('"', '""')}"`);
  return fc
    .record({
      titles: fc.uniqueArray(
        fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...columns) }, fc.string({ maxLength: 9 })),
        {
          maxLength: 7,
        },
      ),
      rows: fc.array(fc.array(fc.oneof({ weight: 9, arbitrary: quoted }, cell), { maxLength: 7 }), {
        maxLength: 6,
      }),
      separator: fc.constantFrom(',', ',', ';', '\t'),
      type: fc.constantFrom(
        'text/csv',
        'text/csv',
        FORM,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      ),
      start: fc.constantFrom('', '', '', '\uFEFF', 'PK\u0003\u0004'),
    })
    .map(({ titles, rows, separator, type, start }) => {
      const lines = [['nama', 'kode wilayah', ...titles], ...rows].map((row) => row.join(separator));
      const text = start + lines.join('\r\n');
      return type === FORM ? { type, text: asUpload(text) } : { type, text };
    });
}

const ID_IN_AN_ANSWER = /"\w*[iI]d":"((coop|buy|pot|off|prog|part|evt|mtg|task|ment)_[0-9a-z-]{1,64})"/g;

/** What the answers so far have named, by the prefix of their ids. */
export class Known {
  readonly #ids = new Map<string, string[]>();
  readonly #seen = new Set<string>();

  /** Takes note of every thing that an answer shows; of an answer about an event, as what belongs to that event too. */
  note(text: string, eventId?: unknown): void {
    for (const [, id, prefix] of text.matchAll(ID_IN_AN_ANSWER)) {
      this.#add(prefix!, id!);
      if (typeof eventId !== 'string' || id === eventId) continue;
      this.#add(`${eventId} ${prefix!}`, id!);
      this.#add(`with ${prefix!}`, eventId);
    }
  }

  #add(list: string, id: string): void {
    if (this.#seen.has(`${list} ${id}`)) return;
    this.#seen.add(`${list} ${id}`);
    this.#ids.set(list, [...(this.#ids.get(list) ?? []).slice(-200), id]);
  }

  /** One of the oldest or one of the latest ids; undefined when nothing of this kind is known yet. `event`: of what belongs to it. */
  id({ prefixes, nth }: Earlier, event?: string): string | undefined {
    const all = (before: string) => prefixes.flatMap((prefix) => this.#ids.get(before + prefix) ?? []);
    const own = event === undefined ? [] : all(`${event} `);
    return oneOf(own.length > 0 ? own : all(''), nth);
  }

  /** An event to which something of such a kind belongs. */
  eventWith({ prefixes, nth }: Earlier): string | undefined {
    return oneOf(
      prefixes.flatMap((prefix) => this.#ids.get(`with ${prefix}`) ?? []),
      nth,
    );
  }
}

function oneOf(ids: readonly string[], nth: number): string | undefined {
  const at = Math.floor(nth / 2) % Math.max(ids.length, 1);
  return ids.at(nth % 2 === 0 ? at : -1 - at);
}

/** A made request as it is sent; `used` are the ids of earlier answers in it. */
export type Addressed = {
  path: string;
  params: Record<string, unknown>;
  body: unknown;
  headers: Record<string, string>;
  used: string[];
};

/** The request with its ids filled in. What no header can hold is left out. */
export function addressed(made: Made, known: Known): Addressed {
  const used: string[] = [];
  const fill = (value: unknown) => filled(value, known, used);
  const params = filledPath(made.params, known, used);
  const query = new URLSearchParams(texts(fill(made.query) as object)).toString();
  const body = fill(made.body);
  const headers = Object.fromEntries(texts(made.headers).filter(([, value]) => isHeader(value)));
  const path = made.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(params[name]));
  return { path: query === '' ? path : `${path}?${query}`, params, body, headers, used };
}

/** A query or header is text; what is no text is written as JSON. */
const texts = (values: object): [string, string][] =>
  Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value),
  ]);

const isHeader = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

const encoded = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()) || '%20';

/** The members of a path with their ids filled in: what stands below an event is mostly of that event. */
function filledPath(
  { eventId, ...below }: Record<string, unknown>,
  known: Known,
  used: string[],
): Record<string, unknown> {
  const wanted = Object.values(below).find((value) => value instanceof Earlier);
  const having = eventId instanceof Earlier && wanted ? known.eventWith(wanted) : undefined;
  const event = having ?? filled(eventId, known, used);
  const rest = filled(below, known, used, typeof event === 'string' ? event : undefined);
  return { ...(rest as Record<string, unknown>), ...(eventId === undefined ? {} : { eventId: event }) };
}

/** The value with its ids filled in, of what belongs to an event where one is named; `used` takes note of each. */
function filled(value: unknown, known: Known, used: string[], event?: string): unknown {
  if (value instanceof Earlier) {
    const id = known.id(value, event);
    if (id !== undefined) used.push(id);
    return id ?? `${value.prefixes[0]!}_unknown`;
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, known, used, event));
  if (typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const [name, each] of Object.entries(value)) {
    Object.defineProperty(copy, name, {
      value: filled(each, known, used, event),
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}
