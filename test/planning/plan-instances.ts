/** Made-up events for tests and the benchmark: small ones with every rule in play, and halls of a given size. */
import { planEvent } from '../../shared/planning/plan-event.ts';
import type { PlanInput } from '../../shared/planning/plan.ts';
import type { Draws } from '../support/effort.ts';

export type HallSize = {
  readonly cooperatives: number;
  readonly buyers: number;
  readonly slots: number;
  /** Shares of slots in which a cooperative and a buyer are there; all when left out. */
  readonly present?: readonly [number, number];
  /** Scores that mostly follow from how ready the cooperative is and what the buyer wants, instead of any. */
  readonly isAlike?: boolean;
};

const slotsMissed = (draw: Draws, slots: number, present: number): { unavailable?: number[] } => {
  if (present >= 1) return {};
  const all = Array.from({ length: slots }, (_, at) => at + 1);
  return { unavailable: all.filter(() => !draw.happens(present)) };
};

/** A hall like that of a regency: every pair has a score from 0 to 1 in thousandths. */
export function hallOf(draw: Draws, size: HallSize): PlanInput {
  const [ofCooperatives, ofBuyers] = size.present ?? [1, 1];
  const cooperatives = Array.from({ length: size.cooperatives }, (_, at) => ({
    id: `coop_${String(at).padStart(4, '0')}`,
    hasPartner: draw.happens(0.2),
    ...slotsMissed(draw, size.slots, ofCooperatives),
  }));
  const buyers = Array.from({ length: size.buyers }, (_, at) => ({
    id: `buy_${String(at).padStart(3, '0')}`,
    ...slotsMissed(draw, size.slots, ofBuyers),
  }));
  const kinds = 8;
  const goods = cooperatives.map(() => draw.between(0, kinds - 1));
  const wanted = buyers.map(() => draw.between(0, kinds - 1));
  const readiness = cooperatives.map(() => draw.between(0, 300));
  const scores = cooperatives.flatMap(({ id }, row) =>
    buyers.map(({ id: buyerId }, column): [string, string, number] => {
      const fits = goods[row] === wanted[column] ? 500 : 100;
      const points = size.isAlike ? fits + readiness[row]! + draw.between(0, 200) : draw.between(0, 1000);
      return [id, buyerId, points / 1000];
    }),
  );
  return { slots: size.slots, cooperatives, buyers, scores };
}

/** Which rules a small event draws on. */
export type Spice = {
  readonly absences?: boolean;
  readonly locks?: boolean;
  readonly diminishing?: boolean;
};

/** A small event with several tables, limits, refusals and missing scores, and what else is asked for. */
export function smallEvent(
  draw: Draws,
  most: readonly [number, number, number],
  spice: Spice = {},
): PlanInput {
  const slots = draw.between(1, most[2]);
  const absent = spice.absences === true ? draw.one([0.1, 0.3, 0.6]) : 0;
  const missed = (): { unavailable?: number[] } => (absent === 0 ? {} : slotsMissed(draw, slots, 1 - absent));
  const limit = (): { maxMeetings?: number } =>
    draw.happens(0.4) ? { maxMeetings: draw.between(draw.happens(0.1) ? 0 : 1, slots) } : {};
  const cooperatives = Array.from({ length: draw.between(1, most[0]) }, (_, at) => ({
    id: `coop_${at}`,
    ...limit(),
    ...missed(),
    ...(draw.happens(0.4) ? { hasPartner: true } : {}),
  }));
  const buyers = Array.from({ length: draw.between(1, most[1]) }, (_, at) => ({
    id: `buy_${at}`,
    ...limit(),
    ...missed(),
    ...(draw.happens(0.3) ? { tables: draw.between(1, 3) } : {}),
  }));
  const pairs = cooperatives.flatMap(({ id }) => buyers.map((buyer) => [id, buyer.id] as const));
  const known = draw.one([0.5, 0.8, 1]);
  const points = draw.one([1, 3, 20, 1000]);
  const scores = pairs
    .filter(() => draw.happens(known))
    .map(([one, other]): [string, string, number] => [
      one,
      other,
      draw.between(0, points) / draw.one([1, 10]),
    ]);
  const refuses = pairs
    .filter(() => draw.happens(0.08))
    .map(([one, other]): [string, string] => (draw.happens(0.5) ? [one, other] : [other, one]));
  const event: PlanInput = { slots, cooperatives, buyers, scores, refuses };
  const locked = spice.locks === true ? locksFor(draw, event, draw.between(0, 3)) : [];
  return {
    ...event,
    ...(locked.length > 0 ? { locked } : {}),
    ...(spice.diminishing === true
      ? {
          diminishing: draw.one([
            [1, 0.5],
            [1, 0.5, 0.25, 0],
            [0.9, 0.9, 0.3],
            [1, 0],
            [2, 1.5, 1.5, 1],
          ]),
        }
      : {}),
  };
}

/** Meetings that can be locked together. */
export function locksFor(draw: Draws, event: PlanInput, wanted: number): NonNullable<PlanInput['locked']> {
  const locks: { cooperativeId: string; buyerId: string; slot: number; table?: number }[] = [];
  for (let tries = 0; tries < 8 * wanted && locks.length < wanted; tries += 1) {
    const cooperative = draw.one(event.cooperatives);
    const buyer = draw.one(event.buyers);
    const slot = draw.between(1, event.slots);
    const own = locks.filter(({ cooperativeId }) => cooperativeId === cooperative.id);
    const theirs = locks.filter(({ buyerId }) => buyerId === buyer.id);
    const isPossible =
      own.length < (cooperative.maxMeetings ?? Infinity) &&
      theirs.length < (buyer.maxMeetings ?? Infinity) &&
      own.every((lock) => lock.slot !== slot && lock.buyerId !== buyer.id) &&
      theirs.filter((lock) => lock.slot === slot).length < (buyer.tables ?? 1) &&
      ![...(cooperative.unavailable ?? []), ...(buyer.unavailable ?? [])].includes(slot) &&
      !event.refuses!.some((pair) => pair.includes(cooperative.id) && pair.includes(buyer.id));
    if (isPossible) locks.push({ cooperativeId: cooperative.id, buyerId: buyer.id, slot });
  }
  return locks;
}

/** The same event some hours later: it was planned, some did not come, some refuse, some meetings are pinned or past. */
export function afterTheFact(draw: Draws, event: PlanInput): PlanInput {
  const previous = planEvent(event).meetings;
  const locked = [
    ...(event.locked ?? []),
    ...previous
      .filter(() => draw.happens(0.2))
      .filter(
        ({ cooperativeId, buyerId }) =>
          !event.locked?.some((each) => each.cooperativeId === cooperativeId && each.buyerId === buyerId),
      )
      .map(({ table, ...meeting }) => (draw.happens(0.5) ? { ...meeting, table } : meeting)),
  ];
  const isFree = (id: string, slot: number): boolean =>
    !locked.some((each) => (each.cooperativeId === id || each.buyerId === id) && each.slot === slot);
  const late = <T extends { readonly id: string; readonly unavailable?: readonly number[] | undefined }>(
    party: T,
  ): T => {
    if (draw.happens(0.75)) return party;
    const slot = draw.between(1, event.slots);
    return isFree(party.id, slot) ? { ...party, unavailable: [...(party.unavailable ?? []), slot] } : party;
  };
  const refuses = previous
    .filter(() => draw.happens(0.1))
    .filter(
      ({ cooperativeId, buyerId }) =>
        !locked.some((each) => each.cooperativeId === cooperativeId && each.buyerId === buyerId),
    )
    .map(({ cooperativeId, buyerId }): [string, string] => [buyerId, cooperativeId]);
  return {
    ...event,
    cooperatives: event.cooperatives.map(late),
    buyers: event.buyers.map(late),
    refuses: [...(event.refuses ?? []), ...refuses],
    ...(locked.length > 0 ? { locked } : {}),
    previous,
  };
}
