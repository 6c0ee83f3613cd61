/** Takes named files out of a zip archive, and never more than a limit: 5 MB may unpack to gigabytes. */
import { inflateRawSync } from 'node:zlib';

/** Whether bytes begin as a zip archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

const END = Buffer.from('PK\u0005\u0006', 'latin1');
const STORED = 0;

/** A reader of one archive; `most` bytes may come out of it in all. Whatever is torn or too large is a `RangeError`. */
export function openZip(bytes: Uint8Array, most: number): (name: string) => string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines = directoryOf(file);
  let left = most;
  return (name) => {
    const line = lines.get(name);
    if (line === undefined) return undefined;
    const content = contentAt(file, line, left);
    left -= content.length;
    return content.toString('utf8');
  };
}

/** Where the line of each file begins in the archive's directory. */
function directoryOf(file: Buffer): Map<string, number> {
  const lines = new Map<string, number>();
  const end = file.lastIndexOf(END);
  let at = file.readUInt32LE(end + 16);
  for (let entries = file.readUInt16LE(end + 10); entries > 0; entries -= 1) {
    const nameLength = file.readUInt16LE(at + 28);
    lines.set(file.toString('utf8', at + 46, at + 46 + nameLength), at);
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return lines;
}

function contentAt(file: Buffer, line: number, most: number): Buffer {
  const header = file.readUInt32LE(line + 42);
  const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
  const packed = file.subarray(start, start + file.readUInt32LE(line + 20));
  if (file.readUInt16LE(line + 10) === STORED) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw new RangeError('A file of the archive is torn or too large.', { cause: error });
  }
}
