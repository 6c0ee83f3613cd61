/** Both sides of a match as the scorer sees them, from stored things and from the market's rows alike. */
import { dayOf } from '../clock.ts';
import { kinOf } from '../commodities/commodities.ts';
import { readinessOf } from '../cooperatives/readiness.ts';
import type { Demand, Link, Supply } from '../matching/pair.ts';
import { guidelinesOf, regionsOf, type Setting } from '../offers/offer-state.ts';
import { requirementsOf } from '../offers/requirements.ts';
import { isStale } from '../potentials/potential.ts';
import { demandFrom } from './demand.ts';
import type { Blocked } from './match.ts';
import type { CooperativeRow, OfferRow, PotentialRow } from './rows.ts';
import { linkBetween, supplyFrom } from './supply.ts';

/** A region that no cooperative lies in: for an offer whose regions and its programme's have come apart. */
const NOWHERE = '00';

/** An offer in its setting as a demand; a stored offer and a row of the market give the same. */
export function demandOf(offer: OfferRow, { poster, programme }: Setting): Demand {
  const regions = regionsOf(offer, programme);
  return demandFrom(
    {
      ...offer,
      deliverTo: placeOf(offer, poster),
      requirements: requirementsOf(offer, programme),
      guidelines: guidelinesOf(offer, programme),
      regions: regions?.length === 0 ? [NOWHERE] : regions,
    },
    poster,
  );
}

/** Where an offer is at home: where it delivers to, or where who posted it sits (financing delivers nowhere). */
const placeOf = ({ deliverTo }: Pick<OfferRow, 'deliverTo'>, poster: Setting['poster']): string =>
  deliverTo ?? poster.regionCode;

/** A cooperative, with one of its potentials or none, as a supply at a moment. */
export function supplyOf(cooperative: CooperativeRow, potential: PotentialRow | null, now: Date): Supply {
  const today = dayOf(now);
  return supplyFrom({ ...cooperative, readiness: readinessOf(cooperative, today) }, potential, today);
}

/** The way between both, and the kinship of their goods. */
export function linkOf(
  offer: OfferRow,
  { poster }: Setting,
  cooperative: CooperativeRow,
  potential: PotentialRow | null,
): Link {
  return linkBetween(
    { commodity: offer.commodity, deliverTo: placeOf(offer, poster) },
    cooperative,
    potential,
  );
}

/** What an unconfirmed potential lacks; nothing for a fresh one and for none. */
export function unconfirmed(potential: PotentialRow | null, now: Date): Blocked[] {
  if (potential === null || !isStale(potential, now)) return [];
  const since = potential.confirmedAt.slice(0, 10);
  return [
    {
      requirement: 'confirmation',
      detail: {
        id: `Potensi belum dikonfirmasi sejak ${since}: konfirmasi bahwa masih berlaku`,
        en: `The potential was not confirmed since ${since}: confirm that it still holds`,
      },
    },
  ];
}

/** The codes of a commodity and of those that may stand in for it or lie on the same shelf; the commodity itself first. */
export function relatedTo(commodity: string): string[] {
  const others = [...kinOf(commodity, 'close'), ...kinOf(commodity, 'group')];
  return [commodity, ...others.map(({ code }) => code)];
}
