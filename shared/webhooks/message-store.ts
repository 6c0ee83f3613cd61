/** Where the messages of webhooks lie, each below its webhook, and where those that wait stand in the order of their moments. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  webhookDueKey,
  webhookDuePrefix,
  webhookKey,
  webhookMessageKey,
  webhookQueueKey,
} from '../table/webhook-keys.ts';
import { ConditionFailed, TableBusy, type Action, type Item, type Table } from '../table/table.ts';
import { dueBy, expiryOf, takenBack, type Message, type Queue } from './delivery.ts';
import { queueFrom, queueWrite } from './webhook-store.ts';

const MOST_TRIES = 8;

/** The message in an item under `webhookMessageKey`. */
export const messageFrom = (item: Item | undefined): Stored<Message> | undefined => storedFrom<Message>(item);

/**
 * Gives a webhook a message, to be sent when it is due; the same id again changes nothing, nor does it for a webhook that is
 * gone. A read and a transaction.
 */
export async function giveMessage(
  table: Table,
  webhookId: string,
  message: Message,
  stamp: Stamp,
): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const [known, item] = await table.getMany([
      webhookMessageKey(webhookId, message.id),
      webhookQueueKey(webhookId),
    ]);
    if (known !== undefined || item === undefined) return;
    try {
      await table.transact(newMessageWrites(webhookId, message, queueFrom(item)!, stamp));
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
  throw new TableBusy(`webhook ${webhookId} is being given messages by others all the time`);
}

/** What to write for a new message; `queue` is its webhook's, as read. Three actions. */
export function newMessageWrites(
  webhookId: string,
  message: Message,
  queue: Stored<Queue>,
  stamp: Stamp,
): Action[] {
  const { due } = queue.value;
  const first = due === undefined || message.due! < due ? message.due! : due;
  return [
    messageWrite(webhookId, message, undefined, stamp),
    dueWrite(webhookId, message),
    // Written even where it stays as it is: whoever empties the queue meanwhile looks again.
    queueWrite(webhookId, dueBy(queue.value, first), queue, stamp),
  ];
}

/** Takes back a message that has not been sent. A read, and a transaction where there is one. */
export async function takeBackMessage(
  table: Table,
  webhookId: string,
  id: string,
  stamp: Stamp,
): Promise<void> {
  const known = messageFrom(await table.get(webhookMessageKey(webhookId, id)));
  if (known?.value.due === undefined) return;
  await table
    .transact(triedWrites(webhookId, known, takenBack(known.value), stamp))
    .catch((error: unknown) => {
      // It was tried meanwhile; whoever tries it looks for what it tells of.
      if (!(error instanceof ConditionFailed)) throw error;
    });
}

/** What to write after a try, or when it is taken back. Two or three actions. */
export const triedWrites = (
  webhookId: string,
  before: Stored<Message>,
  after: Message,
  stamp: Stamp,
): Action[] => [
  messageWrite(webhookId, after, before, stamp),
  { do: 'delete', key: webhookDueKey(webhookId, before.value.due!, before.value.id) },
  ...(after.due === undefined ? [] : [dueWrite(webhookId, after)]),
];

/** The ids of messages that are due by a moment, those that wait longest first; and the moment of the first that waits at all. One query. */
export async function dueMessages(
  table: Table,
  webhookId: string,
  now: Date,
  limit: number,
): Promise<string[]> {
  const { pk } = webhookKey(webhookId);
  const between: [string, string] = [webhookDuePrefix, `${webhookDuePrefix}${now.toISOString()}~`];
  const { items } = await table.query({ pk, between, limit });
  return items.map(({ sk }) => sk.slice(sk.lastIndexOf('#') + 1));
}

/** When the first of a webhook's messages that wait is due; undefined when none waits. One query. */
export async function firstDue(table: Table, webhookId: string): Promise<string | undefined> {
  const { pk } = webhookKey(webhookId);
  const { items } = await table.query({ pk, beginsWith: webhookDuePrefix, limit: 1 });
  return items[0]?.sk.slice(webhookDuePrefix.length, items[0].sk.lastIndexOf('#'));
}

const messageWrite = (
  webhookId: string,
  message: Message,
  before: Stored<Message> | undefined,
  stamp: Stamp,
): Action => ({
  do: 'put',
  item: itemOf(
    webhookMessageKey(webhookId, message.id),
    { expiresAt: expiryOf(message) },
    message,
    (before?.version ?? 0) + 1,
    stamp,
  ),
  when: before ? { is: 'version', version: before.version } : { is: 'absent' },
});

const dueWrite = (webhookId: string, message: Message): Action => ({
  do: 'put',
  item: { ...webhookDueKey(webhookId, message.due!, message.id), expiresAt: expiryOf(message) },
});
