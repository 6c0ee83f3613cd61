/** What a reference within the OpenAPI document leads to: parameters, headers and answers that many operations share are written once. */

export type Reference = { $ref: string };

/** The part itself, or what it refers to. Throws for a reference that leads nowhere. */
export function resolved<T extends object>(document: object, part: T | Reference): T {
  if (!('$ref' in part)) return part;
  const found = part.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((within, step) => (within as Record<string, unknown> | undefined)?.[step], document);
  if (typeof found !== 'object' || found === null) throw new Error(`${part.$ref} leads nowhere`);
  return resolved(document, found as T | Reference);
}
