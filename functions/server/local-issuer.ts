/**
 * An issuer of our own for one machine, where there is no Cognito: its private key lies beside the data, readable by the owner
 * only. Nothing that runs in Lambda may import this file (a test proves it).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Caller, TokenRules } from '../api/caller.ts';

const ISSUER = 'https://localhost/titik-temu';
const AUDIENCE = 'titik-temu';
const ALGORITHM = 'ES256';

export type LocalIssuer = {
  rules: TokenRules;
  /** A token for `caller`, valid for so many hours. */
  sign(caller: Caller, hours?: number): Promise<string>;
};

/** Opens the issuer of a data directory; the first use makes its key. */
export async function openLocalIssuer(directory: string): Promise<LocalIssuer> {
  const file = join(directory, 'issuer.json');
  const privateJwk = readKey(file) ?? (await makeKey(directory, file));
  const key = await importJWK(privateJwk, ALGORITHM);
  const { d: _, ...publicJwk } = privateJwk;
  return {
    rules: { issuer: ISSUER, audience: AUDIENCE, audienceClaim: 'aud', jwks: { keys: [publicJwk] } },
    sign: (caller, hours = 12) =>
      new SignJWT({
        role: caller.role,
        ...(caller.organizationId === undefined ? {} : { organization: caller.organizationId }),
        ...(caller.region === undefined ? {} : { region: caller.region }),
      })
        .setProtectedHeader({ alg: ALGORITHM, kid: publicJwk.kid!, typ: 'at+jwt' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(caller.subject)
        .setIssuedAt()
        .setExpirationTime(`${hours}h`)
        .sign(key),
  };
}

function readKey(file: string): JWK | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeKey(directory: string, file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: ALGORITHM, use: 'sig' };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
    return jwk;
  } catch (error) {
    // The server and the token command may start together; whoever wrote first is right.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readKey(file)!;
    throw error;
  }
}
