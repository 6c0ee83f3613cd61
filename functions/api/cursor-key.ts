/** The key that seals cursors: random, made once for a deployment, kept in its table, so that every instance has the same. */
import { randomBytes } from 'node:crypto';
import { secretKey } from '../../shared/table/keys.ts';
import { ConditionFailed, type Table } from '../../shared/table/table.ts';

/** Reads the key on first use (one round trip, then none); the very first use of a deployment makes it. */
export function cursorKeyIn(table: Table): () => Promise<Uint8Array> {
  let known: Promise<Uint8Array> | undefined;
  return () => {
    known ??= readOrMake(table).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function readOrMake(table: Table): Promise<Uint8Array> {
  const key = secretKey('cursor');
  const stored = (await table.get(key))?.['bytes'];
  if (typeof stored === 'string') return Buffer.from(stored, 'base64url');
  try {
    const made = randomBytes(32);
    await table.write({
      do: 'put',
      item: { ...key, bytes: made.toString('base64url') },
      when: { is: 'absent' },
    });
    return made;
  } catch (error) {
    // Another instance made it first.
    if (error instanceof ConditionFailed) return readOrMake(table);
    throw error;
  }
}
