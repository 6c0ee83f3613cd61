/**
 * How much a reliability test does: a fixed amount that fits into every test run (the gate), or as much as fits into the seconds
 * given (the soak, `npm run soak:<name> -- --seconds N --seed S`). The same seed makes the same attempts.
 */
import { chanceFrom } from '../../functions/server/sample/chance.ts';

/** How long a soak shall take; 0 in the gate. */
export const soakSeconds = Number(process.env['SOAK_SECONDS'] ?? 0);

/** The gate always takes the same way; a soak takes a new one each time, unless it is told. */
export const seed = process.env['SEED'] ?? (soakSeconds > 0 ? String(Date.now()) : '2026');

/** Room for a soak; the gate takes seconds, but may have to share its machine. */
export const timeout = 180_000 + soakSeconds * 2_000;

/** Draws that follow from the seed. */
export type Draws = {
  /** From 0 up to, not including, 1. */
  share: () => number;
  happens: (share: number) => boolean;
  /** A whole number between two bounds, both included. */
  between: (least: number, most: number) => number;
  one: <T>(among: readonly T[]) => T;
  shuffled: <T>(all: readonly T[]) => T[];
};

export type Effort = {
  draw: Draws;
  /** True until `gate` attempts were made; in a soak until its time is over. */
  goesOn: (made: number) => boolean;
  /** Prints what was done, with the seed that does it again. */
  report: (counts: Record<string, number>) => void;
};

/** An effort of `gate` attempts named `name`. A soak's time is shared among the `parts` that one command runs. */
export function effort(name: string, gate: number, parts = 1): Effort {
  const start = performance.now();
  return {
    draw: drawsFrom(`${name} ${seed}`),
    goesOn: (made) =>
      soakSeconds > 0 ? performance.now() - start < (soakSeconds * 1000) / parts : made < gate,
    report(counts) {
      const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
      console.log(JSON.stringify({ reliability: name, ...counts, seconds, seed }));
    },
  };
}

export function drawsFrom(text: string): Draws {
  const chance = chanceFrom(text);
  const share = () => chance.share();
  return {
    share,
    happens: (part) => chance.happens(part),
    between: (least, most) => chance.between(least, most),
    one: (among) => among[Math.floor(share() * among.length)]!,
    shuffled: (all) =>
      all
        .map((each) => ({ each, at: share() }))
        .sort((a, b) => a.at - b.at)
        .map(({ each }) => each),
  };
}
