/** A notice: what an organization is told because something of its own has changed, in Indonesian and English. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { idPattern } from '../ids.ts';
import { wordingSchema } from '../wording.ts';

/** What a notice is about, in one word: what a client filters by, and webhooks will. A noun that tells something adds its own. */
export const noticeKinds = [
  'partnership-proposed',
  'partnership-step',
  'partnership-to-confirm',
  'partnership-lapsed',
  'partnership-paused',
  'papers-expiring',
  'papers-complete',
  'guidelines-issued',
  'new-match',
  'event-invited',
  'event-published',
  'meeting-changed',
  'event-moved',
  'event-cancelled',
  'webhook-stopped',
  'contact-erased',
] as const;

/** Ids of the things that a notice is about. A noun that tells something adds its own. */
const aboutSchema = z
  .strictObject({
    partnershipId: z.string(),
    offerId: z.string(),
    programmeId: z.string(),
    cooperativeId: z.string(),
    potentialId: z.string(),
    eventId: z.string(),
    webhookId: z.string(),
    meetingId: z.string(),
  })
  .partial()
  .meta({ id: 'NoticeAbout', example: { partnershipId: 'part_0199c2a4f3b07c1e9a54b3f0c2d1e0ee' } });

/** A notice as it is stored. */
export const storedNoticeSchema = z.strictObject({
  id: z.string().regex(idPattern('ntc')),
  organizationId: z.string().meta({ description: 'Who is told' }),
  kind: z.enum(noticeKinds),
  at: z.iso.datetime().meta({ description: 'From when it shows' }),
  about: aboutSchema,
  text: wordingSchema,
});
export type Notice = z.infer<typeof storedNoticeSchema>;

/** A notice as it is shown. */
export const noticeSchema = storedNoticeSchema
  .extend({ isRead: z.boolean().meta({ description: 'Whether it is from before the last `read`' }) })
  .meta({
    id: 'Notice',
    example: {
      id: 'ntc_019a4b6f2c00aa11bb22cc33dd44ee55',
      organizationId: 'coop_35-79-02-2008',
      kind: 'partnership-proposed',
      at: '2025-11-02T03:00:00.000Z',
      about: { partnershipId: 'part_0199c2a4f3b07c1e9a54b3f0c2d1e0ee', offerId: 'off_sphp-beras' },
      text: {
        id: 'Perum Bulog mengusulkan kemitraan “Beras SPHP”; jawab paling lambat 16 November 2025',
        en: 'Perum Bulog proposes the partnership “Beras SPHP”; answer by 16 November 2025',
      },
      isRead: false,
    },
  });

/**
 * A notice with its id, which follows from whom it tells what about which things from when: the same told again is the same
 * notice, so that who repeats its work tells nobody twice. `at` may lie ahead: it shows from then on, unless it is withdrawn before.
 */
export function noticeOf(told: Omit<Notice, 'id'>): Notice {
  const { organizationId, kind, at, about } = told;
  const names = Object.entries(about)
    .filter(([, id]) => id !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash('sha256')
    .update(JSON.stringify([organizationId, kind, names]))
    .digest('hex');
  return { id: `ntc_${hexOf(new Date(at))}${digest.slice(0, 20)}`, ...told };
}

/** The least id of a notice that shows only after a moment: ids begin with their moment, in 12 hexadecimal digits. */
export const firstIdAfter = (now: Date): string => `ntc_${hexOf(new Date(now.getTime() + 1))}`;

const hexOf = (moment: Date): string => moment.getTime().toString(16).padStart(12, '0');
