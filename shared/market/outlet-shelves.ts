/** Purchases as the exact engine ranks them for a supply: each part of the market packed when it is first asked for, and again when it changed. */
import { kinship } from '../commodities/commodities.ts';
import { bestOutlets, type Outlet } from '../matching/outlets.ts';
import { packOutlets, type OutletShelf } from '../matching/pack-outlets.ts';
import type { Supply } from '../matching/pair.ts';
import { approachTo, atlas, placeOf } from './approach.ts';
import type { OfferPart } from './market-memory.ts';
import { openOffer, shownDemand, type OpenOffer } from './open-offers.ts';
import type { DemandRow } from './rows.ts';

type Packed = { readonly shelves: readonly OutletShelf[]; readonly rows: ReadonlyMap<string, DemandRow> };

/** What is offered, and by whom: nobody buys from itself. */
export type SupplyAsked = {
  readonly supply: Supply;
  readonly commodity: string;
  readonly cooperativeId: string;
  readonly limit: number;
  readonly now: Date;
};

export class OutletShelves {
  /** As long as the market remembers the part. */
  readonly #packed = new WeakMap<OfferPart, Packed>();

  /**
   * The best of these purchases that are open and that nothing blocks, best first, equals by id. Packs what was not packed yet (some
   * fifteen microseconds an offer), else takes a seventh of a millisecond. Whether an offer is still open is asked of each that would
   * come in.
   */
  best(parts: readonly OfferPart[], asked: SupplyAsked): OpenOffer[] {
    const { supply, commodity, cooperativeId, limit, now } = asked;
    const packs = parts.map((part) => ({ ...this.#pack(part), part }));
    const outlets = packs.flatMap(({ shelves, part }): Outlet[] => {
      const [first] = part.rows;
      if (first === undefined) return [];
      const kin = kinship(first.commodity!, commodity);
      return shelves.map((shelf) => ({ shelf, kinship: kin }));
    });
    const open = (id: string): OpenOffer | undefined => {
      const row = packs.find(({ rows }) => rows.has(id))!.rows.get(id)!;
      return row.buyerId === cooperativeId ? undefined : openOffer(row, now);
    };
    const { region } = supply;
    const approach = approachTo({ deliverTo: region, buyerRegion: region, regions: [] });
    const counts = (id: string): boolean => open(id) !== undefined;
    const best = bestOutlets(supply, outlets, approach, { limit, counts }).map(({ id }) => id);
    // On its way from one commodity to another it stands in both.
    return [...new Set(best)].map((id) => open(id)!);
  }

  #pack(part: OfferPart): Packed {
    let packed = this.#packed.get(part);
    if (packed === undefined) {
      const demands = part.rows.flatMap((row) => shownDemand(row) ?? []);
      const rows = new Map(part.rows.map((row) => [row.id, row]));
      packed = { shelves: packOutlets(demands, atlas(), placeOf), rows };
      this.#packed.set(part, packed);
    }
    return packed;
  }
}
