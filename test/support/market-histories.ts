/** Random histories of the market and what its index must then hold, worked out the slow way from the things themselves. */
import * as fc from 'fast-check';
import {
  changeCooperative,
  foundCooperative,
  verifyCooperative,
  type Cooperative,
} from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { decided } from '../../shared/credentials/credential.ts';
import { partsOf, type Packing, type Row } from '../../shared/market/bucket.ts';
import { readMarketVersions, readParts, versionOf } from '../../shared/market/bucket-store.ts';
import { placedCooperative, placedOffer, placedPotential, type Placed } from '../../shared/market/placed.ts';
import type { Offer, OfferInput } from '../../shared/offers/offer.ts';
import { changeOffer, postOffer } from '../../shared/offers/offer-rules.ts';
import { offerRemoval, offerWrites } from '../../shared/offers/offer-store.ts';
import {
  changePotential,
  confirmPotential,
  listPotential,
  type Potential,
} from '../../shared/potentials/potential.ts';
import { potentialRemoval, potentialWrites } from '../../shared/potentials/potential-store.ts';
import { wordsOf } from '../../shared/search/words.ts';
import type { Stored } from '../../shared/stored.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets, wordKey } from '../../shared/table/derived-keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { BehindHistory, posterOf } from './behind-histories.ts';

/** One thing that happens: to the cooperative, the potential, the offer or what stands behind offers of this number, of this sort. */
export type Happening = {
  to: 'cooperative' | 'potential' | 'offer' | 'behind';
  number: number;
  sort: number;
};

const villages = ['35.79.02.2008', '35.79.02.2005', '35.14.01.2001'];
const goods = ['potato', 'cabbage', 'carrot'];
const titles = ['Panen raya', 'Kentang granola', 'Sayur segar panen pagi'];
const schemes = ['purchase', 'consignment', 'distribution'] as const;
const wanted = {
  title: 'Sayur untuk Samarinda',
  quantity: { amount: 3, unit: 'ton', per: 'week' } as const,
  months: [4, 5, 6],
  deliverTo: '64.72',
} satisfies Partial<OfferInput>;

export const history: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    to: fc.constantFrom(
      'cooperative' as const,
      'potential' as const,
      'potential' as const,
      'offer' as const,
      'offer' as const,
      'behind' as const,
    ),
    number: fc.nat(4),
    sort: fc.nat(7),
  }),
  { minLength: 1, maxLength: 25 },
);

/** The things as they stand, and how each happening changes them; a thing that does not exist yet comes into being. */
export class MarketHistory {
  readonly cooperatives = new Map<string, Stored<Cooperative>>();
  readonly potentials = new Map<string, Stored<Potential>>();
  readonly offers = new Map<string, Stored<Offer>>();
  readonly behind = new BehindHistory();
  /** Versions only grow, also of what was removed. */
  readonly #removed = new Set<string>();
  #seconds = 0;

  async happen(table: Table, happening: Happening): Promise<void> {
    this.#seconds += 1;
    const at = new Date(Date.UTC(2025, 10, 2) + 1000 * this.#seconds).toISOString();
    const writes = this.#writes(happening, at);
    if (writes.length === 1) await table.write(writes[0]!);
    else if (writes.length > 1) await table.transact(writes);
  }

  #writes(happening: Happening, at: string): Action[] {
    if (happening.to === 'cooperative') return this.#cooperative(happening, at);
    if (happening.to === 'behind') return this.behind.writes(happening, at);
    return happening.to === 'potential' ? this.#potential(happening, at) : this.#offer(happening, at);
  }

  #offer({ number, sort }: Happening, at: string): Action[] {
    const id = `off_${number}`;
    const stamp = { at, by: 'buyer', role: 'buyer' };
    if (this.#removed.has(id)) return [];
    const before = this.offers.get(id);
    if (before && sort === 0) {
      this.offers.delete(id);
      this.#removed.add(id);
      return offerRemoval(before, stamp);
    }
    const now = new Date(at);
    const commodity = goods[sort % 3]!;
    const programme = sort > 4 ? this.behind.programme : undefined;
    const price = { amount: 500 * sort, per: 'kg' } as const;
    const programmeId = programme?.id;
    const draft = { ...wanted, buyerId: posterOf(number), scheme: schemes[number % 3]!, commodity };
    const after = before
      ? changeOffer(before.value, { commodity, price, programmeId: programmeId ?? null }, programme, now)
      : postOffer(id, { ...draft, programmeId }, programme, now);
    this.offers.set(id, { value: after, version: (before?.version ?? 0) + 1 });
    return offerWrites(after, before, stamp);
  }

  #cooperative({ number, sort }: Happening, at: string): Action[] {
    const village = number % villages.length;
    const id = `coop_${village}`;
    const before = this.cooperatives.get(id);
    const after = before
      ? cooperativeAfter(before.value, sort, at)
      : foundCooperative(
          id,
          { name: `KDMP ${village}`, regionCode: villages[village]!, nib: nibOf(village) },
          at,
        );
    this.cooperatives.set(id, { value: after, version: (before?.version ?? 0) + 1 });
    return cooperativeWrites(after, before, { at, by: 'office', role: 'organizer' });
  }

  #potential({ number, sort }: Happening, at: string): Action[] {
    const id = `pot_${number}`;
    const stamp = { at, by: 'officer', role: 'cooperative' };
    if (this.#removed.has(id)) return [];
    const before = this.potentials.get(id);
    if (before && sort === 0) {
      this.potentials.delete(id);
      this.#removed.add(id);
      return potentialRemoval(before, stamp);
    }
    const after = before ? potentialAfter(before.value, sort, at) : newPotential(id, number, sort, at);
    this.potentials.set(id, { value: after, version: (before?.version ?? 0) + 1 });
    return potentialWrites(after, before, stamp);
  }

  /** Every part of the index as it must be: sort key below partition, to bytes. */
  expected(): Map<string, string> {
    const buckets = new Map<string, { place: string; packing: Packing<Row>; rows: Row[] }>();
    const add = (placed: Placed<Row> | undefined): void => {
      if (!placed) return;
      const { pk, name: place, packing } = placed.bucket;
      const known = buckets.get(`${pk} ${place}`) ?? { place, packing, rows: [] };
      known.rows.push(placed.row);
      buckets.set(`${pk} ${place}`, known);
    };
    for (const { value } of this.cooperatives.values()) add(placedCooperative(value));
    for (const { value } of this.potentials.values()) {
      add(placedPotential(value, this.cooperatives.get(value.cooperativeId)?.value));
    }
    for (const { value } of this.offers.values()) {
      const { value: cooperative } = this.cooperatives.get(value.buyerId) ?? {};
      add(placedOffer(value, this.behind.of(value, cooperative)));
    }
    return new Map(
      [...buckets].flatMap(([name, { place, packing, rows }]) =>
        partsOf(packing, rows, place).map(({ path, body }): [string, string] => [`${name}#${path}`, body]),
      ),
    );
  }
}

/** What each word must lead to: `WORD#panen pot_1`. */
export function expectedWords(market: MarketHistory): string[] {
  const named = [
    ...[...market.cooperatives.values()].map(({ value }) => ({ id: value.id, text: value.name })),
    ...[...market.potentials.values()].map(({ value }) => ({ id: value.id, text: value.title })),
    ...[...market.offers.values()].map(({ value }) => ({ id: value.id, text: value.title })),
  ];
  return named.flatMap(({ id, text }) => wordsOf(text).map((word) => `${wordKey(word, id).pk} ${id}`)).sort();
}

/** What each word of these histories leads to, as stored. */
export async function storedWords(table: Table): Promise<string[]> {
  const words = [...new Set([...titles, wanted.title].flatMap(wordsOf))];
  const found = await Promise.all(
    words.map((word) => table.query({ pk: wordKey(word, 'x').pk, limit: 1000 })),
  );
  return found.flatMap(({ items }) => items.map(({ pk, sk }) => `${pk} ${sk}`)).sort();
}

/** The parts of the index as they are stored, and the version of each partition that has any. */
export async function storedParts(table: Table): Promise<Map<string, string>> {
  const partitions = [cooperativeBuckets('35'), ...goods.map(supplyBuckets), ...schemes.map(offerBuckets)];
  const found = await Promise.all(partitions.map((pk) => readParts(table, pk, undefined)));
  return new Map(
    found.flatMap((parts, at) =>
      parts.map(({ bucket, path, body }): [string, string] => [`${partitions[at]!} ${bucket}#${path}`, body]),
    ),
  );
}

/** Groups whose version is not what their parts add up to: whoever remembers them would be misled. */
export async function wrongVersions(table: Table): Promise<string[]> {
  const partitions = [cooperativeBuckets('35'), ...goods.map(supplyBuckets), ...schemes.map(offerBuckets)];
  const versions = await readMarketVersions(table, partitions);
  const wrong: string[] = [];
  for (const pk of partitions) {
    const isSupply = goods.some((commodity) => supplyBuckets(commodity) === pk);
    const parts = await readParts(table, pk, undefined);
    const groups = Map.groupBy(parts, ({ bucket }) => (isSupply ? bucket.slice(0, 2) : bucket));
    for (const [group, own] of groups)
      if (versions(pk, group) !== versionOf(own)) wrong.push(`${pk} ${group}`);
  }
  return wrong;
}

const nibOf = (village: number): string => `123456789012${village}`;

function cooperativeAfter(before: Cooperative, sort: number, at: string): Cooperative {
  switch (sort) {
    case 0:
      return verifyCooperative(before, { status: 'rejected', reason: 'Desa belum terbentuk' }, at);
    case 1:
      return verifyCooperative(before, { status: 'verified' }, at);
    case 2: {
      const nib = decided(before.credentials.nib!, { status: 'verified', validUntil: '2027-01-01' }, at);
      return { ...before, credentials: { ...before.credentials, nib }, updatedAt: at };
    }
    case 3:
      return changeCooperative(before, { units: ['warehouse', 'cold-storage'] }, false, at);
    default:
      return changeCooperative(before, { memberCount: 100 + sort }, false, at);
  }
}

function newPotential(id: string, number: number, sort: number, at: string): Potential {
  const village = number % villages.length;
  const supplier = { id: `coop_${village}`, name: `KDMP ${village}`, regionCode: villages[village]! };
  const capacity = { amount: 1 + sort, unit: 'ton', per: 'week' } as const;
  const input = {
    cooperativeId: supplier.id,
    commodity: goods[sort % 3]!,
    title: titles[sort % 3]!,
    capacity,
    months: [4, 5],
  };
  return listPotential(id, input, supplier, at);
}

function potentialAfter(before: Potential, sort: number, at: string): Potential {
  if (sort <= 3) return changePotential(before, { commodity: goods[sort - 1]! }, at);
  if (sort === 4) return confirmPotential(before, at);
  return changePotential(before, { title: titles[sort % 3]!, price: { amount: 1000 * sort, per: 'kg' } }, at);
}
