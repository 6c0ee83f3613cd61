/** The OpenAPI 3.1 document, from the same declarations that the routes are mounted from. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import { operationsOf, routeOf, tags } from './operation.ts';

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/** The document of all mounted operations; the same code gives the same bytes. */
export function documentOf(app: Hono): Document {
  const described = new OpenAPIHono();
  const registry = described.openAPIRegistry;
  for (const operation of operationsOf(app)) registry.registerPath(routeOf(operation));
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
        "B2B marketplace and matchmaking for Indonesia's village cooperatives. Errors are RFC 9457 problem documents; " +
        'lists page by `cursor`; creates take `Idempotency-Key`; updates take `If-Match`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'This service' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  });
  return withNulls(document) as Document;
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
