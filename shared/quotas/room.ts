/** How much can still be drawn, and what bounds it: the partner's own share, the offer's total, the partner's own storage. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { storedQuantity } from '../cooperatives/cooperative.ts';
import { Refusal } from '../errors.ts';
import type { Offer } from '../offers/offer.ts';
import { measuredIn, normalise, type NormalisedQuantity, type Period } from '../quantities.ts';
import type { Unit } from '../units.ts';
import { numberSaid } from '../wording.ts';
import type { Claim } from './claim.ts';
import { amountOf, bound, minus, plus, thousandths } from './count.ts';
import { daysOf, periodOf } from './period.ts';

/** A bound, and what is left below it: never less than nothing, also where the bound was lowered since. */
export type Bound = { most: number; left: number };

/** The bounds by name, in the order in which they are said. */
export const boundNames = ['share', 'total', 'quantity', 'storage'] as const;
export type BoundName = (typeof boundNames)[number];

/**
 * What bounds a claim. Shares are those of the periods it may draw on, the oldest first; `quantity` is the offer's where that is for
 * longer, in the period that it counts on. No total, no quantity, no storage: no such bound.
 */
export type Room = {
  unit: Unit;
  shares: (Bound & { period: string })[];
  total: Bound | undefined;
  quantity: (Bound & { period: string }) | undefined;
  storage: Bound | undefined;
};

/**
 * The quota of an offer in its base unit, as it is counted. `total`: for one period, as stated and never more than the offer has.
 * `quantity`: the offer's, over all periods that begin in its own, where that is longer.
 */
export type CountedQuota = {
  unit: Unit;
  share: number;
  total: number | undefined;
  quantity?: { most: number; per: Period } | undefined;
};

export function countedQuota(
  { amount, unit, per, total = Infinity }: NonNullable<Offer['normalised']['quota']>,
  quantity: Offer['normalised']['quantity'],
): CountedQuota {
  const longer = quantity && LONGEST[quantity.per ?? 'once'] > LONGEST[per] ? quantity : undefined;
  const most = Math.min(total, quantity === undefined || longer ? Infinity : mostIn(per, quantity));
  return {
    unit,
    share: bound(amount),
    total: most === Infinity ? undefined : bound(most),
    quantity: longer && { most: bound(longer.amount), per: longer.per ?? 'once' },
  };
}

/** The period of the offer's quantity that a claim for `period` counts on: the one in which that begins; undefined where none is longer. */
export const quantityPeriodOf = (period: string, { quantity }: CountedQuota): string | undefined =>
  quantity && periodOf(daysOf(period)!.from, quantity.per);

/** Days that a period of each kind has at most. */
const LONGEST: { [per in Period]: number } = {
  day: 1,
  week: 7,
  month: 31,
  season: 183,
  year: 366,
  once: Infinity,
};

/**
 * The most of an offer's quantity that can go in one period of a kind, in its base unit: all of it where it is for as long or longer;
 * of one that comes anew in shorter periods, that of each that can begin in it (five weeks in a month).
 */
export function mostIn(per: Period, { amount, per: own = 'once' }: NormalisedQuantity): number {
  const times = per === own ? 1 : Math.max(1, Math.ceil(LONGEST[per] / LONGEST[own]));
  return amountOf(thousandths(bound(amount)) * times);
}

/** How much of this unit a cooperative can store: its comparable rooms together; undefined where it states none. */
export function capacityFor({ storage = [] }: Pick<Cooperative, 'storage'>, unit: Unit): number | undefined {
  const rooms = storage.map(storedQuantity).filter((quantity) => measuredIn(quantity) === unit);
  if (rooms.length === 0) return undefined;
  return rooms.reduce((sum, quantity) => plus(sum, bound(normalise(quantity).amount)), 0);
}

export const boundOf = (most: number, used: number): Bound => ({
  most,
  left: Math.max(0, minus(most, used)),
});

/** How much more can be drawn, all bounds together. */
export const leftIn = (room: Room): number => Math.min(...boundsOf(room).map(([, { left }]) => left));

/** Which of the bounds leave no more than all of them together. */
export const binding = (room: Room): BoundName[] =>
  boundsOf(room).flatMap(([name, { left }]) => (left === leftIn(room) ? [name] : []));

/** The bounds that there are, the own shares together. */
function boundsOf({ shares, total, quantity, storage }: Room): [BoundName, Bound][] {
  const sum = (figure: 'most' | 'left'): number => shares.reduce((sum, share) => plus(sum, share[figure]), 0);
  const own: Bound = { most: sum('most'), left: sum('left') };
  const bounds = { share: own, total, quantity, storage };
  return boundNames.flatMap((name) => (bounds[name] === undefined ? [] : [[name, bounds[name]]]));
}

/** On which shares to draw so much, the oldest first, for they are the first to lapse. Refuses (409) more than there is room for. */
export function drawnFrom(room: Room, amount: number): Claim['draws'] {
  if (amount > leftIn(room)) throw noRoom(room, amount);
  let open = amount;
  return room.shares.flatMap(({ period, left }) => {
    const drawn = Math.min(open, left);
    open = minus(open, drawn);
    return drawn > 0 ? [{ period, amount: drawn }] : [];
  });
}

/** Refuses (409) with each bound that so much would pass, and what is left below it. */
export function noRoom(room: Room, wanted: number): Refusal {
  const { unit } = room;
  const passed = boundsOf(room).filter(([, { left }]) => left < wanted);
  const named = {
    share: 'its own share',
    total: 'the total of all partners',
    quantity: 'the quantity of the offer',
    storage: 'its own storage',
  };
  const sentences = passed.map(([name, { most, left }]) => ({
    en: `${left} ${unit} of ${most} ${unit} is left of ${named[name]}`,
    detail: `${name}: sisa ${numberSaid(left).id} ${unit} dari ${numberSaid(most).id} ${unit} (${left} ${unit} of ${most} ${unit} is left)`,
  }));
  const left = leftIn(room);
  const advice = left > 0 ? ` Ask for ${left} ${unit}, or accept less.` : '';
  return new Refusal(
    'conflict',
    `No room for ${wanted} ${unit}: ${sentences.map(({ en }) => en).join('; ')}.${advice}`,
    sentences.map(({ detail }) => ({ pointer: '#/amount', detail, in: 'body' })),
  );
}
