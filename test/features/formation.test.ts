/** Formation: in order, with the technical team, paid by whoever can pay, and never two approaches at once. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foundCooperative, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { Refusal } from '../../shared/errors.ts';
import { waitsFor } from '../../shared/formation/approaches.ts';
import { overSince, recordStep } from '../../shared/formation/record-step.ts';
import { approachSchema, formationSteps, roundOf } from '../../shared/formation/steps.ts';
import { admin, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';

const office = organizerOf('35.79');
const deliberated = { date: '2025-05-20', technicalTeamPresent: true };
const atTime = new Date('2025-12-01T03:00:00Z');

describe('the formation of a village cooperative', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(undefined, () => atTime);
  });
  afterEach(() => api.close());

  const founded = async (name: string, regionCode: string, more: object = {}): Promise<string> =>
    (await api.post('/v1/cooperatives', { name, regionCode, ...more }, admin)).body.id;
  const record = (id: string, step: string, body: object, as = office) =>
    api.put(`/v1/cooperatives/${id}/formation/${step}`, body, as);
  const pointersOf = async (...asked: Parameters<typeof record>) => {
    const { status, body } = await record(...asked);
    expect(status, JSON.stringify(body)).toBe(422);
    return body.errors.map(({ pointer }: { pointer: string }) => pointer);
  };

  test('of Bulukerto goes from its musdes to operation, and says at any time what comes next', async () => {
    const id = await founded('KDMP Bulukerto', '35.79.02.2008');
    const nextOf = async () => (await api.get(`/v1/cooperatives/${id}/formation`, officerOf(id))).body.next;
    expect(await nextOf()).toBe('deliberation');
    const musdes = await record(id, 'deliberation', {
      approach: 'new',
      ...deliberated,
      office: 'Diskumperindag Kota Batu',
      attendees: 84,
      decisions: ['Mendirikan KDMP Bulukerto'],
      minutes: 'BA-MUSDES/05/2025',
      funding: [{ source: 'village-budget', amount: 1_500_000 }],
      outcome: {
        potentials: [{ commodity: 'potato', flagship: true }],
        units: ['grocery', 'cold-storage'],
        direction: 'Sayur untuk pasar modern',
      },
    });
    expect([musdes.status, musdes.body.status, musdes.body.date]).toEqual([200, 'done', '2025-05-20']);
    const { unitDetails, units } = (await api.get(`/v1/cooperatives/${id}`, office)).body;
    expect([unitDetails, units]).toEqual([
      [
        { unit: 'grocery', state: 'planned' },
        { unit: 'cold-storage', state: 'planned' },
      ],
      undefined,
    ]);
    const city = { funding: [{ source: 'regency', amount: 2_500_000, funder: 'APBD Kota Batu' }] };
    for (const [step, date] of [
      ['foundingMeeting', '2025-05-28'],
      ['deed', '2025-06-10'],
      ['legalEntity', '2025-06-20'],
    ] as const) {
      expect(await nextOf()).toBe(step);
      expect((await record(id, step, { date, ...city })).status).toBe(200);
    }
    const { body } = await api.get(`/v1/cooperatives/${id}/formation`, office);
    expect([body.phase, body.over, body.of, body.next]).toEqual(['consolidating', 4, 10, 'npwp']);
    // A verified paper proves its step.
    for (const [type, number] of [
      ['npwp', '0000003579022008'],
      ['nib', '0003579022008'],
      ['bankAccount', undefined],
    ] as const) {
      await api.put(`/v1/cooperatives/${id}/credentials/${type}`, { number, status: 'verified' }, office);
    }
    expect(await nextOf()).toBe('microsite');
    await record(id, 'units', { date: '2025-09-01' });
    await record(id, 'operational', { date: '2025-10-28' });
    const done = (await api.get(`/v1/cooperatives/${id}/formation`, office)).body;
    expect([done.phase, done.operationalOn]).toEqual(['operational', '2025-10-28']);
    expect(done.steps.find(({ step }: { step: string }) => step === 'nib').status).toBe('proven');
  });

  test('begins with a deliberation that the technical team attends, and keeps its order', async () => {
    const id = await founded('KDMP Tlekung', '35.79.03.2004');
    expect(await pointersOf(id, 'deed', {})).toEqual(['#/status']);
    expect(await pointersOf(id, 'deliberation', { date: '2025-05-20' })).toEqual(['#/technicalTeamPresent']);
    expect(await pointersOf(id, 'deliberation', { status: 'skipped', reason: 'sudah ada' })).toEqual([
      '#/status',
    ]);
    expect(await pointersOf(id, 'deliberation', { ...deliberated, date: '2026-01-01' })).toEqual(['#/date']);
    expect((await record(id, 'deliberation', deliberated)).status).toBe(200);
    expect(await pointersOf(id, 'foundingMeeting', { date: '2025-05-01' })).toEqual(['#/date']);
    expect(await pointersOf(id, 'foundingMeeting', { attendees: 8 })).toEqual(['#/attendees']);
    const few = await record(id, 'foundingMeeting', { attendees: 8 });
    expect(few.body.detail).toContain('at least 9 founders (UU 11/2020 Pasal 86)');
    expect((await record(id, 'foundingMeeting', { attendees: 9 })).status).toBe(200);
    expect(await pointersOf(id, 'deliberation', { status: 'planned', dueOn: '2026-02-01' })).toEqual([
      '#/status',
    ]);
    expect(await pointersOf(id, 'deed', { status: 'skipped' })).toEqual(['#/reason']);
    expect(await pointersOf(id, 'deed', { status: 'planned' })).toEqual(['#/dueOn']);
    const both = { status: 'planned', date: '2025-06-10', dueOn: '2026-02-01' };
    expect(await pointersOf(id, 'deed', both)).toEqual(['#/date']);
  });

  test('of an urban village is never paid from a village budget, nor are its units', async () => {
    const id = await founded('KKMP Gayam', '35.71.01.1007');
    const kediri = organizerOf('35.71');
    const apbdes = { ...deliberated, funding: [{ source: 'regency' }, { source: 'village-budget' }] };
    expect(await pointersOf(id, 'deliberation', apbdes, kediri)).toEqual(['#/funding/1/source']);
    const unit = { unit: 'pharmacy', state: 'planned', funding: [{ source: 'village-budget' }] };
    const changed = await api.patch(`/v1/cooperatives/${id}`, { unitDetails: [unit] }, kediri);
    expect([changed.status, changed.body.errors[0].pointer]).toEqual([
      422,
      '#/unitDetails/0/funding/0/source',
    ]);
    const other = await founded('Koperasi Karyawan Kediri', '35.71', { kind: 'other' });
    expect(await pointersOf(other, 'deliberation', apbdes, kediri)).toEqual(['#/funding/1/source']);
  });

  test('has one approach at a time; a switch says why and stays in the history', async () => {
    const id = await founded('KDMP Gunungsari', '35.79.02.2002');
    await record(id, 'deliberation', { ...deliberated, approach: 'new' });
    expect(await pointersOf(id, 'deliberation', { ...deliberated, approach: 'revitalised' })).toEqual([
      '#/reason',
    ]);
    expect(await pointersOf(id, 'deliberation', { ...deliberated, approach: 'merged' })).toEqual([
      '#/mergedFrom',
    ]);
    const reason = 'Koperasi lama masih berbadan hukum';
    await record(id, 'deliberation', { ...deliberated, approach: 'revitalised', reason });
    const { body } = await api.get(`/v1/cooperatives/${id}/formation`, office);
    expect([body.approach, body.switches]).toEqual([
      'revitalised',
      [{ from: 'new', to: 'revitalised', at: atTime.toISOString(), reason }],
    ]);
    // It has its deed and its legal entity: the members' meeting is what the NIB waits for.
    expect(
      body.steps
        .filter(({ isNeeded }: { isNeeded: boolean }) => isNeeded)
        .map(({ step }: { step: string }) => step),
    ).toEqual(['deliberation', 'foundingMeeting', 'nib', 'bankAccount', 'microsite', 'units', 'operational']);
  });

  const established = async (name: string, regionCode: string): Promise<string> => {
    const id = await founded(name, regionCode);
    const funding = [{ source: 'regency', amount: 2_500_000 }];
    for (const [step, body] of [
      ['deliberation', { ...deliberated, approach: 'new', minutes: 'BA-MUSDES/05/2025' }],
      ['foundingMeeting', { date: '2025-05-28', attendees: 30 }],
      ['deed', { date: '2025-06-10', minutes: 'Akta 12/2025', funding }],
      ['legalEntity', { date: '2025-06-20', funding }],
      ['npwp', { date: '2025-06-25' }],
      ['nib', { date: '2025-07-01' }],
      ['bankAccount', { date: '2025-07-02' }],
      ['units', { date: '2025-09-01' }],
      ['operational', { date: '2025-10-01' }],
    ] as const) {
      expect((await record(id, step, body)).status).toBe(200);
    }
    return id;
  };
  const optimising = {
    approach: 'optimised',
    date: '2025-11-20',
    technicalTeamPresent: true,
    reason: 'Menambah unit gudang',
  };

  test('begins a new round with a later deliberation: its meeting and deed are open again, what it has stands', async () => {
    const id = await established('KDMP Bulukerto', '35.79.02.2008');
    const formationOf = async () => (await api.get(`/v1/cooperatives/${id}/formation`, office)).body;
    // Without a reason it would only put the first one right, and that was before what followed.
    const { reason, ...withoutReason } = optimising;
    const { approach: _, ...sameAgain } = withoutReason;
    const { date: __, ...today } = optimising;
    expect(await pointersOf(id, 'deliberation', withoutReason)).toEqual(['#/reason']);
    for (const unclear of [sameAgain, today]) {
      expect(await pointersOf(id, 'deliberation', unclear)).toEqual(['#/date']);
    }
    expect(await pointersOf(id, 'deliberation', { ...optimising, approach: 'new' })).toEqual(['#/approach']);
    const again = await record(id, 'deliberation', optimising);
    expect([again.status, again.body.round]).toEqual([200, 2]);
    const open = await formationOf();
    expect(open).toMatchObject({
      approach: 'optimised',
      round: 2,
      phase: 'operational',
      next: 'foundingMeeting',
    });
    expect(open.switches).toEqual([
      { from: 'new', to: 'optimised', at: atTime.toISOString(), reason, round: 2 },
    ]);
    const stateOf = (view: typeof open, step: string) =>
      view.steps.find((one: typeof open) => one.step === step);
    expect(stateOf(open, 'deed').status).toBe('open');
    expect(stateOf(open, 'legalEntity').record.date).toBe('2025-06-20');
    // The deed waits for the meeting of this round, and none is dated back into the first.
    expect(await pointersOf(id, 'deed', { date: '2025-11-28' })).toEqual(['#/status']);
    expect(await pointersOf(id, 'foundingMeeting', { date: '2025-11-01' })).toEqual(['#/date']);
    expect((await record(id, 'foundingMeeting', { date: '2025-11-25' })).status).toBe(200);
    expect((await record(id, 'deed', { date: '2025-11-28', minutes: 'Akta 7/2025' })).status).toBe(200);
    const done = await formationOf();
    expect(stateOf(done, 'deed').record.minutes).toBe('Akta 7/2025');
    expect(done.earlier.map(({ step, date, round }: Record<string, string>) => [step, date, round])).toEqual([
      ['deliberation', '2025-05-20', undefined],
      ['foundingMeeting', '2025-05-28', undefined],
      ['deed', '2025-06-10', undefined],
    ]);
    // The day of what was done before is put right in its place; the same approach may be gone again.
    expect((await record(id, 'bankAccount', { date: '2025-07-05' })).body.round).toBeUndefined();
    const third = { ...optimising, date: '2025-11-30', reason: 'Menambah unit logistik' };
    expect((await record(id, 'deliberation', third)).body.round).toBe(3);
    const { earlier, next } = await formationOf();
    expect([earlier.length, next]).toEqual([6, 'foundingMeeting']);
  });

  test('that had its papers before it ever deliberated is in its first round then', async () => {
    const id = await founded('Koperasi Karyawan Batu', '35.79', { kind: 'other' });
    await api.put(
      `/v1/cooperatives/${id}/credentials/legalEntity`,
      { number: 'AHU-1', status: 'verified' },
      office,
    );
    expect((await record(id, 'nib', { date: '2025-06-01' })).status).toBe(200);
    expect((await record(id, 'deliberation', optimising)).body).not.toHaveProperty('round');
    const { switches } = (await api.get(`/v1/cooperatives/${id}/formation`, office)).body;
    expect(switches).toEqual([]);
  });

  test('of two rounds counts once in the report, and what either cost is counted', async () => {
    const id = await established('KDMP Bulukerto', '35.79.02.2008');
    await established('KDMP Gunungsari', '35.79.02.2002');
    await record(id, 'deliberation', optimising);
    const deedIn = async () => {
      await api.settle();
      const { body } = await api.get('/v1/reports/formation?region=35.79', office);
      const of = ({ step }: { step: string }) => step === 'deed';
      const { paidBy, unknown, money } = body.funding.find(of);
      const places = body.districts.map(({ operational }: { operational: number }) => operational);
      return { done: body.steps.find(of).done, paidBy, unknown, money, places, approaches: body.approaches };
    };
    const city = { sources: ['regency'], cooperatives: 2 };
    const before = { done: 2, paidBy: [city], unknown: 0, money: [{ source: 'regency', amount: 5_000_000 }] };
    expect(await deedIn()).toMatchObject(before);
    await record(id, 'foundingMeeting', { date: '2025-11-25' });
    const self = [{ source: 'self', amount: 1_000_000 }];
    await record(id, 'deed', { date: '2025-11-28', funding: self });
    const { money, ...counted } = await deedIn();
    expect(counted).toEqual({
      done: 2,
      paidBy: [
        { ...city, cooperatives: 1 },
        { ...city, sources: ['self'], cooperatives: 1 },
      ],
      unknown: 0,
      places: [0, 2, 0],
      approaches: [
        { approach: 'new', cooperatives: 1 },
        { approach: 'optimised', cooperatives: 1 },
      ],
    });
    expect(new Map(money.map((one: { source: string; amount: number }) => [one.source, one.amount]))).toEqual(
      new Map([
        ['regency', 5_000_000],
        ['self', 1_000_000],
      ]),
    );
  });

  test('counts for a cooperative that is there: one that merged away is neither formed nor founded, but was paid for', async () => {
    const id = await established('KDMP Bulukerto', '35.79.02.2008');
    const other = await established('KDMP Gunungsari', '35.79.02.2002');
    const bumiaji = async () => {
      await api.settle();
      const { steps, funding, districts } = (await api.get('/v1/reports/formation?region=35.79', office))
        .body;
      const { formed, legalEntity, operational } = districts[1];
      const of = ({ step }: { step: string }) => step === 'legalEntity';
      const { paidBy, unknown, money } = funding.find(of);
      return [
        formed,
        legalEntity,
        operational,
        steps.find(of).done,
        paidBy[0].cooperatives,
        unknown,
        money[0].amount,
      ];
    };
    expect(await bumiaji()).toEqual([2, 2, 2, 2, 2, 0, 5_000_000]);
    await record(id, 'deliberation', { ...optimising, approach: 'merged', mergedFrom: [other] });
    for (const step of ['foundingMeeting', 'deed']) await record(id, step, { date: '2025-11-25' });
    expect((await api.post(`/v1/cooperatives/${id}/merger`, undefined, office)).body.isComplete).toBe(true);
    expect(await bumiaji()).toEqual([1, 1, 1, 1, 1, 0, 5_000_000]);
  });

  test('is listed for its office with what is overdue, and for no other', async () => {
    const late = await founded('KDMP Tlekung', '35.79.03.2004');
    await founded('KDMP Bulukerto', '35.79.02.2008');
    await record(late, 'deliberation', deliberated);
    await record(late, 'foundingMeeting', { status: 'planned', dueOn: '2025-06-15' });
    const listed = async (as: Parameters<TestApi['get']>[1], query = '') =>
      (await api.get(`/v1/formation${query}`, as)).body.items.map(
        ({ name, overdue }: { name: string; overdue: object[] }) => [name, overdue],
      );
    const overdue = [['KDMP Tlekung', [{ step: 'foundingMeeting', dueOn: '2025-06-15' }]]];
    expect(await listed(office)).toEqual([['KDMP Bulukerto', []], ...overdue]);
    expect(await listed(organizerOf('35'), '?overdue=true')).toEqual(overdue);
    expect(await listed(organizerOf('64'), '?region=35.79')).toEqual([]);
    const foreign = await api.get(`/v1/cooperatives/${late}/formation`, organizerOf('64'));
    expect(foreign.status).toBe(404);
    expect((await record(late, 'deed', {}, organizerOf('64'))).status).toBe(403);
  });
});

describe('whatever is recorded in whatever order', () => {
  // What a round opens again comes up often.
  const decided = ['deliberation', 'deliberation', 'foundingMeeting', 'deed'] as const;
  const step = fc.constantFrom(...formationSteps, ...decided);
  const day = fc.constantFrom('2025-05-01', '2025-05-02', '2025-05-03', '2025-06-01');
  const input = fc.record(
    {
      status: fc.constantFrom('done' as const, 'done' as const, 'planned' as const, 'skipped' as const),
      date: day,
      dueOn: day,
      reason: fc.constant('alasan'),
      technicalTeamPresent: fc.constantFrom(true, true, true, false),
    },
    { requiredKeys: ['dueOn', 'reason'] },
  );
  const approaches = fc.constantFrom(...approachSchema.options.filter((one) => one !== 'merged'));
  const founded = foundCooperative(
    'coop_1',
    { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' },
    '2025-05-01T00:00:00Z',
  );

  test('no step of a round is done before what it waits for', () => {
    fc.assert(
      fc.property(
        approaches,
        fc.array(fc.tuple(step, input), { minLength: 30, maxLength: 60 }),
        (approach, records) => {
          let one: Cooperative = { ...founded, formation: { approach, steps: {} } };
          for (const [name, sent] of records) {
            try {
              // A deliberation that names its approach and a reason begins a new round where others have followed the last.
              const named = name === 'deliberation' ? { ...sent, approach } : sent;
              const moment = { at: '2025-06-01T00:00:00Z', today: '2025-06-01' };
              one = recordStep(one, name, named, moment).cooperative;
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
            }
          }
          for (const name of formationSteps) {
            const own = one.formation?.steps[name];
            if (own?.status !== 'done') continue;
            for (const earlier of waitsFor(name, approach)) {
              const since = overSince(one, earlier, '2025-06-01');
              if (roundOf(own) === roundOf(one.formation)) {
                expect(since, `${name} after ${earlier}`).toBeDefined();
              }
              const before = one.formation?.steps[earlier];
              if (before?.status !== 'done' || roundOf(before) > roundOf(own)) continue;
              expect(before.on! <= own.on!, `${name} not before ${earlier}`).toBe(true);
            }
          }
        },
      ),
    );
  });
});
