/** The ranks of an event before anything is planned: locked meetings count from the start. */
import type { Hall } from './hall.ts';
import { createRanks, type Ranks } from './ranks.ts';

export function ranksWithLocks({ scale, cooperatives, buyers, slots, locks, scores }: Hall): Ranks {
  const ranks = createRanks(scale, cooperatives, Math.min(slots, buyers));
  for (const { cooperative, buyer } of locks) {
    const score = scores[cooperative * buyers + buyer]!;
    ranks.add(cooperative, score > 0 ? Math.round(score * scale.scorePoint) : 0);
  }
  return ranks;
}
