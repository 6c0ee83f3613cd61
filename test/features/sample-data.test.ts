/** The sample of a new store: real places and programmes in the numbers of the news, everything invented marked as such. */
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { react } from '../../functions/changes/react.ts';
import { reactionsOver } from '../../functions/changes/reactions.ts';
import { openSqliteTable } from '../../shared/table/sqlite-table.ts';
import { rebuildMarket } from '../../functions/changes/rebuild-market.ts';
import { samplePortions, seedSample } from '../../functions/server/sample/seed.ts';
import { MarketMemory } from '../../shared/market/market-memory.ts';
import { regionName, villagesIn } from '../../shared/regions/regions.ts';
import type { Action, Change, Item, Table } from '../../shared/table/table.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore, openSqlite } from '../support/tables.ts';

const now = new Date('2026-11-21T03:00:00.000Z');
const clock = () => now;

// oxlint-disable-next-line typescript/no-explicit-any -- every answer is held against the document when it is received
type Seen = any;

/** Every item of a list, page after page. */
async function all(api: TestApi, path: string, as = admin): Promise<Seen[]> {
  const items: Seen[] = [];
  let next: string | null = path;
  while (next !== null) {
    const page = await api.get(next, as);
    expect(page.status, page.text).toBe(200);
    items.push(...page.body.items);
    next = page.body.nextCursor === null ? null : `${path}&cursor=${page.body.nextCursor}`;
  }
  return items;
}

describe('what a newcomer finds', () => {
  let api: TestApi;
  let cooperatives: Seen[];
  let potentials: Seen[];
  let offers: Seen[];
  beforeAll(async () => {
    api = await openApi(openSqlite, clock);
    expect(await seedSample(api.table, clock)).toBe('seeded');
    cooperatives = await all(api, '/v1/cooperatives?limit=100');
    potentials = await all(api, '/v1/potentials?limit=100');
    offers = await all(api, '/v1/offers?limit=100');
  });
  afterAll(() => api.close());

  test('CooSAE has the 24 of Kota Batu as its members, who supply vegetables and fruit, some of it looked at', async () => {
    const { body } = await api.get('/v1/holdings/coop_coosae', officerOf('coop_coosae'));
    expect(body.members).toMatchObject({ now: 24, confirmed: 24, groups: [{ members: 24 }] });
    expect(body.supply.map(({ commodity }: { commodity: string }) => commodity)).toEqual(
      expect.arrayContaining(['apple', 'cabbage', 'potato']),
    );
    for (const state of ['valid', 'failed', 'unchecked']) expect(body.quality[state]).toBeGreaterThan(0);
    const checked = potentials.find(({ quality }) => quality !== undefined)!;
    const found = await api.get(`/v1/potentials/${checked.id}/quality-checks`, officerOf('coop_coosae'));
    expect(found.body.items).toMatchObject([{ checkerBuys: true, evidence: ['Data contoh (sample)'] }]);
  });

  test('of Kota Batu the establishment was paid for 18 by the city and 6 by the province, and all 24 were trained', async () => {
    const payers: string[] = [];
    for (const code of villagesIn('35.79')) {
      const { body } = await api.get(`/v1/cooperatives/coop_${code.replaceAll('.', '-')}/formation`, admin);
      const deed = body.steps.find(({ step }: Seen) => step === 'deed');
      payers.push(...deed.record.funding.map(({ source }: Seen) => source));
    }
    const count = (source: string) => payers.filter((one) => one === source).length;
    expect([payers.length, count('regency'), count('provincial')]).toEqual([24, 18, 6]);
    const coverage = '/v1/mentoring/coverage?region=35.79&topic=cooperative-basics';
    expect((await api.get(coverage, admin)).body).toMatchObject({ cooperatives: 24, invited: 24 });
    expect((await api.get('/v1/pilots/comparison?region=35.71', admin)).body.pilots.cooperatives).toBe(6);
  });

  test.each([
    ['Kota Batu', '35.79', { villages: 19, urban: 5, districts: 3 }],
    ['Kabupaten Pasuruan', '35.14', { villages: 341, urban: 24, districts: 24 }],
    ['Kabupaten Kutai Kartanegara', '64.02', { villages: 193, urban: 44, districts: 20 }],
    ['Kota Kediri', '35.71', { villages: 0, urban: 46, districts: 3 }],
  ])('%s has a cooperative in every village, under its real name', (_, code, expected) => {
    const here = cooperatives.filter(
      ({ regionCode, kind }) => regionCode.startsWith(`${code}.`) && kind.endsWith('village'),
    );
    expect(here.map(({ regionCode }) => regionCode)).toEqual(villagesIn(code));
    expect({
      villages: here.filter(({ kind }) => kind === 'village').length,
      urban: here.filter(({ kind }) => kind === 'urban-village').length,
      districts: new Set(here.map(({ regionCode }) => regionCode.slice(0, 8))).size,
    }).toEqual(expected);
    for (const { name, kind, regionCode } of here) {
      expect(name).toBe(`${kind === 'village' ? 'KDMP' : 'KKMP'} ${regionName(regionCode)}`);
    }
  });

  test('the 24 of Kota Batu are members of CooSAE, a multi-stakeholder holding', async () => {
    const holding = await api.get('/v1/cooperatives/coop_coosae', admin);
    expect(holding.body).toMatchObject({
      name: 'Koperasi Multi Pihak CooSAE',
      kind: 'holding',
      form: 'multi-stakeholder',
      regionCode: '35.79',
    });
    const members = await all(api, '/v1/cooperatives?holding=coop_coosae&limit=100');
    expect(members.map(({ regionCode }) => regionCode)).toEqual(villagesIn('35.79'));
  });

  test('every village has something to sell, at least a thousand potentials in all, none of them stale', () => {
    const suppliers = new Set(potentials.map(({ cooperativeId }) => cooperativeId));
    const idle = cooperatives.filter(({ id }) => !suppliers.has(id));
    expect(idle.map(({ id }) => id)).toEqual(['coop_coosae']);
    expect(potentials.length).toBeGreaterThan(1000);
    expect(potentials.filter(({ stale }) => stale)).toEqual([]);
  });

  test('potatoes come from Sumberbrantas, tofu from Tinalan, and nobody lists apples at the coast of Lekok', () => {
    const commoditiesOf = (id: string) =>
      potentials.filter(({ cooperativeId }) => cooperativeId === id).map(({ commodity }) => commodity);
    expect(commoditiesOf('coop_35-79-02-2009')).toContain('potato');
    expect(commoditiesOf('coop_35-71-03-1008')).toContain('tofu');
    const atLekok = potentials.filter(({ regionCode }) => regionCode.startsWith('35.14.22.'));
    expect(atLekok.map(({ commodity }) => commodity)).not.toContain('apple');
  });

  test('the four of Batu, the six of Pasuruan and the six pilots of Kediri have their own papers verified', async () => {
    const batu = ['35.79.03.1001', '35.79.03.2004', '35.79.02.2002', '35.79.02.2008'];
    const pasuruan = ['35.14.09.2019', '35.14.16.2005', '35.14.06.1024', '35.14.05.2007'];
    pasuruan.push('35.14.21.2011', '35.14.16.2025');
    const kediri = ['35.71.01.1007', '35.71.01.1002', '35.71.02.1014', '35.71.02.1005'];
    kediri.push('35.71.03.1012', '35.71.03.1008');
    for (const code of [...batu, ...pasuruan, ...kediri]) {
      const id = `coop_${code.replaceAll('.', '-')}`;
      const { items } = (await api.get(`/v1/cooperatives/${id}/credentials`, officerOf(id))).body;
      for (const type of ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan']) {
        expect(
          items.find((paper: Seen) => paper.type === type),
          `${id} ${type}`,
        ).toMatchObject({ status: 'verified' });
      }
    }
  });

  test('elsewhere papers are verified, waiting and missing, so that there is something to mend; none has expired', async () => {
    const seen = new Set<string>();
    for (const { id } of cooperatives.filter(({ regionCode }) => regionCode.startsWith('35.71.'))) {
      const { items } = (await api.get(`/v1/cooperatives/${id}/credentials`, organizerOf('35'))).body;
      const nib = items.find(({ type }: Seen) => type === 'nib');
      seen.add(nib?.status ?? 'missing');
      expect(items.map(({ status }: Seen) => status)).not.toContain('expired');
    }
    expect([...seen]).toEqual(expect.arrayContaining(['verified', 'submitted', 'missing']));
  });

  test('KDMP Sumberejo has cabbage to sell and a NIB that waits: the story that the start prints', async () => {
    const id = 'coop_35-79-01-2005';
    const { items } = (await api.get(`/v1/cooperatives/${id}/credentials`, officerOf(id))).body;
    expect(items.find(({ type }: Seen) => type === 'nib')).toMatchObject({ status: 'submitted' });
    const cabbage = potentials.find((one) => one.id === 'pot_35-79-01-2005-cabbage');
    expect(cabbage.normalised.capacity.amount).toBeGreaterThanOrEqual(3000);
  });

  test('there are open offers of all four schemes, for each of the four places', () => {
    const open = offers.filter(({ status }) => status === 'open');
    const found = new Set(open.map(({ scheme }) => scheme));
    expect(found).toEqual(new Set(['purchase', 'consignment', 'distribution', 'financing']));
    expect(open.length).toBeGreaterThanOrEqual(40);
    for (const place of ['35.79', '35.14', '64.02', '35.71']) {
      expect(
        open.some(({ deliverTo }) => deliverTo?.startsWith(place)),
        place,
      ).toBe(true);
    }
  });

  test('the partnerships of the news stand at their stages: four in Kota Batu, six at work in Kabupaten Pasuruan', async () => {
    const stagesIn = async (region: string): Promise<string[]> => {
      const { items } = (await api.get(`/v1/partnerships?region=${region}`, organizerOf(region))).body;
      return items.map(
        (one: { cooperativeName: string; stage: string }) => `${one.cooperativeName} ${one.stage}`,
      );
    };
    expect(await stagesIn('35.79')).toEqual([
      'KDMP Gunungsari negotiating',
      'KDMP Bulukerto trial',
      'KKMP Dadaprejo operational',
      'KDMP Tlekung mou',
    ]);
    const atWork = await stagesIn('35.14');
    expect(atWork).toHaveLength(6);
    expect(atWork.every((one) => one.endsWith(' operational'))).toBe(true);
  });

  test('the terms that the press reports are those of the offers', () => {
    const offer = (id: string) => offers.find((one) => one.id === id);
    expect(offer('off_sphp-pasuruan')).toMatchObject({
      scheme: 'distribution',
      quota: { amount: 2, unit: 'ton', per: 'week', total: 12 },
      price: { amount: 11_300, per: 'kg' },
      partnersWanted: 6,
    });
    expect(offer('off_gabah-pasuruan')).toMatchObject({ price: { amount: 6500, per: 'kg' } });
    expect(offer('off_pinjaman-mandiri')).toMatchObject({
      scheme: 'financing',
      financing: { ceiling: 3_000_000_000, annualRatePercent: 6, tenorMonths: 72, graceMonths: 8 },
      effectiveRequirements: { legalEntity: true, npwp: true, bankAccount: true, businessPlan: true },
    });
    expect(offer('off_ppts-urea-pasuruan')).toMatchObject({
      effectiveRequirements: { kbli: ['47763'], minStorage: { amount: 5, unit: 'ton' } },
    });
    expect(offer('off_lpg-batu')).toMatchObject({ guidelines: 'awaited', status: 'open' });
  });

  test('programmes name their sources; those of Kota Batu stay in Kota Batu', async () => {
    const programmes = await all(api, '/v1/programmes?limit=100');
    expect(programmes.length).toBeGreaterThanOrEqual(8);
    for (const { source } of programmes) expect(source).toMatch(/20(25|26)/);
    const eLokal = programmes.find(({ id }) => id === 'prog_bangga-e-lokal');
    expect(eLokal.regions).toEqual(['35.79']);
  });

  test('an offer whose buyer no office has verified is seen by its buyer only', async () => {
    const hidden = await api.get('/v1/offers/off_menunggu-verifikasi', officerOf('coop_35-79-02-2009'));
    expect(hidden.status).toBe(404);
    const own = await api.get('/v1/offers/off_menunggu-verifikasi', buyerOf('buy_pembeli-baru'));
    expect(own.body.status).toBe('unverified');
  });

  test('the temu bisnis of Pasuruan waits for its 365 cooperatives and five state companies', async () => {
    const path = '/v1/events/evt_temu-bisnis-pasuruan';
    const { statements, cooperatives } = (await api.get(`${path}/capacity`, organizerOf('35.14'))).body;
    expect(cooperatives).toBe(365);
    expect(statements[0].en).toBe(
      '5 buyers at one table with 24 slots give 120 meetings for 365 cooperatives.',
    );
    const trained = await all(api, '/v1/events/evt_pelatihan-batu/participants?limit=100');
    expect(trained.length).toBeGreaterThan(20);
    expect(trained.some((one) => 'checkedInAt' in one)).toBe(true);
    expect(trained.some((one) => !('checkedInAt' in one))).toBe(true);
  });

  test('what is invented says so: numbers that cannot be real, and the word contoh in every text', async () => {
    const buyers = await all(api, '/v1/buyers?limit=100');
    const programmes = await all(api, '/v1/programmes?limit=100');
    for (const { nib, contact } of [...cooperatives, ...buyers]) {
      expect(nib ?? '000').toMatch(/^000/);
      expect(contact).toMatchObject({
        name: 'Data contoh (sample)',
        phone: expect.stringMatching(/^\+62 0/),
        email: expect.stringMatching(/\.example$/),
      });
    }
    for (const { description } of [...potentials, ...offers, ...programmes]) {
      expect(description).toMatch(/^Data contoh \(sample\)/);
    }
    for (const { verified, verification } of [...cooperatives, ...buyers]) {
      if (verified) expect(verification.reason).toContain('contoh');
    }
  });
});

describe('seeding', () => {
  /** What an uninterrupted seeding leaves. */
  let whole: Record<string, Item | null>;
  beforeAll(async () => {
    const store = await openSqlite({ clock });
    await seedSample(store.table, clock);
    whole = itemsOf(await store.drainChanges());
    await store.close();
  });

  test('the same sample comes out every time', () => {
    expect(samplePortions(now)).toEqual(samplePortions(now));
    const ids = (day: string) => samplePortions(new Date(day)).map(({ key }) => key.pk);
    expect(ids('2031-02-03T04:05:06.000Z')).toEqual(ids('2026-11-21T03:00:00.000Z'));
  });

  test('a second start changes nothing, not even what people have changed since', async () => {
    const store = await openSqlite({ clock });
    await seedSample(store.table, clock);
    await store.drainChanges();
    const changed = {
      ...(await store.table.get({ pk: 'COOP#coop_35-79-02-2008', sk: 'PROFILE' })),
      version: 2,
    };
    await store.table.write({ do: 'put', item: changed as Item });
    await store.drainChanges();

    expect(await seedSample(store.table, () => new Date('2027-06-01T00:00:00.000Z'))).toBe('present');
    expect(await store.drainChanges()).toEqual([]);
    await store.close();
  });

  test('the market is in place at once: the reactions to the sample find nothing left to do but to tell of it', async () => {
    const { table, drainChanges, close } = await openSqlite({ clock });
    await seedSample(table, clock);
    const changes = await drainChanges();
    // The first reaction packs all cooperatives of a regency again for each of them: every tenth is given to it.
    const [market, ...others] = reactionsOver(table);
    const forMarket = changes.filter(({ key }, at) => !key.pk.startsWith('COOP#') || at % 10 === 0);
    expect(await react(forMarket, [market!])).toEqual({ done: forMarket.length });
    expect(await react(changes, others)).toEqual({ done: changes.length });
    // Who wrote it, and who is invited: of the sample a server tells nobody.
    expect((await drainChanges()).filter(({ key }) => !/^(?:AUDIT|NOTICES)#/.test(key.pk))).toEqual([]);
    const { wrong } = await rebuildMarket(table, openSqliteTable(':memory:'), false);
    expect(wrong).toEqual([]);
    const potatoes = await new MarketMemory(table).supply('potato', () => undefined);
    expect(potatoes.flatMap(({ rows }) => rows.map(({ id }) => id))).toContain('pot_35-79-02-2009-potato');
    await close();
  });

  test('a store in which someone has entered something is left alone', async () => {
    const api = await openApi(openSqlite, clock);
    await api.post('/v1/cooperatives', { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' }, admin);
    await api.drainChanges();
    expect(await seedSample(api.table, clock)).toBe('declined');
    expect(await api.drainChanges()).toEqual([]);
    await api.close();
  });

  test.each([0, 200, 700])('broken off after %i transactions, the next start completes it', async (until) => {
    const store = await openSqlite({ clock });
    await expect(seedSample(breakingOff(store.table, until), clock)).rejects.toThrow('power is gone');
    expect(await seedSample(store.table, clock)).toBe('seeded');
    expect(itemsOf(await store.drainChanges())).toEqual(whole);
    await store.close();
  });

  test('no transaction is larger than DynamoDB allows', () => {
    expect(Math.max(...samplePortions(now).map(({ writes }) => writes.length))).toBeLessThanOrEqual(100);
  });
});

onEveryStore('the sample of Kota Batu, with all programmes, buyers and offers', (open) => {
  test('is taken as it is, and shown as the document says', async () => {
    const api = await openApi(open, clock);
    const portions = samplePortions(now).filter(({ key }) => !/^COOP#coop_(35-14|64|35-71)/.test(key.pk));
    for (let at = 0; at < portions.length; at += 8) {
      await Promise.all(portions.slice(at, at + 8).map(({ writes }) => api.table.transact(writes)));
    }
    const shown = await Promise.all(
      [
        '/v1/cooperatives?region=35.79&limit=100',
        '/v1/potentials?region=35.79&limit=100',
        '/v1/buyers?limit=100',
        '/v1/programmes?limit=100',
        '/v1/offers?limit=100',
      ].map((path) => all(api, path)),
    );
    const [cooperatives, potentials, ...others] = shown as [Seen[], Seen[], ...Seen[][]];
    expect(cooperatives).toHaveLength(24 + 2);
    expect(new Set(potentials.map(({ cooperativeId }) => cooperativeId)).size).toBe(24 + 1);
    const written = (prefix: string) => portions.filter(({ key }) => key.pk.startsWith(prefix)).length;
    expect(others.map(({ length }) => length)).toEqual(['BUYER#', 'PROGRAMME#', 'OFFER#'].map(written));
    await api.close();
  });
});

/** The table until so many transactions have been asked for; then the power is gone, once what was under way has ended. */
function breakingOff(table: Table, transactions: number): Table {
  const underWay: Promise<void>[] = [];
  return {
    get: (key) => table.get(key),
    getMany: (keys) => table.getMany(keys),
    query: (query) => table.query(query),
    write: (action) => table.write(action),
    transact: async (actions: readonly Action[]) => {
      if (underWay.length === transactions) {
        await Promise.all(underWay);
        throw new Error('power is gone');
      }
      const written = table.transact(actions);
      underWay.push(written);
      await written;
    },
    close: () => table.close(),
  };
}

/** What the store holds after these changes, by key. */
function itemsOf(changes: readonly Change[]): Record<string, Item | null> {
  return Object.fromEntries(changes.map(({ key, after }) => [`${key.pk} ${key.sk}`, after]));
}
