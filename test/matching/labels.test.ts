/** A reason names units and certificates as people say them, never by a code that only programs know. */
import { expect, test } from 'vitest';
import { businessUnits } from '../../shared/cooperatives/units.ts';
import { certificateTypes } from '../../shared/credentials/credential.ts';
import { certificateNames, unitNames } from '../../shared/matching/labels.ts';

test('units and certificates have names in both languages', () => {
  expect(unitNames(['grocery', 'cold-storage'])).toEqual({
    id: 'gerai sembako, gudang dingin',
    en: 'grocery, cold storage',
  });
  expect(certificateNames(['bpom-md', 'pirt'])).toEqual({ id: 'BPOM MD, P-IRT', en: 'BPOM MD, P-IRT' });
});

test('no unit and no certificate that can be entered lacks one', () => {
  // A code with a hyphen that comes back as it is has no name.
  const names = [
    ...businessUnits.map((unit) => unitNames([unit])),
    ...certificateTypes.map((type) => certificateNames([type])),
  ];
  expect(names.filter(({ id, en }) => /[a-z]-[a-z]/.test(id) || /[a-z]-[a-z]/.test(en))).toEqual([]);
  expect(businessUnits.filter((unit) => unitNames([unit]).id === unit)).toEqual([]);
});
