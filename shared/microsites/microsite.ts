/** A microsite: what a cooperative enters of it, what of that it has published, and when it can be seen at all. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { cooperativeIdSchema, contactSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { dateSchema } from '../credentials/credential.ts';
import { invalid } from '../errors.ts';
import { definedOnly, unlessSame } from '../patch.ts';
import { regionByCode } from '../regions/regions.ts';
import { line, paragraph } from '../text.ts';
import { wordingSchema, type Wording } from '../wording.ts';
import { LONGEST_SLUG, slugPattern } from './slug.ts';

export const slugSchema = z
  .string()
  .max(LONGEST_SLUG)
  .regex(slugPattern, 'takes an address such as kdmp-sumberejo-batu')
  .meta({ description: 'Readable address, under `/k/`', example: 'kdmp-sumberejo-batu' });

export const managerRoles = [
  'chair',
  'vice-chair-business',
  'vice-chair-members',
  'secretary',
  'treasurer',
  'supervisor',
  'manager',
] as const;
const roleSchema = z.enum(managerRoles).meta({ id: 'ManagerRole', example: 'chair' });

const contactFields = ['name', 'phone', 'email'] as const;
export type ContactField = (typeof contactFields)[number];

const entered = {
  about: paragraph(800)
    .optional()
    .meta({ description: 'A greeting, and what there is to know', example: 'Selamat datang di Sumberejo.' }),
  address: paragraph(300).optional().meta({ example: 'Jl. Raya Sumberejo 12, di samping balai desa' }),
  openingHours: paragraph(300).optional().meta({ example: 'Senin–Sabtu 08.00–15.00' }),
  directions: paragraph(500).optional().meta({
    description: 'How to reach it',
    example: 'Dari alun-alun Batu ke barat 3 km, jalan dapat dilalui truk',
  }),
  lastMembersMeeting: dateSchema.optional().meta({ description: 'Of its last members’ meeting (RAT)' }),
  showPrices: z.boolean().optional().meta({ description: 'Prices of potentials; hidden when left out' }),
};

const published = z
  .boolean()
  .optional()
  .meta({ description: 'Whether it is to be seen; hidden when left out' });

const managersSchema = z
  .array(
    z
      .strictObject({
        role: roleSchema,
        name: line(120).meta({ example: 'Ibu Sri' }),
        public: z
          .boolean()
          .optional()
          .meta({ description: 'Agreed to be named in public; when left out, the name stays here' }),
      })
      .meta({ id: 'MicrositeManager', example: { role: 'chair', name: 'Ibu Sri', public: true } }),
  )
  .max(10);

const publicContact = z
  .array(z.enum(contactFields))
  .max(3)
  .refine((fields) => new Set(fields).size === fields.length, 'names a field twice')
  .optional()
  .meta({
    description:
      'What of the cooperative’s contact is public; nothing when left out. Said of the contact as it is now: another one is hidden until this is sent again',
  });

/** What is sent of a microsite: all of it, so that what is left out is hidden or gone. */
export const micrositeInputSchema = z
  .strictObject({ published, ...entered, publicContact, managers: managersSchema.optional() })
  .meta({
    id: 'MicrositeInput',
    example: {
      published: true,
      about: 'Selamat datang. Kami menjual kentang dan apel langsung dari anggota.',
      address: 'Jl. Raya Sumberejo 12, di samping balai desa',
      openingHours: 'Senin–Sabtu 08.00–15.00',
      publicContact: ['phone'],
      managers: [{ role: 'chair', name: 'Ibu Sri', public: true }],
    },
  });
export type MicrositeInput = z.infer<typeof micrositeInputSchema>;

/** A microsite as its cooperative and its office see it. */
export const ownMicrositeSchema = z
  .strictObject({
    cooperativeId: cooperativeIdSchema,
    slug: slugSchema.optional().meta({ description: 'Given when it is first saved' }),
    url: z.url().optional().meta({ description: 'Where it is, or will be, seen; what its QR code says' }),
    qr: z.url().optional().meta({ description: 'The QR code, to print (SVG)' }),
    ...micrositeInputSchema.shape,
    published: z.boolean(),
    isPublic: z.boolean().meta({ description: 'Whether it can be seen now' }),
    hiddenBecause: wordingSchema.optional(),
    contact: contactSchema.optional().meta({ description: 'The cooperative’s, of which it chooses' }),
    stepRecorded: z
      .boolean()
      .meta({ description: 'Whether the formation step `microsite` is recorded; it is recorded by hand' }),
    updatedAt: z.iso.datetime().optional(),
  })
  .meta({
    id: 'OwnMicrosite',
    example: {
      cooperativeId: 'coop_35-79-01-2005',
      slug: 'kdmp-sumberejo-batu',
      url: 'https://titik-temu.example/k/kdmp-sumberejo-batu',
      qr: 'https://titik-temu.example/k/kdmp-sumberejo-batu/qr.svg',
      published: true,
      publicContact: ['phone'],
      isPublic: false,
      hiddenBecause: {
        id: 'Menunggu verifikasi dinas wilayahnya',
        en: 'It waits for the verification by the office of its region',
      },
      contact: { name: 'Ibu Sri', phone: '+62 812 0000 0000' },
      stepRecorded: false,
      updatedAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type OwnMicrosite = z.infer<typeof ownMicrositeSchema>;

/** A microsite as it is stored, below its cooperative. */
export type Microsite = Omit<MicrositeInput, 'publicContact' | 'published'> & {
  cooperativeId: string;
  regionCode: string;
  slug: string;
  published: boolean;
  /** Of each public field, the mark of what it said when it was published. */
  publicContact: { [field in ContactField]?: string };
  updatedAt: string;
};

/**
 * The microsite after an edit, the very same when nothing changes. Refuses (`invalid`) a contact that the cooperative has not given, and
 * a meeting in the future.
 */
export function editMicrosite(
  before: Microsite | undefined,
  cooperative: Cooperative,
  input: MicrositeInput,
  slug: string,
  { at, today }: { at: string; today: string },
): Microsite {
  const { publicContact = [], published: isPublished = false, ...rest } = input;
  if (input.lastMembersMeeting !== undefined && input.lastMembersMeeting > today) {
    throw invalid(['lastMembersMeeting'], 'is in the future; name the last meeting that was held');
  }
  const marks: Microsite['publicContact'] = {};
  for (const [n, field] of publicContact.entries()) {
    const said = cooperative.contact?.[field];
    if (said === undefined) {
      throw invalid(
        ['publicContact', n],
        `the cooperative has no ${field} in its contact; enter it there first, or leave it out`,
      );
    }
    marks[field] = markOf(cooperative.id, said);
  }
  const { id: cooperativeId, regionCode } = cooperative;
  const after: Microsite = {
    ...definedOnly(rest),
    cooperativeId,
    regionCode,
    slug,
    published: isPublished,
    publicContact: marks,
    updatedAt: at,
  };
  return before === undefined ? after : unlessSame(before, after);
}

/** What of the cooperative's contact is public: what was published, while it still says the same. */
export function publicContactOf(
  microsite: Pick<Microsite, 'publicContact'>,
  { id, contact = {} }: Pick<Cooperative, 'id' | 'contact'>,
): { [field in ContactField]?: string } {
  const shown: { [field in ContactField]?: string } = {};
  for (const field of contactFields) {
    const said = contact[field];
    if (said !== undefined && microsite.publicContact[field] === markOf(id, said)) shown[field] = said;
  }
  return shown;
}

/** Tells a contact from the next one without being one: consent to publish a number is not consent to publish its successor's. */
const markOf = (cooperativeId: string, said: string): string =>
  createHash('sha256').update(`${cooperativeId}\n${said}`).digest('base64url').slice(0, 22);

/** Why nobody sees a microsite; undefined where everybody does. */
export function whyHidden(
  microsite: Pick<Microsite, 'published'> | undefined,
  { verification, mergedInto }: Pick<Cooperative, 'verification' | 'mergedInto'>,
): Wording | undefined {
  if (mergedInto !== undefined)
    return { id: 'Koperasi ini telah bergabung ke koperasi lain', en: 'It has merged into another one' };
  if (microsite?.published !== true)
    return { id: 'Belum diterbitkan koperasi', en: 'The cooperative has not published it' };
  if (verification.status === 'verified') return undefined;
  return verification.status === 'rejected'
    ? { id: 'Ditolak dinas wilayahnya', en: 'The office of its region has rejected the cooperative' }
    : {
        id: 'Menunggu verifikasi dinas wilayahnya',
        en: 'It waits for the verification by the office of its region',
      };
}

/** Where a microsite and its QR code are seen. */
export const addressesOf = (publicUrl: string, slug: string) => ({
  url: `${publicUrl}/k/${slug}`,
  qr: `${publicUrl}/k/${slug}/qr.svg`,
});

/** What its cooperative and its office see of it, saved or not. */
export function viewOwn(
  microsite: Microsite | undefined,
  cooperative: Cooperative,
  publicUrl: string,
): OwnMicrosite {
  const { publicContact: _, regionCode: __, published: isPublished = false, ...rest } = microsite ?? {};
  const hiddenBecause = whyHidden(microsite, cooperative);
  const step = cooperative.formation?.steps.microsite;
  return {
    ...rest,
    cooperativeId: cooperative.id,
    ...(microsite === undefined ? {} : addressesOf(publicUrl, microsite.slug)),
    published: isPublished,
    publicContact:
      microsite === undefined ? [] : (Object.keys(publicContactOf(microsite, cooperative)) as ContactField[]),
    isPublic: hiddenBecause === undefined,
    ...definedOnly({ hiddenBecause, contact: cooperative.contact }),
    stepRecorded: step !== undefined && step.status !== 'planned',
  };
}

/** `Bulukerto, Bumiaji, Kota Batu, Jawa Timur`. */
export const placeOf = (regionCode: string): string => regionByCode(regionCode)?.fullName ?? regionCode;
