/** How words are compared that people typed: without case and accents, and with room for a slip of the finger. */

/** Lower case ASCII letters and digits, words parted by one space: `Kel. Bandar-Kidul` is `kel bandar kidul`. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’`]/gu, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * Plain text without its spaces, since people part a name or write it in one: `Bandarkidul` is `Bandar Kidul`. What has no plain
 * text (another script, a sign) stays as it is.
 */
export const squeezed = (text: string): string => plainText(text).replaceAll(' ', '') || text;

/** Whether a text holds what a list is searched for; every text where nothing is. */
export function textHolds(sought: string | undefined): (text: string) => boolean {
  if (sought === undefined) return () => true;
  const wanted = squeezed(sought);
  return (text) => squeezed(text).includes(wanted);
}

/** One error in short words, two from eight letters on; words of three letters must be right. */
export const allowedErrors = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** Insertions, deletions, substitutions and swaps of neighbours between two short texts; more than `most` is `most + 1`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
