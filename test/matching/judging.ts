/** Judged cases: reading them, ranking them with the scorer, and measuring how well the two agree. */
import * as z from 'zod';
import { demandFrom } from '../../shared/market/demand.ts';
import { storageSchema } from '../../shared/cooperatives/cooperative.ts';
import { linkBetween, supplyFrom, type CredentialFacts } from '../../shared/market/supply.ts';
import type { Pair } from '../../shared/matching/pair.ts';
import { rankPairs } from '../../shared/matching/rank.ts';
import { PERIODS } from '../../shared/quantities.ts';
import { centroidOf } from '../../shared/regions/distance.ts';
import { unitFrom, type Unit } from '../../shared/units.ts';

/** The day on which the cases were written down. */
export const JUDGED_ON = '2025-11-15';

const credentialState = z.enum(['verified', 'unverified', 'missing', 'suspended', 'expired']);
/** Units as people write them; a judged case may state more beside an amount than the contract allows. */
const unit = z.string().transform((text, context): Unit => {
  const known = unitFrom(text);
  if (known === undefined) context.addIssue(`unknown unit ${text}`);
  return known!;
});
const amount = z.object({ amount: z.number().positive(), unit });
const quantity = amount.extend({ per: z.enum(PERIODS).optional(), content: amount.optional() });
const price = z.object({ amount: z.number().nonnegative(), per: unit, content: amount.optional() });

/** A place that the distances know. */
const place = z.string().superRefine((code, context) => {
  try {
    centroidOf(code);
  } catch (error) {
    context.addIssue((error as Error).message);
  }
});

const requirements = z.object({
  nib: z.boolean().optional(),
  legalEntity: z.boolean().optional(),
  npwp: z.boolean().optional(),
  bankAccount: z.boolean().optional(),
  businessPlan: z.boolean().optional(),
  kbli: z.array(z.string()).optional(),
  certifications: z.array(z.string()).optional(),
  minGrade: z.enum(['A', 'B', 'C']).optional(),
  units: z.array(z.string()).optional(),
  minStorage: amount.optional(),
  minReadiness: z.number().optional(),
  exportReady: z.boolean().optional(),
});
const offer = z.object({
  scheme: z.enum(['purchase', 'consignment', 'distribution', 'financing']),
  commodity: z.string().optional(),
  quantity: quantity.optional(),
  months: z.array(z.int().min(1).max(12)).optional(),
  price: price.optional(),
  deliverTo: place,
  regions: z.array(z.string()).optional(),
  requirements: requirements.optional(),
  quota: quantity.optional(),
  paymentTermDays: z.number().optional(),
  consignment: z.object({ commissionPercent: z.number() }).optional(),
  guidelines: z.enum(['issued', 'awaited']).optional(),
});
const buyer = z.object({
  kind: z.enum(['bumn', 'bumd', 'private', 'government', 'cooperative']),
  regionCode: z.string(),
});
const cooperative = z.object({
  regionCode: place,
  nib: credentialState,
  credentials: z.record(z.string(), credentialState),
  units: z.array(z.string()).optional(),
  storage: z.array(storageSchema).optional(),
  memberCount: z.number().optional(),
  readiness: z.number().optional(),
  lastActive: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$/u, 'is no month such as 2025-11')
    .optional(),
  trackRecord: z.object({ deliveries: z.number(), onTimeShare: z.number() }).optional(),
});
const potential = z
  .object({
    commodity: z.string(),
    capacity: quantity,
    months: z.array(z.int().min(1).max(12)).min(1),
    price: price.optional(),
    grade: z.enum(['A', 'B', 'C']).optional(),
    exportReady: z.boolean().optional(),
    minimumOrder: quantity.optional(),
  })
  .nullable();

const judgement = {
  id: z.string(),
  title: z.string(),
  topics: z.array(z.string()),
  blocked: z.record(z.string(), z.array(z.string())),
  relevance: z.record(z.string(), z.int().min(0).max(3)),
  order: z.array(z.object({ above: z.string(), below: z.string() })),
};
const demandSide = z.object({ offer, buyer });
const supplySide = z.object({ cooperative, potential });

/** A case; its candidates stand on the other side than its subject, and what is said of a key is said of one of them. */
const judgedCaseSchema = z
  .discriminatedUnion('direction', [
    z.object({
      ...judgement,
      direction: z.literal('offer-to-supply'),
      subject: demandSide,
      candidates: z.array(supplySide.extend({ key: z.string() })).min(1),
    }),
    z.object({
      ...judgement,
      direction: z.literal('supply-to-offers'),
      subject: supplySide,
      candidates: z.array(demandSide.extend({ key: z.string() })).min(1),
    }),
  ])
  .superRefine((judged, context) => {
    const keys = judged.candidates.map(({ key }) => key);
    const named = [
      ...Object.keys(judged.relevance).map((key) => ({ key, path: ['relevance', key] })),
      ...Object.keys(judged.blocked).map((key) => ({ key, path: ['blocked', key] })),
      ...judged.order.flatMap(({ above, below }, at) => [
        { key: above, path: ['order', at, 'above'] },
        { key: below, path: ['order', at, 'below'] },
      ]),
    ];
    for (const { key, path } of named) {
      if (!keys.includes(key)) context.addIssue({ code: 'custom', path, message: `no candidate ${key}` });
    }
    for (const key of Object.keys(judged.blocked)) {
      if (!(key in judged.relevance)) continue;
      context.addIssue({ code: 'custom', path: ['relevance', key], message: `${key} is blocked` });
    }
    keys.forEach((key, at) => {
      if (keys.indexOf(key) === at) return;
      context.addIssue({ code: 'custom', path: ['candidates', at, 'key'], message: `${key} comes twice` });
    });
  });
export type JudgedCase = z.infer<typeof judgedCaseSchema>;

/** A judgments file: the cases, or `{today, cases}`. Not a union of both, which would not say where a case is wrong. */
export const judgmentsSchema = z.preprocess(
  (file) => (Array.isArray(file) ? { cases: file as unknown[] } : file),
  z.object({ today: z.iso.date().default(JUDGED_ON), cases: z.array(judgedCaseSchema).min(1) }),
);

export type Verdict = {
  readonly id: string;
  readonly topics: readonly string[];
  /** Eligible keys, best first, with their points. */
  readonly ranking: readonly { key: string; points: number }[];
  readonly ndcg10: number;
  readonly pairs: number;
  readonly satisfied: number;
  readonly unsatisfied: readonly string[];
  /** Keys whose blocked state or named requirements differ; empty when exactly right. */
  readonly blockErrors: readonly string[];
};

/** Ranks one case and measures it as the judgments define: nDCG@10 with gain 2^relevance − 1, pairs with ties as half. */
export function judge(judged: JudgedCase, today: string = JUDGED_ON): Verdict {
  const ranked = rankPairs(pairsOf(judged, today), { limit: Infinity, includeBlocked: true });
  const keyOf = (pair: Pair) => (pair.viewpoint === 'offer' ? pair.supply.id : pair.demand.id);
  const blockedAs = new Map(
    ranked.map(({ pair, blockedBy }) => [keyOf(pair), blockedBy.map((b) => b.requirement)]),
  );
  const ranking = ranked
    .filter(({ blockedBy }) => blockedBy.length === 0)
    .map(({ pair, points }) => ({ key: keyOf(pair), points }));
  const blockErrors = judged.candidates
    .map(({ key }) => key)
    .filter((key) => !sameSet(blockedAs.get(key) ?? [], judged.blocked[key] ?? []));
  const points = new Map(ranking.map((entry) => [entry.key, entry.points]));
  let satisfied = 0;
  const unsatisfied: string[] = [];
  for (const { above, below } of judged.order) {
    const difference = (points.get(above) ?? -1) - (points.get(below) ?? -1);
    satisfied += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
    if (difference <= 0) unsatisfied.push(`${above}>${below}`);
  }
  return {
    id: judged.id,
    topics: judged.topics,
    ranking,
    ndcg10: ndcg10(
      ranking.map(({ key }) => key),
      judged.relevance,
    ),
    pairs: judged.order.length,
    satisfied,
    unsatisfied,
    blockErrors,
  };
}

export type Figures = { ndcg10: number; pairwise: number; blocked: number; cases: number };

/** Plain mean of nDCG@10, satisfied pairs over all pairs, share of cases whose blocked set is exactly right. */
export function summarise(verdicts: readonly Verdict[]): Figures {
  const pairs = sum(verdicts.map((verdict) => verdict.pairs));
  return {
    ndcg10: rounded(sum(verdicts.map((verdict) => verdict.ndcg10)) / verdicts.length),
    pairwise: rounded(pairs === 0 ? 1 : sum(verdicts.map((verdict) => verdict.satisfied)) / pairs),
    blocked: rounded(verdicts.filter((verdict) => verdict.blockErrors.length === 0).length / verdicts.length),
    cases: verdicts.length,
  };
}

/** nDCG@10 of a ranking; unblocked candidates that it leaves out are appended in the worst order. */
export function ndcg10(ranking: readonly string[], relevance: Readonly<Record<string, number>>): number {
  const listed = ranking.filter((key) => key in relevance).map((key) => relevance[key]!);
  const missing = Object.keys(relevance)
    .filter((key) => !ranking.includes(key))
    .map((key) => relevance[key]!)
    .sort((a, b) => a - b);
  const ideal = dcg10(Object.values(relevance).sort((a, b) => b - a));
  return ideal === 0 ? 1 : dcg10([...listed, ...missing]) / ideal;
}

function dcg10(grades: readonly number[]): number {
  return sum(grades.slice(0, 10).map((grade, i) => (2 ** grade - 1) / Math.log2(i + 2)));
}

/** Every candidate of a case against its subject, as the scorer sees them; keys serve as ids. */
export function pairsOf(judged: JudgedCase, today: string): Pair[] {
  if (judged.direction === 'offer-to-supply') {
    return judged.candidates.map((candidate) =>
      pairOf(judged.subject, candidate, { offer: judged.id, supply: candidate.key }, 'offer', today),
    );
  }
  return judged.candidates.map((candidate) =>
    pairOf(candidate, judged.subject, { offer: candidate.key, supply: judged.id }, 'supply', today),
  );
}

function pairOf(
  wanted: z.infer<typeof demandSide>,
  offered: z.infer<typeof supplySide>,
  ids: { offer: string; supply: string },
  viewpoint: Pair['viewpoint'],
  today: string,
): Pair {
  const offer = { ...wanted.offer, id: ids.offer };
  const stated = offered.cooperative;
  const credentials: Record<string, CredentialFacts> = {};
  for (const [type, state] of Object.entries({ ...stated.credentials, nib: stated.nib })) {
    if (state !== 'missing') credentials[type] = { status: state === 'unverified' ? 'submitted' : state };
  }
  const cooperative = { ...stated, id: ids.supply, credentials };
  const potential = offered.potential === null ? null : { ...offered.potential, id: ids.supply };
  return {
    demand: demandFrom(offer, wanted.buyer),
    supply: supplyFrom(cooperative, potential, today),
    link: linkBetween(offer, cooperative, potential),
    viewpoint,
  };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;
