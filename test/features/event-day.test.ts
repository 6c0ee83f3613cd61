/**
 * The rules of an event's day under any order of what may happen: moves, pins, answers, marks, absences, walk-ins, plans made anew. Whatever
 * comes, nobody is in two places, and limits, absences, refusals and pins hold. What must hold is said here once more, in other words.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { cameAfterAll, late, noShow, withdrawal, type Absence } from '../../shared/events/absence.ts';
import { slotTimes, type Event } from '../../shared/events/event.ts';
import type { Meeting } from '../../shared/events/meeting.ts';
import {
  acceptMeeting,
  addMeeting,
  declineMeeting,
  lockMeeting,
  markMeeting,
  moveMeeting,
  prospectIn,
} from '../../shared/events/meeting-rules.ts';
import type { Day } from '../../shared/events/obstacles.ts';
import type { Participant } from '../../shared/events/participant.ts';
import { pinnedBefore, plannedFrom, type Hall } from '../../shared/events/plan-input.ts';
import { planHall, planOne } from '../../shared/events/replan.ts';
import { rewrittenSheets } from '../../shared/events/sheet.ts';
import { planEvent } from '../../shared/planning/plan-event.ts';

const SLOTS = 5;
const event: Event = {
  id: 'evt_pasuruan',
  kind: 'business-matching',
  regionCode: '35.14',
  name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
  venue: 'Auditorium Mpu Sindok',
  startsAt: '2027-03-02T01:30:00.000Z',
  slotMinutes: 15,
  slots: SLOTS,
  seating: { buy_bulog: [1, 2], buy_pupuk: [3], buy_mandiri: [4] },
  sequence: 0,
  publishedAt: '2027-02-20T03:00:00.000Z',
  createdAt: '2027-02-01T03:00:00.000Z',
  updatedAt: '2027-02-20T03:00:00.000Z',
};
const buyers = ['buy_bulog', 'buy_pupuk', 'buy_mandiri'];
const villages = ['coop_wonokerto', 'coop_gerongan', 'coop_ngempit', 'coop_kedawang', 'coop_semedusari'];
const guests = ['coop_tamu-1', 'coop_tamu-2'];

/** What each party said before the day; none of it changes. */
const said: Record<string, Partial<Participant>> = {
  buy_bulog: { tables: 2 },
  buy_pupuk: { unavailableSlots: [3] },
  buy_mandiri: { maxMeetings: 3 },
  coop_gerongan: { unavailableSlots: [1, 2] },
  coop_ngempit: { maxMeetings: 1 },
  coop_kedawang: { refuses: ['buy_bulog'] },
};
const partyOf = (organizationId: string): Participant => ({
  eventId: event.id,
  organizationId,
  side: organizationId.startsWith('buy') ? 'buyer' : 'cooperative',
  name: organizationId,
  regionCode: '35.14',
  invitedAt: event.createdAt,
  updatedAt: event.createdAt,
  ...said[organizationId],
});

/** The event as it stands, and the moment. */
class Standing {
  now = new Date('2027-03-02T01:00:00Z');
  meetings: Meeting[] = [];
  parties = new Map([...buyers, ...villages].map((id) => [id, partyOf(id)]));
  #ids = 0;

  get day(): Day {
    return { event, meetings: this.meetings, participants: this.parties };
  }

  get hall(): Hall {
    const fits = { best: new Map(), offering: new Set<string>() };
    return {
      event,
      participants: [...this.parties.values()],
      meetings: this.meetings,
      fits,
      partnered: new Set(),
    };
  }

  newId = (): string => {
    this.#ids += 1;
    return `mtg_${this.#ids}`;
  };

  /** Does it, unless a rule refuses: then everything stays as it is. */
  try(what: () => Meeting[]): void {
    try {
      this.write(what());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Takes changed meetings as the store does: through the sheets of their slots. */
  write(after: readonly Meeting[]): void {
    const sheets = Array.from({ length: SLOTS }, (_, at) => ({
      value: { slot: at + 1, meetings: this.meetings.filter(({ slot }) => slot === at + 1) },
      version: 1,
    }));
    const rewritten = rewrittenSheets(sheets, after);
    const slots = new Set(rewritten.map(({ slot }) => slot));
    const kept = this.meetings.filter(({ slot }) => !slots.has(slot));
    const before = new Map(this.meetings.map((meeting) => [meeting.id, meeting]));
    this.meetings = [...kept, ...rewritten.flatMap(({ meetings }) => meetings)];
    for (const meeting of this.meetings) ensureCounted(before.get(meeting.id), meeting);
    expect(this.meetings.length).toBeGreaterThanOrEqual(before.size);
  }

  absence({ participant, meetings }: Absence): void {
    this.parties.set(participant.organizationId, participant);
    this.write(meetings);
  }
}

/** Every change is counted, once; those that calendars show twice over. */
function ensureCounted(before: Meeting | undefined, after: Meeting): void {
  if (before === undefined) {
    expect(after).toMatchObject({ revision: 1, sequence: 0 });
    return;
  }
  const { revision: _, sequence: __, changedAt: ___, ...was } = before;
  const { revision, sequence, changedAt: ____, ...is } = after;
  const isSame = JSON.stringify(sorted(was)) === JSON.stringify(sorted(is));
  const isShown = was.slot !== is.slot || was.table !== is.table || was.state !== is.state;
  expect([revision, sequence]).toEqual([
    before.revision + (isSame ? 0 : 1),
    before.sequence + (isShown ? 1 : 0),
  ]);
}

const sorted = (fields: object): unknown[] => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));

/** What must hold after anything. */
function ensureSound({ meetings, parties, now }: Standing): void {
  const over = slotTimes(event).filter(({ endsAt }) => new Date(endsAt) <= now).length;
  const seated = meetings.filter(({ state }) => state !== 'cancelled');
  expectDistinct(seated.map(({ slot, table }) => `table ${table} in slot ${slot}`));
  expectDistinct(seated.map(({ slot, cooperativeId }) => `${cooperativeId} in slot ${slot}`));
  expectDistinct(meetings.map(({ cooperativeId, buyerId }) => `${cooperativeId} with ${buyerId}`));
  for (const { table, buyerId } of seated) {
    if (buyers.includes(buyerId)) expect(event.seating![buyerId]).toContain(table);
  }
  const on = meetings.filter(({ state }) => state === 'planned' || state === 'held');
  for (const { organizationId: id, maxMeetings = Infinity, refuses = [], ...party } of parties.values()) {
    const own = on.filter(({ cooperativeId, buyerId }) => cooperativeId === id || buyerId === id);
    expect(own.length, `${id} meets`).toBeLessThanOrEqual(maxMeetings);
    for (const { slot, state, cooperativeId, buyerId } of own) {
      expect(refuses.includes(cooperativeId) || refuses.includes(buyerId), 'refused').toBe(false);
      expect(party.unavailableSlots ?? [], `${id} is away`).not.toContain(slot);
      if (state !== 'planned' || slot <= over) continue;
      expect(party.noShowAt, `${id} has not come, slot ${slot}`).toBeUndefined();
      expect(party.withdrawnAt, `${id} withdrew, slot ${slot}`).toBeUndefined();
      expect(slot, `${id} comes late`).toBeGreaterThanOrEqual(party.arrivesForSlot ?? 1);
    }
  }
}

const expectDistinct = (all: string[]): void =>
  expect(all.filter((each, at) => all.indexOf(each) < at)).toEqual([]);

/** What is pinned, past, held or was declined is as it was after a plan. */
function ensurePlanLeaves(before: readonly Meeting[], after: readonly Meeting[], openFrom: number): void {
  for (const was of before) {
    const is = after.find(({ id }) => id === was.id)!;
    const isFixed = was.state === 'held' || (was.state === 'planned' && (was.locked || was.slot < openFrom));
    if (isFixed || was.cancelledBecause === 'declined') expect(is).toEqual(was);
  }
}

type Step = fc.Command<object, Standing>;
const step = (name: string, run: (standing: Standing) => void): Step => ({
  check: () => true,
  run: (_, standing) => {
    run(standing);
    ensureSound(standing);
  },
  toString: () => name,
});

const slots = fc.integer({ min: 1, max: SLOTS });
const sides = fc.constantFrom('cooperative' as const, 'buyer' as const);
const anyone = fc.constantFrom(...buyers, ...villages, ...guests);

/** A step on one of the meetings there are. */
const onMeeting = <T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  rule: (standing: Standing, meeting: Meeting, said: T) => Meeting,
) =>
  fc.tuple(fc.nat({ max: 40 }), arbitrary).map(([nth, what]) =>
    step(`${name} ${nth} ${JSON.stringify(what)}`, (standing) => {
      const meeting = standing.meetings[nth % Math.max(1, standing.meetings.length)];
      if (meeting) standing.try(() => [rule(standing, meeting, what)]);
    }),
  );

/** A step of one of those who take part. */
const ofParty = <T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  rule: (standing: Standing, party: Participant, said: T) => void,
) =>
  fc.tuple(anyone, arbitrary).map(([id, what]) =>
    step(`${name} ${id} ${JSON.stringify(what)}`, (standing) => {
      const party = standing.parties.get(id);
      if (party) rule(standing, party, what);
    }),
  );

const planning = (standing: Standing) => ({
  planEvent,
  newId: standing.newId,
  at: standing.now.toISOString(),
});

const steps: fc.Arbitrary<Step>[] = [
  fc
    .record({ slot: slots, table: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }) })
    .chain((to) =>
      onMeeting('move', fc.constant(to), ({ day, now }, meeting, wanted) => {
        // What was told to be possible is, and nothing else.
        const { obstacles } = prospectIn(day, meeting, wanted, now);
        const isFree = obstacles.length === 0 && meeting.state === 'planned' && !meeting.locked;
        let moved: Meeting | undefined;
        try {
          moved = moveMeeting(day, meeting, wanted, now);
        } finally {
          expect(moved !== undefined).toBe(isFree);
        }
        return moved;
      }),
    ),
  onMeeting('lock', fc.boolean(), ({ now }, meeting, on) => lockMeeting(meeting, on, now.toISOString())),
  onMeeting('accept', sides, ({ day, now }, meeting, side) => acceptMeeting(day, meeting, side, now)),
  onMeeting('decline', sides, ({ now }, meeting, side) =>
    declineMeeting(meeting, side, 'sudah bermitra', now.toISOString()),
  ),
  onMeeting('mark', fc.constantFrom('held', 'missed', 'planned'), ({ day, now }, meeting, state) =>
    markMeeting(day, meeting, state as 'held', now.toISOString()),
  ),
  fc
    .tuple(fc.constantFrom(...villages), fc.constantFrom(...buyers), slots)
    .map(([cooperativeId, buyerId, slot]) =>
      step(`bring ${cooperativeId} to ${buyerId} in ${slot}`, (standing) =>
        standing.try(() => [
          addMeeting(
            standing.day,
            { cooperativeId, buyerId, slot },
            { score: 0 },
            standing.newId,
            standing.now,
          ),
        ]),
      ),
    ),
  ofParty('no-show', fc.option(slots, { nil: undefined }), (standing, party, fromSlot) =>
    standing.absence(noShow(standing.day, party, fromSlot, standing.now)),
  ),
  ofParty('came after all', fc.constant(0), (standing, party) => {
    const { lost, ...after } = cameAfterAll(standing.day, party, standing.now);
    standing.absence(after);
    for (const { obstacles } of lost) expect(obstacles.length).toBeGreaterThan(0);
  }),
  ofParty('late', slots, (standing, party, slot) =>
    standing.absence(late(standing.day, party, slot, standing.now)),
  ),
  ofParty('withdraw', fc.constant(0), (standing, party) =>
    standing.absence(withdrawal(standing.day, party, standing.now)),
  ),
  fc.constantFrom(...guests).map((id) =>
    step(`walk in ${id}`, (standing) => {
      if (standing.parties.get(id)?.withdrawnAt === undefined && standing.parties.has(id)) return;
      standing.parties.set(id, { ...partyOf(id), walkIn: true });
      const before = standing.meetings;
      const openFrom = plannedFrom(event, standing.now);
      const { meetings } = planOne(standing.hall, id, openFrom, planning(standing));
      standing.write(meetings.filter((meeting) => !before.includes(meeting)));
      // Nobody else was moved.
      for (const was of before) {
        if (was.cooperativeId !== id) expect(standing.meetings).toContainEqual(was);
      }
    }),
  ),
  fc.tuple(fc.boolean(), fc.option(slots, { nil: undefined })).map(([keeps, fromSlot]) =>
    step(`plan ${keeps ? 'keeping' : 'afresh'} from ${fromSlot}`, (standing) => {
      const before = standing.meetings;
      const openFrom = Math.max(fromSlot ?? 1, plannedFrom(event, standing.now));
      const scope = { openFrom, keeps, isPinned: pinnedBefore(openFrom) };
      const { meetings, changes } = planHall(standing.hall, scope, planning(standing));
      standing.write(meetings);
      ensurePlanLeaves(before, standing.meetings, openFrom);
      if (!keeps) return;
      // Asked again, it leaves everyone where they are.
      const again = planHall(standing.hall, scope, planning(standing));
      expect(again.changes).toMatchObject({ moved: [], cancelled: [] });
      expect(again.changes.kept).toBe(changes.kept + changes.moved.length + changes.added.length);
    }),
  ),
  fc.integer({ min: -30, max: 70 }).map((minutes) =>
    step(`minute ${minutes}`, (standing) => {
      const then = new Date(Date.parse(event.startsAt) + minutes * 60_000);
      if (then > standing.now) standing.now = then;
    }),
  ),
];

test(
  'whatever happens in whatever order, nobody and nothing is booked twice and every rule holds',
  { timeout: 120_000 },
  () => {
    const runs = Number(process.env['SEQUENCES'] ?? 400);
    fc.assert(
      fc.property(fc.commands(steps, { maxCommands: 40, size: 'max' }), (commands) => {
        fc.modelRun(() => ({ model: {}, real: new Standing() }), commands);
      }),
      { numRuns: runs },
    );
  },
);

test('an absence gives back what it took, when nothing else has happened since', () => {
  fc.assert(
    fc.property(anyone, (id) => {
      const standing = new Standing();
      const scope = { openFrom: 1, keeps: false, isPinned: pinnedBefore(1) };
      standing.write(planHall(standing.hall, scope, planning(standing)).meetings);
      const party = standing.parties.get(id);
      if (!party) return;
      const before = standing.meetings;
      standing.absence(noShow(standing.day, party, undefined, standing.now));
      const { lost, ...after } = cameAfterAll(standing.day, standing.parties.get(id)!, standing.now);
      standing.absence(after);
      expect(lost).toEqual([]);
      const placeOf = ({ id: meeting, slot, table, state }: Meeting) =>
        `${slot} ${table} ${meeting} ${state}`;
      expect(new Set(standing.meetings.map(placeOf))).toEqual(new Set(before.map(placeOf)));
    }),
  );
});
