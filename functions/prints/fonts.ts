/** The two cuts of Source Sans 3 that everything is printed in: letters of all Latin scripts with their marks, embedded in the file. */
import { readFile } from 'node:fs/promises';

export type Fonts = { regular: Buffer; bold: Buffer };

/** Where they lie, in the package and in the bundle of the deployed function alike. */
export const fontFiles = {
  regular: '400Regular/SourceSans3_400Regular.ttf',
  bold: '700Bold/SourceSans3_700Bold.ttf',
} as const;

/** Reads them from a directory (a URL ending in `/`). */
export async function fontsFrom(directory: URL): Promise<Fonts> {
  const [regular, bold] = await Promise.all([
    readFile(new URL(fontFiles.regular, directory)),
    readFile(new URL(fontFiles.bold, directory)),
  ]);
  return { regular, bold };
}
