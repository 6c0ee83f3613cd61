/** What a person is told of everything that is held of it: by kind, with the purpose, the legal ground and how long it is kept. */
import * as z from 'zod';
import { contactSchema } from '../cooperatives/cooperative.ts';
import { wordingSchema, type Wording } from '../wording.ts';

const about = { purpose: wordingSchema, legalGround: wordingSchema, kept: wordingSchema };

/** The kinds of things that somebody can have written to, by the first part of their partition. */
const kinds = {
  COOP: 'cooperative',
  BUYER: 'buyer',
  POT: 'potential',
  PROGRAMME: 'programme',
  OFFER: 'offer',
  PARTNERSHIP: 'partnership',
  TRADE: 'trade',
  TRADING: 'tradingRecord',
  EVENT: 'event',
  WEBHOOK: 'webhook',
} as const;
const kindNames = Object.values(kinds);

/** The thing of a partition; undefined for what is no thing of the domain. */
export function thingOf(partition: string): { kind: (typeof kindNames)[number]; id: string } | undefined {
  const at = partition.indexOf('#');
  const kind = kinds[partition.slice(0, at) as keyof typeof kinds];
  return kind && { kind, id: partition.slice(at + 1) };
}

/** What each kind says of itself, for the document. */
const exampleOf = (id: string, en: string) => ({
  purpose: { id, en },
  legalGround: { id: 'UU 27/2022 Pasal 20 ayat 2', en: 'UU 27/2022, article 20 paragraph 2' },
  kept: { id: 'Sampai Anda meminta penghapusan', en: 'Until you ask for erasure' },
});

export const myDataSchema = z
  .strictObject({
    account: z.strictObject({
      ...about,
      subject: z.string().meta({ description: 'As your token says; it is not stored' }),
      role: z.string(),
      organizationId: z.string().optional(),
      region: z.string().optional(),
    }),
    pseudonym: z.strictObject({
      ...about,
      id: z.string().nullable().meta({ description: 'Under which you write; null before the first time' }),
      since: z.iso.datetime().nullable(),
    }),
    contact: z.strictObject({
      ...about,
      items: z.array(
        z.strictObject({
          organizationId: z.string(),
          contact: contactSchema,
          publicFields: z.array(z.string()).meta({ description: 'What of it the microsite shows everybody' }),
        }),
      ),
    }),
    written: z.strictObject({
      ...about,
      items: z.array(z.strictObject({ kind: z.enum(kindNames), id: z.string(), at: z.iso.datetime() })),
      next: z.string().nullable().meta({ description: 'For `after`, where there are more than 999' }),
    }),
    answers: z.strictObject({
      ...about,
      items: z.array(
        z.strictObject({
          key: z.string().meta({ description: 'Your Idempotency-Key; with it the answer can be had again' }),
          status: z.int(),
          keptUntil: z.iso.datetime(),
        }),
      ),
      more: z.boolean(),
    }),
    elsewhere: z.array(wordingSchema).meta({ description: 'What is not listed here, and why' }),
  })
  .meta({
    id: 'MyData',
    example: {
      account: {
        ...exampleOf('Mengetahui siapa yang meminta', 'Knowing who asks'),
        subject: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
        role: 'cooperative',
        organizationId: 'coop_35-79-01-2005',
      },
      pseudonym: {
        ...exampleOf('Mencatat siapa yang mengubah apa', 'Keeping who changed what'),
        id: 'person_019a4b6f2c007aa199bb22cc33dd44ee',
        since: '2025-11-02T03:00:00.000Z',
      },
      contact: {
        ...exampleOf('Organisasi Anda dapat dihubungi', 'Your organization can be reached'),
        items: [
          {
            organizationId: 'coop_35-79-01-2005',
            contact: { name: 'Ibu Sri', phone: '+62 812 0000 0000' },
            publicFields: ['phone'],
          },
        ],
      },
      written: {
        ...exampleOf('Menjawab Anda apa yang pernah Anda tulis', 'Telling you what you have written to'),
        items: [{ kind: 'cooperative', id: 'coop_35-79-01-2005', at: '2025-11-02T03:00:00.000Z' }],
        next: null,
      },
      answers: {
        ...exampleOf('Permintaan yang terkirim dua kali berakibat satu kali', 'A repeat has one effect'),
        items: [],
        more: false,
      },
      elsewhere: [{ id: 'Akun untuk masuk ada pada penerbit token', en: 'The account lies with the issuer' }],
    },
  });

type About = { purpose: Wording; legalGround: Wording; kept: Wording };

const contract: Wording = {
  id: 'Pelaksanaan perjanjian organisasi Anda dengan layanan ini (UU 27/2022 Pasal 20 ayat 2 huruf b)',
  en: 'Performance of your organization’s agreement with this service (UU 27/2022, article 20 paragraph 2 b)',
};
const interest: Wording = {
  id: 'Kepentingan yang sah: pertanggungjawaban atas perubahan (UU 27/2022 Pasal 20 ayat 2 huruf f)',
  en: 'Legitimate interest: accountability for changes (UU 27/2022, article 20 paragraph 2 f)',
};

/** Of each kind of data: what it is for, on what ground, and how long it is kept. */
export const grounds = {
  account: {
    purpose: {
      id: 'Mengetahui siapa yang meminta dan apa wewenangnya',
      en: 'Knowing who asks and what it may do',
    },
    legalGround: contract,
    kept: { id: 'Tidak disimpan; hanya ada dalam token Anda', en: 'Not stored; only your token says it' },
  },
  pseudonym: {
    purpose: { id: 'Mencatat siapa yang mengubah apa', en: 'Keeping who changed what' },
    legalGround: interest,
    kept: { id: 'Sampai Anda meminta penghapusan', en: 'Until you ask for erasure' },
  },
  contact: {
    purpose: {
      id: 'Organisasi Anda dapat dihubungi pendamping dan dinasnya, dan yang diterbitkan oleh siapa pun',
      en: 'Your organization can be reached by its office, and where it is published by anybody',
    },
    legalGround: contract,
    kept: {
      id: 'Sampai diganti, dihapus atau Anda meminta penghapusan',
      en: 'Until it is replaced, removed or you ask for erasure',
    },
  },
  written: {
    purpose: { id: 'Menjawab Anda apa yang pernah Anda tulis', en: 'Telling you what you have written to' },
    legalGround: interest,
    kept: { id: 'Sampai Anda meminta penghapusan', en: 'Until you ask for erasure' },
  },
  answers: {
    purpose: {
      id: 'Permintaan yang terkirim dua kali berakibat satu kali',
      en: 'A request that is sent twice has one effect',
    },
    legalGround: contract,
    kept: { id: 'Satu hari', en: 'A day' },
  },
} as const satisfies { [kind: string]: About };

/** What is not told here, and why. */
export const elsewhere: Wording[] = [
  {
    id: 'Nama yang ditulis orang lain dalam teks bebas, daftar hadir dan daftar pengurus tidak dapat dikaitkan dengan akun: mintalah kepada dinas',
    en: 'Names that others wrote in free text, attendance and lists of managers cannot be told as yours: ask the office',
  },
  {
    id: 'Pemberitahuan, jejak perubahan dan catatan lain yang mengikuti yang Anda tulis memuat pseudonim Anda; semuanya milik hal yang tersebut di sini',
    en: 'Notices, the audit trail and other records that follow from what you wrote carry your pseudonym; they belong to the things listed here',
  },
  {
    id: 'Akun untuk masuk (surel, kata sandi) ada pada penerbit token',
    en: 'The account to sign in with (e-mail, password) lies with the issuer of the token',
  },
];
