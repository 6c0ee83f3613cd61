/** Gives changes to the reactions in their order, and stops at the first that fails: what comes after must wait for it. */
import type { Change } from '../../shared/table/table.ts';

/** Does what follows from one change, and may be given it again; rejects when it could not, and will then be asked again. */
export type Reaction = (change: Change) => Promise<void>;

/** `done` changes were taken; when not all, `failure` says why the next one was not. */
export type Progress = { done: number; failure?: unknown };

/**
 * Never rejects. `changes` may be lazy: one that cannot even be read fails in its turn, after those before it were taken.
 * On one machine the caller saves its checkpoint after the last one done; in Lambda the handler reports the next one.
 */
export async function react(changes: Iterable<Change>, reactions: readonly Reaction[]): Promise<Progress> {
  let done = 0;
  try {
    for (const change of changes) {
      for (const reaction of reactions) await reaction(change);
      done += 1;
    }
    return { done };
  } catch (failure) {
    return { done, failure };
  }
}
