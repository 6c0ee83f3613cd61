/** Hard requirements: each named as the offer names it, each with what to do. */
import { describe, expect, it } from 'vitest';
import type { CredentialState, Demand, Requirements, Supply } from '../../shared/matching/pair.ts';
import { unmetRequirements } from '../../shared/matching/requirements.ts';
import { cabbagePair } from './pairs.ts';

/** What stands in the way of a cabbage village when an offer requires this and the village is like that. */
function blockedBy(
  required: Partial<Requirements>,
  supply: Partial<Supply> = {},
  demand: Partial<Demand> = {},
) {
  const pair = cabbagePair({ required, supply });
  return unmetRequirements({ ...pair.demand, ...demand }, pair.supply);
}
const names = (...facts: Parameters<typeof blockedBy>) =>
  blockedBy(...facts).map(({ requirement }) => requirement);
const nib = (state: CredentialState) => ({ credentials: { nib: state } });

describe('an offer that requires a NIB', () => {
  it('lets only a verified one pass', () => {
    expect(names({ nib: true }, nib('verified'))).toEqual([]);
    for (const state of ['submitted', 'rejected', 'suspended', 'expired', 'missing'] as const) {
      expect(names({ nib: true }, nib(state))).toEqual(['nib']);
    }
    expect(names({ nib: true }, { credentials: {} })).toEqual(['nib']);
  });

  it('says what to do about the state it is in, in Indonesian and English', () => {
    expect(blockedBy({ nib: true }, nib('suspended'))[0]?.detail).toEqual({
      id: 'NIB dibekukan: aktifkan kembali di OSS atau dinas',
      en: 'Business number (NIB) is suspended: have it reactivated at OSS or the office',
    });
    expect(blockedBy({ nib: true }, nib('submitted'))[0]?.detail.id).toBe(
      'NIB belum terverifikasi: minta dinas memeriksanya',
    );
  });

  it('does not ask when the offer does not', () => {
    expect(names({}, nib('missing'))).toEqual([]);
  });
});

describe('papers, business classes and certificates', () => {
  it('are each named when they lack', () => {
    const all = { legalEntity: true, npwp: true, bankAccount: true, businessPlan: true } as const;
    expect(names(all, { credentials: { npwp: 'verified' } })).toEqual([
      'legalEntity',
      'bankAccount',
      'businessPlan',
    ]);
  });

  it('need every business class of the offer among those of the NIB', () => {
    const outlet = { kbli: ['47772', '47111'] };
    expect(names(outlet, { kbli: ['47111', '47772', '52102'] })).toEqual([]);
    expect(blockedBy(outlet, { kbli: ['47111'] })).toEqual([
      {
        requirement: 'kbli',
        detail: {
          id: 'NIB belum mencakup KBLI 47772: tambahkan di OSS',
          en: 'The NIB does not cover KBLI 47772: add it at OSS',
        },
      },
    ]);
  });

  it('need every certificate, verified and not lapsed; several that lack are one requirement', () => {
    const shelf = { certifications: ['pirt', 'halal'] };
    expect(names(shelf, { credentials: { pirt: 'verified', halal: 'verified' } })).toEqual([]);
    expect(blockedBy(shelf, { credentials: { pirt: 'verified', halal: 'expired' } })).toEqual([
      {
        requirement: 'certifications',
        detail: {
          id: 'Sertifikat halal sudah kedaluwarsa: perpanjang dan unggah yang baru',
          en: 'Certificate halal has expired: renew it and upload the new one',
        },
      },
    ]);
    expect(names(shelf, { credentials: {} })).toEqual(['certifications']);
  });
});

describe('the goods', () => {
  const graded = (grade: 'A' | 'B' | 'C' | null, exportReady = false) => ({
    goods: { ...cabbagePair().supply.goods!, grade, exportReady },
  });

  it('need the least grade or better, and a stated one', () => {
    expect(names({ minGrade: 'B' }, graded('A'))).toEqual([]);
    expect(names({ minGrade: 'B' }, graded('B'))).toEqual([]);
    expect(names({ minGrade: 'B' }, graded('C'))).toEqual(['minGrade']);
    expect(blockedBy({ minGrade: 'B' }, graded(null))[0]?.detail.id).toBe(
      'Mutu minimal B, mutu belum dinyatakan',
    );
  });

  it('must be stated to be ready for export where that is asked', () => {
    expect(names({ exportReady: true }, graded('A', true))).toEqual([]);
    expect(names({ exportReady: true }, graded('A'))).toEqual(['exportReady']);
    expect(names({ exportReady: true }, { goods: null })).toEqual(['exportReady']);
  });
});

describe('rooms, readiness and place', () => {
  it('need all units', () => {
    const required = { units: ['grocery', 'cold-storage'] };
    expect(names(required, { units: ['cold-storage', 'office', 'grocery'] })).toEqual([]);
    expect(blockedBy(required, { units: ['grocery'] })[0]?.detail.id).toBe(
      'Unit usaha belum ada: gudang dingin',
    );
  });

  it('add up storage in the same dimension, and count none of another', () => {
    const fertiliser = { minStorage: { amount: 5000, unit: 'kg' } };
    expect(
      names(fertiliser, {
        storage: [
          { amount: 3000, unit: 'kg' },
          { amount: 2000, unit: 'kg' },
        ],
      }),
    ).toEqual([]);
    expect(blockedBy(fertiliser, { storage: [{ amount: 90_000, unit: 'liter' }] })).toEqual([
      {
        requirement: 'minStorage',
        detail: {
          id: 'Perlu gudang 5 ton, tercatat 0 kg',
          en: 'Storage of 5 ton is needed, 0 kg is recorded',
        },
      },
    ]);
  });

  it('never say the same of what is needed and what is too little', () => {
    const [short] = blockedBy(
      { minStorage: { amount: 1500, unit: 'kg' } },
      { storage: [{ amount: 1480.5, unit: 'kg' }] },
    );
    expect(short!.detail).toEqual({
      id: 'Perlu gudang 1.500 kg, tercatat 1.480,5 kg',
      en: 'Storage of 1,500 kg is needed, 1,480.5 kg is recorded',
    });
  });

  it('need the least readiness; one never assessed does not pass', () => {
    expect(names({ minReadiness: 30 }, { readiness: 30 })).toEqual([]);
    expect(names({ minReadiness: 30 }, { readiness: 29 })).toEqual(['minReadiness']);
    expect(names({ minReadiness: 30 }, { readiness: null })).toEqual(['minReadiness']);
  });

  it('keep out who is in none of the offer’s regions, by whole groups of the code', () => {
    const from = (region: string, regions: string[]) => names({}, { region }, { regions });
    expect(from('35.14.16.2025', ['35.14'])).toEqual([]);
    expect(from('35.06.25.2005', ['35.71', '35.06'])).toEqual([]);
    expect(from('35.75.03.1006', ['35.14'])).toEqual(['regions']);
    expect(from('35.79', ['35.7'])).toEqual(['regions']);
    expect(from('64.02.06.1002', [])).toEqual([]);
  });
});
