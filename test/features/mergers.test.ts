/** Mergers: small cooperatives become one; what they had goes there, what they were stays on record, and they are closed. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rebuildMarket } from '../../functions/changes/rebuild-market.ts';
import { bestBetween } from '../../shared/market/between.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { operate } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';
import { offerOf, potentialOf, riceOf } from '../support/world-things.ts';

const office = organizerOf('35.79');

onEveryStore('a merger', (open) => {
  let api: TestApi;
  let successor: string;
  let small: string;
  beforeEach(async () => {
    api = await openApi(open);
    successor = await founded('KDMP Bulukerto', { memberCount: 40 });
    small = await founded('Koperasi Tani Makmur', {
      kind: 'other',
      memberCount: 25,
      units: ['milling'],
      storage: [{ unit: 'warehouse', capacity: { amount: 3, unit: 'ton' } }],
    });
  });
  afterEach(() => api.close());

  const founded = async (name: string, more: object): Promise<string> => {
    const { body } = await api.post(
      '/v1/cooperatives',
      { name, regionCode: '35.79.02.2008', ...more },
      admin,
    );
    await api.post(`/v1/cooperatives/${body.id}/verification`, { status: 'verified' }, admin);
    return body.id;
  };
  const record = (step: string, body: object) =>
    api.put(`/v1/cooperatives/${successor}/formation/${step}`, body, office);
  const merge = () => api.post(`/v1/cooperatives/${successor}/merger`, undefined, office);
  const decided = async (mergedFrom: string[]) => {
    const muskel = { approach: 'merged', mergedFrom, date: '2025-05-20', technicalTeamPresent: true };
    expect((await record('deliberation', muskel)).status).toBe(200);
    expect((await merge()).status).toBe(409);
    for (const step of ['foundingMeeting', 'deed'])
      expect((await record(step, { date: '2025-06-01' })).status).toBe(200);
  };

  test('moves listings and open partnerships, sums the members, and closes what merged without deleting it', async () => {
    const listed = (await api.post('/v1/potentials', potentialOf(small), officerOf(small))).body.id;
    const holding = await founded('Koperasi Multi Pihak CooSAE', { kind: 'holding' });
    const buyerId = (
      await api.post('/v1/buyers', { name: 'Toko', kind: 'private', regionCode: '35.79' }, admin)
    ).body.id;
    await api.post(`/v1/buyers/${buyerId}/verification`, { status: 'verified' }, admin);
    const offer = { ...offerOf(buyerId), requirements: {} };
    const offerId = (await api.post('/v1/offers', offer, buyerOf(buyerId))).body.id;
    const own = (await api.post('/v1/offers', { ...offerOf(small), requirements: {} }, officerOf(small))).body
      .id;
    await api.settle();
    expect((await api.get(`/v1/offers/${own}`, buyerOf(buyerId))).status).toBe(200);
    const proposal = { offerId, cooperativeId: small };
    const partnershipId = (await api.post('/v1/partnerships', proposal, officerOf(small))).body.id;
    await decided([small]);
    const merged = await merge();
    expect(merged.body).toEqual({
      items: [{ cooperativeId: small, isClosed: true, potentials: 1, partnerships: 1, left: [] }],
      isComplete: true,
    });
    const grown = (await api.get(`/v1/cooperatives/${successor}`, office)).body;
    expect(grown).toMatchObject({ memberCount: 65, units: ['milling'] });
    expect(grown.storage.length).toBe(1);
    expect((await api.get(`/v1/cooperatives/${small}`, office)).body).toMatchObject({
      name: 'Koperasi Tani Makmur',
      memberCount: 25,
      mergedInto: { cooperativeId: successor },
    });
    expect((await api.get(`/v1/potentials?cooperative=${successor}`, office)).body.items[0].id).toBe(listed);
    const partnership = (await api.get(`/v1/partnerships/${partnershipId}`, officerOf(successor))).body;
    expect([partnership.cooperativeId, partnership.history.at(-1).note]).toEqual([
      successor,
      'Koperasi Tani Makmur telah bergabung ke KDMP Bulukerto',
    ]);
    expect((await api.get(`/v1/partnerships/${partnershipId}`, officerOf(small))).status).toBe(404);
    const late = await api.post('/v1/partnerships', { offerId, cooperativeId: small }, buyerOf(buyerId));
    expect([late.status, late.body.detail]).toEqual([409, `It has merged into ${successor}; go on there.`]);
    // The market knows the listing as the successor's, and the closed one no more.
    await api.settle();
    const matches = (await api.get(`/v1/offers/${offerId}/matches`, buyerOf(buyerId))).body.items;
    expect(matches.map(({ cooperative }: { cooperative: { id: string } }) => cooperative.id)).toEqual([
      successor,
    ]);
    // Nothing is open to the closed one, not even offers without goods.
    const loan = {
      scheme: 'financing',
      title: 'Pembiayaan',
      financing: { ceiling: 1_000_000, annualRatePercent: 6, tenorMonths: 12 },
    };
    await api.post('/v1/offers', { buyerId, ...loan }, buyerOf(buyerId));
    await api.settle();
    const open = async (id: string) => (await api.get(`/v1/cooperatives/${id}/opportunities`, office)).body;
    expect((await open(successor)).items.length).toBe(2);
    expect(await open(small)).toMatchObject({ items: [], toFix: [] });
    // Nor is anybody sent to what it asked for itself: nobody there answers.
    expect((await api.get(`/v1/offers/${own}`, buyerOf(buyerId))).status).toBe(404);
    expect((await api.get(`/v1/offers/${own}`, officerOf(small))).body.status).toBe('unverified');
    // Nor would it be seated with anybody at an event that it was invited to before.
    const pairs = await bestBetween(api.table, [small, successor], [buyerId], new Date());
    expect([...pairs.best.keys()]).toEqual([successor]);
    // It counts no more among those that are founded, and joins nobody.
    const joins = await api.put(`/v1/holdings/${holding}/members/${small}`, {}, office);
    expect([joins.status, joins.body.detail]).toEqual([409, `It has merged into ${successor}; go on there.`]);
    // Closed is closed; the same request again finds nothing to do.
    expect((await api.post('/v1/potentials', potentialOf(small), officerOf(small))).status).toBe(409);
    expect((await merge()).body).toMatchObject({
      items: [{ isClosed: true, potentials: 0 }],
      isComplete: true,
    });
    expect((await api.get(`/v1/cooperatives/${successor}`, office)).body.memberCount).toBe(65);
  });

  test('of much goes on where it stopped, and counts nobody twice', async () => {
    for (let at = 0; at < 60; at += 1) {
      const listing = { ...potentialOf(small), title: `Kentang ${at}` };
      await api.post('/v1/potentials', listing, officerOf(small));
    }
    await decided([small]);
    const first = (await merge()).body;
    expect([first.isComplete, first.items[0].isClosed, first.items[0].potentials]).toEqual([
      false,
      false,
      42,
    ]);
    expect((await merge()).body).toMatchObject({
      isComplete: true,
      items: [{ isClosed: true, potentials: 18 }],
    });
    expect((await api.get(`/v1/cooperatives/${successor}`, office)).body.memberCount).toBe(65);
    await api.settle();
    const page = await api.get(`/v1/potentials?cooperative=${successor}&limit=100`, office);
    expect(page.body.items.length).toBe(60);
  });

  test('is decided by a deliberation and has a deed of its own, also of one that was founded long ago', async () => {
    for (const step of ['deliberation', 'foundingMeeting', 'deed']) {
      const body = { approach: 'new', date: '2024-03-01', technicalTeamPresent: true };
      expect((await record(step, body)).status).toBe(200);
    }
    const muskel = {
      approach: 'merged',
      mergedFrom: [small],
      technicalTeamPresent: true,
      reason: 'Bergabung',
    };
    const aside = await record('microsite', muskel);
    expect([aside.status, aside.body.errors[0].pointer]).toEqual([422, '#/approach']);
    expect((await record('deliberation', { ...muskel, date: '2025-05-20' })).status).toBe(200);
    const early = await merge();
    expect([early.status, early.body.detail]).toEqual([
      409,
      'The deed of the merger (Akta penggabungan) is not recorded yet.',
    ]);
    for (const step of ['foundingMeeting', 'deed']) await record(step, { date: '2025-06-01' });
    const another = await founded('Koperasi Wanita', { kind: 'other', memberCount: 10 });
    const more = await record('microsite', { mergedFrom: [small, another] });
    expect([more.status, more.body.errors[0].pointer]).toEqual([422, '#/mergedFrom']);
    expect((await merge()).body.isComplete).toBe(true);
    // A year later others follow, in a round of their own.
    const next = { ...muskel, mergedFrom: [another], date: '2025-07-01' };
    expect((await record('deliberation', next)).body.round).toBe(3);
    expect((await merge()).status).toBe(409);
    for (const step of ['foundingMeeting', 'deed']) await record(step, { date: '2025-08-01' });
    expect((await merge()).body.items).toMatchObject([{ cooperativeId: another, isClosed: true }]);
    const { switches } = (await api.get(`/v1/cooperatives/${successor}/formation`, office)).body;
    expect(switches).toMatchObject([{ round: 2 }, { round: 3, from: 'merged', mergedFrom: [small] }]);
    expect((await api.get(`/v1/cooperatives/${successor}`, office)).body.memberCount).toBe(75);
  });

  test('never goes both ways: what has merged away takes nobody over', async () => {
    const back = {
      approach: 'merged',
      mergedFrom: [successor],
      date: '2025-05-20',
      technicalTeamPresent: true,
    };
    const path = `/v1/cooperatives/${small}`;
    for (const step of ['deliberation', 'foundingMeeting', 'deed']) {
      const { status } = await api.put(
        `${path}/formation/${step}`,
        step === 'deliberation' ? back : { date: '2025-06-01' },
        office,
      );
      expect(status).toBe(200);
    }
    await decided([small]);
    expect((await merge()).body.isComplete).toBe(true);
    expect((await api.post(`${path}/merger`, undefined, office)).status).toBe(409);
    expect((await api.get(`/v1/cooperatives/${successor}`, office)).body).not.toHaveProperty('mergedInto');
  });

  test('makes nobody its own partner: what the two had between them stays with the closed one', async () => {
    const offer = { ...offerOf(successor), requirements: {} };
    const offerId = (await api.post('/v1/offers', offer, officerOf(successor))).body.id;
    const proposal = { offerId, cooperativeId: small };
    const { id } = (await api.post('/v1/partnerships', proposal, officerOf(small))).body;
    await decided([small]);
    expect((await merge()).body.items).toMatchObject([{ isClosed: true, partnerships: 0, left: [id] }]);
  });

  test('of twenty takes more than one request where one of them has much', async () => {
    for (let at = 0; at < 42; at += 1) {
      await api.post('/v1/potentials', { ...potentialOf(small), title: `Kentang ${at}` }, officerOf(small));
    }
    const others: string[] = [];
    for (let at = 2; at <= 20; at += 1) others.push(await founded(`Koperasi Tani ${at}`, { kind: 'other' }));
    await decided([small, ...others]);
    const first = (await merge()).body;
    expect([first.isComplete, first.items.length, first.items[0].isClosed]).toEqual([false, 1, true]);
    expect((await merge()).body).toMatchObject({ isComplete: true });
  });

  test('may bring more rooms together than one cooperative can state', async () => {
    const room = { unit: 'warehouse', capacity: { amount: 3, unit: 'ton' } };
    const rooms = Array.from({ length: 20 }, () => room);
    await api.patch(`/v1/cooperatives/${successor}`, { storage: rooms, memberCount: 1_000_000 }, admin);
    await decided([small]);
    expect((await merge()).body).toMatchObject({ isComplete: true });
    const grown = (await api.get(`/v1/cooperatives/${successor}`, office)).body;
    expect([grown.storage.length, grown.memberCount]).toEqual([21, 1_000_025]);
  });

  test('keeps what was delivered before it: the successor’s promises are not broken by the change of name', async () => {
    const buyerId = (
      await api.post('/v1/buyers', { name: 'Bulog', kind: 'bumn', regionCode: '35.79' }, admin)
    ).body.id;
    await api.post(`/v1/buyers/${buyerId}/verification`, { status: 'verified' }, admin);
    const offerId = (await api.post('/v1/offers', riceOf(buyerId), buyerOf(buyerId))).body.id;
    const claims = `/v1/partnerships/${await operate(api, offerId, small, buyerId)}/claims`;
    const { id } = (await api.post(claims, { period: 'once', amount: 200, unit: 'kg' }, officerOf(small)))
      .body;
    await api.post(`${claims}/${id}/delivery`, { amount: 150, unit: 'kg' }, buyerOf(buyerId));
    const kept = async () => {
      await api.settle();
      const [first] = (await api.get('/v1/reports/promises?region=35.79', office)).body.partnerships;
      return [first.cooperativeId, first.due, first.delivered];
    };
    expect(await kept()).toEqual([small, 200, 150]);
    await decided([small]);
    expect((await merge()).body.isComplete).toBe(true);
    expect(await kept()).toEqual([successor, 200, 150]);
  });

  test('over the border of a regency is the province’s to make: it keeps them all', async () => {
    const beyond = await founded('Koperasi Tani Ngabar', { kind: 'other', regionCode: '35.14.16.2005' });
    await api.post('/v1/potentials', potentialOf(beyond), officerOf(beyond));
    await api.settle();
    await decided([beyond]);
    expect((await merge()).status).toBe(403);
    const path = `/v1/cooperatives/${successor}/merger`;
    expect((await api.post(path, undefined, organizerOf('35'))).body.isComplete).toBe(true);
    await api.settle();
    const scratch = openSqliteTable(':memory:');
    const { wrong } = await rebuildMarket(api.table, scratch, false);
    await scratch.close();
    expect(wrong).toEqual([]);
  });

  test('is of one province, of others than itself, and not of what has merged elsewhere', async () => {
    const far = await founded('KDMP Kersik', { regionCode: '64.02.10.2010' });
    const holding = await founded('Koperasi Multi Pihak CooSAE', { kind: 'holding' });
    for (const [id, why] of [
      [far, 'lies in another province'],
      [holding, 'is a holding, whose members would belong to nobody'],
      [successor, 'is this cooperative itself'],
      ['coop_unknown', 'is not the id of a cooperative'],
    ]) {
      const muskel = { approach: 'merged', mergedFrom: [id], technicalTeamPresent: true };
      const { status, body } = await record('deliberation', muskel);
      expect([status, body.errors]).toEqual([422, [{ pointer: '#/mergedFrom/0', in: 'body', detail: why }]]);
    }
  });
});
