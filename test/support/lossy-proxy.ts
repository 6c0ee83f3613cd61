/** Stands between the AWS SDK and DynamoDB Local and does what networks and busy services do: loses answers, or gives others. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request. `lose`: done, but the answer never arrives. Otherwise: not done, and this is the answer. */
export type Fault = 'lose' | { status: number; body: object };

export type LossyProxy = {
  endpoint: string;
  /** The next requests of this operation (such as `PutItem`) meet these faults, one each. */
  meets(operation: string, ...faults: Fault[]): void;
  /** Requests that came, by operation. */
  requests: string[];
  close(): Promise<void>;
};

export async function lossyProxy(target: string): Promise<LossyProxy> {
  const planned: { operation: string; fault: Fault }[] = [];
  const requests: string[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    requests.push(operation);
    const at = planned.findIndex((plan) => plan.operation === operation);
    const fault = at === -1 ? undefined : planned.splice(at, 1)[0]!.fault;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(fault.body));
      return;
    }
    const headers = Object.entries(request.headers).filter(([name]) =>
      /^(x-amz|content-type|authorization)/.test(name),
    );
    const answer = await fetch(target, {
      method: 'POST',
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      body: Buffer.concat(chunks),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (fault === 'lose') response.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    meets: (operation, ...faults) => void planned.push(...faults.map((fault) => ({ operation, fault }))),
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
