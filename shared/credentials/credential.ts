/** Papers that prove something of a cooperative: submitted by it, verified by the office of its region, valid for a time. */
import * as z from 'zod';
import { invalid } from '../errors.ts';
import { line } from '../text.ts';

/** Certificates of goods; an offer may ask for them in `certifications`. */
export const certificateTypes = [
  'halal',
  'pirt',
  'bpom-md',
  'bpom-tr',
  'psat',
  'nkv',
  'organic-sni',
  'sni',
  'svlk',
  'haccp',
  'skp',
  'ispo',
  'export-registration',
  'health-certificate',
  'seed-certificate',
  'trademark',
] as const;
export type CertificateType = (typeof certificateTypes)[number];
export const certificateSchema = z.enum(certificateTypes).meta({ id: 'CertificateType', example: 'halal' });

/** All papers: those of the organization first. */
export const credentialTypes = [
  'nib',
  'legalEntity',
  'npwp',
  'bankAccount',
  'businessPlan',
  'cooperativeNumber',
  'pharmacyLicence',
  ...certificateTypes,
] as const;
export type CredentialType = (typeof credentialTypes)[number];
export const credentialTypeSchema = z.enum(credentialTypes).meta({ id: 'CredentialType', example: 'nib' });

/** A KBLI activity code with the edition of the classification it belongs to. */
export const kbliSchema = z
  .strictObject(
    {
      code: z.string().regex(/^\d{5}$/, 'takes the 5 digits of a KBLI code'),
      version: z.enum(['2015', '2017', '2020', '2025']).default('2020'),
    },
    { error: 'takes a code with its edition, such as {"code": "47111", "version": "2020"}' },
  )
  .meta({ id: 'Kbli', example: { code: '47111', version: '2020' } });

/** Mostly of what has happened: an example in the future is refused there. */
export const dateSchema = z.iso.date().meta({ example: '2025-11-03' });
const validUntilSchema = dateSchema
  .optional()
  .meta({ description: 'Its last valid day', example: '2027-06-30' });

const facts = {
  number: line(60).optional(),
  issuer: line(120).optional(),
  scope: z.array(kbliSchema).max(50).optional().meta({ description: 'KBLI activities that it covers' }),
  validUntil: validUntilSchema,
};

/** What is submitted. A new submission waits for verification again, unless the office itself says that it is verified. */
export const credentialInputSchema = z
  .strictObject({
    ...facts,
    type: credentialTypeSchema.optional(),
    status: z
      .enum(['submitted', 'verified'], {
        error:
          'takes submitted, or verified from the office; it rejects and suspends under …/verification, and expired follows from validUntil',
      })
      .optional()
      .meta({
        description: '`verified` is for the office of the region to say; left out, it is `submitted`',
      }),
  })
  .meta({
    id: 'CredentialInput',
    description: 'A paper as it is submitted; `type` may repeat the one in the path.',
    example: { number: '1234567890123', scope: [{ code: '47111', version: '2020' }] },
  });
export type CredentialInput = z.infer<typeof credentialInputSchema>;

/** What a number looks like, where that is known (domain facts); elsewhere any line of text will do. */
const numbers: Partial<Record<CredentialType, { pattern: RegExp; detail: string; needed?: true }>> = {
  nib: { pattern: /^\d{13}$/, detail: 'takes the 13 digits of a NIB', needed: true },
  npwp: { pattern: /^\d{15,16}$/, detail: 'takes the 15 or 16 digits of an NPWP', needed: true },
  legalEntity: { pattern: /./, detail: 'takes the number of the deed (AHU-…)', needed: true },
  pirt: { pattern: /^\d{15}$/, detail: 'takes the 15 digits of a P-IRT number' },
  bankAccount: { pattern: /^$/, detail: 'is never kept for a bank account; leave it out' },
};

export const credentialStatuses = ['submitted', 'verified', 'rejected', 'suspended', 'expired'] as const;

/** A credential as it stands; `expired` follows from `validUntil`, nobody sets it. */
export const credentialSchema = z
  .strictObject({
    ...facts,
    type: credentialTypeSchema,
    status: z.enum(credentialStatuses),
    reason: line(500).optional(),
    submittedAt: z.iso.datetime(),
    verifiedAt: z.iso.datetime().optional(),
  })
  .meta({
    id: 'Credential',
    example: {
      type: 'nib',
      number: '1234567890123',
      scope: [{ code: '47111', version: '2020' }],
      status: 'verified',
      submittedAt: '2025-10-02T03:00:00.000Z',
      verifiedAt: '2025-10-05T03:00:00.000Z',
    },
  });
export type Credential = z.infer<typeof credentialSchema>;

/** The papers of one cooperative by type, as they are stored with it. */
export type Credentials = Partial<Record<CredentialType, Credential>>;

/** The office's decision on a submitted paper. Whoever refuses says why. */
export const credentialVerificationSchema = z
  .strictObject({
    status: z.enum(['verified', 'rejected', 'suspended']),
    reason: line(500).optional(),
    validUntil: validUntilSchema,
  })
  .refine(({ status, reason }) => status === 'verified' || reason !== undefined, {
    path: ['reason'],
    error: 'say why, so that the cooperative knows what to mend',
  })
  .meta({ id: 'CredentialVerification' });
export type CredentialVerification = z.infer<typeof credentialVerificationSchema>;

/** The status on a day: a verified paper whose last valid day has passed is expired. */
export function statusOn(
  credential: Pick<Credential, 'status' | 'validUntil'>,
  today: string,
): Credential['status'] {
  const isOver = credential.validUntil !== undefined && credential.validUntil < today;
  return credential.status === 'verified' && isOver ? 'expired' : credential.status;
}

/** Each paper with its status on a day, in the order of {@link credentialTypes}: a store may not keep that of the members. */
export function credentialsOn(credentials: Credentials, today: string): Credential[] {
  return credentialTypes.flatMap((type) => {
    const credential = credentials[type];
    return credential ? [{ ...credential, status: statusOn(credential, today) }] : [];
  });
}

/**
 * A paper as submitted anew: whatever was decided about the one before no longer holds. Refuses another type than the one
 * that it is submitted as, and a number that cannot be one of this type.
 */
export function submitted(type: CredentialType, input: CredentialInput, at: string): Credential {
  if (input.type !== undefined && input.type !== type) {
    throw invalid(['type'], `is ${input.type}, but the path says ${type}`);
  }
  const rule = numbers[type];
  const isMissing = input.number === undefined && rule?.needed === true;
  if (rule && (isMissing || (input.number !== undefined && !rule.pattern.test(input.number)))) {
    throw invalid(['number'], rule.detail);
  }
  return { ...input, type, status: 'submitted', submittedAt: at };
}

/** A paper after the office's decision. */
export function decided(credential: Credential, decision: CredentialVerification, at: string): Credential {
  const { reason: _, verifiedAt: __, ...rest } = credential;
  return {
    ...rest,
    status: decision.status,
    ...(decision.reason === undefined ? {} : { reason: decision.reason }),
    ...(decision.validUntil === undefined ? {} : { validUntil: decision.validUntil }),
    ...(decision.status === 'verified' ? { verifiedAt: at } : {}),
  };
}
