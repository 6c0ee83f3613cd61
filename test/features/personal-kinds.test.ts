/** Whatever is stored of a person is told under `GET /v1/me/data`, or named here with the reason why not: a new kind is not forgotten. */
import { expect, test } from 'vitest';
import { thingOf } from '../../shared/persons/my-data.ts';
import { callersOf } from '../support/callers.ts';
import { openApi } from '../support/api.ts';
import { everyKey, nameOf } from '../support/every-key.ts';
import { doEverything } from '../support/operations-done.ts';
import { openSqlite } from '../support/tables.ts';
import { buildWorld } from '../support/world.ts';

type Named = readonly (readonly [RegExp, string])[];

/** What carries a pseudonym and is no thing of `written`. */
const toldOtherwise: Named = [
  [/^(SUBJECT|PERSON)#/, 'the pseudonym itself and the list: what `pseudonym` and `written` are read from'],
  [/^IDEMPOTENCY#/, 'told under `answers`'],
  [/^AUDIT#/, 'who changed a thing that is listed: `elsewhere` says so'],
  [/^NOTICES#/, 'what an organization is told of a thing that is listed: `elsewhere` says so'],
  [/^QUOTA#\S+ SHARE#/, 'what is drawn by claims, which lie below a partnership that is listed'],
  [/^SLUG#/, 'holds a name for the microsite of a cooperative that is listed'],
  [/^WEBHOOKS-OF#/, 'a list of webhooks, each of which is listed'],
  [/^ERASURE#/, 'until it is done, whom it is about; who could ask is nobody from then on'],
];

/** What never carries one. */
const ofNobody: Named = [
  [/^(NIB|REGISTRATION|PARTNERSHIP-OF)#/, 'holds a name for a thing'],
  [/^HOLDING#\S+ LEFT#/, 'a place in a list of who left'],
  [/^(QUOTA#\S+ TOTAL$|(HELD|PARTNERS)#)/, 'counters'],
  [/^NEW-MATCHES#/, 'what the service told by itself'],
  [/^SECRET#|^(SAMPLE|COMPACTED) /, 'of the service itself'],
];

const isIn = (named: Named, name: string): boolean => named.some(([pattern]) => pattern.test(name));

test('every kind of item is a thing that `written` lists, or named here as told otherwise or of nobody', () => {
  const unclear = [...everyKey()].filter(([, key]) => {
    const ways = [
      thingOf(key.pk) !== undefined,
      isIn(toldOtherwise, nameOf(key)),
      isIn(ofNobody, nameOf(key)),
    ];
    return ways.filter(Boolean).length !== 1;
  });
  expect(unclear.map(([name, key]) => `${name}: ${nameOf(key)}`)).toEqual([]);
});

test('everything that any operation leaves under a pseudonym is told to its person', async () => {
  const { table, ...store } = await openSqlite();
  const api = await openApi(async () => ({ table, ...store }));
  const world = await buildWorld(api);
  const admin = callersOf(world)['admin']!;
  await doEverything(api, world, admin, ['eraseMe']);
  const data = (await api.get('/v1/me/data', admin)).body;
  const listed = new Set(
    data.written.items.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`),
  );
  const [found, untold] = [new Set<string>(), new Set<string>()];
  for await (const item of table.everything()) {
    if (!JSON.stringify(item).includes(data.pseudonym.id)) continue;
    const thing = thingOf(item.pk);
    if (thing) found.add(thing.kind);
    if (thing ? !listed.has(`${thing.kind} ${thing.id}`) : !isIn(toldOtherwise, nameOf(item)))
      untold.add(nameOf(item));
  }
  expect([...untold]).toEqual([]);
  expect([...found].sort()).toEqual(
    [
      'buyer',
      'cooperative',
      'event',
      'offer',
      'partnership',
      'potential',
      'programme',
      'trade',
      'webhook',
    ].sort(),
  );
  await api.close();
});
