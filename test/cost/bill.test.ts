/** The arithmetic of the bill: units, floors, what is free, what is refused. */
import { describe, expect, test } from 'vitest';
import { NOTHING_COUNTED as idle, type Meter } from '../support/metered-table.ts';
import { billOf, timesOf, type Asked, type Bill, type PriceName, type Scenario } from './bill.ts';
import { pricesWith, scenarios } from './stated.ts';

const request = (own: Partial<Meter> = {}, follows: Partial<Meter> = {}, answerBytes = 0) => ({
  own: { ...idle, ...own },
  follows: { ...idle, ...follows },
  answerBytes,
});

/** Nobody and nothing but what a test adds. */
const quiet: Scenario = {
  why: 'a test',
  cooperatives: 0,
  inUse: 1,
  buyers: 0,
  organizers: 0,
  events: 0,
  participants: 0,
  coldShare: 0,
  nationalMarket: false,
};
const never = { why: 'a test', month: {} };

function askedWith(counted: Asked['counted'], aBuyer: { [operation: string]: number }): Asked {
  const made = ['createCooperative', 'createPotential', 'createBuyer', 'createOffer'];
  return {
    counted: { ...Object.fromEntries(made.map((name) => [name, request()])), ...counted },
    scenarios: {
      ...scenarios,
      use: {
        cooperative: never,
        buyer: { why: 'a test', month: aBuyer },
        organizer: never,
        event: never,
        participant: never,
        everyOther: { why: 'a test', month: 0 },
      },
    },
    prices: pricesWith({}).prices,
    deployed: { apiMb: 2048, changesMb: 1024, signInMb: 256, alarmMetrics: 0 },
  };
}

const quantityOf = ({ lines }: Bill, name: PriceName): number =>
  lines.find(({ price }) => price === name)!.quantity;
const usdOf = ({ lines }: Bill, name: PriceName): number => lines.find(({ price }) => price === name)!.usd;

describe('a month', () => {
  test('of a million writes of three units, one of them in an index and two in what follows, costs five million units', () => {
    const counted = { post: request({ writeUnits: 2, indexUnits: 1 }, { writeUnits: 2, trips: 1 }) };
    const bill = billOf({ ...quiet, buyers: 1000 }, askedWith(counted, { post: 1000 }));
    expect(quantityOf(bill, 'writeUnits')).toBe(5_000_000);
    expect(usdOf(bill, 'writeUnits')).toBeCloseTo(5 * 0.71, 10);
  });

  test('counts a call of the change feed only for what wakes it', () => {
    const counted = { post: request({ announced: 1 }), get: request() };
    const signIns = scenarios.assumptions.signInsAPerson.value;
    const asked = askedWith(counted, { post: 1, get: 1 });
    expect(quantityOf(billOf({ ...quiet, buyers: 1 }, asked), 'lambdaRequests')).toBe(3 + signIns);
  });

  test('takes the memory times the time: round trips, computing, and cold starts for their share', () => {
    const { requestMs, readMs, coldMs, signInMs, signInsAPerson } = scenarios.assumptions;
    const asked = askedWith({ get: request({ trips: 3 }) }, { get: 1 });
    const ofOne = (coldShare: number) =>
      quantityOf(billOf({ ...quiet, buyers: 1, coldShare }, asked), 'lambdaGbSeconds');
    const signIn = (signInsAPerson.value * signInMs.value * 256) / 1024 / 1000;
    expect(ofOne(0)).toBeCloseTo((2 * (requestMs.value + 3 * readMs.value)) / 1000 + signIn, 10);
    expect(ofOne(0.5) - ofOne(0)).toBeCloseTo((2 * 0.5 * coldMs.value) / 1000, 10);
  });

  test('bills an answer for every 512 KB that it begins, and its bytes on the way out', () => {
    const counted = { small: request(), large: request({}, {}, 600 * 1024) };
    const bill = billOf({ ...quiet, buyers: 1 }, askedWith(counted, { small: 1, large: 1 }));
    expect(quantityOf(bill, 'httpRequests')).toBe(3);
    const headers = 2 * scenarios.assumptions.headerBytes.value;
    expect(quantityOf(bill, 'outGb') * 1024 ** 3).toBeCloseTo(600 * 1024 + headers, 3);
  });

  test('keeps what was there from the beginning and what twelve months added, twice: in the table and in its backup', () => {
    const gb = 1024 ** 3;
    const asked = askedWith(
      { createBuyer: request({ storedBytes: gb }), post: request({ storedBytes: gb / 12 }) },
      { post: 1 },
    );
    const bill = billOf({ ...quiet, buyers: 1 }, asked);
    expect(quantityOf(bill, 'storageGb')).toBeCloseTo(2, 10);
    expect(quantityOf(bill, 'backupGb')).toBeCloseTo(2, 10);
  });

  test('of a national market reads at least what was measured on one; of a small one what was counted', () => {
    const asked = askedWith({ search: request({ readUnits: 3 }) }, { search: 1 });
    expect(quantityOf(billOf({ ...quiet, buyers: 1 }, asked), 'readUnits')).toBe(3);
    const large = billOf({ ...quiet, buyers: 1, nationalMarket: true }, asked);
    expect(quantityOf(large, 'readUnits')).toBe(scenarios.scale.readUnits['search']);
  });

  test('traces no more than one request a second and one in twenty of all', () => {
    const asked = askedWith({ get: request() }, { get: 100_000_000 });
    const bill = billOf({ ...quiet, buyers: 1 }, asked);
    expect(quantityOf(bill, 'traces')).toBeCloseTo(2_592_000 + 0.05 * quantityOf(bill, 'lambdaRequests'), 3);
  });

  test('is the sum of its lines; dollars are not rounded on the way', () => {
    const bill = billOf({ ...quiet, buyers: 7 }, askedWith({ get: request({ readUnits: 1 }) }, { get: 3 }));
    expect(bill.usd).toBeCloseTo(
      bill.lines.reduce((sum, { usd }) => sum + usd, 0),
      12,
    );
    expect(usdOf(bill, 'readUnits')).toBeCloseTo((21 * 0.1425) / 1e6, 15);
  });
});

describe('what AWS gives for nothing', () => {
  const asked = askedWith({ get: request() }, { get: 1 });

  test('is charged unless asked for', () => {
    expect(usdOf(billOf({ ...quiet, buyers: 10_001 }, asked), 'signedIn')).toBeCloseTo(10_001 * 0.015, 8);
  });

  test('is taken off once, never below nothing', () => {
    const free = { ...asked, freeTier: true };
    expect(usdOf(billOf({ ...quiet, buyers: 10_001 }, free), 'signedIn')).toBeCloseTo(0.015, 8);
    expect(usdOf(billOf({ ...quiet, buyers: 5 }, free), 'signedIn')).toBe(0);
  });
});

describe('what is stated', () => {
  test('may not name an operation that nobody counted', () => {
    const { counted, scenarios: told } = askedWith({}, { gone: 1 });
    expect(() => timesOf({ ...quiet, buyers: 1 }, told, counted)).toThrow('gone, which was not counted');
  });

  test('uses every operation: those that no kind of use names too', () => {
    const { counted, scenarios: told } = askedWith({ rare: request() }, {});
    const everyOther = { why: 'a test', month: 0.05 };
    const month = timesOf(
      { ...quiet, cooperatives: 100, inUse: 0.5 },
      { ...told, use: { ...told.use, everyOther } },
      counted,
    );
    expect(month.get('rare')).toBe(2.5);
  });

  test('takes other prices one by one, and refuses one that it does not know', () => {
    const { prices } = pricesWith({ prices: { httpRequests: { usd: 1 } } });
    expect(prices.httpRequests).toMatchObject({ usd: 1, per: 1_000_000 });
    expect(prices.readUnits).toEqual(pricesWith({}).prices.readUnits);
    expect(() => pricesWith({ prices: { httpRequest: { usd: 1 } } })).toThrow('httpRequest');
  });
});
