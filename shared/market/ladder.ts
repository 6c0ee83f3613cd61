/**
 * The ladder of markets of one potential: village, regency, province, nation, abroad; what each rung needs and what the next one
 * lacks. The rungs' needs are our proposal, made of what buyers are reported to ask for; no office's rule.
 */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { statusOn, type CredentialType } from '../credentials/credential.ts';
import { certificateNames } from '../matching/labels.ts';
import { perMonth } from '../quantities.ts';
import { wordingSchema } from '../wording.ts';
import { isStale, potentialIdSchema, type Potential } from '../potentials/potential.ts';

export const rungs = ['village', 'regency', 'province', 'national', 'export'] as const;
export type Rung = (typeof rungs)[number];

const needNames = [
  'confirmed',
  'price',
  'nib',
  'grade',
  'legalEntity',
  'certificate',
  'bankAccount',
  'packaging',
  'keeping',
  'hsCode',
  'volume',
  'continuity',
  'exportGrade',
  'exportRegistration',
] as const;

const needSchema = z.strictObject({
  need: z.enum(needNames),
  met: z.boolean(),
  detail: wordingSchema.meta({ description: 'What it takes' }),
});
type Need = z.infer<typeof needSchema>;

export const ladderSchema = z
  .strictObject({
    potentialId: potentialIdSchema,
    commodity: commodityCodeSchema,
    hsCode: z.string().nullable().meta({ description: 'To be checked against BTKI' }),
    reached: z.enum(rungs).nullable().meta({ description: 'The highest rung with nothing missing up to it' }),
    rungs: z.array(
      z.strictObject({
        rung: z.enum(rungs),
        needs: z.array(needSchema),
        offers: z.int().min(0).meta({ description: 'Open offers that buy it there' }),
      }),
    ),
  })
  .meta({
    id: 'MarketLadder',
    example: {
      potentialId: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      commodity: 'potato',
      hsCode: '0701.90',
      reached: 'village',
      rungs: [
        {
          rung: 'village',
          needs: [{ need: 'price', met: true, detail: { id: 'Sebutkan harga', en: 'State a price' } }],
          offers: 3,
        },
      ],
    },
  });
type Ladder = z.infer<typeof ladderSchema>;

/** Tonnes a month that fill a container of produce, and months a year that keep a buyer abroad: our estimates. */
const CONTAINER_KG = 10_000;
const STEADY_MONTHS = 6;

/** Where an offer stands, seen from a village: abroad when it asks for goods that are ready for export. */
export function rungOf(from: string, deliverTo: string, isExport: boolean): Rung {
  if (isExport) return 'export';
  if (deliverTo === from) return 'village';
  if (deliverTo.slice(0, 5) === from.slice(0, 5)) return 'regency';
  return deliverTo.slice(0, 2) === from.slice(0, 2) ? 'province' : 'national';
}

/** The ladder as it stands; `offers` counts the open ones on each rung. */
export function ladderOf(
  potential: Potential,
  cooperative: Cooperative,
  offers: ReadonlyMap<Rung, number>,
  now: Date,
): Ladder {
  const { hsCode } = commodityOf(potential.commodity);
  const steps = needsOf(potential, cooperative, now);
  let reached: Rung | null = null;
  for (const rung of rungs) {
    if (steps[rung].some(({ met }) => !met)) break;
    reached = rung;
  }
  return {
    potentialId: potential.id,
    commodity: potential.commodity,
    hsCode,
    reached,
    rungs: rungs.map((rung) => ({ rung, needs: steps[rung], offers: offers.get(rung) ?? 0 })),
  };
}

function needsOf(potential: Potential, cooperative: Cooperative, now: Date): Record<Rung, Need[]> {
  const { typicalCertificates, perishable, hsCode } = commodityOf(potential.commodity);
  const today = dayOf(now);
  const holds = (type: CredentialType): boolean => {
    const paper = cooperative.credentials[type];
    return paper !== undefined && statusOn(paper, today) === 'verified';
  };
  const paper = (name: Need['need'], type: CredentialType, id: string, en: string): Need =>
    need(name, holds(type), `${id}, terverifikasi oleh dinas`, `${en}, verified by the office`);
  const kept = !perishable || (cooperative.units ?? []).includes('cold-storage');
  const { capacity } = potential.normalised;
  const fills = capacity.unit === 'kg' && perMonth(capacity, potential.months) >= CONTAINER_KG;
  return {
    village: [
      need(
        'confirmed',
        !isStale(potential, now),
        'Konfirmasi bahwa potensi ini masih berlaku',
        'Confirm that it still holds',
      ),
      need('price', potential.price !== undefined, 'Sebutkan harga', 'State a price'),
    ],
    regency: [
      paper('nib', 'nib', 'NIB', 'The business number (NIB)'),
      need('grade', potential.grade !== undefined, 'Sebutkan mutu A, B, atau C', 'State grade A, B or C'),
    ],
    province: [
      paper('legalEntity', 'legalEntity', 'Badan hukum', 'The legal entity'),
      ...typicalCertificates
        .filter((type) => type !== 'export-registration')
        .map((type) => {
          const { id, en } = certificateNames([type]);
          return paper('certificate', type, id, en);
        }),
    ],
    national: [
      paper('bankAccount', 'bankAccount', 'Rekening koperasi', 'The bank account'),
      need(
        'packaging',
        potential.packaging !== undefined,
        'Sebutkan kemasan, misalnya peti 20 kg',
        'State the packaging, such as crates of 20 kg',
      ),
      need(
        'keeping',
        kept,
        'Tahan lebih dari seminggu, atau ada gudang pendingin',
        'It keeps for more than a week, or there is cold storage',
      ),
    ],
    export: [
      need(
        'hsCode',
        hsCode !== null,
        hsCode === null ? 'Cari kode HS di BTKI' : `Kode HS ${hsCode}, periksa di BTKI`,
        hsCode === null ? 'Look up its HS code in BTKI' : `HS code ${hsCode}, to be checked against BTKI`,
      ),
      need(
        'volume',
        fills,
        'Satu peti kemas sebulan, sekitar 10 ton (perkiraan kami): gabung dengan koperasi lain bila kurang',
        'A container a month, about 10 tonnes (our estimate): pool with other cooperatives below that',
      ),
      need(
        'continuity',
        potential.months.length >= STEADY_MONTHS,
        `Pasokan sedikitnya ${STEADY_MONTHS} bulan setahun (perkiraan kami)`,
        `Supply in at least ${STEADY_MONTHS} months of the year (our estimate)`,
      ),
      need(
        'exportGrade',
        potential.grade === 'A' || potential.grade === 'B',
        'Mutu A atau B',
        'Grade A or B',
      ),
      paper('exportRegistration', 'export-registration', 'Registrasi ekspor', 'The export registration'),
    ],
  };
}

const need = (name: Need['need'], met: boolean, id: string, en: string): Need => ({
  need: name,
  met,
  detail: { id, en },
});
