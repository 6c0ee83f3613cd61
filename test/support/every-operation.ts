/** Every operation of the document, in an order in which each finds what it acts on: for tests and measures that go over all. */
import type { OperationId } from '../../functions/api/policy.ts';
import type { TestApi } from './api.ts';

export type ListedOperation = { method: string; operationId: OperationId };

/** What only reads comes first, while everything is still there; what removes comes last. */
export async function everyOperation(api: TestApi): Promise<ListedOperation[]> {
  const paths = (await api.get('/openapi.json')).body.paths as Record<
    string,
    Record<string, { operationId: OperationId }>
  >;
  const turn = (method: string) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method);
  return Object.values(paths)
    .flatMap((methods) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        method: method.toUpperCase(),
        operationId,
      })),
    )
    .sort((a, b) => turn(a.method) - turn(b.method));
}
