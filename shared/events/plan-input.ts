/** From an event as it is stored to what its planner is asked: who can meet whom, when, and what has to stay. */
import type { PlanInput } from '../planning/plan.ts';
import { slotTimes, type Event, type Seating } from './event.ts';
import { pairOf, takesSeat, type Meeting } from './meeting.ts';
import { slotAhead } from './obstacles.ts';
import { isTakingPart, type Participant } from './participant.ts';
import { seatBuyers } from './seating.ts';

/** How well two parties fit, and by what. */
export type Fit = { score: number; offerId?: string | undefined; potentialId?: string | undefined };

/** What the market knows of the parties: the best pair by cooperative, then by buyer; and which buyers have open offers at all. */
export type Fits = {
  best: ReadonlyMap<string, ReadonlyMap<string, Fit>>;
  offering: ReadonlySet<string>;
};

export type Hall = {
  event: Event;
  /** Those who take part, and those who withdrew: what they held stays where it is. */
  participants: readonly Participant[];
  /** Of all sheets, those cancelled included. */
  meetings: readonly Meeting[];
  fits: Fits;
  /** Cooperatives that have a partner already: the others come first. */
  partnered: ReadonlySet<string>;
};

/** Each wish takes this share of what is missing to a perfect score: wishes lift, and never make a poor pair a perfect one. */
const WISH_SHARE = 0.25;

/** What anybody is worth to a buyer that has posted nothing: it may want what they have. */
const UNKNOWN = 0.1;

/** A score after `wishes` of the two parties for each other (0 to 2), to five decimals as the matcher's. */
export function raised(score: number, wishes: number): number {
  return Math.round((1 - (1 - score) * (1 - WISH_SHARE) ** wishes) * 100_000) / 100_000;
}

/**
 * What the two of a pair are worth to each other: the matcher's best pair, raised by wishes. Parties that nothing brings together
 * may still meet, worth nothing: so that a cooperative that fits no offer meets somebody before it meets nobody.
 */
export function fitOf(fits: Fits, cooperative: Participant, buyer: Participant): Fit {
  const found = fits.best.get(cooperative.organizationId)?.get(buyer.organizationId);
  const unmatched = fits.offering.has(buyer.organizationId) ? 0 : UNKNOWN;
  const wishes =
    Number(cooperative.wants?.includes(buyer.organizationId) ?? false) +
    Number(buyer.wants?.includes(cooperative.organizationId) ?? false);
  return { ...found, score: raised(found?.score ?? unmatched, wishes) };
}

/**
 * The first slot that a plan may touch: on the day of a published event those that have begun stay. Before it is published and after
 * its day the clock does not count, so that a plan can be tried out.
 */
export function plannedFrom(event: Event, now: Date): number {
  const isOver = now >= new Date(slotTimes(event).at(-1)!.endsAt);
  return event.publishedAt === undefined || isOver ? 1 : slotAhead(event, now);
}

/** What a plan may touch. */
export type Scope = {
  /** Slots before it are past. */
  openFrom: number;
  /** Whether whoever can stay at slot and table stays. */
  keeps: boolean;
  /** Whether a meeting stays where it is, whatever is planned. */
  isPinned: (meeting: Meeting) => boolean;
};

/** What is past, pinned, held, or was missed in a slot that is still to come, stays; what was missed before may be made up for. */
export function pinnedBefore(openFrom: number): Scope['isPinned'] {
  return ({ state, locked, slot }) =>
    state === 'held' ||
    (state === 'planned' && (locked || slot < openFrom)) ||
    (state === 'missed' && slot >= openFrom);
}

/** Nobody who was missed or has withdrawn, and in no slot before a late one comes. */
export function absences(participant: Participant, slots: number): Set<number> {
  const { unavailableSlots = [], noShowAt, withdrawnAt, arrivesForSlot = 1 } = participant;
  const until = noShowAt === undefined && withdrawnAt === undefined ? arrivesForSlot - 1 : slots;
  return new Set([...unavailableSlots, ...upTo(until)]);
}

const upTo = (last: number): number[] => Array.from({ length: Math.max(0, last) }, (_, at) => at + 1);

/** What the planner is asked, and the tables that its answer speaks of. */
export type Asked = { input: PlanInput; seating: Seating };

/**
 * The planner's input. What is pinned is a fact: it stands against absences, refusals and limits that were said later. Pairs that
 * were declined do not meet again.
 * O(cooperatives × buyers).
 */
export function planInput(hall: Hall, { openFrom, keeps, isPinned }: Scope): Asked {
  const { event, meetings, partnered } = hall;
  const { slots } = event;
  const pinned = meetings.filter(isPinned);
  const pinning = new Set(pinned.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]));
  const participants = hall.participants.filter(
    (each) => isTakingPart(each) || pinning.has(each.organizationId),
  );
  const present = new Set(participants.map(({ organizationId }) => organizationId));
  const over = meetings.filter((each) => hasHadItsTurn(each) && !pinned.includes(each));
  const seating = seatingOf(event, participants, pinned);
  const past = upTo(openFrom - 1);

  const party = (participant: Participant, others: readonly number[]) => {
    const { organizationId: id, maxMeetings } = participant;
    const own = pinned.filter(({ cooperativeId, buyerId }) => cooperativeId === id || buyerId === id);
    const away = new Set([...absences(participant, slots), ...others]);
    for (const { slot } of own) away.delete(slot);
    return {
      id,
      unavailable: [...away].filter((slot) => slot <= slots).sort((a, b) => a - b),
      ...(maxMeetings === undefined ? {} : { maxMeetings: Math.max(maxMeetings, own.length) }),
    };
  };
  const cooperatives = participants.filter(({ side }) => side === 'cooperative');
  const buyers = participants.filter(({ side }) => side === 'buyer');
  const fixed = new Set(pinned.map(pairOf));
  const isFixed = (pair: string) => fixed.has(pair);
  const done = new Set(over.map(pairOf));
  const placed = ({ cooperativeId, buyerId, slot, table }: Meeting) => ({
    cooperativeId,
    buyerId,
    slot,
    table: (seating[buyerId] ?? []).indexOf(table) + 1,
  });
  const previous = meetings.filter(
    (each) => takesSeat(each) && !fixed.has(pairOf(each)) && each.slot >= openFrom,
  );
  return {
    seating,
    input: {
      slots,
      cooperatives: cooperatives.map((each) => ({
        ...party(each, past),
        hasPartner: partnered.has(each.organizationId),
      })),
      buyers: buyers.map((each) => ({
        ...party(each, []),
        tables: seating[each.organizationId]?.length ?? 0,
      })),
      scores: cooperatives.flatMap((cooperative) =>
        buyers.flatMap((buyer) => {
          const pair = pairOf({ cooperativeId: cooperative.organizationId, buyerId: buyer.organizationId });
          if (done.has(pair)) return [];
          const { score } = fitOf(hall.fits, cooperative, buyer);
          return [[cooperative.organizationId, buyer.organizationId, score] as const];
        }),
      ),
      refuses: participants.flatMap(({ organizationId, refuses = [] }) =>
        refuses
          .filter((other) => present.has(other))
          .filter((other) => ![`${organizationId} ${other}`, `${other} ${organizationId}`].some(isFixed))
          .map((other) => [organizationId, other] as const),
      ),
      locked: pinned.map(placed),
      ...(event.diminishing === undefined ? {} : { diminishing: event.diminishing }),
      ...(keeps ? { previous: previous.map(placed).filter(({ table }) => table > 0) } : {}),
    },
  };
}

/** Whether a pair has had its turn: said no to each other, or met. */
function hasHadItsTurn({ state, cancelledBecause }: Meeting): boolean {
  return state === 'held' || cancelledBecause === 'declined';
}

function seatingOf(event: Event, participants: readonly Participant[], pinned: readonly Meeting[]): Seating {
  const buyers = participants.filter(({ side }) => side === 'buyer');
  return seatBuyers(
    buyers.map(({ organizationId: id, tables = 1 }) => ({
      id,
      tables,
      pinned: pinned.filter(({ buyerId }) => buyerId === id).map(({ table }) => table),
    })),
    event.tables,
    event.seating,
  );
}
