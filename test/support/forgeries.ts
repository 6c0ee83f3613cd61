/**
 * Sixty-odd tokens that prove nothing: made by strangers, altered, confused in their algorithm, of another form, or truly signed with claims that
 * make nobody. Each by its name, as it follows on “a token”.
 */
import { generateKeyPairSync, sign as signRaw } from 'node:crypto';
import {
  CompactEncrypt,
  CompactSign,
  SignJWT,
  UnsecuredJWT,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import type { JWK } from 'jose';

const bytes = (text: string) => new TextEncoder().encode(text);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

/** `valid`: a token that is taken; `own`: the private key that it was signed with (ES256). */
export async function forgeries(valid: string, own: JWK): Promise<[name: string, token: string][]> {
  return [
    ...(await byStrangers(valid, own)),
    ...altered(valid),
    ...(await ofAnotherForm(valid, own)),
    ...(await withClaimsOfNobody(valid, own)),
  ];
}

async function byStrangers(valid: string, own: JWK): Promise<[string, string][]> {
  const [header, claims] = valid.split('.').slice(0, 2).map(decoded);
  const stranger = await generateKeyPair('ES256', { extractable: true });
  const theirs = await exportJWK(stranger.publicKey);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { d: _, ...published } = own;
  const signed = (headers: object) =>
    new SignJWT(claims).setProtectedHeader({ ...header, ...headers }).sign(stranger.privateKey);
  const keyed = (secret: Uint8Array, alg = 'HS256') =>
    new SignJWT(claims).setProtectedHeader({ ...header, alg }).sign(secret);
  const body = `${encoded({ ...header, alg: 'ES256' })}.${encoded(claims)}`;
  const ecdsa = Buffer.from(signRaw('sha256', Buffer.from(body), rsa.privateKey)).toString('base64url');
  return [
    ['signed by a stranger', await signed({})],
    ['of a stranger who brings the key along', await signed({ jwk: theirs })],
    ['of a stranger who says where the key is', await signed({ jku: 'https://attacker.example/keys' })],
    ['of a stranger with a certificate’s address', await signed({ x5u: 'https://attacker.example/pem' })],
    ['of a stranger with a certificate', await signed({ x5c: ['MIIB'] })],
    ['of a stranger who names no key', await signed({ kid: undefined })],
    ['of a stranger whose key is a file', await signed({ kid: '../../../../dev/null' })],
    ['of a stranger whose key is a query', await signed({ kid: "x' UNION SELECT 'k" })],
    ['of a stranger under a key’s thumbprint', await signed({ x5t: header.kid })],
    [
      'signed with RSA under the name of our key',
      await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(rsa.privateKey),
    ],
    ['signed with RSA that claims to be ES256', `${body}.${ecdsa}`],
    ['signed with a shared secret', await keyed(bytes('a secret of thirty-two characters'))],
    ['signed with an empty secret', `${encoded({ ...header, alg: 'HS256' })}.${encoded(claims)}.`],
    ['signed with our public key as the secret', await keyed(bytes(JSON.stringify(published)))],
    ['signed with a coordinate of our key as the secret', await keyed(bytes(own.x!))],
    [
      'signed with a longer secret',
      await keyed(bytes('a secret of thirty-two characters'.repeat(2)), 'HS512'),
    ],
  ];
}

function altered(valid: string): [string, string][] {
  const [header, payload, signature] = valid.split('.') as [string, string, string];
  const claims = decoded(payload);
  const flipped = (part: string, at: number) => {
    const raw = Buffer.from(part, 'base64url');
    raw[at]! ^= 1;
    return raw.toString('base64url');
  };
  const of = (part: Buffer) => part.toString('base64url');
  const half = of(Buffer.from(signature, 'base64url').subarray(0, 32));
  return [
    [
      'of another role under a true signature',
      `${header}.${encoded({ ...claims, role: 'admin' })}.${signature}`,
    ],
    [
      'of a wider region under a true signature',
      `${header}.${encoded({ ...claims, region: '64' })}.${signature}`,
    ],
    [
      'of another key under a true signature',
      `${encoded({ ...decoded(header), kid: 'x' })}.${payload}.${signature}`,
    ],
    ['with a bit turned in its first byte of signature', `${header}.${payload}.${flipped(signature, 0)}`],
    ['with a bit turned in its last byte of signature', `${header}.${payload}.${flipped(signature, 63)}`],
    ['with a bit turned in its claims', `${header}.${flipped(payload, 20)}.${signature}`],
    ['with the signature cut off', `${header}.${payload}.`],
    ['with half a signature', `${header}.${payload}.${half}`],
    ['with a signature and more', `${header}.${payload}.${signature}AAAA`],
    ['with a signature of zeros', `${header}.${payload}.${of(Buffer.alloc(64))}`],
    ['with a signature as wide as the curve', `${header}.${payload}.${of(Buffer.alloc(64, 0xff))}`],
    ['with its parts exchanged', `${payload}.${header}.${signature}`],
    ['with its claims twice', `${header}.${payload}.${payload}.${signature}`],
    ['with two parts', `${header}.${payload}`],
    ['with five parts', `${valid}.${signature}.${signature}`],
    ['with only its dots', '..'],
    ['with a blank in it', `${header} .${payload}.${signature}`],
    ['with another token behind a comma', `${header}.${payload}.x,${valid}`],
  ];
}

async function ofAnotherForm(valid: string, own: JWK): Promise<[string, string][]> {
  const [header, claims] = valid.split('.').slice(0, 2).map(decoded);
  const key = await importJWK(own, 'ES256');
  const unsigned = (headers: unknown) => `${encoded(headers)}.${encoded(claims)}.c2ln`;
  const signed = (payload: string) =>
    new CompactSign(bytes(payload)).setProtectedHeader({ ...header }).sign(key);
  const sealed = await new CompactEncrypt(bytes(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(new Uint8Array(32));
  return [
    ['that is empty', ''],
    ['that is no token', 'not-a-token'],
    ['that is huge', 'a'.repeat(5000)],
    ['that is not signed at all', new UnsecuredJWT(claims).encode()],
    ['whose algorithm is nOnE', unsigned({ ...header, alg: 'nOnE' })],
    ['whose algorithm is missing', unsigned({ kid: header.kid })],
    ['whose algorithm is a list', unsigned({ ...header, alg: ['ES256', 'none'] })],
    ['whose algorithm is a property of all objects', unsigned({ ...header, alg: 'constructor' })],
    ['whose header is a list', unsigned([header])],
    ['whose header is null', unsigned(null)],
    ['whose header is no JSON', `e30x.${encoded(claims)}.c2ln`],
    ['whose key is a number', unsigned({ ...header, kid: 7 })],
    ['with a critical extension that nobody knows', unsigned({ ...header, crit: ['exp'], exp: 1 })],
    ['whose claims are not encoded', unsigned({ ...header, b64: false, crit: ['b64'] })],
    ['that is sealed instead of signed', sealed],
    ['truly signed over a list', await signed('[]')],
    ['truly signed over null', await signed('null')],
    ['truly signed over no JSON', await signed('{"role":')],
    ['truly signed over another token', await signed(JSON.stringify(valid))],
  ];
}

async function withClaimsOfNobody(valid: string, own: JWK): Promise<[string, string][]> {
  const [header, claims] = valid.split('.').slice(0, 2).map(decoded);
  const key = await importJWK(own, 'ES256');
  const now = Math.floor(Date.now() / 1000);
  const changes: Record<string, object> = {
    'of another issuer': { iss: 'https://other.example' },
    'of our issuer among others': { iss: [claims.iss, 'https://other.example'] },
    'for another audience': { aud: 'another-service' },
    'for no audience': { aud: undefined },
    'that has expired': { exp: now - 60 },
    'that never expires': { exp: undefined },
    'that expires in words': { exp: 'tomorrow' },
    'that is not valid yet': { nbf: now + 3600 },
    'that was issued at no time': { iat: undefined },
    'of no subject': { sub: undefined },
    'of an empty subject': { sub: '' },
    'of no role': { role: undefined },
    'of a role that does not exist': { role: 'superuser' },
    'of two roles': { role: ['organizer', 'admin'] },
    'of an organizer of nowhere': { region: undefined },
    'of an organizer of a village': { region: '35.79.02.2008' },
    'of an organizer of a pattern': { region: '%' },
    'of a buyer that acts for a cooperative': { role: 'buyer', organization: 'coop_batu' },
    'of a cooperative that acts for a buyer': { role: 'cooperative', organization: 'buy_bulog' },
    'of an organization whose id is a path': { role: 'buyer', organization: 'buy_/../admin' },
  };
  return Promise.all(
    Object.entries(changes).map(async ([name, changed]): Promise<[string, string]> => {
      const payload = bytes(JSON.stringify({ ...claims, ...changed }));
      const token = await new CompactSign(payload).setProtectedHeader({ ...header }).sign(key);
      return [`truly signed ${name}`, token];
    }),
  );
}
