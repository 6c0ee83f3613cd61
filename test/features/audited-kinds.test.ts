/** Whatever is stored either leaves an audit trail or is named here as what follows from something that does: a new noun is not forgotten. */
import { expect, test } from 'vitest';
import { auditRule } from '../../functions/changes/audited.ts';
import { auditKinds } from '../../shared/audit/audit-entry.ts';
import * as derivedKeys from '../../shared/table/derived-keys.ts';
import type { Key } from '../../shared/table/table.ts';
import { openApi } from '../support/api.ts';
import { callersOf } from '../support/callers.ts';
import { everyKey, nameOf } from '../support/every-key.ts';
import { doEverything } from '../support/operations-done.ts';
import { openSqlite } from '../support/tables.ts';
import { buildWorld } from '../support/world.ts';

/** What leaves no trail of its own, and why: what its keys look like, pk and sk with a blank between. */
const derived: readonly (readonly [RegExp, string])[] = [
  [/^AUDIT#/, 'the trail itself'],
  [/^(POT|OFFER|PARTNERSHIP|TRADE)#\S+ PLACE$/, 'a place in a list of a thing'],
  [/^TRADE#\S+ IN#/, 'a place in a list of a trade'],
  [/^COOP#\S+ FORMATION#[^#]+#/, 'a step of an earlier round, kept as it was'],
  [/^HOLDING#\S+ LEFT#/, 'a place in a list of who left, from the memberships of a cooperative'],
  [/^(PROGRAMME|OFFER)#\S+ RELEASE$/, 'how far a job of the service has come'],
  [/^PARTNERSHIP#\S+ (UNPAID|CONSIGNMENT)$/, 'sums of trades and movements'],
  [/^TRADING#/, 'sums of trades'],
  [/^(QUOTA|HELD|PARTNERS)#/, 'counters of claims and partnerships'],
  [/^(NIB|SLUG|REGISTRATION|PARTNERSHIP-OF)#/, 'holds a name for a thing that says so itself'],
  [/^WEBHOOKS-OF#/, 'a list of webhooks'],
  [/^WEBHOOK#\S+ (QUEUE$|MESSAGE#|DUE#)/, 'what was told to systems, and when it is'],
  [/^(NOTICES|NEW-MATCHES)#/, 'what was told'],
  [/^(SUBJECT|PERSON|ERASURE)#/, 'of a person, who is not to be found in a trail'],
  [/^(IDEMPOTENCY|SECRET)#|^(SAMPLE|COMPACTED) /, 'of the service itself'],
];

const isNamed = (key: Key): boolean => derived.some(([pattern]) => pattern.test(nameOf(key)));

test('every key that a store of a noun can make is audited or named as derived, and never both', () => {
  const all = everyKey();
  expect(all.size).toBeGreaterThan(40);
  const forgotten = [...all].filter(([, key]) => (auditRule(key) !== undefined) === isNamed(key));
  expect(forgotten.map(([name, key]) => `${name}: ${nameOf(key)}`)).toEqual([]);
});

test('nothing that is made anew from other things is audited', () => {
  const all = Object.entries(derivedKeys).flatMap(([, value]) => (typeof value === 'object' ? [value] : []));
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter((key) => auditRule(key) !== undefined)).toEqual([]);
});

test('so is every item that any operation leaves in the store, and each kind of the trail is found in it', async () => {
  const { table, ...store } = await openSqlite();
  const api = await openApi(async () => ({ table, ...store }));
  const world = await buildWorld(api);
  await doEverything(api, world, callersOf(world)['admin']!);
  const isMadeAnew = ({ pk }: Key): boolean => /^(MARKET|WORDS?|TOTAL|COUNTED)#|^(TOTALS|PARKED)$/.test(pk);
  const kinds = new Set<string>();
  for await (const item of table.everything()) {
    const rule = auditRule(item);
    if (rule) kinds.add(rule.kind);
    else expect(isNamed(item) || isMadeAnew(item), nameOf(item)).toBe(true);
    // Who wrote is what the trail rests on.
    if (rule) expect(item['changed'], nameOf(item)).toMatchObject({ by: expect.any(String) });
  }
  // The meetings of a slot lie in one item.
  expect([...kinds, 'meeting'].sort()).toEqual([...auditKinds].sort());
  await api.close();
});
