/** A receiver of webhooks on the own machine: a real HTTP server that keeps what it was sent and answers as it is told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { alsoThisMachine } from '../../functions/server/own-machine-reach.ts';
import type { Reach } from '../../shared/webhooks/reach.ts';

export type Call = { headers: IncomingHttpHeaders; text: string; path: string };

export type Receiver = {
  url: string;
  port: number;
  calls: Call[];
  /** Connections, those without a request included. */
  connections: () => number;
  /** How the next ones are answered; 204 until told otherwise. */
  answer: (response: ServerResponse, call: Call) => void;
  close(): Promise<void>;
};

/** Listens on a free port of an address of this machine. */
export async function openReceiver(host = '127.0.0.1'): Promise<Receiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const receiver: Receiver = {
    url: '',
    port: 0,
    calls: [],
    connections: () => connections,
    answer: (response) => response.writeHead(204).end(),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const call = { headers: request.headers, text: Buffer.concat(parts).toString(), path: request.url! };
      receiver.calls.push(call);
      receiver.answer(response, call);
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  receiver.port = (server.address() as AddressInfo).port;
  receiver.url = `http://${host.includes(':') ? `[${host}]` : host}:${receiver.port}`;
  return receiver;
}

/** A reach for tests that deliver to receivers of their own: the service itself is never started with it. */
export const ownReceivers: Reach = {
  ...alsoThisMachine,
  // Only set up with, never sent to.
  addressesOf: async () => ['93.184.215.14'],
};
