/** Answers "who has bananas?": by commodities and places through the market's memory, by the words of names through the table. */
import { commodities, commodityByCode } from '../commodities/commodities.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { cooperativeFrom } from '../cooperatives/cooperative-store.ts';
import type { MarketVersions } from '../market/bucket-store.ts';
import type { Market } from '../market/market.ts';
import { bucketNamesIn } from '../market/market-memory.ts';
import { schemes, type Offer } from '../offers/offer.ts';
import { statusOf, type Setting } from '../offers/offer-state.ts';
import { offerFrom, readSettings } from '../offers/offer-store.ts';
import type { Page, PageRequest } from '../page.ts';
import { listPotentialsIn, potentialFrom } from '../potentials/potential-store.ts';
import { within } from '../regions/region-code.ts';
import { fullName } from '../regions/regions.ts';
import { cooperativeBuckets, offerBuckets, supplyBuckets } from '../table/derived-keys.ts';
import { cooperativeKey, offerKey, potentialKey } from '../table/keys.ts';
import type { Item, Key } from '../table/table.ts';
import type { Found, FoundKind } from './found.ts';
import { meaningOf, type Asked } from './question.ts';
import { thingsNamed } from './word-store.ts';

/** What comes into question, and all that its score needs. */
type Thing = {
  readonly kind: FoundKind;
  readonly id: string;
  readonly commodity?: string | undefined;
  readonly regionCode?: string | undefined;
  /** The cooperative of a potential, or who posted an offer. */
  readonly ownerId?: string;
};

/** A word of the question with the things whose name has it. */
type Word = Asked & { readonly named: ReadonlyMap<string, number> };

/** Who asks may not see everything. */
export type Visible = {
  cooperative(cooperative: Cooperative): boolean;
  offer(offer: Offer, setting: Setting): boolean;
};

/** Places whose cooperatives are looked at, commodities whose supply is, and things known by name that are. */
const MOST_PLACES = 12;
const MOST_COMMODITIES = 40;
const MOST_NAMED = 100;
/** Potentials of one place, when no commodity was asked for. */
const MOST_IN_PLACE = 100;

/**
 * Open things that answer the question, best first: by the share of its words that they answer and how surely; potentials before
 * offers before cooperatives, then by how many of the words their own name has, then by id. Warm about five round trips, cold also
 * what the memory has to read.
 */
export async function search(
  market: Market,
  question: { q: string; kind: FoundKind | undefined; now: Date },
  page: PageRequest,
  visible: Visible,
): Promise<Page<Found>> {
  const asked = meaningOf(question.q);
  const [versions, ...named] = await Promise.all([
    market.versionsOf(partitionsFor(goodsIn(asked), placesIn(asked))),
    ...asked.map(({ word }) => thingsNamed(market.table, word)),
  ]);
  const words = asked.map((one, at): Word => ({ ...one, named: named[at]! }));
  const things = await thingsFor(market, words, versions);
  const ranked = [...things.values()]
    .filter(({ kind }) => question.kind === undefined || kind === question.kind)
    .map((thing) => ({ thing, ...judged(thing, words) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || order(a, b));
  const from = Number(page.after?.['from'] ?? 0);
  const until = from + page.limit;
  const items = await shown(market, ranked.slice(from, until), question.now, visible);
  return { items, next: ranked.length > until ? { from: String(until) } : null };
}

const kindOrder: Record<FoundKind, number> = { potential: 0, offer: 1, cooperative: 2 };

type Judged = { thing: Thing; named: number };

function order({ thing: a, named }: Judged, { thing: b, named: others }: Judged): number {
  return kindOrder[a.kind] - kindOrder[b.kind] || others - named || (a.id < b.id ? -1 : 1);
}

/**
 * Points of 100: the mean over the words of the surest way in which the thing answers each. `named`: how many of them its own name has,
 * since `beras premium` is rice, and the premium one before the others.
 */
function judged(
  thing: Thing,
  words: readonly Word[],
): { points: number; named: number; matched: Found['matched'] } {
  let sum = 0;
  let named = 0;
  const matched: Found['matched'] = [];
  for (const word of words) {
    const ways = [
      { by: 'commodity', sureness: word.commodities.get(thing.commodity ?? '') ?? 0 },
      { by: 'region', sureness: surestPlace(word.regions, thing.regionCode) },
      { by: 'name', sureness: word.named.get(thing.id) ?? word.named.get(thing.ownerId ?? '') ?? 0 },
    ] as const;
    const best = ways.reduce((surest, way) => (way.sureness > surest.sureness ? way : surest));
    if (best.sureness > 0) matched.push({ word: word.word, by: best.by });
    if (word.named.has(thing.id)) named += 1;
    sum += best.sureness;
  }
  return { points: Math.floor(sum / Math.max(1, words.length)), named, matched };
}

function surestPlace(regions: ReadonlyMap<string, number>, code: string | undefined): number {
  let surest = 0;
  if (code === undefined || regions.size === 0) return surest;
  for (const length of [2, 5, 8, 13]) {
    if (length <= code.length) surest = Math.max(surest, regions.get(code.slice(0, length)) ?? 0);
  }
  return surest;
}

async function thingsFor(
  market: Market,
  words: readonly Word[],
  versions: MarketVersions,
): Promise<Map<string, Thing>> {
  const goods = goodsIn(words);
  const places = placesIn(words);
  const ids = words.flatMap((word) => [...word.named.keys()]);
  const found = await Promise.all([
    suppliedGoods(market, goods, versions),
    goods.length === 0 ? potentialsIn(market, places) : [],
    cooperativesIn(market, places, versions),
    offersFor(market, goods, places, ids, versions),
    knownByName(market, ids),
  ]);
  return new Map(found.flat().map((thing) => [thing.id, thing]));
}

const goodsIn = (words: readonly Asked[]): string[] =>
  [...new Set(words.flatMap((word) => [...word.commodities.keys()]))].slice(0, MOST_COMMODITIES);

const placesIn = (words: readonly Asked[]): string[] => [
  ...new Set(words.flatMap((word) => [...word.regions.keys()])),
];

/** Where in the market that is looked for. */
function partitionsFor(goods: readonly string[], places: readonly string[]): string[] {
  const provinces = new Set(lookedAt(places).map((place) => place.slice(0, '35'.length)));
  return [
    ...goods.map(supplyBuckets),
    ...schemes.map(offerBuckets),
    ...[...provinces].map(cooperativeBuckets),
  ];
}

async function suppliedGoods(market: Market, goods: readonly string[], versions: MarketVersions) {
  const parts = await Promise.all(goods.map((code) => market.memory.supply(code, versions)));
  return parts.flat().flatMap(({ rows }) => rows.map(potentialThing));
}

async function potentialsIn({ table }: Market, places: readonly string[]): Promise<Thing[]> {
  const page = { limit: MOST_IN_PLACE };
  const found = await Promise.all(
    lookedAt(places).map((place) => listPotentialsIn(table, place, page, ({ value }) => value)),
  );
  return found.flatMap(({ items }) => items.map(potentialThing));
}

async function cooperativesIn(
  market: Market,
  places: readonly string[],
  versions: MarketVersions,
): Promise<Thing[]> {
  const near = lookedAt(places);
  const rows = await market.memory.cooperatives(bucketNamesIn(near), versions);
  return [...rows.values()]
    .filter(({ regionCode }) => near.some((place) => within(regionCode, place)))
    .map(({ id, regionCode }) => ({ kind: 'cooperative', id, regionCode }));
}

/** A whole province is a filter, not an answer. */
const lookedAt = (places: readonly string[]): string[] =>
  places.filter((place) => place.length > 2).slice(0, MOST_PLACES);

async function offersFor(
  market: Market,
  goods: readonly string[],
  places: readonly string[],
  ids: readonly string[],
  versions: MarketVersions,
): Promise<Thing[]> {
  const posters = new Set(ids.filter((id) => !id.startsWith('off_') && !id.startsWith('pot_')));
  const isWide = places.length > 0 || posters.size > 0;
  if (!isWide && goods.length === 0) return [];
  const wanted = isWide ? [undefined, ...commodities().map(({ code }) => code)] : goods;
  const rows = await Promise.all(schemes.map((scheme) => market.memory.offers(scheme, wanted, versions)));
  return rows
    .flat()
    .filter(
      ({ commodity, deliverTo, buyerId }) =>
        goods.includes(commodity ?? '') ||
        posters.has(buyerId) ||
        (deliverTo !== undefined && places.some((place) => within(deliverTo, place))),
    )
    .map(offerThing);
}

async function knownByName({ table }: Market, ids: readonly string[]): Promise<Thing[]> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const most = [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .flatMap(([id]) => keyOf(id) ?? [])
    .slice(0, MOST_NAMED);
  return (await table.getMany(most)).flatMap((item): Thing[] => {
    const potential = item?.pk.startsWith(potentialKey('').pk) && potentialFrom(item)?.value;
    if (potential) return [potentialThing(potential)];
    const offer = item?.pk.startsWith(offerKey('').pk) && offerFrom(item)?.value;
    if (offer) return [offerThing(offer)];
    const cooperative = cooperativeFrom(item)?.value;
    if (!cooperative) return [];
    return [{ kind: 'cooperative', id: cooperative.id, regionCode: cooperative.regionCode }];
  });
}

function keyOf(id: string): Key | undefined {
  if (id.startsWith('pot_')) return potentialKey(id);
  if (id.startsWith('off_')) return offerKey(id);
  return id.startsWith('coop_') ? cooperativeKey(id) : undefined;
}

function potentialThing(of: {
  id: string;
  commodity: string;
  regionCode: string;
  cooperativeId: string;
}): Thing {
  const { id, commodity, regionCode, cooperativeId } = of;
  return { kind: 'potential', id, commodity, regionCode, ownerId: cooperativeId };
}

function offerThing(of: Pick<Offer, 'id' | 'commodity' | 'deliverTo' | 'buyerId'>): Thing {
  const { id, commodity, deliverTo, buyerId } = of;
  return { kind: 'offer', id, commodity, regionCode: deliverTo, ownerId: buyerId };
}

type Ranked = { thing: Thing; points: number; matched: Found['matched'] };

/** The things of one page as they are now, without those that are gone or not for this caller. Two batch reads. */
async function shown(
  { table }: Market,
  ranked: readonly Ranked[],
  now: Date,
  visible: Visible,
): Promise<Found[]> {
  const ids = new Set(
    ranked.flatMap(({ thing: { id, kind, ownerId } }) =>
      kind === 'potential' && ownerId !== undefined ? [id, ownerId] : [id],
    ),
  );
  const known = [...ids];
  const items = await table.getMany(known.map((id) => keyOf(id)!));
  const stored = new Map<string, Item | undefined>(known.map((id, at) => [id, items[at]]));
  const offers = known.flatMap((id) =>
    id.startsWith('off_') ? (offerFrom(stored.get(id))?.value ?? []) : [],
  );
  const settings = offers.length === 0 ? [] : await readSettings(table, offers);
  const settingOf = new Map(offers.map(({ id }, at) => [id, settings[at]]));
  return ranked.flatMap(({ thing, points, matched }): Found[] => {
    const view = viewOf(thing, stored, settingOf.get(thing.id), now, visible);
    if (view === undefined) return [];
    const regionName = fullName(view.regionCode) ?? view.regionCode;
    return [{ kind: thing.kind, id: thing.id, ...view, regionName, score: points / 100, matched }];
  });
}

function viewOf(
  thing: Thing,
  stored: ReadonlyMap<string, Item | undefined>,
  setting: Setting | undefined,
  now: Date,
  visible: Visible,
): Pick<Found, 'title' | 'detail' | 'regionCode'> | undefined {
  if (thing.kind === 'offer') {
    const offer = offerFrom(stored.get(thing.id))?.value;
    if (!offer || !setting || statusOf(offer, setting, now) !== 'open') return undefined;
    if (!visible.offer(offer, setting)) return undefined;
    const detail = [nameOf(offer.commodity), setting.poster.name].filter((part) => part !== '').join(' · ');
    return { title: offer.title, detail, regionCode: offer.deliverTo ?? setting.poster.regionCode };
  }
  const ownerId = thing.kind === 'potential' ? thing.ownerId! : thing.id;
  const cooperative = cooperativeFrom(stored.get(ownerId))?.value;
  if (!cooperative || !visible.cooperative(cooperative)) return undefined;
  const { name, regionCode } = cooperative;
  if (thing.kind === 'cooperative') return { title: name, detail: cooperative.kind, regionCode };
  const potential = potentialFrom(stored.get(thing.id))?.value;
  if (!potential) return undefined;
  return { title: potential.title, detail: `${nameOf(potential.commodity)} · ${name}`, regionCode };
}

const nameOf = (commodity: string | undefined): string =>
  commodity === undefined ? '' : (commodityByCode(commodity)?.name.id ?? commodity);
