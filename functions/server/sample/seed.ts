/** Fills a new store with the sample, once: an interrupted seeding is completed by the next start, a store in use is left alone. */
import { buyerWrites } from '../../../shared/buyers/buyer-store.ts';
import type { Clock } from '../../../shared/clock.ts';
import { offerWrites } from '../../../shared/offers/offer-store.ts';
import { potentialWrites } from '../../../shared/potentials/potential-store.ts';
import { qualityCheckWrite } from '../../../shared/potentials/quality-check-store.ts';
import { programmeWrites } from '../../../shared/programmes/programme-store.ts';
import { provinceCodes } from '../../../shared/regions/regions.ts';
import type { Stamp } from '../../../shared/stored.ts';
import {
  allBuyers,
  allOffers,
  allProgrammes,
  buyerKey,
  cooperativeKey,
  cooperativesOf,
  offerKey,
  programmeKey,
  sampleKey,
} from '../../../shared/table/keys.ts';
import type { Item, Table } from '../../../shared/table/table.ts';
import { placeAll } from '../../changes/place-all.ts';
import { countAll } from '../../changes/recount.ts';
import { keepAllWords } from '../../changes/search-words.ts';
import { sampleBuyers } from './buyers.ts';
import { sampleCooperatives } from './cooperatives.ts';
import { sampleEvents } from './events.ts';
import { withFormation } from './formation.ts';
import { sampleMicrositeWrites } from './microsites.ts';
import { momentsAround } from './moments.ts';
import { sampleOffers } from './offers.ts';
import { sampleClaims } from './claims.ts';
import { samplePartnerships } from './partnerships.ts';
import { withSigns, type Portion } from './signs.ts';
import { sampleProgrammes } from './programmes.ts';
import { sampleTrades } from './trades.ts';

/** `present`: complete since an earlier start. `declined`: the store holds something else. */
export type Seeding = 'seeded' | 'present' | 'declined';

/**
 * Seeds `table` unless it is seeded already or in use, and places the sample in the market. The marker is written first as
 * started and last as complete; a portion that an interrupted run has written is not written again. About 1,100 transactions.
 * Call it before anyone else writes.
 */
export async function seedSample(table: Table, clock: Clock): Promise<Seeding> {
  const marker = await table.get(sampleKey());
  if (marker?.['state'] === 'complete') return 'present';
  if (!marker && !(await isEmpty(table))) return 'declined';

  const now = clock();
  const marked = (state: 'started' | 'complete') => ({ ...sampleKey(), state, at: now.toISOString() });
  if (!marker) await table.write({ do: 'put', item: marked('started'), when: { is: 'absent' } });
  const portions = samplePortions(now);
  const written = marker ? await table.getMany(portions.map(({ key }) => key)) : [];
  const missing = portions.filter((_, at) => written[at] === undefined);
  // All at once: the store commits them as one group, with one wait for the disk.
  await Promise.all(missing.map(({ writes }) => table.transact(writes)));
  const stored = await storedItems(table, portions);
  await Promise.all([placeAll(table, stored), keepAllWords(table, stored), countAll(table, stored)]);
  await table.write({ do: 'put', item: marked('complete') });
  return 'seeded';
}

/** As they are stored: an interrupted run has counted its dates from another day. */
async function storedItems(table: Table, portions: readonly Portion[]): Promise<Item[]> {
  const puts = portions.flatMap(({ writes }) =>
    writes.flatMap((write) => (write.do === 'put' ? [{ pk: write.item.pk, sk: write.item.sk }] : [])),
  );
  return (await table.getMany(puts)).filter((item) => item !== undefined);
}

/** Everything to write. Pure, and the same every time but for the dates, which are counted from `now`. */
export function samplePortions(now: Date): Portion[] {
  const moments = momentsAround(now);
  const stamp: Stamp = { at: now.toISOString(), by: 'sample', role: 'admin' };
  const programmes = sampleProgrammes(moments);
  const buyers = sampleBuyers(moments);
  const cooperatives = sampleCooperatives(moments);
  const offers = sampleOffers(programmes, moments);
  const organizations = cooperatives.map(({ cooperative }) => cooperative);
  const partnerships = samplePartnerships(
    { cooperatives: organizations, buyers, offers, programmes },
    moments,
    stamp,
  );
  const partners = partnerships.map(({ partnership }) => partnership);
  const portions = [
    ...programmes.map((programme) => ({
      key: programmeKey(programme.id),
      writes: programmeWrites(programme, undefined, stamp),
    })),
    ...buyers.map((buyer) => ({
      key: buyerKey(buyer.id),
      writes: buyerWrites(buyer, undefined, stamp),
    })),
    ...cooperatives.map(({ cooperative, potentials, checks = [] }) => ({
      key: cooperativeKey(cooperative.id),
      writes: [
        ...withFormation(cooperative, moments, stamp),
        ...sampleMicrositeWrites(cooperative, moments, stamp),
        ...potentials.flatMap((potential) => potentialWrites(potential, undefined, stamp)),
        ...checks.map((check) => qualityCheckWrite(check, stamp)),
      ],
    })),
    ...offers.map((offer) => ({
      key: offerKey(offer.id),
      writes: offerWrites(offer, undefined, stamp),
    })),
    ...partnerships,
    ...sampleClaims(partners, offers, organizations, moments, stamp),
    ...sampleTrades({ cooperatives: organizations, buyers, offers, partnerships: partners }, moments, stamp),
    ...sampleEvents(organizations, buyers, moments, stamp),
  ];
  return withSigns(portions, now);
}

/** Whether nobody has entered an organization, a programme or an offer: everything else belongs to one of them. */
async function isEmpty(table: Table): Promise<boolean> {
  const partitions = [allBuyers, allProgrammes, allOffers, ...provinceCodes().map(cooperativesOf)];
  const found = await Promise.all(partitions.map((pk) => table.query({ index: 'list', pk, limit: 1 })));
  return found.every(({ items }) => items.length === 0);
}
