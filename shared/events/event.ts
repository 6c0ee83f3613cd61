/** An event: a temu bisnis (business matching), a socialisation, a coordination or a training; its shapes and the rules of its day. */
import * as z from 'zod';
import { invalid, Refusal, together, under } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { patched, unlessSame } from '../patch.ts';
import { zoneAt } from '../regions/region-code.ts';
import { regionByCode } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';

export const eventKinds = ['business-matching', 'socialisation', 'coordination', 'training'] as const;
export const eventKindSchema = z.enum(eventKinds).meta({
  id: 'EventKind',
  description: 'business-matching is a temu bisnis: parties meet one to one, on a schedule',
  example: 'business-matching',
});

export const eventIdSchema = z
  .string()
  .regex(idPattern('evt'), 'takes the id of an event, such as evt_0199…')
  .meta({ description: 'Id of an event', example: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee' });

/** Each slot is one item of the store, and a plan rewrites them all in one transaction. */
export const MOST_SLOTS = 64;
export const slotSchema = z
  .int()
  .min(1)
  .max(MOST_SLOTS)
  .meta({ description: 'Number of a slot, from 1', example: 3 });

/** A night between two days of one event is a break too. */
const LONGEST_BREAK_MINUTES = 3 * 24 * 60;

const breakSchema = z
  .strictObject({
    afterSlot: slotSchema,
    minutes: z.int().min(1).max(LONGEST_BREAK_MINUTES),
  })
  .meta({ id: 'EventBreak', example: { afterSlot: 12, minutes: 60 } });

/** An instant; kept as it was sent where that is UTC, else as the same moment in UTC. */
const instantSchema = z.iso.datetime({
  offset: true,
  error: 'takes an instant such as 2025-11-26T01:30:00Z',
});

const editable = {
  name: line(160).meta({ example: 'Temu Bisnis KDKMP Kabupaten Pasuruan' }),
  description: paragraph(4000).optional(),
  venue: line(200).meta({ example: 'Auditorium Mpu Sindok' }),
  startsAt: instantSchema.meta({
    description: 'When the first slot begins',
    example: '2025-11-26T01:30:00Z',
  }),
  slotMinutes: z.int().min(5).max(480).meta({ example: 15 }),
  slots: z.int().min(1).max(MOST_SLOTS).meta({ example: 24 }),
  breaks: z.array(breakSchema).max(MOST_SLOTS).optional(),
  tables: z
    .int()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'Tables in the hall; as many as the buyers need when left out', example: 45 }),
  coOrganizers: z
    .array(line(160))
    .max(30)
    .optional()
    .meta({
      description: 'Who stands on the invitation beside the office of the region',
      example: ['Kementerian Koperasi'],
    }),
  diminishing: z
    .array(z.number().min(0).max(1))
    .min(1)
    .max(16)
    .optional()
    .meta({
      description:
        "What a cooperative's first, second, further meeting counts in the plan, the best first; every one counts fully when left out",
      example: [1, 0.8, 0.6],
    }),
};

const example = {
  kind: 'business-matching',
  name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
  venue: 'Auditorium Mpu Sindok',
  regionCode: '35.14',
  startsAt: '2025-11-26T01:30:00Z',
  slotMinutes: 15,
  slots: 24,
  breaks: [{ afterSlot: 12, minutes: 60 }],
  tables: 45,
  coOrganizers: ['Kementerian Koperasi'],
};

export const cancellationReasonSchema = line(300).meta({
  description: 'Why it does not take place: shown to everyone who takes part',
  example: 'Gedung terendam banjir',
});

/** What an office sends to set up an event. */
export const eventInputSchema = z
  .strictObject({
    kind: eventKindSchema,
    regionCode: regionCodeSchema,
    ...editable,
    slotMinutes: editable.slotMinutes
      .optional()
      .meta({ description: 'Needed for business matching; 120 for the other kinds when left out' }),
    slots: editable.slots
      .optional()
      .meta({ description: 'Needed for business matching; 1 for the other kinds when left out' }),
  })
  .meta({ id: 'EventInput', example });
export type EventInput = z.infer<typeof eventInputSchema>;

/** A change: what is left out stays, `null` removes. Kind and region are for life. */
export const eventChangeSchema = z
  .strictObject({
    name: editable.name.optional(),
    description: editable.description.nullable(),
    venue: editable.venue.optional(),
    startsAt: editable.startsAt.optional(),
    slotMinutes: editable.slotMinutes.optional(),
    slots: editable.slots.optional(),
    breaks: editable.breaks.nullable(),
    tables: editable.tables.nullable(),
    coOrganizers: editable.coOrganizers.nullable(),
    diminishing: editable.diminishing.nullable(),
  })
  .meta({ id: 'EventChange', example: { venue: 'Pendopo Nyawiji Ngesti Wenganing Gusti' } });
export type EventChange = z.infer<typeof eventChangeSchema>;

export const eventSchema = z
  .strictObject({
    id: eventIdSchema,
    kind: eventKindSchema,
    regionCode: regionCodeSchema,
    regionName: z.string().meta({ example: 'Kabupaten Pasuruan, Jawa Timur' }),
    timeZone: z.string().meta({ description: 'WIB, WITA or WIT, as an IANA name', example: 'Asia/Jakarta' }),
    ...editable,
    endsAt: z.iso.datetime().meta({ description: 'When the last slot ends' }),
    sequence: z
      .int()
      .min(0)
      .meta({ description: 'Counts what calendars must follow: other times, another venue, cancelled' }),
    plannedAt: z.iso.datetime().optional().meta({ description: 'When its meetings were last planned' }),
    publishedAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'Since when each party sees its own meetings' }),
    cancelledAt: z.iso.datetime().optional().meta({ description: 'When it was called off; for good' }),
    cancellationReason: cancellationReasonSchema.optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Event',
    example: {
      id: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      ...example,
      regionName: 'Kabupaten Pasuruan, Jawa Timur',
      timeZone: 'Asia/Jakarta',
      endsAt: '2025-11-26T08:30:00.000Z',
      sequence: 0,
      createdAt: '2025-11-02T03:00:00.000Z',
      updatedAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type EventView = z.infer<typeof eventSchema>;

/** The tables of each buyer in the hall, given with the first plan and kept over every further one. */
export type Seating = Readonly<Record<string, readonly number[]>>;

/** An event as it is stored: with its seating, which every plan and every desk needs. */
export type Event = Omit<EventView, 'regionName' | 'timeZone' | 'endsAt'> & { seating?: Seating };

/** What a training or a meeting of offices lasts where nobody said (ours). */
const OTHER_KINDS = { slotMinutes: 120, slots: 1 };

/** A new event. Refuses an unknown region, a business matching without its slots, and breaks that cannot be. */
export function setUpEvent(id: string, input: EventInput, at: string): Event {
  if (!regionByCode(input.regionCode)) {
    throw invalid(['regionCode'], 'is not a region code in force; look it up under /v1/regions');
  }
  const { slotMinutes, slots } = input.kind === 'business-matching' ? input : { ...OTHER_KINDS, ...input };
  if (slotMinutes === undefined || slots === undefined) {
    const missing = slots === undefined ? 'slots' : 'slotMinutes';
    throw invalid([missing], 'is needed for business matching');
  }
  return checked({
    id,
    ...input,
    startsAt: inUtc(input.startsAt),
    slotMinutes,
    slots,
    sequence: 0,
    createdAt: at,
    updatedAt: at,
  });
}

/**
 * The event after a change; the very same when nothing changes. A change of times or venue raises `sequence` where calendars may show
 * it, so that they follow: once published, and of the other kinds, which are never published, at once.
 * That no meeting is cut off by fewer slots is for {@link ensureSlotsKeepMeetings}.
 */
export function changeEvent(before: Event, change: EventChange, at: string): Event {
  const startsAt = change.startsAt === undefined ? before.startsAt : inUtc(change.startsAt);
  const after = checked(
    patched(before, { ...change, startsAt }, { updatedAt: at }),
    change.breaks === undefined,
  );
  const shown = ({ venue, startsAt, slotMinutes, slots, breaks }: Event) =>
    JSON.stringify([venue, startsAt, slotMinutes, slots, breaks ?? []]);
  const isInCalendars = before.publishedAt !== undefined || before.kind !== 'business-matching';
  return isInCalendars && shown(before) !== shown(after)
    ? { ...after, sequence: before.sequence + 1 }
    : unlessSame(before, after);
}

/** Refuses (409) to take away slots that still hold a meeting. `lastHeld` is the last slot with one, 0 when there is none. */
export function ensureSlotsKeepMeetings(slots: number, lastHeld: number): void {
  if (slots >= lastHeld) return;
  const detail = `still has meetings in slot ${lastHeld}: move or cancel them first, or plan anew with absences`;
  throw new Refusal('conflict', `The event ${detail}.`, [{ pointer: '#/slots', detail, in: 'body' }]);
}

/** Refuses (409) a change that has `moved` a slot in which a meeting was `held`: what happened stays when it was. */
export function ensureHeldStayWhen(
  before: Event,
  after: Event,
  moved: ReadonlySet<number>,
  held: readonly number[],
): void {
  const slot = held.find((one) => moved.has(one));
  if (slot === undefined) return;
  const fields = ['startsAt', 'slotMinutes', 'breaks'] as const;
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const detail = `gives slot ${slot} another time, in which a meeting was held: a break after it moves those to come, and another day is another event`;
  throw new Refusal(
    'conflict',
    `The change ${detail}.`,
    changed.map((field) => ({ pointer: `#/${field}`, detail, in: 'body' })),
  );
}

/** `keepsBreaks`: whoever changes the event sent none, so that a fault of theirs is one of the slots that were sent. */
function checked(event: Event, keepsBreaks = false): Event {
  const { slots, breaks = [], diminishing = [] } = event;
  together(
    () => {
      const last = Math.max(0, ...breaks.map(({ afterSlot }) => afterSlot));
      if (keepsBreaks && last >= slots) {
        throw invalid(
          ['slots'],
          `must be more than ${last}: a break comes after slot ${last}; send breaks too`,
        );
      }
      if (keepsBreaks) return;
      for (const [at, { afterSlot }] of breaks.entries()) {
        under(['breaks', at], () => {
          if (afterSlot >= slots) throw invalid(['afterSlot'], `must come before the last slot, ${slots}`);
          if (breaks.findIndex((one) => one.afterSlot === afterSlot) < at) {
            throw invalid(['afterSlot'], 'has a break already');
          }
        });
      }
    },
    () => {
      const rise = diminishing.findIndex((worth, at) => at > 0 && worth > diminishing[at - 1]!);
      if (rise > 0) throw invalid(['diminishing', rise], 'is more than the meeting before it counts');
    },
  );
  return event;
}

const inUtc = (instant: string): string =>
  instant.endsWith('Z') ? instant : new Date(instant).toISOString();

/** A slot with its moments. */
export type SlotTime = { slot: number; startsAt: string; endsAt: string };

/** When each slot begins and ends, as instants, slot 1 first. O(slots × breaks). */
export function slotTimes({
  startsAt,
  slotMinutes,
  slots,
  breaks = [],
}: Pick<Event, 'startsAt' | 'slotMinutes' | 'slots' | 'breaks'>): SlotTime[] {
  const start = Date.parse(startsAt);
  return Array.from({ length: slots }, (_, at) => {
    const paused = breaks.reduce((sum, { afterSlot, minutes }) => (afterSlot <= at ? sum + minutes : sum), 0);
    const from = start + (at * slotMinutes + paused) * 60_000;
    return {
      slot: at + 1,
      startsAt: new Date(from).toISOString(),
      endsAt: new Date(from + slotMinutes * 60_000).toISOString(),
    };
  });
}

/** The event as it is shown. */
export function viewEvent(event: Event): EventView {
  const { seating: _, ...shown } = event;
  return {
    ...shown,
    regionName: regionByCode(event.regionCode)?.fullName ?? event.regionCode,
    timeZone: zoneAt(event.regionCode),
    endsAt: slotTimes(event).at(-1)!.endsAt,
  };
}

/** The slots of both that begin or end at another moment than before. O(slots × breaks). */
export function movedSlots(before: Event, after: Event): Set<number> {
  const was = slotTimes(before);
  return new Set(
    slotTimes(after).flatMap(({ slot, startsAt, endsAt }, at) =>
      was[at] === undefined || (was[at].startsAt === startsAt && was[at].endsAt === endsAt) ? [] : [slot],
    ),
  );
}
