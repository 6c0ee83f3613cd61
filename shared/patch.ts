/** How a change meets what is stored: what is left out stays, `null` removes, anything else takes the place of what was. */
import { isDeepStrictEqual } from 'node:util';

/** `before` with `change` and `also` in it, unchecked; the rule that calls it checks the whole. */
export function patched<T extends object>(before: T, change: object, also: Partial<T>): T {
  const merged: Record<string, unknown> = { ...before, ...also };
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete merged[field];
    else if (value !== undefined) merged[field] = value;
  }
  return merged as T;
}

/** When a thing was last looked at: alone it is no change, and a paper is not submitted anew by what it says already. */
const TIMES = new Set(['updatedAt', 'confirmedAt', 'submittedAt', 'recordedAt']);

/** `after`, or `before` itself where they differ in nothing but such times: then there is nothing to write. */
export function unlessSame<T extends object>(before: T, after: T): T {
  // As it would be stored: without what is undefined.
  const said = (value: T): unknown =>
    JSON.parse(JSON.stringify(value, (name, part: unknown) => (TIMES.has(name) ? undefined : part)));
  return isDeepStrictEqual(said(before), said(after)) ? before : after;
}

/** Without the members that are `undefined`: an answer leaves out what is not known. */
export function definedOnly<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
