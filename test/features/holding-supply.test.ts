/** What the members of a holding can supply together: exact sums by commodity and month, and who may see them. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { combined } from '../../shared/holdings/supply.ts';
import { listPotential, type Potential } from '../../shared/potentials/potential.ts';
import { overMonths } from '../../shared/quantities.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { countingTable, onEveryStore, type RoundTrips } from '../support/tables.ts';

const potatoes = {
  commodity: 'potato',
  title: 'Kentang granola',
  capacity: { amount: 2, unit: 'ton', per: 'week' },
  months: [4, 5],
  grade: 'A',
};

onEveryStore('the combined supply of a holding', (open) => {
  let api: TestApi;
  let trips: { calls: RoundTrips; reset(): void };
  let now: Date;
  let coosae: string;
  beforeEach(async () => {
    now = new Date('2025-10-01T03:00:00Z');
    api = await openApi(
      async (options) => {
        const store = await open(options);
        const counting = countingTable(store.table);
        trips = counting;
        return { ...store, table: counting.table };
      },
      () => now,
    );
    coosae = await made('/v1/cooperatives', { name: 'CooSAE', kind: 'holding', regionCode: '35.79' });
  });
  afterEach(() => api.close());

  const made = async (path: string, body: object) => (await api.post(path, body, admin)).body.id as string;
  const member = (name: string, regionCode: string) =>
    made('/v1/cooperatives', { name, regionCode, holdingId: coosae });
  const list = (cooperativeId: string, fields: object = {}) =>
    made('/v1/potentials', { cooperativeId, ...potatoes, ...fields });
  const supply = async (query = '', as = officerOf(coosae)) =>
    (await api.get(`/v1/holdings/${coosae}/supply${query}`, as)).body.items;
  const amounts = (item: { months: { amount: number }[] }) => item.months.map(({ amount }) => amount);

  test('sums tons a week, sacks of a season and kilograms a day, month by month', async () => {
    const sumberbrantas = await member('KDMP Sumberbrantas', '35.79.02.2009');
    const tulungrejo = await member('KDMP Tulungrejo', '35.79.02.2005');
    await list(sumberbrantas);
    const sacks = { amount: 90, unit: 'karung', content: { amount: 50, unit: 'kg' }, per: 'season' };
    await list(tulungrejo, { capacity: sacks, months: [5, 6, 7], grade: 'B' });
    await list(tulungrejo, { capacity: { amount: 12, unit: 'kg', per: 'day' }, months: [5] });
    const [potato] = await supply();
    const weekly = (2000 * 365) / 84;
    expect(potato).toMatchObject({ commodity: 'potato', unit: 'kg', members: 2 });
    expect(amounts(potato)).toEqual(
      [0, 0, 0, weekly, weekly + 1500 + 365, 1500, 1500, 0, 0, 0, 0, 0].map(
        (amount) => Math.round(amount * 1e6) / 1e6,
      ),
    );
    expect(potato.perYear).toBeCloseTo(2 * weekly + 4500 + 365, 5);
    expect(
      potato.contributions.map((one: { cooperativeName: string; grade?: string }) => [
        one.cooperativeName,
        one.grade,
      ]),
    ).toEqual([
      ['KDMP Sumberbrantas', 'A'],
      ['KDMP Tulungrejo', 'B'],
      ['KDMP Tulungrejo', 'A'],
    ]);
  });

  test('counts what nobody has confirmed for long apart, and another unit by itself', async () => {
    const bulukerto = await member('KDMP Bulukerto', '35.79.02.2008');
    const forgotten = await list(bulukerto, { capacity: { amount: 100, unit: 'kg', per: 'month' } });
    now = new Date('2026-02-01T03:00:00Z');
    await list(bulukerto, { capacity: { amount: 40, unit: 'kg', per: 'month' } });
    await list(bulukerto, { commodity: 'spinach', capacity: { amount: 300, unit: 'ikat', per: 'month' } });
    await list(bulukerto, { commodity: 'spinach', capacity: { amount: 25, unit: 'kg', per: 'month' } });
    const items = await supply();
    expect(items.map((item: { commodity: string; unit: string }) => [item.commodity, item.unit])).toEqual([
      ['potato', 'kg'],
      ['spinach', 'ikat'],
      ['spinach', 'kg'],
    ]);
    expect(items[0].months[3]).toEqual({ month: 4, amount: 40, stale: 100 });
    expect(items[0].perYear).toBe(80);
    expect(
      items[0].contributions.find((one: { potentialId: string }) => one.potentialId === forgotten),
    ).toMatchObject({ stale: true });
    expect(await supply('?commodity=potato')).toHaveLength(1);
  });

  test('is of those who are members now, without who was rejected and without the holding’s own listing', async () => {
    const [tlekung, gone, rejected] = [
      await member('KDMP Tlekung', '35.79.03.2004'),
      await member('KDMP Pesanggrahan', '35.79.01.2001'),
      await member('KDMP Palsu', '35.79.02.2002'),
    ];
    for (const id of [tlekung, gone, rejected, coosae]) await list(id);
    await api.delete(`/v1/holdings/${coosae}/members/${gone}`, admin);
    const rejection = { status: 'rejected', reason: 'there is no such cooperative' };
    await api.post(`/v1/cooperatives/${rejected}/verification`, rejection, admin);
    const [potato] = await supply();
    expect(potato.contributions).toMatchObject([{ cooperativeId: tlekung }]);
  });

  test('is shown to the holding, its members and its office, and to nobody else', async () => {
    const tlekung = await member('KDMP Tlekung', '35.79.03.2004');
    await list(tlekung);
    const path = `/v1/holdings/${coosae}/supply`;
    for (const as of [
      officerOf(tlekung),
      officerOf(coosae),
      organizerOf('35.79'),
      organizerOf('35'),
      admin,
    ]) {
      expect((await api.get(path, as)).body.items, as.subject).toHaveLength(1);
    }
    expect((await api.get(path, buyerOf('buy_x'))).status).toBe(403);
    for (const as of [officerOf('coop_other'), organizerOf('64'), organizerOf('35.79.03')]) {
      expect((await api.get(path, as)).status, as.subject).toBe(404);
    }
    expect((await api.get(`/v1/holdings/${tlekung}/supply`, admin)).status).toBe(404);
    expect((await api.get(`${path}?commodity=kentang`, admin)).status).toBe(400);
  });

  test('takes one query for the members and one for each of them, all of these at once', async () => {
    for (let nth = 1; nth <= 9; nth += 1) await list(await member(`KDMP ${nth}`, '35.79.02.2009'));
    trips.reset();
    const [potato] = await supply();
    expect(potato.members).toBe(9);
    expect(trips.calls).toMatchObject({ get: 1, getMany: 0, query: 10 });
  });
});

describe('listings summed', () => {
  const at = '2025-10-01T03:00:00Z';
  const supplier = { id: 'coop_a', name: 'KDMP A', regionCode: '35.79.02.2009' };
  const quantity = fc.record({
    amount: fc.integer({ min: 1, max: 1_000_000_000 }).map((thousandths) => thousandths / 1000),
    unit: fc.constantFrom('kg' as const, 'ton' as const, 'ons' as const),
    per: fc.constantFrom('once', 'day', 'week', 'month', 'season', 'year' as const),
  });
  const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
  const potential = fc.record({ capacity: quantity, months }).map(({ capacity, months: some }): Potential => {
    const input = { cooperativeId: 'coop_a', commodity: 'potato', title: 'Kentang', capacity, months: some };
    return listPotential(`pot_${Math.abs(JSON.stringify(input).length)}`, input, supplier, at);
  });

  test('are the same in any order, and for one listing what the listing says', () => {
    fc.assert(
      fc.property(fc.array(potential, { minLength: 1, maxLength: 8 }), (all) => {
        const listed = all.map((one) => ({ potential: one, cooperativeName: 'KDMP A' }));
        const [sum] = combined(listed, new Date(at));
        const [turned] = combined(listed.toReversed(), new Date(at));
        expect([turned!.months, turned!.perYear]).toEqual([sum!.months, sum!.perYear]);
        const apart = all.reduce((so, { capacity, months: some }) => so + overMonths(capacity, some), 0);
        expect(Math.abs(sum!.perYear - apart)).toBeLessThanOrEqual(1e-6 * all.length + 1e-9 * apart);
        if (all.length === 1) expect(sum!.perYear).toBe(overMonths(all[0]!.capacity, all[0]!.months));
      }),
    );
  });
});
