/** Processed waste as a full potential: fuel from refuse, measured as a cement plant measures it, sold only with a pass. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, openApi, organizerOf, type TestApi } from '../support/api.ts';

let api: TestApi;
let rdf: string;
let offerId: string;
beforeEach(async () => {
  api = await openApi();
  const made = async (path: string, body: object) => {
    const answer = await api.post(path, body, admin);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id as string;
  };
  const cooperativeId = await made('/v1/cooperatives', {
    name: 'KKMP Mangkurawang',
    regionCode: '64.02.06.1010',
    units: ['waste-processing'],
  });
  const goods = { commodity: 'rdf', months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
  const quantity = { amount: 24, unit: 'ton', per: 'day' };
  rdf = await made('/v1/potentials', {
    cooperativeId,
    ...goods,
    title: 'RDF Mangkurawang',
    capacity: quantity,
  });
  const plant = {
    name: 'Pabrik semen (contoh)',
    kind: 'private',
    segment: 'cement-plant',
    regionCode: '64.02',
  };
  const buyerId = await made('/v1/buyers', plant);
  offerId = await made('/v1/offers', {
    buyerId,
    scheme: 'purchase',
    ...goods,
    title: 'RDF untuk tanur',
    quantity,
    price: { amount: 375_000, per: 'ton' },
    deliverTo: '64.02',
    requirements: { qualityPass: true, units: ['waste-processing'] },
  });
});
afterEach(() => api.close());

const check = (parameters: object[], result = 'pass') =>
  api.post(`/v1/potentials/${rdf}/quality-checks`, { result, parameters }, organizerOf('64.02'));
const eligible = async () => {
  await api.settle();
  return (await api.get(`/v1/offers/${offerId}/matches`, admin)).body.items.length;
};

test('is sold to a cement plant once moisture, calorific value and chlorine have passed', async () => {
  expect(await eligible()).toBe(0);
  const wet = [{ parameter: 'moisture', value: 31, atMost: 20 }];
  expect((await check(wet)).body.errors[0].pointer).toBe('#/parameters/0/value');
  expect((await check(wet, 'fail')).status).toBe(201);
  expect(await eligible()).toBe(0);
  const dry = [
    { parameter: 'moisture', value: 18, atMost: 20 },
    { parameter: 'calorificValue', value: 3200, atLeast: 3000 },
    { parameter: 'chlorine', value: 0.6, atMost: 1 },
  ];
  const { status, body } = await check(dry);
  expect([status, body.parameters.map(({ unit }: { unit: string }) => unit)]).toEqual([
    201,
    ['%', 'kcal/kg', '%'],
  ]);
  expect(await eligible()).toBe(1);
});

test('is measured in the units of its trade: a calorific value in percent is refused', async () => {
  const refused = await check([{ parameter: 'calorificValue', value: 32, unit: '%' }]);
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '#/parameters/0/unit']);
});
