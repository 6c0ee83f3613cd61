/** How ready a cooperative is, as a number with a visible formula: papers and substance, and neither is enough alone. */
import { statusOn, type Credential, type CredentialType } from '../credentials/credential.ts';
import type { Cooperative } from './cooperative.ts';

/** From here on a cooperative counts as ready; the ministry's health rating calls more than 75 of 100 healthy. */
export const READY_FROM = 75;

/** Fewest residents that one official guide asks for at founding; so many members count in full. */
const FOUNDING_MEMBERS = 20;
/** Days without any sign before activity counts by half, and before it counts for nothing (our estimate). */
const QUIET_DAYS = 90;
const DORMANT_DAYS = 365;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What is read of a cooperative: also a row of the market has it. */
type Assessed = Pick<Cooperative, 'memberCount' | 'updatedAt'> & {
  units?: readonly string[] | undefined;
  storage?: readonly unknown[] | undefined;
  credentials: Partial<Record<CredentialType, Pick<Credential, 'status' | 'validUntil'>>>;
};

/** What is looked at: an item is met by a share of 0 to 1, and gives that share of its points. */
type Item = { points: number; met: (cooperative: Assessed, today: string) => number };

const paper =
  (type: CredentialType) =>
  ({ credentials }: Assessed, today: string): number => {
    const status = credentials[type] && statusOn(credentials[type], today);
    return status === 'verified' ? 1 : status === 'submitted' ? 0.5 : 0;
  };

/** Legality: 40 points. A verified paper counts in full, a submitted one by half, any other not at all. */
const papers: Item[] = [
  { points: 12, met: paper('legalEntity') },
  { points: 12, met: paper('nib') },
  { points: 8, met: paper('npwp') },
  { points: 8, met: paper('bankAccount') },
];

/** Substance: 60 points. A plan, the people, what runs, where goods can lie, and signs of life. */
const substance: Item[] = [
  { points: 15, met: paper('businessPlan') },
  { points: 15, met: ({ memberCount = 0 }) => Math.min(1, memberCount / FOUNDING_MEMBERS) },
  { points: 10, met: ({ units = [] }) => (units.some((unit) => unit !== 'office') ? 1 : 0) },
  { points: 5, met: ({ storage = [] }) => (storage.length > 0 ? 1 : 0) },
  { points: 15, met: activity },
];

/**
 * Points of 100, whole: the weighted share of what is met, as the ministry's rating takes the share of met items. Papers alone
 * give 40 and activity 15 more, so no cooperative is ready on paper only. `today` is a day: `2025-11-02`.
 */
export function readinessOf(cooperative: Assessed, today: string): number {
  let points = 0;
  for (const item of [...papers, ...substance]) points += item.points * item.met(cooperative, today);
  return Math.floor(points);
}

function activity({ updatedAt }: Assessed, today: string): number {
  const days = (Date.parse(today) - Date.parse(updatedAt)) / DAY_MS;
  if (days <= QUIET_DAYS) return 1;
  return days <= DORMANT_DAYS ? 0.5 : 0;
}
