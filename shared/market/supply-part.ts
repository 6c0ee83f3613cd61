/** A stored part of a commodity's supply: read only as far as somebody has to look into it. */
import { dayOf } from '../clock.ts';
import type { Supply } from '../matching/pair.ts';
import type { StoredPart } from './bucket-store.ts';
import { openSupplies, type OpenSupplies } from './pack-supplies.ts';
import type { CooperativeRow, SupplyRow } from './rows.ts';
import { supplyOf } from './sides.ts';
import { boundsIn, type SupplyBounds } from './supply-bounds.ts';

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

  /** Packed: how much there is to read, without a look into it. */
  get characters(): number {
    return this.#body.length;
  }

  /** What none of the rows exceeds. */
  get bounds(): SupplyBounds {
    return (this.#bounds ??= boundsIn(this.#body));
  }

  /** Its columns, and rows one by one: for whoever needs few of them. Nothing of it is kept. */
  open(): OpenSupplies {
    return openSupplies(this.#body, this.regency, this.commodity);
  }

  get rows(): readonly SupplyRow[] {
    if (this.#rows === undefined) {
      const { columns, rowAt } = this.open();
      this.#rows = columns.facts.map((_, at) => rowAt(at));
    }
    return this.#rows;
  }

  forgetSupplies(): void {
    this.#supplied = undefined;
  }

  /** The rows of cooperatives that take part, as supplies of a day. */
  suppliedOn(now: Date): readonly Supplied[] {
    const day = dayOf(now);
    if (this.#supplied?.day !== day) {
      const rows = this.rows.flatMap((potential) => suppliedBy(potential, day) ?? []);
      this.#supplied = { day, rows };
    }
    return this.#supplied.rows;
  }
}

/** Nothing of a cooperative that takes no part. */
export function suppliedBy(potential: SupplyRow, day: string): Supplied | undefined {
  const { cooperative } = potential;
  return cooperative === null
    ? undefined
    : { potential, cooperative, supply: supplyOf(cooperative, potential, day) };
}
