/** Offers of the market as they stand at a moment: those that are open, in what stands around them and as the scorer sees them. */
import type { Demand } from '../matching/pair.ts';
import { statusOf, type SettingFacts } from '../offers/offer-state.ts';
import { remembered } from './remembered.ts';
import type { DemandRow } from './rows.ts';
import { demandOf } from './sides.ts';

export type OpenOffer = {
  readonly offer: DemandRow;
  readonly setting: SettingFacts;
  readonly demand: Demand;
};

/** Worked out once, as long as the market remembers the row. */
const DEMANDS = new WeakMap<DemandRow, Demand>();

/** An offer with what stands around it, if it is open. */
export function openOffer(offer: DemandRow, now: Date): OpenOffer | undefined {
  const setting = settingOf(offer);
  if (setting === undefined || statusOf(offer, setting, now) !== 'open') return undefined;
  return { offer, setting, demand: demandIn(offer, setting) };
}

/** Those of them that are open. */
export const openAmong = (offers: readonly DemandRow[], now: Date): OpenOffer[] =>
  offers.flatMap((offer) => openOffer(offer, now) ?? []);

/** An offer as the scorer sees it, open or not; undefined where nobody stands behind it, or who was not verified. */
export function shownDemand(offer: DemandRow): Demand | undefined {
  const setting = settingOf(offer);
  return setting?.poster.verified === true ? demandIn(offer, setting) : undefined;
}

function settingOf({ behind }: DemandRow): SettingFacts | undefined {
  const { poster } = behind;
  return poster && { ...behind, poster };
}

function demandIn(offer: DemandRow, setting: SettingFacts): Demand {
  return remembered(DEMANDS, offer, () => demandOf(offer, setting));
}
