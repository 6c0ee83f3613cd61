/** Keeps partnerships true to what they rest on: what becomes of a paper or a membership becomes of each partnership in operation. */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../shared/clock.ts';
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { tellingWrites } from '../../shared/notices/notice-store.ts';
import { presentMembership } from '../../shared/holdings/membership.ts';
import { withPapers } from '../../shared/partnerships/paper-changes.ts';
import {
  partnershipFrom,
  partnershipsOfCooperative,
  partnershipWrites,
} from '../../shared/partnerships/partnership-store.ts';
import { heldBy } from '../../shared/partnerships/rests-on.ts';
import { serviceStamp, type Cause } from '../../shared/stored.ts';
import { cooperativeKey, idIn, isSameKey, partnershipKey } from '../../shared/table/keys.ts';
import type { Item, Table } from '../../shared/table/table.ts';
import { asTheyAreNow } from './as-it-is-now.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to a change of a cooperative's papers or of its holding. Which partnerships there are is looked up, each is read with the cooperative
 * as both are now, and written only while they still are; so repeats and old news find nothing to do. A query for every hundred
 * partnerships, and a read for each; a transaction for each that changes.
 */
export function partnershipGrounds(table: Table, clock: Clock): Reaction {
  return async ({ key, before, after }) => {
    const cooperativeId = idIn(key);
    const own = cooperativeKey(cooperativeId);
    if (!isSameKey(key, own) || isDeepStrictEqual(restIn(before), restIn(after))) return;
    for await (const id of partnershipsOfCooperative(table, cooperativeId)) {
      await asTheyAreNow(table, [own, partnershipKey(id)], async ([item, partnership], guards) => {
        const cooperative = cooperativeFrom(item)?.value;
        const stored = partnershipFrom(partnership);
        if (!cooperative || !stored) return;
        const now = clock();
        const changed = withPapers(stored.value, heldBy(cooperative, stored.value.buyerId), now);
        if (!changed) return;
        const cause: Cause = { why: 'papers', id: cooperativeId };
        const stamp = { ...serviceStamp(now.toISOString()), cause };
        await table.transact([
          guards[0]!,
          ...partnershipWrites(changed.partnership, stored, stamp, undefined),
          ...tellingWrites(changed.telling, stamp),
        ]);
      });
    }
  };
}

/** What of a cooperative its partnerships may rest on. */
function restIn(item: Item | null | undefined) {
  const cooperative = cooperativeFrom(item)?.value;
  return cooperative && [cooperative.credentials, presentMembership(cooperative)];
}
