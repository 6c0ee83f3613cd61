/** Readiness as a list: what is met, what each item gives, what to do next, and which mentoring helps. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { dateSchema, statusOn, type CredentialType } from '../credentials/credential.ts';
import { mentoringTopics, topicSchema, type MentoringTopic } from '../mentoring/topics.ts';
import { daySaid } from '../local-time.ts';
import { numberSaid, wordingSchema, type Wording } from '../wording.ts';
import {
  activityOn,
  activityStates,
  assessedOf,
  DORMANT_DAYS,
  FOUNDING_MEMBERS,
  QUIET_DAYS,
  READY_FROM,
  readinessItemNames,
  readinessItems,
  readinessOf,
  TRAINED_OFFICERS,
  trainedOn,
  type Assessed,
  type ReadinessItemName,
} from './readiness.ts';

const points = z.number().min(0).max(100);

const itemExample = {
  item: 'nib',
  group: 'papers',
  status: 'partly',
  points: 6,
  of: 12,
  detail: { id: 'NIB: menunggu verifikasi', en: 'Business number (NIB): waits for verification' },
  next: { id: 'Minta dinas memeriksanya', en: 'Ask the office to check it' },
  mentoring: { topic: 'legality', label: mentoringTopics.legality },
};

const itemSchema = z
  .strictObject({
    item: z.enum(readinessItemNames),
    group: z.enum(['papers', 'substance']),
    status: z.enum(['met', 'partly', 'missing']),
    points: points.meta({ description: 'What it gives' }),
    of: points.meta({ description: 'What it gives at most' }),
    detail: wordingSchema,
    next: wordingSchema.optional().meta({ description: 'What to do; nothing when it is met' }),
    mentoring: z
      .strictObject({ topic: topicSchema, label: wordingSchema })
      .optional()
      .meta({ description: 'The mentoring topic that helps' }),
  })
  .meta({
    id: 'ReadinessItem',
    example: itemExample,
  });
export type ReadinessItem = z.infer<typeof itemSchema>;

const activityExample = {
  state: 'active',
  lastActiveOn: '2025-11-01',
  signs: { update: '2025-09-12', trade: '2025-11-01' },
  quietAfterDays: QUIET_DAYS,
  dormantAfterDays: DORMANT_DAYS,
};

const activitySchema = z
  .strictObject({
    state: z.enum(activityStates),
    lastActiveOn: dateSchema,
    signs: z.strictObject({
      update: dateSchema,
      listing: dateSchema.optional(),
      trade: dateSchema.optional(),
      event: dateSchema.optional(),
    }),
    quietAfterDays: z.int(),
    dormantAfterDays: z.int(),
  })
  .meta({
    id: 'Activity',
    description: 'The latest day of each sign of life, and what follows from the last of them',
    example: activityExample,
  });

const FORMULA: Wording = {
  id: 'Nilai = jumlah poin setiap butir, dibulatkan ke bawah: 40 untuk dokumen, 60 untuk substansi. Dokumen dan rencana usaha saja tidak pernah mencapai ambang siap.',
  en: 'Score = the points of all items, rounded down: 40 for papers, 60 for substance. Papers and a plan alone never reach the threshold.',
};

export const readinessSchema = z
  .strictObject({
    cooperativeId: cooperativeIdSchema,
    score: z.int().min(0).max(100),
    ready: z.boolean(),
    readyFrom: z.int(),
    assessedOn: dateSchema,
    formula: wordingSchema,
    items: z.array(itemSchema),
    activity: activitySchema,
  })
  .meta({
    id: 'Readiness',
    example: {
      cooperativeId: 'coop_35-79-02-2008',
      score: 72,
      ready: false,
      readyFrom: READY_FROM,
      assessedOn: '2025-11-02',
      formula: FORMULA,
      items: [itemExample],
      activity: activityExample,
    },
  });
export type Readiness = z.infer<typeof readinessSchema>;

/** What business units are called by the people who read of them. */
export type UnitsSaid = (units: readonly string[]) => Wording;

/** The checklist of a cooperative on a day. */
export function readinessView(cooperative: Cooperative, today: string, unitsSaid: UnitsSaid): Readiness {
  const assessed = assessedOf(cooperative);
  const score = readinessOf(assessed, today);
  return {
    cooperativeId: cooperative.id,
    score,
    ready: score >= READY_FROM,
    readyFrom: READY_FROM,
    assessedOn: today,
    formula: FORMULA,
    items: readinessItemsOn(assessed, today, unitsSaid),
    activity: {
      state: activityOn(assessed.lastActive, today),
      lastActiveOn: assessed.lastActive,
      signs: { update: dayOf(new Date(cooperative.updatedAt)), ...cooperative.signs },
      quietAfterDays: QUIET_DAYS,
      dormantAfterDays: DORMANT_DAYS,
    },
  };
}

/** Each item of the checklist with its words; the points sum to the score before it is rounded down. */
export function readinessItemsOn(assessed: Assessed, today: string, unitsSaid: UnitsSaid): ReadinessItem[] {
  return readinessItems.map(({ item, group, points: of, met }) => {
    const share = met(assessed, today);
    const status = share >= 1 ? 'met' : share > 0 ? 'partly' : 'missing';
    const { detail, next, topic } = wordsOf[item](assessed, today, unitsSaid);
    return {
      item,
      group,
      status,
      points: Math.round(100 * of * share) / 100,
      of,
      detail,
      ...(status === 'met' ? {} : { next, mentoring: { topic, label: mentoringTopics[topic] } }),
    };
  });
}

type Words = { detail: Wording; next: Wording; topic: MentoringTopic };
type WordsOf = (assessed: Assessed, today: string, unitsSaid: UnitsSaid) => Words;

const standings = {
  verified: { id: 'terverifikasi', en: 'verified' },
  submitted: { id: 'menunggu verifikasi', en: 'waits for verification' },
  rejected: { id: 'ditolak', en: 'rejected' },
  suspended: { id: 'dibekukan', en: 'suspended' },
  expired: { id: 'kedaluwarsa', en: 'expired' },
  missing: { id: 'belum ada', en: 'missing' },
} as const;

const paper =
  (type: CredentialType, name: Wording, how: Wording, topic: MentoringTopic): WordsOf =>
  ({ credentials }, today) => {
    const known = credentials[type];
    const standing = known === undefined ? 'missing' : statusOn(known, today);
    const said = standings[standing];
    const next =
      standing === 'submitted'
        ? { id: 'Minta dinas memeriksanya', en: 'Ask the office to check it' }
        : standing === 'missing'
          ? how
          : { id: 'Perbaiki dan unggah lagi', en: 'Mend it and upload it again' };
    return { detail: { id: `${name.id}: ${said.id}`, en: `${name.en}: ${said.en}` }, next, topic };
  };

const wordsOf: Record<ReadinessItemName, WordsOf> = {
  legalEntity: paper(
    'legalEntity',
    { id: 'Badan hukum', en: 'Legal entity' },
    {
      id: 'Urus SK AHU lewat notaris dan unggah',
      en: 'Obtain the AHU decree through a notary and upload it',
    },
    'legality',
  ),
  nib: paper(
    'nib',
    { id: 'NIB', en: 'Business number (NIB)' },
    { id: 'Urus NIB di OSS dan unggah', en: 'Obtain it at OSS and upload it' },
    'legality',
  ),
  npwp: paper(
    'npwp',
    { id: 'NPWP', en: 'Tax number (NPWP)' },
    { id: 'Daftar di kantor pajak dan unggah', en: 'Register at the tax office and upload it' },
    'legality',
  ),
  bankAccount: paper(
    'bankAccount',
    { id: 'Rekening bank', en: 'Bank account' },
    {
      id: 'Buka rekening atas nama koperasi dan unggah',
      en: "Open an account in the cooperative's name and upload the proof",
    },
    'financing-access',
  ),
  businessPlan: paper(
    'businessPlan',
    { id: 'Rencana usaha', en: 'Business plan' },
    {
      id: 'Susun rencana: unit, komoditas unggulan, pembeli, pendanaan',
      en: 'Write it: units, flagship commodities, buyers, funding',
    },
    'business-planning',
  ),
  trainedOfficers: (assessed, today) => {
    const count = trainedOn(assessed, today);
    return {
      detail: {
        id: `${count} dari ${TRAINED_OFFICERS} pengurus dengan pelatihan yang masih berlaku`,
        en: `${count} of ${TRAINED_OFFICERS} officers with a training that still counts`,
      },
      next: { id: 'Ikutkan pengurus dalam pelatihan', en: 'Send officers to a training' },
      topic: 'cooperative-basics',
    };
  },
  members: ({ memberCount }) => ({
    detail:
      memberCount === null
        ? { id: 'Jumlah anggota belum dicatat', en: 'The number of members is not recorded' }
        : {
            id: `${numberSaid(memberCount).id} anggota; ${FOUNDING_MEMBERS} sudah cukup`,
            en: `${numberSaid(memberCount).en} members; ${FOUNDING_MEMBERS} count in full`,
          },
    next: {
      id: 'Ajak warga menjadi anggota dan catat jumlahnya',
      en: 'Win residents as members and record how many',
    },
    topic: 'membership',
  }),
  units: ({ units, idleUnits }, _, unitsSaid) => {
    const running = units.filter((unit) => unit !== 'office' && !idleUnits.includes(unit));
    const idle = idleUnits.filter((unit) => units.includes(unit));
    return {
      detail:
        running.length > 0
          ? {
              id: `Unit usaha berjalan: ${unitsSaid(running).id}`,
              en: `Units that run: ${unitsSaid(running).en}`,
            }
          : idle.length > 0
            ? {
                id: `Berizin, belum berjalan: ${unitsSaid(idle).id}`,
                en: `Licensed, not running: ${unitsSaid(idle).en}`,
              }
            : { id: 'Belum ada unit usaha yang berjalan', en: 'No business unit runs yet' },
      next: { id: 'Jalankan satu unit usaha selain kantor', en: 'Start one business unit beside the office' },
      topic: 'modern-management',
    };
  },
  storage: ({ storage }) => ({
    detail:
      storage.length > 0
        ? { id: 'Tempat simpan tercatat', en: 'Storage is recorded' }
        : { id: 'Tempat simpan belum dicatat', en: 'No storage is recorded' },
    next: { id: 'Catat gudang beserta kapasitasnya', en: 'Record a storage with its capacity' },
    topic: 'storage-and-quality',
  }),
  activity: ({ lastActive }) => ({
    detail: {
      id: `Tanda kegiatan terakhir ${daySaid(lastActive).id}`,
      en: `Last sign of life on ${daySaid(lastActive).en}`,
    },
    next: {
      id: 'Konfirmasi bahwa potensi masih berlaku (satu ketukan)',
      en: 'Confirm that the listings still hold (one tap)',
    },
    topic: 'digitalisation',
  }),
};
