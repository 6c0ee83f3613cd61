/**
 * Load that does not wait for its answers: requests leave at their appointed times, however slow the server is, as those of many
 * strangers do. Clients that wait (a closed loop) slow down together with the server and never overload it.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer as its client sees it. */
export type Answered = {
  status: number;
  /** The head as it came: status line and headers. */
  head: string;
  body: string;
  /** From the moment at which the request was to leave until its answer was whole. */
  ms: number;
  /** That moment, in milliseconds since the load began. */
  at: number;
};

export type Load = {
  port: number;
  perSecond: number;
  seconds: number;
  /** The n-th request, whole: head and body. */
  request: (n: number) => string;
  onAnswer: (answer: Answered) => void;
  /** Called when the last request has left; its answer may be long in coming. */
  onSent?: () => void;
};

/** Connections at most: requests beyond them wait for a free one, and their clock runs. */
const MOST_CONNECTIONS = 5_000;
/** How long the last answers are waited for. */
const PATIENCE_MS = 30_000;

type Pending = { appointed: number; text: string };

/** Sends the load; gives how many requests were sent and how many were never answered (connection broken, or out of patience). */
export async function offer(load: Load): Promise<{ sent: number; unanswered: number }> {
  const { port, perSecond, seconds, request, onAnswer } = load;
  const start = performance.now();
  const total = Math.round(perSecond * seconds);
  const idle: Connection[] = [];
  const all: Connection[] = [];
  const queue: Pending[] = [];
  let sent = 0;
  let answered = 0;
  let broken = 0;

  const release = (connection: Connection): void => {
    const next = queue.shift();
    if (next) connection.send(next);
    else idle.push(connection);
  };
  const hear = (connection: Connection, appointed: number, reply: Reply): void => {
    answered += 1;
    onAnswer({ ...reply, ms: performance.now() - start - appointed, at: appointed });
    if (!connection.isBroken) release(connection);
  };
  const lose = (): void => {
    broken += 1;
  };
  const dispatch = (pending: Pending): void => {
    let connection = idle.pop();
    while (connection?.isBroken) connection = idle.pop();
    if (connection) connection.send(pending);
    else if (all.length < MOST_CONNECTIONS) {
      const fresh = new Connection(port, hear, lose);
      all.push(fresh);
      fresh.send(pending);
    } else queue.push(pending);
  };

  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; sent < due; sent += 1) dispatch({ appointed: (sent / perSecond) * 1000, text: request(sent) });
    await sleep(1);
  }
  load.onSent?.();
  const isOver = (): boolean => answered + broken >= sent;
  for (let waited = 0; !isOver() && waited < PATIENCE_MS; waited += 5) await sleep(5);
  for (const connection of all) connection.close();
  return { sent, unanswered: sent - answered };
}

type Reply = Pick<Answered, 'status' | 'head' | 'body'>;

/** A kept connection with at most one request under way. */
class Connection {
  isBroken = false;
  readonly #socket: Socket;
  #appointed: number | undefined;
  #text = '';

  constructor(
    port: number,
    hear: (connection: Connection, appointed: number, reply: Reply) => void,
    lose: () => void,
  ) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => {
      this.#text += text;
      const reply = wholeReply(this.#text);
      if (!reply || this.#appointed === undefined) return;
      const appointed = this.#appointed;
      this.#text = '';
      this.#appointed = undefined;
      hear(this, appointed, reply);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.isBroken = true;
      if (this.#appointed !== undefined) lose();
      this.#appointed = undefined;
    });
  }

  send({ appointed, text }: Pending): void {
    this.#appointed = appointed;
    this.#socket.write(text, 'latin1');
  }

  close(): void {
    this.#socket.destroy();
  }
}

function wholeReply(text: string): Reply | undefined {
  const split = text.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  const head = text.slice(0, split);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const body = text.slice(split + 4);
  if (body.length < length) return undefined;
  return { status: Number(head.slice(9, 12)), head, body };
}
