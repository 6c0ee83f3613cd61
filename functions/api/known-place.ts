/** What lies in a region that is known no more, since codes change by decree: it can be read, but nothing can be ranked for it. */
import { Refusal } from '../../shared/errors.ts';
import { isPlaced } from '../../shared/regions/distance.ts';

/** Refuses (409) a stored region from which no way is known. The code is nobody's input, so there is no field to point at. */
export function ensurePlaced(regionCode: string): void {
  if (isPlaced(regionCode)) return;
  throw new Refusal(
    'conflict',
    `It lies in ${regionCode}, a region that is known no more, so no way from there is known and nothing can be ranked. Tell whoever keeps the service which code holds there now.`,
  );
}
