/**
 * A PDF document as our prints need it: A4, in Indonesian, tagged so that a screen reader follows it, and with the same bytes for the
 * same content. Text is placed line by line: what people typed is measured, wrapped and cut here, and can never leave its place.
 */
import PdfDocument from 'pdfkit';
import type { Fonts } from './fonts.ts';

/** How a piece of text looks. Sizes are in points. */
export type Style = { font: keyof Fonts; size: number; colour?: string };

export const BLACK = '#111111';
export const GREY = '#555555';
export const RULE = '#bbbbbb';

/** A sheet's orientation. */
export type Layout = 'portrait' | 'landscape';

/** A4 in points. */
const SHORT_SIDE = 595.28;
const LONG_SIDE = 841.89;

export class Paper {
  /** Of the current page, in points. */
  width = SHORT_SIDE;
  height = LONG_SIDE;
  readonly #doc: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #bytes: Promise<Uint8Array<ArrayBuffer>>;
  #section: PDFKit.PDFStructureElement | undefined;

  /** `title` is what a viewer shows as its window's name; `at` dates the file. */
  constructor(fonts: Fonts, { title, at }: { title: string; at: string }) {
    const doc = new PdfDocument({
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'id-ID',
      displayTitle: true,
      // No font of the system or of the viewer: what is printed looks the same everywhere.
      font: null as unknown as string,
      info: { Title: windowName(title), Author: 'Titik Temu', CreationDate: new Date(at) },
    });
    this.#bytes = new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      doc.on('data', (chunk: Buffer) => chunks.push(chunk));
      doc.on('end', () => resolve(Buffer.concat(chunks)));
      doc.on('error', reject);
    });
    doc.registerFont('regular', fonts.regular);
    doc.registerFont('bold', fonts.bold);
    this.#doc = doc;
    this.#root = doc.struct('Document');
    doc.addStructure(this.#root);
  }

  /** Begins a new page, and with it a new part of the document, which a reader can jump to. */
  page(layout: Layout): void {
    [this.width, this.height] = layout === 'portrait' ? [SHORT_SIDE, LONG_SIDE] : [LONG_SIDE, SHORT_SIDE];
    this.continue();
    this.#section?.end();
    this.#section = this.#doc.struct('Sect');
    this.#root.add(this.#section);
  }

  /** Goes on with the same part on a further page of the same size. */
  continue(): void {
    this.#doc.addPage({ size: [this.width, this.height], margin: 0 });
  }

  /** Draws what is read as one paragraph or heading. */
  say(as: 'H1' | 'H2' | 'P', draw: () => void): void {
    const element = this.#doc.struct(as, {}, draw);
    this.#section!.add(element);
    element.end();
  }

  /** Draws what is for the eye only: lines, frames, the foot of the page. */
  decorate(draw: () => void): void {
    this.#doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#doc.endMarkedContent();
  }

  /** One line of text; `x` is its left edge, its middle or its right edge, `y` its baseline. */
  text(text: string, x: number, y: number, style: Style, align: 'left' | 'centre' | 'right' = 'left'): void {
    const shown = printable(text);
    const shift = { left: 0, centre: 0.5, right: 1 }[align];
    const left = shift === 0 ? x : x - this.measure(shown, style) * shift;
    this.#use(style)
      .fillColor(style.colour ?? BLACK)
      .text(shown, left, y, { lineBreak: false, baseline: 'alphabetic' });
  }

  /** The width of a line. */
  measure(text: string, style: Style): number {
    return this.#use(style).widthOfString(text);
  }

  /**
   * The text in at most `most` lines no wider than `width`: broken between words, within one only where it alone is too wide; what
   * does not fit ends in an ellipsis.
   */
  wrap(text: string, width: number, style: Style, most: number): string[] {
    const words = printable(text).split(/\s+/).filter(Boolean);
    const lines: string[] = [];
    let line = '';
    while (words.length > 0 && lines.length < most) {
      const word = words[0]!;
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.measure(longer, style) <= width) {
        line = longer;
        words.shift();
        continue;
      }
      if (line === '') {
        const head = this.#headOf(word, width, style);
        line = head;
        words[0] = word.slice(head.length);
      }
      lines.push(line);
      line = '';
    }
    if (line !== '' && lines.length < most) return [...lines, line];
    if (line === '' && words.length === 0) return lines;
    const last = lines.pop() ?? '';
    return [...lines, `${this.#headOf(last, width - this.measure('…', style), style).trimEnd()}…`];
  }

  /** The largest of `sizes` in which a text needs no more than `most` lines, with these lines; the smallest cuts it. */
  fit(
    text: string,
    width: number,
    {
      font,
      colour,
      sizes,
      most,
    }: Pick<Style, 'font' | 'colour'> & { sizes: readonly number[]; most: number },
  ): { lines: string[]; style: Style } {
    for (const [at, size] of sizes.entries()) {
      const style = { font, size, ...(colour === undefined ? {} : { colour }) };
      const isLast = at === sizes.length - 1;
      const lines = this.wrap(text, width, style, isLast ? most : most + 1);
      if (isLast || lines.length <= most) return { lines, style };
    }
    return { lines: [], style: { font, size: 0 } };
  }

  rule(x: number, y: number, width: number, colour = RULE, thickness = 0.75): void {
    this.#doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(thickness)
      .strokeColor(colour)
      .stroke();
  }

  /** A frame with round corners. */
  frame(x: number, y: number, width: number, height: number): void {
    this.#doc.roundedRect(x, y, width, height, 6).lineWidth(1.5).strokeColor(BLACK).stroke();
  }

  /** A field of light grey. */
  shade(x: number, y: number, width: number, height: number): void {
    this.#doc.rect(x, y, width, height).fillColor('#efefef').fill();
  }

  /** Closes the document and gives its bytes. Nothing can be drawn after. */
  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    this.#root.end();
    this.#doc.end();
    return this.#bytes;
  }

  #use({ font, size }: Style): PDFKit.PDFDocument {
    return this.#doc.font(font).fontSize(size);
  }

  /** As much of the beginning of a word as fits; one character at least. */
  #headOf(word: string, width: number, style: Style): string {
    const characters = Array.from(word);
    let count = characters.length;
    while (count > 1 && this.measure(characters.slice(0, count).join(''), style) > width) count -= 1;
    return characters.slice(0, count).join('');
  }
}

/** One line of visible characters: letters composed with their marks, without control, formatting and half characters. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '');
}

/** The library writes the title into XML as it is, so it must hold none of XML's signs. */
function windowName(title: string): string {
  return printable(title).replaceAll('&', 'dan').replaceAll(/[<>]/g, ' ');
}
