/** The usual mistakes of who builds on the API and of who fills in a form: each is answered with what the field takes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, openApi, type TestApi } from '../support/api.ts';

const offer = {
  buyerId: 'buy_mitra-kaltim',
  scheme: 'purchase',
  commodity: 'cabbage',
  title: 'Kubis segar untuk Samarinda',
  quantity: { amount: 3, unit: 'ton', per: 'week' },
  months: [6, 7],
  price: { amount: 4500, per: 'kg' },
  deliverTo: '64.72',
  deadline: '2099-12-31',
};
const cooperative = { name: 'KDMP Bandar Kidul', kind: 'urban-village', regionCode: '35.71.01.1001' };
const quantityOf = (change: object) => ({ quantity: { ...offer.quantity, ...change } });

const number = 'takes a number without quotes, with a point before decimals: 3.5';
const unknown = 'is not taken here; check the spelling or leave it out';

describe('a usual mistake is answered with what the field takes:', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openApi();
  });
  afterAll(() => api.close());

  test.each<[mistake: string, path: string, body: object, pointer: string, detail: string]>([
    ['a member is missing', 'offers', { title: undefined }, 'title', 'is needed'],
    ['a number for text', 'offers', { title: 7 }, 'title', 'takes text; put the number in quotes'],
    ['text for a list', 'offers', { months: 'Juni' }, 'months', 'takes a list: […]'],
    ['text for an object', 'offers', { quantity: '3 ton' }, 'quantity', 'takes an object: {…}'],
    ['null for text', 'offers', { title: null }, 'title', 'takes text, not null'],
    ['a number in quotes', 'offers', quantityOf({ amount: '3' }), 'quantity/amount', number],
    ['a decimal comma', 'offers', quantityOf({ amount: '3,5' }), 'quantity/amount', number],
    ['a month by name', 'offers', { months: ['Juni'] }, 'months/0', 'takes a whole number, without quotes'],
    ['half a month', 'offers', { months: [1.5] }, 'months/0', 'takes a whole number'],
    [
      'yes for true',
      'offers',
      { requirements: { nib: 'yes' } },
      'requirements/nib',
      'takes true or false, without quotes',
    ],
    ['an unknown member', 'offers', { colour: 'green' }, 'colour', unknown],
    [
      'a slip in a name',
      'offers',
      quantityOf({ amuont: 3 }),
      'quantity/amuont',
      'is not taken here; perhaps amount',
    ],
    [
      'another spelling of a name',
      'offers',
      { deliver_to: '64.72' },
      'deliver_to',
      'is not taken here; perhaps deliverTo',
    ],
    [
      'an unknown kind',
      'cooperatives',
      { kind: 'desa' },
      'kind',
      'takes one of: village, urban-village, holding, other',
    ],
    ['less than nothing', 'offers', quantityOf({ amount: -3 }), 'quantity/amount', 'takes more than 0'],
    ['a thirteenth month', 'offers', { months: [13] }, 'months/0', 'takes at most 12'],
    [
      'too many decimals',
      'offers',
      quantityOf({ amount: 0.1234567 }),
      'quantity/amount',
      'takes at most 6 decimals and 15 digits',
    ],
    [
      'an unknown unit',
      'offers',
      quantityOf({ unit: 'kilo-ton' }),
      'quantity/unit',
      expect.stringMatching(/^takes one of: .*kg, /),
    ],
    [
      'a text that is too long',
      'offers',
      { title: 'x'.repeat(200) },
      'title',
      'takes at most 160 characters; these are 200',
    ],
    ['nothing but spaces', 'offers', { title: '  ' }, 'title', 'must not be empty'],
    [
      'too many items',
      'offers',
      { months: Array(13).fill(1) },
      'months',
      'takes at most 12 items; these are 13',
    ],
    ['a thing twice', 'offers', { months: [6, 6] }, 'months', 'names a month twice'],
    [
      'a day as people write it',
      'offers',
      { deadline: '31/12/2099' },
      'deadline',
      'takes a day such as 2026-12-31, or an instant in UTC',
    ],
    [
      'a BPS number',
      'offers',
      { deliverTo: '6472' },
      'deliverTo',
      'takes a region code such as 35.79 or 35.79.02.2008',
    ],
    [
      'a name for a code',
      'offers',
      { commodity: 'Kubis Segar!' },
      'commodity',
      'takes a code of /v1/commodities, such as cabbage',
    ],
    ['a NIB that is too short', 'cooperatives', { nib: '12345' }, 'nib', 'takes the 13 digits of a NIB'],
    [
      'no e-mail address',
      'cooperatives',
      { contact: { email: 'x' } },
      'contact/email',
      'takes one e-mail address, such as pengurus@koperasi.id',
    ],
  ])('%s', async (_, path, change, pointer, detail) => {
    const good = path === 'offers' ? offer : cooperative;
    const { status, body } = await api.post(`/v1/${path}`, { ...good, ...change }, admin);
    expect(status).toBe(422);
    const told = body.errors.find((error: { pointer: string }) => error.pointer === `#/${pointer}`);
    expect(told).toMatchObject({ detail, in: 'body' });
    // A form that shows one sentence shows which field is meant.
    if (body.errors.length === 1) expect(body.detail).toBe(`${pointer.replaceAll('/', '.')}: ${told.detail}`);
  });

  test.each([
    ['{"price": 3,5}', 'at line 1 column 13; look there for a quote, a bracket or a comma, also in a number'],
    ['{"months":', ': it ends too soon, or is nested too deeply'],
  ])('%s', async (raw, where) => {
    const headers = { 'content-type': 'application/json' };
    const { status, body } = await api.send('POST', '/v1/offers', { as: admin, raw, headers });
    expect([status, body.detail]).toEqual([
      400,
      `The body is not valid JSON${where.startsWith(':') ? '' : ' '}${where}.`,
    ]);
  });

  test('a list for the whole, and nothing at all', async () => {
    const { body } = await api.post('/v1/offers', [], admin);
    expect(body.detail).toBe('The body takes an object: {…}.');
    const headers = { 'content-type': 'application/json' };
    const { body: empty } = await api.send('POST', '/v1/offers', { as: admin, raw: ' ', headers });
    expect(empty.detail).toBe('The body is empty; send JSON.');
  });

  test.each([
    ['limit=0', 'limit: takes at least 1'],
    ['limit=1000', 'limit: takes at most 100'],
    ['limit=1.5', 'limit: takes a whole number'],
    ['scheme=buy', 'scheme: takes one of: purchase, consignment, distribution, financing'],
    ['open=yes', 'open: takes one of: true, false'],
    ['limt=5', 'limt: is not taken here; perhaps limit'],
  ])('in a query, %s', async (query, detail) => {
    const { status, body } = await api.get(`/v1/offers?${query}`, admin);
    expect([status, body.detail]).toEqual([400, detail]);
  });

  test('a day that no calendar has', async () => {
    const paper = { number: 'ID35110000000001', validUntil: '2027-02-30' };
    const { body } = await api.put('/v1/cooperatives/coop_unknown/credentials/halal', paper, admin);
    expect(body.detail).toBe('validUntil: takes a day of the calendar, such as 2026-12-31');
  });

  test('a thousand unknown members are not compared with all that are known', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`titel${at}`, at]));
    const { body } = await api.post('/v1/offers', { ...offer, ...many }, admin);
    expect(body.errors).toHaveLength(1000);
    expect(body.errors[999]).toEqual({ pointer: '#/titel999', detail: unknown, in: 'body' });
  });
});
