/** Mapping what a village can supply, with what its neighbours list as a start; and what a region makes of its raw goods. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commodityByCode } from '../../shared/commodities/commodities.ts';
import { chainsIn } from '../../shared/market/chains.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';

let api: TestApi;
let bulukerto: string;
beforeEach(async () => {
  api = await openApi();
  bulukerto = await cooperative('KDMP Bulukerto', '35.79.02.2008');
});
afterEach(() => api.close());

const cooperative = async (name: string, regionCode: string, fields: object = {}): Promise<string> =>
  (await api.post('/v1/cooperatives', { name, regionCode, ...fields }, admin)).body.id;
const list = async (cooperativeId: string, commodity: string, fields: object = {}) => {
  const potential = {
    cooperativeId,
    commodity,
    title: `Hasil ${commodity}`,
    capacity: { amount: 1, unit: 'ton', per: 'week' },
    months: [4, 5, 6],
    ...fields,
  };
  const { status, text, body } = await api.post('/v1/potentials', potential, admin);
  expect(status, text).toBe(201);
  return body.id;
};

describe('the map of potentials of a cooperative', () => {
  const map = async (as = officerOf(bulukerto)) =>
    (await api.get(`/v1/cooperatives/${bulukerto}/potential-map`, as)).body;

  test('starts with what its neighbours list: drafts that are posted as they are, or corrected', async () => {
    const sumberbrantas = await cooperative('KDMP Sumberbrantas', '35.79.02.2009');
    const punten = await cooperative('KDMP Punten', '35.79.02.2005');
    await list(sumberbrantas, 'potato', {
      capacity: { amount: 6, unit: 'ton', per: 'week' },
      months: [4, 5, 6],
    });
    await list(punten, 'potato', { capacity: { amount: 2, unit: 'ton', per: 'week' }, months: [5, 6, 7] });
    await list(punten, 'apple');
    await list(punten, 'carrot');
    const { neighbours, potentials, toDo, suggestions } = await map();
    expect([neighbours, potentials, toDo[0].en]).toEqual(['35.79.02', 0, 'List a first potential']);
    expect(suggestions[0]).toMatchObject({
      name: { id: 'kentang' },
      cooperatives: 2,
      draft: {
        cooperativeId: bulukerto,
        title: 'Kentang Bulukerto',
        capacity: { amount: 2, unit: 'ton', per: 'week' },
        months: [4, 5, 6, 7],
      },
    });
    for (const { draft } of suggestions) {
      expect((await api.post('/v1/potentials', draft, officerOf(bulukerto))).status).toBe(201);
    }
    expect((await map()).suggestions).toEqual([]);
  });

  test('says what it still lacks, until one is a flagship and all are priced, graded and fresh', async () => {
    const id = await list(bulukerto, 'potato');
    expect((await map()).toDo.map(({ en }: { en: string }) => en)).toEqual([
      'Mark a flagship potential',
      '1 potential: state a price',
      '1 potential: state a grade',
    ]);
    const whole = { flagship: true, grade: 'A', price: { amount: 9000, per: 'kg' } };
    await api.patch(`/v1/potentials/${id}`, whole, officerOf(bulukerto));
    expect(await map()).toMatchObject({ potentials: 1, flagships: 1, toDo: [] });
  });

  test('looks at the regency where the district has too little, and at no rejected cooperative', async () => {
    const rejected = await cooperative('KDMP Palsu', '35.79.02.2002');
    await list(rejected, 'durian');
    const verdict = { status: 'rejected', reason: 'tidak ada' };
    await api.post(`/v1/cooperatives/${rejected}/verification`, verdict, admin);
    await list(await cooperative('KDMP Oro-oro Ombo', '35.79.01.2005'), 'milk-fresh', {
      capacity: { amount: 100, unit: 'liter', per: 'day' },
    });
    const { neighbours, suggestions } = await map();
    expect(neighbours).toBe('35.79');
    expect(suggestions.map(({ draft }: { draft: { commodity: string } }) => draft.commodity)).toEqual([
      'milk-fresh',
    ]);
  });

  test('is its own and its office’s', async () => {
    expect((await api.get(`/v1/cooperatives/${bulukerto}/potential-map`, organizerOf('35.79'))).status).toBe(
      200,
    );
    for (const stranger of [organizerOf('64'), officerOf('coop_other')]) {
      expect((await api.get(`/v1/cooperatives/${bulukerto}/potential-map`, stranger)).status).toBe(404);
    }
  });
});

describe('the chains of a region', () => {
  const lacks = async (commodity: string) => {
    await api.settle();
    const found = await api.get(`/v1/chains?region=35.79&commodity=${commodity}`, buyerOf('buy_csr'));
    return found.body.items.map((chain: { lacks: { en: string }[] }) => chain.lacks.map(({ en }) => en));
  };

  test('name the missing step: potatoes of Batu without anybody who makes chips of them', async () => {
    await list(bulukerto, 'potato');
    expect(await lacks('potato')).toEqual([['No unit: production', 'Nobody lists potato chips']]);
    const dapur = await cooperative('KDMP Sumberejo', '35.79.01.2005', { units: ['production'] });
    expect(await lacks('potato')).toEqual([['Nobody lists potato chips']]);
    const pack = { amount: 200, unit: 'pack', per: 'week', content: { amount: 100, unit: 'g' } };
    await list(dapur, 'potato-chips', { capacity: pack });
    expect(await lacks('potato')).toEqual([[]]);
    // Elsewhere nothing of it counts.
    const there = await api.get('/v1/chains?region=64.02', buyerOf('buy_csr'));
    expect(there.body.items).toEqual([]);
  });

  test('join goods that exist, and both ends of a fresh-milk chain need cold storage', () => {
    const every = chainsIn(new Map([['milk-fresh', 3]]), new Map(), undefined);
    expect(every.map(({ product, units }) => [product.code, units.map(({ unit }) => unit)])).toEqual([
      ['milk-pasteurised', ['production', 'cold-storage']],
    ]);
    const all = { get: () => 1 } as unknown as ReadonlyMap<string, number>;
    for (const { raw, product, lacks } of chainsIn(all, all, undefined)) {
      expect([commodityByCode(raw.code), commodityByCode(product.code)]).not.toContain(undefined);
      expect(lacks).toEqual([]);
    }
  });
});
