/**
 * SQLite as a peer of the matcher, in memory, in its best staged form: rows lie by commodity, shore and amount, so that cutoffs
 * (`peer-stages.ts`) are ranges of the primary key; what passes them is scored in SQL, curves being looked up by row number.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { countMonths, pointsOn, type Curve } from '../../shared/matching/curve.ts';
import { OBSTACLES, WORTH } from '../../shared/matching/curves.ts';
import type { Best } from '../../shared/matching/best-rows.ts';
import type { Weights } from '../../shared/matching/weights.ts';
import type { Wanted } from '../support/nation.ts';
import { cellsOf, SUPPLY_COLUMNS, type PeerColumns, type PeerRow } from './peer-columns.ts';
import { CURVE_NAMES, curvePoints } from './peer-curves.ts';
import {
  FACTORS,
  NUMBERS,
  questionOf,
  ROAD_COLUMNS,
  roads,
  type Kin,
  type Question,
} from './peer-question.ts';
import { bestInStages, type Cutoffs, type FactorWeights } from './peer-stages.ts';
import { bestSql, DOUBLES, PRICE_STEPS } from './sqlite-sql.ts';

export class SqlitePeer {
  readonly #columns: PeerColumns;
  readonly #database = new DatabaseSync(':memory:');
  readonly #statements = new Map<string, StatementSync>();
  /** By commodity, what keeps longest. */
  readonly #longest: PeerRow[] = [];

  /** Fills a database in memory: some seconds for 400,000 rows. */
  constructor(columns: PeerColumns) {
    this.#columns = columns;
    for (const row of columns.rows) {
      if (row.keep > (this.#longest[row.commodity_no]?.keep ?? 0)) this.#longest[row.commodity_no] = row;
    }
    fill(this.#database, columns);
  }

  /** The best of one purchase, in order. */
  best(wanted: Wanted, limit: number, weights?: Weights): Best[] {
    const question = questionOf(this.#columns, wanted, weights);
    if (question === null) return [];
    const { numbers, regions } = question;
    const factorWeights = Object.fromEntries(FACTORS.map((name) => [name, numbers[`weigh_${name}`]]));
    const sql = bestSql(regions, this.#columns.storageUnits.all.length);
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    const asked = this.#parametersOf(question, limit);
    return bestInStages(
      wanted.demand,
      question.kin,
      { weights: factorWeights as FactorWeights, limit },
      (kin, cutoffs) => this.#ask(statement, asked, kin, cutoffs),
    );
  }

  close(): void {
    this.#database.close();
  }

  #ask(statement: StatementSync, asked: Parameters, kin: Kin, cutoffs: Cutoffs): Best[] {
    const rows = statement.all({
      ...asked,
      commodity_no: BigInt(kin.commodityNo),
      kin: BigInt(kin.kin),
      related: BigInt(kin.related),
      longest_keep: BigInt(this.#longest[kin.commodityNo]!.keep),
      longest_half: BigInt(this.#longest[kin.commodityNo]!.half),
      most_km: Math.max(OWN_REGENCY_KM, cutoffs.mostKm),
      least_amount: cutoffs.leastAmount,
      below_price: cutoffs.belowPrice,
      unpriced: cutoffs.unpriced ? 1n : 0n,
      least_silence: BigInt(cutoffs.leastSilence),
      least_points: cutoffs.points - 0.5,
    });
    return rows.map(({ rank, points }) => ({ id: this.#columns.ids[Number(rank)]!, points: Number(points) }));
  }

  #parametersOf({ numbers, storage }: Question, limit: number): Parameters {
    const asked: Parameters = { places: BigInt(limit) };
    for (const name of NUMBERS) {
      const number = numbers[name];
      asked[name] = number === null || DOUBLES.includes(name) ? number : BigInt(number);
    }
    const { need, target } = numbers;
    Object.assign(asked, {
      own_km: BigInt(OWN_REGENCY_KM),
      covered_from: COVERED.from,
      covered_by: need! > 0 ? (COVERED.slope * 1000) / need! : 0,
      worth_from: COVERED_WORTH.from,
      worth_by: need! > 0 ? (COVERED_WORTH.slope * 1000) / need! : 0,
    });
    for (const [at, x] of PRICE_STEPS.entries())
      asked[`price_${at}`] = target === null ? Infinity : (target * x) / 1000;
    for (const unitNo of this.#columns.storageUnits.all.keys()) {
      asked[`stored_${unitNo}`] = storage?.unitNo === unitNo ? storage.least : 0;
    }
    return asked;
  }
}

type Parameters = Record<string, SQLInputValue>;

/** The lowest straight line of a slope that lies nowhere below a curve. */
function lineOver(curve: Curve, slope: number): { slope: number; from: number } {
  const last = curve[curve.length - 1]![0];
  const over = Array.from({ length: last + 1 }, (_, x) => pointsOn(curve, x) - slope * x);
  return { slope, from: Math.max(...over) };
}

const COVERED = lineOver(OBSTACLES.covered, 1);
const COVERED_WORTH = lineOver(WORTH.covered, 0.7);

/** Of the roads to a regency those from within are the nearest. */
const OWN_REGENCY_KM = 12;

function fill(database: DatabaseSync, columns: PeerColumns): void {
  const units = columns.storageUnits.all.map((_, at) => `, stored_${at} REAL`).join('');
  const supplyColumns = Object.entries(SUPPLY_COLUMNS).map(
    ([name, type]) => `${name} ${type === 'DOUBLE' ? 'REAL' : 'INTEGER'}`,
  );
  database.exec(`BEGIN;
    CREATE TABLE supplies (${supplyColumns.join(', ')}${units},
      PRIMARY KEY (commodity_no, shore_no, amount, rank)) WITHOUT ROWID;
    CREATE TABLE roads (${ROAD_COLUMNS.map((name) => `${name} ${name === 'fare' ? 'REAL' : 'INTEGER'}`).join(', ')},
      PRIMARY KEY (destination, way)) WITHOUT ROWID;
    CREATE TABLE ones (mask INTEGER PRIMARY KEY, ones INTEGER);
    CREATE TABLE curve (x INTEGER PRIMARY KEY, ${CURVE_NAMES.map((name) => `${name} INTEGER`).join(', ')})`);
  insert(database, 'supplies', columns.rows.map(cellsOf));
  insert(database, 'roads', roads(columns));
  insert(
    database,
    'ones',
    Array.from({ length: 4096 }, (_, mask) => [mask, countMonths(mask)]),
  );
  const curves = CURVE_NAMES.map(curvePoints);
  const longest = Math.max(...curves.map(({ length }) => length));
  insert(
    database,
    'curve',
    Array.from({ length: longest }, (_, at) => [
      at - 1,
      ...curves.map((points) => points[Math.min(at, points.length - 1)]!),
    ]),
  );
  database.exec('CREATE INDEX roads_by_km ON roads (destination, km, way); COMMIT; ANALYZE');
}

function insert(database: DatabaseSync, table: string, rows: Iterable<readonly (number | null)[]>): void {
  let statement: StatementSync | undefined;
  for (const row of rows) {
    statement ??= database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`);
    statement.run(...row);
  }
}
