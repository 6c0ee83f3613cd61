/** The steps of founding a cooperative, the four approaches to it, who pays, and what of them lies in the cooperative itself. */
import * as z from 'zod';
import { rupiahSchema } from '../money.ts';
import { line } from '../text.ts';

/** In their order. An inauguration is an occasion: it is not yet operation, and nothing waits for it. */
export const formationSteps = [
  'socialisation',
  'deliberation',
  'foundingMeeting',
  'deed',
  'legalEntity',
  'npwp',
  'nib',
  'bankAccount',
  'microsite',
  'inauguration',
  'units',
  'operational',
] as const;
export const formationStepNameSchema = z.enum(formationSteps).meta({
  id: 'FormationStepName',
  description:
    'deliberation: musdes or muskel. foundingMeeting: of an existing cooperative, its members’ meeting',
  example: 'deliberation',
});
export type FormationStepName = z.infer<typeof formationStepNameSchema>;

export const approachSchema = z.enum(['new', 'optimised', 'revitalised', 'merged']).meta({
  id: 'FormationApproach',
  description:
    'new: founded. optimised: an existing one with changed articles. revitalised: a stagnant one. merged: of several',
  example: 'new',
});
export type Approach = z.infer<typeof approachSchema>;

export const fundingSourceSchema = z
  .enum(['state', 'provincial', 'regency', 'village-budget', 'grant', 'csr', 'self', 'loan'])
  .meta({
    id: 'FundingSource',
    description:
      'Whose money: state (APBN), provincial and regency or city (APBD), village-budget (APBDes) …',
    example: 'regency',
  });

export const fundingSchema = z
  .strictObject({
    source: fundingSourceSchema,
    amount: rupiahSchema.optional(),
    funder: line(160).optional().meta({ description: 'Who exactly', example: 'APBD Kota Batu' }),
  })
  .meta({ id: 'Funding', example: { source: 'regency', amount: 2_500_000, funder: 'APBD Kota Batu' } });
export type Funding = z.infer<typeof fundingSchema>;

export const stepStatusSchema = z.enum(['planned', 'done', 'skipped']).meta({ id: 'FormationStepStatus' });
export type StepStatus = z.infer<typeof stepStatusSchema>;

/** What a list of cooperatives needs of their formation; it lies in the cooperative, written together with each step. */
export type FormationSummary = {
  approach?: Approach;
  /** Ids of the cooperatives that merge into this one. */
  mergedFrom?: string[];
  /** Approaches of before, the oldest first. */
  switches?: ApproachSwitch[];
  /** The round that its last deliberation began; the first while there is none. */
  round?: number;
  steps: Partial<Record<FormationStepName, StepSummary>>;
};
/** `on`: the day it was done or skipped, or is due. `round`: of the record. `paidBy`: who paid for it, sorted, joined by `+`. */
export type StepSummary = { status: StepStatus; on?: string; round?: number; paidBy?: string };
/** `round`: the one that it began, unless it only put right what was recorded. `mergedFrom`: who merged before it. */
export type ApproachSwitch = {
  from: Approach;
  to: Approach;
  at: string;
  reason: string;
  round?: number;
  mergedFrom?: string[];
};

/** The round of a record, of a step or of a summary. */
export const roundOf = (one: { round?: number | undefined } | undefined): number => one?.round ?? 1;
