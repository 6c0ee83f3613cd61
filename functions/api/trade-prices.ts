/** What goods cost, as far as the service knows: what was agreed, what was paid lately for the same, or else what is asked for. */
import { pricedIn, rupiahPerBase, type Price } from '../../shared/money.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { readPartnership } from '../../shared/partnerships/partnership-store.ts';
import { listPotentialsOfCommodity } from '../../shared/potentials/potential-store.ts';
import type { Table } from '../../shared/table/table.ts';
import { isCounted, type Trade } from '../../shared/trades/trade.ts';
import {
  LEAST_PRICES,
  MOST_PRICES,
  type KnownPrices,
  type UnitPrice,
} from '../../shared/trades/plausible.ts';
import { listTrades } from '../../shared/trades/trade-store.ts';

/**
 * Unit prices of a commodity: those of its latest trades, `except` one; where these are too few, those that potentials ask as well.
 * One round trip, or two.
 */
export async function pricesOf(table: Table, commodity: string, except?: string): Promise<UnitPrice[]> {
  const page = { limit: MOST_PRICES };
  const paid = await listTrades(table, { commodity }, {}, page, ({ value }) =>
    isCounted(value) && !isDoubtful(value) && value.id !== except ? value.normalised.unitPrice : undefined,
  );
  if (paid.items.length >= LEAST_PRICES) return paid.items;
  const asked = await listPotentialsOfCommodity(table, commodity, undefined, page, ({ value: { price } }) =>
    price === undefined ? undefined : unitPriceOf(price),
  );
  return [...paid.items, ...asked.items];
}

/** What looks wrong and is one side's word is no measure for others. */
const isDoubtful = ({ state, warnings }: Trade): boolean => state !== 'confirmed' && warnings.length > 0;

/** What both sides of a partnership have agreed to pay for these goods; undefined before they have, or where no price is named. */
export function agreedPrice(partnership: Partnership | undefined, commodity: string): UnitPrice | undefined {
  const terms = partnership?.agreement?.terms;
  return terms?.price === undefined || terms.commodity !== commodity ? undefined : unitPriceOf(terms.price);
}

/** What the price of a stored trade is held against. One round trip, or two. */
export async function knownPrices(
  table: Table,
  { id, commodity, partnershipId }: Pick<Trade, 'id' | 'commodity' | 'partnershipId'>,
): Promise<KnownPrices> {
  const [partnership, others] = await Promise.all([
    partnershipId === undefined ? undefined : readPartnership(table, partnershipId),
    pricesOf(table, commodity, id),
  ]);
  return { agreed: agreedPrice(partnership?.value, commodity), others };
}

const unitPriceOf = (price: Price): UnitPrice => ({ amount: rupiahPerBase(price), per: pricedIn(price) });
