/** From an offer and its buyer, as the contract states them, to the scorer's demand. */
import { commodityByCode } from '../commodities/commodities.ts';
import type { BaseAmount, BuyerKind, Demand, DemandGoods, Grade, Scheme } from '../matching/pair.ts';
import { pricedIn, rupiahPerBase, type Price } from '../money.ts';
import { measuredIn, normalise, perMonth, type Quantity } from '../quantities.ts';
import type { Unit } from '../units.ts';

/** What ranking reads of an offer; any offer of the contract fits. */
export type OfferFacts = {
  readonly id: string;
  readonly scheme: Scheme;
  readonly commodity?: string | undefined;
  readonly quantity?: Quantity | undefined;
  readonly months?: readonly number[] | undefined;
  readonly price?: Price | undefined;
  readonly deliverTo: string;
  readonly regions?: readonly string[] | undefined;
  readonly requirements?: StatedRequirements | undefined;
  /** The holding that asks its confirmed members alone. */
  readonly membersOf?: string | undefined;
  readonly quota?: Quantity | undefined;
  readonly paymentTermDays?: number | undefined;
  readonly consignment?: { readonly commissionPercent: number } | undefined;
  readonly guidelines?: 'issued' | 'awaited' | undefined;
};

export type StatedRequirements = {
  readonly nib?: boolean | undefined;
  readonly legalEntity?: boolean | undefined;
  readonly npwp?: boolean | undefined;
  readonly bankAccount?: boolean | undefined;
  readonly businessPlan?: boolean | undefined;
  readonly kbli?: readonly string[] | undefined;
  readonly certifications?: readonly string[] | undefined;
  readonly minGrade?: Grade | undefined;
  readonly units?: readonly string[] | undefined;
  readonly minStorage?: { amount: number; unit: Unit } | undefined;
  readonly minReadiness?: number | undefined;
  readonly exportReady?: boolean | undefined;
  readonly qualityPass?: boolean | undefined;
};

/** What ranking reads of a buyer; a cooperative that posts offers is of kind `cooperative`. */
export type BuyerFacts = {
  readonly kind: BuyerKind;
  readonly regionCode: string;
  readonly verified?: boolean | undefined;
  /** How it has paid so far. */
  readonly payments?: { readonly payments: number; readonly medianDays?: number | undefined } | undefined;
};

/** Fewer payments are chance, not a habit (E). */
export const LEAST_PAYMENTS = 3;

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const RHYTHM_DAYS = { once: 30, day: 1, week: 7, month: 30, season: 30, year: 30 } as const;

/** The scorer's view of an offer. Months that are not stated mean all year; guidelines that are not stated are not waited for. */
export function demandFrom(offer: OfferFacts, buyer: BuyerFacts): Demand {
  const months = offer.months?.length ? offer.months : ALL_MONTHS;
  return {
    id: offer.id,
    scheme: offer.scheme,
    buyerKind: buyer.kind,
    buyerVerified: buyer.verified !== false,
    buyerRegion: buyer.regionCode,
    deliverTo: offer.deliverTo,
    regions: offer.regions ?? [],
    requirements: requirementsFrom(offer.requirements ?? {}, offer.membersOf),
    guidelines: offer.guidelines ?? 'issued',
    months: monthMask(months),
    paymentTermDays: offer.paymentTermDays ?? null,
    paymentHabit: offer.scheme === 'purchase' ? habitOf(buyer) : null,
    commissionPercent: offer.consignment?.commissionPercent ?? null,
    goods: goodsFrom(offer, months),
  };
}

/** Half a day more counts as a day. */
function habitOf({ payments: known }: BuyerFacts): Demand['paymentHabit'] {
  if (known?.medianDays === undefined || known.payments < LEAST_PAYMENTS) return null;
  return { days: Math.ceil(known.medianDays), payments: known.payments };
}

/** Months 1–12 as bits 0–11. */
export function monthMask(months: readonly number[]): number {
  return months.reduce((mask, month) => mask | (1 << (month - 1)), 0);
}

function goodsFrom(offer: OfferFacts, months: readonly number[]): DemandGoods | null {
  if (offer.commodity === undefined || offer.quantity === undefined) return null;
  const commodity = commodityByCode(offer.commodity);
  const baseUnit = measuredIn(offer.quantity);
  return {
    commodity: commodity?.name ?? { id: offer.commodity, en: offer.commodity },
    baseUnit,
    perMonth: perMonth(offer.quantity, months),
    rhythmDays: RHYTHM_DAYS[offer.quantity.per ?? 'once'],
    price:
      offer.price !== undefined && pricedIn(offer.price) === baseUnit ? rupiahPerBase(offer.price) : null,
    quotaLot: offer.quota === undefined ? null : quotaLot(offer.quota, months),
    coldOnly: commodity?.shelfLife.ambientDays === 0,
  };
}

function quotaLot(quota: Quantity, months: readonly number[]): BaseAmount {
  const often = quota.per === 'day' || quota.per === 'week';
  return {
    amount: often ? normalise(quota).amount : perMonth(quota, months),
    unit: measuredIn(quota),
  };
}

function requirementsFrom(stated: StatedRequirements, membersOf: string | undefined): Demand['requirements'] {
  return {
    nib: stated.nib === true,
    legalEntity: stated.legalEntity === true,
    npwp: stated.npwp === true,
    bankAccount: stated.bankAccount === true,
    businessPlan: stated.businessPlan === true,
    kbli: stated.kbli ?? [],
    certifications: stated.certifications ?? [],
    minGrade: stated.minGrade ?? null,
    units: stated.units ?? [],
    minStorage: stated.minStorage === undefined ? null : normalise(stated.minStorage),
    minReadiness: stated.minReadiness ?? null,
    exportReady: stated.exportReady === true,
    qualityPass: stated.qualityPass === true,
    membersOnly: membersOf ?? null,
  };
}
