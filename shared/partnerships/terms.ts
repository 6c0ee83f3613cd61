/** The text that both sides confirm before a MoU, and its hash: the same bytes for the same terms, whoever asks and when. */
import { createHash } from 'node:crypto';
import type { Offer } from '../offers/offer.ts';
import type { Requirements } from '../offers/requirements.ts';
import { definedOnly } from '../patch.ts';
import type { Partnership, Terms } from './partnership.ts';

/** The terms as they stand: the offer with its programme's requirements, the promises, and the text of both. */
export function termsOf(
  offer: Offer,
  requirements: Requirements,
  promised: Partnership['promised'],
  text: string | undefined,
): Terms {
  const { scheme, title, commodity, quantity, months, price, deliverTo } = offer;
  const { quota, consignment, financing, paymentTermDays } = offer;
  return definedOnly({
    scheme,
    title,
    commodity,
    quantity,
    months,
    price,
    deliverTo,
    requirements,
    quota,
    consignment,
    financing,
    paymentTermDays,
    promised,
    text,
  });
}

/** SHA-256 of the terms, in 64 hexadecimal digits. */
export function hashOf(terms: Terms): string {
  return createHash('sha256')
    .update(JSON.stringify(inOneOrder(terms)))
    .digest('hex');
}

/** Members in the order of their names: a store may not keep the order in which they were written. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOneOrder(member)]));
}
