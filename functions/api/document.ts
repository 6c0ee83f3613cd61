/** The OpenAPI 3.1 document, from the same declarations that the routes are mounted from. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import { routeOf } from './described-route.ts';
import { operationsOf, tags } from './operation.ts';
import { registerShared } from './shared-answers.ts';
import { registerMessages } from './webhook-messages.ts';

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/** The document of all mounted operations; the same code gives the same bytes. */
export function documentOf(app: Hono): Document {
  const described = new OpenAPIHono();
  const registry = described.openAPIRegistry;
  for (const operation of operationsOf(app)) registry.registerPath(routeOf(operation));
  registerShared(registry);
  registerMessages(registry);
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token with `role`, `organization` and, for an organizer, `region`.',
  });
  const document = described.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Titik Temu',
      version: '1.0.0',
      description:
        "B2B marketplace and matchmaking for Indonesia's village cooperatives. Errors are RFC 9457 problem documents, with a " +
        'pointer to each fault; lists page by `cursor` until `nextCursor` is null; creates take `Idempotency-Key`; updates take ' +
        '`If-Match` with the `ETag` that was read. Money is in whole rupiah, an instant in UTC, a day in the calendar of the place; ' +
        'an optional member that has no value is left out, and in a change null takes it away.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'This service' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  });
  return withSharedParameters(withNames(withNulls(document) as Document));
}

/**
 * A component that may also be null is written by the generator as `allOf: [component, {type: [..., 'null']}]`, which null never
 * fits, since it is no such component. Here it becomes what is meant: either of the two.
 */
function withNulls(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withNulls);
  if (typeof part !== 'object' || part === null) return part;
  const { allOf, ...rest } = part as { allOf?: { $ref?: string; type?: unknown }[] };
  const [component, other] = allOf ?? [];
  if (component?.$ref !== undefined && Array.isArray(other?.type) && other.type.includes('null')) {
    return { anyOf: [component, { type: 'null' }], ...rest };
  }
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withNulls(value)]));
}

type Schema = { readonly [key: string]: unknown };

/**
 * A component that is described anew where it is used, or may be null there, is written out in full by the generator, and clients made
 * of the document get one more type for the same thing. Here it becomes a reference with its description beside it, as OpenAPI 3.1
 * allows. Two components of one shape stay as they are: which of them is meant cannot be told.
 */
function withNames(document: Document): Document {
  const names = new Map<string, string | undefined>();
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const { shape } = taken(schema as Schema);
    if ('properties' in schema || 'enum' in schema) names.set(shape, names.has(shape) ? undefined : name);
  }
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== 'object' || part === null) return part;
    const { shape, isNullable, notes } = taken(part as Schema);
    const name = names.get(shape);
    if (name === undefined) return membersOf(part);
    const component = { $ref: `#/components/schemas/${name}` };
    return isNullable ? { anyOf: [component, { type: 'null' }], ...notes } : { ...component, ...notes };
  };
  const membersOf = (part: object): object =>
    Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, key.startsWith('example') ? value : visit(value)]),
    );
  const { components, ...rest } = document;
  const schemas = Object.entries(components?.schemas ?? {}).map(([name, schema]) => [
    name,
    membersOf(schema),
  ]);
  return {
    ...(visit(rest) as Document),
    components: { ...components, schemas: Object.fromEntries(schemas) },
  };
}

/** What a schema takes apart from null, to be compared with others, and what is only said about it. */
function taken(schema: Schema): { shape: string; isNullable: boolean; notes: Schema } {
  const notes: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema).sort(([a], [b]) => (a < b ? -1 : 1))) {
    (['description', 'example', 'examples'].includes(key) ? notes : rest)[key] = value;
  }
  const { type, enum: values } = rest;
  const isNullable = Array.isArray(type) && type.length === 2 && type[1] === 'null';
  if (isNullable) rest['type'] = type[0];
  if (isNullable && Array.isArray(values)) rest['enum'] = values.filter((value) => value !== null);
  return { shape: JSON.stringify(rest), isNullable, notes };
}

type Parameter = { readonly name: string; readonly description?: string; readonly schema: Schema };

/**
 * A parameter that several operations take alike is written once, and referred to. Of those of one name it is the commonest: what
 * another operation means by it stays with that operation. What it is for is said of the parameter, and not of its schema once more.
 */
function withSharedParameters(document: Document): Document {
  const operations = Object.values(document.paths ?? {})
    .flatMap((methods) => Object.values(methods) as { parameters: unknown[] }[])
    .filter(({ parameters }) => parameters !== undefined);
  const uses = new Map<string, number>();
  for (const operation of operations) {
    operation.parameters = operation.parameters.map((given) => {
      const { schema, ...parameter } = given as Parameter;
      const { description, ...bare } = schema;
      const said = { ...parameter, schema: description === parameter.description ? bare : schema };
      const form = JSON.stringify(said);
      uses.set(form, (uses.get(form) ?? 0) + 1);
      return said;
    });
  }
  const common = new Map<string, string>();
  for (const [form, count] of [...uses].sort(([, a], [, b]) => a - b)) {
    if (count > 1) common.set((JSON.parse(form) as Parameter).name, form);
  }
  for (const operation of operations) {
    operation.parameters = operation.parameters.map((parameter) => {
      const { name } = parameter as Parameter;
      const isCommon = common.get(name) === JSON.stringify(parameter);
      return isCommon ? { $ref: `#/components/parameters/${name}` } : parameter;
    });
  }
  const names = [...common.keys()].sort();
  const parameters = Object.fromEntries(names.map((name) => [name, JSON.parse(common.get(name)!) as never]));
  return { ...document, components: { ...document.components, parameters } };
}
