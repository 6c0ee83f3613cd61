/** The rules for posting, changing and confirming an offer: what each scheme needs and takes, and what must fit together. */
import { endOf } from '../clock.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import { ensureUnitFits } from '../commodities/measure.ts';
import { invalid, Refusal, together, under } from '../errors.ts';
import { pricedIn, rupiahPerBase } from '../money.ts';
import { inOrder } from '../months.ts';
import { ensureRegionsExist, type Programme } from '../programmes/programme.ts';
import { patched, unlessSame } from '../patch.ts';
import { ensureWhole, measuredIn, normalise, type Quantity } from '../quantities.ts';
import { bound } from '../quotas/count.ts';
import { mostIn } from '../quotas/room.ts';
import { regionByCode } from '../regions/regions.ts';
import type { Offer, OfferChange, OfferInput, Quota, Scheme } from './offer.ts';
import { regionsOf } from './offer-state.ts';
import { ensureStorageComparable } from './requirements.ts';

type Field = keyof OfferInput;

const GOODS: readonly Field[] = ['commodity', 'quantity', 'months', 'deliverTo'];
/** Fields that a scheme must have, and fields that belong to other schemes. */
const FIELDS: Record<Scheme, { needs: readonly Field[]; refuses: readonly Field[] }> = {
  purchase: { needs: GOODS, refuses: ['quota', 'consignment', 'financing'] },
  consignment: { needs: GOODS, refuses: ['quota', 'financing'] },
  distribution: { needs: GOODS, refuses: ['consignment', 'financing'] },
  financing: {
    needs: ['financing'],
    refuses: ['commodity', 'quantity', 'price', 'quota', 'consignment'],
  },
};

/** A new offer. `programme` is the one that `programmeId` names, if it exists. Refuses whatever does not fit, all at once. */
export function postOffer(id: string, input: OfferInput, programme: Programme | undefined, now: Date): Offer {
  const at = now.toISOString();
  return checked({ id, ...input, confirmedAt: at, createdAt: at, updatedAt: at }, programme, now, true);
}

/**
 * The offer after a change, checked as a whole; the very same when nothing changes. Whoever changes an offer has looked at it, so it
 * counts as confirmed.
 */
export function changeOffer(
  before: Offer,
  change: OfferChange,
  programme: Programme | undefined,
  now: Date,
): Offer {
  const at = now.toISOString();
  const after = patched(before, change, { confirmedAt: at, updatedAt: at });
  return unlessSame(before, checked(after, programme, now, after.deadline !== before.deadline));
}

/** The offer as still true. Refuses (409) one whose deadline has passed: it needs a new deadline, not a nod. */
export function confirmOffer(before: Offer, now: Date): Offer {
  if (before.deadline !== undefined && endOf(before.deadline) < now) {
    throw new Refusal('conflict', 'Its deadline has passed; set a new one to open it again.');
  }
  return { ...before, confirmedAt: now.toISOString() };
}

function checked(
  offer: Omit<Offer, 'normalised'>,
  programme: Programme | undefined,
  now: Date,
  isNewDeadline: boolean,
): Offer {
  const { needs, refuses } = FIELDS[offer.scheme];
  together(
    ...needs.map((field) => () => {
      if (offer[field] === undefined) throw invalid([field], `is needed with scheme ${offer.scheme}`);
    }),
    ...refuses.map((field) => () => {
      if (offer[field] !== undefined) throw invalid([field], `does not belong to scheme ${offer.scheme}`);
    }),
  );
  together(
    () => {
      ensureGoodsFit(offer);
      // Compared with the quantity, so only once that is known to fit.
      together(
        () => ensurePriceFits(offer),
        () => ensureQuotaFits(offer),
      );
    },
    () => ensureLoanFits(offer),
    () => ensureRegionsExist(offer.regions, ['regions']),
    () => ensurePlaceExists(offer.deliverTo),
    () => ensureProgrammeFits(offer, programme, now),
    () => {
      if (isNewDeadline && offer.deadline !== undefined && endOf(offer.deadline) < now) {
        throw invalid(['deadline'], 'has passed already');
      }
    },
  );
  return {
    ...offer,
    ...(offer.months === undefined ? {} : { months: inOrder(offer.months) }),
    normalised: normalised(offer),
  };
}

type Draft = Omit<Offer, 'normalised'>;

function ensureGoodsFit({ commodity, quantity }: Draft): void {
  if (commodity === undefined || quantity === undefined) return;
  ensureUnitFits(commodityOf(commodity), quantity, ['quantity']);
  under(['quantity'], () => normalise(quantity));
}

function ensurePriceFits({ commodity, quantity, price }: Draft): void {
  if (commodity === undefined || quantity === undefined || price === undefined) return;
  ensureUnitFits(commodityOf(commodity), { unit: price.per, content: price.content }, ['price'], 'per');
  under(['price'], () => rupiahPerBase(price));
  if (pricedIn(price) !== measuredIn(quantity)) {
    throw invalid(['price', 'per'], cannotCompare('price', pricedIn(price), measuredIn(quantity)));
  }
}

function ensureQuotaFits({ quantity, quota }: Draft): void {
  if (quantity === undefined || quota === undefined) return;
  const { per } = quota;
  const { amount, unit, total = amount } = under(['quota'], () => normalisedQuota(quota));
  if (unit !== measuredIn(quantity)) {
    throw invalid(['quota', 'unit'], cannotCompare('quota', unit, measuredIn(quantity)));
  }
  ensureWhole({ amount, unit }, ['quota', 'amount']);
  ensureWhole({ amount: total, unit }, ['quota', 'total']);
  if (total < amount) throw invalid(['quota', 'total'], 'is less than the share of one partner');
  if (quota.rollover !== undefined && per === 'once') {
    throw invalid(['quota', 'rollover'], 'has no later period to go to where the quota is given once');
  }
  const most = mostIn(per, normalise(quantity));
  const isMore = `is more than the quantity of the offer, ${most} ${unit} ${per === 'once' ? 'in all' : `a ${per}`}`;
  if (bound(amount) > most) throw invalid(['quota', 'amount'], isMore);
  if (bound(total) > most) throw invalid(['quota', 'total'], isMore);
}

function ensureLoanFits({ financing }: Draft): void {
  if (financing?.graceMonths !== undefined && financing.graceMonths >= financing.tenorMonths) {
    throw invalid(['financing', 'graceMonths'], 'is not shorter than the tenor');
  }
}

function ensurePlaceExists(deliverTo: string | undefined): void {
  if (deliverTo !== undefined && !regionByCode(deliverTo)) {
    throw invalid(['deliverTo'], 'is not a region code in force; look it up under /v1/regions');
  }
}

function ensureProgrammeFits(offer: Draft, programme: Programme | undefined, now: Date): void {
  if (offer.programmeId === undefined) return;
  if (programme === undefined) throw invalid(['programmeId'], 'is not the id of a programme');
  if (programme.validUntil !== undefined && endOf(programme.validUntil) < now) {
    throw invalid(['programmeId'], `${programme.name} ended on ${programme.validUntil}`);
  }
  if (regionsOf(offer, programme)?.length === 0) {
    throw invalid(['regions'], `${programme.name} does not apply in any of them`);
  }
  ensureStorageComparable(offer, programme);
}

function normalised({ quantity, quota, price }: Draft): Offer['normalised'] {
  return {
    ...(quantity === undefined ? {} : { quantity: normalise(quantity) }),
    ...(quota === undefined ? {} : { quota: normalisedQuota(quota) }),
    ...(price === undefined ? {} : { price: { amount: rupiahPerBase(price), per: pricedIn(price) } }),
  };
}

function normalisedQuota(quota: Quota): NonNullable<Offer['normalised']['quota']> {
  const { total, per } = quota;
  const { amount, unit } = normalise(quota);
  const all: Quantity | undefined = total === undefined ? undefined : { ...quota, amount: total };
  return { amount, unit, per, ...(all === undefined ? {} : { total: normalise(all).amount }) };
}

const cannotCompare = (what: string, unit: string, quantityUnit: string): string =>
  `A ${what} in ${unit} cannot be compared with a quantity in ${quantityUnit}; state both in ${quantityUnit}.`;
