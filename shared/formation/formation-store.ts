/** Where the steps of a cooperative's formation lie: below it, one item each. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { formationPrefix, formationStepKey } from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { FormationStep } from './formation.ts';
import { formationSteps, type FormationStepName } from './steps.ts';

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

/** All that was recorded of a cooperative, in the order of the steps. One round trip. */
export async function readFormation(table: Table, cooperativeId: string): Promise<FormationStep[]> {
  const { pk } = formationStepKey(cooperativeId, 'deed');
  const { items } = await table.query({ pk, beginsWith: formationPrefix, limit: 100 });
  const steps = items.flatMap((item) => formationStepFrom(item)?.value ?? []);
  return steps.sort((a, b) => formationSteps.indexOf(a.step) - formationSteps.indexOf(b.step));
}

/** What to write so that `after` takes the place of `before`. One action. */
export function formationStepWrites(
  after: FormationStep,
  before: Stored<FormationStep> | undefined,
  stamp: Stamp,
): Action[] {
  const key = formationStepKey(after.cooperativeId, after.step);
  return [
    {
      do: 'put',
      item: itemOf(key, {}, after, (before?.version ?? 0) + 1, stamp),
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
  ];
}
