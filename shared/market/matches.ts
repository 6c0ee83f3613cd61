/** Who can meet an offer: ranked from the index, then looked at once more as they are now. */
import { viewCooperative } from '../cooperatives/cooperative.ts';
import { cooperativeFrom } from '../cooperatives/cooperative-store.ts';
import { WEIGHTS_VERSION } from '../matching/weights.ts';
import { guidelinesOf, type Setting } from '../offers/offer-state.ts';
import { viewPotential } from '../potentials/potential.ts';
import { potentialFrom } from '../potentials/potential-store.ts';
import { cooperativeKey, potentialKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import type { MarketVersions } from './bucket-store.ts';
import type { Market } from './market.ts';
import type { Matches } from './match.ts';
import { takesPart, type OfferRow } from './rows.ts';
import { bestWanted, explained, type Chosen, type Wanted } from './shortlist.ts';
import { linkOf, relatedTo, storedSupply } from './sides.ts';

/** The matches of an offer, posted or not. One batch read for every hundred things, beyond what ranking takes. */
export async function matchesOf(
  market: Market,
  offer: OfferRow,
  setting: Setting,
  versions: MarketVersions,
  wanted: Wanted,
): Promise<Matches> {
  const { includeBlocked, now } = wanted;
  const best = await market.bestFor(offer, setting, versions, { limit: bestWanted(wanted), now });
  const near = includeBlocked ? await market.nearMissesFor(offer, setting, versions, wanted) : [];
  // Whatever changed between the two questions is looked at once.
  const chosen = [
    ...new Map([...near, ...best].map((one) => [one.potential?.id ?? one.cooperative.id, one])).values(),
  ];
  const fresh = await refreshed(market.table, chosen, now);
  return {
    items: explained(fresh, wanted).map(({ candidate, ...match }) => ({
      ...match,
      cooperative: viewCooperative(candidate.cooperative, false),
      potential: candidate.potential && viewPotential(candidate.potential, candidate.cooperative.name, now),
    })),
    guidelines: guidelinesOf(offer, setting.programme),
    weightsVersion: WEIGHTS_VERSION,
  };
}

/** The candidates as they are now, each with what it is shown from; without those that are gone, take no part or are other goods by now. */
export async function refreshed(table: Table, candidates: readonly Chosen[], now: Date) {
  const keys = new Map(
    candidates.flatMap(({ cooperative, potential }) => [
      [cooperative.id, cooperativeKey(cooperative.id)] as const,
      ...(potential === null ? [] : [[potential.id, potentialKey(potential.id)] as const]),
    ]),
  );
  const items = await table.getMany([...keys.values()]);
  const found = new Map([...keys.keys()].map((id, at) => [id, items[at]]));
  return candidates.flatMap((candidate) => {
    const { offer, setting } = candidate;
    const cooperative = cooperativeFrom(found.get(candidate.cooperative.id))?.value;
    if (!cooperative || !takesPart(cooperative)) return [];
    const potential = candidate.potential && potentialFrom(found.get(candidate.potential.id))?.value;
    if (potential === undefined) return [];
    const isOther = potential !== null && !relatedTo(offer.commodity!).includes(potential.commodity);
    if (isOther) return [];
    return [
      {
        ...candidate,
        cooperative,
        potential,
        supply: storedSupply(cooperative, potential, now),
        link: linkOf(offer, setting, cooperative, potential),
      },
    ];
  });
}
