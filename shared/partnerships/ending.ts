/** How a partnership ends while something is open between the two: not unnoticed. */
import { Refusal } from '../errors.ts';
import { rupiahSaid } from '../money.ts';
import { definedOnly } from '../patch.ts';
import { numberSaid } from '../wording.ts';
import type { OpenBalance, Partnership, StepInput } from './partnership.ts';

/**
 * The partnership that has ended, with what is open between the two kept on it. Refuses (409), naming each, unless the side says that
 * it ends in spite of it. `open` is undefined where all is settled.
 */
export function endedWith(
  ended: Partnership,
  open: OpenBalance | undefined,
  { withOpenBalance }: Pick<StepInput, 'withOpenBalance'>,
): Partnership {
  if (open === undefined) return ended;
  if (withOpenBalance === true) return { ...ended, openBalance: open };
  const { claims, unpaid, toSettle, goods } = open;
  const [owed, takings] = [rupiahSaid(unpaid), rupiahSaid(toSettle)];
  const found = [
    claims > 0 &&
      `claims: ${claims} klaim belum selesai (${claims === 1 ? '1 claim is' : `${claims} claims are`} open)`,
    unpaid > 0 && `unpaid: ${owed.id} belum dibayar (${owed.en} not paid)`,
    toSettle > 0 &&
      `toSettle: ${takings.id} titip jual belum disetor (${takings.en} sold on consignment, not settled)`,
    goods &&
      `goods: ${numberSaid(goods.amount).id} ${goods.unit} titipan masih di gerai (consigned goods still in the shop)`,
  ].filter((detail) => typeof detail === 'string');
  throw new Refusal(
    'conflict',
    'Something is open between the two: settle it first, or end with withOpenBalance and keep it on record.',
    found.map((detail) => ({ pointer: '#/withOpenBalance', detail, in: 'body' })),
  );
}

/** What is open, of claims and of money and goods; undefined where nothing is. */
export const openBalanceOf = (
  claims: number,
  balance: Omit<OpenBalance, 'claims'> | undefined,
): OpenBalance | undefined =>
  claims === 0 && balance === undefined
    ? undefined
    : definedOnly({ claims, ...(balance ?? { unpaid: 0, toSettle: 0 }) });
