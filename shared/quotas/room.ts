/** How much can still be drawn, and what bounds it: the partner's own share, the offer's total, the partner's own storage. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { storedQuantity } from '../cooperatives/cooperative.ts';
import { Refusal } from '../errors.ts';
import type { Offer } from '../offers/offer.ts';
import { measuredIn, normalise, PERIODS, type Period } from '../quantities.ts';
import type { Unit } from '../units.ts';
import { numberSaid } from '../wording.ts';
import type { Claim } from './claim.ts';
import { bound, minus, plus } from './count.ts';

/** A bound, and what is left below it: never less than nothing, also where the bound was lowered since. */
export type Bound = { most: number; left: number };

/** What bounds a claim. Shares are those of the periods it may draw on, the oldest first. No total, no storage: no such bound. */
export type Room = {
  unit: Unit;
  shares: (Bound & { period: string })[];
  total: Bound | undefined;
  storage: Bound | undefined;
};

/** The quota of an offer in its base unit, as it is counted; its total is the one stated, or else the quantity for as long or longer. */
export type CountedQuota = { unit: Unit; share: number; total: number | undefined };

export function countedQuota(
  { amount, unit, per, total }: NonNullable<Offer['normalised']['quota']>,
  quantity: Offer['normalised']['quantity'],
): CountedQuota {
  // What is distributed in all is the quantity of the offer: in no period can more of it go than there is for that or a longer one.
  const isForAsLong = quantity !== undefined && lengthOf(quantity.per ?? 'once') >= lengthOf(per);
  const whole = isForAsLong ? quantity.amount : undefined;
  const most = total ?? whole;
  return { unit, share: bound(amount), total: most === undefined ? undefined : bound(most) };
}

/** Periods by how long they last: what is given once is for all time. */
const lengthOf = (per: Period): number => (per === 'once' ? PERIODS.length : PERIODS.indexOf(per));

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
export const leftIn = (room: Room): number =>
  Math.min(shareLeft(room), room.total?.left ?? Infinity, room.storage?.left ?? Infinity);

const shareLeft = ({ shares }: Room): number => shares.reduce((sum, { left }) => plus(sum, left), 0);

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
  const { unit, shares, total, storage } = room;
  const own = { most: shares.reduce((sum, { most }) => plus(sum, most), 0), left: shareLeft(room) };
  const bounds = { share: own, total, storage };
  const passed = Object.entries(bounds).filter(([, bounds]) => bounds !== undefined && bounds.left < wanted);
  const named = { share: 'its own share', total: 'the total of all partners', storage: 'its own storage' };
  const sentences = passed.map(([name, passed]) => ({
    en: `${passed!.left} ${unit} of ${passed!.most} ${unit} is left of ${named[name as keyof typeof named]}`,
    detail: `${name}: sisa ${numberSaid(passed!.left).id} ${unit} dari ${numberSaid(passed!.most).id} ${unit} (${passed!.left} ${unit} of ${passed!.most} ${unit} is left)`,
  }));
  const left = leftIn(room);
  const advice = left > 0 ? ` Ask for ${left} ${unit}, or accept less.` : '';
  return new Refusal(
    'conflict',
    `No room for ${wanted} ${unit}: ${sentences.map(({ en }) => en).join('; ')}.${advice}`,
    sentences.map(({ detail }) => ({ pointer: '#/amount', detail, in: 'body' })),
  );
}
