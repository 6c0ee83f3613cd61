/** The schedule of a temu bisnis: its meetings, how good the plan is, and who meets nobody and why. */
import * as z from 'zod';
import type { UnplacedReason } from '../planning/plan.ts';
import { eventIdSchema, type Event } from './event.ts';
import { meetingSchema, takesSeat, type Meeting } from './meeting.ts';
import { wordingSchema } from '../wording.ts';
import { organizationIdSchema, sideSchema, type Participant } from './participant.ts';
import { planChangesSchema } from './replan.ts';

const unplacedSchema = z
  .strictObject({
    organizationId: organizationIdSchema,
    name: z.string(),
    side: sideSchema,
    reason: wordingSchema,
  })
  .meta({
    id: 'Unplaced',
    example: {
      organizationId: 'coop_35-14-09-2019',
      name: 'KDMP Wonokerto',
      side: 'cooperative',
      reason: { id: 'Semua kursi sudah terisi', en: 'All seats went to others' },
    },
  });
export type Unplaced = z.infer<typeof unplacedSchema>;

const share = z.number().min(0);

export const scheduleSchema = z
  .strictObject({
    eventId: eventIdSchema,
    plannedAt: z.iso.datetime().optional(),
    publishedAt: z.iso.datetime().optional(),
    cancelledAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'The event was called off; `include=cancelled` shows what was planned' }),
    meetings: z
      .array(meetingSchema)
      .meta({ description: 'By slot and table; the own ones for a party, all for the organizer' }),
    objective: share.optional().meta({ description: 'The sum of scores as `diminishing` counts them' }),
    upperBound: share.optional().meta({
      description: 'No plan with as many first meetings was worth more when it was made',
    }),
    gap: share.optional().meta({ description: 'How far the objective may be below the best, as a share' }),
    firstMeetings: z.int().min(0).optional().meta({ description: 'Cooperatives that meet somebody' }),
    locked: z.int().min(0).optional().meta({ description: 'Meetings that stay when planned anew' }),
    unplaced: z.array(unplacedSchema).meta({ description: 'Who meets nobody, and why' }),
    changes: planChangesSchema.optional().meta({ description: 'What planning changed, in its answer only' }),
  })
  .meta({
    id: 'Schedule',
    description: 'How good the plan is, and who meets nobody, is shown to the organizer',
    example: {
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      plannedAt: '2025-11-20T03:00:00.000Z',
      meetings: [],
      objective: 287.4,
      upperBound: 287.4,
      gap: 0,
      firstMeetings: 365,
      locked: 0,
      unplaced: [],
    },
  });
export type Schedule = z.infer<typeof scheduleSchema>;

/** Why a party meets nobody: what the planner says, that the hall has no table left, or that it was not planned yet. */
export type WhyUnplaced = UnplacedReason | 'no-table' | 'not-planned';

/** A plan as it is kept: what cannot be told from the meetings. */
export type StoredPlan = {
  upperBound: number;
  unplaced: { organizationId: string; reason: WhyUnplaced }[];
};

/** The reasons in words, with what would mend them. */
export const unplacedReasons: Record<WhyUnplaced, Unplaced['reason']> = {
  'no-slots': { id: 'Acara belum memiliki slot', en: 'The event has no slot' },
  'no-meetings': { id: 'Batas pertemuannya nol', en: 'It takes no meetings' },
  'no-score': {
    id: 'Semua pihak yang mungkin ditemui sudah ditemui atau menolak',
    en: 'Everybody it could meet was met or has declined',
  },
  refused: {
    id: 'Tidak ada pihak yang bersedia bertemu dengannya, atau yang ingin ditemuinya',
    en: 'Everybody it could meet is refused',
  },
  absent: {
    id: 'Tidak hadir pada slot mana pun yang tersisa bersama pihak yang dapat ditemui',
    en: 'It is there in no open slot together with anybody it could meet',
  },
  full: {
    id: 'Semua meja sudah terisi: tambah meja, slot atau batas pertemuan',
    en: 'All seats went to others: add tables, slots or raise limits',
  },
  'nothing-gained': {
    id: 'Tidak ada penawaran terbuka yang cocok',
    en: 'No open offer fits',
  },
  'no-table': {
    id: 'Tidak ada meja tersisa di ruangan: tambah meja',
    en: 'The hall has no table left for it: add tables',
  },
  'not-planned': {
    id: 'Belum direncanakan sejak perubahan terakhir: susun ulang jadwal',
    en: 'Not planned since the last change: plan anew',
  },
};

/** Scores as the event counts them: each cooperative's best first, further ones by `diminishing`. O(n log n). */
export function worthOf(meetings: readonly Meeting[], diminishing: readonly number[] = [1]): number {
  let sum = 0;
  for (const own of Map.groupBy(meetings, ({ cooperativeId }) => cooperativeId).values()) {
    for (const [rank, { score }] of own.toSorted((a, b) => b.score - a.score).entries()) {
      sum += score * diminishing[Math.min(rank, diminishing.length - 1)]!;
    }
  }
  return Math.round(sum * 100_000) / 100_000;
}

/** How good the schedule stands now, and who still meets nobody: for the organizer. */
export function standing(
  event: Event,
  meetings: readonly Meeting[],
  participants: readonly Participant[],
  latest: StoredPlan | undefined,
): Pick<Schedule, 'objective' | 'upperBound' | 'gap' | 'firstMeetings' | 'locked' | 'unplaced'> {
  // Nobody waits for a seat where nothing takes place.
  const plan = event.cancelledAt === undefined ? latest : undefined;
  const waiting = event.plannedAt === undefined || event.cancelledAt !== undefined ? [] : participants;
  const seated = meetings.filter(takesSeat);
  const objective = worthOf(seated, event.diminishing);
  const upperBound = Math.max(objective, plan?.upperBound ?? 0);
  const busy = new Set(seated.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]));
  const why = new Map(plan?.unplaced.map(({ organizationId, reason }) => [organizationId, reason]));
  return {
    objective,
    upperBound,
    gap: upperBound === 0 ? 0 : (upperBound - objective) / upperBound,
    firstMeetings: new Set(seated.map(({ cooperativeId }) => cooperativeId)).size,
    locked: seated.filter(({ locked }) => locked).length,
    unplaced: waiting
      .filter(({ organizationId }) => !busy.has(organizationId))
      .map(({ organizationId, name, side }) => ({
        organizationId,
        name,
        side,
        reason: unplacedReasons[why.get(organizationId) ?? 'not-planned'],
      })),
  };
}
