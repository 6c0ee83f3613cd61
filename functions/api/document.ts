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
  return described.getOpenAPI31Document({
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
}
