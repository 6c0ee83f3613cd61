/** How ready a cooperative is, as a number with a visible formula: papers and substance, and neither is enough alone. */
import { lastActive } from '../cooperatives/activity.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { statusOn, type Credential, type CredentialType } from '../credentials/credential.ts';

/** From here on a cooperative counts as ready; the ministry's health rating calls more than 75 of 100 healthy. */
export const READY_FROM = 75;

/** Fewest residents that one official guide asks for at founding; so many members count in full. */
export const FOUNDING_MEMBERS = 20;
/** Chair, secretary and treasurer: so many trained officers count in full (our estimate). */
export const TRAINED_OFFICERS = 3;
/** Days without any sign before activity counts by half, and before it counts for nothing (our estimate). */
export const QUIET_DAYS = 90;
export const DORMANT_DAYS = 365;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What is read of a cooperative: a row of the market has it too. */
export type Assessed = {
  readonly memberCount: number | null;
  readonly units: readonly string[];
  /** Those of the units that have their licence and do not run yet. */
  readonly idleUnits: readonly string[];
  readonly storage: readonly unknown[];
  readonly credentials: Readonly<Partial<Record<CredentialType, Pick<Credential, 'status' | 'validUntil'>>>>;
  /** The last days that the training of officers counts, the latest first; no more than count. */
  readonly trainedUntil: readonly string[];
  /** The day of the last sign of life. */
  readonly lastActive: string;
};

/** What counts of a cooperative as it is stored. */
export function assessedOf(cooperative: Cooperative): Assessed {
  const { memberCount, units = [], unitDetails = [], storage = [], credentials, mentoring } = cooperative;
  return {
    memberCount: memberCount ?? null,
    units,
    idleUnits: unitDetails.filter(({ state }) => state === 'licensed').map(({ unit }) => unit),
    storage,
    credentials,
    trainedUntil: (mentoring?.trained ?? [])
      .map(({ until }) => until)
      .sort()
      .reverse()
      .slice(0, TRAINED_OFFICERS),
    lastActive: lastActive(cooperative),
  };
}

/** An item of the checklist is met by a share of 0 to 1, and gives that share of its points. */
type Item = {
  readonly item: ReadinessItemName;
  readonly group: 'papers' | 'substance';
  readonly points: number;
  readonly met: (assessed: Assessed, today: string) => number;
};

export const readinessItemNames = [
  'legalEntity',
  'nib',
  'npwp',
  'bankAccount',
  'businessPlan',
  'trainedOfficers',
  'members',
  'units',
  'storage',
  'activity',
] as const;
export type ReadinessItemName = (typeof readinessItemNames)[number];

/** A verified paper counts in full, a submitted one by half, any other not at all. */
const paper =
  (type: CredentialType): Item['met'] =>
  ({ credentials }, today) => {
    const status = credentials[type] && statusOn(credentials[type], today);
    return status === 'verified' ? 1 : status === 'submitted' ? 0.5 : 0;
  };

/** Legality: 40 points. Substance, 60: a plan, the people, what runs, where goods can lie, and signs of life. */
export const readinessItems: readonly Item[] = [
  { item: 'legalEntity', group: 'papers', points: 12, met: paper('legalEntity') },
  { item: 'nib', group: 'papers', points: 12, met: paper('nib') },
  { item: 'npwp', group: 'papers', points: 8, met: paper('npwp') },
  { item: 'bankAccount', group: 'papers', points: 8, met: paper('bankAccount') },
  { item: 'businessPlan', group: 'substance', points: 12, met: paper('businessPlan') },
  {
    item: 'trainedOfficers',
    group: 'substance',
    points: 12,
    met: (assessed, today) => Math.min(1, trainedOn(assessed, today) / TRAINED_OFFICERS),
  },
  {
    item: 'members',
    group: 'substance',
    points: 12,
    met: ({ memberCount }) => Math.min(1, (memberCount ?? 0) / FOUNDING_MEMBERS),
  },
  { item: 'units', group: 'substance', points: 10, met: unitsMet },
  { item: 'storage', group: 'substance', points: 4, met: ({ storage }) => (storage.length > 0 ? 1 : 0) },
  { item: 'activity', group: 'substance', points: 10, met: activityMet },
];

/**
 * Points of 100, whole: the weighted share of what is met, as the ministry's rating takes the share of met items. Papers and a plan
 * alone give 52 and activity 10 more, so no cooperative is ready on paper only. `today` is a day: `2025-11-02`.
 */
export function readinessOf(assessed: Assessed, today: string): number {
  let points = 0;
  for (const item of readinessItems) points += item.points * item.met(assessed, today);
  return Math.floor(points);
}

/** How many officers have a training that still counts; no more than count. */
export const trainedOn = ({ trainedUntil }: Assessed, today: string): number =>
  trainedUntil.filter((until) => until >= today).length;

/** An office is no business: it serves the others. What has its licence and does not run yet counts by half. */
function unitsMet({ units, idleUnits }: Assessed): number {
  const own = units.filter((unit) => unit !== 'office');
  if (own.some((unit) => !idleUnits.includes(unit))) return 1;
  return own.length > 0 ? 0.5 : 0;
}

function activityMet({ lastActive }: Assessed, today: string): number {
  return { active: 1, quiet: 0.5, dormant: 0 }[activityOn(lastActive, today)];
}

export const activityStates = ['active', 'quiet', 'dormant'] as const;
export type ActivityState = (typeof activityStates)[number];

/** Whether a cooperative is active, quiet or dormant on a day, by the day of its last sign of life. */
export function activityOn(lastActive: string, today: string): ActivityState {
  const days = (Date.parse(today) - Date.parse(lastActive)) / DAY_MS;
  if (days <= QUIET_DAYS) return 'active';
  return days <= DORMANT_DAYS ? 'quiet' : 'dormant';
}
