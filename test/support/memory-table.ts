/** A table in memory that decides each write as the stores do, one after the other, and lets others in between: for many operations in little time. */
import { setImmediate } from 'node:timers/promises';
import { outcomeOf } from '../../shared/table/outcome.ts';
import { ConditionFailed, type Action, type Item, type Key, type Table } from '../../shared/table/table.ts';

const identity = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
const keyOf = (action: Action): Key => (action.do === 'put' ? action.item : action.key);

/** `committed` sees what each transaction has left under the keys that it wrote, in the order in which they count. */
export function memoryTable(committed: (after: readonly (Item | undefined)[]) => void): Table {
  const items = new Map<string, Item>();
  const transact = async (actions: readonly Action[]): Promise<void> => {
    await setImmediate();
    const outcomes = actions.map((action, index) => {
      const outcome = outcomeOf(action, items.get(identity(keyOf(action))));
      if (outcome.refused) {
        throw action.refusal ?? new ConditionFailed(index, keyOf(action), action.when);
      }
      return { at: identity(keyOf(action)), ...outcome };
    });
    const written = outcomes.filter(({ write }) => write);
    for (const { at, after } of written) {
      if (after) items.set(at, after);
      else items.delete(at);
    }
    committed(written.map(({ after }) => after));
  };
  return {
    async get(key) {
      await setImmediate();
      return items.get(identity(key));
    },
    async getMany(keys) {
      await setImmediate();
      return keys.map((key) => items.get(identity(key)));
    },
    async query({ pk, beginsWith = '' }) {
      const found = [...items.values()].filter((item) => item.pk === pk && item.sk.startsWith(beginsWith));
      return { items: found, next: null };
    },
    async write(action) {
      await transact([action]);
      return items.get(identity(keyOf(action)));
    },
    transact,
    close: async () => undefined,
  };
}
