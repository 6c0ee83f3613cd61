/** Marks everything private in the world with a text of its own, so that any answer or log line that carries one gives itself away. */
import type { Caller } from '../../functions/api/caller.ts';
import { within } from '../../shared/regions/region-code.ts';
import { secretKey } from '../../shared/table/keys.ts';
import { admin, buyerOf, officerOf, type Received, type TestApi } from './api.ts';
import { potentialOf } from './world-things.ts';
import { type World } from './world.ts';

/** `text` may be seen by `ownerId`, by the offices of `regionCode` (of several, by any), and by nobody else but an admin. */
export type Canary = { text: string; ownerId?: string | string[]; regionCode?: string | string[] };

/** Looks for canaries that `caller` has no right to, in the whole answer. */
export type Search = (
  received: Pick<Received, 'text' | 'headers'>,
  caller: Caller | undefined,
  where: string,
) => void;

/** Sets a canary into every private field; the hidden things of the world are private as a whole. */
export async function plantCanaries(api: TestApi, world: World): Promise<Canary[]> {
  const canaries: Canary[] = [];
  const plant = async (
    method: 'patch' | 'put' | 'post',
    path: string,
    body: object,
    owner: Omit<Canary, 'text'>,
    as: Caller = admin,
  ): Promise<void> => {
    const { status, text } = await api[method](path, body, as);
    if (status >= 300) throw new Error(`${path}: ${text}`);
    // An id is made by chance and may hold three sevens.
    const planted = leaves(body).filter(
      (value) => /canary|777/i.test(value) && !/^[a-z]+_[0-9a-f]{32}$/.test(value),
    );
    for (const value of planted) canaries.push({ text: value, ...owner });
  };
  const contactOf = (n: number) => ({
    name: `Canary Contact ${n}`,
    phone: `+62 777 000 ${n}00`,
    email: `canary-contact-${n}@koperasi.example`,
  });

  const cooperatives = [
    [world.cooperativeId, '35.79.02.2008'],
    [world.otherCooperativeId, '64.02.06.1010'],
    [world.rejectedCooperativeId, '35.79.02.2002'],
  ] as const;
  for (const [n, [ownerId, regionCode]] of cooperatives.entries()) {
    const owner = { ownerId, regionCode };
    const path = `/v1/cooperatives/${ownerId}`;
    const numbers = { npwp: `777000000000000${n}`, legalEntityNumber: `AHU-CANARY-${n}` };
    await plant('patch', path, { contact: contactOf(n), ...numbers }, owner);
    const paper = { number: `CANARY-HALAL-${n}`, issuer: `Canary Issuer ${n}` };
    await plant('put', `${path}/credentials/halal`, paper, owner);
    const decision = { status: 'suspended', reason: `Canary reason ${n}` };
    await plant('post', `${path}/credentials/halal/verification`, decision, owner);
  }
  const buyers = [
    [world.buyerId, '35.79'],
    [world.otherBuyerId, '64.72'],
    [world.hiddenBuyerId, '35.79'],
  ] as const;
  for (const [n, [ownerId, regionCode]] of buyers.entries()) {
    const change = { contact: contactOf(n + 5), npwp: `77700000000000${n}5` };
    await plant('patch', `/v1/buyers/${ownerId}`, change, { ownerId, regionCode });
  }

  const hidden = { ownerId: world.hiddenBuyerId, regionCode: '35.79' };
  const profile = { name: 'PT Canary Tersembunyi', website: 'https://canary.example' };
  await plant('patch', `/v1/buyers/${world.hiddenBuyerId}`, profile, hidden);
  const terms = { title: 'Canary untuk toko', description: 'Canary description' };
  await plant('patch', `/v1/offers/${world.hiddenOfferId}`, terms, hidden, buyerOf(world.hiddenBuyerId));
  const rejected = { ownerId: world.rejectedCooperativeId, regionCode: '35.79.02.2002' };
  await plant('patch', `/v1/cooperatives/${rejected.ownerId}`, { name: 'KDMP Canary Ditolak' }, rejected);
  const verdict = { status: 'rejected', reason: 'Canary verdict' };
  await plant('post', `/v1/cooperatives/${rejected.ownerId}/verification`, verdict, rejected);
  const supply = { ...potentialOf(rejected.ownerId), title: 'Panen Canary ditolak' };
  await plant('post', '/v1/potentials', supply, rejected, officerOf(rejected.ownerId));

  const refusal = { refuses: ['buy_canary-refused'], wants: ['buy_canary-wanted'] };
  const party = { ownerId: world.cooperativeId, regionCode: '35.79' };
  await plant('patch', `/v1/events/${world.eventId}/participants/${party.ownerId}`, refusal, party);
  const declined = { ownerId: world.otherCooperativeId, regionCode: '35.79' };
  const meetingPath = `/v1/events/${world.publishedEventId}/meetings/${world.otherMeetingId}`;
  const reason = { side: 'cooperative', reason: 'Canary sudah bermitra' };
  await plant('post', `${meetingPath}/decline`, reason, declined);
  const between = {
    ownerId: [world.otherCooperativeId, world.buyerId],
    regionCode: ['64.02.06.1010', '35.79'],
  };
  const brokered = { offerId: world.offerId, cooperativeId: world.otherCooperativeId, note: 'Canary broker' };
  await plant('post', '/v1/partnerships', brokered, between);
  const met = { ownerId: [world.cooperativeId, world.otherBuyerId], regionCode: '35.79' };
  const outcome = { result: 'no-interest', note: 'Canary outcome' };
  const meeting = `/v1/events/${world.publishedEventId}/meetings/${world.metMeetingId}`;
  await plant('post', `${meeting}/outcome`, outcome, met);

  const task = { title: 'Canary task', organizationId: party.ownerId, dueOn: '2027-03-20' };
  await plant('post', `/v1/events/${world.eventId}/follow-ups`, task, party);

  // The key that seals cursors is made at its first use, and belongs to nobody.
  await api.get('/v1/cooperatives?limit=1', admin);
  const secret = await api.table.get(secretKey('cursor'));
  for (const value of leaves(secret ?? {})) if (value.length >= 32) canaries.push({ text: value });
  if (!canaries.some(({ ownerId }) => ownerId === undefined)) throw new Error('the secret was not found');
  await api.settle();
  return canaries;
}

/** The search for these canaries; it throws at the first that the caller may not see. Nobody is ever shown a token. */
export function searchFor(canaries: readonly Canary[]): Search {
  return ({ text, headers }, caller, where) => {
    const all = `${text}\n${JSON.stringify([...headers])}`;
    if (/eyJ[\w-]+\.eyJ/.test(all)) throw new Error(`${where} shows a token: ${all}`);
    const leak = canaries.find((canary) => all.includes(canary.text) && !mayKnow(caller, canary));
    if (leak) throw new Error(`${where} shows ${JSON.stringify(caller)} ${leak.text}: ${all}`);
  };
}

function mayKnow(caller: Caller | undefined, { ownerId, regionCode }: Canary): boolean {
  if (ownerId === undefined || caller === undefined) return false;
  const { role, organizationId, region } = caller;
  if (role === 'admin' || (organizationId !== undefined && [ownerId].flat().includes(organizationId)))
    return true;
  return region !== undefined && [regionCode ?? []].flat().some((code) => within(code, region));
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
