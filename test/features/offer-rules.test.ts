/** Whatever is posted either becomes an offer that can be shown, or is refused with pointers into what was sent. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../../shared/errors.ts';
import { offerSchema, schemes, type OfferInput, type Poster } from '../../shared/offers/offer.ts';
import { changeOffer, postOffer } from '../../shared/offers/offer-rules.ts';
import { statusOf, viewOffer } from '../../shared/offers/offer-state.ts';
import { PERIODS } from '../../shared/quantities.ts';
import { UNITS } from '../../shared/units.ts';

const now = new Date('2025-11-10T03:00:00Z');
const poster: Poster = { id: 'buy_bulog', name: 'Bulog', kind: 'bumn', regionCode: '31.71', verified: true };
const setting = { poster, programme: undefined };

const amount = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.integer({ min: 1, max: 9999 }).map((n) => n / 1000),
);
// Mostly what fits together, so that both ways out are taken often.
const often = <T>(sensible: T, any: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(sensible) }, any);
const unit = often('kg', fc.constantFrom(...UNITS));
const content = often(undefined, fc.record({ amount, unit }));
const per = fc.constantFrom(...PERIODS);
const commodity = often('cabbage', fc.constantFrom('rice-sphp', 'lpg-3kg', 'milk-fresh', 'egg', 'kubis'));
const region = often('35', fc.constantFrom('35.79', '35.79.02.2008', '64.72', '99.99'));
const rupiah = fc.integer({ min: 0, max: 1_000_000 });

/** Any combination that the schema lets through, sensible or not. */
const fields = fc.record(
  {
    buyerId: fc.constant(poster.id),
    scheme: fc.constantFrom(...schemes),
    title: fc.constant('Penawaran'),
    commodity,
    quantity: fc.record({ amount, unit, per, content }),
    months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
    price: fc.record({ amount: rupiah, per: unit, content }),
    deliverTo: region,
    regions: fc.uniqueArray(region, { minLength: 1 }),
    quota: fc.record({ amount, unit, per, content, total: fc.option(amount, { nil: undefined }) }),
    consignment: fc.constant({ commissionPercent: 10, settlementDays: 30 }),
    financing: fc.record({
      ceiling: fc.constant(1_000_000),
      annualRatePercent: fc.constant(6),
      tenorMonths: fc.integer({ min: 1, max: 72 }),
      graceMonths: fc.integer({ min: 0, max: 72 }),
    }),
    deadline: often('2026-12-31', fc.constantFrom('2025-11-09', '2025-11-10', '2025-11-10T02:00:00Z')),
  },
  { requiredKeys: ['buyerId', 'scheme', 'title'] },
);
const goods = fc.record({
  commodity,
  quantity: fc.record({ amount, unit, per, content }),
  months: fc.constant<number[]>([6]),
  deliverTo: region,
});
const input: fc.Arbitrary<OfferInput> = fc.oneof(
  fields,
  fc.tuple(fields, goods).map(([{ quota, consignment, financing, ...some }, rest]) => ({
    ...some,
    ...(some.scheme === 'financing' ? { commodity: undefined, quantity: undefined, price: undefined } : rest),
    ...{ purchase: {}, distribution: { quota }, consignment: { consignment }, financing: { financing } }[
      some.scheme
    ],
  })),
);

const leadsSomewhere = (pointer: string, sent: object): boolean => {
  const parts = pointer.split('/').slice(1);
  const parent = parts
    .slice(0, -1)
    .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], sent);
  return parts.length > 0 && typeof parent === 'object';
};

test('any input is shown or refused, and nothing else happens', () => {
  let shown = 0;
  fc.assert(
    fc.property(input, (sent) => {
      try {
        const offer = postOffer('off_one', sent, undefined, now);
        offerSchema.parse(viewOffer(offer, setting, now));
        shown += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        expect(error.kind).toBe('invalid');
        expect(error.errors.length).toBeGreaterThan(0);
        for (const { pointer } of error.errors) {
          expect(leadsSomewhere(pointer, sent), `${pointer} in ${JSON.stringify(sent)}`).toBe(true);
        }
      }
    }),
    { numRuns: 3000 },
  );
  expect(shown).toBeGreaterThan(100);
});

const cabbage = {
  buyerId: poster.id,
  scheme: 'purchase',
  commodity: 'cabbage',
  title: 'Kubis',
  months: [6, 7],
  deliverTo: '64.72',
} satisfies Partial<OfferInput>;

test('three tons, thirty quintals and 3,000 kilograms are the same offer to a matcher', () => {
  const weights = { ton: 1, kuintal: 10, kg: 1000, ons: 10_000, g: 1_000_000 } as const;
  const names = Object.keys(weights) as (keyof typeof weights)[];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(...names), per, (tons, unit, period) => {
      const stated = (as: keyof typeof weights) =>
        postOffer(
          'off_one',
          { ...cabbage, quantity: { amount: tons * weights[as], unit: as, per: period } },
          undefined,
          now,
        ).normalised;
      expect(stated(unit)).toEqual(stated('ton'));
    }),
  );
});

test('a change that changes nothing leaves the very same offer; that it is still true is said by confirming it', () => {
  const posted = postOffer('off_one', { ...cabbage, quantity: { amount: 3, unit: 'ton' } }, undefined, now);
  const later = new Date('2025-12-01T00:00:00Z');
  for (const change of [{}, cabbage, { quota: null }]) {
    expect(changeOffer(posted, change, undefined, later)).toBe(posted);
  }
});

test('a day as deadline holds until it ends in western Indonesia, an instant until itself', () => {
  const status = (deadline: string, at: string) =>
    statusOf({ deadline, confirmedAt: now.toISOString() }, setting, new Date(at));
  expect(status('2025-12-31', '2025-12-31T16:59:59Z')).toBe('open');
  expect(status('2025-12-31', '2025-12-31T17:00:00Z')).toBe('closed');
  expect(status('2025-11-25T16:59:59Z', '2025-11-25T16:59:59Z')).toBe('open');
  expect(status('2025-11-25T16:59:59Z', '2025-11-25T17:00:00Z')).toBe('closed');
});
