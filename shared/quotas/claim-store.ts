/** Where claims lie: each below its partnership. */
import { storedFrom, type Stored } from '../stored.ts';
import type { Item } from '../table/table.ts';
import type { Claim } from './claim.ts';

/** The claim in an item of the table or of the change feed. */
export function claimFrom(item: Item | null | undefined): Stored<Claim> | undefined {
  return storedFrom<Claim>(item ?? undefined);
}
