/** How a change meets what is stored: what is left out stays, `null` removes, anything else takes the place of what was. */

/** `before` with `change` and `also` in it, unchecked; the rule that calls it checks the whole. */
export function patched<T extends object>(before: T, change: object, also: Partial<T>): T {
  const merged: Record<string, unknown> = { ...before, ...also };
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete merged[field];
    else if (value !== undefined) merged[field] = value;
  }
  return merged as T;
}

/** Without the members that are `undefined`: an answer leaves out what is not known. */
export function definedOnly<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
