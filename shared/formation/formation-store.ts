/** Where the steps of a cooperative's formation lie: below it, one item each. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { formationPrefix, formationStepKey } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { FormationStep } from './formation.ts';
import { formationSteps, roundOf, type FormationStepName } from './steps.ts';

/** The step in an item of the table or of the change feed. */
export function formationStepFrom(item: Item | null | undefined): Stored<FormationStep> | undefined {
  return storedFrom<FormationStep>(item ?? undefined);
}

/** One step. One round trip. */
export async function readFormationStep(
  table: Table,
  cooperativeId: string,
  step: FormationStepName,
): Promise<Stored<FormationStep> | undefined> {
  return formationStepFrom(await table.get(formationStepKey(cooperativeId, step)));
}

/** All that was recorded of a cooperative, in the order of the steps and their rounds. One round trip. */
export async function readFormation(table: Table, cooperativeId: string): Promise<FormationStep[]> {
  const { pk } = formationStepKey(cooperativeId, 'deed');
  const { items } = await table.query({ pk, beginsWith: formationPrefix, limit: 100 });
  const steps = items.flatMap((item) => formationStepFrom(item)?.value ?? []);
  return steps.sort(
    (a, b) => formationSteps.indexOf(a.step) - formationSteps.indexOf(b.step) || roundOf(a) - roundOf(b),
  );
}

/** What to write so that `after` takes the place of `before`; one of an earlier round is kept beside it. One action or two. */
export function formationStepWrites(
  after: FormationStep,
  before: Stored<FormationStep> | undefined,
  stamp: Stamp,
): Action[] {
  const { cooperativeId, step } = after;
  const key = formationStepKey(cooperativeId, step);
  const kept: Action[] = [];
  if (before !== undefined && roundOf(before.value) < roundOf(after)) {
    const past = formationStepKey(cooperativeId, `${step}#${roundOf(before.value)}`);
    const item = itemOf(past, {}, before.value, 1, stamp);
    kept.push({ do: 'put', item, when: { is: 'absent' } });
  }
  return [
    ...kept,
    {
      do: 'put',
      item: itemOf(key, {}, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}
