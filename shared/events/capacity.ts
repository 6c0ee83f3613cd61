/** What an event can hold, told before the day: how many meetings, who would meet nobody, and what would mend it. */
import * as z from 'zod';
import { eventIdSchema, MOST_SLOTS, type Event } from './event.ts';
import { organizationIdSchema, type Participant } from './participant.ts';
import { absences, type Fits } from './plan-input.ts';
import { wordingSchema } from '../wording.ts';
import { seatBuyers } from './seating.ts';

const count = z.int().min(0);

const partySchema = z
  .strictObject({ organizationId: organizationIdSchema, name: z.string() })
  .meta({ id: 'CapacityParty', example: { organizationId: 'coop_35-14-09-2019', name: 'KDMP Wonokerto' } });

export const capacitySchema = z
  .strictObject({
    eventId: eventIdSchema,
    cooperatives: count,
    buyers: count,
    slots: count,
    tables: count.meta({ description: 'At which buyers sit: as many as they asked for and the hall has' }),
    meetingsPossible: count.meta({ description: 'At most, absences and limits of both sides counted' }),
    firstMeetings: count.meta({ description: 'Cooperatives that can meet somebody, refusals counted too' }),
    withoutMeeting: count.meta({ description: 'Cooperatives that would meet nobody, at least' }),
    extraTables: count.meta({ description: 'Tables that would give each of them a meeting' }),
    extraSlots: count.meta({ description: 'Slots that would do so, at the tables there are' }),
    unmatched: z
      .strictObject({ count, cooperatives: z.array(partySchema) })
      .meta({ description: 'Cooperatives that no open offer of these buyers fits; the first hundred named' }),
    statements: z.array(wordingSchema).meta({ description: 'The same in sentences' }),
  })
  .meta({
    id: 'Capacity',
    example: {
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      cooperatives: 365,
      buyers: 5,
      slots: 24,
      tables: 5,
      meetingsPossible: 120,
      firstMeetings: 120,
      withoutMeeting: 245,
      extraTables: 11,
      extraSlots: 49,
      unmatched: { count: 0, cooperatives: [] },
      statements: [
        {
          id: '5 pembeli di satu meja dengan 24 slot menghasilkan 120 pertemuan untuk 365 koperasi.',
          en: '5 buyers at one table with 24 slots give 120 meetings for 365 cooperatives.',
        },
      ],
    },
  });
export type Capacity = z.infer<typeof capacitySchema>;
type Wording = z.infer<typeof wordingSchema>;

const MOST_NAMED = 100;

/**
 * The arithmetic of an event. `firstMeetings` is the planner's: the most cooperatives that can meet somebody.
 * O(parties × slots).
 */
export function capacityOf(
  event: Event,
  participants: readonly Participant[],
  fits: Fits,
  firstMeetings: number,
): Capacity {
  const { slots } = event;
  const cooperatives = participants.filter(({ side }) => side === 'cooperative');
  const buyers = participants.filter(({ side }) => side === 'buyer');
  const toSeat = buyers.map(({ organizationId: id, tables = 1 }) => ({ id, tables, pinned: [] }));
  const seating = seatBuyers(toSeat, event.tables, event.seating);
  const tablesOf = ({ organizationId }: Participant) => seating[organizationId]?.length ?? 0;
  const tables = buyers.reduce((sum, buyer) => sum + tablesOf(buyer), 0);
  const wantedTables = buyers.reduce((sum, { tables: wanted = 1 }) => sum + wanted, 0);
  const openTo = (party: Participant) =>
    slots - [...absences(party, slots)].filter((slot) => slot <= slots).length;
  const within = (most: number, { maxMeetings = Infinity }: Participant) => Math.min(most, maxMeetings);
  const seats = buyers.reduce((sum, buyer) => sum + within(tablesOf(buyer) * openTo(buyer), buyer), 0);
  const takes = cooperatives.reduce((sum, one) => sum + within(Math.min(openTo(one), buyers.length), one), 0);
  const meetingsPossible = Math.min(seats, takes);
  const withoutMeeting = cooperatives.length - firstMeetings;
  // More seats help those for whom there are none, not those who are absent or refused.
  const lacking = Math.max(0, cooperatives.filter((one) => openTo(one) > 0).length - seats);
  const extraTables = Math.ceil(lacking / slots);
  const extraSlots = tables === 0 ? 0 : Math.ceil(lacking / tables);
  const unmatched = cooperatives.filter(({ organizationId }) => !fits.best.has(organizationId));
  const sums = { cooperatives: cooperatives.length, buyers: buyers.length, slots, tables };
  const facts = { ...sums, meetingsPossible, firstMeetings, withoutMeeting, extraTables, extraSlots };
  return {
    eventId: event.id,
    ...facts,
    unmatched: {
      count: unmatched.length,
      cooperatives: unmatched
        .slice(0, MOST_NAMED)
        .map(({ organizationId, name }) => ({ organizationId, name })),
    },
    statements: [
      yieldOf(facts, tables * slots - seats),
      ...hallStatement(wantedTables, tables, event.tables),
      ...withoutStatement(facts, lacking),
      ...unmatchedStatement(unmatched.length, fits.offering.size),
    ],
  };
}

type Facts = Omit<Capacity, 'eventId' | 'unmatched' | 'statements'>;

/** Seats that absences and limits take away are said, so that the product comes out. */
function yieldOf({ buyers, tables, slots, meetingsPossible, cooperatives }: Facts, lost: number): Wording {
  const each = tables === buyers ? { id: 'satu meja', en: 'one table' } : undefined;
  const at = each ?? { id: `${tables} meja`, en: `${tables} tables` };
  const less =
    lost === 0
      ? { id: '', en: '' }
      : {
          id: `, dikurangi ${lost} karena ketidakhadiran dan batas,`,
          en: `, less ${lost} for absences and limits,`,
        };
  return {
    id: `${buyers} pembeli di ${at.id} dengan ${slots} slot${less.id} menghasilkan ${meetingsPossible} pertemuan untuk ${cooperatives} koperasi.`,
    en: `${counted(buyers, 'buyer')} at ${at.en} with ${counted(slots, 'slot')}${less.en} ${buyers === 1 ? 'gives' : 'give'} ${counted(meetingsPossible, 'meeting')} for ${counted(cooperatives, 'cooperative')}.`,
  };
}

function hallStatement(wanted: number, tables: number, hall: number | undefined): Wording[] {
  if (wanted === tables) return [];
  return [
    {
      id: `Pembeli memerlukan ${wanted} meja, ruangan hanya memiliki ${hall}.`,
      en: `The buyers need ${counted(wanted, 'table')}, the hall has ${hall}.`,
    },
  ];
}

function withoutStatement(
  { withoutMeeting, tables, slots, extraTables, extraSlots }: Facts,
  lacking: number,
): Wording[] {
  if (withoutMeeting === 0) return [];
  const nobody = {
    id: `Sedikitnya ${withoutMeeting} koperasi tidak akan bertemu siapa pun.`,
    en: `At least ${counted(withoutMeeting, 'cooperative')} would meet nobody.`,
  };
  if (lacking === 0) {
    const because = {
      id: 'Kursi cukup: yang menghalangi adalah ketidakhadiran, batas atau penolakan.',
      en: 'There are seats enough: absences, limits or refusals stand in the way.',
    };
    return [nobody, because];
  }
  const total = slots + extraSlots;
  const isTooLong = tables === 0 || total > MOST_SLOTS;
  const more = {
    id: isTooLong ? ', atau acara kedua' : `, atau ${total} slot`,
    en: isTooLong ? ', or a second event' : `, or ${total} slots`,
  };
  return [
    nobody,
    {
      id: `Supaya setiap koperasi bertemu seseorang: ${tables + extraTables} meja${more.id}.`,
      en: `For every cooperative to meet somebody: ${counted(tables + extraTables, 'table')}${more.en}.`,
    },
  ];
}

function unmatchedStatement(unmatched: number, offering: number): Wording[] {
  if (unmatched === 0) return [];
  if (offering === 0) {
    return [
      {
        id: 'Belum ada pembeli yang memasang penawaran, sehingga kecocokan belum dapat dinilai.',
        en: 'No buyer has an open offer yet, so how well they fit cannot be told.',
      },
    ];
  }
  return [
    {
      id: `${unmatched} koperasi tidak memenuhi penawaran mana pun dari pembeli ini.`,
      en: `No open offer of these buyers fits ${counted(unmatched, 'cooperative')}.`,
    },
  ];
}

const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
