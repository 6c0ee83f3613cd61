/** What an offer and its programme ask together: a rule of its own, since matching, blocking and the view all follow it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certificateTypes } from '../../shared/credentials/credential.ts';
import { businessUnits } from '../../shared/cooperatives/units.ts';
import { guidelinesOf, regionsOf } from '../../shared/offers/offer-state.ts';
import { requirementsOf, type Requirements } from '../../shared/offers/requirements.ts';
import { grades } from '../../shared/potentials/potential.ts';
import type { Programme } from '../../shared/programmes/programme.ts';
import { normalise } from '../../shared/quantities.ts';
import { within } from '../../shared/regions/region-code.ts';

const flag = fc.option(fc.boolean(), { nil: undefined });
const some = <T>(of: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...of), { maxLength: 4 }), { nil: undefined });
const requirements: fc.Arbitrary<Requirements> = fc.record(
  {
    nib: flag,
    legalEntity: flag,
    exportReady: flag,
    kbli: some(['47111', '47112', '47772', '52102']),
    certifications: some(certificateTypes),
    units: some(businessUnits),
    minGrade: fc.constantFrom(...grades),
    minReadiness: fc.integer({ min: 0, max: 100 }),
    minStorage: fc.record({
      amount: fc.integer({ min: 1, max: 9000 }),
      unit: fc.constantFrom('kg' as const, 'kuintal' as const, 'ton' as const),
    }),
  },
  { requiredKeys: [] },
);

/** What a cooperative has, as far as requirements look at it. */
type Has = { papers: Set<string>; grade: number; readiness: number; storageKg: number };
const cooperative: fc.Arbitrary<Has> = fc.record({
  papers: fc
    .subarray([
      'nib',
      'legalEntity',
      'exportReady',
      '47111',
      '47112',
      '47772',
      '52102',
      ...certificateTypes,
      ...businessUnits,
    ])
    .map((papers) => new Set<string>(papers)),
  grade: fc.integer({ min: 0, max: 2 }),
  readiness: fc.integer({ min: 0, max: 100 }),
  storageKg: fc.integer({ min: 0, max: 9_000_000 }),
});

function meets(has: Has, asked: Requirements): boolean {
  const papers = [
    ...(['nib', 'legalEntity', 'exportReady'] as const).filter((name) => asked[name]),
    ...(asked.kbli ?? []),
    ...(asked.certifications ?? []),
    ...(asked.units ?? []),
  ];
  return (
    papers.every((paper) => has.papers.has(paper)) &&
    (asked.minGrade === undefined || has.grade <= grades.indexOf(asked.minGrade)) &&
    has.readiness >= (asked.minReadiness ?? 0) &&
    has.storageKg >= (asked.minStorage ? normalise(asked.minStorage).amount : 0)
  );
}

describe('what an offer and its programme ask together', () => {
  test('is met by exactly those who meet both', () => {
    fc.assert(
      fc.property(requirements, requirements, cooperative, (own, shared, has) => {
        const both = requirementsOf({ requirements: own }, { requirements: shared });
        expect(meets(has, both)).toBe(meets(has, own) && meets(has, shared));
      }),
    );
  });

  test('is what the offer asks where the programme asks nothing, and the other way round', () => {
    fc.assert(
      fc.property(requirements, (asked) => {
        const clean = JSON.parse(JSON.stringify(asked)) as Requirements;
        expect(requirementsOf({ requirements: clean }, undefined)).toEqual(clean);
        expect(requirementsOf({ requirements: clean }, {})).toEqual(clean);
        expect(requirementsOf({}, { requirements: clean })).toEqual(clean);
      }),
    );
  });

  test('counts the better grade and the larger storage, whatever the unit', () => {
    const own: Requirements = { minGrade: 'C', minStorage: { amount: 60, unit: 'kuintal' } };
    const shared: Requirements = { minGrade: 'B', minStorage: { amount: 5, unit: 'ton' } };
    expect(requirementsOf({ requirements: own }, { requirements: shared })).toEqual({
      minGrade: 'B',
      minStorage: { amount: 60, unit: 'kuintal' },
    });
  });
});

describe('the regions of an offer under a programme', () => {
  const codes = ['35', '35.79', '35.79.02', '35.79.02.2008', '35.14', '64', '64.02'];
  const regions = fc.option(fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 }), { nil: undefined });

  test('hold exactly the places that lie in both', () => {
    const places = [...codes, '35.79.02.2002', '35.79.03.1001', '35.14.09.2019', '64.02.06.2001', '11.01'];
    const lies = (place: string, all: readonly string[] | undefined) =>
      all === undefined || all.some((region) => within(place, region));
    fc.assert(
      fc.property(regions, regions, fc.constantFrom(...places), (own, shared, place) => {
        const both = regionsOf({ regions: own }, { regions: shared });
        expect(lies(place, both)).toBe(lies(place, own) && lies(place, shared));
      }),
    );
  });
});

describe('the guidelines of an offer', () => {
  const awaited = { guidelines: 'awaited' } as Programme;
  const neverAwaited = { guidelines: 'issued' } as Programme;
  const released = { guidelines: 'issued', guidelinesInForce: { number: 'KEP-1' } } as Programme;

  test.for([
    [undefined, undefined, 'issued'],
    ['awaited', undefined, 'awaited'],
    ['issued', awaited, 'awaited'],
    ['awaited', released, 'issued'],
    ['awaited', neverAwaited, 'awaited'],
    [undefined, neverAwaited, 'issued'],
  ] as const)('own %s under a programme %o: %s', ([own, programme, expected]) => {
    expect(guidelinesOf({ guidelines: own }, programme)).toBe(expected);
  });
});
