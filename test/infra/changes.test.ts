/** Changes are taken in order and stop at the first failure: nothing overtakes, nothing is lost, nothing is taken for done. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { react } from '../../functions/changes/react.ts';
import type { Reaction } from '../../functions/changes/react.ts';
import type { Change } from '../../shared/table/table.ts';

const change = (id: string): Change => ({
  id,
  at: '2026-11-21T03:00:00.000Z',
  key: { pk: `POT#${id}`, sk: 'POTENTIAL' },
  before: null,
  after: { pk: `POT#${id}`, sk: 'POTENTIAL', version: 1 },
});

describe('changes', () => {
  test('each goes through all reactions before the next one starts', async () => {
    const seen: string[] = [];
    const reaction =
      (name: string): Reaction =>
      async ({ id }) => {
        await new Promise((resume) => setImmediate(resume));
        seen.push(`${name} ${id}`);
      };
    expect(await react([change('1'), change('2')], [reaction('index'), reaction('webhook')])).toEqual({
      done: 2,
    });
    expect(seen).toEqual(['index 1', 'webhook 1', 'index 2', 'webhook 2']);
  });

  test('a failure in the second reaction leaves its change undone, though the first reaction took it', async () => {
    const trouble = new Error('the bucket was rewritten by another');
    const answer = await react(
      [change('1'), change('2')],
      [
        async () => undefined,
        async ({ id }) => {
          if (id === '2') throw trouble;
        },
      ],
    );
    expect(answer).toEqual({ done: 1, failure: trouble });
  });

  test('one that cannot be read fails in its turn, after those before it were taken', async () => {
    const seen: string[] = [];
    const unreadable = function* () {
      yield change('1');
      throw new Error('no key');
    };
    const answer = await react(unreadable(), [async ({ id }) => void seen.push(id)]);
    expect(answer).toMatchObject({ done: 1, failure: { message: 'no key' } });
    expect(seen).toEqual(['1']);
  });

  test('delivered again from the first one undone until all are done, each is taken at least once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 30 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        async (ids, failures) => {
          const all = ids.map((id) => change(String(id)));
          const taken: string[] = [];
          const planned = [...failures];
          const reaction: Reaction = async ({ id }) => {
            if (planned.shift()) throw new Error('not now');
            taken.push(id);
          };
          let rest = all;
          while (rest.length > 0) rest = rest.slice((await react(rest, [reaction])).done);
          expect(taken).toEqual(all.map(({ id }) => id));
        },
      ),
    );
  });
});
