/**
 * Whatever anyone asks for in whatever order, a partnership only goes where the table of the field lets it, moved by whom it
 * says, with what it asks for: random sequences of requests against a reference kept here, written down anew.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import type { Facts } from '../../shared/partnerships/guards.ts';
import {
  isPartner,
  stages,
  type Actor,
  type Partnership,
  type Stage,
  type StepInput,
} from '../../shared/partnerships/partnership.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import { propose, takeStep } from '../../shared/partnerships/steps.ts';
import type { Offer } from '../../shared/offers/offer.ts';

const START = Date.parse('2025-11-02T03:00:00Z');
const HOUR_MS = 60 * 60 * 1000;
type Asking = 'cooperative' | 'buyer' | 'organizer';

/** The transitions of the field, as pairs, with who may bring each about. `both`: the other side has confirmed before. */
const allowed: Record<string, 'both' | 'buyer' | 'side' | 'any' | 'other' | 'involved' | 'pauser'> = {
  'proposed → negotiating': 'other',
  'proposed → declined': 'involved',
  'negotiating → mou': 'both',
  'negotiating → trial': 'both',
  'negotiating → declined': 'side',
  'mou → trial': 'both',
  'mou → operational': 'buyer',
  'mou → declined': 'side',
  'mou → ended': 'side',
  'trial → operational': 'buyer',
  'trial → negotiating': 'side',
  'trial → ended': 'side',
  'operational → paused': 'any',
  'operational → ended': 'side',
  'paused → operational': 'pauser',
  'paused → ended': 'side',
};
const needsReason = new Set([
  'negotiating → declined',
  'mou → declined',
  'trial → negotiating',
  'operational → paused',
]);

const offer = (fields: object = {}): Offer => ({
  id: 'off_kubis',
  buyerId: 'buy_samarinda',
  scheme: 'purchase',
  commodity: 'cabbage',
  title: 'Kubis segar untuk Samarinda',
  quantity: { amount: 3, unit: 'ton', per: 'week' },
  months: [6, 7],
  deliverTo: '64.72',
  normalised: {},
  confirmedAt: '2025-11-01T00:00:00Z',
  createdAt: '2025-11-01T00:00:00Z',
  updatedAt: '2025-11-01T00:00:00Z',
  ...fields,
});
const parties = {
  cooperative: { id: 'coop_bulukerto', name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' },
  buyer: { id: 'buy_samarinda', name: 'Pasar Segar', regionCode: '64.72' },
};
const lacksNib = { requirement: 'nib', detail: { id: 'NIB belum ada', en: 'NIB is missing' } } as const;

/** The world around the partnership, which changes too. */
type Around = {
  hasPapers: boolean;
  meetsAll: boolean;
  guidelines: 'issued' | 'awaited';
  partners: number;
  price: number;
};
const factsIn = ({ hasPapers, meetsAll, guidelines, partners, price }: Around): Facts => ({
  offer: offer({ partnersWanted: 2, price: { amount: price, per: 'kg' } }),
  requirements: {},
  guidelines,
  papers: hasPapers ? [] : [lacksNib],
  unmet: meetsAll ? [] : [lacksNib],
  partners,
  restsOn: [],
});

/** What the reference knows: the stage, who confirmed what, who paused, and who proposed. */
type Model = {
  stage: Stage;
  confirmed: { to: Stage; by: Asking; what: string } | undefined;
  pauser: Actor | undefined;
  proposer: Asking;
  around: Around;
  deadline: number;
};
type Real = { partnership: Partnership; now: number };

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

class Ask implements fc.Command<Model, Real> {
  readonly wanted: Stage | 'onward';
  to: Stage = 'negotiating';
  readonly by: Asking;
  readonly fields: { note?: string; text?: string };
  constructor(wanted: Stage | 'onward', by: Asking, fields: { note?: string; text?: string }) {
    this.wanted = wanted;
    this.by = by;
    this.fields = fields;
  }
  check = () => true;
  toString = () => `${this.by} asks for ${this.wanted} ${JSON.stringify(this.fields)}`;

  run(model: Model, real: Real): void {
    const before = asOf(real.partnership, new Date(real.now));
    if (model.stage === 'proposed' && real.now >= model.deadline) model.stage = 'declined';
    expect(before.stage).toBe(model.stage);
    this.to = this.wanted === 'onward' ? onward[before.stage] : this.wanted;
    const after = this.ask(before, model, real);
    const from = before.stage;
    if (after === before) return;
    if (after.stage === from) this.remember(after, model);
    else {
      this.judge(from, after, model);
      model.stage = after.stage;
      model.confirmed = undefined;
    }
    real.partnership = after;
  }

  /** What comes of it; a refusal leaves everything as it was. */
  ask(before: Partnership, model: Model, real: Real): Partnership {
    try {
      // A text belongs to a MoU alone; elsewhere it would only be refused.
      const { text, ...others } = this.fields;
      const input = { to: this.to, ...others, ...(text && this.to === 'mou' ? { text } : {}) } as StepInput;
      return takeStep(before, input, this.by, factsIn(model.around), new Date(real.now));
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      return before;
    }
  }

  /** It moved: the table must know the step, the one who asked must be allowed to, and nothing may lack. */
  judge(from: Stage, after: Partnership, model: Model): void {
    const name = `${from} → ${after.stage}`;
    const mover = allowed[name];
    expect(mover, `${name} is in no table`).toBeDefined();
    expect(after.stage).toBe(this.to);
    if (mover === 'both') {
      expect(model.confirmed).toMatchObject({ to: this.to });
      expect(model.confirmed!.by).not.toBe(this.by);
      expect(this.by).not.toBe('organizer');
      if (this.to === 'mou') expect(model.confirmed!.what).toBe(this.what(model, model.confirmed!.what));
    }
    if (mover === 'buyer') expect(this.by).toBe('buyer');
    if (mover === 'side') expect(this.by).not.toBe('organizer');
    if (mover === 'other') {
      expect([this.by, this.by]).not.toContain('organizer');
      if (model.proposer === 'organizer') expect(model.confirmed).toMatchObject({ to: 'negotiating' });
      else expect(this.by).not.toBe(model.proposer);
    }
    if (mover === 'involved' && this.by === 'organizer') expect(model.proposer).toBe('organizer');
    if (mover === 'pauser') expect(this.by).toBe(model.pauser);
    if (needsReason.has(name)) expect(this.fields.note).toBeDefined();
    const { hasPapers, meetsAll, guidelines, partners } = model.around;
    if (after.stage === 'mou') expect(hasPapers).toBe(true);
    if (after.stage === 'operational') expect([meetsAll, guidelines]).toEqual([true, 'issued']);
    if (isPartner(after) && from === 'negotiating') expect(partners).toBeLessThan(2);
    if (after.stage === 'paused') model.pauser = this.by;
    expect(after.history.at(-1)).toMatchObject({ from, to: after.stage, by: this.by });
  }

  /** It did not move: if it waits now, the reference notes for whom and with what. */
  remember(after: Partnership, model: Model): void {
    if (after.pending?.to !== this.to || after.pending.by !== this.by) return;
    model.confirmed = { to: this.to, by: this.by, what: this.what(model, after.pending.text ?? '') };
  }

  /** The text with the terms that it stands beside; who sends no text means the one that is there. */
  what(model: Model, earlier: string): string {
    const text = this.fields.text ?? earlier.split('|')[0]!;
    return this.to === 'mou' ? `${text}|${model.around.price}` : '';
  }
}

class Change implements fc.Command<Model, Real> {
  readonly around: Partial<Around>;
  constructor(around: Partial<Around>) {
    this.around = around;
  }
  check = () => true;
  toString = () => `then ${JSON.stringify(this.around)}`;
  run(model: Model): void {
    model.around = { ...model.around, ...this.around };
  }
}

class Wait implements fc.Command<Model, Real> {
  readonly hours: number;
  constructor(hours: number) {
    this.hours = hours;
  }
  check = () => true;
  toString = () => `${this.hours} hours pass`;
  run(_: Model, real: Real): void {
    real.now += this.hours * HOUR_MS;
  }
}

const askings = fc.constantFrom<Asking>('cooperative', 'buyer', 'organizer');
const asks = fc
  .record(
    {
      wanted: fc.oneof(
        { weight: 8, arbitrary: fc.constant('onward' as const) },
        { weight: 3, arbitrary: fc.constantFrom('mou' as const, 'trial' as const, 'negotiating' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...stages.filter((stage) => stage !== 'proposed')) },
      ),
      by: askings,
      note: fc.constant('alasan'),
      text: fc.constantFrom('naskah 1', 'naskah 2'),
    },
    { requiredKeys: ['wanted', 'by'] },
  )
  .map(({ wanted, by, ...fields }) => new Ask(wanted, by, fields));
const mostly = fc.oneof(
  { weight: 3, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
const changes = fc
  .record(
    {
      hasPapers: mostly,
      meetsAll: mostly,
      guidelines: fc.constantFrom('issued' as const, 'issued' as const, 'awaited' as const),
      partners: fc.integer({ min: 0, max: 2 }),
      price: fc.constantFrom(4500, 4800),
    },
    { requiredKeys: [] },
  )
  .map((around) => new Change(around));
const waits = fc.integer({ min: 1, max: 200 }).map((hours) => new Wait(hours));

describe('the stages of a partnership', () => {
  test('are reached only along the table, whoever asks for what in whatever order', () => {
    const reached = new Map<Stage, number>();
    const commands = fc.commands(
      [
        fc.oneof(
          { weight: 12, arbitrary: asks },
          { weight: 2, arbitrary: changes },
          { weight: 1, arbitrary: waits },
        ),
      ],
      { maxCommands: 60, size: 'max' },
    );
    fc.assert(
      fc.property(askings, commands, (proposer, all) => {
        const input = { offerId: 'off_kubis', cooperativeId: 'coop_bulukerto' };
        const partnership = propose('part_1', input, proposer, offer(), parties, new Date(START));
        const around = {
          hasPapers: true,
          meetsAll: true,
          guidelines: 'issued',
          partners: 0,
          price: 4500,
        } as const;
        const real: Real = { partnership, now: START };
        const model: Model = {
          stage: 'proposed',
          confirmed: undefined,
          pauser: undefined,
          proposer,
          around,
          deadline: START + 14 * 24 * HOUR_MS,
        };
        fc.modelRun(() => ({ model, real }), all);
        for (const { to } of real.partnership.history) reached.set(to, (reached.get(to) ?? 0) + 1);
      }),
      { numRuns: 4_000 },
    );
    // A test that hardly ever gets anywhere would prove nothing.
    for (const stage of stages) expect(reached.get(stage), stage).toBeGreaterThan(100);
  });
});
