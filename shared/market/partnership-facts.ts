/** What the rules of partnerships need to know of an offer and a cooperative: read together, judged as matching judges them. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { cooperativeFrom } from '../cooperatives/cooperative-store.ts';
import type { Demand } from '../matching/pair.ts';
import { unmetRequirements } from '../matching/requirements.ts';
import type { Offer } from '../offers/offer.ts';
import { guidelinesOf, type Setting } from '../offers/offer-state.ts';
import { offerFrom, settingFrom, settingKeys } from '../offers/offer-store.ts';
import { requirementsOf } from '../offers/requirements.ts';
import type { Facts, Lacking } from '../partnerships/guards.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import { partnersIn } from '../partnerships/partnership-store.ts';
import type { Potential } from '../potentials/potential.ts';
import { potentialFrom } from '../potentials/potential-store.ts';
import { cooperativeKey, offerKey, partnersKey, potentialKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { placedOffer } from './rows.ts';
import { demandOf, storedSupply } from './sides.ts';

/** What a MoU needs of a cooperative, whatever the offer asks: it must be somebody in law. */
const PAPERS_OF_A_MOU = { nib: true, legalEntity: true } as const;

/** The facts of a partnership as they are now. Two round trips. */
export async function readFacts(table: Table, partnership: Partnership, now: Date): Promise<Facts> {
  const { offerId, cooperativeId, potentialId } = partnership;
  const keys = [offerKey(offerId), cooperativeKey(cooperativeId), partnersKey(offerId)];
  if (potentialId !== undefined) keys.push(potentialKey(potentialId));
  const [offerItem, cooperativeItem, count, potentialItem] = await table.getMany(keys);
  const offer = offerFrom(offerItem)?.value;
  const cooperative = cooperativeFrom(cooperativeItem)?.value;
  const setting = offer && settingFrom(await table.getMany(settingKeys(offer)));
  if (!offer || !setting || !cooperative) return nothingLeft;
  return factsOf(offer, setting, cooperative, potentialFrom(potentialItem)?.value, partnersIn(count), now);
}

/** The facts of a pair whose things are at hand. */
export function factsOf(
  offer: Offer,
  setting: Setting,
  cooperative: Cooperative,
  potential: Potential | undefined,
  partners: number,
  now: Date,
): Facts {
  const isRejected = cooperative.verification.status === 'rejected';
  const supply = isRejected ? undefined : storedSupply(cooperative, potential ?? null, now);
  const lacking = (demand: Demand) => (supply ? unmetRequirements(demand, supply) : [rejected]);
  const asked = placedOffer(offer).row;
  const ofMou = { ...asked, requirements: PAPERS_OF_A_MOU, regions: undefined };
  return {
    offer,
    requirements: requirementsOf(offer, setting.programme),
    guidelines: guidelinesOf(offer, setting.programme),
    papers: lacking(demandOf(ofMou, { ...setting, programme: undefined })),
    unmet: lacking(demandOf(asked, setting)),
    partners,
  };
}

const rejected: Lacking = {
  requirement: 'cooperative',
  detail: { id: 'Koperasi ditolak oleh dinas', en: 'The office has rejected the cooperative' },
};

const nothingLeft: Facts = {
  offer: undefined,
  requirements: {},
  guidelines: 'awaited',
  papers: [],
  unmet: [],
  partners: 0,
};
