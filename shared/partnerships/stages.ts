/** The one table of which stage follows which, who takes the step, and what must hold: the rest of the house asks here. */
import type { Actor, Side, Stage } from './partnership.ts';

/**
 * Who takes a step.
 * - `asked`: whoever was asked and has not agreed yet: the other side, or both where an office brokers.
 * - `both`: both sides, each confirming the same. `either`: one side is enough. `buyer`: the buyer's side alone.
 * - `involved`: a side, or the office that brokered. `anyone`: a side or an office. `pauser`: whoever paused.
 */
type Mover = 'asked' | 'both' | 'either' | 'buyer' | 'involved' | 'anyone' | 'pauser';

/**
 * What must hold.
 * - `papers`: legal entity and NIB are verified. `room`: the offer has not all the partners it wants.
 * - `requirements`: every hard requirement is met, the guidelines are issued, and what the scheme needs is set.
 * - `mock-up`: the scheme can be tried without a MoU.
 */
export type Guard = 'papers' | 'room' | 'requirements' | 'mock-up';

export type Step = {
  to: Stage;
  mover: Mover;
  guards?: readonly Guard[];
  /** Nobody does this without saying why. */
  needsNote?: true;
};

/**
 * Awaited guidelines hold back `operational` alone, not the MoU: with Pertamina Tlekung has a MoU while the guidelines for LPG
 * are awaited (news of 2 November 2025). Whoever proposed may withdraw.
 */
const steps: { readonly [from in Stage]: readonly Step[] } = {
  proposed: [
    { to: 'negotiating', mover: 'asked' },
    { to: 'declined', mover: 'involved' },
  ],
  negotiating: [
    { to: 'mou', mover: 'both', guards: ['papers', 'room'] },
    { to: 'trial', mover: 'both', guards: ['mock-up', 'room'] },
    { to: 'declined', mover: 'either', needsNote: true },
  ],
  mou: [
    { to: 'trial', mover: 'both' },
    { to: 'operational', mover: 'buyer', guards: ['requirements'] },
    { to: 'ended', mover: 'either' },
    { to: 'declined', mover: 'either', needsNote: true },
  ],
  trial: [
    { to: 'operational', mover: 'buyer', guards: ['requirements'] },
    { to: 'negotiating', mover: 'either', needsNote: true },
    { to: 'ended', mover: 'either' },
  ],
  operational: [
    { to: 'paused', mover: 'anyone', needsNote: true },
    { to: 'ended', mover: 'either' },
  ],
  paused: [
    { to: 'operational', mover: 'pauser', guards: ['requirements'] },
    { to: 'ended', mover: 'either' },
  ],
  ended: [],
  declined: [],
};

export const stepsFrom = (stage: Stage): readonly Step[] => steps[stage];

/** Whether it is on the way to operating: both have agreed to talk, and nothing moves yet. */
export const isPreparing = ({ stage }: { stage: Stage }): boolean =>
  stage === 'negotiating' || stage === 'mou' || stage === 'trial';

export const isSide = (actor: Actor): actor is Side => actor === 'cooperative' || actor === 'buyer';

export const otherSide = (side: Side): Side => (side === 'buyer' ? 'cooperative' : 'buyer');
