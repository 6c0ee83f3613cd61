/** What is wrong with an offer is said with a pointer at each fault, over HTTP, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, openApi, type TestApi } from '../support/api.ts';
import { cabbage, loan, sphp, sugar } from '../support/offers.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('an offer is refused, with a pointer,', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-10T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const buyer = async (): Promise<string> =>
    (await api.post('/v1/buyers', { name: 'Pasar Segar', kind: 'private', regionCode: '64.72' }, admin)).body
      .id;
  const post = async (buyerId: string, fields: object) => {
    const { status, body, text } = await api.post('/v1/offers', { buyerId, ...fields }, buyerOf(buyerId));
    expect(status, text).toBe(201);
    return body;
  };
  const pointers = async (fields: object) => {
    const { status, body } = await api.post('/v1/offers', { buyerId: await buyer(), ...fields }, admin);
    expect(status).toBe(422);
    return body.errors.map((error: { pointer: string }) => error.pointer);
  };
  test('without what its scheme needs', async () => {
    const bare = { scheme: 'purchase', title: 'Kubis' };
    expect(await pointers(bare)).toEqual(['#/commodity', '#/quantity', '#/months', '#/deliverTo']);
    expect(await pointers({ scheme: 'financing', title: 'Kredit' })).toEqual(['#/financing']);
  });

  test('with what belongs to another scheme', async () => {
    expect(await pointers({ ...cabbage, quota: sphp.quota })).toEqual(['#/quota']);
    expect(await pointers({ ...sphp, consignment: sugar.consignment })).toEqual(['#/consignment']);
    expect(await pointers({ ...sugar, financing: loan.financing })).toEqual(['#/financing']);
    const goods = { ...loan, commodity: 'rice', quantity: { amount: 1, unit: 'ton' } };
    expect(await pointers(goods)).toEqual(['#/commodity', '#/quantity']);
  });

  test('in a unit that does not fit the commodity, or the quantity', async () => {
    expect(await pointers({ ...cabbage, quantity: { amount: 3, unit: 'liter' }, price: undefined })).toEqual([
      '#/quantity/unit',
    ]);
    expect(await pointers({ ...cabbage, price: { amount: 4500, per: 'liter' } })).toEqual(['#/price/per']);
    expect(await pointers({ ...sphp, quota: { amount: 2, unit: 'tabung', per: 'week' } })).toEqual([
      '#/quota/unit',
    ]);
    const inside = { amount: 3, unit: 'ton', content: { amount: 50, unit: 'kg' } };
    expect(await pointers({ ...cabbage, quantity: inside })).toEqual(['#/quantity/content']);
  });

  test('with a quota that cannot add up', async () => {
    const quota = (fields: object) => ({ ...sphp, quota: { ...sphp.quota, ...fields } });
    expect(await pointers(quota({ total: 1 }))).toEqual(['#/quota/total']);
    expect(await pointers(quota({ amount: 13, total: undefined }))).toEqual(['#/quota/amount']);
    expect(await pointers(quota({ amount: 0 }))).toEqual(['#/quota/amount']);
  });

  test.each([
    [{ amount: 12, unit: 'ton', per: 'week' }, 'week', 12],
    // A contract of 12 tons in a year, in all: no single week can take more than that.
    [{ amount: 12, unit: 'ton', per: 'year' }, 'week', 12],
    [{ amount: 12, unit: 'ton' }, 'month', 12],
    [{ amount: 240, unit: 'karung', content: { amount: 50, unit: 'kg' } }, 'once', 12],
    // Of what comes every week, five weeks can begin in a month; of what comes every day, seven days are a week.
    [{ amount: 12, unit: 'ton', per: 'week' }, 'month', 60],
    [{ amount: 0.7, unit: 'ton', per: 'day' }, 'week', 4.9],
    [{ amount: 3, unit: 'ton', per: 'month' }, 'season', 18],
  ])(
    'with a share or a total of more than its quantity: of %j in a %s at most %d tons',
    async (quantity, per, most) => {
      const quota = { amount: 2, unit: 'ton', per };
      const posted = (fields: object) => pointers({ ...sphp, quantity, quota: { ...quota, ...fields } });
      expect(await posted({ total: most + 0.001 })).toEqual(['#/quota/total']);
      expect(await posted({ amount: most + 0.001 })).toEqual(['#/quota/amount']);
      await post(await buyer(), { ...sphp, quantity, quota: { ...quota, total: most } });
    },
  );

  test('with terms nobody can keep', async () => {
    const terms = (fields: object) => ({ ...loan, financing: { ...loan.financing, ...fields } });
    expect(await pointers(terms({ graceMonths: 72 }))).toEqual(['#/financing/graceMonths']);
    expect(await pointers(terms({ ceiling: 0 }))).toEqual(['#/financing/ceiling']);
    const share = { commissionPercent: 110, settlementDays: 30 };
    expect(await pointers({ ...sugar, consignment: share })).toEqual(['#/consignment/commissionPercent']);
  });

  test('for a commodity, a place or a programme that does not exist, all named at once', async () => {
    const nowhere = {
      ...cabbage,
      commodity: 'kubis',
      deliverTo: '99.99',
      regions: ['35', '98'],
      programmeId: 'prog_unknown',
    };
    expect(await pointers(nowhere)).toEqual(['#/commodity', '#/regions/1', '#/deliverTo', '#/programmeId']);
  });

  test('with a deadline that has passed in western Indonesia', async () => {
    expect(await pointers({ ...cabbage, deadline: '2025-11-09' })).toEqual(['#/deadline']);
    expect(await pointers({ ...cabbage, deadline: '2025-11-10T02:59:59Z' })).toEqual(['#/deadline']);
    expect(await pointers({ ...cabbage, deadline: 'soon' })).toEqual(['#/deadline']);
    now = new Date('2025-11-09T16:59:00Z'); // 23:59 in Jakarta
    expect(await post(await buyer(), { ...cabbage, deadline: '2025-11-09' })).toMatchObject({
      status: 'open',
    });
  });

  test('with requirements, months or members that are not known', async () => {
    const requirements = {
      certifications: ['halal', 'gold'],
      units: ['kiosk'],
      kbli: ['1'],
      minGrade: 'D',
    };
    expect((await pointers({ ...cabbage, requirements })).sort()).toEqual([
      '#/requirements/certifications/1',
      '#/requirements/kbli/0',
      '#/requirements/minGrade',
      '#/requirements/units/0',
    ]);
    expect(await pointers({ ...cabbage, months: [1, 1] })).toEqual(['#/months']);
    expect(await pointers({ ...cabbage, months: [13] })).toEqual(['#/months/0']);
    expect(await pointers({ ...cabbage, colour: 'green' })).toEqual(['#/colour']);
  });
});
