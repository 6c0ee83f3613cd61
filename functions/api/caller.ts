/** Who asks: read from a verified token, and from nothing else. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import * as z from 'zod';
import { systemClock, type Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/errors.ts';

export const roles = ['cooperative', 'buyer', 'organizer', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `organizationId` is missing for someone who has yet to register their organization; `region` is an organizer's own. */
export type Caller = { subject: string; role: Role; organizationId?: string; region?: string };

/** Proves a bearer token and says who holds it; refuses with `unauthenticated` and never tells a forger why. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** What a token must prove. `jwks` is the issuer's key set: its address (fetched once and cached) or the keys themselves. */
export type TokenRules = {
  issuer: string;
  audience: string;
  /** Cognito names the audience of an access token in `client_id`, everyone else in `aud`. */
  audienceClaim: 'aud' | 'client_id';
  jwks: URL | JSONWebKeySet;
};

const claims = z.object({
  sub: z.string().min(1).max(200),
  role: z.enum(roles),
  organization: z
    .string()
    .regex(/^(?:coop|buy)_[0-9a-z-]{1,64}$/)
    .optional(),
  region: z
    .string()
    .regex(/^\d{2}(?:\.\d{2}(?:\.\d{2})?)?$/)
    .optional(),
});

/** Asymmetric only, and chosen here: what a token says of itself decides nothing. */
const algorithms = ['ES256', 'RS256'];

/** Tokens remembered as proven, at most; a signature costs a hundred times what a look-up does. */
const MOST_REMEMBERED = 2_000;

/**
 * A verifier for one issuer. Checks signature, algorithm, issuer, audience, expiry, and that the claims make a caller.
 * A proven token is remembered until it expires, never longer.
 */
export function tokenVerifier(rules: TokenRules, clock: Clock = systemClock): VerifyToken {
  const prove = signatureProof(rules, clock);
  const proven = new Map<string, { caller: Caller; expires: number }>();
  return async (token) => {
    const now = clock().getTime();
    const known = proven.get(token);
    if (known !== undefined && now < known.expires) return known.caller;
    proven.delete(token);
    const payload = await prove(token);
    const caller = callerFrom(payload);
    if (proven.size >= MOST_REMEMBERED) proven.clear();
    proven.set(token, { caller, expires: payload.exp! * 1000 });
    return caller;
  };
}

function signatureProof(rules: TokenRules, clock: Clock): (token: string) => Promise<JWTPayload> {
  const keys = rules.jwks instanceof URL ? createRemoteJWKSet(rules.jwks) : createLocalJWKSet(rules.jwks);
  return async (token) => {
    let payload: JWTPayload;
    try {
      const verified = await jwtVerify(token, keys, {
        algorithms,
        issuer: rules.issuer,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: 5,
        currentDate: clock(),
        ...(rules.audienceClaim === 'aud' ? { audience: rules.audience } : {}),
      });
      payload = verified.payload;
    } catch (error) {
      // The key set could not be fetched: that is our trouble, not a forgery.
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
        throw new Refusal('unavailable', 'Tokens cannot be checked at the moment; try again shortly.', [], 5);
      }
      throw unauthenticated();
    }
    if (rules.audienceClaim === 'client_id') {
      if (payload['client_id'] !== rules.audience || payload['token_use'] !== 'access')
        throw unauthenticated();
    }
    return payload;
  };
}

/** The claims as a caller. An organizer without a region, or a buyer acting for a cooperative, is nobody. */
function callerFrom(payload: JWTPayload): Caller {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw unauthenticated();
  const { sub, role, organization, region } = parsed.data;
  if (role === 'organizer' && region === undefined) throw unauthenticated();
  if (role === 'cooperative' && organization?.startsWith('buy_')) throw unauthenticated();
  if (role === 'buyer' && organization?.startsWith('coop_')) throw unauthenticated();
  return {
    subject: sub,
    role,
    ...(organization === undefined ? {} : { organizationId: organization }),
    ...(region === undefined ? {} : { region }),
  };
}

/** The one answer to a missing, expired or forged token. */
export function unauthenticated(): Refusal {
  return new Refusal('unauthenticated', 'Send a valid access token: "Authorization: Bearer <token>".');
}
