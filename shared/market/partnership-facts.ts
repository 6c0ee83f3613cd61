/** What the rules of partnerships need to know of an offer and a cooperative: read together, as they are now. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { cooperativeFrom } from '../cooperatives/cooperative-store.ts';
import type { Demand } from '../matching/pair.ts';
import { paperName, unmetRequirements } from '../matching/requirements.ts';
import type { Offer } from '../offers/offer.ts';
import { guidelinesOf, statusOf, type Setting } from '../offers/offer-state.ts';
import { offerFrom, settingFrom, settingKeys } from '../offers/offer-store.ts';
import { requirementsOf } from '../offers/requirements.ts';
import { lackingFor, type Facts, type Lacking } from '../partnerships/guards.ts';
import type { HeldPaper, Partnership } from '../partnerships/partnership.ts';
import { heldIn, partnersIn, partnershipFrom } from '../partnerships/partnership-store.ts';
import { papersAsked } from '../partnerships/rests-on.ts';
import { definedOnly } from '../patch.ts';
import type { Potential } from '../potentials/potential.ts';
import { potentialFrom } from '../potentials/potential-store.ts';
import {
  cooperativeKey,
  offerKey,
  openPartnershipKey,
  partnershipKey,
  partnersKey,
  potentialKey,
} from '../table/keys.ts';
import type { Action, Item, Key, Table } from '../table/table.ts';
import { offerRow } from './rows.ts';
import { demandOf, storedSupply } from './sides.ts';

/** What a MoU needs of a cooperative, whatever the offer asks: it must be somebody in law. */
const PAPERS_OF_A_MOU = { nib: true, legalEntity: true } as const;

const MEMBERSHIP: HeldPaper = {
  paper: 'membership',
  name: { id: 'Keanggotaan di holding', en: 'membership of the holding' },
};

/** Who a partnership is or would be between; `renewalOf` names the one that it would take up again. */
type Named = Pick<Partnership, 'offerId' | 'cooperativeId' | 'potentialId' | 'renewalOf'>;

/** What lies under these names now: undefined where nothing does. `held`: the partnership that holds the place of the pair. */
export type Pair = {
  offer: Offer | undefined;
  setting: Setting | undefined;
  cooperative: Cooperative | undefined;
  potential: Potential | undefined;
  renewed: Partnership | undefined;
  held: string | undefined;
  partners: number;
  /** Holds while the cooperative is still as it was read: for a step that rests on its papers. */
  stillAsRead: Action;
};

/** Two round trips. */
export async function readPair(
  table: Table,
  { offerId, cooperativeId, potentialId = 'none', renewalOf = 'none' }: Named,
): Promise<Pair> {
  const [offerItem, cooperative, potential, renewed, hold, count] = await table.getMany([
    offerKey(offerId),
    cooperativeKey(cooperativeId),
    potentialKey(potentialId),
    partnershipKey(renewalOf),
    openPartnershipKey(offerId, cooperativeId),
    partnersKey(offerId),
  ]);
  const offer = offerFrom(offerItem)?.value;
  const version = cooperativeFrom(cooperative)?.version;
  return {
    offer,
    setting: offer && settingFrom(await table.getMany(settingKeys(offer))),
    cooperative: cooperativeFrom(cooperative)?.value,
    potential: potentialFrom(potential)?.value,
    renewed: partnershipFrom(renewed)?.value,
    held: heldIn(hold),
    partners: partnersIn(count),
    stillAsRead: {
      do: 'check',
      key: cooperativeKey(cooperativeId),
      when: version === undefined ? { is: 'absent' } : { is: 'version', version },
    },
  };
}

/** What a pair of a partnership that exists is judged by. */
export type Judged = Pick<Pair, 'offer' | 'setting' | 'cooperative' | 'potential'>;

/** The pairs of many partnerships, in their order. Two round trips for every hundred things that they name. */
export async function readPairs(table: Table, partnerships: readonly Partnership[]): Promise<Judged[]> {
  const found = new Map<string, Item | undefined>();
  const read = async (keys: readonly Key[]): Promise<void> => {
    const missing = [...new Map(keys.map((key) => [key.pk, key])).values()].filter(
      ({ pk }) => !found.has(pk),
    );
    const items = await table.getMany(missing);
    for (const [at, { pk }] of missing.entries()) found.set(pk, items[at]);
  };
  const under = ({ pk }: Key): Item | undefined => found.get(pk);
  await read(
    partnerships.flatMap(({ offerId, cooperativeId, potentialId }) => [
      offerKey(offerId),
      cooperativeKey(cooperativeId),
      ...(potentialId === undefined ? [] : [potentialKey(potentialId)]),
    ]),
  );
  const offers = partnerships.map(({ offerId }) => offerFrom(under(offerKey(offerId)))?.value);
  await read(offers.flatMap((offer) => (offer ? settingKeys(offer) : [])));
  return partnerships.map(({ cooperativeId, potentialId = 'none' }, at) => ({
    offer: offers[at],
    setting: offers[at] && settingFrom(settingKeys(offers[at]).map(under)),
    cooperative: cooperativeFrom(under(cooperativeKey(cooperativeId)))?.value,
    potential: potentialFrom(under(potentialKey(potentialId)))?.value,
  }));
}

/** What keeps a partnership from operating, its guidelines aside; empty for who is ready on the day that they are issued. */
export function lackingBut(pair: Judged, now: Date): Lacking[] {
  const facts: Facts = { ...factsOf({ ...pair, partners: 0 }, now), guidelines: 'issued' };
  return lackingFor({ to: 'operational', mover: 'buyer', guards: ['requirements'] }, facts);
}

/** The facts of a pair, judged as matching judges them. */
export function factsOf(
  { offer, setting, cooperative, potential, partners }: Judged & Pick<Pair, 'partners'>,
  now: Date,
): Facts {
  if (!offer || !setting || !cooperative) return nothingLeft;
  const isRejected = cooperative.verification.status === 'rejected';
  const supply = isRejected ? undefined : storedSupply(cooperative, potential ?? null, now);
  const lacking = (demand: Demand) => (supply ? unmetRequirements(demand, supply) : [rejected]);
  const asked = offerRow(offer);
  const ofMou = { ...asked, requirements: PAPERS_OF_A_MOU, regions: undefined };
  const requirements = requirementsOf(offer, setting.programme);
  return {
    offer,
    requirements,
    guidelines: guidelinesOf(offer, setting.programme),
    papers: lacking(demandOf(ofMou, { ...setting, programme: undefined })),
    unmet: lacking(demandOf(asked, setting)),
    partners,
    restsOn: [
      ...papersAsked(requirements).map((paper): HeldPaper => {
        const until = cooperative.credentials[paper]?.validUntil;
        return definedOnly({ paper, name: paperName(paper), until });
      }),
      ...(offer.membersOnly === true ? [MEMBERSHIP] : []),
    ],
  };
}

/** Why no partnership of a pair can begin now; undefined when it can. */
export function hindranceOf({ offer, setting, cooperative }: Pair, now: Date): Lacking | undefined {
  if (cooperative?.verification.status === 'rejected') return rejected;
  const isOpen = offer !== undefined && setting !== undefined && statusOf(offer, setting, now) === 'open';
  return isOpen ? undefined : notOpen;
}

const notOpen: Lacking = {
  requirement: 'offer',
  detail: {
    id: 'Penawaran tidak terbuka lagi: perbarui dulu',
    en: 'The offer is open no longer: renew it first',
  },
};

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
  restsOn: [],
};
