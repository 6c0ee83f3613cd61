/** A purchase is met by its own goods first: the market's buckets of what is kin to them are read only where those could still come in. */
import { expect, test } from 'vitest';
import { foundCooperative } from '../../shared/cooperatives/cooperative.ts';
import { rewriteBucket } from '../../shared/market/bucket-store.ts';
import { Market } from '../../shared/market/market.ts';
import { placedPotential } from '../../shared/market/placed.ts';
import { relatedTo } from '../../shared/market/sides.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { listPotential } from '../../shared/potentials/potential.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { countingTable } from '../support/tables.ts';

const now = new Date('2025-11-02T03:00:00Z');
const village = foundCooperative(
  'coop_1',
  { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' },
  now.toISOString(),
);
const month = { months: [1], title: 'Kubis' };

const tons = (amount: number) => ({ amount, unit: 'ton', per: 'month' }) as const;

/** Ten potentials of the goods in the market. */
async function supply(table: ReturnType<typeof openSqliteTable>, commodity: string): Promise<void> {
  const placed = Array.from({ length: 10 }, (_, at) => {
    const input = { ...month, commodity, capacity: tons(9), cooperativeId: village.id };
    return placedPotential(
      listPotential(`pot_${commodity}_${at}`, input, village, now.toISOString()),
      village,
    );
  });
  await rewriteBucket(table, placed[0]!.bucket, () => placed.map(({ row }) => row));
}

test('ten cabbages for ten wanted are one query; napa cabbages are read when fifteen are wanted, and come after them', async () => {
  const table = openSqliteTable(':memory:');
  await supply(table, 'cabbage');
  await supply(table, 'napa-cabbage');
  const counted = countingTable(table);
  const poster = {
    id: 'buy_x',
    name: 'Pasar',
    kind: 'private',
    regionCode: '35.79',
    verified: true,
  } as const;
  const wanted = {
    ...month,
    commodity: 'cabbage',
    quantity: tons(5),
    deliverTo: '35.79',
    buyerId: poster.id,
  };
  const offer = postOffer('off_x', { ...wanted, scheme: 'purchase' }, undefined, now);
  const setting = { poster, programme: undefined };
  const goodsOf = async (limit: number) => {
    counted.reset();
    const best = await new Market(counted.table).bestFor(offer, setting, () => undefined, { limit, now });
    return best.map(({ potential }) => potential!.commodity);
  };

  const cabbages = Array<string>(10).fill('cabbage');
  expect(await goodsOf(10)).toEqual(cabbages);
  expect(counted.calls.query).toBe(1);
  expect(await goodsOf(15)).toEqual([...cabbages, ...Array<string>(5).fill('napa-cabbage')]);
  expect(counted.calls.query).toBe(relatedTo('cabbage').length);
  await table.close();
});
