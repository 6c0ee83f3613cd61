/** From what the contract states to what the scorer reads: units, months, credentials on a day, kinship and the way. */
import { describe, expect, it } from 'vitest';
import { foundCooperative } from '../../shared/cooperatives/cooperative.ts';
import { decided } from '../../shared/credentials/credential.ts';
import { demandFrom, type OfferFacts } from '../../shared/market/demand.ts';
import { linkBetween, supplyFrom } from '../../shared/market/supply.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';

const TODAY = '2025-11-15';
const FOUNDED = '2025-07-21T02:00:00Z';

const bulukerto = foundCooperative(
  'coop_35-79-02-2008',
  {
    name: 'KDMP Bulukerto',
    regionCode: '35.79.02.2008',
    nib: '1234567890123',
    units: ['grocery', 'warehouse'],
    storage: [
      { unit: 'warehouse', capacity: { amount: 3, unit: 'ton' } },
      { unit: 'cold-storage', capacity: { amount: 12, unit: 'm3' } },
    ],
    memberCount: 412,
  },
  FOUNDED,
);

const shallots = {
  id: 'pot_1',
  commodity: 'shallot',
  capacity: { amount: 120, unit: 'ton', per: 'season' },
  months: [6, 7, 8, 9],
  price: { amount: 2_400_000, per: 'kuintal' },
  minimumOrder: { amount: 5, unit: 'kuintal', per: 'once' },
  grade: 'B',
  confirmedAt: '2025-09-30T23:00:00Z',
} as const;

const frying: OfferFacts = {
  id: 'off_1',
  scheme: 'purchase',
  commodity: 'shallot',
  quantity: { amount: 6, unit: 'ton', per: 'week' },
  months: [6, 7, 8, 9, 10],
  price: { amount: 25_000, per: 'kg' },
  deliverTo: '33.29',
};
const factory = { kind: 'private', regionCode: '33.29' } as const;

describe('a demand', () => {
  it('is a month’s need in the base unit, its months as bits, its price per base unit', () => {
    const { goods, months } = demandFrom(frying, factory);
    expect(goods).toMatchObject({
      baseUnit: 'kg',
      rhythmDays: 7,
      price: 25_000,
      quotaLot: null,
      coldOnly: false,
    });
    expect(goods?.perMonth).toBeCloseTo(6000 * (365 / 84), 3);
    expect(months.toString(2)).toBe('1111100000');
  });

  it('of a loan has no goods, is wanted all year, and asks what the bank states and nothing else', () => {
    const loan = demandFrom(
      { id: 'off_2', scheme: 'financing', deliverTo: '35', requirements: { nib: true, businessPlan: true } },
      { kind: 'bumn', regionCode: '31.71' },
    );
    expect(loan.goods).toBeNull();
    expect(loan.months).toBe(0xfff);
    expect(loan.requirements).toMatchObject({
      nib: true,
      businessPlan: true,
      npwp: false,
      minGrade: null,
      units: [],
    });
  });

  it('of goods that need cold from the first hour says so, and takes one share of a weekly quota as a lot', () => {
    const frozen = demandFrom(
      {
        ...frying,
        scheme: 'distribution',
        commodity: 'frozen-food',
        quota: { amount: 2, unit: 'ton', per: 'week' },
      },
      factory,
    );
    expect(frozen.goods).toMatchObject({ coldOnly: true, quotaLot: { amount: 2000, unit: 'kg' } });
    const seasonal = demandFrom({ ...frying, quota: { amount: 50, unit: 'ton', per: 'season' } }, factory);
    expect(seasonal.goods?.quotaLot).toEqual({ amount: 10_000, unit: 'kg' });
  });

  it('keeps a price in another dimension out of the comparison', () => {
    expect(demandFrom({ ...frying, price: { amount: 500, per: 'piece' } }, factory).goods?.price).toBeNull();
  });
});

describe('a supply', () => {
  it('spreads a season over its harvest months and reads kuintal as kilos', () => {
    expect(supplyFrom(bulukerto, shallots, TODAY).goods).toMatchObject({
      baseUnit: 'kg',
      perMonth: 30_000,
      price: 24_000,
      minimumOrder: 500,
      grade: 'B',
      exportReady: false,
      ambientDays: 60,
      coldDays: 120,
    });
  });

  it('is as fresh as its last confirmation, else as its cooperative’s last sign of life', () => {
    // Confirmed at six in the morning of 1 October in Jakarta.
    expect(supplyFrom(bulukerto, shallots, TODAY).monthsSilent).toBe(1);
    expect(supplyFrom(bulukerto, null, TODAY).monthsSilent).toBe(4);
    expect(supplyFrom({ ...bulukerto, lastActive: '2024-11' }, null, TODAY).monthsSilent).toBe(12);
  });

  it('adds up rooms by dimension, whatever they are', () => {
    expect(supplyFrom(bulukerto, null, TODAY).storage).toEqual([
      { amount: 3000, unit: 'kg' },
      { amount: 12_000, unit: 'liter' },
    ]);
    const justMeasured = { ...bulukerto, storage: [{ unit: 'ton', capacity: 5 } as const] };
    expect(supplyFrom(justMeasured, null, TODAY).storage).toEqual([{ amount: 5000, unit: 'kg' }]);
  });

  it('keeps what does not spoil without end, and names the goods in both languages', () => {
    const { goods } = supplyFrom(bulukerto, { ...shallots, commodity: 'compost' }, TODAY);
    expect(goods?.ambientDays).toBe(Infinity);
    expect(goods?.commodity).toEqual({ id: 'kompos', en: 'compost' });
  });
});

describe('a credential', () => {
  const nib = (validUntil?: string) =>
    decided(
      { ...bulukerto.credentials.nib!, scope: [{ code: '47772', version: '2020' }] },
      { status: 'verified', ...(validUntil === undefined ? {} : { validUntil }) },
      FOUNDED,
    );
  const blockedOn = (today: string, validUntil?: string) => {
    const offer = { ...frying, requirements: { nib: true, kbli: ['47772'] } };
    const cooperative = { ...bulukerto, credentials: { nib: nib(validUntil) } };
    return unmetRequirements(demandFrom(offer, factory), supplyFrom(cooperative, shallots, today)).map(
      ({ requirement }) => requirement,
    );
  };

  it('that is only submitted does not pass; verified it does, with the classes it covers', () => {
    const offer = demandFrom({ ...frying, requirements: { nib: true } }, factory);
    const submitted = unmetRequirements(offer, supplyFrom(bulukerto, shallots, TODAY));
    expect(submitted.map(({ requirement }) => requirement)).toEqual(['nib']);
    expect(blockedOn(TODAY)).toEqual([]);
  });

  it('holds on its last day and is expired the day after', () => {
    expect(blockedOn('2025-11-15', '2025-11-15')).toEqual([]);
    expect(blockedOn('2025-11-16', '2025-11-15')).toEqual(['nib']);
  });
});

describe('the link between an offer and a supply', () => {
  it('knows kin and the way, and that a sea lies between Batu and Samarinda', () => {
    const napa = { commodity: 'napa-cabbage' };
    expect(linkBetween({ commodity: 'cabbage', deliverTo: '64.72' }, bulukerto, napa)).toMatchObject({
      kinship: 'close',
      sea: true,
    });
    expect(linkBetween({ commodity: 'cabbage', deliverTo: '35.79' }, bulukerto, napa)).toMatchObject({
      km: 12,
      sea: false,
    });
  });

  it('has no kinship where a scheme ranks cooperatives', () => {
    expect(linkBetween({ commodity: 'rice-sphp', deliverTo: '35.79' }, bulukerto, null).kinship).toBe('none');
  });
});
