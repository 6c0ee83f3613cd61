/**
 * Values for the schemas of the OpenAPI document: fitting ones, those on the edge, and (where `wild` says so) those that break
 * them. Ids are not made up but taken from earlier answers, by {@link Earlier}.
 */
import * as fc from 'fast-check';
import { hostileTexts } from './hostile-texts.ts';

/** What of JSON Schema the document uses. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  example?: unknown;
  examples?: unknown[];
};

/** Stands for the id of a thing that an earlier answer named, until the request is sent. */
export class Earlier {
  readonly prefixes: string[];
  readonly nth: number;

  constructor(prefixes: string[], nth: number) {
    this.prefixes = prefixes;
    this.nth = nth;
  }
}

export type Making = {
  /** The document's components by name. */
  components: Record<string, Schema>;
  /** Words that fit a pattern and mean something, by the pattern: region codes, commodities. */
  words: Record<string, readonly string[]>;
  /** How many of a hundred parts break their schema. */
  wild: number;
};

/** Values for one schema. */
export function valuesOf(schema: Schema, making: Making): fc.Arbitrary<unknown> {
  const fitting = fittingValues(schema, making);
  if (making.wild === 0) return fitting;
  return fc.oneof(
    { weight: 100 - making.wild, arbitrary: fitting },
    { weight: making.wild, arbitrary: unfitting },
  );
}

function fittingValues(schema: Schema, making: Making): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return fittingValues(making.components[schema.$ref.split('/').at(-1)!]!, making);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => fittingValues(choice, making)));
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['object']);
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, making)));
}

function valuesOfType(type: string, schema: Schema, making: Making): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbersOf(schema, type === 'integer');
    case 'string':
      return textsOf(schema, making);
    case 'array':
      return listsOf(schema, making);
    default:
      return objectsOf(schema, making);
  }
}

function numbersOf(schema: Schema, isWhole: boolean): fc.Arbitrary<number> {
  const least = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const most = schema.maximum ?? 1e9;
  const whole = fc.integer({ min: Math.ceil(least), max: Math.min(most, 2 ** 31 - 1) });
  const edges = [least, most, least + 1, 1, 7].filter(
    (edge) =>
      edge <= most &&
      edge >= least &&
      (schema.exclusiveMinimum === undefined || edge > schema.exclusiveMinimum),
  );
  const greatest = { weight: 1, arbitrary: fc.constant(most) };
  if (isWhole)
    return fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...edges) },
      { weight: 3, arbitrary: whole },
      greatest,
    );
  const decimals = [0.1, 0.30000000000000004, 1e-7, 12.5, 999_999_999.99].filter(
    (edge) => edge <= most && edge > least,
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...edges, ...decimals) },
    { weight: 3, arbitrary: whole },
    greatest,
  );
}

/** Lines and paragraphs of people: no pattern but the one that keeps control characters out. */
const isFreeText = ({ pattern, format }: Schema): boolean =>
  format === undefined && (pattern === undefined || /^\^(?:\(\?:)?\[\^/.test(pattern));

function textsOf(schema: Schema, { words }: Making): fc.Arbitrary<unknown> {
  const { pattern = '', minLength = 0, maxLength = 200 } = schema;
  const prefixes = /^\^\(\?:([a-z|]+)\)_/.exec(pattern)?.[1]?.split('|');
  if (prefixes) {
    const earlier = fc.nat({ max: 15 }).map((nth) => new Earlier(prefixes, nth));
    return fc.oneof({ weight: 30, arbitrary: earlier }, fc.constant(`${prefixes[0]!}_unknown`));
  }
  const given = [...(schema.examples ?? []), ...(schema.example === undefined ? [] : [schema.example])];
  const meant = [...(words[pattern] ?? []), ...given];
  const weight = words[pattern] ? 8 : 1;
  const some = meant.length > 0 ? [{ weight, arbitrary: fc.constantFrom(...meant) }] : [];
  if (isFreeText(schema)) {
    const typed = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) });
    const longest = fc.constant('x'.repeat(maxLength));
    return fc.oneof(...some, fc.constantFrom(...hostileTexts), typed, longest);
  }
  if (pattern !== '') return fc.oneof(...some, fc.stringMatching(new RegExp(pattern)));
  return fc.oneof(...some, fc.constantFrom(...(formats[schema.format ?? ''] ?? ['x'])));
}

const formats: Record<string, string[]> = {
  date: ['2026-02-28', '2028-02-29', '2099-12-31', '0001-01-01', '9999-12-31', '2025-11-01'],
  'date-time': ['2026-02-28T23:59:59Z', '2026-12-31T00:00:00.000Z'],
  email: ['sri@koperasi.example', 'a+b@c.de'],
  uri: ['https://www.bulog.co.id', 'http://x.example/?a=<script>', 'https://xn--fsq.example/'],
};

function listsOf(schema: Schema, making: Making): fc.Arbitrary<unknown[]> {
  const items = valuesOf(schema.items ?? {}, making);
  const bounds = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 4, 4) };
  return schema.uniqueItems
    ? fc.uniqueArray(items, { ...bounds, selector: (item) => JSON.stringify(item) })
    : fc.array(items, bounds);
}

/** All of what is required and some of the rest, often around the example; sometimes with a member nobody knows. */
function objectsOf(schema: Schema, making: Making): fc.Arbitrary<object> {
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => [
    name,
    valuesOf(member, making),
  ]);
  const required = schema.required ?? [];
  const made = fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required,
    noNullPrototype: true,
  });
  const example = schema.example ?? schema.examples?.[0];
  const isAround =
    typeof example === 'object' && example !== null && required.every((name) => name in example);
  // Few members at a time, so that rules between members do not refuse everything.
  const around = fc
    .tuple(
      made,
      fc.uniqueArray(fc.constantFrom(...members.map(([name]) => name as string), ''), { maxLength: 3 }),
    )
    .map(([all, chosen]) => {
      const named = ids(only(all, Object.keys(example as object)));
      return { ...(example as object), ...only(all, chosen), ...named };
    });
  const few = fc
    .tuple(
      made,
      fc.uniqueArray(fc.constantFrom(...members.map(([name]) => name as string), ''), { maxLength: 4 }),
    )
    .map(([all, chosen]) => only(all, [...required, ...chosen]));
  const fitting = fc.oneof(...(isAround ? [{ weight: 4, arbitrary: around }] : []), few, made);
  if (making.wild === 0) return fitting;
  const strange = fc.tuple(
    fitting,
    fc.constantFrom('__proto__', 'constructor', 'id', 'colour', ''),
    unfitting,
  );
  return fc.oneof(
    { weight: 100 - making.wild, arbitrary: fitting },
    {
      weight: making.wild,
      arbitrary: strange.map(([object, name, value]) => withMember(object, name, value)),
    },
  );
}

const only = (all: object, names: string[]): object =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

/** An example's ids name nothing; those of earlier answers do. One that it leaves out is left out: it would hardly ever fit the rest. */
const ids = (all: object): object =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value instanceof Earlier));

/** Also a member named `__proto__`, as JSON has it. */
const withMember = (object: object, name: string, value: unknown): object =>
  Object.defineProperty({ ...object }, name, { value, enumerable: true, configurable: true, writable: true });

/** Whatever the schema is, hardly one of these fits. */
const unfitting: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(null, '', ' ', 0, -1, 1.5, 1e308, 2 ** 53, -0, true, [], {}, [[]], [null], {
    a: { b: 1 },
  }),
  fc.constantFrom(
    'x'.repeat(5000),
    '\u0000',
    '\ud800',
    '99.99.99',
    '2026-02-30',
    '1e9',
    '__proto__',
    'é'.repeat(300),
  ),
  fc.constantFrom(...hostileTexts),
  fc.jsonValue({ maxDepth: 3 }),
);
