/** Buckets of which more changes at once than one transaction takes: what becomes of them is whole, whatever happens on the way. */
import { expect, test } from 'vitest';
import { marketOffers } from '../../functions/changes/market-offers.ts';
import { placeAll } from '../../functions/changes/place-all.ts';
import { registerBuyer } from '../../shared/buyers/buyer.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { readParts, readMarketVersions, versionOf } from '../../shared/market/bucket-store.ts';
import { rowsOf } from '../../shared/market/bucket.ts';
import { offerBucket } from '../../shared/market/placed.ts';
import { type DemandRow } from '../../shared/market/rows.ts';
import type { OfferInput } from '../../shared/offers/offer.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { offerWrites } from '../../shared/offers/offer-store.ts';
import { issueGuidelines, setUpProgramme } from '../../shared/programmes/programme.ts';
import { programmeFrom, programmeWrites } from '../../shared/programmes/programme-store.ts';
import { regencyCodes } from '../../shared/regions/distance.ts';
import { programmeKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { sphp } from '../support/offers.ts';
import { onEveryStore } from '../support/tables.ts';

const now = new Date('2025-11-02T03:00:00Z');
const stamp = { at: now.toISOString(), by: 'bulog', role: 'buyer' };
const regencies = regencyCodes();
const OFFERS = 400;

onEveryStore('the offers under a programme of the whole country', (open) => {
  test('all hear of its guidelines, though they fill more parts than a transaction takes, and one of these fails', async () => {
    const { table, close } = await open();
    const bulog = registerBuyer(
      'buy_bulog',
      { name: 'Bulog', kind: 'bumn', regionCode: '31.71' },
      true,
      stamp.at,
    );
    await table.transact(buyerWrites(bulog, undefined, stamp));
    const awaited = { name: 'SPHP', regions: regencies, guidelines: 'awaited' } as const;
    const programme = setUpProgramme('prog_sphp', awaited, stamp.at);
    await table.transact(programmeWrites(programme, undefined, stamp));
    const offers = Array.from({ length: OFFERS }, (_, at) => {
      const input: OfferInput = {
        ...sphp,
        scheme: 'distribution',
        buyerId: bulog.id,
        regions: regencies,
        quantity: { amount: 12, unit: 'ton', per: 'week' },
        price: { amount: 11_300, per: 'kg' },
        quota: { amount: 2, unit: 'ton', per: 'week' },
        requirements: {},
      };
      const posted = postOffer(`off_${at}`, input, undefined, now);
      return offerWrites({ ...posted, programmeId: programme.id }, undefined, stamp);
    });
    for (let at = 0; at < OFFERS; at += 20) await table.transact(offers.slice(at, at + 20).flat());
    await placeAll(
      table,
      offers.flat().flatMap((write) => (write.do === 'put' ? [write.item] : [])),
    );

    const before = await table.get(programmeKey(programme.id));
    const paper = { number: 'KEP-1', date: '2025-11-01' };
    const issued = issueGuidelines(programme, paper, stamp.at);
    await table.transact(programmeWrites(issued, programmeFrom(before), stamp));
    const key = programmeKey(programme.id);
    const after = (await table.get(key))!;
    const change = { id: '1', at: stamp.at, key, before: before!, after };

    const bucket = offerBucket('distribution', sphp.commodity);
    let transactions = 0;
    const failing: Table = {
      get: (one) => table.get(one),
      getMany: (keys) => table.getMany(keys),
      query: (query) => table.query(query),
      write: (action) => table.write(action),
      async transact(actions) {
        transactions += 1;
        if (transactions === 2) throw new Error('the line is cut');
        await table.transact(actions);
      },
      close: () => table.close(),
    };
    await expect(marketOffers(failing)(change)).rejects.toThrow('the line is cut');
    const rows = async (): Promise<readonly DemandRow[]> => {
      const parts = await readParts(table, bucket.pk, undefined);
      const versions = await readMarketVersions(table, [bucket.pk]);
      expect(versions(bucket.pk, bucket.group)).toBe(versionOf(parts));
      return rowsOf(bucket.packing, parts, bucket.name);
    };
    const heard = (all: readonly DemandRow[]): number =>
      all.filter(({ behind }) => behind.programme?.guidelinesInForce !== undefined).length;
    const half = await rows();
    expect(half.length).toBe(OFFERS);
    expect(heard(half)).toBeGreaterThan(0);
    expect(heard(half)).toBeLessThan(OFFERS);
    await marketOffers(table)(change);
    expect(heard(await rows())).toBe(OFFERS);
    await close();
  }, 120_000);
});
