/** What cooperatives are mentored and trained in: the catalogue, and what of it lies in the cooperative itself. */
import * as z from 'zod';

/** Labels for people. The four topics of Batu's programme are among them; the others help where readiness has gaps. */
export const mentoringTopics = {
  'cooperative-basics': { id: 'Perkoperasian', en: 'Cooperatives: law, organs, duties' },
  'modern-management': { id: 'Manajemen modern', en: 'Modern management' },
  'financing-access': { id: 'Akses pembiayaan', en: 'Access to financing' },
  digitalisation: { id: 'Digitalisasi', en: 'Digitalisation' },
  'retail-and-export-access': { id: 'Akses ritel dan ekspor', en: 'Access to retail and export' },
  legality: { id: 'Legalitas dan perizinan', en: 'Legal papers and licences' },
  'business-planning': { id: 'Rencana usaha', en: 'Business planning' },
  membership: { id: 'Keanggotaan dan partisipasi warga', en: 'Members and community involvement' },
  'storage-and-quality': { id: 'Gudang dan mutu', en: 'Storage and quality' },
} as const;
export type MentoringTopic = keyof typeof mentoringTopics;
export const topicSchema = z
  .enum(Object.keys(mentoringTopics) as [MentoringTopic, ...MentoringTopic[]])
  .meta({ id: 'MentoringTopic', example: 'cooperative-basics' });

/** What a list of cooperatives needs of their mentoring; it lies in the cooperative, written together with each session. */
export type MentoringSummary = {
  /** Who was trained, as a short digest of the name (names stand in the sessions only), and the last day that it counts. */
  trained?: { officer: string; until: string }[];
  /** The latest day of each topic that the cooperative was invited to, and at which somebody came. */
  topics?: Partial<Record<MentoringTopic, { invitedOn: string; attendedOn?: string }>>;
};
