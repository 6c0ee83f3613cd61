/** How far the founding of cooperatives has come, and who paid for it: what is counted for it, and the report. */
import * as z from 'zod';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import type { FormationStep } from '../formation/formation.ts';
import {
  approachSchema,
  formationSteps,
  formationStepNameSchema,
  fundingSourceSchema,
  type Approach,
  type FormationStepName,
} from '../formation/steps.ts';
import { takesPart } from '../readiness/pilots.ts';
import { villageKind } from '../regions/region-code.ts';
import { regionName, villagesIn } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import type { Amounts, Entry } from '../totals/entry.ts';
import { isOfVillage, type CountedCooperative } from './coverage.ts';
import { nationalTargets, targetSchema } from './targets.ts';
import {
  byEach,
  countSchema,
  figureRows,
  scopeFields,
  scopeRow,
  TITLES,
  type Row,
  type ScopeFields,
} from './scope.ts';

/** By district, read together by province. */
export const FORMATION = 'formation';

const inDistrict = (regionCode: string, amount: bigint, ...field: string[]): Entry => ({
  total: FORMATION,
  part: regionCode.slice(0, 2),
  at: regionCode.slice(0, 8),
  field: field.join('|'),
  amount,
});

/**
 * By which approach a cooperative came to be, where it stands in each step, and whose money paid for it; of one that was neither rejected
 * nor merged away. A step that several paid for counts once, under all of them together, so that the numbers add up to the cooperatives.
 */
export function cooperativeFormation(cooperative: Cooperative): Entry[] {
  const { formation, regionCode } = cooperative;
  if (formation === undefined || !takesPart(cooperative)) return [];
  const one = (...field: string[]) => inDistrict(regionCode, 1n, ...field);
  return [
    ...(formation.approach === undefined ? [] : [one('approach', formation.approach)]),
    ...Object.entries(formation.steps).flatMap(([step, { status, on = '', paidBy }]) => [
      one(status, step, status === 'planned' ? on : ''),
      ...(paidBy === undefined ? [] : [one('paid', step, paidBy)]),
    ]),
  ];
}

/** What a step cost, in whichever round, whatever became of the cooperative: it was paid. */
export const stepFormation = ({ regionCode, step, status, funding = [] }: FormationStep): Entry[] =>
  status === 'done'
    ? funding.map(({ source, amount = 0 }) => inDistrict(regionCode, BigInt(amount), 'money', step, source))
    : [];

const rupiah = countSchema.meta({ description: 'Whole rupiah, as far as amounts were entered' });
const kinds = z.strictObject({ total: countSchema, villages: countSchema, urbanVillages: countSchema });

export const formationReportSchema = z
  .strictObject({
    ...scopeFields,
    expected: kinds.meta({ description: 'One for each village and urban village' }),
    formed: kinds.meta({
      description: 'Villages with a cooperative that was neither rejected nor merged away',
    }),
    steps: z.array(
      z
        .strictObject({
          step: formationStepNameSchema,
          done: countSchema,
          skipped: countSchema,
          planned: countSchema,
          overdue: countSchema.meta({ description: 'Planned, and past their last day' }),
        })
        .meta({ id: 'FormationStepCount' }),
    ),
    funding: z
      .array(
        z
          .strictObject({
            step: formationStepNameSchema,
            paidBy: z.array(
              z.strictObject({ sources: z.array(fundingSourceSchema), cooperatives: countSchema }),
            ),
            unknown: countSchema.meta({ description: 'Done, and nobody said who paid' }),
            money: z.array(z.strictObject({ source: fundingSourceSchema, amount: rupiah })),
          })
          .meta({ id: 'FormationFunding' }),
      )
      .meta({
        description:
          'Who paid for each step that is done; the cooperatives of a step add up. `money` is that of all rounds, also of cooperatives that have merged since',
      }),
    approaches: z.array(z.strictObject({ approach: approachSchema, cooperatives: countSchema })),
    districts: z.array(
      z
        .strictObject({
          regionCode: regionCodeSchema,
          name: z.string(),
          expected: countSchema,
          formed: countSchema,
          legalEntity: countSchema.meta({ description: 'With this step done' }),
          operational: countSchema.meta({ description: 'With this step done' }),
        })
        .meta({ id: 'FormationDistrict' }),
    ),
    nationalTargets: z.array(targetSchema),
  })
  .meta({
    id: 'FormationReport',
    example: {
      region: '35.79',
      regionName: 'Kota Batu',
      asOf: '2025-11-02',
      expected: { total: 24, villages: 19, urbanVillages: 5 },
      formed: { total: 24, villages: 19, urbanVillages: 5 },
      steps: [{ step: 'deed', done: 24, skipped: 0, planned: 0, overdue: 0 }],
      funding: [
        {
          step: 'deed',
          paidBy: [
            { sources: ['regency'], cooperatives: 18 },
            { sources: ['provincial'], cooperatives: 6 },
          ],
          unknown: 0,
          money: [
            { source: 'regency', amount: 45_000_000 },
            { source: 'provincial', amount: 15_000_000 },
          ],
        },
      ],
      approaches: [{ approach: 'new', cooperatives: 24 }],
      districts: [
        { regionCode: '35.79.02', name: 'Bumiaji', expected: 9, formed: 9, legalEntity: 9, operational: 1 },
      ],
      nationalTargets,
    },
  });
export type FormationReport = z.infer<typeof formationReportSchema>;

type Total = { at: string; amounts: Amounts };

/** The report over every village of the regions. O(villages + totals). */
export function formationReport(
  scope: ScopeFields,
  regions: readonly string[],
  totals: readonly Total[],
  cooperatives: readonly CountedCooperative[],
): FormationReport {
  const expected = regions.flatMap(villagesIn);
  const formed = [...new Set(cooperatives.filter(isOfVillage).map(({ regionCode }) => regionCode))];
  const fields = totals.flatMap(({ amounts }) =>
    [...amounts].map(([field, amount]) => fieldOf(field, amount)),
  );
  const steps = formationSteps.map((step) => {
    const own = fields.filter((field) => field.code === step);
    const number = (what: string) => sumOf(own.filter((field) => field.what === what));
    const overdue = own.filter(({ what, rest }) => what === 'planned' && rest !== '' && rest < scope.asOf);
    return {
      step,
      done: number('done'),
      skipped: number('skipped'),
      planned: number('planned'),
      overdue: sumOf(overdue),
    };
  });
  return {
    ...scope,
    expected: byKind(expected),
    formed: byKind(formed),
    steps,
    funding: steps.flatMap(({ step, done }) => fundingOf(step, done, fields)),
    approaches: fields
      .filter(({ what }) => what === 'approach')
      .reduce<FormationReport['approaches']>((all, { code, amount }) => {
        const approach = code as Approach;
        const known = all.find((one) => one.approach === approach);
        if (known) known.cooperatives += Number(amount);
        else all.push({ approach, cooperatives: Number(amount) });
        return all;
      }, []),
    districts: districtsOf(expected, formed, totals),
    nationalTargets,
  };
}

type Field = { what: string; code: string; rest: string; amount: bigint };

function fieldOf(field: string, amount: bigint): Field {
  const [what = '', code = '', rest = ''] = field.split('|');
  return { what, code, rest, amount };
}

const sumOf = (fields: readonly Field[]): number =>
  Number(fields.reduce((sum, { amount }) => sum + amount, 0n));

function byKind(codes: readonly string[]): z.infer<typeof kinds> {
  const urban = codes.filter((code) => villageKind(code) === 'urban-village').length;
  return { total: codes.length, villages: codes.length - urban, urbanVillages: urban };
}

function fundingOf(step: FormationStepName, done: number, all: readonly Field[]): FormationReport['funding'] {
  const own = all.filter(({ code }) => code === step);
  const paid = Map.groupBy(
    own.filter(({ what }) => what === 'paid'),
    ({ rest }) => rest,
  );
  const money = Map.groupBy(
    own.filter(({ what }) => what === 'money'),
    ({ rest }) => rest,
  );
  if (paid.size === 0 && money.size === 0) return [];
  const paidBy = [...paid]
    .map(([sources, fields]) => ({ sources: sourcesIn(sources), cooperatives: sumOf(fields) }))
    .sort((a, b) => b.cooperatives - a.cooperatives);
  return [
    {
      step,
      paidBy,
      unknown: done - paidBy.reduce((sum, { cooperatives }) => sum + cooperatives, 0),
      money: [...money].map(([source, fields]) => ({ source: sourcesIn(source)[0]!, amount: sumOf(fields) })),
    },
  ];
}

const sourcesIn = (text: string) => text.split('+').map((source) => fundingSourceSchema.parse(source));

function districtsOf(
  expected: readonly string[],
  formed: readonly string[],
  totals: readonly Total[],
): FormationReport['districts'] {
  const has = new Set(formed);
  const counted = new Map(totals.map(({ at, amounts }) => [at, amounts]));
  return [...Map.groupBy(expected, (code) => code.slice(0, 8))].map(([regionCode, own]) => ({
    regionCode,
    name: regionName(regionCode) ?? regionCode,
    expected: own.length,
    formed: own.filter((code) => has.has(code)).length,
    ...byEach(['legalEntity', 'operational'] as const, (step) =>
      Number(counted.get(regionCode)?.get(`done|${step}|`) ?? 0n),
    ),
  }));
}

const kindWords = {
  total: 'seluruhnya (all)',
  villages: 'desa (villages)',
  urbanVillages: 'kelurahan (urban villages)',
} as const;
const stepWords = {
  done: 'selesai (done)',
  skipped: 'dilewati (skipped)',
  planned: 'direncanakan (planned)',
  overdue: 'lewat waktu (overdue)',
} as const;
const districtWords = {
  expected: 'seharusnya (expected)',
  formed: 'terbentuk (formed)',
  legalEntity: 'berbadan hukum (legal entity)',
  operational: 'beroperasi (operational)',
} as const;
const cooperativeWords = { cooperatives: 'koperasi (cooperatives)' } as const;

/** The report for a spreadsheet. */
export function formationRows(report: FormationReport): Row[] {
  return [
    TITLES,
    scopeRow(report),
    ...figureRows('seharusnya (expected)', undefined, undefined, kindWords, report.expected),
    ...figureRows('terbentuk (formed)', undefined, undefined, kindWords, report.formed),
    ...report.steps.flatMap(({ step, ...own }) =>
      figureRows('langkah (step)', step, undefined, stepWords, own),
    ),
    ...report.funding.flatMap(({ step, paidBy, unknown, money }) => [
      ...paidBy.flatMap(({ sources, cooperatives }) =>
        figureRows('pembiaya (paid by)', step, sources.join(' + '), cooperativeWords, { cooperatives }),
      ),
      ...figureRows('pembiaya (paid by)', step, '?', cooperativeWords, { cooperatives: unknown }),
      ...money.map(({ source, amount }): Row => ['dana (money)', step, source, 'rupiah', amount]),
    ]),
    ...report.approaches.flatMap(({ approach, cooperatives }) =>
      figureRows('cara (approach)', approach, undefined, cooperativeWords, { cooperatives }),
    ),
    ...report.districts.flatMap(({ regionCode, name, ...own }) =>
      figureRows('kecamatan (district)', regionCode, name, districtWords, own),
    ),
    ...report.nationalTargets.map(({ cooperatives, by, source }): Row => [
      'sasaran nasional (national target)',
      by,
      undefined,
      cooperativeWords.cooperatives,
      cooperatives,
      source,
    ]),
  ];
}
