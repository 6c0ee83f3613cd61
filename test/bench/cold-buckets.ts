/** The same questions to a process that has read the stored buckets of the nation and looked into none of them yet. */
import { bestOfParts } from '../../shared/market/best-of-parts.ts';
import { partsOf } from '../../shared/market/bucket.ts';
import type { StoredPart } from '../../shared/market/bucket-store.ts';
import { supplyPacking } from '../../shared/market/pack-supplies.ts';
import { purchaseAsked } from '../../shared/market/purchase-asked.ts';
import { placedPotential } from '../../shared/market/placed.ts';
import { SupplyPart } from '../../shared/market/supply-part.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { NationThings } from '../support/nation-things.ts';
import type { Nation, Wanted } from '../support/nation.ts';

const now = new Date('2026-11-22T03:00:00Z');

/** All buckets of the nation as they are stored, by commodity. */
export function storedBuckets(nation: Nation): Map<string, StoredPart[]> {
  const things = new NationThings(nation, now);
  const owners = new Map<string, Cooperative>();
  return new Map(
    nation.codes.map((code) => {
      const { potentials, cooperatives } = things.supplied(code);
      for (const one of cooperatives) owners.set(one.id, one);
      const packing = supplyPacking(code);
      const placed = potentials.map((one) => placedPotential(one, owners.get(one.cooperativeId)));
      const buckets = Map.groupBy(placed, ({ bucket }) => bucket.name);
      const parts = [...buckets].flatMap(([bucket, own]) => {
        const rows = own.map(({ row }) => row);
        return partsOf(packing, rows, bucket).map((part) => ({ ...part, bucket, digest: '' }));
      });
      return [code, parts];
    }),
  );
}

/** How many the best are that it finds, of at most `limit`. */
export function answerCold(
  stored: ReadonlyMap<string, StoredPart[]>,
  { demand, kin }: Wanted,
  limit: number,
): number {
  const asked = purchaseAsked(demand, { seeks: 'eligible', limit, now, posterId: '' });
  const stocks = kin.map(({ code, kinship }) => ({
    commodity: code,
    kinship,
    parts: (stored.get(code) ?? []).map((part) => new SupplyPart(part, code)),
  }));
  return bestOfParts(stocks, asked).length;
}
