/** What everybody may see of a cooperative: what it published, and what is public of it anyway. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import {
  contactSchema,
  cooperativeIdSchema,
  cooperativeKindSchema,
  type Cooperative,
} from '../cooperatives/cooperative.ts';
import { businessUnitSchema } from '../cooperatives/units.ts';
import { credentialsOn, credentialTypeSchema, dateSchema } from '../credentials/credential.ts';
import { priceSchema } from '../money.ts';
import { monthsSchema } from '../months.ts';
import { definedOnly } from '../patch.ts';
import { gradeSchema, isStale, potentialIdSchema, type Potential } from '../potentials/potential.ts';
import { quantitySchema } from '../quantities.ts';
import { regionCodeSchema } from '../regions/region.ts';
import {
  addressesOf,
  managerRoles,
  placeOf,
  publicContactOf,
  slugSchema,
  type Microsite,
} from './microsite.ts';

/** As many potentials as a page shows within its 50 KB, whatever is written in them; there are more in the market. */
export const MOST_POTENTIALS = 12;

const supplySchema = z
  .strictObject({
    id: potentialIdSchema,
    commodity: commodityCodeSchema,
    title: z.string(),
    capacity: quantitySchema,
    months: monthsSchema.meta({ description: 'When it is to be had' }),
    price: priceSchema.optional(),
    grade: gradeSchema.optional(),
    flagship: z.boolean().optional(),
    harvest: z
      .strictObject({ from: dateSchema, until: dateSchema.optional(), expected: quantitySchema })
      .optional()
      .meta({ description: 'The next harvest, where one is announced' }),
    stale: z.boolean().meta({ description: 'Nobody has confirmed it lately' }),
  })
  .meta({
    id: 'MicrositePotential',
    example: {
      id: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      commodity: 'potato',
      title: 'Kentang granola Sumberbrantas',
      capacity: { amount: 2, unit: 'ton', per: 'week' },
      months: [4, 5, 6, 7, 8, 9],
      flagship: true,
      stale: false,
    },
  });

const listed = {
  slug: slugSchema,
  url: z.url(),
  cooperativeId: cooperativeIdSchema,
  name: z.string(),
  kind: cooperativeKindSchema,
  regionCode: regionCodeSchema,
  regionName: z.string(),
  units: z.array(businessUnitSchema),
};
const example = {
  slug: 'kdmp-sumberejo-batu',
  url: 'https://titik-temu.example/k/kdmp-sumberejo-batu',
  cooperativeId: 'coop_35-79-01-2005',
  name: 'KDMP Sumberejo',
  kind: 'village',
  regionCode: '35.79.01.2005',
  regionName: 'Sumberejo, Batu, Kota Batu, Jawa Timur',
  units: ['grocery', 'warehouse'],
};

/** One of a list of microsites. */
export const listedMicrositeSchema = z.strictObject(listed).meta({ id: 'ListedMicrosite', example });
export type ListedMicrosite = z.infer<typeof listedMicrositeSchema>;

/** A microsite as everybody sees it. */
export const publicMicrositeSchema = z
  .strictObject({
    ...listed,
    qr: z.url().meta({ description: 'Its QR code (SVG)' }),
    about: z.string().optional(),
    address: z.string().optional(),
    openingHours: z.string().optional(),
    directions: z.string().optional(),
    contact: contactSchema.optional().meta({ description: 'What of it the cooperative has published' }),
    managers: z.array(z.strictObject({ role: z.enum(managerRoles), name: z.string() })),
    memberCount: z.int().min(0).optional(),
    lastMembersMeeting: dateSchema.optional(),
    papers: z
      .array(credentialTypeSchema)
      .meta({ description: 'Which papers its office has verified; never their numbers' }),
    potentials: z.array(supplySchema).meta({ description: `At most ${MOST_POTENTIALS}, flagships first` }),
    hasMore: z.boolean().meta({ description: 'There are more potentials than are shown' }),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Microsite',
    example: {
      ...example,
      qr: 'https://titik-temu.example/k/kdmp-sumberejo-batu/qr.svg',
      about: 'Selamat datang di Sumberejo.',
      managers: [{ role: 'chair', name: 'Ibu Sri' }],
      memberCount: 240,
      papers: ['nib', 'legalEntity'],
      potentials: [],
      hasMore: false,
      updatedAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type PublicMicrosite = z.infer<typeof publicMicrositeSchema>;
export type Supply = PublicMicrosite['potentials'][number];

/** All that a public microsite is made of. */
export type Behind = {
  cooperative: Cooperative;
  microsite: Microsite;
  potentials: readonly Potential[];
  /** More potentials than were read. */
  hasMore: boolean;
};

/** Of one that can be seen; `publicUrl` is where people reach the service. */
export function listMicrosite(
  { cooperative, microsite }: Pick<Behind, 'cooperative' | 'microsite'>,
  publicUrl: string,
): ListedMicrosite {
  const { id, name, kind, regionCode, units = [] } = cooperative;
  return {
    slug: microsite.slug,
    url: addressesOf(publicUrl, microsite.slug).url,
    cooperativeId: id,
    name,
    kind,
    regionCode,
    regionName: placeOf(regionCode),
    units,
  };
}

/** Of one that can be seen, as everybody sees it at `now`. Flagships first, then what was confirmed lately. */
export function viewMicrosite(behind: Behind, publicUrl: string, now: Date): PublicMicrosite {
  const { cooperative, microsite, potentials } = behind;
  const { about, address, openingHours, directions, lastMembersMeeting, showPrices = false } = microsite;
  const contact = publicContactOf(microsite, cooperative);
  const today = dayOf(now, cooperative.regionCode);
  const shown = potentials
    .map((potential) => supplyOf(potential, showPrices, today, now))
    .sort((a, b) => rankOf(a) - rankOf(b));
  return {
    ...listMicrosite(behind, publicUrl),
    qr: addressesOf(publicUrl, microsite.slug).qr,
    ...definedOnly({ about, address, openingHours, directions, lastMembersMeeting }),
    ...(Object.keys(contact).length === 0 ? {} : { contact }),
    managers: (microsite.managers ?? []).flatMap(({ role, name, public: isPublic }) =>
      isPublic === true ? [{ role, name }] : [],
    ),
    ...definedOnly({ memberCount: cooperative.memberCount }),
    papers: credentialsOn(cooperative.credentials, dayOf(now)).flatMap(({ type, status }) =>
      status === 'verified' ? [type] : [],
    ),
    potentials: shown.slice(0, MOST_POTENTIALS),
    hasMore: behind.hasMore || shown.length > MOST_POTENTIALS,
    updatedAt: microsite.updatedAt > cooperative.updatedAt ? microsite.updatedAt : cooperative.updatedAt,
  };
}

const rankOf = ({ flagship, stale }: Supply): number => (stale ? 2 : 0) + (flagship === true ? 0 : 1);

/** Without what only who deals with it needs to know: descriptions, the member that makes it, claims without proof. */
function supplyOf(potential: Potential, showPrice: boolean, today: string, now: Date): Supply {
  const { id, commodity, title, capacity, months, price, grade, flagship, harvest } = potential;
  const isAhead = harvest !== undefined && (harvest.until ?? harvest.from) >= today;
  return {
    id,
    commodity,
    title,
    capacity,
    months,
    ...definedOnly({ price: showPrice ? price : undefined, grade, flagship }),
    ...(isAhead
      ? { harvest: definedOnly({ from: harvest.from, until: harvest.until, expected: harvest.expected }) }
      : {}),
    stale: isStale(potential, now),
  };
}
