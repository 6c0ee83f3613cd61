/** The offers of the sample, of all four schemes, posted by the rules that the API uses. */
import { confirmOffer, postOffer } from '../../../shared/offers/offer-rules.ts';
import type { Offer, OfferInput } from '../../../shared/offers/offer.ts';
import type { Programme } from '../../../shared/programmes/programme.ts';
import { chanceFrom } from './chance.ts';
import { LOCAL_OFFERS } from './local-offers.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';
import { PARTNER_OFFERS } from './partner-offers.ts';
import { PURCHASE_OFFERS } from './purchase-offers.ts';

/** All offers; throws when one names a programme that is not in the sample, or breaks a rule. */
export function sampleOffers(programmes: readonly Programme[], moments: Moments): Offer[] {
  const known = new Map(programmes.map((programme) => [programme.id, programme]));
  return [...PARTNER_OFFERS, ...PURCHASE_OFFERS, ...LOCAL_OFFERS].map(
    ({ id, about, deadlineInDays, ...terms }) => {
      const chance = chanceFrom(id);
      const input: OfferInput = {
        ...terms,
        description: `${SAMPLE}. ${about}`,
        ...(deadlineInDays === undefined ? {} : { deadline: moments.ahead(deadlineInDays) }),
      };
      const programme = terms.programmeId === undefined ? undefined : known.get(terms.programmeId);
      const posted = postOffer(id, input, programme, new Date(moments.ago(chance.between(40, 90))));
      return confirmOffer(posted, new Date(moments.ago(chance.between(1, 30))));
    },
  );
}
