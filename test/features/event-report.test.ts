/** The report of an event: exact sums, who met nobody and why; with the figures of the news and of a trade mission. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { buildEventDay, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { cabbage, sphp } from '../support/offers.ts';
import { anotherOffer } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';
import { setUpEvent } from '../../shared/events/event.ts';
import type { Meeting } from '../../shared/events/meeting.ts';
import type { Outcome } from '../../shared/events/outcome.ts';
import type { Participant, Side } from '../../shared/events/participant.ts';
import { reportOf, type Kept } from '../../shared/events/report.ts';

const at = '2025-10-02T01:30:00.000Z';
/** The day after. */
const after = new Date('2025-10-03T03:00:00Z');
const pasuruan = setUpEvent(
  'evt_pasuruan',
  {
    kind: 'business-matching',
    name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
    venue: 'Auditorium Mpu Sindok',
    regionCode: '35.14',
    startsAt: at,
    slotMinutes: 15,
    slots: 24,
  },
  at,
);
const party = (organizationId: string, side: Side, more: Partial<Participant> = {}): Participant => ({
  eventId: pasuruan.id,
  organizationId,
  side,
  name: organizationId.toUpperCase(),
  regionCode: '35.14',
  invitedAt: at,
  updatedAt: at,
  checkedInAt: at,
  ...more,
});
const meeting = (
  n: number,
  cooperativeId: string,
  buyerId: string,
  more: Partial<Meeting> = {},
): Meeting => ({
  id: `mtg_${n}`,
  slot: 1 + (n % 24),
  table: 1,
  cooperativeId,
  buyerId,
  score: 0.5,
  state: 'held',
  locked: false,
  answers: {},
  sequence: 0,
  revision: 1,
  changedAt: at,
  ...more,
});
const outcome = ({ id, cooperativeId, buyerId }: Meeting, more: Partial<Outcome>): Outcome => ({
  eventId: pasuruan.id,
  meetingId: id,
  cooperativeId,
  buyerId,
  result: 'lead',
  recordedBy: 'organizer',
  confirmedBy: [],
  recordedAt: at,
  ...more,
});
const kept = (more: Partial<Kept>): Kept => ({
  event: pasuruan,
  participants: [],
  meetings: [],
  outcomes: [],
  tasks: [],
  unplaced: [],
  ...more,
});
const bumn = ['buy_bulog', 'buy_pertamina', 'buy_pupuk', 'buy_idfood', 'buy_mandiri'];

describe('the report of a temu bisnis', () => {
  test('of 365 cooperatives and five BUMN at one table each: 120 met somebody, 245 found no seat', () => {
    const villages = Array.from({ length: 365 }, (_, n) => `coop_${n + 1}`);
    const meetings = Array.from({ length: 120 }, (_, n) => meeting(n, villages[n]!, bumn[n % 5]!));
    const report = reportOf(
      kept({
        participants: [
          ...villages.map((id) => party(id, 'cooperative')),
          ...bumn.map((id) => party(id, 'buyer')),
        ],
        meetings,
        unplaced: villages.slice(120).map((organizationId) => ({ organizationId, reason: 'full' as const })),
      }),
      after,
    );
    expect(report.attendance).toMatchObject({
      cooperative: { invited: 365, came: 365, absent: 0 },
      buyer: { invited: 5, came: 5 },
    });
    expect(report.meetings).toEqual({ planned: 120, held: 120, missed: 0, unmarked: 0, cancelled: 0 });
    expect(report.metSomebody).toEqual({ cooperatives: 120, buyers: 5 });
    expect(report.metNobody).toHaveLength(245);
    expect(new Set(report.metNobody!.map(({ reason }) => reason))).toEqual(new Set(['full']));
    expect(report.byBuyer!.map(({ held }) => held)).toEqual([24, 24, 24, 24, 24]);
    expect(report.outcomes).toMatchObject({ unrecorded: 120 });
  });

  test('adds up a trade mission to the rupiah, by direction: sold, bought, financed (East Java, 8 May 2025)', () => {
    // Published: Rp 1,053,146,943,500 = sold 598.953 + bought 230.099 + investment 224.094 billion; the parts here are made to fit.
    const parts = {
      purchase: 598_953_000_000,
      distribution: 230_099_849_500,
      financing: 224_094_094_000,
    } as const;
    const outcomes = (Object.keys(parts) as (keyof typeof parts)[]).map((scheme, n) =>
      outcome(meeting(n, `coop_${n}`, bumn[n]!), {
        result: 'deal',
        scheme,
        valueSigned: parts[scheme],
        valueEstimated: 1,
        ...(scheme === 'financing' ? {} : { commodity: scheme === 'purchase' ? 'shallot' : 'rice-sphp' }),
      }),
    );
    const report = reportOf(kept({ outcomes }), after);
    expect(report.values).toEqual({ signed: 1_053_146_943_500, estimated: 3 });
    expect(report.byDirection).toEqual({
      sold: { signed: 598_953_000_000, estimated: 1 },
      bought: { signed: 230_099_849_500, estimated: 1 },
      financed: { signed: 224_094_094_000, estimated: 1 },
    });
    expect(report.bySector!.map(({ sector, signed }) => [sector, signed])).toEqual([
      ['vegetables', 598_953_000_000],
      ['staples', 230_099_849_500],
      ['financing', 224_094_094_000],
    ]);
  });

  test('says of everyone who met nobody why, what they did themselves first', () => {
    const cancelled = { state: 'cancelled', cancelledBecause: 'declined' } as const;
    const why = {
      coop_noshow: party('coop_noshow', 'cooperative', { noShowAt: at }),
      coop_silent: party('coop_silent', 'cooperative', { checkedInAt: undefined }),
      coop_unwilling: party('coop_unwilling', 'cooperative'),
      coop_unwanted: party('coop_unwanted', 'cooperative'),
      coop_stoodup: party('coop_stoodup', 'cooperative'),
      coop_late: party('coop_late', 'cooperative'),
      coop_unmarked: party('coop_unmarked', 'cooperative'),
      coop_forgotten: party('coop_forgotten', 'cooperative'),
      coop_unfit: party('coop_unfit', 'cooperative'),
      coop_withdrew: party('coop_withdrew', 'cooperative', { withdrawnAt: at }),
      buy_bulog: party('buy_bulog', 'buyer'),
    };
    const meetings = [
      meeting(1, 'coop_noshow', 'buy_bulog', { state: 'cancelled', cancelledBecause: 'no-show' }),
      meeting(2, 'coop_unwilling', 'buy_bulog', { ...cancelled, answers: { cooperative: 'declined' } }),
      meeting(3, 'coop_unwanted', 'buy_bulog', { ...cancelled, answers: { buyer: 'declined' } }),
      meeting(4, 'coop_stoodup', 'buy_pupuk', { state: 'cancelled', cancelledBecause: 'no-show' }),
      meeting(5, 'coop_late', 'buy_bulog', { state: 'missed' }),
      meeting(6, 'coop_unmarked', 'buy_bulog', { state: 'planned' }),
      meeting(7, 'coop_met', 'buy_bulog'),
    ];
    const {
      metNobody,
      meetings: counts,
      attendance,
    } = reportOf(
      kept({
        participants: [...Object.values(why), party('coop_met', 'cooperative')],
        meetings,
        unplaced: [{ organizationId: 'coop_unfit', reason: 'no-score' }],
      }),
      after,
    );
    expect(
      Object.fromEntries(metNobody!.map(({ organizationId, reason }) => [organizationId, reason])),
    ).toEqual({
      coop_noshow: 'no-show',
      coop_silent: 'not-checked-in',
      coop_unwilling: 'declined',
      coop_unwanted: 'declined-by-other',
      coop_stoodup: 'other-did-not-come',
      coop_late: 'missed',
      coop_unmarked: 'unmarked',
      coop_forgotten: 'not-planned',
      coop_unfit: 'no-score',
    });
    expect(counts).toEqual({ planned: 3, held: 1, missed: 1, unmarked: 1, cancelled: 4 });
    expect(attendance.cooperative).toMatchObject({
      invited: 10,
      came: 8,
      absent: 2,
      noShows: 1,
      withdrew: 1,
    });
  });

  test('says of nobody that it never checked in where nobody was checked in at all', () => {
    const silent = party('coop_1', 'cooperative', { checkedInAt: undefined });
    const { metNobody } = reportOf(kept({ participants: [silent] }), after);
    expect(metNobody).toMatchObject([{ reason: 'not-planned' }]);
  });

  test('of a training has attendance and follow-ups alone: open, overdue and done', () => {
    const report = reportOf(
      kept({
        event: { ...pasuruan, kind: 'training' },
        participants: [
          party('coop_1', 'cooperative'),
          party('coop_2', 'cooperative', { checkedInAt: undefined }),
        ],
        tasks: [
          { dueOn: '2025-10-02' },
          { dueOn: '2025-10-03' },
          { dueOn: '2025-10-01', doneOn: '2025-10-04' },
        ],
      }),
      after,
    );
    expect(report.followUps).toEqual({ open: 2, overdue: 1, done: 1 });
    expect(report.attendance.cooperative).toMatchObject({ invited: 2, came: 1, absent: 1 });
    expect(Object.keys(report)).not.toContain('meetings');
  });

  test('holds together whatever came of it: every part adds up to the whole', () => {
    const value = fc.option(fc.integer({ min: 0, max: 1e12 }), { nil: undefined });
    const made = fc.array(
      fc.record({
        cooperative: fc.integer({ min: 1, max: 30 }),
        buyer: fc.constantFrom(...bumn),
        state: fc.constantFrom('planned' as const, 'held' as const, 'missed' as const, 'cancelled' as const),
        result: fc.constantFrom('deal' as const, 'mou' as const, 'lead' as const, 'no-interest' as const),
        scheme: fc.constantFrom('purchase' as const, 'consignment' as const, 'financing' as const),
        commodity: fc.constantFrom(undefined, 'potato', 'milk-fresh', 'compost', 'batik'),
        valueSigned: value,
        valueEstimated: value,
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(made, (all) => {
        const meetings = all.map(({ cooperative, buyer, state }, n) =>
          meeting(n, `coop_${cooperative}`, buyer, { state }),
        );
        const outcomes = all.flatMap(
          ({ state, result, scheme, commodity, valueSigned, valueEstimated }, n) => {
            const said = { result, scheme, commodity, valueSigned, valueEstimated };
            return state === 'held' ? [outcome(meetings[n]!, said)] : [];
          },
        );
        const villages = Array.from({ length: 30 }, (_, n) => party(`coop_${n + 1}`, 'cooperative'));
        const participants = [...villages, ...bumn.map((id) => party(id, 'buyer'))];
        const report = reportOf(kept({ participants, meetings, outcomes }), after);
        const sum = (parts: readonly { signed: number; estimated: number }[], of: 'signed' | 'estimated') =>
          parts.reduce((total, part) => total + BigInt(part[of]), 0n);
        for (const of of ['signed', 'estimated'] as const) {
          const field = of === 'signed' ? 'valueSigned' : 'valueEstimated';
          const whole = outcomes.reduce((total, one) => total + BigInt(one[field] ?? 0), 0n);
          expect(BigInt(report.values![of])).toBe(whole);
          for (const parts of [report.bySector!, report.byBuyer!, Object.values(report.byDirection!)]) {
            expect(sum(parts, of)).toBe(whole);
          }
        }
        const { deal, mou, lead, 'no-interest': none, unrecorded } = report.outcomes!;
        expect([deal + mou + lead + none, unrecorded]).toEqual([report.meetings!.held, 0]);
        const met = report.metSomebody!.cooperatives + report.metSomebody!.buyers;
        expect(met + report.metNobody!.length).toBe(participants.length);
      }),
    );
  });
});

onEveryStore('the report over HTTP', (open) => {
  let api: TestApi;
  let day: EventDay;
  let now: Date;
  beforeEach(async () => {
    now = minutesIn(-60);
    api = await openApi(open, () => now);
    day = await buildEventDay(api);
  });
  afterEach(() => api.close());

  test('is for the office of the event, and changes with the day', async () => {
    const rice = await anotherOffer(api, day.bulog, { ...sphp, partnersWanted: undefined });
    const greens = await anotherOffer(api, day.bulog, { ...cabbage, deliverTo: '35.14' });
    const first = await day.met(day.wonokerto, day.bulog, 1);
    const second = await day.met(day.gerongan, day.bulog, 2);
    now = minutesIn(60);
    const record = (id: string, body: object) => api.post(`${day.path}/meetings/${id}/outcome`, body, office);
    await record(first, { result: 'deal', offerId: rice, valueSigned: 226_000_000 });
    const followUp = { title: 'Kirim contoh', dueOn: '2027-03-02' };
    await record(second, { result: 'lead', offerId: greens, valueEstimated: 54_000_000, followUp });
    now = minutesIn(25 * 60);
    const { status, body } = await api.get(`${day.path}/report`, office);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'business-matching',
      meetings: { planned: 2, held: 2 },
      outcomes: { deal: 1, mou: 0, lead: 1, 'no-interest': 0, unrecorded: 0 },
      values: { signed: 226_000_000, estimated: 54_000_000 },
      bySector: [
        { sector: 'vegetables', outcomes: 1, signed: 0, estimated: 54_000_000 },
        { sector: 'staples', outcomes: 1, signed: 226_000_000, estimated: 0 },
      ],
      byBuyer: [
        { buyerId: day.pupuk, held: 0 },
        { buyerId: day.bulog, held: 2, deal: 1, lead: 1 },
      ],
      partnerships: 2,
      followUps: { open: 1, overdue: 1, done: 0 },
      metSomebody: { cooperatives: 2, buyers: 1 },
    });
    const none = body.metNobody.map(({ organizationId }: { organizationId: string }) => organizationId);
    expect(none.sort()).toEqual([day.ngempit, day.pupuk].sort());
    for (const as of [officerOf(day.wonokerto), buyerOf(day.bulog)]) {
      expect((await api.get(`${day.path}/report`, as)).status).toBe(403);
    }
    expect((await api.get(`${day.path}/report`, organizerOf('64'))).status).toBe(404);
  });

  test('says of nobody to be absent, or to have missed a meeting, who can still come', async () => {
    await day.met(day.wonokerto, day.bulog, 1);
    await api.post(`${day.path}/participants/${day.bulog}/check-in`, undefined, office);
    await api.post(`${day.path}/participants/${day.ngempit}/no-show`, undefined, office);
    const seen = async (minutes: number) => {
      now = minutesIn(minutes);
      const { attendance, metNobody } = (await api.get(`${day.path}/report`, office)).body;
      const { expected, absent, noShows } = attendance.cooperative;
      const why = (id: string) =>
        metNobody.find(({ organizationId }: { organizationId: string }) => organizationId === id).reason;
      return [expected, absent, noShows, why(day.wonokerto), why(day.gerongan), why(day.ngempit)];
    };
    const before = [2, 1, 1, 'ahead', 'not-planned', 'no-show'];
    expect(await seen(-60)).toEqual(before);
    // Eight slots of a quarter of an hour.
    expect(await seen(119)).toEqual(before);
    expect(await seen(120)).toEqual([0, 3, 1, 'not-checked-in', 'not-checked-in', 'no-show']);
  });

  test('is a spreadsheet too, whose cells begin no formula', async () => {
    const name = '=HYPERLINK("http://x.example")';
    await api.patch(day.path, { name }, office);
    const csv = await api.get(`${day.path}/report.csv?separator=semicolon`, office);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="laporan-[a-z0-9-]+\.csv"$/,
    );
    const lines = csv.text.split('\r\n');
    expect(lines[0]).toContain('"bagian (section)";"kode (code)"');
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://x.example"")"`);
    expect(lines).toContain(
      '"kehadiran (attendance)";"cooperative";"koperasi (cooperatives)";"diundang (invited)";3;',
    );
    const nobody = lines.filter((line) => line.startsWith('"tidak bertemu siapa pun'));
    expect(nobody).toHaveLength(5);
  });
});
