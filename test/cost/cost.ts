/**
 * `npm run cost -- [--prices FILE] [--free-tier]`: what a month costs on AWS, from what every operation was counted to read and write
 * and from a stated use (`scenarios.json`). Prints a table a scenario, then one line of JSON. `--prices` overrides single prices of
 * `prices.json` with a file such as `{"prices": {"httpRequests": {"usd": 1}}}`; `--free-tier` takes off what AWS gives every account.
 */
import { parseArgs } from 'node:util';
import { stages } from '../../infra/stages.ts';
import { jsonNamed } from '../support/named-file.ts';
import { billOf, type Bill, type Scenario } from './bill.ts';
import { countOperations } from './count-operations.ts';
import { deployedThings } from './deployed.ts';
import { pricesWith, scenarios } from './stated.ts';

const { values } = parseArgs({
  options: { prices: { type: 'string' }, 'free-tier': { type: 'boolean', default: false } },
});
const stated = pricesWith(values.prices === undefined ? {} : jsonNamed(values.prices));
const production = stages.find(({ name }) => name === 'production')!;
if (stated.awsRegion !== production.awsRegion) {
  throw new Error(
    `the prices are those of ${stated.awsRegion}, but production runs in ${production.awsRegion}`,
  );
}
const counted = await countOperations();
const asked = { counted, scenarios, prices: stated.prices, deployed: deployedThings() };
const summary: { [name: string]: number } = {};
for (const [name, scenario] of Object.entries(scenarios.scenarios)) {
  const bill = billOf(scenario, { ...asked, freeTier: values['free-tier'] });
  print(name, scenario, bill);
  summary[`${name}Usd`] = cents(bill.usd);
  summary[`${name}UsdFreeTier`] = cents(billOf(scenario, { ...asked, freeTier: true }).usd);
  summary[`${name}UsdWithoutSignIn`] = cents(
    bill.usd - bill.lines.find(({ price }) => price === 'signedIn')!.usd,
  );
}
say(`\n${stated.awsRegion}, noted on ${stated.notedOn}. ${stated.from}`);
say(JSON.stringify({ ...summary, operations: Object.keys(counted).length }));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function print(name: string, scenario: Scenario, { lines, operations, usd }: Bill): void {
  say(`\n${name}: US$ ${usd.toFixed(2)} a month. ${scenario.why}\n`);
  for (const line of lines.toSorted((a, b) => b.usd - a.usd)) {
    say(`${dollars(line.usd)}  ${quantity(line.quantity)}  ${line.what}`);
  }
  say('\nof it, by operation (table, functions, door, logs, data out):');
  for (const { operation, times, usd: own } of operations.slice(0, 8)) {
    say(`${dollars(own)}  ${quantity(times)}  ${operation}`);
  }
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function dollars(usd: number): string {
  return usd.toFixed(usd < 1 ? 4 : 2).padStart(10);
}

function quantity(amount: number): string {
  const digits = amount < 10 ? 3 : 0;
  return amount.toLocaleString('en-US', { maximumFractionDigits: digits }).padStart(14);
}
