/** The checklist of a partnership on the wire, and the list of those that wait for a programme: what is met, what lacks, what comes next. */
import * as z from 'zod';
import { credentialTypeSchema, dateSchema } from '../credentials/credential.ts';
import { momentSaid } from '../local-time.ts';
import type { Wording } from '../matching/pair.ts';
import { wordingSchema } from '../wording.ts';
import type { Lacking } from './guards.ts';
import { partnershipSchema, stageSchema, type PartnershipView } from './partnership.ts';
import { stageNames } from './tellings.ts';

/** What keeps a partnership from its next stage, and what to do about it. */
export const lackingSchema = z
  .strictObject({ requirement: z.string(), detail: wordingSchema })
  .meta({ id: 'Lacking', description: 'What keeps a partnership from its next stage' });

export const checkStates = [
  'met',
  'expiring',
  'missing',
  'submitted',
  'rejected',
  'suspended',
  'expired',
  'awaited',
] as const;

const checkSchema = z
  .strictObject({
    requirement: z.string().meta({ description: 'As in the offer’s requirements; or guidelines, quota …' }),
    paper: credentialTypeSchema.optional(),
    state: z.enum(checkStates).meta({ description: 'Met, and expiring, are enough; all else lacks' }),
    until: dateSchema.optional().meta({ description: 'The last day of a paper' }),
    detail: wordingSchema,
  })
  .meta({ id: 'Check' });
export type Check = z.infer<typeof checkSchema>;

const next = wordingSchema.meta({ description: 'The next step, and whose it is' });

export const checklistSchema = z
  .strictObject({
    partnershipId: z.string(),
    stage: stageSchema,
    isReady: z.boolean().meta({ description: 'Nothing lacks; what is not agreed on yet aside' }),
    items: z.array(checkSchema),
    next,
  })
  .meta({
    id: 'Checklist',
    example: {
      partnershipId: 'part_lpg-tlekung',
      stage: 'mou',
      isReady: false,
      items: [
        {
          requirement: 'nib',
          paper: 'nib',
          state: 'met',
          detail: { id: 'NIB terverifikasi', en: 'Business number (NIB) verified' },
        },
        {
          requirement: 'guidelines',
          state: 'awaited',
          detail: { id: 'Juknis program belum terbit', en: 'The guidelines (juknis) are awaited' },
        },
      ],
      next: {
        id: 'Juknis program belum terbit: lengkapi syarat sambil menunggu',
        en: 'The guidelines (juknis) are awaited: complete the requirements meanwhile',
      },
    },
  });
export type Checklist = z.infer<typeof checklistSchema>;

const partnership = partnershipSchema.shape;

/** One that waits for the guidelines of a programme, as an office sees it. */
export const waitingSchema = z
  .strictObject({
    partnershipId: partnership.id,
    offerId: partnership.offerId,
    offerTitle: partnership.offerTitle,
    cooperativeId: partnership.cooperativeId,
    cooperativeName: partnership.cooperativeName,
    regionCode: z.string().meta({ description: 'Of the cooperative' }),
    buyerId: partnership.buyerId,
    buyerName: partnership.buyerName,
    stage: stageSchema,
    stageSince: partnership.stageSince,
    isReady: z.boolean().meta({ description: 'Could operate on the day that the guidelines are issued' }),
    lacking: z.array(lackingSchema).meta({ description: 'What lacks besides the guidelines' }),
  })
  .meta({
    id: 'Waiting',
    example: {
      partnershipId: 'part_lpg-tlekung',
      offerId: 'off_lpg-batu',
      offerTitle: 'Sub penyalur LPG 3 kg Kota Batu',
      cooperativeId: 'coop_35-79-03-2004',
      cooperativeName: 'KDMP Tlekung',
      regionCode: '35.79.03.2004',
      buyerId: 'buy_pertamina-patra-niaga',
      buyerName: 'Pertamina Patra Niaga',
      stage: 'mou',
      stageSince: '2025-11-02T03:00:00.000Z',
      isReady: true,
      lacking: [],
    },
  });
export type Waiting = z.infer<typeof waitingSchema>;

/** What lacks of one that is still negotiated, however well its papers are. */
export const noMou: Lacking = {
  requirement: 'mou',
  detail: {
    id: 'MoU belum disepakati kedua pihak',
    en: 'Both sides have not agreed on a MoU yet',
  },
};

/** The next step in words, and whose it is. `lacking`: what the checklist found lacking, in its order. */
export function nextStep(partnership: PartnershipView, lacking: readonly Wording[]): Wording {
  const { stage, pending, respondBy, warning, canGoOn, proposedBy } = partnership;
  const [first] = lacking;
  if (pending !== undefined) {
    const [id, en] = pending.by === 'buyer' ? ['Koperasi', 'The cooperative'] : ['Pembeli', 'The buyer'];
    const { id: stageId, en: stageEn } = stageNames[pending.to];
    return { id: `${id} mengonfirmasi ${stageId}`, en: `${en} confirms ${stageEn}` };
  }
  switch (stage) {
    case 'proposed': {
      const asked = { buyer: ['koperasi', 'cooperative'], cooperative: ['pembeli', 'buyer'] } as const;
      const [id, en] = asked[proposedBy as keyof typeof asked] ?? ['kedua pihak', 'two sides'];
      const until = momentSaid(respondBy!, 'Asia/Jakarta');
      return {
        id: `Menunggu jawaban ${id} sampai ${until.id}`,
        en: `The ${en} should answer by ${until.en}`,
      };
    }
    case 'negotiating':
      return (
        first ?? { id: 'Sepakati naskah MoU atau uji coba', en: 'Agree on the text of a MoU, or on a trial' }
      );
    case 'mou':
    case 'trial':
      return first ?? { id: 'Pembeli dapat menjalankannya', en: 'The buyer can begin' };
    case 'operational':
      return warning?.detail ?? first ?? { id: 'Tidak ada yang perlu dilakukan', en: 'Nothing to do' };
    case 'paused':
      if (canGoOn)
        return { id: 'Salah satu pihak dapat menjalankannya kembali', en: 'Either side can take it up' };
      return (
        first ?? {
          id: 'Yang menjeda dapat menjalankannya kembali',
          en: 'Whoever paused it takes it up again',
        }
      );
    case 'ended':
    case 'declined':
      return { id: 'Selesai; boleh diusulkan lagi', en: 'Over; it may be proposed again' };
  }
}
