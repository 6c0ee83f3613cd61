/** Issued guidelines reach everyone who waits, once each, however many they are, and whatever is repeated or killed on the way. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guidelines } from '../../functions/changes/guidelines.ts';
import { noticeFrom } from '../../shared/notices/notice-store.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import { propose } from '../../shared/partnerships/steps.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { newPartnershipWrites } from '../../shared/partnerships/partnership-store.ts';
import { issueGuidelines, setUpProgramme } from '../../shared/programmes/programme.ts';
import { programmeWrites } from '../../shared/programmes/programme-store.ts';
import { noticeKey, programmeKey, releaseKey } from '../../shared/table/keys.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Change, Table } from '../../shared/table/table.ts';

const now = new Date('2025-11-21T03:00:00.000Z');
const stamp = { at: '2025-11-02T03:00:00.000Z', by: 'office', role: 'organizer' };
const buyer = { id: 'buy_pertamina', name: 'Pertamina Patra Niaga', regionCode: '35' };

const lpg = (id: string): Offer => ({
  id,
  buyerId: buyer.id,
  programmeId: 'prog_lpg',
  scheme: 'distribution',
  commodity: 'lpg-3kg',
  title: `LPG 3 kg (${id})`,
  quantity: { amount: 500, unit: 'tabung', per: 'week' },
  deliverTo: '35.14',
  normalised: {},
  confirmedAt: stamp.at,
  createdAt: stamp.at,
  updatedAt: stamp.at,
});

/** A programme whose guidelines are issued after so many partnerships of each offer came to wait; every fifth has only been proposed. */
async function storeWith(
  counts: readonly number[],
): Promise<{ table: ReturnType<typeof openSqliteTable>; waiting: string[] }> {
  const table = openSqliteTable(':memory:', { clock: () => now });
  const programme = setUpProgramme('prog_lpg', { name: 'LPG 3 kg', guidelines: 'awaited' }, stamp.at);
  await table.transact(programmeWrites(programme, undefined, stamp));
  const waiting: string[] = [];
  for (const [at, count] of counts.entries()) {
    const offer = lpg(`off_${at}`);
    await table.transact(offerWrites(offer, undefined, stamp));
    for (let n = 0; n < count; n += 1) {
      const cooperative = { id: `coop_${at}-${n}`, name: `KDMP ${n}`, regionCode: '35.14.09.2019' };
      const names = { offerId: offer.id, cooperativeId: cooperative.id };
      const parties = { cooperative, buyer };
      const proposed = propose(`part_${at}-${n}`, names, 'buyer', offer, parties, new Date(stamp.at));
      const isAgreed = n % 5 !== 4;
      const one: Partnership = isAgreed ? { ...proposed, stage: 'negotiating' } : proposed;
      if (isAgreed) waiting.push(one.id);
      await table.transact(newPartnershipWrites(one, undefined, stamp, undefined));
    }
  }
  const issued = issueGuidelines(programme, { number: 'KEP-1', date: '2025-11-20' }, now.toISOString());
  await table.transact(programmeWrites(issued, { value: programme, version: 1 }, stamp));
  return { table, waiting };
}

/** The same table, in a process that is killed now and then before it writes, or right after. */
const killed = (table: Table, throwDice: () => boolean): Table => ({
  get: (key) => table.get(key),
  getMany: (keys) => table.getMany(keys),
  query: (query) => table.query(query),
  write: (action) => table.write(action),
  async transact(actions) {
    if (throwDice()) throw new Error('killed before');
    await table.transact(actions);
    if (throwDice()) throw new Error('killed after');
  },
  close: () => table.close(),
});

/** Which partnerships the buyer was told of, each as often as it was. */
async function toldOf(table: Table): Promise<string[]> {
  const { pk } = noticeKey(buyer.id, '');
  const ids: string[] = [];
  let after = null;
  do {
    const found = await table.query({ pk, beginsWith: 'ntc_', limit: 1000, ...(after && { after }) });
    ids.push(...found.items.flatMap((item) => noticeFrom(item)?.about.partnershipId ?? []));
    after = found.next;
  } while (after !== null);
  return ids.sort();
}

describe('guidelines that are issued', () => {
  test('are told to each side of whoever waits, once, though changes come repeated and late and the process is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat({ max: 3 })),
        async (counts, dice) => {
          const { table, waiting } = await storeWith(counts);
          const roll = () => dice.next().value!;
          const reaction = guidelines(
            killed(table, () => roll() === 0),
            () => now,
          );
          let last: string | null = null;
          const seen: Change[] = [];
          for (;;) {
            const fresh: Change[] = await table.changes.read(last, 1000);
            if (fresh.length === 0) break;
            last = fresh.at(-1)!.id;
            for (const change of fresh) {
              // As the stream does: again until it was taken, with older ones again in between.
              for (let isTaken = false; !isTaken;) {
                const again = roll() === 0 && seen.length > 0 ? seen[(roll() * 31) % seen.length] : undefined;
                if (again) await reaction(again).catch(() => undefined);
                isTaken = await reaction(change).then(
                  () => true,
                  () => false,
                );
              }
              if (change.key.pk.startsWith('PROGRAMME#')) seen.push(change);
            }
          }
          expect(await toldOf(table)).toEqual([...waiting].sort());
          const release = await table.get(releaseKey(programmeKey('prog_lpg')));
          expect(release?.['data']).toMatchObject({ isDone: true, told: waiting.length });
          await table.close();
        },
      ),
      { numRuns: 12 },
    );
  });

  test('cost a page for every forty who wait, however many thousands they are', async () => {
    const { table, waiting } = await storeWith([0, 2000, 0, 500]);
    let transactions = 0;
    const reaction = guidelines(
      killed(table, () => (transactions += 0.5) < 0),
      () => now,
    );
    let last: string | null = null;
    for (;;) {
      const changes: Change[] = await table.changes.read(last, 1000);
      if (changes.length === 0) break;
      for (const change of changes) await reaction(change);
      last = changes.at(-1)!.id;
    }
    expect(await toldOf(table)).toHaveLength(waiting.length);
    expect(transactions).toBeLessThan(2500 / 40 + 5);
    await table.close();
  });
});
