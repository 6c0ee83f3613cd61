/** Cooperatives with papers, partners that post offers, and the steps between them, made through the API. */
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, officerOf, type TestApi } from './api.ts';

/** What these need: in this process, or over HTTP to another. */
export type Posting = Pick<TestApi, 'post' | 'put'>;

async function made(api: Posting, path: string, body: object, as: Caller = admin): Promise<string> {
  const { status, text, body: answer } = await api.post(path, body, as);
  if (status !== 201) throw new Error(`${path}: ${text}`);
  return answer.id;
}

/** A verified cooperative whose named papers are verified; legal entity and NIB unless said otherwise. */
export async function cooperativeWith(
  api: Posting,
  name: string,
  regionCode: string,
  papers: readonly string[] = ['legalEntity', 'nib'],
  fields: object = {},
): Promise<string> {
  const id = await made(api, '/v1/cooperatives', { name, regionCode, units: ['grocery'], ...fields });
  await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, admin);
  await verifyPapers(api, id, papers);
  return id;
}

let numbers = 0;

/** Enters papers as the office does, verified. */
export async function verifyPapers(
  api: Posting,
  cooperativeId: string,
  papers: readonly string[],
): Promise<void> {
  for (const type of papers) {
    numbers += 1;
    const number = type === 'bankAccount' ? {} : { number: numberOf(type, numbers) };
    const path = `/v1/cooperatives/${cooperativeId}/credentials/${type}`;
    const { status, text } = await api.put(path, { ...number, status: 'verified' }, admin);
    if (status >= 300) throw new Error(text);
  }
}

const numberOf = (type: string, n: number): string => {
  if (type === 'nib') return `999${String(n).padStart(10, '0')}`;
  return type === 'npwp' ? `99${String(n).padStart(14, '0')}` : `AHU-${n}`;
};

/** A verified buyer with an offer. */
export async function offerFrom(
  api: Posting,
  buyer: { name: string; kind: string; regionCode: string },
  offer: object,
): Promise<{ buyerId: string; offerId: string }> {
  const buyerId = await made(api, '/v1/buyers', buyer);
  return { buyerId, offerId: await made(api, '/v1/offers', { buyerId, ...offer }, buyerOf(buyerId)) };
}

/** One more offer of a buyer. */
export const anotherOffer = (api: Posting, buyerId: string, offer: object): Promise<string> =>
  made(api, '/v1/offers', { buyerId, ...offer }, actingFor(buyerId));

/** A partnership that is operational: proposed by the cooperative, tried and passed. */
export async function operate(
  api: Posting,
  offerId: string,
  cooperativeId: string,
  buyerId: string,
): Promise<string> {
  const [officer, buyer] = [actingFor(cooperativeId), actingFor(buyerId)];
  const id = await made(api, '/v1/partnerships', { offerId, cooperativeId }, officer);
  const steps: [string, Caller][] = [
    ['negotiating', buyer],
    ['trial', officer],
    ['trial', buyer],
    ['operational', buyer],
  ];
  for (const [to, as] of steps) {
    const { status, text } = await api.post(`/v1/partnerships/${id}/stage`, { to }, as);
    if (status !== 200) throw new Error(text);
  }
  return id;
}

/** Who acts for an organization. */
export const actingFor = (id: string): Caller => (id.startsWith('coop_') ? officerOf(id) : buyerOf(id));

/** Takes a partnership of these two along the shortest way to a stage, each side doing its own part; gives its id. */
export async function partnershipAt(
  api: Posting,
  stage: 'proposed' | 'negotiating' | 'mou' | 'operational',
  { cooperativeId, buyerId, offerId }: { cooperativeId: string; buyerId: string; offerId: string },
): Promise<string> {
  const id = await made(api, '/v1/partnerships', { offerId, cooperativeId }, actingFor(cooperativeId));
  const way = [
    [buyerId, 'negotiating'],
    [buyerId, 'mou'],
    [cooperativeId, 'mou'],
    [buyerId, 'operational'],
  ] as const;
  const last = way.findLastIndex(([, to]) => to === stage);
  for (const [organizationId, to] of way.slice(0, last + 1)) {
    const path = `/v1/partnerships/${id}/stage`;
    const { status, text } = await api.post(path, { to }, actingFor(organizationId));
    if (status !== 200) throw new Error(`${to}: ${text}`);
  }
  return id;
}
