/** How far a cooperative's formation has come: for itself, and as a line of its office's list. */
import * as z from 'zod';
import { cooperativeIdSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { dateSchema } from '../credentials/credential.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { wordingSchema } from '../wording.ts';
import { documentOf, stepsOf, waitsFor } from './approaches.ts';
import { formationStepSchema, roundSchema, type FormationStep } from './formation.ts';
import { approachOf, isOpenAgain, overSince } from './record-step.ts';
import {
  approachSchema,
  formationStepNameSchema,
  formationSteps,
  roundOf,
  stepStatusSchema,
} from './steps.ts';

/** After the legal entity comes consolidation: the business model, the potential map, the units. */
export const phaseSchema = z
  .enum(['forming', 'consolidating', 'operational'])
  .meta({ id: 'FormationPhase', example: 'consolidating' });

const overdueSchema = z
  .strictObject({ step: formationStepNameSchema, dueOn: dateSchema })
  .meta({ id: 'OverdueStep', example: { step: 'deed', dueOn: '2025-06-30' } });

const progress = {
  cooperativeId: cooperativeIdSchema,
  name: z.string(),
  regionCode: regionCodeSchema,
  approach: approachSchema,
  phase: phaseSchema,
  over: z.int().min(0).meta({ description: 'Steps of its approach that are done or skipped' }),
  of: z.int().min(0).meta({ description: 'Steps of its approach' }),
  next: formationStepNameSchema.optional().meta({ description: 'The first step that can be taken' }),
  overdue: z.array(overdueSchema),
  inauguratedOn: dateSchema.optional(),
  operationalOn: dateSchema.optional(),
};
const example = {
  cooperativeId: 'coop_35-79-02-2008',
  name: 'KDMP Bulukerto',
  regionCode: '35.79.02.2008',
  approach: 'new',
  phase: 'consolidating',
  over: 7,
  of: 10,
  next: 'units',
  overdue: [{ step: 'microsite', dueOn: '2025-10-31' }],
  inauguratedOn: '2025-07-21',
} as const;

export const formationProgressSchema = z
  .strictObject(progress)
  .meta({ id: 'FormationProgress', description: 'A line of the office’s list', example });
export type FormationProgress = z.infer<typeof formationProgressSchema>;

const stepExample = {
  step: 'deed',
  status: 'done',
  isNeeded: true,
  document: { id: 'Akta pendirian', en: 'Deed of foundation' },
} as const;
const stepViewSchema = z
  .strictObject({
    step: formationStepNameSchema,
    status: z.enum([...stepStatusSchema.options, 'open', 'proven']).meta({
      description: 'open: nothing is recorded. proven: not recorded, but its paper is verified',
    }),
    isNeeded: z.boolean().meta({ description: 'By the approach' }),
    document: wordingSchema.optional(),
    record: formationStepSchema.optional(),
  })
  .meta({ id: 'FormationStepState', example: stepExample });

const switchSchema = z
  .strictObject({
    from: approachSchema,
    to: approachSchema,
    at: z.iso.datetime(),
    reason: z.string(),
    round: roundSchema.optional(),
    mergedFrom: z.array(cooperativeIdSchema).optional().meta({ description: 'Who merged before it' }),
  })
  .meta({
    id: 'ApproachSwitch',
    example: { from: 'new', to: 'optimised', at: '2025-05-20T03:00:00.000Z', reason: 'Muskel 20 Mei' },
  });

export const formationSchema = z
  .strictObject({
    ...progress,
    mergedFrom: z.array(cooperativeIdSchema).optional(),
    switches: z.array(switchSchema).meta({ description: 'Approaches of before' }),
    round: roundSchema.optional(),
    steps: z.array(stepViewSchema),
    earlier: z
      .array(formationStepSchema)
      .meta({ description: 'What was recorded in earlier rounds, and was taken up again since' }),
  })
  .meta({
    id: 'Formation',
    description: 'How a cooperative comes to be, step by step',
    example: { ...example, switches: [], steps: [stepExample], earlier: [] },
  });
export type Formation = z.infer<typeof formationSchema>;

/** The line of a cooperative on a day. */
export function progressOf(cooperative: Cooperative, today: string): FormationProgress {
  const { id, name, regionCode, formation } = cooperative;
  const approach = approachOf(cooperative);
  const needed = stepsOf(approach);
  const isOver = (step: (typeof formationSteps)[number]) => overSince(cooperative, step, today) !== undefined;
  const next = needed.find((step) => !isOver(step) && waitsFor(step, approach).every(isOver));
  const overdue = formationSteps.flatMap((step) => {
    const { status, on } = formation?.steps[step] ?? {};
    return status === 'planned' && on !== undefined && on < today ? [{ step, dueOn: on }] : [];
  });
  const doneOn = (step: 'inauguration' | 'operational') => {
    const recorded = formation?.steps[step];
    return recorded?.status === 'done' ? recorded.on : undefined;
  };
  const [inauguratedOn, operationalOn] = [doneOn('inauguration'), doneOn('operational')];
  return {
    cooperativeId: id,
    name,
    regionCode,
    approach,
    phase: operationalOn !== undefined ? 'operational' : isOver('legalEntity') ? 'consolidating' : 'forming',
    over: needed.filter(isOver).length,
    of: needed.length,
    ...(next === undefined ? {} : { next }),
    overdue,
    ...(inauguratedOn === undefined ? {} : { inauguratedOn }),
    ...(operationalOn === undefined ? {} : { operationalOn }),
  };
}

/** The whole of a cooperative's formation, with what was recorded of each step. */
export function formationView(
  cooperative: Cooperative,
  records: readonly FormationStep[],
  today: string,
): Formation {
  const approach = approachOf(cooperative);
  const needed = new Set(stepsOf(approach));
  const { mergedFrom, switches = [], round } = cooperative.formation ?? {};
  const isEarlier = (one: FormationStep) =>
    roundOf(one) < roundOf(cooperative.formation?.steps[one.step]) || isOpenAgain(cooperative, one.step);
  return {
    ...progressOf(cooperative, today),
    ...(mergedFrom === undefined ? {} : { mergedFrom }),
    switches,
    ...(round === undefined ? {} : { round }),
    earlier: records.filter(isEarlier),
    steps: formationSteps.map((step) => {
      const record = records.find((one) => one.step === step && !isEarlier(one));
      const isProven = overSince(cooperative, step, today) !== undefined;
      const document = documentOf(step, approach);
      return {
        step,
        status:
          record && (record.status !== 'planned' || !isProven) ? record.status : isProven ? 'proven' : 'open',
        isNeeded: needed.has(step),
        ...(document === undefined ? {} : { document }),
        ...(record === undefined ? {} : { record }),
      };
    }),
  };
}
