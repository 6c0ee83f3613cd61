/** The market as it is asked: who could meet an offer, and which offers are open to a cooperative. */
import type { Link } from '../matching/pair.ts';
import { rankPairs } from '../matching/rank.ts';
import { regionsOf, statusOf, type Setting } from '../offers/offer-state.ts';
import type { Offer } from '../offers/offer.ts';
import { offerFrom, readSettings, settingFrom, settingKeys, type Placed } from '../offers/offer-store.ts';
import { provinceCodes } from '../regions/regions.ts';
import { cooperativeBuckets, marketVersionsKey, offerKey, supplyBuckets } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { bestOfParts } from './best-of-parts.ts';
import { marketVersionsFrom, readMarketVersions, type MarketVersions } from './bucket-store.ts';
import { leastWays } from './least-ways.ts';
import { bucketNamesIn, MarketMemory } from './market-memory.ts';
import type { OfferRow } from './rows.ts';
import type { Candidate } from './shortlist.ts';
import type { SupplyPart } from './supply-part.ts';
import { demandOf, linkOf, relatedTo, supplyOf } from './sides.ts';

/** A posted offer in its setting, and what the memory of its market is worth now. */
export type OfferAsked = {
  readonly offer: Offer;
  readonly setting: Setting;
  readonly versions: MarketVersions;
};

/** Offers of which it is remembered who stands behind them and where their candidates stand. */
const MOST_OFFERS = 10_000;

/** What is read together with an offer. */
type Expected = Placed & { readonly pks: readonly string[] };

export class Market {
  readonly table: Table;
  readonly memory: MarketMemory;

  /** What goes with the offers asked for lately, in the order of asking. */
  readonly #behind = new Map<string, Expected>();

  constructor(table: Table) {
    this.table = table;
    this.memory = new MarketMemory(table);
  }

  /**
   * A posted offer in its setting, and what the memory is worth now. One round trip; two at the first time, unless `asker` (an
   * organization) is who posted it and nothing of its market is remembered.
   */
  async offerAt(id: string, asker: string | undefined): Promise<OfferAsked | undefined> {
    const known = this.#behind.get(id) ?? (asker === undefined ? undefined : { buyerId: asker, pks: [] });
    const besides = known === undefined ? [] : [...known.pks.map(marketVersionsKey), ...settingKeys(known)];
    const [item, ...around] = await this.table.getMany([offerKey(id), ...besides]);
    const offer = offerFrom(item)?.value;
    if (offer === undefined) return undefined;

    const pks = partitionsFor(offer);
    const read = new Map(known?.pks.map((pk, at) => [pk, around[at]]));
    const unread = pks.filter((pk) => !read.has(pk) && this.memory.holds(pk));
    const isExpected = known?.buyerId === offer.buyerId && known.programmeId === offer.programmeId;
    const [settings, versions] = await this.table
      .getMany([...(isExpected ? [] : settingKeys(offer)), ...unread.map(marketVersionsKey)])
      .then((items) => {
        const own = isExpected ? around.slice(known.pks.length) : items.splice(0, settingKeys(offer).length);
        unread.forEach((pk, at) => read.set(pk, items[at]));
        return [own, marketVersionsFrom([...read.keys()], [...read.values()])] as const;
      });
    const setting = settingFrom(settings);
    this.#remember(id, { buyerId: offer.buyerId, programmeId: offer.programmeId, pks });
    return setting && { offer, setting, versions };
  }

  #remember(id: string, expected: Expected): void {
    this.#behind.delete(id);
    this.#behind.set(id, expected);
    const [oldest] = this.#behind.keys();
    if (this.#behind.size > MOST_OFFERS && oldest !== undefined) this.#behind.delete(oldest);
  }

  /** What the memory of an offer's market is worth now, for one that is not posted. One round trip, or none. */
  versionsFor(offer: Sought): Promise<MarketVersions> {
    return this.versionsOf(partitionsFor(offer));
  }

  /** The same for partitions of the market. What is not remembered has to be read anyway. */
  versionsOf(pks: readonly string[]): Promise<MarketVersions> {
    return readMarketVersions(
      this.table,
      pks.filter((pk) => this.memory.holds(pk)),
    );
  }

  /**
   * Everyone who comes into question for an offer, as the index has them: for a purchase all potentials of the commodity and its
   * kin, else all cooperatives of the offer's regions. Nobody supplies itself. No round trip while nothing changed; cold, a query
   * for each related commodity, or for each province.
   */
  async candidatesFor(
    offer: OfferRow,
    setting: Setting,
    versions: MarketVersions,
    now: Date,
  ): Promise<Candidate[]> {
    const common = { demand: demandOf(offer, setting), viewpoint: 'offer', offer, setting } as const;
    const linkTo = linksTo(offer, setting);
    if (offer.scheme !== 'purchase') {
      const names = bucketNamesIn(regionsOf(offer, setting.programme) ?? provinceCodes());
      const cooperatives = [...(await this.memory.cooperatives(names, versions)).values()];
      return cooperatives
        .filter(({ id }) => id !== offer.buyerId)
        .map((cooperative) => {
          const supply = supplyOf(cooperative, null, now);
          const link = linkTo(cooperative.regionCode, null);
          return { ...common, supply, link, cooperative, potential: null };
        });
    }
    const parts = await this.#supplyFor(offer, versions);
    return parts
      .flatMap((part) => part.suppliedOn(now))
      .filter(({ cooperative }) => cooperative.id !== offer.buyerId)
      .map(({ potential, cooperative, supply }) => {
        const link = linkTo(potential.regionCode, potential.commodity);
        return { ...common, supply, link, cooperative, potential };
      });
  }

  /**
   * The best of them that nothing blocks, best first, equals by id. Of a purchase most of the market is left out by what its parts
   * could reach at best; the other schemes score everyone. Round trips as in `candidatesFor`.
   */
  async bestFor(
    offer: OfferRow,
    setting: Setting,
    versions: MarketVersions,
    { limit, now }: { limit: number; now: Date },
  ): Promise<Candidate[]> {
    if (offer.scheme !== 'purchase') {
      const candidates = await this.candidatesFor(offer, setting, versions, now);
      return rankPairs(candidates, { limit }).map(({ pair }) => pair);
    }
    const demand = demandOf(offer, setting);
    const linkTo = linksTo(offer, setting);
    const best = bestOfParts(await this.#supplyFor(offer, versions), {
      demand,
      limit,
      now,
      posterId: offer.buyerId,
      linkTo,
      waysTo: (regency, commodity) => {
        const { kinship } = linkTo(regency, commodity);
        return leastWays(regency, demand.deliverTo).map((way) => ({ kinship, ...way }));
      },
    });
    return best.map((one) => ({ ...one, demand, viewpoint: 'offer', offer, setting }));
  }

  /** All parts of a purchase's commodity and its kin. */
  async #supplyFor({ commodity }: OfferRow, versions: MarketVersions): Promise<SupplyPart[]> {
    const related = commodity === undefined ? [] : relatedTo(commodity);
    return (await Promise.all(related.map((code) => this.memory.supply(code, versions)))).flat();
  }

  /**
   * The open offers of the schemes and commodities asked for, each in its setting; `undefined` stands for offers without a
   * commodity. One batch read for every hundred organizations and programmes behind them; cold, at most a query a scheme.
   */
  async openOffers(
    wanted: readonly { scheme: OfferRow['scheme']; commodities: readonly (string | undefined)[] }[],
    versions: MarketVersions,
    now: Date,
  ): Promise<{ offer: OfferRow; setting: Setting }[]> {
    const rows = await Promise.all(
      wanted.map(({ scheme, commodities }) => this.memory.offers(scheme, commodities, versions)),
    );
    const offers = rows.flat();
    const settings = offers.length === 0 ? [] : await readSettings(this.table, offers);
    return offers.flatMap((offer, at) => {
      const setting = settings[at];
      return setting && statusOf(offer, setting, now) === 'open' ? [{ offer, setting }] : [];
    });
  }
}

/** Kinship and way between an offer and a region's goods (or none), each worked out once. */
function linksTo(offer: OfferRow, setting: Setting): (region: string, commodity: string | null) => Link {
  const known = new Map<string, Link>();
  return (regionCode, commodity) => {
    const name = `${regionCode} ${commodity}`;
    const link =
      known.get(name) ?? linkOf(offer, setting, { regionCode }, commodity === null ? null : { commodity });
    known.set(name, link);
    return link;
  };
}

/** What tells where the candidates of an offer stand. */
type Sought = Pick<OfferRow, 'scheme' | 'commodity' | 'regions'>;

/** The partitions of the market that hold an offer's candidates. */
function partitionsFor({ scheme, commodity, regions }: Sought): string[] {
  if (scheme === 'purchase') return commodity === undefined ? [] : relatedTo(commodity).map(supplyBuckets);
  const provinces = new Set((regions ?? provinceCodes()).map((code) => code.slice(0, '35'.length)));
  return [...provinces].map(cooperativeBuckets);
}
