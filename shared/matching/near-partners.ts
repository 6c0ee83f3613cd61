/** The cooperatives that lack least of what an offer for partners requires: the same as counting and scoring all, by bits and bounds. */
import type { Best } from './best-rows.ts';
import { bitsAmong, countBits } from './bits.ts';
import type { PartnerShelf } from './pack-partners.ts';
import type { Demand } from './pair.ts';
import { isAmong, PartnerSearch, type PartnersAsked } from './partner-search.ts';
import type { Partners } from './partner-standings.ts';
import { countUnmetByProfile, PAPERS, QUALITY_PASS } from './requirements.ts';

/** Above every sum of points: who lacks less stands higher, whatever the points. */
const STEP = 2 ** 17;
/** As much as can be lacking: five papers, and one each of all that is required besides. */
const MOST_LACKING = 14;

/**
 * The `limit` cooperatives of the demand's regions that something else blocks, who lacks least first, among these the best, equals by id:
 * what counting and scoring all of them gives. Errors as of `bestPartners`. O(rows) bit operations at worst, usually of those that stand highest; nothing is allocated for a row.
 */
export function nearestPartners(demand: Demand, partners: Partners, asked: PartnersAsked = {}): Best[] {
  const search = new PartnerSearch(demand, asked);
  const { best } = search;
  if (best.limit < 1) return [];
  const { requirements, regions } = demand;
  // What nobody has without goods.
  const byAll = Number(requirements.minGrade !== null) + Number(requirements.exportReady);
  const highest = STEP * (MOST_LACKING - Math.max(1, byAll));
  search.lookThrough(partners, highest, (place, { rows, points }, most, isHome) => {
    const { shelf } = place;
    const lackingByBits = counterFor(shelf, demand);
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at]!;
      // Those that follow stand no higher, and equals have greater ids.
      if (!best.takes(points[at]! + most + highest, place, row)) return;
      const byBits = byAll + lackingByBits(row);
      const bound = points[at]! + most + STEP * (MOST_LACKING - Math.max(1, byBits));
      if (!best.takes(bound, place, row)) continue;
      const lacking = byBits + countUnmetByProfile(requirements, shelf.profiles[row]!);
      if (lacking === 0 || !isAmong(regions, shelf.regions[row]!)) continue;
      const reached = points[at]! + search.earned(shelf, row, most, isHome) + STEP * (MOST_LACKING - lacking);
      if (best.takes(reached, place, row)) best.add(reached, place, row);
    }
  });
  return best.listed().map(({ id, points }) => ({ id, points: points % STEP }));
}

/** How much of papers, certificates and business units a row of the shelf lacks: certificates count as one together, and so do units. */
function counterFor(shelf: PartnerShelf, { requirements }: Demand): (row: number) => number {
  const { paperBits, unitBits, papers, units } = shelf;
  const each: string[] = PAPERS.filter((paper) => requirements[paper]);
  if (requirements.qualityPass) each.push(QUALITY_PASS);
  const basic = bitsAmong(paperBits, each);
  const certificates = bitsAmong(paperBits, requirements.certifications);
  const outlets = bitsAmong(unitBits, requirements.units);
  const missing = basic.unknown + Number(certificates.unknown > 0) + Number(outlets.unknown > 0);
  // Where nobody has one of them, everybody lacks them already.
  const ofCertificates = certificates.unknown > 0 ? 0 : certificates.bits;
  const ofUnits = outlets.unknown > 0 ? 0 : outlets.bits;
  return (row) => {
    const held = papers[row]!;
    return (
      missing +
      countBits(basic.bits & ~held) +
      Number((ofCertificates & ~held) !== 0) +
      Number((ofUnits & ~units[row]!) !== 0)
    );
  };
}
