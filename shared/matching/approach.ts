/** The way from all places to where a demand is, as a ranking asks for it: by spots of the atlas. */
import type { Link } from './pair.ts';
import { NO_WAY } from './search-layout.ts';

export type Way = Pick<Link, 'km' | 'sea'>;

/** The way from every spot of an atlas to where the demand is. */
export type Approach = {
  /**
   * Two for each spot: whole kilometres to its nearest place that is reached by road, and over the sea; `NO_WAY` where there is none. A
   * single place has both where its regions lie differently (the demand's own regency, islands): then `wayTo` is asked for each row.
   */
  readonly km: Uint16Array;
  /** For a government buyer: 2 where some place of the spot is its own, 1 where one is of its province. */
  readonly local: Uint8Array;
  /** Where the demand excludes regions: 2 where some place of the spot qualifies, 1 where a part of one does. `null` when it excludes none. */
  readonly inside: Uint8Array | null;
  readonly wayTo: (region: string) => Way;
};

/** Whether regions of a single place lie differently. */
export const isUneven = (km: Uint16Array, spot: number): boolean =>
  km[2 * spot] !== NO_WAY && km[2 * spot + 1] !== NO_WAY;
