/** What came of an event: who came, which meetings were held, what was signed and expected, who met nobody and why. Pure. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { commodityByCode, commodityTree } from '../commodities/commodities.ts';
import { definedOnly } from '../patch.ts';
import type { Offer } from '../offers/offer.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { wordingSchema } from '../wording.ts';
import { eventIdSchema, eventKindSchema, eventSchema, slotTimes, type Event } from './event.ts';
import type { Meeting } from './meeting.ts';
import { whyNobody, whyNobodyReasons } from './met-nobody.ts';
import { leadsOn, type Outcome } from './outcome.ts';
import {
  isTakingPart,
  organizationIdSchema,
  sideSchema,
  type Participant,
  type Side,
} from './participant.ts';
import type { WhyUnplaced } from './schedule.ts';
import type { FollowUp } from './follow-up.ts';

const count = z.int().nonnegative();
const rupiah = count.meta({ description: 'Whole rupiah' });
const values = { signed: rupiah, estimated: rupiah };

const attendanceSchema = z
  .strictObject({
    invited: count.meta({ description: 'Who took part to the end, walk-ins counted' }),
    came: count.meta({ description: 'Checked in, or held a meeting' }),
    expected: count.meta({ description: 'Not there, and can still come: the event is not over' }),
    absent: count.meta({
      description: 'The others; no-shows are among them, and are all of them where the event was cancelled',
    }),
    noShows: count.meta({ description: 'Marked as not having come' }),
    walkIns: count,
    withdrew: count.meta({ description: 'Beforehand; they count nowhere else' }),
  })
  .meta({ id: 'EventAttendance' });

const byResult = z.strictObject({ deal: count, mou: count, lead: count, 'no-interest': count });

const metNobodySchema = z
  .strictObject({
    organizationId: organizationIdSchema,
    name: z.string(),
    side: sideSchema,
    reason: z.enum(whyNobodyReasons),
    detail: wordingSchema,
  })
  .meta({ id: 'MetNobody' });

const meetingPart = {
  meetings: z
    .strictObject({
      planned: count.meta({ description: 'Held, missed and unmarked together' }),
      held: count,
      missed: count,
      unmarked: count.meta({ description: 'Nobody said whether they took place, or they are still to come' }),
      cancelled: count,
    })
    .meta({ description: 'For business matching, as all that follows' }),
  metSomebody: z.strictObject({ cooperatives: count, buyers: count }),
  metNobody: z.array(metNobodySchema).meta({ description: 'Who held no meeting, and why' }),
  outcomes: byResult.extend({
    unrecorded: count.meta({ description: 'Held, and nobody said what came of it' }),
  }),
  values: z.strictObject(values).meta({ description: 'Signed and estimated are never added up' }),
  bySector: z.array(
    z
      .strictObject({ sector: z.string().nullable(), name: wordingSchema, outcomes: count, ...values })
      .meta({ id: 'SectorOutcomes', description: 'Of the commodity; null where the outcome has no offer' }),
  ),
  byBuyer: z.array(
    z
      .strictObject({
        buyerId: organizationIdSchema,
        name: z.string(),
        held: count,
        ...byResult.shape,
        ...values,
      })
      .meta({ id: 'BuyerOutcomes' }),
  ),
  byDirection: z.strictObject({
    sold: z.strictObject(values).meta({ description: 'By cooperatives: purchase' }),
    bought: z.strictObject(values).meta({ description: 'By cooperatives: consignment and distribution' }),
    financed: z.strictObject(values),
  }),
  partnerships: count.meta({ description: 'That outcomes opened or carried on' }),
};

export const reportSchema = z
  .strictObject({
    eventId: eventIdSchema,
    kind: eventKindSchema,
    name: z.string(),
    regionCode: regionCodeSchema,
    startsAt: z.string(),
    ...eventSchema.pick({ cancelledAt: true, cancellationReason: true }).shape,
    attendance: z.strictObject({ cooperative: attendanceSchema, buyer: attendanceSchema }),
    followUps: z.strictObject({
      open: count.meta({ description: 'Overdue ones counted' }),
      overdue: count,
      done: count,
    }),
    ...z.strictObject(meetingPart).partial().shape,
  })
  .meta({
    id: 'EventReport',
    example: {
      eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
      kind: 'socialisation',
      name: 'Sosialisasi kemitraan Tenggarong',
      regionCode: '64.02',
      startsAt: '2025-08-21T01:00:00Z',
      attendance: {
        cooperative: { invited: 237, came: 231, expected: 0, absent: 6, noShows: 0, walkIns: 0, withdrew: 0 },
        buyer: { invited: 0, came: 0, expected: 0, absent: 0, noShows: 0, walkIns: 0, withdrew: 0 },
      },
      followUps: { open: 12, overdue: 2, done: 225 },
    },
  });
export type Report = z.infer<typeof reportSchema>;
type MeetingPart = z.infer<z.ZodObject<typeof meetingPart>>;

/** All that is kept of an event. `participants`: those that withdrew too. `unplaced`: for whom the plan had no meeting, and why. */
export type Kept = {
  event: Event;
  participants: readonly Participant[];
  meetings: readonly Meeting[];
  outcomes: readonly Outcome[];
  tasks: readonly Pick<FollowUp, 'dueOn' | 'doneOn'>[];
  unplaced: readonly { organizationId: string; reason: WhyUnplaced }[];
};

/**
 * The report at a moment: until the event is over, nobody is said not to have come whom nobody marked so; by the day tasks are
 * overdue. Sums are of whole rupiah, exact. O(all that is kept).
 */
export function reportOf(kept: Kept, now: Date): Report {
  const { id, kind, name, regionCode, startsAt, cancelledAt, cancellationReason } = kept.event;
  const isOver = cancelledAt !== undefined || slotTimes(kept.event).at(-1)!.endsAt <= now.toISOString();
  return {
    eventId: id,
    kind,
    name,
    regionCode,
    startsAt,
    ...definedOnly({ cancelledAt, cancellationReason }),
    attendance: {
      cooperative: attendanceOf(kept, 'cooperative', isOver),
      buyer: attendanceOf(kept, 'buyer', isOver),
    },
    followUps: followUpsOf(kept.tasks, dayOf(now, regionCode)),
    ...(kind === 'business-matching' ? meetingPartOf(kept, isOver) : {}),
  };
}

function attendanceOf(
  { event, participants, meetings }: Kept,
  side: Side,
  isOver: boolean,
): z.infer<typeof attendanceSchema> {
  const all = participants.filter((one) => one.side === side);
  const invited = all.filter(isTakingPart);
  const met = thoseWho(meetings, 'held');
  const came = invited.filter((one) => isThere(one) || met.has(one.organizationId)).length;
  const noShows = invited.filter((one) => one.noShowAt !== undefined && !met.has(one.organizationId)).length;
  const others = invited.length - came - noShows;
  return {
    invited: invited.length,
    came,
    expected: isOver ? 0 : others,
    // Whoever had no event to come to was not away.
    absent: noShows + (isOver && event.cancelledAt === undefined ? others : 0),
    noShows,
    walkIns: invited.filter(({ walkIn }) => walkIn === true).length,
    withdrew: all.length - invited.length,
  };
}

const isThere = ({ checkedInAt, noShowAt }: Participant): boolean =>
  checkedInAt !== undefined && noShowAt === undefined;

/** Who takes part in a meeting of this state. */
function thoseWho(meetings: readonly Meeting[], state: Meeting['state']): Set<string> {
  const some = meetings.filter((meeting) => meeting.state === state);
  return new Set(some.flatMap(({ cooperativeId, buyerId }) => [cooperativeId, buyerId]));
}

function followUpsOf(tasks: Kept['tasks'], today: string): Report['followUps'] {
  const open = tasks.filter(({ doneOn }) => doneOn === undefined);
  return {
    open: open.length,
    overdue: open.filter(({ dueOn }) => dueOn < today).length,
    done: tasks.length - open.length,
  };
}

function meetingPartOf(
  { event, participants, meetings, outcomes, unplaced }: Kept,
  isOver: boolean,
): MeetingPart {
  const counted = (state: Meeting['state']) => meetings.filter((meeting) => meeting.state === state).length;
  const [held, missed, unmarked] = [counted('held'), counted('missed'), counted('planned')];
  const met = thoseWho(meetings, 'held');
  const present = participants.filter(isTakingPart);
  const meetingOf = new Map(meetings.map((meeting) => [meeting.id, meeting]));
  const recorded = outcomes.filter(({ meetingId }) => meetingOf.get(meetingId)?.state === 'held').length;
  const planned = new Map(unplaced.map(({ organizationId, reason }) => [organizationId, reason]));
  const ofParty = meetingsByParty(meetings);
  const isCancelled = event.cancelledAt !== undefined;
  const day = { isOver, isCancelled, isKept: present.some(({ checkedInAt }) => checkedInAt !== undefined) };
  return {
    meetings: { planned: held + missed + unmarked, held, missed, unmarked, cancelled: counted('cancelled') },
    metSomebody: {
      cooperatives: present.filter((one) => one.side === 'cooperative' && met.has(one.organizationId)).length,
      buyers: present.filter((one) => one.side === 'buyer' && met.has(one.organizationId)).length,
    },
    metNobody: present
      .filter(({ organizationId }) => !met.has(organizationId))
      .map((one) => ({
        organizationId: one.organizationId,
        name: one.name,
        side: one.side,
        ...whyNobody(one, ofParty.get(one.organizationId) ?? [], planned.get(one.organizationId), day),
      })),
    outcomes: { ...resultsOf(outcomes), unrecorded: held - recorded },
    values: valuesOf(outcomes),
    bySector: sectorsOf(outcomes),
    byBuyer: buyersOf(participants, meetings, outcomes),
    byDirection: directionsOf(outcomes),
    partnerships: new Set(outcomes.filter(leadsOn).flatMap(({ partnershipId }) => partnershipId ?? [])).size,
  };
}

function meetingsByParty(meetings: readonly Meeting[]): Map<string, Meeting[]> {
  const byParty = new Map<string, Meeting[]>();
  for (const meeting of meetings) {
    for (const id of [meeting.cooperativeId, meeting.buyerId]) {
      const own = byParty.get(id);
      if (own) own.push(meeting);
      else byParty.set(id, [meeting]);
    }
  }
  return byParty;
}

function resultsOf(outcomes: readonly Outcome[]): Record<Outcome['result'], number> {
  const counts = { deal: 0, mou: 0, lead: 0, 'no-interest': 0 };
  for (const { result } of outcomes) counts[result] += 1;
  return counts;
}

function valuesOf(outcomes: readonly Outcome[]): { signed: number; estimated: number } {
  return {
    signed: outcomes.reduce((sum, { valueSigned = 0 }) => sum + valueSigned, 0),
    estimated: outcomes.reduce((sum, { valueEstimated = 0 }) => sum + valueEstimated, 0),
  };
}

/** Financing has no commodity, so it is a sector of its own. */
const FINANCING = 'financing';

/** By the sector of the commodity, in the order of the commodity tree; then financing, then what has no offer. */
function sectorsOf(outcomes: readonly Outcome[]): MeetingPart['bySector'] {
  const groups = Map.groupBy(outcomes, sectorOf);
  const sectors = [
    ...commodityTree().map(({ code, name }) => ({ sector: code, name })),
    { sector: FINANCING, name: { id: 'pembiayaan', en: 'financing' } },
    { sector: null, name: { id: 'tanpa penawaran', en: 'without an offer' } },
  ];
  return sectors.flatMap(({ sector, name }) => {
    const own = groups.get(sector);
    return own ? [{ sector, name: { ...name }, outcomes: own.length, ...valuesOf(own) }] : [];
  });
}

function sectorOf({ commodity, scheme }: Outcome): string | null {
  if (scheme === 'financing') return FINANCING;
  return (commodity === undefined ? undefined : commodityByCode(commodity)?.sector) ?? null;
}

/** Every buyer that took part or has an outcome, in the order of their names. */
function buyersOf(
  participants: readonly Participant[],
  meetings: readonly Meeting[],
  outcomes: readonly Outcome[],
): MeetingPart['byBuyer'] {
  const names = new Map(participants.map(({ organizationId, name }) => [organizationId, name]));
  const took = participants.filter((one) => one.side === 'buyer' && isTakingPart(one));
  const ids = new Set([...took.map((one) => one.organizationId), ...outcomes.map((one) => one.buyerId)]);
  const held = Map.groupBy(
    meetings.filter(({ state }) => state === 'held'),
    ({ buyerId }) => buyerId,
  );
  const said = Map.groupBy(outcomes, ({ buyerId }) => buyerId);
  return [...ids]
    .map((buyerId) => {
      const own = said.get(buyerId) ?? [];
      return {
        buyerId,
        name: names.get(buyerId) ?? buyerId,
        held: held.get(buyerId)?.length ?? 0,
        ...resultsOf(own),
        ...valuesOf(own),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.buyerId < b.buyerId ? -1 : 1));
}

/** Which way the goods or the money go, seen from the cooperatives, as trade missions report it. */
const directionOf: { [scheme in Offer['scheme']]: keyof MeetingPart['byDirection'] } = {
  purchase: 'sold',
  consignment: 'bought',
  distribution: 'bought',
  financing: 'financed',
};

function directionsOf(outcomes: readonly Outcome[]): MeetingPart['byDirection'] {
  const of = (direction: keyof MeetingPart['byDirection']) =>
    valuesOf(outcomes.filter(({ scheme }) => scheme !== undefined && directionOf[scheme] === direction));
  return { sold: of('sold'), bought: of('bought'), financed: of('financed') };
}
