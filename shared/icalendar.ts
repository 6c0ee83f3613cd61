/**
 * iCalendar (RFC 5545) as calendar apps read it: escaping, folding, moments. Our own sixty lines, because the packages at hand fold by
 * characters where the standard counts bytes, or write local times under the wrong zone; the test reads it back with `ical.js`.
 */

/** A value: text of people, a moment (ISO 8601), a number, or a word of the standard. */
type Value = { text: string } | { at: string } | { count: number } | { word: string };

/** One line: its name, with parameters of ours if any, and its value. */
export type Property = readonly [name: string, value: Value];

/** Bytes of a line without its break, as RFC 5545 3.1 asks for. */
const LONGEST_LINE = 75;

/**
 * A calendar with its events, lines ending in CRLF. Whatever stands in a text stays in its own property: breaks are written as `\n`, other
 * control characters as a space.
 */
export function icalendar(head: readonly Property[], events: readonly (readonly Property[])[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...head.map(lineOf),
    ...events.flatMap((event) => ['BEGIN:VEVENT', ...event.map(lineOf), 'END:VEVENT']),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const lineOf = ([name, value]: Property): string => `${name}:${written(value)}`;

function written(value: Value): string {
  if ('text' in value) return escaped(value.text);
  if ('at' in value) return utc(value.at);
  return 'count' in value ? String(value.count) : value.word;
}

function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/[\\;,]/g, String.raw`\$&`)
      .replaceAll(/\r\n|[\n\r\u0085\u2028\u2029]/g, String.raw`\n`)
      // oxlint-disable-next-line no-control-regex -- they are what is taken out
      .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
  );
}

/** `20251126T013000Z`: in UTC, so that every phone shows its own zone's time and no table of zones is needed. */
function utc(instant: string): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Broken into lines of at most 75 bytes, each further one after a space; never inside a character. O(length). */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LONGEST_LINE) return line;
  let out = '';
  let taken = 0;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (taken + bytes > LONGEST_LINE) {
      out += '\r\n ';
      taken = 1;
    }
    out += character;
    taken += bytes;
  }
  return out;
}
