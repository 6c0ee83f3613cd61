/** Reads SQLite's write-ahead log, so that its pages can be checked: SQLite drops what follows a damaged frame without a word. */
import { readFileSync } from 'node:fs';

/** A committed page image: where it lies in `bytes`. */
export type WalPages = {
  bytes: Uint8Array;
  pageSize: number;
  /** The newest committed image of each page: page number → offset. */
  pages: Map<number, number>;
  /** Frames up to the last commit; SQLite counts the same when nothing is damaged. */
  frames: number;
  /** Size of the database in pages after the last commit; 0 when nothing is committed. */
  databasePages: number;
};

const headerBytes = 32;
const frameHeaderBytes = 24;
/** The lowest bit of the magic number says in which byte order the checksums were made. */
const magic = 0x37_7f_06_82;

/**
 * What the log holds, as SQLite itself would recover it: frames in order, as long as salts and checksums agree, up to the
 * last commit. Format: https://www.sqlite.org/fileformat2.html#walformat. Time is linear in the log's size.
 */
export function readWal(file: string): WalPages {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    bytes = new Uint8Array(0);
  }
  const wal: WalPages = { bytes, pageSize: 0, pages: new Map(), frames: 0, databasePages: 0 };
  if (bytes.length < headerBytes) return wal;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = view.getUint32(0);
  if ((kind & ~1) >>> 0 !== magic) return wal;
  const littleEndian = (kind & 1) === 0;
  let sum = checksum(view, 0, 24, littleEndian, [0, 0]);
  if (sum[0] !== view.getUint32(24) || sum[1] !== view.getUint32(28)) return wal;
  wal.pageSize = view.getUint32(8);
  const frameBytes = frameHeaderBytes + wal.pageSize;
  const pending = new Map<number, number>();
  for (let frame = 0; ; frame += 1) {
    const at = headerBytes + frame * frameBytes;
    if (at + frameBytes > bytes.length) return wal;
    if (view.getUint32(at + 8) !== view.getUint32(16) || view.getUint32(at + 12) !== view.getUint32(20))
      return wal;
    sum = checksum(view, at, 8, littleEndian, sum);
    sum = checksum(view, at + frameHeaderBytes, wal.pageSize, littleEndian, sum);
    if (sum[0] !== view.getUint32(at + 16) || sum[1] !== view.getUint32(at + 20)) return wal;
    pending.set(view.getUint32(at), at + frameHeaderBytes);
    const databasePages = view.getUint32(at + 4);
    if (databasePages === 0) continue;
    for (const [page, offset] of pending) wal.pages.set(page, offset);
    pending.clear();
    wal.frames = frame + 1;
    wal.databasePages = databasePages;
  }
}

type Sum = readonly [number, number];

/** SQLite's own checksum: two running sums over pairs of 32-bit words. */
function checksum(view: DataView, start: number, length: number, littleEndian: boolean, before: Sum): Sum {
  let [first, second] = before;
  for (let at = start; at < start + length; at += 8) {
    first = (first + view.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}
