/** The papers of sample cooperatives: in order for those the news names, with gaps elsewhere, so that there is something to mend. */
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import type { BusinessUnit } from '../../../shared/cooperatives/units.ts';
import { withDecided, withSubmitted } from '../../../shared/cooperatives/papers.ts';
import type {
  CertificateType,
  CredentialInput,
  CredentialType,
} from '../../../shared/credentials/credential.ts';
import type { Chance } from './chance.ts';
import { SAMPLE, sampleDeed, sampleNib, sampleNpwp, samplePirt } from './marking.ts';
import type { Moments } from './moments.ts';

/** KBLI 2020 classes that go with a unit; the shop's own stands in every NIB. */
const KBLI_OF: Partial<Record<BusinessUnit, string>> = {
  grocery: '47111',
  'savings-and-loan': '64142',
  pharmacy: '47721',
  clinic: '86105',
  'cold-storage': '52102',
  warehouse: '52101',
  'lpg-outlet': '47772',
  'fertiliser-kiosk': '47763',
};

/** Which share of cooperatives has applied for the organization's own papers, at a maturity of one half. */
const APPLIED: readonly (readonly [CredentialType, number])[] = [
  ['legalEntity', 0.9],
  ['nib', 0.78],
  ['npwp', 0.72],
  ['bankAccount', 0.68],
  ['businessPlan', 0.42],
];

type Standing = 'verified' | 'submitted' | 'suspended' | 'rejected';

const REASONS: Record<'suspended' | 'rejected', string> = {
  suspended: `${SAMPLE}: NIB dibekukan, aktifkan kembali di OSS (suspended, have it reactivated at OSS)`,
  rejected: `${SAMPLE}: nama pada dokumen tidak sama (the name on the paper differs)`,
};

/**
 * The cooperative with its papers: its own, and those for the certificates that its goods claim. `maturity` is a share, how
 * far along it is; at 1 everything is in order.
 */
export function withPapers(
  founded: Cooperative,
  { digits, maturity }: { digits: string; maturity: number },
  certificates: readonly CertificateType[],
  chance: Chance,
  moments: Moments,
): Cooperative {
  const drawn: [CredentialType, Standing | null][] = [
    ...APPLIED.map(([type, share]): [CredentialType, Standing | null] => [
      type,
      drawStanding(type, share, maturity, chance),
    ]),
    ...certificates.map((type): [CredentialType, Standing | null] => [
      type,
      drawStanding(type, 0.6, maturity, chance),
    ]),
  ];
  let cooperative = founded;
  for (const [type, standing] of drawn) {
    if (standing === null) continue;
    const input = paperOf(type, digits, founded.units ?? [], chance, moments);
    cooperative = withSubmitted(cooperative, type, input, moments.ago(chance.between(60, 85)));
    if (standing === 'submitted') continue;
    const decision =
      standing === 'verified' ? { status: standing } : { status: standing, reason: REASONS[standing] };
    cooperative = withDecided(cooperative, type, decision, moments.ago(chance.between(30, 55)))!;
  }
  return cooperative;
}

/** `null` where the cooperative has not applied. A NIB can be suspended, other papers are refused now and then. */
function drawStanding(
  type: CredentialType,
  share: number,
  maturity: number,
  chance: Chance,
): Standing | null {
  const [applied, standing] = [chance.share(), chance.share()];
  if (maturity === 1) return 'verified';
  if (applied > share + (maturity - 0.5) * 0.5) return null;
  if (standing < 0.55 + 0.4 * maturity) return 'verified';
  if (standing < 0.96) return 'submitted';
  return type === 'nib' ? 'suspended' : 'rejected';
}

function paperOf(
  type: CredentialType,
  digits: string,
  units: readonly BusinessUnit[],
  chance: Chance,
  moments: Moments,
): CredentialInput {
  const issuer = SAMPLE;
  if (type === 'nib') return { number: sampleNib(digits), scope: scopeOf(units), issuer };
  if (type === 'npwp') return { number: sampleNpwp(digits), issuer };
  if (type === 'legalEntity') return { number: sampleDeed(digits), issuer };
  if (type === 'bankAccount' || type === 'businessPlan') return { issuer };
  const number = type === 'pirt' ? samplePirt(digits) : `CONTOH-${type.toUpperCase()}-${digits}`;
  return { number, issuer, validUntil: moments.ahead(chance.between(200, 1500)) };
}

function scopeOf(units: readonly BusinessUnit[]) {
  const codes = new Set(['grocery' as const, ...units].map((unit) => KBLI_OF[unit]));
  return [...codes].flatMap((code) => (code === undefined ? [] : [{ code, version: '2020' as const }]));
}
