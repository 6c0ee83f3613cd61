/** A stored part of a commodity's supply: unpacked only when somebody has to look into it, and worked out once a day. */
import { dayOf } from '../clock.ts';
import type { Supply } from '../matching/pair.ts';
import type { StoredPart } from './bucket-store.ts';
import { COLD_ROOM, supplyBounds, supplyPacking, type SupplyBounds } from './pack-supplies.ts';
import type { CooperativeRow, SupplyRow } from './rows.ts';
import { supplyOf } from './sides.ts';
import { goodsFrom, monthsBetween } from './supply.ts';

/** A row as the scorer sees it on a day. */
export type Supplied = {
  readonly potential: SupplyRow;
  readonly cooperative: CooperativeRow;
  readonly supply: Supply;
};

export class SupplyPart {
  readonly digest: string;
  readonly commodity: string;
  readonly regency: string;
  readonly #body: string;
  #bounds: (SupplyBounds & { readonly count: number }) | undefined;
  #best: { day: string; supplies: readonly Supply[] } | undefined;
  #rows: readonly SupplyRow[] | undefined;
  #supplied: { day: string; rows: readonly Supplied[] } | undefined;

  constructor({ digest, bucket, body }: StoredPart, commodity: string) {
    this.digest = digest;
    this.commodity = commodity;
    this.regency = bucket;
    this.#body = body;
  }

  /** What none of the rows exceeds. */
  get bounds(): SupplyBounds & { readonly count: number } {
    return (this.#bounds ??= supplyBounds(this.#body));
  }

  /**
   * Supplies of which no row exceeds all on a day: one that has the best of each fact, for each base unit, with a price and
   * without one where some row has none.
   */
  bestOn(now: Date): readonly Supply[] {
    const day = dayOf(now);
    if (this.#best?.day !== day) this.#best = { day, supplies: bestOf(this, day) };
    return this.#best.supplies;
  }

  get rows(): readonly SupplyRow[] {
    return (this.#rows ??= supplyPacking(this.commodity).unpack(this.#body, this.regency));
  }

  forgetSupplies(): void {
    this.#supplied = undefined;
  }

  /** The rows of cooperatives that take part, as supplies of a day. */
  suppliedOn(now: Date): readonly Supplied[] {
    const day = dayOf(now);
    if (this.#supplied?.day !== day) {
      const rows = this.rows.flatMap((potential) => {
        const { cooperative } = potential;
        if (cooperative === null) return [];
        return [{ potential, cooperative, supply: supplyOf(cooperative, potential, day) }];
      });
      this.#supplied = { day, rows };
    }
    return this.#supplied.rows;
  }
}

function bestOf({ bounds, commodity, regency }: SupplyPart, day: string): Supply[] {
  const { units, isSomeUnpriced, price, grade, confirmedAt, ...best } = bounds;
  const prices = [...(price === null ? [] : [price]), ...(isSomeUnpriced ? [null] : [])];
  return units.flatMap((unit) =>
    prices.map((asked) => ({
      id: '',
      region: regency,
      credentials: Object.fromEntries(best.papers.map((type) => [type, 'verified' as const])),
      kbli: [],
      units: best.hasColdRoom ? [COLD_ROOM] : [],
      storage: [],
      memberCount: null,
      readiness: best.readiness,
      monthsSilent: monthsBetween(confirmedAt, day),
      deliveries: 0,
      onTime: 0,
      memberOf: null,
      // No grade is worth more than a stated C.
      goods: goodsFrom(commodity, { ...best, unit, price: asked, grade: grade === 'C' ? null : grade }),
    })),
  );
}
