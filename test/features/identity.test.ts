/** Tokens are verified for real: whoever forges, alters, borrows or keeps one too long is nobody (401), on every operation. */
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenVerifier } from '../../functions/api/caller.ts';
import { policy } from '../../functions/api/policy.ts';
import { openApi, organizerOf, type TestApi } from '../support/api.ts';
import { forgeries } from '../support/forgeries.ts';

let api: TestApi;
let valid: string;
beforeAll(async () => {
  api = await openApi();
  valid = await api.token(organizerOf('35'));
});
afterAll(() => api.close());

describe('a bearer token', () => {
  test('that is forged is refused by every operation that needs one', async () => {
    const operations = protectedOperations(await documented());
    expect(operations.length).toBeGreaterThan(0);
    const forged = await forgeries(valid, await api.issuerKey());
    expect(new Set(forged.map(([, token]) => token)).size).toBeGreaterThanOrEqual(60);
    for (const [name, token] of forged) {
      for (const { method, path } of operations) {
        const { status, headers } = await api.send(method, path, {
          headers: { authorization: `Bearer ${token}` },
        });
        expect(status, `${name}: ${method} ${path}`).toBe(401);
        expect(headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  test('is needed by every operation that the policy does not open to anyone', async () => {
    for (const { method, path } of protectedOperations(await documented())) {
      expect((await api.send(method, path)).status, `${method} ${path}`).toBe(401);
      const basic = await api.send(method, path, { headers: { authorization: 'Basic YTpi' } });
      expect(basic.status, `${method} ${path}`).toBe(401);
    }
  });

  test('is taken with any spelling of the scheme', async () => {
    const { status } = await api.get('/v1/cooperatives', undefined, { authorization: `bearer ${valid}` });
    expect(status).toBe(200);
  });
});

describe('the claims of a properly signed token', () => {
  const issue = async (changed: object, removed: string[] = []) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const now = Math.floor(Date.now() / 1000);
    const claims: Record<string, unknown> = {
      iss: 'https://issuer.example',
      aud: 'titik-temu',
      sub: 'someone',
      iat: now,
      exp: now + 60,
      role: 'organizer',
      region: '35',
      ...changed,
    };
    for (const name of removed) delete claims[name];
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(privateKey);
    const verify = tokenVerifier({
      issuer: 'https://issuer.example',
      audience: 'titik-temu',
      audienceClaim: 'client_id' in changed ? 'client_id' : 'aud',
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] },
    });
    return verify(token);
  };
  const past = Math.floor(Date.now() / 1000) - 3600;

  test('make a caller', async () => {
    expect(await issue({})).toEqual({ subject: 'someone', role: 'organizer', region: '35' });
    expect(await issue({ role: 'buyer', organization: 'buy_bulog', region: undefined })).toEqual({
      subject: 'someone',
      role: 'buyer',
      organizationId: 'buy_bulog',
    });
  });

  test.each<[string, object, string[]?]>([
    ['of another issuer', { iss: 'https://other.example' }],
    ['for another audience', { aud: 'another-service' }],
    ['without an audience', {}, ['aud']],
    ['that expired', { exp: past }],
    ['without an expiry', {}, ['exp']],
    ['not valid yet', { nbf: Math.floor(Date.now() / 1000) + 3600 }],
    ['without a subject', {}, ['sub']],
    ['without a role', {}, ['role']],
    ['of a role that does not exist', { role: 'superuser' }],
    ['of an organizer without a region', {}, ['region']],
    ['of an organizer of a village', { region: '35.79.02.2008' }],
    ['of a cooperative that acts for a buyer', { role: 'cooperative', organization: 'buy_bulog' }],
    ['of a buyer that acts for a cooperative', { role: 'buyer', organization: 'coop_batu' }],
    ['of an organization whose id is no id', { role: 'buyer', organization: 'buy_#/../x' }],
    ['of Cognito that is an identity token', { client_id: 'titik-temu', token_use: 'id' }],
    ['of Cognito for another client', { client_id: 'another', token_use: 'access' }],
  ])('%s prove nothing', async (_name, changed, removed) => {
    await expect(issue(changed, removed)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  test('are believed until the token expires, and not a moment longer', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const issuedAt = Math.floor(Date.now() / 1000);
    let now = new Date(issuedAt * 1000);
    const token = await new SignJWT({ sub: 'sri', role: 'admin', iat: issuedAt, exp: issuedAt - 1 })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer('https://issuer.example')
      .setAudience('titik-temu')
      .sign(privateKey);
    const rules = { issuer: 'https://issuer.example', audience: 'titik-temu', audienceClaim: 'aud' } as const;
    const verify = tokenVerifier(
      { ...rules, jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] } },
      () => now,
    );
    // Issued to end a second ago, within the tolerance for clocks that differ; five seconds later it is over.
    await expect(verify(token)).resolves.toMatchObject({ role: 'admin' });
    now = new Date((issuedAt + 5) * 1000);
    await expect(verify(token)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  test('of Cognito name the audience as the client', async () => {
    const caller = await issue({ client_id: 'titik-temu', token_use: 'access' }, ['aud']);
    expect(caller.role).toBe('organizer');
  });
});

type Document = { paths: Record<string, Record<string, { operationId: keyof typeof policy }>> };

async function documented(): Promise<Document> {
  return (await api.get('/openapi.json')).body;
}

/** Method and a path with made-up ids, of each operation that needs a token. */
function protectedOperations({ paths }: Document): { method: string; path: string }[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { operationId }]) => !('anyone' in policy[operationId]))
      .map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'coop_x') })),
  );
}
