/** A business number (NIB) belongs to one organization, cooperative or buyer: held by an item of its own in each transaction. */
import { invalid, Refusal } from './errors.ts';
import { nibKey } from './table/keys.ts';
import type { Action, Table } from './table/table.ts';

/** Moves the hold on a NIB from one number to another; refuses a number that another organization holds. */
export function nibWrites(
  holderId: string,
  before: string | undefined,
  after: string | undefined,
  nibPath: readonly string[] = ['nib'],
): Action[] {
  if (before === after) return [];
  const taken = new Refusal('conflict', 'This NIB is registered to another organization.', [
    { ...invalid(nibPath, 'is registered to another organization').errors[0]! },
  ]);
  return [
    ...(before === undefined ? [] : [{ do: 'delete', key: nibKey(before) } as const]),
    ...(after === undefined
      ? []
      : [
          {
            do: 'put',
            item: { ...nibKey(after), holderId },
            when: { is: 'absent' },
            refusal: taken,
          } as const,
        ]),
  ];
}

/** Who holds each of these NIBs, in their order. One round trip for every hundred. */
export async function nibHolders(table: Table, nibs: readonly string[]): Promise<(string | undefined)[]> {
  return (await table.getMany(nibs.map(nibKey))).map((item) => item?.['holderId'] as string | undefined);
}
