/** What time alone makes of a partnership: a proposal lapses, and one whose papers have run out is paused; nobody has to do it. */
import { dayOf } from '../clock.ts';
import { daySaid } from '../local-time.ts';
import { definedOnly } from '../patch.ts';
import {
  LAPSE_DAYS,
  type HeldPaper,
  type HistoryEntry,
  type Partnership,
  type PartnershipView,
  type StepInput,
} from './partnership.ts';
import { plannedAndActual } from './targets.ts';
import { firstEnd, momentAfter, namesOf, warnedFrom } from './rests-on.ts';

/**
 * The partnership at a moment: a proposal that nobody answered in time is declined, from the moment when its time ran out, and
 * one in operation is paused from the moment when a paper ended on which it rests.
 */
export function asOf(stored: Partnership, now: Date): Partnership {
  const { stage, respondBy, restsOn } = stored;
  const instant = now.toISOString();
  if (stage === 'proposed' && respondBy !== undefined && instant >= respondBy) {
    const note = `Tidak dijawab dalam ${LAPSE_DAYS} hari (not answered within ${LAPSE_DAYS} days)`;
    return entered(stored, { at: respondBy, to: 'declined', by: 'service', reason: 'unanswered', note });
  }
  const end = stage === 'operational' ? firstEnd(restsOn) : undefined;
  if (end === undefined || instant < momentAfter(end.until)) return stored;
  const names = namesOf(end.papers);
  const note = `${names.id} berakhir ${end.until} (${names.en} ended)`;
  return entered(stored, { at: momentAfter(end.until), to: 'paused', by: 'service', note });
}

/** As it is shown at a moment: what time made of it, what it warns of, and how far it is behind what was planned. */
export function shownAt(stored: Partnership, now: Date): PartnershipView {
  const { targets: _, ...current } = asOf(stored, now);
  return definedOnly({
    ...withoutStale(current, now),
    targets: plannedAndActual(stored, now),
    warning: warningOf(current, now),
  });
}

/** That it may go on was said while its papers held. */
function withoutStale(current: Partnership, now: Date): Partnership {
  const { canGoOn, ...rest } = current;
  const end = firstEnd(current.restsOn);
  return canGoOn && end && now.toISOString() >= momentAfter(end.until) ? rest : current;
}

/** What is said from fourteen days before the first of its papers ends. */
function warningOf({ stage, restsOn }: Partnership, now: Date): PartnershipView['warning'] {
  const end = stage === 'operational' ? firstEnd(restsOn) : undefined;
  if (end === undefined || now.toISOString() < warnedFrom(end.until)) return undefined;
  const [names, day] = [namesOf(end.papers), daySaid(end.until)];
  const detail = {
    id: `${names.id} berakhir ${day.id}: perpanjang dan minta dinas memeriksanya, agar kemitraan tidak dijeda`,
    en: `The ${names.en} ends on ${day.en}: renew it and have the office check it, or the partnership pauses`,
  };
  return { until: end.until, papers: end.papers.map(({ paper }) => paper), detail };
}

/** At the next stage, with what belongs to that stage and without what belonged to the one before. */
export function entered(
  before: Partnership,
  step: Omit<HistoryEntry, 'from'>,
  { endsOn, restsOn = [] }: Pick<StepInput, 'endsOn'> & { restsOn?: readonly HeldPaper[] | undefined } = {},
): Partnership {
  const { pending: _, respondBy: __, agreement, restsOn: held, canGoOn: ___, ...rest } = before;
  const { at, to, trial } = step;
  const after: Partnership = {
    ...rest,
    stage: to,
    stageSince: at,
    history: [...before.history, definedOnly({ ...step, from: before.stage })],
    updatedAt: at,
  };
  // Terms that are open again are agreed no longer; the history keeps their hash.
  if (agreement !== undefined && to !== 'negotiating') after.agreement = agreement;
  if (trial !== undefined) after.trial = trial;
  else if (before.stage === 'trial' && before.trial && to !== 'ended') {
    after.trial = { ...before.trial, passed: to === 'operational' };
  }
  if (to === 'operational') after.restsOn = [...restsOn];
  else if (to === 'paused' && held !== undefined) after.restsOn = held;
  if (to === 'ended') after.endsOn = endsOn ?? dayOf(new Date(at));
  return after;
}
