/**
 * DuckDB as a peer of the matcher: the purchase score in SQL, one prepared statement for each offer. In its best honest form: rows
 * sorted by commodity, points that no demand changes as columns, curves as lists, and a statement without parameters, so that its
 * plan is kept.
 */
import { DuckDBInstance, type DuckDBConnection, type DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Best } from '../../shared/matching/best-rows.ts';
import type { Weights } from '../../shared/matching/weights.ts';
import type { Wanted } from '../support/nation.ts';
import { allBestSql, bestSql, DOUBLES } from './duckdb-sql.ts';
import { cellsOf, SUPPLY_COLUMNS, type PeerColumns } from './peer-columns.ts';
import { CURVE_NAMES, curvePoints } from './peer-curves.ts';
import { NUMBERS, questionOf, ROAD_COLUMNS, roads, type Question } from './peer-question.ts';

type Cell = number | null;

export class DuckDBPeer {
  readonly #columns: PeerColumns;
  readonly #connection: DuckDBConnection;
  readonly #choose: DuckDBPreparedStatement;
  readonly #rank = new Map<number, Promise<DuckDBPreparedStatement>>();
  /** Numbers of offers that are stored, by their weights; null for what nobody can meet. */
  readonly #offers = new Map<Weights | undefined, Map<Wanted, number | null>>();
  #stored = 0;

  private constructor(columns: PeerColumns, connection: DuckDBConnection, choose: DuckDBPreparedStatement) {
    this.#columns = columns;
    this.#connection = connection;
    this.#choose = choose;
  }

  /** Fills a database in memory: some seconds for 400,000 rows. */
  static async of(columns: PeerColumns): Promise<DuckDBPeer> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("SET disabled_optimizers = 'statistics_propagation'");
    await fill(connection, columns);
    const choose = await connection.prepare('UPDATE chosen SET offer = CAST($1 AS INTEGER)');
    return new DuckDBPeer(columns, connection, choose);
  }

  /** How many cores a question may use. */
  async useThreads(threads: number): Promise<void> {
    await this.#connection.run(`SET threads = ${threads}`);
  }

  /** The best of one purchase, in order. An offer is stored when it is asked for the first time. */
  async best(wanted: Wanted, limit: number, weights?: Weights): Promise<Best[]> {
    const offer = await this.#numberOf(wanted, weights);
    if (offer === null) return [];
    let statement = this.#rank.get(limit);
    if (statement === undefined) {
      statement = this.#connection.prepare(bestSql(limit, this.#columns.storageUnits.all.length));
      this.#rank.set(limit, statement);
    }
    this.#choose.bindInteger(1, offer);
    await this.#choose.run();
    const result = await (await statement).runAndReadAll();
    return result.getRows().map(([rank, points]) => this.#bestOf(Number(rank), Number(points)));
  }

  /** The best of many purchases in one query; in milliseconds the query alone, the offers being stored. */
  async bestOfAll(
    wanted: readonly Wanted[],
    limit: number,
  ): Promise<{ best: Best[][]; milliseconds: number }> {
    const numbers = await this.#store(wanted, undefined);
    const [first, last] = [Math.min(...stored(numbers)), Math.max(...stored(numbers))];
    const sql = allBestSql(first, last, limit, this.#columns.storageUnits.all.length);
    const start = performance.now();
    const result = await this.#connection.runAndReadAll(sql);
    const rows = result.getRowObjectsJS();
    const milliseconds = performance.now() - start;
    const found = new Map(rows.map(({ offer, best }) => [offer as number, best as bigint[]]));
    const best = numbers.map((offer) =>
      (offer === null ? [] : (found.get(offer) ?? [])).map((key) =>
        this.#bestOf(0xffff_ffff - Number(key & 0xffff_ffffn), Number(key >> 32n)),
      ),
    );
    return { best, milliseconds };
  }

  close(): void {
    this.#connection.closeSync();
  }

  #bestOf(rank: number, points: number): Best {
    return { id: this.#columns.ids[rank]!, points };
  }

  async #numberOf(wanted: Wanted, weights: Weights | undefined): Promise<number | null> {
    const known = this.#offers.get(weights)?.get(wanted);
    if (known !== undefined) return known;
    const [number] = await this.#store([wanted], weights);
    return number!;
  }

  /** Stores offers under numbers that follow each other. */
  async #store(wanted: readonly Wanted[], weights: Weights | undefined): Promise<(number | null)[]> {
    const questions = wanted.map((one) => questionOf(this.#columns, one, weights));
    const numbers = questions.map((question) => (question === null ? null : this.#stored++));
    const some = questions.flatMap((question, at) =>
      question === null ? [] : [{ question, offer: numbers[at]! }],
    );
    const { length } = this.#columns.storageUnits.all;
    await append(
      this.#connection,
      'offers',
      some.map(({ question, offer }) => [
        offer,
        ...NUMBERS.map((name) => question.numbers[name]),
        ...leastStored(question, length),
      ]),
    );
    await append(
      this.#connection,
      'goods',
      some.flatMap(({ question: { kin, regions }, offer }) =>
        kin.flatMap((one) =>
          regions.map(([first, last]) => [offer, one.commodityNo, one.kin, one.related, first, last]),
        ),
      ),
    );
    const own = this.#offers.get(weights) ?? new Map<Wanted, number | null>();
    for (const [at, one] of wanted.entries()) own.set(one, numbers[at]!);
    this.#offers.set(weights, own);
    return numbers;
  }
}

const stored = (numbers: readonly (number | null)[]): number[] => numbers.filter((number) => number !== null);

function leastStored({ storage }: Question, units: number): number[] {
  return Array.from({ length: units }, (_, unit) => (storage?.unitNo === unit ? storage.least : 0));
}

async function fill(connection: DuckDBConnection, columns: PeerColumns): Promise<void> {
  const units = columns.storageUnits.all.map((_, at) => `, stored_${at} DOUBLE`).join('');
  const supplyColumns = Object.entries(SUPPLY_COLUMNS).map(([name, type]) => `${name} ${type}`);
  await connection.run(`CREATE TABLE supplies (${supplyColumns.join(', ')}${units})`);
  const sorted = columns.rows.toSorted((a, b) => a.commodity_no - b.commodity_no || a.shore_no - b.shore_no);
  await append(connection, 'supplies', sorted.map(cellsOf));
  const roadColumns = ROAD_COLUMNS.map((name) => `${name} ${name === 'fare' ? 'DOUBLE' : 'INTEGER'}`);
  await connection.run(`CREATE TABLE roads (${roadColumns.join(', ')})`);
  await append(connection, 'roads', roads(columns));
  const lists = CURVE_NAMES.map(
    (name) => `CAST([${curvePoints(name).join(',')}] AS INTEGER[]) AS ${name}_at`,
  );
  await connection.run(`CREATE TABLE curves AS SELECT ${lists.join(', ')}`);
  const asked = NUMBERS.map((name) => `${name} ${typeOf(name)}`).join(', ');
  await connection.run(`CREATE TABLE offers (offer INTEGER, ${asked}${units})`);
  await connection.run(
    'CREATE TABLE goods (offer INTEGER, commodity_no SMALLINT, kin INTEGER, related INTEGER, region_first INTEGER, region_last INTEGER)',
  );
  await connection.run('CREATE TABLE chosen AS SELECT CAST(-1 AS INTEGER) AS offer');
}

const typeOf = (name: string): string =>
  name === 'needed' ? 'BIGINT' : DOUBLES.includes(name) ? 'DOUBLE' : 'INTEGER';

/** Adds rows of numbers to a table. */
async function append(
  connection: DuckDBConnection,
  table: string,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const appender = await connection.createAppender(table);
  const types = Array.from({ length: appender.columnCount }, (_, at) => String(appender.columnType(at)));
  for (const row of rows) {
    for (const [at, value] of row.entries()) {
      if (value === null) appender.appendNull();
      else if (types[at] === 'DOUBLE') appender.appendDouble(value);
      else if (types[at] === 'BIGINT') appender.appendBigInt(BigInt(value));
      else if (types[at] === 'INTEGER') appender.appendInteger(value);
      else appender.appendSmallInt(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}
