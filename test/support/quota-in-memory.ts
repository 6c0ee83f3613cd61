/** An offer, its partners and their claims in memory, reached by the same rules and stores as the API uses, without HTTP. */
import { quotaFor, sharesOf } from '../../functions/api/claim-setting.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { partnershipFrom } from '../../shared/partnerships/partnership-store.ts';
import type { Claim } from '../../shared/quotas/claim.ts';
import * as rules from '../../shared/quotas/claim-rules.ts';
import { claimFrom, claimWrites, type Limits, type SharesRead } from '../../shared/quotas/claim-store.ts';
import { itemOf, type Stored } from '../../shared/stored.ts';
import {
  claimKey,
  cooperativeKey,
  heldKey,
  offerKey,
  partnershipKey,
  quotaPeriod,
  quotaTotalKey,
  shareKey,
} from '../../shared/table/keys.ts';
import { ConditionFailed, type Action, type Item } from '../../shared/table/table.ts';
import { memoryTable } from './memory-table.ts';
import type { Answer, DoIt } from './quota-clients.ts';
import { grams, kilos, offerTerms, periodFor, type Per, type Terms } from './quota-terms.ts';

/** The offer, its partners and their claims in memory, reached by the rules and the store as the API reaches them. */
export function inMemory(
  { total, storages }: Terms,
  per: Per,
  committed: (after: readonly (Item | undefined)[]) => void,
) {
  const table = memoryTable(committed);
  const at = '2025-11-03T03:00:00.000Z';
  const moment = new Date(at);
  const stamp = { at, by: 'test', role: 'test' };
  const [offerId, unit] = ['off_rice', 'kg'] as const;
  const partnerId = (n: number) => `part_${n}`;
  const coopId = (n: number) => `coop-${n}`;
  const offerOf = (most: number) => ({
    scheme: 'distribution',
    ...offerTerms(most, per),
    normalised: offerTerms(most, per),
  });
  const partnershipOf = (n: number, stage: Partnership['stage']) => ({
    id: partnerId(n),
    offerId,
    cooperativeId: coopId(n),
    cooperativeName: `KDMP ${n}`,
    buyerId: 'buy_bulog',
    regionCodes: { cooperative: '35.79.02.2008', buyer: '35.73' },
    scheme: 'distribution',
    stage,
    history: [{ at, to: 'operational', by: 'buyer' }],
  });
  let [again, claims] = [0, 0];
  const versions = new Map<string, number>();
  const put = (key: { pk: string; sk: string }, data: object): Action => {
    const version = (versions.get(key.pk) ?? 0) + 1;
    versions.set(key.pk, version);
    return { do: 'put', item: itemOf(key, {}, data, version, stamp) };
  };
  const ready = table.transact([
    put(offerKey(offerId), offerOf(total)),
    ...storages.flatMap((storage, n) => [
      put(partnershipKey(partnerId(n)), partnershipOf(n, 'operational')),
      put(cooperativeKey(coopId(n)), {
        storage: storage === undefined ? [] : [{ unit: 'kg', capacity: kilos(storage) }],
      }),
    ]),
  ]);

  /** One try: what to say, and what to write. Throws what the rules refuse. */
  async function attempt({ act, partner, claim, amount, acceptsLess }: Parameters<DoIt>[0]) {
    const measure = { amount: kilos(amount), unit } as const;
    const partnership = partnershipFrom(await table.get(partnershipKey(partnerId(partner))))!;
    const input = { period: periodFor(partner, per, 2025), acceptLess: acceptsLess, ...measure };
    if (act === 'claim') {
      const setting = await quotaFor(table, partnership, input, moment);
      const after = rules.grantClaim(`clm_${(claims += 1)}`, input, partnership.value, setting.room, moment);
      return { after, writes: writesOf(after, undefined, setting, setting.unchanged) };
    }
    const before = claimFrom(await table.get(claimKey(partnerId(partner), claim!)))!;
    const reason = 'x';
    if (act === 'correct' && measure.amount > before.value.granted) {
      const setting = await quotaFor(table, partnership, before.value, moment, before.value);
      const after = rules.correctClaim(before.value, { ...measure, reason }, setting.room, moment);
      return { after, writes: writesOf(after, before, setting, setting.unchanged) };
    }
    const done = {
      release: () => rules.releaseClaim(before.value, { ...measure, reason }, moment),
      correct: () => rules.correctClaim(before.value, { ...measure, reason }, undefined, moment),
      deliver: () => rules.deliverClaim(before.value, measure, 'buyer', moment),
      clear: () => rules.clearClaim(before.value, measure, moment),
    };
    const after = done[act]();
    return {
      after,
      writes: writesOf(after, before, { shares: await sharesOf(table, before.value), limits: {} }, []),
    };
  }
  const writesOf = (
    after: Claim,
    before: Stored<Claim> | undefined,
    { shares, limits }: { shares: SharesRead; limits: Limits },
    unchanged: Action[],
  ): Action[] => [...claimWrites(after, before, shares, limits, stamp), ...unchanged];

  const doIt: DoIt = async (asked): Promise<Answer> => {
    await ready;
    for (;;) {
      try {
        const { after, writes } = await attempt(asked);
        await table.transact(writes);
        return { claim: after.id, granted: grams(after.granted) };
      } catch (error) {
        if (error instanceof Refusal) return { refused: error.detail };
        if (!(error instanceof ConditionFailed)) throw error;
        again += 1;
      }
    }
  };
  return {
    doIt,
    again: () => again,
    setStage: (n: number, operates: boolean) =>
      table.transact([
        put(partnershipKey(partnerId(n)), partnershipOf(n, operates ? 'operational' : 'paused')),
      ]),
    setTotal: (most: number) => table.transact([put(offerKey(offerId), offerOf(most))]),
    async counted() {
      const at = (period: string) => quotaPeriod(offerId, period, unit);
      const all = storages.map((_, n) => n);
      const [sum, ...others] = await table.getMany([
        quotaTotalKey(at('once')),
        ...all.map((n) => shareKey(at(periodFor(n, per, 2025)), partnerId(n))),
        ...all.map((n) => heldKey(coopId(n), unit)),
      ]);
      const drawn = (item: Item | undefined) =>
        grams((item?.['data'] as { drawn: number } | undefined)?.drawn ?? 0);
      const count = (item: Item | undefined) => (item?.['drawn'] as number | undefined) ?? 0;
      return {
        total: count(sum),
        shares: others.slice(0, storages.length).map(drawn),
        held: others.slice(storages.length).map(count),
      };
    },
  };
}
