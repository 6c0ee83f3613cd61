/** What an action makes of the item stored now: the rules of conditions and counters, for stores that evaluate them in this process. */
import { TableMisuse } from './table.ts';
import type { Action, Condition, Item, Key } from './table.ts';

/** `write: false` leaves the store as it is. */
export type Outcome = { refused: true } | { refused: false; write: boolean; after: Item | undefined };

/** An item is there until its second of expiry; from then on no read and no condition sees it. */
export const isVisible = (item: Item, nowSeconds: number): boolean =>
  item.expiresAt === undefined || item.expiresAt > nowSeconds;

/** `stored` is what a read would give: `undefined` for nothing, and for something expired. */
export function holds(condition: Condition, stored: Item | undefined): boolean {
  switch (condition.is) {
    case 'absent':
      return stored === undefined;
    case 'present':
      return stored !== undefined;
    case 'version':
      return stored !== undefined && stored.version === condition.version;
    case 'equal':
      return stored !== undefined && stored[condition.attribute] === condition.value;
  }
}

/** The item after the action, or that it is refused. `stored` is never changed. */
export function outcomeOf(action: Action, stored: Item | undefined): Outcome {
  if (action.when && !holds(action.when, stored)) return { refused: true };
  switch (action.do) {
    case 'put':
      return { refused: false, write: true, after: action.item };
    case 'delete':
      return { refused: false, write: stored !== undefined, after: undefined };
    case 'check':
      return { refused: false, write: false, after: undefined };
    case 'update': {
      const after: Item = { ...(stored ?? keyOnly(action.key)), ...action.set };
      for (const name of action.remove ?? []) delete after[name];
      return { refused: false, write: true, after };
    }
    case 'add': {
      const now = stored?.[action.attribute] ?? 0;
      if (typeof now !== 'number' || !Number.isSafeInteger(now)) {
        throw new TableMisuse(`${action.attribute} of ${action.key.pk} / ${action.key.sk} is no counter`);
      }
      const [least, most] = boundsOf(action);
      const sum = now + action.by;
      if (sum < least || sum > most) return { refused: true };
      const after: Item = { ...(stored ?? keyOnly(action.key)), ...action.set, [action.attribute]: sum };
      return { refused: false, write: true, after };
    }
  }
}

/** A counter never leaves the exact whole numbers, whatever its own bounds. */
export const boundsOf = (action: { atLeast?: number; atMost?: number }): [number, number] => [
  action.atLeast ?? Number.MIN_SAFE_INTEGER,
  action.atMost ?? Number.MAX_SAFE_INTEGER,
];

const keyOnly = ({ pk, sk }: Key): Item => ({ pk, sk });
