/** Who meets nobody, and the nearest reason why. */
import type { Hall } from './hall.ts';
import type { Plan, UnplacedReason } from './plan.ts';

/** Parties without a meeting, cooperatives first, by id. `meetings` are cooperative × buyers + buyer. */
export function findUnplaced(hall: Hall, meetings: Iterable<number>): Plan['unplaced'] {
  const { cooperatives, buyers, worths } = hall;
  const ofCooperative = new Int32Array(cooperatives);
  const ofBuyer = new Int32Array(buyers);
  for (const pair of meetings) {
    ofCooperative[Math.floor(pair / buyers)]! += 1;
    ofBuyer[pair % buyers]! += 1;
  }
  const unplaced: { id: string; reason: UnplacedReason }[] = [];
  for (let at = 0; at < cooperatives; at += 1) {
    if (ofCooperative[at]! > 0) continue;
    const pairs = Array.from({ length: buyers }, (_, buyer) => at * buyers + buyer);
    const isThere = hall.isOpen.subarray(at * hall.slots, (at + 1) * hall.slots).includes(1);
    const reason = reasonOf(hall, pairs, { isThere, isBarred: hall.takesNone.has(hall.cooperativeIds[at]!) });
    unplaced.push({ id: hall.cooperativeIds[at]!, reason: reason ?? 'full' });
  }
  for (let at = 0; at < buyers; at += 1) {
    if (ofBuyer[at]! > 0) continue;
    const pairs = Array.from({ length: cooperatives }, (_, cooperative) => cooperative * buyers + at);
    const isThere = hall.seats.subarray(at * hall.slots, (at + 1) * hall.slots).some((seats) => seats > 0);
    const reason = reasonOf(hall, pairs, { isThere, isBarred: hall.takesNone.has(hall.buyerIds[at]!) });
    const hasPartnerWithRoom = pairs.some((pair) => {
      const cooperative = Math.floor(pair / buyers);
      return worths[pair]! >= 0 && ofCooperative[cooperative]! < hall.limits[cooperative]!;
    });
    unplaced.push({
      id: hall.buyerIds[at]!,
      reason: reason ?? (hasPartnerWithRoom ? 'nothing-gained' : 'full'),
    });
  }
  return unplaced;
}

function reasonOf(
  { slots, scores, worths, refused }: Hall,
  pairs: readonly number[],
  { isThere, isBarred }: { isThere: boolean; isBarred: boolean },
): UnplacedReason | undefined {
  if (slots === 0) return 'no-slots';
  if (isBarred) return 'no-meetings';
  const scored = pairs.filter((pair) => scores[pair]! >= 0);
  if (scored.length === 0) return 'no-score';
  const allowed = scored.filter((pair) => !refused.has(pair));
  if (allowed.length === 0) return 'refused';
  if (!isThere || allowed.every((pair) => worths[pair]! < 0)) return 'absent';
  return undefined;
}
