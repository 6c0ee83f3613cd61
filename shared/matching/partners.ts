/**
 * The exact best partners for an offer that ranks cooperatives (distribution, consignment, financing). What no demand changes is
 * summed beforehand and stands in falling order, place by place, so that a ranking reads the heads of lists. The same points
 * as `scorePoints`, to the last one.
 */
import type { Best } from './best-rows.ts';
import { bitsIn } from './bits.ts';
import type { PartnerShelf } from './pack-partners.ts';
import type { Demand } from './pair.ts';
import { isAmong, PartnerSearch, type PartnersAsked } from './partner-search.ts';
import type { Partners } from './partner-standings.ts';
import { requiredPapers, meetsProfile } from './requirements.ts';

/**
 * The `limit` best cooperatives that meet every hard requirement, best first, equals by id: what `rankPairs` gives for all pairs of the
 * demand with the packed cooperatives. A RangeError for a purchase, which ranks goods, and for weights that count locality. No
 * allocation for each row; at worst O(rows), when nobody meets the requirements. The first question by other weights sorts all.
 */
export function bestPartners(demand: Demand, partners: Partners, asked: PartnersAsked = {}): Best[] {
  const search = new PartnerSearch(demand, asked);
  const { best } = search;
  const { requirements, regions } = demand;
  // Without goods nobody has a grade or is ready for export.
  if (best.limit < 1 || requirements.minGrade !== null || requirements.exportReady) return [];

  const asksMore =
    requirements.kbli.length > 0 ||
    requirements.minStorage !== null ||
    requirements.minReadiness !== null ||
    requirements.membersOnly !== null ||
    regions.length > 0;
  const names = requiredPapers(requirements);
  search.lookThrough(partners, 0, (place, { rows, points }, most, isHome) => {
    const { shelf } = place;
    if (!couldMeet(shelf, demand)) return;
    const papers = bitsIn(shelf.paperBits, names);
    const units = bitsIn(shelf.unitBits, requirements.units);
    if (papers === null || units === null) return;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      // Those that follow stand no higher, and equals have greater ids.
      if (!best.takes(points[at]! + most, place, row)) return;
      if ((shelf.papers[row]! & papers) !== papers || (shelf.units[row]! & units) !== units) continue;
      const reached = points[at]! + search.earned(shelf, row, most, isHome);
      if (!best.takes(reached, place, row)) continue;
      if (asksMore && !meetsMore(shelf, row, demand)) continue;
      best.add(reached, place, row);
    }
  });
  return best.listed();
}

/** Whether somebody on the shelf is ready enough, somebody has room enough, and so on. */
function couldMeet({ classes, rooms, readiest }: PartnerShelf, { requirements }: Demand): boolean {
  const { kbli, minStorage, minReadiness } = requirements;
  return (
    (minReadiness === null || readiest >= minReadiness) &&
    (minStorage === null || (rooms.get(minStorage.unit) ?? 0) >= minStorage.amount) &&
    kbli.every((code) => classes.has(code))
  );
}

/** The hard requirements that bits do not tell, for the few rows that would come in. */
function meetsMore(shelf: PartnerShelf, row: number, { regions, requirements }: Demand): boolean {
  if (!meetsProfile(requirements, shelf.profiles[row]!)) return false;
  return isAmong(regions, shelf.regions[row]!);
}
