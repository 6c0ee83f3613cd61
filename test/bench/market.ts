/**
 * `npm run bench:market`: `GET /v1/offers/{id}/matches` over 400,000 potentials, cold and warm, in time, round trips and DynamoDB
 * read units; the bytes of the stored buckets; and what one change costs. Prints a table, then one line of JSON. `POTENTIALS` and
 * `SEED` change the market; `STORE` names a directory that keeps it for the next run.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../functions/api/app.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { newId } from '../../shared/ids.ts';
import { jsonLog } from '../../shared/log.ts';
import { readParts } from '../../shared/market/bucket-store.ts';
import { Market, type OfferAsked } from '../../shared/market/market.ts';
import { nearMisses } from '../../shared/market/shortlist.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { offerWrites, readOffer } from '../../shared/offers/offer-store.ts';
import { confirmPotential } from '../../shared/potentials/potential.ts';
import { potentialWrites, readPotential } from '../../shared/potentials/potential-store.ts';
import { supplyBuckets } from '../../shared/table/derived-keys.ts';
import { openSqliteTable, type SqliteTable } from '../../shared/table/sqlite-table.ts';
import type { Action, Item, Query, QueryResult, Table } from '../../shared/table/table.ts';
import { marketBuckets } from '../../functions/changes/market-buckets.ts';
import { placeAll } from '../../functions/changes/place-all.ts';
import { meteredTable } from '../support/metered-table.ts';
import { candidatesOf } from '../support/market-candidates.ts';
import { NationThings } from '../support/nation-things.ts';
import { Nation } from '../support/nation.ts';
import { madeUpReach } from '../support/made-up-names.ts';

const SEED = process.env['SEED'] ?? '2026';
const POTENTIALS = Number(process.env['POTENTIALS'] ?? 400_000);
const COLD = 40;
const WARM = 400;
const CHANGES = 40;
const LIMIT = 20;
const now = new Date('2026-11-22T03:00:00Z');
const stamp = { at: now.toISOString(), by: 'bench', role: 'admin' };

const kept = process.env['STORE'];
const directory = kept ?? (await mkdtemp(join(tmpdir(), 'titik-temu-bench-')));
await mkdir(directory, { recursive: true });
const table = openSqliteTable(join(directory, 'store.db'), { clock: () => now });
try {
  await measure(table);
} finally {
  await table.close();
  if (kept === undefined) await rm(directory, { recursive: true });
}

async function measure(store: SqliteTable): Promise<void> {
  const nation = new Nation(SEED, POTENTIALS);
  const things = new NationThings(nation, now);
  const offers = nation.offers(COLD + WARM).map((wanted, at): Offer => {
    return things.offer(wanted, at % 3 === 0 ? 'buy_government' : 'buy_private');
  });
  const isBuilt = (await readOffer(store, offers.at(-1)!.id)) !== undefined;
  const placing = isBuilt ? NaN : await build(store, nation, things);
  if (!isBuilt)
    await writeAll(store, [
      ...things.buyers().flatMap((buyer) => buyerWrites(buyer, undefined, stamp)),
      ...offers.flatMap((offer) => offerWrites(offer, undefined, stamp)),
    ]);
  const size = await sizeOf(store, nation.codes);
  // Before anything fills the heap.
  const first = await firstAnswers(store, offers.slice(0, COLD));
  const cold = await asked(store, offers.slice(0, COLD), 'cold');
  const parts = await asked(store, offers.slice(0, COLD), 'parts');
  const warm = await asked(store, offers.slice(COLD), 'warm');
  const near = await others(store, offers.slice(COLD), (app, offer) => ask(app, offer, '&include=blocked'));
  const pooled = await others(store, offers.slice(COLD), pool);
  const change = await changed(store, offers.slice(COLD));
  const mismatches = await wrongAnswers(store, offers.slice(0, COLD));
  print([
    ['potentials in the market', String(size.potentials)],
    ['placed in bulk, microseconds a potential', placing.toFixed(0)],
    [
      'stored, bytes a potential: everything; columns and facts without ids',
      `${size.stored}; ${size.columns}`,
    ],
    ['cold request: ms p50, p99 (processor p50)', cold.ms],
    ['… round trips, read units, KB: p50 (most)', cold.cost],
    ['read once, from parts: ms p50, p99 (processor p50)', parts.ms],
    ['warm request, from shelves: ms p50, p99 (processor p50)', warm.ms],
    ['… round trips, read units, KB: p50 (most)', warm.cost],
    ['with near misses, asked before: ms p50, p99 (processor p50)', near.ms],
    ['pooled, asked before: ms p50, p99 (processor p50)', pooled.ms],
    ['from stored buckets to the first exact answer: ms p50, p99 (processor p50)', first.ms],
    ['a confirmed potential: ms, round trips, read units, write units', change.cost],
    ['the request after it: ms p50, p99; read units', change.after],
    ['answers that differ from scoring every row', String(mismatches)],
  ]);
  console.log(
    JSON.stringify({
      potentials: size.potentials,
      bytesPerPotential: size.stored,
      columnBytesPerPotential: size.columns,
      coldMs: cold.p50,
      coldTrips: cold.trips,
      coldReadUnits: cold.readUnits,
      partsMs: parts.p50,
      warmMs: warm.p50,
      warmP99Ms: warm.p99,
      warmTrips: warm.trips,
      warmReadUnits: warm.readUnits,
      nearMissesMs: near.p50,
      pooledMs: pooled.p50,
      firstAnswerMs: first.p50,
      changeWriteUnits: change.writeUnits,
      mismatches,
    }),
  );
}

/** The whole nation stored, and put into the market as a rebuild would. Microseconds a potential for the latter. */
async function build(store: SqliteTable, nation: Nation, things: NationThings): Promise<number> {
  let spent = 0;
  let count = 0;
  for (const code of nation.codes) {
    const { potentials, cooperatives } = things.supplied(code);
    const writes = [
      ...cooperatives.flatMap((each) => cooperativeWrites(each, undefined, stamp)),
      ...potentials.map((each) => potentialWrites(each, undefined, stamp)[0]!),
    ];
    await writeAll(store, writes);
    const items = writes.flatMap((write): Item[] => (write.do === 'put' ? [write.item] : []));
    const start = performance.now();
    await placeAll(store, items);
    spent += performance.now() - start;
    count += potentials.length;
  }
  return (1000 * spent) / count;
}

async function writeAll(store: SqliteTable, writes: readonly Action[]): Promise<void> {
  for (let from = 0; from < writes.length; from += 5000) {
    await Promise.all(writes.slice(from, from + 5000).map((write) => store.write(write)));
  }
}

async function sizeOf(store: SqliteTable, codes: readonly string[]) {
  let potentials = 0;
  let stored = 0;
  let ids = 0;
  for (const code of codes) {
    const parts = await new Market(store).memory.supply(code, () => undefined);
    for (const { bucket, path, body, digest } of await readParts(store, supplyBuckets(code), undefined)) {
      stored +=
        supplyBuckets(code).length + bucket.length + 1 + path.length + body.length + digest.length + 16;
    }
    for (const { rows } of parts) {
      potentials += rows.length;
      ids += 16 * (rows.length + new Set(rows.map(({ cooperativeId }) => cooperativeId)).size);
    }
  }
  const perPotential = stored / potentials;
  return {
    potentials,
    stored: Math.round(10 * perPotential) / 10,
    columns: Math.round(10 * ((0.75 * stored - ids) / potentials)) / 10,
  };
}

/**
 * Requests over HTTP: each to a process that knows nothing (`cold`), to one that has read it once (`parts`), or for the third time to
 * one that had time to pack its shelves (`warm`).
 */
async function asked(store: SqliteTable, offers: readonly Offer[], state: 'cold' | 'parts' | 'warm') {
  const { table: metered, meter, reset } = meteredTable(store);
  const warmApp = appOver(metered);
  if (state === 'warm') {
    for (const offer of [...offers, ...offers]) await ask(warmApp, offer);
    await idle();
  }
  const times: number[] = [];
  const processor: number[] = [];
  const meters: (typeof meter)[] = [];
  for (const offer of offers) {
    const app = state === 'warm' ? warmApp : appOver(metered);
    if (state === 'parts') await ask(app, offer);
    reset();
    const spent = await clocked(() => ask(app, offer));
    times.push(spent.ms);
    processor.push(spent.own);
    meters.push({ ...meter });
  }
  const of = (name: keyof typeof meter, share: number) =>
    quantile(
      meters.map((one) => one[name]),
      share,
    );
  const both = (name: keyof typeof meter, by = 1) =>
    `${Math.round(of(name, 0.5) / by)} (${Math.round(of(name, 1) / by)})`;
  return {
    p50: rounded(quantile(times, 0.5)),
    p99: rounded(quantile(times, 0.99)),
    ms: spread(times, processor),
    trips: of('trips', 1),
    readUnits: of('readUnits', 0.5),
    cost: `${both('trips')}, ${both('readUnits')}, ${both('bytes', 1024)}`,
  };
}

/** Other questions over HTTP, to a process that was asked before. */
async function others(
  store: SqliteTable,
  offers: readonly Offer[],
  question: (app: App, offer: Offer) => Promise<void>,
) {
  const app = appOver(meteredTable(store).table);
  const times: number[] = [];
  const processor: number[] = [];
  for (const offer of offers) await question(app, offer);
  await idle();
  for (const offer of offers) {
    const spent = await clocked(() => question(app, offer));
    times.push(spent.ms);
    processor.push(spent.own);
  }
  return { p50: rounded(quantile(times, 0.5)), ms: spread(times, processor) };
}

/** Waits until nothing is done in idle moments any more. */
async function idle(): Promise<void> {
  for (let quiet = 0; quiet < 100;) {
    const start = performance.now();
    await new Promise((resume) => setImmediate(resume));
    quiet = performance.now() - start < 1 ? quiet + 1 : 0;
  }
}

type App = ReturnType<typeof createApp>;

function appOver(metered: Table): App {
  return createApp({
    table: metered,
    verifyToken: async (token) => ({
      subject: 'bench',
      role: 'buyer',
      organizationId: token.split('.')[1]!,
    }),
    clock: () => now,
    newId,
    cursorKey: async () => new Uint8Array(32),
    publicUrl: 'https://titik-temu.example',
    webhookReach: madeUpReach,
    takeShare: () => undefined,
    log: jsonLog(),
    docs: async () => new Uint8Array(),
  });
}

function ask(app: App, { id, buyerId }: Offer, more = ''): Promise<void> {
  return answered(app, `/v1/offers/${id}/matches?limit=${LIMIT}${more}`, buyerId, { method: 'GET' });
}

function pool(app: App, { id, buyerId }: Offer): Promise<void> {
  const body = JSON.stringify({ maxSuppliers: 10 });
  return answered(app, `/v1/offers/${id}/pool`, buyerId, { method: 'POST', body });
}

async function answered(app: App, path: string, asker: string, init: RequestInit): Promise<void> {
  const headers = { authorization: `Bearer x.${asker}.x`, 'content-type': 'application/json' };
  const response = await app.request(path, { ...init, headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
}

/** What it takes from the items of the buckets in memory, nothing of them unpacked, to the ranking. */
async function firstAnswers(store: SqliteTable, offers: readonly Offer[]) {
  const times: number[] = [];
  const processor: number[] = [];
  for (const offer of offers) {
    const read = new Map<string, Promise<QueryResult>>();
    const query = (asked: Query): Promise<QueryResult> => {
      const name = JSON.stringify(asked);
      const found = read.get(name) ?? store.query(asked);
      read.set(name, found);
      return found;
    };
    const inMemory: Table = { ...meteredTable(store).table, query };
    const { setting, versions } = await settingOf(new Market(store), offer);
    const rank = () => new Market(inMemory).bestFor(offer, setting, versions, { limit: LIMIT, now });
    // The first reads what the second finds in memory.
    await rank();
    const spent = await clocked(rank);
    times.push(spent.ms);
    processor.push(spent.own);
  }
  return { p50: rounded(quantile(times, 0.5)), ms: spread(times, processor) };
}

/** Confirms potentials of the goods that are asked for, and asks again. */
async function changed(store: SqliteTable, offers: readonly Offer[]) {
  const { table: metered, meter, reset } = meteredTable(store);
  const app = appOver(metered);
  const costs: (typeof meter & { ms: number })[] = [];
  const after: number[] = [];
  const units: number[] = [];
  for (const offer of offers.slice(0, CHANGES)) {
    await ask(app, offer);
    const all = await new Market(store).memory.supply(offer.commodity!, () => undefined);
    const parts = all.filter(({ bounds }) => bounds.count > 0);
    const part = parts[(7919 * units.length) % parts.length];
    if (part === undefined) continue;
    const stored = (await readPotential(store, part.rows.at(-1)!.id))!;
    const later = new Date(Date.parse(stored.value.confirmedAt) + 1000);
    const confirmed = confirmPotential(stored.value, later.toISOString());
    for (const write of potentialWrites(confirmed, stored, stamp)) await store.write(write);
    reset();
    const start = performance.now();
    const [key, image] = [
      { pk: `POT#${confirmed.id}`, sk: 'PROFILE' },
      { data: confirmed, version: 2 },
    ];
    await marketBuckets(metered)({
      id: '1',
      at: stamp.at,
      key,
      before: null,
      after: { ...key, ...image },
    });
    costs.push({ ...meter, ms: performance.now() - start });
    reset();
    const again = performance.now();
    await ask(app, offer);
    after.push(performance.now() - again);
    units.push(meter.readUnits);
  }
  const of = (name: 'ms' | keyof typeof meter) =>
    rounded(
      quantile(
        costs.map((one) => one[name]),
        0.5,
      ),
    );
  return {
    cost: `${of('ms')}, ${of('trips')}, ${of('readUnits')}, ${of('writeUnits')}`,
    writeUnits: of('writeUnits'),
    after: `${rounded(quantile(after, 0.5))}, ${rounded(quantile(after, 0.99))}; ${quantile(units, 0.5)}`,
  };
}

async function wrongAnswers(store: SqliteTable, offers: readonly Offer[]): Promise<number> {
  const market = new Market(store);
  let wrong = 0;
  for (const offer of offers) {
    const { setting, versions } = await settingOf(market, offer);
    const all = await candidatesOf(market, offer, setting, versions, now);
    const fresh = all.filter(
      ({ potential }) => now.getTime() - Number(potential!.confirmedAt) <= 90 * 86_400_000,
    );
    const slow = rankPairs(fresh, { limit: LIMIT }).map(({ pair }) => pair.supply.id);
    const fast = await market.bestFor(offer, setting, versions, { limit: LIMIT, now });
    if (slow.join() !== fast.map(({ potential }) => potential!.id).join()) wrong += 1;
    const wanted = { limit: LIMIT, includeBlocked: true, now };
    const missed = nearMisses(all, wanted).map(({ supply }) => supply.id);
    const near = await market.nearMissesFor(offer, setting, versions, wanted);
    if (missed.join() !== near.map(({ potential }) => potential!.id).join()) wrong += 1;
  }
  return wrong;
}

async function settingOf(market: Market, offer: Offer): Promise<OfferAsked> {
  return (await market.offerAt(offer.id, offer.buyerId))!;
}

/** Milliseconds by the clock, and `own` of this process, all threads: on a shared machine closer to the truth. */
async function clocked(work: () => Promise<unknown>): Promise<{ ms: number; own: number }> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { ms, own: (user + system) / 1000 };
}

function spread(times: readonly number[], processor: readonly number[]): string {
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return `${rounded(p50)}, ${rounded(p99)} (${rounded(quantile(processor, 0.5))})`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}

function print(lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, figure] of lines) console.log(`${name.padEnd(width)}  ${figure}`);
}
