/** How a trade goes on once it is recorded: each side confirms, disputes, corrects or pays it, and nothing that was said is lost. */
import { isDeepStrictEqual } from 'node:util';
import { invalid, Refusal } from '../errors.ts';
import { definedOnly, patched } from '../patch.ts';
import { ensureFactsFit, normalisedOf } from './facts.ts';
import { warningsOn, type KnownPrices } from './plausible.ts';
import type { Trade, TradeActor, TradeChange, TradeSide, TradeStep } from './trade.ts';

/** So that the item stays below what a store takes, whatever both do to each other. */
const MOST_STEPS = 100;

/** Who does something to a trade: a side for itself, or an admin `for` a side that it has heard. */
export type Speaker = { readonly by: TradeActor; readonly for?: TradeSide };

/**
 * The trade once a side says that all of it is so as it stands, the payment included; the very same trade when it has said so
 * already.
 */
export function confirmTrade(before: Trade, side: TradeSide, speaker: Speaker, now: Date): Trade {
  const at = now.toISOString();
  const receives =
    side === 'seller' && before.paidOn !== undefined && before.paymentConfirmedAt === undefined;
  if (before.confirmed[side] !== undefined && !receives) return before;
  const confirmed = { ...before.confirmed, [side]: before.confirmed[side] ?? at };
  const { dispute, ...rest } = before;
  return stepped(
    {
      ...rest,
      // Only who disputed it takes that back.
      ...(dispute === undefined || dispute.by === side ? {} : { dispute }),
      ...(receives ? { paymentConfirmedAt: at } : {}),
    },
    { at, ...speaker, did: 'confirmed' },
    confirmed,
  );
}

/** The trade once a side says that it is not so: it counts nowhere until it is corrected or that side confirms it. */
export function disputeTrade(
  before: Trade,
  reason: string,
  side: TradeSide,
  speaker: Speaker,
  now: Date,
): Trade {
  const at = now.toISOString();
  const { [side]: _, ...confirmed } = before.confirmed;
  return stepped(
    { ...before, dispute: { by: side, at, reason } },
    { at, ...speaker, did: 'disputed', reason },
    confirmed,
  );
}

const DELIVERY = [
  'quantity',
  'ordered',
  'totalPrice',
  'deliveredOn',
  'orderedFor',
  'dueOn',
  'origin',
  'reference',
] as const;

/**
 * The trade after a correction or a payment; the very same trade when nothing changes. What a side corrects the other confirms
 * anew; a day of payment stands once the seller has said so. Refuses (422) what does not fit, and a correction without reason.
 */
export function changeTrade(
  before: Trade,
  { reason, ...change }: TradeChange,
  by: TradeActor,
  prices: KnownPrices,
  now: Date,
): Trade {
  const at = now.toISOString();
  const merged = patched(before, change, {});
  const changed = [...DELIVERY, 'paidOn' as const].filter(
    (field) => !isDeepStrictEqual(before[field], merged[field]),
  );
  if (changed.length === 0) return before;
  ensureFactsFit(merged, now);
  const isCorrected = changed.some((field) => field !== 'paidOn');
  const isPaidFirst = !isCorrected && before.paidOn === undefined;
  if (!isPaidFirst && reason === undefined) throw invalid(['reason'], 'say why it is corrected');
  if (
    before.kind === 'consignment' &&
    changed.some((field) => field === 'quantity' || field === 'totalPrice')
  ) {
    throw invalid(
      ['totalPrice'],
      'follows from what the shop sold; correct that in the consignment and settle anew',
    );
  }
  const normalised = normalisedOf(merged);
  const step: TradeStep = definedOnly({ at, by, did: isCorrected ? 'corrected' : 'paid', reason });
  step.before = Object.fromEntries(changed.map((field) => [field, before[field] ?? null]));
  const { paymentConfirmedAt, dispute, ...rest } = merged;
  const isPaymentChanged = changed.includes('paidOn');
  const receivedAt = isPaymentChanged
    ? by === 'seller' && merged.paidOn !== undefined
      ? at
      : undefined
    : paymentConfirmedAt;
  const isRepriced = changed.includes('quantity') || changed.includes('totalPrice');
  const after: Trade = definedOnly({
    ...rest,
    normalised,
    paymentConfirmedAt: receivedAt,
    dispute: isCorrected ? undefined : dispute,
    warnings: isRepriced ? warningsOn(normalised.unitPrice, prices) : before.warnings,
  });
  const own = by === 'office' ? {} : { [by]: at };
  return stepped(after, step, isCorrected ? own : before.confirmed);
}

/** Whether a change makes another unit price, so that prices to compare it with are needed. */
export const isRepricing = ({ quantity, totalPrice }: TradeChange): boolean =>
  quantity !== undefined || totalPrice !== undefined;

/** A settlement that was taken back: it is over, and what it settled is settled anew. Refuses (409) one that nobody disputes. */
export function withdrawTrade(before: Trade, reason: string, by: TradeActor, now: Date): Trade {
  if (before.state !== 'disputed') {
    throw new Refusal('conflict', `The settlement is ${before.state}; only a disputed one is taken back.`);
  }
  const step: TradeStep = { at: now.toISOString(), by, did: 'withdrawn', reason };
  return { ...stepped(before, step, {}), state: 'withdrawn' };
}

function stepped(before: Trade, step: TradeStep, confirmed: Trade['confirmed']): Trade {
  if (before.state === 'withdrawn') {
    throw new Refusal('conflict', 'It was taken back; what it settled is settled anew.');
  }
  if (before.history.length >= MOST_STEPS) {
    throw new Refusal('conflict', `It has gone ${MOST_STEPS} steps; record the delivery as a new trade.`);
  }
  const both = confirmed.seller !== undefined && confirmed.buyer !== undefined;
  return {
    ...before,
    confirmed,
    state: before.dispute !== undefined ? 'disputed' : both ? 'confirmed' : 'recorded',
    history: [...before.history, step],
    updatedAt: step.at,
  };
}
