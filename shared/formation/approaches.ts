/** What each approach to a village cooperative takes: its steps, what each waits for, its documents, its fewest founders. */
import { formationSteps, type Approach, type FormationStepName } from './steps.ts';

type Document = { id: string; en: string };

/** Steps that an approach has no use for: a reactivated cooperative has its deed, its legal entity and its tax number. */
const NOT_NEEDED: Record<Approach, readonly FormationStepName[]> = {
  new: [],
  optimised: ['npwp', 'nib', 'bankAccount'],
  revitalised: ['deed', 'legalEntity', 'npwp'],
  merged: [],
};

/** Occasions: good to have, and nothing waits for them. */
const OCCASIONS: readonly FormationStepName[] = ['socialisation', 'inauguration'];

/** The steps that an approach has to take, in their order. */
export const stepsOf = (approach: Approach): FormationStepName[] =>
  formationSteps.filter((step) => !NOT_NEEDED[approach].includes(step) && !OCCASIONS.includes(step));

/** What has to be over before a step: nothing comes before the deliberation. */
const WAITS_FOR: Record<FormationStepName, readonly FormationStepName[]> = {
  socialisation: [],
  deliberation: [],
  foundingMeeting: ['deliberation'],
  deed: ['foundingMeeting'],
  legalEntity: ['deed'],
  npwp: ['legalEntity'],
  nib: ['legalEntity'],
  bankAccount: ['legalEntity'],
  microsite: ['deliberation'],
  inauguration: ['deliberation'],
  units: ['nib'],
  operational: ['npwp', 'nib', 'bankAccount', 'units'],
};

/** The steps right before one under an approach; where one is not needed, those that it would have waited for. */
export function waitsFor(step: FormationStepName, approach: Approach): FormationStepName[] {
  const needed = stepsOf(approach);
  const before = WAITS_FOR[step].flatMap((one) => (needed.includes(one) ? [one] : waitsFor(one, approach)));
  return [...new Set(before)];
}

const DOCUMENTS: Partial<Record<FormationStepName, Document>> = {
  socialisation: { id: 'Daftar hadir', en: 'Attendance list' },
  deliberation: { id: 'Berita acara musdes/muskel', en: 'Minutes of the deliberation' },
  foundingMeeting: { id: 'Berita acara rapat anggota', en: "Minutes of the members' meeting" },
  legalEntity: { id: 'SK AHU', en: 'AHU decree' },
  npwp: { id: 'NPWP', en: 'Tax number' },
  nib: { id: 'NIB', en: 'Business number' },
  bankAccount: { id: 'Buku rekening', en: 'Bank book' },
  units: { id: 'Izin unit usaha', en: 'Licences of the units' },
};
const DEEDS: Record<Approach, Document> = {
  new: { id: 'Akta pendirian', en: 'Deed of foundation' },
  optimised: { id: 'Akta perubahan anggaran dasar', en: 'Deed of changed articles' },
  revitalised: { id: 'Akta perubahan anggaran dasar', en: 'Deed of changed articles' },
  merged: { id: 'Akta penggabungan', en: 'Deed of the merger' },
};

/** The document that goes with a step. */
export const documentOf = (step: FormationStepName, approach: Approach): Document | undefined =>
  step === 'deed' ? DEEDS[approach] : DOCUMENTS[step];

/** Fewest founders of a primary cooperative, by the law in force on a day. */
const FOUNDERS: readonly { from: string; least: number; source: string }[] = [
  { from: '2020-11-02', least: 9, source: 'UU 11/2020 Pasal 86' },
  { from: '1992-10-21', least: 20, source: 'UU 25/1992 Pasal 6' },
];

/** How many founders a primary cooperative needs at least on a day, and which law says so. */
export const foundersNeeded = (day: string): { least: number; source: string } | undefined =>
  FOUNDERS.find(({ from }) => from <= day);
