/** The market's buckets as this process last read them: what has not been rewritten since is not read again. */
import { children, provinceCodes } from '../regions/regions.ts';
import type { Table } from '../table/table.ts';
import type { Row } from './bucket.ts';
import {
  readParts,
  versionOf,
  type BucketName,
  type MarketVersions,
  type StoredPart,
} from './bucket-store.ts';
import { cooperativeBucket, offerBucket, supplyBucket } from './placed.ts';
import { type CooperativeRow, type DemandRow } from './rows.ts';
import { SupplyPart } from './supply-part.ts';

/** What was read of a group of buckets, and the version of what was read once somebody has asked for it. */
type Memory<T> = { readonly parts: readonly T[]; readonly characters: number; version?: number };

/** What was read of a partition, by group. `isWhole`: groups that are not in it are empty. */
type Shelf<T> = {
  readonly groups: Map<string, Memory<T>>;
  isWhole: boolean;
  /** What was asked for last, joined: the same list while nothing changed. */
  joined?: { readonly groups: readonly string[]; readonly parts: readonly T[] } | undefined;
};

/** A partition, the group that a bucket belongs to, and how the sort keys of a group begin. */
type Reading = {
  readonly pk: string;
  readonly groupOf: (bucket: string) => string;
  readonly within: (group: string) => string;
};

/** A part with its rows. */
type RowsPart<R> = { readonly digest: string; readonly rows: readonly R[] };
export type CooperativePart = RowsPart<CooperativeRow>;
export type OfferPart = RowsPart<DemandRow>;

/** From so many missing groups of a partition on, the whole of it is read: one query in place of many. */
const WHOLE_PARTITION_FROM = 3;
/** Packed characters, about 300 MB with everything that was unpacked; beyond it, the partition used longest ago is forgotten. */
const MOST_CHARACTERS = 50_000_000;

export class MarketMemory {
  readonly #table: Table;
  readonly #mostCharacters: number;
  /** In the order of use. */
  readonly #known = new Map<string, Shelf<unknown>>();
  #characters = 0;
  /** Asked for when first needed: reading the regions takes longer than the rest of a cold start's market. */
  #provinces: readonly string[] | undefined;

  constructor(table: Table, mostCharacters = MOST_CHARACTERS) {
    this.#table = table;
    this.#mostCharacters = mostCharacters;
  }

  /** Whether something of a partition is remembered, so that its version is worth reading. */
  holds(pk: string): boolean {
    return this.#known.has(pk);
  }

  /**
   * What is supplied of a commodity in the whole country, in parts. No round trip when nothing changed since it was read; else one
   * query for each province that did, or for all when they are several.
   */
  supply(commodity: string, versions: MarketVersions): Promise<readonly SupplyPart[]> {
    const { pk } = supplyBucket(commodity, '');
    const reading = { pk, groupOf: provinceOf, within: (province: string) => province };
    this.#provinces ??= provinceCodes();
    return this.#parts(reading, this.#provinces, versions, (part) => new SupplyPart(part, commodity));
  }

  /** Offers of a scheme for these commodities (`undefined` stands for none). One query when several changed since they were read. */
  async offers(
    scheme: DemandRow['scheme'],
    wanted: readonly (string | undefined)[],
    versions: MarketVersions,
  ): Promise<DemandRow[]> {
    return (await this.offerParts(scheme, wanted, versions)).flatMap(({ rows }) => rows);
  }

  /** The same in parts: each is the same object as long as nothing in it changed, and holds offers for one commodity. */
  offerParts(
    scheme: DemandRow['scheme'],
    wanted: readonly (string | undefined)[],
    versions: MarketVersions,
  ): Promise<readonly OfferPart[]> {
    return this.#rowsParts(
      wanted.map((commodity) => offerBucket(scheme, commodity)),
      versions,
    );
  }

  /**
   * The cooperatives of regencies, by id. A query for each regency that changed since it was read; one for the whole province
   * where several did.
   */
  async cooperatives(
    regencies: Iterable<string>,
    versions: MarketVersions,
  ): Promise<Map<string, CooperativeRow>> {
    const parts = await this.cooperativeParts(regencies, versions);
    return new Map(parts.flatMap(({ rows }) => rows.map((row) => [row.id, row])));
  }

  /** The same in parts: each is the same object as long as nothing in it changed. */
  async cooperativeParts(
    regencies: Iterable<string>,
    versions: MarketVersions,
  ): Promise<readonly CooperativePart[]> {
    const byProvince = Map.groupBy([...new Set(regencies)].sort(), (regency) => regency.slice(0, 2));
    const read = await Promise.all(
      [...byProvince.values()].map((own) => this.#rowsParts(own.map(cooperativeBucket), versions)),
    );
    return read.flat();
  }

  /** The parts of buckets of one partition that are groups of their own, in the order asked. */
  async #rowsParts<R extends Row>(
    buckets: readonly BucketName<R>[],
    versions: MarketVersions,
  ): Promise<readonly RowsPart<R>[]> {
    const [first] = buckets;
    if (first === undefined) return [];
    const unpacked = ({ digest, body, bucket }: StoredPart): RowsPart<R> => ({
      digest,
      rows: first.packing.unpack(body, bucket),
    });
    const reading = { pk: first.pk, groupOf: (name: string) => name, within: (name: string) => `${name}#` };
    const groups = buckets.map(({ group }) => group);
    return this.#parts(reading, groups, versions, unpacked);
  }

  /** Parts of these groups of a partition, in the order of groups. Unpacked once for each content. */
  async #parts<T extends { readonly digest: string }>(
    { pk, groupOf, within }: Reading,
    groups: readonly string[],
    versions: MarketVersions,
    unpacked: (part: StoredPart) => T,
  ): Promise<readonly T[]> {
    const shelf = this.#shelf<T>(pk);
    const missing = groups.filter((group) => {
      const held = shelf.groups.get(group);
      if (held === undefined) return !shelf.isWhole || versions(pk, group) !== 0;
      return (held.version ??= versionOf(held.parts)) !== versions(pk, group);
    });
    if (missing.length > 0) {
      const isMany = missing.length >= WHOLE_PARTITION_FROM;
      const read = isMany
        ? await readParts(this.#table, pk, undefined)
        : (await Promise.all(missing.map((group) => readParts(this.#table, pk, within(group))))).flat();
      const fresh = Map.groupBy(read, ({ bucket }) => groupOf(bucket));
      for (const group of isMany ? new Set([...shelf.groups.keys(), ...fresh.keys()]) : missing) {
        const more = take(shelf, group, fresh.get(group) ?? [], unpacked);
        // Of a shelf that was forgotten meanwhile nothing stays.
        if (this.#known.get(pk) === shelf) this.#characters += more;
      }
      shelf.isWhole ||= isMany;
      this.#forget(pk);
    }
    if (shelf.joined?.groups !== groups || missing.length > 0) {
      const parts = groups.flatMap((group) => shelf.groups.get(group)?.parts ?? []);
      shelf.joined = { groups, parts };
    }
    return shelf.joined.parts;
  }

  /** What is held of a partition, now used last. */
  #shelf<T>(pk: string): Shelf<T> {
    const shelf = (this.#known.get(pk) ?? { groups: new Map(), isWhole: false }) as Shelf<T>;
    this.#known.delete(pk);
    this.#known.set(pk, shelf);
    return shelf;
  }

  #forget(inUse: string): void {
    for (const [oldest, shelf] of this.#known) {
      if (this.#characters <= this.#mostCharacters || oldest === inUse) return;
      this.#known.delete(oldest);
      for (const { characters } of shelf.groups.values()) this.#characters -= characters;
    }
  }
}

/** What was read takes the place of what was held of the same group; gives how many characters more that is. */
function take<T extends { readonly digest: string }>(
  shelf: Shelf<T>,
  group: string,
  read: readonly StoredPart[],
  unpacked: (part: StoredPart) => T,
): number {
  const held = shelf.groups.get(group);
  const known = new Map(held?.parts.map((part) => [part.digest, part]));
  const characters = read.reduce((sum, { body }) => sum + body.length, 0);
  const parts = read.map((part) => known.get(part.digest) ?? unpacked(part));
  shelf.groups.set(group, { parts, characters });
  return characters - (held?.characters ?? 0);
}

/** Regencies of one province are read together. */
const provinceOf = (regency: string): string => supplyBucket('', regency).group;

/** The bucket names that lie in region codes of any level: their regencies, and their provinces for what is not below one. */
export function bucketNamesIn(codes: readonly string[]): string[] {
  return [
    ...new Set(codes.flatMap((code) => (code.length === 2 ? [code, ...children(code)] : [code.slice(0, 5)]))),
  ];
}
