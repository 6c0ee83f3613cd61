/** An offer, its partners and their claims over HTTP: how clients act on them, and whether what is stored is what they were told. */
import { expect } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import type { Claim } from '../../shared/quotas/claim.ts';
import { admin, buyerOf, officerOf } from './api.ts';
import type { Posting } from './partners.ts';
import type { DoIt } from './quota-clients.ts';
import type { QuotaHistory } from './quota-history.ts';
import type { Hosts } from './quota-hosts.ts';
import { grams, offerTerms, periodFor, type Per } from './quota-terms.ts';

/** Rice under a quota. */
export const riceOf = (total: number, per: Per) => ({
  scheme: 'distribution',
  commodity: 'rice-sphp',
  title: 'Beras SPHP',
  months: [1, 2, 3],
  deliverTo: '35.79',
  ...offerTerms(total, per),
});

/** The API over HTTP, as the builders of test worlds use it. */
export function postingOver(hosts: Hosts): Posting {
  const send = async (method: string, path: string, body: unknown, as: Caller = admin) => {
    const { status, text } = await hosts.send(method, path, as, body);
    return { status, text, body: JSON.parse(text), headers: new Headers(), bytes: new Uint8Array() };
  };
  return {
    post: (path, body, as) => send('POST', path, body, as),
    put: (path, body, as) => send('PUT', path, body, as),
  };
}

type QuotaView = {
  drawn: number;
  quantity?: { drawn: number };
  partners: { partnershipId: string; drawn: number }[];
};

type Things = { offerId: string; buyerId: string; partners: { id: string; partnershipId: string }[] };

/** The offer of one round, its partners and their claims, over HTTP. */
export function overHttp(hosts: Hosts, { offerId, buyerId, partners }: Things, per: Per) {
  // As the clocks of Batu say it.
  const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
  const buyer = buyerOf(buyerId);
  const paths = { release: 'release', correct: 'correction', deliver: 'delivery', clear: 'clearing' };
  let sends = 0;

  const doIt: DoIt = async ({ key, act, partner, claim, amount, acceptsLess }) => {
    const claims = `/v1/partnerships/${partners[partner]!.partnershipId}/claims`;
    const measure = { amount, unit: 'g' };
    const as = act === 'correct' ? buyer : officerOf(partners[partner]!.id);
    const path = act === 'claim' ? claims : `${claims}/${claim!}/${paths[act]}`;
    const reason = act === 'release' || act === 'correct' ? { reason: 'Gudang penuh' } : {};
    const body =
      act === 'claim'
        ? { period: periodFor(partner, per, year), acceptLess: acceptsLess, ...measure }
        : { ...measure, ...reason };
    const once = () => hosts.send('POST', path, as, body, key);
    // Some ask twice at the same moment: both hear the same, and it is done once.
    sends += 1;
    const answers = await Promise.all(sends % 20 === 0 ? [once(), once()] : [once()]);
    // A refusal is remembered by nobody, so that one of two may find room that the other has not found.
    const [granted, twin] = answers.filter(({ status }) => status < 300);
    const [first] = answers;
    if (granted === undefined) {
      expect(first.status, first.text).toBe(409);
      return { refused: (JSON.parse(first.text) as { detail: string }).detail };
    }
    if (twin) expect(twin.text).toBe(granted.text);
    const after = JSON.parse(granted.text) as Claim;
    return { claim: after.id, granted: grams(after.granted) };
  };

  const succeed = async (path: string, method: string, body: object) => {
    const { status, text } = await hosts.send(method, path, buyer, body);
    // A step that is repeated after a kill may have been taken already.
    if (status >= 300 && status !== 409) throw new Error(text);
  };

  /** All claims of a partner as they are stored. */
  const claimsOf = async (partnershipId: string): Promise<Claim[]> => {
    const all: Claim[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const path = `/v1/partnerships/${partnershipId}/claims?limit=100${query}`;
      const { text } = await hosts.send('GET', path, buyer);
      const page = JSON.parse(text) as { items: Claim[]; nextCursor: string | null };
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return all;
  };

  return {
    doIt,
    stage: (partner: number, operates: boolean) =>
      succeed(`/v1/partnerships/${partners[partner]!.partnershipId}/stage`, 'POST', {
        to: operates ? 'operational' : 'paused',
        ...(operates ? {} : { note: 'Stok diperiksa' }),
      }),
    total: (total: number) => succeed(`/v1/offers/${offerId}`, 'PATCH', offerTerms(total, per)),

    /** Every act that was answered is in its claim's history once, nothing else is stored, and all sums agree. */
    async agreesWith(history: QuotaHistory): Promise<void> {
      const stored = (await Promise.all(partners.map(({ partnershipId }) => claimsOf(partnershipId)))).flat();
      const did = history.done.filter(({ refused }) => refused === undefined);
      const wordsOf = (claims: { id: string; acts: string[] }[]) =>
        claims.map(({ id, acts }) => `${id}: ${acts.join(', ')}`).toSorted();
      const acknowledged = Map.groupBy(did, ({ claim }) => claim);
      const names = {
        claim: 'granted',
        release: 'released',
        deliver: 'delivered',
        clear: 'cleared',
      } as const;
      expect(
        wordsOf(
          stored.map(({ id, history: entries }) => ({
            id,
            acts: entries.map(({ act, amount }) => (act === 'corrected' ? act : `${act} ${grams(amount)}`)),
          })),
        ),
      ).toEqual(
        wordsOf(
          [...acknowledged].map(([id, acts]) => ({
            id,
            acts: acts.map(({ act, done }) => (act === 'correct' ? 'corrected' : `${names[act]} ${done}`)),
          })),
        ),
      );
      const { shares, total } = history.standing();
      const views = await Promise.all(
        [0, 1].map(async (partner) => {
          const path = `/v1/offers/${offerId}/quota?period=${periodFor(partner, per, year)}`;
          return JSON.parse((await hosts.send('GET', path, buyer)).text) as QuotaView;
        }),
      );
      expect(grams((views[0]!.quantity ?? views[0]!).drawn)).toBe(total);
      const drawn = partners.map(({ partnershipId }, n) =>
        grams(views[n % 2]!.partners.find((row) => row.partnershipId === partnershipId)!.drawn),
      );
      expect(drawn).toEqual(shares);
    },
  };
}
