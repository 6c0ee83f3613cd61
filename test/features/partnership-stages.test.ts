/**
 * The stages of a partnership against a second, plain model that knows the table of the field by heart: whatever both sides, an
 * office, time and the papers do in whatever order, it stands where the model says, refuses what the model refuses, and nothing else.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../shared/credentials/credential.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { asOf, shownAt } from '../../shared/partnerships/as-of.ts';
import type { Facts } from '../../shared/partnerships/guards.ts';
import { withPapers } from '../../shared/partnerships/paper-changes.ts';
import {
  stages,
  type Partnership,
  type Stage,
  type StepInput,
} from '../../shared/partnerships/partnership.ts';
import { propose, takeStep } from '../../shared/partnerships/steps.ts';
import { tellingOf, type Telling } from '../../shared/partnerships/tellings.ts';
import {
  answer,
  dayNamed,
  dayNumber,
  enter,
  field,
  HOUR_MS,
  inForce,
  other,
  pass,
  sides,
  START,
  type Asking,
  type Model,
  type Paper,
} from '../support/stage-model.ts';

/** Sequences tried; raise it to soak: `STAGE_SEQUENCES=1000000 npx vitest run test/features/partnership-stages.test.ts`. */
const sequences = Number(process.env['STAGE_SEQUENCES'] ?? 33_000);

type Real = { partnership: Partnership; notices: Map<string, Notice> | undefined };

const parties = {
  cooperative: { id: 'coop_gunungsari', name: 'KDMP Gunungsari', regionCode: '35.79.02.2002' },
  buyer: { id: 'buy_sppg', name: 'SPPG Junrejo', regionCode: '35.79' },
};
const milk = (price: number): Offer => ({
  id: 'off_susu',
  buyerId: 'buy_sppg',
  scheme: 'purchase',
  commodity: 'milk-fresh',
  title: 'Susu segar',
  quantity: { amount: 150, unit: 'liter', per: 'day' },
  price: { amount: price, per: 'liter' },
  deliverTo: '35.79',
  partnersWanted: 2,
  normalised: {},
  confirmedAt: '2025-11-01T00:00:00Z',
  createdAt: '2025-11-01T00:00:00Z',
  updatedAt: '2025-11-01T00:00:00Z',
});
const name = { id: 'NIB', en: 'business number (NIB)' };
const lacksNib = { requirement: 'nib', detail: { id: 'NIB belum ada', en: 'NIB is missing' } } as const;

function factsIn(model: Model): Facts {
  const lacking = inForce(model) ? [] : [lacksNib];
  const { lastDay } = model.paper;
  return {
    offer: milk(model.price),
    requirements: { nib: true },
    guidelines: model.isIssued ? 'issued' : 'awaited',
    papers: lacking,
    unmet: lacking,
    partners: model.partners,
    restsOn: [{ paper: 'nib', name, ...(lastDay !== undefined && { until: dayNamed(lastDay) }) }],
  };
}

function credentialsIn({ paper: { status, lastDay, decidedAt } }: Model): Credentials {
  const at = new Date(decidedAt).toISOString();
  return {
    nib: {
      type: 'nib',
      status,
      submittedAt: at,
      ...(lastDay !== undefined && { validUntil: dayNamed(lastDay) }),
      ...(status === 'verified' && { verifiedAt: at }),
    },
  };
}

/** Both stand at the same place, show the same, and wait for the same. */
function expectAlike(model: Model, { partnership }: Real): void {
  const now = new Date(model.now);
  const shown = shownAt(partnership, now);
  if (shown.stage !== model.stage) expect(shown.stage).toBe(model.stage);
  const { pending } = shown;
  if (pending?.to !== model.confirmed?.to || pending?.by !== model.confirmed?.by) {
    expect(pending).toMatchObject({ to: model.confirmed?.to, by: model.confirmed?.by });
  }
  const isSoon =
    model.stage === 'operational' && model.hold !== undefined && dayNumber(model.now) > model.hold - 14;
  if ((shown.warning !== undefined) !== isSoon) expect(shown.warning).toBe(isSoon);
  const goesOn = model.goesOn && (model.hold === undefined || model.hold >= dayNumber(model.now));
  if ((shown.canGoOn === true) !== goesOn) expect(shown.canGoOn).toBe(goesOn);
}

function tell({ notices }: Real, telling: () => Telling): void {
  if (notices === undefined) return;
  const { told, withdrawn } = telling();
  for (const { id } of withdrawn) expect(notices.delete(id), 'was told ahead').toBe(true);
  for (const notice of told) notices.set(notice.id, notice);
}

type Step = fc.Command<Model, Real>;
const command = (words: string, run: (model: Model, real: Real) => void): Step => ({
  check: () => true,
  toString: () => words,
  run(model, real) {
    pass(model);
    run(model, real);
    expectAlike(model, real);
  },
});

/** Where a partnership goes when all goes well: asked for often, so that the later stages are reached. */
const onward: Record<Stage, Stage> = {
  proposed: 'negotiating',
  negotiating: 'mou',
  mou: 'operational',
  trial: 'operational',
  operational: 'paused',
  paused: 'operational',
  ended: 'negotiating',
  declined: 'negotiating',
};
const goals = [
  ...Array<'onward'>(9).fill('onward'),
  'mou',
  'trial',
  'negotiating',
  ...stages.slice(1),
] as const;

const asks = (n: number): Step => {
  const goal = goals[n % goals.length]!;
  const by = sides[Math.floor(n / 100) % 3]!;
  const hasNote = Math.floor(n / 300) % 3 > 0;
  const text = [undefined, undefined, 'naskah 1', 'naskah 2'][Math.floor(n / 900) % 4];
  return command(`${by} asks for ${goal} ${hasNote ? 'with a note' : ''} ${text ?? ''}`, (model, real) => {
    const to = goal === 'onward' ? onward[model.stage] : goal;
    const said = to === 'mou' ? text : undefined;
    const input = { to, ...(hasNote && { note: 'alasan' }), ...(said && { text: said }) } as StepInput;
    const now = new Date(model.now);
    const stored = real.partnership;
    const before = asOf(stored, now);
    const facts = factsIn(model);
    const expected = answer(model, to, by, hasNote, said);
    let after: Partnership | undefined;
    try {
      after = takeStep(before, input, by, facts, now);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    const found = after === undefined ? undefined : after.stage === before.stage ? 'kept' : 'moved';
    if (found !== expected) expect(found, `${before.stage} to ${to}`).toBe(expected);
    if (after === undefined || after === before) return;
    real.partnership = after;
    const whole = after;
    tell(real, () => {
      const telling = tellingOf(whole, before, now, stored);
      const own = { cooperative: 'coop_gunungsari', buyer: 'buy_sppg', organizer: '' }[by];
      const of = ({ kind, organizationId }: Notice) =>
        kind.startsWith('partnership-') && organizationId === own;
      expect(
        telling.told.filter((one) => of(one) && one.at <= now.toISOString()),
        'nobody is told what it did',
      ).toEqual([]);
      return telling;
    });
  });
};

/** The office decides on the paper, or it is submitted anew; what follows does. */
const papers = (n: number): Step => {
  const status = (['verified', 'verified', 'verified', 'suspended', 'submitted'] as const)[n % 5]!;
  const days = [undefined, 3, 20, 60][Math.floor(n / 5) % 4];
  return command(`the paper is ${status} for ${days} days`, (model, real) => {
    const now = new Date(model.now);
    const today = dayNumber(model.now);
    const lastDay = days === undefined ? undefined : today + days;
    model.paper = { status, lastDay, decidedAt: model.now };
    if (model.stage === 'operational') {
      if (status === 'verified') model.hold = lastDay;
      if (status === 'submitted') model.hold = Math.min(model.hold ?? Infinity, today + 14);
      if (status === 'suspended') enter(model, 'paused', 'service');
    } else if (model.pauser === 'service') {
      const isComplete = status === 'verified';
      if (isComplete && !model.goesOn) model.hold = lastDay;
      model.goesOn = isComplete;
    }
    const changed = withPapers(real.partnership, credentialsIn(model), now);
    if (!changed) return;
    real.partnership = changed.partnership;
    tell(real, () => changed.telling);
  });
};

const around = (n: number): Step => {
  const change = (
    [
      { isIssued: false },
      { isIssued: true },
      { isIssued: true },
      { partners: 2 },
      { partners: 0 },
      { price: 8500 },
      { price: 8000 },
    ] as const
  )[n % 7]!;
  return command(`then ${JSON.stringify(change)}`, (model) => Object.assign(model, change));
};

const waits = (n: number): Step => {
  const hours = [1, 7, 30, 200, 500][n % 5]!;
  return command(`${hours} hours pass`, (model) => {
    model.now += hours * HOUR_MS;
    pass(model);
  });
};

const commands = fc.commands(
  [
    fc.nat({ max: 3599 }).map((n) => asks(n)),
    fc.nat({ max: 3599 }).map((n) => asks(n + 7)),
    fc.nat({ max: 3599 }).map((n) => asks(n + 13)),
    fc.nat({ max: 3599 }).map((n) => asks(n + 19)),
    fc.nat({ max: 19 }).map(papers),
    fc.nat({ max: 6 }).map(around),
    fc.nat({ max: 4 }).map(waits),
  ],
  { maxCommands: 30, size: 'max' },
);

function begin(proposer: Asking, hasNotices: boolean): { model: Model; real: Real } {
  const input = { offerId: 'off_susu', cooperativeId: 'coop_gunungsari' };
  const now = new Date(START);
  const partnership = propose('part_1', input, proposer, milk(8000), parties, now);
  const paper: Paper = { status: 'verified', lastDay: 40, decidedAt: START };
  const model: Model = {
    stage: 'proposed',
    proposer,
    confirmed: undefined,
    pauser: undefined,
    hold: undefined,
    goesOn: false,
    paper,
    isIssued: true,
    partners: 0,
    price: 8000,
    now: START,
  };
  const real: Real = { partnership, notices: hasNotices ? new Map() : undefined };
  tell(real, () => tellingOf(partnership, undefined, now));
  return { model, real };
}

describe('a partnership and a plain model of it', () => {
  test('stand at the same stage and refuse the same, whatever comes in whatever order', () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(fc.constantFrom(...sides), commands, (proposer, all) => {
        const { model, real } = begin(proposer, false);
        fc.modelRun(() => ({ model, real }), all);
        for (const { from, to, by } of asOf(real.partnership, new Date(model.now)).history) {
          const step = `${from ?? ''} ${to}${by === 'service' ? ' by itself' : ''}`;
          reached.set(step, (reached.get(step) ?? 0) + 1);
        }
      }),
      { numRuns: sequences },
    );
    // A test that hardly ever gets anywhere would prove nothing.
    const all = [...Object.keys(field), 'proposed declined by itself', 'operational paused by itself'];
    const rare = all.filter((step) => (reached.get(step) ?? 0) < sequences / 2000);
    expect(rare).toEqual([]);
  });

  test('both sides hear of what the other, an office and time did: once each, when it was so and not before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sides), commands, (proposer, all) => {
        const { model, real } = begin(proposer, true);
        fc.modelRun(() => ({ model, real }), all);
        const shown = [...real.notices!.values()].filter(({ at }) => at <= new Date(model.now).toISOString());
        const { history } = asOf(real.partnership, new Date(model.now));
        const told = (kind: string, side: 'cooperative' | 'buyer') =>
          shown.filter(({ kind: one, organizationId }) => one === kind && organizationId === parties[side].id)
            .length;
        for (const side of ['cooperative', 'buyer'] as const) {
          const pauses = history.filter(({ to, by }) => to === 'paused' && by !== side);
          expect(told('partnership-paused', side)).toBe(new Set(pauses.map(({ at }) => at)).size);
          const hasLapsed = history.some(({ to, by }) => to === 'declined' && by === 'service');
          expect(told('partnership-lapsed', side)).toBe(hasLapsed ? 1 : 0);
          if (proposer === other[side]) expect(told('partnership-proposed', side)).toBe(1);
        }
      }),
      { numRuns: sequences / 20 },
    );
  });
});
