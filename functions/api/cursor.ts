/**
 * Cursors leave the house sealed: AES-256-GCM hides the position and proves that nobody altered it. The list it belongs to
 * (operation and filters) is bound in, so that a cursor of one list is refused by another.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../../shared/errors.ts';
import type { Position } from '../../shared/table/table.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `key` is 32 bytes. `list` names the list: operation id and filters, canonical. */
export function sealCursor(key: Uint8Array, list: string, position: Position): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(digest(list));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(position), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** The position inside; refuses (400) whatever {@link sealCursor} did not make for this very list. */
export function openCursor(key: Uint8Array, list: string, cursor: string): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding is lenient about stray characters; an altered cursor is refused even where it would decode to the same bytes.
  if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) throw altered();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(digest(list))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(plain.toString('utf8')) as Position;
  } catch {
    throw altered();
  }
}

function digest(list: string): Uint8Array {
  return createHash('sha256').update(list).digest();
}

function altered(): Refusal {
  const detail = 'is not a cursor of this list; take nextCursor as it was given, with the same filters';
  return new Refusal('malformed', `The cursor ${detail}.`, [{ pointer: '#/cursor', detail, in: 'query' }]);
}
