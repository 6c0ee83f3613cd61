/** In what a thing differs from before, member by member, short enough to be kept with every change. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { withheldAt, type Withheld } from './withheld.ts';

/** JSON, as it was stored. */
type Json = unknown;

/** One member that differs, by its JSON pointer; what was not there, or is not any more, is left out. */
export type Difference = {
  pointer: string;
  before?: Json;
  after?: Json;
  /** Why neither value is told. */
  withheld?: Withheld;
  /** A long value is told by the beginning of it, or of its JSON. */
  shortened?: true;
};

/** Characters of one value's JSON that are kept. */
const LONGEST_VALUE = 300;
/** Characters of all differences of one change; the rest is counted. About two kilobytes of an item. */
const MOST_TOGETHER = 2000;

/**
 * The differences in the order of their names, as far as they fit, and how many more there are. `ignored` are members of the thing that
 * follow from others. A member that came or went is told as a whole; lists of objects are compared place by place. O(size).
 */
export function differencesOf(
  kind: string,
  before: object,
  after: object,
  ignored: readonly string[] = [],
): { changes: Difference[]; more: number } {
  const all: Difference[] = [];
  const skipped = new Set(['id', 'createdAt', 'updatedAt', 'recordedAt', ...ignored]);
  collect(kind, [], without(before, skipped), without(after, skipped), all);
  const changes: Difference[] = [];
  let length = 0;
  for (const change of all) {
    length += JSON.stringify(change).length;
    if (changes.length > 0 && length > MOST_TOGETHER) break;
    changes.push(change);
  }
  return { changes, more: all.length - changes.length };
}

function collect(kind: string, path: string[], before: Json, after: Json, into: Difference[]): void {
  if (isDeepStrictEqual(before, after)) return;
  const withheld = path.length === 0 ? 'below' : withheldAt(kind, path);
  const isInBoth = isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after);
  if (isInBoth || (withheld === 'below' && (isBranch(before) || isBranch(after)))) {
    const [was, is] = [before, after].map((value) => (isBranch(value) ? value : {})) as [Members, Members];
    for (const name of namesOf(was, is)) collect(kind, [...path, name], was[name], is[name], into);
    return;
  }
  const pointer = `/${path.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  if (withheld !== undefined && withheld !== 'below') {
    into.push({ pointer, withheld });
    return;
  }
  const [was, is] = [shortened(before), shortened(after)];
  into.push({
    pointer,
    ...(was.value !== undefined && { before: was.value }),
    ...(is.value !== undefined && { after: is.value }),
    ...((was.isShort || is.isShort) && { shortened: true as const }),
  });
}

type Members = { readonly [name: string]: Json };

/** An object, or a list of objects: what is compared member by member. */
function isBranch(value: Json): value is Members {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) || (value.length > 0 && value.every((each) => typeof each === 'object'));
}

/** Stores do not keep the order of names: one order makes one entry. */
const namesOf = (a: Members, b: Members): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort((x, y) =>
    Array.isArray(a) || Array.isArray(b) ? Number(x) - Number(y) : x < y ? -1 : 1,
  );

function shortened(value: Json): { value: Json; isShort: boolean } {
  const text = typeof value === 'string' ? value : JSON.stringify(inOrder(value));
  if (text === undefined || text.length <= LONGEST_VALUE) return { value: inOrder(value), isShort: false };
  return { value: `${text.slice(0, LONGEST_VALUE).toWellFormed()}…`, isShort: true };
}

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, inOrder(each)]),
  );
}

const without = (value: object, names: ReadonlySet<string>): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
