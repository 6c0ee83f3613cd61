/** Whether two entries speak of one cooperative: by its place and its name, in whatever way that is written. */
import { plainText, squeezed } from '../spelling.ts';
import type { Cooperative } from './cooperative.ts';

/** The ways to write what every village cooperative is called; of which kind it is follows from the place. */
const KDMP =
  /^(?:kdmp|kkmp|kdkmp|kop(?:erasi)? ?(?:desa?|kel(?:urahan)?)(?: kel(?:urahan)?)? (?:merah putih|mp))(?= |$)/;

/** What is the same for whatever way a cooperative of a place is written. */
export const placeAndName = ({ regionCode, name }: Pick<Cooperative, 'regionCode' | 'name'>): string =>
  `${regionCode} ${squeezed(plainText(name).replace(KDMP, 'kdmp') || name)}`;

/**
 * Whether a registration is that of one that stands already. Another kind, another deed or another NIB is another one; so is one that
 * its office has rejected, or that has merged away.
 */
export function isSameCooperative(stored: Cooperative, entered: Cooperative): boolean {
  const differs = (field: 'legalEntityNumber' | 'nib'): boolean =>
    stored[field] !== undefined && entered[field] !== undefined && stored[field] !== entered[field];
  return (
    placeAndName(stored) === placeAndName(entered) &&
    stored.kind === entered.kind &&
    stored.verification.status !== 'rejected' &&
    stored.mergedInto === undefined &&
    !differs('legalEntityNumber') &&
    !differs('nib')
  );
}
