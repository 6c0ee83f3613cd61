/** An app before it has any operation: request ids, headers, and how refusals and defects are answered. */
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { operationsOf } from './operation.ts';
import { onError, problemResponse } from './problems.ts';

/** Operations are mounted on it afterwards. */
export function emptyApp(log: Log): Hono {
  const app = new Hono();
  app.use(requestId({ limitLength: 100 }));
  app.use(secureHeaders());
  app.onError(onError(log));
  app.notFound((c) => {
    const allowed = methodsAt(app, c.req.path);
    if (allowed.length === 0) {
      return problemResponse(c, new Refusal('not-found', 'There is nothing under this address.'));
    }
    c.header('allow', allowed.join(', '));
    const detail = `This address takes ${allowed.join(', ')}, not ${c.req.method}.`;
    return problemResponse(c, new Refusal('method-not-allowed', detail));
  });
  return app;
}

/** The methods of the operations under a path. */
function methodsAt(app: Hono, path: string): string[] {
  const patternOf = (declared: string) =>
    new RegExp(`^${declared.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  return operationsOf(app)
    .filter((operation) => patternOf(operation.path).test(path))
    .map(({ method }) => method.toUpperCase());
}
