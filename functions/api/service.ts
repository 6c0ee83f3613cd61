/** The service about itself: liveness, the OpenAPI document and its reference pages (no CDN). */
import type { Hono } from 'hono';
import * as z from 'zod';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';

/** Reads a file of the reference pages (swagger-ui-dist), or gives undefined where there is none of that name. */
export type DocsAssets = (name: string) => Promise<Uint8Array | undefined>;

const getHealth = operation({
  id: 'getHealth',
  method: 'get',
  path: '/health',
  tag: 'Service',
  summary: 'Is the service alive?',
  answers: {
    status: 200,
    form: 'one',
    description: 'Alive',
    schema: z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' }),
    example: { status: 'ok' },
  },
});

const getDocument = operation({
  id: 'getDocument',
  method: 'get',
  path: '/openapi.json',
  tag: 'Service',
  summary: 'This document',
  answers: {
    status: 200,
    form: 'one',
    description: 'OpenAPI 3.1',
    schema: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }),
    example: { openapi: '3.1.0' },
  },
});

/** The files of the reference pages that are served, with their types. */
export const docsFiles = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Titik Temu API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });
`;

/** The pages' own policy: everything from here, and the inline styles and data images that the reference pages draw with. */
const docsPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** Routes of the service itself. */
export function service(app: Hono, deps: EndpointDeps & { docs: DocsAssets }): void {
  mount(app, deps, getHealth, async () => ({ body: { status: 'ok' as const } }));

  let document: { openapi: string } | undefined;
  mount(app, deps, getDocument, async () => {
    // What makes the document is a third of the code, and no other operation needs it.
    document ??= (await import('./document.ts')).documentOf(app);
    return { body: { ...document } };
  });

  app.get('/', (c) => c.redirect('/docs'));
  app.get('/docs', (c) => c.html(docsPage, 200, { 'content-security-policy': docsPolicy }));
  app.get('/docs/start.js', (c) =>
    c.body(startScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/docs/:file', async (c) => {
    const file = c.req.param('file') as keyof typeof docsFiles;
    const bytes = Object.hasOwn(docsFiles, file) ? await deps.docs(file) : undefined;
    if (bytes === undefined) throw notFound();
    return c.body(bytes.slice().buffer, 200, {
      'content-type': docsFiles[file],
      'cache-control': 'public, max-age=86400',
    });
  });
}
