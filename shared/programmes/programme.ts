/** A programme: an umbrella of offers with shared requirements and regions, whose guidelines (*juknis*) may be awaited. */
import * as z from 'zod';
import { dateSchema } from '../credentials/credential.ts';
import { invalid, Refusal } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { distinct, requirementsSchema } from '../offers/requirements.ts';
import { within } from '../regions/region-code.ts';
import { regionByCode } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line, paragraph } from '../text.ts';

export const guidelineStates = ['issued', 'awaited'] as const;
export const guidelineStateSchema = z.enum(guidelineStates).meta({
  id: 'GuidelineState',
  description: 'While guidelines (juknis) are awaited, partnerships may be prepared but not operate',
  example: 'issued',
});
export type GuidelineState = z.infer<typeof guidelineStateSchema>;

export const programmeIdSchema = z
  .string()
  .regex(idPattern('prog'), 'takes the id of a programme, such as prog_0199…')
  .meta({ description: 'Id of a programme', example: 'prog_0199c2a4f3b07c1e9a54b3f0c2d1e0cc' });

/** Codes of any level, each once. There are 514 regencies. */
export const regionsSchema = distinct(regionCodeSchema, 600).min(1);

const editable = {
  name: line(160).meta({ example: 'SPHP beras 2025' }),
  description: paragraph(4000).optional(),
  source: line(500).optional().meta({
    description: 'Where its terms are written: an address or a document',
    example: 'Perbadan 8/2025',
  }),
  regions: regionsSchema.optional().meta({ description: 'Where it applies; everywhere when left out' }),
  validFrom: dateSchema.optional(),
  validUntil: dateSchema.optional().meta({ description: 'Its last day', example: '2027-06-30' }),
  requirements: requirementsSchema.optional().meta({ description: 'What all its offers ask' }),
};

const example = {
  name: 'Sub penyalur LPG 3 kg',
  source: 'https://simkopdes.go.id',
  regions: ['35'],
  validFrom: '2025-10-01',
  validUntil: '2026-12-31',
  requirements: { nib: true, kbli: ['47772'] },
  guidelines: 'awaited',
};
const paper = { number: 'KEP-123/DS000/2025', date: '2025-11-20' };

/** What a caller sends to set up a programme. Guidelines count as issued unless said to be awaited. */
export const programmeInputSchema = z
  .strictObject({ ...editable, guidelines: guidelineStateSchema.optional() })
  .meta({ id: 'ProgrammeInput', example });
export type ProgrammeInput = z.infer<typeof programmeInputSchema>;

/** The paper that releases what waits. */
export const guidelinesInputSchema = z
  .strictObject({
    number: line(100).meta({ example: 'KEP-123/DS000/2025' }),
    date: dateSchema,
    effectiveFrom: dateSchema.optional().meta({ description: 'The date of the paper when left out' }),
  })
  .meta({ id: 'GuidelinesInput', example: paper });
export type GuidelinesInput = z.infer<typeof guidelinesInputSchema>;

const guidelinesSchema = guidelinesInputSchema
  .extend({ issuedAt: z.iso.datetime().meta({ description: 'When it was entered here' }) })
  .meta({ id: 'Guidelines', example: { ...paper, issuedAt: '2025-11-21T03:00:00.000Z' } });

export const programmeSchema = z
  .strictObject({
    id: programmeIdSchema,
    ...editable,
    guidelines: guidelineStateSchema,
    guidelinesInForce: guidelinesSchema.optional(),
    supersededGuidelines: z.array(guidelinesSchema).optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Programme',
    example: {
      id: 'prog_0199c2a4f3b07c1e9a54b3f0c2d1e0cc',
      ...example,
      guidelines: 'issued',
      guidelinesInForce: { ...paper, issuedAt: '2025-11-21T03:00:00.000Z' },
      createdAt: '2025-10-01T03:00:00.000Z',
      updatedAt: '2025-11-21T03:00:00.000Z',
    },
  });
/** A programme, stored as it is shown. */
export type Programme = z.infer<typeof programmeSchema>;

/** A new programme. Refuses unknown regions and a validity that ends before it starts. */
export function setUpProgramme(id: string, input: ProgrammeInput, at: string): Programme {
  ensureRegionsExist(input.regions, ['regions']);
  const { validFrom, validUntil } = input;
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) {
    throw invalid(['validUntil'], 'is before validFrom');
  }
  return { id, ...input, guidelines: input.guidelines ?? 'issued', createdAt: at, updatedAt: at };
}

/**
 * The programme once a paper is issued; the very same programme when that paper is in force already. A newer paper takes the
 * place of the one in force, as yearly guidelines do. Refuses (409) one number with two dates, and a paper that is not newer.
 */
export function issueGuidelines(before: Programme, paper: GuidelinesInput, at: string): Programme {
  const inForce = before.guidelinesInForce;
  if (paper.effectiveFrom !== undefined && paper.effectiveFrom < paper.date) {
    throw invalid(['effectiveFrom'], 'is before the date of the paper');
  }
  const known = [inForce, ...(before.supersededGuidelines ?? [])].find((one) => one?.number === paper.number);
  if (known && (known.date !== paper.date || known.effectiveFrom !== paper.effectiveFrom)) {
    throw new Refusal('conflict', `${paper.number} was entered with other dates; check the number.`, [
      { pointer: '#/number', detail: 'was entered with other dates', in: 'body' },
    ]);
  }
  if (known && known === inForce) return before;
  if (inForce && paper.date <= inForce.date) {
    const detail = `is not newer than ${inForce.number} of ${inForce.date}, which is in force`;
    throw new Refusal('conflict', `The paper ${detail}.`, [{ pointer: '#/date', detail, in: 'body' }]);
  }
  return {
    ...before,
    guidelines: 'issued',
    guidelinesInForce: { ...paper, issuedAt: at },
    ...(inForce ? { supersededGuidelines: [inForce, ...(before.supersededGuidelines ?? [])] } : {}),
    updatedAt: at,
  };
}

/** Whether anything of the programme applies in a region, or around it. */
export function appliesIn(programme: Pick<Programme, 'regions'>, region: string): boolean {
  return (
    programme.regions === undefined ||
    programme.regions.some((code) => within(code, region) || within(region, code))
  );
}

/** Refuses codes that are no regions, each with its pointer below `path`. */
export function ensureRegionsExist(
  codes: readonly string[] | undefined,
  path: readonly (string | number)[],
): void {
  const at = codes?.findIndex((code) => !regionByCode(code)) ?? -1;
  if (at >= 0) {
    throw invalid([...path, at], 'is not a region code in force; look it up under /v1/regions');
  }
}
