/** Holds every answer against the OpenAPI document: its status and its headers must be declared, its body must fit, nothing extra. */
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { resolved, type Reference } from './resolved.ts';

type Answer = { status: number; headers: Headers; body: unknown; text: string };
type Header = { required: boolean };
type Declared = { content?: Record<string, unknown>; headers?: Record<string, Header | Reference> };

/** Those that a client goes by. Others, such as the time of day, are the server's own. */
const telling = ['etag', 'location', 'link', 'retry-after', 'content-disposition', 'www-authenticate'];

/** Makes the check for one document. It throws with the differences. */
export function documentCheck(document: object): (method: string, path: string, answer: Answer) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  const { paths = {} } = document as {
    paths?: Record<string, Record<string, { responses: Record<string, Declared | Reference> }>>;
  };
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const compiled = new Map<string, ValidateFunction>();

  return (method, path, answer) => {
    const pathname = path.split('?')[0]!;
    const declared = patterns.find(({ pattern }) => pattern.test(pathname));
    const operation = declared && paths[declared.path]?.[method.toLowerCase()];
    if (!declared || !operation) return;
    const where = `${method} ${declared.path} answered ${answer.status}`;
    const said = operation.responses[String(answer.status)];
    if (!said) throw new Error(`${where}, which the document does not declare: ${answer.text}`);
    const response = resolved(document, said);
    for (const [name, header] of Object.entries(response.headers ?? {})) {
      if (resolved(document, header).required && !answer.headers.has(name))
        throw new Error(`${where} without ${name}, which is declared`);
    }
    const untold = telling.find((name) => answer.headers.has(name) && !response.headers?.[name]);
    if (untold !== undefined) throw new Error(`${where} with ${untold}, which the document does not declare`);
    if (!response.content) {
      if (answer.text !== '') throw new Error(`${where} with a body, but none is declared`);
      return;
    }
    const type = (answer.headers.get('content-type') ?? '').split(';')[0]!;
    if (!(type in response.content))
      throw new Error(`${where} as ${type}, which the document does not declare`);
    if (!type.endsWith('json')) return;
    const at = ['paths', declared.path, method.toLowerCase(), 'responses', String(answer.status)];
    const whole = '$ref' in said ? said.$ref : pointerTo(at);
    const reference = `document${whole}${pointerTo(['content', type, 'schema']).slice(1)}`;
    if (!compiled.has(reference)) compiled.set(reference, ajv.compile({ $ref: reference }));
    const validate = compiled.get(reference)!;
    if (!validate(answer.body)) {
      throw new Error(
        `${where}, which does not fit the document: ${ajv.errorsText(validate.errors)}\n${answer.text}`,
      );
    }
  };
}

const pointerTo = (path: readonly string[]): string =>
  `#${path.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;
