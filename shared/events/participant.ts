/** Who takes part in an event, on which side, with what limits, wishes and private refusals; and what each viewer may see of it. */
import * as z from 'zod';
import type { Buyer } from '../buyers/buyer.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { invalid, together } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { distinct } from '../offers/requirements.ts';
import { patched, unlessSame } from '../patch.ts';
import { eventIdSchema, MOST_SLOTS, slotSchema, type Event } from './event.ts';

export const sides = ['cooperative', 'buyer'] as const;
export const sideSchema = z.enum(sides).meta({
  id: 'Side',
  description: 'buyer: sits at its tables with its offers. cooperative: goes from table to table',
  example: 'cooperative',
});
export type Side = z.infer<typeof sideSchema>;

export const organizationIdSchema = z
  .string()
  .regex(idPattern('coop', 'buy'), 'takes the id of a cooperative or of a buyer')
  .meta({ description: 'Id of a cooperative or of a buyer', example: 'coop_35-14-09-2019' });

const partners = distinct(organizationIdSchema, 400);

/** What a party may say of itself. */
const own = {
  maxMeetings: z
    .int()
    .min(1)
    .max(64 * 20)
    .optional()
    .meta({ description: 'At most so many meetings; as many as fit when left out', example: 4 }),
  unavailableSlots: distinct(slotSchema, MOST_SLOTS)
    .optional()
    .meta({ description: 'Slots in which it cannot meet', example: [1, 2] }),
  wants: partners.optional().meta({ description: 'Whom it would like to meet: raises their score' }),
  refuses: partners.optional().meta({
    description: 'Whom it will not meet, ever; shown to itself and to the organizer only',
  }),
};

const tables = z
  .int()
  .min(1)
  .max(20)
  .optional()
  .meta({ description: 'How many tables a buyer sits at, one meeting each; 1 when left out', example: 2 });

/** What an office sends to enter a participant. `side` follows from the id when left out. */
export const participantInputSchema = z
  .strictObject({ organizationId: organizationIdSchema, side: sideSchema.optional(), tables, ...own })
  .meta({
    id: 'ParticipantInput',
    example: { organizationId: 'buy_bulog', side: 'buyer', tables: 2, unavailableSlots: [1] },
  });
export type ParticipantInput = z.infer<typeof participantInputSchema>;

/** A change: what is left out stays, `null` removes. A party says it of itself; only the office gives tables. */
export const participantChangeSchema = z
  .strictObject({
    tables: tables.nullable(),
    maxMeetings: own.maxMeetings.nullable(),
    unavailableSlots: own.unavailableSlots.nullable(),
    wants: own.wants.nullable(),
    refuses: own.refuses.nullable(),
  })
  .meta({ id: 'ParticipantChange', example: { wants: ['buy_bulog'], unavailableSlots: [1, 2] } });
export type ParticipantChange = z.infer<typeof participantChangeSchema>;

export const participantSchema = z
  .strictObject({
    eventId: eventIdSchema,
    organizationId: organizationIdSchema,
    side: sideSchema,
    name: z.string().meta({ description: 'As it was when entered', example: 'KDMP Wonokerto' }),
    regionCode: z.string().meta({ example: '35.14.09.2019' }),
    tables,
    ...own,
    tableNumbers: z
      .array(z.int().min(1))
      .optional()
      .meta({ description: 'Its tables in the hall, kept over every replan', example: [3, 4] }),
    walkIn: z.boolean().optional().meta({ description: 'Came without an invitation' }),
    checkedInAt: z.iso.datetime().optional(),
    noShowAt: z.iso.datetime().optional(),
    arrivesForSlot: slotSchema.optional().meta({ description: 'Said to come late: meets nobody before' }),
    invitedAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Participant',
    description: 'Co-participants see organization, side, name, place and tables in the hall only',
    example: {
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      organizationId: 'coop_35-14-09-2019',
      side: 'cooperative',
      name: 'KDMP Wonokerto',
      regionCode: '35.14.09.2019',
      wants: ['buy_bulog'],
      invitedAt: '2025-11-02T03:00:00.000Z',
      updatedAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type ParticipantView = z.infer<typeof participantSchema>;

/** As it is stored; its tables in the hall stand in the event's seating. One that withdrew (`withdrawnAt`) is kept for the calendars of its cancelled meetings; it takes no part. */
export type Participant = Omit<ParticipantView, 'tableNumbers'> & { withdrawnAt?: string | undefined };

/** Whether a participant still takes part. */
export const isTakingPart = ({ withdrawnAt }: Participant): boolean => withdrawnAt === undefined;

/** An organization as far as an invitation needs to know it. */
export type Invited = Pick<Buyer | Cooperative, 'id' | 'name' | 'regionCode' | 'verification'>;

/** Whether everyone signed in may know of an organization: a cooperative until it is rejected, a buyer once it is verified. */
export function isPublic({ id, verification: { status } }: Pick<Invited, 'id' | 'verification'>): boolean {
  return id.startsWith('coop_') ? status !== 'rejected' : status === 'verified';
}

/** A new participant. Refuses what {@link changeParticipant} refuses, and a buyer on the cooperatives' side. */
export function inviteParticipant(
  event: Pick<Event, 'id' | 'slots'>,
  { organizationId, side, ...said }: ParticipantInput,
  { name, regionCode }: Invited,
  at: string,
): Participant {
  const ownSide = sideOf(organizationId);
  if (side === 'cooperative' && ownSide === 'buyer') {
    throw invalid(['side'], 'a buyer takes the side of the buyers');
  }
  const participant = {
    eventId: event.id,
    organizationId,
    side: side ?? ownSide,
    name,
    regionCode,
    ...said,
    invitedAt: at,
    updatedAt: at,
  };
  return checked(event, participant);
}

/** A cooperative that posts offers may sit on the buyers' side, if the office says so. */
const sideOf = (organizationId: string): Side =>
  organizationId.startsWith('coop_') ? 'cooperative' : 'buyer';

/**
 * The participant after a change; the very same when nothing changes. Refuses slots that the event has not, tables of a cooperative, and
 * contradictions.
 */
export function changeParticipant(
  event: Pick<Event, 'slots'>,
  before: Participant,
  change: ParticipantChange,
  at: string,
): Participant {
  return unlessSame(before, checked(event, patched(before, change, { updatedAt: at })));
}

/** The participant at the desk. The first check-in counts; whoever was missed and came after all is no no-show any more. */
export function checkInParticipant(before: Participant, at: string): Participant {
  if (before.checkedInAt !== undefined && before.noShowAt === undefined) return before;
  const { noShowAt: _, ...rest } = before;
  return { ...rest, checkedInAt: before.checkedInAt ?? at, updatedAt: at };
}

function checked({ slots }: Pick<Event, 'slots'>, participant: Participant): Participant {
  const { organizationId, side, tables, unavailableSlots = [], wants = [], refuses = [] } = participant;
  together(
    () => {
      if (side === 'cooperative' && tables !== undefined) throw invalid(['tables'], 'are for buyers only');
    },
    () => {
      const beyond = unavailableSlots.findIndex((slot) => slot > slots);
      if (beyond >= 0) throw invalid(['unavailableSlots', beyond], `is beyond the last slot, ${slots}`);
    },
    () => refuseItself(organizationId, 'wants', wants),
    () => refuseItself(organizationId, 'refuses', refuses),
    () => {
      const both = wants.findIndex((id) => refuses.includes(id));
      if (both >= 0) throw invalid(['wants', both], 'is among those it refuses');
    },
  );
  return participant;
}

function refuseItself(organizationId: string, field: 'wants' | 'refuses', ids: readonly string[]): void {
  const itself = ids.indexOf(organizationId);
  if (itself >= 0) throw invalid([field, itself], 'is the participant itself');
}

/** What a viewer sees: everything for the party itself and the organizer, who comes and where they sit for the others. */
export function viewParticipant(
  stored: Participant,
  { seating = {} }: Pick<Event, 'seating'>,
  isPrivy: boolean,
): ParticipantView {
  const { withdrawnAt: _, ...all } = stored;
  const { eventId, organizationId, side, name, regionCode, invitedAt } = all;
  const shown = isPrivy
    ? all
    : { eventId, organizationId, side, name, regionCode, invitedAt, updatedAt: invitedAt };
  const tableNumbers = seating[organizationId];
  return tableNumbers === undefined ? shown : { ...shown, tableNumbers: [...tableNumbers] };
}
