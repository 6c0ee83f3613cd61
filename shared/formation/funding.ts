/** Whose money may pay for what: a village budget (APBDes) exists in villages only. */
import { invalid } from '../errors.ts';
import { villageKind } from '../regions/region-code.ts';
import { regionByCode, villagesIn } from '../regions/regions.ts';
import type { Funding } from './steps.ts';

/** Refuses (`invalid`, with the pointer below `path`) a village budget where there is no village: an urban village has none. */
export function ensureFundable(
  funding: readonly Funding[] | undefined,
  regionCode: string,
  path: readonly (string | number)[] = ['funding'],
): void {
  const at = funding?.findIndex(({ source }) => source === 'village-budget') ?? -1;
  if (at < 0 || villagesIn(regionCode).some((code) => villageKind(code) !== 'urban-village')) return;
  const place = regionByCode(regionCode)?.name ?? regionCode;
  throw invalid(
    [...path, at, 'source'],
    `An urban village has no village budget (APBDes), and there is no village in ${place}; name who really pays.`,
  );
}
