/**
 * A quality check of what a village supplies: who looked at it, what was measured, whether it passed and how long that counts. A
 * holding that also buys such goods shows the seller what its judgement rests on.
 */
import * as z from 'zod';
import { invalid, together } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { line, paragraph } from '../text.ts';
import { gradeSchema, potentialIdSchema, qualityStatusSchema, type Potential } from './potential.ts';
import { qualityOn } from './quality.ts';
import { isWithin, withUnit } from './quality-parameters.ts';

/** Days that a pass counts when nothing else is said: in the middle of the usual 30 to 180 (estimate). */
const VALID_DAYS = 90;
/** The longest that a pass may count: a year, as goods of another harvest are other goods. */
const LONGEST_DAYS = 366;
const DAY_MS = 24 * 60 * 60 * 1000;

const day = z.iso.date();
const number = z.number().min(-1e9).max(1e9);

const measurementSchema = z
  .strictObject({
    parameter: line(60).meta({ description: 'A known one, such as moisture, or any other' }),
    value: number,
    unit: line(20).optional().meta({ description: 'That of a known parameter may be left out' }),
    atLeast: number.optional().meta({ description: 'The limit that it was held against' }),
    atMost: number.optional(),
  })
  .meta({ id: 'Measurement', example: { parameter: 'moisture', value: 13.5, unit: '%', atMost: 14 } });

const stated = {
  result: z.enum(['pass', 'fail']),
  grade: gradeSchema.optional(),
  parameters: z.array(measurementSchema).max(30).default([]),
  checkedOn: day.optional().meta({ description: 'Today when left out; not later', example: '2025-11-02' }),
  validUntil: day.optional().meta({
    description: `The last day that a pass counts; ${VALID_DAYS} days from the check when left out`,
    example: '2026-01-31',
  }),
  lot: line(80).optional().meta({ description: 'The lot that was looked at, where it was one' }),
  evidence: z
    .array(line(300))
    .max(10)
    .optional()
    .meta({ description: 'Where it is proven: numbers of reports, photographs, samples kept' }),
  note: paragraph(1000).optional(),
};

const example = {
  result: 'pass',
  grade: 'A',
  parameters: [{ parameter: 'defects', value: 2.5, unit: '%', atMost: 5 }],
  checkedOn: '2025-11-02',
  validUntil: '2026-01-31',
  evidence: ['Berita acara 12/QC/XI/2025'],
} as const;

export const qualityCheckInputSchema = z.strictObject(stated).meta({ id: 'QualityCheckInput', example });
export type QualityCheckInput = z.infer<typeof qualityCheckInputSchema>;

const checkerSchema = z.strictObject({
  organizationId: z.string().optional().meta({ description: 'Left out for an office' }),
  name: z.string(),
});

export const qualityCheckIdSchema = z.string().regex(idPattern('chk'));

/** A check as it is shown. Evidence and note are for the seller, the checker and their office. */
export const qualityCheckSchema = z
  .strictObject({
    id: qualityCheckIdSchema,
    potentialId: potentialIdSchema,
    cooperativeId: z.string(),
    commodity: z.string(),
    ...stated,
    parameters: z.array(measurementSchema),
    checkedOn: day,
    status: qualityStatusSchema,
    checkedBy: checkerSchema,
    checkerBuys: z.boolean().meta({
      description: 'The checker had an offer to buy such goods: then the seller was shown what it measured',
    }),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'QualityCheck',
    example: {
      id: 'chk_0199c2a4f3b07c1e9a54b3f0c2d1e0cc',
      potentialId: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      cooperativeId: 'coop_35-79-02-2009',
      commodity: 'potato',
      ...example,
      status: 'valid',
      checkedBy: { organizationId: 'coop_coosae', name: 'Koperasi Multi Pihak CooSAE' },
      checkerBuys: true,
      createdAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type QualityCheckView = z.infer<typeof qualityCheckSchema>;
export type QualityCheck = Omit<QualityCheckView, 'status'>;

/** Who checks, and whether it also has an offer to buy such goods. */
export type Checker = { organizationId?: string; name: string; buys: boolean };

/**
 * A check of a potential. Refuses days that cannot be, a pass with a value beyond the limit it was held against, and a judgement
 * without proof by who also buys: parameters and evidence are needed then.
 */
export function checkQuality(
  id: string,
  potential: Potential,
  { checkedOn, ...input }: QualityCheckInput,
  { buys, ...checkedBy }: Checker,
  { at, today }: { at: string; today: string },
): QualityCheck {
  const on = checkedOn ?? today;
  const passed = input.result === 'pass';
  const until = passed ? (input.validUntil ?? later(on, VALID_DAYS)) : undefined;
  together(
    () => {
      if (on > today) throw invalid(['checkedOn'], `is after today, ${today}`);
    },
    () => {
      if (passed || input.validUntil === undefined) return;
      throw invalid(['validUntil'], 'belongs to a pass; leave it out');
    },
    () => {
      if (until === undefined || (on <= until && until <= later(on, LONGEST_DAYS))) return;
      throw invalid(['validUntil'], `lies between the day of the check, ${on}, and a year after it`);
    },
    () => {
      const beyond = input.parameters.findIndex((measured) => !isWithin(measured));
      if (!passed || beyond < 0) return;
      throw invalid(['parameters', beyond, 'value'], 'lies beyond its limit, so the check is no pass');
    },
    () => {
      if (buys && input.parameters.length === 0) throw invalid(['parameters'], MUST_SHOW);
    },
    () => {
      if (buys && (input.evidence ?? []).length === 0) throw invalid(['evidence'], MUST_SHOW);
    },
  );
  return {
    id,
    potentialId: potential.id,
    cooperativeId: potential.cooperativeId,
    commodity: potential.commodity,
    ...input,
    parameters: input.parameters.map(withUnit),
    checkedOn: on,
    ...(until === undefined ? {} : { validUntil: until }),
    checkedBy,
    checkerBuys: buys,
    createdAt: at,
  };
}

const MUST_SHOW = 'is needed: who grades and also buys such goods shows the seller what it judged by';

/** The potential with what its latest check says; an older one than the latest changes nothing. */
export function withCheck(before: Potential, check: QualityCheck): Potential {
  if (before.quality !== undefined && check.checkedOn < before.quality.checkedOn) return before;
  const { id: checkId, result, grade, checkedOn, validUntil, checkedBy } = check;
  return {
    ...before,
    quality: {
      checkId,
      result,
      ...(grade === undefined ? {} : { grade }),
      checkedOn,
      ...(validUntil === undefined ? {} : { validUntil }),
      checkedBy: checkedBy.name,
    },
  };
}

/** What a viewer sees; `isParty`: of those who may look at its proof. */
export function viewCheck(check: QualityCheck, today: string, isParty: boolean): QualityCheckView {
  const { evidence, note, ...open } = check;
  return {
    ...open,
    ...(isParty && evidence !== undefined ? { evidence } : {}),
    ...(isParty && note !== undefined ? { note } : {}),
    status: qualityOn(check, today),
  };
}

const later = (from: string, days: number): string =>
  new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10);
