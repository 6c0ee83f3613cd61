/** Everyone whom the market has for a purchase, one by one: what its questions, which look at few of them, are held against. */
import type { Market } from '../../shared/market/market.ts';
import type { MarketVersions } from '../../shared/market/bucket-store.ts';
import type { OfferRow } from '../../shared/market/rows.ts';
import type { Candidate } from '../../shared/market/shortlist.ts';
import { demandOf, linkOf, relatedTo } from '../../shared/market/sides.ts';
import type { SettingFacts } from '../../shared/offers/offer-state.ts';

/** All potentials of the goods and of their kin, but of whoever posted the offer. */
export async function candidatesOf(
  market: Market,
  offer: OfferRow,
  setting: SettingFacts,
  versions: MarketVersions,
  now: Date,
): Promise<Candidate[]> {
  const demand = demandOf(offer, setting);
  const parts = await Promise.all(
    relatedTo(offer.commodity!).map((code) => market.memory.supply(code, versions)),
  );
  return parts.flat().flatMap((part) => {
    return [...part.suppliedOn(now)]
      .filter(({ cooperative }) => cooperative.id !== offer.buyerId)
      .map(({ potential, cooperative, supply }) => {
        const link = linkOf(offer, setting, potential, potential);
        return { demand, viewpoint: 'offer', offer, setting, supply, link, cooperative, potential } as const;
      });
  });
}
