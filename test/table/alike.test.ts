/** Both stores behave as a plain model does: random sequences of commands, the same answers, the same changes. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Action, Condition, Item, Key, Query, Table } from '../../shared/table/table.ts';
import { openDynamo, openSqlite } from '../support/tables.ts';
import type { OpenTable } from '../support/tables.ts';
import { ModelTable } from './model-table.ts';

/** `SEQUENCES` and `SEED` make a soak of it. DynamoDB Local takes forty times as long for one. */
const sequencesOf = (usually: number): number => Number(process.env['SEQUENCES'] ?? usually);
const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) };
const epoch = Date.UTC(2026, 0, 2) / 1000;

const key = fc.record({ pk: fc.constantFrom('A', 'B'), sk: fc.constantFrom('1', '10', '2', 'é', '𝄞') });
const scalar = fc.constantFrom<(string | number | boolean | null)[]>('', 'x', 'é', 0, 1, 2.5, true, null);
const attributes = fc.record(
  {
    name: scalar,
    tags: fc.array(scalar, { maxLength: 2 }),
    count: fc.integer({ min: -3, max: 9 }),
    version: fc.integer({ min: 1, max: 3 }),
    listPk: fc.constantFrom('L', 'M'),
    listSk: fc.constantFrom('1', '11', 'é'),
    ownerPk: fc.constantFrom('O'),
    ownerSk: fc.constantFrom('x', 'y'),
    expiresAt: fc.constantFrom(epoch + 1, epoch + 3, epoch + 1000),
  },
  { requiredKeys: [] },
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant({ is: 'absent' } as const),
  fc.constant({ is: 'present' } as const),
  fc.record({ is: fc.constant('version' as const), version: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    is: fc.constant('equal' as const),
    attribute: fc.constantFrom('name', 'count'),
    value: scalar,
  }),
);
const when = fc.option(condition, { nil: undefined });
const bound = fc.option(fc.integer({ min: -2, max: 8 }), { nil: undefined });
const removable = fc.uniqueArray(fc.constantFrom('name', 'count', 'listSk', 'ownerPk', 'expiresAt'), {
  maxLength: 2,
});

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ key, attributes, when }).map(({ key, attributes, when }): Action => ({
    do: 'put',
    item: { ...key, ...attributes },
    ...(when ? { when } : {}),
  })),
  fc.record({ key, attributes, remove: removable, when }).map(({ key, attributes, remove, when }): Action => {
    const set = Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !(remove as string[]).includes(name)),
    );
    return { do: 'update', key, set, remove, ...(when ? { when } : {}) };
  }),
  fc
    .record({ key, by: fc.integer({ min: -3, max: 3 }), low: bound, high: bound, when })
    .map(({ key, by, low, high, when }): Action => ({
      do: 'add',
      key,
      attribute: 'count',
      by,
      ...(low === undefined ? {} : { atLeast: low }),
      ...(high === undefined ? {} : { atMost: Math.max(high, low ?? high) }),
      ...(when ? { when } : {}),
    })),
  fc.record({ key, when }).map(({ key, when }): Action => ({ do: 'delete', key, ...(when ? { when } : {}) })),
  fc.record({ key, when: condition }).map(({ key, when }): Action => ({ do: 'check', key, when })),
);
const target = (of: Action): string =>
  of.do === 'put' ? `${of.item.pk}/${of.item.sk}` : `${of.key.pk}/${of.key.sk}`;

const sortKeys = ['', '1', '11', '2', 'x', 'é', '𝄞'];
const query: fc.Arbitrary<Query> = fc
  .record({
    where: fc.constantFrom<Pick<Query, 'pk' | 'index'>[]>(
      { pk: 'A' },
      { pk: 'B' },
      { pk: 'L', index: 'list' },
      { pk: 'O', index: 'owner' },
    ),
    range: fc.oneof(
      fc.constant({}),
      fc.constantFrom(...sortKeys).map((beginsWith) => ({ beginsWith })),
      fc.tuple(fc.constantFrom(...sortKeys), fc.constantFrom(...sortKeys)).map((between) => ({ between })),
    ),
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ where, range, ...rest }) => ({ ...where, ...range, ...rest }));

type Command =
  | { run: 'write'; action: Action }
  | { run: 'transact'; actions: Action[] }
  | { run: 'get'; keys: Key[] }
  | { run: 'query'; query: Query }
  | { run: 'wait'; seconds: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: action.map((action): Command => ({ run: 'write', action })) },
  {
    weight: 3,
    arbitrary: fc
      .uniqueArray(action, { minLength: 1, maxLength: 4, selector: target })
      .map((actions): Command => ({ run: 'transact', actions })),
  },
  { weight: 1, arbitrary: fc.array(key, { maxLength: 4 }).map((keys): Command => ({ run: 'get', keys })) },
  { weight: 2, arbitrary: query.map((query): Command => ({ run: 'query', query })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2).map((seconds): Command => ({ run: 'wait', seconds })) },
);

/** Partition keys of one sequence are its own, so that all share one table. */
const apart = (name: string, value: Command): Command =>
  JSON.parse(JSON.stringify(value), (member, text: unknown) =>
    ['pk', 'listPk', 'ownerPk'].includes(member) ? `${name}${String(text)}` : text,
  ) as Command;

async function answerTo(table: Table, command: Exclude<Command, { run: 'wait' }>): Promise<unknown> {
  try {
    switch (command.run) {
      case 'write':
        return await table.write(command.action);
      case 'transact':
        return await table.transact(command.actions);
      case 'get':
        return await table.getMany(command.keys);
      case 'query':
        return await everyPage(table, command.query);
    }
  } catch (error) {
    const { name, message } = error as Error;
    // Words of a defect may differ, a refusal's may not.
    return { refused: name, ...(name === 'ConditionFailed' ? { message } : {}) };
  }
}

/** Page by page; items with equal index keys have no order of their own. */
async function everyPage(table: Table, query: Query): Promise<unknown> {
  const items: Item[] = [];
  let after;
  do {
    const page = await table.query({ ...query, ...(after ? { after } : {}) });
    items.push(...page.items);
    after = page.next;
  } while (after);
  const sort = query.index ? (`${query.index}Sk` as const) : 'sk';
  const place = (item: Item): string => `${String(item[sort])} ${item.pk} ${item.sk}`;
  return {
    order: items.map((item) => item[sort]),
    items: items.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)),
  };
}

describe.each([
  { name: 'SQLite', open: openSqlite, possible: true, sequences: sequencesOf(5_000) },
  {
    name: 'DynamoDB',
    open: openDynamo,
    possible: inject('dynamodbLocal') !== null,
    sequences: sequencesOf(1_000),
  },
])('a random sequence of commands on $name', ({ name, open, possible, sequences }) => {
  let now = epoch;
  const clock = (): Date => new Date(now * 1000);
  let store: OpenTable;
  let run = 0;
  beforeAll(async () => {
    if (possible) store = await open({ clock });
  });
  afterAll(() => store?.close());

  test.skipIf(!possible)(
    `has the answers and the changes of the plain model (${sequences} times)`,
    { timeout: 3_600_000 },
    async () => {
      const property = fc.asyncProperty(
        fc.array(command, { minLength: 1, maxLength: 12 }),
        async (commands) => {
          now = epoch;
          run += 1;
          const model = new ModelTable(clock);
          for (const each of commands) {
            if (each.run === 'wait') {
              now += each.seconds;
              continue;
            }
            const own = apart(`${name}${run} `, each) as Exclude<Command, { run: 'wait' }>;
            expect(await answerTo(store.table, own)).toEqual(await answerTo(model, own));
          }
          const told = (await store.drainChanges()).map(({ key, before, after }) => ({ key, before, after }));
          expect(byItem(told)).toEqual(byItem(model.changes));
        },
      );
      await fc.assert(property, { numRuns: sequences, ...seed });
    },
  );
});

/** Streams keep order for each item only. */
const byItem = (changes: { key: Key }[]): unknown =>
  Object.groupBy(changes, ({ key }) => `${key.pk} / ${key.sk}`);
