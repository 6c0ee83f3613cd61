/** The market as it is asked: who could meet an offer, and which offers are open to a cooperative. */
import { kinship } from '../commodities/commodities.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { cooperativeFrom, readCooperative } from '../cooperatives/cooperative-store.ts';
import { jsonLog, type Log } from '../log.ts';
import type { Demand } from '../matching/pair.ts';
import { regionsOf, type Setting, type SettingFacts } from '../offers/offer-state.ts';
import type { Offer } from '../offers/offer.ts';
import { offerFrom, settingFrom, settingKeys, type Placed } from '../offers/offer-store.ts';
import type { Potential } from '../potentials/potential.ts';
import { listPotentialsOf, potentialFrom } from '../potentials/potential-store.ts';
import { provinceCodes } from '../regions/regions.ts';
import { cooperativeBuckets, marketVersionsKey, offerBuckets, supplyBuckets } from '../table/derived-keys.ts';
import { cooperativeKey, offerKey, potentialKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { bestOfParts, mayComeIn, type BestSupply, type Stock } from './best-of-parts.ts';
import { marketVersionsFrom, readMarketVersions, type MarketVersions } from './bucket-store.ts';
import { Lately } from './lately.ts';
import { bucketNamesIn, MarketMemory } from './market-memory.ts';
import type { OpenOffer } from './open-offers.ts';
import { OutletShelves, type SupplyAsked } from './outlet-shelves.ts';
import type { DemandRow, OfferRow, SupplyRow } from './rows.ts';
import { PartnerShelves } from './partner-shelves.ts';
import { pauseEvery } from './pauses.ts';
import { purchaseAsked, type PurchaseAsked } from './purchase-asked.ts';
import { askedOnce } from './remembered.ts';
import { countBlockers, type Candidate, type Chosen } from './shortlist.ts';
import { demandOf, linkOf, relatedTo } from './sides.ts';
import { SupplyShelves } from './supply-shelves.ts';

/** Potentials that are looked at before requests that wait get their turn: some milliseconds. */
const LOOKED_AT_ONCE = 2000;

/** A posted offer in its setting, and what the memory of its market is worth now. */
export type OfferAsked = {
  readonly offer: Offer;
  readonly setting: Setting;
  readonly versions: MarketVersions;
};

/** A potential with its cooperative, and what the memory of the purchases is worth now. */
export type PotentialAsked = {
  readonly potential: Potential;
  readonly cooperative: Cooperative;
  readonly versions: MarketVersions;
};

type Options = { readonly log?: Log; readonly packs?: boolean; readonly memory?: MarketMemory };

/** What is read together with an offer. */
type Expected = Placed & { readonly pks: readonly string[] };

export class Market {
  readonly table: Table;
  readonly memory: MarketMemory;
  readonly #shelves: SupplyShelves | undefined;
  readonly #partners = new PartnerShelves();

  readonly #outlets = new OutletShelves();

  /** What goes with the offers asked for lately. */
  readonly #behind = new Lately<Expected>();
  /** Whose the potentials asked for lately are. */
  readonly #ownerOf = new Lately<string>();

  /**
   * `log` hears of what goes wrong in idle moments, when nobody waits for an answer. Who asks only after changes has no use for
   * packing what the next change takes out: `packs: false`, with a memory of a size of its own.
   */
  constructor(
    table: Table,
    { log = jsonLog(), packs = true, memory = new MarketMemory(table) }: Options = {},
  ) {
    this.table = table;
    this.#shelves = packs ? new SupplyShelves(log) : undefined;
    this.memory = memory;
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
    const missing = isExpected ? [] : settingKeys(offer);
    const items = await this.table.getMany([...missing, ...unread.map(marketVersionsKey)]);
    const setting = settingFrom(isExpected ? around.slice(known.pks.length) : items.slice(0, missing.length));
    unread.forEach((pk, at) => read.set(pk, items[missing.length + at]));
    const versions = marketVersionsFrom([...read.keys()], [...read.values()]);
    this.#behind.set(id, { buyerId: offer.buyerId, programmeId: offer.programmeId, pks });
    return setting && { offer, setting, versions };
  }

  /**
   * A potential with its cooperative, and what the memory of purchases is worth now. One round trip; two at the first time, unless
   * `asker` (an organization) is its cooperative.
   */
  async potentialAt(id: string, asker: string | undefined): Promise<PotentialAsked | undefined> {
    const expected = this.#ownerOf.get(id) ?? (asker?.startsWith('coop_') === true ? asker : undefined);
    const pk = offerBuckets('purchase');
    const keys = [potentialKey(id), marketVersionsKey(pk)];
    const besides = expected === undefined ? [] : [cooperativeKey(expected)];
    const [item, counts, owner] = await this.table.getMany([...keys, ...besides]);
    const potential = potentialFrom(item)?.value;
    if (potential === undefined) return undefined;
    const { cooperativeId } = potential;
    const isExpected = cooperativeId === expected;
    const stored = isExpected ? cooperativeFrom(owner) : await readCooperative(this.table, cooperativeId);
    this.#ownerOf.set(id, cooperativeId);
    return stored && { potential, cooperative: stored.value, versions: marketVersionsFrom([pk], [counts]) };
  }

  /** The oldest potentials of a cooperative, as in `potentialAt`; none of an unknown one. A round trip and a query, side by side. */
  async potentialsAt(cooperativeId: string, limit: number): Promise<PotentialAsked[]> {
    const pk = offerBuckets('purchase');
    const [[item, counts], listed] = await Promise.all([
      this.table.getMany([cooperativeKey(cooperativeId), marketVersionsKey(pk)]),
      listPotentialsOf(this.table, cooperativeId, { limit }, ({ value }) => value),
    ]);
    const cooperative = cooperativeFrom(item)?.value;
    if (cooperative === undefined) return [];
    const versions = marketVersionsFrom([pk], [counts]);
    return listed.items.map((potential) => ({ potential, cooperative, versions }));
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
   * Of a purchase the potentials of the goods themselves that nothing blocks, whoever posted the offer left out. No round trip while
   * nothing changed; cold, one query. Of what is blocked nothing is made, not even its way.
   */
  async suppliersFor(
    offer: OfferRow,
    setting: SettingFacts,
    versions: MarketVersions,
    now: Date,
  ): Promise<Candidate[]> {
    const { commodity } = offer;
    if (commodity === undefined) return [];
    const demand = demandOf(offer, setting);
    const linkTo = askedOnce((regionCode: string) => linkOf(offer, setting, { regionCode }, { commodity }));
    const found: Candidate[] = [];
    const pause = pauseEvery(LOOKED_AT_ONCE);
    for (const part of await this.memory.supply(commodity, versions)) {
      const supplied = part.suppliedOn(now);
      for (const { potential, cooperative, supply } of supplied) {
        if (cooperative.id === offer.buyerId || countBlockers({ demand, supply, potential }, now) > 0)
          continue;
        const link = linkTo(potential.regionCode);
        found.push({ demand, viewpoint: 'offer', offer, setting, supply, link, cooperative, potential });
      }
      await pause(supplied.length);
    }
    return found;
  }

  /**
   * The best that nothing blocks, best first, equals by id: potentials for a purchase, else cooperatives of the offer's regions. Nobody
   * supplies itself. Most of the market is left out by what it could reach at best. No round trip while nothing changed; cold, a query
   * for each related commodity that could still come in, or for each province.
   */
  async bestFor(
    offer: OfferRow,
    setting: SettingFacts,
    versions: MarketVersions,
    { limit, now }: { limit: number; now: Date },
  ): Promise<(Chosen & { readonly points: number })[]> {
    const demand = demandOf(offer, setting);
    if (offer.scheme !== 'purchase')
      return this.#bestPartners(demand, offer, setting, versions, { seeks: 'eligible', limit, now });
    const asked = purchaseAsked(demand, { seeks: 'eligible', limit, now, posterId: offer.buyerId });
    const best = await this.#bestSupplies(offer, asked, versions);
    return best.map(({ potential, points }) => ({ ...chosenOf(potential, demand, offer, setting), points }));
  }

  /** Those that something blocks, who lacks least first, among equals the best, then by id. Round trips as in `bestFor`. */
  async nearMissesFor(
    offer: OfferRow,
    setting: SettingFacts,
    versions: MarketVersions,
    { limit, now }: { limit: number; now: Date },
  ): Promise<Chosen[]> {
    const demand = demandOf(offer, setting);
    if (offer.scheme !== 'purchase')
      return this.#bestPartners(demand, offer, setting, versions, { seeks: 'blocked', limit, now });
    const asked = purchaseAsked(demand, { seeks: 'blocked', limit, now, posterId: offer.buyerId });
    const near = await this.#bestSupplies(offer, asked, versions);
    return near.map(({ potential }) => chosenOf(potential, demand, offer, setting));
  }

  async #bestPartners(
    demand: Demand,
    offer: OfferRow,
    setting: SettingFacts,
    versions: MarketVersions,
    asked: Pick<PurchaseAsked, 'seeks' | 'limit' | 'now'>,
  ): Promise<(Chosen & { readonly points: number })[]> {
    const parts = await this.memory.cooperativeParts(regenciesOf(offer, setting), versions);
    const best = await this.#partners.best(parts, demand, { ...asked, exceptId: offer.buyerId });
    return best.map(({ id, points }) => {
      return { demand, viewpoint: 'offer', offer, setting, cooperative: { id }, potential: null, points };
    });
  }

  /** Where enough of the goods themselves is found, most of their kin are not even read. */
  async #bestSupplies(
    { commodity }: OfferRow,
    asked: PurchaseAsked,
    versions: MarketVersions,
  ): Promise<BestSupply[]> {
    if (commodity === undefined) return [];
    const bestAmong = async (codes: readonly string[], known: readonly BestSupply[]) => {
      const stocks = await this.#stocks(commodity, codes, versions);
      // Shelves hold what counts only.
      const shelves = asked.seeks === 'eligible' ? this.#shelves : undefined;
      const { best, rest } = shelves?.best(stocks, asked) ?? { best: [], rest: stocks };
      return bestOfParts(rest, asked, [...known, ...best]);
    };
    const [own, ...kin] = relatedTo(commodity);
    const best = await bestAmong([own!], []);
    const others = kin.filter((code) => mayComeIn(code, kinship(commodity, code), asked, best));
    return others.length === 0 ? best : bestAmong(others, best);
  }

  /** Resolves when nothing is left to do in idle moments. */
  async settled(): Promise<void> {
    await this.#shelves?.settled();
  }

  /** All parts of these commodities, as they are kin to the one that is asked for. */
  #stocks(commodity: string, codes: readonly string[], versions: MarketVersions): Promise<Stock[]> {
    return Promise.all(
      codes.map(async (code) => ({
        commodity: code,
        kinship: kinship(commodity, code),
        parts: await this.memory.supply(code, versions),
      })),
    );
  }

  /**
   * Offers of the schemes and commodities asked for, as the index has them; `undefined` stands for offers without a commodity. Cold,
   * at most a query a scheme.
   */
  async offers(
    wanted: readonly { scheme: OfferRow['scheme']; commodities: readonly (string | undefined)[] }[],
    versions: MarketVersions,
  ): Promise<DemandRow[]> {
    const rows = await Promise.all(
      wanted.map(({ scheme, commodities }) => this.memory.offers(scheme, commodities, versions)),
    );
    // On its way from one commodity to another it stands in both.
    return [...new Map(rows.flat().map((row) => [row.id, row])).values()];
  }

  /**
   * The best open purchases of what a supply is that nothing blocks, best first, equals by id. Round trips as in `offers`.
   */
  async bestOutlets(asked: SupplyAsked, versions: MarketVersions): Promise<OpenOffer[]> {
    const parts = await this.memory.offerParts('purchase', relatedTo(asked.commodity), versions);
    return this.#outlets.best(parts, asked);
  }
}

function chosenOf(potential: SupplyRow, demand: Demand, offer: OfferRow, setting: SettingFacts): Chosen {
  const cooperative = { id: potential.cooperativeId, regionCode: potential.regionCode };
  return { demand, viewpoint: 'offer', offer, setting, cooperative, potential };
}

/** The regencies whose cooperatives come into question. */
const regenciesOf = (offer: OfferRow, { programme }: SettingFacts): string[] =>
  bucketNamesIn(regionsOf(offer, programme) ?? provinceCodes());

/** What tells where the candidates of an offer stand. */
type Sought = Pick<OfferRow, 'scheme' | 'commodity' | 'regions'>;

/** The partitions of the market that hold an offer's candidates. */
function partitionsFor({ scheme, commodity, regions }: Sought): string[] {
  if (scheme === 'purchase') return commodity === undefined ? [] : relatedTo(commodity).map(supplyBuckets);
  const provinces = new Set((regions ?? provinceCodes()).map((code) => code.slice(0, '35'.length)));
  return [...provinces].map(cooperativeBuckets);
}
