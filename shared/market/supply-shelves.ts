/**
 * What the exact engine of `shared/matching` ranks for a process that is asked again and again: parts packed as shelves, in idle moments
 * and a portion at a time. A part that was rewritten takes its portion out until that is packed anew; whatever stands on no shelf
 * is ranked from its parts, so the answer is the same at every moment.
 */
import { dayOf } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Shelf } from '../matching/columns.ts';
import { packShelves } from '../matching/pack-shelves.ts';
import { bestSupplies, type Aisle } from '../matching/top-k.ts';
import { approachTo, atlas, placeOf } from './approach.ts';
import type { BestSupply, Stock } from './best-of-parts.ts';
import type { PurchaseAsked } from './purchase-asked.ts';
import type { SupplyRow } from './rows.ts';
import { isUnconfirmed } from './sides.ts';
import type { SupplyPart } from './supply-part.ts';

/** Characters packed at once, some four thousand rows and twenty milliseconds: a commodity, or where it has more a province of it, or a regency. */
const MOST_AT_ONCE = 250_000;
/** Some of the best may be the buyer's own, or isUnconfirmed since they were packed. */
const SPARE = 5;
/** Commodities whose shelves are kept; each takes about as much room as its unpacked parts. */
const MOST_COMMODITIES = 200;

/** Parts that are packed together, and their shelves when they were. */
type Portion = { readonly parts: readonly SupplyPart[]; packed?: Packed; isQueued: boolean; asked: number };

type Packed = {
  readonly day: string;
  readonly shelves: readonly Shelf[];
  readonly rows: ReadonlyMap<string, SupplyRow>;
};

type Cover = { readonly of: readonly SupplyPart[]; readonly portions: ReadonlyMap<string, Portion> };

export class SupplyShelves {
  readonly #log: Log;
  /** By commodity, in the order of use. */
  readonly #covers = new Map<string, Cover>();
  readonly #queue: { portion: Portion; now: Date }[] = [];
  #packing: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * The best of what stands on shelves, and the rest, to be ranked from its parts; what is asked for twice is packed soon. Exact:
   * whoever is not among the best has no more points than the last, or their number is not reached.
   */
  best(stocks: readonly Stock[], asked: PurchaseAsked): { best: BestSupply[]; rest: Stock[] } {
    const day = dayOf(asked.now);
    const rest: Stock[] = [];
    const aisles: Aisle[] = [];
    const packs: Packed[] = [];
    for (const stock of stocks) {
      const loose: SupplyPart[] = [];
      for (const portion of this.#cover(stock).portions.values()) {
        portion.asked += 1;
        if (portion.packed?.day === day) {
          packs.push(portion.packed);
          for (const shelf of portion.packed.shelves) aisles.push({ shelf, kinship: stock.kinship });
        } else {
          for (const part of portion.parts) loose.push(part);
          if (portion.asked > 1) this.#queueUp(portion, asked.now);
        }
      }
      if (loose.length > 0) rest.push({ ...stock, parts: loose });
    }
    return { best: aisles.length === 0 ? [] : bestOnShelves(aisles, packs, asked), rest };
  }

  /** Resolves when nothing waits to be packed. */
  async settled(): Promise<void> {
    while (this.#packing !== undefined) await this.#packing;
  }

  #cover({ commodity, parts }: Stock): Cover {
    const known = this.#covers.get(commodity);
    const cover = known?.of === parts ? known : coverOf(parts, known);
    this.#covers.delete(commodity);
    this.#covers.set(commodity, cover);
    const [oldest] = this.#covers.keys();
    if (this.#covers.size > MOST_COMMODITIES && oldest !== undefined) this.#covers.delete(oldest);
    return cover;
  }

  #queueUp(portion: Portion, now: Date): void {
    if (portion.isQueued) return;
    portion.isQueued = true;
    this.#queue.push({ portion, now });
    this.#packing ??= this.#packAll();
  }

  async #packAll(): Promise<void> {
    for (;;) {
      // Requests that wait go first.
      await new Promise((resume) => setImmediate(resume));
      const next = this.#queue.shift();
      if (next === undefined) break;
      try {
        next.portion.packed = pack(next.portion.parts, next.now);
        next.portion.isQueued = false;
      } catch (error) {
        // Its place in the queue is kept, so that it is not tried again: it goes on being ranked from its parts.
        const regencies = next.portion.parts.map(({ regency }) => regency);
        this.#log.error('supplies could not be packed for ranking', { error, regencies });
      }
    }
    this.#packing = undefined;
  }
}

function pack(parts: readonly SupplyPart[], now: Date): Packed {
  const supplied = parts.flatMap((part) => part.suppliedOn(now));
  const fresh = supplied.filter(({ potential }) => !isUnconfirmed(potential, now));
  const shelves = packShelves(
    fresh.map(({ supply }) => supply),
    atlas(),
    placeOf,
  );
  const rows = new Map(fresh.map(({ potential }) => [potential.id, potential]));
  // On shelves they take a tenth of the room.
  for (const part of parts) part.forgetSupplies();
  return { day: dayOf(now), shelves, rows };
}

function bestOnShelves(
  aisles: readonly Aisle[],
  packs: readonly Packed[],
  { demand, limit, now, posterId }: PurchaseAsked,
): BestSupply[] {
  const approach = approachTo(demand);
  for (let most = limit + SPARE; ; most *= 2) {
    const found = bestSupplies(demand, aisles, approach, { limit: most });
    const best = found.flatMap(({ id, points }) => {
      const potential = packs.find(({ rows }) => rows.has(id))!.rows.get(id)!;
      const counts = potential.cooperativeId !== posterId && !isUnconfirmed(potential, now);
      return counts ? [{ id, points, potential }] : [];
    });
    if (best.length >= limit || found.length < most) return best;
  }
}

/** Parts by portions. One whose parts are all the same as before is the same portion. */
function coverOf(parts: readonly SupplyPart[], before: Cover | undefined): Cover {
  const isLarge = charactersIn(parts) > MOST_AT_ONCE;
  const portions = new Map<string, Portion>();
  for (const [name, own] of isLarge ? portioned(parts) : [['', parts] as const]) {
    const known = before?.portions.get(name);
    const isSame = known?.parts.length === own.length && own.every((part, at) => part === known.parts[at]);
    portions.set(name, isSame ? known : { parts: own, isQueued: false, asked: known?.asked ?? 0 });
  }
  return { of: parts, portions };
}

function* portioned(parts: readonly SupplyPart[]): Generator<readonly [string, readonly SupplyPart[]]> {
  for (const [province, own] of Map.groupBy(parts, ({ regency }) => regency.slice(0, '35'.length))) {
    if (charactersIn(own) <= MOST_AT_ONCE) yield [province, own];
    else yield* Map.groupBy(own, ({ regency }) => regency);
  }
}

const charactersIn = (parts: readonly SupplyPart[]): number =>
  parts.reduce((sum, { characters }) => sum + characters, 0);
