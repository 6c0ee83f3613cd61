/** A cooperative's papers and its profile tell one truth: a submitted number becomes the profile's number, in one write. */
import {
  decided,
  submitted,
  type CredentialInput,
  type CredentialType,
  type CredentialVerification,
} from '../credentials/credential.ts';
import { unlessSame } from '../patch.ts';
import type { Cooperative } from './cooperative.ts';

/**
 * The cooperative with a paper submitted, or submitted anew; the very same when that is submitted already. Refuses a number that cannot be
 * one of this type.
 */
export function withSubmitted(
  before: Cooperative,
  type: CredentialType,
  input: CredentialInput,
  at: string,
): Cooperative {
  const credential = submitted(type, input, at);
  return unlessSame(before, {
    ...before,
    ...profileOf(type, credential.number),
    credentials: { ...before.credentials, [type]: credential },
    updatedAt: at,
  });
}

/** The cooperative after the office's decision on one paper, or undefined when there is no such paper. */
export function withDecided(
  before: Cooperative,
  type: CredentialType,
  decision: CredentialVerification,
  at: string,
): Cooperative | undefined {
  const credential = before.credentials[type];
  if (!credential) return undefined;
  const credentials = { ...before.credentials, [type]: decided(credential, decision, at) };
  return { ...before, credentials, updatedAt: at };
}

function profileOf(type: CredentialType, number: string | undefined): Partial<Cooperative> {
  if (type === 'nib') return { nib: number };
  if (type === 'npwp') return { npwp: number };
  if (type === 'legalEntity') return { legalEntityNumber: number };
  return type === 'bankAccount' ? { bankAccount: true } : {};
}
