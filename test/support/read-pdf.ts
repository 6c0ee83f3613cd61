/** A PDF read back with Mozilla's reader: its text page by page, line by line as it stands on the paper, and what it says of itself. */
import { getDocumentProxy } from 'unpdf';

export type ReadPdf = {
  /** Of each page: its lines from top to bottom, the pieces of a line from left to right. */
  pages: string[][];
  /** Width and height of each page in points. */
  sizes: [number, number][];
  /** Whether a piece of text reaches over the edge of its page. */
  overflows: string[];
  info: { [name: string]: unknown };
  /** The title in the XML that goes with the document. */
  titleInXml: string | undefined;
  /** Whatever a viewer would do or open: scripts, links, attachments. */
  actions: unknown[];
  language: string | undefined;
  /** The kinds of the tagged parts of each page, in reading order. */
  tags: string[][];
};

type Tagged = { role?: string; children?: Tagged[] };

/** Reads a whole document; throws when it is none. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const read: ReadPdf = {
    pages: [],
    sizes: [],
    overflows: [],
    info: {},
    titleInXml: undefined,
    actions: [],
    language: undefined,
    tags: [],
  };
  const { info, metadata } = await document.getMetadata();
  read.titleInXml = metadata?.get('dc:title') as string | undefined;
  for (const found of [document.getJSActions(), document.getOpenAction(), document.getAttachments()]) {
    read.actions.push(...[await found].filter((each) => each !== null));
  }
  read.info = info as { [name: string]: unknown };
  read.language = read.info['Language'] as string | undefined;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    read.sizes.push([Math.round(width), Math.round(height)]);
    const lines = new Map<number, { x: number; text: string }[]>();
    for (const item of (await page.getTextContent()).items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [, , , , x = 0, y = 0] = item.transform as number[];
      if (x < 0 || y < 0 || x + item.width > width || y > height) read.overflows.push(item.str);
      const line = Math.round(height - y);
      lines.set(line, [...(lines.get(line) ?? []), { x, text: item.str }]);
    }
    read.pages.push(
      [...lines]
        .sort(([a], [b]) => a - b)
        .map(([, pieces]) =>
          pieces
            .sort((a, b) => a.x - b.x)
            .map(({ text }) => text)
            .join(' '),
        ),
    );
    read.actions.push(...(await page.getAnnotations()));
    read.tags.push(rolesIn((await page.getStructTree()) as Tagged | null));
  }
  await document.cleanup();
  return read;
}

function rolesIn(node: Tagged | null | undefined): string[] {
  const own = node?.role === undefined || ['Root', 'Document', 'Sect'].includes(node.role) ? [] : [node.role];
  return [...own, ...(node?.children ?? []).flatMap(rolesIn)];
}
