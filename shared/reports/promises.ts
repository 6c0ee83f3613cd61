/** What partners promised against what was delivered, and what of a quota was asked for, granted and fetched: what is counted for it. */
import { dayOf } from '../clock.ts';
import type { Scheme } from '../offers/offer.ts';
import { isPartner, type Partnership, type Promised, type Stage } from '../partnerships/partnership.ts';
import { normalise, type Period, type Quantity } from '../quantities.ts';
import type { Claim } from '../quotas/claim.ts';
import { daysOf } from '../quotas/period.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import { isCounted, tradeSides, type Trade } from '../trades/trade.ts';
import type { Unit } from '../units.ts';
import { inUnits, millionths } from './amounts.ts';

/**
 * Of each cooperative with all its partnerships, read together by province; and of each organization that posted the offer, one
 * total a partnership. A promise and what became of it lie in the same total.
 */
export const PROMISES = 'promises';

/** What is kept of a promise, as text in a field: the clock decides how much of it is due. */
export type Promise = {
  readonly partnershipId: string;
  readonly cooperativeId: string;
  readonly cooperativeName: string;
  readonly buyerId: string;
  readonly buyerName: string;
  readonly scheme: Scheme;
  readonly commodity: string | null;
  readonly stage: Stage;
  /** Whose word it is; `quota`: what the agreed terms let the partner draw; `granted`: no word but the claims that were granted. */
  readonly by: 'cooperative' | 'buyer' | 'quota' | 'granted';
  /** Null where only what was granted is known. */
  readonly quantity: Quantity | null;
  /** The first day; the first one in operation where none was named. Null: nothing is due yet. */
  readonly from: string | null;
  readonly until: string | null;
};

/**
 * The promise of whoever delivers, from the MoU on; else of the other side, else the quota that was agreed on. A distribution that was
 * only tried before it began has no agreed text: there the promise is what is granted.
 */
function promiseOf(partnership: Partnership): Promise | undefined {
  const { id, cooperativeId, cooperativeName, buyerId, buyerName, scheme, commodity, stage } = partnership;
  const { agreement, promised: latest, history, endsOn, stageSince } = partnership;
  if (!isPartner(partnership) && stage !== 'ended') return undefined;
  const promised = agreement?.terms.promised ?? latest ?? {};
  const quota = agreement?.terms.quota;
  const supplier = scheme === 'purchase' ? 'cooperative' : 'buyer';
  const other = supplier === 'buyer' ? 'cooperative' : 'buyer';
  const by = promised[supplier] ? supplier : promised[other] ? other : quota ? 'quota' : 'granted';
  if (by === 'granted' && scheme !== 'distribution') return undefined;
  const made: Promised | undefined =
    by === 'granted' ? undefined : by === 'quota' ? quota && { quantity: quota } : promised[by];
  const began = history.find(({ to }) => to === 'operational')?.at;
  const ended = stage === 'ended' ? (endsOn ?? dayOf(new Date(stageSince))) : undefined;
  return {
    partnershipId: id,
    cooperativeId,
    cooperativeName,
    buyerId,
    buyerName,
    scheme,
    commodity: commodity ?? null,
    stage,
    by,
    quantity: made ? keptQuantity(made.quantity) : null,
    from: made?.from ?? (began === undefined ? null : dayOf(new Date(began))),
    until: [made?.until, ended].flatMap((day) => day ?? []).sort()[0] ?? null,
  };
}

/** Always in the same order, so that equal promises are equal texts. */
const keptQuantity = ({ amount, unit, per, content }: Quantity): Quantity => ({
  amount,
  unit,
  ...(per && { per }),
  ...(content && { content: { amount: content.amount, unit: content.unit } }),
});

export function partnershipPromise(partnership: Partnership): Entry[] {
  const promise = promiseOf(partnership);
  if (promise === undefined) return [];
  const { id, cooperativeId, buyerId, regionCodes } = partnership;
  const field = `promise|${JSON.stringify(promise)}`;
  return [
    { ...ofCooperative(cooperativeId, regionCodes.cooperative), field, amount: 1n },
    { ...ofPoster(buyerId, id), field, amount: 1n },
  ];
}

/**
 * What was delivered under a partnership. Which of two cooperatives it is whose partner, the trade does not say: it is written at
 * both, and read where the promise lies.
 */
export function tradeKept(trade: Trade): Entry[] {
  const { partnershipId, normalised, deliveredOn, regionCodes } = trade;
  if (partnershipId === undefined || !isCounted(trade)) return [];
  const { amount, unit } = normalised.quantity;
  const field = `${partnershipId}|traded|${deliveredOn.slice(0, 7)}|${unit}`;
  return tradeSides.flatMap((side) => {
    const id = side === 'seller' ? trade.sellerId : trade.buyerId;
    const totals = [ofPoster(id, partnershipId)];
    if (id.startsWith('coop_')) totals.push(ofCooperative(id, regionCodes[side]));
    return totals.map((total) => ({ ...total, field, amount: millionths(amount) }));
  });
}

/** What was drawn on a quota, in the month in which its period begins. */
export function claimKept(claim: Claim): Entry[] {
  const { partnershipId, cooperativeId, buyerId, regionCodes, unit, createdAt } = claim;
  const month = monthOf(claim.period, createdAt);
  const figures = {
    requested: claim.requested,
    granted: claim.granted - claim.released,
    fetched: claim.delivered,
  };
  return Object.entries(figures).flatMap(([what, amount]) =>
    [ofCooperative(cooperativeId, regionCodes.cooperative), ofPoster(buyerId, partnershipId)].map(
      (total) => ({
        ...total,
        field: `${partnershipId}|${what}|${month}|${unit}`,
        amount: millionths(amount),
      }),
    ),
  );
}

/** The month in which a period begins; of `once` the one in which it was drawn on. */
export const monthOf = (period: string, createdAt: string): string =>
  (daysOf(period)?.from ?? dayOf(new Date(createdAt))).slice(0, 7);

const ofCooperative = (id: string, regionCode: string) => ({
  total: PROMISES,
  part: regionCode.slice(0, 2),
  at: `${regionCode}#${id}`,
});

const ofPoster = (id: string, partnershipId: string) => ({ total: PROMISES, part: id, at: partnershipId });

/** One sum of what became of a promise: what (`traded`, `requested`, `granted`, `fetched`), when, how much. */
export type Kept = {
  readonly what: string;
  readonly month: string;
  readonly unit: Unit;
  readonly amount: number;
};

/**
 * The promises in totals, each with what became of it. That may lie in several: what a cooperative kept until it merged lies with it, the
 * promise with its successor. What the other side wrote of the same trades does not count again.
 */
export function promisesIn(
  totals: readonly { at: string; amounts: Amounts }[],
): { promise: Promise; kept: readonly Kept[] }[] {
  const kept = new Map<string, (Kept & { of: string | undefined })[]>();
  const promises: Promise[] = [];
  for (const { at, amounts } of totals) {
    for (const [field, amount] of amounts) {
      if (field.startsWith('promise|')) {
        promises.push(JSON.parse(field.slice('promise|'.length)) as Promise);
        continue;
      }
      const [id = '', what = '', month = '', unit = ''] = field.split('|');
      const one = { what, month, unit: unit as Unit, amount: inUnits(amount), of: at.split('#')[1] };
      kept.set(id, [...(kept.get(id) ?? []), one]);
    }
  }
  return promises.map((promise) => ({
    promise,
    kept: (kept.get(promise.partnershipId) ?? []).filter(({ of }) => of !== promise.buyerId),
  }));
}

/** The base amount and the rate of a promise. */
export function measured(quantity: Quantity): { amount: number; unit: Unit; per: Period } {
  const { amount, unit, per = 'once' } = normalise(quantity);
  return { amount, unit, per };
}
