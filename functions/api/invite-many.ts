/** Enters many participants at once, a hundred to a transaction, and says for each what became of it: whatever it says is durable. */
import { participantWrites, readParticipant } from '../../shared/events/event-store.ts';
import type { Participant } from '../../shared/events/participant.ts';
import type { Stamp, Stored } from '../../shared/stored.ts';
import { ConditionFailed, TableBusy, type Table } from '../../shared/table/table.ts';

/** A participant to be written, and what it takes the place of; `decide` says it anew when somebody else wrote first. */
export type ToInvite<T> = {
  of: T;
  before: Stored<Participant> | undefined;
  after: Participant;
  decide: (before: Stored<Participant> | undefined) => Participant | undefined;
};

/** `unchanged`: somebody else had done it meanwhile. */
export type Invitation<T> = { of: T; status: 'written' | 'unchanged' | 'busy' };

/** Far below the table's limit of 100 actions. */
const WRITTEN_AT_ONCE = 90;
/** How often one is decided anew because someone else wrote first. */
const MOST_RUNS = 5;

/**
 * Writes the participants in their order. When a transaction fails because somebody wrote one of them meanwhile, each goes alone, on
 * what is stored by then. One transaction for every {@link WRITTEN_AT_ONCE}.
 */
export async function inviteMany<T>(
  table: Table,
  invited: readonly ToInvite<T>[],
  stamp: Stamp,
): Promise<Invitation<T>[]> {
  const done: Invitation<T>[] = [];
  for (let at = 0; at < invited.length; at += WRITTEN_AT_ONCE) {
    const batch = invited.slice(at, at + WRITTEN_AT_ONCE);
    try {
      await table.transact(batch.flatMap(({ after, before }) => participantWrites(after, before, stamp)));
      done.push(...batch.map(({ of }) => ({ of, status: 'written' as const })));
    } catch (error) {
      if (!isOfOthers(error)) throw error;
      for (const one of batch) done.push({ of: one.of, status: await inviteOne(table, one, stamp) });
    }
  }
  return done;
}

async function inviteOne<T>(table: Table, one: ToInvite<T>, stamp: Stamp): Promise<Invitation<T>['status']> {
  const { eventId, organizationId } = one.after;
  for (let runs = 0; runs < MOST_RUNS; runs += 1) {
    try {
      const before = await readParticipant(table, eventId, organizationId);
      const after = one.decide(before);
      if (after === undefined) return 'unchanged';
      await table.transact(participantWrites(after, before, stamp));
      return 'written';
    } catch (error) {
      if (!isOfOthers(error)) throw error;
    }
  }
  return 'busy';
}

const isOfOthers = (error: unknown): boolean =>
  error instanceof ConditionFailed || error instanceof TableBusy;
