/** Rows of the market's supply that differ in their number alone, for tests of where rows lie. */
import type { SupplyRow } from '../../shared/market/rows.ts';

export const supplied = (number: number): SupplyRow => ({
  id: `pot_${number}`,
  cooperativeId: `coop_${number}`,
  regionCode: '35.79.02.2008',
  commodity: 'potato',
  goods: {
    unit: 'kg',
    perMonth: 1000 + number,
    months: 7,
    price: null,
    grade: null,
    exportReady: false,
    minimumOrder: null,
  },
  confirmedAt: 0,
  quality: null,
  cooperative: null,
});
