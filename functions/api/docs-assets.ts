/** Reads the files of the reference pages from a directory: the installed package on one machine, the bundle's own in Lambda. */
import { readFile } from 'node:fs/promises';
import type { DocsAssets } from './service.ts';

/** Files in `directory` (a URL ending in `/`), read once each. The caller passes known names only. */
export function docsFrom(directory: URL): DocsAssets {
  const read = new Map<string, Promise<Uint8Array>>();
  return (name) => {
    const known = read.get(name) ?? readFile(new URL(name, directory));
    read.set(name, known);
    return known;
  };
}
