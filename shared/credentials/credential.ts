/** Papers that prove something of a cooperative: submitted by it, verified by the office of its region, valid for a time. */
import * as z from 'zod';
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
  .strictObject({
    code: z.string().regex(/^\d{5}$/, 'takes the 5 digits of a KBLI code'),
    version: z.enum(['2015', '2017', '2020', '2025']).default('2020'),
  })
  .meta({ id: 'Kbli', example: { code: '47111', version: '2020' } });

export const dateSchema = z.iso.date().meta({ example: '2027-06-30' });

/** What an officer submits. A new submission waits for verification again. */
export const credentialInputSchema = z
  .strictObject({
    number: line(60).optional(),
    issuer: line(120).optional(),
    scope: z.array(kbliSchema).max(50).optional(),
    validUntil: dateSchema.optional(),
  })
  .meta({ id: 'CredentialInput' });
export type CredentialInput = z.infer<typeof credentialInputSchema>;

export const credentialStatuses = ['submitted', 'verified', 'rejected', 'suspended', 'expired'] as const;

/** A credential as it stands; `expired` follows from `validUntil`, nobody sets it. */
export const credentialSchema = credentialInputSchema
  .extend({
    type: credentialTypeSchema,
    status: z.enum(credentialStatuses),
    reason: line(500).optional(),
    submittedAt: z.iso.datetime(),
    verifiedAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Credential' });
export type Credential = z.infer<typeof credentialSchema>;

/** The papers of one cooperative by type, as they are stored with it. */
export type Credentials = Partial<Record<CredentialType, Credential>>;

/** The office's decision on a submitted paper. Whoever refuses says why. */
export const credentialVerificationSchema = z
  .strictObject({
    status: z.enum(['verified', 'rejected', 'suspended']),
    reason: line(500).optional(),
    validUntil: dateSchema.optional(),
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

/** Each paper with its status on a day. */
export function credentialsOn(credentials: Credentials, today: string): Credential[] {
  return Object.values(credentials).map((credential) => ({
    ...credential,
    status: statusOn(credential, today),
  }));
}

/** A paper as submitted anew: whatever was decided about the one before no longer holds. */
export function submitted(type: CredentialType, input: CredentialInput, at: string): Credential {
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
