/** What stands in the way of a meeting at a place, named, so that a desk hears of it before it acts. Pure. */
import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { slotSchema, slotTimes, type Event } from './event.ts';
import { meetingIdSchema, takesSeat, type Meeting } from './meeting.ts';
import { organizationIdSchema, type Participant } from './participant.ts';

/** An event as the rules of its day look at it: all meetings of all sheets, cancelled ones too, and those participants who matter. */
export type Day = {
  event: Event;
  meetings: readonly Meeting[];
  participants: ReadonlyMap<string, Participant>;
};

/** Two who meet; `id` when their meeting is there already and does not stand in its own way. */
export type Pair = { id?: string; cooperativeId: string; buyerId: string };

export type Place = { slot: number; table: number };

export const obstacleSchema = z
  .strictObject({
    kind: z.enum([
      'no-such-slot',
      'over',
      'no-show',
      'withdrawn',
      'late',
      'absent',
      'elsewhere',
      'table-taken',
      'not-its-table',
      'no-table',
      'met',
      'limit',
      'refused',
    ]),
    detail: z.strictObject({ id: z.string(), en: z.string() }),
    organizationId: organizationIdSchema.optional().meta({ description: 'Who it is about' }),
    meetingId: meetingIdSchema.optional().meta({ description: 'The meeting that is in the way' }),
    slot: slotSchema.optional(),
  })
  .meta({
    id: 'Obstacle',
    description: 'What stands in the way of a meeting at a place',
    example: {
      kind: 'elsewhere',
      detail: {
        id: 'KDMP Wonokerto bertemu Perum Bulog di meja 3 pada sesi 5.',
        en: 'KDMP Wonokerto meets Perum Bulog at table 3 in slot 5.',
      },
      organizationId: 'coop_35-14-09-2019',
      meetingId: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ff',
      slot: 5,
    },
  });
export type Obstacle = z.infer<typeof obstacleSchema>;

/** The first slot that is not over yet: the one that runs, or the next; one beyond the last when the day is over. */
export function slotNow(event: Event, now: Date): number {
  return slotTimes(event).find(({ endsAt }) => new Date(endsAt) > now)?.slot ?? event.slots + 1;
}

/** The first slot that has not begun: from here on plans may change. One beyond the last when all have. */
export function slotAhead(event: Event, now: Date): number {
  return slotTimes(event).find(({ startsAt }) => new Date(startsAt) > now)?.slot ?? event.slots + 1;
}

/** Why a party cannot meet in a slot, whatever else is planned; undefined when it can. */
function absenceOf(
  { name, organizationId, noShowAt, withdrawnAt, arrivesForSlot, unavailableSlots }: Participant,
  slot: number,
): Obstacle | undefined {
  const about = { organizationId, slot };
  if (noShowAt !== undefined) {
    return {
      kind: 'no-show',
      detail: { id: `${name} tidak datang.`, en: `${name} has not come.` },
      ...about,
    };
  }
  if (withdrawnAt !== undefined) {
    const detail = { id: `${name} mengundurkan diri.`, en: `${name} has withdrawn.` };
    return { kind: 'withdrawn', detail, ...about };
  }
  if (arrivesForSlot !== undefined && slot < arrivesForSlot) {
    const detail = {
      id: `${name} baru datang pada sesi ${arrivesForSlot}.`,
      en: `${name} comes only for slot ${arrivesForSlot}.`,
    };
    return { kind: 'late', detail, ...about };
  }
  if (unavailableSlots?.includes(slot)) {
    const detail = {
      id: `${name} berhalangan pada sesi ${slot}.`,
      en: `${name} cannot come in slot ${slot}.`,
    };
    return { kind: 'absent', detail, ...about };
  }
  return undefined;
}

/** Why either of two parties cannot meet in a slot. */
export function absencesFrom({ participants }: Day, pair: Pair, slot: number): Obstacle[] {
  return [pair.cooperativeId, pair.buyerId].flatMap((id) => {
    const participant = participants.get(id);
    return (participant && absenceOf(participant, slot)) ?? [];
  });
}

/** What stands in the way of two parties at a slot, whichever table: the slot itself, absences, other meetings. O(meetings). */
export function obstaclesInSlot(day: Day, pair: Pair, slot: number, now: Date): Obstacle[] {
  const { event } = day;
  if (slot > event.slots) {
    const detail = { id: `Acara ini hanya ${event.slots} sesi.`, en: `The event has ${event.slots} slots.` };
    return [{ kind: 'no-such-slot', detail, slot }];
  }
  const obstacles: Obstacle[] = [];
  if (slot < slotNow(event, now)) {
    obstacles.push({
      kind: 'over',
      detail: { id: `Sesi ${slot} sudah lewat.`, en: `Slot ${slot} is over.` },
      slot,
    });
  }
  obstacles.push(...absencesFrom(day, pair, slot));
  const elsewhere = seated(day, slot, pair).find((other) => other.cooperativeId === pair.cooperativeId);
  if (elsewhere) obstacles.push(inTheWay(day, elsewhere, 'elsewhere', pair.cooperativeId));
  return obstacles;
}

/** What stands in the way at one table, besides what {@link obstaclesInSlot} says of its slot. */
export function obstaclesAtTable(day: Day, pair: Pair, { slot, table }: Place): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const buyer = day.participants.get(pair.buyerId);
  const tables = day.event.seating?.[pair.buyerId] ?? [];
  if (!tables.includes(table)) {
    const name = buyer?.name ?? pair.buyerId;
    const detail = {
      id: `Meja ${table} bukan meja ${name} (${tables.join(', ')}).`,
      en: `Table ${table} is not one of ${name}'s (${tables.join(', ')}).`,
    };
    obstacles.push({ kind: 'not-its-table', detail, organizationId: pair.buyerId, slot });
  }
  const taken = seated(day, slot, pair).find((other) => other.table === table);
  if (taken) obstacles.push(inTheWay(day, taken, 'table-taken', pair.buyerId));
  return obstacles;
}

/** The buyer's tables that nobody sits at in a slot, in their order; the meeting's own counts as free. */
export function freeTables(day: Day, pair: Pair, slot: number): number[] {
  const taken = new Set(seated(day, slot, pair).map(({ table }) => table));
  return (day.event.seating?.[pair.buyerId] ?? []).filter((table) => !taken.has(table));
}

/** What speaks against one more meeting of two parties, wherever: they have one, enough of them, or one refuses the other. */
export function obstaclesToMeeting(day: Day, pair: Pair): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const others = day.meetings.filter((meeting) => meeting.id !== pair.id && counts(meeting));
  const met = others.find(
    ({ cooperativeId, buyerId }) => cooperativeId === pair.cooperativeId && buyerId === pair.buyerId,
  );
  if (met) obstacles.push(inTheWay(day, met, 'met', pair.cooperativeId));
  const [one, other] = [pair.cooperativeId, pair.buyerId].map((id) => day.participants.get(id));
  for (const party of [one, other]) {
    if (party?.maxMeetings === undefined) continue;
    const { organizationId, name, maxMeetings } = party;
    const has = others.filter(
      ({ cooperativeId, buyerId }) => cooperativeId === organizationId || buyerId === organizationId,
    ).length;
    if (has < maxMeetings) continue;
    const detail = {
      id: `${name} membatasi diri pada ${maxMeetings} pertemuan.`,
      en: `${name} meets at most ${maxMeetings} times.`,
    };
    obstacles.push({ kind: 'limit', detail, organizationId });
  }
  const isRefused =
    one?.refuses?.includes(pair.buyerId) === true || other?.refuses?.includes(pair.cooperativeId) === true;
  if (isRefused) {
    const detail = {
      id: 'Salah satu pihak menolak bertemu dengan yang lain.',
      en: 'One of them refuses to meet the other.',
    };
    obstacles.push({ kind: 'refused', detail });
  }
  return obstacles;
}

/** Refuses (409) when anything stands in the way, naming all of it; `at` says which member of the body each is about. */
export function refuseFor(obstacles: readonly Obstacle[], at: (obstacle: Obstacle) => string): void {
  if (obstacles.length === 0) return;
  throw new Refusal(
    'conflict',
    obstacles.map(({ detail }) => detail.en).join(' '),
    obstacles.map((obstacle) => ({ pointer: at(obstacle), detail: obstacle.detail.en, in: 'body' as const })),
  );
}

/** Whether a meeting counts towards the one of its pair and the limits of its parties: one that was missed may be made up for. */
const counts = ({ state }: Meeting): boolean => state === 'planned' || state === 'held';

/** The other meetings that take a seat in a slot. */
function seated({ meetings }: Day, slot: number, pair: Pair): Meeting[] {
  return meetings.filter((other) => other.slot === slot && other.id !== pair.id && takesSeat(other));
}

function inTheWay(
  { participants }: Day,
  { id, slot, table, cooperativeId, buyerId }: Meeting,
  kind: 'elsewhere' | 'table-taken' | 'met',
  organizationId: string,
): Obstacle {
  const [cooperative, buyer] = [cooperativeId, buyerId].map((one) => participants.get(one)?.name ?? one);
  const detail = {
    id: `${cooperative} bertemu ${buyer} di meja ${table} pada sesi ${slot}.`,
    en: `${cooperative} meets ${buyer} at table ${table} in slot ${slot}.`,
  };
  return { kind, detail, organizationId, meetingId: id, slot };
}
