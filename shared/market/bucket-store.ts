/** Where the market's buckets lie, and how one is rewritten without ever undoing what came later. */
import { createHash } from 'node:crypto';
import { marketVersionsKey } from '../table/derived-keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import { areWhole, partsOf, rowsOf, type Packing, type Part, type Row } from './bucket.ts';

/**
 * A bucket's partition, its name there, and how its rows are packed. `group`: what is read together with it, and has one version.
 */
export type BucketName<R extends Row> = {
  readonly pk: string;
  readonly name: string;
  readonly group: string;
  readonly packing: Packing<R>;
};

/** A part as it is stored. */
export type StoredPart = Part & { readonly bucket: string; readonly digest: string };

/** Parts of one bucket lie under `NAME#PATH`; no name holds `#`. */
const sortKeyOf = (name: string, path: string): string => `${name}#${path}`;

/** Actions of one transaction besides the version: parts, the guards and what goes with the rewrite. */
const MOST_ACTIONS = 99;
/** What they put, in characters of packed rows: a transaction takes 4 MB. */
const MOST_CHARACTERS = 3_000_000;

/** What becomes of a part: `root` is the path below which it was split from or joined with others, its own where it was neither. */
type PartWrite = {
  readonly action: Action;
  readonly characters: number;
  readonly by: number;
  readonly root: string;
};

/**
 * Rewrites a bucket in one transaction with `guards` (checks that what the new rows were made from still stands) and with what
 * `besides` gives. Throws `ConditionFailed` when something does not stand, or when someone rewrote the same part meanwhile: read
 * again, try again. Rows that are in place already cost no write. One query (more beyond 1 MB) and one transaction, and a query more
 * when a part of several has shrunk. Several transactions, each with the guards, where more parts change than one can take, as with
 * all offers under a programme: what has been rewritten then stays, and whoever tries again finds the rest.
 */
export async function rewriteBucket<R extends Row>(
  table: Table,
  bucket: BucketName<R>,
  rewritten: (rows: readonly R[]) => readonly R[],
  guards: readonly Action[] = [],
  besides: (before: readonly R[], after: readonly R[]) => readonly Action[] = () => [],
): Promise<void> {
  const { pk, name, group, packing } = bucket;
  const stored = await readParts(table, pk, sortKeyOf(name, ''));
  const rows = rowsOf(packing, stored, name);
  const wanted = rewritten(rows);
  const before = new Map(stored.map((part) => [part.path, part]));
  const after = new Map(partsOf(packing, wanted, name).map((part) => [part.path, part]));
  const writes: PartWrite[] = [];
  let isSmaller = false;
  // A head is no part that others are split from: of one part, there is none.
  const shortest = before.size === 1 || after.size === 1 ? 0 : 1;
  const rootOf = (path: string): string => {
    let length = shortest;
    while (!before.has(path.slice(0, length)) && !after.has(path.slice(0, length))) length += 1;
    return path.slice(0, length);
  };
  for (const part of after.values()) {
    const old = before.get(part.path);
    if (old?.body === part.body) continue;
    isSmaller ||= part.path !== '' && part.body.length < (old?.body.length ?? Infinity);
    const sk = sortKeyOf(name, part.path);
    const digest = digestOf(sk, part.body);
    const when = old ? unchanged(old) : ({ is: 'absent' } as const);
    const by = weightOf(digest) - (old ? weightOf(old.digest) : 0);
    const head = part.isHead && { isHead: true };
    const action = { do: 'put', item: { pk, sk, body: part.body, digest, ...head }, when } as const;
    writes.push({ action, characters: part.body.length, by, root: rootOf(part.path) });
  }
  for (const part of before.values()) {
    if (after.has(part.path)) continue;
    const key = { pk, sk: sortKeyOf(name, part.path) };
    const action = { do: 'delete', key, when: unchanged(part) } as const;
    writes.push({ action, characters: 0, by: -weightOf(part.digest), root: rootOf(part.path) });
  }
  let rest = [...besides(rows, wanted), ...guards];
  for (const own of portionsOf(writes, MOST_ACTIONS - rest.length, guards.length === 0)) {
    const by = own.reduce((sum, write) => sum + write.by, 0);
    const version: Action = { do: 'add', key: marketVersionsKey(pk), attribute: group, by };
    await table.transact([...own.map(({ action }) => action), version, ...rest]);
    rest = [...guards];
  }
  // Of two parts that shrink at once each finds the other too large to come together with; who is last finds both small.
  if (isSmaller) await rewriteBucket(table, bucket, rewritten, guards, besides);
}

/**
 * As many writes together as a transaction takes. A part and what it was split into or joined from are written at once, so that no row
 * is ever in two parts or in none; only the first filling of a large bucket, where nobody else writes, is cut.
 */
function* portionsOf(writes: readonly PartWrite[], most: number, isCut: boolean): Generator<PartWrite[]> {
  const fits = (some: readonly PartWrite[]): boolean =>
    some.length <= most && some.reduce((sum, { characters }) => sum + characters, 0) <= MOST_CHARACTERS;
  let portion: PartWrite[] = [];
  for (const alike of Map.groupBy(writes, ({ root }) => root).values()) {
    const isTooMuch = !fits(alike);
    if (isTooMuch && !isCut) throw new Error(`${alike.length} parts would be split or joined at once`);
    for (const together of isTooMuch ? alike.map((one) => [one]) : [alike]) {
      if (portion.length > 0 && !fits([...portion, ...together])) {
        yield portion;
        portion = [];
      }
      portion.push(...together);
    }
  }
  if (portion.length > 0) yield portion;
}

/** How often the parts of a bucket are read that were split or joined meanwhile; only what was damaged stays as it is. */
const MOST_READINGS = 5;

/**
 * The parts of a partition, or only those whose bucket's name begins so; of each bucket those of one moment, though a query is no snapshot.
 * One query, more beyond 1 MB, and one more for each bucket that was split or joined meanwhile.
 */
export async function readParts(
  table: Table,
  pk: string,
  beginsWith: string | undefined,
  readings = MOST_READINGS,
): Promise<StoredPart[]> {
  const parts = await readOnce(table, pk, beginsWith);
  if (readings === 1) return parts;
  const buckets = Map.groupBy(parts, ({ bucket }) => bucket);
  const whole = [...buckets].map(async ([name, own]) =>
    areWhole(own) ? own : readParts(table, pk, sortKeyOf(name, ''), readings - 1),
  );
  return (await Promise.all(whole)).flat();
}

async function readOnce(table: Table, pk: string, beginsWith: string | undefined): Promise<StoredPart[]> {
  const parts: StoredPart[] = [];
  for (let after = {}; ;) {
    const found = await table.query({ pk, limit: 1000, ...(beginsWith && { beginsWith }), ...after });
    for (const item of found.items) {
      if (item.sk === marketVersionsKey(pk).sk) continue;
      const { body, digest, isHead } = item as Item & Omit<StoredPart, 'bucket' | 'path'>;
      const [bucket, path] = item.sk.split('#') as [string, string];
      parts.push({ bucket, path, body, digest, ...(isHead && { isHead }) });
    }
    if (found.next === null) return parts;
    after = { after: found.next };
  }
}

/** What a group of buckets is now, by partition; `undefined` where nobody has looked. */
export type MarketVersions = (pk: string, group: string) => number | undefined;

/** The versions in the items that lie under `marketVersionsKey` of these partitions. */
export function marketVersionsFrom(
  pks: readonly string[],
  items: readonly (Item | undefined)[],
): MarketVersions {
  const known = new Map(pks.map((pk, at) => [pk, items[at]]));
  return (pk, group) => (known.has(pk) ? ((known.get(pk)?.[group] as number | undefined) ?? 0) : undefined);
}

/** One batch read for every hundred partitions. */
export async function readMarketVersions(table: Table, pks: readonly string[]): Promise<MarketVersions> {
  return marketVersionsFrom(pks, await table.getMany(pks.map(marketVersionsKey)));
}

/**
 * The version of a group: a sum over what its parts hold, so that whoever has read the parts knows their version, in whatever
 * order rewrites and readings went. Two contents agree in it once in 10^12 cases.
 */
export function versionOf(parts: readonly Pick<StoredPart, 'digest'>[]): number {
  return parts.reduce((sum, { digest }) => sum + weightOf(digest), 0);
}

/** Forty bits: sums of eight thousand stay exact. */
const weightOf = (digest: string): number => Buffer.from(digest.slice(0, 8), 'base64url').readUIntBE(0, 5);

/** By content and not by a count: a part that was removed and made again is the same when it says the same. */
const unchanged = ({ digest }: StoredPart): NonNullable<Action['when']> => ({
  is: 'equal',
  attribute: 'digest',
  value: digest,
});

/** 132 bits of what stands where. */
function digestOf(sk: string, body: string): string {
  return createHash('sha256').update(`${sk}\n${body}`).digest('base64url').slice(0, 22);
}
