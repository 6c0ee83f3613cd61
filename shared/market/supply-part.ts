/** A stored part of a commodity's supply: unpacked only when somebody has to look into it, and worked out once a day. */
import { dayOf } from '../clock.ts';
import type { Supply } from '../matching/pair.ts';
import type { StoredPart } from './bucket-store.ts';
import { supplyBounds, supplyPacking, type SupplyBounds } from './pack-supplies.ts';
import type { CooperativeRow, SupplyRow } from './rows.ts';
import { supplyOf } from './sides.ts';

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
  #bounds: SupplyBounds | undefined;
  #rows: readonly SupplyRow[] | undefined;
  #supplied: { day: string; rows: readonly Supplied[] } | undefined;

  constructor({ digest, bucket, body }: StoredPart, commodity: string) {
    this.digest = digest;
    this.commodity = commodity;
    this.regency = bucket;
    this.#body = body;
  }

  /** What none of the rows exceeds. */
  get bounds(): SupplyBounds {
    return (this.#bounds ??= supplyBounds(this.#body));
  }

  get rows(): readonly SupplyRow[] {
    return (this.#rows ??= supplyPacking(this.commodity).unpack(this.#body, this.regency));
  }

  /** The rows of cooperatives that take part, as supplies of a day. */
  suppliedOn(now: Date): readonly Supplied[] {
    const day = dayOf(now);
    if (this.#supplied?.day !== day) {
      const rows = this.rows.flatMap((potential) => {
        const { cooperative } = potential;
        if (cooperative === null) return [];
        return [{ potential, cooperative, supply: supplyOf(cooperative, potential, now) }];
      });
      this.#supplied = { day, rows };
    }
    return this.#supplied.rows;
  }
}
