/** Filters that name reference data: an unknown code is told so, with what was likely meant, since an empty list tells nothing. */
import { commodityByCode } from '../../shared/commodities/commodities.ts';
import { whyUnknownCommodity } from '../../shared/commodities/known-commodity.ts';
import { Refusal } from '../../shared/errors.ts';
import { regionByCode } from '../../shared/regions/regions.ts';
import { whyUnknown } from '../../shared/regions/resolve-place.ts';

/** Refuses (400) filters whose code names no commodity or no region in force; `undefined` is no filter. */
export function checkFilters(filters: {
  commodity?: string | undefined;
  region?: string | undefined;
  parent?: string | undefined;
}): void {
  const { commodity, region, parent } = filters;
  if (commodity !== undefined && commodityByCode(commodity) === undefined) {
    const detail = whyUnknownCommodity(commodity);
    throw refused('commodity', `commodity: ${commodity} ${detail}`, detail);
  }
  for (const [name, code] of Object.entries({ region, parent })) {
    if (code === undefined || regionByCode(code) !== undefined) continue;
    throw refused(name, whyUnknown(code), whyUnknown(code));
  }
}

/** Refuses (400) a region that is no region, or a whole province where every cooperative of it is looked at. */
export function checkRegency(region: string): void {
  checkFilters({ region });
  if (region.length >= '35.79'.length) return;
  const detail = 'names a whole province; ask for each regency or city of it';
  throw refused('region', `region: ${region} ${detail}`, detail);
}

const refused = (name: string, detail: string, fault: string): Refusal =>
  new Refusal('malformed', detail, [{ pointer: `#/${name}`, detail: fault, in: 'query' }]);
