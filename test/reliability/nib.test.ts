/**
 * One business number, one organization: whoever registers, changes or submits it at the same moment, one gets it and everyone
 * else is told so with a pointer; what the guard item says and what the organizations say is the same afterwards.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nibHolders } from '../../shared/nib.ts';
import { admin, openApi, type Received, type TestApi } from '../support/api.ts';
import { effort, timeout } from '../support/effort.ts';
import { onEveryStore } from '../support/tables.ts';

const CONTESTANTS = 32;

/** An organization that lives through all races, and the NIB it has by now. */
type Party = { path: string; nib?: string };

onEveryStore('a NIB', (open, store) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open, undefined, { perSecond: 1e6, burst: 1e6 });
  });
  afterEach(() => api.close());

  const register = (kind: 'cooperatives' | 'buyers', fields: object): Promise<Received> =>
    api.post(
      `/v1/${kind}`,
      kind === 'buyers'
        ? { name: 'CV Sumber Rejeki', kind: 'private', regionCode: '35.79', ...fields }
        : { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008', ...fields },
      admin,
    );
  const setNib = (party: Party, nib: string | null) => api.patch(party.path, { nib }, admin);
  const submitPaper = (party: Party, nib: string) =>
    api.put(`${party.path}/credentials/nib`, { number: nib }, admin);

  /** Whom the answer is about: the organization that was made, or the one acted on. */
  const ownPath = ({ headers }: Received, party?: Party) => party?.path ?? headers.get('location')!;

  /** Each organization shows the NIB that its guard says it holds, and no other guard names it. */
  async function guardsAgree(parties: Iterable<Party>): Promise<void> {
    for (const { path, nib } of parties) {
      const { body } = await api.get(path, admin);
      expect(body.nib, path).toBe(nib);
      if (nib !== undefined) expect(await nibHolders(api.table, [nib])).toEqual([body.id]);
    }
  }

  test('that 32 want at the same moment goes to exactly one, and 31 are told', { timeout }, async () => {
    const { draw, goesOn, report } = effort(`NIB on ${store}`, store === 'SQLite' ? 2_000 : 40, 2);
    const parties: Party[] = [];
    for (let n = 0; n < 2 * CONTESTANTS; n += 1) {
      const made = await register(n % 2 === 0 ? 'cooperatives' : 'buyers', {});
      parties.push({ path: ownPath(made) });
    }
    const seen = { races: 0, requests: 0, takenOver: 0, nobody: 0 };
    for (; goesOn(seen.races); seen.races += 1) {
      const nib = String(1_000_000_000_000 + seen.races);
      const former = draw.happens(0.2) ? draw.one(parties) : undefined;
      if (former) {
        expect((await setNib(former, nib)).status).toBe(200);
        former.nib = nib;
      }
      const contestants = draw.shuffled(parties.filter((party) => party !== former)).slice(0, CONTESTANTS);
      // Its holder gives it up in the midst of them: then one of those who come later gets it, or nobody.
      let givenUp: Promise<Received> | undefined;
      const givenUpAfter = draw.between(0, 2 * CONTESTANTS);
      const answers = await Promise.all(
        contestants.map(async (party, at) => {
          if (former && at === Math.min(givenUpAfter, CONTESTANTS - 1)) givenUp = setNib(former, null);
          if (draw.happens(0.5)) {
            return { answer: await register(draw.happens(0.5) ? 'buyers' : 'cooperatives', { nib }) };
          }
          const isCooperative = party.path.includes('cooperatives');
          const answer = await (isCooperative && draw.happens(0.5)
            ? submitPaper(party, nib)
            : setNib(party, nib));
          return { party, answer };
        }),
      );
      if (former) {
        expect((await givenUp)?.status).toBe(200);
        delete former.nib;
      }
      const winners = answers.filter(({ answer }) => answer.status < 300);
      expect(winners.length, `race for ${nib}`).toBeLessThanOrEqual(1);
      if (!former) expect(winners.length, `race for ${nib}`).toBe(1);
      for (const { answer } of answers) {
        if (answer.status < 300) continue;
        expect(answer.status, answer.text).toBe(409);
        expect(answer.body.errors).toEqual([
          expect.objectContaining({ pointer: expect.stringMatching(/^#\/(nib|number)$/) as string }),
        ]);
      }
      const [holder] = await nibHolders(api.table, [nib]);
      const [winner] = winners;
      expect(holder).toBe(winner && ownPath(winner.answer, winner.party).split('/').at(-1));
      if (winner?.party) winner.party.nib = nib;
      seen.requests += answers.length;
      if (former && winner) seen.takenOver += 1;
      if (!winner) seen.nobody += 1;
    }
    await guardsAgree(parties);
    report(seen);
  });

  test('that is given up is free at once, and one that was left for another is free too', async () => {
    const first = { path: ownPath(await register('cooperatives', { nib: '9120001234567' })) };
    const second = { path: ownPath(await register('buyers', { nib: '9120001234568' })) };
    expect((await setNib(second, '9120001234567')).status).toBe(409);
    expect((await submitPaper(first, '9120001234569')).status).toBe(200);
    expect((await setNib(second, '9120001234567')).status).toBe(200);
    expect((await register('buyers', { nib: '9120001234568' })).status).toBe(201);
    await guardsAgree([
      { ...first, nib: '9120001234569' },
      { ...second, nib: '9120001234567' },
    ]);
  });
});
