/** A thing that changes its commodity goes from one bucket of the market to another: on the way it is missing in no answer, and stands in none twice. */
import { expect, test } from 'vitest';
import { marketBuckets } from '../../functions/changes/market-buckets.ts';
import { marketOffers } from '../../functions/changes/market-offers.ts';
import { registerBuyer } from '../../shared/buyers/buyer.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { foundCooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { Market } from '../../shared/market/market.ts';
import { storedSupply } from '../../shared/market/sides.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import { listPotential } from '../../shared/potentials/potential.ts';
import { potentialWrites } from '../../shared/potentials/potential-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';

const now = new Date('2025-11-02T03:00:00Z');
const at = now.toISOString();
const stamp = { at, by: 'office', role: 'organizer' };
const place = { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' };
const village = foundCooperative('coop_1', place, at);
const buyer = registerBuyer('buy_1', { name: 'Pasar', kind: 'private', regionCode: '35.79' }, true, at);
const goods = { title: 'Kubis', commodity: 'cabbage', months: [1] };
const tons = { amount: 5, unit: 'ton', per: 'month' } as const;
const potential = listPotential(
  'pot_1',
  { ...goods, capacity: tons, cooperativeId: village.id },
  village,
  at,
);
const wanted = {
  ...goods,
  scheme: 'purchase',
  quantity: tons,
  buyerId: buyer.id,
  deliverTo: '35.79',
} as const;
const offer = postOffer('off_1', wanted, undefined, now);
const napa = { commodity: 'napa-cabbage' };

/** The same table, whose line is cut after one more transaction. */
function cutAfterOne(table: Table): Table {
  let transactions = 0;
  return {
    ...countingTable(table).table,
    async transact(actions) {
      transactions += 1;
      if (transactions > 1) throw new Error('the line is cut');
      await table.transact(actions);
    },
  };
}

onEveryStore('what changes its commodity', (open) => {
  test('is found once, also when the line is cut on its way', async () => {
    const { table, drainChanges, close } = await open({ clock: () => now });
    await table.transact([
      ...buyerWrites(buyer, undefined, stamp),
      ...cooperativeWrites(village, undefined, stamp),
      ...potentialWrites(potential, undefined, stamp),
      ...offerWrites(offer, undefined, stamp),
    ]);
    const follow = async (through: () => Table): Promise<string[]> => {
      const cut: string[] = [];
      for (const change of await drainChanges()) {
        for (const reactionOver of [marketBuckets, marketOffers])
          await reactionOver(through())(change).catch((error: Error) => cut.push(error.message));
      }
      return cut;
    };
    expect(await follow(() => table)).toEqual([]);
    const before = { value: potential, version: 1 };
    await table.transact([
      ...potentialWrites({ ...potential, ...napa }, before, stamp),
      ...offerWrites({ ...offer, ...napa }, { value: offer, version: 1 }, stamp),
    ]);
    expect(await follow(() => cutAfterOne(table))).toEqual(['the line is cut', 'the line is cut']);

    const market = new Market(table);
    const none = () => undefined;
    const setting = { poster: { ...buyer, kind: 'private', verified: true } as const, programme: undefined };
    const best = await market.bestFor(offer, setting, none, { limit: 10, now });
    expect(best.map((one) => one.potential?.id)).toEqual([potential.id]);
    const purchases = { scheme: 'purchase', commodities: ['cabbage', 'napa-cabbage'] } as const;
    expect((await market.offers([purchases], none)).map(({ id }) => id)).toEqual([offer.id]);
    const asked = { commodity: 'cabbage', cooperativeId: village.id, limit: 10, now };
    const outlets = await market.bestOutlets(
      { ...asked, supply: storedSupply(village, potential, now) },
      none,
    );
    expect(outlets.map((one) => one.offer.id)).toEqual([offer.id]);
    await close();
  });
});
