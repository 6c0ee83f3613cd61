/**
 * A bucket of the market as values: rows in, deterministic bytes out, cut into parts that are small to write. How the rows of a
 * kind are packed is said by its `Packing` (`rows.ts` names them).
 */

/** What a bucket holds of one thing, by its id. */
export type Row = { readonly id: string };

/** How rows of one kind become bytes. `place` is the bucket's name, which they need not repeat. */
export type Packing<R extends Row> = {
  /** The same text for the same rows; they come in the order of their ids. */
  pack(rows: readonly R[], place: string): string;
  unpack(body: string, place: string): R[];
  /** Rows that shall lie in one part as long as it can hold them agree in it; the id itself where it makes no difference. */
  togetherBy(row: R): string;
  /** A part that grows beyond it is split in two. */
  readonly mostPartBytes: number;
};

/**
 * A part of a bucket: where it lies below the bucket's name (`''`, or a path of bits), and its packed rows. `isHead`: it has none, and
 * tells that those below it are the bucket.
 */
export type Part = { readonly path: string; readonly body: string; readonly isHead?: true };

/** No row takes less, since its id takes sixteen bytes: so many that cannot fit are not even packed. */
const LEAST_CHARACTERS = 20;
/** As many bits as a hash has; a path takes those of `togetherBy` first, then those of the id. Rows that agree in all stay together. */
const HASH_BITS = 32;

/** The rows with some put in their places, or taken out (`undefined`), by their ids; in the order of ids. O(rows log rows). */
export function withRows<R extends Row>(
  rows: readonly R[],
  changed: ReadonlyMap<string, R | undefined>,
): R[] {
  const others = rows.filter(({ id }) => !changed.has(id));
  for (const row of changed.values()) if (row !== undefined) others.push(row);
  return others.sort(byId);
}

/**
 * The parts of a bucket with these rows. The same rows give the same parts, whatever came before: too large a part is split by
 * the next bit of its rows' hashes, both halves are kept even when one is empty, and no rows are no parts. Several parts have a head.
 */
export function partsOf<R extends Row>(packing: Packing<R>, rows: readonly R[], place: string): Part[] {
  if (rows.length === 0) return [];
  const parts = split(packing, [...rows].sort(byId), place, '');
  return parts.length === 1 ? parts : [{ path: '', body: packing.pack([], place), isHead: true }, ...parts];
}

/**
 * Whether parts of one bucket, in the order of their paths, are those of one moment: every hash has its place in just one of them. As a
 * bucket that has any rows has a part at `''`, also one that became a single part behind the reader's back is seen to be missing.
 */
export function areWhole(parts: readonly Part[]): boolean {
  let reached = 0;
  for (const { path } of parts.filter(({ isHead }) => !isHead)) {
    const share = 2 ** -path.length;
    if (parseInt(`0${path}`, 2) * share !== reached) return false;
    reached += share;
  }
  return reached === 1 || parts.length === 0;
}

/** All rows of a bucket's parts, in the order of ids. */
export function rowsOf<R extends Row>(packing: Packing<R>, parts: readonly Part[], place: string): R[] {
  return parts.flatMap(({ body }) => packing.unpack(body, place)).sort(byId);
}

function split<R extends Row>(packing: Packing<R>, rows: readonly R[], place: string, path: string): Part[] {
  const isAlone = rows.length <= 1 || path.length === 2 * HASH_BITS;
  if (isAlone || rows.length * LEAST_CHARACTERS <= packing.mostPartBytes) {
    const body = packing.pack(rows, place);
    if (isAlone || body.length <= packing.mostPartBytes) return [{ path, body }];
  }
  const isSet = (row: R): boolean =>
    path.length < HASH_BITS
      ? bitOf(packing.togetherBy(row), path.length)
      : bitOf(row.id, path.length - HASH_BITS);
  return [
    ...split(
      packing,
      rows.filter((row) => !isSet(row)),
      place,
      `${path}0`,
    ),
    ...split(packing, rows.filter(isSet), place, `${path}1`),
  ];
}

const bitOf = (text: string, bit: number): boolean => ((hashOf(text) >>> bit) & 1) === 1;

/** FNV-1a with a final mixing (murmur3's), since ids that sort by time differ in few places. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function byId(a: Row, b: Row): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
