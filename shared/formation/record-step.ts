/** The rules of formation: what may be recorded of a step, and what the cooperative becomes by it. */
import { dayOf } from '../clock.ts';
import { commodityByCode } from '../commodities/commodities.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { unitsInStep, type UnitDetail } from '../cooperatives/units.ts';
import { statusOn } from '../credentials/credential.ts';
import { invalid, Refusal } from '../errors.ts';
import { definedOnly } from '../patch.ts';
import { foundersNeeded, waitsFor } from './approaches.ts';
import type { FormationStep, FormationStepInput } from './formation.ts';
import { ensureFundable } from './funding.ts';
import {
  formationSteps,
  roundOf,
  type Approach,
  type FormationStepName,
  type FormationSummary,
} from './steps.ts';

/** The approach of a cooperative; while none is named, a village founds a new one, and any other exists already. */
export const approachOf = ({ formation, kind }: Pick<Cooperative, 'formation' | 'kind'>): Approach =>
  formation?.approach ?? (kind === 'village' || kind === 'urban-village' ? 'new' : 'optimised');

/** Steps whose paper proves them, recorded or not. */
const PAPERS = ['legalEntity', 'npwp', 'nib', 'bankAccount'] as const;

/** Whether a new round has opened a step again: the members meet, and there is a deed. All else that the cooperative has by then stands. */
export function isOpenAgain({ formation }: Pick<Cooperative, 'formation'>, step: FormationStepName): boolean {
  if (step !== 'foundingMeeting' && step !== 'deed') return false;
  const recorded = formation?.steps[step];
  return recorded !== undefined && recorded.status !== 'planned' && roundOf(recorded) < roundOf(formation);
}

/** The day since when a step is over: recorded as done or skipped, or proven by a verified paper. */
export function overSince(
  cooperative: Cooperative,
  step: FormationStepName,
  today: string,
): string | undefined {
  const recorded = cooperative.formation?.steps[step];
  if (recorded !== undefined && recorded.status !== 'planned' && !isOpenAgain(cooperative, step)) {
    return recorded.on ?? '';
  }
  const paper = PAPERS.find((type) => type === step);
  const credential = paper && cooperative.credentials[paper];
  if (credential === undefined || statusOn(credential, today) !== 'verified') return undefined;
  return dayOf(new Date(credential.verifiedAt ?? credential.submittedAt), cooperative.regionCode);
}

/**
 * The step, and the cooperative with what follows from it. Refuses (`invalid`, with a pointer) what the order of steps, the technical
 * team, the fewest founders or the kind of place forbid; (409) anything of a cooperative that was merged away.
 */
export function recordStep(
  before: Cooperative,
  step: FormationStepName,
  input: FormationStepInput,
  { at, today }: { at: string; today: string },
): { step: FormationStep; cooperative: Cooperative } {
  ensureNotMergedAway(before);
  ensureFundable(input.funding, before.regionCode);
  const { approach: _, mergedFrom: __, status = 'done', date, dueOn, reason, outcome, ...facts } = input;
  const on = status === 'planned' ? dueOn : (date ?? today);
  if (status === 'planned' && dueOn === undefined)
    throw invalid(['dueOn'], 'name the last day of a planned step');
  if (status === 'planned' && date !== undefined)
    throw invalid(['date'], 'is the day when it was done; of a planned step say the last day in dueOn');
  if (status !== 'planned' && on! > today) {
    throw invalid(['date'], 'is in the future; record it as planned, with its last day in dueOn');
  }
  const summary = withApproach(before, step, input, { at, today, round: roundBy(before, step, input) });
  const cooperative: Cooperative = { ...before, formation: summary, updatedAt: at };
  const round = roundOn(summary, step, status, on);
  if (status === 'skipped' && reason === undefined) throw invalid(['reason'], 'say why it is skipped');
  if (step === 'deliberation') ensureDeliberated(status, input.technicalTeamPresent);
  else if (outcome !== undefined)
    throw invalid(['outcome'], 'is what a deliberation leads to; record it there');
  if (step === 'foundingMeeting' && status === 'done') ensureFounders(cooperative, input.attendees, on!);
  ensureOrder(cooperative, step, { status, on, round }, today);
  outcome?.potentials?.forEach(({ commodity }, n) => {
    if (commodityByCode(commodity) !== undefined) return;
    throw invalid(['outcome', 'potentials', n, 'commodity'], 'is not a code of /v1/commodities');
  });
  const recorded: FormationStep = {
    cooperativeId: before.id,
    regionCode: before.regionCode,
    step,
    status,
    ...definedOnly({ date: status === 'planned' ? undefined : on, dueOn, reason, outcome, round, ...facts }),
    recordedAt: at,
  };
  const paidBy = status === 'done' ? sourcesOf(input.funding) : undefined;
  const steps = { ...summary.steps, [step]: { status, ...definedOnly({ on, round, paidBy }) } };
  return {
    step: recorded,
    cooperative: withPlanned({ ...cooperative, formation: { ...summary, steps } }, outcome?.units ?? []),
  };
}

/** Whose money paid, each named once; nothing where nobody was named. */
const sourcesOf = (funding: FormationStep['funding'] = []): string | undefined =>
  [...new Set(funding.map(({ source }) => source))].sort().join('+') || undefined;

/** Refuses (409) to write to a cooperative that has merged into another. */
export function ensureNotMergedAway({ mergedInto }: Pick<Cooperative, 'mergedInto'>): void {
  if (mergedInto === undefined) return;
  throw new Refusal('conflict', `It has merged into ${mergedInto.cooperativeId}; go on there.`);
}

/**
 * The round that the cooperative is in by what is sent: the next one where it deliberated again, after a step that followed the last time,
 * and says when, by which approach and why. Without these it puts right what was recorded.
 */
function roundBy(
  { formation }: Cooperative,
  step: FormationStepName,
  { status = 'done', approach, date, reason }: FormationStepInput,
): number | undefined {
  const isAgain = step === 'deliberation' && formation?.steps[step]?.status === 'done' && status === 'done';
  if (!isAgain || !approach || !date || !reason) return formation?.round;
  const hasFollowed = formationSteps.slice(formationSteps.indexOf(step) + 1).some((one) => {
    const recorded = formation.steps[one];
    return recorded?.status === 'done' && roundOf(recorded) === roundOf(formation) && recorded.on! < date;
  });
  return hasFollowed ? roundOf(formation) + 1 : formation.round;
}

/** The round of a record: the present one, unless it puts right the day of what was done before that began. */
function roundOn(
  { round, steps }: FormationSummary,
  step: FormationStepName,
  status: FormationStep['status'],
  on: string | undefined,
): number | undefined {
  const isBefore = step !== 'deliberation' && status !== 'planned' && on! < (steps.deliberation?.on ?? '');
  return isBefore && steps[step] !== undefined ? steps[step].round : round;
}

/** The summary with the approach that the input names; a switch is the deliberation's, needs its reason, and stays in the history. */
function withApproach(
  before: Cooperative,
  step: FormationStepName,
  { approach: named, mergedFrom: merging, reason }: FormationStepInput,
  { at, today, round }: { at: string; today: string; round: number | undefined },
): FormationSummary {
  const known = before.formation ?? { steps: {} };
  const isAgain = roundOf({ round }) > roundOf(known);
  const isDecided = known.steps.deliberation?.status === 'done';
  const from = known.approach ?? (isDecided ? approachOf(before) : undefined);
  const approach = named ?? known.approach;
  const mergedFrom = merging ?? (isAgain ? undefined : known.mergedFrom);
  if (merging !== undefined && approach !== 'merged') {
    throw invalid(['mergedFrom'], 'goes with the approach merged');
  }
  if (approach === 'merged' && mergedFrom === undefined) {
    throw invalid(['mergedFrom'], 'name the cooperatives that merge into this one');
  }
  if (approach === undefined) return known;
  const isSwitch = from !== undefined && from !== approach;
  if (isDecided && step !== 'deliberation') {
    const decides = 'is what a deliberation (musdes/muskel) decides; record it there';
    if (isSwitch) throw invalid(['approach'], decides);
    if (merging !== undefined && String(merging) !== String(known.mergedFrom)) {
      throw invalid(['mergedFrom'], decides);
    }
  }
  if (isSwitch && reason === undefined) {
    throw invalid(['reason'], `say why the approach changes from ${from} to ${approach}`);
  }
  if (isAgain && approach === 'new' && overSince(before, 'legalEntity', today) !== undefined) {
    throw invalid(
      ['approach'],
      'it is a legal entity already; what is founded beside it is a cooperative of its own',
    );
  }
  const change = { from: from!, to: approach, at, reason: reason!, ...(isAgain ? { round: round! } : {}) };
  const past = known.mergedFrom === undefined ? {} : { mergedFrom: known.mergedFrom };
  const { mergedFrom: _, ...rest } = known;
  return {
    ...rest,
    ...definedOnly({ round }),
    approach,
    ...(approach === 'merged' && mergedFrom !== undefined ? { mergedFrom } : {}),
    ...(isSwitch || isAgain ? { switches: [...(known.switches ?? []), { ...change, ...past }] } : {}),
  };
}

function ensureDeliberated(status: FormationStep['status'], isTeamPresent: boolean | undefined): void {
  if (status === 'skipped') {
    throw invalid(
      ['status'],
      'the deliberation (musdes/muskel) is the required first step, whatever the approach',
    );
  }
  if (status === 'done' && isTeamPresent !== true) {
    throw invalid(
      ['technicalTeamPresent'],
      'a deliberation counts only with the technical team of the office present',
    );
  }
}

function ensureFounders(cooperative: Cooperative, attendees: number | undefined, on: string): void {
  const isPrimary = (cooperative.form ?? 'primary') === 'primary';
  const needed = isPrimary && approachOf(cooperative) === 'new' ? foundersNeeded(on) : undefined;
  if (needed === undefined || attendees === undefined || attendees >= needed.least) return;
  throw invalid(
    ['attendees'],
    `a primary cooperative needs at least ${needed.least} founders (${needed.source})`,
  );
}

/** Nothing is done before what it waits for, nor undone while what waits for it in its round is over. */
function ensureOrder(
  cooperative: Cooperative,
  step: FormationStepName,
  {
    status,
    on,
    round,
  }: { status: FormationStep['status']; on: string | undefined; round: number | undefined },
  today: string,
): void {
  const approach = approachOf(cooperative);
  if (status === 'done') {
    for (const earlier of waitsFor(step, approach)) {
      const since = overSince(cooperative, earlier, today);
      if (since === undefined)
        throw invalid(['status'], `${step} comes after ${earlier}, which is not done yet`);
      if (cooperative.formation?.steps[earlier]?.status === 'done' && on! < since) {
        throw invalid(['date'], `is before ${earlier}, which was on ${since}`);
      }
    }
  }
  const later = formationSteps.filter((one) => waitsFor(one, approach).includes(step));
  for (const one of later) {
    const recorded = cooperative.formation?.steps[one];
    if (recorded?.status !== 'done' || roundOf(recorded) < roundOf({ round })) continue;
    const again =
      step === 'deliberation'
        ? '; a new one is recorded once it was held, with its date, its approach and why (reason)'
        : '';
    if (status === 'planned') throw invalid(['status'], `${one} is done already, so ${step} is over${again}`);
    if (status === 'done' && recorded.on !== undefined && recorded.on < on!) {
      throw invalid(['date'], `is after ${one}, which was on ${recorded.on}${again}`);
    }
  }
}

/** Units that a deliberation has chosen stand as planned ones, unless more is known of them. */
function withPlanned(cooperative: Cooperative, units: readonly UnitDetail['unit'][]): Cooperative {
  const known = new Set([
    ...(cooperative.units ?? []),
    ...(cooperative.unitDetails ?? []).map(({ unit }) => unit),
  ]);
  const planned = [...new Set(units)].filter((unit) => !known.has(unit));
  if (planned.length === 0) return cooperative;
  const unitDetails = [
    ...(cooperative.unitDetails ?? []),
    ...planned.map((unit) => ({ unit, state: 'planned' as const })),
  ];
  return unitsInStep({ ...cooperative, unitDetails }, { unitDetails });
}
