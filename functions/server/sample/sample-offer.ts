/** How the tables of the sample state an offer: with what has a source in it, and its deadline as days from the seeding. */
import type { OfferInput } from '../../../shared/offers/offer.ts';

/** `about` becomes the description, behind the mark of the sample. */
export type SampleOffer = Omit<OfferInput, 'description' | 'deadline'> & {
  id: string;
  about: string;
  deadlineInDays?: number;
};

export const ALL_YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** A standing demand: all year and invented, unless it says otherwise. */
export const purchase = (
  offer: Omit<SampleOffer, 'scheme' | 'months' | 'about'> & Partial<Pick<SampleOffer, 'months' | 'about'>>,
): SampleOffer => ({
  months: ALL_YEAR,
  about: 'Permintaan dikarang. (The demand is invented.)',
  ...offer,
  scheme: 'purchase',
});
