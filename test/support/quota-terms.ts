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
export const quotaOf = (total: number) =>
  ({ amount: kilos(SHARE), unit: 'kg', per: 'once', total: kilos(total) }) as const;
