/** The quotas that are drawn on in the reliability tests: two tons for each partner, not enough for all of them together. In grams. */

export const SHARE = 2_000_000;

/** For so many partners: the total, what the buyer lowers it to now and then, and the rooms; every second has less than its share. */
export const termsFor = (partners: number) => ({
  total: partners * 1_500_000,
  lowered: partners * 1_250_000,
  storages: Array.from({ length: partners }, (_, n) => (n % 2 === 0 ? 1_500_000 : undefined)),
});
export type Terms = ReturnType<typeof termsFor>;

export const kilos = (grams: number): number => grams / 1000;
export const grams = (amount: number): number => Math.round(amount * 1000);

/** Given once under a total, or each year anew out of one quantity of the offer. */
export type Per = 'once' | 'year';

/** What the offer says, so that all partners together may draw `total`, in whatever years they do. */
export const offerTerms = (total: number, per: Per) => ({
  quantity: { amount: per === 'once' ? 100_000 : kilos(total), unit: 'kg', per: 'once' } as const,
  quota: {
    amount: kilos(SHARE),
    unit: 'kg',
    per,
    ...(per === 'once' ? { total: kilos(total) } : {}),
  } as const,
});

/** The period that a partner draws for: every second one for the next year. */
export const periodFor = (partner: number, per: Per, year: number): string =>
  per === 'once' ? 'once' : String(year + (partner % 2));
