/** What an event can hold, in numbers and in sentences, before anything is planned. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capacityOf } from '../../shared/events/capacity.ts';
import { setUpEvent, type Event } from '../../shared/events/event.ts';
import type { Participant } from '../../shared/events/participant.ts';
import { pinnedBefore, planInput } from '../../shared/events/plan-input.ts';
import { planEvent } from '../../shared/planning/plan-event.ts';
import { officerOf, openApi, organizerOf } from '../support/api.ts';
import { openHall } from '../support/halls.ts';
import { onEveryStore } from '../support/tables.ts';
import { eventOf } from '../support/world-things.ts';

const at = '2027-03-01T00:00:00.000Z';
const nothingKnown = { best: new Map(), offering: new Set<string>() };

const event = (fields: Partial<Event> = {}): Event => ({
  ...setUpEvent('evt_s2', { ...eventOf('35.14'), kind: 'business-matching', slots: 24, breaks: [] }, at),
  ...fields,
});
const party = (organizationId: string, fields: Partial<Participant> = {}): Participant => ({
  eventId: 'evt_s2',
  organizationId,
  side: organizationId.startsWith('buy_') ? 'buyer' : 'cooperative',
  name: organizationId,
  regionCode: '35.14',
  invitedAt: at,
  updatedAt: at,
  ...fields,
});
const parties = (cooperatives: number, buyers: number): Participant[] => [
  ...Array.from({ length: cooperatives }, (_, n) => party(`coop_${n}`)),
  ...Array.from({ length: buyers }, (_, n) => party(`buy_${n}`)),
];
/** As the operation does it: the planner says how many can have a first meeting. */
function capacity(of: Event, participants: Participant[]) {
  const hall = {
    event: of,
    participants,
    meetings: [],
    fits: nothingKnown,
    partnered: new Set<string>(),
  };
  const { firstMeetings } = planEvent(
    planInput(hall, { openFrom: 1, keeps: false, isPinned: pinnedBefore(1) }).input,
  );
  return capacityOf(of, participants, nothingKnown, firstMeetings);
}
const english = ({ statements }: ReturnType<typeof capacity>) => statements.map(({ en }) => en);

describe('the capacity', () => {
  test('of the temu bisnis of Pasuruan: five state companies against 365 cooperatives', () => {
    const found = capacity(event(), parties(365, 5));
    expect(found).toMatchObject({
      meetingsPossible: 120,
      firstMeetings: 120,
      withoutMeeting: 245,
      extraTables: 11,
      extraSlots: 49,
    });
    expect(english(found).slice(0, 3)).toEqual([
      '5 buyers at one table with 24 slots give 120 meetings for 365 cooperatives.',
      'At least 245 cooperatives would meet nobody.',
      'For every cooperative to meet somebody: 16 tables, or a second event.',
    ]);
    expect(found.statements[0]!.id).toBe(
      '5 pembeli di satu meja dengan 24 slot menghasilkan 120 pertemuan untuk 365 koperasi.',
    );
  });

  test('mended as it says leaves nobody out', () => {
    const all = parties(365, 5).map((each) =>
      each.side === 'buyer' ? { ...each, tables: each.organizationId === 'buy_0' ? 4 : 3 } : each,
    );
    const found = capacity(event(), all);
    expect([found.tables, found.withoutMeeting, found.extraTables]).toEqual([16, 0, 0]);
    const longer = capacity(event({ slots: 40 }), parties(80, 2));
    expect([longer.withoutMeeting, longer.extraSlots]).toEqual([0, 0]);
  });

  test('counts absences and limits of both sides, and says how many seats they cost', () => {
    const [first, ...others] = parties(4, 2);
    const found = capacity(event({ slots: 4 }), [
      { ...first!, unavailableSlots: [1, 2, 3, 4] },
      ...others.slice(0, -2),
      party('buy_0', { unavailableSlots: [1, 2] }),
      party('buy_1', { maxMeetings: 1 }),
    ]);
    expect(found).toMatchObject({ meetingsPossible: 3, firstMeetings: 3, withoutMeeting: 1, extraTables: 0 });
    expect(english(found).slice(0, 3)).toEqual([
      '2 buyers at one table with 4 slots, less 5 for absences and limits, give 3 meetings for 4 cooperatives.',
      'At least 1 cooperative would meet nobody.',
      'There are seats enough: absences, limits or refusals stand in the way.',
    ]);
  });

  test('says when the hall has fewer tables than its buyers need', () => {
    const found = capacity(event({ tables: 3 }), parties(10, 5));
    expect([found.tables, english(found)[1]]).toEqual([3, 'The buyers need 5 tables, the hall has 3.']);
  });

  test('of an empty hall is nothing, without a division by nothing', () => {
    expect(capacity(event(), [])).toMatchObject({ meetingsPossible: 0, extraTables: 0, extraSlots: 0 });
    expect(capacity(event(), parties(3, 0))).toMatchObject({ withoutMeeting: 3, extraTables: 1 });
  });

  test('never promises less than the planner finds, nor more tables than are lacking', () => {
    const drawn = fc.record({
      slots: fc.integer({ min: 1, max: 6 }),
      away: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 6 })), { minLength: 8, maxLength: 8 }),
      limits: fc.array(fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), {
        minLength: 8,
        maxLength: 8,
      }),
      buyers: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(drawn, ({ slots, away, limits, buyers }) => {
        const all = parties(8 - buyers, buyers).map((each, n) => ({
          ...each,
          unavailableSlots: away[n]!.filter((slot) => slot <= slots),
          ...(limits[n] === undefined ? {} : { maxMeetings: limits[n] }),
        }));
        const found = capacity(event({ slots }), all);
        expect(found.firstMeetings).toBeLessThanOrEqual(found.meetingsPossible);
        expect(found.withoutMeeting).toBe(found.cooperatives - found.firstMeetings);
        expect(found.extraTables * slots).toBeLessThan(found.cooperatives + slots);
      }),
      { numRuns: 300 },
    );
  });
});

onEveryStore('the capacity over HTTP', (open) => {
  test('is the organizer’s to see, and names whom no offer fits', async () => {
    const api = await openApi(open);
    const hall = await openHall(api, { cooperatives: 3, buyers: 1 }, { slots: 2, breaks: [] });
    const [first] = hall.cooperatives;
    const office = organizerOf('35.79');
    const refused = `/v1/cooperatives/${first!}/credentials/nib/verification`;
    await api.post(refused, { status: 'suspended', reason: 'dibekukan' }, office);
    const { status, body, text } = await api.get(`${hall.path}/capacity`, office);
    expect(status, text).toBe(200);
    expect(body).toMatchObject({ meetingsPossible: 2, firstMeetings: 2, withoutMeeting: 1 });
    expect(body.unmatched).toMatchObject({ count: 1, cooperatives: [{ organizationId: first }] });
    expect(body.statements.at(-1).en).toBe('No open offer of these buyers fits 1 cooperative.');
    expect((await api.get(`${hall.path}/schedule`, office)).body.meetings).toEqual([]);
    expect((await api.get(`${hall.path}/capacity`, officerOf(first!))).status).toBe(403);
    expect((await api.get(`${hall.path}/capacity`, organizerOf('64'))).status).toBe(404);
    await api.close();
  });
});
