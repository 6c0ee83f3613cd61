/** Holds every answer against the OpenAPI document: its status must be declared, its body must fit, nothing extra. */
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type Answer = { status: number; headers: Headers; body: unknown; text: string };
type Declared = { content?: Record<string, unknown> };

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
    if (!declared || !operation || answer.status === 304) return;
    const where = `${method} ${declared.path} answered ${answer.status}`;
    const response = operation.responses[String(answer.status)];
    if (!response) throw new Error(`${where}, which the document does not declare: ${answer.text}`);
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
