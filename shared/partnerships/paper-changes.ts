/** What a change of a cooperative's papers makes of a partnership that rests on them: paused at once, warned of anew, or ready to go on. */
import { dayOf } from '../clock.ts';
import { asOf, entered } from './as-of.ts';
import type { Partnership } from './partnership.ts';
import { afterPapers, allInForce, namesOf, renewed, type Held } from './rests-on.ts';
import { completeAgain, tellingOf, type Telling } from './tellings.ts';

/**
 * The partnership once its cooperative's papers are these, and what to tell; undefined where nothing changes. A paper that was
 * rejected, suspended or taken away pauses it at once; one that was renewed after its last day leaves it paused, since a side
 * has to take it up again. Only what operates, or was paused by the service, is looked at: a side that paused knows why.
 */
export function withPapers(
  stored: Partnership,
  held: Held,
  now: Date,
): { partnership: Partnership; telling: Telling } | undefined {
  const { partnership, telling } = restingOn(stored, held, now);
  const after = goingOn(partnership, held, now);
  if (after === stored) return undefined;
  const isComplete = after.canGoOn === true && partnership.canGoOn !== true;
  const told = isComplete ? completeAgain(after, now.toISOString()) : [];
  return { partnership: after, telling: { ...telling, told: [...telling.told, ...told] } };
}

/** What operates, resting on its papers as they are now, or paused without them. */
function restingOn(
  stored: Partnership,
  held: Held,
  now: Date,
): { partnership: Partnership; telling: Telling } {
  const { restsOn, stage } = stored;
  const nothing = { partnership: stored, telling: { told: [], withdrawn: [] } };
  if (restsOn === undefined || stage !== 'operational') return nothing;
  const { restsOn: present, lost } = afterPapers(restsOn, held, now);
  const current = asOf(present === restsOn ? stored : { ...stored, restsOn: [...present] }, now);
  const isPausedNow = current.stage === 'operational' && lost.length > 0;
  const names = namesOf(lost);
  const note = `${names.id} tidak berlaku lagi (${names.en}: in force no longer)`;
  const after = isPausedNow
    ? entered(current, { at: now.toISOString(), to: 'paused', by: 'service', note })
    : current;
  if (after === stored) return nothing;
  // What the clock alone did was told ahead.
  return { partnership: after, telling: tellingOf(after, isPausedNow ? current : after, now, stored) };
}

/** What the service paused, marked as ready to go on while every paper is in force, and only then. */
function goingOn(partnership: Partnership, held: Held, now: Date): Partnership {
  const { restsOn, stage, history, canGoOn, ...rest } = partnership;
  if (restsOn === undefined || stage !== 'paused' || history.at(-1)?.by !== 'service') return partnership;
  const isComplete = allInForce(restsOn, held, dayOf(now));
  if (isComplete === (canGoOn === true)) return partnership;
  const paused = { ...rest, stage, history };
  return isComplete ? { ...paused, restsOn: renewed(restsOn, held), canGoOn: true } : { ...paused, restsOn };
}
