/** What the same goods cost elsewhere, as far as the service knows: what was paid lately, or else what is asked for. */
import { pricedIn, rupiahPerBase } from '../../shared/money.ts';
import { listPotentialsOfCommodity } from '../../shared/potentials/potential-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { isCounted } from '../../shared/trades/trade.ts';
import { LEAST_PRICES, MOST_PRICES, type UnitPrice } from '../../shared/trades/plausible.ts';
import { listTrades } from '../../shared/trades/trade-store.ts';

/**
 * Unit prices of a commodity: those of its latest trades, `except` one; where these are too few, those that potentials ask.
 * One round trip, or two.
 */
export async function pricesOf(table: Table, commodity: string, except?: string): Promise<UnitPrice[]> {
  const page = { limit: MOST_PRICES };
  const paid = await listTrades(table, { commodity }, {}, page, ({ value }) =>
    isCounted(value) && value.id !== except ? value.normalised.unitPrice : undefined,
  );
  if (paid.items.length >= LEAST_PRICES) return paid.items;
  const asked = await listPotentialsOfCommodity(table, commodity, undefined, page, ({ value: { price } }) =>
    price === undefined ? undefined : { amount: rupiahPerBase(price), per: pricedIn(price) },
  );
  return asked.items;
}
