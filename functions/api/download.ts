/** Files for people to keep or print: what they are called, and the headers they go out with. */
import { plainText } from '../../shared/spelling.ts';

/** A file of the type that its operation declares. Text goes out as UTF-8. */
export type Download = {
  /** Made by {@link fileName}. */
  name: string;
  content: string | Uint8Array<ArrayBuffer>;
  /** Its ETag where that is known before it is made; else it is reckoned from the content. */
  etag?: string;
};

const LONGEST_NAME = 80;

/**
 * A name that every disk and every header takes: small letters, digits and hyphens of `words`, then the ending.
 * `fileName('csv', 'Jadwal', 'Temu Bisnis "Batu"')` is `jadwal-temu-bisnis-batu.csv`.
 */
export function fileName(ending: 'csv' | 'ics' | 'pdf', ...words: string[]): string {
  const stem = plainText(words.join(' ')).slice(0, LONGEST_NAME).trim().replaceAll(' ', '-');
  return `${stem || 'titik-temu'}.${ending}`;
}

/** Headers and body of a file. It is always to be kept, never shown in our own origin. */
export function fileForm({ name, content, etag }: Download, type: string | undefined) {
  if (type === undefined) throw new Error(`${name} is a file, which the operation does not declare`);
  const headers = {
    'content-type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'content-disposition': `attachment; filename="${name}"`,
    ...(etag && { etag }),
  };
  return { headers, body: content };
}
