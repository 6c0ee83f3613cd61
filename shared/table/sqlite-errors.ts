/** What can be wrong with the store's file as a whole, in words for the person who started the service. */

/** Another process holds the store; two writers would each believe to be the only one. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/** The file is damaged or not ours; it is refused as a whole and nothing of it is served. */
export class DamagedStore extends Error {
  override readonly name = 'DamagedStore';
}

// https://www.sqlite.org/rescode.html
const busy = 5;
const locked = 6;
const corrupt = 11;
const notADatabase = 26;

/** SQLite's error in our words, where there are better ones. */
export function explained(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  if (code === busy || code === locked) {
    return new StoreInUse(
      `${file} is in use by another process. Stop that one first, or choose another place with TITIK_TEMU_DATA.`,
      { cause: error },
    );
  }
  if (code === corrupt || code === notADatabase) {
    return new DamagedStore(`${file} is damaged: restore it from a backup`, { cause: error });
  }
  return error;
}
