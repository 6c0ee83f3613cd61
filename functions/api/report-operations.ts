/** What each report takes and answers: one query, and the same two forms for all. */
import * as z from 'zod';
import { businessUnitSchema } from '../../shared/cooperatives/units.ts';
import { commodityCodeSchema } from '../../shared/commodities/commodity.ts';
import { separators, type Separator } from '../../shared/csv.ts';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { coverageReportSchema } from '../../shared/reports/coverage-report.ts';
import { formationReportSchema } from '../../shared/reports/formation.ts';
import { localSpendingReportSchema } from '../../shared/reports/local-spending.ts';
import { pipelineReportSchema } from '../../shared/reports/pipeline.ts';
import { promisesReportSchema } from '../../shared/reports/promises-report.ts';
import { readinessReportSchema } from '../../shared/reports/readiness-report.ts';
import { monthSchema } from '../../shared/reports/scope.ts';
import { turnoverReportSchema } from '../../shared/reports/turnover.ts';
import { unmetDemandReportSchema } from '../../shared/reports/unmet-demand.ts';
import { operation } from './operation.ts';

const ofRegion = {
  region: regionCodeSchema.optional().meta({
    description: 'A region; left out, an organizer’s own, or the own figures of an organization',
  }),
  format: z.enum(['json', 'csv']).optional().meta({ description: 'Instead of `Accept`' }),
  separator: z
    .enum(Object.keys(separators) as [Separator])
    .default('comma')
    .meta({ description: 'Of the CSV; `semicolon` for an Excel with Indonesian regional settings' }),
};
const ofHolding = {
  ...ofRegion,
  holding: cooperativeIdSchema
    .optional()
    .meta({ description: 'Instead: a holding, with its members of today' }),
};
const months = {
  from: monthSchema.optional().meta({ description: 'The first month; a year before the last when left out' }),
  to: monthSchema.optional().meta({ description: 'The last month; this one when left out' }),
};
const overMonths = {
  from: monthSchema.optional().meta({ description: 'The first month; from the beginning when left out' }),
  to: monthSchema.optional().meta({ description: 'The last month' }),
};

/** What every report is answered as, once its schema is named. */
const inBothForms = {
  status: 200,
  form: 'one',
  alsoAs: 'text/csv',
  derived: true,
  description: 'As it stands now; as CSV with `format=csv` or `Accept: text/csv`',
} as const;

export const getPipelineReport = operation({
  id: 'getPipelineReport',
  method: 'get',
  path: '/v1/reports/pipeline',
  tag: 'Reports',
  summary: 'Partnerships by stage and scheme, and who has none',
  description:
    'For an office its region, for a holding its members, for an organization its own. The months bound what is over.',
  query: z.strictObject({ ...ofHolding, ...overMonths }),
  answers: { ...inBothForms, schema: pipelineReportSchema },
});

export const getTurnoverReport = operation({
  id: 'getTurnoverReport',
  method: 'get',
  path: '/v1/reports/turnover',
  tag: 'Reports',
  summary: 'What was traded, month by month',
  description:
    'By commodity and destination, each trade once: between members of a holding, outside, and what members handed to their holding apart from what it resold. A region is a district or wider.',
  query: z.strictObject({ ...ofHolding, ...months }),
  answers: { ...inBothForms, schema: turnoverReportSchema },
});

export const getReadinessReport = operation({
  id: 'getReadinessReport',
  method: 'get',
  path: '/v1/reports/readiness',
  tag: 'Reports',
  summary: 'Who is ready to be a pilot',
  description:
    'How many are how ready, by district and by item of the checklist, and the readiest of each district with what speaks for them and what they lack.',
  query: z.strictObject({
    ...ofHolding,
    most: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(2)
      .meta({ description: 'How many to name of each district' }),
  }),
  answers: { ...inBothForms, schema: readinessReportSchema },
});

export const getFormationReport = operation({
  id: 'getFormationReport',
  method: 'get',
  path: '/v1/reports/formation',
  tag: 'Reports',
  summary: 'How far founding has come, and who paid for it',
  description:
    'Formed against expected, each step with done, skipped, planned and overdue, and whose money paid: the cooperatives of a step add up.',
  query: z.strictObject(ofRegion),
  answers: { ...inBothForms, schema: formationReportSchema },
});

export const getCoverageReport = operation({
  id: 'getCoverageReport',
  method: 'get',
  path: '/v1/reports/coverage',
  tag: 'Reports',
  summary: 'Villages with and without an outlet, a unit or goods',
  description:
    'By district; the villages that lack it are named. Without anything named: villages without a cooperative.',
  query: z.strictObject({
    ...ofRegion,
    unit: businessUnitSchema.optional().meta({ description: 'Villages with and without this business unit' }),
    outlet: commodityCodeSchema
      .optional()
      .meta({ description: 'Or: where this is to be had, by consignment or distribution' }),
    good: commodityCodeSchema.optional().meta({ description: 'Or: where this is to supply' }),
  }),
  answers: { ...inBothForms, schema: coverageReportSchema },
});

export const getUnmetDemandReport = operation({
  id: 'getUnmetDemandReport',
  method: 'get',
  path: '/v1/reports/unmet-demand',
  tag: 'Reports',
  summary: 'Demand that nobody meets',
  description:
    'Open purchases to be delivered in the region without enough partners, and of its cooperatives the claims granted below what they asked for, in the months asked for.',
  query: z.strictObject({ ...ofRegion, ...months }),
  answers: { ...inBothForms, schema: unmetDemandReportSchema },
});

export const getLocalSpendingReport = operation({
  id: 'getLocalSpendingReport',
  method: 'get',
  path: '/v1/reports/local-spending',
  tag: 'Reports',
  summary: 'What each government office spends on local goods',
  description:
    'Bangga e-Lokal: by where the goods were grown or made, not by the seat of the seller; the offices (SKPD) without local purchase are named.',
  query: z.strictObject({ ...ofRegion, ...months }),
  answers: { ...inBothForms, schema: localSpendingReportSchema },
});

export const getPromisesReport = operation({
  id: 'getPromisesReport',
  method: 'get',
  path: '/v1/reports/promises',
  tag: 'Reports',
  summary: 'Promised against delivered',
  description:
    'By partnership, buyer and cooperative: how much was due up to today, how much came; of a quota what was asked for, granted and fetched.',
  query: z.strictObject({ ...ofHolding, ...months }),
  answers: { ...inBothForms, schema: promisesReportSchema },
});
