/** Delivers what is due to webhooks: each webhook apart from the others, so that one that dawdles holds up nobody else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook as Signer } from 'standardwebhooks';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf } from '../../shared/notices/notice.ts';
import { serviceStamp, type Stamp, type Stored } from '../../shared/stored.ts';
import { webhookMessageKey } from '../../shared/table/webhook-keys.ts';
import { ConditionFailed, type Table } from '../../shared/table/table.ts';
import {
  afterRound,
  afterTry,
  dueBy,
  isGivenUp,
  pauseAsked,
  takenBack,
  type Message,
  type Outcome,
} from '../../shared/webhooks/delivery.ts';
import { dueMessages, firstDue, messageFrom, triedWrites } from '../../shared/webhooks/message-store.ts';
import { signingSecret } from '../../shared/webhooks/secret.ts';
import {
  dueQueues,
  queueFrom,
  queueWrite,
  readDeploymentSecret,
  readWebhook,
  webhookIdIn,
  webhookWrites,
  type Known,
} from '../../shared/webhooks/webhook-store.ts';
import { signingGenerations, type Webhook } from '../../shared/webhooks/webhook.ts';
import { send, LONGEST_MS, type SendingTo } from './send.ts';

/** Webhooks served at once: those that took their last message, and, apart from them, those that did not. */
const MOST_AT_ONCE = { well: 32, failing: 16 };
/** Messages on their way to one webhook at once. Their order is not promised. */
const MOST_TO_ONE = 8;
/** Messages of one round; the next one follows at once. */
const MOST_A_ROUND = 80;
/** After so many failures in a row the round ends: the receiver is down. */
const MOST_FAILURES = 3;
/** A round begins no more messages after this, so that it ends well within its lease. */
const LONGEST_ROUND_MS = 20_000;
const LEASE_MS = LONGEST_ROUND_MS + 6 * LONGEST_MS;
/** Webhooks looked at in one go. */
const MOST_LOOKED_AT = 500;

export type Deliverer = {
  /** Begins with every webhook that is due and free, as far as there is room; gives how many it began with. One query. */
  begin(): Promise<number>;
  /** Whether some webhook is due within so many milliseconds. One query. */
  isDueWithin(ms: number): Promise<boolean>;
  /** How many webhooks are being served. */
  busy(): number;
  /** Resolves when one of those being served is done, or after so many milliseconds. */
  oneDone(mostMs: number): Promise<void>;
  /** Resolves when all that has begun is done. */
  done(): Promise<void>;
  /** Lets what is on its way end, and sends nothing more. */
  stop(): void;
};

export type DelivererDeps = SendingTo & { table: Table; clock: Clock; log: Log };

/** What serving takes beside that: the secret of the deployment, and whether nothing more is to be begun. */
type Work = DelivererDeps & { isEnded: () => boolean; secret: () => Promise<Uint8Array> };

/** A deliverer over a table. Several may work on one table: whoever takes a webhook first has it for a while. */
export function openDeliverer(deps: DelivererDeps): Deliverer {
  const { table, clock, log } = deps;
  const served = new Map<string, { isFailing: boolean; work: Promise<void> }>();
  const end = new AbortController();
  let secret: Promise<Uint8Array> | undefined;
  const work: Work = {
    ...deps,
    isEnded: () => end.signal.aborted,
    secret: () => (secret ??= readDeploymentSecret(table)),
  };

  const roomFor = (isFailing: boolean): boolean => {
    const kind = [...served.values()].filter((one) => one.isFailing === isFailing).length;
    return kind < MOST_AT_ONCE[isFailing ? 'failing' : 'well'];
  };

  const serve = async (id: string): Promise<void> => {
    try {
      const known = await readWebhook(table, id);
      if (known) await serveOne(work, known);
    } catch (error) {
      // Others wrote over it, or the store was busy: it is still due, and is taken up again.
      if (!(error instanceof ConditionFailed))
        log.error('a webhook could not be served', { webhook: id, error });
    } finally {
      served.delete(id);
    }
  };

  return {
    async begin() {
      const now = clock();
      const { items } = await table.query({ ...dueQueues(now), limit: MOST_LOOKED_AT });
      let begun = 0;
      for (const item of items) {
        const id = webhookIdIn(item);
        const queue = queueFrom(item)?.value;
        const isTaken = (queue?.leasedUntil ?? '') > now.toISOString();
        if (queue === undefined || isTaken || served.has(id) || !roomFor(queue.failures > 0)) continue;
        served.set(id, { isFailing: queue.failures > 0, work: serve(id) });
        begun += 1;
      }
      return begun;
    },
    async isDueWithin(ms) {
      const soon = new Date(clock().getTime() + ms);
      const { items } = await table.query({ ...dueQueues(soon), limit: MOST_LOOKED_AT });
      // Whoever holds a lease goes on with its webhook itself.
      return items.some((item) => (queueFrom(item)?.value.leasedUntil ?? '') <= clock().toISOString());
    },
    busy: () => served.size,
    async oneDone(mostMs) {
      const enough = new AbortController();
      const wait = sleep(mostMs, undefined, { signal: enough.signal }).catch(() => undefined);
      await Promise.race([wait, ...[...served.values()].map(({ work }) => work)]);
      enough.abort();
    },
    stop() {
      end.abort();
    },
    async done() {
      await Promise.all([...served.values()].map(({ work }) => work));
    },
  };
}

/** One round for one webhook: what is due is sent, and what came of it is kept. Rejects with `ConditionFailed` when another has it. */
async function serveOne(deps: Work, known: Known): Promise<void> {
  const { table, clock } = deps;
  const { webhook } = known;
  const now = clock();
  const { id } = webhook.value;
  const { due: _, ...resting } = known.queue.value;
  if (webhook.value.stopped) {
    await table.write(queueWrite(id, resting, known.queue, stampAt(now)));
    return;
  }
  const leasedUntil = new Date(now.getTime() + LEASE_MS).toISOString();
  if ((known.queue.value.leasedUntil ?? '') > now.toISOString()) return;
  await table.write(queueWrite(id, { ...known.queue.value, leasedUntil }, known.queue, stampAt(now)));

  const isFailing = known.queue.value.failures > 0;
  // Whoever took nothing last time is asked with one message first.
  const probe = isFailing ? await round(deps, webhook.value, 1) : [];
  const isDown = probe.some((one) => !one.taken && one.isDown);
  const rest = isDown ? [] : await round(deps, webhook.value, MOST_A_ROUND);
  await keepOutcomes(deps, id, [...probe, ...rest]);
}

/** Sends up to so many messages that are due, some at once, and gives what came of each. */
async function round(deps: Work, webhook: Webhook, most: number): Promise<Outcome[]> {
  const { table, clock } = deps;
  const ids = await dueMessages(table, webhook.id, clock(), most);
  if (ids.length === 0) return [];
  const messages = (await table.getMany(ids.map((one) => webhookMessageKey(webhook.id, one)))).map(
    messageFrom,
  );
  const sources = messages.flatMap((one) => (one?.value.source ? [one.value.source] : []));
  const there = new Set(
    (await table.getMany(sources)).flatMap((item) => (item ? [`${item.pk} ${item.sk}`] : [])),
  );
  const secret = await deps.secret();
  const outcomes: Outcome[] = [];
  let failuresInARow = 0;
  let isAskedToWait = false;
  const end = performance.now() + LONGEST_ROUND_MS;
  const waiting = messages.values();
  const sender = async (): Promise<void> => {
    for (const message of waiting) {
      const isOver = isAskedToWait || failuresInARow >= MOST_FAILURES || performance.now() > end;
      if (deps.isEnded() || isOver) return;
      if (message?.value.due === undefined || message.value.body === undefined) continue;
      const { source } = message.value;
      if (source && !there.has(`${source.pk} ${source.sk}`)) {
        await keep(deps, webhook.id, message, takenBack(message.value));
        continue;
      }
      const outcome = await sendOne(deps, webhook, message.value, secret);
      failuresInARow = outcome.taken || !outcome.isDown ? 0 : failuresInARow + 1;
      isAskedToWait ||= pauseAsked(outcome, clock()) !== undefined;
      outcomes.push(outcome);
      await keep(deps, webhook.id, message, afterTry(message.value, outcome, clock()));
    }
  };
  await Promise.all(Array.from({ length: MOST_TO_ONE }, sender));
  return outcomes;
}

/** Signs with every secret that counts now, and sends. */
function sendOne(
  deps: DelivererDeps,
  webhook: Webhook,
  { id, body = '' }: Message,
  secret: Uint8Array,
): Promise<Outcome> {
  const now = deps.clock();
  const signatures = signingGenerations(webhook, now).map((generation) =>
    new Signer(signingSecret(secret, webhook.id, generation)).sign(id, now, body),
  );
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'titik-temu-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
  return send(webhook.url, headers, body, deps);
}

async function keep(
  { table, clock }: DelivererDeps,
  webhookId: string,
  before: Stored<Message>,
  after: Message,
): Promise<void> {
  await table.transact(triedWrites(webhookId, before, after, stampAt(clock()))).catch((error: unknown) => {
    // It was taken back while it was sent.
    if (!(error instanceof ConditionFailed)) throw error;
  });
}

/** Writes how the round went, and when the next one is due, whatever was added meanwhile; stops a webhook that takes nothing for good. */
async function keepOutcomes(
  { table, clock, log }: DelivererDeps,
  id: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  for (;;) {
    const known = await readWebhook(table, id);
    if (!known) return;
    const now = clock();
    const { leasedUntil: _, ...free } = known.queue.value;
    const after = afterRound(free, outcomes, now);
    const first = await firstDue(table, id);
    const stamp = stampAt(now);
    const because = outcomes.some((one) => !one.taken && one.isGone)
      ? 'gone'
      : isGivenUp(after, now)
        ? 'failing'
        : undefined;
    try {
      if (because === undefined || known.webhook.value.stopped) {
        await table.write(queueWrite(id, dueBy(after, first), known.queue, stamp));
      } else {
        const stopped: Webhook = {
          ...known.webhook.value,
          stopped: { at: stamp.at, because },
          updatedAt: stamp.at,
        };
        await table.transact([
          ...webhookWrites(stopped, known.webhook, stamp),
          queueWrite(id, dueBy(after, undefined), known.queue, stamp),
          ...noticeWrites([stoppedNotice(stopped, because)], stamp),
        ]);
        log.info('a webhook was stopped', { webhook: id, because });
      }
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
}

function stoppedNotice({ id, organizationId, url, updatedAt }: Webhook, because: 'gone' | 'failing') {
  const host = new URL(url).host;
  const why = {
    gone: { id: 'penerimanya menjawab 410', en: 'its receiver answered 410' },
    failing: { id: 'tidak ada pesan yang diterima selama lima hari', en: 'it took no message for five days' },
  }[because];
  return noticeOf({
    organizationId,
    kind: 'webhook-stopped',
    at: updatedAt,
    about: { webhookId: id },
    text: {
      id: `Webhook ke ${host} dihentikan: ${why.id}. Perbaiki penerimanya, lalu aktifkan kembali`,
      en: `The webhook to ${host} was stopped: ${why.en}. Mend its receiver, then take it up again`,
    },
  });
}

const stampAt = (now: Date): Stamp => serviceStamp(now.toISOString());
