/** What a change of a cooperative's papers makes of a partnership that rests on them: paused at once, warned of anew, or ready to go on. */
import { dayOf } from '../clock.ts';
import type { Credentials } from '../credentials/credential.ts';
import { asOf, entered } from './as-of.ts';
import type { Partnership } from './partnership.ts';
import { afterPapers, allInForce, namesOf } from './rests-on.ts';
import { completeAgain, tellingOf, type Telling } from './tellings.ts';

/**
 * The partnership once its cooperative's papers are these, and what to tell; undefined where nothing changes. A paper that was
 * rejected, suspended or taken away pauses it at once; one that was renewed after its last day leaves it paused, since a side
 * has to take it up again. Only what operates, or was paused by the service, is looked at: a side that paused knows why.
 */
export function withPapers(
  stored: Partnership,
  credentials: Credentials,
  now: Date,
): { partnership: Partnership; telling: Telling } | undefined {
  const { restsOn, stage, history } = stored;
  if (restsOn === undefined) return undefined;
  if (stage === 'operational') {
    const { restsOn: held, lost } = afterPapers(restsOn, credentials, now);
    const current = asOf(held === restsOn ? stored : { ...stored, restsOn: [...held] }, now);
    const isPausedNow = current.stage === 'operational' && lost.length > 0;
    const names = namesOf(lost);
    const note = `${names.id} tidak berlaku lagi (${names.en}: in force no longer)`;
    const after = isPausedNow
      ? entered(current, { at: now.toISOString(), to: 'paused', by: 'service', note })
      : current;
    if (after === stored) return undefined;
    // What the clock alone did was told ahead.
    return { partnership: after, telling: tellingOf(after, isPausedNow ? current : after, now, stored) };
  }
  const isItsOwn = stage === 'paused' && history.at(-1)?.by === 'service';
  const isComplete = isItsOwn && allInForce(restsOn, credentials, dayOf(now));
  if (!isItsOwn || isComplete === (stored.canGoOn === true)) return undefined;
  const { canGoOn: _, ...rest } = stored;
  const after: Partnership = isComplete ? { ...rest, canGoOn: true } : rest;
  const told = isComplete ? completeAgain(after, now.toISOString()) : [];
  return { partnership: after, telling: { told, withdrawn: [] } };
}
