/** What a month costs: use × what was counted × prices. Pure: numbers in, lines of a bill out. Dollars are never rounded here. */
import * as z from 'zod';
import type { Meter } from '../support/metered-table.ts';

const GB = 1024 ** 3;
/** API Gateway bills a request for each 512 KB begun. */
const HTTP_STEP = 512 * 1024;
/** X-Ray keeps the first trace of each second, and one in twenty of the others. */
const SECONDS_A_MONTH = 30 * 24 * 60 * 60;
const TRACED_SHARE = 0.05;

const priceSchema = z.strictObject({
  usd: z.number().nonnegative(),
  per: z.number().positive(),
  freeAMonth: z.number().nonnegative(),
  what: z.string(),
});
const names = [
  'writeUnits',
  'readUnits',
  'streamReads',
  'storageGb',
  'backupGb',
  'lambdaRequests',
  'lambdaGbSeconds',
  'httpRequests',
  'logGb',
  'logKeptGb',
  'traces',
  'alarmMetrics',
  'outGb',
  'signedIn',
] as const;
export const pricesSchema = z.strictObject({
  awsRegion: z.string(),
  notedOn: z.iso.date(),
  from: z.string(),
  prices: z.record(z.enum(names), priceSchema),
});
export type PriceName = (typeof names)[number];
export type Prices = z.infer<typeof pricesSchema>['prices'];

const value = z.strictObject({ value: z.number().nonnegative(), why: z.string() });
const times = z.record(z.string(), z.number().nonnegative());
const use = z.strictObject({ why: z.string(), month: times });
export const scenariosSchema = z.strictObject({
  why: z.string(),
  use: z.strictObject({
    cooperative: use,
    buyer: use,
    organizer: use,
    event: use,
    participant: use,
    everyOther: z.strictObject({ why: z.string(), month: z.number().nonnegative() }),
  }),
  scale: z.strictObject({ why: z.string(), readUnits: times, followingWriteUnits: times }),
  scenarios: z.record(
    z.string(),
    z.strictObject({
      why: z.string(),
      cooperatives: z.number(),
      /** The share of them in which somebody signs in during the month. */
      inUse: z.number().min(0).max(1),
      buyers: z.number(),
      organizers: z.number(),
      events: z.number(),
      /** At one event. */
      participants: z.number(),
      /** The share of requests that find no process running. */
      coldShare: z.number().min(0).max(1),
      /** Whether the market is that of the nation, which is more to read than was counted. */
      nationalMarket: z.boolean(),
    }),
  ),
  assumptions: z.strictObject({
    potentialsACooperative: z.number(),
    offersABuyer: z.number(),
    monthsKept: value,
    requestMs: value,
    rankingMs: value,
    readMs: value,
    changeMs: value,
    coldMs: value,
    signInMs: value,
    signInsAPerson: value,
    requestLogBytes: value,
    followLogBytes: value,
    headerBytes: value,
    logMonthsKept: value,
    logCompressed: value,
  }),
});
export type Scenarios = z.infer<typeof scenariosSchema>;
export type Scenario = Scenarios['scenarios'][string];

/** One request of an operation, as it was counted. */
export type CountedRequest = { own: Meter; answerBytes: number; follows: Meter };
export type CountedRequests = { [operation: string]: CountedRequest };

/** What is deployed, as the templates say it. */
export type Deployed = { apiMb: number; changesMb: number; signInMb: number; alarmMetrics: number };

export type Line = { price: PriceName; what: string; quantity: number; usd: number };
export type OperationCost = { operation: string; times: number; usd: number };
export type Bill = { lines: Line[]; operations: OperationCost[]; usd: number };
export type Asked = {
  counted: CountedRequests;
  scenarios: Scenarios;
  prices: Prices;
  deployed: Deployed;
  /** Takes off what AWS gives every account each month without end; not by default. */
  freeTier?: boolean;
};

type Quantities = Record<PriceName, number>;

/** How often each operation is asked for in a month. Throws for a name that was not counted. */
export function timesOf(scenario: Scenario, { use }: Scenarios, counted: CountedRequests) {
  const inUse = scenario.cooperatives * scenario.inUse;
  const month = new Map<string, number>();
  const add = (asked: { month: { [operation: string]: number } }, by: number) => {
    for (const [operation, each] of Object.entries(asked.month)) {
      if (!(operation in counted)) throw new Error(`the scenario names ${operation}, which was not counted`);
      month.set(operation, (month.get(operation) ?? 0) + each * by);
    }
  };
  add(use.cooperative, inUse);
  add(use.buyer, scenario.buyers);
  add(use.organizer, scenario.organizers);
  add(use.event, scenario.events);
  add(use.participant, scenario.events * scenario.participants);
  for (const operation of Object.keys(counted)) {
    if (!month.has(operation)) month.set(operation, use.everyOther.month * inUse);
  }
  return month;
}

/** A month of a scenario. Operations carry what grows with them; the lines carry everything. */
export function billOf(scenario: Scenario, asked: Asked): Bill {
  const { counted, scenarios, prices, deployed, freeTier = false } = asked;
  const { assumptions } = scenarios;
  const month = timesOf(scenario, scenarios, counted);
  const all = nothing();
  const operations: OperationCost[] = [];
  for (const [operation, times] of month) {
    const one = requestOf(operation, scenario, asked);
    for (const name of names) all[name] += one[name] * times;
    operations.push({ operation, times, usd: times * usdOf(one, prices) });
  }
  const people = scenario.cooperatives * scenario.inUse + scenario.buyers + scenario.organizers;
  const signIns = people * assumptions.signInsAPerson.value;
  all.signedIn = people;
  all.lambdaRequests += signIns;
  all.lambdaGbSeconds += (signIns * assumptions.signInMs.value * deployed.signInMb) / 1000 / 1024;
  all.alarmMetrics = deployed.alarmMetrics;
  const traced = all.lambdaRequests;
  all.traces = Math.min(traced, SECONDS_A_MONTH + TRACED_SHARE * traced);
  const stored = storedBytes(scenario, asked, month) / GB;
  all.storageGb = stored;
  all.backupGb = stored;
  all.logKeptGb = all.logGb * assumptions.logMonthsKept.value * assumptions.logCompressed.value;
  const lines = names.map((price): Line => {
    const { usd, per, freeAMonth, what } = prices[price];
    const paid = Math.max(0, all[price] - (freeTier ? freeAMonth : 0));
    return { price, what, quantity: all[price], usd: (paid * usd) / per };
  });
  return {
    lines,
    operations: operations.toSorted((a, b) => b.usd - a.usd),
    usd: lines.reduce((sum, line) => sum + line.usd, 0),
  };
}

const RANKED = /Matches$|^poolOffer$|^listOpportunities$|^search$/;

/** What one request and all that follows from it use, apart from what is counted for the month as a whole. */
function requestOf(operation: string, scenario: Scenario, { counted, scenarios, deployed }: Asked) {
  const { own, follows, answerBytes } = counted[operation]!;
  const { assumptions: say, scale } = scenarios;
  const atLeast = (counts: number, least: { [operation: string]: number }) =>
    Math.max(counts, scenario.nationalMarket ? (least[operation] ?? 0) : 0);
  const calls = follows.trips > 0 || own.announced > 0 ? 1 : 0;
  const apiMs =
    say.requestMs.value +
    own.trips * say.readMs.value +
    (RANKED.test(operation) ? say.rankingMs.value : 0) +
    scenario.coldShare * say.coldMs.value;
  const changeMs =
    calls * (scenario.coldShare * say.coldMs.value + say.changeMs.value) + follows.trips * say.readMs.value;
  const sent = answerBytes + say.headerBytes.value;
  const used = nothing();
  used.writeUnits =
    own.writeUnits +
    own.indexUnits +
    atLeast(follows.writeUnits, scale.followingWriteUnits) +
    follows.indexUnits;
  used.readUnits = atLeast(own.readUnits, scale.readUnits) + follows.readUnits;
  used.lambdaRequests = 1 + calls;
  used.lambdaGbSeconds = (apiMs * deployed.apiMb + changeMs * deployed.changesMb) / 1000 / 1024;
  used.httpRequests = Math.ceil(sent / HTTP_STEP);
  used.logGb = (say.requestLogBytes.value + calls * say.followLogBytes.value) / GB;
  used.outGb = sent / GB;
  return used;
}

/** What was there from the beginning and what the months have added. */
function storedBytes(scenario: Scenario, { counted, scenarios }: Asked, month: Map<string, number>): number {
  const left = (operation: string): number => {
    const { own, follows } = counted[operation]!;
    return own.storedBytes + follows.storedBytes;
  };
  const { potentialsACooperative, offersABuyer, monthsKept } = scenarios.assumptions;
  const begun =
    scenario.cooperatives * (left('createCooperative') + potentialsACooperative * left('createPotential')) +
    scenario.buyers * (left('createBuyer') + offersABuyer * left('createOffer'));
  let added = 0;
  for (const [operation, times] of month) added += Math.max(0, left(operation)) * times;
  return begun + added * monthsKept.value;
}

const nothing = (): Quantities => Object.fromEntries(names.map((name) => [name, 0])) as Quantities;

const usdOf = (used: Quantities, prices: Prices): number =>
  names.reduce((sum, name) => sum + (used[name] * prices[name].usd) / prices[name].per, 0);
