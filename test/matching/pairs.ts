/** A plain pair that fits perfectly, to be bent in one place by a test, and random pairs for the properties. */
import * as fc from 'fast-check';
import type { Demand, Kinship, Link, Pair, Requirements, Supply } from '../../shared/matching/pair.ts';
import { MEMBER, QUALITY_PASS } from '../../shared/matching/requirements.ts';

const ALL_YEAR = 0xfff;

export const NOTHING_REQUIRED: Requirements = {
  nib: false,
  legalEntity: false,
  npwp: false,
  bankAccount: false,
  businessPlan: false,
  kbli: [],
  certifications: [],
  minGrade: null,
  units: [],
  minStorage: null,
  minReadiness: null,
  exportReady: false,
  qualityPass: false,
  membersOnly: null,
};

const PAPERS = {
  nib: 'verified',
  legalEntity: 'verified',
  npwp: 'verified',
  bankAccount: 'verified',
} as const;
const CABBAGE = { id: 'kubis', en: 'cabbage' };

type Bend = {
  demand?: Partial<Demand>;
  wanted?: Partial<NonNullable<Demand['goods']>>;
  required?: Partial<Requirements>;
  supply?: Partial<Supply>;
  offered?: Partial<NonNullable<Supply['goods']>>;
  link?: Partial<Link>;
  viewpoint?: Pair['viewpoint'];
};

/** Five tons of cabbage a month for a trader in Malang, and a village in Batu that has just that. */
export function cabbagePair(bend: Bend = {}): Pair {
  return {
    demand: {
      id: 'off_1',
      scheme: 'purchase',
      buyerKind: 'private',
      buyerVerified: true,
      buyerRegion: '35.73',
      deliverTo: '35.73',
      regions: [],
      requirements: { ...NOTHING_REQUIRED, ...bend.required },
      guidelines: 'issued',
      months: ALL_YEAR,
      paymentTermDays: null,
      paymentHabit: null,
      commissionPercent: null,
      goods: {
        commodity: CABBAGE,
        baseUnit: 'kg',
        perMonth: 5000,
        rhythmDays: 7,
        price: 6000,
        quotaLot: null,
        coldOnly: false,
        ...bend.wanted,
      },
      ...bend.demand,
    },
    supply: {
      id: 'pot_1',
      region: '35.79.02.2008',
      credentials: PAPERS,
      kbli: [],
      units: [],
      storage: [],
      memberCount: 200,
      readiness: 80,
      monthsSilent: 0,
      deliveries: 0,
      onTime: 0,
      memberOf: null,
      goods: {
        commodity: CABBAGE,
        baseUnit: 'kg',
        perMonth: 5000,
        months: ALL_YEAR,
        price: 6000,
        grade: 'A',
        exportReady: false,
        minimumOrder: null,
        ambientDays: 14,
        coldDays: 60,
        ...bend.offered,
      },
      ...bend.supply,
    },
    link: { kinship: 'same', km: 15, sea: false, ...bend.link },
    viewpoint: bend.viewpoint ?? 'offer',
  };
}

const kinship = fc.constantFrom<Kinship>('same', 'close', 'group', 'sector', 'none');
const state = fc.constantFrom('verified', 'submitted', 'rejected', 'suspended', 'expired', 'missing');
const region = fc.constantFrom(
  '35.79.02.2008',
  '35.14.16.2025',
  '64.02.06.1002',
  '12.06.15.2004',
  '35.79.01.1004',
);
const papers = fc.constantFrom(
  'nib',
  'legalEntity',
  'npwp',
  'bankAccount',
  'businessPlan',
  'halal',
  'pirt',
  'psat',
  'nkv',
  QUALITY_PASS,
);
const units = fc.uniqueArray(
  fc.constantFrom('grocery', 'logistics', 'cold-storage', 'warehouse', 'pharmacy', 'office'),
);
const price = fc.option(fc.integer({ min: 100, max: 200_000 }), { nil: null });
const monthly = fc.integer({ min: 1, max: 2_000_000 });
const months = fc.integer({ min: 1, max: ALL_YEAR });
const baseUnit = fc.constantFrom('kg', 'kg', 'kg', 'liter', 'piece');

const requirements: fc.Arbitrary<Requirements> = fc.record({
  nib: fc.boolean(),
  legalEntity: fc.boolean(),
  npwp: fc.boolean(),
  bankAccount: fc.boolean(),
  businessPlan: fc.boolean(),
  kbli: fc.uniqueArray(fc.constantFrom('47772', '47763'), { maxLength: 1 }),
  certifications: fc.uniqueArray(fc.constantFrom('halal', 'pirt', 'nkv')),
  minGrade: fc.constantFrom(null, 'A', 'B', 'C'),
  units,
  minStorage: fc.option(fc.record({ amount: fc.integer({ min: 1, max: 9000 }), unit: baseUnit }), {
    nil: null,
  }),
  minReadiness: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
  exportReady: fc.boolean(),
  qualityPass: fc.boolean(),
  membersOnly: fc.constantFrom(null, null, 'coop_coosae', 'coop_malang'),
});

const scheme = fc.constantFrom<Demand['scheme']>(
  'purchase',
  'purchase',
  'distribution',
  'consignment',
  'financing',
);

/** Whoever is a member of some holding carries that like a paper. */
const withMember = ({ credentials, memberOf }: Pick<Supply, 'credentials' | 'memberOf'>) =>
  memberOf === null ? credentials : { ...credentials, [MEMBER]: 'verified' };

/** Any pair, sensible or not, seen from either side. */
export const anyPair: fc.Arbitrary<Pair> = fc
  .record({
    scheme,
    demand: fc.record({
      id: fc.constantFrom('off_1', 'off_2', 'off_3'),
      buyerKind: fc.constantFrom('bumn', 'bumd', 'private', 'government', 'cooperative'),
      buyerVerified: fc.boolean(),
      buyerRegion: region,
      deliverTo: region,
      regions: fc.constantFrom([], ['35'], ['35.79', '64.02']),
      guidelines: fc.constantFrom('issued', 'awaited'),
      months,
      paymentTermDays: fc.option(fc.integer({ min: 0, max: 90 }), { nil: null }),
      paymentHabit: fc.option(
        fc.record({ days: fc.integer({ min: 0, max: 120 }), payments: fc.integer({ min: 3, max: 50 }) }),
        { nil: null },
      ),
      commissionPercent: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
    }),
    requirements: fc.oneof(fc.constant(NOTHING_REQUIRED), requirements),
    wanted: fc.record({
      baseUnit,
      perMonth: monthly,
      rhythmDays: fc.constantFrom(1, 7, 30),
      price,
      quotaLot: fc.option(fc.record({ amount: monthly, unit: baseUnit }), { nil: null }),
      coldOnly: fc.boolean(),
    }),
    supply: fc.record({
      id: fc.uuid(),
      region,
      credentials: fc.dictionary(papers, state),
      kbli: fc.uniqueArray(fc.constantFrom('47772', '47111')),
      units,
      storage: fc.array(fc.record({ amount: monthly, unit: baseUnit }), { maxLength: 2 }),
      memberCount: fc.option(fc.nat(3000), { nil: null }),
      readiness: fc.option(fc.nat(100), { nil: null }),
      monthsSilent: fc.option(fc.nat(40), { nil: null }),
      deliveries: fc.nat(60),
      onTime: fc.nat(1000),
      memberOf: fc.constantFrom(null, 'coop_coosae', 'coop_malang'),
    }),
    offered: fc.option(
      fc.record({
        baseUnit,
        perMonth: monthly,
        months,
        price,
        grade: fc.constantFrom(null, 'A', 'B', 'C'),
        exportReady: fc.boolean(),
        minimumOrder: fc.option(monthly, { nil: null }),
        ambientDays: fc.constantFrom(0, 1, 5, 14, 180, Infinity),
        coldDays: fc.constantFrom(null, 2, 21, 120),
      }),
      { nil: null },
    ),
    link: fc.record({ kinship, km: fc.nat(3000), sea: fc.boolean() }),
    viewpoint: fc.constantFrom('offer', 'supply'),
  })
  .map(({ scheme, demand, requirements, wanted, supply, offered, link, viewpoint }) => ({
    demand: {
      ...demand,
      scheme,
      requirements,
      goods: scheme === 'financing' ? null : { commodity: CABBAGE, ...wanted },
    } as Demand,
    supply: {
      ...supply,
      credentials: withMember(supply),
      goods: offered === null ? null : { commodity: CABBAGE, ...offered },
    } as Supply,
    link,
    viewpoint,
  }));
