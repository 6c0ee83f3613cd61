/**
 * How the sample's cooperatives came to be. From the news: the city of Batu paid for the establishment of 18 of its 24, the province for
 * 6, all were invited to a training; Kota Kediri has six national pilots. Which 18, the days and who attended are invented.
 */
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../../shared/cooperatives/cooperative-store.ts';
import type { FormationStepInput } from '../../../shared/formation/formation.ts';
import { formationStepWrites } from '../../../shared/formation/formation-store.ts';
import { recordStep } from '../../../shared/formation/record-step.ts';
import type { FormationStepName } from '../../../shared/formation/steps.ts';
import { holdSession } from '../../../shared/mentoring/hold-session.ts';
import { mentoringWrites } from '../../../shared/mentoring/mentoring-store.ts';
import { choosePilot } from '../../../shared/readiness/pilots.ts';
import { villagesIn } from '../../../shared/regions/regions.ts';
import type { Stamp } from '../../../shared/stored.ts';
import type { Action } from '../../../shared/table/table.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';
import { NAMED } from './places.ts';

/** Of the 24 of Kota Batu; the province paid for the others. */
const PAID_BY_THE_CITY = 18;

/** What to write for a cooperative of the sample, with its formation where the news tells of one. */
export function withFormation(cooperative: Cooperative, moments: Moments, stamp: Stamp): Action[] {
  const { regionCode } = cooperative;
  const placeInBatu = villagesIn('35.79').indexOf(regionCode);
  if (placeInBatu >= 0) return establishedInBatu(cooperative, placeInBatu, moments, stamp);
  const isPilot = NAMED.has(regionCode) && regionCode.startsWith('35.71.');
  return cooperativeWrites(isPilot ? pilotOfKediri(cooperative, moments) : cooperative, undefined, stamp);
}

function establishedInBatu(founded: Cooperative, place: number, moments: Moments, stamp: Stamp): Action[] {
  const paid =
    place < PAID_BY_THE_CITY
      ? ({ source: 'regency', funder: 'APBD Kota Batu' } as const)
      : ({ source: 'provincial', funder: 'APBD Provinsi Jawa Timur' } as const);
  const office = 'Diskumperindag Kota Batu';
  const steps: readonly (readonly [FormationStepName, number, FormationStepInput])[] = [
    [
      'deliberation',
      180,
      { approach: 'new', office, technicalTeamPresent: true, decisions: [SAMPLE], minutes: SAMPLE },
    ],
    ['foundingMeeting', 170, { office, minutes: SAMPLE }],
    ['deed', 160, { minutes: SAMPLE, funding: [paid] }],
    ['legalEntity', 150, { minutes: SAMPLE, funding: [paid] }],
    ['inauguration', 130, { office }],
  ];
  const writes: Action[] = [];
  let cooperative = founded;
  for (const [step, daysAgo, input] of steps) {
    const at = moments.ago(daysAgo);
    const today = at.slice(0, '2025-11-02'.length);
    const recorded = recordStep(cooperative, step, input, { at, today });
    cooperative = recorded.cooperative;
    writes.push(...formationStepWrites(recorded.step, undefined, stamp));
  }
  const at = moments.ago(100);
  const date = at.slice(0, '2025-11-02'.length);
  const training = {
    kind: 'training',
    topic: 'cooperative-basics',
    date,
    trainer: `${office} (${SAMPLE})`,
    attendance: ['ketua', 'sekretaris', 'bendahara'].map((position) => ({
      officer: `${SAMPLE}: ${position}`,
      position,
    })),
  } as const;
  const input = { ...training, attendance: [...training.attendance] };
  const id = `ment_${founded.id.slice('coop_'.length)}`;
  const held = holdSession(cooperative, id, input, { at, today: date });
  writes.push(...mentoringWrites(held.session, undefined, stamp));
  const { updatedAt } = founded;
  return [...cooperativeWrites({ ...held.cooperative, updatedAt }, undefined, stamp), ...writes];
}

function pilotOfKediri(cooperative: Cooperative, moments: Moments): Cooperative {
  const at = moments.ago(120);
  const day = at.slice(0, '2025-11-02'.length);
  const reasons = [`${SAMPLE}: paling siap di kecamatannya (the readiest of its district)`];
  return choosePilot(cooperative, { level: 'national', funder: 'APBN', startsOn: day, reasons }, at, day);
}
