/** A partner's share of a quota in one period: what is drawn on it, and what became of the claims made for that period. */
import type { Quota } from '../offers/offer.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import type { Claim } from './claim.ts';
import { minus, plus } from './count.ts';
import { daysOf, periodOf, perOf, shifted } from './period.ts';

/** The figures of claims, by what happened to them. */
export const figures = ['requested', 'granted', 'released', 'delivered', 'cleared'] as const;
export type Figures = { [figure in (typeof figures)[number]]: number };

export const noFigures: Figures = { requested: 0, granted: 0, released: 0, delivered: 0, cleared: 0 };

/** As it is stored: in the base unit of the quota. */
export type Share = Figures & {
  partnershipId: string;
  cooperativeId: string;
  cooperativeName: string;
  regionCode: string;
  /** On this period's share, by claims for this period and, where unused quota rolls over, for later ones. */
  drawn: number;
};

/** What of a claim stands: it is drawn on the shares, and on the offer's total. */
export const standing = ({ granted, released }: Figures): number => minus(granted, released);

/** What of a claim lies in the partner's storage, or will once it is delivered. */
export const held = (claim: Figures): number => minus(standing(claim), claim.cleared);

/** The share of a period once `after` takes the place of `before` (nothing, for a new claim). */
export function shareAfter(
  share: Share | undefined,
  period: string,
  before: Claim | undefined,
  after: Claim,
): Share {
  const { partnershipId, cooperativeId, cooperativeName, regionCodes } = after;
  const next: Share = {
    ...(share ?? { partnershipId, cooperativeId, drawn: 0, ...noFigures }),
    cooperativeName,
    regionCode: regionCodes.cooperative,
  };
  next.drawn = plus(next.drawn, minus(drawnOn(period, after), before ? drawnOn(period, before) : 0));
  if (period !== after.period) return next;
  for (const figure of figures) {
    next[figure] = plus(next[figure], minus(after[figure], before?.[figure] ?? 0));
  }
  return next;
}

/** What a claim draws on the share of a period. */
export const drawnOn = (period: string, { draws }: Pick<Claim, 'draws'>): number =>
  draws.find((draw) => draw.period === period)?.amount ?? 0;

/**
 * The periods on whose shares a claim may draw, the oldest first and its own last: where the terms let unused quota roll over, those
 * before it that are over by `current` and in which it was a partner already.
 */
export function drawable(
  period: string,
  current: string,
  { rollover = 0 }: Pick<Quota, 'rollover'>,
  partnerSince: string | undefined,
): string[] {
  const earlier = Array.from({ length: rollover }, (_, n) => shifted(period, n - rollover));
  const isUnused = (one: string) =>
    one < current && partnerSince !== undefined && daysOf(one)!.until >= partnerSince;
  return [...new Set([...earlier.filter(isUnused), period])];
}

/** The day from which a partnership could draw, at the place of its cooperative; undefined until it has been operational. */
export function partnerSince({ history }: Pick<Partnership, 'history'>, dayAt: (at: string) => string) {
  const first = history.find(({ to }) => to === 'operational');
  return first && dayAt(first.at);
}

/** The two periods that can be claimed for: the one that it is, and the next. */
export function claimable(today: string, { per }: Pick<Quota, 'per'>): string[] {
  const current = periodOf(today, per);
  return perOf(current) === 'once' ? [current] : [current, shifted(current, 1)];
}
