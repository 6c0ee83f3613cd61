/** By when a partnership shall have come how far: the days that both, or their office, aim for, beside the days on which it was. */
import { dayOf } from '../clock.ts';
import { invalid, Refusal } from '../errors.ts';
import { definedOnly } from '../patch.ts';
import { isOpen, type Partnership, type PartnershipView, type TargetsInput } from './partnership.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The partnership with these targets in the place of those before. Refuses one stage twice, and what is over (409). */
export function withTargets(before: Partnership, { targets }: TargetsInput, at: string): Partnership {
  if (!isOpen(before))
    throw new Refusal('conflict', `It is over (${before.stage}); there is nothing to aim for.`);
  const twice = targets.findIndex((one, at) => targets.findIndex(({ stage }) => stage === one.stage) < at);
  if (twice >= 0) throw invalid(['targets', twice, 'stage'], 'names a stage twice');
  return { ...before, targets, updatedAt: at };
}

/**
 * Each target with the day on which the stage was last entered, and how many days late that was; what has not been reached counts
 * from its target to today. Early is never negative.
 */
export function plannedAndActual({ targets, history }: Partnership, now: Date): PartnershipView['targets'] {
  return targets?.map((target) => {
    const { stage, on } = target;
    const entry = history.findLast(({ to }) => to === stage);
    const reachedOn = entry && dayOf(new Date(entry.at));
    const late = Math.round((Date.parse(reachedOn ?? dayOf(now)) - Date.parse(on)) / DAY_MS);
    return definedOnly({ ...target, reachedOn, daysLate: Math.max(0, late) });
  });
}
