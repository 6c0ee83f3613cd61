/** Where quality checks lie: below their potential, in the order of their entry. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp } from '../stored.ts';
import { potentialKey, qualityCheckKey, qualityCheckPrefix } from '../table/keys.ts';
import type { Action, Table } from '../table/table.ts';
import type { QualityCheck } from './quality-check.ts';

/** What to write for a new check; it never changes. One action. */
export function qualityCheckWrite(check: QualityCheck, stamp: Stamp): Action {
  const key = qualityCheckKey(check.potentialId, check.id);
  return { do: 'put', item: itemOf(key, {}, check, 1, stamp), when: { is: 'absent' } };
}

/** The checks of a potential, the latest entry first. One query a page. */
export function listQualityChecks<T>(
  table: Table,
  potentialId: string,
  page: PageRequest,
  show: (check: QualityCheck) => T,
): Promise<Page<T>> {
  const { pk } = potentialKey(potentialId);
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: qualityCheckPrefix, descending: true }),
    (item) => {
      const stored = storedFrom<QualityCheck>(item);
      return stored && show(stored.value);
    },
  );
}
