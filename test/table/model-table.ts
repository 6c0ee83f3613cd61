/** The table as simply as it can be said: items by their keys, written without a look at the stores that are judged by it. */
import type { Clock } from '../../shared/clock.ts';
import { ConditionFailed } from '../../shared/table/table.ts';
import type { Action, Condition, Item, Key, Query, QueryResult, Table } from '../../shared/table/table.ts';

const sortedBy = { table: ['pk', 'sk'], list: ['listPk', 'listSk'], owner: ['ownerPk', 'ownerSk'] } as const;

export class ModelTable implements Table {
  readonly changes: { key: Key; before: Item | null; after: Item | null }[] = [];
  readonly #clock: Clock;
  readonly #items = new Map<string, Item>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(key: Key): Promise<Item | undefined> {
    return this.#seen(key);
  }

  async getMany(keys: readonly Key[]): Promise<(Item | undefined)[]> {
    return keys.map((key) => this.#seen(key));
  }

  /** All at once; pages are the business of stores. */
  async query({ pk, index, beginsWith, between, descending }: Query): Promise<QueryResult> {
    const [partition, sort] = sortedBy[index ?? 'table'];
    const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const at = (item: Item): string => item[sort] as string;
    const items = [...this.#items.values()]
      .filter((item) => this.#isAlive(item) && item[partition] === pk && item[sort] !== undefined)
      .filter((item) => beginsWith === undefined || at(item).startsWith(beginsWith))
      .filter((item) => !between || (order(at(item), between[0]) >= 0 && order(at(item), between[1]) <= 0))
      .toSorted((a, b) => order(at(a), at(b)));
    return { items: descending ? items.toReversed() : items, next: null };
  }

  async write(action: Action): Promise<Item | undefined> {
    this.#refuse(action, 0);
    return this.#apply(action);
  }

  async transact(actions: readonly Action[]): Promise<void> {
    for (const [index, action] of actions.entries()) this.#refuse(action, index);
    for (const action of actions) this.#apply(action);
  }

  async close(): Promise<void> {}

  #isAlive(item: Item): boolean {
    return item.expiresAt === undefined || item.expiresAt * 1000 > this.#clock().getTime();
  }

  #kept({ pk, sk }: Key): Item | undefined {
    return this.#items.get(`${pk}\n${sk}`);
  }

  #seen(key: Key): Item | undefined {
    const item = this.#kept(key);
    return item && this.#isAlive(item) ? item : undefined;
  }

  #refuse(action: Action, index: number): void {
    const key = action.do === 'put' ? action.item : action.key;
    const item = this.#seen(key);
    const ok = !action.when || this.#holds(action.when, item);
    const count = action.do === 'add' ? Number(item?.[action.attribute] ?? 0) + action.by : 0;
    const { atLeast = Number.MIN_SAFE_INTEGER, atMost = Number.MAX_SAFE_INTEGER } =
      action.do === 'add' ? action : {};
    const inside = count >= atLeast && count <= atMost;
    if (!ok || !inside) throw new ConditionFailed(index, { pk: key.pk, sk: key.sk }, action.when);
  }

  #holds(when: Condition, item: Item | undefined): boolean {
    if (when.is === 'absent') return !item;
    if (!item) return false;
    if (when.is === 'present') return true;
    return when.is === 'version' ? item.version === when.version : item[when.attribute] === when.value;
  }

  #apply(action: Action): Item | undefined {
    if (action.do === 'check') return undefined;
    const { pk, sk } = action.do === 'put' ? action.item : action.key;
    const before = this.#kept({ pk, sk });
    const item = this.#seen({ pk, sk });
    let after: Item | undefined;
    if (action.do === 'put') after = { ...action.item };
    if (action.do === 'update') {
      after = { pk, sk, ...item, ...action.set };
      for (const name of action.remove ?? []) delete after[name];
    }
    if (action.do === 'add') {
      after = { pk, sk, ...item, [action.attribute]: Number(item?.[action.attribute] ?? 0) + action.by };
    }
    // What was written last comes last among equals.
    this.#items.delete(`${pk}\n${sk}`);
    if (after) this.#items.set(`${pk}\n${sk}`, after);
    if (before || after) this.changes.push({ key: { pk, sk }, before: before ?? null, after: after ?? null });
    return after;
  }
}
