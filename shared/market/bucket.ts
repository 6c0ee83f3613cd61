/**
 * A bucket of the market as values: rows in, deterministic bytes out. The only file that knows how rows are packed, so that
 * compact JSON can give way to columns without anyone else noticing.
 */

/** What a bucket holds of one thing, by its id. JSON; members that are `undefined` are not packed. */
export type Row = { readonly id: string };

/** A part of a bucket: where it lies below the bucket's name (`''`, or a path of bits), and its packed rows. */
export type Part = { readonly path: string; readonly body: string };

/**
 * A part that grows beyond this is split in two. Small, because every change rewrites a whole part and DynamoDB charges by
 * the kilobyte; far below its limit of 400 KB, so that nothing that fits an item of its own can fail to fit a part.
 */
export const MOST_PART_BYTES = 48 * 1024;

/** As many bits as an id's hash has; rows that agree on all of them stay together. */
const LONGEST_PATH = 32;

/** The rows with one put in its place (`row`), or taken out (`undefined`); in the order of ids. O(rows). */
export function withRow<R extends Row>(rows: readonly R[], id: string, row: R | undefined): R[] {
  return withRows(rows, new Map([[id, row]]));
}

/** The same for many rows, by their ids. O(rows log rows). */
export function withRows<R extends Row>(
  rows: readonly R[],
  changed: ReadonlyMap<string, R | undefined>,
): R[] {
  const others = rows.filter(({ id }) => !changed.has(id));
  for (const row of changed.values()) if (row !== undefined) others.push(row);
  return others.sort(byId);
}

/** Whether these rows are among `rows` as they are, and those to be taken out are not: then nothing needs to be packed anew. */
export function holdsAlready(rows: readonly Row[], changed: ReadonlyMap<string, Row | undefined>): boolean {
  const held = new Map(rows.filter(({ id }) => changed.has(id)).map((row) => [row.id, row]));
  return [...changed].every(([id, row]) => packed(held.get(id)) === packed(row));
}

const packed = (row: Row | undefined): string | undefined => row && JSON.stringify(canonical(row));

/**
 * The parts of a bucket with these rows. The same rows give the same parts, whatever came before: too large a part is split by
 * the next bit of its ids' hashes, both halves are kept even when one is empty, and no rows are no parts.
 */
export function partsOf(rows: readonly Row[], mostBytes = MOST_PART_BYTES): Part[] {
  return rows.length === 0 ? [] : split([...rows].sort(byId), '', mostBytes);
}

/** All rows of a bucket's parts, in the order of ids. */
export function rowsOf<R extends Row>(parts: readonly Part[]): R[] {
  return parts.flatMap((part) => JSON.parse(part.body) as R[]).sort(byId);
}

function split(rows: Row[], path: string, mostBytes: number): Part[] {
  const body = JSON.stringify(rows.map(canonical));
  const fits = Buffer.byteLength(body) <= mostBytes || rows.length <= 1 || path.length === LONGEST_PATH;
  if (fits) return [{ path, body }];
  const isSet = (row: Row): boolean => ((hashOf(row.id) >>> path.length) & 1) === 1;
  return [
    ...split(
      rows.filter((row) => !isSet(row)),
      `${path}0`,
      mostBytes,
    ),
    ...split(rows.filter(isSet), `${path}1`, mostBytes),
  ];
}

/** Members in the order of their names: stores give them back in orders of their own. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
}

/** FNV-1a with a final mixing (murmur3's), since ids that sort by time differ in few places. */
function hashOf(id: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function byId(a: Row, b: Row): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
