/** The commodity that a code names; an alias is no code, but leads to the one that was likely meant. */
import { invalid } from '../errors.ts';
import { commodityByCode } from './commodities.ts';
import type { Commodity } from './commodity.ts';
import { searchCommodities, UNDER_HEADING } from './search-commodities.ts';

/** The commodity of a code in the field `commodity`; refuses an unknown one. */
export function commodityOf(code: string): Commodity {
  const known = commodityByCode(code);
  if (known) return known;
  throw invalid(['commodity'], whyUnknownCommodity(code));
}

/** Says that a code names no commodity, and which one was likely meant. */
export function whyUnknownCommodity(code: string): string {
  const [likely] = searchCommodities(code.replaceAll('-', ' '), 1);
  const isMeant = likely && likely.score !== UNDER_HEADING;
  const hint = isMeant ? `; perhaps ${likely.commodity.code} (${likely.commodity.name.id})` : '';
  return `is not a code of /v1/commodities${hint}`;
}
