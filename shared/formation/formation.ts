/** How a cooperative comes to be, step by step: what was decided, who was there, who pays; the shapes of it. */
import * as z from 'zod';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { businessUnitSchema } from '../cooperatives/units.ts';
import { dateSchema } from '../credentials/credential.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';
import { approachSchema, formationStepNameSchema, fundingSchema, stepStatusSchema } from './steps.ts';

const mergedFromSchema = z.array(cooperativeIdSchema).min(1).max(20).meta({
  description: 'With `merged`: who merges into this one; all of the same province, and no holdings',
});

/** What a deliberation brings into the world: the map of potentials and the way to go. */
const outcomeSchema = z
  .strictObject({
    potentials: z
      .array(z.strictObject({ commodity: commodityCodeSchema, flagship: z.boolean().optional() }))
      .max(30)
      .optional()
      .meta({ description: 'The map of potentials' }),
    units: z
      .array(businessUnitSchema)
      .max(20)
      .optional()
      .meta({ description: 'Business units to set up; they become planned ones' }),
    direction: paragraph(2000).optional().meta({ description: 'The business direction' }),
  })
  .meta({
    id: 'DeliberationOutcome',
    example: { potentials: [{ commodity: 'potato', flagship: true }], units: ['grocery', 'cold-storage'] },
  });

const facts = {
  office: line(160)
    .optional()
    .meta({ description: 'The office that attended', example: 'Diskumperindag Kota Batu' }),
  technicalTeamPresent: z.boolean().optional().meta({ description: 'A deliberation needs it' }),
  attendees: z
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .meta({ description: 'How many came; founders, at a founding meeting' }),
  decisions: z.array(line(500)).max(20).optional(),
  minutes: line(300)
    .optional()
    .meta({ description: 'Where the minutes or the deed lie: a number or an address, never the file' }),
  funding: z.array(fundingSchema).max(8).optional(),
  outcome: outcomeSchema.optional().meta({ description: 'Of a deliberation' }),
};

/** What is sent of one step. Without a status it is done, without a date today. */
export const formationStepInputSchema = z
  .strictObject({
    approach: approachSchema.optional(),
    mergedFrom: mergedFromSchema.optional(),
    status: stepStatusSchema.optional(),
    date: dateSchema.optional().meta({ description: 'The day it was done or skipped; today when left out' }),
    dueOn: dateSchema.optional().meta({ description: 'Of a planned step: its last day' }),
    reason: line(500).optional().meta({
      description: 'Why it is skipped, why the approach changes, or why a deliberation begins a new round',
    }),
    ...facts,
  })
  .meta({
    id: 'FormationStepInput',
    example: {
      approach: 'new',
      date: '2025-05-20',
      office: 'Diskumperindag Kota Batu',
      technicalTeamPresent: true,
      attendees: 42,
      decisions: ['Mendirikan KDMP Bulukerto'],
      minutes: 'BA-MUSDES/05/2025',
      funding: [{ source: 'village-budget', amount: 1_500_000 }],
    },
  });
export type FormationStepInput = z.infer<typeof formationStepInputSchema>;

export const roundSchema = z.int().min(2).meta({
  description: 'The round of formation: a later deliberation begins the next. The first is left out',
});

const recorded = {
  cooperativeId: cooperativeIdSchema,
  regionCode: regionCodeSchema,
  step: formationStepNameSchema,
  status: stepStatusSchema,
  date: dateSchema.optional(),
  dueOn: dateSchema.optional(),
  reason: line(500).optional(),
  ...facts,
  round: roundSchema.optional(),
  recordedAt: z.iso.datetime(),
};
const recordedExample = {
  cooperativeId: 'coop_35-79-02-2008',
  regionCode: '35.79.02.2008',
  step: 'deed',
  status: 'done',
  date: '2025-06-10',
  minutes: 'Akta 12/2025',
  funding: [{ source: 'regency', amount: 2_500_000, funder: 'APBD Kota Batu' }],
  recordedAt: '2025-06-10T04:00:00.000Z',
};

export const formationStepSchema = z
  .strictObject(recorded)
  .meta({ id: 'FormationStep', description: 'A step as it was recorded', example: recordedExample });
/** A step, stored as it is shown, below its cooperative. */
export type FormationStep = z.infer<typeof formationStepSchema>;
