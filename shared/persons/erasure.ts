/** The erasure of a person: what is taken on at once, what is then worked off, and what remains as the proof that it was done. */
import * as z from 'zod';
import { idPattern } from '../ids.ts';
import { wordingSchema, type Wording } from '../wording.ts';

/** An erasure as it is stored. `person` is gone once it is done: the proof leads to nobody. */
export type Erasure = {
  readonly id: string;
  readonly acceptedAt: string;
  readonly doneAt?: string;
  readonly person?: string;
};

/** The erasure once everything is done. */
export const done = ({ id, acceptedAt }: Erasure, at: string): Erasure => ({ id, acceptedAt, doneAt: at });

/** For how many days the proof is kept. */
export const PROOF_DAYS = 5 * 366;

export const receiptSchema = z
  .strictObject({
    id: z
      .string()
      .regex(idPattern('era'))
      .nullable()
      .meta({ description: 'To ask an office about it; null where nothing was held' }),
    acceptedAt: z.iso.datetime(),
    erased: z.array(wordingSchema).meta({ description: 'What is erased' }),
    kept: z
      .array(wordingSchema)
      .meta({ description: 'What is kept without the person, and what goes later' }),
  })
  .meta({
    id: 'ErasureReceipt',
    example: {
      id: 'era_019a4b6f2c007aa199bb22cc33dd44ee',
      acceptedAt: '2025-11-02T03:00:00.000Z',
      erased: [
        {
          id: 'Kaitan antara akun Anda dan yang pernah Anda tulis',
          en: 'What led from your account to what you wrote',
        },
      ],
      kept: [
        {
          id: 'Kemitraan, transaksi dan acara tetap ada dengan nama samaran yang tidak menunjuk kepada siapa pun',
          en: 'Partnerships, trades and events stay, under a pseudonym that leads to nobody',
        },
      ],
    },
  });
export type Receipt = z.infer<typeof receiptSchema>;

/** What is said to who asked; `id` is null where nothing was held. */
export function receiptOf(
  id: string | null,
  acceptedAt: string,
  { wrote, losesContact }: { wrote: boolean; losesContact: boolean },
): Receipt {
  return {
    id,
    acceptedAt,
    erased: [...(wrote ? [said.link, said.answers] : []), ...(losesContact ? [said.contact] : [])],
    kept: [...(wrote ? [said.acts] : []), ...(id === null ? [] : [said.copies]), said.account, said.names],
  };
}

const said = {
  link: {
    id: 'Kaitan antara akun Anda dan yang pernah Anda tulis, serta daftar yang pernah Anda tulis',
    en: 'What led from your account to what you wrote, and the list of what you wrote to',
  },
  answers: {
    id: 'Salinan jawaban atas permintaan Anda (Idempotency-Key)',
    en: 'Copies of the answers to your requests (Idempotency-Key)',
  },
  contact: {
    id: 'Kontak organisasi yang adalah Anda; organisasi diberi tahu',
    en: 'The contact of the organization that is you; the organization is told',
  },
  acts: {
    id: 'Kemitraan, transaksi, acara dan catatan lain organisasi tetap ada, dengan nama samaran yang tidak menunjuk kepada siapa pun',
    en: 'Partnerships, trades, events and other records of organizations stay, under a pseudonym that leads to nobody',
  },
  copies: {
    id: 'Cadangan basis data hilang dengan sendirinya paling lambat setelah 35 hari',
    en: 'Backups of the database are gone by themselves after 35 days at most',
  },
  account: {
    id: 'Akun untuk masuk dikelola penerbitnya dan berlaku sampai dihapus di sana; siapa yang terus memakainya tercatat sebagai orang baru',
    en: 'The account to sign in with is its issuer’s and holds until it is removed there; who goes on using it counts as somebody new',
  },
  names: {
    id: 'Nama Anda yang ditulis orang lain dalam teks bebas (daftar hadir, catatan): mintalah kepada dinas',
    en: 'Your name where others wrote it in free text (attendance, notes): ask the office',
  },
} as const satisfies { [about: string]: Wording };
