/** Cooperatives as the exact engine ranks them: each part of the market packed once a day, and what one question asks for kept together. */
import { dayOf } from '../clock.ts';
import type { Best } from '../matching/best-rows.ts';
import { nearestPartners } from '../matching/near-partners.ts';
import { packPartners, type PartnerShelf } from '../matching/pack-partners.ts';
import type { Demand } from '../matching/pair.ts';
import { gatherPartners, type Partners } from '../matching/partner-standings.ts';
import { bestPartners } from '../matching/partners.ts';
import type { CooperativePart } from './market-memory.ts';
import { pauseEvery } from './pauses.ts';
import type { PurchaseAsked } from './purchase-asked.ts';
import { supplyOf } from './sides.ts';

type Packed = { readonly day: string; readonly shelves: readonly PartnerShelf[] };
type Gathered = {
  readonly day: string;
  readonly parts: readonly CooperativePart[];
  readonly partners: Partners;
};

/** Who is asked for, and how many. */
type Asked = Pick<PurchaseAsked, 'seeks' | 'limit' | 'now'> & { readonly exceptId: string };

/** Cooperatives that are packed before others get their turn: some milliseconds. */
const PACKED_AT_ONCE = 1000;
/** Sets of regions that offers name; beyond them all are gathered anew. */
const MOST_GATHERED = 200;

export class PartnerShelves {
  /** As long as the market remembers the part. */
  readonly #packed = new WeakMap<CooperativePart, Packed>();
  /** By the regions asked for. */
  readonly #gathered = new Map<string, Gathered>();

  /**
   * The `limit` best of these parts but `exceptId` for an offer that ranks cooperatives, or those that something blocks, who lacks least
   * first; equals by id. Packs what was not packed today (some microseconds a cooperative, while requests that wait go first), else
   * takes microseconds; near misses some milliseconds where most of the country is looked at.
   */
  async best(
    parts: readonly CooperativePart[],
    demand: Demand,
    { seeks, limit, exceptId, now }: Asked,
  ): Promise<Best[]> {
    const partners = await this.#partners(demand.regions.join(' '), parts, now);
    const among = seeks === 'eligible' ? bestPartners : nearestPartners;
    const best = among(demand, partners, { limit: limit + 1 });
    return best.filter(({ id }) => id !== exceptId).slice(0, limit);
  }

  async #partners(name: string, parts: readonly CooperativePart[], now: Date): Promise<Partners> {
    const day = dayOf(now);
    const known = this.#gathered.get(name);
    const isSame =
      known?.day === day &&
      known.parts.length === parts.length &&
      known.parts.every((part, at) => part === parts[at]);
    if (isSame) return known.partners;
    const shelves: PartnerShelf[] = [];
    const pause = pauseEvery(PACKED_AT_ONCE);
    for (const part of parts) {
      if (this.#packed.get(part)?.day !== day) await pause(part.rows.length);
      shelves.push(...this.#shelvesOf(part, day));
    }
    const partners = gatherPartners(shelves);
    if (this.#gathered.size >= MOST_GATHERED) this.#gathered.clear();
    this.#gathered.set(name, { day, parts, partners });
    return partners;
  }

  #shelvesOf(part: CooperativePart, day: string): readonly PartnerShelf[] {
    let packed = this.#packed.get(part);
    if (packed?.day !== day) {
      packed = { day, shelves: packPartners(part.rows.map((row) => supplyOf(row, null, day))) };
      this.#packed.set(part, packed);
    }
    return packed.shelves;
  }
}
