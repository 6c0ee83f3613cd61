/**
 * Turns: of the requests of one process that want to write over the same item, one at a time decides and writes. A hundred desks
 * that move meetings of one slot at once would otherwise all read the same version, and all but one decide in vain, again and again.
 * Between processes nothing is agreed: there the version itself decides, and who came too late decides again.
 */
import type { Action, Table } from '../../shared/table/table.ts';

/** The right to write over some items undisturbed by others of this process, until it is given back. */
export type Turn = {
  covers: (items: readonly string[]) => boolean;
  /** Nobody was before us: what was read still stands, as far as this process goes. */
  wasFree: boolean;
  end: () => void;
};

/** Who is last in line for an item: settles when that turn ends. */
type Lines = Map<string, Promise<void>>;

const linesOf = new WeakMap<Table, Lines>();

/** The items that these writes replace under a version, and so would write in vain when someone else has written first. */
export function contested(writes: readonly Action[]): string[] {
  return writes.flatMap((action) => {
    if (action.do === 'check' || action.when?.is !== 'version') return [];
    const { pk, sk } = action.do === 'put' ? action.item : action.key;
    return [`${pk} ${sk}`];
  });
}

/**
 * Waits in line for all of the items. First come, first served; no two can wait for each other, because each joins all of its
 * lines in one go. Who holds a turn gives it back before taking another.
 */
export async function takeTurn(table: Table, items: readonly string[]): Promise<Turn> {
  const lines = linesOf.get(table) ?? new Map<string, Promise<void>>();
  linesOf.set(table, lines);
  const before = items.flatMap((item) => lines.get(item) ?? []);
  const turn = Promise.withResolvers<void>();
  const ended = turn.promise;
  for (const item of items) lines.set(item, ended);
  const end = () => {
    for (const item of items) if (lines.get(item) === ended) lines.delete(item);
    turn.resolve();
  };
  if (before.length > 0) await Promise.all(before);
  return {
    covers: (others) => others.every((other) => items.includes(other)),
    wasFree: before.length === 0,
    end,
  };
}
