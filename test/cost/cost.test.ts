/** The gate on money: a regency stays within US$ 5 a month, and no operation is left out. */
import { expect, test } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { policy } from '../../functions/api/policy.ts';
import { openSqlite } from '../support/tables.ts';
import { billOf } from './bill.ts';
import { countOperations } from './count-operations.ts';
import { deployedThings } from './deployed.ts';
import { pricesWith, scenarios } from './stated.ts';

test(
  'a month of a regency costs at most five dollars, nothing taken off, with every operation of the document in it',
  { timeout: 300_000 },
  async () => {
    const counted = await countOperations(openSqlite);
    expect(Object.keys(counted).toSorted()).toEqual(Object.keys(policy).toSorted());
    const { prices } = pricesWith({});
    const bill = billOf(scenarios.scenarios['regency']!, {
      counted,
      scenarios,
      prices,
      deployed: deployedThings(),
    });
    expect(bill.operations.every(({ times }) => times > 0)).toBe(true);
    expect(bill.usd).toBeLessThanOrEqual(5);
    // What is counted is more than nothing: a bill of an idle meter would pass as well.
    expect(counted.createPotential.own.writeUnits).toBeGreaterThan(2);
    expect(counted.createPotential.own.indexUnits).toBeGreaterThan(0);
    expect(counted.createPotential.follows.writeUnits).toBeGreaterThan(4);
    expect(counted.createPotential.own.storedBytes).toBeGreaterThan(500);
    expect(counted.getRegion.own.trips).toBe(0);
  },
);

test('the prices are those of the AWS region where production runs', () => {
  expect(pricesWith({}).awsRegion).toBe(stages.find(({ name }) => name === 'production')!.awsRegion);
});
