/**
 * A quota is never oversold, no claim is lost, and none refused while there is room: whoever draws at the same moment, whatever is given
 * back, corrected, paused or changed meanwhile, and whenever a process is killed. Judged by `quota-history.ts`, which knows no rule.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import { drawsFrom, effort, seed, timeout, type Draws } from '../support/effort.ts';
import { cooperativeWith, offerFrom, operate } from '../support/partners.ts';
import { clientOf, type DoIt } from '../support/quota-clients.ts';
import { QuotaHistory } from '../support/quota-history.ts';
import { startHosts, type Hosts } from '../support/quota-hosts.ts';
import { inMemory } from '../support/quota-in-memory.ts';
import { overHttp, postingOver, riceOf } from '../support/quota-over-http.ts';
import { kilos, SHARE, termsFor, type Per, type Terms } from '../support/quota-terms.ts';
import type { StoreName } from '../support/tables.ts';

const CLIENTS = 64;
/** Acts before everything is looked at. */
const ROUND = 2_000;

/** Clients at work on a fresh history until it has so many acts, and a buyer who pauses partners and changes the total meanwhile. */
async function played(
  round: string,
  acts: number,
  history: QuotaHistory,
  { doIt, now, desk }: { doIt: DoIt; now: () => number; desk: (draw: Draws) => Promise<void> },
): Promise<void> {
  const goesOn = () => history.done.length < acts;
  const buyer = (async () => {
    const draw = drawsFrom(`${round} buyer ${seed}`);
    while (goesOn()) await desk(draw);
  })();
  const all = await Promise.all(
    Array.from({ length: CLIENTS }, (_, n) =>
      clientOf(`${round}-${n}`, drawsFrom(`${round} client ${n} ${seed}`), history, { doIt, now, goesOn }),
    ),
  );
  await buyer;
  expect(history.faults()).toEqual([]);
  // What each client remembers of its claims is what the history says of them.
  const claims = all.flat();
  const { shares, total } = history.standing();
  expect(claims.reduce((sum, { granted, released }) => sum + granted - released, 0)).toBe(total);
  expect(shares.every((share) => share >= 0 && share <= SHARE)).toBe(true);
}

/** Rounds by turns: what all may draw is the offer's quantity over two years, or the total of a quota that is given once. */
const perOf = (round: number): Per => (round % 2 === 0 ? 'year' : 'once');

/** A pause, a change of the total, or nothing for a moment. */
async function deskAct(
  draw: Draws,
  history: QuotaHistory,
  { total: most, lowered, storages }: Terms,
  now: () => number,
  set: {
    stage: (partner: number, operates: boolean) => Promise<void>;
    total: (total: number) => Promise<void>;
  },
): Promise<void> {
  const from = now();
  if (draw.happens(0.5)) {
    const total = history.total.during(from, from).at(-1) === most ? lowered : most;
    await set.total(total);
    history.total.add(total, from, now());
    return;
  }
  // Who is paused is mostly taken up again next.
  const paused = storages.findIndex((_, n) => !history.operates[n]!.during(from, from).at(-1)!);
  const partner = paused >= 0 && draw.happens(0.8) ? paused : draw.between(0, storages.length - 1);
  const operates = !history.operates[partner]!.during(from, from).at(-1)!;
  await set.stage(partner, operates);
  history.operates[partner]!.add(operates, from, now());
}

describe('in one process', () => {
  test('a hundred thousand acts in any order keep to every bound', { timeout }, async () => {
    const { goesOn, report } = effort('quota in process', 100_000, 3);
    const terms = termsFor(32);
    const seen = { acts: 0, granted: 0, refused: 0, again: 0, rounds: 0 };
    while (goesOn(seen.acts)) {
      const history = new QuotaHistory(terms.total, SHARE, terms.storages);
      let [commits, most] = [0, terms.total];
      const counts = new Map<string, number>();
      const place = inMemory(terms, perOf(seen.rounds), (after) => {
        commits += 1;
        for (const item of after) {
          const drawn = item?.['drawn'] as number | undefined;
          if (item === undefined || drawn === undefined) continue;
          const bound =
            item.sk === 'TOTAL' ? most : (terms.storages[Number(item.pk.split('-').at(-1))] ?? Infinity);
          const before = counts.get(item.pk) ?? 0;
          if (drawn > before) expect(drawn, item.pk).toBeLessThanOrEqual(bound);
          expect(drawn).toBeGreaterThanOrEqual(0);
          counts.set(item.pk, drawn);
        }
      });
      const now = () => commits;
      await played(`process-${seen.rounds}`, 5_000, history, {
        doIt: place.doIt,
        now,
        desk: async (draw) => {
          await sleep(draw.between(0, 3));
          await deskAct(draw, history, terms, now, {
            stage: place.setStage,
            total: async (total) => {
              // A bound that is lowered counts from its commit, one that is raised before it.
              most = Math.max(most, total);
              await place.setTotal(total);
              most = total;
            },
          });
        },
      });
      const { total, held, shares } = history.standing();
      expect(await place.counted()).toEqual({ total, held, shares });
      seen.acts += history.done.length;
      seen.refused += history.done.filter(({ refused }) => refused !== undefined).length;
      seen.granted += history.done.filter(({ act, done }) => act === 'claim' && done > 0).length;
      seen.again += place.again();
      seen.rounds += 1;
    }
    expect(seen.refused).toBeGreaterThan(seen.acts / 20);
    expect(seen.again).toBeGreaterThan(0);
    report(seen);
  });
});

describe.each(['SQLite', 'DynamoDB'] as const)('over HTTP on %s', (store: StoreName) => {
  const isThere = store === 'SQLite' || inject('dynamodbLocal') !== null;
  const gate = Number(process.env['ACTS'] ?? (store === 'SQLite' ? 10_000 : 600));
  const terms = termsFor(store === 'SQLite' ? 12 : 6);

  test.skipIf(!isThere)('64 clients keep to every bound while processes die', { timeout }, async () => {
    const { draw, goesOn, report } = effort(`quota over HTTP on ${store}`, gate, 3);
    const seen = { acts: 0, claims: 0, refused: 0, kills: 0, again: 0, rounds: 0 };
    const hosts = await startHosts(store);
    try {
      while (goesOn(seen.acts)) {
        const history = new QuotaHistory(terms.total, SHARE, terms.storages);
        const place = await newOffer(hosts, terms, perOf(seen.rounds));
        const now = () => performance.now();
        // Each round a process is killed once in its midst.
        const dies = draw.between(ROUND / 4, ROUND / 2);
        let isKilled = false;
        await played(`${store}-${seen.rounds}`, Math.min(gate, ROUND), history, {
          doIt: place.doIt,
          now,
          desk: async (desk) => {
            await sleep(desk.between(20, 120));
            await deskAct(desk, history, terms, now, place);
            if (isKilled || history.done.length < Math.min(dies, gate / 2)) return;
            isKilled = true;
            await hosts.crash(draw.between(0, 1));
          },
        });
        await place.agreesWith(history);
        const refused = history.done.filter((one) => one.refused !== undefined).length;
        seen.acts += history.done.length;
        seen.claims += history.done.filter(({ act, done }) => act === 'claim' && done > 0).length;
        seen.refused += refused;
        seen.kills += isKilled ? 1 : 0;
        seen.rounds += 1;
      }
      seen.again = hosts.again();
      expect(seen.refused).toBeGreaterThan(0);
      expect(seen.kills).toBe(seen.rounds);
    } finally {
      await hosts.close();
    }
    report(seen);
  });
});

/** Rice of a buyer, and its partners, whose storage is their own: another offer would count against it as well. */
async function newOffer(hosts: Hosts, { total, storages }: Terms, per: Per) {
  const posting = postingOver(hosts);
  const bulog = { name: 'Perum Bulog', kind: 'bumn', regionCode: '35.73' };
  const { buyerId, offerId } = await offerFrom(posting, bulog, riceOf(total, per));
  const partners = await Promise.all(
    storages.map(async (storage, n) => {
      const rooms = storage === undefined ? {} : { storage: [{ unit: 'kg', capacity: kilos(storage) }] };
      const id = await cooperativeWith(posting, `KDMP ${n}`, '35.79.02.2008', [], rooms);
      return { id, partnershipId: await operate(posting, offerId, id, buyerId) };
    }),
  );
  return overHttp(hosts, { offerId, buyerId, partners }, per);
}
