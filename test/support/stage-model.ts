/** The stages of a partnership as a second, plain model that knows the table of the field by heart; what is built is held against it. */
import { dayOf } from '../../shared/clock.ts';
import type { Stage } from '../../shared/partnerships/partnership.ts';

export const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** A day begins here: midnight in western Indonesia. */
export const START = Date.parse('2025-11-01T17:00:00Z');

export const sides = ['cooperative', 'buyer', 'organizer'] as const;
export type Asking = (typeof sides)[number];
export const other = { cooperative: 'buyer', buyer: 'cooperative' } as const;

/** Who takes which step, and what it needs: p papers, r room for a partner, a all requirements, n a reason. */
export const field: Record<
  string,
  [who: 'asked' | 'both' | 'buyer' | 'side' | 'any' | 'involved' | 'pauser', needs: string]
> = {
  'proposed negotiating': ['asked', ''],
  'proposed declined': ['involved', ''],
  'negotiating mou': ['both', 'pr'],
  'negotiating trial': ['both', 'r'],
  'negotiating declined': ['side', 'n'],
  'mou trial': ['both', ''],
  'mou operational': ['buyer', 'a'],
  'mou ended': ['side', ''],
  'mou declined': ['side', 'n'],
  'trial operational': ['buyer', 'a'],
  'trial negotiating': ['side', 'n'],
  'trial ended': ['side', ''],
  'operational paused': ['any', 'n'],
  'operational ended': ['side', ''],
  'paused operational': ['pauser', 'a'],
  'paused ended': ['side', ''],
};

/** The one paper that everything rests on: its state, and the day after which it ends, counted from the start. */
export type Paper = {
  status: 'verified' | 'submitted' | 'suspended';
  lastDay: number | undefined;
  decidedAt: number;
};

/** All that the model knows. `hold`: the last day on which what operates rests; `goesOn`: that a side may take it up again. */
export type Model = {
  stage: Stage;
  proposer: Asking;
  confirmed: { to: Stage; by: Asking; what: string; text: string | undefined } | undefined;
  pauser: Asking | 'service' | undefined;
  hold: number | undefined;
  goesOn: boolean;
  paper: Paper;
  isIssued: boolean;
  partners: number;
  price: number;
  now: number;
};

export const dayNumber = (now: number): number => Math.floor((now - START) / DAY_MS);
export const dayNamed = (day: number): string => dayOf(new Date(START + day * DAY_MS));

/** What time alone does. */
export function pass(model: Model): void {
  if (model.stage === 'proposed' && model.now >= START + 14 * DAY_MS) enter(model, 'declined');
  if (model.stage === 'operational' && model.hold !== undefined && dayNumber(model.now) > model.hold) {
    enter(model, 'paused', 'service');
  }
}

export function enter(model: Model, stage: Stage, by?: Model['pauser']): void {
  model.stage = stage;
  model.confirmed = undefined;
  model.pauser = stage === 'paused' ? by : undefined;
  model.goesOn = false;
}

export const inForce = ({ paper, now }: Model): boolean =>
  paper.status === 'verified' && (paper.lastDay === undefined || paper.lastDay >= dayNumber(now));

/** Where the model goes when somebody asks; undefined when it refuses. */
export function answer(
  model: Model,
  to: Stage,
  by: Asking,
  hasNote: boolean,
  text: string | undefined,
): 'moved' | 'kept' | undefined {
  const [who, needs] = field[`${model.stage} ${to}`] ?? [];
  if (who === undefined || needs === undefined) return undefined;
  const isSide = by !== 'organizer';
  const may = {
    asked: isSide && by !== model.proposer,
    both: isSide,
    buyer: by === 'buyer',
    side: isSide,
    any: true,
    involved: isSide || by === model.proposer,
    pauser: model.pauser === 'service' ? isSide : by === model.pauser,
  };
  if (!may[who]) return undefined;
  if (needs.includes('n') && !hasNote) return undefined;
  if (text !== undefined && to !== 'mou') return undefined;
  if (needs.includes('p') && !inForce(model)) return undefined;
  if (needs.includes('r') && model.partners >= 2) return undefined;
  if (needs.includes('a') && !(inForce(model) && model.isIssued)) return undefined;
  if (who === 'both' || (who === 'asked' && model.proposer === 'organizer')) {
    const asked = model.confirmed?.to === to ? model.confirmed : undefined;
    const read = text ?? asked?.text;
    const what = to === 'mou' ? `${model.price} ${read}` : '';
    if (asked?.what === what && asked.by === by) return 'kept';
    if (asked?.what !== what || asked.by === by) {
      model.confirmed = { to, by, what, text: read };
      return 'kept';
    }
  }
  enter(model, to, by);
  if (to === 'operational') model.hold = model.paper.lastDay;
  return 'moved';
}
