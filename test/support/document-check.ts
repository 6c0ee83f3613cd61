/** Holds every answer against the OpenAPI document: its status and its headers must be declared, its body must fit, nothing extra. */
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type Answer = { status: number; headers: Headers; body: unknown; text: string };
type Declared = { content?: Record<string, unknown>; headers?: Record<string, { required: boolean }> };

/** Those that a client goes by. Others, such as the time of day, are the server's own. */
const telling = ['etag', 'location', 'link', 'retry-after', 'content-disposition', 'www-authenticate'];

/** Makes the check for one document. It throws with the differences. */
export function documentCheck(document: object): (method: string, path: string, answer: Answer) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  const { paths = {} } = document as {
    paths?: Record<string, Record<string, { responses: Record<string, Declared> }>>;
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
    const response = operation.responses[String(answer.status)];
    if (!response) throw new Error(`${where}, which the document does not declare: ${answer.text}`);
    for (const [name, { required }] of Object.entries(response.headers ?? {})) {
      if (required && !answer.headers.has(name))
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
    const pointer = [
      'paths',
      declared.path,
      method.toLowerCase(),
      'responses',
      String(answer.status),
      'content',
      type,
      'schema',
    ]
      .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
      .map(encodeURIComponent)
      .join('/');
    const reference = `document#/${pointer}`;
    if (!compiled.has(reference)) compiled.set(reference, ajv.compile({ $ref: reference }));
    const validate = compiled.get(reference)!;
    if (!validate(answer.body)) {
      throw new Error(
        `${where}, which does not fit the document: ${ajv.errorsText(validate.errors)}\n${answer.text}`,
      );
    }
  };
}
