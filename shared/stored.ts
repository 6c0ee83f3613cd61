/** How a value of the domain lies in an item: under `data`, beside its version and who wrote it last. */
import type { Item, Key, Value } from './table/table.ts';

/** A value as read, with the version that an update must name. */
export type Stored<T> = { value: T; version: number };

/**
 * Who wrote, and when; kept on the item, so that the change feed can say who changed what. `by` is the pseudonym of a person
 * (`person_…`), never the subject of a token, with the organization or the region that they act for; or `service`, with the cause.
 */
export type Stamp = {
  at: string;
  by: string;
  role: string;
  organizationId?: string;
  region?: string;
  cause?: Cause;
};

/** Why the service wrote by itself: the papers or memberships of the thing named changed, or a day that was set has passed. */
export type Cause = { why: 'papers' | 'time'; id?: string };

/** The stamp of what the service writes by itself at a moment. */
export const serviceStamp = (at: string): Stamp => ({ at, by: 'service', role: 'service' });

type Placement = Pick<Item, 'listPk' | 'listSk' | 'ownerPk' | 'ownerSk' | 'expiresAt'>;

/** The item of a value at its next version. */
export function itemOf(key: Key, placement: Placement, data: object, version: number, stamp: Stamp): Item {
  return { ...key, ...placement, version, data: data as { [name: string]: Value }, changed: stamp };
}

/** The value in an item that {@link itemOf} made; `undefined` for nothing stored and for a tombstone. */
export function storedFrom<T>(item: Item | undefined): Stored<T> | undefined {
  if (item?.['data'] === undefined || item.version === undefined) return undefined;
  return { value: item['data'] as unknown as T, version: item.version };
}
