/** Gives changes to the reactions, each in their order and beside the others, and stops at the first that fails: what comes after must wait for it. */
import type { Change } from '../../shared/table/table.ts';

/**
 * Does what follows from one change, and may be given it again; rejects when it could not, and will then be asked again. Of those that
 * come next it may take some with it.
 */
export type Reaction = (change: Change, next?: readonly Change[]) => Promise<void>;

/** `done` changes were taken by every reaction; when not all, `failure` says why the next one was not. */
export type Progress = { done: number; failure?: unknown };

/**
 * Never rejects. Every reaction is given one change after the other, whatever pace the others keep: they write different items, so
 * they never undo each other's work, and on one machine their writes share the wait for the disk. One reaction taking several
 * changes at once would rewrite the same buckets and words again and again: half as many writes more for four at once.
 *
 * `changes` may be lazy: one that cannot even be read fails in its turn, after those before it were taken. The change that fails is
 * still given to every other reaction, so that only what really fails is missing if it is given up; no change behind it is begun,
 * though some may be taken already, and will be given again. On one machine the caller saves its checkpoint after the last one
 * done; in Lambda the handler reports the next one.
 */
export async function react(changes: Iterable<Change>, reactions: readonly Reaction[]): Promise<Progress> {
  const readable: Change[] = [];
  let failure: unknown;
  try {
    for (const change of changes) readable.push(change);
  } catch (unreadable) {
    failure = unreadable;
  }
  let done = readable.length;
  const follow = async (reaction: Reaction): Promise<void> => {
    for (let at = 0; at < readable.length && at <= done; at += 1) {
      try {
        await reaction(readable[at]!, readable.slice(at + 1));
      } catch (reason) {
        if (at < done) [done, failure] = [at, reason];
        return;
      }
    }
  };
  await Promise.all(reactions.map(follow));
  return failure === undefined ? { done } : { done, failure };
}
